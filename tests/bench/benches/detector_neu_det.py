# SPDX-License-Identifier: Apache-2.0
"""NEU-DET in single-image mode: all labels, and 50."""
from . import support

MINUTES = 50   # for each seed
WHAT = "NEU-DET, single-image mode, 70/30 split by the seed, all labels (30 min of training) and 50 (15 min): map50 (published with all labels: .77 to .81)"
ROWS = {"all": (None, 30, 0.78), "50": (50, 15, 0.50)}   # labelled images, minutes, target


def project_of(name, labelled, seed=0):
    project = support.fresh(name)
    support.assay("new", project, "--task", "detection")
    support.assay("import", project, support.shared("defect/neu_det"), "--format", "voc")
    support.assay("split", project, "--train", 0.7, *(("--labelled", labelled) if labelled else ()), "--seed", seed)
    return project


def one_row(name, seed, quick):
    labelled, minutes, target = ROWS[name]
    project = project_of(f"neu_det-{name}-{seed}", labelled, seed)
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={1 if quick else minutes}", "--set", f"seed={seed}")
    judged = support.assay("eval", project, "--run", "latest", "--split", "test", "--report", project / "report.html")
    return {"labelled": name, "seed": seed, "minutes": trained["minutes"], "count": judged["count"], "target": target, **judged["metrics"]}


def run(quick, seeds=(0,)):
    rows = [one_row(name, seed, quick) for seed in (seeds[:1] if quick else seeds) for name in ROWS]
    worst = {name: min(row["map50"] for row in rows if row["labelled"] == name) for name in ROWS}
    return {"value": worst["all"], "unit": "map50, all labels, worst seed", "target": ROWS["all"][2], "worst": worst, "rows": rows,
            "holds": all(worst[name] >= target for name, (_, _, target) in ROWS.items())}
