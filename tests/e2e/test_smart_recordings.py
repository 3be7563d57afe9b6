"""Every recorded device that speaks SMART, served by kasa-sim: what kasa tells of it is what the recording holds."""
import json
import re
import unittest

import kasatest
import klapwire
import smartfiles
from kasatest import House, run
from smartfiles import FILES, HOSTS, KNOWN, METERED, OTHERS, RECORDED, STRIPS
from test_recordings_text import Shown, condition

ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}
PATIENT = ["--timeout", "60"]  # fifty at once, and other tests beside them
DIGITS = {"W": 1, "V": 1, "A": 3, "kWh": 3}


def kasa(*args):
    return run(*PATIENT, *args, env=ACCOUNT)


def texts(result):
    """What is printed of each device, by its address."""
    shown = [Shown(block) for block in re.split(r"\n(?=\S)", result.out.rstrip("\n"))]
    return {one.values["host"].removesuffix(":80"): one for one in shown}


def shown_light(told):
    """A white has no hue to be seen, and a colour no temperature."""
    words = [f"brightness {told['brightness']} %"] if "brightness" in told else []
    if told.get("color_temp_k"):
        words.append(f"white {told['color_temp_k']} K")
    elif "hue" in told:
        words += [f"hue {told['hue']}°", f"saturation {told['saturation']} %"]
    return ", ".join(words)


def shown_state(tree):
    rows = smartfiles.outlets(tree)
    if smartfiles.has_outlets(tree):
        return f"{sum(row['device_on'] for row in rows)} of {len(rows)} outlets on"
    return condition(smartfiles.is_on(tree), smartfiles.info_of(tree).get("on_time"))


class Case(kasatest.TestCase):
    def check_near(self, want, got):
        """Numbers may differ by what is lost in a division."""
        self.assertEqual(set(want), set(got))
        for key, value in want.items():
            self.assertAlmostEqual(value, got[key], places=6, msg=key)


class AsRecorded(Case):
    """Names, ids and hardware addresses as they are in the files."""

    @classmethod
    def setUpClass(cls):
        kasatest.clean_home()
        cls.addClassCleanup(House("--as-recorded", "--replay", *map(str, FILES)).close)
        cls.json = kasa("--json", "state", *HOSTS.values())
        cls.states = {row["host"]: row for row in cls.json.json()}
        cls.text = kasa("state", *HOSTS.values())
        cls.shown = texts(cls.text)
        cls.energies = {row["host"]: row for row in kasa("--json", "energy", *HOSTS.values()).json()}

    def each(self, files=None):
        for path in KNOWN if files is None else files:
            with self.subTest(path.name):
                yield RECORDED[path], HOSTS[path]

    def test_each_is_told_once(self):
        self.assertEqual(len(FILES), len(self.json.json()))
        self.assertEqual(set(HOSTS.values()), set(self.states))
        self.assertEqual({HOSTS[path] for path in KNOWN}, set(self.shown))
        self.assertTrue(KNOWN)

    def test_state_tells_what_the_recording_holds_and_nothing_else(self):
        for tree, host in self.each():
            told = {key: value for key, value in self.states[host].items() if key not in ("features", "energy")}
            want = {key: value for key, value in smartfiles.expected(tree).items() if key != "energy"}
            self.assertEqual({**want, "host": host, "port": 80, "transport": "klap2"}, told)

    def test_what_it_can_follows_from_its_components(self):
        for tree, host in self.each():
            self.assertEqual(smartfiles.features(tree), set(self.states[host]["features"]))
            self.assertEqual(smartfiles.features(tree), set(self.shown[host].values["can"].split()))

    def test_state_tells_the_meter_of_a_device_that_has_one(self):
        for tree, host in self.each():
            self.check_near(smartfiles.expected(tree).get("energy", {}), self.states[host].get("energy", {}))

    def test_energy_has_the_recorded_values_in_its_units(self):
        for tree, host in self.each(path for path in METERED if path not in STRIPS):
            self.check_near(smartfiles.energy(tree), self.energies[host]["energy"])

    def test_energy_of_a_strip_has_each_outlets_values_and_their_sum(self):
        for tree, host in self.each(path for path in METERED if path in STRIPS):
            rows = self.energies[host]["outlets"]
            self.assertEqual(len(smartfiles.outlets(tree)), len(rows))
            for child, row in zip(smartfiles.outlets(tree), rows):
                recorded = tree.get("child_devices", {}).get(child["device_id"])
                if recorded:
                    self.check_near(smartfiles.energy(recorded), row["energy"])
            for key in ("power_w", "today_kwh", "month_kwh"):
                self.assertAlmostEqual(sum(row["energy"][key] for row in rows), self.energies[host]["energy"][key],
                                       places=6, msg=key)

    def test_energy_of_what_has_no_meter_is_refused_and_not_zero(self):
        for _, host in self.each(path for path in KNOWN if path not in METERED):
            self.assertEqual({"host", "error"}, set(self.energies[host]))
            self.assertEqual("unsupported", self.energies[host]["error"]["code"])
            self.assertIn("has no energy meter", self.energies[host]["error"]["message"])

    def test_its_state_is_told_in_words(self):
        for tree, host in self.each():
            info, shown = smartfiles.info_of(tree), self.shown[host]
            self.assertEqual((smartfiles.text(info["nickname"]), shown_state(tree)), (shown.name, shown.values["state"]))
            self.assertEqual(f"{smartfiles.model(tree)}  {smartfiles.family(tree)}", shown.values["model"])
            self.assertEqual((info["hw_ver"], info["fw_ver"]), (shown.values["hardware"], shown.values["firmware"]))
            self.assertEqual((smartfiles.mac(tree), info["device_id"]), (shown.values["mac"], shown.values["id"]))
            self.assertEqual(f"{info['rssi']} dBm" if "rssi" in info else None, shown.values.get("signal"))
            lit = smartfiles.expected(tree).get("led")
            self.assertEqual({None: None, True: "on", False: "off"}[lit], shown.values.get("led"))

    def test_each_outlet_has_a_line_with_its_name_and_state(self):
        for tree, host in self.each():
            want = [(f"outlet {n}", condition(child["device_on"], child.get("on_time")), smartfiles.text(child["nickname"]))
                    for n, child in enumerate(smartfiles.outlets(tree), 1)]
            self.assertEqual(want, self.shown[host].outlets())

    def test_a_light_is_told_in_percent_kelvin_and_degrees(self):
        for tree, host in self.each():
            told = smartfiles.light(tree)
            self.assertEqual(shown_light(told), self.shown[host].values.get("light", ""))
            self.assertEqual(told.get("effect"), self.shown[host].values.get("effect"))

    def test_a_meter_is_told_in_words(self):
        names = ("power_w", "voltage_v", "current_a", "total_kwh", "today_kwh", "month_kwh")
        for tree, host in self.each(path for path in METERED if path not in STRIPS):
            shown = re.findall(r"(\S+) (W|V|A|kWh)\b", self.shown[host].values["energy"])
            self.assertEqual(["W", "V", "A", "kWh", "kWh", "kWh"], [unit for _, unit in shown])
            told = smartfiles.energy(tree)
            for name, (number, unit) in zip(names, shown):
                self.assertEqual(name in told, number != "-", (name, number))
                if name in told:
                    self.assertLessEqual(abs(told[name] - float(number)), 0.51 * 10 ** -DIGITS[unit], name)


class Named(Case):
    """With names and ids of their own, as in a home."""

    @classmethod
    def setUpClass(cls):
        kasatest.clean_home()
        cls.addClassCleanup(House("--replay", *map(str, FILES)).close)
        cls.states = {row["host"]: row for row in kasa("--json", "state", *HOSTS.values()).json()}

    def test_identities_are_well_formed_and_distinct(self):
        seen = [self.states[HOSTS[path]] for path in KNOWN]
        ids = [outlet["id"] for state in seen for outlet in state.get("outlets", [])] + [state["id"] for state in seen]
        for state in seen:
            self.assertRegex(state["mac"], r"^([0-9A-F]{2}:){5}[0-9A-F]{2}$")
        for values in (ids, [state["mac"] for state in seen], [state["alias"] for state in seen]):
            self.assertEqual(len(values), len(set(values)))

    def test_a_search_finds_all_and_tells_the_same_as_the_device_itself(self):
        found = {row["host"]: row for row in kasa("--json", "discover").json()}
        self.assertEqual(set(HOSTS.values()), set(found))
        for path in KNOWN:
            with self.subTest(path.name):
                want = {key: value for key, value in self.states[HOSTS[path]].items() if key != "energy"}
                announced = found[HOSTS[path]].pop("announced")
                self.assertEqual(want, found[HOSTS[path]])
                self.assertEqual((smartfiles.info_of(RECORDED[path])["type"], "KLAP", 80),
                                 (announced["family"], announced["encryption"], announced["port"]))
        for path in OTHERS:
            with self.subTest(path.name):
                self.assertEqual("unsupported", found[HOSTS[path]]["error"]["code"])

    def test_each_is_found_by_its_name_and_by_its_mac(self):
        for key in ("alias", "mac"):
            told = kasa("--json", "state", *(self.states[HOSTS[path]][key] for path in KNOWN))
            self.assertEqual((0, ""), (told.status, told.err), f"\n{told}")
            self.assertEqual({HOSTS[path] for path in KNOWN}, {row["host"] for row in told.json()})


def without_meter(tree, child_id):
    """The strip with an outlet that has no meter."""
    tree = json.loads(json.dumps(tree))
    told = [tree["child_devices"][child_id]["component_nego"]]
    told += [one for one in tree["get_child_device_component_list"]["child_component_list"]
             if one["device_id"] == child_id]
    for components in told:
        components["component_list"] = [one for one in components["component_list"] if one["id"] != "energy_monitoring"]
    for method in ("get_energy_usage", "get_emeter_data", "get_current_power"):
        tree["child_devices"][child_id].pop(method, None)
    return tree


class MetersApart(Case):
    """Strips some of whose outlets have no meter."""

    @classmethod
    def setUpClass(cls):
        kasatest.clean_home()
        strips = [RECORDED[path] for path in METERED if path in STRIPS and "child_devices" in RECORDED[path]]
        if not strips:
            raise unittest.SkipTest("no strip with meters was recorded")
        cls.ids = [child["device_id"] for child in smartfiles.outlets(strips[0])]
        cls.one = cls.written("one.json", without_meter(strips[0], cls.ids[-1]))
        tree = strips[0]
        for child_id in cls.ids:
            tree = without_meter(tree, child_id)
        tree["get_child_device_component_list"] = strips[0]["get_child_device_component_list"]
        cls.none = cls.written("none.json", tree)
        cls.addClassCleanup(House("--as-recorded", "--replay", cls.one, cls.none).close)

    @staticmethod
    def written(name, tree):
        path = kasatest.home() / name
        path.write_text(json.dumps(tree))
        return str(path)

    def test_the_other_outlets_are_told_and_a_sum_is_not(self):
        told = kasa("--json", "--host", "127.0.0.1", "energy")
        self.assertEqual((0, ""), (told.status, told.err), f"\n{told}")
        self.assertEqual([True] * (len(self.ids) - 1) + [False], ["energy" in one for one in told.one()["outlets"]])
        self.assertNotIn("power_w", told.one()["energy"])

    def test_in_text_and_csv_it_has_a_line_without_values(self):
        last = kasa("--host", "127.0.0.1", "energy").lines[-1].split()
        self.assertEqual((str(len(self.ids)), ["-", "W", "-", "V", "-", "A", "-", "kWh"]), (last[0], last[-8:]))
        self.assertEqual(f",{len(self.ids)},,,,,,", kasa("--host", "127.0.0.1", "energy", "--csv").lines[-1][-8:])

    def test_an_outlet_asked_for_by_itself_says_that_it_has_none(self):
        self.assertEqual(5, kasa("energy", f"127.0.0.1/{len(self.ids)}").status)
        self.assertEqual(0, kasa("energy", "127.0.0.1/1").status)

    def test_where_none_has_one_that_is_the_answer(self):
        told = kasa("--host", "127.0.0.2", "energy")
        self.assertEqual((5, ""), (told.status, told.out), f"\n{told}")
        self.assertIn("does not support get_energy_usage", told.err)


class Networks(Case):
    """What a scan brings of networks that are told by halves."""

    HEARD = [{"ssid": "YXR0aWM=", "key_type": "wpa2_psk", "signal_level": 2}, {"ssid": "Y2VsbGFy", "signal_level": "?"},
             {"ssid": "", "key_type": "none", "signal_level": 1}, {"key_type": 5}, 7]

    def heard(self, networks):
        tree = json.loads(json.dumps(next(tree for tree in RECORDED.values() if smartfiles.family(tree) == "plug")))
        tree["get_wireless_scan_info"] = {"ap_list": networks, "start_index": 0, "sum": len(networks)}
        path = self.folder() / "networks.json"
        path.write_text(json.dumps(tree))
        self.house("--replay", str(path))
        told = kasa("--json", "--host", "127.0.0.1", "wifi", "scan")
        self.assertEqual((0, ""), (told.status, told.err), f"\n{told}")
        text = kasa("--host", "127.0.0.1", "wifi", "scan")
        self.assertEqual((0, ""), (text.status, text.err), f"\n{text}")
        return told.one()["wifi_scan"]["networks"], text

    def test_those_without_a_level_stand_beside_those_with_one(self):
        networks, text = self.heard(self.HEARD)
        self.assertEqual([("attic", 2), ("cellar", None)],
                         [(one["ssid"], one.get("level")) for one in networks if one.get("ssid")])
        self.assertRegex(text.out, r"(?m)^  attic +WPA2 +- +2$")
        self.assertRegex(text.out, r"(?m)^  cellar +- +- +-$")

    def test_where_none_has_one_there_is_no_column(self):
        networks, text = self.heard(self.HEARD[1:2])
        self.assertEqual(["cellar"], [one["ssid"] for one in networks])
        self.assertNotIn("BARS", text.out)


class Announced(Case):
    """Each spoken to as it was when it was recorded, which its announcement tells."""

    def test_those_that_speak_klap_are_switched_and_the_others_say_what_they_speak(self):
        house = self.house("--transport", "as-recorded", "--replay", *map(str, FILES))
        rows = {row["host"]: row for row in kasa("--json", "on", *HOSTS.values()).json()}
        found = {row["host"]: row for row in kasa("--json", "discover").json()}
        self.assertEqual((set(HOSTS.values()), set(HOSTS.values())), (set(rows), set(found)))
        for path in KNOWN:
            told = RECORDED[path]["discovery_result"]
            scheme = told.get("result", told)["mgt_encrypt_schm"]
            with self.subTest(path.name):
                row, spoken = rows[HOSTS[path]], scheme["encrypt_type"] == "KLAP" and not scheme["is_support_https"]
                self.assertEqual(spoken, house.get(HOSTS[path])["on"] and "error" not in row)
                self.assertEqual(spoken, "error" not in found[HOSTS[path]])
                if not spoken:
                    self.assertEqual("unsupported", row["error"]["code"])
                    self.assertIn(f"not supported yet: {scheme['encrypt_type']}", row["error"]["message"])


class Units(Case):
    """Milliwatts, watts, millivolts, milliamperes and watt-hours, whichever of the methods a firmware has."""

    USAGE = {"today_runtime": 3, "month_runtime": 9, "today_energy": 123, "month_energy": 4567,
             "electricity_charge": [0, 0, 0], "local_time": "2026-02-03 04:05:06"}
    DATA = {"current_ma": 512, "voltage_mv": 231400, "power_mw": 117321, "energy_wh": 98765}
    SHAPES = {"milliwatts": {"get_energy_usage": {**USAGE, "current_power": 117300}},
              "watts beside milliwatts": {"get_energy_usage": {**USAGE, "current_power": 117300},
                                          "get_current_power": {"current_power": 117}},
              "watts alone": {"get_energy_usage": USAGE, "get_current_power": {"current_power": 117}},
              "a reading": {"get_energy_usage": {**USAGE, "current_power": 117300}, "get_emeter_data": DATA,
                            "get_current_power": {"current_power": 117}},
              "a reading without power in the usage": {"get_energy_usage": USAGE, "get_emeter_data": DATA},
              "nothing of power": {"get_energy_usage": USAGE}}

    def shaped(self, tree, shape):
        """The recording with just these answers of its meter."""
        kept = {method: answer for method, answer in tree.items() if method not in
                ("get_energy_usage", "get_current_power", "get_emeter_data")}
        return {**kept, **shape}

    def check(self, make, read):
        folder = self.folder()
        trees = [make(shape) for shape in self.SHAPES.values()]
        for number, tree in enumerate(trees):
            (folder / f"{number}.json").write_text(json.dumps(tree))
        with House("--as-recorded", "--replay", str(folder)):
            for name, tree, host in zip(self.SHAPES, trees, smartfiles.addresses(len(trees))):
                with self.subTest(name):
                    told = kasa("--json", "energy", host)
                    self.assertEqual(0, told.status, f"\n{told}")
                    read(tree, told.one())

    def test_of_a_plug(self):
        plug = next((RECORDED[path] for path in METERED if path not in STRIPS), None)
        if plug is None:
            self.skipTest("no plug with a meter was recorded")
        self.check(lambda shape: self.shaped(plug, shape),
                   lambda tree, row: self.check_near(smartfiles.energy(tree), row["energy"]))

    def test_of_the_outlets_of_a_strip_and_their_sum(self):
        strip = next((RECORDED[path] for path in METERED if path in STRIPS and RECORDED[path].get("child_devices")), None)
        if strip is None:
            self.skipTest("no strip with meters was recorded")

        def read(tree, row):
            want = [smartfiles.energy(tree["child_devices"][child["device_id"]]) for child in smartfiles.outlets(tree)]
            for one, outlet in zip(want, row["outlets"]):
                self.check_near(one, outlet["energy"])
            for key in {"power_w", "today_kwh", "month_kwh", "total_kwh"} & set(want[0]):
                self.assertAlmostEqual(sum(one[key] for one in want), row["energy"][key], places=6, msg=key)

        self.check(lambda shape: {**strip, "child_devices": {name: self.shaped(child, shape) for name, child
                                                             in strip["child_devices"].items()}}, read)


class NoneOfOurs(Case):
    """Hubs, chimes and vacuums: said so, and never shown as a plug that is off."""

    COMMANDS = (["state"], ["on"], ["toggle"], ["energy"], ["led", "off"], ["brightness", "50"])

    def check_refused(self, host, tree):
        kind = re.sub(r"^SMART\.(TAPO|KASA)(ROBO)?", "", smartfiles.info_of(tree)["type"]).lower()
        kind = {"vac": "vacuum"}.get(kind, kind)
        for words in self.COMMANDS:
            told = kasa("--host", host, *words)
            self.assertEqual((5, ""), (told.status, told.out), f"\n{told}")
            self.assertRegex(told.err, rf"^kasa: {re.escape(host)}: .*\b{kind}.*not supported")
            row = kasa("--json", "--host", host, *words).one()
            self.assertEqual((host, "unsupported"), (row["host"], row["error"]["code"]))
            self.assertEqual({"host", "error"}, set(row))

    def test_each_recorded_one_is_refused_with_a_sentence_that_names_what_it_is(self):
        self.house("--replay", *map(str, FILES))
        for path in OTHERS:
            with self.subTest(path.name):
                self.check_refused(HOSTS[path], RECORDED[path])

    def test_kinds_that_nobody_recorded_are_refused_as_well(self):
        tree = next(tree for tree in RECORDED.values() if smartfiles.family(tree) == "plug")
        kinds = ("SMART.TAPOROBOVAC", "SMART.TAPOHUB", "SMART.KASAHUB", "SMART.TAPOCHIME")
        files, folder = [], self.folder()
        for number, kind in enumerate(kinds):
            one = json.loads(json.dumps(tree))
            one["get_device_info"]["type"] = kind
            one["discovery_result"].get("result", one["discovery_result"])["device_type"] = kind
            files.append((one, folder / f"kind {number}.json"))
            files[-1][1].write_text(json.dumps(one))
        self.house("--replay", *(str(path) for _, path in files))
        for (one, _), host in zip(files, smartfiles.addresses(len(files))):
            with self.subTest(one["get_device_info"]["type"]):
                self.check_refused(host, one)


if __name__ == "__main__":
    kasatest.main()
