# SPDX-License-Identifier: Apache-2.0
"""Two ranks on two hosts at 200 Mbit/s, 10 M parameters: steps a second against Python's DistributedDataParallel, and what compression saves."""
import json
import os
import statistics

from . import support, two_hosts

MINUTES = 6
WHAT = "data parallel over 200 Mbit/s, 10 M parameters: throughput / Python's DistributedDataParallel; bytes of bf16 and PowerSGD"
TARGET = 1.0
MEGABITS = 200
ROUNDS = 3
PACKAGES = ("torch==2.11.0", "numpy<3")


def python():
    """An interpreter with the torch that Assay is built with; $ASSAY_DDP names another."""
    return os.environ.get("ASSAY_DDP") or support.environment_of("ddp", PACKAGES)


def of_assay(hosts, compression, steps):
    return json.loads(two_hosts.run([support.program("bench/bench_ranks"), "train", compression, steps], hosts))


def of_python(hosts, steps):
    script = support.ROOT / "tests/bench/ddp_run.py"
    return json.loads(two_hosts.run([python(), script, steps], hosts))


def run(quick):
    steps, rounds = (3, 1) if quick else (12, ROUNDS)
    with two_hosts.joined(MEGABITS) as hosts:
        pairs = []
        for turn in range(rounds):   # in turns: a slow minute of the machine hits both
            pairs.append((of_assay(hosts, "none", steps), of_python(hosts, steps)))
        half = of_assay(hosts, "bf16", steps)
        thin = of_assay(hosts, "power_sgd", 4 * steps)
    ratios = [ours["steps_per_second"] / theirs["steps_per_second"] for ours, theirs in pairs]
    full = pairs[0][0]["bytes_per_step"]
    half_share, thin_saving = half["bytes_per_step"] / full, full / thin["bytes_per_step"]
    value = statistics.median(ratios)
    return {"value": value, "unit": "x the throughput of DistributedDataParallel", "target": TARGET, "ratios": ratios,
            "bf16_bytes": half_share, "power_sgd_fewer_bytes": thin_saving, "ours": [ours for ours, _ in pairs], "ddp": [theirs for _, theirs in pairs],
            "bf16": half, "power_sgd": thin, "holds": value >= TARGET and half_share <= 0.55 and thin_saving >= 30}
