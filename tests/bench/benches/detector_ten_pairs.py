# SPDX-License-Identifier: Apache-2.0
"""DeepPCB with 10 labelled pairs, draw by draw."""
from . import deeppcb
from .detector_label_curve import TARGETS

MINUTES = 55
WHAT = "DeepPCB, 10 labelled pairs, at most 10 min of training, seeds 0-4 (--seeds), the worst: recall_at_1fp and map33"
LABELLED = 10


def one_seed(seed, minutes):
    return deeppcb.trained_and_judged(deeppcb.project_of(f"ten-{seed}", LABELLED, seed), seed, minutes)


def run(quick, seeds=(0, 1, 2, 3, 4)):
    rows = [one_seed(seed, 0.5 if quick else deeppcb.MINUTES_TRAINING) for seed in (seeds[:1] if quick else seeds)]
    worst = {name: min(row[name] for row in rows) for name in TARGETS}
    return {"value": worst["map33"], "unit": "map33, worst seed", "target": TARGETS["map33"], "worst": worst, "targets": TARGETS, "rows": rows,
            "holds": all(worst[name] >= target for name, target in TARGETS.items())}
