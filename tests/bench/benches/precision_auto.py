# SPDX-License-Identifier: Apache-2.0
"""`device.precision: auto` on this CPU: what it chose, and samples a second against fp32, in turns on the sample boards."""
import statistics

from . import support

MINUTES = 6
WHAT = "precision auto against fp32 on this CPU: samples a second of a detector on the sample boards"
TARGET = 1.3
STEPS = 60
WARM_UP = 10


def throughput(project, precision):
    _, run = support.train_steps(project, STEPS, {"device.precision": precision})
    chosen = next(event["precision"] for event in support.events(run) if event["kind"] == "plan")
    return support.steps_per_second(run, WARM_UP), chosen


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
