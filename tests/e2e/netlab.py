"""Hosts with network interfaces of their own, joined by bridges that carry real broadcasts.

Everything is made inside the private world of the test program (kasatest.main()) and is gone with it.
"""

import functools
import itertools
import os
import subprocess

import kasatest


def ip(*words):
    """Runs ip(8)."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


@functools.cache
def _names():
    """A folder for the names of network namespaces that no other test program sees."""
    os.makedirs("/run/netns", exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run/netns"], check=True)


class Host:
    """One host; `prefix` before a command runs it there."""

    def __init__(self, name):
        self.name, self.ends = name, []  # ends: the other ends of eth0, eth1, ..., which are at the bridges
        self.prefix = ("nsenter", f"--net=/run/netns/{name}")

    def ip(self, *words):
        ip("-n", self.name, *words)

    def run(self, *words, **keywords):
        return subprocess.run([*self.prefix, *words], check=True, capture_output=True, **keywords)

    def drop(self, hook, rule):
        """Loses packets: what is received ("input"), or is to be sent ("output", which the sender is told)."""
        rules = f"table inet lab {{\nchain {hook} {{ type filter hook {hook} priority 0; {rule} drop; }}\n}}\n"
        self.run(kasatest.need_program("nft"), "-f", "-", input=rules.encode())

    def kasa(self, *args, env=None, **keywords):
        """Runs kasa on this host; where it searches is left to it."""
        return kasatest.run(*args, env={"KASA_TARGET": None, **(env or {})}, prefix=self.prefix, **keywords)


class Lab:
    """Bridges and hosts, made for a test case and taken down with it."""

    numbers = itertools.count(1)

    def __init__(self, case):
        _names()
        self.case = case

    def bridge(self, name):
        ip("link", "add", name, "type", "bridge")
        self.case.addCleanup(ip, "link", "del", name)
        ip("link", "set", name, "up")

    def host(self, name, *links, route=None):
        """A host; each link is (bridge, "10.77.0.1/24") and becomes eth0, eth1, ... `route` is its default gateway."""
        ip("netns", "add", name)
        self.case.addCleanup(ip, "netns", "del", name)
        host = Host(name)
        host.ip("link", "set", "lo", "up")
        for number, (bridge, address) in enumerate(links):
            end = f"v{next(Lab.numbers)}"  # never used again: the kernel takes its time to remove one
            ip("link", "add", end, "type", "veth", "peer", "name", f"eth{number}", "netns", name)
            ip("link", "set", end, "master", bridge, "up")
            host.ends.append(end)
            host.ip("addr", "add", address, "brd", "+", "dev", f"eth{number}")
            host.ip("link", "set", f"eth{number}", "up")
        if route:
            host.ip("route", "add", "default", "via", route)
        return host
