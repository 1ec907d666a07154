# SPDX-License-Identifier: Apache-2.0
"""Boxes of models that were trained on a GPU, judged there and, with the GPU hidden, on the CPU: the largest difference between two scores."""
from . import deeppcb, detector_neu_det, support

MINUTES = 3
WHAT = "the sample's boards (pairs) and NEU-DET with 50 labels (single images, where it is here), trained on a GPU: scores there against the same run's on the CPU"
TARGET = 1e-4
LEAST_SCORE = 0.05   # of a box that is compared: of fainter ones thousands lie on one another
SAME_BOX = 0.9       # intersection over union


def difference(some, others):
    """(largest difference of a score, of an edge in px, boxes compared) of the boxes [class, x1, y1, x2, y2, score] of one image. A box that the others lack differs by its score."""
    score, edge, count = 0, 0, 0
    for box in some:
        if box[5] < LEAST_SCORE:
            continue
        count += 1
        same = [other for other in others if other[0] == box[0] and deeppcb.overlap(box[1:5], other[1:5]) > SAME_BOX]
        nearest = min(same, key=lambda other: abs(other[5] - box[5]), default=None)
        score = max(score, abs(box[5] - nearest[5]) if nearest else box[5])
        edge = max(edge, *(abs(a - b) for a, b in zip(box[1:5], nearest[1:5]))) if nearest else edge
    return score, edge, count


def boards():
    project = support.fresh("agreement-boards")
    support.assay("sample", "boards", project, "--seed", "1")
    return project


def steel():
    return detector_neu_det.project_of("agreement-steel", 50)


def one_kind(project, minutes):
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={minutes}")
    run = str(trained["run"])
    plan = support.first_event(project / "runs" / run / "events.jsonl", "precision")
    if plan["device_kind"] != "cuda":
        raise support.Skip("there is no GPU here")

    def judged(**extra):
        judgement = support.assay("eval", project, "--run", run, "--split", "test", **extra)
        return judgement["metrics"], [image["detections"] for image in deeppcb.judged_images(project, run)[0]]
    metrics, gpu = judged()
    _, cpu = judged(CUDA_VISIBLE_DEVICES="")
    seen = [difference(*pair) for a, b in zip(gpu, cpu) for pair in ((a, b), (b, a))]
    return {"project": project.name, "device": trained["device"], "precision": plan["precision"], "images": len(gpu), "boxes": sum(count for _, _, count in seen),
            "difference": max(score for score, _, _ in seen), "difference_px": max(edge for _, edge, _ in seen), **metrics}


def run(quick):
    kinds = [boards] + ([steel] if (support.SHARED / "defect/neu_det").exists() else [])
    rows = [one_kind(kind(), 0.1 if quick else 0.3) for kind in kinds]
    worst = max(row["difference"] for row in rows)
    return {"value": worst, "unit": "largest difference of a score", "target": TARGET, "rows": rows, "holds": worst <= TARGET and all(row["boxes"] for row in rows)}
