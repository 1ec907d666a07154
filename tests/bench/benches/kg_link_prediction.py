# SPDX-License-Identifier: Apache-2.0
"""FB15k-237 and WN18RR with the defaults: filtered mrr on test within 30 min of wall clock on 2 cores."""
import time

from . import support

MINUTES = 190
WHAT = "FB15k-237 and WN18RR, 2 cores, at most 30 min and 8 M parameters each, seeds 0, 1, 2: test mrr"
TARGETS = {"fb15k-237": 0.355, "wn18rr": 0.475}
MINUTES_EACH = 30
MINUTES_TRAINING = 27   # the rest is for loading, the baseline and ranking the held-out parts
MOST_PARAMETERS = 8_000_000


def plan_of(project, run):
    """What the run said about itself: device, precision, parameters."""
    return support.first_event(project / "runs" / str(run) / "events.jsonl", "parameters")


def one_run(name, seed, minutes):
    project = support.fresh(f"kg-{name}-{seed}")
    started = time.monotonic()
    support.assay("new", project, "--task", "knowledge_graph")
    support.assay("import", project, support.shared(f"kg/{name}"), "--format", "triples")
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={minutes}", "--set", f"seed={seed}",
                            "--set", "device.threads=2")
    wall = (time.monotonic() - started) / 60
    judged_at = time.monotonic()
    judged = support.assay("eval", project, "--run", "latest", "--split", "test")
    plan = plan_of(project, trained["run"])
    return {"set": name, "seed": seed, "minutes": round(wall, 2), "epochs_minutes": round(trained["minutes"], 2),
            "eval_seconds": round(time.monotonic() - judged_at, 1), "parameters": plan["parameters"],
            "precision": plan["precision"], "count": judged["count"], "valid_mrr": trained["metrics"]["mrr"], **judged["metrics"]}


def run(quick, seeds=(0, 1, 2)):
    rows = [one_run(name, seed, 1 if quick else MINUTES_TRAINING) for name in TARGETS for seed in (seeds[:1] if quick else seeds)]
    of = {name: [row["mrr"] for row in rows if row["set"] == name] for name in TARGETS}
    return {"value": min(of["fb15k-237"]), "unit": "mrr of FB15k-237, worst seed", "target": TARGETS["fb15k-237"],
            "mean": {name: sum(values) / len(values) for name, values in of.items()},
            "worst": {name: min(values) for name, values in of.items()}, "targets": TARGETS, "rows": rows,
            "holds": all(min(of[name]) >= target for name, target in TARGETS.items())
            and all(row["minutes"] <= MINUTES_EACH and row["parameters"] <= MOST_PARAMETERS for row in rows)}
