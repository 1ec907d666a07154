# SPDX-License-Identifier: Apache-2.0
"""What step events and a window that shows them live cost the training."""
import statistics
import subprocess

from . import support

MINUTES = 12
WHAT = "detector on the sample, same steps: no step events and nobody watching, against 10 Hz events shown live by the workbench"
STEPS = 1500


def train(project, events_per_second, watched, steps):
    """Seconds of training as the trainer itself counted them; start-up is left out."""
    window = None
    if watched:
        window = subprocess.Popen([support.program("assay-workbench"), project, "--page", "runs"],
                                  env=support.environment(), stderr=subprocess.DEVNULL)
    try:
        answer = support.assay("train", project, "--set", "trainer.max_minutes=0", "--set", f"trainer.max_steps={steps}",
                               "--set", "trainer.evaluate_every=0", "--set", f"trainer.events_per_second={events_per_second}")
    finally:
        if window:
            window.terminate()
            window.wait()
    return 60 * answer["minutes"]


def run(quick):
    project = support.fresh("event_cost")
    support.assay("sample", "boards", project, "--count", 40, "--seed", 2)
    steps, pairs = (40, 1) if quick else (STEPS, 5)
    ratios = []
    for pair in range(pairs):   # pairs in alternating order, so that a drifting machine cancels out
        order = [(0, False), (10, True)] if pair % 2 == 0 else [(10, True), (0, False)]
        seconds = {watched: train(project, rate, watched, steps) for rate, watched in order}
        ratios.append(seconds[True] / seconds[False] - 1)
    value = 100 * statistics.median(ratios)
    return {"value": round(value, 2), "unit": "% slower", "target": 1.0, "pairs": [round(100 * r, 2) for r in ratios],
            "holds": value <= 1.0}
