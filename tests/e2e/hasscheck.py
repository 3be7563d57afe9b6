"""Says what Home Assistant would not like about discovery messages, and about the states that they point to.

    checker = Checker()
    for message in messages:        # all that a bridge published, in its order
        checker.feed(message)
    findings = checker.finish()     # [] or what is wrong: each with a rule, a topic and a sentence

A message is anything with topic, payload (text), qos, retain and time (seconds). What is retained when finish() is
called is what the messages left retained, so feed() wants all of them, not discovery alone.
"""
import collections
import datetime
import json
import re
from urllib.parse import urlparse

import kasatest
from hasstables import (ABBREVIATIONS, ALONE, AVAILABILITY, CLASSES, COLOR_MODES, COLORS, COMMON, DEVICE,
                        DEVICE_ABBREVIATIONS, INHERITED, NO_NUMBERS, ORIGIN, ORIGIN_ABBREVIATIONS, PLATFORMS,
                        QUANTITIES, ROOT, STATE_CLASSES)

try:
    import jinja2
except ImportError:
    kasatest.cannot_run("python3-jinja2 is not installed (it belongs to /usr/bin/python3)")

Message = collections.namedtuple("Message", "topic payload qos retain time", defaults=(1, True, 0.0))
Finding = collections.namedtuple("Finding", "rule topic text")

SETTLE = 1.0  # seconds between two versions of one document; a bridge waits for 2, and a reader may be late
LONGEST_STATE = 255
_WORD = re.compile(r"^[A-Za-z0-9_-]+$")
_ENTITY_ID = re.compile(r"^[a-z_]+\.[a-z0-9_]+$")
_READS = re.compile(r"value_json((?:\.[A-Za-z_][A-Za-z0-9_]*)+)")
_MIGRATION = {"migrate_discovery": True}
# What is missing would be worth a warning in its log each time; here it is an error.
_JINJA = jinja2.Environment(undefined=jinja2.StrictUndefined)


class _Twice(ValueError):
    pass


def _once(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise _Twice("a key stands twice")
    return dict(pairs)


def _expand(object, names):
    return {names.get(key, key): value for key, value in object.items()} if isinstance(object, dict) else object


def _is_topic(text, wildcards):
    if not isinstance(text, str) or not text or len(text.encode()) > 65535:
        return False
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text):
        return False
    return wildcards or not set("+#") & set(text)


def _is_template(text):
    if not isinstance(text, str):
        return False
    try:
        _JINJA.parse(text)
    except jinja2.TemplateError:
        return False
    return True


def _is_url(text, schemes=("http", "https")):
    return isinstance(text, str) and urlparse(text).scheme in schemes and bool(urlparse(text).netloc)


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _fits(value, kind):
    """Whether a value is of a type of hasstables."""
    if isinstance(kind, tuple):
        return value in kind and not isinstance(value, bool)
    return {
        "T": lambda: _is_topic(value, True),
        "P": lambda: _is_topic(value, False),
        "J": lambda: _is_template(value),
        "S": lambda: isinstance(value, str),
        "B": lambda: isinstance(value, bool),
        "I": lambda: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "F": lambda: _is_number(value),
        "L": lambda: isinstance(value, list) and all(isinstance(item, str) for item in value),
        "U": lambda: _is_url(value),
        "*": lambda: True,
    }[kind]()


class Entity:
    """A component with what it has from its document."""

    def __init__(self, topic, key, platform, config, root):
        self.topic, self.key, self.platform = topic, key, platform
        self.config = {**{name: root[name] for name in INHERITED & set(root)}, **config}
        if "availability_topic" in config:
            self.config.pop("availability", None)
        self.device = root.get("device", {})

    def __getitem__(self, name):
        return self.config.get(name)


class Checker:
    """@may_be_missing: keys of states that are left out while they have no value; their templates must know that."""

    def __init__(self, prefix="homeassistant", may_be_missing=()):
        self.prefix = prefix
        self.may_be_missing = set(may_be_missing)
        self.findings = []
        self.retained = {}              # topic: payload
        self.live = collections.defaultdict(list)  # topic: payloads that were not retained
        self.documents = {}             # topic: its document, expanded
        self.sent = {}                  # topic: (time, payload) of the last version
        self.announced = {}             # identifiers of devices: topic that told them first
        self.going = {}                 # topic: keys of components that were told to go
        self.migrating = set()

    # -- messages in their order ------------------------------------------------------------------------------------

    def find(self, rule, topic, text):
        self.findings.append(Finding(rule, topic, text))

    def feed(self, message):
        if message.retain:
            if message.payload:
                self.retained[message.topic] = message.payload
            else:
                self.retained.pop(message.topic, None)
        else:
            self.live[message.topic].append(message.payload)
        if message.topic.startswith(self.prefix + "/") and message.topic.endswith("/config"):
            self._discovery(message)

    def _discovery(self, message):
        topic = message.topic
        if not self._topic(topic):
            return
        if not message.retain:
            self.find("doc.retain", topic, "a document that is not retained is gone when Home Assistant restarts")
        if message.qos != 1:
            self.find("doc.qos", topic, f"QoS {message.qos}, not 1")
        if not message.payload:
            self._forget(topic)
            return
        try:
            document = json.loads(message.payload, object_pairs_hook=_once)
        except _Twice as twice:
            self.find("json.twice", topic, str(twice))
            return
        except ValueError as wrong:
            self.find("json.parse", topic, str(wrong))
            return
        if not isinstance(document, dict):
            self.find("json.object", topic, "no object")
            return
        document = _expand(document, ABBREVIATIONS)
        if "migrate_discovery" in document:
            self._migrate(topic, document)
            return
        self._pace(message)
        self._document(topic, document)

    def _topic(self, topic):
        levels = topic[len(self.prefix) + 1:].split("/")
        if len(levels) not in (3, 4) or not all(_WORD.match(level) for level in levels):
            self.find("topic.form", topic, "not <prefix>/<platform>/[<node>/]<object>/config of letters, digits, _ and -")
            return False
        if levels[0] != "device" and levels[0] not in PLATFORMS:
            self.find("topic.platform", topic, f"{levels[0]} is no platform")
            return False
        return True

    def _pace(self, message):
        last = self.sent.get(message.topic)
        if last and last[1] != message.payload and message.time - last[0] < SETTLE:
            self.find("doc.pace", message.topic,
                      f"two versions {message.time - last[0]:.2f} s apart: components of the second are missed")
        self.sent[message.topic] = (message.time, message.payload)

    def _forget(self, topic):
        self.documents.pop(topic, None)
        self.sent.pop(topic, None)
        self.going.pop(topic, None)
        self.migrating.discard(topic)

    def _migrate(self, topic, document):
        if document != _MIGRATION:
            self.find("migrate.form", topic, "exactly {\"migrate_discovery\": true} is")
        if topic not in self.documents:
            self.find("migrate.unknown", topic, "nothing was there that could migrate")
        self.documents.pop(topic, None)
        self.migrating.add(topic)

    # -- one document -----------------------------------------------------------------------------------------------

    def _document(self, topic, document):
        self.migrating.discard(topic)
        form = topic[len(self.prefix) + 1:].split("/")[0]
        before = self.documents.get(topic, {})
        if form == "device":
            self._device_form(topic, document, before)
        else:
            self._single_form(topic, form, document)
        self._device(topic, document.get("device"), form)
        self._origin(topic, document.get("origin"), form == "device")
        self._availability(topic, document)
        self.documents[topic] = document

    def _device_form(self, topic, document, before):
        for key in ("device", "origin", "components"):
            if key not in document:
                self.find("root.missing", topic, f"{key} is missing: the whole document is refused")
        for key in set(document) - ROOT:
            self.find("root.key", topic, f"{key} cannot stand there: the whole document is refused")
        self._types(topic, "", {key: document[key] for key in document if key in COMMON}, COMMON)
        for key in ("state_topic", "command_topic"):
            if key in document and not _is_topic(document[key], key == "state_topic"):
                self.find("type", topic, f"{key} is no topic")
        components = document.get("components")
        if not isinstance(components, dict) or not components:
            self.find("components.empty", topic, "there are no components")
            document["components"] = {}
            return
        for key, component in components.items():
            if not _WORD.match(key):
                self.find("component.key", topic, f"{key} has more than letters, digits, _ and -")
            components[key] = self._component(topic, key, component, before, document)
        self._gone(topic, components)
        mains = collections.Counter(component.get("platform") for component in components.values()
                                    if "name" in component and component["name"] is None)
        for platform, count in mains.items():
            if count > 1:
                self.find("name.main", topic, f"{count} of {platform} have the name of the device alone")

    def _component(self, topic, key, component, before, root):
        if not isinstance(component, dict):
            self.find("component.form", topic, f"{key} is no object")
            return {}
        component = _expand(component, ABBREVIATIONS)
        platform = component.get("platform")
        if platform not in PLATFORMS:
            self.find("component.platform", topic, f"{key}: {platform} is no platform")
        elif set(component) == {"platform"}:
            self._removal(topic, key, before)
        else:
            for name in ("device", "origin"):
                if name in component:
                    self.find("component.override", topic, f"{key}: a component has no {name} of its own")
            self._entity_config(topic, key, platform, component, root)
            self._availability(topic, component, key)
        return component

    def _removal(self, topic, key, before):
        if key not in before.get("components", {}):
            self.find("remove.unknown", topic, f"{key}: nothing was there that could be removed")
        self.going.setdefault(topic, set()).add(key)

    def _gone(self, topic, components):
        """Those that were told to go must be away in the next version."""
        self.going[topic] = {key for key, component in components.items() if set(component) == {"platform"}}

    def _single_form(self, topic, platform, document):
        for key in ("components", "platform"):
            if key in document:
                self.find("root.key", topic, f"{key} has no place in a document of one entity")
        self._entity_config(topic, topic.split("/")[-2], platform, document, {})

    # -- device, origin, availability -------------------------------------------------------------------------------

    def _texts(self, rule, topic, what, object, keys):
        for key in keys & set(object):
            if not isinstance(object[key], str):
                self.find(rule, topic, f"{what}.{key}: {object[key]!r} is no text")

    def _device(self, topic, device, form):
        if not isinstance(device, dict):
            if form == "device" or device is not None:
                self.find("device.form", topic, "device is no object")
            return
        device = _expand(device, DEVICE_ABBREVIATIONS)
        for key in set(device) - DEVICE:
            self.find("device.key", topic, f"device.{key} is refused, and the whole document with it")
        ids = device.get("identifiers", [])
        ids = [ids] if isinstance(ids, str) else ids
        if not isinstance(ids, list) or not all(isinstance(item, str) and item for item in ids):
            self.find("device.identifiers", topic, f"{ids!r}")
            return
        self._connections(topic, device)
        if not ids and not device.get("connections"):
            self.find("device.identity", topic, "neither identifiers nor connections")
        if not device.get("name"):
            self.find("device.name", topic, "without a name entities have none")
        self._texts("device.text", topic, "device", device, DEVICE - {"identifiers", "connections"})
        if "configuration_url" in device and not _is_url(device["configuration_url"],
                                                        ("http", "https", "homeassistant")):
            self.find("device.url", topic, "configuration_url is none")
        self._parent(topic, device, ids)
        for item in ids:
            self.announced.setdefault(item, topic)

    def _connections(self, topic, device):
        connections = device.get("connections", [])
        if not isinstance(connections, list):
            self.find("device.connections", topic, "no list")
            return
        for pair in connections:
            if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(item, str) for item in pair):
                self.find("device.connections", topic, f"{pair!r} is no pair of texts")
            elif pair[0] == "mac" and not re.match(r"^([0-9a-f]{2}:){5}[0-9a-f]{2}$", pair[1]):
                self.find("device.mac", topic, f"{pair[1]} is not in lower case with colons")

    def _parent(self, topic, device, ids):
        parent = device.get("via_device")
        if parent is None or not isinstance(parent, str):
            return
        if parent in ids:
            self.find("via.self", topic, "a device is its own parent")
        elif parent not in self.announced:
            self.find("via.order", topic, f"{parent} was not announced before: Home Assistant makes up a device")

    def _origin(self, topic, origin, needed):
        if origin is None and not needed:
            return
        if not isinstance(origin, dict):
            self.find("origin.form", topic, "origin is no object")
            return
        origin = _expand(origin, ORIGIN_ABBREVIATIONS)
        for key in set(origin) - ORIGIN:
            self.find("origin.key", topic, f"origin.{key} is refused, and the whole document with it")
        if not origin.get("name"):
            self.find("origin.name", topic, "origin has no name")
        self._texts("origin.text", topic, "origin", origin, ORIGIN)
        if "support_url" in origin and not _is_url(origin["support_url"]):
            self.find("origin.url", topic, f"{origin['support_url']!r} is no address")

    def _availability(self, topic, config, key=""):
        entries = config.get("availability")
        where = f"{key}: " if key else ""
        if entries is None:
            return
        if "availability_topic" in config:
            self.find("availability.both", topic, f"{where}a list and a topic exclude each other")
        if not isinstance(entries, list) or not entries:
            self.find("availability.form", topic, f"{where}no list")
            return
        for entry in entries:
            entry = _expand(entry, ABBREVIATIONS)
            if not isinstance(entry, dict) or not _is_topic(entry.get("topic"), True):
                self.find("availability.topic", topic, f"{where}an entry without a topic")
                continue
            for name in set(entry) - AVAILABILITY:
                self.find("availability.key", topic, f"{where}{name} is refused")
            self._texts("availability.text", topic, "availability", entry, AVAILABILITY)
        if len(entries) > 1 and config.get("availability_mode", "latest") != "all":
            self.find("availability.mode", topic, f"{where}the last word on any of the topics would count")

    # -- one entity, as it is described -----------------------------------------------------------------------------

    def _types(self, topic, key, config, kinds):
        where = f"{key}: " if key else ""
        for name, value in config.items():
            if name in kinds and not _fits(value, kinds[name]):
                self.find("type", topic, f"{where}{name}: {value!r} is not possible")

    def _entity_config(self, topic, key, platform, config, root):
        """What it does not say itself it may have from the root."""
        required, own = PLATFORMS[platform]
        kinds = {**COMMON, **own}
        for name in required:
            if name not in config and name not in root:
                self.find("key.missing", topic, f"{key}: {name} is missing")
        for name in set(config) - set(kinds):
            self.find("key.unknown", topic, f"{key}: {name} is none of {platform}; it would be dropped silently")
        self._types(topic, key, config, kinds)
        if not config.get("unique_id"):
            self.find("unique.missing", topic, f"{key}: an entity without a unique_id")
        if config.get("retain"):
            self.find("command.retain", topic, f"{key}: retained commands switch at each restart")
        if config.get("qos", root.get("qos")) != 1:
            self.find("entity.qos", topic, f"{key}: it is subscribed to and commanded with QoS 1 only if it says so")
        self._name(topic, key, config)
        self._entity_id(topic, key, platform, config)
        if platform in ("sensor", "binary_sensor") and config.get("entity_category") == "config":
            self.find("category", topic, f"{key}: config is refused of {platform}")
        getattr(self, f"_of_{platform}", lambda *_: None)(topic, key, config)
        if platform in CLASSES and config.get("device_class") not in CLASSES[platform] | {None}:
            self.find("class", topic, f"{key}: {config['device_class']} is no class of {platform}")
        if "device_class" in config and platform in ("light", "select"):
            self.find("class", topic, f"{key}: {platform} has no classes")

    def _name(self, topic, key, config):
        name = config.get("name", "")
        if name is not None and not isinstance(name, str):
            self.find("name", topic, f"{key}: {name!r} is no name")
        elif name == "" and not config.get("device_class"):
            self.find("name.none", topic, f"{key}: neither a name nor a class to name it by")

    def _entity_id(self, topic, key, platform, config):
        if "object_id" in config:
            self.find("object_id", topic, f"{key}: object_id is gone since 2026.4")
        wanted = config.get("default_entity_id")
        if wanted is not None and (not _ENTITY_ID.match(str(wanted)) or wanted.split(".")[0] != platform):
            self.find("entity_id", topic, f"{key}: {wanted} is no id of {platform}")

    def _quantity(self, topic, key, config):
        device_class, unit = config.get("device_class"), config.get("unit_of_measurement")
        if device_class is None:
            return
        if device_class not in QUANTITIES:
            self.find("class", topic, f"{key}: {device_class} is no class that the tables know")
            return
        units, states = QUANTITIES[device_class]
        if unit not in units:
            self.find("unit", topic, f"{key}: {unit} is no unit of {device_class}: refused")
        if config.get("state_class") is not None and config["state_class"] not in states:
            self.find("state_class", topic, f"{key}: {config['state_class']} is impossible for {device_class}")

    def _of_sensor(self, topic, key, config):
        state_class = config.get("state_class")
        self._quantity(topic, key, config)
        if state_class is not None and state_class not in STATE_CLASSES:
            self.find("state_class", topic, f"{key}: {state_class} is none")
        if state_class in ("total", "total_increasing") and "expire_after" in config:
            self.find("expire.counter", topic, f"{key}: a counter that expires leaves holes in statistics")
        if config.get("device_class") == "energy" and state_class is None:
            self.find("state_class", topic, f"{key}: the energy dashboard wants total_increasing")
        if "last_reset_value_template" in config and state_class != "total":
            self.find("last_reset", topic, f"{key}: only total has one")
        if ("options" in config) != (config.get("device_class") == "enum"):
            self.find("options", topic, f"{key}: options and the class enum go together")
        if config.get("options") == []:
            self.find("options", topic, f"{key}: there are none")

    def _of_number(self, topic, key, config):
        least, most, step = (config.get(name, usual) for name, usual in (("min", 0), ("max", 100), ("step", 1)))
        self._quantity(topic, key, config)
        if _is_number(least) and _is_number(most) and most <= least:
            self.find("range", topic, f"{key}: {least} to {most}")
        if _is_number(step) and step < 0.001:
            self.find("range", topic, f"{key}: a step of {step}")

    def _of_select(self, topic, key, config):
        if not config.get("options"):
            self.find("options", topic, f"{key}: there are none")

    def _of_event(self, topic, key, config):
        if not config.get("event_types"):
            self.find("event_types", topic, f"{key}: there are none")

    def _of_light(self, topic, key, config):
        modes = config.get("supported_color_modes")
        if config.get("schema") != "json":
            self.find("light.schema", topic, f"{key}: another schema than json")
        if not isinstance(modes, list) or not modes or len(set(modes)) != len(modes) or set(modes) - COLOR_MODES:
            self.find("light.modes", topic, f"{key}: {modes}")
        elif len(modes) > 1 and set(modes) & ALONE:
            self.find("light.modes", topic, f"{key}: {modes} do not go together")
        elif "white" in modes and not set(modes) & (COLORS - {"color_temp"}):
            self.find("light.modes", topic, f"{key}: white needs a colour")
        if config.get("brightness_scale", 255) == 0:
            self.find("light.scale", topic, f"{key}: a scale of 0")
        if config.get("flash", True):
            self.find("light.flash", topic, f"{key}: Home Assistant would send flash, and nothing came of it")
        if "min_kelvin" in config and "max_kelvin" in config and config["min_kelvin"] >= config["max_kelvin"]:
            self.find("light.kelvin", topic, f"{key}: whites from {config['min_kelvin']} to {config['max_kelvin']}")

    # -- all together, with what is retained -------------------------------------------------------------------------

    def entities(self):
        """All that is described now."""
        for topic, document in self.documents.items():
            levels = topic[len(self.prefix) + 1:].split("/")
            if levels[0] != "device":
                yield Entity(topic, levels[-2], levels[0], document, {"device": document.get("device", {})})
                continue
            for key, component in document["components"].items():
                if set(component) != {"platform"} and component.get("platform") in PLATFORMS:
                    yield Entity(topic, key, component["platform"], component, document)

    def finish(self, states=True):
        entities = list(self.entities())
        self._unique(entities)
        self._hashes()
        for topic, keys in self.going.items():
            if keys:
                self.find("remove.left", topic, f"{sorted(keys)} were told to go and are there still")
        for topic in self.migrating:
            if self.retained.get(topic):
                self.find("migrate.left", topic, "it was told to migrate and is there still")
        commands = {entity["command_topic"] for entity in entities if entity["command_topic"]}
        for topic in commands & set(self.retained):
            self.find("command.retained", topic, "a retained command")
        for entity in entities if states else ():
            self._available(entity)
            self._state(entity)
        return self.findings

    def _unique(self, entities):
        seen = {}
        for entity in entities:
            other = seen.setdefault(entity["unique_id"], entity)
            if other is not entity:
                self.find("unique.twice", entity.topic, f"{entity.key}: {entity['unique_id']} is that of {other.topic} too")
        for entity in entities:
            for member in entity["group"] or ():
                if member not in seen:
                    self.find("group.member", entity.topic, f"{entity.key}: nobody knows {member}")
            name = entity["name"]
            of = entity.device.get("name") if isinstance(entity.device, dict) else None
            if name and of and str(name).lower().startswith(str(of).lower() + " "):
                self.find("name.repeats", entity.topic, f"{entity.key}: {name!r} repeats the name of its device")

    def _hashes(self):
        """What Home Assistant tells documents apart by."""
        seen = {}
        for topic, document in self.documents.items():
            levels = topic[len(self.prefix) + 1:-len("/config")].split("/")
            name = " ".join(levels[1:])
            for hash in ([(levels[0], name)] if levels[0] != "device" else
                         [(component.get("platform"), f"{name} {key}")
                          for key, component in document["components"].items()]):
                if seen.setdefault(hash, topic) != topic:
                    self.find("hash.twice", topic, f"{hash} comes from {seen[hash]} too")

    def _available(self, entity):
        entries = entity["availability"] or []
        if entity["availability_topic"]:
            entries = [{"topic": entity["availability_topic"],
                        "value_template": entity["availability_template"] or "{{ value }}"}]
        for entry in entries if isinstance(entries, list) else ():
            entry = _expand(entry, ABBREVIATIONS)
            payload = self.retained.get(entry.get("topic"))
            yes = entry.get("payload_available") or entity["payload_available"] or "online"
            no = entry.get("payload_not_available") or entity["payload_not_available"] or "offline"
            if payload is None:
                self.find("available.missing", entity.topic,
                          f"{entity.key}: nothing is retained at {entry.get('topic')}: unavailable for ever")
            elif self._render(entity, entry.get("value_template") or "{{ value }}", payload) not in (yes, no, None):
                self.find("available.value", entity.topic, f"{entity.key}: {payload!r} is neither {yes} nor {no}")

    def _render(self, entity, template, payload):
        """A template's text, or None when it failed, which is found then."""
        try:
            value = json.loads(payload)
        except ValueError:
            value = None
        try:
            names = {"value": payload} if value is None else {"value": payload, "value_json": value}
            return _JINJA.from_string(template).render(names).strip()
        except (jinja2.TemplateError, TypeError, ValueError) as wrong:
            self.find("value.template", entity.topic, f"{entity.key}: {template} of {payload[:120]}: {wrong}")
            return None

    def _state(self, entity):
        topic = entity["state_topic"]
        if entity.platform == "event":
            self._events(entity, topic)
            return
        if entity.platform == "button" or topic is None:
            return
        payload = self.retained.get(topic)
        if payload is None:
            self.find("state.missing", entity.topic, f"{entity.key}: nothing is retained at {topic}")
            return
        if entity.platform == "light":
            self._light_state(entity, payload)
            return
        template = entity["value_template"] or "{{ value }}"
        if not self._reads(entity, template, payload):
            return
        text = self._render(entity, template, payload)
        if text is not None:
            self._value(entity, text)

    def _reads(self, entity, template, payload):
        for path in _READS.findall(template):
            try:
                at = json.loads(payload)
            except ValueError:
                self.find("value.json", entity.topic, f"{entity.key}: {payload[:80]!r} is no JSON")
                return False
            for name in path[1:].split("."):
                if isinstance(at, dict) and name not in at and name in self.may_be_missing:
                    break
                if not isinstance(at, dict) or name not in at:
                    self.find("value.key", entity.topic, f"{entity.key}: {path[1:]} is not in {payload[:200]}")
                    return False
                at = at[name]
        return True

    def _value(self, entity, text):
        wrong = getattr(self, f"_value_of_{entity.platform}")(entity, text)
        if len(text) > LONGEST_STATE:
            wrong = f"{len(text)} characters are too many"
        if wrong:
            self.find("value", entity.topic, f"{entity.key}: {text[:80]!r}: {wrong}")

    def _value_of_switch(self, entity, text):
        yes = entity["state_on"] or entity["payload_on"] or "ON"
        no = entity["state_off"] or entity["payload_off"] or "OFF"
        return None if text in (yes, no, "None") else f"neither {yes} nor {no}"

    _value_of_binary_sensor = _value_of_switch

    def _value_of_sensor(self, entity, text):
        device_class = entity["device_class"]
        numeric = device_class not in NO_NUMBERS and any(
            entity[name] is not None
            for name in ("device_class", "unit_of_measurement", "state_class", "suggested_display_precision"))
        if text == "None":
            return None
        if numeric:
            try:
                number = float(text)
            except ValueError:
                return "no number"
            return "negative" if number < 0 and entity["state_class"] == "total_increasing" else None
        if device_class == "timestamp":
            try:
                return None if datetime.datetime.fromisoformat(text).tzinfo else "no time zone"
            except ValueError:
                return "no time"
        if device_class == "enum":
            return None if text in entity["options"] else "none of the options"
        return None

    def _value_of_number(self, entity, text):
        if text == (entity["payload_reset"] or "None"):
            return None
        try:
            number = float(text)
        except ValueError:
            return "no number"
        least = 0 if entity["min"] is None else entity["min"]
        most = 100 if entity["max"] is None else entity["max"]
        return None if least <= number <= most else f"not within {least} and {most}"

    def _value_of_select(self, entity, text):
        return None if text in entity["options"] or text.lower() == "none" else f"none of {entity['options']}"

    def _light_state(self, entity, payload):
        try:
            state = json.loads(payload)
        except ValueError:
            state = None
        if not isinstance(state, dict) or state.get("state", "") not in ("ON", "OFF", None):
            self.find("light.state", entity.topic, f"{entity.key}: {payload[:120]}")
            return
        modes = entity["supported_color_modes"] or []
        scale = entity["brightness_scale"] or 255
        brightness = state.get("brightness")
        if brightness is not None and not (_is_number(brightness) and 0 < brightness <= scale):
            self.find("light.brightness", entity.topic, f"{entity.key}: {brightness} of {scale}")
        if state.get("state") == "ON" and set(modes) - {"onoff"} and brightness is None:
            self.find("light.brightness", entity.topic, f"{entity.key}: it is on and does not tell how bright")
        mode = state.get("color_mode")
        if mode is not None and mode not in modes:
            self.find("light.mode", entity.topic, f"{entity.key}: {mode} is none of {modes}")
        if state.get("state") == "ON" and set(modes) & COLORS:
            self._light_color(entity, state, mode)

    def _light_color(self, entity, state, mode):
        color = state.get("color")
        if mode == "color_temp":
            white = state.get("color_temp")
            least, most = entity["min_kelvin"] or 1000, entity["max_kelvin"] or 20000
            if not _is_number(white) or not least <= white <= most:
                self.find("light.white", entity.topic, f"{entity.key}: {white} is not within {least} and {most}")
        elif mode == "hs":
            if not isinstance(color, dict) or not all(_is_number(color.get(name)) for name in "hs"):
                self.find("light.color", entity.topic, f"{entity.key}: {color}")
            elif not (0 <= color["h"] <= 360 and 0 <= color["s"] <= 100):
                self.find("light.color", entity.topic, f"{entity.key}: {color}")
        else:
            self.find("light.mode", entity.topic, f"{entity.key}: it is on and does not tell in which mode")

    def _events(self, entity, topic):
        if topic in self.retained:
            self.find("event.retained", entity.topic, f"{entity.key}: {topic} is retained, and ignored")
        for payload in self.live.get(topic, ()):
            try:
                kind = json.loads(payload).get("event_type")
            except (ValueError, AttributeError):
                kind = None
            if kind not in (entity["event_types"] or ()):
                self.find("event.type", entity.topic, f"{entity.key}: {payload[:120]}")
