"""Motion and ambient light: each setter is read back by kasa and by a request that kasa has no part in."""
import kasatest
from kasatest import ask, sysinfo

SENSORS = {"KS200M(US)": "127.0.0.1", "KS220M(US)": "127.0.0.2", "ES20M(US)": "127.0.0.3"}
PLUG, DIMMER, BULB = "127.0.0.4", "127.0.0.5", "127.0.0.6"
PIR, LAS = "smartlife.iot.PIR", "smartlife.iot.LAS"
RANGES = ["far", "mid", "near", "custom"]
STILL = 2047


def motion_of(host):
    return ask(host, {PIR: {"get_config": {}}})[PIR]["get_config"]


def ambient_of(host):
    return ask(host, {LAS: {"get_config": {}}})[LAS]["get_config"]["devs"][0]


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        specs = [*SENSORS, "HS100(EU)", "HS220(US)", "KL130(EU),picky=1,fragile=1"]
        self.sim = self.house(*(word for spec in specs for word in ("--device", spec)))

    def told(self, command, *args):
        return self.kasa("--json", command, *args).one()[command]

    def check_refusals(self, command, lacks, *setters):
        for host in (PLUG, DIMMER, BULB):
            for args in ([command, host], [command, "on", host], *([command, "set", host, *setter] for setter in setters)):
                with self.subTest(args=args):
                    self.assertIn(f"{sysinfo(host)['model']} has no {lacks}", self.kasa(*args, status=5).err)
        self.assertEqual(0, self.sim.strays("all"))
        self.assertFalse(self.sim.get(BULB)["away"])


class Motion(Case):
    def test_what_is_shown_is_what_the_device_says(self):
        for model, host in SENSORS.items():
            with self.subTest(model):
                told, said = self.told("motion", host), motion_of(host)
                self.assertEqual((bool(said["enable"]), RANGES[said["trigger_index"]], said["cold_time"]),
                                 (told["enabled"], told["range"], told["inactivity_ms"]))
                self.assertEqual(said["array"], [told[f"threshold_{name}"] for name in RANGES])
                self.assertEqual((said["min_adc"], said["max_adc"]), (told["least"], told["most"]))

    def test_it_is_switched_on_and_off(self):
        for model, host in SENSORS.items():
            for word in ("on", "off", "on"):
                with self.subTest(model=model, word=word):
                    self.assertIs(word == "on", self.told("motion", word, host)["enabled"])
                    self.assertEqual(int(word == "on"), motion_of(host)["enable"])

    def test_the_range_is_set_and_read_back(self):
        for model, host in SENSORS.items():
            for position, word in enumerate(RANGES):
                with self.subTest(model=model, range=word):
                    self.assertEqual(word, self.told("motion", "set", host, "--range", word)["range"])
                    self.assertEqual(position, motion_of(host)["trigger_index"])

    def test_a_threshold_is_that_of_the_custom_range(self):
        host = SENSORS["KS220M(US)"]
        for args in (["--threshold", "41"], ["--threshold", "42", "--range", "custom"]):
            with self.subTest(args=args):
                told = self.told("motion", "set", host, *args)
                self.assertEqual(("custom", int(args[1])), (told["range"], told["threshold_custom"]))
                self.assertEqual((3, int(args[1])), (motion_of(host)["trigger_index"], motion_of(host)["array"][3]))
        self.assertIn(f"  {'range':<12}custom, threshold 42 %", self.kasa("motion", host).lines)

    def test_inactivity_is_set_and_read_back(self):
        for model, host in SENSORS.items():
            for word, ms in (("60s", 60000), ("2m", 120000), ("90", 90000), ("24h", 86400000)):
                with self.subTest(model=model, word=word):
                    self.assertEqual(ms, self.told("motion", "set", host, "--inactivity", word)["inactivity_ms"])
                    self.assertEqual(ms, motion_of(host)["cold_time"])

    def test_both_at_once(self):
        told = self.told("motion", "set", SENSORS["KS200M(US)"], "--range", "near", "--inactivity", "5m")
        self.assertEqual(("near", 300000), (told["range"], told["inactivity_ms"]))

    def test_what_moves_is_told(self):
        for model, host in SENSORS.items():
            self.kasa("motion", "on", host)
            for pir, motion in ((STILL, False), (4095, True), (0, True)):
                with self.subTest(model=model, pir=pir):
                    self.sim.set(host, "pir", pir)
                    told = self.told("motion", host)
                    self.assertEqual((pir, motion), (told["value"], told["motion"]))
            self.assertIn(f"  {'motion':<12}yes", self.kasa("motion", host).lines)

    def test_without_the_sensor_nobody_knows_of_motion(self):
        host = SENSORS["KS200M(US)"]
        self.sim.set(host, "pir", 4095)
        self.assertNotIn("motion", self.told("motion", "off", host))

    def test_what_has_none_says_so(self):
        self.check_refusals("motion", "motion sensor", ["--range", "far"], ["--inactivity", "60s"])


class Ambient(Case):
    def test_what_is_shown_is_what_the_device_says(self):
        for model, host in SENSORS.items():
            with self.subTest(model):
                told, said = self.told("ambient", host), ambient_of(host)
                self.assertIs(bool(said["enable"]), told["enabled"])
                self.assertEqual([(level["name"], level["value"]) for level in said["level_array"]],
                                 [(level["name"], level["percent"]) for level in told["levels"]])
                self.assertEqual(said["level_array"][said["dark_index"]]["name"], told["dark_below"])

    def test_it_is_switched_on_and_off(self):
        for model, host in SENSORS.items():
            for word in ("on", "off"):
                with self.subTest(model=model, word=word):
                    self.assertIs(word == "on", self.told("ambient", word, host)["enabled"])
                    self.assertEqual(int(word == "on"), ambient_of(host)["enable"])

    def test_the_level_of_darkness_is_set_by_its_name_in_any_case(self):
        for model, host in SENSORS.items():
            for position, level in enumerate(ambient_of(host)["level_array"]):
                with self.subTest(model=model, level=level["name"]):
                    told = self.told("ambient", "set", host, "--dark", level["name"].upper())
                    self.assertEqual(level["name"], told["dark_below"])
                    self.assertEqual(position, ambient_of(host)["dark_index"])

    def test_levels_are_set_and_read_back(self):
        for model, host in SENSORS.items():
            with self.subTest(model):
                names = [level["name"] for level in ambient_of(host)["level_array"]]
                told = self.told("ambient", "set", host, "--level", f"{names[-1]}=33", "--level", f"{names[0]}=44",
                                 "--dark", names[-1])
                self.assertEqual((44, 33, names[-1]),
                                 (told["levels"][0]["percent"], told["levels"][-1]["percent"], told["dark_below"]))
                said = ambient_of(host)
                self.assertEqual((44, 33, len(names) - 1), (said["level_array"][0]["value"],
                                                            said["level_array"][-1]["value"], said["dark_index"]))

    def test_darkness_is_told(self):
        for model, host in SENSORS.items():
            for las, dark in ((0, True), (2450, False)):
                with self.subTest(model=model, las=las):
                    self.sim.set(host, "las", las)
                    told = self.told("ambient", host)
                    self.assertIs(dark, told["dark"])
                    self.assertEqual(0 if dark else 100, told["percent"])

    def test_text_has_the_levels_in_a_table(self):
        lines = self.kasa("ambient", SENSORS["KS220M(US)"]).lines
        self.assertIn("  LEVEL           LIGHT", lines)
        self.assertEqual(6, len(lines[lines.index("  LEVEL           LIGHT") + 1:]))

    def test_a_level_that_there_is_not_is_told_which_there_are_and_nothing_is_set(self):
        host = SENSORS["KS220M(US)"]
        before = ambient_of(host)
        for args in (["--dark", "clody"], ["--level", "clody=4"], ["--dark", "cloudy", "--level", "clody=4"]):
            with self.subTest(args=args):
                result = self.kasa("ambient", "set", host, *args, status=2)
                for part in ('"clody"', "cloudy", "total darkness"):
                    self.assertIn(part, result.err)
        self.assertEqual(before, ambient_of(host))

    def test_what_has_none_says_so(self):
        self.check_refusals("ambient", "ambient light sensor", ["--dark", "cloudy"], ["--level", "cloudy=1"])


if __name__ == "__main__":
    kasatest.main()
