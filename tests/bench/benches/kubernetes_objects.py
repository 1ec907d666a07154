# SPDX-License-Identifier: Apache-2.0
"""What `assay render` makes of job files, against the published schemas of Kubernetes 1.29 to 1.34, unknown fields refused."""
import json
import subprocess

from . import support

MINUTES = 1
WHAT = "objects rendered from a short and from a full AIJob, and those of a training target, valid against the strict schemas of Kubernetes 1.29 to 1.34"
VERSIONS = ("1.29", "1.30", "1.31", "1.32", "1.33", "1.34")
PACKAGES = ("kubernetes-validate==1.37.0",)
JOBS = {
    "short": """kind: AIJob
metadata: {name: solder}
spec:
  replicas: 4
  template:
    image: registry.local/assay:1.0
    command: [assay, train, /data/boards.assay, --distributed]
    resources: {limits: {nvidia.com/gpu: 8, cpu: 64, memory: 512Gi}}
""",
    "full": """apiVersion: ai.factory.example/v1
kind: AIJob
metadata: {name: bert, namespace: vision}
spec:
  replicas: 256
  template:
    spec:
      nodeSelector: {zone: "12"}
      volumes: [{name: data, persistentVolumeClaim: {claimName: boards}}]
      containers:
        - name: trainer
          image: registry.local/torch:2.11
          command: [torchrun, train.py]
          env: [{name: NCCL_DEBUG, value: INFO}]
          resources: {limits: {nvidia.com/gpu: "8"}}
          volumeMounts: [{name: data, mountPath: /data}]
""",
}


def applied_by_a_target(folder):
    """What a training on a target of the kind kubernetes gives to kubectl, as the tests' own cluster has noted it; none where that cannot be played."""
    home, cluster, kubectl = folder / "home", folder / "cluster", folder / "kubectl"
    home.mkdir()
    cluster.mkdir()
    kubectl.write_text(f'#!/bin/sh\nexport PATH="{support.BIN}:$PATH"\nexec python3 {support.ROOT}/tests/cli/fake_kubectl "$@"\n')
    kubectl.chmod(0o755)
    (home / "targets.yaml").write_text(f"targets: [{{name: pods, kind: kubernetes, image: registry.local/assay:1.0, nodes: 2, gpus: 8, claim: jobs, namespace: vision, master: 127.0.0.1, folder: {folder}/mnt, environment: {{NCCL_DEBUG: INFO}}}}]\n")
    if subprocess.run(["unshare", "--mount", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        return None
    support.assay("sample", "table", folder / "table", "--count", 60)
    support.assay("train", folder / "table", "--target", "pods", "--set", "trainer.max_steps=2", ASSAY_HOME=str(home), ASSAY_KUBECTL=str(kubectl), FAKE_CLUSTER=str(cluster))
    objects = folder / "target-objects.yaml"
    objects.write_text("---\n".join(json.dumps(item) + "\n" for item in json.loads((cluster / "applied.json").read_text())))
    return objects


def valid_under(python, version, objects, count):
    checked = subprocess.run([python, "-m", "kubernetes_validate", "-k", version, "--strict", objects], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return checked.returncode == 0 and checked.stdout.count(" passed ") == count


def run(quick):
    python = support.environment_of("kubernetes", PACKAGES)
    folder = support.fresh("kubernetes-objects")
    folder.mkdir(parents=True)
    sets = []
    for name, text in JOBS.items():
        job, objects = folder / f"{name}.yaml", folder / f"{name}-objects.yaml"
        job.write_text(text)
        rendered = subprocess.run([support.program("assay"), "render", job, "--to", "kubernetes", "--crd"], stdout=subprocess.PIPE, check=True, env=support.environment())
        objects.write_bytes(rendered.stdout)
        sets.append((name, objects, 4))
    if (applied := applied_by_a_target(folder)) is not None:
        sets.append(("target", applied, 2))
    rows = [{"job": name, "version": version, "valid": valid_under(python, version, objects, count)} for name, objects, count in sets for version in (VERSIONS[-1:] if quick else VERSIONS)]
    valid = sum(row["valid"] for row in rows)
    return {"value": valid, "unit": "valid sets of objects", "target": len(rows), "rows": rows, "holds": valid == len(rows)}
