# SPDX-License-Identifier: Apache-2.0
"""Kinship, UMLS and Nations with the defaults, at most 2 min each, beside what PyKEEN makes of the same minutes."""
import time

from . import pykeen, support

MINUTES = 40
WHAT = "Kinship, UMLS, Nations, defaults, at most 2 min each, seeds 0, 1, 2: test mrr, beside the best of four PyKEEN models trained for as long"
SETS = ("kinship", "umls", "nations")
SECONDS = 108
# Model, dimension, loop, negatives, batch, each with PyKEEN's own regulariser and the best of its weights on the validation part; of
# the four that which is best there counts.
RIVALS = (("complex", 256, "lcwa", 0, 128), ("distmult", 256, "lcwa", 0, 128), ("rotate", 128, "slcwa", 32, 256), ("complex", 128, "slcwa", 32, 256))


def one_run(name, seed):
    project = support.fresh(f"kg-{name}-{seed}")
    started = time.monotonic()
    support.assay("new", project, "--task", "knowledge_graph")
    support.assay("import", project, support.shared(f"kg/{name}"), "--format", "triples")
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={SECONDS / 60}", "--set", f"seed={seed}")
    minutes = (time.monotonic() - started) / 60
    judged = support.assay("eval", project, "--run", "latest", "--split", "test")
    return {"set": name, "seed": seed, "minutes": round(minutes, 2), "valid_mrr": trained["metrics"]["mrr"], **judged["metrics"]}


def rival(name, quick):
    tried = [{"model": model, "loop": loop, **pykeen.train(name, model, dimension, loop, negatives, "5s" if quick else f"{SECONDS}s", batch)}
             for model, dimension, loop, negatives, batch in RIVALS]
    return max(tried, key=lambda one: one["valid_mrr"])


def run(quick, seeds=(0, 1, 2)):
    theirs = {name: rival(name, quick) for name in SETS}
    rows = [one_run(name, seed) for name in SETS for seed in (seeds[:1] if quick else seeds)]
    of = {name: [row["mrr"] for row in rows if row["set"] == name] for name in SETS}
    return {"value": min(of["kinship"]), "unit": "mrr of Kinship, worst seed",
            "mean": {name: sum(values) / len(values) for name, values in of.items()},
            "worst": {name: min(values) for name, values in of.items()},
            "pykeen": {name: one["mrr"] for name, one in theirs.items()}, "pykeen_models": theirs, "rows": rows,
            "holds": all(row["minutes"] <= 2 for row in rows) and all(min(of[name]) >= theirs[name]["mrr"] for name in SETS)}
