#!/usr/bin/env python3
"""Requests to the bridge: names, options, groups, raw; what they set lives on, and the file wins."""
import json

import kasatest
from bridge import Broker, Client, Kasad


class RequestsTest(kasatest.TestCase):
    config = {}

    def setUp(self):
        super().setUp()
        self.broker = self.enter(Broker())
        self.sim = self.house("--device", "HS110,alias=fan", "--device", "HS300,alias=desk", "--device", "HS100,alias=kettle",
                              "--address", "127.1.0.1")
        devices = [{"host": "127.1.0.1", "name": "fan"}, {"host": "127.1.0.2"}]
        self.kasad = self.enter(Kasad(self.broker, config={"devices": devices, "discovery": {"enabled": False}, **self.config}))
        self.client = self.enter(Client())
        self.client.wait_last("kasa/fan/availability", lambda m: m.text == "online")
        self.desk = self.client.wait("kasa/+/outlet/6", lambda m: "state" in m.json).topic.split("/")[1]
        self.client.wait_last(f"kasa/{self.desk}/availability", lambda m: m.text == "online")

    def ok(self, command, payload=None):
        answer = self.client.request(command, payload)
        self.assertEqual("ok", answer["status"], answer)
        return answer["data"]

    def refused(self, command, payload, *words):
        answer = self.client.request(command, payload)
        self.assertEqual("error", answer["status"], answer)
        for word in words:
            self.assertIn(word, json.dumps(answer))
        return answer


class Names(RequestsTest):
    def test_a_rename_moves_all_topics_and_survives(self):
        before = self.client.last[f"kasa/{self.desk}"].json
        self.assertEqual({"from": self.desk, "to": "desk"}, self.ok("device/rename", {"id": self.desk, "to": "desk"}))
        self.client.wait_last("kasa/desk", lambda m: m.json["outlets"] == before["outlets"])
        self.client.wait_last("kasa/desk/outlet/6")
        self.client.wait_last("kasa/desk/availability", lambda m: m.text == "online")
        kasatest.wait_until(lambda: not [t for t in self.client.last if t.startswith(f"kasa/{self.desk}") and
                                         self.client.last[t].retain is not None and not t.endswith(("/event", "/result"))],
                            what="the old topics to go")
        self.client.wait_last("kasa/bridge/devices", lambda m: "desk" in [one["name"] for one in m.json])
        self.kasad.stop()
        self.kasad.start()
        self.client.wait_last("kasa/bridge/state", lambda m: m.text == "online")
        self.client.wait_last("kasa/desk/availability", lambda m: m.text == "online")

    def test_the_file_wins(self):
        self.refused("device/rename", {"id": "fan", "to": "x"}, "configuration file", "line")
        self.refused("device/remove", {"id": "fan"}, "configuration file")
        self.refused("device/rename", {"id": self.desk, "to": "fan"}, "fan")
        self.refused("device/rename", {"id": self.desk, "to": "a/b"})
        self.refused("device/rename", {"id": "nobody", "to": "x"}, "unknown_device")

    def test_a_device_is_added_by_its_address_with_a_name(self):
        added = self.ok("device/add", {"host": "127.1.0.3", "name": "kettle"})
        self.assertEqual(("kettle", "HS100"), (added["name"], added.get("model", "HS100")[:5]))
        self.client.wait_last("kasa/kettle", lambda m: "state" in m.json)
        self.client.publish("kasa/kettle/set", "ON")
        self.client.wait_last("kasa/kettle", lambda m: m.json["state"] == "ON")
        self.ok("device/remove", {"id": "kettle"})
        kasatest.wait_until(lambda: "kasa/kettle" not in self.client.last, what="its topics to go")
        self.refused("device/add", {"host": "127.1.0.99"})
        self.refused("device/add", {"host": "plug.lan"}, "configuration file")


class Options(RequestsTest):
    def test_options_are_kept_and_seen(self):
        data = self.ok("device/options", {"id": self.desk, "area": "Hall", "protected": True, "poll": 2})
        self.assertEqual(("Hall", True), (data["area"], data["protected"]))
        self.refused("device/options", {"id": self.desk, "poll": 0}, "poll")
        self.refused("device/options", {"id": self.desk, "colour": 0}, "unknown_attribute")
        self.kasad.stop()
        self.kasad.start()
        self.client.wait_last("kasa/bridge/devices", lambda m: [one for one in m.json if one["name"] == self.desk
                                                                and one["protected"] and one["area"] == "Hall"])

    def test_the_level_of_the_log_by_a_bare_word(self):
        mark = self.client.mark()
        self.client.publish("kasa/bridge/request/options/log_level", "debug")
        self.assertEqual("ok", self.client.wait("kasa/bridge/response/options/log_level", since=mark).json["status"])
        self.client.wait_last("kasa/bridge/info", lambda m: m.json["log_level"] == "debug")
        self.client.publish("kasa/bridge/request/options/mqtt_log", "debug")
        self.client.publish("kasa/fan/set", "TOGGLE")
        line = self.client.wait("kasa/bridge/log", since=mark).json
        self.assertEqual({"level", "message", "time"}, set(line))
        self.client.publish("kasa/bridge/request/options/mqtt_log", "off")

    def test_one_that_is_disabled_stays_away_until_it_is_wanted(self):
        mac = [one for one in self.client.wait_last("kasa/bridge/devices").json if one["name"] == "fan"][0]["mac"]
        self.ok("device/options", {"id": "fan", "disabled": True})
        kasatest.wait_until(lambda: "kasa/fan" not in self.client.last, what="its topics to go")
        self.ok("device/options", {"id": mac, "enabled": True})
        self.client.wait_last("kasa/fan", lambda m: "state" in m.json, bound=30)


class Groups(RequestsTest):
    def test_a_group_comes_is_switched_and_goes(self):
        self.ok("group/add", {"name": "evening", "members": ["fan", f"{self.desk}/1"]})
        self.client.wait_last("kasa/evening", lambda m: m.json["state"] == "OFF")
        self.client.publish("kasa/evening/set", "ON")
        self.client.wait_last("kasa/evening", lambda m: m.json["on"] == 2)
        self.refused("group/add", {"name": "evening", "members": ["fan"]}, "already")
        self.refused("group/add", {"name": "fan", "members": ["fan"]}, "device")
        self.refused("group/add", {"name": "x", "members": ["nobody"]}, "nobody")
        self.refused("device/rename", {"id": self.desk, "to": "evening"}, "group")
        self.ok("group/rename", {"name": "evening", "to": "night"})
        self.client.wait_last("kasa/night", lambda m: m.json["on"] == 2)
        kasatest.wait_until(lambda: "kasa/evening" not in self.client.last, what="the old topic to go")
        self.ok("group/options", {"name": "night", "members": ["fan"]})
        self.client.wait_last("kasa/night", lambda m: m.json["members"] == 1)
        self.client.wait_last("kasa/bridge/groups", lambda m: [one["name"] for one in m.json] == ["night"])
        self.kasad.stop()
        self.kasad.start()
        self.client.wait_last("kasa/bridge/state", lambda m: m.text == "online")
        self.ok("group/remove", {"name": "night"})
        kasatest.wait_until(lambda: "kasa/night" not in self.client.last, what="its topic to go")


class Orders(RequestsTest):
    def test_orders_by_request(self):
        self.ok("device/energy_reset", {"id": "fan"})
        self.ok("device/clock", {"id": "fan"})
        self.ok("device/reboot", {"id": self.desk})
        self.refused("device/energy_reset", {"id": self.desk, "outlet": 9}, "outlet")

    def test_raw_is_off(self):
        self.refused("device/raw", {"id": "fan", "request": {"system": {"get_sysinfo": {}}}}, "denied", "raw: true")

    def test_the_rest_answers(self):
        self.ok("discover")
        self.assertTrue(self.ok("health_check")["healthy"])
        backup = self.ok("backup")
        self.assertEqual({"fan", self.desk}, {one["name"] for one in backup["devices"]})
        self.ok("discovery/republish")
        self.ok("discovery/clear")
        self.refused("discovr", {}, "did you mean discover?")

    def test_retained_requests_do_nothing(self):
        self.kasad.stop()
        self.client.publish("kasa/bridge/request/restart", "{}", retain=True)
        mark = self.client.mark()
        self.kasad.start()
        answer = self.client.wait("kasa/bridge/response/restart", since=mark)
        self.assertEqual("retained_ignored", answer.json["code"])


class Raw(RequestsTest):
    config = {"mqtt": {"host": "127.0.0.1", "port": 1883, "raw": True}}

    def test_raw_sends_what_does_no_harm(self):
        data = self.ok("device/raw", {"id": "fan", "request": {"time": {"get_time": {}}}})
        self.assertEqual(0, data["reply"]["time"]["get_time"]["err_code"])
        for method in "reset", "RESET", "download_firmware":
            self.refused("device/raw", {"id": "fan", "request": {"system": {method: {"delay": 1}}}}, "denied")
        self.refused("device/raw", {"id": "fan", "request": '{"cnCloud":{"unbind":{}}}'}, "denied")


if __name__ == "__main__":
    kasatest.main()
