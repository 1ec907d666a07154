# SPDX-License-Identifier: Apache-2.0
"""The Graph page's canvas with 500 nodes in motion."""
from . import support

MINUTES = 1
WHAT = "graph canvas, 500 nodes in motion, software painting: frames/s that 99 of 100 frames reach"


def run(quick):
    return support.json_line([support.BIN / "bench/bench_graph_view", "--frames", 20 if quick else 600])
