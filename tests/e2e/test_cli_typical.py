"""Typical mistakes with each command, on devices that are there: status 2, a sentence that says what is allowed, and
nobody is asked. Where only the device knows what is allowed it is asked, and stays as it was.

How command lines are read is in test_cli_mistakes.py.
"""
import kasatest
from kasatest import run, sysinfo

PLUG, STRIP, BULB, SHELF, DIMMER, STAIRS = HOSTS = [f"127.0.0.{n}" for n in range(1, 7)]
HOUSE = [
    "HS110(EU),alias=Christmas tree", "HS300(US),alias=Desk strip", "KL130(EU),alias=Reading lamp",
    "KL430(US),alias=Shelf", "HS220(US),alias=Dining table", "KS200M(US),alias=Stairs",
]
TIMES = ["00:00 to 23:59", "sunset-15m"]
DAYS = ["mon-fri", "daily", "weekend"]
LENGTHS = ["2h", "1h30m"]
LONG = "x" * 200

# What was typed, and what the sentence says: what was wrong, and what is allowed.
TYPED = [
    # switching
    (["on", PLUG, "--for", "0"], ["--for", '"0"', "1s to 24h"]),
    (["on", PLUG, "--for", "soon"], ["--for", '"soon"', *LENGTHS]),
    (["off", PLUG, "--for", "25h"], ["--for", '"25h"', "1s to 24h"]),
    (["on", PLUG, "--force"], ["--force", "--for"]),
    (["on", BULB, "--brightness", "101"], ["--brightness", '"101"', "1 to 100"]),
    (["on", BULB, "--hsv", "400,0,0"], ["--hsv", '"400,0,0"', "0 to 360", "0 to 100", "240,80,50"]),
    (["on", BULB, "--temperature", "100"], ["--temperature", '"100"', "1500 to 10000", "2700"]),
    (["on", BULB, "--transition", "soon"], ["--transition", '"soon"', "1h"]),
    (["on", f"{STRIP}/"], ["outlet is empty"]),
    (["on", "all/1"], ["all", "one strip"]),
    (["off", "@nobody"], ['"@nobody"', "configuration"]),
    (["reboot", f"{STRIP}:99999"], [f"{STRIP}:99999", "1 to 65535"]),
    (["led", PLUG, "maybe"], ['"maybe"', "on or off"]),
    (["alias", PLUG, LONG], ["200", "1 to 127 bytes"]),
    # lights
    (["brightness", BULB, "101"], ['"101"', "1 to 100"]),
    (["brightness", BULB, "-1"], ['"-1"', "1 to 100"]),
    (["brightness", BULB, "full"], ['"full"', "1 to 100"]),
    (["temperature", BULB, "100"], ['"100"', "1500 to 10000"]),
    (["hsv", BULB, "400,0,0"], ['"400,0,0"', "0 to 360", "240,80"]),
    (["preset", "use", BULB, "-1"], ['"-1"', "number from 1"]),
    (["preset", "set", BULB, "-1", "--brightness", "5"], ['"-1"', "number from 1"]),
    (["preset", "set", BULB, "1", "--brightness", "0"], ["--brightness", '"0"', "1 to 100"]),
    (["light", "set", BULB, "--hard-on", "never"], ["--hard-on", '"never"', "last", "circadian", "preset:2"]),
    (["effect", "set", SHELF, "/nonexistent.json"], ["/nonexistent.json", "No such file"]),
    (["effect", "set", SHELF, "aurora"], ["aurora", "No such file"]),
    (["effect", "set", SHELF, "{aurora}"], ["JSON"]),
    (["effect", "set", SHELF, "{}"], ['"name"']),
    # dimmers and sensors
    (["dimmer", "set", DIMMER, "--threshold", "99"], ["--threshold", '"99"', "0 to 51"]),
    (["dimmer", "set", DIMMER, "--fade-on", "20s"], ["--fade-on", '"20s"', "0s to 10s"]),
    (["dimmer", "set", DIMMER, "--long-press", "off"], ["--long-press", '"off"', "none, instant, gentle"]),
    (["motion", "set", STAIRS, "--threshold", "101"], ["--threshold", '"101"', "0 to 100"]),
    (["motion", "set", STAIRS, "--range", "wide"], ["--range", '"wide"', "far, mid, near or custom"]),
    (["motion", "set", STAIRS, "--inactivity", "25h"], ["--inactivity", '"25h"', "24h"]),
    (["ambient", "set", STAIRS, "--level", "5"], ["--level", '"5"', "0 to 100", "cloudy=40"]),
    # rules and countdowns
    (["schedule", "add", PLUG, "on"], ["--at is missing", "21:30", "sunset-15m"]),
    (["schedule", "add", PLUG, "--at", "7:00"], ["on or off", "on|off DEVICE"]),
    (["schedule", "add", PLUG, "maybe", "--at", "7:00"], ['"maybe"', "on or off"]),
    (["schedule", "add", PLUG, "on", "--at", "25:00"], ["--at", '"25:00"', *TIMES]),
    (["schedule", "add", PLUG, "on", "--at", "7:60"], ["--at", '"7:60"', *TIMES]),
    (["schedule", "add", PLUG, "on", "--at", "sunset-13h"], ["--at", '"sunset-13h"', "at most 12h"]),
    (["schedule", "add", PLUG, "on", "--at", "7:00", "--days", "funday"], ["--days", '"funday"', *DAYS]),
    (["schedule", "add", PLUG, "on", "--at", "7:00", "--on", "2026-02-30"], ["--on", '"2026-02-30"', "28 days"]),
    (["schedule", "add", PLUG, "on", "--at", "7:00", "--days", "mon", "--once"], ["--days", "--once", "exclude"]),
    (["schedule", "add", PLUG, "on", "--at", "7:00", "--until", "7:00"], ["--until", '"7:00"', "later"]),
    (["schedule", "add", PLUG, "on", "--at", "7:00", "--name", LONG], ["--name", "200", "at most 63"]),
    (["schedule", "edit", PLUG, "1"], ["--at", "--until", "--turn", "--days"]),
    (["schedule", "edit", PLUG, "1", "--turn", "maybe"], ["--turn", '"maybe"', "on nor off"]),
    (["schedule", "edit", PLUG, "1", "--turn", "\x1b[2J"], ["--turn", "on nor off"]),
    (["schedule", "remove", PLUG], ["DEVICE or RULE is missing"]),
    (["schedule", "lst", PLUG], ['"lst"', '"list"']),
    (["schedule", "list", PLUG, "--json", "--csv"], ["--json or --csv", "not both"]),
    (["away", "add", PLUG, "--from", "18:00"], ["--until is missing", "21:30"]),
    (["away", "add", PLUG, "--from", "6pm", "--until", "late"], ["--until", '"late"', *TIMES]),
    (["timer", PLUG, "off"], ["--in is missing", *LENGTHS[:1], "1h30m"]),
    (["timer", PLUG, "off", "--in", "0"], ["--in", '"0"', "1s to 24h"]),
    (["timer", PLUG, "off", "--in", "2 fortnights"], ["--in", '"2 fortnights"', *LENGTHS]),
    (["timer", "cancel", PLUG, "--csv"], ["timer cancel", "--csv"]),
    # the clock
    (["time", "set", PLUG, "25:00"], ['"25:00"', "2000 to 2099", "2026-12-24 18:00"]),
    (["time", "sync", PLUG, "--zone", "Mars/Olympus"], ["--zone", '"Mars/Olympus"']),
    # meters
    (["energy", PLUG, "--price", "abc"], ["--price", '"abc"', "0 to 1000", "0.30"]),
    (["energy", PLUG, "--day", "2026-13"], ["--day", '"2026-13"', "2026-07"]),
    (["energy", PLUG, "--month", "26"], ["--month", '"26"', "four digits"]),
    (["energy", PLUG, "--json", "--csv"], ["--json or --csv", "not both"]),
    (["usage", PLUG, "--price", "1"], ["usage", "--price", "kasa energy"]),
    (["state", PLUG, "--csv"], ["state", "--csv"]),
    # watching
    (["watch", PLUG, "--every", "0"], ["--every", '"0"']),
    (["watch", PLUG, "--count", "0"], ["--count", '"0"']),
    (["watch", PLUG, "--csv"], ["watch", "--csv"]),
    # where a device belongs
    (["wifi", "join", PLUG, "x" * 33, "--yes"], ["SSID", "1 to 32 bytes", "33"]),
    (["wifi", "join", PLUG, "Old mill", "--key-type", "wpa9", "--yes"], ['"wpa9"', "open, wep, wpa, wpa2"]),
    (["wifi", "join", PLUG, "Old mill", "--key-type", "wpa2", "--yes"], ["password", "8 to 64 bytes"]),
    (["wifi", "join", PLUG], ["SSID", "missing"]),
    (["cloud", "bind", PLUG, "--yes"], ["--username", "missing"]),
    (["cloud", "bind", PLUG, "--username", "me", "--password-file", "/nonexistent", "--yes"], ["/nonexistent",
     "No such"]),
    (["cloud", "server", PLUG, "not a host"], ['"not a host"', "letters, digits"]),
    (["location", "set", PLUG, "91,0"], ["LAT,LON", "-90 to 90"]),
    (["location", "set", PLUG, "-91,0"], ["LAT,LON", "-90 to 90"]),
    (["location", "set", PLUG, "Vienna"], ["LAT,LON", "52.3702,4.8952"]),
    (["reset", PLUG], ["--yes", "Wi-Fi"]),
    (["reset", "all", "--yes"], ["reset", "DEVICE"]),
    (["energy", PLUG, "--erase"], ["--yes", "forgotten"]),
    (["schedule", "clear", PLUG], ["--yes", "rules"]),
    # searching, and what all commands have
    (["discover", "--target", "300.0.0.0/24"], ['"300.0.0.0/24"', "192.0.2.0/24"]),
    (["discover", "--target", "10.0.0.0/8"], ["10.0.0.0/8", "/16"]),
    (["discover", "--interface", "nope0"], ['"nope0"', "IPv4"]),
    (["discover", "--leases", "/nonexistent"], ["/nonexistent", "No such file"]),
    (["--port", "70000", "state", PLUG], ["--port", '"70000"', "1 to 65535"]),
    (["--timeout", "0", "state", PLUG], ["--timeout", '"0"', "above 0", "3600"]),
    (["--config", "/nonexistent.yaml", "state", PLUG], ["/nonexistent.yaml", "No such file"]),
    (["raw", PLUG, '{"system":'], ["JSON object", "get_sysinfo"]),
    (["raw", PLUG, "get_sysinfo"], ['"get_sysinfo"', "JSON object"]),
]

# What only the device knows.
ASKED = [
    (["on", f"{STRIP}/7"], ['"7"', "1 ", "6 "]),
    (["off", f"{STRIP}/Printer"], ['"Printer"', "1 ", "6 "]),
    (["alias", f"{STRIP}/7", "Printer"], ['"7"', "1 ", "6 "]),
    (["temperature", BULB, "2000"], ["2500 to 9000 K", "not 2000"]),
    (["preset", "use", BULB, "9"], ["preset 9", "1, 2, 3, 4"]),
    (["preset", "set", BULB, "9", "--brightness", "5"], ["preset 9", "1, 2, 3, 4"]),
    (["light", "set", BULB, "--soft-on", "preset:9"], ["preset 9", "1, 2, 3, 4"]),
    (["ambient", "set", STAIRS, "--dark", "clody"], ['"clody"', "cloudy"]),
    (["schedule", "remove", PLUG, "3"], ['"3"', "no rules"]),
    (["away", "edit", PLUG, "Holiday", "--until", "23:00"], ['"Holiday"', "no rules"]),
]


class Mistakes(kasatest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sim = kasatest.House(*(word for spec in HOUSE for word in ("--device", spec)))
        cls.addClassCleanup(cls.sim.close)

    def check(self, result, parts):
        self.assertEqual((2, ""), (result.status, result.out), f"\n{result}")
        self.assertRegex(result.err, r"\Akasa: [^\x00-\x1f\x7f]+\n\Z", "one sentence")
        for part in parts:
            self.assertIn(part, result.err)

    def test_what_is_wrong_in_itself_is_told_and_nobody_is_asked(self):
        for args, parts in TYPED:
            with self.subTest(args=args):
                before = [self.sim.counts(host) for host in HOSTS]
                self.check(run(*args), parts)
                self.assertEqual(before, [self.sim.counts(host) for host in HOSTS])

    def test_what_the_device_does_not_have_is_told_with_what_it_has_and_nothing_changes(self):
        before = [sysinfo(host) for host in HOSTS]
        for args, parts in ASKED:
            with self.subTest(args=args):
                self.check(run(*args), parts)
                for info, host in zip(before, HOSTS):
                    self.assertEqual(self.lasting(info), self.lasting(sysinfo(host)))

    def test_a_slip_in_a_verb_where_a_device_may_stand_is_told(self):
        for args, parts in ((["wifi", "scna", PLUG], ['"scna"', '"scan"']),
                            (["motion", "onn", STAIRS], ['"onn"', '"on"']),
                            (["time", "synk", PLUG], ['"synk"', '"sync"']),
                            (["cloud", "bnd", PLUG, "--username", "me"], ["--username", "kasa cloud bind"])):
            with self.subTest(args=args):
                result = run("--wait", "1", *args)
                self.assertIn(result.status, (2, 3), f"\n{result}")
                for part in parts:
                    self.assertIn(part, result.err)

    @staticmethod
    def lasting(info):
        return {key: value for key, value in info.items() if key not in ("on_time", "rssi")}


class BrokenConfiguration(kasatest.TestCase):
    def test_each_mistake_is_told_with_its_place_and_nobody_is_asked(self):
        house = self.house("--device", HOUSE[0])
        path = self.folder() / "config.yaml"
        for text, parts in (("groups: [", [":1:"]), ("grups:\n  a: [b]\n", [":1:1", "groups"]),
                            ("defaults:\n  timeout: soon\n", [":2:", "soon"]), ("names:\n  lamp: []\n", [":2:"])):
            with self.subTest(text=text):
                path.write_text(text, encoding="utf-8")
                result = run("--config", str(path), "on", PLUG)
                self.assertEqual((2, ""), (result.status, result.out), f"\n{result}")
                self.assertIn(str(path), result.err)
                for part in parts:
                    self.assertIn(part, result.err)
        self.assertEqual((0, 0, 0), house.counts(PLUG))


if __name__ == "__main__":
    kasatest.main()
