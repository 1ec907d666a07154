# SPDX-License-Identifier: Apache-2.0
"""DeepPCB by number of labelled pairs: what a label is worth, boards known and unknown from training apart."""
from . import deeppcb

MINUTES = 60
WHAT = "DeepPCB, 5, 10, 20, 50 and 100 labelled pairs, at most 10 min of training each, seed 0 (--seeds): recall_at_1fp, map33, f1"
LABELLED = (5, 10, 20, 50, 100)
JUDGED = (10, 20)   # that the targets are for
TARGETS = {"recall_at_1fp": 0.975, "map33": 0.93}


def run(quick, seeds=(0,)):
    minutes = 0.5 if quick else deeppcb.MINUTES_TRAINING
    rows = [{"labelled": labelled, **deeppcb.trained_and_judged(deeppcb.project_of(f"curve-{labelled}-{seed}", labelled, seed), seed, minutes)}
            for labelled in (JUDGED if quick else LABELLED) for seed in (seeds[:1] if quick else seeds)]
    worst = {name: min(row[name] for row in rows if row["labelled"] == JUDGED[0]) for name in TARGETS}
    return {"value": worst["map33"], "unit": f"map33, {JUDGED[0]} pairs, worst seed", "target": TARGETS["map33"], "worst": worst, "targets": TARGETS, "rows": rows,
            "holds": all(row[name] >= target for name, target in TARGETS.items() for row in rows if row["labelled"] in JUDGED)}
