"""What devices of kasa-sim do by themselves: their clocks, schedules, countdowns, and what they remember of past days.

Asked by a few lines of Python and not by kasa. Nobody waits: the devices' time is moved forward.
"""
import contextlib
import datetime
import json

import kasatest
from kasatest import ask, sysinfo
from plugwire import ask_text

HOST = "127.0.0.1"
OK = {"err_code": 0}
NO_MODULE = {"err_code": -1, "err_msg": "module not support"}
NO_METHOD = {"err_code": -2, "err_msg": "member not support"}
INVALID = {"err_code": -3, "err_msg": "invalid argument"}
FULL = {"err_code": -10, "err_msg": "table is full"}
NO_ENTRY = {"err_code": -14, "err_msg": "entry not exist"}
COMMON = "smartlife.iot.common."
MINUTE, HOUR, DAY = 60, 3600, 86400
UTC, AMSTERDAM, INDIANAPOLIS = 38, 41, 19  # of the devices' table

# The plug and the light name the same modules differently.
FAMILIES = {"HS110(EU)": "", "HS300(US)": "", "HS220(US)": "", "KL130(EU)": COMMON, "KL430(US)": COMMON}


def call(module, method, arguments=None, host=HOST, child=None):
    """One method's answer, from one outlet of a strip when it is named."""
    request = {"context": {"child_ids": [child]}} if child else {}
    request[module] = {method: arguments if arguments is not None else {}}
    return ask(host, request)[module][method]


def clock(moment, **more):
    return {"year": moment.year, "month": moment.month, "mday": moment.day, "hour": moment.hour, "min": moment.minute,
            "sec": moment.second, **more}


def shown(told):
    """The time that a device tells, as a datetime."""
    return datetime.datetime(told["year"], told["month"], told["mday"], told["hour"], told["min"], told["sec"])


class TestCase(kasatest.TestCase):
    def ok(self, answer):
        self.assertEqual(answer.get("err_code"), 0, answer)
        return {key: value for key, value in answer.items() if key != "err_code"}

    def put_clock(self, text, host=HOST, module="time", zone=UTC):
        """Sets a device's clock: "2026-11-21 12:00:00", a Saturday."""
        moment = datetime.datetime.fromisoformat(text)
        self.assertEqual(call(module, "set_timezone", clock(moment, index=zone), host), OK)


class Clock(TestCase):
    """The modules time and smartlife.iot.common.timesetting."""

    def time(self, host=HOST, module="time"):
        return shown(self.ok(call(module, "get_time", host=host)))

    def assertNear(self, first, second, seconds=30):
        self.assertLess(abs((first - second).total_seconds()), seconds, f"{first} and {second}")

    def test_clocks_show_the_real_time_of_their_zone(self):
        self.house(*(word for model in FAMILIES for word in ("--device", f"{model},zone=75")))  # Asia/Kolkata
        kolkata = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
        for number, prefix in enumerate(FAMILIES.values(), 1):
            module, host = (prefix + "timesetting" if prefix else "time"), f"127.0.0.{number}"
            with self.subTest(module, host=host):
                self.assertNear(self.time(host, module), datetime.datetime.now(kolkata).replace(tzinfo=None))
                self.assertEqual(call(module, "get_timezone", host=host)["index"], 75)

    def test_a_day_has_its_weekday_from_sunday_0(self):
        self.house("--device", "HS110")
        for text, wday in (("2026-11-21 12:00:00", 6), ("2026-11-22 12:00:00", 0), ("2028-02-29 00:00:00", 2)):
            self.put_clock(text)
            self.assertEqual(call("time", "get_time")["wday"], wday)

    def test_a_clock_that_was_set_goes_on_from_there(self):
        house = self.house("--device", "HS110")
        start = datetime.datetime(2027, 12, 31, 23, 58, 0)
        self.assertEqual(call("time", "set_time", clock(start)), OK)
        self.assertNear(self.time(), start)
        house.advance(5 * MINUTE)
        self.assertNear(self.time(), start + datetime.timedelta(minutes=5))
        self.assertEqual(self.time().year, 2028)

    def test_summer_time_begins_in_its_night(self):
        house = self.house("--device", "HS110")
        self.put_clock("2027-03-28 01:59:00", zone=AMSTERDAM)
        self.assertEqual(call("time", "get_timezone")["dst_offset"], 0)
        house.advance(2 * MINUTE)
        self.assertNear(self.time(), datetime.datetime(2027, 3, 28, 3, 1, 0))
        self.assertEqual(call("time", "get_timezone")["dst_offset"], 60)

    def test_old_firmware_tells_the_number_of_its_zone_alone(self):
        self.house("--device", "HS110(US),zone=america/indiana/indianapolis", "--device", "HS110(EU),zone=41")
        self.assertEqual(self.ok(call("time", "get_timezone")), {"index": INDIANAPOLIS})
        told = self.ok(call("time", "get_timezone", host="127.0.0.2"))
        self.assertEqual((told["index"], told["tz_str"]), (AMSTERDAM, "CET-1CEST,M3.5.0,M10.5.0/3"))

    def test_wrong_times_are_refused_and_change_nothing(self):
        self.house("--device", "HS110")
        self.put_clock("2026-11-21 12:00:00")
        good = clock(datetime.datetime(2030, 1, 1))
        for wrong in ({"month": 13}, {"month": 0}, {"mday": 32}, {"month": 2, "mday": 30}, {"hour": 24}, {"min": 60},
                      {"sec": 60}, {"sec": -1}, {"year": 1969}, {"year": 26}, {"hour": "12"}, {"hour": True},
                      {"min": 1.5}, {"sec": None}):
            with self.subTest(wrong):
                self.assertEqual(call("time", "set_time", {**good, **wrong}), INVALID)
                self.assertEqual(call("time", "set_timezone", {**good, "index": 0, **wrong}), INVALID)
        for missing in good:
            left = {key: value for key, value in good.items() if key != missing}
            self.assertEqual(call("time", "set_time", left), INVALID)
        for index in (-1, 110, "41", True, None):
            self.assertEqual(call("time", "set_timezone", {**good, "index": index}), INVALID)
        self.assertEqual(call("time", "set_timezone", good), INVALID, "without the zone")
        self.assertNear(self.time(), datetime.datetime(2026, 11, 21, 12, 0, 0))
        self.assertEqual(call("time", "get_timezone")["index"], UTC)

    def test_firmware_that_refuses_set_time_takes_set_timezone(self):
        self.house("--device", "HS110,set-time=refused")
        moment = datetime.datetime(2030, 1, 1)
        self.assertEqual(call("time", "set_time", clock(moment)), INVALID)
        self.assertEqual(call("time", "set_timezone", clock(moment, index=AMSTERDAM)), OK)
        self.assertNear(self.time(), moment)

    def test_a_clock_of_a_strip_is_of_all_its_outlets(self):
        self.house("--device", "HS300")
        self.put_clock("2026-11-21 12:00:00")
        told = ask(HOST, {"context": {"child_ids": ["04"]}, "time": {"get_time": {}}})["time"]["get_time"]
        self.assertNear(shown(told), datetime.datetime(2026, 11, 21, 12, 0, 0))


class Control(TestCase):
    """Counting and moving time."""

    def test_what_was_carried_out_is_counted_and_what_was_refused_is_not(self):
        house = self.house("--device", "HS110", "--device", "KL130")
        for state in (1, 1, 2, "1"):
            call("system", "set_relay_state", {"state": state})
        call("time", "set_time", {})
        self.assertEqual(house.count(HOST, "system.set_relay_state"), 2)
        self.assertEqual(house.count(HOST, "system.get_sysinfo"), 0)
        self.assertEqual(house.count(HOST, "time.set_time"), 0)
        call(COMMON + "timesetting", "get_time", host="127.0.0.2")
        self.assertEqual(house.count("127.0.0.2", COMMON + "timesetting.get_time"), 1)

    def test_what_a_device_did_before_it_died_is_counted(self):
        house = self.house("--device", "HS110,fault=die-after-apply")
        with contextlib.suppress(OSError, AssertionError):
            call("system", "set_relay_state", {"state": 1})
        self.assertEqual(house.count(HOST, "system.set_relay_state"), 1)

    def test_wrong_commands_say_what_is_right(self):
        house = self.house("--device", "HS110")
        for line, word in ((f"count {HOST}", "MODULE.METHOD"), (f"count {HOST} get_sysinfo", "MODULE.METHOD"),
                           (f"count {HOST} system.fly", "fly"), (f"count {HOST} schedul.get_rules", "schedul"),
                           ("count nobody system.reboot", "nobody"), ("advance", "SECONDS"), ("advance soon", "soon"),
                           ("advance 0", "from 1"), ("advance -5", "-5"), ("advance 1e9", "1e9"),
                           ("advance 99999999999", "31622400"), (f"set {HOST} zone=110", "0 to 109"),
                           (f"set {HOST} zone=Atlantis", "Atlantis"), (f"set {HOST} set-time=no", "refused")):
            with self.subTest(line):
                house.process.stdin.write(line.encode() + b"\n")
                house.process.stdin.flush()
                answer = house.line()
                self.assertTrue(answer.startswith("error "), answer)
                self.assertIn(word, answer)

    def test_time_that_is_skipped_is_time_switched_on(self):
        house = self.house("--device", "HS110(EU),power=100,on=1")
        before = call("emeter", "get_realtime")["total_wh"]
        house.advance(10 * HOUR)
        self.assertEqual(call("emeter", "get_realtime")["total_wh"] - before, 1000)
        self.assertAlmostEqual(sysinfo(HOST)["on_time"], 10 * HOUR, delta=60)


if __name__ == "__main__":
    kasatest.main()
