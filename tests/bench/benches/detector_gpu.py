# SPDX-License-Identifier: Apache-2.0
"""Detectors on one GPU: DeepPCB with all pairs, NEU-DET with all labels and with 50, trained at the same time; then the pair net's latency."""
import json
import sys
from concurrent.futures import ThreadPoolExecutor

from . import deeppcb, detector_all_pairs, detector_latency, detector_neu_det, support

MINUTES = 9
WHAT = "one GPU, trainings side by side: NEU-DET with all labels (7.5 min), with 50 (2 min a seed), DeepPCB with all pairs (4 min); then the pair net's latency at 640 x 640, batch 1"
MINUTES_TRAINING = {"pairs": 4, "all": 7.5, "50": 2}
TARGET_MS = 3   # from levels that are registered: channels, upload, network, suppression


def settings(seed, minutes):
    share = max(support.cores() // len(MINUTES_TRAINING), 2)   # of the machine, for each of the trainings
    values = {"trainer.max_minutes": minutes, "seed": seed, "device.kind": "cuda", "device.threads": max(share // 2, 1), "data.workers": share}
    return [part for key, value in values.items() for part in ("--set", f"{key}={value}")]


def trained_and_judged(project, seed, minutes):
    trained = support.assay("train", project, *settings(seed, minutes), check=False)
    if trained.get("error", {}).get("code") == "environment":
        raise support.Skip(trained["error"]["message"])
    if "error" in trained or "run" not in trained:
        sys.exit(f"bench: training failed: {trained.get('error')}")
    judged = support.assay("eval", project, "--run", "latest", "--split", "test")
    run = project / "runs" / str(trained["run"])
    row = {"project": project.name, "seed": seed, "run": trained["run"], "minutes": trained["minutes"], "device": trained["device"],
           "precision": support.first_event(run / "events.jsonl", "precision")["precision"], "steps": max(event.get("step", 0) for event in support.events(run)),
           "count": judged["count"], **judged["metrics"], "groups": judged.get("groups", {})}
    print(json.dumps(row), file=sys.stderr, flush=True)
    return row


def pairs(minutes):
    return [trained_and_judged(deeppcb.project_of("deeppcb-gpu"), 0, minutes)]


def steel(name, seeds, minutes):
    labelled = detector_neu_det.ROWS[name][0]
    return [trained_and_judged(detector_neu_det.project_of(f"neu_det-gpu-{name}-{seed}", labelled, seed), seed, minutes) for seed in seeds]


def run(quick, seeds=(0, 1, 2)):
    """`seeds`: of the short trainings with 50 labels."""
    support.shared("defect/deeppcb"), support.shared("defect/neu_det")
    minutes = {name: 0.4 if quick else each for name, each in MINUTES_TRAINING.items()}
    with ThreadPoolExecutor(len(minutes)) as at_once:
        trained = {"pairs": at_once.submit(pairs, minutes["pairs"]), "all": at_once.submit(steel, "all", (0,), minutes["all"]),
                   "50": at_once.submit(steel, "50", seeds[:1] if quick else seeds, minutes["50"])}
        rows = {name: each.result() for name, each in trained.items()}
    latency = detector_latency.measured(support.SCRATCH / "deeppcb-gpu", 20 if quick else 200, "cuda", support.cores())
    worst = {name: min(row["map50"] for row in rows[name]) for name in detector_neu_det.ROWS}
    late = [row["project"] for name, each in rows.items() for row in each if row["minutes"] > minutes[name] + 0.5]   # the last judgement of what is held out comes on top
    hold = {"in time": not late, "pairs": all(rows["pairs"][0][name] >= target for name, target in detector_all_pairs.TARGETS.items()), "latency": latency["network_ms"]["p50"] <= TARGET_MS,
            **{name: worst[name] >= target for name, (_, _, target) in detector_neu_det.ROWS.items()}}
    return {"value": worst["all"], "unit": "map50 of NEU-DET, all labels", "target": detector_neu_det.ROWS["all"][2], "worst": worst, "latency": latency, "hold": hold, "rows": rows,
            "holds": all(hold.values())}
