# SPDX-License-Identifier: Apache-2.0
"""The text reader with its defaults: names of Resume and MSRA, relations of FinRE, and how many sentences a second it reads."""
import json
import statistics
import time

from . import support

MINUTES = 50
WHAT = "Text reader, defaults, at most 10 min each: F1 of names on Resume and MSRA, macro-F1 of relations on FinRE beside two baselines, sentences/s"
TARGET_SPEED = 300
TEST_SHARE = 5   # MSRA's file is a test part alone: every fifth sentence is kept for judging


def msra_parts():
    """train.bio and test.bio out of the one file that there is."""
    text = (support.shared("kg/msra-ner") / "msra_test_bio.txt").read_text(encoding="utf-8")
    sentences = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    folder = support.fresh("text-msra")
    folder.mkdir(parents=True)
    for name, wanted in (("train", False), ("test", True)):
        (folder / f"{name}.bio").write_text("\n\n".join(s for i, s in enumerate(sentences) if (i % TEST_SHARE == 0) == wanted) + "\n", encoding="utf-8")
    return folder


def train(name, source, fmt, seed, minutes):
    project = support.fresh(f"text-{name}-{seed}")
    support.assay("new", project, "--task", "text")
    support.assay("import", project, source, "--format", fmt)
    trained = support.assay("train", project, "--set", f"seed={seed}", "--set", f"trainer.max_minutes={minutes}", "--set", "device.threads=2")
    judged = support.assay("eval", project, "--run", "latest", "--split", "test")
    return {"set": name, "seed": seed, "minutes": round(trained["minutes"], 2), "count": judged["count"], "valid_f1": trained["metrics"]["f1"], **judged["metrics"]}


def seconds_to_read(project, file):
    started = time.monotonic()
    support.assay("predict", project, file, "--out", support.fresh("text-answers"))
    return time.monotonic() - started


def reading_speed(quick):
    """Sentences a second of a real document, for names and relations both ways round, with one model that learnt both: a long text against
    a short one by turns, so that starting and loading fall out."""
    project = support.fresh("text-both")
    support.assay("new", project, "--task", "text")
    support.assay("import", project, support.shared("kg/cluener"), "--format", "tagged_text")
    support.assay("import", project, support.shared("kg/finre"), "--format", "relation_text")
    support.assay("train", project, "--set", f"trainer.max_minutes={0.5 if quick else 3}", "--set", "device.threads=2")
    lines = [line.split("\t")[3].strip() for line in open(support.shared("kg/finre") / "test.txt", encoding="utf-8") if line.count("\t") == 3]
    texts = list(dict.fromkeys(lines))
    files = {}
    for name, part in (("long", texts), ("short", texts[:20])):
        files[name] = project / f"{name}.txt"
        files[name].write_text("\n".join(part) + "\n", encoding="utf-8")
    seconds = {name: [] for name in files}
    for _ in range(1 if quick else 3):
        for name, file in files.items():
            seconds[name].append(seconds_to_read(project, file))
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    answers = json.loads((support.SCRATCH / "text-answers/short.json").read_text())
    return (len(texts) - 20) / (middle["long"] - middle["short"]), sum(len(s["names"]) for output in answers["outputs"] for s in output["sentences"]) / 20


def run(quick, seeds=(0, 1, 2)):
    minutes = 1 if quick else 10
    rows = []
    for name, source, fmt in (("resume", support.shared("kg/resume-ner"), "tagged_text"), ("msra", msra_parts(), "tagged_text"),
                              ("finre", support.shared("kg/finre"), "relation_text")):
        for seed in seeds[:1] if quick else seeds:
            rows.append(train(name, source, fmt, seed, minutes))
    key = {"resume": "name_f1", "msra": "name_f1", "finre": "relation_macro_f1"}
    of = {name: [row[metric] for row in rows if row["set"] == name] for name, metric in key.items()}
    speed, names = reading_speed(quick)
    return {"value": round(speed), "unit": "sentences/s, names and relations", "target": TARGET_SPEED, "names_a_sentence": names,
            "mean": {name: sum(values) / len(values) for name, values in of.items()}, "worst": {name: min(values) for name, values in of.items()}, "rows": rows,
            "holds": speed >= TARGET_SPEED and all(row["relation_macro_f1"] > max(row["majority_macro_f1"], row["keyword_macro_f1"]) for row in rows if row["set"] == "finre")}
