# SPDX-License-Identifier: Apache-2.0
"""What benchmarks share: the built programs, a scratch folder, the machine's name."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("ASSAY_BIN", ROOT / "build/release/bin"))
SCRATCH = pathlib.Path(os.environ.get("ASSAY_BENCH", ROOT / "build/bench"))
SHARED = pathlib.Path(os.environ.get("ASSAY_DATA", ROOT.parent / "shared/data"))


class Skip(Exception):
    """The data or device that the benchmark needs is not here."""


def cores():
    return len(os.sched_getaffinity(0))


def cpu_name():
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                return f"{name}, {os.cpu_count()} cores"
    return f"unknown, {os.cpu_count()} cores"


def shared(path):
    folder = SHARED / path
    if not folder.exists():
        raise Skip(f"{folder} is not here")
    return folder


def fresh(name):
    """An empty scratch folder's path; the folder itself is not made."""
    folder = SCRATCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def environment(**extra):
    libraries = {"LD_LIBRARY_PATH": os.environ["ASSAY_LIBRARIES"]} if "ASSAY_LIBRARIES" in os.environ else {}   # of gpu_run
    return {**os.environ, **libraries, "ASSAY_BIN": str(BIN), "ASSAY_HOME": str(SCRATCH / "home"), "QT_QPA_PLATFORM": "offscreen", **extra}


def program(name):
    path = BIN / name
    if not path.exists():
        sys.exit(f"bench: {path} is not built; run ./run --build")
    return path


def assay(*arguments, check=True, **extra):
    """Runs `assay ... --json`; its last stdout line as a dict. Progress goes to our stderr. `extra` goes into the environment."""
    command = [str(program("assay")), *map(str, arguments), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment(**extra))
    lines = done.stdout.strip().splitlines()
    answer = json.loads(lines[-1]) if lines else {}
    if check and done.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} ended with {done.returncode}: {answer}")
    return answer


def events(run):
    """The whole lines of a run's events; none before it has begun."""
    try:
        with open(run / "events.jsonl") as file:
            return [json.loads(line) for line in file if line.endswith("\n")]
    except FileNotFoundError:
        return []


STEPS_ONLY = {"trainer.max_minutes": 0, "trainer.max_epochs": 0, "trainer.evaluate_every": 0, "trainer.events_per_second": 10000, "trainer.checkpoint_minutes": 0}


def train_steps(project, steps, settings, *arguments):
    """Trains for that many steps with every step in the events, without limits of time, evaluations or checkpoints between unless settings ask for them.
    The answer of the program and the run's folder."""
    values = {**STEPS_ONLY, "trainer.max_steps": steps, **settings}
    done = assay("train", project, *arguments, *[part for key, value in values.items() for part in ("--set", f"{key}={value}")])
    return done, project / "runs" / done["run"]


def steps_per_second(run, warm_up):
    """Over the steps after the warm-up, by the times in the events."""
    steps = [event for event in events(run) if event["kind"] == "step" and event["step"] > warm_up]
    return (steps[-1]["step"] - steps[0]["step"]) / (steps[-1]["time"] - steps[0]["time"])


def environment_of(name, packages):
    """The interpreter of a Python environment under the scratch folder with these packages, made when it is not there."""
    folder = SCRATCH / name
    interpreter = folder / "bin" / "python"
    if not (folder / "made").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "--quiet", *packages], check=True, stdout=sys.stderr)
        (folder / "made").touch()
    return interpreter


def first_event(file, key):
    """The first event of a run that has the key."""
    with open(file) as events:
        for line in events:
            event = json.loads(line)
            if key in event:
                return event
    sys.exit(f"bench: {file} has no event with {key}")


def json_line(command, **extra):
    """Last stdout line of any program, as a dict."""
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, env=environment(**extra))
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(map(str, command))} ended with {done.returncode}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def tensors(file):
    """Name and bytes of each tensor of a safetensors file."""
    with open(file, "rb") as stream:
        header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
    return [{"name": name, "bytes": entry["data_offsets"][1] - entry["data_offsets"][0]} for name, entry in header.items() if name != "__metadata__"]
