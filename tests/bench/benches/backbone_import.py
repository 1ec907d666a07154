# SPDX-License-Identifier: Apache-2.0
"""Weights of timm models in our backbones: the same maps."""
import os

from . import support

MINUTES = 8
WHAT = "safetensors of timm's resnest50d and tf_efficientnet_lite0 (random weights, norms with statistics) imported: largest difference of the maps, relative to the largest value"
TARGET = 1e-4
PACKAGES = ["torch==2.11.0", "timm==1.0.31"]
MODELS = {"resnest50": "resnest50d", "lite0": "tf_efficientnet_lite0"}


def run(quick):
    python, script = os.environ.get("ASSAY_TIMM") or support.environment_of("timm", PACKAGES), support.ROOT / "tests/bench/timm_maps.py"
    rows = []
    for ours, theirs in MODELS.items():
        folder = support.fresh(f"backbone-import-{ours}")
        folder.mkdir()
        support.json_line([python, script, theirs, "8,16,32", "write", folder])
        support.json_line([support.program("bench/bench_backbone_maps"), ours, folder / "weights.safetensors", folder / "picture.safetensors", folder / "maps.safetensors"])
        rows.append({"backbone": ours, "timm": theirs, **support.json_line([python, script, theirs, "8,16,32", "compare", folder])})
    worst = max(row["worst"] for row in rows)
    return {"value": worst, "unit": "largest relative difference", "target": TARGET, "rows": rows, "holds": worst <= TARGET and all(row["maps"] == 3 for row in rows)}
