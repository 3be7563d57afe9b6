"""kasa sets lights and dimmers that are not ours: the npm package tplink-smarthome-simulator, where it knows the method.

It knows no presets and no defaults that could be set, no effects, no light strip's own methods, and of transitions of
dimmers the brightness only. What a device did is asked by the few lines of kasatest.ask(), not by kasa.
"""
import kasatest
from kasatest import ask, run, sysinfo
from test_peer_devices import HOSTS, PACKAGE, peers

DIMMER, STRIP = HOSTS["hs220"], HOSTS["kl430"]
COLOUR, WHITES, WHITE = HOSTS["lb130"], HOSTS["lb120"], HOSTS["lb100"]
DIMMER_MODULE, BULB_MODULE = "smartlife.iot.dimmer", "smartlife.iot.smartbulb.lightingservice"


def values(host):
    """What a bulb says of itself; this peer tells no values for later, and keeps those that it had."""
    return sysinfo(host)["light_state"]


class PeerLights(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.enter(peers(self.folder()))

    def test_bulbs_take_brightness_white_and_colour(self):
        for host, args, want in ((COLOUR, ["--brightness", "41"], {"brightness": 41}),
                                 (COLOUR, ["--temperature", "3100"], {"color_temp": 3100}),
                                 (COLOUR, ["--hsv", "200,60,70"],
                                  {"hue": 200, "saturation": 60, "brightness": 70, "color_temp": 0}),
                                 (COLOUR, ["--color", "cool white", "--transition", "0"], {"color_temp": 5000}),
                                 (WHITES, ["--temperature", "6500", "--brightness", "1"],
                                  {"color_temp": 6500, "brightness": 1}),
                                 (WHITE, ["--brightness", "99"], {"brightness": 99})):
            with self.subTest(host=host, args=args):
                told = self.kasa("--json", "on", host, *args).one()
                self.assertEqual({"on_off": 1, **want}, {key: values(host)[key] for key in ("on_off", *want)})
                self.assertIs(True, told["on"])
                names = {"color_temp": "color_temp_k"}
                self.assertEqual(want, {key: told["light"][names.get(key, key)] for key in want})

    def test_brightness_temperature_and_hsv_do_not_switch(self):
        for word, on in (("on", 1), ("off", 0)):
            self.kasa(word, COLOUR)
            for args, want in ((["brightness", COLOUR, "17"], {"brightness": 17}),
                               (["temperature", COLOUR, "4000"], {"color_temp": 4000}),
                               (["hsv", COLOUR, "10,20,30"], {"hue": 10, "saturation": 20, "brightness": 30})):
                with self.subTest(word=word, args=args):
                    self.kasa(*args)
                    self.assertEqual({"on_off": on, **want}, {key: values(COLOUR)[key] for key in ("on_off", *want)})

    def test_bulbs_tell_what_they_are_and_how_they_come_on(self):
        for host in (COLOUR, WHITES, WHITE):
            with self.subTest(host):
                said = ask(host, {BULB_MODULE: {"get_light_details": {}, "get_default_behavior": {}}})[BULB_MODULE]
                told = self.kasa("--json", "light", host).one()["light"]
                details = said["get_light_details"]
                self.assertEqual((details["wattage"], details["max_lumens"], details["lamp_beam_angle"]),
                                 (told["watts"], told["max_lumens"], told["beam_angle"]))
                modes = {"last_status": "last", "customize_preset": "preset", "circadian": "circadian"}
                self.assertEqual([modes[said["get_default_behavior"][key]["mode"]] for key in ("soft_on", "hard_on")],
                                 [told["soft_on"], told["hard_on"]])

    def test_presets_are_those_of_the_device(self):
        for host in (COLOUR, WHITE, DIMMER):
            with self.subTest(host):
                told = self.kasa("--json", "preset", "list", host).one()["preset"]["presets"]
                said = sysinfo(host)["preferred_state"]
                self.assertTrue(said)
                self.assertEqual([(one["index"] + 1, one["brightness"]) for one in said],
                                 [(one["number"], one["brightness"]) for one in told])

    def test_a_preset_is_used(self):
        for host, now in ((COLOUR, lambda: values(COLOUR)["brightness"]), (DIMMER, lambda: sysinfo(DIMMER)["brightness"])):
            for preset in sysinfo(host)["preferred_state"]:
                with self.subTest(host=host, preset=preset):
                    self.kasa("preset", "use", host, str(preset["index"] + 1))
                    self.assertEqual(preset["brightness"], now())

    def test_a_light_strip_tells_which_effect_plays(self):
        said = sysinfo(STRIP)["lighting_effect_state"]
        self.assertEqual({"playing": True, "name": said["name"], "id": said["id"], "custom": False,
                          "brightness": said["brightness"]}, self.kasa("--json", "effect", "show", STRIP).one()["effect"])
        self.assertIn(f"  effect    {said['name']}", self.kasa("state", STRIP).lines)

    def test_what_a_peer_does_not_know_is_told_as_its_refusal(self):
        for args in (["light", "set", COLOUR, "--soft-on", "last"], ["preset", "set", COLOUR, "1", "--brightness", "9"],
                     ["effect", "set", STRIP, '{"name":"Waves"}'], ["dimmer", "set", DIMMER, "--ramp-rate", "20"]):
            with self.subTest(args=args):
                result = run(*args)
                self.assertIn(result.status, (1, 5), f"\n{result}")
                self.assertTrue(result.err.startswith("kasa: "), result.err)

    def test_a_dimmer_takes_brightness_off_and_on(self):
        for args, want in ((["on", DIMMER, "--brightness", "31"], (1, 31)), (["brightness", DIMMER, "32"], (1, 32)),
                           (["off", DIMMER], (0, 32)), (["brightness", DIMMER, "33"], (0, 33))):
            with self.subTest(args=args):
                self.kasa(*args)
                info = sysinfo(DIMMER)
                self.assertEqual(want, (info["relay_state"], info["brightness"]))

    def test_a_dimmers_times_and_buttons_are_set(self):
        told = self.kasa("--json", "dimmer", "set", DIMMER, "--fade-on", "1500ms", "--fade-off", "2", "--gentle-on", "11s",
                         "--gentle-off", "1m", "--double-click", "none", "--long-press", "preset:3").one()["dimmer"]
        said = ask(DIMMER, {DIMMER_MODULE: {"get_dimmer_parameters": {}, "get_default_behavior": {}}})[DIMMER_MODULE]
        times = [said["get_dimmer_parameters"][key] for key in ("fadeOnTime", "fadeOffTime", "gentleOnTime", "gentleOffTime")]
        self.assertEqual([1500, 2000, 11000, 60000], times)
        self.assertEqual(times, [told[key] for key in ("fade_on_ms", "fade_off_ms", "gentle_on_ms", "gentle_off_ms")])
        self.assertEqual("none", said["get_default_behavior"]["double_click"]["mode"])
        self.assertEqual(("customize_preset", 2), tuple(said["get_default_behavior"]["long_press"][key]
                                                        for key in ("mode", "index")))
        self.assertEqual(("none", "preset", 3), tuple(told[key] for key in ("double_click", "long_press", "long_press_preset")))


def load_tests(loader, tests, pattern):
    if not PACKAGE.is_dir():
        kasatest.cannot_run(f"{PACKAGE} is not there: npm install in tests/peers, and KASA_PEERS says where")
    return loader.loadTestsFromTestCase(PeerLights)


if __name__ == "__main__":
    kasatest.main()
