"""wifi: what a device hears, where it is, into another network; and the story that man kasa-setup tells, played."""
import json
import re
import shlex
import subprocess
import time

import kasatest
from kasatest import SOURCE, ask, run, wait_until
from plugwire import FakePlugThatLosesOneAnswer
from terminal_talk import Terminal

PLUG, LIGHT, STAYS = "127.0.0.1", "127.0.0.2", "127.0.0.3"
ODD = b"caf\xe9 \xff"
HOUSE = ("--device", f"HS110(EU),alias=Christmas tree,scan=0,ssid={ODD.hex()}", "--device",
         "KL430(US),alias=Shelf,softap=1,scan=0", "--device", "HS100(EU),alias=Stays,stays=1,scan=0")
KEY, WORDS = "wifi-k3y-of-mine", {0: "open", 1: "WEP", 2: "WPA", 3: "WPA2"}
SETUP = (SOURCE / "cli" / "kasa-setup.7.in").read_text(encoding="utf-8")
SETUP_HOST, FOUND_HOST = "192.168.0.1", "192.0.2.17"


def netif(method, args=None, host=PLUG):
    module = "smartlife.iot.common.softaponboarding" if host == LIGHT else "netif"
    answer = ask(host, {module: {method: args or {}}})[module][method]
    return {key: value for key, value in answer.items() if key != "err_code"}


def station(host=PLUG):
    """The network that a device is in."""
    return netif("get_stainfo", host=host)


def left_and_back(house, host):
    """Waits until a device that was sent away is there again; where the test was too slow to see it go, for long enough."""
    enough = time.monotonic() + 3
    wait_until(lambda: house.get(host)["away"] or time.monotonic() > enough, what="the device left")
    wait_until(lambda: not house.get(host)["away"], what="the device is back")


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*HOUSE)

    def key_file(self, text=KEY + "\n"):
        path = self.folder() / "wifi.key"
        path.write_text(text)
        path.chmod(0o600)
        return str(path)

    def check_nothing_was_sent(self):
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))


class Looking(Case):
    def test_the_network_it_is_in(self):
        for host in (PLUG, LIGHT):
            told = station(host)
            self.assertEqual({"joined": True, "ssid": told["ssid"], "key_type": told["key_type"],
                              "rssi_dbm": told["rssi"]}, self.kasa("wifi", host, "--json").one()["wifi"])
        self.assertRegex(self.kasa("wifi", PLUG).out,
                         r"(?m)^  network +Old mill\n  security +WPA2\n  signal +-46 dBm\n")

    def test_a_scan_lists_what_it_hears_the_strongest_first(self):
        for host in (PLUG, LIGHT):
            with self.subTest(host):
                heard = netif("get_scaninfo", {"refresh": 0}, LIGHT)["ap_list"]
                shown = self.kasa("wifi", "scan", host, "--json").one()["wifi_scan"]["networks"]
                for one in heard:
                    self.assertIn({"ssid": one["ssid"], "key_type": one["key_type"], "rssi_dbm": one["rssi"]}, shown)
                self.assertEqual(sorted((one["rssi_dbm"] for one in shown), reverse=True),
                                 [one["rssi_dbm"] for one in shown])
                lines = self.kasa("wifi", "scan", host).lines
                self.assertEqual(["NETWORK", "SECURITY", "SIGNAL"], lines[1].split())
                for line, one in zip(lines[2:], shown):
                    self.assertIn(WORDS[one["key_type"]], line)
                    self.assertIn(f"{one['rssi_dbm']} dBm", line)

    def test_a_name_of_any_bytes_is_shown_safely(self):
        shown = self.kasa("wifi", "scan", PLUG, "--json").one()["wifi_scan"]["networks"]
        self.assertIn("caf\ufffd \ufffd", [one["ssid"] for one in shown])
        self.assertIn("caf\ufffd \ufffd", self.kasa("wifi", "scan", PLUG).out)

    def test_cached_is_what_it_heard_before(self):
        with FakePlugThatLosesOneAnswer(self.sim, "nothing", STAYS) as seen:
            self.kasa("--host", seen.address, "wifi", "scan", "--cached")
            self.kasa("--host", seen.address, "wifi", "scan")
            self.assertEqual(['"refresh":0', '"refresh":1'],
                             [re.search(r'"refresh":\d', text)[0] for text in seen.asked("get_scaninfo")])

    def test_a_scan_may_take_longer_than_other_commands(self):
        with kasatest.House("--port", "19999", "--device", "HS100,scan=6"):
            result = self.kasa("--host", "127.0.0.1", "--port", "19999", "wifi", "scan")
        self.assertGreater(result.seconds, 5.5)
        self.assertIn("Old mill", result.out)


class Joining(Case):
    def join(self, *args, host=PLUG, status=0, **keywords):
        return self.kasa("wifi", "join", host, *args, "--yes", status=status, **keywords)

    def check_arrived(self, ssid, key_type, host=PLUG):
        left_and_back(self.sim, host)
        self.assertEqual(ssid, station(host)["ssid"])
        self.assertEqual(key_type, station(host)["key_type"])

    def test_the_key_type_is_that_of_the_scan(self):
        self.join("Old mill guest", host=LIGHT)
        self.check_arrived("Old mill guest", 0, LIGHT)
        told = self.join("Küche ☃", "--password-file", self.key_file(), "--json", host=LIGHT).one()["wifi_join"]
        self.assertEqual({"ssid": "Küche ☃", "key_type": 2, "accepted": True}, told)
        self.check_arrived("Küche ☃", 2, LIGHT)

    def test_what_is_sent_is_what_was_meant(self):
        with FakePlugThatLosesOneAnswer(self.sim, "nothing", STAYS) as seen:
            for args, want in ((["Old mill"], 3), (["Hidden", "--key-type", "wpa2"], 3), (["Hidden", "--key-type", "2"], 2),
                               (["PRINTER-7F"], 1), (["Hidden", "--key-type", "WEP"], 1)):
                with self.subTest(args=args):
                    run("--host", seen.address, "wifi", "join", *args, "--password-file", self.key_file("12345678"), "--yes")
                    sent = json.loads(seen.asked("set_stainfo")[-1])["netif"]["set_stainfo"]
                    self.assertEqual({"ssid": args[0], "password": "12345678", "key_type": want}, sent)
            self.kasa("--host", seen.address, "wifi", "join", "Hidden", "--key-type", "open", "--yes")
            self.assertEqual({"ssid": "Hidden", "password": "", "key_type": 0},
                             json.loads(seen.asked("set_stainfo")[-1])["netif"]["set_stainfo"])

    def test_it_says_what_happens_next(self):
        result = self.join("Old mill", "--password-file", "-", stdin=KEY)
        self.assertIn('it leaves for "Old mill"', result.out)
        self.assertIn("kasa discover", result.out)
        self.assertNotIn(KEY, result.out + result.err)

    def test_a_name_of_any_bytes_is_joined(self):
        self.join(ODD, "--password-file", self.key_file(), "--key-type", "wpa2")
        left_and_back(self.sim, PLUG)
        self.assertEqual("caf\ufffd \ufffd", self.kasa("wifi", PLUG, "--json").one()["wifi"]["ssid"])

    def test_a_device_out_of_reach_is_in_none(self):
        self.join("Nowhere", "--password-file", self.key_file(), "--key-type", "wpa2")
        left_and_back(self.sim, PLUG)
        self.assertEqual({"joined": False}, self.kasa("wifi", PLUG, "--json").one()["wifi"])
        self.assertRegex(self.kasa("wifi", PLUG).out, "joined +no")

    def test_a_network_that_it_does_not_hear_is_not_tried(self):
        result = self.join("Nowhere", "--password-file", self.key_file(), status=3)
        for part in ('"Nowhere"', "kasa wifi scan", "--key-type"):
            self.assertIn(part, result.err)
        self.assertEqual(0, self.sim.count(PLUG, "netif.set_stainfo"))

    def test_a_password_that_does_not_fit_what_was_heard_is_not_sent(self):
        for args, part in ((["Old mill guest", "--password-file", self.key_file()], "open"),
                           (["Old mill"], "8 to 64 bytes"), (["Old mill", "--password-file", self.key_file("12345")],
                                                             "8 to 64 bytes")):
            with self.subTest(args=args):
                self.assertIn(part, self.join(*args, status=2).err)
        self.assertEqual(0, self.sim.count(PLUG, "netif.set_stainfo"))

    def test_a_lost_answer_is_not_repeated(self):
        with FakePlugThatLosesOneAnswer(self.sim, "set_stainfo", STAYS) as lost:
            error = self.kasa("--host", lost.address, "wifi", "join", "Old mill", "--password-file", self.key_file(),
                              "--yes", "--json", status=1).one()["error"]
            self.assertEqual("outcome_unknown", error["code"])
            for part in ("may or may not", "kasa discover"):
                self.assertIn(part, error["message"])
            self.assertEqual((1, 1), (self.sim.count(STAYS, "netif.set_stainfo"), len(lost.asked("set_stainfo"))))

    def test_nobody_is_not_asked(self):
        result = run("wifi", "join", PLUG, "Old mill", "--password-file", self.key_file())
        self.assertEqual(2, result.status)
        self.assertIn("--yes", result.err)
        self.check_nothing_was_sent()

    def test_the_password_is_in_no_log(self):
        result = self.join("Old mill", "--password-file", self.key_file(), "-vv", "--json")
        self.assertIn("set_stainfo", result.err)
        self.assertNotIn(KEY, result.err + result.out)


class Prompt(Case):
    def test_question_password_and_answer(self):
        with Terminal("wifi", "join", PLUG, "Old mill") as terminal:
            terminal.wait("[y/N] ")
            terminal.type("y\n")
            terminal.wait('Password of "Old mill", empty for an open network: ')
            self.assertFalse(terminal.echoes())
            terminal.type(KEY + "\n")
            self.assertEqual(0, terminal.end())
            self.assertTrue(terminal.echoes())
            self.assertNotIn(KEY, terminal.seen)
            self.assertIn("it leaves for", terminal.seen)
        self.assertEqual(1, self.sim.count(PLUG, "netif.set_stainfo"))

    def test_an_open_network_needs_none(self):
        with Terminal("wifi", "join", LIGHT, "Old mill guest", "--key-type", "open", "--yes") as terminal:
            self.assertEqual(0, terminal.end())
            self.assertNotIn("Password", terminal.seen)
        with Terminal("wifi", "join", STAYS, "Old mill guest", "--yes") as terminal:
            terminal.wait("Password")
            terminal.type("\n")
            self.assertEqual(0, terminal.end())

    def test_ctrl_c_gives_the_echo_back(self):
        with Terminal("wifi", "join", PLUG, "Old mill", "--yes") as terminal:
            terminal.wait("Password")
            terminal.type("half\x03")
            self.assertEqual(-2, terminal.end())
            self.assertTrue(terminal.echoes())
        self.check_nothing_was_sent()

    def test_the_shell_gets_the_echo_back_with_the_end_of_a_short_password_too(self):
        with Terminal("wifi", "join", PLUG, "Old mill", "--yes") as terminal:
            terminal.wait("Password")
            terminal.type("abc\n")
            self.assertEqual(2, terminal.end())
            self.assertTrue(terminal.echoes())
            self.assertIn("8 to 64 bytes", terminal.seen)
        self.check_nothing_was_sent()


class Mistakes(Case):
    def test_each_gets_status_2_and_nothing_is_sent(self):
        join = ["wifi", "join", PLUG]
        short = self.key_file("abc\n")
        for args, parts in (
            (join + ["x" * 40], ["SSID", "1 to 32 bytes", "40"]),
            (join + ["é" * 17], ["1 to 32 bytes", "34"]),
            (join + [""], ["1 to 32 bytes"]),
            (join + ["a\nb"], ["control character"]),
            (join + ["Old mill", "--key-type", "wpa3"], ["--key-type", '"wpa3"', "open, wep, wpa, wpa2"]),
            (join + ["Old mill", "--key-type", "-1"], ["--key-type", '"-1"', "0 to 99"]),
            (join + ["Old mill", "--key-type", "open", "--password-file", short], ["open network"]),
            (join + ["Old mill", "--password-file", short], ["8 to 64 bytes", "3"]),
            (join + ["Old mill", "--key-type", "wpa2", "--password-file", short], ["8 to 64 bytes", "3"]),
            (join + ["Old mill", "--key-type", "wpa2", "--password-file", self.key_file("x" * 65)], ["64"]),
            (join + ["Old mill", "--key-type", "wpa2"], ["8 to 64 bytes", "0"]),
            (join, ["SSID", "missing"]),
            (["wifi", "join", "all", "Old mill"], ["one DEVICE"]),
            (["wifi", PLUG, "--cached"], ["--cached", "wifi scan"]),
            (["wifi", f"{PLUG}/1"], ["whole device"]),
        ):
            with self.subTest(args=args):
                result = run(*args, "--yes")
                self.assertEqual((2, ""), (result.status, result.out), f"\n{result}")
                for part in parts:
                    self.assertIn(part, result.err)
        self.check_nothing_was_sent()


class Setup(kasatest.TestCase):
    """man kasa-setup, its commands typed in their order: the device is the one at 192.168.0.1."""

    def commands(self):
        blocks = re.findall(r"(?ms)^\.nf\n\.RS\n(.*?)^\.RE$", SETUP)
        return [line.replace("\\-", "-") for block in blocks for line in block.splitlines()]

    def ours(self):
        return [shlex.split(line)[1:] for line in self.commands() if line.startswith("kasa ")]

    def test_the_page_is_well_formed(self):
        page = kasatest.run("-mandoc", "-ww", "-Tutf8", "-Kutf8", str(SOURCE / "cli" / "kasa-setup.7.in"),
                            program=kasatest.need_program("groff"))
        self.assertEqual((0, ""), (page.status, page.err))

    def test_its_commands_are_kasas(self):
        self.assertGreaterEqual(len(self.ours()), 9)
        for args in self.ours():
            words = [word for word in args if not word.startswith("-") and word != SETUP_HOST]
            with self.subTest(args=args):
                self.assertIn("usage: kasa " + words[0], self.kasa("help", words[0]).out)

    def play(self, house, args, folder):
        """Types a command; the address that the page takes for an example is the device's."""
        typed = [SETUP_HOST if word == FOUND_HOST else word for word in args]
        leaves = "join" in typed or "reset" in typed
        yes = ["--yes"] if leaves and "--yes" not in typed else []
        password = ["--password-file", "-"] if "join" in typed and "--password-file" not in typed else []
        result = self.kasa(*typed, *password, *yes, cwd=str(folder), stdin=KEY,
                           env={"KASA_TARGET": SETUP_HOST, "KASA_WAIT": "1"})
        self.assertNotEqual("", result.out)
        self.assertNotIn(KEY, result.out + result.err)
        if leaves:
            left_and_back(house, SETUP_HOST)

    def test_the_story_ends_with_a_device_that_has_a_name_and_a_network(self):
        subprocess.run(["ip", "address", "add", SETUP_HOST + "/24", "dev", "lo"], check=True)
        self.addCleanup(subprocess.run, ["ip", "address", "del", SETUP_HOST + "/24", "dev", "lo"], check=True)
        house = self.house("--address", SETUP_HOST, "--device", "HS110(EU),alias=Christmas tree,scan=0")
        folder = self.folder()
        key = folder / "wifi.key"
        key.write_text(KEY + "\n")
        key.chmod(0o600)
        for args in self.ours():
            with self.subTest(args=args):
                self.play(house, args, folder)
        self.assertEqual("Old mill", station(SETUP_HOST)["ssid"])
        self.assertEqual("Christmas tree", kasatest.sysinfo(SETUP_HOST)["alias"])
        self.assertEqual((1, 3), (house.count(SETUP_HOST, "system.reset"), house.count(SETUP_HOST, "netif.set_stainfo")))
        self.assertEqual("nowhere.invalid",
                         ask(SETUP_HOST, {"cnCloud": {"get_info": {}}})["cnCloud"]["get_info"]["server"])


if __name__ == "__main__":
    kasatest.main()
