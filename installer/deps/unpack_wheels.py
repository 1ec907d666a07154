#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Unpacks checked wheels side by side: unpack_wheels.py cpu|gpu FOLDER WHEEL...

A CPU build leaves the CUDA libraries of the torch wheel (half a gigabyte) in the archive.
"""
import pathlib
import sys
import zipfile

GPU_ONLY = ("libtorch_cuda", "libc10_cuda", "libtorch_nvshmem", "libcaffe2_nvrtc")
UNUSED = ("torchgen/", "functorch/", "torch/bin/", "torch/test/")


def wanted(name, kind):
    if name.startswith(UNUSED) or name.endswith(".pyc"):
        return False
    if name.startswith("torch/") and name.endswith(".py"):
        return False
    return kind == "gpu" or not pathlib.PurePosixPath(name).name.startswith(GPU_ONLY)


def main():
    kind, folder, wheels = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.infolist():
                if wanted(member.filename, kind):
                    archive.extract(member, folder)   # zipfile strips absolute paths and ..


if __name__ == "__main__":
    main()
