"""The connection to the broker, with a toy bridge: kills in a row, a dead name server, packets that vanish, a twin."""

import os
import socket
import subprocess
import threading
import time

import bridge
import kasatest

KILLS = int(os.environ.get("KASA_BROKER_KILLS", "100"))
PROMISE = 2.0  # seconds until all is there again, once the broker is
GAP_MS = 400  # of the loop; 50 are promised, and what would break that blocks for a second or ten


class Talker:
    """tests/unit/broker_talker.c as it runs: lines with the time they came."""

    def __init__(self, *args):
        self.lines, self._told = [], threading.Condition()
        self.process = kasatest.start(*args, program=str(kasatest.BUILD / "tests" / "broker_talker"), stdin=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        for line in self.process.stdout:
            with self._told:
                self.lines.append((time.monotonic(), line.decode().strip()))
                self._told.notify_all()

    def count(self, word):
        with self._told:
            return sum(line.startswith(word) for _, line in self.lines)

    def wait(self, word, count=1, bound=kasatest.BOUND):
        """The time of the count-th line that begins so, and the line."""
        end = time.monotonic() + bound
        with self._told:
            while True:
                found = [entry for entry in self.lines if entry[1].startswith(word)]
                if len(found) >= count:
                    return found[count - 1]
                if not self._told.wait(max(0, end - time.monotonic())) and time.monotonic() >= end:
                    raise AssertionError(f"no {word!r} number {count} in {bound:g} s: {self.lines[-20:]}")

    def end(self):
        """Ends it; what it says then: the worst gap of its loop and how long the end took, in milliseconds."""
        if self.process.stdin:
            self.process.stdin.close()
            self.process.stdin = None
        if self.process.wait(kasatest.BOUND) != 0:
            raise AssertionError(f"the talker ended with {self.process.returncode}")
        self._thread.join()
        self.process.stdout.close()
        return [int(self.wait(word)[1].split()[1]) for word in ("gap ", "ended ")]


class Connection(kasatest.TestCase):
    def talker(self, *args):
        talker = Talker(*args)
        self.addCleanup(talker.process.kill)
        return talker

    def test_a_broker_that_is_killed_again_and_again_has_all_states_each_time(self):
        with bridge.Broker() as broker:
            talker, worst = self.talker("127.0.0.1", str(broker.port), "toy"), 0
            talker.wait("up ")
            for kill in range(2, KILLS + 2):
                broker.kill()
                broker.start()
                back = time.monotonic()
                self.read_states(broker, back)
                worst = max(worst, time.monotonic() - back)
                talker.wait("up ", kill)  # said after the states went out
                self.assertEqual(kill, talker.count("up "))
            gap, _ = talker.end()
        print(f"{KILLS} kills: all states back after {worst * 1000:.0f} ms at worst, loop {gap} ms", flush=True)
        self.assertLessEqual(worst, PROMISE)
        self.assertLessEqual(gap, GAP_MS)

    def read_states(self, broker, since):
        """Waits until a fresh client is given all that is retained."""
        with bridge.Client(port=broker.port) as client:
            kasatest.wait_until(lambda: self.is_whole(client), bound=PROMISE + 3, what="all states")

    @staticmethod
    def is_whole(client):
        topics = {message.topic for message in client.messages}
        return {"toy/status", *(f"toy/{n}/state" for n in range(20))} <= topics

    def test_a_name_server_that_does_not_answer_stops_no_loop_and_no_end(self):
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(silent.close)
        silent.bind(("127.0.0.53", 53))
        self.name_server("127.0.0.53")
        talker = self.talker("broker.example", "1883", "toy")
        _, line = talker.wait("down ", bound=15)
        self.assertIn("no name server answers", line)
        gap, ended = talker.end()
        self.assertLessEqual(gap, GAP_MS)
        self.assertLessEqual(ended, 1500)

    def name_server(self, address):
        """From now on names are asked for there, in the world of this program."""
        path = self.folder() / "resolv.conf"
        path.write_text(f"nameserver {address}\n")
        hosts = path.with_name("nsswitch.conf")
        hosts.write_text("hosts: files dns\n")
        for mine, theirs in ((path, os.path.realpath("/etc/resolv.conf")), (hosts, "/etc/nsswitch.conf")):
            subprocess.run(["mount", "--bind", str(mine), theirs], check=True)
            self.addCleanup(subprocess.run, ["umount", theirs], check=False)

    def test_packets_that_vanish_are_given_up_after_ten_seconds(self):
        full = socket.socket()
        self.addCleanup(full.close)
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        for _ in range(4):  # the queue is full then, and the kernel drops each further SYN
            filler = socket.socket()
            self.addCleanup(filler.close)
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        began = time.monotonic()
        talker = self.talker("127.0.0.1", str(port), "toy")
        at, line = talker.wait("down ", bound=15)
        self.assertIn("does not answer", line)
        self.assertGreater(at - began, 9)
        self.assertLess(at - began, 12)
        gap, ended = talker.end()
        self.assertLessEqual(gap, GAP_MS)
        self.assertLessEqual(ended, 500)

    def test_twins_settle_at_six_reconnects_a_minute(self):
        with bridge.Broker() as broker:
            twins = [self.talker("127.0.0.1", str(broker.port), "toy") for _ in range(2)]
            for twin in twins:
                twin.wait("up ")
            time.sleep(20)  # time is what is measured here
            for twin in twins:
                self.assertLessEqual(twin.count("up "), 7)
                twin.end()
            self.assertTrue(any("another client uses the client id" in line for twin in twins for _, line in twin.lines))


if __name__ == "__main__":
    kasatest.main()
