"""The commands of lights: each setter is read back by kasa and by a request that kasa has no part in.

The bulbs are of the kind that crashes: a request for a module that they lack, or one that is too long, takes them away.
"""
import json

import kasatest
from kasatest import ask, run, sysinfo

BULB, WHITE, STRIP, DIMMER, PLUG, OUTLETS = (f"127.0.0.{n}" for n in range(1, 7))
HOUSE = [
    "KL130(EU),alias=Reading lamp,picky=1,fragile=1",
    "KL110(US),alias=Porch,picky=1,fragile=1",
    "KL430(US),alias=Shelf",
    "HS220(US),alias=Dining table",
    "HS100(EU),alias=Fan",
    "HS300(US),alias=Desk strip",
]
BULB_MODULE = "smartlife.iot.smartbulb.lightingservice"
STRIP_MODULE = "smartlife.iot.lightStrip"
COLOUR_LIGHTS = {BULB: BULB_MODULE, STRIP: STRIP_MODULE}
EFFECT = {"name": "Slow waves", "custom": 1, "id": "waves", "brightness": 70, "segments": [0], "expansion_strategy": 1,
          "type": "sequence", "duration": 0, "transition": 1500, "direction": 4, "spread": 7, "repeat_times": 0,
          "sequence": [[120, 100, 100], [240, 100, 100]]}


def values(host):
    """What a light says of itself: on or off, and its values, also those that it keeps for later."""
    state = sysinfo(host)["light_state"]
    return {**state, **state.get("dft_on_state", {})}


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for spec in HOUSE for word in ("--device", spec)))

    def tearDown(self):
        self.assertEqual(0, self.sim.strays("all"), "a module was asked for that a device lacks")
        self.assertFalse(any(self.sim.get(host)["away"] for host in (BULB, WHITE, STRIP)), "a light crashed")
        super().tearDown()

    def light(self, host):
        return self.kasa("--json", "state", host).one()["light"]

    def refused(self, *args, status, says):
        result = self.kasa(*args, status=status)
        self.assertEqual("", result.out)
        for part in says:
            self.assertIn(part, result.err)


class Switching(Case):
    def test_on_takes_brightness_and_a_white_or_a_colour(self):
        for host in COLOUR_LIGHTS:
            for args, want in ((["--brightness", "40", "--temperature", "3000"], (40, 3000)),
                               (["--hsv", "240,80"], (40, 0, 240, 80)),
                               (["--hsv", "120,70,60"], (60, 0, 120, 70)),
                               (["--hsv", "120,70,60", "--brightness", "61"], (61, 0, 120, 70)),
                               (["--color", "warm white", "--brightness", "100%"], (100, 2700)),
                               (["--color", "red"], (100, 0, 0, 100)),
                               (["--color", "#008000"], (50, 0, 120, 100))):
                with self.subTest(host=host, args=args):
                    self.kasa("off", host)
                    told = self.kasa("--json", "on", host, *args).one()
                    now = values(host)
                    self.assertEqual(1, now["on_off"])
                    self.assertEqual(want, tuple(now[key] for key in ("brightness", "color_temp", "hue", "saturation"))
                                     [:len(want)])
                    self.assertIs(True, told["on"])
                    self.assertEqual((now["brightness"], now["color_temp"]),
                                     (told["light"]["brightness"], told["light"]["color_temp_k"]))

    def test_a_transition_goes_along(self):
        for host in (BULB, STRIP, DIMMER):
            with self.subTest(host):
                self.kasa("on", host, "--brightness", "30", "--transition", "500ms")
                self.assertTrue(self.sim.get(host)["on"])
                self.assertEqual(30, self.light(host)["brightness"])
                self.kasa("off", host, "--transition", "1s")
                self.assertFalse(self.sim.get(host)["on"])

    def test_a_dimmer_comes_on_with_its_brightness(self):
        self.kasa("on", DIMMER, "--brightness", "35")
        info = sysinfo(DIMMER)
        self.assertEqual((1, 35), (info["relay_state"], info["brightness"]))

    def test_text_tells_what_was_read_back(self):
        self.assertEqual(["Reading lamp              on, brightness 40 %, white 3000 K"],
                         self.kasa("on", BULB, "--brightness", "40", "--temperature", "3000").lines)
        self.assertEqual(["Reading lamp              on, brightness 40 %, hue 240°, saturation 80 %"],
                         self.kasa("on", BULB, "--hsv", "240,80").lines)

    def test_several_lights_at_once(self):
        told = self.kasa("--json", "on", BULB, STRIP, DIMMER, WHITE, "--brightness", "12").json()
        self.assertEqual([12] * 4, [one["light"]["brightness"] for one in told])

    def test_what_cannot_be_done_is_said_and_nothing_is_switched(self):
        for args, says in ((["on", PLUG, "--brightness", "40"], ["HS100(EU)", "cannot be dimmed"]),
                           (["on", PLUG, "--transition", "2"], ["HS100(EU)", "no transition"]),
                           (["off", PLUG, "--transition", "2"], ["HS100(EU)", "no transition"]),
                           (["on", f"{OUTLETS}/2", "--brightness", "40"], ["HS300(US)", "cannot be dimmed"]),
                           (["on", WHITE, "--hsv", "1,2"], ["KL110(US)", "no colours"]),
                           (["on", WHITE, "--temperature", "3000"], ["KL110(US)", "no colour temperature"]),
                           (["on", DIMMER, "--color", "red"], ["HS220(US)", "no colours"])):
            with self.subTest(args=args):
                self.refused(*args, status=5, says=says)
        for host in (PLUG, OUTLETS, WHITE, DIMMER):
            self.assertEqual(0, self.sim.get(host)["switches"], host)

    def test_a_white_out_of_the_models_range_is_told_the_range(self):
        for host in COLOUR_LIGHTS:
            for kelvin in ("2499", "9001"):
                with self.subTest(host=host, kelvin=kelvin):
                    self.refused("on", host, "--temperature", kelvin, status=2, says=["2500 to 9000 K", kelvin])
        self.assertEqual(0, self.sim.count(BULB, f"{BULB_MODULE}.transition_light_state"))


class Values(Case):
    def test_a_light_that_is_off_stays_off_and_keeps_the_value(self):
        for host in COLOUR_LIGHTS:
            for args, want in ((["brightness", host, "17"], {"brightness": 17}),
                               (["temperature", host, "4000K"], {"color_temp": 4000}),
                               (["hsv", host, "200,50,60"],
                                {"hue": 200, "saturation": 50, "brightness": 60, "color_temp": 0})):
                with self.subTest(args=args):
                    told = self.kasa("--json", *args).one()
                    self.assertEqual({"on_off": 0, **want},
                                     {key: values(host)[key] for key in ("on_off", *want)})
                    self.assertIs(False, told["on"])

    def test_a_light_that_is_on_stays_on(self):
        for host in (BULB, STRIP, WHITE, DIMMER):
            with self.subTest(host):
                self.kasa("on", host)
                told = self.kasa("--json", "brightness", host, "55%", "--transition", "0").one()
                self.assertEqual((True, 55), (told["on"], told["light"]["brightness"]))
                self.assertTrue(self.sim.get(host)["on"])

    def test_a_dimmer_that_is_off_keeps_the_value_and_with_a_transition_comes_on(self):
        self.kasa("brightness", DIMMER, "44")
        info = sysinfo(DIMMER)
        self.assertEqual((0, 44), (info["relay_state"], info["brightness"]))
        self.kasa("brightness", DIMMER, "45", "--transition", "1s")
        info = sysinfo(DIMMER)
        self.assertEqual((1, 45), (info["relay_state"], info["brightness"]))

    def test_several_devices_and_a_failure_among_them(self):
        result = self.kasa("--json", "brightness", BULB, PLUG, STRIP, "20", status=5)
        self.assertEqual({BULB, STRIP}, {one["host"] for one in result.json() if "error" not in one})
        self.assertEqual(20, values(STRIP)["brightness"])

    def test_by_name(self):
        self.kasa("brightness", "Reading lamp", "21")
        self.refused("temperature", "Reading lamp", "2000", status=2, says=["2500 to 9000 K"])
        self.assertEqual(21, values(BULB)["brightness"])


class Lamp(Case):
    def test_details_are_those_of_the_device(self):
        for host, module in {**COLOUR_LIGHTS, WHITE: BULB_MODULE}.items():
            with self.subTest(host):
                details = ask(host, {module: {"get_light_details": {}}})[module]["get_light_details"]
                told = self.kasa("--json", "light", host).one()["light"]
                for ours, theirs in (("watts", "wattage"), ("incandescent_watts", "incandescent_equivalent"),
                                     ("max_lumens", "max_lumens"), ("beam_angle", "lamp_beam_angle"),
                                     ("min_volts", "min_voltage"), ("max_volts", "max_voltage"),
                                     ("color_rendering_index", "color_rendering_index")):
                    self.assertEqual(details[theirs], told[ours])
                self.assertEqual(("last", "last"), (told["soft_on"], told["hard_on"]))

    def test_whites_are_told_where_there_are_any(self):
        for host, want in ((BULB, (2500, 9000)), (STRIP, (2500, 9000)), (WHITE, (None, None)), (DIMMER, (None, None))):
            with self.subTest(host):
                told = self.kasa("--json", "light", host).one()["light"]
                self.assertEqual(want, (told.get("white_least_k"), told.get("white_most_k")))
        self.assertIn("  whites         2500 to 9000 K", self.kasa("light", BULB).lines)

    def test_a_dimmer_tells_its_brightness_and_a_plug_that_it_is_no_light(self):
        self.kasa("brightness", DIMMER, "33")
        self.assertEqual({"on": False, "brightness": 33}, self.kasa("--json", "light", DIMMER).one()["light"])
        self.refused("light", PLUG, status=5, says=["HS100(EU)", "neither a dimmer nor a light"])

    def test_how_it_comes_on_is_set_and_read_back(self):
        for host, module in COLOUR_LIGHTS.items():
            for option, key in (("--soft-on", "soft_on"), ("--hard-on", "hard_on")):
                for word, mode in (("circadian", "circadian"), ("last", "last_status")):
                    with self.subTest(host=host, option=option, word=word):
                        told = self.kasa("--json", "light", "set", host, option, word).one()["light"]
                        kept = ask(host, {module: {"get_default_behavior": {}}})[module]["get_default_behavior"]
                        self.assertEqual(mode, kept[key]["mode"])
                        self.assertEqual(word, told[key])
                        self.assertEqual(word, self.kasa("--json", "light", host).one()["light"][key])

    def test_it_comes_on_as_a_preset(self):
        preset = sysinfo(BULB)["preferred_state"][2]
        told = self.kasa("--json", "light", "set", BULB, "--soft-on", "preset:3", "--hard-on", "last").one()["light"]
        kept = ask(BULB, {BULB_MODULE: {"get_default_behavior": {}}})[BULB_MODULE]["get_default_behavior"]
        self.assertEqual(("customize_preset", 2, preset["hue"], preset["brightness"]),
                         tuple(kept["soft_on"][key] for key in ("mode", "index", "hue", "brightness")))
        self.assertEqual(("preset", 3, preset["hue"]),
                         tuple(told[key] for key in ("soft_on", "soft_on_preset", "soft_on_hue")))
        self.assertIn("preset 3: brightness", self.kasa("light", BULB).out)

    def test_what_cannot_be_set_is_said(self):
        self.refused("light", "set", BULB, "--soft-on", "preset:9", status=2, says=["no preset 9", "1, 2, 3, 4"])
        self.refused("light", "set", DIMMER, "--soft-on", "last", status=5, says=["HS220(US)", "neither a bulb"])
        self.refused("light", "set", PLUG, "--soft-on", "last", status=5, says=["HS100(EU)", "neither a bulb"])


class Presets(Case):
    def test_they_are_those_of_the_device(self):
        for host in (BULB, WHITE, DIMMER):
            with self.subTest(host):
                told = self.kasa("--json", "preset", "list", host).one()["preset"]["presets"]
                kept = sysinfo(host)["preferred_state"]
                self.assertEqual([(one["index"] + 1, one["brightness"], one.get("color_temp"), one.get("hue"))
                                  for one in kept],
                                 [(one["number"], one["brightness"], one.get("color_temp_k"), one.get("hue"))
                                  for one in told])

    def test_what_is_not_said_stays(self):
        self.kasa("preset", "set", BULB, "3", "--brightness", "41")
        kept = sysinfo(BULB)["preferred_state"][2]
        self.assertEqual((41, 120, 100, 0),
                         tuple(kept[key] for key in ("brightness", "hue", "saturation", "color_temp")))
        self.kasa("preset", "set", BULB, "3", "--temperature", "3500")
        kept = sysinfo(BULB)["preferred_state"][2]
        self.assertEqual((41, 3500), (kept["brightness"], kept["color_temp"]))
        told = self.kasa("--json", "preset", "set", BULB, "3", "--hsv", "10,20,30").one()["preset"]["presets"][2]
        kept = sysinfo(BULB)["preferred_state"][2]
        self.assertEqual((30, 10, 20, 0), tuple(kept[key] for key in ("brightness", "hue", "saturation", "color_temp")))
        self.assertEqual((3, 30, 10, 20), tuple(told[key] for key in ("number", "brightness", "hue", "saturation")))

    def test_a_white_bulb_takes_a_brightness(self):
        self.kasa("preset", "set", WHITE, "1", "--brightness", "41")
        self.assertEqual(41, sysinfo(WHITE)["preferred_state"][0]["brightness"])
        self.refused("preset", "set", WHITE, "1", "--color", "red", status=5, says=["KL110(US)", "no colours"])

    def test_one_is_used(self):
        for host, number in ((BULB, 2), (WHITE, 3), (DIMMER, 4)):
            with self.subTest(host):
                preset = sysinfo(host)["preferred_state"][number - 1]
                self.kasa("preset", "use", host, str(number))
                self.assertTrue(self.sim.get(host)["on"])
                self.assertEqual(preset["brightness"], self.light(host)["brightness"])
        self.assertEqual((0, 100), (values(BULB)["hue"], values(BULB)["saturation"]))

    def test_what_there_is_not_is_said(self):
        self.refused("preset", "use", BULB, "7", status=2, says=["no preset 7", "1, 2, 3, 4"])
        self.refused("preset", "set", BULB, "7", "--brightness", "4", status=2, says=["no preset 7", "1, 2, 3, 4"])
        self.refused("preset", "use", STRIP, "1", status=2, says=["no preset 1", "no presets"])
        self.refused("preset", "set", DIMMER, "1", "--brightness", "4", status=5, says=["HS220(US)", "presets"])
        self.refused("preset", "list", PLUG, status=5, says=["HS100(EU)", "no presets"])
        self.refused("preset", "set", BULB, "1", "--temperature", "9001", status=2, says=["2500 to 9000 K"])


class RecordedPresets(kasatest.TestCase):
    def test_a_preset_that_is_an_effect_is_listed_and_neither_used_nor_come_on_with(self):
        files = [path for path in kasatest.recordings() if any(
            preset.get("id") for preset in
            json.loads(path.read_text(encoding="utf-8"))["system"]["get_sysinfo"].get("preferred_state", []))]
        if not files:
            self.skipTest("no preset that is an effect was recorded")
        preset = next(one for one in json.loads(files[0].read_text(encoding="utf-8"))
                      ["system"]["get_sysinfo"]["preferred_state"] if one.get("id"))
        number = str(preset["index"] + 1)
        self.house("--replay", str(files[0]))
        listed = self.kasa("--json", "preset", "list", "127.0.0.1").one()["preset"]["presets"]
        self.assertEqual([preset["id"]], [one["effect"] for one in listed if str(one["number"]) == number])
        for args in (["preset", "use", "127.0.0.1", number], ["light", "set", "127.0.0.1", "--soft-on", f"preset:{number}"]):
            with self.subTest(args=args):
                self.assertIn(f"preset {number} is an effect", self.kasa(*args, status=5).err)


class Effects(Case):
    def playing(self):
        return sysinfo(STRIP)["lighting_effect_state"]

    def test_one_is_played_from_a_file_from_standard_input_and_as_it_is(self):
        path = self.folder() / "waves.json"
        path.write_text(json.dumps(EFFECT, indent=2), encoding="utf-8")
        for value, stdin in ((str(path), None), ("-", json.dumps(EFFECT)), (" " + json.dumps(EFFECT), None)):
            with self.subTest(value=value[:20]):
                told = self.kasa("--json", "effect", "set", STRIP, value, stdin=stdin).one()["effect"]
                self.assertEqual({"playing": True, "custom": True, "name": "Slow waves", "id": "waves",
                                  "brightness": 70}, told)
                self.assertEqual((1, "Slow waves", 1), tuple(self.playing()[key] for key in ("enable", "name", "custom")))
                self.assertEqual(EFFECT["sequence"], self.sim.get(STRIP)["effect"]["sequence"])
                self.assertEqual("Slow waves", self.light(STRIP)["effect"])
                self.assertIn("  effect    Slow waves", self.kasa("state", STRIP).lines)
                told = self.kasa("--json", "effect", "off", STRIP).one()["effect"]
                self.assertEqual((False, 0), (told["playing"], self.playing()["enable"]))
                self.assertNotIn("effect", self.light(STRIP))

    def test_show_tells_what_plays_and_what_played_last(self):
        self.assertIn("  playing     no", self.kasa("effect", "show", STRIP).lines)
        self.kasa("effect", "set", STRIP, json.dumps(EFFECT))
        self.assertIn("  name        Slow waves", self.kasa("effect", "show", STRIP).lines)
        self.kasa("effect", "off", STRIP)
        self.assertIn("  last        Slow waves", self.kasa("effect", "show", STRIP).lines)

    def test_a_plain_colour_ends_it(self):
        self.kasa("effect", "set", STRIP, json.dumps(EFFECT))
        self.kasa("on", STRIP, "--color", "blue")
        self.assertEqual(0, self.playing()["enable"])

    def test_what_is_no_effect_is_refused_before_anything_is_sent(self):
        before = self.sim.counts(STRIP)
        empty = self.folder() / "empty.json"
        empty.write_text("", encoding="utf-8")
        for value, says in (('{"custom":1}', ['"name"']), ("{", ["JSON"]), (str(empty), ["JSON"]),
                            ("/nonexistent.json", ["/nonexistent.json", "No such file"]),
                            (str(empty.parent), ["directory"])):
            with self.subTest(value=value):
                result = self.kasa("effect", "set", STRIP, value, status=2)
                for part in says:
                    self.assertIn(part, result.err)
        self.assertEqual(before, self.sim.counts(STRIP))

    def test_a_bulb_plays_none(self):
        for args in (["effect", "show", BULB], ["effect", "off", BULB], ["effect", "set", BULB, json.dumps(EFFECT)]):
            with self.subTest(args=args[:2]):
                self.refused(*args, status=5, says=["KL130(EU)", "plays no effects"])


class Frail(Case):
    """Every command that there is for bulbs, on bulbs that crash: tearDown() looks at them."""

    def test_no_command_crashes_a_bulb(self):
        for host in (BULB, WHITE):
            for args in (["state", host], ["on", host, "--brightness", "50", "--transition", "1h"], ["off", host],
                         ["toggle", host], ["brightness", host, "100"], ["light", host],
                         ["light", "set", host, "--soft-on", "preset:1", "--hard-on", "preset:2"],
                         ["preset", "list", host], ["preset", "set", host, "4", "--brightness", "100"],
                         ["preset", "use", host, "4", "--transition", "1h"], ["energy", host], ["firmware", host]):
                with self.subTest(args=args):
                    self.kasa(*args)
            for args in (["led", "off", host], ["dimmer", host], ["motion", host], ["ambient", host],
                         ["dimmer", "set", host, "--fade-on", "1"], ["motion", "on", host], ["ambient", "off", host],
                         ["effect", "show", host]):
                with self.subTest(args=args):
                    self.assertEqual(5, run(*args).status)
        for args in (["on", BULB, "--hsv", "359,100,100", "--transition", "1h"], ["temperature", BULB, "9000"],
                     ["hsv", BULB, "359,100,100"], ["preset", "set", BULB, "4", "--hsv", "359,100,100"]):
            with self.subTest(args=args):
                self.kasa(*args)


if __name__ == "__main__":
    kasatest.main()
