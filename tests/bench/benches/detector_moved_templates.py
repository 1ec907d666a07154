# SPDX-License-Identifier: Apache-2.0
"""What a reference image that lies elsewhere, or turned, costs a model of 50 labelled pairs."""
import json

from . import deeppcb, detector_few_labels, support

MINUTES = 16
WHAT = "DeepPCB, the model of 50 labelled pairs (seed 0 of detector_few_labels, trained when it is not there): f1 with test templates moved by up to 3 px; by up to 6 px and 1 degree"
MOVES = {"moved 3 px": (3, 0, 0.01), "moved 6 px, turned 1 degree": (6, 1, 0.03)}   # px, degrees, the drop of f1 that is allowed


def images_with(project, name, judged, pixels, degrees):
    """What the model says of the judged images with their references moved."""
    folder, out = support.fresh(f"moved/{name}/references"), support.fresh(f"moved/{name}/boxes")
    tests = [image["image"] for image in judged]
    support.json_line([support.program("bench/bench_moved_references"), folder, pixels, degrees, *[part for image in judged for part in (image["reference"], image["image"])]])
    support.assay("predict", project, "--run", "latest", "--reference", folder, "--out", out, *tests)
    files = {row["input"]: row["file"] for row in json.loads((out / "summary.json").read_text())["outputs"]}
    return [{"truths": image["truths"], "detections": [[box["class"], *box["box"], box["score"]] for box in json.loads((out / files[image["image"]]).read_text())["output"]["boxes"]]}
            for image in judged]


def run(quick):
    project = support.SCRATCH / detector_few_labels.project_name(0, quick)
    if not (project / "report.html").exists():
        detector_few_labels.one_seed(0, quick)
    judged, _ = deeppcb.judged_images(project, support.assay("runs", project)["runs"][0]["run"])
    judged = judged[::25] if quick else judged
    still = deeppcb.best_f1(images_with(project, "still", judged, 0, 0))
    rows = [{"name": name, "f1": (f1 := deeppcb.best_f1(images_with(project, name.split(",")[0].replace(" ", "-"), judged, pixels, degrees))), "drop": still - f1, "allowed": allowed}
            for name, (pixels, degrees, allowed) in MOVES.items()]
    return {"value": max(row["drop"] - row["allowed"] for row in rows), "unit": "f1 lost beyond what is allowed", "target": 0, "f1": still, "f1_of_the_evaluation": deeppcb.best_f1(judged),
            "rows": rows, "holds": all(row["drop"] <= row["allowed"] for row in rows)}
