# SPDX-License-Identifier: Apache-2.0
"""PyKEEN in an environment of its own, for the benchmarks that compare with it."""
import json
import os
import subprocess
import sys

from . import support

PACKAGES = ("torch==2.2.2", "numpy<2", "pykeen==1.11.1")


def python():
    """The interpreter of build/bench/pykeen, made when it is not there; $ASSAY_PYKEEN names another."""
    if os.environ.get("ASSAY_PYKEEN"):
        return os.environ["ASSAY_PYKEEN"]
    folder = support.SCRATCH / "pykeen"
    interpreter = folder / "bin" / "python"
    if not (folder / "made").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "--quiet", *PACKAGES], check=True, stdout=sys.stderr)
        (folder / "made").touch()
    return interpreter


def train(name, model, dimension, loop, negatives, budget, batch):
    """One run of pykeen_run.py on a set of shared data: what it says."""
    command = [python(), support.ROOT / "tests/bench/pykeen_run.py", support.shared(f"kg/{name}"), model, dimension, loop, negatives, budget, batch]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])
