"""Every recorded device, served by kasa-sim: what people read of it, in words and units, computed from the recording.

The JSON of the same devices is in test_recordings.py, and so is how a recording is read.
"""
import re

import kasatest
from kasatest import House, run
from test_recordings import FILES, RECORDED, addresses, energy, family, features, is_light, is_on, light, sysinfo_of

DIGITS = {"W": 1, "V": 1, "A": 3, "kWh": 3}
UNITS = {"power_w": "W", "voltage_v": "V", "current_a": "A", "total_kwh": "kWh"}


# -- what a recording says, in words ----------------------------------------------------------------------------------

def duration(seconds):
    """How long something has been on, in its two largest units."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return f"{days} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{seconds} s"


def condition(on, on_time):
    if not on:
        return "off"
    return "on" if on_time is None else f"on for {duration(on_time)}"


def outlets(info):
    """In the order of the sockets, which the last two characters of the ids tell."""
    return sorted(info.get("children", []), key=lambda child: child["id"][-2:])


def state_word(info):
    if family(info) == "strip":
        return f"{sum(child['state'] for child in outlets(info))} of {len(outlets(info))} outlets on"
    return condition(is_on(info), info.get("on_time"))


def column_word(info):
    """The same in a column of a search."""
    if family(info) == "strip":
        return f"{sum(child['state'] for child in outlets(info))}/{len(outlets(info))} on"
    return "on" if is_on(info) else "off"


def light_words(info):
    """A white has no hue to be seen, and a colour no temperature."""
    shown = light(info) or {}
    words = [f"brightness {shown['brightness']} %"] if "brightness" in shown else []
    if shown.get("color_temp_k"):
        words.append(f"white {shown['color_temp_k']} K")
    elif "hue" in shown:
        words += [f"hue {shown['hue']}°", f"saturation {shown['saturation']} %"]
    return ", ".join(words)


def feature_words(info):
    words = features(info)
    if re.search("pir|with sensor", info.get("dev_name", "").lower()):
        words |= {"motion", "ambient_light"}
    if family(info) == "lightstrip" and "lighting_effect_state" in info:
        words.add("effects")
    return words


def quantities(tree):
    """What a meter shows: a number for each unit, "-" for what the device does not tell."""
    told = energy(tree)
    return [(f"{told[key]:.{DIGITS[unit]}f}" if key in told else "-", unit) for key, unit in UNITS.items()]


def shown_quantities(line):
    return re.findall(r"(\S+) (W|V|A|kWh)\b", line)


METERED = [path for path in FILES if "energy" in feature_words(sysinfo_of(RECORDED[path]))]


def is_near(want, got):
    """A half may be rounded either way."""
    if [unit for _, unit in want] != [unit for _, unit in got]:
        return False
    return all(a == b or "-" not in (a, b) and abs(float(a) - float(b)) <= 1.01 * 10 ** -DIGITS[unit]
               for (a, unit), (b, _) in zip(want, got))


# -- what is printed --------------------------------------------------------------------------------------------------

class Shown:
    """What `kasa state` prints: a name, and lines of a key and a value."""

    def __init__(self, text):
        self.name, *rest = text.rstrip("\n").split("\n")
        self.rows = [(line[2:12].rstrip(), line[12:]) for line in rest]
        self.values = dict(self.rows)

    def outlets(self):
        """(number, condition, name) of each."""
        return [(key, *re.split(r" {2,}", value, maxsplit=1)) for key, value in self.rows if key.startswith("outlet ")]


class Recordings(kasatest.TestCase):
    """As recorded, names too: each is asked for by its address, because recordings share their identities."""

    @classmethod
    def setUpClass(cls):
        cls.recorded_house = House("--as-recorded", "--replay", *map(str, FILES))
        cls.addClassCleanup(cls.recorded_house.close)
        cls.hosts = dict(zip(FILES, addresses(len(FILES))))
        cls.texts = {path: run("--host", host, "state") for path, host in cls.hosts.items()}

    def each(self):
        for path in FILES:
            with self.subTest(path.name):
                result = self.texts[path]
                self.assertEqual((0, ""), (result.status, result.err), f"\n{result}")
                yield path, sysinfo_of(RECORDED[path]), Shown(result.out)

    def test_a_device_is_told_with_its_name_its_model_and_its_family(self):
        for path, info, shown in self.each():
            self.assertEqual(info["alias"], shown.name)
            self.assertEqual(f"{info['model']}  {family(info)}", shown.values["model"])
            self.assertEqual((info["hw_ver"], info["sw_ver"]), (shown.values["hardware"], shown.values["firmware"]))
            self.assertEqual(self.hosts[path], shown.values["host"])

    def test_its_state_is_told_in_words(self):
        for _, info, shown in self.each():
            self.assertEqual(state_word(info), shown.values["state"])
            self.assertEqual(f"{info['rssi']} dBm", shown.values["signal"])
            led = {None: None, 0: "on", 1: "off"}[info.get("led_off")]
            self.assertEqual(led, shown.values.get("led"))

    def test_each_outlet_has_a_line_with_its_name_and_state(self):
        for _, info, shown in self.each():
            want = [(f"outlet {n}", condition(child["state"], child["on_time"]), child["alias"])
                    for n, child in enumerate(outlets(info), 1)]
            got = shown.outlets()
            self.assertEqual([row[:2] for row in want], [row[:2] for row in got])
            for (_, _, alias), (_, _, told) in zip(want, got):
                self.assertEqual(alias, told.split("  next: ")[0])

    def test_what_it_can_is_listed(self):
        for _, info, shown in self.each():
            words = shown.values["can"].split()
            self.assertEqual(sorted(feature_words(info)), sorted(words))

    def test_a_light_is_told_in_percent_kelvin_and_degrees(self):
        for _, info, shown in self.each():
            self.assertEqual(light_words(info), shown.values.get("light", ""))
            playing = info.get("lighting_effect_state", {})
            self.assertEqual(playing["name"] if playing.get("enable") else None, shown.values.get("effect"))

    def test_a_meter_is_told_in_watts_volts_amperes_and_kilowatt_hours(self):
        for path, info, shown in self.each():
            measured = path in METERED and family(info) != "strip"  # of a strip outlets have them, and energy tells
            self.assertEqual(measured, "energy" in shown.values)
            if measured:
                self.check_quantities(path, shown.values["energy"])

    def test_energy_has_a_line_for_each_outlet_and_one_for_their_sum(self):
        for path in METERED:
            info = sysinfo_of(RECORDED[path])
            with self.subTest(path.name):
                told = self.kasa("--host", self.hosts[path], "energy").lines
                self.assertEqual(1 + len(outlets(info)), len(told))
                for line in told:
                    self.assertEqual(list(UNITS.values()), [unit for _, unit in shown_quantities(line)])
                self.check_quantities(path, told[1 if outlets(info) else 0])  # recorded is that of the first outlet
                for number, (child, line) in enumerate(zip(outlets(info), told[1:]), 1):
                    self.assertTrue(line.startswith(f"  {number}  {child['alias']} "), line)

    def check_quantities(self, path, line):
        want = quantities(RECORDED[path])
        self.assertTrue(is_near(want, shown_quantities(line)), (want, line))

    def test_nothing_else_is_told_of_a_device(self):
        known = {"state", "next", "energy", "light", "effect", "model", "host", "mac", "id", "hardware", "firmware",
                 "led", "signal", "can"}
        for _, info, shown in self.each():
            keys = [key for key, _ in shown.rows if not key.startswith("outlet ")]
            self.assertLessEqual(set(keys), known)
            self.assertEqual(len(keys), len(set(keys)))
            self.assertEqual(bool(light(info)), "light" in keys)
            self.assertFalse(is_light(info) and "led" in keys)


class Searched(kasatest.TestCase):
    def test_a_search_tells_each_in_a_line_with_its_state_and_signal(self):
        self.house("--replay", *map(str, FILES))
        head, *lines = self.kasa("discover").lines
        self.assertEqual(["HOST", "MAC", "MODEL", "VIA", "STATE", "SIGNAL", "ALIAS"], head.split())
        told = {line.split()[0]: line for line in lines}
        self.assertEqual((len(FILES), len(FILES)), (len(told), len(lines)))
        for path, host in zip(FILES, addresses(len(FILES))):
            info = sysinfo_of(RECORDED[path])
            with self.subTest(path.name):
                columns = re.escape(info["model"]), "xor", column_word(info), f"{info['rssi']} dBm  \\S"
                self.assertRegex(told[host], rf"^{re.escape(host)} +([0-9A-F]{{2}}:){{5}}[0-9A-F]{{2}} +"
                                             + " +".join(columns))


if __name__ == "__main__":
    kasatest.main()
