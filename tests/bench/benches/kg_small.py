# SPDX-License-Identifier: Apache-2.0
"""Kinship, UMLS and Nations with the defaults, at most 2 min each."""
import time

from . import support

MINUTES = 6
WHAT = "Kinship, UMLS, Nations, defaults, at most 2 min each, seeds 0, 1, 2: test mrr"
SETS = ("kinship", "umls", "nations")


def one_run(name, seed):
    project = support.fresh(f"kg-{name}-{seed}")
    started = time.monotonic()
    support.assay("new", project, "--task", "knowledge_graph")
    support.assay("import", project, support.shared(f"kg/{name}"), "--format", "triples")
    trained = support.assay("train", project, "--set", "trainer.max_minutes=1.8", "--set", f"seed={seed}")
    minutes = (time.monotonic() - started) / 60
    judged = support.assay("eval", project, "--run", "latest", "--split", "test")
    return {"set": name, "seed": seed, "minutes": round(minutes, 2), "valid_mrr": trained["metrics"]["mrr"], **judged["metrics"]}


def run(quick, seeds=(0, 1, 2)):
    rows = [one_run(name, seed) for name in SETS for seed in (seeds[:1] if quick else seeds)]
    of = {name: [row["mrr"] for row in rows if row["set"] == name] for name in SETS}
    return {"value": min(of["kinship"]), "unit": "mrr of Kinship, worst seed",
            "mean": {name: sum(values) / len(values) for name, values in of.items()},
            "worst": {name: min(values) for name, values in of.items()}, "rows": rows,
            "holds": all(row["minutes"] <= 2 for row in rows)}
