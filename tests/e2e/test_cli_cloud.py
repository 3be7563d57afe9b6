"""cloud, location, reset and firmware: each setter read back, each secret kept, what must not be repeated done once."""
import json
import re
import signal
from pathlib import Path

import kasatest
from kasatest import ask, run, sysinfo
from plugwire import FakePlugThatLosesOneAnswer
from terminal_talk import Terminal

PLUG, BULB, STRIP = "127.0.0.1", "127.0.0.2", "127.0.0.3"
HOUSE = ("--device", "HS110(EU),alias=Christmas tree", "--device", "KL130(EU),alias=Reading lamp",
         "--device", "HS300(US),alias=Desk strip")
MODULES = {PLUG: "cnCloud", BULB: "smartlife.iot.common.cloud", STRIP: "cnCloud"}
ACCOUNT, PASSWORD = "me@example.com", "s3cret-of-mine"


def info(host):
    return ask(host, {MODULES[host]: {"get_info": {}}})[MODULES[host]]["get_info"]


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*HOUSE)

    def password_file(self, text=PASSWORD + "\n", mode=0o600):
        path = self.folder() / "password"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return str(path)

    def check_mistake(self, args, parts, **keywords):
        result = run(*args, **keywords)
        self.assertEqual((2, ""), (result.status, result.out), f"\n{result}")
        for part in parts:
            self.assertIn(part, result.err)
        self.assertNotIn(PASSWORD, result.err)

    def check_lost(self, method, *args, look, host=PLUG, **keywords):
        """The answer is lost after the device has done it: done once, and nobody knows."""
        with FakePlugThatLosesOneAnswer(self.sim, method.split(".")[-1], host) as lost:
            result = self.kasa("--host", lost.address, *args, "--yes", "--json", status=1, **keywords)
            error = result.one()["error"]
            self.assertEqual("outcome_unknown", error["code"])
            self.assertIn("may or may not", error["message"])
            self.assertIn(look, error["message"])
            self.assertEqual(1, self.sim.count(host, method))
            self.assertEqual(1, len(lost.asked(method.split(".")[-1])))
        return result


class Cloud(Case):
    def test_it_shows_what_the_device_says(self):
        for host in MODULES:
            with self.subTest(host):
                told = info(host)
                self.assertEqual({"bound": False, "server": told["server"], "connected": False},
                                 self.kasa("cloud", host, "--json").one()["cloud"])
        self.assertEqual(["Christmas tree", "  bound     no", "  server    n-devs.tplinkcloud.com", "  connected no"],
                         [re.sub(r"^(  \S+) +", lambda m: f"{m[1]:<12}", line)
                          for line in self.kasa("cloud", "Christmas tree").lines])

    def test_bind_and_unbind_are_read_back(self):
        for host in MODULES:
            with self.subTest(host):
                bound = self.kasa("cloud", "bind", host, "--username", ACCOUNT, "--password-file",
                                  self.password_file(), "--yes", "--json").one()["cloud"]
                told = info(host)
                self.assertEqual((1, ACCOUNT), (told["binded"], told["username"]))
                self.assertEqual({"bound": True, "account": ACCOUNT, "server": told["server"], "connected": True},
                                 bound)
                left = self.kasa("cloud", "unbind", host, "--yes", "--json").one()["cloud"]
                self.assertEqual((0, ""), (info(host)["binded"], info(host)["username"]))
                self.assertEqual({"bound": False, "server": told["server"], "connected": False}, left)

    def test_another_server_is_read_back_and_nobody_is_asked(self):
        for host in MODULES:
            self.assertEqual("nowhere.invalid",
                             self.kasa("cloud", "server", host, "nowhere.invalid", "--json").one()["cloud"]["server"])
            self.assertEqual("nowhere.invalid", info(host)["server"])

    def test_who_is_bound_to_none_cannot_be_unbound(self):
        error = self.kasa("cloud", "unbind", PLUG, "--yes", "--json", status=1).one()["error"]
        self.assertEqual(("device", -4002), (error["code"], error["device_code"]))

    def test_the_password_comes_from_standard_input_too(self):
        for text in (PASSWORD, PASSWORD + "\n", PASSWORD + "\r\n"):
            self.kasa("cloud", "bind", PLUG, "--username", ACCOUNT, "--password-file", "-", "--yes", stdin=text)
            self.assertEqual(1, info(PLUG)["binded"])
            self.kasa("cloud", "unbind", PLUG, "--yes")

    def test_the_device_gets_what_stands_in_the_file(self):
        word = 'blank "quote" \\ Schlüssel'
        with FakePlugThatLosesOneAnswer(self.sim, "nothing") as seen:
            self.kasa("--host", seen.address, "cloud", "bind", "--username", ACCOUNT, "--password-file",
                      self.password_file(word + "\n"), "--yes")
            bind = json.loads(seen.asked('"bind"')[0])["cnCloud"]["bind"]
        self.assertEqual({"username": ACCOUNT, "password": word}, bind)

    def test_nobody_is_not_asked(self):
        for args in (["cloud", "unbind", PLUG], ["cloud", "bind", PLUG, "--username", ACCOUNT, "--password-file",
                                                 self.password_file()]):
            self.check_mistake(args, ["--yes", "cannot be undone"])
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))

    def test_lost_answers_are_not_repeated(self):
        self.check_lost("cnCloud.bind", "cloud", "bind", "--username", ACCOUNT, "--password-file",
                        self.password_file(), look="kasa cloud")
        self.check_lost("cnCloud.unbind", "cloud", "unbind", look="kasa cloud")

    def test_the_password_is_in_no_log(self):
        result = self.kasa("-vv", "cloud", "bind", PLUG, "--username", ACCOUNT, "--password-file",
                           self.password_file(), "--yes", "--json")
        self.assertIn("bind", result.err)
        self.assertNotIn(PASSWORD, result.err + result.out)
        self.sim.fault(PLUG, "garbage")
        result = run("-vv", "cloud", "bind", PLUG, "--username", ACCOUNT, "--password-file",
                     self.password_file(), "--yes", "--json")
        self.assertNotIn(PASSWORD, result.err + result.out)

    def test_mistakes_are_told_before_anything_is_sent(self):
        bind = ["cloud", "bind", PLUG, "--yes", "--username"]
        for args, parts in (
            (["cloud", "bind", PLUG], ["--username", "missing"]),
            (bind + [""], ["--username", "1 to 127 bytes"]),
            (bind + ["a" * 128], ["--username", "1 to 127 bytes", "128"]),
            (bind + ["a\nb"], ["--username", "control character"]),
            (bind + [ACCOUNT], ["password", "--password-file"]),
            (bind + [ACCOUNT, "--password-file", "/nowhere/at/all"], ["--password-file", "/nowhere/at/all"]),
            (bind + [ACCOUNT, "--password-file", "/dev/null"], ["--password-file", "regular"]),
            (bind + [ACCOUNT, "--password-file", self.password_file(mode=0o644)], ["chmod 600"]),
            (bind + [ACCOUNT, "--password-file", self.password_file("")], ["1 to 127 bytes"]),
            (bind + [ACCOUNT, "--password-file", self.password_file("x" * 128)], ["127 bytes", "128"]),
            (bind + [ACCOUNT, "--password-file", self.password_file("a\nb\n")], ["one line"]),
            (bind + [ACCOUNT, "--password-file", self.password_file(b"a\0b")], ["one line"]),
            (["cloud", "bind", PLUG, "--password", "x"], ["--password-file"]),
            (["cloud", "server", PLUG, "not a host"], ['"not a host"', "letters, digits"]),
            (["cloud", "server", PLUG, ""], ["1 to 79"]),
            (["cloud", "server", PLUG, "x" * 80], ["1 to 79"]),
            (["cloud", "server", PLUG], ["HOST", "missing"]),
        ):
            with self.subTest(args=args):
                if "--password" in args:
                    result = run(*args)
                    self.assertEqual(2, result.status)
                else:
                    self.check_mistake(args, parts)
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))


class Prompt(Case):
    """The question for a password, on a terminal."""

    def bind(self, *more):
        return self.enter(Terminal("cloud", "bind", PLUG, "--username", ACCOUNT, *more))

    def test_it_is_asked_after_the_confirmation_and_not_shown(self):
        terminal = self.bind()
        terminal.wait("[y/N] ")
        self.assertTrue(terminal.echoes())
        terminal.type("y\n")
        terminal.wait(f"Password of {ACCOUNT}: ")
        self.assertFalse(terminal.echoes())
        terminal.type(PASSWORD + "\n")
        self.assertEqual(0, terminal.end())
        self.assertTrue(terminal.echoes())
        self.assertNotIn(PASSWORD, terminal.seen)
        self.assertIn("bound", terminal.seen)
        self.assertEqual((1, ACCOUNT), (info(PLUG)["binded"], info(PLUG)["username"]))

    def test_no_ends_it_before_a_password_is_asked_for(self):
        terminal = self.bind()
        terminal.wait("[y/N] ")
        terminal.type("n\n")
        self.assertEqual(2, terminal.end())
        self.assertNotIn("Password", terminal.seen)
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))

    def test_a_signal_gives_the_echo_back(self):
        for signo in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(signo), Terminal("cloud", "bind", PLUG, "--username", ACCOUNT, "--yes") as terminal:
                terminal.wait("Password")
                self.assertFalse(terminal.echoes())
                if signo == signal.SIGINT:
                    terminal.type("half\x03")
                else:
                    terminal.process.send_signal(signo)
                self.assertEqual(-signo, terminal.end())
                self.assertTrue(terminal.echoes())
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))

    def test_the_end_of_input_and_an_empty_line_send_nothing(self):
        for typed in ("\x04", "\n"):
            with self.subTest(typed), Terminal("cloud", "bind", PLUG, "--username", ACCOUNT, "--yes") as terminal:
                terminal.wait("Password")
                terminal.type(typed)
                self.assertEqual(2, terminal.end())
                self.assertTrue(terminal.echoes())
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))

    def test_nobody_sees_it_in_the_list_of_processes(self):
        self.sim.fault(PLUG, "slow:3000")
        terminal = self.bind("--yes")
        terminal.wait("Password")
        terminal.type(PASSWORD + "\n")
        kasatest.wait_until(lambda: self.sim.counts(PLUG)[1] > 0, what="the request is there")
        for name in ("cmdline", "environ"):
            self.assertNotIn(PASSWORD.encode(), Path(f"/proc/{terminal.process.pid}/{name}").read_bytes())
        self.sim.fault(PLUG)
        terminal.end()


class Location(Case):
    def test_it_is_shown_to_those_who_ask_twice(self):
        self.kasa("location", "set", PLUG, "52.3702,4.8952")
        told = self.kasa("location", PLUG)
        self.assertIn("set; kasa --verbose location shows it", told.out)
        self.assertNotIn("52.3", told.out + told.err)
        self.assertEqual({"set": True}, self.kasa("location", PLUG, "--json").one()["location"])
        told = self.kasa("--verbose", "location", PLUG)
        self.assertRegex(told.out, r"latitude +52\.3702\n +longitude +4\.8952\n")
        self.assertEqual({"set": True, "latitude": 52.3702, "longitude": 4.8952},
                         self.kasa("-v", "location", PLUG, "--json").one()["location"])
        self.assertNotIn("52.3", self.kasa("-vv", "location", PLUG, "--quiet").err)

    def test_what_is_set_is_read_back(self):
        for host in (PLUG, BULB, STRIP):
            for typed, latitude, longitude in (("52.3702,4.8952", 523702, 48952), ("33.87S,151.21E", -338700, 1512100),
                                               ("33.87 s, 151.21 w", -338700, -1512100), ("90,180", 900000, 1800000)):
                with self.subTest(host=host, typed=typed):
                    self.assertTrue(self.kasa("location", "set", host, typed, "--json").one()["location"]["set"])
                    told = sysinfo(host)
                    self.assertEqual((latitude, longitude), (told["latitude_i"], told["longitude_i"]))
        self.kasa("location", "set", PLUG, "--", "-33.87,-0.5")
        self.assertEqual((-338700, -5000), tuple(sysinfo(PLUG)[key] for key in ("latitude_i", "longitude_i")))

    def test_it_is_in_no_log(self):
        result = self.kasa("-vv", "location", "set", PLUG, "52.3702,4.8952", "--quiet")
        self.assertNotRegex(result.err, "52\\.?3702|4\\.?8952")

    def test_mistakes(self):
        for typed in ("91,0", "0,181", "52.37", "north", "", "52,37,4,89", "52.37N,4.89N", "4.89E,52.37N", "nan,nan",
                      "1e3,0", "52.37,", "52.37,4.89x"):
            with self.subTest(typed):
                self.check_mistake(["location", "set", PLUG, typed], ["LAT,LON", "-90 to 90"])
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))


class Reset(Case):
    def test_it_asks_and_forgets(self):
        self.check_mistake(["reset", PLUG], ["--yes", "Wi-Fi"])
        self.kasa("on", PLUG)
        self.kasa("alias", PLUG, "Other name")
        self.assertIn("forgets everything", self.kasa("reset", PLUG, "--yes").out)
        self.assertEqual(1, self.sim.count(PLUG, "system.reset"))
        kasatest.wait_until(lambda: self.is_back(), what="the plug is back")
        self.assertEqual(0, sysinfo(PLUG)["relay_state"])

    def is_back(self):
        try:
            return sysinfo(PLUG)["alias"] != "Other name"
        except (OSError, AssertionError):
            return False

    def test_not_all_and_not_several(self):
        for args in (["reset", "all", "--yes"], ["reset", PLUG, BULB, "--yes"], ["reset", f"{STRIP}/1", "--yes"]):
            with self.subTest(args=args):
                self.check_mistake(args, ["reset"])
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))

    def test_a_lost_answer_is_not_repeated(self):
        self.check_lost("system.reset", "reset", look="man kasa-setup")

    def test_on_a_terminal_only_yes_is_yes(self):
        for typed, status in (("\n", 2), ("n\n", 2), ("y\n", 0)):
            with self.subTest(typed), Terminal("reset", PLUG) as terminal:
                terminal.wait("[y/N] ")
                terminal.type(typed)
                self.assertEqual(status, terminal.end())
                self.assertEqual(status == 0, self.sim.count(PLUG, "system.reset") == 1)


class Firmware(Case):
    def test_versions_are_those_of_the_device(self):
        told = sysinfo(PLUG)
        self.assertEqual({"version": told["sw_ver"], "hardware": told["hw_ver"], "model": told["model"]},
                         self.kasa("firmware", PLUG, "--json").one()["firmware"])
        self.assertEqual(0, self.sim.count(PLUG, "cnCloud.get_intl_fw_list"))

    def test_the_cloud_is_asked_through_the_device(self):
        for host in (PLUG, BULB):
            self.assertEqual([], self.kasa("firmware", host, "--check", "--json").one()["firmware"]["updates"])
            self.assertEqual(1, self.sim.count(host, f"{MODULES[host]}.get_intl_fw_list"))
        self.assertIn("no updates", self.kasa("firmware", PLUG, "--check").out)

    def test_what_the_cloud_offers_is_shown(self):
        path = self.folder() / "plug.json"
        offer = {"fwVer": "1.2.9 Build 230101", "fwTitle": "Fixes \x1b[2J and more", "fwReleaseDate": "2023-01-01",
                 "fwUrl": "http://example.invalid/fw.bin", "fwType": 2, "fwReleaseLog": "x"}
        path.write_text(json.dumps({"system": {"get_sysinfo": sysinfo(PLUG)},
                                    "cnCloud": {"get_intl_fw_list": {"fw_list": [offer], "err_code": 0}}}))
        with kasatest.House("--port", "19999", "--replay", str(path)):
            host = ["--host", "127.0.0.1", "--port", "19999"]
            updates = self.kasa(*host, "firmware", "--check", "--json").one()["firmware"]["updates"]
            self.assertEqual([{"version": offer["fwVer"], "released": offer["fwReleaseDate"],
                               "title": offer["fwTitle"]}], updates)
            told = self.kasa(*host, "firmware", "--check").out
        self.assertIn("1.2.9 Build 230101  2023-01-01", told)
        self.assertNotIn("\x1b", told)

    def test_help_says_why_nothing_is_installed(self):
        self.assertRegex(self.kasa("help", "firmware").out, "(?i)nothing is installed.*")


if __name__ == "__main__":
    kasatest.main()
