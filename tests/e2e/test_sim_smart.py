"""kasa-sim in SMART, asked by the independent lines of klapwire: models, recordings, batches, children, rules, energy."""
import base64
import json
import unittest

import kasatest
import klapwire

HOST = "127.0.0.1"


def b64(text):
    return base64.b64encode(text.encode()).decode()


def text(encoded):
    return base64.b64decode(encoded).decode()


class SmartCase(kasatest.TestCase):
    def device(self, spec):
        """A house of one device."""
        return self.house("--device", spec)

    def client(self, host=HOST, **keywords):
        client = klapwire.Client(host, **keywords)
        self.addCleanup(client.close)
        return client

    def child(self, client, child_id, method, params=None, code=0):
        request = {"method": method, **({} if params is None else {"params": params})}
        answer = client.smart("control_child", {"device_id": child_id, "requestData": request})["responseData"]
        self.assertEqual(answer["error_code"], code, answer)
        return answer.get("result")


class Plug(SmartCase):
    def test_what_it_is(self):
        house = self.device("P110(EU),alias=Küche ☃")
        client = self.client()
        info = client.smart("get_device_info")
        told = house.get(HOST)
        self.assertEqual(text(info["nickname"]), "Küche ☃")
        self.assertEqual(info["device_id"], told["id"])
        self.assertEqual(info["mac"].replace("-", ":"), told["mac"])
        self.assertEqual((info["model"], info["type"], info["ip"]), ("P110", "SMART.TAPOPLUG", HOST))
        (announced,) = klapwire.discover(HOST, ports=[20002]).values()
        self.assertEqual(announced["device_model"], "P110(EU)")
        self.assertEqual(announced["device_type"], "SMART.TAPOPLUG")
        self.assertEqual(announced["mac"], info["mac"])
        self.assertEqual(announced["mgt_encrypt_schm"]["lv"], 2)
        self.assertNotIn("new_klap", announced["mgt_encrypt_schm"])

    def test_switching(self):
        house = self.device("P110,alias=lamp")
        client = self.client()
        self.assertIsNone(client.smart("set_device_info", {"device_on": True}))
        self.assertIs(client.smart("get_device_info")["device_on"], True)
        self.assertTrue(house.get("lamp")["on"])
        house.advance(65)
        self.assertIn(client.smart("get_device_info")["on_time"], range(65, 70))
        house.set("lamp", "on", "0")
        self.assertIs(client.smart("get_device_info")["device_on"], False)
        self.assertEqual(house.get("lamp")["switches"], 1)
        self.assertEqual(house.count("lamp", "set_device_info"), 1)

    def test_what_is_refused(self):
        self.device("P110")
        client = self.client()
        for params in (None, {}, {"device_on": 1}, {"device_on": "true"}, {"brightness": 50}, {"nickname": "no base64"},
                       {"nickname": ""}, {"nickname": b64("x" * 65)}, {"latitude": 900001}, {"nonsense": 1},
                       {"device_on": True, "brightness": 1}):
            with self.subTest(params):
                client.smart("set_device_info", params, code=-1008)
        self.assertIs(client.smart("get_device_info")["device_on"], False)
        client.smart("get_preset_rules", code=-1002)
        client.smart("no_such_thing", code=-1002)
        self.assertEqual(client.ask([1])["error_code"], -1008)
        self.assertEqual(client.ask({"params": {}})["error_code"], -1008)
        self.assertEqual(json.loads(client.ask_text(b"{"))["error_code"], -1003)

    def test_names_and_places(self):
        house = self.device("P110")
        client = self.client()
        client.smart("set_device_info", {"nickname": b64("Hall"), "latitude": 523000, "longitude": -1799999})
        info = client.smart("get_device_info")
        self.assertEqual((text(info["nickname"]), info["latitude"], info["longitude"]), ("Hall", 523000, -1799999))
        self.assertEqual(house.get("Hall")["alias"], "Hall")

    def test_led(self):
        house = self.device("P110,alias=lamp")
        client = self.client()
        led = client.smart("get_led_info")
        client.smart("set_led_info", {**led, "led_rule": "never"})
        self.assertIs(client.smart("get_led_info")["led_status"], False)
        self.assertIs(house.get("lamp")["led"], False)
        client.smart("set_led_info", {"led_rule": "sometimes"}, code=-1008)
        house.set("lamp", "led", "1")
        self.assertEqual(client.smart("get_led_info")["led_rule"], "always")

    def test_batches(self):
        house = self.device("P110,alias=lamp")
        client = self.client()
        asked = [{"method": "get_device_info"}, {"method": "set_device_info", "params": {"device_on": True}},
                 {"method": "nothing"}, {"method": "get_device_info"}]
        answers = client.smart("multipleRequest", {"requests": asked})["responses"]
        self.assertEqual([one["method"] for one in answers], [one["method"] for one in asked])
        self.assertEqual([one["error_code"] for one in answers], [0, 0, -1002, 0])
        self.assertEqual([answers[i]["result"]["device_on"] for i in (0, 3)], [False, True])
        house.set("lamp", "stops", "1")
        answers = client.smart("multipleRequest", {"requests": asked})["responses"]
        self.assertEqual([one["error_code"] for one in answers], [0, 0, -1002])
        house.set("lamp", "batch", "1")
        client.smart("multipleRequest", {"requests": asked}, code=-1003)
        client.smart("multipleRequest", {"requests": asked[:1]})
        client.smart("multipleRequest", {"requests": []}, code=-1008)

    def test_energy(self):
        house = self.device("KP125M,alias=lamp,power=100")
        client = self.client()
        before = client.smart("get_energy_usage")
        self.assertEqual(before["current_power"], 0)
        self.assertGreaterEqual(before["month_energy"], before["today_energy"])
        client.smart("set_device_info", {"device_on": True})
        house.advance(2 * 86400)
        house.set("lamp", "on", "0")
        house.set("lamp", "on", "1")
        client.login()  # sessions last a day
        usage, meter = client.smart("get_energy_usage"), client.smart("get_emeter_data")
        self.assertEqual((usage["current_power"], meter["power_mw"]), (100000, 100000))
        self.assertEqual(client.smart("get_current_power")["current_power"], 100)
        self.assertAlmostEqual(meter["current_ma"] * meter["voltage_mv"] / 1000, 100000, delta=100)
        self.assertRegex(usage["local_time"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        spans = client.smart("get_device_usage")
        self.assertGreaterEqual(spans["power_usage"]["past7"], 4790)
        self.assertGreaterEqual(spans["time_usage"]["past30"], spans["time_usage"]["past7"])

    def test_time(self):
        house = self.device("P110")
        client = self.client()
        client.smart("set_device_time", {"timestamp": 1700000000, "time_diff": 60, "region": "Europe/Paris"})
        house.advance(100)
        told = client.smart("get_device_time")
        self.assertIn(told["timestamp"], range(1700000100, 1700000110))
        self.assertEqual((told["region"], told["time_diff"]), ("Europe/Paris", 60))
        info = client.smart("get_device_info")
        self.assertEqual((info["region"], info["time_diff"]), ("Europe/Paris", 60))
        self.assertTrue(client.smart("get_energy_usage")["local_time"].startswith("2023-11-14 23:15:"))
        for wrong in ({}, {"timestamp": "1"}, {"timestamp": -1}, {"timestamp": 1, "time_diff": 10000},
                      {"timestamp": 1, "region": 5}):
            client.smart("set_device_time", wrong, code=-1008)
        house.set(HOST, "set-time", "refused")
        client.smart("set_device_time", {"timestamp": 1}, code=-1008)

    def test_restart_and_reset(self):
        house = self.device("P110,alias=lamp")
        client = self.client()
        client.smart("set_device_info", {"device_on": True, "nickname": b64("other")})
        client.smart("device_reset")
        kasatest.wait_until(lambda: house.get(HOST)["away"], what="it goes")
        kasatest.wait_until(lambda: not house.get(HOST)["away"], what="it comes back")
        client.close()
        client.login()
        info = client.smart("get_device_info")
        self.assertEqual((text(info["nickname"]), info["device_on"]), ("P110(EU) 1", False))
        client.smart("device_reboot", {"delay": 1})

    def test_the_first_generation_and_others(self):
        self.house("--device", "P110,transport=klap1", "--device", "P110,transport=tpap")
        self.assertIn("device_on", self.client(version=1).smart("get_device_info"))
        told = kasatest.run("--device", "P110,transport=xor", program=kasatest.KASA_SIM)
        self.assertEqual(told.status, 2)
        self.assertIn("SMART", told.err)


class Rules(SmartCase):
    RULE = {"enable": True, "mode": "repeat", "week_day": 127, "s_type": "normal", "s_min": 600, "time_offset": 0,
            "e_type": "normal", "e_action": "none", "e_min": 0, "day": 1, "month": 1, "year": 2026,
            "desired_states": {"on": True}}

    def setUp(self):
        super().setUp()
        self.sim = self.device("P110,alias=lamp")
        self.asker = self.client()
        self.asker.smart("set_device_time", {"timestamp": 1767261600, "time_diff": 0, "region": "Etc/UTC"})  # Thursday 10:00

    def test_countdown(self):
        rule = {"delay": 100, "remain": 100, "enable": True, "desired_states": {"on": True}}
        self.assertEqual(self.asker.smart("add_countdown_rule", rule), {"id": "C1"})
        self.sim.advance(40)
        told = self.asker.smart("get_countdown_rules")
        self.assertIs(told["enable"], True)
        self.assertIn(told["rule_list"][0]["remain"], range(55, 61))
        self.asker.smart("add_countdown_rule", rule, code=-1902)
        self.sim.advance(60)
        self.assertTrue(self.sim.get("lamp")["on"])
        told = self.asker.smart("get_countdown_rules")
        self.assertIs(told["enable"], False)
        self.assertEqual(told["rule_list"], [{"id": "C1", "delay": 100, "remain": 0, "enable": False,
                                              "desired_states": {"on": True}}])
        self.asker.smart("edit_countdown_rule", {**rule, "id": "C1", "desired_states": {"on": False}})
        self.sim.advance(101)
        self.assertFalse(self.sim.get("lamp")["on"])

    def test_countdowns_that_are_refused_or_taken_back(self):
        rule = {"delay": 100, "remain": 100, "enable": True, "desired_states": {"on": True}}
        for wrong in ({}, {**rule, "delay": 0}, {**rule, "delay": 86401}, {**rule, "desired_states": {}},
                      {**rule, "enable": 1}, {**rule, "remain": 101}):
            self.asker.smart("add_countdown_rule", wrong, code=-1008)
        self.asker.smart("edit_countdown_rule", {**rule, "id": "C1"}, code=-1901)
        self.asker.smart("add_countdown_rule", rule)
        self.asker.smart("remove_countdown_rules", {"rule_list": [{"id": "C9"}]}, code=-1008)
        self.asker.smart("remove_countdown_rules", {"remove_all": True})
        self.assertEqual(self.asker.smart("get_countdown_rules")["rule_list"], [])
        self.sim.advance(200)
        self.assertFalse(self.sim.get("lamp")["on"])

    def test_schedule(self):
        self.assertEqual(self.asker.smart("add_schedule_rule", {**self.RULE, "s_min": 601}), {"id": "S1"})
        self.assertEqual(self.asker.smart("add_schedule_rule", {**self.RULE, "s_min": 602, "mode": "once",
                                                                "desired_states": {"on": False}}), {"id": "S2"})
        following = self.asker.smart("get_next_event")
        self.assertEqual((following["id"], following["s_time"]), ("S1", 1767261660))
        self.sim.advance(61)
        self.assertTrue(self.sim.get("lamp")["on"])
        self.sim.advance(60)
        self.assertFalse(self.sim.get("lamp")["on"])
        rules = self.asker.smart("get_schedule_rules", {"start_index": 0})
        self.assertEqual([rule["enable"] for rule in rules["rule_list"]], [True, False])
        self.assertEqual((rules["sum"], rules["enable"]), (2, True))
        self.sim.advance(86400)
        self.assertTrue(self.sim.get("lamp")["on"])

    def test_a_rule_with_an_end_and_the_switch_of_all(self):
        self.asker.smart("add_schedule_rule", {**self.RULE, "s_min": 601, "e_min": 603, "e_action": "off",
                                               "mode": "once", "week_day": 0})
        self.sim.advance(61)
        self.assertTrue(self.sim.get("lamp")["on"])
        self.sim.advance(120)
        self.assertFalse(self.sim.get("lamp")["on"])
        self.assertIs(self.asker.smart("get_schedule_rules")["rule_list"][0]["enable"], False)
        self.asker.smart("add_schedule_rule", {**self.RULE, "s_min": 610})
        self.asker.smart("set_schedule_all_enable", {"enable": False})
        self.sim.advance(600)
        self.assertFalse(self.sim.get("lamp")["on"])
        self.assertEqual(self.asker.smart("get_next_event"), {})
        self.asker.smart("set_schedule_all_enable", {"enable": 1}, code=-1008)

    def test_away_mode(self):
        rule = {"enable": True, "mode": "repeat", "week_day": 127, "start_time_type": "normal", "start_min": 1080,
                "end_time_type": "sunrise", "end_min": 0, "frequency": 5}
        self.assertEqual(self.asker.smart("add_antitheft_rule", rule), {"id": "A1"})
        self.asker.smart("add_antitheft_rule", rule, code=-2002)
        self.asker.smart("edit_antitheft_rule", {**rule, "id": "A2"}, code=-2001)
        self.asker.smart("edit_antitheft_rule", {**rule, "id": "A1", "start_min": 1440}, code=-1008)
        self.asker.smart("edit_antitheft_rule", {**rule, "id": "A1", "start_min": 1000})
        told = self.asker.smart("get_antitheft_rules")
        self.assertEqual((told["enable"], told["rule_list"]), (True, [{**rule, "id": "A1", "start_min": 1000}]))
        self.asker.smart("set_antitheft_all_enable", {"enable": False})
        self.asker.smart("remove_antitheft_rules", {"remove_all": False, "rule_list": [{"id": "A1"}]})
        told = self.asker.smart("get_antitheft_rules")
        self.assertEqual((told["enable"], told["rule_list"]), (False, []))

    def test_schedules_that_are_refused(self):
        for change in ({"s_min": 1440}, {"s_type": "noon"}, {"mode": "often"}, {"week_day": 0}, {"enable": 1},
                       {"desired_states": {"on": 1}}, {"mode": "once", "day": 31, "month": 2}):
            self.asker.smart("add_schedule_rule", {**self.RULE, **change}, code=-1008)
        for _ in range(32):
            self.asker.smart("add_schedule_rule", self.RULE)
        self.asker.smart("add_schedule_rule", self.RULE, code=-1802)
        pages = [self.asker.smart("get_schedule_rules", {"start_index": start}) for start in (0, 10, 20, 30)]
        self.assertEqual([len(page["rule_list"]) for page in pages], [10, 10, 10, 2])
        self.assertEqual(pages[1]["rule_list"][0]["id"], "S11")
        self.asker.smart("edit_schedule_rule", {**self.RULE, "id": "S99"}, code=-1805)
        self.asker.smart("edit_schedule_rule", {**self.RULE, "id": "S3", "s_min": 1})
        self.asker.smart("remove_schedule_rules", {"rule_list": [{"id": "S1"}, {"id": "S2"}]})
        first = self.asker.smart("get_schedule_rules")["rule_list"][0]
        self.assertEqual((first["id"], first["s_min"]), ("S3", 1))
        self.asker.smart("remove_schedule_rules", {"remove_all": True})
        self.assertEqual(self.asker.smart("get_schedule_rules")["sum"], 0)
        self.assertEqual(self.asker.smart("get_next_event"), {})


class Children(SmartCase):
    def test_each_outlet(self):
        house = self.device("P300,alias=strip")
        client = self.client()
        children = client.smart("get_child_device_list")["child_device_list"]
        self.assertEqual([child["position"] for child in children], [1, 2, 3])
        self.assertEqual([text(child["nickname"]) for child in children], ["Outlet 1", "Outlet 2", "Outlet 3"])
        self.assertEqual([child["device_id"] for child in children], [f"{house.get('strip')['id']}0{n}" for n in range(3)])
        second = children[1]["device_id"]
        self.child(client, second, "set_device_info", {"device_on": True, "nickname": b64("Lamp")})
        self.assertEqual([outlet["on"] for outlet in house.get("strip")["outlets"]], [False, True, False])
        self.assertEqual(house.get("strip")["outlets"][1]["alias"], "Lamp")
        told = client.smart("get_child_device_list")["child_device_list"][1]
        self.assertEqual((told["device_on"], text(told["nickname"])), (True, "Lamp"))
        self.assertEqual(self.child(client, second, "get_device_info")["nickname"], told["nickname"])
        self.child(client, second, "add_countdown_rule", {"delay": 10, "enable": True, "desired_states": {"on": False}})
        house.advance(11)
        self.assertFalse(house.get("strip")["on"])
        house.set("strip/3", "on", "1")
        self.assertTrue(self.child(client, children[2]["device_id"], "get_device_info")["device_on"])

    def test_batches_of_children(self):
        self.device("P304M")
        client = self.client()
        ids = [child["device_id"] for child in client.smart("get_child_device_list")["child_device_list"]]
        asked = [{"method": "control_child", "params": {"device_id": one, "requestData": {
            "method": "multipleRequest", "params": {"requests": [{"method": "get_device_info"},
                                                                 {"method": "get_energy_usage"}]}}}} for one in ids]
        answers = client.smart("multipleRequest", {"requests": asked})["responses"]
        for one, answer in zip(ids, answers):
            inner = answer["result"]["responseData"]["result"]["responses"]
            self.assertEqual(inner[0]["result"]["device_id"], one)
            self.assertNotIn("current_power", inner[1]["result"])

    def test_pages_and_strangers(self):
        house = self.device("P304M,alias=strip,page=3")
        client = self.client()
        first = client.smart("get_child_device_list", {"start_index": 0})
        rest = client.smart("get_child_device_list", {"start_index": 3})
        self.assertEqual([len(first["child_device_list"]), len(rest["child_device_list"])], [3, 1])
        self.assertEqual((first["sum"], rest["sum"], rest["start_index"]), (4, 4, 3))
        components = client.smart("get_child_device_component_list")["child_component_list"]
        self.assertEqual([one["device_id"] for one in components],
                         [one["device_id"] for one in first["child_device_list"]])
        request = {"method": "get_device_info"}
        client.smart("control_child", {"device_id": "nobody", "requestData": request}, code=-1008)
        client.smart("control_child", {"device_id": components[0]["device_id"]}, code=-1008)
        self.child(client, components[0]["device_id"], "control_child",
                   {"device_id": components[1]["device_id"], "requestData": request}, code=-1002)
        client.smart("set_device_info", {"device_on": True}, code=-1008)
        house.set("strip", "on", "1")
        self.assertTrue(all(outlet["on"] for outlet in house.get("strip")["outlets"]))

    def test_a_plug_has_none(self):
        self.device("P110")
        self.client().smart("control_child", {"device_id": "x", "requestData": {"method": "get_device_info"}}, code=-1002)


class Lights(SmartCase):
    def test_colour(self):
        house = self.device("L530E,alias=bulb")
        client = self.client()
        client.smart("set_device_info", {"device_on": True, "hue": 120, "saturation": 80, "brightness": 30})
        info = client.smart("get_device_info")
        self.assertEqual([info[key] for key in ("hue", "saturation", "brightness", "color_temp")], [120, 80, 30, 0])
        client.smart("set_device_info", {"color_temp": 4000})
        self.assertEqual(client.smart("get_device_info")["color_temp"], 4000)
        for wrong in ({"color_temp": 2499}, {"color_temp": 6501}, {"hue": 361}, {"saturation": -1}, {"brightness": 0}):
            client.smart("set_device_info", wrong, code=-1008)
        house.set("bulb", "brightness", "50")
        self.assertEqual(client.smart("get_device_info")["brightness"], 50)

    def test_white_bulbs_and_dimmers(self):
        self.house("--device", "L510E", "--device", "KS225")
        for host in (HOST, "127.0.0.2"):
            client = self.client(host)
            client.smart("set_device_info", {"brightness": 10})
            client.smart("set_device_info", {"hue": 10}, code=-1008)


class Recordings(SmartCase):
    def write(self, name, content):
        path = kasatest.home() / name
        path.write_text(json.dumps(content))
        return str(path)

    def test_answers_are_those_of_the_file(self):
        path = self.write("X1(EU)_1.0_1.0.0.json", {
            "component_nego": {"component_list": [{"id": "device", "ver_code": 2}]},
            "discovery_result": {"error_code": 0, "result": {
                "device_model": "X1(EU)", "device_type": "SMART.TAPOPLUG", "factory_default": True, "owner": "0",
                "mac": "00-00-00-00-00-00", "device_id": "0", "something": 1,
                "mgt_encrypt_schm": {"encrypt_type": "AES", "http_port": 80, "is_support_https": False}}},
            "get_device_info": {"device_id": "0", "device_on": True, "mac": "00-00-00-00-00-00", "model": "X1",
                                "nickname": "I01BU0tFRF9OQU1FIw==", "type": "SMART.TAPOPLUG", "unheard_of": [1.5]},
            "get_a": {"b": [1, {"c": None}], "f": 0.128037}, "get_null": None, "get_code": -1001,
            "get_error": {"error_code": -1012}, "get_led_info": -1002,
            "get_list": {"things": list(range(17)), "start_index": 0, "sum": 17},
        })
        self.house("--replay", path)
        client = self.client()
        self.assertEqual(client.smart("get_a"), {"b": [1, {"c": None}], "f": 0.128037})
        self.assertEqual(client.ask({"method": "get_null"}), {"error_code": 0})
        client.smart("get_code", code=-1001)
        client.smart("get_error", code=-1012)
        client.smart("set_led_info", {"led_rule": "never"}, code=-1002)
        client.smart("get_device_time", code=-1002)
        self.assertEqual(len(client.smart("get_list")["things"]), 17)
        self.assertEqual(client.smart("get_list", {"start_index": 15})["things"], [15, 16])
        info = client.smart("get_device_info")
        self.assertEqual((text(info["nickname"]), info["unheard_of"]), ("X1(EU) 1.0 1.0.0", [1.5]))
        (told,) = klapwire.discover(HOST, ports=[20002]).values()
        self.assertEqual((told["something"], told["factory_default"]), (1, False))
        self.assertEqual(told["mgt_encrypt_schm"], {"encrypt_type": "KLAP", "http_port": 80, "is_support_https": False,
                                                    "lv": 2})
        self.assertEqual(told["mac"], info["mac"])

    def test_as_recorded(self):
        info = {"device_id": "A" * 40, "device_on": True, "mac": "11-22-33-44-55-66", "model": "X1",
                "nickname": b64("as it was"), "type": "SMART.TAPOPLUG"}
        announced = {"device_id": "b" * 32, "mac": "11-22-33-44-55-66", "device_model": "X1",
                     "device_type": "SMART.TAPOPLUG", "mgt_encrypt_schm": {"encrypt_type": "AES", "http_port": 80}}
        path = self.write("x.json", {"get_device_info": info, "discovery_result": announced})
        with kasatest.House("--as-recorded", "--replay", path):
            self.assertEqual(self.client().smart("get_device_info"), info)
        with kasatest.House("--transport", "as-recorded", "--replay", path):
            with self.assertRaises(klapwire.Refused):
                self.client()
            (told,) = klapwire.discover(HOST, ports=[20002]).values()
            self.assertEqual(told["mgt_encrypt_schm"], {"encrypt_type": "AES", "http_port": 80})

    def test_a_door_behind_tls_is_told_as_it_was(self):
        how = {"encrypt_type": "AES", "http_port": 4433, "is_support_https": True}
        path = self.write("x.json", {"get_device_info": {"device_id": "0", "model": "RV", "type": "SMART.TAPOROBOVAC"},
                                     "discovery_result": {"error_code": 0, "result": {"mgt_encrypt_schm": how}}})
        with kasatest.House("--transport", "as-recorded", "--http-port", "8080", "--replay", path):
            (told,) = klapwire.discover(HOST, ports=[20002]).values()
            self.assertEqual(told["mgt_encrypt_schm"], how)

    def test_all_recordings(self):
        """Each is served, whoever it is: its own answers, switched where it can be, its children by their ids."""
        files = kasatest.recordings("smart")
        self.house("--replay", *map(str, files))
        changing = ("get_device_info", "get_device_time", "get_child_device_list", "get_energy_usage",
                    "get_child_device_component_list")
        seen = set()
        for number, file in enumerate(files):
            recorded = json.loads(file.read_text())
            with self.subTest(file.name):
                client = klapwire.Client(f"127.0.0.{number + 1}")
                info = client.smart("get_device_info")
                self.assertEqual(text(info["nickname"]), file.stem.replace("_", " "))
                seen.add(info["device_id"])
                for method, result in recorded.items():
                    if isinstance(result, dict) and method.startswith("get_") and method not in changing \
                            and "error_code" not in result and "sum" not in result:
                        self.assertEqual(client.smart(method), result)
                if isinstance(info.get("device_on"), bool):
                    client.smart("set_device_info", {"device_on": not info["device_on"]})
                    self.assertIs(client.smart("get_device_info")["device_on"], not info["device_on"])
                self.check_children(client, recorded, seen)
                client.close()

    def check_children(self, client, recorded, seen):
        listed = recorded.get("get_child_device_list", {}).get("child_device_list", [])
        for child in client.smart("get_child_device_list")["child_device_list"] if listed else []:
            self.assertNotIn("SCRUBBED", json.dumps(child))
            self.assertNotIn(child["device_id"], seen)
            seen.add(child["device_id"])
            own = self.child(client, child["device_id"], "get_device_info")
            self.assertEqual(own["device_id"], child["device_id"])
            self.assertEqual(own.get("device_on"), child.get("device_on"))

    def test_the_same_over_every_transport(self):
        """An old recording tells the same over XOR and both generations of KLAP."""
        for file in kasatest.recordings("iot"):
            told = []
            with self.subTest(file.name), kasatest.House("--replay", str(file)) as house:
                told.append(kasatest.ask(HOST, {"system": {"get_sysinfo": {}}}))
                for version in (1, 2):
                    house.set(HOST, "transport", f"klap{version}")
                    client = klapwire.Client(HOST, version=version)
                    told.append(client.ask({"system": {"get_sysinfo": {}}}))
                    client.close()
                self.assertEqual(told[0], told[1])
                self.assertEqual(told[0], told[2])


if __name__ == "__main__":
    kasatest.main()
