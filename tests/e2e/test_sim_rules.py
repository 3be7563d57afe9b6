"""What devices of kasa-sim do by themselves: their clocks, schedules, countdowns, and what they remember of past days.

Asked by a few lines of Python and not by kasa. Nobody waits: the devices' time is moved forward.
"""
import contextlib
import datetime
import json
import random

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


def weekly(minute, act, **more):
    """A rule for every day, as the app sends it."""
    return {"name": "rule", "enable": 1, "repeat": 1, "wday": [1] * 7, "stime_opt": 0, "smin": minute, "soffset": 0,
            "sact": act, "etime_opt": -1, "emin": 0, "eact": -1, "year": 0, "month": 0, "day": 0, "latitude": 0,
            "longitude": 0, "force": 0, **more}


def short(minute, act, **more):
    """The same for a bulb, which does not survive long requests."""
    return {"enable": 1, "repeat": 1, "wday": [1] * 7, "stime_opt": 0, "smin": minute, "sact": act, **more}


class Schedule(TestCase):
    """Rules by the clock and by the sun."""

    def add(self, rule, **keywords):
        return self.ok(call("schedule", "add_rule", rule, **keywords))["id"]

    def rules(self, module="schedule", **keywords):
        return self.ok(call(module, "get_rules", **keywords))["rule_list"]

    def enable(self, **keywords):
        self.assertEqual(call("schedule", "set_overall_enable", {"enable": 1}, **keywords), OK)

    def start(self, *args, at="2026-11-21 12:00:00"):
        """A house whose first device has its schedule enabled."""
        house = self.house(*(args or ("--device", "HS110(EU)")))
        self.put_clock(at)
        self.enable()
        return house

    def test_a_rule_is_told_as_it_was_sent_with_an_id(self):
        self.start()
        sent = weekly(450, 1, name="Früh")
        identity = self.add(sent)
        self.assertRegex(identity, "^[0-9A-F]{32}$")
        (told,) = self.rules()
        self.assertEqual({key: told[key] for key in sent}, sent)
        self.assertEqual(told["id"], identity)
        self.assertEqual(len({identity, *(self.add(weekly(n, 0)) for n in range(20))}), 21)

    def test_what_need_not_be_sent_has_its_usual_value(self):
        self.start()
        self.add({"enable": 1, "repeat": 1, "wday": [0, 1, 0, 0, 0, 0, 0], "stime_opt": 0, "smin": 5, "sact": 0})
        (told,) = self.rules()
        del told["id"]
        self.assertEqual(told, {"name": "", "enable": 1, "repeat": 1, "wday": [0, 1, 0, 0, 0, 0, 0], "stime_opt": 0,
                                "smin": 5, "soffset": 0, "sact": 0, "etime_opt": -1, "emin": 0, "eoffset": 0,
                                "eact": -1})

    def test_wrong_rules_are_refused_and_not_kept(self):
        self.start()
        identity = self.add(weekly(1, 1))
        before = self.rules()
        for wrong in ({"enable": True}, {"enable": "1"}, {"enable": 2}, {"repeat": True}, {"repeat": None},
                      {"wday": [True] * 7}, {"wday": [1] * 6}, {"wday": [1] * 8}, {"wday": [2] + [0] * 6},
                      {"wday": "1111111"}, {"wday": None}, {"wday": [1.0] * 7}, {"stime_opt": 3}, {"stime_opt": "0"},
                      {"smin": 1440}, {"smin": -1}, {"smin": "5"}, {"smin": 5.5}, {"soffset": 1440}, {"soffset": "0"},
                      {"sact": 4}, {"sact": "on"}, {"sact": 2}, {"sact": 3}, {"sact": True}, {"eact": 7},
                      {"etime_opt": 0, "emin": 1440}, {"etime_opt": 5}, {"name": 5}, {"name": "x" * 200},
                      {"repeat": 0}, {"repeat": 0, "year": 2026, "month": 2, "day": 30},
                      {"repeat": 0, "year": 2026, "month": 0, "day": 1}, {"force": "0"}, {"latitude": 1.5}):
            with self.subTest(wrong):
                self.assertEqual(call("schedule", "add_rule", weekly(5, 1, **wrong)), INVALID)
                self.assertEqual(call("schedule", "edit_rule", weekly(5, 1, id=identity, **wrong)), INVALID)
        for missing in ("enable", "repeat", "wday", "stime_opt", "smin", "sact"):
            rule = weekly(5, 1)
            del rule[missing]
            with self.subTest(missing=missing):
                self.assertEqual(call("schedule", "add_rule", rule), INVALID)
        for wrong in ({}, {"enable": True}, {"enable": 2}, 1, []):
            self.assertEqual(call("schedule", "set_overall_enable", wrong), INVALID)
        self.assertEqual(self.rules(), before)

    def test_rules_are_edited_and_deleted_by_their_id(self):
        self.start()
        first, second, third = (self.add(weekly(n, 1)) for n in (1, 2, 3))
        self.assertEqual(call("schedule", "edit_rule", weekly(77, 0, id=second, enable=0)), OK)
        self.assertEqual([(rule["id"], rule["smin"], rule["enable"]) for rule in self.rules()],
                         [(first, 1, 1), (second, 77, 0), (third, 3, 1)])
        self.assertEqual(call("schedule", "delete_rule", {"id": second}), OK)
        self.assertEqual([rule["id"] for rule in self.rules()], [first, third])
        for method, more in (("delete_rule", {}), ("edit_rule", weekly(5, 1))):
            self.assertEqual(call("schedule", method, {**more, "id": second}), NO_ENTRY)
            self.assertEqual(call("schedule", method, {**more, "id": "nonsense"}), NO_ENTRY)
            self.assertEqual(call("schedule", method, {**more, "id": 5}), INVALID)
            self.assertEqual(call("schedule", method, more), INVALID)
        self.assertEqual(call("schedule", "delete_all_rules"), OK)
        self.assertEqual(self.rules(), [])

    def test_a_full_table_takes_no_more(self):
        house = self.start()
        for minute in range(32):
            self.add(weekly(minute, 1))
        self.assertEqual(call("schedule", "add_rule", weekly(99, 1)), FULL)
        self.assertEqual((len(self.rules()), house.count(HOST, "schedule.add_rule")), (32, 32))
        call("schedule", "delete_rule", {"id": self.rules()[7]["id"]})
        self.add(weekly(99, 1))

    def test_a_rule_switches_when_its_time_comes(self):
        house = self.start()
        identity = self.add(weekly(12 * 60 + 30, 1))
        info = sysinfo(HOST)
        want = {"type": 1, "id": identity, "schd_sec": 12 * HOUR + 30 * MINUTE, "action": 1}
        self.assertEqual((info["active_mode"], info["next_action"]), ("schedule", want))
        want["schd_time"] = want.pop("schd_sec")
        self.assertEqual(self.ok(call("schedule", "get_next_action")), want)
        house.advance(29 * MINUTE)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)
        house.advance(11 * MINUTE)
        info = sysinfo(HOST)
        self.assertEqual(info["relay_state"], 1)
        self.assertAlmostEqual(info["on_time"], 10 * MINUTE, delta=30, msg="on since it was due, not since it was seen")
        self.assertEqual(house.get(HOST)["switches"], 1)

    def test_until_all_is_enabled_no_rule_does_anything(self):
        house = self.house("--device", "HS110")
        self.put_clock("2026-11-21 12:00:00")
        self.add(weekly(12 * 60 + 30, 1))
        self.assertEqual(call("schedule", "get_rules")["enable"], 0)
        self.assertEqual((sysinfo(HOST)["active_mode"], sysinfo(HOST)["next_action"]), ("none", {"type": -1}))
        self.assertEqual(self.ok(call("schedule", "get_next_action")), {"type": -1})
        house.advance(DAY)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)
        self.enable()
        self.assertEqual(call("schedule", "get_rules")["enable"], 1)
        house.advance(DAY)
        self.assertEqual(sysinfo(HOST)["relay_state"], 1)

    def test_a_rule_that_is_off_does_nothing(self):
        house = self.start()
        self.add(weekly(12 * 60 + 30, 1, enable=0))
        self.assertEqual(sysinfo(HOST)["active_mode"], "none")
        house.advance(2 * DAY)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)

    def test_only_on_its_weekdays(self):
        house = self.start()  # a Saturday
        self.add(weekly(13 * 60, 1, wday=[0, 1, 0, 0, 0, 0, 0]))
        house.advance(DAY + 2 * HOUR)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0, "Sunday, 14:00")
        house.advance(DAY)
        self.assertEqual(sysinfo(HOST)["relay_state"], 1, "Monday, 14:00")

    def test_once_only_rules_are_off_afterwards(self):
        house = self.start()
        date = {"year": 2026, "month": 11, "day": 22}
        self.add(weekly(60, 1, repeat=0, **date))
        (told,) = self.rules()
        self.assertEqual({key: told[key] for key in date}, date)
        house.advance(14 * HOUR)
        self.assertEqual((sysinfo(HOST)["relay_state"], self.rules()[0]["enable"]), (1, 0))
        call("system", "set_relay_state", {"state": 0})
        house.advance(3 * DAY)
        self.assertEqual((sysinfo(HOST)["relay_state"], sysinfo(HOST)["active_mode"]), (0, "none"))

    def test_a_period_switches_on_and_off_again(self):
        house = self.start()
        self.add(weekly(23 * 60, 1, etime_opt=0, emin=60, eact=0))
        states = []
        for _ in range(5):
            house.advance(6 * HOUR)
            states.append((sysinfo(HOST)["relay_state"], call("schedule", "get_next_action")["action"]))
        self.assertEqual(states, [(0, 1), (1, 0), (0, 1), (0, 1), (0, 1)], "at 18, 0, 6, 12 and 18 o'clock")

    def test_all_that_was_due_meanwhile_is_done_in_its_order(self):
        house = self.start("--device", "HS110(EU),power=100")
        call("emeter", "erase_emeter_stat")
        self.add(weekly(13 * 60, 1))
        self.add(weekly(15 * 60, 0))
        house.advance(10 * DAY)
        self.assertEqual((sysinfo(HOST)["relay_state"], house.get(HOST)["switches"]), (0, 20))
        self.assertEqual(call("emeter", "get_realtime")["total_wh"], 10 * 200)
        days = call("emeter", "get_daystat", {"year": 2026, "month": 11})["day_list"]
        self.assertEqual([(day["day"], day["energy_wh"]) for day in days], [(day, 200) for day in range(21, 31)])

    def test_when_two_are_due_at_once_the_later_one_of_the_list_wins(self):
        house = self.start()
        self.add(weekly(13 * 60, 1))
        self.add(weekly(13 * 60, 0))
        house.advance(2 * HOUR)
        self.assertEqual((sysinfo(HOST)["relay_state"], house.get(HOST)["switches"]), (0, 2))

    def test_a_clock_that_is_set_skips_what_lies_between(self):
        self.start()
        self.add(weekly(13 * 60, 1))
        self.put_clock("2026-11-21 14:00:00")
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)

    def test_rules_follow_the_clock_of_their_zone(self):
        house = self.house("--device", "HS110")
        self.put_clock("2027-03-28 01:00:00", zone=AMSTERDAM)  # its summer time begins at 2
        self.enable()
        self.add(weekly(4 * 60, 1))
        house.advance(2 * HOUR - MINUTE)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)
        house.advance(2 * MINUTE)
        self.assertEqual(sysinfo(HOST)["relay_state"], 1)

    def test_the_sun_is_that_of_the_devices_place(self):
        house = self.house("--device", "HS110(EU)")
        self.put_clock("2026-06-21 12:00:00", zone=AMSTERDAM)
        self.enable()
        self.add(weekly(0, 1, stime_opt=2, soffset=-59))
        self.add(weekly(0, 0, stime_opt=1, soffset=10))
        self.assertEqual([rule["smin"] for rule in self.rules()], [18 * 60 - 59, 6 * 60 + 10], "without a place")
        berlin = {"latitude_i": 525200, "longitude_i": 134050, "latitude": 52.52, "longitude": 13.405}
        self.assertEqual(call("system", "set_dev_location", berlin), OK)
        sunset, sunrise = (rule["smin"] for rule in self.rules())
        self.assertAlmostEqual(sunset, 21 * 60 + 33 - 59, delta=3)
        self.assertAlmostEqual(sunrise, 4 * 60 + 43 + 10, delta=3)
        house.advance((sunset - 12 * 60 - 1) * MINUTE)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)
        house.advance(3 * MINUTE)
        self.assertEqual(sysinfo(HOST)["relay_state"], 1)

    def test_each_outlet_of_a_strip_has_rules_of_its_own(self):
        house = self.start("--device", "HS300(US)")
        self.enable(child="03")
        first = self.add(weekly(13 * 60, 1))
        third = self.add(weekly(14 * 60, 1), child="03")
        self.assertEqual([rule["id"] for rule in self.rules()], [first])
        self.assertEqual([rule["id"] for rule in self.rules(child="00")], [first])
        self.assertEqual([rule["id"] for rule in self.rules(child="03")], [third])
        self.assertEqual(self.rules(child="01"), [])
        children = sysinfo(HOST)["children"]
        self.assertEqual([child["next_action"].get("id") for child in children], [first, None, None, third, None, None])
        house.advance(3 * HOUR)
        self.assertEqual([child["state"] for child in sysinfo(HOST)["children"]], [1, 0, 0, 1, 0, 0])
        self.assertEqual(call("schedule", "delete_rule", {"id": third}, child="00"), NO_ENTRY)

    def test_a_light_is_brought_into_a_state(self):
        module = COMMON + "schedule"
        house = self.house("--device", "KL130(EU)")
        self.put_clock("2026-11-21 12:00:00", module=COMMON + "timesetting")
        call(module, "set_overall_enable", {"enable": 1})
        state = {"on_off": 1, "mode": "customize_preset", "hue": 120, "saturation": 80, "color_temp": 0,
                 "brightness": 33, "transition_period": 0}
        self.ok(call(module, "add_rule", short(13 * 60, 2, s_light=state)))
        self.assertEqual(call(module, "get_next_action")["light"], state)
        for wrong in ({"brightness": 101}, {"hue": "red"}, {"on_off": 2}):
            self.assertEqual(call(module, "add_rule", short(1, 2, s_light={**state, **wrong})), INVALID)
        self.assertEqual(call(module, "add_rule", short(1, 2)), INVALID, "without the state")
        house.advance(2 * HOUR)
        light = sysinfo(HOST)["light_state"]
        self.assertEqual({key: light[key] for key in ("on_off", "hue", "saturation", "brightness")},
                         {"on_off": 1, "hue": 120, "saturation": 80, "brightness": 33})
        self.assertEqual(house.get(HOST)["switches"], 1)

    def test_a_light_is_switched(self):
        module = COMMON + "schedule"
        house = self.house("--device", "KL430(US)")
        self.put_clock("2026-11-21 12:00:00", module=COMMON + "timesetting")
        call(module, "set_overall_enable", {"enable": 1})
        self.ok(call(module, "add_rule", short(13 * 60, 1)))
        house.advance(2 * HOUR)
        self.assertEqual((sysinfo(HOST)["light_state"]["on_off"], sysinfo(HOST)["active_mode"]), (1, "schedule"))

    def test_a_dimmer_is_brought_to_a_brightness(self):
        house = self.start("--device", "HS220(US)")
        self.add(weekly(13 * 60, 3, s_dimmer={"brightness": 7}))
        self.assertEqual(call("schedule", "add_rule", weekly(1, 3, s_dimmer={"brightness": 0})), INVALID)
        house.advance(2 * HOUR)
        self.assertEqual((sysinfo(HOST)["relay_state"], sysinfo(HOST)["brightness"]), (1, 7))

    def test_a_reset_forgets_rules_and_days(self):
        self.start()
        self.add(weekly(13 * 60, 1))
        self.assertEqual(call("system", "reset", {"delay": 100}), OK)
        self.assertEqual(self.ok(call("schedule", "get_rules")), {"rule_list": [], "enable": 0, "version": 2})
        self.assertEqual(sysinfo(HOST)["next_action"], {"type": -1})
        self.assertEqual(call("emeter", "get_realtime")["total_wh"], 0)

    def test_whatever_rules_say_it_goes_on(self):
        house = self.start("--device", "HS300(US)")
        dice = random.Random(3)
        values = (0, 1, 2, 3, -1, 720, 1439, 1440, 2026, 2**31, 2**62, -2**31, 1.5, True, None, "1", [], {}, [1] * 7)
        for _ in range(400):
            rule = {key: dice.choice(values) if dice.random() < 0.2 else value
                    for key, value in weekly(dice.randrange(1440), dice.randrange(2)).items()}
            call("schedule", dice.choice(("add_rule", "edit_rule")), {**rule, "id": dice.choice(values)})
        self.assertTrue(self.rules())
        house.advance(300 * DAY)
        self.assertGreater(house.get(HOST)["switches"], 0)

    def test_a_rule_that_was_added_unheard_is_there_once(self):
        house = self.start("--device", "HS110(EU)")
        house.fault(HOST, "die-after-apply")
        with contextlib.suppress(OSError, AssertionError):
            call("schedule", "add_rule", weekly(13 * 60, 1))
        house.fault(HOST)
        self.assertEqual((len(self.rules()), house.count(HOST, "schedule.add_rule")), (1, 1))


class Countdown(TestCase):
    """One rule that counts seconds."""

    def arm(self, delay, act=1, **more):
        keywords = {key: more.pop(key) for key in ("host", "child") if key in more}
        return call("count_down", "add_rule", {"enable": 1, "delay": delay, "act": act, "name": "timer", **more},
                    **keywords)

    def rule(self, **keywords):
        rules = self.ok(call("count_down", "get_rules", **keywords))["rule_list"]
        self.assertLessEqual(len(rules), 1)
        return rules[0] if rules else None

    def test_it_counts_down_and_switches(self):
        house = self.house("--device", "HS110")
        self.put_clock("2026-11-21 12:00:00")
        self.assertIsNone(self.rule())
        identity = self.ok(self.arm(600))["id"]
        rule = self.rule()
        self.assertTrue(570 < rule.pop("remain") <= 600)
        self.assertEqual(rule, {"id": identity, "name": "timer", "enable": 1, "delay": 600, "act": 1})
        info = sysinfo(HOST)
        self.assertEqual(info["active_mode"], "count_down")
        self.assertAlmostEqual(info["next_action"].pop("schd_sec"), 12 * HOUR + 600, delta=30)
        self.assertEqual(info["next_action"], {"type": 2, "id": identity, "action": 1})
        self.assertEqual(call("schedule", "get_next_action")["type"], 2)
        house.advance(500)
        self.assertEqual((sysinfo(HOST)["relay_state"], self.rule()["remain"] <= 100), (0, True))
        house.advance(160)
        info = sysinfo(HOST)
        self.assertEqual((info["relay_state"], info["active_mode"], info["next_action"]), (1, "none", {"type": -1}))
        self.assertAlmostEqual(info["on_time"], 60, delta=30)
        self.assertEqual((self.rule()["enable"], self.rule()["remain"]), (0, 0))
        self.assertEqual(house.get(HOST)["switches"], 1)

    def test_there_is_room_for_one_also_after_it_fired(self):
        house = self.house("--device", "HS110")
        self.ok(self.arm(10))
        self.assertEqual(self.arm(20), FULL)
        self.assertEqual(self.rule()["delay"], 10)
        house.advance(20)
        self.assertEqual(self.arm(20), FULL)
        text = ('{"count_down":{"delete_all_rules":{},'
                '"add_rule":{"enable":1,"delay":30,"act":0,"name":""}}}')
        told = json.loads(ask_text(HOST, text))["count_down"]
        self.assertEqual((told["delete_all_rules"], told["add_rule"]["err_code"]), (OK, 0))
        self.assertEqual(self.rule()["delay"], 30)

    def test_one_that_was_deleted_does_not_fire(self):
        house = self.house("--device", "HS110")
        for method, arguments in (("delete_rule", lambda: {"id": self.rule()["id"]}), ("delete_all_rules", dict)):
            self.ok(self.arm(10))
            self.assertEqual(call("count_down", method, arguments()), OK)
            self.assertIsNone(self.rule())
            house.advance(60)
            self.assertEqual((sysinfo(HOST)["relay_state"], sysinfo(HOST)["active_mode"]), (0, "none"))

    def test_editing_starts_it_anew_or_stops_it(self):
        house = self.house("--device", "HS110")
        identity = self.ok(self.arm(100))["id"]
        house.advance(50)
        self.assertEqual(call("count_down", "edit_rule", {"id": identity, "enable": 1, "delay": 100, "act": 1}), OK)
        house.advance(70)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)
        self.assertEqual(call("count_down", "edit_rule", {"id": identity, "enable": 0, "delay": 100, "act": 1}), OK)
        self.assertEqual(self.rule()["remain"], 0)
        house.advance(HOUR)
        self.assertEqual(sysinfo(HOST)["relay_state"], 0)
        self.assertEqual(call("count_down", "edit_rule", {"id": "x", "enable": 0, "delay": 1, "act": 1}), NO_ENTRY)

    def test_wrong_ones_are_refused(self):
        self.house("--device", "HS110")
        for wrong in ({"enable": True}, {"enable": None}, {"delay": -1}, {"delay": 86401}, {"delay": "60"},
                      {"delay": 1.5}, {"act": 2}, {"act": True}, {"act": "on"}, {"name": 7}):
            with self.subTest(wrong):
                self.assertEqual(call("count_down", "add_rule", {"enable": 1, "delay": 60, "act": 1, **wrong}), INVALID)
        self.assertEqual(call("count_down", "set_overall_enable", {"enable": 1}), NO_METHOD)
        self.assertIsNone(self.rule())

    def test_firmware_with_a_limit_refuses_more(self):
        self.house("--device", "HS110,countdown-limit=3600")
        self.assertEqual(self.arm(3601), INVALID)
        self.ok(self.arm(3600))

    def test_setting_the_clock_leaves_it_alone(self):
        house = self.house("--device", "HS110")
        self.ok(self.arm(100))
        self.put_clock("2030-01-01 00:00:00")
        self.assertTrue(70 < self.rule()["remain"] <= 100)
        house.advance(110)
        self.assertEqual(sysinfo(HOST)["relay_state"], 1)

    def test_each_outlet_of_a_strip_has_its_own(self):
        house = self.house("--device", "HS300(US),on=1")
        self.ok(self.arm(100, 0))
        self.ok(self.arm(200, 0, child="05"))
        self.assertEqual([child["next_action"]["type"] for child in sysinfo(HOST)["children"]], [2, -1, -1, -1, -1, 2])
        house.advance(150)
        self.assertEqual([child["state"] for child in sysinfo(HOST)["children"]], [0, 1, 1, 1, 1, 1])
        house.advance(100)
        self.assertEqual([child["state"] for child in sysinfo(HOST)["children"]], [0, 1, 1, 1, 1, 0])

    def test_a_light_has_it_in_the_module_of_lights(self):
        house = self.house("--device", "KL130(EU)")
        self.ok(call(COMMON + "count_down", "add_rule", {"enable": 1, "delay": 10, "act": 1, "name": ""}))
        self.assertEqual(sysinfo(HOST)["active_mode"], "count_down")
        house.advance(60)
        self.assertEqual(sysinfo(HOST)["light_state"]["on_off"], 1)


class Away(TestCase):
    """The module anti_theft."""

    RULE = {"stime_opt": 0, "smin": 1080, "etime_opt": 0, "emin": 1320, "wday": [1] * 7, "repeat": 1, "enable": 1,
            "name": "away", "year": 0, "month": 0, "day": 0, "force": 0, "latitude": 0, "longitude": 0, "frequency": 5,
            "duration": 2, "lastfor": 1}

    def test_rules_are_kept_and_told(self):
        for model, module in (("HS110", "anti_theft"), ("KL130", COMMON + "anti_theft")):
            house = self.house("--device", model)
            identity = self.ok(call(module, "add_rule", self.RULE))["id"]
            told = self.ok(call(module, "get_rules"))
            self.assertEqual((told["enable"], told["version"]), (0, 2))
            want = {key: value for key, value in self.RULE.items() if key not in ("duration", "lastfor")}
            self.assertEqual(told["rule_list"], [{**want, "id": identity}])
            self.assertEqual(call(module, "set_overall_enable", {"enable": 1}), OK)
            self.assertEqual(call(module, "get_rules")["enable"], 1)
            self.assertEqual(call(module, "edit_rule", {**self.RULE, "id": identity, "emin": 1}), OK)
            self.assertEqual(call(module, "get_rules")["rule_list"][0]["emin"], 1)
            self.assertEqual(call(module, "delete_rule", {"id": identity}), OK)
            self.assertEqual(call(module, "get_rules")["rule_list"], [])
            self.assertNotEqual(call(module, "get_next_action")["err_code"], 0)
            house.close()

    def test_wrong_rules_are_refused(self):
        self.house("--device", "HS110")
        for wrong in ({"etime_opt": -1}, {"emin": 1440}, {"smin": None}, {"frequency": "5"}, {"duration": True},
                      {"wday": [1] * 5}, {"repeat": 0}):
            with self.subTest(wrong):
                self.assertEqual(call("anti_theft", "add_rule", {**self.RULE, **wrong}), INVALID)
        self.assertEqual(call("anti_theft", "set_overall_enable", 1), INVALID)

    def test_schedule_and_away_mode_do_not_mix(self):
        self.house("--device", "HS110")
        self.ok(call("anti_theft", "add_rule", self.RULE))
        self.assertEqual(call("schedule", "get_rules")["rule_list"], [])
        self.assertEqual(sysinfo(HOST)["active_mode"], "none")

    def test_a_period_that_follows_the_sun_shows_its_minutes(self):
        self.house("--device", "HS110")
        rule = {**self.RULE, "stime_opt": 2, "soffset": -30, "etime_opt": 1, "eoffset": 30}
        self.ok(call("anti_theft", "add_rule", rule))
        (told,) = call("anti_theft", "get_rules")["rule_list"]
        self.assertEqual((told["smin"], told["emin"]), (18 * 60 - 30, 6 * 60 + 30))


class Replay(TestCase):
    """Recorded devices: what was recorded stands until somebody changes it."""

    RULE = {"eact": -1, "enable": 1, "id": "8AA75A50A8440B17941D192BD9E01FFA", "name": "name", "repeat": 1, "sact": 1,
            "smin": 1027, "soffset": 0, "stime_opt": 2, "wday": [1] * 7}

    def record(self, **modules):
        info = {"alias": "x", "deviceId": "0" * 40, "model": "KP105(UK)", "mic_type": "IOT.SMARTPLUGSWITCH",
                "feature": "TIM", "mac": "02:00:00:00:00:00", "rssi": -50, "relay_state": 0, "on_time": 0,
                "active_mode": "schedule", "next_action": {"type": 1, "id": self.RULE["id"], "schd_sec": 61620,
                                                           "action": 1}, "err_code": 0}
        path = self.folder() / "a.json"
        path.write_text(json.dumps({"system": {"get_sysinfo": info}, **modules}))
        return self.house("--replay", str(path))

    def recorded_rules(self):
        return {"get_rules": {"enable": 1, "rule_list": [self.RULE], "err_code": 0},
                "get_next_action": {"type": 1, "id": self.RULE["id"], "schd_time": 61620, "action": 1, "err_code": 0}}

    def test_rules_stand_until_they_are_changed(self):
        recorded = self.recorded_rules()
        house = self.record(schedule=recorded)
        info = sysinfo(HOST)
        house.advance(3 * DAY)
        for method, answer in recorded.items():
            self.assertEqual(call("schedule", method), answer)
        self.assertEqual(sysinfo(HOST), info)
        self.assertEqual(call("schedule", "delete_rule", {"id": self.RULE["id"]}), OK)
        self.assertEqual(self.ok(call("schedule", "get_rules")), {"rule_list": [], "enable": 1}, "as recorded: no version")
        self.assertEqual(self.ok(call("schedule", "get_next_action")), {"type": -1})
        self.assertEqual((sysinfo(HOST)["active_mode"], sysinfo(HOST)["next_action"]), ("none", {"type": -1}))

    def test_recorded_rules_are_the_beginning_of_the_list(self):
        house = self.record(schedule=self.recorded_rules())
        identity = self.ok(call("schedule", "add_rule", weekly(5, 0, enable=0)))["id"]
        first, second = call("schedule", "get_rules")["rule_list"]
        self.assertEqual(({**first, "smin": 1027}, second["id"]), (self.RULE, identity))
        self.assertEqual(first["smin"], 18 * 60, "the sunset of a device that does not know its place")
        house.advance(DAY)
        self.assertEqual(sysinfo(HOST)["relay_state"], 1)

    def test_days_stand_until_they_are_erased(self):
        days = {"day_list": [{"year": 2020, "month": 2, "day": 3, "time": 9}], "err_code": 0}
        self.record(schedule={"get_daystat": days})
        self.assertEqual(call("schedule", "get_daystat", {"year": 2020, "month": 2}), days)
        self.assertEqual(call("schedule", "erase_runtime_stat"), OK)
        self.assertEqual(call("schedule", "get_daystat", {"year": 2020, "month": 2}), {"day_list": [], "err_code": 0})

    def test_the_clock_stands_until_it_is_set(self):
        then = clock(datetime.datetime(2020, 2, 3, 4, 5, 6), err_code=0)
        self.record(time={"get_time": then, "get_timezone": {"index": AMSTERDAM, "err_code": 0}})
        self.assertEqual((call("time", "get_time"), call("time", "get_timezone")),
                         (then, {"index": AMSTERDAM, "err_code": 0}))
        self.assertEqual(call("time", "set_time", clock(datetime.datetime(2030, 1, 1))), OK)
        self.assertEqual((call("time", "get_time")["year"], call("time", "get_timezone")["index"]), (2030, AMSTERDAM))

    def test_what_a_recording_refuses_stays_refused(self):
        self.record(schedule=NO_MODULE, count_down={"get_rules": NO_METHOD}, time={"get_time": NO_METHOD})
        self.assertEqual(ask(HOST, {"schedule": {"add_rule": weekly(1, 1)}}), {"schedule": NO_MODULE})
        self.assertEqual(call("count_down", "get_rules"), NO_METHOD)
        self.assertEqual(call("time", "get_time"), NO_METHOD)

    def test_a_recorded_device_has_no_past_that_is_made_up(self):
        house = self.record()
        self.assertEqual(call("schedule", "get_monthstat", {"year": datetime.date.today().year})["month_list"], [])
        call("system", "set_relay_state", {"state": 1})
        house.advance(2 * HOUR)
        today = shown(call("time", "get_time"))
        months = call("schedule", "get_monthstat", {"year": today.year})["month_list"]
        self.assertTrue(months and sum(month["time"] for month in months) <= 120, months)


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
