# SPDX-License-Identifier: Apache-2.0
"""patch_core_run.py PROGRAM WEIGHTS VERSION FOLDER: a patch memory as Roth and others (2022, "Towards total recall in industrial anomaly detection") describe it, without
coreset and without weights of neighbours, on the maps that bench_backbone_maps (PROGRAM) gives of the backbone. VERSION is a dataset version: its labelled clean training
images are remembered, its labelled test images judged; FOLDER keeps features between calls. Prints the image AUROC of all defects and of each kind as a JSON line."""
import json
import pathlib
import subprocess
import sys

import numpy
from PIL import Image
from safetensors.numpy import load_file, save_file

SIDE, AT_ONCE = 224, 16
FINE, COARSE = "map0", "map1"   # strides 8 and 16


def pixels(path):
    with Image.open(path) as picture:
        seen = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return numpy.asarray(seen, dtype=numpy.float32).transpose(2, 0, 1) / 255


def averaged(maps):
    """Means of 3 x 3 neighbours; at the edge of those that there are."""
    height, width = maps.shape[2:]
    total, count = numpy.zeros_like(maps), numpy.zeros((height, width), numpy.float32)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            to = numpy.s_[max(dy, 0):height + min(dy, 0), max(dx, 0):width + min(dx, 0)]
            of = numpy.s_[max(-dy, 0):height + min(-dy, 0), max(-dx, 0):width + min(-dx, 0)]
            total[:, :, *to] += maps[:, :, *of]
            count[to] += 1
    return total / count


def doubled(maps):
    """Twice as many places each way, between which values change linearly."""
    for axis in (2, 3):
        size = maps.shape[axis]
        at = numpy.clip((numpy.arange(2 * size) + 0.5) / 2 - 0.5, 0, size - 1)
        low = numpy.floor(at).astype(int)
        share = (at - low).astype(numpy.float32).reshape([-1 if a == axis else 1 for a in range(4)])
        maps = maps.take(low, axis) * (1 - share) + maps.take(numpy.minimum(low + 1, size - 1), axis) * share
    return maps


def features(program, weights, paths, folder):
    """Of each picture its patches, a row each."""
    picture, maps = folder / "picture.safetensors", folder / "maps.safetensors"
    save_file({"picture": numpy.stack([pixels(path) for path in paths])}, picture)
    subprocess.run([program, "lite0", weights, picture, maps], check=True, stdout=subprocess.DEVNULL)
    seen = load_file(maps)
    both = numpy.concatenate([averaged(seen[FINE]), doubled(averaged(seen[COARSE]))], axis=1)
    return both.transpose(0, 2, 3, 1).reshape(len(paths), -1, both.shape[1])


def kept_features(program, weights, items, folder):
    """By the SHA-256 of each picture, as its file is called."""
    def file(item):
        return folder / f"{item['sha256']}.npy"
    missing = [item for item in items if not file(item).exists()]
    for first in range(0, len(missing), AT_ONCE):
        some = missing[first:first + AT_ONCE]
        for item, rows in zip(some, features(program, weights, [item["path"] for item in some], folder)):
            numpy.save(file(item), rows)
    return {item["sha256"]: numpy.load(file(item)) for item in items}


def strangeness(rows, memory, squares):
    """The largest distance of a patch to the nearest that is remembered."""
    nearest = (squares - 2 * rows @ memory.T).min(axis=1) + (rows ** 2).sum(axis=1)
    return float(numpy.sqrt(max(nearest.max(), 0)))


def auroc(defective, clean):
    """Chance that one with a defect is stranger; a tie is half a win."""
    clean = numpy.asarray(clean)
    return float(numpy.mean([(score > clean).mean() + 0.5 * (score == clean).mean() for score in defective]))


def main():
    program, weights, version, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
    items = [json.loads(line) for line in version.read_text().splitlines()[1:]]
    labelled = [item for item in items if item["status"] == "labelled"]
    clean = [item for item in labelled if item["split"] == "train" and not item["labels"]]
    tests = [item for item in labelled if item["split"] == "test"]
    kept = kept_features(program, weights, clean + tests, folder)
    memory = numpy.concatenate([kept[item["sha256"]] for item in clean])
    squares = (memory ** 2).sum(axis=1)
    scores = {}
    for item in tests:
        kind = item["labels"][0]["class"] if item["labels"] else ""
        scores.setdefault(kind, []).append(strangeness(kept[item["sha256"]], memory, squares))
    usual = scores.pop("")
    print(json.dumps({"remembered": len(clean), "image_auroc": auroc(sum(scores.values(), []), usual), "auroc": {kind: auroc(some, usual) for kind, some in sorted(scores.items())}}))


main()
