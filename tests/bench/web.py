#!/usr/bin/env python3
"""What HTTP costs kasad: requests beside libmicrohttpd's hello world, streams of events, scrapes. Prints; judges nothing.

    web.py --programs build/release/tests --kasad build/release/bin/kasad --sim build/release/bin/kasa-sim

The two servers are asked in turn, by the same client over the same number of kept connections, for bodies of the same
length. The other is libmicrohttpd in its own loop on epoll, in one thread; kasad has it in the loop of everything else.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from bench import Running, field, into_private_world, run
from bridge import Broker, Kasad, process_cpu_s, process_resident_mb, sim

PORT, BARE_PORT = "9980", "9981"
TOKEN = "0123456789abcdef0123456789abcdef"
STREAMS = 1000


def http_config(folder):
    """With room for as many streams as are asked for, and a token."""
    tokens = folder / "tokens"
    tokens.write_text(f"admin bench {TOKEN}\n", encoding="utf-8")
    tokens.chmod(0o600)
    return {"http": {"tokens_file": str(tokens), "limits": {"connections": STREAMS + 64, "streams": STREAMS + 8}}}


def get(path):
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def wait_for_values():
    """Until the plug has told all that it has to tell: bodies have their length then."""
    end = time.monotonic() + 30
    while b'"voltage_v"' not in get("/api/v1/devices/lamp"):
        if time.monotonic() > end:
            raise SystemExit("kasad: the lamp's meter is not there")
        time.sleep(0.2)


def load(args, port, path, count, connections=8):
    token = [TOKEN] if port == PORT else []
    out = run(f"{args.programs}/bench_http_load", port, path, str(count), str(connections), *token).strip()
    if field(out, "other") != 0:
        raise SystemExit(f"not every answer to {path} was 200: {out}")
    return out


def asked(args, process, port, path):
    """CPU of a server for each request, and what its client saw."""
    before = process_cpu_s(process)
    out = load(args, port, path, args.requests)
    return (process_cpu_s(process) - before) / args.requests * 1e6, out


def in_turn(args, kasad, bare, path):
    """Medians of rounds in which each has its turn."""
    rows = []
    for _ in range(args.rounds):
        theirs, their_out = asked(args, bare, BARE_PORT, "/")
        ours, our_out = asked(args, kasad, PORT, path)
        rows.append((theirs, ours, field(their_out, "per_s"), field(our_out, "per_s"), field(our_out, "p99_ms")))
    return [median(row[i] for row in rows) for i in range(5)], median(row[1] / row[0] for row in rows)


def requests(args, kasad, what, path, length):
    size = [str(length)] if length else []
    with Running(f"{args.programs}/bench_bare_http", BARE_PORT, *size) as bare:
        (theirs, ours, their_rate, our_rate, p99), ratio = in_turn(args, kasad.process, bare.process, path)
    print(f"  {what}: bare_us={theirs:.1f} kasad_us={ours:.1f} ratio={ratio:.2f} bare_per_s={their_rate:.0f} "
          f"kasad_per_s={our_rate:.0f} kasad_p99_ms={p99:.3f}")


def one_device(args, folder):
    print(f"GET, CPU of the server for each of {args.requests} requests over 8 kept connections, {args.rounds} rounds in turn")
    with sim(args, 1), Kasad(args, folder, 1, more=http_config(folder)) as kasad:
        kasad.wait()
        wait_for_values()
        path = "/api/v1/devices/lamp"
        length = len(get(path))
        requests(args, kasad, f"the device, {length} bytes beside as many", path, length)
        requests(args, kasad, "the device beside the hello world as it is", path, None)
        requests(args, kasad, "/healthz beside the hello world as it is", "/healthz", None)


def listen(args, kasad, streams, rounds):
    """Opens streams, tells what they cost, and how long events take to all of them."""
    idle = process_resident_mb(kasad.process)
    clients = subprocess.Popen([f"{args.programs}/bench_sse_clients", PORT, str(streams), str(rounds), "lamp", TOKEN],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if not clients.stdout.readline().startswith("ready"):
        raise SystemExit("the streams were not all opened")
    time.sleep(1)
    opened = process_resident_mb(kasad.process)
    out, _ = clients.communicate("go\n", timeout=120)
    if clients.returncode != 0:
        raise SystemExit("the streams did not hear all events")
    print(f"  {out.strip()} resident_mb={opened:.1f} over_idle_mb={opened - idle:.1f}")


def events(args, folder):
    print("from PUT .../state until streams have the event state_changed, a plug switched on and off")
    for streams in 1, 10, STREAMS:
        with sim(args, 1), Kasad(args, folder, 1, more=http_config(folder)) as kasad:
            kasad.wait()
            wait_for_values()
            listen(args, kasad, streams, 100)


def scrape(args, folder, count):
    print(f"/metrics of {count} plugs that are polled, 50 times")
    with sim(args, count), Kasad(args, folder, count, more=http_config(folder)) as kasad:
        kasad.wait()
        time.sleep(15)
        kasad.ask_health()
        time.sleep(5)
        before = kasad.ask_health()["process"]["loop_worst_ms"]
        cpu = process_cpu_s(kasad.process)
        out = load(args, PORT, "/metrics", 50, 1)
        cpu = process_cpu_s(kasad.process) - cpu
        worst = kasad.ask_health()["process"]["loop_worst_ms"]
        print(f"  {out} cpu_ms_each={cpu / 50 * 1e3:.1f} loop_worst_ms={worst:.1f} loop_worst_before_ms={before:.1f} "
              f"resident_mb={process_resident_mb(kasad.process):.1f}")


def resident(args, folder, kasad, more):
    with Kasad(argparse.Namespace(kasad=kasad), folder, 1, more=more) as running:
        running.wait()
        time.sleep(3)
        return process_resident_mb(running.process), process_resident_mb(running.process, "RssAnon")


def memory(args, folder):
    print("resident with one plug, MB (of it: its own, not of files)")
    rows = [("without http", args.kasad, {}), ("with http", args.kasad, http_config(folder))]
    if args.before:
        rows.insert(0, ("before there was any", args.before, {}))
    with sim(args, 1):
        for what, kasad, more in rows:
            total, own = resident(args, folder, kasad, more)
            print(f"  {what}: resident_mb={total:.1f} own_mb={own:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, help="where the bench programs are")
    parser.add_argument("--kasad", required=True)
    parser.add_argument("--sim", required=True)
    parser.add_argument("--before", help="a kasad without HTTP, for what it weighs")
    parser.add_argument("--requests", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--plugs", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("--only", choices=["requests", "events", "scrapes", "memory"])
    args = parser.parse_args()
    into_private_world()
    parts = {"requests": one_device, "events": events, "memory": memory,
             "scrapes": lambda *world: [scrape(*world, count) for count in args.plugs]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Broker(folder):
            for part in [args.only] if args.only else parts:
                parts[part](args, folder)


if __name__ == "__main__":
    main()
