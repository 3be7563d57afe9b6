#!/usr/bin/env python3
"""Commands over MQTT: lights, outlets, groups, settings, questions; and how what is wrong is refused."""
import kasatest
from bridge import Broker, Client, Kasad
from kasatest import wait_until

DEVICES = (("HS110", "fan"), ("KL130", "lamp"), ("HS220", "hall"), ("HS300", "desk"), ("ES20M", "porch"))


class CommandsTest(kasatest.TestCase):
    """A house with one of each, named as in DEVICES."""
    mqtt = {}

    def setUp(self):
        super().setUp()
        self.broker = self.enter(Broker())
        args = [word for model, alias in DEVICES for word in ("--device", f"{model},alias={alias}")]
        self.sim = self.house(*args, "--address", "127.1.0.1")
        devices = [{"host": f"127.1.0.{number}", "name": alias} for number, (_, alias) in enumerate(DEVICES, 1)]
        groups = [{"name": "upstairs", "members": ["fan", "lamp", "desk/2"]}]
        self.kasad = self.enter(Kasad(self.broker, config={"devices": devices, "groups": groups, "mqtt": self.mqtt}))
        self.client = self.enter(Client())
        for _, alias in DEVICES:
            self.client.wait_last(f"kasa/{alias}/availability", lambda message: message.text == "online")
            self.client.wait_last(f"kasa/{alias}")

    def ask(self, topic, payload, name=None):
        """Sends a command that wants an answer, and gives the answer."""
        mark = self.client.mark()
        self.client.publish(topic, payload, response="answers/x", correlation=b"x")
        return self.client.wait("answers/x", since=mark).json

    def assert_ok(self, topic, payload):
        answer = self.ask(topic, payload)
        self.assertEqual("ok", answer["status"], answer)

    def assert_refused(self, topic, payload, code):
        answer = self.ask(topic, payload)
        self.assertEqual(("error", code), (answer["status"], answer.get("code")), (payload, answer))
        self.assertTrue(answer["error"])
        return answer


class Lights(CommandsTest):
    def test_a_bulb_takes_what_home_assistant_sends(self):
        self.assert_ok("kasa/lamp/set", {"state": "ON", "brightness": 40})
        self.client.wait_last("kasa/lamp", lambda m: (m.json["state"], m.json.get("brightness")) == ("ON", 40))
        self.assert_ok("kasa/lamp/set", {"state": "ON", "color_temp": 4000})
        self.client.wait_last("kasa/lamp", lambda m: (m.json.get("color_mode"), m.json.get("color_temp")) == ("color_temp", 4000))
        self.assert_ok("kasa/lamp/set", {"state": "ON", "color": {"h": 120, "s": 99.6}})
        self.client.wait_last("kasa/lamp", lambda m: m.json.get("color") == {"h": 120, "s": 100})
        self.assert_ok("kasa/lamp/set", {"state": "OFF"})
        state = self.client.wait_last("kasa/lamp", lambda m: m.json["state"] == "OFF").json
        self.assertNotEqual(0, state.get("brightness"))

    def test_a_transition_is_the_devices_own_unless_it_is_given(self):
        self.assert_ok("kasa/hall/set", {"state": "ON", "brightness": 60})
        self.client.wait_last("kasa/hall", lambda m: (m.json["state"], m.json["brightness"]) == ("ON", 60))
        self.assertEqual(0, self.sim.count("hall", "smartlife.iot.dimmer.set_dimmer_transition"))
        self.assert_ok("kasa/hall/set", {"state": "ON", "brightness": 30, "transition": 0.1})
        self.client.wait_last("kasa/hall", lambda m: m.json["brightness"] == 30)
        self.assertEqual(1, self.sim.count("hall", "smartlife.iot.dimmer.set_dimmer_transition"))
        self.assert_ok("kasa/hall/set/brightness", "0")
        self.client.wait_last("kasa/hall", lambda m: m.json["state"] == "OFF")

    def test_presets_by_the_name_that_a_select_shows(self):
        self.client.wait_last("kasa/lamp", lambda m: "preset" in m.json)
        self.assert_ok("kasa/lamp/set/preset", "Light preset 1")
        self.client.wait_last("kasa/lamp", lambda m: m.json["preset"] == "Light preset 1")

    def test_settings_are_read_back(self):
        self.client.wait_last("kasa/hall/config")
        self.assert_ok("kasa/hall/set/fade_on", "1500")
        self.client.wait_last("kasa/hall/config", lambda m: m.json["fade_on"] == 1500)
        self.client.wait_last("kasa/porch/config", lambda m: "motion_range" in m.json)
        self.assert_ok("kasa/porch/set", {"motion_range": "near", "inactivity": 90, "ambient": "OFF"})
        self.client.wait_last("kasa/porch/config", lambda m: (m.json["motion_range"], m.json["inactivity"], m.json.get("ambient"))
                              == ("near", 90, "OFF"))
        self.assert_ok("kasa/porch/set/motion", "OFF")
        self.client.wait_last("kasa/porch/config", lambda m: m.json["motion"] == "OFF")


class Outlets(CommandsTest):
    def test_outlets_switch_one_by_one(self):
        self.assert_ok("kasa/desk/outlet/3/set", "ON")
        self.client.wait_last("kasa/desk/outlet/3", lambda m: m.json["state"] == "ON")
        self.assertEqual("OFF", self.client.last["kasa/desk/outlet/2"].json["state"])
        self.assert_ok("kasa/desk/outlet/3/set/state", "toggle")
        self.client.wait_last("kasa/desk/outlet/3", lambda m: m.json["state"] == "OFF")
        self.assert_refused("kasa/desk/outlet/7/set", "ON", "not_supported")
        self.assert_refused("kasa/fan/outlet/1/set", "ON", "not_supported")
        self.assert_refused("kasa/desk/outlet/1/set/led", "OFF", "not_supported")

    def test_a_name_in_the_app_is_set(self):
        self.assert_ok("kasa/desk/outlet/2/set/alias", "Fernseher \u00fc")
        self.client.wait_last("kasa/desk/outlet/2", lambda m: m.json["alias"] == "Fernseher \u00fc")
        self.assert_ok("kasa/fan/set/led", "OFF")
        self.client.wait_last("kasa/fan", lambda m: m.json["led"] == "OFF")


class Groups(CommandsTest):
    def test_a_group_is_switched_and_tells_how_it_is(self):
        self.client.wait_last("kasa/upstairs", lambda m: m.json == {"members": 3, "on": 0, "state": "OFF"})
        self.assert_ok("kasa/upstairs/set", "ON")
        self.client.wait_last("kasa/upstairs", lambda m: m.json == {"members": 3, "on": 3, "state": "ON"})
        for topic in "kasa/fan", "kasa/lamp", "kasa/desk/outlet/2":
            self.client.wait_last(topic, lambda m: m.json["state"] == "ON")
        self.assert_ok("kasa/fan/set", "OFF")
        self.client.wait_last("kasa/upstairs", lambda m: (m.json["on"], m.json["state"]) == (2, "ON"))
        self.assert_ok("kasa/upstairs/set", "TOGGLE")
        self.client.wait_last("kasa/upstairs", lambda m: m.json["on"] == 0)

    def test_what_one_member_cannot_do_is_told_and_the_others_do_it(self):
        answer = self.assert_refused("kasa/upstairs/set", {"brightness": 30}, "not_supported")
        self.assertIn("fan", answer["error"])
        self.client.wait_last("kasa/lamp", lambda m: m.json.get("brightness") == 30)
        self.assert_refused("kasa/upstairs/set", "LOUD", "bad_value")

    def test_what_is_protected_is_denied(self):
        config = {**self.kasad.config, "devices": [{**one, "protected": one["name"] == "fan"}
                                                   for one in self.kasad.config["devices"]]}
        self.kasad.config = config
        self.kasad.write()
        lines = self.kasad.mark()
        self.kasad.reload()
        self.kasad.wait_log("configuration loaded", since=lines)
        self.assert_ok("kasa/upstairs/set", "ON")
        self.assert_refused("kasa/upstairs/set", "OFF", "denied")
        self.client.wait_last("kasa/lamp", lambda m: m.json["state"] == "OFF")
        self.assertEqual(1, kasatest.sysinfo("127.1.0.1")["relay_state"])
        self.assert_ok("kasa/fan/set", "OFF")


class Refusals(CommandsTest):
    def test_nothing_but_the_words_is_obeyed(self):
        for payload in b"", b"ON ", b"on\0", b" ON", b"1", b"\xff", b"{", b"[]", b'{"state":"ON"}x', b"x" * 300, b"{" * 9000:
            self.assert_refused("kasa/fan/set", payload, "bad_value")
        self.assert_refused("kasa/fan/set", {"state": "ON", "brigthness": 4}, "unknown_attribute")
        self.assert_refused("kasa/fan/set/volume", "3", "unknown_attribute")
        self.assert_refused("kasa/fan/set", {"brightness": 3}, "not_supported")
        self.assert_refused("kasa/lamp/set", {"brightness": 101}, "bad_value")
        self.assertEqual(0, self.sim.count("fan", "system.set_relay_state"))

    def test_a_name_that_nobody_has_is_told_to_who_asks(self):
        self.assert_refused("kasa/nobody/set", "ON", "unknown_device")
        mark = self.client.mark()
        self.client.publish("kasa/nobody/set", "ON")
        event = self.client.wait("kasa/bridge/event", lambda m: m.json["event_type"] == "command_failed", mark).json
        self.assertIn("nobody", event["error"])
        self.client.publish("kasa/nobody/set", {"state": "ON", "transaction": 3})
        result = self.client.wait("kasa/nobody/result", since=mark).json
        self.assertEqual(("unknown_device", 3), (result["code"], result["transaction"]))
        self.assertEqual(1, len(self.client.since(mark, "kasa/nobody/result")))

    def test_a_failure_goes_to_the_result_and_to_events(self):
        mark = self.client.mark()
        self.client.publish("kasa/fan/set", "LOUD")
        result = self.client.wait("kasa/fan/result", since=mark).json
        self.assertEqual(("error", "bad_value", {"state": "LOUD"}), (result["status"], result["code"], result["command"]))
        self.client.wait("kasa/fan/event", lambda m: m.json["event_type"] == "command_failed", mark)
        mark = self.client.mark()
        self.client.publish("kasa/fan/set/volume", "3")
        event = self.client.wait("kasa/fan/event", lambda m: m.json["event_type"] == "command_failed", mark).json
        self.assertEqual("unknown_attribute", event["code"], "as in the result")
        self.assertFalse(self.client.wait("kasa/fan", since=mark).json["state"] == "ON")

    def test_a_success_is_told_only_to_who_asked(self):
        mark = self.client.mark()
        self.client.publish("kasa/fan/set", "ON")
        self.client.wait("kasa/fan", lambda m: m.json["state"] == "ON", mark)
        self.client.publish("kasa/fan/set", {"state": "OFF", "transaction": "t"})
        result = self.client.wait("kasa/fan/result", since=mark).json
        self.assertEqual(("ok", "t"), (result["status"], result["transaction"]))

    def test_an_answer_never_becomes_a_command(self):
        mark = self.client.mark()
        for topic in "kasa/fan/set", "kasa/lamp/set/state", "kasa/bridge/request/restart", "$SYS/x":
            self.client.publish("kasa/fan/set", {"state": "ON", "transaction": 1}, response=topic)
        wait_until(lambda: len(self.client.since(mark, "kasa/fan/result")) == 4, what="four results on the usual topic")
        self.assertEqual([], self.client.since(mark, "kasa/bridge/response/#"))


class Questions(CommandsTest):
    def test_get_reads_now_and_publishes(self):
        mark = self.client.mark()
        self.client.publish("kasa/fan/get", "")
        self.client.wait("kasa/fan", since=mark)
        self.client.wait("kasa/fan/energy", since=mark)
        self.assert_ok("kasa/desk/outlet/2/get", {"energy": ""})
        self.assert_ok("kasa/upstairs/get", "state")
        self.assert_refused("kasa/fan/get", {"weather": ""}, "bad_value")
        self.assert_refused("kasa/fan/get", "weather", "bad_value")


class Values(CommandsTest):
    mqtt = {"output": "both"}

    def test_each_value_has_a_topic_where_that_is_wanted(self):
        self.assert_ok("kasa/lamp/set", {"state": "ON", "color": {"h": 10, "s": 20}})
        self.client.wait_last("kasa/lamp/attr/state", lambda m: m.text == "ON")
        self.client.wait_last("kasa/lamp/attr/color", lambda m: m.json == {"h": 10, "s": 20})
        self.client.wait_last("kasa/lamp", lambda m: m.json["state"] == "ON")

    def test_they_go_with_their_device(self):
        self.client.wait_last("kasa/fan/attr/state", lambda m: m.text != "")
        mark = self.client.mark()
        self.client.request("device/options", {"id": "fan", "enabled": False})
        self.client.wait("kasa/fan/attr/state", lambda m: m.text == "", mark)
        self.client.wait("kasa/fan/attr/last_seen", lambda m: m.text == "", mark)


class Acl(kasatest.TestCase):
    def test_an_acl_that_hides_our_topics_is_named(self):
        folder = kasatest.home()
        acl = folder / "acl"
        acl.write_text("topic write kasa/#\ntopic write homeassistant/#\nuser reader\ntopic read #\n", encoding="utf-8")
        broker = self.enter(Broker(f"acl_file {acl}"))
        kasad = self.enter(Kasad(broker))
        kasad.wait_log("ACL hides our own topics", bound=20)
        client = self.enter(Client(username="reader"))
        info = client.wait_last("kasa/bridge/info", lambda m: m.json["problems"] != []).json
        self.assertIn("ACL", info["problems"][0])


if __name__ == "__main__":
    kasatest.main()
