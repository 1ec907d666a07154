# SPDX-License-Identifier: Apache-2.0
"""DeepPCB with 50 labelled pairs: the few-label promise, on the official test split."""
from . import support

MINUTES = 45
WHAT = "DeepPCB, 50 labelled pairs, at most 20 min of training, seeds 0 and 1: recall_at_1fp and map33"
LABELLED = 50
TARGETS = {"recall_at_1fp": 0.98, "map33": 0.95}


def one_seed(source, seed, minutes):
    project = support.fresh(f"deeppcb-{LABELLED}-{seed}")
    support.assay("new", project, "--task", "detection")
    support.assay("import", project, source, "--format", "deeppcb")
    support.assay("split", project, "--labelled", LABELLED, "--seed", seed)
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={minutes}", "--set", f"seed={seed}")
    report = project / "report.html"
    judged = support.assay("eval", project, "--run", "latest", "--split", "test", "--report", report)
    return {"seed": seed, "minutes": trained["minutes"], "device": trained["device"], "count": judged["count"],
            **judged["metrics"], "groups": judged.get("groups", {})}


def run(quick):
    source = support.shared("defect/deeppcb")
    rows = [one_seed(source, seed, 1 if quick else 19) for seed in ((0,) if quick else (0, 1))]
    worst = {name: min(row[name] for row in rows) for name in TARGETS}
    return {"value": worst["map33"], "unit": "map33, worst seed", "target": TARGETS["map33"],
            "recall_at_1fp": worst["recall_at_1fp"], "recall_target": TARGETS["recall_at_1fp"], "rows": rows,
            "holds": all(worst[name] >= target for name, target in TARGETS.items())
            and all(row["minutes"] <= 20 for row in rows)}
