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


class Statistics(TestCase):
    """Energy and hours of past days, and of today."""

    SHAPES = {"HS110(US)": ("emeter", "energy"), "HS110(EU)": ("emeter", "energy_wh"),
              "HS300(US)": ("emeter", "energy_wh"), "KL125(US)": (COMMON + "emeter", "energy_wh"),
              "KL430(US)": (COMMON + "emeter", "energy_wh")}

    def days(self, module="emeter", host=HOST, child=None, back=70):
        """{date: value} of each day there is, from some days ago until today."""
        today = shown(call(COMMON + "timesetting" if COMMON in module else "time", "get_time", host=host)).date()
        start = today - datetime.timedelta(days=back)
        months = {(day.year, day.month) for day in (start + datetime.timedelta(days=n) for n in range(back + 1))}
        told = {}
        for year, month in sorted(months):
            answer = self.ok(call(module, "get_daystat", {"year": year, "month": month}, host, child))
            self.assertEqual(list(answer), ["day_list"])
            for entry in answer["day_list"]:
                self.assertEqual((entry["year"], entry["month"]), (year, month))
                (value,) = (entry[key] for key in entry if key not in ("year", "month", "day"))
                date = datetime.date(year, month, entry["day"])
                self.assertNotIn(date, told)
                told[date] = value
        self.assertTrue(all(date <= today for date in told), told)
        return told

    def months(self, years, module="emeter", host=HOST):
        return {(entry["year"], entry["month"]): next(entry[key] for key in entry if key not in ("year", "month"))
                for year in years for entry in self.ok(call(module, "get_monthstat", {"year": year}, host))["month_list"]}

    def today(self, host=HOST):
        return shown(call("time", "get_time", host=host)).date()

    def test_each_generation_has_its_own_shape(self):
        self.house(*(word for model in self.SHAPES for word in ("--device", model)))
        today = datetime.datetime.now(datetime.timezone.utc)
        for number, (module, key) in enumerate(self.SHAPES.values(), 1):
            host = f"127.0.0.{number}"
            with self.subTest(host=host):
                entries = self.ok(call(module, "get_monthstat", {"year": today.year}, host))["month_list"]
                entries += self.ok(call(module, "get_monthstat", {"year": today.year - 1}, host))["month_list"]
                self.assertTrue(entries)
                for entry in entries:
                    self.assertEqual(set(entry), {"year", "month", key})
                    self.assertIs(type(entry[key]), float if key == "energy" else int)

    def test_months_are_the_sums_of_their_days_and_the_total_is_all_of_them(self):
        self.house("--device", "HS110(EU)", "--device", "HS110(US)")
        for host, scale in ((HOST, 1), ("127.0.0.2", 1000)):
            days = self.days(host=host)
            sums = {}
            for date, value in days.items():
                sums[date.year, date.month] = sums.get((date.year, date.month), 0) + round(value * scale)
            months = self.months({date.year for date in days}, host=host)
            self.assertEqual({month: round(value * scale) for month, value in months.items()}, sums)
            reading = call("emeter", "get_realtime", host=host)
            self.assertEqual(round(reading["total_wh"] if scale == 1 else reading["total"] * 1000), sum(sums.values()))

    def test_models_have_a_past_of_two_months_with_some_idle_days(self):
        self.house("--device", "HS110(EU)")
        days = self.days()
        self.assertTrue(40 <= len(days) < 60, len(days))
        self.assertTrue(all(0 < value < 24 * 30 for value in days.values()), days)
        self.assertGreater(len(set(days.values())), 20, "no two days are alike")
        self.assertLessEqual(self.today() - min(days), datetime.timedelta(days=61))

    def test_the_past_follows_from_the_seed_and_the_device(self):
        def pasts(*args):
            house = self.house("--device", "HS110(EU)", "--device", "HS110(EU)", *args)
            told = [self.days(host=HOST), self.days(host="127.0.0.2")]
            house.close()
            return told

        first, second = pasts("--seed", "5")
        self.assertNotEqual(first, second)
        self.assertEqual(pasts("--seed", "5"), [first, second])
        self.assertNotEqual(pasts("--seed", "6")[0], first)

    def test_hours_fit_the_energy(self):
        self.house("--device", "HS110(EU)")  # 23.4 W
        days, hours = self.days(), self.days("schedule")
        self.assertEqual(days.keys(), hours.keys())
        for date, wh in days.items():
            self.assertAlmostEqual(wh, 23.4 * hours[date] / 60, delta=1)

    def test_today_grows_and_midnight_begins_a_new_day(self):
        house = self.house("--device", "HS110(EU),power=60,on=1")
        self.put_clock("2030-05-31 20:00:00")
        house.advance(2 * HOUR)
        self.assertEqual(self.days(), {datetime.date(2030, 5, 31): 120})
        house.advance(1 * HOUR)
        self.assertEqual(self.days()[datetime.date(2030, 5, 31)], 180)
        house.advance(5 * HOUR)
        want = {datetime.date(2030, 5, 31): 240, datetime.date(2030, 6, 1): 240}
        self.assertEqual(self.days(), want)
        self.assertEqual(self.days("schedule"), want, "60 W are a watt-hour a minute")
        call("system", "set_relay_state", {"state": 0})
        house.advance(5 * HOUR)
        self.assertEqual(self.days(), want)
        self.assertEqual(self.months([2030]), {(2030, 5): 240, (2030, 6): 240})

    def test_energy_is_erased_with_its_total_and_hours_stay(self):
        self.house("--device", "HS110(EU)")
        hours = self.days("schedule")
        self.assertTrue(self.days())
        self.assertEqual(call("emeter", "erase_emeter_stat"), OK)
        self.assertEqual((self.days(), call("emeter", "get_realtime")["total_wh"]), ({}, 0))
        self.assertEqual(self.days("schedule"), hours)
        self.assertEqual(call("schedule", "erase_runtime_stat"), OK)
        self.assertEqual(self.days("schedule"), {})

    def test_after_erasing_it_counts_anew(self):
        house = self.house("--device", "HS110(EU),power=60,on=1")
        call("emeter", "erase_emeter_stat")
        house.advance(DAY)
        self.assertEqual(sum(self.days().values()), 1440)
        self.assertEqual(call("emeter", "get_realtime")["total_wh"], 1440)

    def test_firmware_that_acknowledges_and_does_not_erase(self):
        self.house("--device", "HS110(EU),erase=ignored")
        before = self.days(), call("emeter", "get_realtime")["total_wh"]
        self.assertEqual(call("emeter", "erase_emeter_stat"), OK)
        self.assertEqual((self.days(), call("emeter", "get_realtime")["total_wh"]), before)

    def test_each_outlet_has_days_of_its_own(self):
        self.house("--device", "HS300(US)")
        first, second = self.days(child="00"), self.days(child="01")
        self.assertNotEqual(first, second)
        self.assertEqual(self.days(), first, "without a context it is the first outlet")
        request = {"context": {"child_ids": ["01"]}, "emeter": {"erase_emeter_stat": {}}}
        self.assertEqual(ask(HOST, request), {"emeter": {"erase_emeter_stat": OK}})
        self.assertEqual((self.days(child="00"), self.days(child="01")), (first, {}))

    def test_a_plug_without_a_meter_has_hours_only(self):
        self.house("--device", "HS100")
        self.assertEqual(ask(HOST, {"emeter": {"get_daystat": {"year": 2026, "month": 1}}}), {"emeter": NO_MODULE})
        self.assertTrue(self.days("schedule"))

    def test_wrong_questions_are_refused(self):
        self.house("--device", "HS110")
        for module in ("emeter", "schedule"):
            for wrong in ({}, {"year": 2026}, {"month": 1}, {"year": "2026", "month": 1}, {"year": 2026, "month": 0},
                          {"year": 2026, "month": 13}, {"year": True, "month": 1}, {"year": 2026.5, "month": 1}, []):
                with self.subTest(module, wrong=wrong):
                    self.assertEqual(call(module, "get_daystat", wrong), INVALID)
            for wrong in ({}, {"year": "2026"}, {"year": None}, {"month": 1}):
                with self.subTest(module, wrong=wrong):
                    self.assertEqual(call(module, "get_monthstat", wrong), INVALID)
            self.assertEqual(call(module, "get_daystat", {"year": 1985, "month": 1}), {"day_list": [], "err_code": 0})


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
