# SPDX-License-Identifier: Apache-2.0
"""Kills a labelling window with SIGKILL at random moments: is every acknowledged edit still there?"""
import random
import subprocess
import time

from . import support

MINUTES = 4
WHAT = "kill -9 of the workbench's label page while it edits, 100 random moments: files readable, edits lost"


def kill_once(project, wait):
    """Edits acknowledged before the kill: the editor prints its running count after each one returned."""
    editor = subprocess.Popen([support.BIN / "bench/bench_label_editor", project], stdout=subprocess.PIPE,
                              text=True, env=support.environment())
    if editor.stdout.readline().strip() != "ready":
        raise SystemExit("bench: the label editor did not start")
    time.sleep(wait)
    editor.kill()
    lines = editor.communicate()[0].splitlines()
    complete = [line for line in lines if line.startswith("edit ") and line.endswith(".")]
    return int(complete[-1].split()[1].rstrip(".")) if complete else 0


def journal_length(project):
    return support.json_line([support.BIN / "bench/bench_label_editor", project, "--count"])["edits"]


def run(quick):
    chance = random.Random(7)
    project = support.fresh("label_kill")
    support.assay("sample", "boards", project, "--count", 10, "--seed", 4)
    kills, lost, unreadable, total = (5 if quick else 100), [], 0, 0
    before = journal_length(project)
    for _ in range(kills):
        acknowledged = kill_once(project, chance.uniform(0.02, 0.6))
        if support.assay("validate", project, check=False).get("error", {}).get("code") in ("bad_input", "io"):
            unreadable += 1
        now = journal_length(project)
        lost.append(before + acknowledged - now)   # negative: the edit in flight was kept
        total += acknowledged
        before = now
    return {"value": max(max(lost), 0), "unit": "acknowledged edits lost at worst", "target": 1, "kills": kills,
            "edits": total, "unreadable": unreadable, "holds": max(lost) <= 1 and unreadable == 0 and total > kills}
