# SPDX-License-Identifier: Apache-2.0
"""What a checkpoint every 50 iterations costs a detector of 10 MB, within one run: the 25 steps after each checkpoint, in which it is taken and
written, against the 25 before the next, in which nothing is. Two runs beside each other differ by more than a checkpoint costs."""
import statistics

from . import support

MINUTES = 14
WHAT = "asynchronous checkpoints every 50 steps: throughput lost, detector with an EfficientNet backbone on the sample boards"
TARGET = 0.01
EVERY = 50
INTERVALS = 36


def run(quick):
    intervals = 4 if quick else INTERVALS
    project = support.fresh("checkpoint-cost")
    support.assay("sample", "boards", project, "--count", 24, "--seed", 1)
    settings = {"model.mode": "single", "trainer.checkpoint_minutes": 1000, "trainer.checkpoint_steps": EVERY, "trainer.batch_size": 8, "device.precision": "fp32"}
    _, folder = support.train_steps(project, EVERY * (intervals + 2), settings)
    ended = {event["step"]: event["time"] for event in support.events(folder) if event["kind"] == "step"}
    checkpoints = [event["step"] for event in support.events(folder) if event["kind"] == "checkpoint"]
    extra, usual = [], []
    for start in range(EVERY, EVERY * (intervals + 1), EVERY):   # the first interval holds the warm-up
        middle, end = start + EVERY // 2, start + EVERY
        extra.append((ended[middle] - ended[start]) - (ended[end] - ended[middle]))
        usual.append(2 * (ended[end] - ended[middle]))
    value = statistics.mean(extra) / statistics.mean(usual)
    error = statistics.stdev(extra) / len(extra) ** 0.5 / statistics.mean(usual)
    return {"value": value, "unit": "share of throughput", "target": TARGET, "standard_error": error, "seconds_each": statistics.mean(extra),
            "median": statistics.median(extra) / statistics.mean(usual), "intervals": intervals, "checkpoints": len(checkpoints),
            "model_bytes": max((folder / "checkpoints").glob("*/model.safetensors")).stat().st_size, "holds": value <= TARGET}
