"""The times, limits and buttons of dimmers: each setter is read back by kasa and by a request that kasa has no part in."""
import kasatest
from kasatest import ask, run

DIMMERS = {"HS220(US)": "127.0.0.1", "KS230(US)": "127.0.0.2", "ES20M(US)": "127.0.0.3"}
PLUG, BULB = "127.0.0.4", "127.0.0.5"
MODULE = "smartlife.iot.dimmer"
# option, key of kasa, key of the device; values as they are typed, in the unit of the device and as they are shown
SETTINGS = {
    "--fade-on": ("fade_on_ms", "fadeOnTime", [("500ms", 500, "500ms"), ("0", 0, "0s"), ("10s", 10000, "10s")]),
    "--fade-off": ("fade_off_ms", "fadeOffTime", [("1.5", 1500, "1.5s"), ("2", 2000, "2s")]),
    "--gentle-on": ("gentle_on_ms", "gentleOnTime", [("2m", 120000, "2m"), ("10 seconds", 10000, "10s")]),
    "--gentle-off": ("gentle_off_ms", "gentleOffTime", [("1m30s", 90000, "1m30s"), ("510", 510000, "8m30s")]),
    "--ramp-rate": ("ramp_rate", "rampRate", [("10", 10, "10"), ("50", 50, "50")]),
    "--threshold": ("threshold", "minThreshold", [("0", 0, "0"), ("51", 51, "51")]),
}
BUTTONS = {"--double-click": "double_click", "--long-press": "long_press"}
ACTIONS = {"none": "none", "instant": "instant_on_off", "gentle": "gentle_on_off"}


def parameters(host):
    return ask(host, {MODULE: {"get_dimmer_parameters": {}}})[MODULE]["get_dimmer_parameters"]


def behavior(host):
    return ask(host, {MODULE: {"get_default_behavior": {}}})[MODULE]["get_default_behavior"]


class Dimmers(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        specs = [*DIMMERS, "HS100(EU)", "KL130(EU),picky=1,fragile=1"]
        self.sim = self.house(*(word for spec in specs for word in ("--device", spec)))

    def dimmer(self, *args):
        return self.kasa("--json", "dimmer", *args).one()["dimmer"]

    def test_what_is_shown_is_what_the_device_says(self):
        for model, host in DIMMERS.items():
            with self.subTest(model):
                told, said = self.dimmer(host), parameters(host)
                for ours, theirs, _ in SETTINGS.values():
                    self.assertEqual(said[theirs], told[ours])
                for key in BUTTONS.values():
                    self.assertEqual(behavior(host)[key]["mode"], ACTIONS[told[key]])

    def test_each_setting_is_set_and_read_back(self):
        for model, host in DIMMERS.items():
            for option, (ours, theirs, values) in SETTINGS.items():
                for word, value, shown in values:
                    with self.subTest(model=model, option=option, word=word):
                        self.assertEqual(value, self.dimmer("set", host, option, word)[ours])
                        self.assertEqual(value, parameters(host)[theirs])
                        label = option[2:].replace("-", " ")
                        self.assertIn(f"  {label:<14}{shown}", self.kasa("dimmer", host).lines)

    def test_each_action_of_the_button_is_set_and_read_back(self):
        host = DIMMERS["HS220(US)"]
        for option, key in BUTTONS.items():
            for word, mode in ACTIONS.items():
                with self.subTest(option=option, word=word):
                    self.assertEqual(word, self.dimmer("set", host, option, word)[key])
                    self.assertEqual(mode, behavior(host)[key]["mode"])
            with self.subTest(option=option, word="preset:2"):
                told = self.dimmer("set", host, option, "preset:2")
                self.assertEqual(("preset", 2), (told[key], told[f"{key}_preset"]))
                self.assertEqual(("customize_preset", 1), (behavior(host)[key]["mode"], behavior(host)[key]["index"]))

    def test_all_at_once_leaves_nothing_out(self):
        host = DIMMERS["HS220(US)"]
        told = self.dimmer("set", host, "--fade-on", "1", "--fade-off", "2", "--gentle-on", "3", "--gentle-off", "4",
                           "--ramp-rate", "25", "--threshold", "7", "--double-click", "none", "--long-press", "preset:1")
        self.assertEqual({"fade_on_ms": 1000, "fade_off_ms": 2000, "gentle_on_ms": 3000, "gentle_off_ms": 4000,
                          "ramp_rate": 25, "threshold": 7, "double_click": "none", "long_press": "preset",
                          "long_press_preset": 1}, told)
        self.assertEqual(told, self.dimmer(host))

    def test_what_is_not_said_is_not_sent(self):
        host = DIMMERS["HS220(US)"]
        self.kasa("dimmer", "set", host, "--fade-on", "1")
        self.assertEqual([1, 0, 0], [self.sim.count(host, f"{MODULE}.{method}") for method in
                                     ("set_fade_on_time", "set_fade_off_time", "set_long_press_action")])

    def test_a_preset_that_is_not_there_is_the_devices_refusal(self):
        result = run("dimmer", "set", DIMMERS["HS220(US)"], "--long-press", "preset:9")
        self.assertEqual(1, result.status, f"\n{result}")
        self.assertIn("set_long_press_action", result.err)

    def test_what_is_no_dimmer_says_so(self):
        for host, model in ((PLUG, "HS100(EU)"), (BULB, "KL130(EU)")):
            for args in (["dimmer", host], ["dimmer", "set", host, "--fade-on", "1"]):
                with self.subTest(args=args):
                    self.assertIn(f"{model} is no dimmer", self.kasa(*args, status=5).err)
        self.assertEqual(0, self.sim.strays("all"))
        self.assertFalse(self.sim.get(BULB)["away"])


if __name__ == "__main__":
    kasatest.main()
