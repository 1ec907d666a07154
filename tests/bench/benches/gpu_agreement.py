# SPDX-License-Identifier: Apache-2.0
"""The same run's answers on a GPU and, with the GPU hidden, on the CPU: the largest difference between two numbers."""
import json

from . import support

MINUTES = 2
WHAT = "graph and text samples trained on a GPU: answers there against the same run's answers on the CPU"
TARGET = 1e-4


def graph_questions(project):
    """For ten facts of the test part: the answer's place among fifty, and what is like it."""
    facts = [line.split("\t") for line in (project / "graph/test.txt").read_text(encoding="utf-8").splitlines()[:10]]
    return [json.dumps(question) for head, relation, tail in facts
            for question in ({"head": head, "relation": relation, "top": 50}, {"similar": tail, "top": 50})]


def sentences(project):
    blocks = (project / "names/test.bio").read_text(encoding="utf-8").split("\n\n")[:50]
    return [json.dumps({"text": "".join(line.split(" ")[0] for line in block.splitlines())}, ensure_ascii=False) for block in blocks if block.strip()]


QUESTIONS = {"facts": graph_questions, "sentences": sentences}


def numbers(node):
    if isinstance(node, dict):
        return [n for key in sorted(node) for n in numbers(node[key])]
    if isinstance(node, list):
        return [n for entry in node for n in numbers(entry)]
    return [float(node)] if isinstance(node, (int, float)) and not isinstance(node, bool) else []


def answers(project, questions, name, **extra):
    out = support.fresh(f"gpu-{name}")
    support.assay("predict", project, questions, "--out", out, **extra)
    return json.loads(next(out.glob("*.json")).read_text())["outputs"]


def one_kind(kind, minutes):
    project = support.fresh(f"gpu-agreement-{kind}")
    support.assay("sample", kind, project, "--seed", "1")
    trained = support.assay("train", project, "--set", f"trainer.max_minutes={minutes}")
    if support.first_event(project / "runs" / str(trained["run"]) / "events.jsonl", "precision")["device_kind"] != "cuda":
        raise support.Skip("there is no GPU here")
    questions = project / "questions.jsonl"
    questions.write_text("\n".join(QUESTIONS[kind](project)) + "\n", encoding="utf-8")
    gpu, cpu = numbers(answers(project, questions, "with")), numbers(answers(project, questions, "without", CUDA_VISIBLE_DEVICES=""))
    if len(gpu) != len(cpu) or not gpu:
        return {"kind": kind, "device": trained["device"], "numbers": [len(gpu), len(cpu)], "difference": float("inf"), **trained["metrics"]}
    return {"kind": kind, "device": trained["device"], "numbers": len(gpu), "difference": max(abs(a - b) for a, b in zip(gpu, cpu)), **trained["metrics"]}


def run(quick):
    rows = [one_kind(kind, 0.1 if quick else 0.5) for kind in QUESTIONS]
    worst = max(row["difference"] for row in rows)
    return {"value": worst, "unit": "largest difference", "target": TARGET, "rows": rows, "holds": worst <= TARGET}
