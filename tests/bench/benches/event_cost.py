# SPDX-License-Identifier: Apache-2.0
"""What a window that shows a training live costs that training, events of ten a second included."""
import json
import os
import pathlib
import signal
import statistics
import subprocess
import time

from . import support

MINUTES = 5
WHAT = "detector on the sample with 10 Hz events: steps/s while the workbench shows the run, against the same seconds with the workbench halted"
SECONDS_EACH = 5     # halted, then watched, by turns: a drifting machine cancels out
PAIRS = 24


def cpu_seconds(process):
    """User and system time of a living process, its threads included."""
    fields = open(f"/proc/{process.pid}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_idle(process):
    """Starting the window is not what is measured: it is over when a second passes without work."""
    used = -1
    while process.poll() is None and cpu_seconds(process) - used > 0.02:
        used = cpu_seconds(process)
        time.sleep(1)


def steps_of(events_file):
    """(time, step) of every step event."""
    events = (json.loads(line) for line in open(events_file))
    return [(event["time"], event["step"]) for event in events if event["kind"] == "step"]


def step_at(steps, moment):
    """Steps done by then, between two events as a straight line."""
    for (t0, s0), (t1, s1) in zip(steps, steps[1:]):
        if t0 <= moment <= t1:
            return s0 + (s1 - s0) * (moment - t0) / (t1 - t0)
    raise RuntimeError(f"no step event around {moment}")


def wait_for_steps(events_file):
    while not events_file.exists() or '"kind":"step"' not in events_file.read_text():
        time.sleep(0.2)
    time.sleep(3)   # the first steps are slower than the others


def run(quick):
    project = support.fresh("event_cost")
    support.assay("sample", "boards", project, "--count", 40, "--seed", 2)
    pairs = 2 if quick else PAIRS
    window = subprocess.Popen([support.program("assay-workbench"), project, "--page", "runs"], env=support.environment(), stderr=subprocess.DEVNULL)
    training, marks, used = None, [], 0
    try:
        wait_until_idle(window)
        training = subprocess.Popen([support.program("assay"), "train", project, "--json", "--set", "trainer.max_minutes=0", "--set", "trainer.max_steps=1000000",
                                     "--set", "trainer.evaluate_every=0", "--set", "trainer.events_per_second=10"],
                                    env=support.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        events = pathlib.Path(project) / "runs" / "1" / "events.jsonl"
        wait_for_steps(events)
        for _ in range(pairs):
            window.send_signal(signal.SIGSTOP)
            marks.append(time.time())
            time.sleep(SECONDS_EACH)
            window.send_signal(signal.SIGCONT)
            marks.append(time.time())
            before = cpu_seconds(window)
            time.sleep(SECONDS_EACH)
            used += cpu_seconds(window) - before
        marks.append(time.time())
        time.sleep(1)
    finally:
        window.send_signal(signal.SIGCONT)
        for process in (training, window):
            if process:
                process.terminate()
                process.wait()
    steps = steps_of(events)
    at = [step_at(steps, mark) for mark in marks]
    speeds = [(after - before) / (to - since) for before, after, since, to in zip(at, at[1:], marks, marks[1:])]
    halted, watched = speeds[0::2], speeds[1::2]
    ratios = [100 * (h / w - 1) for h, w in zip(halted, watched)]
    value = statistics.median(ratios)
    spread = statistics.stdev(ratios) / len(ratios) ** 0.5
    return {"value": round(value, 2), "unit": "% slower", "target": 1.0, "pairs": pairs, "standard_error": round(spread, 2),
            "steps_per_second": round(statistics.mean(halted), 1), "step_events": len(steps),
            "window_percent_of_a_core": round(100 * used / (pairs * SECONDS_EACH), 2), "holds": value <= 1.0}
