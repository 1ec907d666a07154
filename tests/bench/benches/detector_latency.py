# SPDX-License-Identifier: Apache-2.0
"""A decoded pair to boxes on this CPU, as a run's model does it: levels, registration, channels, network, peaks, suppression and the copper's say on classes."""
import json

from . import deeppcb, detector_few_labels, support

MINUTES = 1
WHAT = "pair net, 640 x 640, batch 1, two threads, the model of 50 labelled pairs: p50 and p99 from decoded pixels to boxes, registration apart"
TARGET_MS, TARGET_GMAC = 60, 12


def measured(project, rounds, device="cpu", threads=2):
    """Of the project's last run, evaluated on its test part before."""
    run = support.assay("runs", project)["runs"][0]["run"]
    image = deeppcb.judged_images(project, run)[0][0]
    classes = json.loads((project / "runs" / str(run) / "evaluations/test/artifacts/boxes.json").read_text())["classes"]
    checkpoint = sorted(project.glob("runs/*/checkpoints/*/model.safetensors"))[-1].parent
    return support.json_line([support.program("bench/bench_pair_latency"), checkpoint, ",".join(classes), threads, rounds, image["image"], image["reference"], device])


def run(quick):
    project = support.SCRATCH / detector_few_labels.project_name(0, quick)
    if not (project / "report.html").exists():
        detector_few_labels.one_seed(0, quick)
    row = measured(project, 20 if quick else 200)
    return {"value": row["both_ms"]["p50"], "unit": "ms, registration included", "target": TARGET_MS, **row, "holds": row["both_ms"]["p50"] <= TARGET_MS and row["gmac"] <= TARGET_GMAC}
