# SPDX-License-Identifier: Apache-2.0
"""The magnetic tiles in two parts that share no tile: what the defaults were chosen on, and what judges them. Not a benchmark."""
import random
import re

from . import support

BLOCK = 20   # neighbours by number show the same tile


def number(file):
    return int(re.search(r"num_(\d+)", file.name).group(1)), file.parent.parent.name, file.name


def parts():
    """Folders build/bench/magnetic_tile/{train,test} of links; three fifths of the images for training."""
    source = support.shared("defect/magnetic_tile")
    folder = support.fresh("magnetic_tile")
    images = sorted(source.glob("MT_*/Imgs/*.jpg"), key=number)
    blocks = [images[i:i + BLOCK] for i in range(0, len(images), BLOCK)]
    random.Random(0).shuffle(blocks)
    placed = 0
    for block in blocks:
        part = folder / ("train" if placed < 0.6 * len(images) else "test")
        placed += len(block)
        for image in block:
            to = part / image.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            for file in (image, image.with_suffix(".png")):
                (to.parent / file.name).symlink_to(file)
    return folder


def project_of(name, folder):
    project = support.fresh(name)
    support.assay("new", project, "--task", "detection")
    for part in ("train", "test"):
        support.assay("import", project, folder / part, "--format", "mask_folder", "--split", part)
    return project
