# SPDX-License-Identifier: Apache-2.0
"""What `assay render` makes of job files, against the published schemas of Kubernetes 1.29 to 1.34, unknown fields refused."""
import subprocess

from . import support

MINUTES = 1
WHAT = "objects rendered from a short and from a full AIJob, valid against the strict schemas of Kubernetes 1.29 to 1.34"
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


def run(quick):
    python = support.environment_of("kubernetes", PACKAGES)
    folder = support.fresh("kubernetes-objects")
    folder.mkdir(parents=True)
    rows = []
    for name, text in JOBS.items():
        job, objects = folder / f"{name}.yaml", folder / f"{name}-objects.yaml"
        job.write_text(text)
        rendered = subprocess.run([support.program("assay"), "render", job, "--to", "kubernetes", "--crd"], stdout=subprocess.PIPE, check=True, env=support.environment())
        objects.write_bytes(rendered.stdout)
        for version in VERSIONS[-1:] if quick else VERSIONS:
            checked = subprocess.run([python, "-m", "kubernetes_validate", "-k", version, "--strict", objects], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            rows.append({"job": name, "version": version, "valid": checked.returncode == 0 and checked.stdout.count(" passed ") == 4})
    valid = sum(row["valid"] for row in rows)
    return {"value": valid, "unit": "valid sets of objects", "target": len(rows), "rows": rows, "holds": valid == len(rows)}
