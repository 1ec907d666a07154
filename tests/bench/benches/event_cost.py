# SPDX-License-Identifier: Apache-2.0
"""What step events and a window that shows them live cost the training."""
import os
import statistics
import subprocess
import time

from . import support

MINUTES = 12
WHAT = "detector on the sample, same steps: no step events and nobody watching, against 10 Hz events shown live by the workbench"
STEPS = 2500


def cpu_seconds(process):
    """User and system time of a living process, its threads included."""
    fields = open(f"/proc/{process.pid}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_idle(process):
    """Starting the window is not what is measured: it is over when a second passes without work."""
    used = -1
    while process.poll() is None and cpu_seconds(process) - used > 0.02:
        used = cpu_seconds(process)
        time.sleep(1)


def train(project, events_per_second, watched, steps):
    """Seconds of training as the trainer itself counted them, start-up left out; share of a core that the window took."""
    window, before = None, 0
    if watched:
        window = subprocess.Popen([support.program("assay-workbench"), project, "--page", "runs"],
                                  env=support.environment(), stderr=subprocess.DEVNULL)
        wait_until_idle(window)
        before = cpu_seconds(window)
    try:
        answer = support.assay("train", project, "--set", "trainer.max_minutes=0", "--set", f"trainer.max_steps={steps}",
                               "--set", "trainer.evaluate_every=0", "--set", f"trainer.events_per_second={events_per_second}")
        used = cpu_seconds(window) - before if window else 0
    finally:
        if window:
            window.terminate()
            window.wait()
    seconds = 60 * answer["minutes"]
    return seconds, 100 * used / seconds


def run(quick):
    project = support.fresh("event_cost")
    support.assay("sample", "boards", project, "--count", 40, "--seed", 2)
    steps, pairs = (40, 1) if quick else (STEPS, 3)
    ratios, window = [], []
    for pair in range(pairs):   # pairs in alternating order, so that a drifting machine cancels out
        order = [(0, False), (10, True)] if pair % 2 == 0 else [(10, True), (0, False)]
        measured = {watched: train(project, rate, watched, steps) for rate, watched in order}
        ratios.append(measured[True][0] / measured[False][0] - 1)
        window.append(measured[True][1])
    value = 100 * statistics.median(ratios)
    return {"value": round(value, 2), "unit": "% slower", "target": 1.0, "pairs": [round(100 * r, 2) for r in ratios],
            "window_percent_of_a_core": round(statistics.median(window), 2), "holds": value <= 1.0}
