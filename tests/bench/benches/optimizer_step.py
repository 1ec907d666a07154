# SPDX-License-Identifier: Apache-2.0
"""An AdamW step over the 161 tensors of ResNet-50: torch::optim's time over ours, in turns in one process."""
import statistics

from . import support

MINUTES = 1
WHAT = "AdamW step, 161 tensors of ResNet-50: torch::optim / ours"
TARGET = 2.0


def run(quick):
    rows = [support.json_line([support.program("bench/bench_optimizer_step"), 3 if quick else 40]) for _ in range(1 if quick else 3)]
    value = statistics.median(row["torch_optim_ms"] / row["fused_ms"] for row in rows)
    return {"value": value, "unit": "x faster than torch::optim", "target": TARGET, "rows": rows, "holds": value >= TARGET}
