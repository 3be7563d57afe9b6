"""Each command on each family of device, with every way to name one; kasa-sim confirms what really happened."""
import csv

import kasatest
from kasatest import House, ask, run, sysinfo

DEVICES = {
    "plug": "HS100(EU),alias=Hall lamp",
    "meter": "HS110(EU),alias=Christmas tree",
    "old meter": "HS110(US),alias=Washing machine",
    "new meter": "KP115(EU),alias=Freezer",
    "switch": "HS200(US),alias=Stairs",
    "dimmer": "HS220(US),alias=Dining table",
    "strip": "HS300(US),alias=Desk strip",
    "short ids": "KP303(UK),alias=TV corner",
    "rotated": "KP303(US),alias=Bench",
    "white bulb": "KL110(US),alias=Porch",
    "colour bulb": "KL130(EU),alias=Reading lamp",
    "light strip": "KL430(US),alias=Shelf",
}
HOSTS = {name: f"127.0.0.{n}" for n, name in enumerate(DEVICES, 1)}
FAMILIES = {"plug": "plug", "meter": "plug", "old meter": "plug", "new meter": "plug", "switch": "switch",
            "dimmer": "dimmer",
            "strip": "strip", "short ids": "strip", "rotated": "strip", "white bulb": "bulb", "colour bulb": "bulb",
            "light strip": "lightstrip"}
STRIPS = [name for name, family in FAMILIES.items() if family == "strip"]
LIGHTS = [name for name, family in FAMILIES.items() if family in ("bulb", "lightstrip")]
WITH_LED = [name for name in DEVICES if name not in LIGHTS]
PLUG_METERS = ["meter", "old meter", "new meter"]
WITHOUT_METER = ["plug", "switch", "dimmer", "short ids", "rotated"]

KEYS = {"id", "mac", "host", "port", "alias", "model", "family", "hw", "fw", "payload", "transport", "on", "on_time_s",
        "led",
        "rssi_dbm", "mode", "next", "outlets", "features", "energy", "light"}
ALWAYS = {"id", "mac", "host", "port", "alias", "model", "family", "hw", "fw", "payload", "transport", "on", "rssi_dbm",
          "features"}
TYPES = {"id": str, "mac": str, "host": str, "port": int, "alias": str, "model": str, "family": str, "hw": str,
         "fw": str,
         "payload": str, "transport": str, "on": bool, "on_time_s": int, "led": bool, "rssi_dbm": int, "mode": str,
         "next": dict, "outlets": list,
         "features": list, "energy": dict, "light": dict}


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for spec in DEVICES.values() for word in ("--device", spec)))

    def state_of(self, name):
        """What kasa-sim says of a device, its outlets by their positions."""
        told = self.sim.get(HOSTS[name])
        told["outlets"].sort(key=lambda outlet: outlet.get("id", "")[-2:])
        return told

    def check_object(self, told):
        self.assertLessEqual(set(told), KEYS)
        self.assertLessEqual(ALWAYS, set(told))
        for key, value in told.items():
            self.assertIs(TYPES[key], type(value), key)
        for outlet in told.get("outlets", []):
            self.assertEqual({"index", "id", "alias", "on", "on_time_s"}, set(outlet))
        self.assertLessEqual(set(told.get("light", {})), {"brightness", "color_temp_k", "hue", "saturation"})
        self.assertLessEqual(set(told.get("energy", {})), {"power_w", "voltage_v", "current_a", "total_kwh"})


class Discover(Case):
    def test_json_has_one_object_for_each_device_with_the_promised_keys(self):
        found = {told["host"]: told for told in self.kasa("discover", "--json").json()}
        self.assertEqual(set(HOSTS.values()), set(found))
        for name, host in HOSTS.items():
            with self.subTest(name):
                self.check_object(found[host])
                self.assertNotIn("energy", found[host], "a search asks for sysinfo alone")
                self.assertEqual(FAMILIES[name], found[host]["family"])
                self.assertEqual(name in STRIPS, "outlets" in found[host])
                self.assertEqual(name in WITH_LED, "led" in found[host])
                self.assertEqual(name in LIGHTS + ["dimmer"], "light" in found[host])
                self.assertEqual(("iot", "xor", 9999),
                                 tuple(found[host][key] for key in ("payload", "transport", "port")))

    def test_text_has_one_line_for_each_device_below_a_heading(self):
        result = self.kasa("discover")
        self.assertEqual(len(DEVICES) + 1, len(result.lines), result.out)
        for name, host in HOSTS.items():
            with self.subTest(name):
                line = [line for line in result.lines if line.startswith(host + " ")]
                self.assertEqual(1, len(line))
                for word in (sysinfo(host)["alias"], sysinfo(host)["model"], self.state_of(name)["mac"], "dBm"):
                    self.assertIn(word, line[0])

    def test_a_row_comes_as_soon_as_its_device_answered(self):
        with kasatest.running("discover", "--json", "--wait", "60") as process:
            self.assertTrue(kasatest.line_of(process).startswith("{"))
            self.assertIsNone(process.poll())

    def test_wait_bounds_it(self):
        with kasatest.House("--port", "19999", "--device", "HS100"):
            short, long = (self.kasa("discover", "--port", "19999", "--wait", wait) for wait in ("0.2", "2"))
        self.assertEqual(short.out, long.out)
        self.assertLess(short.seconds, 30)
        self.assertGreater(long.seconds, 1.9)

    def test_a_target_that_is_one_host_finds_that_one(self):
        for option in ("--target", "-t"):
            result = self.kasa("discover", "--json", option, HOSTS["dimmer"], "--wait", "1", env={"KASA_TARGET": None})
            self.assertEqual([HOSTS["dimmer"]], [told["host"] for told in result.json()])

    def test_a_range_and_several_targets_find_what_is_in_them(self):
        found = self.kasa("discover", "--json", "--target", "127.0.0.4/31", "-t", HOSTS["plug"], "--wait", "1").json()
        self.assertEqual(["127.0.0.1", "127.0.0.4", "127.0.0.5"], sorted(told["host"] for told in found))

    def test_a_device_of_another_port_is_found_with_that_port(self):
        with House("--port", "19999", "--device", "HS100,alias=Elsewhere,address=127.0.0.99"):
            told = self.kasa("discover", "--json", "--port", "19999", "--wait", "1").one()
        self.assertEqual(("127.0.0.99", 19999), (told["host"], told["port"]))

    def test_the_standard_house_has_the_christmas_tree_and_one_of_each_family(self):
        self.sim.close()
        with House():
            found = self.kasa("discover", "--json").json()
        self.assertIn("Christmas tree", [told["alias"] for told in found])
        self.assertLessEqual({"plug", "dimmer", "strip", "bulb", "lightstrip"}, {told["family"] for told in found})


class State(Case):
    def test_json_of_each_family(self):
        for name, host in HOSTS.items():
            with self.subTest(name):
                told = self.kasa("--json", "state", host).one()
                self.check_object(told)
                info = sysinfo(host)
                self.assertEqual((info["alias"], info["model"], info["hw_ver"], info["sw_ver"], info["deviceId"],
                                  info["rssi"]),
                                 tuple(told[key] for key in ("alias", "model", "hw", "fw", "id", "rssi_dbm")))

    def test_text_of_each_family_names_what_matters(self):
        for name, host in HOSTS.items():
            with self.subTest(name):
                result = self.kasa("state", host)
                for word in (sysinfo(host)["alias"], sysinfo(host)["model"], host,
                             FAMILIES[name].replace("lightstrip", "light")):
                    self.assertIn(word, result.out)

    def test_info_is_another_word_for_it(self):
        told = self.kasa("info", HOSTS["plug"]).out
        self.assertIn("Hall lamp", told)
        self.assertEqual(self.kasa("state", HOSTS["plug"]).out, told)

    def test_all_is_every_device(self):
        told = self.kasa("--json", "state", "all").json()
        self.assertEqual(sorted(HOSTS.values()), sorted(one["host"] for one in told))

    def test_one_outlet_of_a_strip(self):
        self.kasa("on", f"{HOSTS['strip']}/2")
        for position, state in ((2, "on"), (3, "off")):
            self.assertRegex(self.kasa("state", f"{HOSTS['strip']}/{position}").out,
                             rf"(?m)^  outlet {position}  {state}\b")
            told = self.kasa("--json", "state", f"{HOSTS['strip']}/{position}").one()
            self.assertEqual((position, state == "on", state == "on"),
                             (told["outlet"], told["on"], told["outlets"][position - 1]["on"]))

    def test_on_time_runs_from_the_moment_it_was_switched(self):
        self.kasa("on", HOSTS["plug"])
        kasatest.wait_until(lambda: self.kasa("--json", "state", HOSTS["plug"]).one()["on_time_s"] >= 1)
        self.kasa("off", HOSTS["plug"])
        self.assertEqual(0, self.kasa("--json", "state", HOSTS["plug"]).one()["on_time_s"])


class Switching(Case):
    def test_each_family_goes_on_off_and_to_the_other_state(self):
        for name, host in HOSTS.items():
            for command, want in (("on", True), ("on", True), ("off", False), ("off", False), ("toggle", True),
                                  ("toggle", False)):
                with self.subTest(device=name, command=command):
                    told = self.kasa("--json", command, host).one()
                    self.assertIs(want, told["on"])
                    self.assertEqual({want}, {outlet["on"] for outlet in self.state_of(name)["outlets"]})

    def test_text_tells_the_name_and_the_state_that_was_read_back(self):
        self.assertRegex(self.kasa("on", HOSTS["meter"]).out, r"^Christmas tree +on\n$")
        self.assertRegex(self.kasa("off", HOSTS["meter"]).out, r"^Christmas tree +off\n$")

    def test_an_outlet_by_number_name_beginning_and_id(self):
        for name in STRIPS:
            self.kasa("alias", f"{HOSTS[name]}/2", "Desk lamp")
            outlet = self.kasa("--json", "state", HOSTS[name]).one()["outlets"][1]
            for word in ("/2", "/Desk lamp", "/DESK LAMP", "/desk", "/" + outlet["id"]):
                with self.subTest(device=name, outlet=word):
                    self.kasa("toggle", HOSTS[name] + word)
                    switched = [one["switches"] for one in self.state_of(name)["outlets"]]
                    self.assertEqual({0}, set(switched[:1] + switched[2:]), "the others stay")
            self.assertEqual(5, self.state_of(name)["outlets"][1]["switches"])

    def test_an_outlet_by_its_own_id_alone(self):
        outlet = self.kasa("--json", "state", HOSTS["strip"]).one()["outlets"][2]["id"]
        self.kasa("on", outlet)
        self.assertEqual([False, False, True, False, False, False],
                         [one["on"] for one in self.state_of("strip")["outlets"]])

    def test_positions_are_those_of_the_sockets_whatever_order_the_device_lists(self):
        for name in STRIPS:
            for position in (1, 2, 3):
                with self.subTest(device=name, position=position):
                    self.kasa("off", HOSTS[name])
                    self.kasa("on", f"{HOSTS[name]}/{position}")
                    on = [child["id"][-2:] for child in sysinfo(HOSTS[name])["children"] if child["state"]]
                    self.assertEqual([f"{position - 1:02d}"], on)

    def test_a_strip_as_a_whole_goes_off_when_one_outlet_is_on(self):
        self.kasa("on", f"{HOSTS['strip']}/4")
        self.kasa("toggle", HOSTS["strip"])
        self.assertFalse(self.state_of("strip")["on"])
        self.kasa("toggle", HOSTS["strip"])
        self.assertEqual({True}, {one["on"] for one in self.state_of("strip")["outlets"]})

    def test_json_of_an_outlet_tells_the_state_of_that_outlet(self):
        for command, want in (("on", True), ("off", False)):
            told = self.kasa("--json", command, f"{HOSTS['strip']}/2").one()
            self.assertEqual((2, want), (told["outlet"], told["on"]))
            self.kasa("on", f"{HOSTS['strip']}/5")

    def test_several_outlets_of_one_strip_at_once(self):
        self.kasa("on", f"{HOSTS['strip']}/1", f"{HOSTS['strip']}/3", f"{HOSTS['strip']}/6")
        self.assertEqual([True, False, True, False, False, True],
                         [one["on"] for one in self.state_of("strip")["outlets"]])

    def test_several_devices_at_once_however_they_are_named(self):
        self.kasa("on", HOSTS["plug"], "Christmas tree", self.state_of("dimmer")["mac"], self.state_of("switch")["id"],
                  "TV corner/2",
                  "--wait", "1")
        on = [name for name in DEVICES if self.state_of(name)["on"]]
        self.assertEqual(["plug", "meter", "switch", "dimmer", "short ids"], on)

    def test_a_device_that_is_named_twice_is_switched_once(self):
        self.kasa("on", HOSTS["plug"], HOSTS["plug"])
        self.assertEqual(1, self.state_of("plug")["switches"])

    def test_all_switches_everything(self):
        self.assertEqual(len(DEVICES), len(self.kasa("--json", "on", "all").json()))
        self.assertEqual({True}, {self.state_of(name)["on"] for name in DEVICES})
        self.kasa("off", "all")
        self.assertEqual({False}, {self.state_of(name)["on"] for name in DEVICES})

    def test_by_alias_in_any_case_by_its_beginning_and_by_option(self):
        for args in (["on", "Hall lamp"], ["off", "HALL LAMP"], ["on", "hall"], ["--alias", "Hall lamp", "off"],
                     ["on", "--alias", "ha"]):
            with self.subTest(args=args):
                self.assertEqual(HOSTS["plug"], self.kasa("--json", "--wait", "0.5", *args).one()["host"])

    def test_a_light_keeps_its_values_when_it_is_switched(self):
        for name in LIGHTS:
            with self.subTest(name):
                self.sim.set(HOSTS[name], "brightness", 37)
                self.kasa("on", HOSTS[name])
                self.assertEqual(37, self.kasa("--json", "state", HOSTS[name]).one()["light"]["brightness"])


class Cost(Case):
    """What goes over the network: a plug's processor is slow, and its firmware counts connections."""

    def spent(self, name, *args):
        before = self.sim.counts(HOSTS[name])
        self.kasa(*args)
        return tuple(after - earlier for earlier, after in zip(before, self.sim.counts(HOSTS[name])))

    def test_on_by_host_is_one_connection_and_one_request(self):
        for name in ("plug", "meter", "switch", "dimmer", "strip"):
            for command in ("on", "off"):
                with self.subTest(device=name, command=command):
                    self.assertEqual((1, 1, 0), self.spent(name, "--host", HOSTS[name], command))

    def test_on_by_a_known_name_is_one_connection_and_two_requests(self):
        self.kasa("discover", "--wait", "1")
        self.assertEqual((1, 2, 0), self.spent("meter", "on", "Christmas tree"))

    def test_a_toggle_looks_and_switches_on_one_connection(self):
        self.assertEqual((1, 2, 0), self.spent("meter", "--host", HOSTS["meter"], "toggle"))

    def test_state_is_one_connection_and_one_request(self):
        self.assertEqual((1, 1, 0), self.spent("plug", "--host", HOSTS["plug"], "state"))

    def test_a_plug_that_closes_after_each_reply_is_served_all_the_same(self):
        self.sim.set(HOSTS["meter"], "close", 1)
        self.kasa("discover", "--wait", "1")
        self.kasa("on", "Christmas tree")
        self.assertEqual((True, 1), (self.state_of("meter")["on"], self.state_of("meter")["switches"]))
        self.assertEqual((1, 1, 0), self.spent("meter", "--host", HOSTS["meter"], "off"))


class Energy(Case):
    def test_each_kind_of_meter_in_the_same_units(self):
        for name in PLUG_METERS:
            with self.subTest(name):
                self.sim.set(HOSTS[name], "power", 123.4)
                self.kasa("on", HOSTS[name])
                told = self.kasa("--json", "energy", HOSTS[name]).one()["energy"]
                self.assertEqual({"power_w", "voltage_v", "current_a", "total_kwh"}, set(told))
                self.assertAlmostEqual(123.4, told["power_w"], delta=3)
                self.assertTrue(100 < told["voltage_v"] < 250, told)
                self.assertAlmostEqual(told["power_w"], told["voltage_v"] * told["current_a"], delta=60)
                self.assertTrue(0 < told["total_kwh"] < 1000, told)

    def test_what_a_light_does_not_measure_is_absent(self):
        self.kasa("on", HOSTS["colour bulb"])
        told = self.kasa("--json", "energy", HOSTS["colour bulb"]).one()["energy"]
        self.assertEqual({"power_w"}, set(told))
        self.assertGreater(told["power_w"], 0)

    def test_off_takes_nothing(self):
        self.assertEqual(0, self.kasa("--json", "energy", HOSTS["meter"]).one()["energy"]["power_w"])

    def test_text_has_the_units(self):
        self.kasa("on", HOSTS["meter"])
        line = self.kasa("energy", HOSTS["meter"]).out
        for word in ("Christmas tree", " W", " V", " A", " kWh"):
            self.assertIn(word, line)

    def test_each_outlet_of_a_strip_has_its_own(self):
        for position in (1, 4):
            self.kasa("on", f"{HOSTS['strip']}/{position}")
        readings = [self.kasa("--json", "energy", f"{HOSTS['strip']}/{position}").one()["energy"]["power_w"]
                    for position in range(1, 7)]
        self.assertEqual([True, False, False, True, False, False], [power > 0 for power in readings])
        self.assertNotAlmostEqual(readings[0], readings[3], places=1)

    def test_a_strip_as_a_whole_is_the_sum_of_its_outlets(self):
        self.kasa("on", HOSTS["strip"])
        whole = self.kasa("--json", "energy", HOSTS["strip"]).one()["energy"]
        expected = sum(outlet["power_w"] for outlet in self.state_of("strip")["outlets"])
        self.assertAlmostEqual(expected, whole["power_w"], delta=expected / 20)

    def test_csv_has_one_line_of_names_and_a_line_for_each_meter_with_the_same_values(self):
        for name in ("meter", "strip"):
            self.kasa("on", HOSTS[name])
        lines = list(csv.DictReader(self.kasa("energy", "--csv", HOSTS["meter"], HOSTS["strip"]).lines))
        self.assertEqual(["device", "outlet", "power_w", "voltage_v", "current_a", "total_kwh", "today_kwh", "month_kwh"], list(lines[0]))
        self.assertEqual({("Christmas tree", ""), *(("Desk strip", str(n)) for n in range(1, 7))},
                         {(line["device"], line["outlet"]) for line in lines})
        told = self.kasa("--json", "energy", HOSTS["strip"]).one()
        for outlet in told["outlets"]:
            line = next(line for line in lines if line["outlet"] == str(outlet["index"]))
            self.assertAlmostEqual(outlet["energy"]["power_w"], float(line["power_w"]), delta=5)
            self.assertAlmostEqual(outlet["energy"]["voltage_v"], float(line["voltage_v"]), delta=5)

    def test_csv_of_one_outlet_tells_which(self):
        line, = csv.DictReader(self.kasa("energy", "--csv", f"{HOSTS['strip']}/2").lines)
        self.assertEqual(("Desk strip", "2"), (line["device"], line["outlet"]))

    def test_csv_does_not_hide_a_failure(self):
        result = self.kasa("energy", "--csv", HOSTS["plug"], HOSTS["meter"], status=5)
        self.assertIn("meter", result.err)
        self.assertEqual(2, len(result.lines))

    def test_what_has_no_meter_says_so(self):
        for name in WITHOUT_METER:
            with self.subTest(name):
                result = self.kasa("energy", HOSTS[name], status=5)
                self.assertIn("meter", result.err)

    def test_devices_without_a_meter_are_never_asked_for_one(self):
        self.kasa("energy", HOSTS["plug"], status=5)
        self.assertEqual(1, self.sim.counts(HOSTS["plug"])[1], "sysinfo alone")


class Firmware(Case):
    def test_versions_are_those_of_sysinfo(self):
        for name in DEVICES:
            with self.subTest(name):
                info = sysinfo(HOSTS[name])
                told = self.kasa("--json", "firmware", HOSTS[name]).one()
                self.assertEqual({"version": info["sw_ver"], "hardware": info["hw_ver"], "model": info["model"]},
                                 told["firmware"])
                self.assertEqual((HOSTS[name], info["alias"]), (told["host"], told["alias"]))

    def test_text_has_them_below_the_name(self):
        info = sysinfo(HOSTS["meter"])
        self.assertEqual(["Christmas tree", f"  firmware  {info['sw_ver']}", f"  hardware  {info['hw_ver']}",
                          f"  model     {info['model']}"], self.kasa("firmware", HOSTS["meter"]).lines)


class Settings(Case):
    def test_led_off_and_on(self):
        for name in WITH_LED:
            for word in ("off", "on"):
                with self.subTest(device=name, led=word):
                    told = self.kasa("--json", "led", word, HOSTS[name]).one()
                    self.assertIs(word == "on", told["led"])
                    self.assertIs(word == "on", self.state_of(name)["led"])

    def test_led_of_a_light_is_unsupported(self):
        for name in LIGHTS:
            with self.subTest(name):
                self.assertIn("LED", self.kasa("led", "off", HOSTS[name], status=5).err)

    def test_alias_of_each_family(self):
        for name, host in HOSTS.items():
            with self.subTest(name):
                told = self.kasa("--json", "alias", host, f"Neuer Name für {name} ☃").one()
                self.assertEqual(f"Neuer Name für {name} ☃", told["alias"])
                self.assertEqual(f"Neuer Name für {name} ☃", self.state_of(name)["alias"])

    def test_alias_of_an_outlet_leaves_the_strip_and_the_others(self):
        for name in STRIPS:
            with self.subTest(name):
                before = self.state_of(name)
                self.kasa("alias", f"{HOSTS[name]}/2", "Printer")
                names = [outlet["alias"] for outlet in before["outlets"]]
                self.assertEqual([names[0], "Printer", *names[2:]],
                                 [one["alias"] for one in self.state_of(name)["outlets"]])
                self.assertEqual(before["alias"], self.state_of(name)["alias"])

    def test_alias_by_host_option_and_with_a_name_that_looks_like_a_command(self):
        self.kasa("--host", HOSTS["plug"], "alias", "toggle")
        self.assertEqual("toggle", self.state_of("plug")["alias"])
        self.kasa("--alias", "toggle", "--wait", "1", "on")
        self.assertTrue(self.state_of("plug")["on"])

    def test_an_alias_of_127_bytes_is_taken_and_read_back(self):
        self.kasa("alias", HOSTS["plug"], "é" * 63)
        self.assertEqual("é" * 63, self.state_of("plug")["alias"])

    def test_reboot_takes_a_device_away_and_it_comes_back(self):
        for name in ("plug", "strip", "colour bulb", "light strip"):
            with self.subTest(name):
                self.kasa("reboot", HOSTS[name], "--yes")
                kasatest.wait_until(lambda: self.state_of(name)["away"], what="it is away")
                kasatest.wait_until(lambda: not self.state_of(name)["away"], what="it is back")
                self.kasa("state", HOSTS[name])


class Raw(Case):
    REQUEST = '{"system":{"get_sysinfo":{}}}'

    def test_the_answer_is_the_devices_own(self):
        for name, host in HOSTS.items():
            with self.subTest(name):
                answer = self.kasa("raw", host, self.REQUEST).one()
                self.assertEqual(sysinfo(host), answer["system"]["get_sysinfo"])

    def test_a_setter_is_carried_out(self):
        self.kasa("--host", HOSTS["plug"], "raw", '{"system":{"set_relay_state":{"state":1}}}')
        self.assertTrue(self.state_of("plug")["on"])

    def test_a_refusal_is_shown_and_is_a_failure(self):
        for request, status, code in (('{"system":{"set_relay_state":{"state":7}}}', 1, -3),
                                      ('{"nonsense":{"get_x":{}}}', 5, -1)):
            with self.subTest(request=request):
                result = run("raw", HOSTS["plug"], request)
                self.assertEqual(status, result.status, f"\n{result}")
                self.assertIn(str(code), result.out + result.err)

    def test_several_devices_each_with_its_host(self):
        told = {one["host"]: one["reply"] for one in self.kasa("--json", "raw", HOSTS["plug"], HOSTS["dimmer"],
                                                               self.REQUEST).json()}
        self.assertEqual({HOSTS["plug"], HOSTS["dimmer"]}, set(told))
        self.assertEqual(sysinfo(HOSTS["dimmer"])["alias"], told[HOSTS["dimmer"]]["system"]["get_sysinfo"]["alias"])

    def test_it_is_sent_once_even_when_the_answer_is_lost(self):
        self.sim.fault(HOSTS["plug"], "die-after-apply")
        run("raw", HOSTS["plug"], '{"system":{"set_relay_state":{"state":1}}}', "--timeout", "2")
        self.assertEqual((1, 1), (self.state_of("plug")["requests"], self.state_of("plug")["switches"]))

    def test_a_message_for_an_outlet_reaches_that_outlet(self):
        child = sysinfo(HOSTS["strip"])["children"][4]["id"]
        self.kasa("raw", HOSTS["strip"],
                  '{"context":{"child_ids":["%s"]},"system":{"set_relay_state":{"state":1}}}' % child)
        states = ask(HOSTS["strip"], {"system": {"get_sysinfo": {}}})["system"]["get_sysinfo"]["children"]
        self.assertEqual([0, 0, 0, 0, 1, 0], [one["state"] for one in states])


if __name__ == "__main__":
    kasatest.main()
