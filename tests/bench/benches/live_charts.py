# SPDX-License-Identifier: Apache-2.0
"""Twenty live series at 10 Hz: does the event loop ever stall, does memory grow?"""
from . import support

MINUTES = 11
WHAT = "live charts, 20 series at 10 Hz for 10 min: largest event-loop gap, memory growth"


def run(quick):
    answer = support.json_line([support.BIN / "bench/bench_live_charts", "--seconds", 20 if quick else 600])
    return {key: value for key, value in answer.items() if key not in ("bench", "cpu")}
