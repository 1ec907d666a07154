# SPDX-License-Identifier: Apache-2.0
"""Magnetic tiles with 50 labelled defects and 200 clean images: is there a defect, and where?"""
import json

from . import magnetic_tile, support

MINUTES = 20
WHAT = "magnetic tile, 50 images with a labelled defect and 200 clean ones, at most 15 min of training, seed 0 (--seeds): image recall at 5 % false alarms, map50"
MOST_FALSE, TARGET_RECALL, TARGET_MAP = 0.05, 0.99, 0.85


def score_of(image):
    return image.get("score") or max((box[5] for box in image["detections"]), default=0)


def recall_at(images, most_false):
    """Share of the images with a defect that score above all but a share of the clean ones."""
    clean = sorted((score_of(image) for image in images if not image["truths"]), reverse=True)
    threshold = clean[int(most_false * len(clean))]
    defective = [score_of(image) for image in images if image["truths"]]
    return sum(score > threshold for score in defective) / len(defective)


def one_seed(project, seed, minutes):
    support.assay("split", project, "--clean", 200, "--labelled", 50, "--seed", seed)
    trained = support.assay("train", project, "--set", f"seed={seed}", "--set", f"trainer.max_minutes={minutes}")
    judged = support.assay("eval", project, "--run", trained["run"], "--split", "test", "--report", project / f"report-{seed}.html")
    boxes = json.loads((project / "runs" / trained["run"] / "evaluations/test/artifacts/boxes.json").read_text())
    return {"seed": seed, "minutes": trained["minutes"], "count": judged["count"], "recall_at_5_percent": recall_at(boxes["images"], MOST_FALSE), **judged["metrics"]}


def run(quick, seeds=(0,)):
    project = magnetic_tile.project_of("labelled-tiles", magnetic_tile.parts())
    rows = [one_seed(project, seed, 0.5 if quick else 15) for seed in (seeds[:1] if quick else seeds)]
    recall, precision = min(row["recall_at_5_percent"] for row in rows), min(row["map50"] for row in rows)
    return {"value": recall, "unit": "image recall at 5 % false alarms, worst seed", "target": TARGET_RECALL, "map50": precision, "map50_target": TARGET_MAP, "rows": rows,
            "holds": recall >= TARGET_RECALL and precision >= TARGET_MAP}
