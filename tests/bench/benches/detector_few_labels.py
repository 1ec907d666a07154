# SPDX-License-Identifier: Apache-2.0
"""DeepPCB with 50 labelled pairs: the few-label promise, on the official test split."""
from . import deeppcb

MINUTES = 65
WHAT = "DeepPCB, 50 labelled pairs, at most 10 min of training, seeds 0-4, the worst: recall_at_1fp, map33 and f1"
LABELLED = 50
TARGETS = {"recall_at_1fp": 0.992, "map33": 0.975, "f1": 0.965}


def project_name(seed, quick):
    """A short run must not be taken for a full one by benchmarks that use its model."""
    return f"{'quick' if quick else 'deeppcb'}-{LABELLED}-{seed}"


def one_seed(seed, quick):
    return deeppcb.trained_and_judged(deeppcb.project_of(project_name(seed, quick), LABELLED, seed), seed, 1 if quick else deeppcb.MINUTES_TRAINING)


def run(quick, seeds=(0, 1, 2, 3, 4)):
    rows = [one_seed(seed, quick) for seed in (seeds[:1] if quick else seeds)]
    worst = {name: min(row[name] for row in rows) for name in TARGETS}
    return {"value": worst["map33"], "unit": "map33, worst seed", "target": TARGETS["map33"], "worst": worst, "targets": TARGETS,
            "mean": {name: sum(row[name] for row in rows) / len(rows) for name in TARGETS}, "rows": rows,
            "holds": all(worst[name] >= target for name, target in TARGETS.items()) and all(row["minutes"] <= 10 for row in rows)}
