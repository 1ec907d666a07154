# SPDX-License-Identifier: Apache-2.0
"""The vector index against hnswlib as its own package builds it, on the same vectors."""
from . import support

MINUTES = 4
WHAT = "100,000 x 128 vectors: recall@10, queries a second and build time, beside hnswlib in the same run"


def run(quick):
    count = 5000 if quick else 100000
    result = support.json_line([support.BIN / "bench/bench_kg_index", "--count", count, "--dimension", 128, "--ef", 300])
    speed = result["queries_per_second"] / result["hnswlib_queries_per_second"]
    build = result["hnswlib_build_seconds"] / result["build_seconds"]
    return {"value": round(speed, 3), "unit": "x hnswlib's queries/s", "target": 1.0,
            "build_ratio": round(build, 3), "build_target": 1.0, "recall_target": 0.995,
            **{key: round(value, 4) for key, value in result.items()},
            "holds": speed >= 1 and build >= 1 and result["recall"] >= 0.995}
