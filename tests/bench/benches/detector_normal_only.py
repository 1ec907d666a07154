# SPDX-License-Identifier: Apache-2.0
"""Magnetic tiles, 30 clean images and nothing else known: is there a defect? Five draws of the 30."""
import json

from . import magnetic_tile, support

MINUTES = 12
WHAT = "magnetic tile, 30 clean images, no training, memory of 5 MiB, seeds 0-4: image AUROC, of all defects and of cracks; beside it a plain PatchCore of the same backbone and images"
TARGET, CRACKS = 0.93, 0.88
PACKAGES = ["numpy==2.3.5", "pillow==12.0.0", "safetensors==0.7.0"]


def plain(project, run):
    """What PatchCore says with the clean images of a run."""
    folder = support.SCRATCH / "patch-core"   # features serve all draws of one call
    spec = (run / "spec.yaml").read_text()
    version = next(line.split()[-1].strip('"') for line in spec.splitlines() if line.strip().startswith("version:"))
    weights = support.BIN.parent / "share/assay/pretrained/efficientnet-lite0.safetensors"
    return support.json_line([support.environment_of("numpy", PACKAGES), support.ROOT / "tests/bench/patch_core_run.py", support.program("bench/bench_backbone_maps"), weights,
                              project / f"versions/{version}.jsonl", folder])


def one_seed(project, seed):
    support.assay("split", project, "--clean", 30, "--labelled", 0, "--seed", seed)
    trained = support.assay("train", project, "--set", f"seed={seed}")
    judged = support.assay("eval", project, "--run", trained["run"], "--split", "test")
    run = project / "runs" / trained["run"]
    table = json.loads((run / "evaluations/test/artifacts/images.json").read_text())
    auroc = {row[0]: row[2] for row in table["rows"]}
    memory = sum(tensor["bytes"] for tensor in support.tensors(next((run / "checkpoints").glob("*/model.safetensors"))) if tensor["name"].startswith("memory"))
    return {"seed": seed, "minutes": trained["minutes"], "count": judged["count"], "memory_mib": memory / 2**20, **judged["metrics"], "auroc": auroc, "plain": plain(project, run)}


def run(quick):
    project = magnetic_tile.project_of("normal-only", magnetic_tile.parts())
    support.fresh("patch-core").mkdir()
    rows = [one_seed(project, seed) for seed in ((0,) if quick else range(5))]
    mean = sum(row["image_auroc"] for row in rows) / len(rows)
    cracks = sum(row["auroc"]["Crack"] for row in rows) / len(rows)
    return {"value": mean, "unit": "image AUROC, mean", "worst": min(row["image_auroc"] for row in rows), "target": TARGET, "crack": cracks,
            "crack_worst": min(row["auroc"]["Crack"] for row in rows), "crack_target": CRACKS,
            "plain": sum(row["plain"]["image_auroc"] for row in rows) / len(rows), "plain_crack": sum(row["plain"]["auroc"]["Crack"] for row in rows) / len(rows), "rows": rows,
            "holds": mean >= TARGET and cracks >= CRACKS and all(row["memory_mib"] <= 5 for row in rows)}
