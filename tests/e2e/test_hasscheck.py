"""That hasscheck finds what it is there for: a house without fault, and one planted mistake at a time."""
import copy
import json
import unittest

from hasscheck import Checker, Message

BRIDGE, PLUG, STRIP, OUTLET, LAMP = ("kasa_bridge_test", "kasa_50c7bf000100", "kasa_b0be76000300",
                                     "kasa_b0be76000300_00", "kasa_1c3bf3000600")
ORIGIN = {"name": "kasa", "sw_version": "1.0.0", "support_url": "https://example.org/kasa"}


def topic_of(id):
    return f"homeassistant/device/{id}/config"


def entity(id, key, platform, **more):
    return {key: {"platform": platform, "unique_id": f"{id}_{key}", "name": key.title(), "qos": 1, **more}}


def document(id, name, base, components, parent=BRIDGE, **device):
    about = {"identifiers": [id], "name": name, "manufacturer": "TP-Link", "model": "Thing", **device}
    if parent:
        about["via_device"] = parent
    return {"device": about, "origin": ORIGIN,
            "availability": [{"topic": "kasa/bridge/state"}, {"topic": f"kasa/{base}/availability"}],
            "availability_mode": "all", "components": components}


def value(key):
    return "{{ value_json.%s | default(none) }}" % key


def house():
    """Documents and states as a bridge would publish them, to be spoilt."""
    bridge = document(BRIDGE, "Bridge", "x", {
        **entity(BRIDGE, "state", "binary_sensor", device_class="connectivity", state_topic="kasa/bridge/state",
                 payload_on="online", payload_off="offline")}, parent=None)
    bridge["availability"] = [{"topic": "kasa/bridge/state"}]
    plug = document(PLUG, "Washer", "washer", {
        **entity(PLUG, "state", "switch", name=None, device_class="outlet", state_topic="kasa/washer",
                 command_topic="kasa/washer/set/state", value_template=value("state")),
        **entity(PLUG, "power", "sensor", device_class="power", unit_of_measurement="W", state_class="measurement",
                 suggested_display_precision=1, expire_after=60, state_topic="kasa/washer/energy",
                 value_template=value("power")),
        **entity(PLUG, "energy", "sensor", device_class="energy", unit_of_measurement="kWh",
                 state_class="total_increasing", state_topic="kasa/washer/energy", value_template=value("energy")),
        **entity(PLUG, "on_since", "sensor", device_class="timestamp", entity_category="diagnostic",
                 enabled_by_default=False, state_topic="kasa/washer", value_template=value("on_since")),
        **entity(PLUG, "restart", "button", device_class="restart", entity_category="config",
                 command_topic="kasa/washer/set/restart"),
        **entity(PLUG, "event", "event", state_topic="kasa/washer/event", event_types=["came_online"]),
    }, connections=[["mac", "50:c7:bf:00:01:00"]])
    strip = document(STRIP, "Desk", "desk", entity(
        STRIP, "rssi", "sensor", device_class="signal_strength", unit_of_measurement="dBm", state_class="measurement",
        state_topic="kasa/desk", value_template=value("rssi")))
    outlet = document(OUTLET, "TV", "desk", entity(
        OUTLET, "state", "switch", name=None, state_topic="kasa/desk/outlet/1", value_template=value("state"),
        command_topic="kasa/desk/outlet/1/set/state"), parent=STRIP)
    lamp = document(LAMP, "Lamp", "lamp", {
        **entity(LAMP, "light", "light", name=None, schema="json", state_topic="kasa/lamp", flash=False,
                 command_topic="kasa/lamp/set", brightness_scale=100, color_temp_kelvin=True, min_kelvin=2500,
                 max_kelvin=9000, supported_color_modes=["color_temp", "hs"]),
        **entity(LAMP, "preset", "select", options=["Not set", "Light preset 1"], state_topic="kasa/lamp",
                 command_topic="kasa/lamp/set/preset", value_template=value("preset")),
        **entity(LAMP, "fade", "number", device_class="duration", unit_of_measurement="ms", min=0, max=10000, step=1,
                 mode="box", state_topic="kasa/lamp/config", command_topic="kasa/lamp/set/fade",
                 value_template=value("fade")),
    })
    return {
        "kasa/bridge/state": "online",
        topic_of(BRIDGE): bridge, topic_of(PLUG): plug, topic_of(STRIP): strip, topic_of(OUTLET): outlet,
        topic_of(LAMP): lamp,
        "kasa/washer": {"state": "ON", "on_since": "2026-11-27T20:15:00+00:00"},
        "kasa/washer/energy": {"power": 12.5, "energy": 3.25},
        "kasa/washer/availability": "online", "kasa/desk/availability": "offline", "kasa/lamp/availability": "online",
        "kasa/desk": {"rssi": None}, "kasa/desk/outlet/1": {"state": "OFF"},
        "kasa/lamp": {"state": "ON", "brightness": 60, "color_mode": "color_temp", "color_temp": 2700,
                      "preset": "Not set"},
        "kasa/lamp/config": {"fade": 1000},
    }


def text_of(payload):
    return payload if isinstance(payload, str) else json.dumps(payload)


def messages_of(house):
    return [Message(topic, text_of(payload), 1, True, 0.0) for topic, payload in house.items()]


def rules(messages):
    checker = Checker()
    for message in messages:
        checker.feed(message)
    return {finding.rule: finding for finding in checker.finish()}


def components(house, id):
    return house[topic_of(id)]["components"]


# Each: (the rule that must find it, what is done to the house). In the functions h is the house.
def at(id, key, **changes):
    """Changes of one component; a value of ... takes the key away."""
    def spoil(h):
        component = components(h, id)[key]
        for name, changed in changes.items():
            if changed is ...:
                component.pop(name)
            else:
                component[name] = changed
    return spoil


def root(id, **changes):
    def spoil(h):
        for name, changed in changes.items():
            if changed is ...:
                h[topic_of(id)].pop(name)
            else:
                h[topic_of(id)][name] = changed
    return spoil


def about(id, part="device", **changes):
    return lambda h: h[topic_of(id)].update({part: {**h[topic_of(id)][part], **changes}})


def state(topic, **changes):
    return lambda h: h[topic].update(changes)


def put(topic, payload):
    return lambda h: h.update({topic: payload})


def away(topic, *keys):
    def spoil(h):
        for key in keys:
            h[topic].pop(key)
        if not keys:
            h.pop(topic)
    return spoil


def move(topic, to):
    """The document comes last, under another topic."""
    return lambda h: h.update({to: h.pop(topic)})


MISTAKES = {
    "a key that only components have": ("root.key", root(PLUG, **{"~": "kasa/washer"})),
    "a key that nobody has": ("root.key", root(PLUG, device_class="outlet")),
    "no origin": ("root.missing", root(PLUG, origin=...)),
    "no device": ("root.missing", root(PLUG, device=...)),
    "no components": ("components.empty", root(PLUG, components={})),
    "half a text": ("json.parse", put(topic_of(PLUG), '{"device":')),
    "a key twice": ("json.twice", put(topic_of(PLUG), '{"device":{},"device":{}}')),
    "a list": ("json.object", put(topic_of(PLUG), "[]")),
    "an object id with a dot": ("topic.form", move(topic_of(LAMP), "homeassistant/device/kasa.lamp/config")),
    "too many levels": ("topic.form", move(topic_of(LAMP), "homeassistant/device/a/b/c/config")),
    "a platform of nobody": ("topic.platform", move(topic_of(LAMP), "homeassistant/plug/kasa_1/config")),
    "a key in device": ("device.key", about(PLUG, mac="50:c7:bf:00:01:00")),
    "a null in device": ("device.text", about(PLUG, hw_version=None)),
    "a device without ids": ("device.identity", lambda h: [h[topic_of(PLUG)]["device"].pop(key) for key in
                                                           ("identifiers", "connections")]),
    "an empty id": ("device.identifiers", about(PLUG, identifiers=[""])),
    "a MAC in upper case": ("device.mac", about(PLUG, connections=[["mac", "50:C7:BF:00:01:00"]])),
    "a connection alone": ("device.connections", about(PLUG, connections=["50:c7:bf:00:01:00"])),
    "a device without a name": ("device.name", about(PLUG, name="")),
    "an address that is none": ("device.url", about(PLUG, configuration_url="192.168.1.2")),
    "an outlet before its strip": ("via.order", lambda h: h.update({topic_of(STRIP): h.pop(topic_of(STRIP))})),
    "a parent of nobody": ("via.order", about(PLUG, via_device="kasa_bridge_other")),
    "its own parent": ("via.self", about(PLUG, via_device=PLUG)),
    "a key in origin": ("origin.key", about(PLUG, "origin", version="1")),
    "an origin without a name": ("origin.name", lambda h: h[topic_of(PLUG)].update(origin={"sw_version": "1"})),
    "an origin's null": ("origin.text", about(PLUG, "origin", sw_version=None)),
    "an origin's page that is none": ("origin.url", about(PLUG, "origin", support_url="kasa")),
    "an availability mode that is none": ("type", root(PLUG, availability_mode="every")),
    "the last word counts": ("availability.mode", root(PLUG, availability_mode=...)),
    "an availability key": ("availability.key", lambda h: h[topic_of(PLUG)]["availability"][0].update(qos=1)),
    "an availability without topic": ("availability.topic", lambda h: h[topic_of(PLUG)]["availability"].append({})),
    "a list and a topic": ("availability.both", root(PLUG, availability_topic="kasa/bridge/state")),
    "an availability that nobody tells": ("available.missing", away("kasa/washer/availability")),
    "an availability as JSON": ("available.value", put("kasa/washer/availability", '{"state":"online"}')),
    "a platform that is none": ("component.platform", at(PLUG, "state", platform="outlet")),
    "a device in a component": ("component.override", at(PLUG, "state", device={"identifiers": ["x"]})),
    "a component's key with a blank": ("component.key", lambda h: components(h, PLUG).update(
        {"a b": components(h, PLUG).pop("power")})),
    "no unique_id": ("unique.missing", at(PLUG, "power", unique_id=...)),
    "a unique_id twice": ("unique.twice", at(PLUG, "power", unique_id=f"{PLUG}_energy")),
    "a typo": ("key.unknown", at(PLUG, "power", expires_after=60)),
    "object_id": ("object_id", at(PLUG, "power", object_id="washer_power")),
    "an entity id of another domain": ("entity_id", at(PLUG, "power", default_entity_id="switch.washer_power")),
    "an entity id in upper case": ("entity_id", at(PLUG, "power", default_entity_id="sensor.Washer")),
    "config of a sensor": ("category", at(PLUG, "power", entity_category="config")),
    "a category that is none": ("type", at(PLUG, "power", entity_category="info")),
    "a null for a text": ("type", at(PLUG, "state", payload_on=None)),
    "a text for yes and no": ("type", at(PLUG, "on_since", enabled_by_default="no")),
    "a fraction of a second": ("type", at(PLUG, "power", expire_after=1.5)),
    "a template that is none": ("type", at(PLUG, "power", value_template="{{ value_json.power ")),
    "a wildcard to publish to": ("type", at(PLUG, "state", command_topic="kasa/+/set")),
    "no topic to command": ("key.missing", at(PLUG, "state", command_topic=...)),
    "no topic of state": ("key.missing", at(PLUG, "power", state_topic=...)),
    "retained commands": ("command.retain", at(PLUG, "state", retain=True)),
    "a command that is retained": ("command.retained", put("kasa/washer/set/state", "ON")),
    "QoS 0": ("entity.qos", at(PLUG, "power", qos=0)),
    "no name and no class": ("name.none", at(LAMP, "preset", name=...)),
    "two main switches": ("name.main", lambda h: components(h, PLUG).update(
        entity(PLUG, "led", "switch", name=None, command_topic="kasa/washer/set/led"))),
    "the device's name again": ("name.repeats", at(PLUG, "power", name="Washer power")),
    "a class of another platform": ("class", at(PLUG, "state", device_class="plug")),
    "a class of nobody": ("class", at(PLUG, "power", device_class="wattage")),
    "a class of a select": ("class", at(LAMP, "preset", device_class="enum")),
    "a unit of another class": ("unit", at(PLUG, "power", unit_of_measurement="kWh")),
    "the micro sign": ("unit", at(PLUG, "power", device_class="current", unit_of_measurement="\u00b5A")),
    "light in per cent": ("unit", at(PLUG, "power", device_class="illuminance", unit_of_measurement="%")),
    "a class without its unit": ("unit", at(PLUG, "power", unit_of_measurement=...)),
    "energy as a measurement": ("state_class", at(PLUG, "energy", state_class="measurement")),
    "energy without a state class": ("state_class", at(PLUG, "energy", state_class=...)),
    "a state class that is none": ("state_class", at(PLUG, "power", state_class="counter")),
    "a time as a measurement": ("state_class", at(PLUG, "on_since", state_class="measurement")),
    "a counter that expires": ("expire.counter", at(PLUG, "energy", expire_after=60)),
    "a last reset": ("last_reset", at(PLUG, "energy", last_reset_value_template="{{ value }}")),
    "options of a number": ("options", at(PLUG, "power", options=["a"])),
    "a select without options": ("options", at(LAMP, "preset", options=[])),
    "a range upside down": ("range", at(LAMP, "fade", min=10, max=0)),
    "a step of nothing": ("range", at(LAMP, "fade", step=0)),
    "an event without types": ("event_types", at(PLUG, "event", event_types=[])),
    "flash": ("light.flash", at(LAMP, "light", flash=...)),
    "a colour mode that is none": ("light.modes", at(LAMP, "light", supported_color_modes=["hsv"])),
    "a colour mode twice": ("light.modes", at(LAMP, "light", supported_color_modes=["hs", "hs"])),
    "brightness beside a colour": ("light.modes", at(LAMP, "light", supported_color_modes=["brightness", "hs"])),
    "another schema": ("light.schema", at(LAMP, "light", schema=...)),
    "a key of the old schema": ("key.unknown", at(LAMP, "light", color_mode=True)),
    "whites upside down": ("light.kelvin", at(LAMP, "light", min_kelvin=9000, max_kelvin=2500)),
    "a member of nobody": ("group.member", at(LAMP, "light", group=["kasa_nobody_light"])),
    "a state that nobody tells": ("state.missing", away("kasa/washer/energy")),
    "a value that is not told": ("value.key", away("kasa/washer/energy", "power")),
    "a state that is no JSON": ("value.json", put("kasa/washer/energy", "12.5 W")),
    "a template that fails": ("value.template", at(PLUG, "power", value_template="{{ value_json['watts'] }}")),
    "a switch that is true": ("value", state("kasa/washer", state=True)),
    "a power of a word": ("value", state("kasa/washer/energy", power="low")),
    "a counter below nothing": ("value", state("kasa/washer/energy", energy=-1)),
    "a time without a zone": ("value", state("kasa/washer", on_since="2026-11-27T20:15:00")),
    "a number out of range": ("value", state("kasa/lamp/config", fade=20000)),
    "an option of nobody": ("value", state("kasa/lamp", preset="Light preset 7")),
    "a text without end": ("value", lambda h: (at(PLUG, "on_since", device_class=...)(h),
                                               state("kasa/washer", on_since="x" * 256)(h))),
    "a light without a state": ("light.state", away("kasa/lamp", "state")),
    "a brightness of 0": ("light.brightness", state("kasa/lamp", brightness=0)),
    "a brightness of 255": ("light.brightness", state("kasa/lamp", brightness=255)),
    "a mode that it has not": ("light.mode", state("kasa/lamp", color_mode="rgb")),
    "a white in mireds": ("light.white", state("kasa/lamp", color_temp=370)),
    "a colour in fractions": ("light.color", state("kasa/lamp", color_mode="hs", color={"h": 400, "s": 2})),
    "events that are retained": ("event.retained", put("kasa/washer/event", {"event_type": "came_online"})),
    "one thing through two topics": ("hash.twice", put(
        f"homeassistant/switch/{PLUG}/state/config",
        {"unique_id": "other", "name": None, "command_topic": "a", "qos": 1, "device": {"identifiers": [PLUG],
                                                                                       "name": "Washer"}})),
}


class Planted(unittest.TestCase):
    def test_a_house_without_fault(self):
        self.assertEqual(rules(messages_of(house())), {})

    def test_each_mistake_is_found(self):
        self.assertGreaterEqual(len(MISTAKES), 40)
        for name, (rule, spoil) in MISTAKES.items():
            with self.subTest(name):
                spoilt = copy.deepcopy(house())
                spoil(spoilt)
                self.assertIn(rule, rules(messages_of(spoilt)))

    def test_short_keys_mean_the_same(self):
        short = house()
        plug = short[topic_of(PLUG)]
        plug["dev"], plug["o"], plug["cmps"] = plug.pop("device"), plug.pop("origin"), plug.pop("components")
        plug["dev"]["ids"] = plug["dev"].pop("identifiers")
        plug["cmps"]["power"]["stat_t"] = plug["cmps"]["power"].pop("state_topic")
        self.assertEqual(rules(messages_of(short)), {})


class InTime(unittest.TestCase):
    """Mistakes that one message does not have."""

    def setUp(self):
        self.messages = messages_of(house())

    def spoilt(self, rule, *more):
        found = rules(self.messages + list(more))
        self.assertIn(rule, found)

    def fine(self, *more):
        self.assertEqual(rules(self.messages + list(more)), {})

    def plug(self, time, **changes):
        document = copy.deepcopy(house()[topic_of(PLUG)])
        for key, component in changes.items():
            if component is None:
                document["components"].pop(key)
            else:
                document["components"][key] = component
        return Message(topic_of(PLUG), json.dumps(document), 1, True, time)

    def test_a_document_that_is_not_retained(self):
        self.spoilt("doc.retain", self.messages[1]._replace(retain=False))

    def test_a_document_of_qos_0(self):
        self.spoilt("doc.qos", self.messages[1]._replace(qos=0))

    def test_two_versions_at_once(self):
        self.spoilt("doc.pace", self.plug(0.5, power=None))
        self.fine(self.plug(0.5))

    def test_a_component_is_removed_in_two_steps(self):
        self.fine(self.plug(3, event={"platform": "event"}), self.plug(6, event=None))

    def test_a_component_that_stays_half_removed(self):
        self.spoilt("remove.left", self.plug(3, event={"platform": "event"}))

    def test_a_component_that_was_never_there(self):
        self.spoilt("remove.unknown", self.plug(3, led={"platform": "switch"}), self.plug(6))

    def test_an_event_that_was_not_announced(self):
        self.fine(Message("kasa/washer/event", '{"event_type":"came_online"}', 0, False))
        self.spoilt("event.type", Message("kasa/washer/event", '{"event_type":"went_offline"}', 0, False))

    def single(self):
        document = house()[topic_of(PLUG)]
        component = document["components"]["state"]
        component.pop("platform")
        return Message(f"homeassistant/switch/{PLUG}/state/config",
                       json.dumps({**{key: document[key] for key in document if key != "components"}, **component}))

    def test_a_migration(self):
        migrate = Message(topic_of(PLUG), '{"migrate_discovery": true}')
        self.fine(migrate, self.single(), Message(topic_of(PLUG), ""))
        self.spoilt("migrate.left", migrate, self.single())
        self.spoilt("migrate.form", migrate._replace(payload='{"migrate_discovery": true, "device": {}}'))
        self.spoilt("migrate.unknown", migrate._replace(topic=topic_of("kasa_000000000000")))

    def test_both_forms_at_once(self):
        self.spoilt("unique.twice", self.single())

    def test_a_device_that_is_removed(self):
        self.fine(Message(topic_of(LAMP), ""))


if __name__ == "__main__":
    unittest.main(verbosity=1)
