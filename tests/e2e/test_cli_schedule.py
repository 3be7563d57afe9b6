"""schedule, away and timer: rules that a device carries out by itself. kasa-sim tells what it keeps, and does it."""
import json

import kasatest
from kasatest import ask, run

DEVICES = {
    "plug": "HS110(EU),alias=Tree",
    "strip": "HS300(US),alias=Desk strip",
    "short ids": "KP303(UK),alias=TV corner",
    "dimmer": "HS220(US),alias=Dining table",
    "bulb": "KL130(EU),alias=Reading lamp,picky=1",
    "light strip": "KL430(US),alias=Shelf",
}
HOSTS = {name: f"127.0.0.{n}" for n, name in enumerate(DEVICES, 1)}
PLUG = HOSTS["plug"]
LIGHTS = ("bulb", "light strip")
NOBODY = "192.0.2.9"  # none may be asked: the words alone are wrong


def module(name, what):
    """What a device calls a module."""
    return f"smartlife.iot.common.{what}" if name in LIGHTS else what


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for spec in DEVICES.values() for word in ("--device", spec)))

    def kept(self, name, what="schedule", outlet=None):
        """The answer to get_rules, asked without kasa."""
        request = {module(name, what): {"get_rules": {}}}
        if outlet:
            ids = [child["id"] for child in kasatest.sysinfo(HOSTS[name])["children"]]
            request["context"] = {"child_ids": [sorted(ids, key=lambda child: child[-2:])[outlet - 1]]}
        return ask(HOSTS[name], request)[module(name, what)]["get_rules"]

    def rules(self, name, what="schedule", outlet=None):
        return self.kept(name, what, outlet)["rule_list"]

    def told(self, *args, **keywords):
        """The member of a command's object that is called after the command."""
        return self.kasa("--json", *args, **keywords).one()[args[0]]

    def add(self, name, *args, what="schedule"):
        return self.told(what, "add", HOSTS[name], *args)

    def refused(self, *args, status, says, **keywords):
        """A command that fails, with these words in its sentence."""
        result = self.kasa(*args, status=status, **keywords)
        self.assertEqual("", result.out)
        self.assertEqual(1, len(result.err.splitlines()), result)
        for words in says:
            self.assertIn(words, result.err)


class Schedule(Case):
    def test_a_rule_is_kept_as_it_was_typed_and_shown_back_the_same_way(self):
        for typed, shown, kept in (
                (["on", "--at", "21:30"], ("21:30", "daily", "on"),
                 {"stime_opt": 0, "smin": 1290, "sact": 1, "wday": [1] * 7, "repeat": 1, "etime_opt": -1}),
                (["off", "--at", "9pm", "--days", "mon-fri"], ("21:00", "mon-fri", "off"),
                 {"stime_opt": 0, "smin": 1260, "sact": 0, "wday": [0, 1, 1, 1, 1, 1, 0]}),
                (["on", "--at", "sunset-15m", "--days", "sat,sun"], ("sunset-15m", "sat,sun", "on"),
                 {"stime_opt": 2, "soffset": -15, "wday": [1, 0, 0, 0, 0, 0, 1]}),
                (["on", "--at", "Sunrise + 1h30m", "--days", "Mon Wed"], ("sunrise+1h30m", "mon,wed", "on"),
                 {"stime_opt": 1, "soffset": 90, "wday": [0, 1, 0, 1, 0, 0, 0]}),
                (["on", "--at", "noon", "--on", "2030-02-28"], ("12:00", "2030-02-28", "on"),
                 {"smin": 720, "repeat": 0, "year": 2030, "month": 2, "day": 28, "wday": [0, 0, 0, 0, 1, 0, 0]}),
        ):
            with self.subTest(typed):
                rule = self.add("plug", *typed)["rules"][-1]
                self.assertEqual(shown, (rule["at"], rule["days"], rule["action"]))
                device = self.rules("plug")[-1]
                self.assertEqual(kept, {key: device[key] for key in kept})
                self.assertEqual(device["id"], rule["id"])
        self.assertEqual([1, 2, 3, 4, 5], [rule["number"] for rule in self.told("schedule", "list", PLUG)["rules"]])

    def test_a_period_does_the_opposite_at_its_end(self):
        rule = self.add("plug", "on", "--at", "17:00", "--until", "23:00", "--name", "Advent")["rules"][0]
        self.assertEqual(("17:00", "23:00", "on", "off", "Advent"),
                         tuple(rule[key] for key in ("at", "until", "action", "end_action", "name")))
        kept = self.rules("plug")[0]
        self.assertEqual((0, 1380, 0), (kept["etime_opt"], kept["emin"], kept["eact"]))

    def test_the_device_does_what_its_rules_say(self):
        self.kasa("schedule", "add", PLUG, "on", "--at", "12:00", "--until", "13:00")
        now = ask(HOSTS["plug"], {"time": {"get_time": {}}})["time"]["get_time"]
        to_noon = (12 * 60 - now["hour"] * 60 - now["min"]) % 1440 * 60 + 60
        self.sim.advance(to_noon)
        self.assertTrue(self.kasa("--json", "state", PLUG).one()["on"])
        self.sim.advance(3600)
        self.assertFalse(self.kasa("--json", "state", PLUG).one()["on"])

    def test_once_is_the_next_time_that_it_is_so_late(self):
        rule = self.add("plug", "on", "--at", "12:00", "--once")["rules"][0]
        self.assertTrue(rule["once"])
        self.assertRegex(rule["days"], r"^20\d\d-\d\d-\d\d$")
        kept = self.rules("plug")[0]
        self.assertEqual(rule["days"], "%04d-%02d-%02d" % (kept["year"], kept["month"], kept["day"]))

    def test_the_day_is_that_of_the_devices_clock_and_a_wrong_clock_is_told(self):
        ask(HOSTS["plug"], {"time": {"set_time": {"year": 2031, "month": 3, "mday": 9, "hour": 12, "min": 0, "sec": 0}}})
        result = self.kasa("--json", "schedule", "add", PLUG, "on", "--at", "12:30", "--once")
        self.assertRegex(result.err, r"its clock is \d+d.* ahead, and its rules with it: kasa time sync")
        self.assertEqual("2031-03-09", result.one()["schedule"]["rules"][0]["days"])
        self.add("plug", "on", "--at", "11:30", "--once")
        self.assertEqual(10, self.rules("plug")[1]["day"])
        self.kasa("schedule", "edit", PLUG, "1", "--on", "tomorrow")
        self.assertEqual((2031, 3, 10), tuple(self.rules("plug")[0][key] for key in ("year", "month", "day")))

    def test_rules_that_were_off_as_a_whole_go_on_with_one_that_is_not(self):
        self.assertEqual(0, self.kept("plug")["enable"])
        self.assertEqual("", self.kasa("schedule", "add", PLUG, "on", "--at", "7:00").err)
        self.assertEqual(1, self.kept("plug")["enable"])
        self.kasa("schedule", "disable", PLUG, "1")
        self.kasa("schedule", "disable", PLUG)
        result = self.kasa("schedule", "add", PLUG, "off", "--at", "8:00")
        self.assertIn("switched off as a whole; they are on now", result.err)
        self.assertEqual((1, [0, 1]), (self.kept("plug")["enable"], [rule["enable"] for rule in self.rules("plug")]))

    def test_rules_that_somebody_put_to_sleep_are_not_woken(self):
        self.kasa("schedule", "add", PLUG, "on", "--at", "7:00")
        self.kasa("schedule", "disable", PLUG)
        result = self.kasa("schedule", "add", PLUG, "off", "--at", "8:00")
        self.assertIn("this one waits with them", result.err)
        self.assertEqual(0, self.kept("plug")["enable"])
        self.assertEqual(2, len(self.rules("plug")))
        self.assertIn("none of the rules is carried out", result.out)

    def test_a_rule_is_edited_by_number_name_and_id_and_the_rest_stays(self):
        rule = self.add("plug", "on", "--at", "17:00", "--until", "23:00", "--days", "mon", "--name",
                        "Advent")["rules"][0]
        before = self.rules("plug")[0]
        for which, args, changed in (("1", ["--at", "sunrise+5m"], {"stime_opt": 1, "soffset": 5}),
                                     ("advent", ["--days", "tue"], {"wday": [0, 0, 1, 0, 0, 0, 0]}),
                                     (rule["id"][:6].lower(), ["--turn", "off"], {"sact": 0, "eact": 1}),
                                     ("Adv", ["--name", "Noel"], {"name": "Noel"}),
                                     ("1", ["--until", "none"], {"etime_opt": -1, "eact": -1})):
            with self.subTest(which=which, args=args):
                self.kasa("schedule", "edit", PLUG, which, *args)
                after = self.rules("plug")[0]
                self.assertEqual(changed, {key: after[key] for key in changed})
                same = set(before) - set(changed) - {"smin", "soffset", "emin", "eoffset"}
                self.assertEqual({key: before[key] for key in same}, {key: after[key] for key in same})
                before = after
        self.assertEqual(5, self.sim.count(PLUG, "schedule.edit_rule"))

    def test_one_rule_and_all_are_disabled_and_enabled(self):
        self.kasa("schedule", "add", PLUG, "on", "--at", "7:00")
        self.kasa("schedule", "add", PLUG, "off", "--at", "8:00")
        for verb, value in (("disable", 0), ("enable", 1)):
            self.kasa("schedule", verb, PLUG, "2")
            self.assertEqual([1, value], [rule["enable"] for rule in self.rules("plug")])
            self.kasa("schedule", verb, PLUG)
            self.assertEqual(value, self.kept("plug")["enable"])
        self.assertEqual(2, self.sim.count(PLUG, "schedule.edit_rule"))

    def test_a_rule_that_is_enabled_among_sleeping_ones_is_told_so(self):
        self.kasa("schedule", "add", PLUG, "on", "--at", "7:00")
        self.kasa("schedule", "disable", PLUG)
        self.kasa("schedule", "disable", PLUG, "1")
        self.assertIn("switched off as a whole", self.kasa("schedule", "enable", PLUG, "1").err)

    def test_a_rule_is_removed_and_then_all(self):
        for hour in (6, 7, 8):
            self.kasa("schedule", "add", PLUG, "on", "--at", f"{hour}:00")
        left = self.told("schedule", "remove", PLUG, "2")["rules"]
        self.assertEqual(["06:00", "08:00"], [rule["at"] for rule in left])
        self.refused("schedule", "clear", PLUG, status=2, says=["forgets all rules", "--yes"])
        self.assertEqual(2, len(self.rules("plug")))
        self.assertIn("no rules", self.kasa("schedule", "clear", PLUG, "--yes").out)
        self.assertEqual([], self.rules("plug"))

    def test_the_list_tells_what_comes_next_and_so_does_the_state(self):
        self.kasa("schedule", "add", PLUG, "off", "--at", "23:59")
        told = self.told("schedule", "list", PLUG)
        self.assertEqual((False, "23:59", 1), (told["next_on"], told["next_at"], told["next_rule"]))
        self.assertIn("off at 23:59, rule 1", self.kasa("schedule", "list", PLUG).out)
        state = self.kasa("--json", "state", PLUG).one()
        self.assertEqual({"by": "schedule", "on": False, "at": "23:59"}, state["next"])
        self.assertEqual("schedule", state["mode"])
        self.assertIn("next      off at 23:59 (schedule)", self.kasa("state", PLUG).out)

    def test_csv_has_a_line_for_each_rule(self):
        self.kasa("schedule", "add", PLUG, "on", "--at", "7:00", "--name", "a,b")
        lines = self.kasa("schedule", "list", PLUG, "--csv").lines
        self.assertEqual("device,outlet,number,enabled,at,days,once,action,until,end_action,brightness,color_temp_k,"
                         "hue,saturation,name,id", lines[0])
        self.assertTrue(lines[1].startswith('Tree,,1,true,07:00,daily,false,on,,,,,,,"a,b",'), lines)

    def test_each_outlet_has_its_own(self):
        for name in ("strip", "short ids"):
            with self.subTest(name):
                self.kasa("schedule", "add", f"{HOSTS[name]}/2", "on", "--at", "7:00")
                self.assertEqual([0, 1, 0], [len(self.rules(name, outlet=n)) for n in (1, 2, 3)])
                lists = self.kasa("--json", "schedule", "list", HOSTS[name]).json()
                self.assertEqual([0, 1, 0], [len(told["schedule"]["rules"]) for told in lists][:3])
                self.assertEqual([1, 2, 3], [told["outlet"] for told in lists][:3])
                self.assertIn("next: on at 07:00 (schedule)", self.kasa("state", HOSTS[name]).out)
                self.kasa("schedule", "remove", f"{HOSTS[name]}/2", "1")
                self.assertEqual([], self.rules(name, outlet=2))
        self.refused("schedule", "add", HOSTS["strip"], "on", "--at", "7:00", status=5, says=["for each outlet"])

    def test_lights_get_short_requests_and_their_own_words(self):
        for name in LIGHTS:
            with self.subTest(name):
                self.add(name, "on", "--at", "sunset", "--name", "Evening")
                self.assertEqual((2, 1), (self.rules(name)[0]["sact"], self.rules(name)[0]["s_light"]["on_off"]))
                self.kasa("schedule", "edit", HOSTS[name], "1", "--turn", "off")
                self.assertEqual(0, self.rules(name)[0]["s_light"]["on_off"])
                self.kasa("schedule", "disable", HOSTS[name], "1")
                self.assertEqual(0, self.rules(name)[0]["enable"])
                self.kasa("schedule", "remove", HOSTS[name], "Evening")
                self.assertEqual([], self.rules(name))

    def test_a_light_comes_on_with_values(self):
        for name in LIGHTS:
            with self.subTest(name):
                rule = self.add(name, "on", "--at", "7:00", "--brightness", "40", "--temperature", "2700")["rules"][0]
                self.assertEqual((40, 2700), (rule["brightness"], rule["color_temp_k"]))
                kept = self.rules(name)[0]["s_light"]
                self.assertEqual((1, 40, 2700), (kept["on_off"], kept["brightness"], kept["color_temp"]))
                self.kasa("schedule", "edit", HOSTS[name], "1", "--brightness", "60%")
                kept = self.rules(name)[0]["s_light"]
                self.assertEqual((60, 2700), (kept["brightness"], kept["color_temp"]))
                self.assertIn("on, brightness 60 %, white 2700 K", self.kasa("schedule", "list", HOSTS[name]).out)
                self.kasa("schedule", "edit", HOSTS[name], "1", "--hsv", "240,80")
                kept = self.rules(name)[0]["s_light"]
                self.assertEqual((60, 0, 240, 80), tuple(kept[key] for key in ("brightness", "color_temp", "hue",
                                                                               "saturation")))
        self.refused("schedule", "add", PLUG, "on", "--at", "7:00", "--brightness", "40", status=5,
                     says=["say on and off, nothing of brightness"])
        self.refused("schedule", "edit", HOSTS["bulb"], "1", "--temperature", "2000", status=2, says=["2500 to 9000 K"])

    def test_without_a_place_the_sun_is_warned_of(self):
        self.assertIn("does not know where it is", self.kasa("schedule", "add", PLUG, "on", "--at", "sunset").err)
        ask(HOSTS["plug"], {"system": {"set_dev_location": {"latitude_i": 525000, "longitude_i": 134000,
                                                            "latitude": 52.5, "longitude": 13.4}}})
        self.assertEqual("", self.kasa("schedule", "add", PLUG, "off", "--at", "sunrise").err)
        self.assertEqual("", self.kasa("schedule", "add", PLUG, "off", "--at", "5:00").err)

    def test_a_rule_whose_answer_is_lost_is_not_added_again(self):
        for what, module_name, args in (("schedule", "schedule", ["on", "--at", "7:00"]),
                                        ("away", "anti_theft", ["--from", "18:00", "--until", "23:00"])):
            with self.subTest(what):
                self.sim.fault(PLUG, "slow:1000")
                asked = self.sim.get(PLUG)["requests"]
                with kasatest.running("--json", "--host", HOSTS["plug"], what, "add", *args) as process:
                    kasatest.wait_until(lambda: self.sim.get(PLUG)["requests"] > asked + 1, what="it reads the clock")
                    self.sim.fault(PLUG, "die-after-apply")  # from the next request on
                    told = json.loads(kasatest.line_of(process))
                    self.assertEqual(1, process.wait(kasatest.BOUND))
                self.sim.fault(PLUG)
                self.assertEqual(1, self.sim.count(PLUG, f"{module_name}.add_rule"))
                self.assertEqual("outcome_unknown", told["error"]["code"])
                self.assertEqual(1, len(self.rules("plug", module_name)))

    def test_a_full_table_is_explained(self):
        for minute in range(32):
            ask(HOSTS["plug"], {"schedule": {"add_rule": {"name": "", "enable": 1, "wday": [1] * 7, "repeat": 1,
                                                          "stime_opt": 0, "smin": minute, "sact": 1, "etime_opt": -1}}})
        self.refused("schedule", "add", PLUG, "on", "--at", "7:00", status=1,
                     says=["table is full (-10)", "remove one first"])

    def test_a_rule_that_is_not_there_is_told_with_those_that_are(self):
        self.refused("schedule", "remove", PLUG, "1", status=2, says=['no rule "1"', "there are no rules"])
        self.kasa("schedule", "add", PLUG, "on", "--at", "7:00", "--name", "Morning")
        for verb, args in (("edit", ["--at", "8:00"]), ("remove", []), ("enable", []), ("disable", [])):
            with self.subTest(verb):
                self.refused("schedule", verb, PLUG, "2", *args, status=2, says=['no rule "2"', "1 Morning"])
        self.assertEqual(1, len(self.rules("plug")))


class Away(Case):
    def test_rules_of_the_away_mode_come_and_go(self):
        told = self.add("plug", "--from", "sunset", "--until", "23:00", "--days", "fri-sun", "--name", "Holiday",
                        what="away")
        self.assertEqual(("sunset", "23:00", "fri-sun", "Holiday"),
                         tuple(told["rules"][0][key] for key in ("at", "until", "days", "name")))
        kept = self.rules("plug", "anti_theft")[0]
        self.assertEqual((2, 0, 1380, 1), (kept["stime_opt"], kept["etime_opt"], kept["emin"], kept["enable"]))
        self.assertEqual(1, self.kept("plug", "anti_theft")["enable"])
        self.kasa("away", "edit", PLUG, "holiday", "--from", "18:00")
        self.assertEqual((0, 1080), (self.rules("plug", "anti_theft")[0]["stime_opt"],
                                     self.rules("plug", "anti_theft")[0]["smin"]))
        self.kasa("away", "disable", PLUG, "1")
        self.assertEqual(0, self.rules("plug", "anti_theft")[0]["enable"])
        self.kasa("away", "disable", PLUG)
        self.assertEqual(0, self.kept("plug", "anti_theft")["enable"])
        self.kasa("away", "enable", PLUG)
        self.assertEqual(1, self.kept("plug", "anti_theft")["enable"])
        self.assertIn("FROM", self.kasa("away", "list", PLUG).out)
        self.kasa("away", "remove", PLUG, "1")
        self.assertEqual([], self.rules("plug", "anti_theft"))
        self.kasa("away", "add", HOSTS["bulb"], "--from", "18:00", "--until", "23:00")
        self.kasa("away", "clear", HOSTS["bulb"], "--yes")
        self.assertEqual([], self.rules("bulb", "anti_theft"))


class Timer(Case):
    def countdown(self, name, outlet=None):
        rules = [rule for rule in self.rules(name, "count_down", outlet) if rule["enable"]]
        return (rules[0]["act"], rules[0]["delay"]) if rules else None

    def test_a_countdown_is_set_shown_and_cancelled(self):
        for name in ("plug", "bulb", "light strip", "dimmer"):
            with self.subTest(name):
                told = self.told("timer", HOSTS[name], "off", "--in", "1h30m")
                self.assertEqual((True, "off", 5400, "kasa"),
                                 tuple(told[key] for key in ("running", "action", "delay_s", "name")))
                self.assertEqual((0, 5400), self.countdown(name))
                self.assertIn("off in 1h", self.kasa("timer", "list", HOSTS[name]).out)
                self.assertEqual({"running": False}, self.told("timer", "cancel", HOSTS[name]))
                self.assertIsNone(self.countdown(name))

    def test_it_fires_without_us(self):
        self.kasa("timer", PLUG, "on", "--in", "10m")
        self.sim.advance(601)
        self.assertTrue(self.kasa("--json", "state", PLUG).one()["on"])
        self.assertEqual({"running": False}, self.told("timer", "list", PLUG))
        self.kasa("timer", PLUG, "off", "--in", "10m")  # what has run out is in nobody's way
        self.assertEqual((0, 600), self.countdown("plug"))

    def test_on_for_a_while_is_on_and_then_off(self):
        result = self.kasa("on", PLUG, "--for", "2h")
        self.assertIn("on, off in 2h", result.out)
        self.assertEqual((0, 7200), self.countdown("plug"))
        self.assertEqual("countdown", self.kasa("--json", "state", PLUG).one()["next"]["by"])
        self.sim.advance(7201)
        self.assertFalse(self.kasa("--json", "state", PLUG).one()["on"])
        self.assertEqual(2, self.sim.get(PLUG)["switches"])

    def test_off_for_a_while_is_off_and_then_on(self):
        self.kasa("on", PLUG)
        self.assertIn("off, on in 1m30s", self.kasa("off", PLUG, "--for", "90s").out)
        self.sim.advance(91)
        self.assertTrue(self.kasa("--json", "state", PLUG).one()["on"])

    def test_a_strip_counts_down_in_each_outlet(self):
        self.kasa("on", HOSTS["strip"], "--for", "1h")
        self.assertEqual([(0, 3600)] * 6, [self.countdown("strip", n) for n in range(1, 7)])
        self.assertEqual([1] * 6, [child["state"] for child in kasatest.sysinfo(HOSTS["strip"])["children"]])
        self.kasa("off", f"{HOSTS['strip']}/3", "--for", "1h")
        self.assertEqual((1, 3600), self.countdown("strip", 3))
        self.assertEqual(6, len(self.kasa("--json", "timer", "list", HOSTS["strip"]).json()))
        self.refused("timer", HOSTS["strip"], "off", "--in", "1h", status=5, says=["in each outlet"])

    def test_ours_is_replaced_and_told_and_that_of_others_is_not(self):
        self.kasa("timer", PLUG, "off", "--in", "2h")
        result = self.kasa("timer", PLUG, "off", "--in", "1h")
        self.assertIn("the countdown that ran is replaced: off in ", result.err)
        ask(HOSTS["plug"], {"count_down": {"delete_all_rules": {}, "add_rule": {"enable": 1, "delay": 600, "act": 1,
                                                                                "name": "app"}}})
        for args in (["timer", PLUG, "off", "--in", "1h"], ["on", PLUG, "--for", "1h"]):
            with self.subTest(args):
                self.refused(*args, status=2, says=['"app"', "on in ", "--force"])
                self.assertEqual((1, 600), self.countdown("plug"))
                self.assertEqual(0, self.sim.get(PLUG)["switches"])
        self.kasa("on", PLUG, "--for", "1h", "--force")
        self.assertEqual((0, 3600), self.countdown("plug"))

    def test_a_time_that_firmware_refuses_leaves_all_as_it_was(self):
        self.sim.set(PLUG, "countdown-limit", "3600")
        self.refused("on", PLUG, "--for", "2h", status=1,
                     says=["an hour at most", f'kasa schedule add "{PLUG}" off --at ', "--on 20",
                           "nothing was switched"])
        self.assertEqual((0, None), (self.sim.get(PLUG)["switches"], self.countdown("plug")))
        self.refused("timer", PLUG, "off", "--in", "2h", status=1, says=["an hour at most", "schedule add"])
        self.kasa("on", PLUG, "--for", "1h")

    def test_one_whose_answer_is_lost_is_set_again_and_is_one(self):
        self.kasa("state", PLUG)
        self.sim.fault(PLUG, "slow:1000")
        asked = self.sim.get(PLUG)["requests"]
        with kasatest.running("--host", HOSTS["plug"], "timer", "off", "--in", "2h") as process:
            kasatest.wait_until(lambda: self.sim.get(PLUG)["requests"] > asked + 1, what="it reads the countdown")
            self.sim.fault(PLUG, "die-after-apply")
            kasatest.wait_until(lambda: self.sim.count(PLUG, "count_down.add_rule") > 0, what="it is set")
            self.sim.fault(PLUG)
            self.assertEqual(0, process.wait(kasatest.BOUND))
        self.assertGreaterEqual(self.sim.count(PLUG, "count_down.add_rule"), 2)
        self.assertEqual((0, 7200), self.countdown("plug"))
        self.assertEqual(1, len(self.rules("plug", "count_down")))


SYSINFO = {"type": "IOT.SMARTPLUGSWITCH", "deviceId": "80" * 20, "mac": "50:C7:BF:00:00:01", "alias": "Tree",
           "model": "HS100(EU)", "feature": "TIM", "led_off": 0, "relay_state": 0, "err_code": 0}


class Other(kasatest.TestCase):
    """Firmware that does what kasa-sim does not."""

    def device(self, **modules):
        """One that answers each method with what the function of its module returns."""
        modules = {"system": lambda method, args: SYSINFO, **modules}

        def answer(text):
            return kasatest.seal(json.dumps(
                {name: {method: modules[name](method, args) for method, args in asked.items()} if name in modules
                 else {"err_code": -1, "err_msg": "module not support"} for name, asked in json.loads(text).items()}))

        device = kasatest.FakeDevice(answer)
        self.addCleanup(device.close)
        return device

    def test_what_kasa_does_not_know_of_a_rule_survives_an_edit(self):
        rules = [{"id": "1" * 32, "name": "odd", "enable": 1, "wday": [1, 0, 0, 0, 0, 0, 0], "repeat": 1,
                  "stime_opt": 0, "smin": 5, "sact": 3, "s_dimmer": {"brightness": 7, "mode": ["x", 1.5]},
                  "mood": "\u00fc", "lunar": None}]

        def schedule(method, args):
            if method == "edit_rule":
                rules[0] = args
            return {"get_rules": {"rule_list": rules, "enable": 1, "err_code": 0}}.get(method, {"err_code": 0})

        self.device(schedule=schedule)
        before = dict(rules[0])
        shown = self.kasa("--json", "--host", "127.0.0.1", "schedule", "list").one()["schedule"]["rules"][0]
        self.assertEqual(("00:05", "sun", "other"), (shown["at"], shown["days"], shown["action"]))
        self.kasa("--host", "127.0.0.1", "schedule", "edit", "odd", "--at", "6:00")
        self.assertEqual({**before, "smin": 360, "soffset": 0}, rules[0])
        self.kasa("--host", "127.0.0.1", "schedule", "disable", "1")
        self.assertEqual({**before, "smin": 360, "soffset": 0, "enable": 0}, rules[0])

    def test_a_refusal_is_explained_as_far_as_the_rule_lets_guess(self):
        def schedule(method, args):
            return {"err_code": -3, "err_msg": "invalid argument"} if method == "add_rule" else {"err_code": 0}

        self.device(schedule=schedule)
        for args, says in ((["--at", "sunset"], "knows no sunrise and sunset"),
                           (["--at", "7:00", "--until", "8:00"], "no end"),
                           (["--at", "7:00", "--once"], "in the past"), (["--at", "7:00"], "invalid argument (-3)")):
            with self.subTest(args):
                self.assertIn(says, self.kasa("--host", "127.0.0.1", "schedule", "add", "on", *args, status=1).err)

    def plug(self, refuses_again):
        """A plug that forgets its countdown when it is switched."""
        state = {"relay": 0, "rules": [], "sets": 0}

        def count_down(method, args):
            if method == "add_rule":
                state["sets"] += 1
                if state["sets"] > 1 and refuses_again:
                    return {"err_code": -3, "err_msg": "invalid argument"}
                state["rules"] = [{**args, "id": "1", "remain": args["delay"]}]
            elif method == "delete_all_rules":
                state["rules"] = []
            return {"rule_list": state["rules"], "err_code": 0}

        def system(method, args):
            if method == "set_relay_state":
                state.update(relay=args["state"], rules=[])
            return {**SYSINFO, "relay_state": state["relay"]}

        self.device(count_down=count_down, system=system)
        return state

    def test_a_countdown_that_was_lost_is_set_again(self):
        state = self.plug(refuses_again=False)
        self.kasa("--host", "127.0.0.1", "on", "--for", "5m")
        self.assertEqual((1, 2, 300), (state["relay"], state["sets"], state["rules"][0]["delay"]))

    def test_one_that_cannot_be_set_again_is_no_secret(self):
        state = self.plug(refuses_again=True)
        result = self.kasa("--host", "127.0.0.1", "on", "--for", "5m", status=1)
        self.assertEqual((1, []), (state["relay"], state["rules"]))
        self.assertIn("it is on, without an end: the device refused count_down.add_rule", result.err)


MISTAKES = [
    (["schedule"], ["a verb is missing", "list, add"]),
    (["schedule", "lst", "x"], ['"lst"', '"list"']),
    (["schedule", "add"], ["on or off is missing"]),
    (["schedule", "add", NOBODY], ["on or off", "kasa schedule add"]),
    (["schedule", "add", NOBODY, "on"], ["--at is missing", "sunset-15m"]),
    (["schedule", "add", NOBODY, "on", "--at", "25:00"], ['"25:00"', "--at", "00:00 to 23:59"]),
    (["schedule", "add", NOBODY, "on", "--at", "7"], ['"7"', "--at"]),
    (["schedule", "add", NOBODY, "on", "--at", "12:60"], ['"12:60"', "--at"]),
    (["schedule", "add", NOBODY, "on", "--at", "sunset-1d"], ["sunset-1d", "--at"]),
    (["schedule", "add", NOBODY, "on", "--at", "moonrise"], ['"moonrise"', "sunrise"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--days", "mon-fry"], ["fry", "--days"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--days", "8"], ["--days", "mon"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--on", "2026-13-01"], ['"2026-13-01"', "--on"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--on", "24.12."], ['"24.12."', "--on"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--once", "--days", "mon"], ["exclude each other"]),
    (["schedule", "add", NOBODY, "on", "--at", "sunset", "--once"], ["--on DATE"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--name", "x" * 64], ["64 bytes", "63"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--in", "2h"], ["no --in here", "--at"]),
    (["schedule", "edit", NOBODY, "1"], ["nothing is to be changed", "--at"]),
    (["schedule", "edit", NOBODY, "1", "--turn", "up"], ['"up"', "on nor off"]),
    (["schedule", "edit", NOBODY], ["DEVICE or RULE is missing"]),
    (["schedule", "add", NOBODY, "off", "--at", "7:00", "--brightness", "40"], ["rules that switch on"]),
    (["schedule", "add", NOBODY, "on", "--at", "7:00", "--brightness", "101"], ['"101"', "100"]),
    (["schedule", "edit", NOBODY, "1", "--turn", "off", "--color", "red"], ["rules that switch on"]),
    (["schedule", "remove", NOBODY], ["DEVICE or RULE is missing"]),
    (["schedule", "enable"], ["DEVICE is missing"]),
    (["away", "add", NOBODY, "--until", "23:00"], ["--from is missing"]),
    (["away", "add", NOBODY, "--from", "18:00"], ["--until is missing"]),
    (["away", "add", NOBODY, "--from", "18:00", "--until", "none"], ['"none"', "--until"]),
    (["timer", NOBODY, "off"], ["--in is missing", "90m"]),
    (["timer", NOBODY, "off", "--in", "0"], ['"0"', "from 1s to 24h"]),
    (["timer", NOBODY, "off", "--in", "25h"], ['"25h"', "from 1s to 24h"]),
    (["timer", NOBODY, "off", "--in", "-5m"], ['"-5m"', "--in"]),
    (["timer", NOBODY, "off", "--in", "1:30"], ['"1:30"', "1h30m"]),
    (["timer", NOBODY, "--in", "5m"], ["on or off"]),
    (["on", NOBODY, "--for", "0s"], ['"0s"', "--for"]),
    (["on", NOBODY, "--for", "soon"], ['"soon"', "--for", "90m"]),
    (["on", NOBODY, "--force"], ["--force", "--for TIME"]),
]


class Mistakes(kasatest.TestCase):
    def test_each_has_status_2_and_a_sentence_before_anybody_is_asked(self):
        for args, says in MISTAKES:
            with self.subTest(args):
                result = self.kasa(*args, status=2)
                self.assertEqual("", result.out)
                for words in says:
                    self.assertIn(words, result.err)


if __name__ == "__main__":
    kasatest.main()
