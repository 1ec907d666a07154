#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns a PyTorch state dict (the format before zip archives) into safetensors.

Usage: convert_backbone.py WEIGHTS.pth OUT.safetensors

Runs once at set-up, with the standard library alone, so that no program of Assay ever reads a pickle.
The unpickler accepts the handful of names that a state dict needs and refuses everything else.
"""
import array
import collections
import json
import os
import pickle
import struct
import sys

# Storage class -> (safetensors dtype, bytes an element)
STORAGES = {
    "FloatStorage": ("F32", 4),
    "HalfStorage": ("F16", 2),
    "DoubleStorage": ("F64", 8),
    "LongStorage": ("I64", 8),
    "IntStorage": ("I32", 4),
}


class StorageType:
    def __init__(self, name):
        self.dtype, self.width = STORAGES[name]


class Tensor:
    def __init__(self, storage, offset, size, stride):
        self.storage, self.offset, self.size, self.stride = storage, offset, list(size), list(stride)


def rebuild_tensor(storage, offset, size, stride, *_):
    return Tensor(storage, offset, size, stride)


class StateDictUnpickler(pickle.Unpickler):
    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return rebuild_tensor
        if module == "torch" and name in STORAGES:
            return StorageType(name)
        raise pickle.UnpicklingError(f"{module}.{name} does not belong in a state dict")

    def persistent_load(self, pid):
        kind, storage_type, key, _location, count, *_view = pid
        if kind != "storage":
            raise pickle.UnpicklingError(f"unknown persistent id {kind!r}")
        return self.storages.setdefault(key, {"type": storage_type, "count": count, "bytes": None})


def load_state_dict(path):
    with open(path, "rb") as file:
        for what in ("magic number", "protocol version", "system information"):
            try:
                pickle.load(file)
            except Exception as error:
                raise SystemExit(f"{path}: no {what}: not a state dict of the old format ({error})")
        unpickler = StateDictUnpickler(file)
        state = unpickler.load()
        for key in pickle.load(file):
            storage = unpickler.storages[key]
            (count,) = struct.unpack("<q", file.read(8))
            if count != storage["count"]:
                raise SystemExit(f"{path}: storage {key} has {count} elements, expected {storage['count']}")
            storage["bytes"] = file.read(count * storage["type"].width)
            if len(storage["bytes"]) != count * storage["type"].width:
                raise SystemExit(f"{path}: cut short in storage {key}")
    return state


def element_offsets(size, stride):
    """Offsets of the elements in row-major order of `size`; weights out of TensorFlow lie permuted."""
    offsets = [0]
    for extent, step in zip(size, stride):
        offsets = [base + i * step for base in offsets for i in range(extent)]
    return offsets


def tensor_bytes(name, tensor):
    width = tensor.storage["type"].width
    raw, count = tensor.storage["bytes"], tensor.storage["count"]
    elements = memoryview(raw).cast({2: "H", 4: "I", 8: "Q"}[width])
    offsets = element_offsets(tensor.size, tensor.stride)
    if offsets and not 0 <= tensor.offset + max(offsets) < count:
        raise SystemExit(f"{name}: reaches outside its storage")
    gathered = array.array({2: "H", 4: "I", 8: "Q"}[width], (elements[tensor.offset + i] for i in offsets))
    return gathered.tobytes()


def write_safetensors(state, path):
    header, blobs, position = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in state.items():
        blob = tensor_bytes(name, tensor)
        header[name] = {"dtype": tensor.storage["type"].dtype, "shape": tensor.size,
                        "data_offsets": [position, position + len(blob)]}
        position += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    temporary = f"{path}.tmp.{os.getpid()}"
    with open(temporary, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for blob in blobs:
            file.write(blob)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    write_safetensors(load_state_dict(sys.argv[1]), sys.argv[2])


if __name__ == "__main__":
    main()
