# SPDX-License-Identifier: Apache-2.0
"""An all-reduce of 25 MB over 2 hosts x 2 ranks at 200 Mbit/s: by way of each host against one ring."""
import json
import statistics

from . import support, two_hosts

MINUTES = 2
WHAT = "all-reduce of 25 MB, 2 hosts x 2 ranks, 200 Mbit/s: flat ring / hierarchical"
TARGET = 1.5
MEGABITS = 200


def run(quick):
    megabytes, repeats = (5, 1) if quick else (25, 5)
    measured = {"flat": [], "hierarchical": []}
    with two_hosts.joined(MEGABITS) as hosts:
        for _ in range(1 if quick else 3):
            for kind, results in measured.items():
                results.append(json.loads(two_hosts.run([support.program("bench/bench_ranks"), "sum", kind, megabytes, repeats], hosts, ranks_each=2)))
    median = {kind: statistics.median(result["points"][0]["median_ms"] for result in results) for kind, results in measured.items()}
    value = median["flat"] / median["hierarchical"]
    return {"value": value, "unit": "x faster than one ring", "target": TARGET, "median_ms": median, "rows": measured, "holds": value >= TARGET}
