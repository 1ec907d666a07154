# SPDX-License-Identifier: Apache-2.0
"""2 and 4 ranks against 1 on the same batches, each model type on its sample: how far apart their loss curves are after 50 steps.

The detector's curve is judged beside a control: one rank twice, with one and with two threads. Their sums differ in the last bits only, so what
lies between those two curves is what training makes of rounding, and no number of ranks can be nearer."""
from . import support

MINUTES = 4
WHAT = "2 and 4 ranks against 1, fp32, 50 steps of each model type on its sample: largest relative difference of the loss at step 50"
TARGET = 1e-5
STEPS = 50
SAMPLES = {"detector": ("boards", 24, {"trainer.batch_size": 8, "model.dropout": 0}), "knowledge_graph": ("facts", 300, {"trainer.batch_size": 64}),
           "text_reader": ("sentences", 200, {"trainer.batch_size": 8, "model.dropout": 0})}   # dropout draws on each rank for itself


def curve(project, own, ranks, threads=1):
    _, run = support.train_steps(project, STEPS, {"device.precision": "fp32", "device.threads": threads, **own}, "--nproc", ranks)
    return [event["values"]["loss"] for event in support.events(run) if event["kind"] == "step"]


def differences(a, b):
    relative = [abs(x - y) / abs(y) for x, y in zip(a, b, strict=True)]
    return {"first": relative[0], "last": relative[-1], "largest": max(relative), "largest_until_10": max(relative[:10])}


def run(quick):
    rows = {}
    for kind, (sample, count, own) in SAMPLES.items():
        project = support.fresh(f"rank-curves-{kind}")
        support.assay("sample", sample, project, "--count", count, "--seed", 1)
        alone = curve(project, own, 1)
        rows[kind] = {"2 ranks": differences(curve(project, own, 2), alone), "4 ranks": differences(curve(project, own, 4), alone),
                      "1 rank, 2 threads": differences(curve(project, own, 1, threads=2), alone)}
    worst = {kind: max(row["2 ranks"]["last"], row["4 ranks"]["last"]) for kind, row in rows.items()}
    beside = {kind: max(row["2 ranks"]["largest"], row["4 ranks"]["largest"]) / max(row["1 rank, 2 threads"]["largest"], 1e-7) for kind, row in rows.items()}
    return {"value": max(worst.values()), "unit": "relative difference at step 50", "target": TARGET, "at_step_50": worst, "largest_beside_that_of_two_threads": beside,
            "rows": rows, "holds": max(worst.values()) <= TARGET}
