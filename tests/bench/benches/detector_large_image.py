# SPDX-License-Identifier: Apache-2.0
"""Defects of 4 and 5 px on a pair of 8000 x 2000 px: found, in how much time and memory."""
import os
import sys
import time

from . import deeppcb, support

MINUTES = 8
WHAT = "a pair of 8000 x 2000 px with 400 made defects of 4 and 5 px, two threads, model of 30 pairs of 640 x 640 trained for 5 min: recall at the stored threshold, seconds and memory of `assay predict`"
TARGET, SECONDS, GIB = 0.95, 20, 1.5


def run(quick):
    source, out = support.fresh("small-defects"), support.fresh("small-defects-boxes")
    support.json_line([support.program("bench/bench_small_defects"), source, 30, 0])
    project = support.fresh("large-image")
    support.assay("new", project, "--task", "detection")
    support.assay("import", project, source, "--format", "deeppcb")
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={0.5 if quick else 5}", "--set", "seed=0", "--set", "device.threads=2")
    support.assay("eval", project, "--run", trained["run"], "--split", "test")
    images, threshold = deeppcb.judged_images(project, trained["run"])
    recall, precision = deeppcb.at_threshold(images, threshold)
    # A process of its own, so that the memory of what ran before does not count.
    start, reader = time.time(), os.fork()
    if reader == 0:
        support.assay("predict", project, "--run", trained["run"], "--out", out, images[0]["image"])
        os._exit(0)
    _, status, usage = os.wait4(reader, 0)
    seconds, gib = time.time() - start, usage.ru_maxrss / 2**20
    if status != 0:
        sys.exit("bench: the prediction failed")
    return {"value": recall, "unit": "recall at the stored threshold", "target": TARGET, "precision": precision, "defects": len(images[0]["truths"]), "seconds": seconds,
            "seconds_target": SECONDS, "gib": gib, "gib_target": GIB, "holds": recall >= TARGET and seconds <= SECONDS and gib <= GIB}
