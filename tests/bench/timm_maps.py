# SPDX-License-Identifier: Apache-2.0
"""timm_maps.py NAME STRIDES write|compare FOLDER: random weights of a timm model and a picture as safetensors files; then our maps against timm's."""
import json
import pathlib
import sys

import timm
import torch
from safetensors.torch import load_file, save_file

name, strides, what, folder = sys.argv[1], [int(s) for s in sys.argv[2].split(",")], sys.argv[3], pathlib.Path(sys.argv[4])
weights, picture, ours = folder / "weights.safetensors", folder / "picture.safetensors", folder / "maps.safetensors"
torch.manual_seed(0)
if what == "write":
    model = timm.create_model(name, pretrained=False).eval()
    with torch.no_grad():   # a fresh norm changes nothing, and a wrong one would not be seen
        for key, value in model.state_dict().items():
            if key.endswith(("running_mean", ".bias")):
                value.normal_(0, 0.1)
            elif key.endswith("running_var"):
                value.uniform_(0.5, 2)
    save_file({key: value.contiguous() for key, value in model.state_dict().items()}, weights)
    save_file({"picture": torch.rand(1, 3, 128, 160)}, picture)
    print(json.dumps({"tensors": len(model.state_dict())}))
else:
    model = timm.create_model(name, pretrained=False, features_only=True).eval()
    missing = model.load_state_dict(load_file(weights), strict=False).missing_keys
    assert not missing, missing
    x = load_file(picture)["picture"]
    mean, deviation = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]) if name.startswith("resnest") else ([127 / 255] * 3, [128 / 255] * 3)
    x = (x - torch.tensor(mean).view(1, 3, 1, 1)) / torch.tensor(deviation).view(1, 3, 1, 1)
    with torch.no_grad():
        theirs = [m for m, s in zip(model(x), model.feature_info.reduction()) if s in strides]
    mine = load_file(ours)
    print(json.dumps({"worst": max(float((mine[f"map{i}"] - m).abs().max() / m.abs().max()) for i, m in enumerate(theirs)), "maps": len(theirs)}))
