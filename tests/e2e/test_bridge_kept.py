#!/usr/bin/env python3
"""What kasad keeps: the counter of energy never falls, a full disk harms nothing, a second kasad is refused."""
import os
import pathlib
import subprocess
import unittest

import bridge
import kasatest
from bridge import Broker, Client, Kasad

PLUG = "127.1.0.1"
CONFIG = {"devices": [{"host": PLUG, "name": "washer"}], "poll": {"state": "500ms", "meter": "500ms"}}


class KeptTest(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.broker = self.enter(Broker())
        self.house("--device", "HS110,alias=washer,power=1500,on=1", "--address", PLUG)

    def kasad(self, **keywords):
        return self.enter(Kasad(self.broker, config=CONFIG, **keywords))

    def energy(self, client, mark=0):
        """The next message of the meter that is not an old one which the broker kept."""
        return client.wait("kasa/washer/energy", lambda message: not message.retain, mark).json


class Counter(KeptTest):
    def test_it_goes_on_when_the_meter_is_erased_and_the_bridge_is_killed(self):
        kasad = self.kasad()
        client = self.enter(Client())
        before = self.energy(client)["energy"]
        kasatest.ask(PLUG, {"emeter": {"erase_emeter_stat": {}}})
        mark = client.mark()
        client.wait("kasa/washer/energy", lambda message: message.json["energy_device"] < before / 2, mark)
        client.wait("kasa/washer/energy", lambda message: message.json["energy"] > before, mark)
        self.assertEqual(0, kasad.stop()[0])
        for _ in range(5):
            mark = client.mark()
            kasad.start()
            self.energy(client, mark)
            kasad.kill()
        told = [message.json["energy"] for message in client.since(0, "kasa/washer/energy")]
        self.assertEqual(told, sorted(told), "it fell")
        self.assertLess(told[-1], before + 1)

    def test_somebody_may_begin_anew(self):
        self.kasad()
        client = self.enter(Client())
        before = self.energy(client)["energy"]
        self.assertEqual("ok", client.request("device/energy_reset", {"id": "washer"})["status"])
        client.wait("kasa/washer/energy", lambda message: message.json["energy"] < before / 2)


@unittest.skipUnless(os.geteuid() == 0, "a disk of its own is for root")
class Disk(KeptTest):
    def disk(self):
        """A disk of 64 KiB."""
        place = self.folder()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], check=True)
        self.addCleanup(subprocess.run, ["umount", str(place)], check=True)
        return pathlib.Path(place)

    def fill(self, place):
        with (place / "ballast").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def test_a_full_disk_is_told_once_and_harms_nothing(self):
        place = self.disk()
        kasad = self.kasad(state=place)
        client = self.enter(Client())
        self.energy(client)
        kasad.stop()
        kept = (place / "state.json").read_bytes()
        self.fill(place)
        heard, mark = client.mark(), kasad.mark()
        kasad.start()
        self.energy(client, heard)
        for area in ("Attic", "Cellar", "Kitchen"):
            answer = client.request("device/options", {"id": "washer", "area": area})
            self.assertEqual("ok", answer["status"], answer)
        kasad.wait_log("file not saved", "settings.json", since=mark)
        self.energy(client, client.mark())
        status, took = kasad.stop()
        self.assertEqual(0, status)
        self.assertLess(took, 10)
        self.assertEqual(kept, (place / "state.json").read_bytes())
        self.assertEqual(1, sum("settings.json" in line for line in kasad.lines[mark:]))
        (place / "ballast").unlink()
        mark = client.mark()
        kasad.start()
        self.energy(client, mark)
        client.request("device/options", {"id": "washer", "area": "Attic"})
        kasatest.wait_until((place / "settings.json").exists, what="what was set to be written")

    def test_a_disk_that_may_only_be_read_is_no_reason_not_to_begin(self):
        place = self.disk()
        kasad = self.kasad(state=place)
        client = self.enter(Client())
        self.energy(client)
        kasad.stop()
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        mark = client.mark()
        kasad.start()
        self.energy(client, mark)
        self.assertEqual(0, kasad.stop()[0])


class Folder(KeptTest):
    def test_a_second_kasad_is_refused_and_told_of_the_first(self):
        first = self.kasad()
        second = kasatest.run("--config", str(first.path), "--state-dir", str(first.state), program=bridge.KASAD)
        self.assertEqual(75, second.status, second)
        self.assertIn(f"process {first.process.pid}:", second.err)

    def test_a_broken_file_is_moved_aside_and_the_bridge_runs(self):
        place = self.folder() / "state"
        place.mkdir()
        (place / "state.json").write_text("{]")
        kasad = self.kasad(state=place)
        kasad.wait_log("moved aside", "state.json.broken-1")
        self.energy(self.enter(Client()))
        self.assertEqual("{]", (place / "state.json.broken-1").read_text())

    def test_a_file_of_a_newer_kasad_is_refused(self):
        first = self.kasad()
        first.stop()
        (first.state / "settings.json").write_text('{"version":2}')
        second = kasatest.run("--config", str(first.path), "--state-dir", str(first.state), program=bridge.KASAD)
        self.assertEqual(78, second.status, second)
        self.assertIn("newer kasad", second.err)


if __name__ == "__main__":
    kasatest.main()
