"""Every command that changes something: what the device itself says afterwards, what kasa shows of it, and a firmware
that nods and does nothing. The table is held to the list of commands that kasa has.

What each command does besides has its tests beside those of the feature; this is the whole, seen from above.
"""
import json

import kasatest
from kasatest import ask
from plugwire import FakePlugThatOnlyNods
from test_cli_habits import rows

HOUSE = {
    "plug": "HS110(EU),alias=Tree", "bulb": "KL130(EU),alias=Reading lamp", "shelf": "KL430(US),alias=Shelf",
    "dimmer": "HS220(US),alias=Table", "stairs": "KS200M(US),alias=Stairs", "strip": "HS300(US),alias=Desk strip",
}
HOSTS = {name: f"127.0.0.{n}" for n, name in enumerate(HOUSE, 1)}
INFO = ("system", "get_sysinfo")
SHELF, DIM, PIR, LAS = ("smartlife.iot.lightStrip", "smartlife.iot.dimmer", "smartlife.iot.PIR", "smartlife.iot.LAS")
LIGHTING, RULES, AWAY, COUNT = ("smartlife.iot.smartbulb.lightingservice", "schedule", "anti_theft", "count_down")
EFFECT = json.dumps({"name": "Waves", "custom": 1, "id": "waves", "brightness": 70, "segments": [0], "enable": 1,
                     "expansion_strategy": 1, "type": "sequence", "duration": 600, "transition": 3000, "direction": 4,
                     "spread": 7, "repeat_times": 0, "sequence": [[0, 100, 100], [120, 100, 100]]})
ACCOUNT = ["--username", "me@example.com", "--password-file", "-", "--yes"]

# The command, its device (which goes behind the first words), the rest; what the device is asked, and where its answer
# holds which value; the command that shows it, and where its object holds which value. A path that ends in [] counts.
SETTERS = [
    ("on", "plug", "", INFO, "relay_state", 1, "state", "on", True),
    ("off", "plug", "", INFO, "relay_state", 0, "state", "on", False),
    ("toggle", "plug", "", INFO, "relay_state", 1, "state", "on", True),
    ("on", "bulb", "--brightness 41", INFO, "light_state.brightness", 41, "state", "light.brightness", 41),
    ("off", "bulb", "", INFO, "light_state.on_off", 0, "state", "on", False),
    ("led off", "plug", "", INFO, "led_off", 1, "state", "led", False),
    ("alias", "plug", "Pine", INFO, "alias", "Pine", "state", "alias", "Pine"),
    ("on", "strip/2", "", INFO, "children.1.state", 1, "state", "outlets.1.on", True),
    ("off", "strip/2", "", INFO, "children.1.state", 0, "state", "outlets.1.on", False),
    ("toggle", "strip/6", "", INFO, "children.5.state", 1, "state", "outlets.5.on", True),
    ("alias", "strip/3", "Lava", INFO, "children.2.alias", "Lava", "state", "outlets.2.alias", "Lava"),
    ("brightness", "dimmer", "37", INFO, "brightness", 37, "light", "light.brightness", 37),
    ("temperature", "bulb", "3000", INFO, "light_state.dft_on_state.color_temp", 3000, "light", "light.color_temp_k",
     3000),
    ("hsv", "shelf", "240,80,50", INFO, "light_state.dft_on_state.hue", 240, "light", "light.hue", 240),
    ("light set", "bulb", "--soft-on circadian", (LIGHTING, "get_default_behavior"), "soft_on.mode", "circadian",
     "light", "light.soft_on", "circadian"),
    ("preset set", "bulb", "2 --brightness 33", INFO, "preferred_state.1.brightness", 33,
     "preset list", "preset.presets.1.brightness", 33),
    ("preset use", "bulb", "2", INFO, "light_state.brightness", 33, "state", "light.brightness", 33),
    ("effect set", "shelf", EFFECT, INFO, "lighting_effect_state.name", "Waves", "effect show", "effect.playing", True),
    ("effect off", "shelf", "", INFO, "lighting_effect_state.enable", 0, "effect show", "effect.playing", False),
    ("dimmer set", "dimmer", "--fade-on 500ms", (DIM, "get_dimmer_parameters"), "fadeOnTime", 500,
     "dimmer", "dimmer.fade_on_ms", 500),
    ("motion off", "stairs", "", (PIR, "get_config"), "enable", 0, "motion", "motion.enabled", False),
    ("motion on", "stairs", "", (PIR, "get_config"), "enable", 1, "motion", "motion.enabled", True),
    ("motion set", "stairs", "--range near", (PIR, "get_config"), "trigger_index", 2, "motion", "motion.range", "near"),
    ("ambient off", "stairs", "", (LAS, "get_config"), "devs.0.enable", 0, "ambient", "ambient.enabled", False),
    ("ambient on", "stairs", "", (LAS, "get_config"), "devs.0.enable", 1, "ambient", "ambient.enabled", True),
    ("ambient set", "stairs", "--level cloudy=41", (LAS, "get_config"), "devs.0.level_array.0.value", 41,
     "ambient", "ambient.levels.0.percent", 41),
    ("schedule add", "plug", "on --at 7:30", (RULES, "get_rules"), "rule_list.0.smin", 450,
     "schedule list", "schedule.rules.0.at", "07:30"),
    ("schedule edit", "plug", "1 --at 8:00", (RULES, "get_rules"), "rule_list.0.smin", 480,
     "schedule list", "schedule.rules.0.at", "08:00"),
    ("schedule disable", "plug", "1", (RULES, "get_rules"), "rule_list.0.enable", 0,
     "schedule list", "schedule.rules.0.enabled", False),
    ("schedule enable", "plug", "1", (RULES, "get_rules"), "rule_list.0.enable", 1,
     "schedule list", "schedule.rules.0.enabled", True),
    ("schedule remove", "plug", "1", (RULES, "get_rules"), "rule_list.[]", 0, "schedule list", "schedule.rules.[]", 0),
    ("schedule add", "plug", "off --at 7:31", (RULES, "get_rules"), "rule_list.[]", 1, "schedule list",
     "schedule.rules.[]", 1),
    ("schedule clear", "plug", "--yes", (RULES, "get_rules"), "rule_list.[]", 0, "schedule list",
     "schedule.rules.[]", 0),
    ("away add", "plug", "--from 18:00 --until 23:00", (AWAY, "get_rules"), "rule_list.0.emin", 1380,
     "away list", "away.rules.0.until", "23:00"),
    ("away edit", "plug", "1 --until 22:00", (AWAY, "get_rules"), "rule_list.0.emin", 1320,
     "away list", "away.rules.0.until", "22:00"),
    ("away disable", "plug", "1", (AWAY, "get_rules"), "rule_list.0.enable", 0, "away list", "away.rules.0.enabled",
     False),
    ("away enable", "plug", "1", (AWAY, "get_rules"), "rule_list.0.enable", 1, "away list", "away.rules.0.enabled",
     True),
    ("away remove", "plug", "1", (AWAY, "get_rules"), "rule_list.[]", 0, "away list", "away.rules.[]", 0),
    ("away add", "plug", "--from 18:00 --until 23:00", (AWAY, "get_rules"), "rule_list.[]", 1,
     "away list", "away.rules.[]", 1),
    ("away clear", "plug", "--yes", (AWAY, "get_rules"), "rule_list.[]", 0, "away list", "away.rules.[]", 0),
    ("timer", "plug", "off --in 1h", (COUNT, "get_rules"), "rule_list.0.delay", 3600, "state", "mode", "countdown"),
    ("timer cancel", "plug", "", (COUNT, "get_rules"), "rule_list.[]", 0, "state", "mode", "none"),
    ("time set", "plug", "2028-02-29T18:00", ("time", "get_time"), "mday", 29, "time", "clock.zone_index", 38),
    ("time sync", "plug", "--zone Europe/Vienna", ("time", "get_timezone"), "index", 41, "time", "clock.zone_index",
     41),
    ("energy", "plug", "--erase --yes", ("emeter", "get_realtime"), "total_wh", 0, "energy", "energy.total_kwh", 0),
    ("usage", "plug", "--erase --yes", ("schedule", "get_daystat"), "day_list.[]", 0, "usage", "usage.today_min", 0),
    ("location set", "plug", "52.37,4.89", INFO, "latitude_i", 523700, "location", "location.set", True),
    ("cloud bind", "plug", " ".join(ACCOUNT), ("cnCloud", "get_info"), "binded", 1, "cloud", "cloud.bound", True),
    ("cloud unbind", "plug", "--yes", ("cnCloud", "get_info"), "binded", 0, "cloud", "cloud.bound", False),
    ("cloud server", "plug", "nowhere.invalid", ("cnCloud", "get_info"), "server", "nowhere.invalid",
     "cloud", "cloud.server", "nowhere.invalid"),
]

# Those that only look, those whose effect is that the device goes away, those that change a file of the user's, and
# the one that does what it is told.
READERS = {"discover", "state", "watch", "light", "preset list", "effect show", "dimmer", "motion", "ambient",
           "firmware", "schedule list", "away list", "timer list", "time", "location", "cloud", "wifi",
           "wifi scan", "doctor",
           "completion", "help", "version"}
LEAVES = {"reboot", "reset", "wifi join"}
FILES = {"login", "logout"}
ANYTHING = {"raw"}

# What would undo something, and is so already where nothing was done: that proves nothing.
UNDONE = {"off", "preset use", "effect off", "motion on", "ambient on", "schedule edit", "schedule disable",
          "schedule enable", "schedule remove", "schedule clear", "away edit", "away disable", "away enable",
          "away remove", "away clear", "timer cancel", "cloud unbind"}


def value_at(answer, path):
    """What stands at a path; None where there is nothing."""
    for part in path.split("."):
        try:
            answer = len(answer) if part == "[]" else answer[int(part) if isinstance(answer, list) else part]
        except (IndexError, KeyError):
            return None
    return answer


def host_of(name):
    return HOSTS[name.split("/")[0]]


def words_of(command, host, name, rest):
    """The outlet of "strip/2" goes behind the host. A JSON argument is one word; in others blanks divide."""
    device = host + name[len(name.split("/")[0]):]
    return [*command.split(), device, *([rest] if rest.startswith("{") else rest.split())]


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for spec in HOUSE.values() for word in ("--device", spec)))

    def answer(self, name, question):
        """What the device itself says; of days those of this month, by its own clock."""
        module, method = question
        today = ask(HOSTS["plug"], {"time": {"get_time": {}}})["time"]["get_time"]
        args = {"year": today["year"], "month": today["month"]} if method == "get_daystat" else {}
        return ask(host_of(name), {module: {method: args}})[module][method]


class ReadBack(Case):
    def test_after_each_the_device_says_it_and_kasa_shows_it(self):
        for command, name, rest, question, path, value, shows, place, shown in SETTERS:
            with self.subTest(command=command, rest=rest[:40]):
                before = value_at(self.answer(name, question), path)
                self.kasa("--json", *words_of(command, host_of(name), name, rest), stdin="longenough\n")
                self.assertEqual(value, value_at(self.answer(name, question), path))
                self.assertNotEqual(value, before, "it was so before: nothing is shown by that")
                self.assertEqual(shown, value_at(self.kasa("--json", *shows.split(), host_of(name)).one(), place))

    def test_the_tables_name_every_command(self):
        told = {" ".join(row) for row in rows()}
        setters = {row[0] if row[0] in told else row[0].split()[0] for row in SETTERS}
        self.assertEqual(told, setters | READERS | LEAVES | FILES | ANYTHING)
        self.assertEqual(len(told), len(setters) + len(READERS) + len(LEAVES) + len(FILES) + len(ANYTHING))


class Nods(Case):
    SAYS = "stays as it was|does not (list|run) it as it was asked for|forgot nothing"

    def test_a_firmware_that_nods_and_does_nothing_is_found_out(self):
        for command, name, rest, *_ in (row for row in SETTERS if row[0] not in UNDONE):
            with self.subTest(command=command, rest=rest[:40]), FakePlugThatOnlyNods(host_of(name)) as nodding:
                words = words_of(command, nodding.address, name, rest)
                error = self.kasa("--json", *words, stdin="longenough\n", status=1).one()["error"]
                self.assertEqual("device", error["code"])
                self.assertRegex(error["message"], self.SAYS)
                self.assertNotEqual([], nodding.nodded)


if __name__ == "__main__":
    kasatest.main()
