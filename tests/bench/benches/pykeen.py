# SPDX-License-Identifier: Apache-2.0
"""PyKEEN in an environment of its own, for the benchmarks that compare with it."""
import json
import os
import subprocess

from . import support

PACKAGES = ("torch==2.2.2", "numpy<2", "pykeen==1.11.1")


def python():
    """The interpreter of build/bench/pykeen, made when it is not there; $ASSAY_PYKEEN names another."""
    return os.environ.get("ASSAY_PYKEEN") or support.environment_of("pykeen", PACKAGES)


def train(name, model, dimension, loop, negatives, budget, batch):
    """One run of pykeen_run.py on a set of shared data: what it says."""
    command = [python(), support.ROOT / "tests/bench/pykeen_run.py", support.shared(f"kg/{name}"), model, dimension, loop, negatives, budget, batch]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])
