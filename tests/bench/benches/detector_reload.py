# SPDX-License-Identifier: Apache-2.0
"""The process that trained, and one that loads what it saved: the same scores."""
import json

from . import deeppcb, support

MINUTES = 2
WHAT = "DeepPCB, a short training: scores of the held-out pairs from the process that trained against those of a fresh one"


def run(quick):
    project = deeppcb.project_of("reload", 20)
    trained = support.assay("train", project, *[part for setting in ("trainer.max_minutes=0.5", "seed=0") for part in ("--set", setting)])
    folder = project / "runs" / trained["run"]
    at_the_end = json.loads((folder / "artifacts/boxes.json").read_text())["images"]
    support.assay("eval", project, "--run", trained["run"], "--split", "valid")
    fresh = json.loads((folder / "evaluations/valid/artifacts/boxes.json").read_text())["images"]
    scores = lambda images: [(image["image"], image["detections"]) for image in images]
    same = scores(at_the_end) == scores(fresh)
    return {"value": sum(len(image["detections"]) for image in fresh), "unit": "boxes compared, all bits", "holds": same and len(fresh) > 0}
