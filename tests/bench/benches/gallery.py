# SPDX-License-Identifier: Apache-2.0
"""A project of 20,000 images: how soon the first page of the gallery stands, how soon the next image."""
import statistics

from . import support

MINUTES = 6
WHAT = "20,000 images: Data page from process start to its first page of thumbnails; next and previous image on the Label page"


def run(quick):
    count = 500 if quick else 20000
    project = support.SCRATCH / f"gallery-{count}"
    if not (project / "project.yaml").exists():
        support.json_line([support.BIN / "bench/bench_gallery_project", project, "--count", count])
    start = [support.program("assay-workbench"), project, "--page", "data", "--measure-start"]
    support.json_line(start)   # fills the thumbnail cache, as the import of these images would have
    first_page = statistics.median(support.json_line(start)["ms"] for _ in range(3 if quick else 7))
    stepping = support.json_line([support.BIN / "bench/bench_next_image", project, "--steps", 20 if quick else 200])
    return {"value": round(first_page), "unit": "ms to the first page", "target": 1000, "images": count,
            "next_ms_median": stepping["median_ms"], "next_ms_worst": stepping["worst_ms"], "next_target": 100,
            "longest_block_ms": stepping["longest_block_ms"],
            "holds": first_page <= 1000 and stepping["worst_ms"] <= 100}
