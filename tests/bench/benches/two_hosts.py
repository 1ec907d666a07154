# SPDX-License-Identifier: Apache-2.0
"""Two hosts in network namespaces of their own, joined by a link of a chosen speed. Needs root and iproute2."""
import contextlib
import subprocess
import uuid

from . import support

ADDRESSES = ("10.213.7.1", "10.213.7.2")


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, stderr=subprocess.PIPE)


@contextlib.contextmanager
def joined(megabits=None):
    """The names of two namespaces; `megabits` shapes both directions (None: as fast as the machine)."""
    tag = uuid.uuid4().hex[:6]
    names = [f"assay-{tag}-{i}" for i in (0, 1)]
    made = []
    try:
        for name in names:
            _ip("netns", "add", name)
            made.append(name)
        _ip("link", "add", "veth0", "netns", names[0], "type", "veth", "peer", "name", "veth0", "netns", names[1])
        for name, address in zip(names, ADDRESSES):
            _ip("-n", name, "address", "add", f"{address}/24", "dev", "veth0")
            for link in ("lo", "veth0"):
                _ip("-n", name, "link", "set", link, "up")
            if megabits:
                subprocess.run(["tc", "-n", name, "qdisc", "add", "dev", "veth0", "root", "tbf", "rate", f"{megabits}mbit", "burst", "128kb",
                                "latency", "100ms"], check=True, stderr=subprocess.PIPE)
    except (OSError, subprocess.CalledProcessError) as fault:
        for name in made:
            subprocess.run(["ip", "netns", "del", name], check=False)
        raise support.Skip(f"network namespaces cannot be made: {getattr(fault, 'stderr', fault)}") from fault
    try:
        yield names
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], check=False)


def run(command, hosts, ranks_each=1, port=29517, timeout=600, **extra):
    """The same program as every rank; the stdout of the first one. `hosts`: namespaces, or None for this one."""
    processes = []
    world = len(hosts) * ranks_each
    for rank in range(world):
        host, local = divmod(rank, ranks_each)
        place = {"RANK": rank, "WORLD_SIZE": world, "LOCAL_RANK": local, "LOCAL_WORLD_SIZE": ranks_each, "GROUP_RANK": host,
                 "MASTER_ADDR": ADDRESSES[0] if hosts[0] else "127.0.0.1", "MASTER_PORT": port, "GLOO_SOCKET_IFNAME": "veth0" if hosts[0] else "lo"}
        prefix = ["ip", "netns", "exec", hosts[host]] if hosts[host] else []
        environment = {**support.environment(**extra), **{name: str(value) for name, value in place.items()}}
        processes.append(subprocess.Popen([*prefix, *map(str, command)], stdout=subprocess.PIPE, text=True, env=environment))
    try:
        outputs = [process.communicate(timeout=timeout)[0] for process in processes]
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
    if any(process.returncode for process in processes):
        raise RuntimeError(f"{command}: a rank failed")
    return outputs[0]
