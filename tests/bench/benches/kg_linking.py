# SPDX-License-Identifier: Apache-2.0
"""Entity linking of Chinese sentences with a gazetteer of their entities' names."""
from . import support

MINUTES = 1
WHAT = "FinRE sentences through the gazetteer: sentences a second, share of the named entities that is found"


def run(quick):
    folder = support.shared("kg/finre")
    files = [folder / f"{part}.txt" for part in ("train", "valid", "test")]
    result = support.json_line([support.BIN / "bench/bench_kg_linking", *files, "--seconds", 0.2 if quick else 5])
    return {"value": round(result["linking_per_second"]), "unit": "sentences/s", "target": 5000, "threads": 1,
            "sentences": result["sentences"], "recall": round(result["recall"], 4), "recall_target": 0.95,
            "mentions": result["mentions"], "segmenting_per_second": round(result["segmenting_per_second"]),
            "holds": result["linking_per_second"] >= 5000 and result["recall"] >= 0.95}
