# SPDX-License-Identifier: Apache-2.0
"""DeepPCB projects, and what their boxes say. Not a benchmark."""
import json

from . import support

MINUTES_TRAINING = 9.8   # of 10: the last held-out judgement and the checkpoint come on top


def project_of(name, labelled=None, seed=0):
    """A fresh project with the official split; only so many training pairs keep their boxes."""
    project = support.fresh(name)
    support.assay("new", project, "--task", "detection")
    support.assay("import", project, support.shared("defect/deeppcb"), "--format", "deeppcb")
    if labelled is not None:
        support.assay("split", project, "--labelled", labelled, "--seed", seed)
    return project


def trained_and_judged(project, seed, minutes, *settings):
    """One row: how long it took and the metrics on the 500 test pairs, known and unknown boards apart."""
    options = [part for setting in (f"trainer.max_minutes={minutes}", f"seed={seed}", *settings) for part in ("--set", setting)]
    trained = support.assay("train", project, *options)
    judged = support.assay("eval", project, "--run", "latest", "--split", "test", "--report", project / "report.html")
    return {"seed": seed, "run": trained["run"], "minutes": trained["minutes"], "device": trained["device"], "count": judged["count"], **judged["metrics"],
            "groups": judged.get("groups", {})}


def judged_images(project, run, split="test"):
    """Of each image: truths and detections as [class, x1, y1, x2, y2(, score)]; and the stored threshold."""
    boxes = json.loads((project / "runs" / run / f"evaluations/{split}/artifacts/boxes.json").read_text())
    return boxes["images"], boxes["threshold"]


def overlap(a, b):
    """Intersection over union of [x1, y1, x2, y2]."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    return width * height / (area(a) + area(b) - width * height)


def counts_by_threshold(images, with_class, iou=0.33):
    """(threshold, found, false boxes) from the highest score to the lowest, and the number of defects. The best score first, each takes the free
    defect that it overlaps most."""
    ranked = sorted(((box[5], number, box) for number, image in enumerate(images) for box in image["detections"]), key=lambda entry: -entry[0])
    free = [list(image["truths"]) for image in images]
    total, found, false, points = sum(map(len, free)), 0, 0, []
    for score, number, box in ranked:
        fitting = [(overlap(box[1:5], truth[1:5]), truth) for truth in free[number] if not with_class or truth[0] == box[0]]
        best = max(fitting, key=lambda entry: entry[0], default=(0, None))
        if best[0] > iou:
            free[number].remove(best[1])
            found += 1
        else:
            false += 1
        points.append((score, found, false))
    return points, total


def best_f1(images, with_class=True):
    points, total = counts_by_threshold(images, with_class)
    return max((2 * found / (found + false + total) for _, found, false in points), default=0)


def recall_at_precision(images, precision):
    """The best recall, whatever the class, among thresholds of at least that precision."""
    points, total = counts_by_threshold(images, with_class=False)
    return max((found / total for _, found, false in points if found / (found + false) >= precision), default=0)


def at_threshold(images, threshold):
    """(recall, precision), whatever the class."""
    points, total = counts_by_threshold(images, with_class=False)
    last = max((index for index, point in enumerate(points) if point[0] >= threshold), default=None)
    if last is None:
        return 0, 1
    _, found, false = points[last]
    return found / total, found / (found + false)
