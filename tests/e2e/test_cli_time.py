"""The clocks of devices: shown, set, and set right, in any time zone."""
import datetime
import zoneinfo

import kasatest
from kasatest import ask, run

PLUG, STRIP, BULB, STUBBORN = "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"
UTC, AMSTERDAM = 38, 41  # of the devices' table
COMMON = "smartlife.iot.common.timesetting"
SLACK_S = 5  # between what one program and the next take for now


def module(host):
    return COMMON if host == BULB else "time"


def device_clock(host):
    """What the device itself says: its wall clock, and the number of its time zone."""
    name = module(host)
    answer = ask(host, {name: {"get_time": {}, "get_timezone": {}}})[name]
    now = answer["get_time"]
    return (datetime.datetime(now["year"], now["month"], now["mday"], now["hour"], now["min"], now["sec"]),
            answer["get_timezone"]["index"])


def set_clock(host, moment, index):
    name = module(host)
    answer = ask(host, {name: {"set_timezone": {
        "year": moment.year, "month": moment.month, "mday": moment.day, "hour": moment.hour, "min": moment.minute,
        "sec": moment.second, "index": index}}})
    assert answer[name]["set_timezone"] == {"err_code": 0}, answer


def now_in(zone):
    return datetime.datetime.now(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


class Time(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.simulated = self.house("--device", "HS110(EU),alias=Tree", "--device", "HS300(US),alias=Strip",
                                    "--device", "KL130(EU),alias=Lamp", "--device",
                                    "HS100(EU),alias=Old,set-time=refused")

    def near(self, expected, seen):
        self.assertLessEqual(abs((expected - seen).total_seconds()), SLACK_S, f"{expected} and {seen}")

    def done(self, *args, **keywords):
        result = run(*args, **keywords)
        self.assertEqual(0, result.status, f"\n{result}")
        return result

    def test_it_is_shown_as_the_device_tells_it(self):
        for host in (PLUG, STRIP, BULB):
            with self.subTest(host):
                set_clock(host, datetime.datetime(2026, 2, 28, 23, 59, 0), AMSTERDAM)
                shown = self.done("--json", "--host", host, "time").one()["clock"]
                self.near(datetime.datetime(2026, 2, 28, 23, 59, 0), datetime.datetime.fromisoformat(shown["time"]))
                self.assertEqual(("Europe/Amsterdam", AMSTERDAM), (shown["zone"], shown["zone_index"]))
                behind = datetime.datetime.fromisoformat(shown["time"]) - now_in("Europe/Amsterdam")
                self.assertLessEqual(abs(behind.total_seconds() - shown["ahead_s"]), SLACK_S)

    def test_a_lost_clock_is_told_in_words_and_set_right_in_its_own_zone(self):
        set_clock(PLUG, datetime.datetime(2000, 1, 1), AMSTERDAM)
        self.assertIn("behind", self.done("--host", PLUG, "time").out)

        self.assertIn("the same", self.done("time", "sync", "Tree").out)

        moment, index = device_clock(PLUG)
        self.assertEqual(AMSTERDAM, index)
        self.near(now_in("Europe/Amsterdam"), moment)

    def test_any_zone_of_tzdata_becomes_one_that_the_device_knows(self):
        for name, index in (("Europe/Vienna", AMSTERDAM), ("europe/berlin", AMSTERDAM), ("Asia/Kolkata", 75),
                            ("Asia/Calcutta", 75), ("UTC", UTC)):
            for host in (PLUG, BULB):
                with self.subTest(zone=name, host=host):
                    shown = self.done("--json", "--host", host, "time", "sync", "--zone", name).one()["clock"]
                    moment, number = device_clock(host)
                    self.assertEqual((index, index), (number, shown["zone_index"]))
                    self.near(now_in({"europe/berlin": "Europe/Berlin"}.get(name, name)), moment)

    def test_the_zone_of_this_computer_is_taken_when_asked_for(self):
        self.done("--host", PLUG, "time", "sync", "--zone", "local", env={"TZ": "Europe/Rome"})
        moment, index = device_clock(PLUG)
        self.assertEqual(AMSTERDAM, index)
        self.near(now_in("Europe/Rome"), moment)

    def test_several_are_set_each_in_its_own_zone(self):
        set_clock(PLUG, datetime.datetime(2000, 1, 1), AMSTERDAM)
        set_clock(BULB, datetime.datetime(2000, 1, 1), UTC)
        self.done("time", "sync", "all")
        self.near(now_in("Europe/Amsterdam"), device_clock(PLUG)[0])
        self.near(now_in("UTC"), device_clock(BULB)[0])

    def test_a_device_that_takes_clock_and_zone_together_only_gets_both(self):
        for words in (("sync",), ("set",)):
            with self.subTest(words):
                set_clock(STUBBORN, datetime.datetime(2000, 1, 1), AMSTERDAM)
                value = ("2026-12-24 18:00",) if words == ("set",) else ()
                self.done("--host", STUBBORN, "time", *words, *value)
                moment, index = device_clock(STUBBORN)
                self.assertEqual(AMSTERDAM, index)
                self.near(datetime.datetime(2026, 12, 24, 18) if value else now_in("Europe/Amsterdam"), moment)

    def test_a_time_is_set_as_it_is_typed(self):
        set_clock(PLUG, datetime.datetime(2000, 1, 1), UTC)
        for typed in ("2028-02-29 18:00", "2028-02-29T18:00:00"):
            with self.subTest(typed):
                self.done("time", "set", "Tree", typed)
                moment, index = device_clock(PLUG)
                self.near(datetime.datetime(2028, 2, 29, 18), moment)
                self.assertEqual(UTC, index)

    def test_what_is_no_time_and_no_zone_is_refused_before_anything_is_sent(self):
        before = self.simulated.counts(PLUG)
        for args, words in (
                (("set", "Tree", "25:00"), "a date from 2000 to 2099"),
                (("set", "Tree", "2026-02-29 12:00"), "a date from 2000 to 2099"),
                (("set", "Tree", "2026-02-28 24:00"), "a date from 2000 to 2099"),
                (("set", "Tree", "2026-02-28 12:00 PM"), "a date from 2000 to 2099"),
                (("set", "Tree", "1999-02-28 12:00"), "a date from 2000 to 2099"),
                (("set", "Tree"), "DEVICE or TIME is missing"),
                (("sync", "Tree", "--zone", "Mars/Olympus"), "no time zone"),
                (("sync", "Tree", "--zone", "Europe/Vienn"), "did you mean Europe/Vienna"),
                (("sync", "Tree", "--zone", "../../etc/passwd"), "--zone"),
                (("Tree", "--zone", "UTC"), "--zone")):
            with self.subTest(args):
                result = run("time", *args)
                self.assertEqual(2, result.status, f"\n{result}")
                self.assertIn(words, result.err)
        self.assertEqual(before, self.simulated.counts(PLUG))

    def test_without_tzdata_a_zone_by_the_devices_own_name_still_shows(self):
        empty = kasatest.home() / "no-zones"
        empty.mkdir()
        result = self.done("--json", "--host", PLUG, "time", env={"TZDIR": str(empty)})
        self.assertNotIn("ahead_s", result.one()["clock"])
        refused = run("--host", PLUG, "time", "sync", env={"TZDIR": str(empty)})
        self.assertNotEqual(0, refused.status)
        self.assertIn("--zone", refused.err)


if __name__ == "__main__":
    kasatest.main()
