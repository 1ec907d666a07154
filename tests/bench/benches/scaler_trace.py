# SPDX-License-Identifier: Apache-2.0
"""The loss scaler against PyTorch's GradScaler, fed the same sequence of finite and infinite gradients."""
import random
import subprocess

from . import data_parallel, support

MINUTES = 1
WHAT = "loss scaling: steps at which scale or skipping differs from PyTorch's GradScaler on the same sequence"
STEPS = 12000   # the scale grows every 2000 good steps
REFERENCE = """
import sys, torch
scaler = torch.amp.GradScaler("cpu", init_scale=65536.0)
weight = torch.zeros(4, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.0)
applied = 0
step = optimizer.step
def counted(*a, **k):
    global applied
    applied = 1
    return step(*a, **k)
optimizer.step = counted
for mark in sys.stdin.read().strip():
    applied = 0
    scaler.scale(torch.ones(()))   # as a training step does first
    weight.grad = torch.full((4,), float("inf") if mark == "x" else 1.0)
    scaler.step(optimizer)
    scaler.update()
    print(applied, repr(scaler.get_scale()))
"""


def run(quick):
    draw = random.Random(7)
    marks = "".join("x" if draw.random() < (0.002 if i < STEPS * 3 // 4 else 0) else "." for i in range(500 if quick else STEPS))
    ours = subprocess.run([support.program("bench/bench_scaler_trace")], input=marks + "\n", capture_output=True, text=True, check=True,
                          env=support.environment()).stdout.split("\n")
    theirs = subprocess.run([data_parallel.python(), "-c", REFERENCE], input=marks, capture_output=True, text=True, check=True).stdout.split("\n")
    pairs = [(a.split(), b.split()) for a, b in zip(ours, theirs) if a and b]
    different = sum(a[0] != b[0] or float(a[1]) != float(b[1]) for a, b in pairs)
    return {"value": different, "unit": "steps that differ", "target": 0, "steps": len(pairs), "skipped": marks.count("x"),
            "scales": sorted({float(b[1]) for _, b in pairs}), "holds": different == 0 and len(pairs) == len(marks)}
