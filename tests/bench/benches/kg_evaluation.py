# SPDX-License-Identifier: Apache-2.0
"""Exact filtered ranking of FB15k-237's test triples at d = 200: seconds on 2 cores, and its memory beside training's."""
import json
import os
import subprocess
import time

from . import support

MINUTES = 2
WHAT = "FB15k-237, ComplEx with 100 complex numbers a row (d = 200): seconds for ranking all test triples, peak memory against training's"
TARGET_SECONDS = 20
TARGET_MEMORY = 1.2


def training_megabytes(project, run):
    peaks = [event["values"]["rss"] for event in map(json.loads, open(project / "runs" / str(run) / "events.jsonl")) if event["kind"] == "memory"]
    return max(peaks) / 2 ** 20


def evaluate(project):
    """Wall seconds, start of the processes and reading of the graph included; peak memory of the largest process; metrics."""
    started = time.monotonic()
    process = subprocess.Popen([str(support.program("assay")), "eval", str(project), "--run", "latest", "--split", "test", "--json"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=support.environment())
    answer = json.loads(process.stdout.read().strip().splitlines()[-1])
    _, _, usage = os.wait4(process.pid, 0)
    return time.monotonic() - started, usage.ru_maxrss / 1024, answer


def run(quick):
    project = support.fresh("kg_evaluation")
    support.assay("new", project, "--task", "knowledge_graph")
    support.assay("import", project, support.shared("kg/fb15k-237"), "--format", "triples")
    trained = support.assay("train", project, "--set", "model.rank=100", "--set", "trainer.max_minutes=0", "--set", f"trainer.max_steps={20 if quick else 300}",
                            "--set", "model.baseline=false", "--set", "device.threads=2", "--set", "seed=0")
    seconds, megabytes, judged = evaluate(project)
    training = training_megabytes(project, trained["run"])
    return {"value": round(seconds, 1), "unit": "s", "target": TARGET_SECONDS, "triples": judged["count"], "mrr": judged["metrics"]["mrr"],
            "evaluation_mb": round(megabytes), "training_mb": round(training), "memory_ratio": round(megabytes / training, 2),
            "memory_target": TARGET_MEMORY, "holds": seconds <= TARGET_SECONDS and megabytes <= TARGET_MEMORY * training}
