# SPDX-License-Identifier: Apache-2.0
"""Start-up of the workbench to its first idle page, and of the command line."""
import statistics
import subprocess
import time

from . import support

MINUTES = 1
WHAT = "workbench from process start to idle with the sample project; assay --version"


def version_ms():
    start = time.perf_counter()
    subprocess.run([support.program("assay"), "--version"], check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def workbench_ms(project):
    answer = support.json_line([support.program("assay-workbench"), project, "--measure-start"])
    return answer["ms"]


def run(quick):
    project = support.fresh("start_up")
    support.assay("sample", "boards", project, "--count", 100, "--seed", 1)
    repeats = 3 if quick else 15
    workbench_ms(project)   # warm cache: the promise is about the second start of the day
    version_ms()
    workbench = [workbench_ms(project) for _ in range(repeats)]
    version = [version_ms() for _ in range(repeats)]
    value = statistics.median(workbench)
    return {"value": round(value), "unit": "ms", "target": 600, "worst": round(max(workbench)),
            "version_ms": round(statistics.median(version), 1), "version_worst_ms": round(max(version), 1),
            "version_target": 50, "holds": value <= 600 and statistics.median(version) <= 50}
