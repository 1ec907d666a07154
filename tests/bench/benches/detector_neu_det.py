# SPDX-License-Identifier: Apache-2.0
"""NEU-DET in single-image mode: all labels, and 50."""
from . import support

MINUTES = 50
WHAT = "NEU-DET, single-image mode, 70/30 split by seed 0, all labels (30 min of training) and 50 (15 min): map50 (published with all labels: .77 to .81)"
ROWS = {"all": (None, 30, 0.78), "50": (50, 15, 0.50)}   # labelled images, minutes, target


def one_row(project, labelled, minutes, target):
    support.assay("split", project, "--train", 0.7, *(("--labelled", labelled) if labelled else ()), "--seed", 0)
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={minutes}", "--set", "seed=0")
    judged = support.assay("eval", project, "--run", "latest", "--split", "test", "--report", project / "report.html")
    return {"labelled": labelled or "all", "minutes": trained["minutes"], "count": judged["count"], "target": target, **judged["metrics"]}


def run(quick):
    project = support.fresh("neu_det")
    support.assay("new", project, "--task", "detection")
    support.assay("import", project, support.shared("defect/neu_det"), "--format", "voc")
    rows = [one_row(project, labelled, 1 if quick else minutes, target) for labelled, minutes, target in ROWS.values()]
    return {"value": rows[0]["map50"], "unit": "map50, all labels", "target": rows[0]["target"], "rows": rows, "holds": all(row["map50"] >= row["target"] for row in rows)}
