"""What kasa-sim's devices answer in the modules of dimmers, sensors, lights, the cloud and Wi-Fi, and what bulbs do not
survive: asked by a few lines of Python and not by kasa.
"""

import contextlib
import json
import random
import time

import kasatest
from kasatest import ask, seal, sysinfo, wait_until
from plugwire import SYSINFO, ask_text, connect, receive_message

HOST, SECOND = "127.0.0.1", "127.0.0.2"
OK = {"err_code": 0}
NO_MODULE = {"err_code": -1, "err_msg": "module not support"}
NO_METHOD = {"err_code": -2, "err_msg": "member not support"}
INVALID = {"err_code": -3, "err_msg": "invalid argument"}
NO_ENTRY = {"err_code": -14, "err_msg": "entry not exist"}
NOT_BOUND = {"err_code": -4002, "err_msg": "Device hasn't bound to any account yet"}
BULB_INVALID = {"err_code": -10000, "err_msg": "Invalid input argument"}
BULB_MISSING = {"err_code": -10002, "err_msg": "Missing neccesary argument"}

DIMMER = "smartlife.iot.dimmer"
PIR = "smartlife.iot.PIR"
LAS = "smartlife.iot.LAS"
TRIGGER = "smartlife.iot.sensor_trigger"
LIGHTING = "smartlife.iot.smartbulb.lightingservice"
LIGHT_STRIP = "smartlife.iot.lightStrip"
EFFECT = "smartlife.iot.lighting_effect"
LIGHT_SYSTEM = "smartlife.iot.common.system"
LIGHT_CLOUD = "smartlife.iot.common.cloud"
ONBOARDING = "smartlife.iot.common.softaponboarding"

# What is no number of the wire, whatever the method.
NO_NUMBERS = ("5", 5.0, True, None, [5], {})


def call(module, method, arguments=None, host=HOST):
    """One method's answer."""
    return ask(host, {module: {method: {} if arguments is None else arguments}})[module][method]


def without_code(reply):
    return {key: value for key, value in reply.items() if key != "err_code"}


def alive(host=HOST):
    """Whether a device that was away answers again."""
    with contextlib.suppress(OSError, EOFError, AssertionError):
        return sysinfo(host)


def padded(length):
    """A request for sysinfo of so many bytes."""
    head, tail = '{"system":{"get_sysinfo":{"x":"', '"}}}'
    return head + "x" * (length - len(head + tail)) + tail


class TestCase(kasatest.TestCase):
    def ok(self, *args, **keywords):
        reply = call(*args, **keywords)
        self.assertEqual(reply.get("err_code"), 0, f"{args}: {reply}")
        return without_code(reply)

    def assert_crashes(self, host, text):
        """The connection ends without an answer, and the device comes back."""
        with self.assertRaises((EOFError, ConnectionResetError)):
            ask_text(host, text)
        wait_until(lambda: alive(host), what="the device is back")


class Dimmers(TestCase):
    SETTERS = (("calibrate_brightness", "minThreshold", "minThreshold", 0, 51),
               ("set_fade_on_time", "fadeTime", "fadeOnTime", 0, 10000),
               ("set_fade_off_time", "fadeTime", "fadeOffTime", 0, 10000),
               ("set_gentle_on_time", "duration", "gentleOnTime", 0, 120000),
               ("set_gentle_off_time", "duration", "gentleOffTime", 0, 510000),
               ("set_button_ramp_rate", "rampRate", "rampRate", 10, 50))

    def test_parameters_are_told_and_each_setter_changes_its_own(self):
        self.house("--device", "HS220")
        told = self.ok(DIMMER, "get_dimmer_parameters")
        self.assertEqual(told, {"minThreshold": 5, "fadeOnTime": 0, "fadeOffTime": 0, "gentleOnTime": 3000,
                                "gentleOffTime": 10000, "rampRate": 30, "bulb_type": 1})
        for method, argument, key, least, most in self.SETTERS:
            for value in (least, most, (least + most) // 2):
                self.assertEqual(call(DIMMER, method, {argument: value}), OK)
                told[key] = value
                self.assertEqual(self.ok(DIMMER, "get_dimmer_parameters"), told)

    def test_what_is_out_of_range_is_refused_and_changes_nothing(self):
        self.house("--device", "HS220")
        told = self.ok(DIMMER, "get_dimmer_parameters")
        for method, argument, _, least, most in self.SETTERS:
            for wrong in (least - 1, most + 1, *NO_NUMBERS):
                with self.subTest(method, wrong=wrong):
                    self.assertEqual(call(DIMMER, method, {argument: wrong}), INVALID)
            self.assertEqual(call(DIMMER, method, {}), INVALID)
            self.assertEqual(call(DIMMER, method, {"value": least}), INVALID)
        self.assertEqual(self.ok(DIMMER, "get_dimmer_parameters"), told)

    def test_button_actions_are_kept(self):
        self.house("--device", "KS230")
        last = {"mode": "last_status"}
        self.assertEqual(self.ok(DIMMER, "get_default_behavior"),
                         {"soft_on": last, "hard_on": last, "long_press": {"mode": "instant_on_off"},
                          "double_click": {"mode": "gentle_on_off"}})
        for method, key in (("set_double_click_action", "double_click"), ("set_long_press_action", "long_press")):
            for action in ({"mode": "none"}, {"mode": "instant_on_off"}, {"mode": "gentle_on_off"},
                           {"mode": "customize_preset", "index": 3}):
                self.assertEqual(call(DIMMER, method, action), OK)
                self.assertEqual(self.ok(DIMMER, "get_default_behavior")[key], action)
            for wrong in ({}, {"mode": "explode"}, {"mode": 1}, {"mode": "customize_preset"},
                          {"mode": "customize_preset", "index": 4}, {"mode": "customize_preset", "index": -1}):
                self.assertEqual(call(DIMMER, method, wrong), INVALID)
            self.assertEqual(self.ok(DIMMER, "get_default_behavior")[key], {"mode": "customize_preset", "index": 3})

    def test_an_es20m_tells_its_button_only(self):
        self.house("--device", "ES20M")
        self.assertEqual(set(self.ok(DIMMER, "get_default_behavior")), {"long_press", "double_click"})

    def test_presets_are_in_sysinfo(self):
        self.house("--device", "KS220")
        self.assertEqual([(one["index"], one["brightness"]) for one in sysinfo(HOST)["preferred_state"]],
                         [(0, 100), (1, 75), (2, 50), (3, 25)])

    def test_a_plug_is_no_dimmer(self):
        self.house("--device", "HS100")
        self.assertEqual(ask(HOST, {DIMMER: {"get_dimmer_parameters": {}}}), {DIMMER: NO_MODULE})


class Motion(TestCase):
    def moves(self):
        """Whether there is motion, as a client computes it from the two answers."""
        config, adc = self.ok(PIR, "get_config"), self.ok(PIR, "get_adc_value")["value"]
        middle = abs(config["max_adc"] - config["min_adc"]) // 2
        distance = middle - adc
        span = middle - config["min_adc"] if distance < 0 else config["max_adc"] - middle
        percent = abs(distance / span * 100)
        return bool(config["enable"]) and percent > 100 - config["array"][config["trigger_index"]]

    def test_a_reading_away_from_the_middle_is_motion(self):
        house = self.house("--device", "KS200M")
        self.assertFalse(self.moves())
        house.set(HOST, "pir", 400)
        self.assertEqual(self.ok(PIR, "get_adc_value"), {"value": 400})
        self.assertTrue(self.moves())
        house.set(HOST, "pir", 2300)
        self.assertFalse(self.moves())
        self.assertEqual(call(PIR, "set_trigger_sens", {"index": 3, "value": 95}), OK)
        self.assertTrue(self.moves())
        self.assertEqual(call(PIR, "set_enable", {"enable": 0}), OK)
        self.assertFalse(self.moves())

    def test_settings_are_kept_and_wrong_ones_refused(self):
        self.house("--device", "ES20M,pir=4095")
        self.assertEqual(self.ok(PIR, "get_adc_value"), {"value": 4095})
        self.assertEqual(call(PIR, "set_cold_time", {"cold_time": 15000}), OK)
        self.assertEqual(call(PIR, "set_trigger_sens", {"index": 2}), OK)
        told = self.ok(PIR, "get_config")
        self.assertEqual(told, {"enable": 1, "version": "1.0", "trigger_index": 2, "cold_time": 15000, "min_adc": 0,
                                "max_adc": 4095, "array": [80, 50, 20, 0]})
        for method, wrong in (("set_enable", {"enable": 2}), ("set_trigger_sens", {"index": 4}),
                              ("set_trigger_sens", {"index": -1}), ("set_trigger_sens", {"index": 1, "value": 50}),
                              ("set_trigger_sens", {"index": 3, "value": 101}), ("set_cold_time", {"cold_time": -1}),
                              *((method, {key: value}) for value in NO_NUMBERS for method, key in
                                (("set_enable", "enable"), ("set_trigger_sens", "index"),
                                 ("set_cold_time", "cold_time")))):
            with self.subTest(method, wrong=wrong):
                self.assertEqual(call(PIR, method, wrong), INVALID)
        self.assertEqual(self.ok(PIR, "get_config"), told)

    def test_a_rule_puts_the_cold_time_back(self):
        self.house("--device", "KS220M")
        identity = self.ok(TRIGGER, "add_weekday_routine", Routines.rule(offWT=90))["id"]
        self.assertEqual(call(PIR, "set_cold_time", {"cold_time": 15000}), OK)
        self.assertEqual(self.ok(PIR, "get_config")["cold_time"], 90000)
        self.assertEqual(call(TRIGGER, "delete_weekday_routine", {"id": identity}), OK)
        self.assertEqual(call(PIR, "set_cold_time", {"cold_time": 15000}), OK)
        self.assertEqual(self.ok(PIR, "get_config")["cold_time"], 15000)

    def test_devices_without_sensors_lack_the_modules(self):
        house = self.house("--device", "HS220", "--device", "KS200", "--device", "HS300", "--device", "KL430")
        for number in range(1, 5):
            for module in (PIR, LAS, TRIGGER):
                self.assertEqual(ask(f"127.0.0.{number}", {module: {"get_config": {}}}), {module: NO_MODULE})
        for key in ("pir", "las"):
            with self.assertRaisesRegex(AssertionError, "no sensors"):
                house.set(HOST, key, 100)


class Ambient(TestCase):
    def test_brightness_and_darkness_follow_the_reading(self):
        house = self.house("--device", "KS220M")
        sensor = self.ok(LAS, "get_config")["devs"][0]
        self.assertEqual((sensor["enable"], sensor["dark_index"], len(sensor["level_array"])), (1, 0, 6))
        limit = sensor["level_array"][0]["adc"]
        for adc, dark in ((0, 1), (limit - 1, 1), (limit, 0), (sensor["max_adc"], 0)):
            house.set(HOST, "las", adc)
            self.assertEqual(self.ok(LAS, "get_adc_value"), {"type": 2, "value": adc})
            self.assertEqual(self.ok(LAS, "get_current_brt"), {"value": 100 * adc // sensor["max_adc"]})
            self.assertEqual(self.ok(LAS, "get_dark_status"), {"bDark": dark})
        for wrong in (-1, sensor["max_adc"] + 1, "night"):
            with self.assertRaisesRegex(AssertionError, f"las={wrong}"):
                house.set(HOST, "las", wrong)

    def test_another_level_is_another_darkness(self):
        self.house("--device", "KS200M,las=350")
        self.assertEqual(self.ok(LAS, "get_dark_status"), {"bDark": 1})
        self.assertEqual(call(LAS, "set_dark_index", {"dark_index": 1}), OK)
        self.assertEqual(self.ok(LAS, "get_dark_status"), {"bDark": 0})
        self.assertEqual(call(LAS, "set_brt_level", {"index": 1, "value": 20}), OK)
        self.assertEqual(self.ok(LAS, "get_dark_status"), {"bDark": 1})
        sensor = self.ok(LAS, "get_config")["devs"][0]
        self.assertEqual((sensor["dark_index"], sensor["level_array"][1]),
                         (1, {"name": "overcast", "adc": 490, "value": 20}))
        self.assertEqual(call(LAS, "set_enable", {"enable": 0}), OK)
        self.assertEqual(self.ok(LAS, "get_config")["devs"][0]["enable"], 0)

    def test_wrong_settings_are_refused(self):
        self.house("--device", "KS200M")
        told = self.ok(LAS, "get_config")
        for method, wrong in (("set_enable", {}), ("set_enable", {"enable": 2}), ("set_dark_index", {"dark_index": 6}),
                              ("set_dark_index", {"index": 1}), ("set_brt_level", {"index": 6, "value": 5}),
                              ("set_brt_level", {"index": 0, "value": 101}), ("set_brt_level", {"index": 0}),
                              *(("set_dark_index", {"dark_index": value}) for value in NO_NUMBERS)):
            with self.subTest(method, wrong=wrong):
                self.assertEqual(call(LAS, method, wrong), INVALID)
        self.assertEqual(self.ok(LAS, "get_config"), told)


class Routines(TestCase):
    @staticmethod
    def rule(days=(1,) * 7, **changes):
        period = {"sT": 0, "eT": 1440, "clr": 0, "onTT": 2, "offTT": 2, "offWT": 60, **changes}
        return {"name": "night", "en": 1, "wday": list(days), "array": [period]}

    def rules(self):
        return self.ok(TRIGGER, "get_weekday_routine")["array"]

    def test_rules_come_and_go(self):
        self.house("--device", "KS200M")
        self.assertEqual(self.rules(), [])
        rule = self.rule()
        ids = [self.ok(TRIGGER, "add_weekday_routine", rule)["id"] for _ in range(3)]
        self.assertEqual(ids, ["0", "1", "2"])
        self.assertEqual(self.rules(), [{**rule, "id": identity} for identity in ids])
        later = {**self.rule(sT=600), "id": "1", "en": 0}
        self.assertEqual(call(TRIGGER, "edit_weekday_routine", later), OK)
        self.assertEqual(call(TRIGGER, "delete_weekday_routine", {"id": "0"}), OK)
        self.assertEqual(self.rules(), [later, {**rule, "id": "2"}])
        self.assertEqual(self.ok(TRIGGER, "add_weekday_routine", rule)["id"], "0")

    def test_wrong_rules_are_refused(self):
        self.house("--device", "KS200M")
        for wrong in ({}, self.rule(days=(1,) * 6), self.rule(days=(1, 1, 1, 1, 1, 1, 2)),
                      self.rule(days=(True,) * 7), self.rule(sT=1441), self.rule(onTT=3), self.rule(offWT="60"),
                      {**self.rule(), "array": []}, {**self.rule(), "en": 2}, {**self.rule(), "name": None}):
            with self.subTest(wrong):
                self.assertEqual(call(TRIGGER, "add_weekday_routine", wrong), INVALID)
        for method, unknown in (("edit_weekday_routine", {**self.rule(), "id": "7"}),
                                ("edit_weekday_routine", self.rule()), ("delete_weekday_routine", {"id": "7"})):
            self.assertEqual(call(TRIGGER, method, unknown), NO_ENTRY)
        self.assertEqual(call(TRIGGER, "delete_weekday_routine", {}), INVALID)
        self.assertEqual(self.rules(), [])

    def test_the_manual_action_is_kept(self):
        self.house("--device", "KS200M")
        told = self.ok(TRIGGER, "get_default_manual_action")
        self.assertEqual(set(told), {"onToT", "onToM", "onToS", "offToT", "offToM", "offToS"})
        self.assertEqual(call(TRIGGER, "set_default_manual_action", {"offToS": 300, "err_code": -5}), OK)
        self.assertEqual(self.ok(TRIGGER, "get_default_manual_action"), {**told, "offToS": 300})
        for wrong in ({}, {"offToS": -1}, {"offToS": "300"}, {"offToS": 5, "onToS": None}):
            self.assertEqual(call(TRIGGER, "set_default_manual_action", wrong), INVALID)
        self.assertEqual(self.ok(TRIGGER, "get_default_manual_action"), {**told, "offToS": 300})


class Bulbs(TestCase):
    ON_BY = {"on_off": 1, "ignore_default": 0}

    def state(self):
        return self.ok(LIGHTING, "get_light_state")

    def transition(self, **arguments):
        return self.ok(LIGHTING, "transition_light_state", arguments)

    def test_details_are_told(self):
        self.house("--device", "KL130")
        details = self.ok(LIGHTING, "get_light_details")
        self.assertEqual(set(details), {"lamp_beam_angle", "min_voltage", "max_voltage", "wattage",
                                        "incandescent_equivalent", "max_lumens", "color_rendering_index"})
        self.assertTrue(all(type(value) is int and value > 0 for value in details.values()))

    def test_the_stored_behaviour_is_how_it_comes_on(self):
        self.house("--device", "KL130")
        last = {"mode": "last_status"}
        self.assertEqual(self.ok(LIGHTING, "get_default_behavior"), {"soft_on": last, "hard_on": last})
        self.transition(on_off=0, brightness=33)
        self.transition(**self.ON_BY)
        self.assertEqual(self.state()["brightness"], 33)
        preset = {"mode": "customize_preset", "index": 3}
        self.assertEqual(call(LIGHTING, "set_default_behavior", {"soft_on": preset}), OK)
        self.assertEqual(self.ok(LIGHTING, "get_default_behavior"), {"soft_on": preset, "hard_on": last})
        self.transition(on_off=0)
        self.transition(**self.ON_BY, brightness=5)
        self.assertEqual(self.state(), {"on_off": 1, "mode": "normal", "hue": 240, "saturation": 100, "color_temp": 0,
                                        "brightness": 100}, "the stored values win")
        self.transition(on_off=0)
        self.transition(on_off=1, ignore_default=1, brightness=5)
        self.assertEqual(self.state()["brightness"], 5, "the given values win")
        colored = {"mode": "customize_preset", "hue": 10, "saturation": 20, "color_temp": 0, "brightness": 30}
        self.assertEqual(call(LIGHTING, "set_default_behavior", {"soft_on": colored, "hard_on": last}), OK)
        self.transition(on_off=0)
        self.transition(**self.ON_BY)
        self.assertEqual(self.state(), {**colored, "on_off": 1, "mode": "normal"})

    def test_the_circadian_mode_lasts_until_a_value_comes(self):
        self.house("--device", "KL130,on=1")
        self.assertEqual(self.transition(mode="circadian")["mode"], "circadian")
        self.assertEqual(sysinfo(HOST)["light_state"]["mode"], "circadian")
        self.transition(brightness=40)
        self.assertEqual(self.state()["mode"], "normal")
        self.assertEqual(call(LIGHTING, "set_default_behavior", {"soft_on": {"mode": "circadian"}}), OK)
        self.transition(on_off=0)
        self.transition(**self.ON_BY)
        self.assertEqual((self.state()["mode"], self.state()["brightness"]), ("circadian", 40))
        for wrong in ("disco", "", 1, None):
            self.assertEqual(call(LIGHTING, "transition_light_state", {"mode": wrong}), BULB_INVALID)

    def test_wrong_behaviours_are_refused(self):
        self.house("--device", "KL130", "--device", "KL110")
        for wrong in ({"soft_on": {}}, {"soft_on": {"mode": "explode"}}, {"hard_on": "last_status"},
                      {"soft_on": {"mode": "customize_preset"}}, {"soft_on": {"mode": "customize_preset", "index": 4}},
                      {"soft_on": {"mode": "customize_preset", "hue": 361}},
                      {"soft_on": {"mode": "last_status"}, "hard_on": {"mode": "customize_preset", "color_temp": 1}}):
            with self.subTest(wrong):
                self.assertEqual(call(LIGHTING, "set_default_behavior", wrong), BULB_INVALID)
        self.assertEqual(call(LIGHTING, "set_default_behavior", {}), BULB_MISSING)
        hue = {"soft_on": {"mode": "customize_preset", "hue": 100}}
        self.assertEqual(call(LIGHTING, "set_default_behavior", hue, host=SECOND), BULB_INVALID, "a white bulb")
        last = {"mode": "last_status"}
        self.assertEqual(self.ok(LIGHTING, "get_default_behavior"), {"soft_on": last, "hard_on": last})

    def test_presets_are_the_same_in_sysinfo(self):
        self.house("--device", "KL130", "--device", "LB100")
        self.assertEqual(self.ok(LIGHTING, "get_preferred_state")["states"], sysinfo(HOST)["preferred_state"])
        preset = {"index": 2, "hue": 300, "saturation": 80, "color_temp": 0, "brightness": 9}
        self.assertEqual(call(LIGHTING, "set_preferred_state", preset), OK)
        self.assertEqual(sysinfo(HOST)["preferred_state"][2], preset)
        self.assertEqual(call(LIGHTING, "set_preferred_state", {"index": 2, "brightness": 50}), OK)
        self.assertEqual(self.ok(LIGHTING, "get_preferred_state")["states"][2], {**preset, "brightness": 50})
        self.assertEqual([one["brightness"] for one in sysinfo(SECOND)["preferred_state"]], [100, 75, 25, 1])
        before = sysinfo(HOST)
        for wrong, code in (({"index": 4, "brightness": 5}, BULB_INVALID), ({"index": -1, "hue": 5}, BULB_INVALID),
                            ({"index": 0, "color_temp": 2000}, BULB_INVALID),
                            ({"index": 0, "brightness": "5"}, BULB_INVALID), ({"brightness": 5}, BULB_MISSING),
                            ({"index": 0}, BULB_MISSING)):
            self.assertEqual(call(LIGHTING, "set_preferred_state", wrong), code)
        self.assertEqual(sysinfo(HOST), before)


class LightStrips(TestCase):
    FULL = {"custom": 1, "id": "abc", "name": "Hearth", "brightness": 70, "enable": 1, "segments": [0],
            "expansion_strategy": 1, "type": "random", "hue_range": [0, 40], "saturation_range": [90, 100],
            "brightness_range": [50, 100], "transition": 400, "init_states": [[20, 95, 80]], "fadeoff": 1000,
            "random_seed": 24, "backgrounds": [[20, 80, 40]], "sequence": [[0, 100, n] for n in range(16)]}

    def told(self):
        return sysinfo(HOST)["lighting_effect_state"]

    def test_an_effect_is_told_in_short_and_kept_whole(self):
        house = self.house("--device", "KL430")
        self.assertEqual(call(EFFECT, "set_lighting_effect", self.FULL), OK)
        self.assertEqual(self.told(), {key: self.FULL[key] for key in ("enable", "name", "id", "custom", "brightness")})
        self.assertEqual(house.get(HOST)["effect"], self.FULL)
        self.assertEqual(call(EFFECT, "set_lighting_effect", {**self.FULL, "enable": 0}), OK)
        self.assertEqual((self.told()["enable"], self.told()["name"]), (0, "Hearth"))

    def test_a_plain_colour_ends_an_effect(self):
        self.house("--device", "KL430,on=1")
        for plain in ({"hue": 5, "saturation": 5, "color_temp": 0}, {"color_temp": 3000}):
            self.ok(EFFECT, "set_lighting_effect", self.FULL)
            self.assertEqual(self.told()["enable"], 1)
            self.ok(LIGHT_STRIP, "set_light_state", plain)
            self.assertEqual(self.told()["enable"], 0)
        self.ok(EFFECT, "set_lighting_effect", self.FULL)
        self.ok(LIGHT_STRIP, "set_light_state", {"on_off": 0})
        self.assertEqual(self.told()["enable"], 1)

    def test_wrong_effects_are_refused(self):
        self.house("--device", "KL430")
        for wrong in ({}, {"enable": 2}, {"enable": "1"}, {**self.FULL, "brightness": 101}, {**self.FULL, "custom": 2},
                      {**self.FULL, "name": 7}, {**self.FULL, "id": None}):
            self.assertEqual(call(EFFECT, "set_lighting_effect", wrong), INVALID)
        self.assertEqual((self.told()["enable"], self.told()["name"]), (0, ""))

    def test_the_state_off_is_one_deeper(self):
        self.house("--device", "KL430")
        self.ok(LIGHT_STRIP, "set_light_state", {"brightness": 10, "color_temp": 3000})
        group = [0, 15, 0, 0, 10, 3000]
        self.assertEqual(self.ok(LIGHT_STRIP, "get_light_state"),
                         {"on_off": 0, "dft_on_state": {"mode": "normal", "groups": [group]}, "length": 16,
                          "transition": 0})
        self.assertEqual(self.ok(LIGHT_STRIP, "set_light_state", {"on_off": 1}),
                         {"on_off": 1, "mode": "normal", "groups": [group]})
        self.assertEqual(self.ok(LIGHT_STRIP, "get_light_state"),
                         {"on_off": 1, "mode": "normal", "groups": [group], "length": 16, "transition": 0})

    def test_the_stored_behaviour_is_how_a_plain_on_looks(self):
        self.house("--device", "KL430")
        self.assertEqual(self.ok(LIGHT_STRIP, "get_light_details")["lamp_beam_angle"], 180)
        stored = {"mode": "customize_preset", "hue": 9, "saturation": 8, "color_temp": 0, "brightness": 7}
        self.assertEqual(call(LIGHT_STRIP, "set_default_behavior", {"soft_on": stored}), OK)
        self.assertEqual(self.ok(LIGHT_STRIP, "get_default_behavior")["soft_on"], stored)
        self.ok(LIGHT_STRIP, "set_light_state", {"on_off": 1})
        self.assertEqual(sysinfo(HOST)["light_state"]["hue"], 9)
        self.ok(LIGHT_STRIP, "set_light_state", {"on_off": 0})
        self.ok(LIGHT_STRIP, "set_light_state", {"on_off": 1, "brightness": 50})
        self.assertEqual(sysinfo(HOST)["light_state"]["brightness"], 50)

    def test_a_bulb_has_no_effects(self):
        self.house("--device", "KL130")
        self.assertEqual(ask(HOST, {EFFECT: {"set_lighting_effect": {"enable": 0}}})[EFFECT]["err_code"], -2001)


class Frailty(TestCase):
    def test_a_bulb_crashes_on_a_long_request_and_comes_back(self):
        self.house("--device", "KL130(EU)", "--device", "KL125", "--device", "LB130")
        for number in (1, 2, 3):
            host = f"127.0.0.{number}"
            self.assertIn('"model"', ask_text(host, padded(350)))
            self.assert_crashes(host, padded(351))

    def test_other_devices_take_long_requests(self):
        self.house("--device", "KL430", "--device", "HS100", "--device", "HS300", "--device", "HS220")
        for number in range(1, 5):
            self.assertIn('"model"', ask_text(f"127.0.0.{number}", padded(2000)))

    def test_a_picky_bulb_is_silent_before_it_crashes(self):
        self.house("--device", "KL130(EU),picky=1")
        self.assertIn('"model"', ask_text(HOST, padded(256)))
        with connect(HOST) as sock:
            sock.sendall(seal(padded(257)) + seal(SYSINFO))
            sock.settimeout(0.3)
            with self.assertRaises(TimeoutError):
                sock.recv(1)
            self.assertEqual(sysinfo(HOST)["model"], "KL130(EU)", "others are served")
        self.assert_crashes(HOST, padded(351))

    def test_requests_for_modules_that_a_device_lacks_are_counted(self):
        house = self.house("--device", "KL130", "--device", "HS100,alias=Plug", "--device", "KL430")
        ask(HOST, {"system": {"get_sysinfo": {}}, LIGHTING: {"get_light_state": {}}})
        self.assertEqual(house.strays(HOST), 0)
        ask(HOST, {EFFECT: {}, PIR: {}, "nonsense": {}})
        self.assertEqual(house.strays(HOST), 1, "one request")
        ask(HOST, {"system": {"nonsense": {}}})
        self.assertEqual(house.strays(HOST), 1, "a method is no module")
        ask(SECOND, {"emeter": {"get_realtime": {}}})
        ask(SECOND, {"context": {"child_ids": ["00"]}, "system": {"get_sysinfo": {}}})
        ask("127.0.0.3", {LIGHTING: {"get_light_state": {}}})
        self.assertEqual([house.strays(who) for who in ("Plug", "127.0.0.3", "all")], [1, 1, 3])
        self.assertEqual(house.get("Plug")["strays"], 1)
        with self.assertRaisesRegex(AssertionError, "Nobody"):
            house.strays("Nobody")

    def test_a_fragile_device_does_not_survive_them(self):
        house = self.house("--device", "HS100,fragile=1")
        self.assertEqual(call("system", "set_relay_state", {"state": 1}), OK)
        self.assert_crashes(HOST, '{"system":{"set_relay_state":{"state":0}},"smartlife.iot.dimmer":{}}')
        self.assertEqual((sysinfo(HOST)["relay_state"], house.strays(HOST)), (1, 1))


class Cloud(TestCase):
    def test_binding_and_unbinding(self):
        self.house("--device", "HS100", "--device", "KL130", "--device", "HS300")
        for host, module in ((HOST, "cnCloud"), (SECOND, LIGHT_CLOUD), ("127.0.0.3", "cnCloud")):
            told = self.ok(module, "get_info", host=host)
            self.assertEqual(set(told), {"username", "server", "binded", "cld_connection", "illegalType", "stopConnect",
                                         "tcspStatus", "tcspInfo", "fwDlPage", "fwNotifyType"})
            self.assertEqual((told["binded"], told["username"]), (0, ""))
            self.assertEqual(call(module, "unbind", host=host), NOT_BOUND)
            account = {"username": "me@example.com", "password": "secret"}
            self.assertEqual(call(module, "bind", account, host=host), OK)
            self.assertEqual(self.ok(module, "get_info", host=host),
                             {**told, "binded": 1, "cld_connection": 1, "username": "me@example.com"})
            self.assertEqual(call(module, "unbind", host=host), OK)
            self.assertEqual(self.ok(module, "get_info", host=host), told)
            self.assertEqual(call(module, "unbind", host=host), NOT_BOUND)

    def test_another_server_keeps_it_from_the_cloud(self):
        self.house("--device", "HS100")
        self.ok("cnCloud", "bind", {"username": "me@example.com", "password": "secret"})
        self.assertEqual(call("cnCloud", "set_server_url", {"server": "nowhere.invalid"}), OK)
        told = self.ok("cnCloud", "get_info")
        self.assertEqual((told["server"], told["cld_connection"], told["binded"]), ("nowhere.invalid", 0, 1))

    def test_wrong_arguments_are_refused(self):
        self.house("--device", "HS100")
        before = self.ok("cnCloud", "get_info")
        for method, wrong in (("bind", {}), ("bind", {"username": "a"}), ("bind", {"username": "a", "password": ""}),
                              ("bind", {"username": 5, "password": "x"}), ("bind", {"username": "", "password": "x"}),
                              ("set_server_url", {}), ("set_server_url", {"server": ""}),
                              ("set_server_url", {"server": 5}), ("set_server_url", {"server": "x" * 129})):
            self.assertEqual(call("cnCloud", method, wrong), INVALID)
        self.assertEqual(self.ok("cnCloud", "get_info"), before)

    def test_the_list_of_firmware_is_empty_and_takes_its_time(self):
        self.house("--device", "HS100", "--device", "KL130")
        for host, module in ((HOST, "cnCloud"), (SECOND, LIGHT_CLOUD)):
            started = time.monotonic()
            self.assertEqual(self.ok(module, "get_intl_fw_list", host=host), {"fw_list": []})
            self.assertGreaterEqual(time.monotonic() - started, 0.25)
        self.assertEqual(ask(SECOND, {"cnCloud": {"get_info": {}}})["cnCloud"]["err_code"], -2001)


class Wifi(TestCase):
    HOME = {"ssid": "Old mill", "key_type": 3, "rssi": -46}

    def scan(self, refresh=1, module="netif", host=HOST):
        return self.ok(module, "get_scaninfo", {"refresh": refresh}, host=host)["ap_list"]

    def join(self, ssid="Old mill guest", password="", key_type=0, module="netif", host=HOST):
        return call(module, "set_stainfo", {"ssid": ssid, "password": password, "key_type": key_type}, host=host)

    def test_a_scan_takes_its_time_and_the_old_list_does_not(self):
        self.house("--device", "HS100", "--device", "HS100,scan=0")
        started = time.monotonic()
        networks = self.scan(refresh=1)
        self.assertGreaterEqual(time.monotonic() - started, 0.95)
        started = time.monotonic()
        self.assertEqual(self.scan(refresh=0), networks)
        self.assertEqual(self.scan(refresh=1, host=SECOND), networks)
        self.assertLess(time.monotonic() - started, 0.9)
        self.assertEqual(len([one for one in networks if one["ssid"] == "Old mill"]), 2)
        self.assertEqual({one["key_type"] for one in networks}, {0, 1, 2, 3})
        for wrong in ({}, {"refresh": 2}, {"refresh": "1"}, {"refresh": True}, {"refresh": 0, "timeout": 0}):
            self.assertEqual(call("netif", "get_scaninfo", wrong), INVALID)

    def test_others_are_served_during_a_scan(self):
        self.house("--device", "HS100,scan=30")
        with connect(HOST) as sock:
            sock.sendall(seal('{"netif":{"get_scaninfo":{"refresh":1}}}'))
            self.assertEqual(sysinfo(HOST)["model"], "HS100(EU)")

    def test_a_device_leaves_for_the_network_and_comes_back(self):
        house = self.house("--device", "HS100")
        self.assertEqual(self.ok("netif", "get_stainfo"), self.HOME)
        self.assertEqual(self.join(), OK)
        wait_until(lambda: house.get(HOST)["away"], what="the plug left")
        wait_until(alive, what="the plug is back")
        self.assertEqual(self.ok("netif", "get_stainfo"), {"ssid": "Old mill guest", "key_type": 0, "rssi": -47})

    def test_a_network_out_of_reach_leaves_it_without_one(self):
        self.house("--device", "HS100", "--device", "HS100")
        for host, ssid, key_type in ((HOST, "Nowhere", 3), (SECOND, "Old mill guest", 3)):
            self.assertEqual(self.join(ssid, "password", key_type, host=host), OK)
            wait_until(lambda: not alive(host), what="the plug left")
            wait_until(lambda: alive(host), what="the plug is back")
            self.assertEqual(self.ok("netif", "get_stainfo", host=host)["ssid"], "")

    def test_wrong_arguments_move_nothing(self):
        self.house("--device", "HS100")
        for ssid, password, key_type in (("", "", 0), ("x" * 33, "", 0), (5, "", 0), (None, "", 0),
                                         ("Old mill", "short", 3), ("Old mill", "x" * 65, 3), ("Old mill", None, 3),
                                         ("Old mill", "", 2), ("PRINTER-7F", "four", 1), ("Old mill", "password", 4),
                                         ("Old mill", "password", "3"), ("Old mill", "password", None)):
            with self.subTest((ssid, password, key_type)):
                self.assertEqual(self.join(ssid, password, key_type), INVALID)
        self.assertEqual(self.ok("netif", "get_stainfo"), self.HOME)

    def test_some_firmware_acknowledges_and_stays(self):
        house = self.house("--device", "HS100,stays=1")
        with connect(HOST) as sock:
            sock.sendall(seal('{"netif":{"set_stainfo":{"ssid":"Old mill guest","password":"","key_type":0}}}'))
            self.assertEqual(json.loads(receive_message(sock)), {"netif": {"set_stainfo": OK}})
            end = time.monotonic() + 0.6  # others are gone by then
            while time.monotonic() < end:
                self.assertFalse(house.get(HOST)["away"])
            sock.sendall(seal(SYSINFO))
            receive_message(sock)
        self.assertEqual(self.ok("netif", "get_stainfo"), self.HOME)

    def test_some_devices_have_the_methods_in_another_module(self):
        self.house("--device", "KL430,softap=1,scan=0", "--device", "HS100")
        self.assertEqual(ask(HOST, {"netif": {"get_scaninfo": {"refresh": 0}}}), {"netif": NO_MODULE})
        self.assertEqual(ask(SECOND, {ONBOARDING: {"get_stainfo": {}}}), {ONBOARDING: NO_MODULE})
        self.assertEqual(self.scan(module=ONBOARDING), self.scan(0, host=SECOND))
        self.assertEqual(self.ok(ONBOARDING, "get_stainfo"), self.HOME)
        self.assertEqual(self.join(module=ONBOARDING), OK)

    def test_a_name_may_be_any_bytes(self):
        name = b"caf\xe9 \xff\x80 \xc3\xbc"
        self.house("--device", f"HS100,scan=0,ssid={name.hex()}")
        request = b'{"netif":{"get_scaninfo":{"refresh":1}}}'
        with connect(HOST) as sock:
            sock.sendall(seal(request))
            told = receive_message(sock)
        self.assertIn(b'"ssid":"' + name + b'"', told)
        with self.assertRaises(UnicodeDecodeError):
            told.decode()
        networks = json.loads(told.decode(errors="surrogateescape"))["netif"]["get_scaninfo"]["ap_list"]
        self.assertEqual(networks[-1]["ssid"].encode(errors="surrogateescape"), name)
        with connect(HOST) as sock:
            sock.sendall(seal(b'{"netif":{"set_stainfo":{"ssid":"' + name + b'","password":"password","key_type":3}}}'))
            self.assertEqual(json.loads(receive_message(sock)), {"netif": {"set_stainfo": OK}})
        wait_until(lambda: not alive(), what="the plug left")
        wait_until(alive, what="the plug is back")
        with connect(HOST) as sock:
            sock.sendall(seal(b'{"netif":{"get_stainfo":{}}}'))
            self.assertIn(b'"ssid":"' + name + b'"', receive_message(sock))

    def test_names_have_at_most_32_bytes(self):
        house = self.house("--device", f"HS100,scan=0,ssid={(bytes([0xff]) * 32).hex()}")
        for wrong in ("", "1", "zz", "00", "ff" * 33):
            with self.assertRaisesRegex(AssertionError, "ssid="):
                house.set(HOST, "ssid", wrong)


class System(TestCase):
    def place(self, host=HOST):
        return {key: value for key, value in sysinfo(host).items() if key.startswith(("latitude", "longitude"))}

    def test_a_place_is_taken_in_the_form_that_the_device_has(self):
        self.house("--device", "HS110(EU)", "--device", "HS110(US)", "--device", "KL130")
        new = {"latitude_i": 525123, "longitude_i": -1799999}
        old = {"latitude": 52.5123, "longitude": -179.9999}
        for host, module, kept in ((HOST, "system", new), (SECOND, "system", old), ("127.0.0.3", LIGHT_SYSTEM, new)):
            self.assertEqual(call(module, "set_dev_location", {**new, **old}, host=host), OK)
            self.assertEqual(self.place(host), kept)
        self.assertEqual(call("system", "set_dev_location", old), INVALID, "degrees alone on a newer device")
        self.assertEqual(call("system", "set_dev_location", new, host=SECOND), INVALID, "and the other way round")
        self.assertEqual((self.place(), self.place(SECOND)), (new, old))

    def test_a_place_off_the_earth_is_refused(self):
        self.house("--device", "HS110(EU)", "--device", "HS110(US)")
        for wrong in ({}, {"latitude_i": 900001, "longitude_i": 0}, {"latitude_i": 0, "longitude_i": -1800001},
                      {"latitude_i": 0}, {"latitude_i": 1.5, "longitude_i": 0}, {"latitude_i": "0", "longitude_i": 0},
                      {"latitude_i": 0, "longitude_i": 0, "latitude": 91, "longitude": 0}):
            self.assertEqual(call("system", "set_dev_location", wrong), INVALID)
        for wrong in ({"latitude": 90.001, "longitude": 0}, {"latitude": 0, "longitude": 180.1},
                      {"latitude": "0", "longitude": 0}, {"latitude": None, "longitude": 0}):
            self.assertEqual(call("system", "set_dev_location", wrong, host=SECOND), INVALID)
        corner = {"latitude_i": -900000, "longitude_i": 1800000}
        self.assertEqual(call("system", "set_dev_location", corner), OK)
        self.assertEqual((self.place(), self.place(SECOND)), (corner, {"latitude": 0.0, "longitude": 0.0}))

    def test_no_download_is_under_way(self):
        self.house("--device", "HS100")
        self.assertEqual(call("system", "get_download_state"), {"err_code": -7, "err_msg": "unknown error"})

    def snapshot(self, requests, host):
        """All that a device tells of its settings."""
        told = ask(host, {module: {method: {} for method in methods} for module, methods in requests.items()})
        info = told["system"]["get_sysinfo"]
        for key in ("relay_state", "on_time", "light_state"):
            info.pop(key, None)
        return told

    def test_a_reset_forgets_what_the_device_was_told(self):
        self.house("--device", "KS220M,alias=Hall", "--device", "HS300", "--device", "KL130")
        requests = {HOST: {"system": ["get_sysinfo"], "cnCloud": ["get_info"], PIR: ["get_config"], LAS: ["get_config"],
                           DIMMER: ["get_dimmer_parameters", "get_default_behavior"],
                           TRIGGER: ["get_weekday_routine", "get_default_manual_action"]},
                    SECOND: {"system": ["get_sysinfo"], "cnCloud": ["get_info"]},
                    "127.0.0.3": {"system": ["get_sysinfo"], LIGHT_CLOUD: ["get_info"],
                                  LIGHTING: ["get_default_behavior"]}}
        before = {host: self.snapshot(wanted, host) for host, wanted in requests.items()}
        place = {"latitude_i": 5, "longitude_i": 6}
        account = {"username": "a", "password": "b"}
        for host, module, method, arguments in (
                (HOST, "system", "set_dev_location", place), (HOST, "cnCloud", "bind", account),
                (HOST, DIMMER, "set_fade_on_time", {"fadeTime": 7}),
                (HOST, DIMMER, "set_long_press_action", {"mode": "none"}), (HOST, PIR, "set_enable", {"enable": 0}),
                (HOST, LAS, "set_dark_index", {"dark_index": 4}),
                (HOST, TRIGGER, "add_weekday_routine", Routines.rule()),
                (HOST, TRIGGER, "set_default_manual_action", {"offToS": 5}), (SECOND, "cnCloud", "bind", account),
                ("127.0.0.3", LIGHT_SYSTEM, "set_dev_location", place), ("127.0.0.3", LIGHT_CLOUD, "bind", account),
                ("127.0.0.3", LIGHTING, "set_default_behavior", {"soft_on": {"mode": "circadian"}}),
                ("127.0.0.3", LIGHT_SYSTEM, "set_dev_alias", {"alias": "New"}),
                (HOST, "system", "set_dev_alias", {"alias": "New"})):
            self.ok(module, method, arguments, host=host)
        ask(SECOND, {"context": {"child_ids": ["01"]}, "system": {"set_dev_alias": {"alias": "New"}}})
        for host, wanted in requests.items():
            self.assertNotEqual(self.snapshot(wanted, host), before[host])
            module = LIGHT_SYSTEM if host == "127.0.0.3" else "system"
            self.assertEqual(call(module, "reset", {"delay": 1}, host=host), OK)
            wait_until(lambda: not alive(host), what="the device is away")
            wait_until(lambda: alive(host), what="the device is back")
            after = self.snapshot(wanted, host)
            self.assertEqual(self.ok("netif", "get_stainfo", host=host), {"ssid": "", "key_type": 0, "rssi": 0})
            self.assertEqual(after, {**before[host], "system": {"get_sysinfo": {
                **before[host]["system"]["get_sysinfo"], "alias": after["system"]["get_sysinfo"]["alias"]}}})
            self.assertNotEqual(after["system"]["get_sysinfo"]["alias"], "New")


class Recordings(TestCase):
    """Recorded devices: what stands in the file is the answer until a setter changes it."""

    def replay(self, **modules):
        info = {"alias": "x", "deviceId": "0" * 40, "model": "KS220M(US)", "hw_ver": "1.0", "sw_ver": "1.0.4",
                "dev_name": "Wi-Fi Smart Dimmer with sensor", "mic_type": "IOT.SMARTPLUGSWITCH", "feature": "TIM",
                "mac": "02:00:00:00:00:00", "rssi": -50, "led_off": 0, "relay_state": 0, "brightness": 9, "on_time": 0,
                "preferred_state": [{"index": 0, "brightness": 10}], "err_code": 0}
        path = self.folder() / "a.json"
        path.write_text(json.dumps({"system": {"get_sysinfo": info}, **modules}))
        return self.house("--replay", str(path))

    def test_recorded_settings_are_where_setters_start(self):
        parameters = {"minThreshold": 11, "fadeOnTime": 1, "fadeOffTime": 2, "gentleOnTime": 3, "gentleOffTime": 4,
                      "rampRate": 5, "bulb_type": 6, "calibration_type": 7, "err_code": 0}
        self.replay(**{DIMMER: {"get_dimmer_parameters": parameters}})
        self.assertEqual(call(DIMMER, "get_dimmer_parameters"), parameters)
        self.assertEqual(call(DIMMER, "set_fade_off_time", {"fadeTime": 9}), OK)
        self.assertEqual(call(DIMMER, "get_dimmer_parameters"), {**parameters, "fadeOffTime": 9})
        self.assertEqual(call(DIMMER, "set_long_press_action", {"mode": "customize_preset", "index": 0}), OK)
        self.assertEqual(call(DIMMER, "set_long_press_action", {"mode": "customize_preset", "index": 1}), INVALID)

    def test_recorded_light_holds_until_something_changes(self):
        sensor = {"hw_id": 0, "enable": 1, "dark_index": 0, "min_adc": 0, "max_adc": 1000,
                  "level_array": [{"name": "dim", "adc": 500, "value": 50}]}
        las = {"get_config": {"devs": [sensor], "ver": "1.0", "err_code": 0},
               "get_adc_value": {"type": 2, "value": 100, "err_code": 0},
               "get_current_brt": {"value": 77, "err_code": 0}, "get_dark_status": {"bDark": 0, "err_code": 0}}
        house = self.replay(**{LAS: las})
        for method, reply in las.items():
            self.assertEqual(call(LAS, method), reply)
        house.set(HOST, "las", 200)
        self.assertEqual(self.ok(LAS, "get_current_brt"), {"value": 20})
        self.assertEqual(self.ok(LAS, "get_dark_status"), {"bDark": 1})

    def test_what_a_recording_refuses_stays_refused(self):
        house = self.replay(**{PIR: NO_MODULE, "cnCloud": {"err_code": -1}, "netif": NO_MODULE,
                               DIMMER: {"get_dimmer_parameters": NO_METHOD}})
        self.assertEqual(ask(HOST, {PIR: {"set_enable": {"enable": 1}}}), {PIR: NO_MODULE})
        self.assertEqual(ask(HOST, {LAS: {"get_config": {}}}), {LAS: NO_MODULE}, "there is none without the other")
        self.assertEqual(ask(HOST, {"cnCloud": {"get_info": {}}}), {"cnCloud": {"err_code": -1}})
        self.assertEqual(house.strays(HOST), 3)
        self.assertEqual(call(DIMMER, "get_dimmer_parameters"), NO_METHOD)
        self.assertEqual(call(DIMMER, "set_fade_on_time", {"fadeTime": 9}), NO_METHOD)
        self.assertEqual(self.ok(ONBOARDING, "get_stainfo"), Wifi.HOME, "without netif this is the way")
        self.assertEqual(call("system", "reset", {"delay": 1}), OK)
        wait_until(lambda: not alive(), what="the device is away")
        wait_until(alive, what="the device is back")
        self.assertEqual(ask(HOST, {"cnCloud": {"get_info": {}}}), {"cnCloud": {"err_code": -1}})
        self.assertEqual(call(DIMMER, "get_dimmer_parameters"), NO_METHOD)

    def test_recorded_bindings_can_be_undone(self):
        info = {"username": "a@example.com", "server": "n-devs.tplinkcloud.com", "binded": 1, "cld_connection": 1,
                "illegalType": 0, "stopConnect": 0, "tcspStatus": 1, "tcspInfo": "", "fwDlPage": "", "fwNotifyType": 0,
                "err_code": 0}
        listed = {"fw_list": [{"fwVer": "2.0"}], "err_code": 0}
        self.replay(cnCloud={"get_info": info, "get_intl_fw_list": listed})
        self.assertEqual(call("cnCloud", "get_info"), info)
        self.assertEqual(call("cnCloud", "get_intl_fw_list"), listed)
        self.assertEqual(call("cnCloud", "unbind"), OK)
        self.assertEqual(call("cnCloud", "get_info"), {**info, "username": "", "binded": 0, "cld_connection": 0})

    def test_all_that_was_recorded_of_these_modules_is_answered(self):
        modules = (DIMMER, PIR, LAS, TRIGGER, LIGHTING, LIGHT_STRIP, EFFECT, "cnCloud", LIGHT_CLOUD, "netif",
                   ONBOARDING)
        files, asked = kasatest.recordings(), 0
        self.house("--replay", *map(str, files))
        for number, path in enumerate(files, 1):
            recorded = json.loads(path.read_text())
            for module in set(recorded).intersection(modules):
                refusal = "err_code" in recorded[module]
                request = {module: {method: {} for method in ([] if refusal else recorded[module])}}
                with self.subTest(path.name, module=module):
                    self.assertEqual(ask(f"127.0.0.{number}", request), {module: recorded[module]})
                asked += 1
        self.assertGreater(asked, 0, "no recording has any of these modules")


class Models(TestCase):
    def test_the_family_of_each_model_shows_in_its_modules(self):
        dimmers, sensors = ("ES20M", "KS220M", "KS220"), ("ES20M", "KS200M", "KS220M")
        models = (*dimmers, "KS200M", "KS200", "KP200", "KP400", "KL50", "KL60", "KL420L5", "LB100", "LB110", "LB120")
        self.house(*(word for model in models for word in ("--device", model)))
        for number, model in enumerate(models, 1):
            host = f"127.0.0.{number}"
            with self.subTest(model):
                self.assertTrue(sysinfo(host)["model"].startswith(model + "("))
                for module, has in ((DIMMER, model in dimmers), (PIR, model in sensors), (LAS, model in sensors),
                                    (LIGHTING, model.startswith(("KL50", "KL60", "LB"))),
                                    (EFFECT, model == "KL420L5")):
                    self.assertEqual("err_code" not in ask(host, {module: {}})[module], has, module)

    def test_edison_bulbs_measure_in_the_shape_of_plugs(self):
        self.house("--device", "KL50,on=1")
        reading = call("smartlife.iot.common.emeter", "get_realtime")
        self.assertEqual((reading["voltage_mv"], reading["current_ma"], reading["power_mw"] > 0), (0, 0, True))


class Hostile(TestCase):
    """Whatever comes as an argument, the devices go on."""

    METHODS = {DIMMER: ["calibrate_brightness", "set_fade_on_time", "set_long_press_action", "set_double_click_action"],
               PIR: ["set_enable", "set_trigger_sens", "set_cold_time"],
               LAS: ["set_enable", "set_brt_level", "set_dark_index", "get_dark_status"],
               TRIGGER: ["add_weekday_routine", "edit_weekday_routine", "delete_weekday_routine",
                         "set_default_manual_action"],
               "cnCloud": ["bind", "unbind", "set_server_url"], LIGHT_CLOUD: ["bind", "set_server_url"],
               "netif": ["get_scaninfo", "set_stainfo"], "system": ["set_dev_location"],
               LIGHTING: ["set_default_behavior", "set_preferred_state", "transition_light_state"],
               LIGHT_STRIP: ["set_light_state", "set_default_behavior"], EFFECT: ["set_lighting_effect"]}
    KEYS = ("minThreshold", "fadeTime", "mode", "index", "value", "enable", "cold_time", "dark_index", "id", "name",
            "en", "wday", "array", "offToS", "username", "password", "server", "refresh", "ssid", "key_type",
            "latitude_i", "longitude_i", "soft_on", "hard_on", "hue", "brightness", "custom", "sT")
    PIECES = (0, 1, 3, -1, 2**31, -2**63, 1e300, 0.5, None, True, "", "0", "customize_preset", "circadian", "\ud7ff",
              [], {}, [1] * 7, "x" * 40)

    def value(self, dice, depth):
        kind = dice.random()
        if depth == 0 or kind < 0.5:
            return dice.choice(self.PIECES)
        if kind < 0.8:
            return {dice.choice(self.KEYS): self.value(dice, depth - 1) for _ in range(dice.randint(0, 5))}
        return [self.value(dice, depth - 1) for _ in range(dice.randint(0, 3))]

    def test_random_arguments(self):
        dice = random.Random(3)
        self.house("--device", "KS220M,stays=1,scan=0", "--device", "KL130,stays=1,scan=0",
                   "--device", "KL430,stays=1,scan=0,ssid=ff")
        for host in (HOST, SECOND, "127.0.0.3"):
            with connect(host) as sock:
                for _ in range(1500):
                    module = dice.choice(list(self.METHODS))
                    request = json.dumps({module: {dice.choice(self.METHODS[module]): self.value(dice, 3)}})
                    if len(request) <= 350:  # or a bulb would crash
                        sock.sendall(seal(request))
                        json.loads(receive_message(sock))
            self.assertIn("model", sysinfo(host))


if __name__ == "__main__":
    kasatest.main()
