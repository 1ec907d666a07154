# SPDX-License-Identifier: Apache-2.0
"""What a checkpoint every 50 iterations costs a detector of 10 MB: samples a second with and without, in turns."""
import statistics

from . import support
from .rank_kills import events

MINUTES = 8
WHAT = "asynchronous checkpoints every 50 steps: throughput lost, detector with an EfficientNet backbone on the sample boards"
TARGET = 0.01
STEPS = 400
WARM_UP = 20


def throughput(project, every):
    limits = {"trainer.max_minutes": 0, "trainer.max_epochs": 0, "trainer.max_steps": STEPS, "trainer.evaluate_every": 0, "trainer.events_per_second": 1000,
              "trainer.checkpoint_minutes": 1000 if every else 0, "trainer.checkpoint_steps": every or 5000, "trainer.batch_size": 8, "device.precision": "fp32"}
    done = support.assay("train", project, *[part for key, value in limits.items() for part in ("--set", f"{key}={value}")])
    run = project / "runs" / done["run"]
    steps = [event for event in events(run) if event["kind"] == "step" and event["step"] > WARM_UP]
    model = max((run / "checkpoints").glob("*/model.safetensors")).stat().st_size
    return (steps[-1]["step"] - steps[0]["step"]) / (steps[-1]["time"] - steps[0]["time"]), sum(event["kind"] == "checkpoint" for event in events(run)), model


def run(quick):
    global STEPS
    STEPS = 120 if quick else STEPS
    project = support.fresh("checkpoint-cost")
    support.assay("sample", "boards", project, "--count", 24, "--seed", 1)
    rows = [(throughput(project, 0), throughput(project, 50)) for _ in range(1 if quick else 4)]
    losses = [1 - with_[0] / without[0] for without, with_ in rows]
    value = statistics.median(losses)
    return {"value": value, "unit": "share of throughput", "target": TARGET, "losses": losses, "checkpoints": rows[0][1][1], "model_bytes": rows[0][1][2],
            "holds": value <= TARGET}
