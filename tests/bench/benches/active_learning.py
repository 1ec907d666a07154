# SPDX-License-Identifier: Apache-2.0
"""Labels saved by choosing them: `assay suggest` against chance, the same number of images labelled in each round."""
from . import deeppcb, detector_magnetic_tile, magnetic_tile, support

MINUTES = 55
WHAT = "active learning: labelled images that `mixed` suggestions need to reach the recall that chance has at the end, DeepPCB pairs and magnetic tiles, seed 0 (--seeds)"
TARGET = 0.60


class Pairs:
    """DeepPCB: recall at one false box an image."""
    rounds, minutes = (5, 10, 15, 20, 25, 30, 40), 2

    def project(self, name, seed):
        return deeppcb.project_of(name, self.rounds[0], seed)

    def metric(self, project, run, judged):
        return judged["metrics"]["recall_at_1fp"]


class Tiles:
    """Magnetic tiles, with 100 clean images from the start: share of the defective images found at 5 % false alarms."""
    rounds, minutes = (8, 16, 24, 32, 40, 48, 64), 3

    def project(self, name, seed):
        project = magnetic_tile.project_of(name, magnetic_tile.parts())
        support.assay("split", project, "--clean", 100, "--labelled", self.rounds[0], "--seed", seed)
        return project

    def metric(self, project, run, judged):
        return detector_magnetic_tile.recall_at(deeppcb.judged_images(project, run)[0], detector_magnetic_tile.MOST_FALSE)


SETS = {"deeppcb": Pairs(), "magnetic_tile": Tiles()}


def curve(name, data, strategy, seed, rounds, minutes, wanted=None):
    """[labelled images, metric] after each round, until the wanted value is reached; a model is trained anew for each."""
    project = data.project(f"active-{name}-{strategy}-{seed}", seed)
    points = []
    for place, labelled in enumerate(rounds):
        trained = support.assay("train", project, "--set", f"trainer.max_minutes={minutes}", "--set", f"seed={seed}")
        judged = support.assay("eval", project, "--run", trained["run"], "--split", "test")
        points.append([labelled, data.metric(project, trained["run"], judged)])
        if wanted is not None and points[-1][1] >= wanted:
            break
        if place + 1 < len(rounds):
            support.assay("suggest", project, "--run", trained["run"], "--strategy", strategy, "--count", rounds[place + 1] - labelled, "--seed", seed, "--most", 300, "--reveal")
    return points


def labels_for(points, wanted):
    """Labelled images at which the curve first reaches the value, between rounds in a straight line; none when it does not."""
    for before, after in zip([None, *points], points):
        if after[1] >= wanted:
            return after[0] if before is None or after[1] == before[1] else before[0] + (after[0] - before[0]) * (wanted - before[1]) / (after[1] - before[1])
    return None


def compared(name, data, seed, rounds, minutes):
    """What chance has with all the labels, and what the suggestions need for as much. Chance needs no model between, so it is judged at the end alone."""
    chance = curve(name, data, "random", seed, (rounds[0], rounds[-1]), minutes)
    chosen = curve(name, data, "mixed", seed, rounds, minutes, wanted=chance[-1][1])
    needed = labels_for(chosen, chance[-1][1])
    return {"set": name, "seed": seed, "random": chance, "mixed": chosen, "needed": needed, "share": needed / rounds[-1] if needed else None}


def run(quick, seeds=(0,)):
    rows = [compared(name, data, seed, *((data.rounds[:2], 0.3) if quick else (data.rounds, data.minutes))) for name, data in SETS.items() for seed in (seeds[:1] if quick else seeds)]
    worst = max((row["share"] if row["share"] is not None else 9 for row in rows))
    return {"value": worst, "unit": "share of the labels that chance needs, worst set and seed", "target": TARGET, "rows": rows, "holds": worst <= TARGET}
