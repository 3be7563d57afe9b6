#!/usr/bin/env python3
"""What kasad costs: a command's way through MQTT beside a bare bridge in C, and a house of ten thousand. Prints; judges nothing.

    bridge.py --programs build/release/tests --kasad build/release/bin/kasad --sim build/release/bin/kasa-sim
"""

import argparse
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from bench import Running, field, into_private_world, run

TICKS = os.sysconf("SC_CLK_TCK")


class Broker:
    def __init__(self, folder):
        path = folder / "mosquitto.conf"
        path.write_text("user root\nlistener 1883 127.0.0.1\nallow_anonymous true\nlog_type none\nset_tcp_nodelay true\n"
                        "max_queued_messages 0\nmax_inflight_messages 0\n", encoding="utf-8")
        program = shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")
        self.process = subprocess.Popen([program, "-c", path], stderr=subprocess.DEVNULL)
        while subprocess.run(["mosquitto_pub", "-t", "x", "-n"], capture_output=True).returncode != 0:
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def process_cpu_s(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def process_resident_mb(process, name="VmRSS"):
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"{name} is not in its status")


class Kasad:
    """kasad with the first device called "lamp", and what the system says of it. @more: further sections."""

    def __init__(self, args, folder, count, poll="5s", more=None):
        config = {"log": "warning", "relay": {"interval": "0s"}, "poll": {"state": poll},
                  "discovery": {"enabled": False},
                  "devices": [{"host": address(i), **({"name": "lamp"} if i == 0 else {})} for i in range(count)],
                  **(more or {})}
        path = folder / "kasad.yaml"
        path.write_text(json.dumps(config), encoding="utf-8")
        shutil.rmtree(folder / "state", ignore_errors=True)
        self.process = subprocess.Popen([args.kasad, "--config", path, "--state-dir", folder / "state"])
        self.count = count

    def ask_health(self):
        """How it says that it is doing."""
        listener = subprocess.Popen(["mosquitto_sub", "-t", "kasa/bridge/response/health_check", "-C", "1", "-W", "30"],
                                    stdout=subprocess.PIPE, text=True)
        time.sleep(0.3)
        run("mosquitto_pub", "-t", "kasa/bridge/request/health_check", "-m", "{}")
        return json.loads(listener.communicate()[0])["data"]

    def wait(self, limit_s=120):
        end = time.monotonic() + limit_s
        while time.monotonic() < end:
            online = self.ask_health()["devices"]["online"]
            if online >= self.count:
                return
            time.sleep(0.5)
        raise SystemExit(f"kasad: only {online} of {self.count} are online")

    def cpu_s(self):
        return process_cpu_s(self.process)

    def resident_mb(self, name="VmRSS"):
        return process_resident_mb(self.process, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def address(index):
    """Where kasa-sim puts the devices of --count: never at .0 and .255."""
    return f"127.1.{index // 254}.{index % 254 + 1}"


def sim(args, count):
    return Running(args.sim, "--count", str(count), "--model", "HS110", "--address", "127.1.0.1")


def rounds(args, count, pause_ms=0, name="lamp"):
    return run(f"{args.programs}/bench_mqtt_round", "kasa", name, str(count), str(pause_ms)).strip()


def command(args, folder):
    print("from a command in MQTT to the state that confirms it, one plug")
    pairs = []
    with sim(args, 1):
        for _ in range(5):
            with Running(f"{args.programs}/bench_bare_bridge", address(0), "kasa", "lamp"):
                bare = field(rounds(args, args.rounds), "median_ms")
            with Kasad(args, folder, 1) as kasad:
                kasad.wait()
                out = rounds(args, args.rounds)
                resident = kasad.resident_mb()
            pairs.append((field(out, "median_ms") / bare, bare, out, resident))
    ratio, bare, out, resident = sorted(pairs)[2]
    print(f"  bare_median_ms={bare:.3f}  kasad {out}  ratio={ratio:.2f} resident_mb={resident:.1f} (median pair of 5)")


def busy(args, folder, count):
    print(f"the same while {count} plugs are polled")
    with sim(args, count), Kasad(args, folder, count) as kasad:
        kasad.wait()
        print("  " + rounds(args, args.rounds, 5))


def switch(host, on):
    """Presses the button of a plug: an order of the older protocol, by these few lines."""
    text, key, body = b'{"system":{"set_relay_state":{"state":%d}}}' % on, 171, bytearray()
    for byte in text:
        key ^= byte
        body.append(key)
    with socket.create_connection((host, 9999), timeout=10) as plug:
        plug.sendall(struct.pack(">I", len(body)) + body)
        plug.recv(4096)


def press(count, seconds):
    """Two hundred buttons a second, all over the house."""
    begun = time.monotonic()
    for number in range(200 * seconds):
        switch(address(number * 37 % count), number // count % 2 == 0)
        time.sleep(max(0, begun + number / 200 - time.monotonic()))


def house(args, folder, count, seconds):
    print(f"{count} plugs, state every 5 s, meters every 10 s, 200 of them switched by hand each second, {seconds} s")
    with sim(args, count), Kasad(args, folder, count) as kasad:
        kasad.wait()
        time.sleep(10)
        before, begun, cpu = kasad.ask_health(), time.monotonic(), kasad.cpu_s()
        press(count, seconds)
        took, cpu = time.monotonic() - begun, kasad.cpu_s() - cpu
        after = kasad.ask_health()
        polls = after["polls"]["asked"] - before["polls"]["asked"]
        print(f"  cpu_percent={100 * cpu / took:.1f} resident_mb={kasad.resident_mb():.1f} "
              f"peak_mb={kasad.resident_mb('VmHWM'):.1f} polls={polls} polls_per_s={polls / took:.0f} "
              f"late={after['polls']['late'] - before['polls']['late']} "
              f"published={after['mqtt']['published'] - before['mqtt']['published']} "
              f"online={after['devices']['online']} loop_worst_ms={after['process']['loop_worst_ms']:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="where the bench programs are")
    parser.add_argument("--kasad", required=True)
    parser.add_argument("--sim", required=True)
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--plugs", type=int, default=10000)
    parser.add_argument("--seconds", type=int, default=60)
    args = parser.parse_args()
    into_private_world()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Broker(folder):
            command(args, folder)
            busy(args, folder, 1000)
            house(args, folder, args.plugs, args.seconds)


if __name__ == "__main__":
    main()
