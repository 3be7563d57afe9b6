#!/usr/bin/env python3
"""What is watched becomes events, and rules become orders."""

import http.client
import json

import kasatest
from bridge import KASAD, Broker, Client, Kasad


class RulesTest(kasatest.TestCase):
    """A washer, a heater and a lamp that are asked twice a second."""

    watch, rules = [], []

    def setUp(self):
        super().setUp()
        self.broker = self.enter(Broker())
        self.sim = self.house("--device", "HS110,alias=washer,on=1,power=1", "--device", "HS110,alias=heater,power=1000",
                              "--device", "HS100,alias=lamp", "--device", "HS300,alias=strip", "--address", "127.1.0.1")
        names = ["washer", "heater", "lamp", "strip"]
        config = {"devices": [{"host": f"127.1.0.{1 + i}", "name": name} for i, name in enumerate(names)],
                  "discovery": {"enabled": False}, "poll": {"state": "500ms", "meter": "500ms", "outlets": "1s"}}
        if self.watch:
            config["watch"] = self.watch
        if self.rules:
            config["rules"] = self.rules
        self.kasad = self.enter(Kasad(self.broker, config=config))
        self.client = self.enter(Client())
        for name in names[:3]:
            self.client.wait_last(f"kasa/{name}/availability", lambda m: m.text == "online")
        self.client.wait("kasa/washer/energy")

    def event(self, device, kind, since=0, bound=kasatest.BOUND):
        return self.client.wait(f"kasa/{device}/event", lambda m: m.json["event_type"] == kind, since, bound)

    def events(self, device, kind, since=0):
        return [m for m in self.client.since(since, f"kasa/{device}/event") if m.json["event_type"] == kind]

    def reads(self, device="washer"):
        """The meter was read twice from now on."""
        for _ in range(2):
            self.client.wait(f"kasa/{device}/energy", since=self.client.mark())

    def power(self, watts, device="washer"):
        self.sim.set(device, "power", watts)


class Limits(RulesTest):
    watch = [{"device": "washer", "power_above": {"watts": 2000, "for": "1s", "hysteresis": 50},
              "power_below": {"watts": 0.5}},
             {"device": "strip/2", "power_above": {"watts": 10}}]

    def test_power_is_told_once_until_it_came_back(self):
        self.power(2100)
        event = self.event("washer", "power_above").json
        self.assertAlmostEqual(2100, event["power_w"], delta=1)
        self.assertEqual((2000, 1), (event["limit_w"], event["duration_s"]))
        self.power(1960)
        self.reads()
        self.power(2100)
        self.reads()
        self.assertEqual(1, len(self.events("washer", "power_above")))
        self.power(100)
        self.reads()
        self.power(2100)
        kasatest.wait_until(lambda: len(self.events("washer", "power_above")) == 2, what="the second event")

    def test_a_group_that_comes_takes_nothing_away(self):
        answer = self.client.request("group/add", {"name": "evening", "members": ["washer", "lamp"]})
        self.assertEqual("ok", answer["status"], answer)
        self.power(2100)
        self.event("washer", "power_above")

    def test_off_is_below(self):
        mark = self.client.mark()
        self.client.publish("kasa/washer/set", "OFF")
        self.event("washer", "power_below", mark)

    def test_an_outlet_of_a_strip(self):
        self.sim.set("strip/2", "power", 50)
        self.client.publish("kasa/strip/outlet/2/set", "ON")
        event = self.event("strip", "power_above").json
        self.assertEqual(2, event["outlet"])

    def test_what_was_told_is_not_told_again_after_a_restart(self):
        self.power(2100)
        self.event("washer", "power_above")
        self.kasad.stop()
        self.kasad.start()
        mark = self.client.mark()
        self.client.wait("kasa/washer/energy", lambda m: not m.retain, mark)
        self.reads()
        self.reads()
        self.assertEqual([], self.events("washer", "power_above", mark))


class Cycles(RulesTest):
    watch = [{"device": "washer", "cycle": {"start": 10, "start_for": "1s", "stop": 5, "stop_for": "4s", "least_kwh": 0.001}}]

    def test_a_wash_is_done(self):
        self.power(2000)
        started = self.event("washer", "cycle_started").json
        self.power(1)
        finished = self.event("washer", "cycle_finished").json
        self.assertEqual(started["started"], finished["started"])
        self.assertGreaterEqual(finished["energy_kwh"], 0.001)
        self.assertGreaterEqual(finished["duration_s"], 1)
        self.assertEqual(1, len(self.events("washer", "cycle_finished")))

    def test_a_restart_in_the_middle_keeps_it(self):
        self.power(2000)
        started = self.event("washer", "cycle_started").json
        self.kasad.stop()
        self.power(1)
        self.kasad.start()
        finished = self.event("washer", "cycle_finished").json
        self.assertEqual(started["started"], finished["started"])
        self.assertEqual(1, len(self.events("washer", "cycle_started")))

    def test_a_crash_in_the_middle_keeps_it(self):
        self.power(2000)
        started = self.event("washer", "cycle_started").json
        kept = self.kasad.state / "settings.json"
        kasatest.wait_until(lambda: kept.exists() and "running" in kept.read_text(), what="it to be kept")
        self.kasad.kill()
        self.power(1)
        self.kasad.start()
        self.assertEqual(started["started"], self.event("washer", "cycle_finished").json["started"])

    def test_an_offline_device_freezes_it(self):
        self.power(2000)
        self.event("washer", "cycle_started")
        self.power(1)
        self.sim.fault("washer", "silent")
        mark = self.client.mark()
        self.client.wait("kasa/washer/availability", lambda m: m.text == "offline", mark, 60)
        self.assertEqual([], self.events("washer", "cycle_finished"))
        self.sim.fault("washer")
        self.event("washer", "cycle_finished", bound=60)

    def test_a_reload_keeps_what_is_as_it_was(self):
        self.power(2000)
        started = self.event("washer", "cycle_started").json
        self.kasad.config["watch"].append({"device": "heater", "power_above": {"watts": 900}})
        self.kasad.write()
        mark = self.kasad.mark()
        self.kasad.reload()
        self.kasad.wait_log("configuration loaded", since=mark)
        self.client.publish("kasa/heater/set", "ON")
        self.event("heater", "power_above")
        self.power(1)
        self.assertEqual(started["started"], self.event("washer", "cycle_finished").json["started"])


class Orders(RulesTest):
    rules = [
        {"name": "heater draws", "when": {"device": "heater", "power_above": 900, "for": "1s"},
         "then": [{"device": "lamp", "set": "ON"}, {"event": "heater_draws"}]},
        {"name": "wash is done", "when": {"device": "washer", "event": "cycle_finished"}, "then": {"device": "strip/3", "set": "ON"}},
        {"name": "said", "when": {"event": "heater_draws"}, "then": {"device": "strip/1", "set": "TOGGLE"}},
        {"name": "lamp was on", "when": {"device": "lamp", "state": "ON", "for": "2s"}, "then": {"device": "lamp", "set": "OFF"}},
        {"name": "nobody", "when": {"device": "strip/1", "state": "ON"}, "then": {"device": "attic", "set": "ON"}},
    ]
    watch = [{"device": "washer", "cycle": {"start_for": "1s", "stop_for": "2s", "least_kwh": 0.001}}]

    def test_a_rule_switches_and_tells(self):
        self.client.publish("kasa/heater/set", "ON")
        event = self.event("heater", "rule").json
        self.assertEqual("heater_draws", event["name"])
        self.client.wait_last("kasa/lamp", lambda m: m.json["state"] == "ON")
        self.client.wait_last("kasa/strip/outlet/1", lambda m: m.json["state"] == "ON")
        self.client.wait_last("kasa/lamp", lambda m: m.json["state"] == "OFF")
        self.kasad.wait_log("a rule's order failed", 'rule="nobody"', "unknown_device")
        self.reads("heater")
        self.assertEqual(1, len(self.events("heater", "rule")))

    def test_a_wash_that_is_done_switches_another_device(self):
        self.power(2000)
        self.event("washer", "cycle_started")
        self.power(1)
        self.client.wait_last("kasa/strip/outlet/3", lambda m: m.json["state"] == "ON")

    def test_what_holds_at_the_start_is_nothing_new(self):
        """But a time that was waited for ends after it."""
        self.kasad.stop()
        self.sim.set("heater", "on", 1)
        self.sim.set("strip/1", "on", 1)
        self.kasad.start()
        self.event("heater", "rule")
        self.assertEqual(0, self.kasad.count_log("rule fires", 'rule="nobody"'))

    def test_a_reload_brings_rules_and_takes_them_away(self):
        self.kasad.config["rules"] = [{"name": "new", "when": {"device": "washer", "power_above": 500},
                                       "then": {"device": "strip/2", "set": "ON"}}]
        self.kasad.write()
        self.kasad.reload()
        self.kasad.wait_log("configuration loaded")
        self.power(600)
        self.client.wait_last("kasa/strip/outlet/2", lambda m: m.json["state"] == "ON")
        self.client.publish("kasa/heater/set", "ON")
        self.client.wait_last("kasa/heater/energy", lambda m: m.json["power"] > 900)
        self.reads("heater")
        self.reads("heater")
        self.assertEqual([], self.events("heater", "rule"))


class World(RulesTest):
    """A loop that goes through the world: each time the lamp is switched off the test has somebody switch it on."""
    rules = [{"name": "never on", "when": {"device": "lamp", "state": "ON"}, "then": {"device": "lamp", "set": "OFF"}}]

    def test_a_rule_that_is_done_too_often_is_paused(self):
        def is_paused():
            self.client.publish("kasa/lamp/set", "ON")
            return self.kasad.count_log("a rule is paused", 'rule="never on"')
        kasatest.wait_until(is_paused, what="the rule to be paused")
        self.assertEqual(10, self.kasad.count_log("rule fires", 'rule="never on"'))


class Served(kasatest.TestCase):
    @staticmethod
    def said(lines, name):
        """The next event of that name in a stream."""
        block = {}
        while True:
            key, _, value = lines.readline().decode().rstrip("\r\n").partition(": ")
            if key:
                block[key] = value
            elif block.get("event") == name:
                return json.loads(block["data"])
            else:
                block = {}

    def test_the_list_and_the_metrics(self):
        from api import Api, section
        sim = self.house("--device", "HS100,alias=lamp", "--device", "HS100,alias=fan", "--address", "127.1.0.1")
        rules = [{"name": "follow", "when": {"device": "lamp", "state": "ON"},
                  "then": [{"device": "fan", "set": "ON"}, {"event": "followed"}]},
                 {"name": "off", "enabled": False, "when": {"device": "lamp", "state": "ON"}, "then": {"event": "x"}}]
        devices = [{"host": "127.1.0.1", "name": "lamp"}, {"host": "127.1.0.2", "name": "fan"}]
        self.enter(Kasad(config={"http": section(self.folder()), "rules": rules, "devices": devices,
                                 "discovery": {"enabled": False}, "poll": {"state": "500ms"}}))
        api = Api()
        stream = http.client.HTTPConnection(api.host, api.port, timeout=kasatest.BOUND)
        self.addCleanup(stream.close)
        stream.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {api.token}"})
        lines = stream.getresponse()
        kasatest.wait_until(lambda: api.get("/api/v1/rules")["rules"][0]["state"] == "armed", what="it to be armed")
        api.put("/api/v1/devices/lamp/state", {"state": "ON"})
        kasatest.wait_until(lambda: api.get("/api/v1/rules")["rules"][0]["fired"] == 1, what="it to fire")
        kasatest.wait_until(lambda: sim.get("fan")["on"], what="the fan")
        said = self.said(lines, "followed")
        self.assertEqual(("follow", "lamp"), (said["by"], said["device"]))
        first, second = api.get("/api/v1/rules")["rules"]
        self.assertEqual(("follow", "true"), (first["name"], first["state"]))
        self.assertEqual("disabled", second["state"])
        self.assertIn(b'kasa_rule_fired_total{rule="follow"} 1', api.ask("GET", "/metrics").body)


class Mistakes(kasatest.TestCase):
    def test_rules_that_would_switch_for_ever_are_refused(self):
        path = self.folder() / "kasad.yaml"
        path.write_text("rules:\n"
                        "  - {name: a, when: {device: lamp, state: ON}, then: {device: lamp, set: OFF}}\n"
                        "  - {name: b, when: {device: lamp, state: OFF}, then: {device: lamp, set: ON}}\n", encoding="utf-8")
        result = kasatest.run("--config", str(path), "--check-config", program=KASAD)
        self.assertNotEqual(0, result.status)
        self.assertIn('kasad.yaml:2:5: rules "a" -> "b" -> "a" would switch for ever', result.err)


if __name__ == "__main__":
    kasatest.main()
