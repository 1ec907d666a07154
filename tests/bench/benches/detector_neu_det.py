# SPDX-License-Identifier: Apache-2.0
"""NEU-DET in single-image mode, all labels, 70/30 split by seed."""
from . import support

MINUTES = 35
WHAT = "NEU-DET, single-image mode, 70/30 split by seed 0: map50 (published with all labels: .77 to .81)"


def run(quick):
    source = support.shared("defect/neu_det")
    project = support.fresh("neu_det")
    support.assay("new", project, "--task", "detection")
    support.assay("import", project, source, "--format", "voc")
    support.assay("split", project, "--train", 0.7, "--seed", 0)
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={1 if quick else 30}", "--set", "seed=0")
    judged = support.assay("eval", project, "--run", "latest", "--split", "test", "--report", project / "report.html")
    return {"value": judged["metrics"]["map50"], "unit": "map50", "minutes": trained["minutes"],
            "count": judged["count"], **judged["metrics"]}
