#!/usr/bin/env python3
"""kasad as a program: how it begins, reloads, restarts and ends, and what a command goes through."""
import signal
import time

import bridge
import kasatest
from bridge import Broker, Client, Kasad
from kasatest import wait_until


class DaemonTest(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.broker = self.enter(Broker())

    def kasad(self, **keywords):
        return self.enter(Kasad(self.broker, **keywords))

    def client(self, **keywords):
        return self.enter(Client(**keywords))

    def one_plug(self, config=None, **keywords):
        """A plug called fan, with kasad and a client that saw it."""
        house = self.house("--device", "HS110,alias=fan", "--address", "127.1.0.1")
        kasad = self.kasad(config={"devices": [{"host": "127.1.0.1", "name": "fan"}], **(config or {})}, **keywords)
        client = self.client()
        client.wait_last("kasa/fan/availability", lambda message: message.text == "online")
        client.wait_last("kasa/fan")
        return house, kasad, client


class Commands(DaemonTest):
    def test_a_command_is_confirmed_by_what_the_device_says(self):
        house, _, client = self.one_plug()
        for word, on in ("ON", 1), ("OFF", 0), ("TOGGLE", 1), ("toggle", 0), ('{"state":"ON"}', 1):
            mark = client.mark()
            client.publish("kasa/fan/set", word)
            state = client.wait("kasa/fan", lambda m: m.json["state"] == ("ON" if on else "OFF"), mark)
            self.assertEqual(on, kasatest.sysinfo("127.1.0.1")["relay_state"], state)
        self.assertEqual(5, house.count("fan", "system.set_relay_state"))

    def test_the_answer_goes_where_it_is_asked_for(self):
        _, _, client = self.one_plug()
        mark = client.mark()
        client.publish("kasa/fan/set", {"state": "ON", "transaction": "a1"}, response="answers/here",
                       correlation=b"\x00\xff77")
        answer = client.wait("answers/here", since=mark)
        self.assertEqual(("ok", "a1"), (answer.json["status"], answer.json["transaction"]))
        self.assertEqual(b"\x00\xff77", answer.properties.CorrelationData)

    def test_a_retained_command_switches_nothing(self):
        house, kasad, client = self.one_plug()
        kasad.stop()
        client.publish("kasa/fan/set", "ON", retain=True)
        mark = client.mark()
        kasad.start()
        result = client.wait("kasa/fan/result", since=mark)
        self.assertEqual("retained_ignored", result.json["code"])
        self.assertEqual(0, house.count("fan", "system.set_relay_state"))

    def test_a_flood_ends_in_the_last_word_and_spares_the_relay(self):
        house, _, client = self.one_plug()
        words = "".join("ON\n" if number % 2 else "OFF\n" for number in range(20000))
        began = time.monotonic()
        kasatest.run("-t", "kasa/fan/set", "-l", stdin=words, program=kasatest.need_program("mosquitto_pub"))
        client.publish("kasa/fan/set", "ON")
        client.wait_last("kasa/fan", lambda m: m.json["state"] == "ON")
        wait_until(lambda: kasatest.sysinfo("127.1.0.1")["relay_state"] == 1, what="the last word")
        self.assertLess(house.count("fan", "system.set_relay_state"), 60 + time.monotonic() - began)
        self.assertLess(client.request("health_check")["data"]["process"]["loop_worst_ever_ms"], 1000)

    def test_what_cannot_be_done_is_told_and_the_true_state_again(self):
        house, _, client = self.one_plug()
        house.fault("fan", "silent")
        mark = client.mark()
        client.publish("kasa/fan/set", "ON")
        result = client.wait("kasa/fan/result", since=mark)
        self.assertEqual("error", result.json["status"])
        self.assertIn(result.json["code"], ("refused", "timeout", "unreachable", "device_offline"))
        self.assertEqual("OFF", client.wait("kasa/fan", since=mark).json["state"])

    def test_a_protected_device_is_switched_off_by_its_own_orders_only(self):
        config = {"groups": [{"name": "all-of-it", "members": ["fan"]}]}
        house = self.house("--device", "HS110,alias=fan,on=1", "--address", "127.1.0.1")
        self.kasad(config={"devices": [{"host": "127.1.0.1", "name": "fan", "protected": True}], **config})
        client = self.client()
        client.wait_last("kasa/fan", lambda m: m.json["state"] == "ON")
        mark = client.mark()
        client.publish("kasa/all-of-it/set", {"state": "OFF", "transaction": 1})
        self.assertEqual("denied", client.wait("kasa/all-of-it/result", since=mark).json["code"])
        self.assertEqual(0, house.count("fan", "system.set_relay_state"))
        client.publish("kasa/fan/set", "OFF")
        client.wait_last("kasa/fan", lambda m: m.json["state"] == "OFF")


class Life(DaemonTest):
    def test_it_ends_within_two_seconds_and_says_offline(self):
        _, kasad, client = self.one_plug()
        status, took = kasad.stop()
        self.assertEqual(0, status)
        self.assertLess(took, 2.0)
        client.wait_last("kasa/bridge/state", lambda m: m.text == "offline")

    def test_orders_on_their_way_are_finished(self):
        house, kasad, client = self.one_plug()
        house.fault("fan", "slow:300")
        client.publish("kasa/fan/set", {"state": "ON", "transaction": 1})
        wait_until(lambda: house.count("fan", "system.set_relay_state") > 0, what="the order to arrive")
        mark = client.mark()
        self.assertEqual(0, kasad.stop()[0])
        self.assertEqual("ok", client.wait("kasa/fan/result", since=mark).json["status"])

    def test_a_broken_file_changes_nothing(self):
        _, kasad, client = self.one_plug()
        mark, lines = client.mark(), kasad.mark()
        kasad.write("mqtt:\n  hosst: nowhere\ndevices: 5\n")
        kasad.reload()
        kasad.wait_log("hosst", "host", since=lines)
        kasad.wait_log("configuration not loaded", since=lines)
        client.publish("kasa/fan/set", "ON")
        client.wait("kasa/fan", lambda m: m.json["state"] == "ON", mark)

    def test_a_file_that_is_gone_or_a_folder_changes_nothing(self):
        _, kasad, client = self.one_plug()
        kasad.path.unlink()
        lines = kasad.mark()
        kasad.reload()
        kasad.wait_log("configuration not loaded", since=lines)
        kasad.path.mkdir()
        lines = kasad.mark()
        kasad.reload()
        kasad.wait_log("configuration not loaded", since=lines)
        client.publish("kasa/fan/set", "ON")
        client.wait_last("kasa/fan", lambda m: m.json["state"] == "ON")
        kasad.path.rmdir()

    def test_a_reload_renames_and_the_old_topics_go(self):
        _, kasad, client = self.one_plug()
        kasad.config["devices"][0]["name"] = "heater"
        kasad.write()
        kasad.reload()
        client.wait_last("kasa/heater", lambda m: m.json["state"] == "OFF")
        wait_until(lambda: not [topic for topic in client.last if topic.startswith("kasa/fan")
                                and client.last[topic].retain], what="the old topics to go")
        client.publish("kasa/heater/set", "ON")
        client.wait_last("kasa/heater", lambda m: m.json["state"] == "ON")

    def test_two_devices_may_change_their_names(self):
        self.house("--count", "2", "--model", "HS100", "--address", "127.1.0.1")
        devices = [{"host": "127.1.0.1", "name": "left"}, {"host": "127.1.0.2", "name": "right"}]
        kasad = self.kasad(config={"devices": devices})
        client = self.client()
        before = {name: client.wait_last(f"kasa/{name}") for name in ("left", "right")}
        self.assertEqual({"left", "right"}, set(before))
        kasad.config["devices"][0]["name"], kasad.config["devices"][1]["name"] = "right", "left"
        kasad.write()
        mark = kasad.mark()
        kasad.reload()
        kasad.wait_log("configuration loaded", since=mark)
        client.publish("kasa/right/set", "ON")
        client.wait_last("kasa/right", lambda m: m.json["state"] == "ON")
        self.assertEqual(1, kasatest.sysinfo("127.1.0.1")["relay_state"])

    def test_what_needs_a_restart_is_said(self):
        _, kasad, client = self.one_plug()
        kasad.config["mqtt"]["base_topic"] = "house"
        kasad.write()
        mark = kasad.mark()
        kasad.reload()
        kasad.wait_log("restart is needed", "mqtt.base_topic", since=mark)
        client.wait_last("kasa/bridge/info", lambda message: message.json["restart_required"])
        client.publish("kasa/fan/set", "ON")
        client.wait_last("kasa/fan", lambda m: m.json["state"] == "ON")
        client.request("restart")
        client.wait_last("house/fan", lambda m: m.json["state"] == "ON")

    def test_a_second_one_on_the_same_folder_is_refused(self):
        _, kasad, _ = self.one_plug()
        second = Kasad(self.broker, state=kasad.state, wait=False)
        self.assertEqual(75, second.process.wait(kasatest.BOUND))
        second.wait_log(str(kasad.process.pid))
        second.close()

    def test_once_publishes_all_and_ends(self):
        self.house("--device", "HS110,alias=fan,on=1,power=42", "--address", "127.1.0.1")
        client = self.client()
        kasad = self.kasad(config={"devices": [{"host": "127.1.0.1", "name": "fan"}]}, args=["--once"], wait=False)
        self.assertEqual(0, kasad.process.wait(kasatest.BOUND))
        self.assertEqual("ON", client.wait_last("kasa/fan").json["state"])
        self.assertAlmostEqual(42, client.wait_last("kasa/fan/energy").json["power"], delta=3)
        self.assertEqual("offline", client.wait_last("kasa/bridge/state").text)

    def test_without_a_configuration_it_finds_devices_and_the_broker(self):
        self.house("--device", "HS100,alias=fan", "--address", "127.1.0.1")
        kasad = self.kasad(text="discovery: {targets: [127.255.255.255]}\n")
        client = self.client()
        client.wait("kasa/+/availability", lambda m: m.text == "online")
        self.assertIsNotNone(kasad.process.pid)

    def test_check_config_tells_all_mistakes_at_once(self):
        path = self.folder() / "kasad.yaml"
        path.write_text("mqtt: {port: 70000, hots: x}\npoll: {state: 1 fortnight}\n", encoding="utf-8")
        result = kasatest.run("--check-config", "--config", str(path), program=bridge.KASAD)
        self.assertEqual(78, result.status)
        for words in f"{path}:1:", "65535", "host", f"{path}:2:":
            self.assertIn(words, result.out + result.err)
        path.write_text("mqtt: {host: localhost}\n", encoding="utf-8")
        self.assertEqual(0, kasatest.run("--check-config", "--config", str(path), program=bridge.KASAD).status)

    def test_signals_in_a_row_end_it_at_once(self):
        house, kasad, client = self.one_plug()
        house.fault("fan", "silent")
        client.publish("kasa/fan/set", "ON")
        kasad.process.send_signal(signal.SIGTERM)
        kasad.process.send_signal(signal.SIGINT)
        self.assertEqual(0, kasad.process.wait(2.5))


class Secrets(DaemonTest):
    def test_no_secret_is_shown_anywhere(self):
        secret = "canary-7f3a"
        self.house("--device", "HS100,alias=fan", "--address", "127.1.0.1")
        kasad = self.kasad(config={"devices": [{"host": "127.1.0.1", "name": "fan"}], "mqtt": {"username": "somebody"},
                                   "log": "debug"},
                           env={"KASAD_MQTT_PASSWORD": secret, "KASA_USERNAME": "u@example.com", "KASA_PASSWORD": secret})
        client = self.client()
        client.wait_last("kasa/fan")
        client.request("backup")
        shown = "\n".join(kasad.lines) + "".join(message.text for message in client.messages)
        shown += "".join(path.read_text() for path in kasad.state.rglob("*") if path.is_file())
        self.assertNotIn(secret, shown)
        with open(f"/proc/{kasad.process.pid}/cmdline", "rb") as file:
            self.assertNotIn(secret.encode(), file.read())
        with open(f"/proc/{kasad.process.pid}/environ", "rb") as file:
            self.assertNotIn(secret.encode(), file.read(), "also while no device wanted an account")

    def test_no_password_crosses_the_network_unasked(self):
        for more, told in ({}, True), ({"allow_plaintext_password": True}, False):
            kasad = self.kasad(config={"mqtt": {"host": "192.0.2.1", "username": "somebody", **more}}, wait=False,
                               env={"KASAD_MQTT_PASSWORD": "canary-7f3a"})
            if told:
                kasad.wait_log("allow_plaintext_password")
                self.assertEqual(78, kasad.process.wait(5))
            else:
                kasad.wait_log(" runs")


if __name__ == "__main__":
    kasatest.main()
