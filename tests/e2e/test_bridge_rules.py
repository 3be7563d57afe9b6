#!/usr/bin/env python3
"""What is watched becomes events, and rules become orders."""

import kasatest
from bridge import Broker, Client, Kasad


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


if __name__ == "__main__":
    kasatest.main()
