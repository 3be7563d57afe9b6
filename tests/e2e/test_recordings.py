"""Every recorded device, served by kasa-sim: what kasa says of it is computed here once more, from the recording.

Nothing depends on which recordings there are. What a device is follows from its answers, by the rule that the
protocol's description gives, never from its name.
"""
import json
import re
import shutil

import kasatest
from kasatest import House, run

FILES = kasatest.recordings()
RECORDED = {path: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
KEYS = {"id", "mac", "host", "port", "alias", "model", "family", "hw", "fw", "payload", "transport", "on", "on_time_s",
        "led",
        "rssi_dbm", "mode", "next", "outlets", "features", "energy", "light"}


# -- what a recording says --------------------------------------------------------------------------------------------

def sysinfo_of(tree):
    return tree["system"]["get_sysinfo"]


def family(info):
    kind = info.get("type", info.get("mic_type", "")).lower()
    if "smartbulb" in kind:
        return "lightstrip" if "length" in info else "bulb"
    if "dimmer" in info.get("dev_name", "").lower():
        return "dimmer"
    if "children" in info:
        return "strip"
    return "switch" if "light" in info.get("dev_name", "").lower() else "plug"


def is_light(info):
    return family(info) in ("bulb", "lightstrip")


def has_meter(info):
    return is_light(info) or "ENE" in info.get("feature", "").split(":")


def is_on(info):
    if family(info) == "strip":
        return any(child["state"] for child in info["children"])
    return bool(info["light_state"]["on_off"] if is_light(info) else info["relay_state"])


def light(info):
    """What a light shows, or will show when it is on; of a dimmer the brightness."""
    if not is_light(info):
        return {"brightness": info["brightness"]} if "brightness" in info else None
    state = {**info["light_state"].get("dft_on_state", {}), **info["light_state"]}
    names = {"brightness": "brightness", "color_temp": "color_temp_k", "hue": "hue", "saturation": "saturation"}
    effect = info.get("lighting_effect_state", {})
    return {**{name: state[key] for key, name in names.items() if key in state},
            **({"effect": effect["name"]} if effect.get("enable") == 1 else {})}


def energy(tree):
    """The meter's values in watts, volts, amperes and kilowatt-hours; what the device did not give is absent."""
    module = "smartlife.iot.common.emeter" if is_light(sysinfo_of(tree)) else "emeter"
    reading = tree.get(module, {}).get("get_realtime", {})
    names = {"power": "power_w", "voltage": "voltage_v", "current": "current_a", "total": "total_kwh"}
    values = {name: reading[key] for key, name in names.items() if key in reading}
    small = {"power_mw": "power_w", "voltage_mv": "voltage_v", "current_ma": "current_a", "total_wh": "total_kwh"}
    values.update({name: reading[key] / 1000 for key, name in small.items() if key in reading})
    return values


def features(info):
    """Those that the issue's families fix; a device may name more."""
    words = {"relay"}
    words |= {"energy"} if has_meter(info) else set()
    words |= {"led"} if "led_off" in info else set()
    words |= {"outlets"} if family(info) == "strip" else set()
    words |= {"timer"} if is_light(info) or "TIM" in info.get("feature", "").split(":") else set()
    words |= {"brightness"} if info.get("is_dimmable") or family(info) == "dimmer" else set()
    words |= {"color_temp"} if info.get("is_variable_color_temp") else set()
    words |= {"color"} if info.get("is_color") else set()
    return words


def expected(info):
    """The members of the object that follow from sysinfo alone, names and ids apart."""
    want = {"model": info["model"], "hw": info["hw_ver"], "fw": info["sw_ver"], "family": family(info),
            "payload": "iot", "transport": "xor", "port": 9999, "on": is_on(info), "rssi_dbm": info["rssi"]}
    if "on_time" in info:
        want["on_time_s"] = info["on_time"]
    if "led_off" in info:
        want["led"] = not info["led_off"]
    if light(info):
        want["light"] = light(info)
    if "active_mode" in info:
        want["mode"] = info["active_mode"].replace("_", "")
    if info.get("next_action", {}).get("type", -1) > 0:
        want["next"] = following(info["next_action"])
    return want


def following(action):
    """What the device does next by itself."""
    minute = action["schd_sec"] // 60
    return {"by": {1: "schedule", 2: "countdown"}[action["type"]], "on": bool(action["action"]),
            "at": f"{minute // 60:02}:{minute % 60:02}"}


def addresses(count, first="127.0"):
    """Those that a house gives out, in this order."""
    return [f"{first}.{n // 254}.{n % 254 + 1}" for n in range(count)]


METERED = [path for path in FILES if has_meter(sysinfo_of(RECORDED[path]))]
STRIPS = [path for path in METERED if family(sysinfo_of(RECORDED[path])) == "strip"]
WITHOUT_METER = [path for path in FILES if path not in METERED]


# -- the tests --------------------------------------------------------------------------------------------------------

class Recordings(kasatest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.recorded_house = House("--replay", *map(str, FILES))
        cls.addClassCleanup(cls.recorded_house.close)
        cls.hosts = dict(zip(FILES, addresses(len(FILES))))
        cls.states = {path: run("--json", "--host", host, "state") for path, host in cls.hosts.items()}

    def state(self, path):
        result = self.states[path]
        self.assertEqual(0, result.status, f"\n{result}")
        return result.one()

    def each(self):
        for path in FILES:
            with self.subTest(path.name):
                yield path, sysinfo_of(RECORDED[path]), self.state(path)

    def test_state_tells_what_the_recording_holds(self):
        for path, info, state in self.each():
            self.assertEqual(expected(info), {key: state.get(key) for key in expected(info)})
            self.assertEqual(self.hosts[path], state["host"])

    def test_state_tells_nothing_that_the_recording_lacks(self):
        for _, info, state in self.each():
            self.assertLessEqual(set(state), KEYS)
            absent = KEYS - set(expected(info)) - {"id", "mac", "host", "alias", "features", "outlets", "energy"}
            self.assertEqual(set(), absent & set(state))
            self.assertEqual("children" in info, "outlets" in state)
            self.assertNotIn(None, state.values())

    def test_features_follow_from_the_answers(self):
        for _, info, state in self.each():
            self.assertLessEqual(features(info), set(state["features"]))
            self.assertEqual("energy" in features(info), "energy" in state["features"])
            self.assertEqual(len(set(state["features"])), len(state["features"]))

    def test_outlets_stand_in_the_order_of_the_sockets_with_their_states(self):
        for _, info, state in self.each():
            children = sorted(info.get("children", []), key=lambda child: child["id"][-2:])
            outlets = state.get("outlets", [])
            self.assertEqual([bool(child["state"]) for child in children], [outlet["on"] for outlet in outlets])
            self.assertEqual([child["on_time"] for child in children], [outlet["on_time_s"] for outlet in outlets])
            self.assertEqual(list(range(1, len(children) + 1)), [outlet["index"] for outlet in outlets])
            for outlet in outlets:
                self.assertEqual({"index", "id", "alias", "on", "on_time_s"}, set(outlet))
                self.assertTrue(outlet["id"].startswith(state["id"]), outlet["id"])

    def test_identities_are_well_formed_and_distinct(self):
        seen = [state for _, _, state in self.each()]
        for state in seen:
            self.assertRegex(state["id"], r"^[0-9A-F]{40}$")
            self.assertRegex(state["mac"], r"^([0-9A-F]{2}:){5}[0-9A-F]{2}$")
        for key in ("id", "mac", "alias", "host"):
            self.assertEqual(len(seen), len({state[key] for state in seen}), key)

    def test_identities_follow_from_the_files_and_not_from_their_order_or_number(self):
        with House("--port", "19999", "--address", "127.9.0.1", "--replay", *map(str, reversed(FILES))):
            found = {state["alias"]: state for state in self.kasa("--json", "--port", "19999", "discover").json()}
        self.assertEqual(len(FILES), len(found))
        for _, _, state in self.each():
            again = found[state["alias"]]
            self.assertEqual((state["id"], state["mac"], state["model"]), (again["id"], again["mac"], again["model"]))
            self.assertEqual([o["id"] for o in state.get("outlets", [])], [o["id"] for o in again.get("outlets", [])])

    def test_discovery_tells_the_same_as_the_device_itself(self):
        result = self.kasa("--json", "discover")
        found = {state["host"]: state for state in result.json()}
        self.assertEqual(sorted(self.hosts.values()), sorted(found))
        self.assertEqual(len(found), len(result.json()), "a device is told once")
        for path, _, state in self.each():
            told = {key: value for key, value in found[self.hosts[path]].items() if key != "energy"}
            self.assertEqual({key: value for key, value in state.items() if key != "energy"}, told)

    def test_energy_has_the_recorded_values_in_its_units(self):
        for path in (path for path in METERED if path not in STRIPS):
            with self.subTest(path.name):
                self.check_energy(path, self.hosts[path])

    def test_an_outlet_of_a_strip_has_its_own_reading(self):
        for path in STRIPS:
            with self.subTest(path.name):
                self.check_energy(path, self.hosts[path] + "/1")  # recordings hold that of the first outlet

    def test_state_and_energy_agree_about_the_meter(self):
        for path in (path for path in METERED if path not in STRIPS):
            with self.subTest(path.name):
                self.assertEqual(energy(RECORDED[path]), self.state(path).get("energy", energy(RECORDED[path])))

    def check_energy(self, path, device):
        want, got = energy(RECORDED[path]), self.kasa("--json", "energy", device).one()["energy"]
        self.assertEqual(set(want), set(got))
        for key, value in want.items():
            self.assertAlmostEqual(value, got[key], places=6, msg=key)

    def test_energy_of_what_has_no_meter_is_refused_and_not_zero(self):
        for path in WITHOUT_METER:
            with self.subTest(path.name):
                result = run("--json", "--host", self.hosts[path], "energy")
                self.assertEqual(5, result.status, f"\n{result}")
                self.assertEqual("unsupported", result.one()["error"]["code"])

    def test_every_device_can_be_switched_and_says_so_itself(self):
        with House("--port", "19999", "--address", "127.8.0.1", "--replay", *map(str, FILES)):
            for path, host in zip(FILES, addresses(len(FILES), "127.8")):
                with self.subTest(path.name):
                    before = is_on(sysinfo_of(RECORDED[path]))
                    self.check_switch(host, not before)
                    self.check_switch(host, before)

    def check_switch(self, host, on):
        told = self.kasa("--json", "--host", host, "--port", "19999", "on" if on else "off").one()
        self.assertEqual((on, on), (told["on"], is_on(kasatest.sysinfo(host, 19999))))


class AsRecorded(kasatest.TestCase):
    def test_names_and_ids_stay_as_they_are_in_the_file(self):
        self.house("--as-recorded", "--replay", *map(str, FILES))
        for path, host in zip(FILES, addresses(len(FILES))):
            info = sysinfo_of(RECORDED[path])
            with self.subTest(path.name):
                state = run("--json", "--host", host, "state").one()
                mac = re.sub(r"[^0-9A-F]", "", info.get("mac", info.get("mic_mac", "")).upper())
                self.assertEqual((info["deviceId"], info["alias"], mac),
                                 (state["id"], state["alias"], state["mac"].replace(":", "")))
                self.assertEqual([child["alias"] for child in sorted(info.get("children", []),
                                                                     key=lambda c: c["id"][-2:])],
                                 [outlet["alias"] for outlet in state.get("outlets", [])])

    def test_a_recording_that_is_renamed_is_another_device(self):
        folder = self.folder()
        shutil.copy(FILES[0], folder / "one.json")
        shutil.copy(FILES[0], folder / "two.json")
        self.house("--replay", str(folder / "one.json"), str(folder / "two.json"))
        one, two = (run("--json", "--host", host, "state").one() for host in addresses(2))
        self.assertEqual(one["model"], two["model"])
        self.assertNotEqual(one["id"], two["id"])
        self.assertNotEqual(one["mac"], two["mac"])
        self.assertNotEqual(one["alias"], two["alias"])


if __name__ == "__main__":
    kasatest.main()
