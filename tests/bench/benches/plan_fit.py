# SPDX-License-Identifier: Apache-2.0
"""The planner against measured all-reduces between two hosts it was not fitted to, and what it says of 256 x 8 ranks (simulated)."""
import json
import random

from . import support, two_hosts

MINUTES = 6
WHAT = "assay plan --fit: median error on held-out all-reduces over 200 Mbit/s; BERT-large on 256 x 8 ranks (simulated)"
TARGET = 0.05
MEGABITS = 200
SHAPES = (("flat", "flat_ring", 1), ("flat", "flat_ring", 2), ("hierarchical", "hierarchical_ring", 2))


def measure(hosts, sizes, repeats):
    lines = []
    for kind, name, ranks in SHAPES:
        said = json.loads(two_hosts.run([support.program("bench/bench_ranks"), "sum", kind, ",".join(map(str, sizes)), repeats], hosts, ranks_each=ranks))
        lines += [{"algorithm": name, "hosts": 2, "ranks_per_host": ranks, "cards": 1, "bytes": point["bytes"], "seconds": point["median_ms"] / 1000} for point in said["points"]]
    return lines


def run(quick):
    draw = random.Random(5)
    sizes = [round(draw.uniform(4, 28), 2) for _ in range(3 if quick else 28)]
    with two_hosts.joined(MEGABITS) as hosts:
        samples = measure(hosts, sizes, 1 if quick else 3)
    file = support.fresh("plan-fit")
    file.mkdir()
    (file / "samples.jsonl").write_text("".join(json.dumps(sample) + "\n" for sample in samples))
    fitted = support.assay("plan", "--nodes", 2, "--gpus", 2, "--cards", 1, "--fit", file / "samples.jsonl")["fit"]
    large = support.assay("plan", "--nodes", 256, "--gpus", 8, "--model", "bert-large")["points"][-1]
    holds = (fitted["median_error"] <= TARGET and fitted["p95_error"] <= 0.10 and fitted["held_out"] >= 40 and large["latency_ms"] <= 1.6 and large["exposed_share"] <= 0.10)
    return {"value": fitted["median_error"], "unit": "median relative error", "target": TARGET, "fit": fitted, "bert_large_256x8_simulated": large, "holds": holds or quick}
