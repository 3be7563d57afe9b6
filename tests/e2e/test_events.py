"""/api/v1/events: what happens, as server-sent events. The client is a few lines of its own, by the text of the standard."""
import contextlib
import json
import socket
import threading
import time

import bridge
import kasatest
import plugwire
from bridge import Broker, Client, Kasad

HOST, PORT = "127.0.0.1", 9980
PLUG, LAMP = "127.0.0.1", "127.0.0.2"
MACS = {PLUG: "50:C7:BF:00:01:00", LAMP: "50:C7:BF:00:02:00"}
IDS = {host: f"80{n:038X}" for n, host in enumerate(MACS)}
BEAT_S = 15
NO_BROKER = {"mqtt": {"enabled": False}, "http": {"listen": [f"{HOST}:{PORT}"]}}


def key(host):
    return MACS[host].replace(":", "").lower()


def device(host, *more, model="HS110(EU)"):
    return ["--device", ",".join([model, f"address={host}", f"mac={MACS[host]}", f"id={IDS[host]}", *more])]


class Event:
    def __init__(self, name, data, number):
        self.name, self.data, self.id, self.when = name, data, number, time.monotonic()

    @property
    def json(self):
        return json.loads(self.data)

    def __repr__(self):
        return f"{self.id} {self.name} {self.data}"


class Events:
    """Reads a stream in a thread: its events, its comments, and where it is."""

    def __init__(self, query="", last=None, headers=(), reads=True, buffer=None):
        self.events, self.comments, self.retry, self.last = [], [], None, None
        self.head, self.ended = "", False
        self._told = threading.Condition()
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(kasatest.BOUND)
        try:
            self.socket.connect((HOST, PORT))
        except OSError:
            self.socket.close()
            raise
        lines = [f"GET /api/v1/events{query} HTTP/1.1", f"Host: {HOST}:{PORT}", "Accept: text/event-stream", *headers]
        if last:
            lines.append(f"Last-Event-ID: {last}")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._thread = threading.Thread(target=self._read, daemon=True)
        if reads:
            self.read()

    def read(self):
        self._thread.start()
        self.wait(lambda: self.last or self.ended or not self.head.startswith("HTTP/1.1 200") and self.head)

    def _read(self):
        self.socket.settimeout(None)
        with contextlib.suppress(OSError), self.socket.makefile("rb") as file:
            for line in iter(file.readline, b"\r\n"):
                self.head += line.decode("ascii")
            with self._told:
                self._told.notify_all()
            chunked = "chunked" in self.head.lower()
            self._lines(self._body(file) if chunked else iter(lambda: file.read(1), b""))
        with self._told:
            self.ended = True
            self._told.notify_all()

    @staticmethod
    def _body(file):
        while True:
            head = file.readline()
            size = int(head or b"0", 16)
            if size == 0:
                return
            yield file.read(size)
            file.readline()

    def _lines(self, pieces):
        text = b""
        for piece in pieces:
            text += piece
            while b"\n\n" in text:
                block, text = text.split(b"\n\n", 1)
                self._block(block.decode("utf-8"))

    def _block(self, block):
        name, data, number = "message", [], None
        for line in block.split("\n"):
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "":
                self.comments.append(time.monotonic())
            elif field == "event":
                name = value
            elif field == "data":
                data.append(value)
            elif field == "id":
                number = value
            elif field == "retry":
                self.retry = int(value)
            else:
                raise AssertionError(f"what is {line!r}?")
        with self._told:
            self.last = number or self.last
            if data:
                self.events.append(Event(name, "\n".join(data), number))
            self._told.notify_all()

    def wait(self, condition, bound=kasatest.BOUND):
        end = time.monotonic() + bound
        with self._told:
            while not (found := condition()):
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"nothing that fits within {bound:g} s: {self.head!r} {self.events[-10:]}")
                self._told.wait(left)
            return found

    def event(self, name, since=0, bound=kasatest.BOUND, **members):
        """The first event of that name whose document has these members."""
        def fits():
            for event in self.events[since:]:
                if event.name == name and members.items() <= event.json.items():
                    return event
            return None
        return self.wait(fits, bound)

    def close(self):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        if self._thread.ident:
            self._thread.join(kasatest.BOUND)
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Streams(kasatest.TestCase):
    def home(self):
        self.plugs = self.house(*device(PLUG, "alias=Fan", "on=0"), *device(LAMP, "alias=Lamp", "on=0"))

    def events(self, *args, **keywords):
        return self.enter(Events(*args, **keywords))

    def bridge(self, config=None, **keywords):
        """kasad, with its devices there and polled every second."""
        merged = {**NO_BROKER, "poll": {"state": "1s"}, **(config or {})}
        self.kasad = self.enter(Kasad(config=merged, **keywords))
        with Events(last="nobody-1") as all_of_them:
            for host in MACS:
                all_of_them.event("device_online", mac=MACS[host])
        return self.kasad

    def press(self, host, on):
        """The button of a device."""
        self.plugs.set(host, "on", on)


class WhatIsTold(Streams):
    def setUp(self):
        super().setUp()
        self.home()

    def test_two_clients_hear_the_same(self):
        self.bridge()
        first, second = self.events(), self.events()
        self.assertIn("Content-Type: text/event-stream", first.head)
        self.assertEqual(2000, first.retry)
        self.press(PLUG, 1)
        one, other = (client.event("state_changed", mac=MACS[PLUG]) for client in (first, second))
        self.assertEqual((one.id, one.data), (other.id, other.data))
        self.assertEqual({"event": "state_changed", "device": key(PLUG), "alias": "Fan", "from": "OFF", "state": "ON",
                          "cause": "external", "id": IDS[PLUG]},
                         {name: value for name, value in one.json.items() if name not in ("mac", "time")})
        self.assertEqual(second.event("changed_locally", mac=MACS[PLUG]).id, first.event("changed_locally").id)

    def test_who_did_it(self):
        with Broker() as broker, Client() as client:
            self.bridge({"mqtt": {"host": "127.0.0.1", "port": broker.port}})
            events = self.events()
            client.wait(f"kasa/{key(PLUG)}/availability", lambda message: message.text == "online")
            client.publish(f"kasa/{key(PLUG)}/set", "ON")
            self.assertEqual("mqtt", events.event("state_changed", mac=MACS[PLUG]).json["cause"])
            client.publish(f"kasa/{key(PLUG)}/set", {"brightness": 50})
            self.plugs.fault(LAMP, "silent")
            client.publish(f"kasa/{key(LAMP)}/set", "ON")
            self.assertEqual("mqtt", events.event("command_failed", mac=MACS[LAMP]).json["cause"])

    def test_a_filter(self):
        self.bridge()
        lamp, online = self.events(f"?device={key(LAMP)}"), self.events("?event=device_online,device_offline")
        named = self.events(f"?device={MACS[LAMP]},{IDS[PLUG]}&event=state_changed")
        everything = self.events()
        self.press(PLUG, 1)
        everything.event("changed_locally", mac=MACS[PLUG])
        self.press(LAMP, 1)
        everything.event("changed_locally", mac=MACS[LAMP])
        lamp.event("changed_locally")
        named.event("state_changed", mac=MACS[LAMP])
        self.assertEqual({MACS[LAMP]}, {event.json["mac"] for event in lamp.events})
        self.assertEqual([MACS[PLUG], MACS[LAMP]], [event.json["mac"] for event in named.events])
        self.assertEqual({"state_changed"}, {event.name for event in named.events})
        self.assertEqual([], online.events)

    def test_values_for_who_wants_them(self):
        self.bridge({"poll": {"state": "1s", "meter": "1s"}})
        values, lamp, plain = self.events("?values=1"), self.events(f"?values=1&device={key(LAMP)}"), self.events()
        self.plugs.set(PLUG, "power", 700)
        self.press(PLUG, 1)
        state = values.event("state", mac=MACS[PLUG])
        self.assertEqual(("ON", None), (state.json["values"]["state"], state.id))
        values.wait(lambda: any(event.name == "energy" and event.json["values"]["power"] > 300 for event in values.events))
        self.press(LAMP, 1)
        lamp.event("state", mac=MACS[LAMP])
        self.assertEqual({MACS[LAMP]}, {event.json["mac"] for event in lamp.events})
        self.assertEqual(set(), {event.name for event in plain.events} & {"state", "energy"})
        self.assertTrue(self.events("?values=some").head.startswith("HTTP/1.1 400"))
        values.close()
        lamp.close()
        self.press(PLUG, 0)
        plain.event("state_changed", state="OFF")

    def test_a_device_that_is_not_known_is_a_mistake(self):
        self.bridge()
        for query in ("?device=nobody", f"?device={key(PLUG)},nobody"):
            self.assertTrue(self.events(query).head.startswith("HTTP/1.1 404"), query)
        self.assertTrue(self.events("?device=" + "a" * 500).head.startswith("HTTP/1.1 400"))


class WhoComesBack(Streams):
    def setUp(self):
        super().setUp()
        self.home()

    def test_it_hears_what_came_since(self):
        self.bridge()
        with Events() as events:
            self.press(PLUG, 1)
            last = events.event("changed_locally", mac=MACS[PLUG])
        with Events() as watch:
            self.press(LAMP, 1)
            watch.event("changed_locally", mac=MACS[LAMP])
        for again in (self.events(last=last.id), self.events(f"?last_event_id={last.id}")):
            missed = again.event("changed_locally", mac=MACS[LAMP])
            self.assertEqual(["state_changed", "changed_locally"], [event.name for event in again.events])
            self.assertEqual(watch.events[-1].id, missed.id)
        self.assertEqual([], self.events(last=missed.id).events)

    def test_a_position_is_known_before_anything_happened(self):
        self.bridge()
        with Events() as events:
            here = events.last
        self.press(PLUG, 1)
        with Events(last=here) as again:
            again.event("state_changed", mac=MACS[PLUG])
            self.assertNotIn("gap", [event.name for event in again.events])

    def test_what_the_ring_has_forgotten_is_a_gap(self):
        self.bridge({"http": {**NO_BROKER["http"], "limits": {"events": 16}}})
        with Events() as events:
            here = events.last
            for n in range(20):
                self.press(PLUG, (n + 1) % 2)
                events.event("changed_locally", since=2 * n + 1, state=("ON", "OFF")[n % 2])
            seen = [event.id for event in events.events]
        again = self.events(last=here)
        again.event("changed_locally")
        again.wait(lambda: len(again.events) == 17)
        self.assertEqual(("gap", len(seen) - 16), (again.events[0].name, again.events[0].json["missed"]))
        self.assertEqual(seen[-17:], [event.id for event in again.events])

    def test_an_id_of_before_a_restart_is_a_gap(self):
        kasad = self.bridge()
        with Events() as events:
            self.press(PLUG, 1)
            last = events.event("changed_locally").id
        kasad.stop()
        mark = kasad.mark()
        kasad.start(wait=False)
        kasad.wait_log("kasad ", " runs", since=mark)
        again = self.events(last=last)
        self.assertEqual(("gap", {"event": "gap"}), (again.event("gap").name, again.events[0].json))
        again.event("device_online", mac=MACS[PLUG])
        self.assertNotEqual(last.split("-")[0], again.last.split("-")[0])


class WhoStays(Streams):
    def setUp(self):
        super().setUp()
        self.home()

    def test_nothing_is_told_by_a_comment_now_and_then(self):
        self.bridge()
        events, filtered = self.events(), self.events("?event=command_failed")
        self.press(PLUG, 1)
        moved = events.event("changed_locally").id
        events.wait(lambda: events.comments, BEAT_S + 5)
        filtered.wait(lambda: filtered.comments, 5)
        filtered.wait(lambda: filtered.last == moved, 5)
        self.assertEqual([], filtered.events)

    def test_who_does_not_read_delays_nobody_and_costs_nothing(self):
        """A hundred do not read; the hundred and first hears everything at once."""
        self.bridge({"http": {**NO_BROKER["http"], "limits": {"streams": 200, "connections": 300}}})
        idle = self.memory()
        sleepers = [self.events(reads=False, buffer=2048) for _ in range(100)]
        awake = self.events()
        for n in range(30):
            since = len(awake.events)
            self.press(PLUG, (n + 1) % 2)
            awake.event("changed_locally", since=since)
        self.assertNotIn("gap", [event.name for event in awake.events])
        grown = self.memory() - idle
        self.assertTrue(grown < 8 << 20 or plugwire.sanitized(), grown)
        for sleeper in sleepers[:3]:
            sleeper.read()

    def memory(self):
        with open(f"/proc/{self.kasad.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * 4096

    def test_there_are_only_so_many(self):
        self.bridge({"http": {**NO_BROKER["http"], "limits": {"streams": 2}}})
        first, _ = self.events(), self.events()
        kasatest.wait_until(lambda: self.refused(), what="the third to be refused")
        first.close()
        kasatest.wait_until(lambda: not self.refused(), what="a place to be free again")

    def refused(self):
        with Events() as events:
            return events.head.startswith("HTTP/1.1 503")

    def test_kasad_ends_with_open_streams(self):
        kasad = self.bridge()
        streams = [self.events() for _ in range(20)] + [self.events(reads=False) for _ in range(5)]
        status, took = kasad.stop()
        self.assertEqual(0, status)
        self.assertLess(took, 5)
        for stream in streams[:20]:
            stream.wait(lambda stream=stream: stream.ended)

    def test_clients_that_come_and_go(self):
        self.bridge()
        for n in range(200):
            with Events(last=f"deadbeef-{n}" if n % 2 else None):
                pass
        with Events() as events:
            self.press(PLUG, 1)
            events.event("changed_locally")


if __name__ == "__main__":
    kasatest.main()
