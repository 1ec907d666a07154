# SPDX-License-Identifier: Apache-2.0
"""A run that is stopped, or killed with SIGKILL, and resumed: are its weights those of a run left alone?"""
import hashlib
import json
import os
import signal
import subprocess
import time

from . import support

MINUTES = 8
WHAT = "detector on the sample: weights after stop and resume, and after kill -9 of the worker, against an uninterrupted run"
STEPS = 120


def options(steps):
    settings = {"trainer.max_minutes": 0, "trainer.max_steps": steps, "trainer.checkpoint_minutes": 0.02,
                "trainer.evaluate_every": 0, "seed": 3}
    return [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]


def weights(project, run):
    newest = max((project / "runs" / str(run) / "checkpoints").glob("[0-9]*"), key=lambda folder: folder.name)
    return hashlib.sha256((newest / "model.safetensors").read_bytes()).hexdigest()


def last_step(project, run):
    events = project / "runs" / str(run) / "events.jsonl"
    steps = [json.loads(line).get("step", 0) for line in events.read_text().splitlines()[:-1]] if events.exists() else []
    return max(steps, default=0)


def wait_for(condition, process):
    while not condition() and process.poll() is None:
        time.sleep(0.05)


def start(project, steps):
    known = {entry["run"] for entry in support.assay("runs", project)["runs"]}
    process = subprocess.Popen([support.program("assay"), "train", project, *options(steps), "--json"],
                               stdout=subprocess.DEVNULL, env=support.environment())
    fresh = []
    wait_for(lambda: fresh or fresh.extend({entry["run"] for entry in support.assay("runs", project)["runs"]} - known), process)
    return process, fresh[0]


def stopped_and_resumed(project, steps):
    process, run = start(project, steps)
    wait_for(lambda: last_step(project, run) >= steps // 3, process)
    support.assay("stop", project, run)
    process.wait()
    at = last_step(project, run)
    support.assay("train", project, "--resume", run)
    return run, at


def killed_and_restarted(project, steps):
    process, run = start(project, steps)
    folder = project / "runs" / str(run)
    wait_for(lambda: last_step(project, run) >= steps // 3 and any((folder / "checkpoints").glob("[0-9]*")), process)
    worker = json.loads((folder / "state.json").read_text()).get("worker_pid")
    if not worker:
        worker = next(int(pid) for pid in os.listdir("/proc") if pid.isdigit() and is_worker_of(pid, folder))
    os.kill(worker, signal.SIGKILL)
    process.wait()
    restarts = sum('"kind":"restart"' in line for line in (folder / "events.jsonl").read_text().splitlines())
    return run, restarts


def is_worker_of(pid, folder):
    try:
        command = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
    except OSError:
        return False
    return command[0].endswith(b"assay-worker") and str(folder).encode() in command


def run(quick):
    steps = 30 if quick else STEPS
    project = support.fresh("resume")
    support.assay("sample", "boards", project, "--count", 20, "--seed", 5)
    process, alone = start(project, steps)
    process.wait()
    stopped, at = stopped_and_resumed(project, steps)
    killed, restarts = killed_and_restarted(project, steps)
    expected = weights(project, alone)
    same = {"stopped": weights(project, stopped) == expected, "killed": weights(project, killed) == expected}
    return {"value": sum(same.values()), "unit": "of 2 resumed runs bit-identical", "target": 2, "steps": steps,
            "stopped_at_step": at, "restarts_after_kill": restarts, **same,
            "holds": all(same.values()) and 0 < at < steps and restarts == 1}
