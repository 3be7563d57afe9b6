#!/usr/bin/env python3
"""Webhooks out: what receivers get, in which order, and what becomes of events when a receiver fails in any way."""
import base64
import contextlib
import email.utils
import http.client
import json
import random
import socket
import threading
import time
from urllib.parse import parse_qs, urlsplit

import kasatest
import receiver
from bridge import Broker, Client, Kasad
from kasatest import wait_until
from receiver import Receiver, close, endless, endless_headers, hang, ok, redirect, signature, status

SECRET = "whsec_" + base64.b64encode(b"first key, of 24 bytes..").decode()
OTHER = "whsec_" + base64.b64encode(b"other key, of 24 bytes..").decode()
TOKEN = "0123456789abcdefghijklmn"
PORT = 9980
ALIAS = "it's <fan> & co"


class Webhooks(kasatest.TestCase):
    """kasad without devices: the route `test` makes events, which have ids that the test knows."""

    def setUp(self):
        super().setUp()
        self.tokens = self.folder() / "tokens"
        self.tokens.write_text(f"admin test {TOKEN}\n", encoding="ascii")
        self.tokens.chmod(0o600)

    def webhook(self, to, name="a", **keys):
        """What stands in the configuration: impatient, as tests are."""
        return {"name": name, "url": to if isinstance(to, str) else to.url(), "retry": {"first": "100ms", "most": "200ms"},
                "breaker": {"failures": 1000, "pause": "100ms"}, "timeout": "2s", **keys}

    def kasad(self, *webhooks, devices=None, broker=None, **keywords):
        config = {"http": {"listen": [f"127.0.0.1:{PORT}"], "tokens_file": str(self.tokens)}, "webhooks": list(webhooks),
                  "log": "debug"}
        if broker is None:
            config["mqtt"] = {"enabled": False}
        if devices is None:
            config["discovery"] = {"enabled": False}
        config["devices"] = devices or []
        return self.enter(Kasad(broker, config=config, **keywords))

    def start_again(self, kasad):
        mark = kasad.mark()
        kasad.start(wait=False)
        kasad.wait_log("kasad ", " runs", since=mark)

    def call(self, method, path, want=None):
        """The status and the JSON of an answer of the API."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=kasatest.BOUND)
        try:
            connection.request(method, f"/api/v1/webhooks{path}", headers={"Authorization": f"Bearer {TOKEN}"})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if want is not None:
            self.assertEqual(want, answer.status, body)
        return json.loads(body) if body else None

    def send(self, name="a"):
        """Makes an event for one receiver, and gives its id."""
        return self.call("POST", f"/{name}/test", 202)["id"]

    def about(self, name="a"):
        return next(one for one in self.call("GET", "", 200)["webhooks"] if one["name"] == name)

    def wait_about(self, name="a", **wanted):
        return wait_until(lambda: (lambda one: one if all(one[key] == value for key, value in wanted.items()) else None)(
            self.about(name)), what=f"{name} with {wanted}")

    def wait_empty(self, name="a"):
        return self.wait_about(name, waiting=0)


class Forms(Webhooks):
    """What it looks like, of a plug that is switched."""

    def switched(self, *webhooks):
        """Switches a plug on, and gives its client."""
        broker = self.enter(Broker())
        self.house("--device", f"HS110,alias={ALIAS}", "--address", "127.1.0.1")
        kasad = self.kasad(*webhooks, broker=broker, devices=[{"host": "127.1.0.1", "name": "fan"}])
        client = self.enter(Client())
        client.wait_last("kasa/fan/availability", lambda message: message.text == "online")
        client.publish("kasa/fan/set", "ON")
        client.wait_last("kasa/fan", lambda message: message.json["state"] == "ON")
        return kasad

    def test_standard_webhooks_with_two_secrets(self):
        to = self.enter(Receiver())
        self.switched(self.webhook(to, secret=f"{SECRET} {OTHER}", events=["state_changed"], headers=["X-House: home"]))
        request = to.wait()
        self.assertEqual("POST", request.method)
        self.assertEqual("application/json", request.headers["Content-Type"])
        self.assertEqual("home", request.headers["X-House"])
        self.assertNotIn("Expect", request.headers)
        self.assertAlmostEqual(time.time(), int(request.headers["webhook-timestamp"]), delta=30)
        self.assertEqual([signature(SECRET, request), signature(OTHER, request)],
                         request.headers["webhook-signature"].split(" "))
        self.assertEqual(["type", "timestamp", "data"], list(request.json))
        self.assertEqual("kasa.state_changed", request.json["type"])
        data = request.json["data"]
        self.assertEqual(("fan", ALIAS, "OFF", "ON", "mqtt"),
                         (data["device"], data["alias"], data["from"], data["state"], data["cause"]))

    def test_cloudevents_with_a_bearer(self):
        to = self.enter(Receiver())
        self.switched(self.webhook(to, format="cloudevents", secret="token", events=["state_changed"]))
        request = to.wait()
        self.assertEqual("application/cloudevents+json", request.headers["Content-Type"])
        self.assertEqual("Bearer token", request.headers["Authorization"])
        event = request.json
        self.assertEqual(("1.0", "kasa.state_changed", "/kasa/kasa", "fan", "application/json"),
                         tuple(event[key] for key in ("specversion", "type", "source", "subject", "datacontenttype")))
        self.assertTrue(event["id"].startswith("msg_"))
        self.assertEqual("ON", event["data"]["state"])

    def test_ifttt(self):
        to = self.enter(Receiver())
        self.switched(self.webhook(to.url(""), format="ifttt", secret="KEY", events=["state_changed"]),
                      self.webhook(to.url(""), "b", format="ifttt", secret="KEY", json=True, events="state_changed",
                                   ifttt_event="{{device.alias}} {{event.type}}"))
        request = to.wait(lambda one: "/json/" not in one.path)
        self.assertEqual("/trigger/state_changed/with/key/KEY", request.path)
        self.assertEqual({"value1": ALIAS, "value2": "state_changed", "value3": "ON"}, request.json)
        request = to.wait(lambda one: "/json/" in one.path)
        self.assertEqual("/trigger/it_s__fan____co_state_changed/json/with/key/KEY", request.path)
        self.assertEqual("ON", request.json["state"])

    def test_templates_are_escaped_as_their_type_wants_it(self):
        to = self.enter(Receiver())
        text = "{{device.alias}} is {{ state }}{{error}}"
        self.switched(*(self.webhook(to.url(f"/{name}"), name, format="template", events=["state_changed"], **keys)
                        for name, keys in {
                            "json": {"body": '{"who": "{{device.alias}}!", "is": {{state}}, "w": {{power_w}}, "e": {{error}}, '
                                             '"at": {{timestamp_s}}}'},
                            "plain": {"body": text, "content_type": "text/plain", "method": "PUT"},
                            "xml": {"body": f"<m>{text}</m>", "content_type": "application/xml"},
                            "form": {"body": "who={{device.alias}}&is={{state}}",
                                     "content_type": "application/x-www-form-urlencoded"},
                            "get": {"body": "who={{device.alias}}&is={{state}}", "method": "GET"}}.items()))
        alias = ALIAS
        seen = {path: to.wait(lambda one, path=path: urlsplit(one.path).path == path)
                for path in ("/json", "/plain", "/xml", "/form", "/get")}
        value = seen["/json"].json
        self.assertEqual((alias + "!", "ON", None), (value["who"], value["is"], value["e"]))
        self.assertIsInstance(value["at"], int)
        self.assertEqual(("PUT", f"{alias} is ON"), (seen["/plain"].method, seen["/plain"].body.decode()))
        self.assertEqual("<m>it&#39;s &#60;fan&#62; &#38; co is ON</m>", seen["/xml"].body.decode())
        self.assertEqual({"who": [alias], "is": ["ON"]}, parse_qs(seen["/form"].body.decode()))
        self.assertEqual(("GET", b"", {"who": [alias], "is": ["ON"]}),
                         (seen["/get"].method, seen["/get"].body, parse_qs(urlsplit(seen["/get"].path).query)))

    def test_only_what_is_asked_for(self):
        to = self.enter(Receiver())
        self.switched(self.webhook(to.url("/usual")), self.webhook(to.url("/none"), "b", devices=["lamp"], events="all"),
                              self.webhook(to.url("/by-mac"), "c", devices=["fan"], events=["device_online"]))
        to.wait(lambda one: one.path == "/usual" and one.json["type"] == "kasa.state_changed")
        self.assertEqual({"kasa.device_online", "kasa.state_changed"},
                         {one.json["type"] for one in to.since(0) if one.path == "/usual"})
        self.assertEqual(["kasa.device_online"], [one.json["type"] for one in to.since(0) if one.path == "/by-mac"])
        self.assertFalse([one for one in to.since(0) if one.path == "/none"])


class Failing(Webhooks):
    """What becomes of an event when the receiver does not take it."""

    def failing(self, way, times, **keys):
        """Fails so many times, then takes it; gives the requests."""
        to = self.enter(Receiver())
        to.behave(way, times=times)
        kasad = self.kasad(self.webhook(to, secret=SECRET, **keys))
        identity = self.send()
        requests = to.wait_count(times + 1)
        self.wait_empty()
        self.assertEqual({identity}, {request.id for request in requests})
        self.assertEqual(1, len({request.body for request in requests}))
        for request in requests:
            self.assertEqual(signature(SECRET, request), request.headers["webhook-signature"])
        self.assertEqual((1, times), tuple(self.about()["counts"][key] for key in ("delivered", "failed")))
        return to, kasad

    def test_a_500_is_tried_again_with_the_same_id_and_a_new_signature(self):
        self.failing(status(500), 5)

    def test_statuses_that_may_go_better_later(self):
        for number in (408, 425, 429, 502, 503, 504):
            with self.subTest(number):
                to, kasad = self.failing(status(number), 1)
                kasad.stop()
                to.close()

    def test_a_closed_connection_is_tried_again(self):
        self.failing(close, 3)

    def test_a_hanging_receiver_is_given_up_and_tried_again(self):
        _, kasad = self.failing(hang, 1, timeout="500ms")
        kasad.wait_log("event not delivered", "status=0")

    def test_headers_without_an_end_are_no_answer_that_is_kept(self):
        to = self.enter(Receiver())
        to.behave(endless_headers, times=1)
        self.kasad(self.webhook(to))
        self.send()
        self.wait_empty()

    def test_a_redirect_is_not_followed(self):
        for place in ("file:///etc/passwd", "/elsewhere", "http://127.0.0.1:1/"):
            with self.subTest(place):
                to, kasad = self.failing(redirect(place), 2)
                self.assertEqual({"/kasa"}, {request.path for request in to.since(0)})
                kasad.stop()
                to.close()

    def test_an_answer_of_a_gibibyte_is_not_read(self):
        to = self.enter(Receiver())
        to.behave(endless, times=1)
        self.kasad(self.webhook(to))
        self.send()
        self.wait_empty()
        self.assertEqual(1, to.count())
        self.assertLess(to.sent, 32 << 20)

    def test_retry_after_is_obeyed_in_both_forms(self):
        for after in ("2", lambda: email.utils.formatdate(time.time() + 3, usegmt=True)):
            with self.subTest(after):
                to, kasad = self.failing(status(429, [("Retry-After", after)]), 1)
                first, second = to.since(0)[:2]
                self.assertGreaterEqual(second.when - first.when, 1.5)
                kasad.stop()
                to.close()

    def test_410_ends_it_until_it_is_enabled(self):
        to = self.enter(Receiver())
        kasad = self.kasad(self.webhook(to), self.webhook(to.url("/b"), "b", events=["webhook_disabled"]))
        to.behave(status(410), times=1)
        self.send()
        self.wait_about(state="disabled_gone", dead=1)
        told = to.wait(lambda one: one.path == "/b")
        self.assertEqual(("kasa.webhook_disabled", "a"), (told.json["type"], told.json["data"]["by"]))
        self.assertEqual(1, kasad.count_log("warning", "rests until it is enabled"))
        identity = self.send()
        self.assertEqual(1, self.about()["waiting"])
        to.behave(ok)
        mark = to.count()
        self.call("POST", "/a/enable", 200)
        self.assertEqual(identity, to.wait(lambda one: one.path == "/kasa", since=mark).id)
        self.wait_about(state="ok", waiting=0)

    def test_410_ends_it_until_a_reload(self):
        to = self.enter(Receiver())
        to.behave(status(410), times=1)
        kasad = self.kasad(self.webhook(to))
        self.send()
        self.wait_about(state="disabled_gone")
        identity = self.send()
        kasad.reload()
        self.assertEqual(identity, to.wait(lambda one: one.status == 200).id)

    def test_other_4xx_are_dead_letters_that_can_be_sent_again(self):
        to = self.enter(Receiver())
        to.behave(status(400), times=3)
        kasad = self.kasad(self.webhook(to))
        ids = [self.send() for _ in range(3)]
        self.wait_about(dead=3, waiting=0)
        letters = self.call("GET", "/a/dead", 200)["dead"]
        self.assertEqual(ids, [letter["id"] for letter in letters])
        self.assertEqual({"status 400"}, {letter["why"] for letter in letters})
        self.assertEqual("kasa.test", json.loads(letters[0]["body"])["type"])
        kasad.kill()
        self.start_again(kasad)
        self.assertEqual(letters, self.call("GET", "/a/dead", 200)["dead"])
        self.assertEqual({"total": 3, "offset": 2, "dead": letters[2:]}, self.call("GET", "/a/dead?offset=2", 200))
        self.assertEqual([], self.call("GET", "/a/dead?offset=3", 200)["dead"])
        self.call("GET", "/a/dead?offset=x", 400)
        mark = to.count()
        self.call("POST", f"/a/dead/{ids[1]}/send", 202)
        self.assertEqual(ids[1], to.wait(since=mark).id)
        self.call("DELETE", f"/a/dead/{ids[0]}", 204)
        self.call("DELETE", f"/a/dead/{ids[0]}", 404)
        self.assertEqual(1, self.call("POST", "/a/dead/send", 202)["sent"])
        self.assertEqual(ids[2], to.wait(since=mark + 1).id)
        self.wait_about(dead=0, waiting=0)
        self.call("GET", "/x/dead", 404)

    def test_what_waits_too_long_is_a_dead_letter(self):
        to = self.enter(Receiver())
        to.behave(status(500))
        self.kasad(self.webhook(to, max_age="2s"))
        self.send()
        self.wait_about(dead=1, waiting=0)
        self.assertIn("too old", self.call("GET", "/a/dead")["dead"][0]["why"])

    def test_a_breaker_leaves_it_alone_and_probes(self):
        to = self.enter(Receiver())
        to.behave(status(500), times=4)
        self.kasad(self.webhook(to, retry={"first": "100ms", "most": "100ms"}, breaker={"failures": 3, "pause": "1s"}))
        self.send()
        requests = to.wait_count(3)
        self.assertEqual("breaker_open", self.about()["state"])
        requests = to.wait_count(5)
        self.assertGreaterEqual(requests[3].when - requests[2].when, 0.9)
        self.assertGreaterEqual(requests[4].when - requests[3].when, 1.9)
        self.wait_about(state="ok", waiting=0)

    def test_too_many_that_wait_lose_the_oldest(self):
        to = self.enter(Receiver())
        to.behave(status(500))
        kasad = self.kasad(self.webhook(to, queue={"count": 5}))
        ids = [self.send() for _ in range(12)]
        self.assertEqual((5, 7), (self.about()["waiting"], self.about()["counts"]["dropped"]))
        to.behave(ok)
        self.wait_empty()
        arrived = [one.id for one in to.since(0) if one.status == 200]
        self.assertEqual(ids[-4:], arrived[-4:])
        self.assertEqual(1, kasad.count_log("too many events wait"))


class Apart(Webhooks):
    """Order, and receivers that do not know of each other."""

    def test_events_arrive_in_order_whatever_fails_between_them(self):
        to = self.enter(Receiver())
        self.kasad(self.webhook(to, secret=SECRET))
        for way in (status(500), close, ok, status(503), ok):
            to.behave(way, times=3)
        ids = [self.send() for _ in range(30)]
        self.wait_empty()
        self.assertEqual(ids, [one.id for one in to.since(0) if one.status == 200])
        seen = list(dict.fromkeys(one.id for one in to.since(0)))
        self.assertEqual(ids, seen)

    def test_one_that_hangs_delays_no_other(self):
        bad, good = self.enter(Receiver()), self.enter(Receiver())
        bad.behave(hang)
        hanging = [self.webhook(bad, f"bad{number}", timeout="30s") for number in range(20)]
        self.kasad(*hanging, self.webhook(good, "good"))
        for one in hanging:
            self.send(one["name"])
        bad.wait_count(20)
        for _ in range(50):
            before = time.monotonic()
            identity = self.send("good")
            self.assertLess(good.wait(lambda one, identity=identity: one.id == identity).when - before, 5)
        self.assertEqual(20, bad.count())

    def test_what_is_overtaken_is_left_out_where_that_is_wanted(self):
        to = self.enter(Receiver())
        broker = self.enter(Broker())
        self.house("--device", "HS100,alias=fan", "--address", "127.1.0.1")
        to.behave(status(500))
        self.kasad(self.webhook(to, events=["state_changed"], latest_only=True, retry={"first": "1h", "most": "1h"}),
                   broker=broker, devices=[{"host": "127.1.0.1", "name": "fan"}])
        client = self.enter(Client())
        client.wait_last("kasa/fan/availability", lambda message: message.text == "online")
        for state in ("ON", "OFF", "ON", "OFF", "ON"):
            client.publish("kasa/fan/set", state)
            client.wait_last("kasa/fan", lambda message, state=state: message.json["state"] == state)
        to.wait_count(1)
        self.wait_about(waiting=1)
        self.assertEqual((4, 0), tuple(self.about()["counts"][key] for key in ("overtaken", "dropped")))
        to.behave(ok)
        self.call("POST", "/a/enable", 200)
        self.wait_empty()
        self.assertEqual("ON", to.since(0)[-1].json["data"]["state"])

    def test_a_least_interval_is_kept(self):
        to = self.enter(Receiver())
        self.kasad(self.webhook(to, min_interval="1s"))
        for _ in range(3):
            self.send()
        first, second, third = to.wait_count(3)
        self.assertGreater(second.when - first.when, 0.5)
        self.assertGreater(third.when - second.when, 0.5)

    def test_metrics_tell_of_each_receiver(self):
        to = self.enter(Receiver())
        to.behave(status(500))
        self.kasad(self.webhook(to, breaker={"failures": 1, "pause": "1h"}), self.webhook(to.url("/b"), "b"))
        self.send()
        self.wait_about(state="breaker_open")
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=kasatest.BOUND)
        connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        for line in ('kasa_webhook_deliveries_total{endpoint="a",result="failed"} 1', 'kasa_webhook_queue_length{endpoint="a"} 1',
                     'kasa_webhook_dropped_total{endpoint="a"} 0', 'kasa_webhook_breaker_open{endpoint="a"} 1',
                     'kasa_webhook_breaker_open{endpoint="b"} 0'):
            self.assertIn(line, lines)

    def test_it_ends_at_once_while_one_hangs_and_goes_on_afterwards(self):
        to = self.enter(Receiver())
        to.behave(hang)
        kasad = self.kasad(self.webhook(to, timeout="60s"))
        identity = self.send()
        to.wait_count(1)
        code, took = kasad.stop()
        self.assertEqual(0, code)
        self.assertLess(took, 5)
        to.behave(ok)
        self.start_again(kasad)
        self.assertEqual(identity, to.wait(lambda one: one.status == 200).id)

    def test_a_reload_keeps_what_waits_and_takes_over_what_is_new(self):
        to = self.enter(Receiver())
        to.behave(status(500))
        kasad = self.kasad(self.webhook(to, secret=SECRET, retry={"first": "1h", "most": "1h"}))
        identity = self.send()
        to.wait_count(1)
        other = self.enter(Receiver())
        kasad.config["webhooks"] = [self.webhook(other, secret=OTHER)]
        kasad.write()
        kasad.reload()
        request = other.wait()
        self.assertEqual((identity, signature(OTHER, request)), (request.id, request.headers["webhook-signature"]))
        kasad.config["webhooks"] = []
        kasad.write()
        mark = kasad.mark()
        kasad.reload()
        kasad.wait_log("configured no more", since=mark)
        self.assertEqual([], self.call("GET", "", 200)["webhooks"])

    def test_one_that_is_removed_and_comes_back_has_its_events(self):
        to = self.enter(Receiver())
        to.behave(status(500))
        kasad = self.kasad(self.webhook(to, retry={"first": "1h", "most": "1h"}))
        identity = self.send()
        to.wait_count(1)
        kept, kasad.config["webhooks"] = kasad.config["webhooks"], []
        for webhooks in ([], kept):
            kasad.config["webhooks"] = webhooks
            kasad.write()
            mark = kasad.mark()
            kasad.reload()
            kasad.wait_log("configuration loaded", since=mark)
        to.behave(ok)
        self.call("POST", "/a/enable", 200)
        self.assertEqual(identity, to.wait(lambda one: one.status == 200).id)


class Surviving(Webhooks):
    """kill -9, and disks that are full or full of rubbish."""

    def test_kill_9_during_delivery_loses_no_event(self):
        to = self.enter(Receiver())
        kasad = self.kasad(self.webhook(to))
        told, ways = [], (ok, status(500), close, hang)
        for number in range(40):
            to.behave(ways[number % 4], times=1)
            for _ in range(number % 7 + 1):
                told.append(self.send())
            kasad.kill()
            self.start_again(kasad)
        to.behave(ok)
        self.wait_empty()
        self.call("POST", "/a/enable")
        arrived = [one.id for one in to.since(0) if one.status == 200]
        self.assertEqual(told, list(dict.fromkeys(arrived)))

    def test_kill_9_at_any_moment_loses_nothing_that_was_answered(self):
        to = self.enter(Receiver())
        kasad = self.kasad(self.webhook(to), self.webhook(to.url("/b"), "b"))
        told, chance = {"a": [], "b": []}, random.Random(5)
        for _ in range(30):
            sender = threading.Thread(target=self.send_until_it_dies, args=(told, chance.randrange(2)))
            sender.start()
            before = sum(map(len, told.values()))
            wait_until(lambda before=before: sum(map(len, told.values())) > before)
            threading.Event().wait(chance.random() / 20)
            kasad.kill()
            sender.join()
            self.start_again(kasad)
        for name, path in (("a", "/kasa"), ("b", "/b")):
            self.wait_empty(name)
            arrived = list(dict.fromkeys(one.id for one in to.since(0) if one.path == path))
            self.assertEqual([], [one for one in told[name] if one not in set(arrived)])
            self.assertEqual(told[name], [one for one in arrived if one in set(told[name])])

    def send_until_it_dies(self, told, first):
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                for name in ("ab", "ba")[first]:
                    told[name].append(self.send(name))

    def test_a_torn_line_and_rubbish_cost_nothing_else(self):
        to = self.enter(Receiver())
        to.behave(status(500))
        kasad = self.kasad(self.webhook(to, retry={"first": "1h", "most": "1h"}))
        ids = [self.send() for _ in range(3)]
        to.wait_count(1)
        kasad.kill()
        path = kasad.state / "webhooks" / "a.log"
        self.assertEqual(0o600, path.stat().st_mode & 0o777)
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(lines[0] + b"\xff\x00rubbish\n" + lines[1] + lines[2][:len(lines[2]) // 2])
        to.behave(ok)
        self.start_again(kasad)
        kasad.wait_log("file of events was broken", "lines=1")
        self.assertTrue(path.with_suffix(".log.broken").exists())
        self.wait_empty()
        last = self.send()
        to.wait(lambda one: one.id == last)
        kasad.kill()
        self.start_again(kasad)
        self.wait_empty()
        self.assertEqual(ids[:2] + [last], list(dict.fromkeys(one.id for one in to.since(0) if one.status == 200)))

    def test_a_disk_that_is_full_costs_no_event(self):
        folder = self.folder()
        kasatest.run("-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder), program="mount")
        self.addCleanup(lambda: kasatest.run("-l", str(folder), program="umount"))
        to = self.enter(Receiver())
        to.behave(status(500))
        kasad = self.kasad(self.webhook(to), state=folder)
        (folder / "ballast").write_bytes(b"x" * (232 << 10))
        ids = [self.send() for _ in range(200)]
        self.assertFalse(self.about()["on_disk"])
        kasad.wait_log("warning", "kept in memory only", "No space left")
        (folder / "ballast").unlink()
        kasatest.wait_until(lambda: self.about()["on_disk"], 30, "the disk to be tried again, though no event comes")
        to.behave(ok)
        self.wait_empty()
        self.assertEqual(ids, [one.id for one in to.since(0) if one.status == 200])

    def test_a_file_that_cannot_be_read_is_kept(self):
        state = self.folder()
        file = state / "webhooks" / "a.log"
        (file / "inside").mkdir(parents=True)
        to = self.enter(Receiver())
        kasad = self.kasad(self.webhook(to), state=state)
        kasad.wait_log("warning", "kept in memory only", "a.log.broken")
        self.assertTrue((state / "webhooks" / "a.log.broken" / "inside").exists())
        kasatest.wait_until(lambda: self.about()["on_disk"], 30, "a file of its own")
        self.assertTrue(file.is_file())

    def test_the_file_does_not_grow_for_ever(self):
        to = self.enter(Receiver())
        kasad = self.kasad(self.webhook(to))
        for _ in range(1500):
            self.send()
        self.wait_empty()
        self.assertLess((kasad.state / "webhooks" / "a.log").stat().st_size, 600 << 10)


class DeadNames(Webhooks):
    """A name server that never answers stops nothing."""

    def setUp(self):
        super().setUp()
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        silent.bind(("127.0.0.53", 53))
        self.addCleanup(silent.close)
        resolv = self.folder() / "resolv.conf"
        resolv.write_text("nameserver 127.0.0.53\noptions timeout:30 attempts:5\n", encoding="ascii")
        kasatest.run("--bind", str(resolv), "/etc/resolv.conf", program="mount")
        self.addCleanup(lambda: kasatest.run("/etc/resolv.conf", program="umount"))

    def longest(self):
        """The longest that an answer took of some over the time in which lookups begin and are given up."""
        worst, end = 0, time.monotonic() + 4
        while time.monotonic() < end:
            started = time.monotonic()
            self.call("GET", "", 200)
            worst = max(worst, time.monotonic() - started)
        return worst

    def test_the_loop_goes_on_and_others_get_their_events(self):
        good = self.enter(Receiver())
        dead = [self.webhook(f"http://nobody{number}.example/", f"dead{number}", connect_timeout="500ms", timeout="1s")
                for number in range(8)]
        kasad = self.kasad(*dead, self.webhook(good, "good"))
        for one in dead:
            self.send(one["name"])
        sent = [self.send("good") for _ in range(5)]
        self.assertLess(self.longest(), 1.5)  # a lookup that is waited for would take 30 s and more
        self.assertEqual(sent, [one.id for one in good.since(0)])
        for one in dead:
            kasad.wait_log("event not delivered", f"webhook={one['name']} ", "try=2")
        code, took = kasad.stop()
        self.assertEqual(0, code)
        self.assertLess(took, 5)


class Safe(Webhooks):
    """TLS, addresses that nobody should reach, secrets."""

    def test_tls_is_checked(self):
        folder = self.folder()
        files = receiver.certificates(folder, "127.0.0.1")
        other = receiver.certificates(self.folder(), "127.0.0.1")
        good = self.enter(Receiver(tls=files[1:]))
        wrong_name = self.enter(Receiver(host="127.0.0.2", tls=files[1:]))
        kasad = self.kasad(self.webhook(good.url(scheme="https"), "good", ca_file=files[0]),
                           self.webhook(good.url(scheme="https"), "unknown", ca_file=other[0]),
                           self.webhook(good.url(scheme="https"), "system"),
                           self.webhook(wrong_name.url(scheme="https"), "name", ca_file=files[0]))
        for name in ("good", "unknown", "system", "name"):
            self.send(name)
        self.wait_empty("good")
        for name in ("unknown", "system", "name"):
            line = kasad.wait_log("event not delivered", f"webhook={name}", "try=2")
            self.assertIn("SSL", line)
        self.assertEqual((1, 0), (good.count(), wrong_name.count()))

    def test_a_name_in_dns_is_no_way_to_this_host_or_to_metadata(self):
        hosts = self.folder() / "hosts"
        hosts.write_text("127.0.0.1 localhost\n127.0.0.1 evil.example\n169.254.169.254 cloud.example\n::1 six.example\n",
                         encoding="ascii")
        kasatest.run("--bind", str(hosts), "/etc/hosts", program="mount")
        self.addCleanup(lambda: kasatest.run("/etc/hosts", program="umount"))
        to = self.enter(Receiver())
        places = {"evil": to.url(host="evil.example"), "cloud": to.url(host="cloud.example"), "six": to.url(host="six.example"),
                  "literal": "http://169.254.169.254/", "mapped": f"http://[::ffff:127.0.0.1]:{to.port}/",
                  "zero": f"http://0.0.0.0:{to.port}/"}
        kasad = self.kasad(*(self.webhook(url, name) for name, url in places.items()),
                           self.webhook(to.url(host="localhost"), "local"))
        for name in (*places, "local"):
            self.send(name)
        for name in places:
            kasad.wait_log("event not delivered", f"webhook={name} ", "its address is one")
        self.wait_empty("local")
        self.assertEqual(1, to.count())

    def test_no_secret_in_the_log_and_in_answers(self):
        to = self.enter(Receiver())
        to.behave(status(500))
        kasad = self.kasad(self.webhook(to.url("/canary-path"), secret=SECRET, headers=["X-A: canary-header"]),
                           self.webhook(to.url(""), "b", format="ifttt", secret="canary-key"))
        for name in ("a", "b"):
            self.send(name)
            kasad.wait_log("event not delivered", f"webhook={name}")
        text = "\n".join(kasad.lines) + json.dumps(self.call("GET", "", 200))
        for secret in ("canary", SECRET, SECRET.removeprefix("whsec_")):
            self.assertNotIn(secret, text)

    def test_a_secret_from_a_file_and_from_systemd(self):
        to = self.enter(Receiver())
        folder = self.folder()
        for name, secret in (("file", SECRET), ("webhook_b", OTHER), ("webhook_c", "whsec_none")):
            (folder / name).write_text(secret + "\n", encoding="ascii")
            (folder / name).chmod(0o600)
        self.kasad(self.webhook(to, secret_file=str(folder / "file")), self.webhook(to, "b"), self.webhook(to.url("/c"), "c"),
                   env={"CREDENTIALS_DIRECTORY": str(folder)})
        self.assertEqual([("a", True), ("b", True), ("c", False)],
                         [(one["name"], one["signed"]) for one in self.call("GET", "", 200)["webhooks"]])
        for name, secret in (("a", SECRET), ("b", OTHER)):
            identity = self.send(name)
            request = to.wait(lambda one, identity=identity: one.id == identity)
            self.assertEqual(signature(secret, request), request.headers["webhook-signature"])

    def test_no_token_no_change(self):
        to = self.enter(Receiver())
        self.kasad(self.webhook(to))
        for method, path in (("GET", ""), ("GET", "/a/dead"), ("POST", "/a/test"), ("POST", "/a/enable"),
                             ("POST", "/a/dead/send"), ("POST", "/a/dead/x/send"), ("DELETE", "/a/dead/x")):
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=kasatest.BOUND)
            connection.request(method, f"/api/v1/webhooks{path}")
            self.assertEqual(401, connection.getresponse().status, path)
            connection.close()
        self.assertEqual(0, to.count())


if __name__ == "__main__":
    kasatest.main()
