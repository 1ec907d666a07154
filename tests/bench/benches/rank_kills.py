# SPDX-License-Identifier: Apache-2.0
"""Fifty times a random rank of two is killed while they learn the sample boards: seconds until training goes on, and what it costs."""
import json
import os
import random
import signal
import statistics
import subprocess
import time

from . import support

MINUTES = 12
WHAT = "kill -9 of a random rank, 50 times: slowest seconds to training again; final loss against undisturbed seeds"
TARGET = 5.0
KILLS = 50
STEPS_BETWEEN = 6
LAST = 30   # steps whose loss is averaged at the end


def settings(steps, seed):
    values = {"trainer.max_minutes": 0, "trainer.max_epochs": 0, "trainer.max_steps": steps, "trainer.evaluate_every": 0, "trainer.events_per_second": 1000,
              "trainer.checkpoint_minutes": 0.02, "trainer.restarts": 1000, "trainer.batch_size": 4, "device.threads": 1, "device.precision": "fp32", "seed": seed}
    return [part for key, value in values.items() for part in ("--set", f"{key}={value}")]


def final_loss(run):
    steps = {event["step"]: event["values"]["loss"] for event in support.events(run) if event["kind"] == "step"}
    return statistics.mean(loss for step, loss in sorted(steps.items())[-LAST:])


def workers(run):
    """Process ids of the ranks of a run, by their command lines."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                line = file.read().split("\0")
        except OSError:
            continue
        if "train" in line and str(run) in line and line[0].endswith("assay-worker"):
            found.append(int(pid))
    return found


def steps_done(run):
    return max((event["step"] for event in support.events(run) if event["kind"] == "step"), default=0)


def run(quick):
    kills = 3 if quick else KILLS
    total = (kills + 2) * STEPS_BETWEEN + LAST
    project = support.fresh("rank-kills")
    support.assay("sample", "boards", project, "--count", 24, "--seed", 1)
    undisturbed = []
    for seed in (0, 1, 2):
        done = support.assay("train", project, "--nproc", 2, *settings(total, seed))
        undisturbed.append(final_loss(project / "runs" / done["run"]))
    victim = project / "runs" / "4"
    training = subprocess.Popen([support.program("assay"), "train", project, "--nproc", "2", *settings(total, 0), "--json"], stdout=subprocess.PIPE, text=True,
                                env=support.environment())
    draw, waits, recovered = random.Random(1), [], 0
    for kill in range(kills):
        while steps_done(victim) < (kill + 1) * STEPS_BETWEEN and training.poll() is None:
            time.sleep(0.02)
        alive = workers(victim)
        if training.poll() is not None or len(alive) < 2:
            break
        before, at = len([event for event in support.events(victim) if event["kind"] == "step"]), time.time()
        os.kill(draw.choice(alive), signal.SIGKILL)
        while training.poll() is None and not any(event["kind"] == "step" and event["time"] > at + 0.2 and set(workers(victim)).isdisjoint(alive) for event in support.events(victim)[before:]):
            time.sleep(0.02)
        waits.append(next(event["time"] for event in reversed(support.events(victim)) if event["kind"] == "step") - at)
        recovered += 1
    answer = json.loads(training.communicate()[0].strip().splitlines()[-1])
    restarts = sum(event["kind"] == "restart" for event in support.events(victim))
    loss, spread = final_loss(victim), max(undisturbed) - min(undisturbed)
    within = min(undisturbed) - spread <= loss <= max(undisturbed) + spread
    return {"value": max(waits), "unit": "s to training again, slowest", "target": TARGET, "median": statistics.median(waits), "kills": recovered, "restarts": restarts,
            "state": answer.get("state"), "loss": loss, "undisturbed_losses": undisturbed,
            "holds": max(waits) <= TARGET and recovered == kills and restarts >= kills and answer.get("state") == "done" and within}
