# SPDX-License-Identifier: Apache-2.0
"""The vector index against hnswlib as its own package builds it, on the same vectors: drawn ones and a trained graph's."""
import json
import struct

from . import support

MINUTES = 8
WHAT = "100,000 x 128 vectors and trained entity vectors: recall@10, queries/s and build time beside hnswlib in the same run, after save and load, after half was deleted and refilled"
TRAINED_STEPS = 1500


def trained_vectors(steps):
    """A file with the entity vectors of FB15k-237 (ComplEx, 64 complex numbers), and how many they are."""
    project = support.fresh("kg_index")
    support.assay("new", project, "--task", "knowledge_graph")
    support.assay("import", project, support.shared("kg/fb15k-237"), "--format", "triples")
    run = support.assay("train", project, "--set", "model.rank=64", "--set", f"trainer.max_steps={steps}", "--set", "trainer.max_minutes=0",
                        "--set", "model.baseline=false", "--set", "data.valid_fraction=0", "--set", "trainer.evaluate_every=0")["run"]
    checkpoint = sorted((project / "runs" / str(run) / "checkpoints").iterdir())[-1] / "model.safetensors"
    content = checkpoint.read_bytes()
    size = struct.unpack("<Q", content[:8])[0]
    tensor = json.loads(content[8:8 + size])["entities"]
    begin, end = tensor["data_offsets"]
    file = project / "vectors.f32"
    file.write_bytes(content[8 + size + begin:8 + size + end])
    return file, tensor["shape"]


def compared(count, dimension, *more):
    result = support.json_line([support.BIN / "bench/bench_kg_index", "--count", count, "--dimension", dimension, "--ef", 300, *more])
    speed = result["queries_per_second"] / result["hnswlib_queries_per_second"]
    build = result["hnswlib_build_seconds"] / result["build_seconds"]
    holds = (speed >= 1 and build >= 1 and result["recall"] >= max(0.995, result["hnswlib_recall"] - 0.001) and result["same_after_load"]
             and not result["refilled_duplicates"] and result["refilled_size"] == result["count"] and result["refilled_recall"] >= result["recall"] - 0.01)
    return {"speed_ratio": round(speed, 3), "build_ratio": round(build, 3), **{key: round(value, 4) if isinstance(value, float) else value for key, value in result.items()}, "holds": holds}


def run(quick):
    drawn = compared(5000 if quick else 100000, 128)
    file, (count, dimension) = trained_vectors(50 if quick else TRAINED_STEPS)
    trained = compared(count, dimension, "--vectors", file)
    return {"value": min(drawn["speed_ratio"], trained["speed_ratio"]), "unit": "x hnswlib's queries/s", "target": 1.0, "build_target": 1.0, "recall_target": 0.995,
            "drawn": drawn, "trained": trained, "holds": drawn["holds"] and trained["holds"]}
