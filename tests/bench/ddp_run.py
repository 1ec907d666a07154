# SPDX-License-Identifier: Apache-2.0
"""ddp_run.py STEPS: one rank of the perceptron of ranks.cpp over Python's DistributedDataParallel; the first one prints a JSON line."""
import json
import os
import sys
import time

import torch
import torch.distributed as dist

WIDTHS = (1024, 2048, 2048, 1536, 512)
BATCH, WARM_UP = 64, 2


def main():
    steps = int(sys.argv[1])
    torch.set_num_threads(1)
    dist.init_process_group("gloo")
    torch.manual_seed(1)
    layers = []
    for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    net = torch.nn.parallel.DistributedDataParallel(torch.nn.Sequential(*layers[:-1]))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    x, y = torch.randn(BATCH, WIDTHS[0]), torch.randn(BATCH, WIDTHS[-1])
    for step in range(WARM_UP + steps):
        if step == WARM_UP:
            dist.barrier()
            start = time.perf_counter()
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
        value = loss.item()
    dist.barrier()
    seconds = time.perf_counter() - start
    if dist.get_rank() == 0:
        print(json.dumps({"steps_per_second": steps / seconds, "step_ms": seconds / steps * 1000, "loss": value, "torch": torch.__version__}))


main()
