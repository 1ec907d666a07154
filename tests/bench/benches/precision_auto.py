# SPDX-License-Identifier: Apache-2.0
"""`device.precision: auto` on this CPU: what it chose, and samples a second against fp32, in turns on the sample boards."""
import statistics

from . import support
from .rank_kills import events

MINUTES = 6
WHAT = "precision auto against fp32 on this CPU: samples a second of a detector on the sample boards"
TARGET = 1.3
STEPS = 60
WARM_UP = 10


def throughput(project, precision):
    limits = {"trainer.max_minutes": 0, "trainer.max_epochs": 0, "trainer.max_steps": STEPS, "trainer.evaluate_every": 0, "trainer.events_per_second": 1000,
              "trainer.checkpoint_minutes": 0, "device.precision": precision}
    done = support.assay("train", project, *[part for key, value in limits.items() for part in ("--set", f"{key}={value}")])
    run = project / "runs" / done["run"]
    steps = [event for event in events(run) if event["kind"] == "step" and event["step"] > WARM_UP]
    chosen = next(event["precision"] for event in events(run) if event["kind"] == "plan")
    return (steps[-1]["step"] - steps[0]["step"]) / (steps[-1]["time"] - steps[0]["time"]), chosen


def run(quick):
    with open("/proc/cpuinfo") as info:
        flags = next(line for line in info if line.startswith("flags")).split()
    has_units = "avx512_bf16" in flags or "amx_bf16" in flags
    project = support.fresh("precision-auto")
    support.assay("sample", "boards", project, "--count", 24, "--seed", 1)
    rows = [(throughput(project, "fp32"), throughput(project, "auto")) for _ in range(1 if quick else 3)]
    value = statistics.median(auto[0] / full[0] for full, auto in rows)
    chosen = rows[0][1][1]
    holds = chosen == "bf16" and value >= TARGET if has_units else chosen == "fp32"
    return {"value": value, "unit": "x the speed of fp32", "target": TARGET if has_units else None, "has_bf16_units": has_units, "chosen": chosen, "rows": rows, "holds": holds}
