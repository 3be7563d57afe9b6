"""What Home Assistant is told by kasad, checked against its contract by hasscheck: real mosquitto, real kasad."""
import contextlib
import json
import time

from paho.mqtt.subscribeoptions import SubscribeOptions

import kasatest
from bridge import Broker, Client, Kasad
from hasscheck import Checker, Message
from kasatest import wait_until

ACCOUNT = {"username": "user@example.com", "password": "hunter2 é"}
PREFIX = "homeassistant/"
# What is left out of a document while it has no value.
MAY_BE_MISSING = {"motion", "on_since", "rssi"}


class Recorder(Client):
    """Hears everything as it was published: with its retain flag and QoS."""

    def _on_connect(self, client, *_):
        client.subscribe([(topic, SubscribeOptions(qos=2, retainAsPublished=True)) for topic in self._filters])

    def checker(self):
        checker = Checker(may_be_missing=MAY_BE_MISSING)
        with self._told:
            messages = list(self.messages)
        for one in messages:
            checker.feed(Message(one.topic, one.text, one.qos, one.retain, one.when))
        return checker

    def quiet(self, seconds):
        """Nothing was said of discovery for so long."""
        with self._told:
            times = [one.when for one in self.messages if one.topic.startswith(PREFIX)]
        return bool(times) and time.monotonic() - times[-1] > seconds

    def documents(self):
        """The documents that stand now, by topic."""
        with self._told:
            return {topic: message.json for topic, message in self.last.items()
                    if topic.startswith(PREFIX) and topic.endswith("/config")}


class HassTest(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.broker = self.enter(Broker())
        self.recorder = self.enter(Recorder())

    def kasad(self, **keywords):
        return self.enter(Kasad(self.broker, **keywords))

    def plug(self, config=None, model="HS110", words="", **keywords):
        """One device called fan, and its document."""
        self.house_of_one = self.house("--device", f"{model},alias=Fan,mac=50:c7:bf:00:01:00{words}",
                                       "--address", "127.1.0.1")
        kasad = self.kasad(config={"devices": [{"host": "127.1.0.1", "name": "fan"}], **(config or {})}, **keywords)
        self.recorder.wait_last("kasa/fan/availability", lambda message: message.text == "online")
        return kasad

    FAN = PREFIX + "device/kasa_50c7bf000100/config"

    def check(self):
        """Settings are read one after the other: what is described may be a moment ahead of what is told."""
        def look():
            checkers.append(self.recorder.checker())
            return not checkers[-1].finish()
        checkers = []
        with contextlib.suppress(AssertionError):
            wait_until(look, bound=20)
        self.assertEqual([], [tuple(finding) for finding in checkers[-1].findings])
        return checkers[-1]

    def settle(self, condition, what):
        """Waits until the documents fit, and nothing has been published for as long as two versions are apart."""
        wait_until(lambda: condition(self.recorder.documents()), what=what)
        wait_until(lambda: self.recorder.quiet(3), what="discovery to settle")


class Recordings(HassTest):
    """Every recorded device, as it is found on a network."""

    def whole_house(self, kind, mode="device"):
        files = kasatest.recordings(kind)
        self.house("--replay", *map(str, files))
        self.kasad(config={"homeassistant": {"mode": mode}, "poll": {"outlets": "2s", "settings": "10s"},
                           "credentials": ACCOUNT})
        return files

    def online(self):
        with self.recorder._told:
            return [topic for topic, message in self.recorder.last.items()
                    if topic.endswith("/availability") and message.text == "online"]

    def parents(self, count):
        """Only devices have a hardware address; in component form it stands in many documents."""
        return lambda documents: len({json.dumps(document["device"]["connections"]) for document in documents.values()
                                      if "connections" in document.get("device", {})}) >= count

    def run_house(self, kind, of_use, **keywords):
        """@of_use: tells which of the files are of devices that a bridge can use."""
        count = len(of_use(self.whole_house(kind, **keywords)))
        wait_until(lambda: len(self.online()) >= count, bound=90, what=f"{count} devices to be online")
        self.settle(self.parents(count), f"documents of {count} devices")
        self.check()

    def test_iot(self):
        self.run_house("iot", lambda files: files)

    def test_smart(self):
        def of_use(_):
            import smartfiles  # ends the program where there are no recordings
            return smartfiles.KNOWN
        self.run_house("smart", of_use)

    def test_in_component_form(self):
        self.run_house("iot", lambda files: files, mode="component")


class OneDevice(HassTest):
    def test_each_command_topic_is_one_that_the_bridge_takes(self):
        models = ["HS110", "HS220", "KL130", "ES20M", "KP303", "KL430"]
        devices = []
        for model in models:
            devices += ["--device", f"{model},alias={model}"]
        self.house("--address", "127.1.0.1", *devices)
        self.kasad()
        self.settle(lambda documents: len(documents) >= len(models) + 4, "all documents")
        checker = self.check()
        for entity in list(checker.entities()):
            topic = entity["command_topic"]
            if topic is None or "/bridge/" in topic:
                continue
            with self.subTest(topic):
                self._takes(topic, entity)

    def _takes(self, topic, entity):
        """What is no value is refused as a value, not as an attribute; what may be chosen is taken."""
        device = topic.split("/set")[0]
        mark = self.recorder.mark()
        self.recorder.publish(topic, "{" if entity.platform == "light" else "\u00bf")
        result = self.recorder.wait(f"{device}/result", since=mark)
        self.assertEqual("bad_value", result.json["code"], result)
        for payload in self._payloads(entity):
            mark = self.recorder.mark()
            self.recorder.publish(topic, payload, response="answers/here")
            answer = self.recorder.wait("answers/here", since=mark)
            self.assertEqual("ok", answer.json["status"], answer)

    def _payloads(self, entity):
        """What Home Assistant would send."""
        if entity.platform == "switch":
            return ["ON", "OFF"]
        if entity.platform == "select":
            return [option for option in entity["options"] if option != "Not set"]
        if entity.platform == "number":
            return [str(entity["max"] if entity.key == "motion_threshold" else entity["min"])]
        if entity.platform == "light":
            modes = entity["supported_color_modes"]
            state = [{"state": "OFF"}, {"state": "ON"}]
            if modes != ["onoff"]:
                state.append({"state": "ON", "brightness": 40})
            if entity["transition"]:
                state.append({"state": "ON", "brightness": 60, "transition": 0.1})
            if "hs" in modes:
                state.append({"state": "ON", "color": {"h": 240.5, "s": 75.25}})
            if "color_temp" in modes:
                state.append({"state": "ON", "color_temp": entity["max_kelvin"]})
            return [json.dumps(one) for one in state]
        return []

    def test_a_light_tells_its_colour_as_it_was_set(self):
        self.plug(model="KL130")
        self.recorder.publish("kasa/fan/set", {"state": "ON", "color": {"h": 240, "s": 75}})
        self.recorder.wait_last("kasa/fan", lambda message: message.json.get("color_mode") == "hs")
        self.settle(lambda documents: self.FAN in documents, "its document")
        self.check()

    def test_availability_is_offline_after_a_crash_and_online_after_it(self):
        kasad = self.plug()
        self.settle(lambda documents: self.FAN in documents, "its document")
        entries = self.recorder.documents()[self.FAN]["availability"]
        self.assertEqual(["kasa/bridge/state", "kasa/fan/availability"], [entry["topic"] for entry in entries])
        before = self.recorder.documents()[self.FAN]["components"]
        mark = self.recorder.mark()
        kasad.kill()
        self.recorder.wait_last("kasa/bridge/state", lambda message: message.text == "offline")
        kasad.start()
        self.recorder.wait_last("kasa/bridge/state", lambda message: message.text == "online")
        self.recorder.wait_last("kasa/fan/availability", lambda message: message.text == "online")
        self.recorder.wait(self.FAN, since=mark)
        self.settle(lambda documents: self.FAN in documents, "its document")
        self.check()
        # What was not read again yet is no reason to take an entity away.
        for message in self.recorder.since(mark, self.FAN):
            self.assertEqual(before, message.json["components"])

    def test_a_birth_is_answered_once_with_documents_and_states(self):
        self.plug()
        self.settle(lambda documents: self.FAN in documents, "its document")
        mark = self.recorder.mark()
        self.recorder.publish("homeassistant/status", "online")
        self.recorder.wait(self.FAN, since=mark)
        for topic in "kasa/fan", "kasa/fan/availability", "kasa/fan/energy", "kasa/bridge/state":
            self.recorder.wait(topic, since=mark)
        wait_until(lambda: self.recorder.quiet(3), what="discovery to settle")
        self.assertEqual(1, len(self.recorder.since(mark, self.FAN)))
        self.check()

    def test_documents_come_back_after_a_broker_that_forgot_them(self):
        self.plug()
        self.settle(lambda documents: self.FAN in documents, "its document")
        mark = self.recorder.mark()
        self.broker.kill()
        self.broker.start()
        self.recorder.wait(self.FAN, lambda message: message.payload, since=mark)

    def test_a_rename_keeps_ids_and_follows_in_topics(self):
        self.unnamed()
        before = self.recorder.documents()[self.FAN]
        answer = self.recorder.request("device/rename", {"id": "50c7bf000100", "to": "fan"})
        self.assertEqual("ok", answer["status"], answer)
        self.recorder.wait_last(self.FAN, lambda message: "kasa/fan/availability" in message.text)
        self.settle(lambda documents: self.FAN in documents, "its document")
        after = self.recorder.documents()[self.FAN]
        self.assertEqual(before["device"]["identifiers"], after["device"]["identifiers"])
        self.assertEqual({key: component["unique_id"] for key, component in before["components"].items()},
                         {key: component["unique_id"] for key, component in after["components"].items()})
        self.assertEqual("switch.fan", after["components"]["state"]["default_entity_id"])
        self.check()

    def unnamed(self, **keywords):
        self.house_of_one = self.house("--device", "HS110,alias=Fan,mac=50:c7:bf:00:01:00", "--address", "127.1.0.1")
        kasad = self.kasad(**keywords)
        self.recorder.wait_last("kasa/50c7bf000100/availability", lambda message: message.text == "online")
        self.settle(lambda documents: self.FAN in documents, "its document")
        return kasad

    def test_another_name_in_the_app_is_another_name_here(self):
        self.plug(config={"poll": {"state": "1s"}})
        self.settle(lambda documents: self.FAN in documents, "its document")
        self.recorder.publish("kasa/fan/set/alias", "Ventilator")
        self.recorder.wait_last(self.FAN, lambda message: message.json["device"]["name"] == "Ventilator")
        self.check()

    def test_a_device_that_is_removed_takes_its_documents_along(self):
        self.unnamed()
        self.house_of_one.remove("127.1.0.1")
        self.assertEqual("ok", self.recorder.request("device/remove", {"id": "50c7bf000100"})["status"])
        wait_until(lambda: self.FAN not in self.recorder.documents(), what="the document to be gone")
        self.check()

    def test_a_device_that_is_disabled_while_kasad_is_away_is_removed_at_its_start(self):
        kasad = self.unnamed()
        kasad.stop()
        kasad.config["devices"] = [{"mac": "50:c7:bf:00:01:00", "enabled": False}]
        kasad.write()
        kasad.start()
        wait_until(lambda: self.FAN not in self.recorder.documents(), what="the document to be gone")

    def test_a_device_that_is_hidden_is_taken_back_by_a_reload(self):
        kasad = self.plug()
        self.settle(lambda documents: self.FAN in documents, "its document")
        kasad.config["devices"][0]["hidden"] = True
        kasad.write()
        kasad.reload()
        wait_until(lambda: self.FAN not in self.recorder.documents(), what="the document to be gone")
        self.assertEqual("online", self.recorder.last["kasa/fan/availability"].text)

    def test_strays_are_cleared_when_that_is_asked_for(self):
        stray, other = (PREFIX + f"device/kasa_00000000000{n}/config" for n in (1, 2))
        ours = {"device": {"identifiers": ["x"]}, "origin": {"name": "kasa"}, "components": {},
                "availability": [{"topic": "kasa/bridge/state"}]}
        self.recorder.publish(stray, ours, retain=True)
        self.recorder.publish(other, {**ours, "availability": [{"topic": "other/bridge/state"}]}, retain=True)
        self.plug()
        self.settle(lambda documents: self.FAN in documents, "its document")
        self.assertEqual("ok", self.recorder.request("discovery/clear")["status"])
        wait_until(lambda: stray not in self.recorder.documents(), what="the stray to be gone")
        self.assertIn(other, self.recorder.documents())
        self.assertIn(self.FAN, self.recorder.documents())

    def test_what_a_person_deleted_comes_back_at_the_next_birth(self):
        kasad = self.plug()
        self.settle(lambda documents: self.FAN in documents, "its document")
        self.recorder.publish(self.FAN, "", retain=True)
        kasad.wait_log("deleted in Home Assistant")
        mark = self.recorder.mark()
        self.recorder.publish("homeassistant/status", "online")
        self.recorder.wait(self.FAN, lambda message: message.payload, since=mark)

    def test_groups_are_switches_that_name_their_members(self):
        self.plug(config={"groups": [{"name": "all of it", "members": ["fan"]}]})
        self.settle(lambda documents: len(documents) == 3, "three documents")
        self.check()
        group = next(document for topic, document in self.recorder.documents().items() if "kasa_group" in topic)
        self.assertEqual(["kasa_50c7bf000100_state"], group["components"]["state"]["group"])


class Forms(HassTest):
    """The two forms, and the way from one to the other."""

    STATE = PREFIX + "switch/kasa_50c7bf000100/state/config"

    def test_component_form(self):
        self.plug(config={"homeassistant": {"mode": "component"}})
        self.settle(lambda documents: self.STATE in documents, "its documents")
        self.check()
        self.assertNotIn(self.FAN, self.recorder.documents())

    def ids(self):
        return {entity["unique_id"]: f"{entity.platform} {entity.key}" for entity in self.recorder.checker().entities()}

    def migrate(self, kasad, mode, gone, come):
        before = self.ids()
        mark = self.recorder.mark()
        kasad.stop()
        kasad.config["homeassistant"] = {"mode": mode}
        kasad.write()
        kasad.start()
        self.settle(lambda documents: come in documents and gone not in documents, f"documents in {mode} form")
        words = [message.text for message in self.recorder.since(mark, gone)]
        self.assertEqual(['{"migrate_discovery":true}', ""], words)
        self.assertEqual(before, self.ids())
        self.check()

    def test_migration_both_ways(self):
        kasad = self.plug(config={"homeassistant": {"mode": "component"}})
        self.settle(lambda documents: self.STATE in documents, "its documents")
        self.migrate(kasad, "device", self.STATE, self.FAN)
        self.migrate(kasad, "component", self.FAN, self.STATE)

    def test_without_home_assistant_there_are_no_documents(self):
        kasad = self.plug()
        self.settle(lambda documents: self.FAN in documents, "its document")
        kasad.stop()
        kasad.config["homeassistant"] = {"enabled": False}
        kasad.write()
        kasad.start()
        wait_until(lambda: not self.recorder.documents(), what="all documents to be gone")


if __name__ == "__main__":
    kasatest.main()
