#!/usr/bin/env python3
"""What kasa costs, in ratios to bare C programs, taken in turn in one run. Prints; judges nothing.

It runs in a network namespace of its own, so that its house has all of 127/8 and no other network is in reach.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time

WORLD = ["unshare", "-nmpf", "--kill-child", "--mount-proc", "--propagation", "private"]


def into_private_world():
    if os.environ.get("KASA_BENCH_WORLD") == "1":
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return
    command = WORLD if os.getuid() == 0 else WORLD[:1] + ["-r"] + WORLD[1:]
    os.environ["KASA_BENCH_WORLD"] = "1"
    os.execvp(command[0], command + [sys.executable, *sys.argv])


class Running:
    """A program that says `ready` and is ended at the end of the block."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.startswith("ready"):
                return
        raise SystemExit(f"{command[0]} did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def field(text, name):
    return float(re.search(rf"\b{name}=([-0-9.]+)", text).group(1))


def instructions(*command):
    """callgrind's count: the same on a busy machine as on a quiet one."""
    if not shutil.which("valgrind"):
        return None
    result = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                            capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", result.stderr).group(1))


def command_line(args):
    bare, ours = [f"{args.programs}/bench_bare_client", "127.0.0.1"], [args.kasa, "--host", "127.0.0.1", "on"]
    print("kasa --host H on, whole process, beside a bare C client")
    print("  " + run(f"{args.programs}/bench_interleave", str(args.runs), "7", *bare, "--", *ours).strip())
    counts = instructions(*bare), instructions(*ours)
    if counts[0]:
        print(f"  callgrind base={counts[0]} ours={counts[1]} ratio={counts[1] / counts[0]:.3f}")


def poll(args):
    print("one poll (state and meter) on a kept connection, CPU, 64 devices in a closed loop")
    pairs = []
    for _ in range(5):
        bare = field(run(f"{args.programs}/bench_bare_poller", "64", "100000"), "cpu_us_each")
        ours = field(run(f"{args.programs}/bench_kasa_poller", "64", "100000"), "cpu_us_each")
        pairs.append((ours / bare, bare, ours))
    ratio, bare, ours = sorted(pairs)[2]
    print(f"  bare_us={bare:.2f} kasa_us={ours:.2f} ratio={ratio:.2f} (median pair of 5)")


def handles(args):
    print("10 000 handles, each with its state read and its connection kept")
    out = run(f"{args.programs}/bench_kasa_poller", "10000", "20000")
    print(f"  resident_bytes_each={field(out, 'resident_bytes_each'):.0f}")


class Sim(Running):
    """A simulated house that answers from 127.1.0.1 on, all of it over one transport."""

    def __init__(self, args, transport, count):
        super().__init__(args.sim, "--count", str(count), "--model", "HS110", "--address", "127.1.0.1",
                         "--transport", transport, "--username", "user@example.com", "--password", "bench")


def poller(args, transport, devices, polls, *more):
    return run(f"{args.programs}/bench_kasa_poller", str(devices), str(polls), transport, *more)


def klap(args):
    print("one poll over KLAP v2 beside one over XOR: the client's CPU, 64 simulated devices, kept connections")
    pairs = []
    for _ in range(5):
        cost = {}
        for transport in "xor", "klap2":
            with Sim(args, transport, 64):
                cost[transport] = field(poller(args, transport, 64, 20000), "cpu_us_each")
        pairs.append((cost["klap2"] / cost["xor"], cost["xor"], cost["klap2"]))
    ratio, xor, klap2 = sorted(pairs)[2]
    print(f"  xor_us={xor:.2f} klap2_us={klap2:.2f} ratio={ratio:.2f} (median pair of 5)")
    print("a handle, its log-in and one poll, one after the other")
    for transport in "xor", "klap1", "klap2":
        with Sim(args, transport, 1):
            begun = time.monotonic()
            out = poller(args, transport, 1, 2000, "anew")
            ms = (time.monotonic() - begun) * 1e3 / 2000
        print(f"  {transport}: ms_each={ms:.3f} cpu_us_each={field(out, 'cpu_us_each'):.1f}")
    print("10 000 handles, each logged in, with its state read and its connection kept, 256 of them asked at once")
    for transport in "xor", "klap2":
        with Sim(args, transport, 10000):
            out = poller(args, transport, 10000, 20000, "few")
        print(f"  {transport}: resident_bytes_each={field(out, 'resident_bytes_each'):.0f}")


def discovery(args, count):
    print(f"discovery of {count} devices that answer at once")
    with Running(args.sim, "--count", str(count), "--model", "HS110"):
        begun = time.monotonic()
        process = subprocess.Popen([args.kasa, "--json", "discover", "--target", "127.255.255.255"],
                                   stdout=subprocess.PIPE, text=True)
        times, ids = [], set()
        for line in process.stdout:
            times.append(time.monotonic() - begun)
            ids.add(json.loads(line)["id"])
        process.wait()
        print(f"  found={len(ids)} first_ms={times[0] * 1e3:.1f} last_ms={times[-1] * 1e3:.1f} "
              f"done_ms={(time.monotonic() - begun) * 1e3:.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="where the bench programs are")
    parser.add_argument("--kasa", required=True)
    parser.add_argument("--sim", required=True)
    parser.add_argument("--runs", type=int, default=1000)
    args = parser.parse_args()
    into_private_world()
    os.environ.pop("KASA_HOST", None)
    print(run(f"{args.programs}/bench_xor").strip())
    with Running(f"{args.programs}/bench_house"):
        command_line(args)
        poll(args)
        handles(args)
    klap(args)
    discovery(args, 1000)


if __name__ == "__main__":
    main()
