# SPDX-License-Identifier: Apache-2.0
"""Training speed beside PyKEEN's: the same machine, data, model, dimension, candidates, optimiser and threads, one run after the other."""
import json

from . import pykeen, support

MINUTES = 25
WHAT = "FB15k-237, training triples a second beside PyKEEN (an environment of its own is made): ComplEx, every entity a candidate; mrr on Kinship after as many epochs"
TARGET = 3.0
MRR_WITHIN = 0.003


def epoch_seconds(events_file, batches):
    """Of an epoch from the second on, by the step events; the whole run's when it has one only."""
    steps = [(event["step"], event["time"]) for event in map(json.loads, open(events_file)) if event["kind"] == "step"]
    (first, since), (last, until) = next((s for s in steps if s[0] >= batches), steps[0]), steps[-1]
    return (until - since) / (last - first) * batches


def ours(name, model, dimension, negatives, epochs, batch, *settings):
    project = support.fresh("kg_speed")
    support.assay("new", project, "--task", "knowledge_graph")
    support.assay("import", project, support.shared(f"kg/{name}"), "--format", "triples")
    options = {"model.scorer": model, "model.rank": dimension, "model.regulariser": "none", "model.relation_weight": 0, "model.baseline": "false",
               "trainer.max_epochs": epochs, "trainer.max_minutes": 0, "trainer.batch_size": batch, "trainer.evaluate_every": 0, "device.threads": 2,
               **({"model.negatives": "shared", "model.negative_count": negatives} if negatives else {}), **dict(settings)}
    trained = support.assay("train", project, *[part for key, value in options.items() for part in ("--set", f"{key}={value}")])
    events = project / "runs" / str(trained["run"]) / "events.jsonl"
    plan = support.first_event(events, "batches_per_epoch")
    judged = support.assay("eval", project, "--run", "latest", "--split", "test")
    return {"epoch_seconds": epoch_seconds(events, plan["batches_per_epoch"]), "precision": plan["precision"], "mrr": judged["metrics"]["mrr"]}


def compare(what, name, model, dimension, loop, negatives, epochs, batch):
    other = pykeen.train(name, model, dimension, loop, negatives, epochs, batch)
    mine = {precision: ours(name, model, dimension, negatives, epochs, batch, ("device.precision", precision)) for precision in ("auto", "fp32")}
    return {"what": what, "pykeen_epoch_seconds": round(other["epoch_seconds"], 2), "pykeen_mrr": round(other["mrr"], 4),
            **{f"epoch_seconds_{p}": round(m["epoch_seconds"], 2) for p, m in mine.items()}, "precision": mine["auto"]["precision"],
            **{f"times_{p}": round(other["epoch_seconds"] / m["epoch_seconds"], 2) for p, m in mine.items()}, "mrr": round(mine["auto"]["mrr"], 4),
            "triples_per_second": round(other["triples"] / mine["auto"]["epoch_seconds"])}


def run(quick):
    rows = [compare("FB15k-237 · ComplEx, 100 complex numbers, every entity a candidate", "fb15k-237", "complex", 100, "lcwa", 0, 1 if quick else 2, 453)]
    if not quick:
        rows.append(compare("Kinship · ComplEx, 64 complex numbers, every entity a candidate", "kinship", "complex", 64, "lcwa", 0, 60, 128))
    value = min(row["times_auto"] for row in rows if row["what"].startswith("FB15k"))
    return {"value": value, "unit": "times PyKEEN's triples/s", "target": TARGET, "rows": rows,
            "holds": value >= TARGET and all(row["mrr"] >= row["pykeen_mrr"] - MRR_WITHIN for row in rows)}
