"""Webhooks in: who is let in, what comes twice, what is asked for too often, and what each of them hears."""
import base64
import hashlib
import hmac
import http.client
import json
import time
import urllib.parse
import uuid

import kasatest
from bridge import Kasad
from kasatest import wait_until

TREE, FAN, LAMP = "127.1.0.1", "127.1.0.2", "127.1.0.3"
NAMES = {"tree": TREE, "fan": FAN, "lamp": LAMP}
SECRET = "canary-0123456789abcdef"
OTHER = "canary-fedcba9876543210"
STANDARD = "whsec_" + base64.b64encode(b"canary-0123456789abcdefg").decode()
ON = {"device": "tree", "set": "ON"}


def hook(name, auth="bearer", order=None, secret=SECRET, **more):
    orders = {} if "orders" in more else {"order": order or ON}
    return {"id": name, "auth": auth, "secret": secret, **orders, **more}


def hmac_hex(secret, text):
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def github(body, secret=SECRET, delivery=None):
    headers = {"X-Hub-Signature-256": "sha256=" + hmac_hex(secret, body), "Content-Type": "application/json"}
    return {**headers, "X-GitHub-Delivery": delivery} if delivery else headers


def stripe(body, secret=SECRET, at=None):
    at = int(time.time()) if at is None else at
    signature = hmac_hex(secret, f"{at}.".encode() + body)
    return {"Stripe-Signature": f"t={at},v1={signature},v0=00", "Content-Type": "application/json"}


def standard(body, secret=STANDARD, at=None, name=None):
    at, name = int(time.time()) if at is None else at, name or f"msg_{uuid.uuid4().hex}"
    key = base64.b64decode(secret[len("whsec_"):])
    digest = hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    return {"webhook-id": name, "webhook-timestamp": str(at), "Content-Type": "application/json",
            "webhook-signature": "v1,AAAA v1," + base64.b64encode(digest).decode()}


def form(**fields):
    return urllib.parse.urlencode(fields)


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Hooks(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house("--device", f"HS100(EU),alias=tree,address={TREE}",
                              "--device", f"HS100(EU),alias=fan,address={FAN}",
                              "--device", f"LB130(US),alias=lamp,address={LAMP}")

    def bridge(self, *hooks, wait=True, **more):
        config = {"mqtt": {"enabled": False}, "hooks": list(hooks), "groups": [{"name": "all", "members": ["tree", "fan"]}],
                  "devices": [{"host": host, "name": name, "protected": name == "fan"} for name, host in NAMES.items()]}
        keys = {"limits": {"wrong_per_minute": 1000}, **more.pop("http", {})}
        kasad = self.enter(Kasad(None, {**config, **more}, http=keys))
        if wait:
            self.wait_devices(kasad)
        return kasad

    def wait_devices(self, kasad):
        for host in NAMES.values():
            kasad.wait_log("device found", f"host={host} ")

    def relay(self, host=TREE):
        return kasatest.sysinfo(host)["relay_state"]

    def switched(self, name="tree"):
        return self.sim.count(name, "system.set_relay_state")

    def wait_relay(self, state, host=TREE):
        wait_until(lambda: self.relay(host) == state, what=f"{host} to be {state}")

    def check(self, answer, status, code=None):
        self.assertEqual(status, answer.status, answer)
        if code:
            self.assertEqual(code, answer.json["code"], answer)
        return answer


class Callers(Hooks):
    def test_six_ways_to_prove_oneself(self):
        body = b'{"value1":"ON"}'
        kasad = self.bridge(hook("a", "path"), hook("b", "header"), hook("c", "bearer"), hook("d", "github"),
                            hook("e", "stripe"), hook("f", "standard", secret=STANDARD),
                            hook("g", "header", header="X-Mine"))
        ways = {"a": (f"/hooks/a/{SECRET}", {}), "b": ("/hooks/b", {"X-Kasa-Secret": SECRET}),
                "c": ("/hooks/c", {"Authorization": f"Bearer {SECRET}"}), "d": ("/hooks/d", github(body)),
                "e": ("/hooks/e", stripe(body)), "f": ("/hooks/f", standard(body)),
                "g": ("/hooks/g", {"X-Mine": SECRET})}
        for name, (path, headers) in ways.items():
            answer = self.check(kasad.request("POST", path, body, headers=headers), 202)
            self.assertEqual({"status": "accepted", "hook": name}, answer.json)
        self.wait_relay(1)
        for name in ways:
            for other, (path, headers) in ways.items():
                if other != name:
                    path = path.replace(f"/hooks/{other}", f"/hooks/{name}")
                    self.check(kasad.request("POST", path, body, headers=headers), 401)
        self.assertEqual(0, kasad.count_log("canary"), "a secret is in the log")
        self.assertEqual(len(ways), kasad.count_log("webhook taken"))

    def test_a_hook_that_is_not_there_answers_as_a_wrong_secret_does(self):
        kasad = self.bridge(hook("here"), hook("there", "path"))
        answers = [kasad.post("/hooks/here", "{}", token=OTHER), kasad.post("/hooks/nowhere", "{}", token=OTHER),
                   kasad.post("/hooks/here"), kasad.get("/hooks/here"), kasad.post(f"/hooks/there/{OTHER}"),
                   kasad.post(f"/hooks/nowhere/{SECRET}"), kasad.post("/hooks/there", token=SECRET),
                   kasad.post(f"/hooks/here/{SECRET}", token=SECRET), kasad.request("PUT", "/hooks/nowhere")]
        for answer in answers:
            self.assertEqual((401, answers[0].body), (answer.status, answer.body))
            self.assertEqual(sorted(answers[0].headers.keys()), sorted(answer.headers.keys()))

    def test_what_was_signed_is_of_these_five_minutes_and_unchanged(self):
        kasad, body, now = self.bridge(hook("s", "stripe"), hook("f", "standard", secret=STANDARD)), b"{}", int(time.time())
        for make, path in ((stripe, "/hooks/s"), (standard, "/hooks/f")):
            for at in (now - 330, now + 330, 0):
                self.check(kasad.post(path, body, headers=make(body, at=at)), 401)
            self.check(kasad.post(path, b"{ }", headers=make(body)), 401)
            self.check(kasad.post(path, body, headers=make(body, at=now - 200)), 202)
        headers = standard(body)
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
            self.check(kasad.post("/hooks/f", body, headers={k: v for k, v in headers.items() if k != name}), 401)
        self.check(kasad.post("/hooks/f", body, headers={**headers, "webhook-id": "msg_other"}), 401)
        self.check(kasad.post("/hooks/f", body, headers=headers), 202)

    def test_two_secrets_are_valid_and_a_file_has_them(self):
        path = kasatest.home() / f"{uuid.uuid4().hex}.secret"
        path.write_text(f"# until June\n{SECRET}\n{OTHER}\n", encoding="utf-8")
        path.chmod(0o600)
        one = hook("file", secret_file=str(path))
        del one["secret"]
        kasad = self.bridge(one, hook("list", secret=[SECRET, OTHER]))
        for name in ("file", "list"):
            self.check(kasad.post(f"/hooks/{name}", token=SECRET), 202)
            self.check(kasad.post(f"/hooks/{name}", token=OTHER), 202)
            self.check(kasad.post(f"/hooks/{name}", token="canary-0123456789abcdeg"), 401)

    def test_a_credential_of_systemd_is_a_secret(self):
        folder = kasatest.home() / f"credentials-{uuid.uuid4().hex}"
        folder.mkdir()
        (folder / "hook_mine").write_text(SECRET + "\n", encoding="utf-8")
        one = hook("mine")
        del one["secret"]
        config = {"mqtt": {"enabled": False}, "hooks": [one], "devices": [{"host": TREE, "name": "tree"}]}
        kasad = self.enter(Kasad(None, config, http=True, env={"CREDENTIALS_DIRECTORY": str(folder)}))
        kasad.wait_log("device found")
        self.check(kasad.post("/hooks/mine", token=SECRET), 202)

    def test_a_hook_without_a_secret_lets_nobody_in(self):
        one = hook("bare")
        del one["secret"]
        kasad = self.bridge(one)
        kasad.wait_log("webhook cannot be called", "hook=bare")
        for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer"}):
            self.check(kasad.post("/hooks/bare", headers=headers), 401)

    def test_only_from_where_it_may(self):
        kasad = self.bridge(hook("near", **{"from": ["127.0.0.0/8"]}), hook("far", **{"from": ["192.0.2.0/24", "::1"]}))
        self.check(kasad.post("/hooks/near", token=SECRET), 202)
        self.check(kasad.post("/hooks/far", token=SECRET), 401)

    def test_guessing_ends_in_429_and_the_owner_is_not_locked_out(self):
        kasad = self.bridge(hook("a"), http={"limits": {"wrong_per_minute": 5}})
        codes = [kasad.post("/hooks/a", token=f"{OTHER}{i}").status for i in range(40)]
        self.assertEqual({401, 429}, set(codes))
        self.assertLessEqual(codes.count(401), 7)
        self.check(kasad.post("/hooks/a", token=SECRET), 202)


class Methods(Hooks):
    def test_get_only_where_it_was_allowed_and_head_never(self):
        kasad = self.bridge(hook("no", "path"), hook("yes", "path", get=True))
        answer = self.check(kasad.get(f"/hooks/no/{SECRET}"), 405)
        self.assertEqual("POST, PUT", answer.headers["Allow"])
        for name in ("yes", "no"):
            self.check(kasad.request("HEAD", f"/hooks/{name}/{SECRET}"), 405)
        time_before = self.switched()
        self.assertEqual(0, time_before)
        self.check(kasad.get(f"/hooks/yes/{SECRET}"), 202)
        self.check(kasad.request("PUT", f"/hooks/no/{SECRET}"), 202)
        self.check(kasad.request("DELETE", f"/hooks/no/{SECRET}"), 405)
        self.wait_relay(1)

    def test_ifttt_forms_json_and_queries_work_as_they_are(self):
        order = {"device": "lamp", "set": {"state": "{{/value1}}", "brightness": "{{/value2|30}}"}}
        kasad = self.bridge(hook("ifttt", "path", order, get=True, wait=True))
        path = f"/hooks/ifttt/{SECRET}"
        calls = [("POST", path, json.dumps({"value1": "ON", "value2": 41}), {"Content-Type": "application/json"}),
                 ("POST", path, json.dumps({"value1": "on", "value2": "42"}), {"Content-Type": "application/json; charset=utf-8"}),
                 ("POST", path, form(value1="ON", value2="43", value3=""), FORM),
                 ("GET", f"{path}?{form(value1='ON', value2='44')}", None, {}),
                 ("POST", path, json.dumps({"value1": "ON", "value2": 45}), {"Content-Type": "text/plain"}),
                 ("PUT", path, json.dumps({"value1": True, "value2": 46}), {}),
                 ("POST", path, form(value1="ON"), FORM)]
        for (method, target, body, headers), level in zip(calls, (41, 42, 43, 44, 45, 46, 30)):
            answer = self.check(kasad.request(method, target, body, headers=headers), 200)
            self.assertEqual(("done", "ifttt"), (answer.json["status"], answer.json["hook"]))
            self.assertEqual(level, kasatest.sysinfo(LAMP)["light_state"]["brightness"])

    def test_what_cannot_be_read_is_told(self):
        order = {"device": "lamp", "set": {"state": "ON", "brightness": "{{/level}}"}}
        kasad = self.bridge(hook("a", order=order), hook("bare", order={"device": "tree", "set": "{{/value1}}"}))
        for body, kind, status in ((b"{", "application/json", 400), (b'{"level":1,"level":2}', "application/json", 400),
                                   (b"[" * 5000, "application/json", 400), (b"level=%", FORM["Content-Type"], 400),
                                   (b"level=1&level=2", FORM["Content-Type"], 400), (b"<a/>", "application/xml", 415),
                                   (b'{"other":1}', "application/json", 422), (b"", "application/json", 422),
                                   (b'{"level":140}', "application/json", 422), (b'{"level":"much"}', "application/json", 422),
                                   (b'{"level":{"a":1}}', "application/json", 422), (b"40", "text/plain", 422)):
            answer = self.check(kasad.post("/hooks/a", body, token=SECRET, headers={"Content-Type": kind}), status)
            self.assertNotIn("canary", answer.text)
        for value in ("toggle", "{\"alias\":\"x\"}", {"alias": "x"}, "ON\x00", None, ["ON"], 1):
            answer = kasad.post("/hooks/bare", {"value1": value}, token=SECRET)
            self.assertIn(answer.status, (400, 403, 422), value)
        self.check(kasad.post("/hooks/a", b"x" * 70000, token=SECRET), 413)
        self.assertEqual(0, kasad.count_log("webhook taken"))
        self.check(kasad.post("/hooks/bare", {"value1": "ON"}, token=SECRET), 202)
        self.wait_relay(1)

    def test_a_hook_without_templates_takes_any_body(self):
        kasad = self.bridge(hook("a"))
        for body, kind in ((b"{", "application/json"), (b"<a/>", "application/xml"), (b"\xff\x00", "application/octet-stream")):
            self.check(kasad.post("/hooks/a", body, token=SECRET, headers={"Content-Type": kind}), 202)


class Orders(Hooks):
    def test_a_request_names_only_devices_that_it_may(self):
        order = {"device": "{{/plug}}", "set": "{{/to}}"}
        kasad = self.bridge(hook("a", order=order, devices=["tree", "lamp"], wait=True))
        self.check(kasad.post("/hooks/a", {"plug": "tree", "to": "ON"}, token=SECRET), 200)
        self.assertEqual(1, self.relay())
        for plug in ("fan", "Tree", "tree/1", "", 5, None, TREE):
            answer = kasad.post("/hooks/a", {"plug": plug, "to": "ON"}, token=SECRET)
            self.assertIn(answer.status, (403, 422), plug)
        self.assertEqual(0, self.relay(FAN))

    def test_several_orders_are_all_right_or_none_is_carried_out(self):
        orders = [{"device": "tree", "on": True}, {"device": "lamp", "set": {"brightness": "{{/level}}"}}]
        kasad = self.bridge(hook("a", orders=orders, wait=True))
        self.check(kasad.post("/hooks/a", {"level": 101}, token=SECRET), 422)
        self.assertEqual(0, self.switched())
        answer = self.check(kasad.post("/hooks/a", {"level": 55}, token=SECRET), 200)
        self.assertEqual(2, answer.json["orders"])
        self.assertEqual((1, 55), (self.relay(), kasatest.sysinfo(LAMP)["light_state"]["brightness"]))

    def test_protected_devices_are_not_switched_off(self):
        kasad = self.bridge(hook("on", order={"device": "fan", "on": True}, wait=True),
                            hook("off", order={"device": "fan", "on": False}, wait=True),
                            hook("all", order={"group": "all", "on": False}, wait=True))
        self.check(kasad.post("/hooks/on", token=SECRET), 200)
        self.assertEqual(1, self.relay(FAN))
        self.check(kasad.post("/hooks/off", token=SECRET), 403)
        self.check(kasad.post("/hooks/all", token=SECRET), 403)
        self.assertEqual(1, self.relay(FAN))

    def test_the_answer_says_how_it_ended_where_one_waits(self):
        kasad = self.bridge(hook("a", wait=True), hook("b", order={"device": "nobody", "on": True}, wait=True),
                            hook("c", order={"group": "none", "on": True}), hook("d"))
        self.check(kasad.post("/hooks/a", token=SECRET), 200)
        self.check(kasad.post("/hooks/b", token=SECRET), 404, "unknown_device")
        self.check(kasad.post("/hooks/c", token=SECRET), 404, "unknown_group")
        self.sim.fault("tree", "silent")
        answer = kasad.post("/hooks/a", token=SECRET, timeout=60)
        self.assertIn(answer.status, (502, 503, 504))
        self.check(kasad.post("/hooks/d", token=SECRET), 202)
        kasad.wait_log("webhook not done", "hook=d", bound=60)

    def test_toggling_wants_a_word_for_it_and_a_key(self):
        kasad = self.bridge(hook("key", order={"device": "tree", "set": "TOGGLE"}, toggle=True, wait=True),
                            hook("often", order={"device": "tree", "set": "TOGGLE"}, toggle=True, wait=True, interval="1h"),
                            hook("body", order={"device": "tree", "set": "{{/v}}"}, wait=True))
        self.check(kasad.post("/hooks/key", token=SECRET), 428)
        for want in (1, 0):
            headers = {"Idempotency-Key": uuid.uuid4().hex}
            for _ in range(3):
                self.check(kasad.post("/hooks/key", token=SECRET, headers=headers), 200)
            self.assertEqual(want, self.relay())
        answer = self.check(kasad.post("/hooks/often", token=SECRET), 200)
        self.assertEqual("done", answer.json["status"])
        answer = self.check(kasad.post("/hooks/often", token=SECRET), 202)
        self.assertEqual("ignored", answer.json["status"])
        self.assertEqual(1, self.relay())
        self.check(kasad.post("/hooks/body", {"v": "TOGGLE"}, token=SECRET), 403, "denied")
        self.assertEqual(3, self.switched())

    def test_what_failed_may_come_again_before_the_interval_is_over(self):
        kasad = self.bridge(hook("a", wait=True, interval="1h"))
        self.sim.fault("tree", "silent")
        self.assertIn(kasad.post("/hooks/a", token=SECRET, timeout=60).status, (502, 503, 504))
        self.sim.fault("tree")
        wait_until(lambda: kasad.post("/hooks/a", token=SECRET, timeout=60).status == 200, 60, what="it to be done")
        self.assertEqual("ignored", self.check(kasad.post("/hooks/a", token=SECRET), 202).json["status"])
        self.assertEqual(1, self.relay())

    def test_calls_beyond_the_rate_wait_and_strangers_do_not_count(self):
        kasad = self.bridge(hook("a", rate=3))
        for _ in range(20):
            self.check(kasad.post("/hooks/a", token=OTHER), 401)
        codes = [kasad.post("/hooks/a", token=SECRET) for _ in range(5)]
        self.assertEqual([202, 202, 202, 429, 429], [one.status for one in codes])
        self.assertIn(int(codes[-1].headers["Retry-After"]), range(15, 22))


class Twice(Hooks):
    def test_the_same_key_is_answered_as_before(self):
        order = {"device": "tree", "set": "{{/v}}"}
        kasad = self.bridge(hook("a", order=order, wait=True), hook("b", order=order, wait=True))
        headers = {"Idempotency-Key": "one"}
        first = self.check(kasad.post("/hooks/a", {"v": "ON"}, token=SECRET, headers=headers), 200)
        again = self.check(kasad.post("/hooks/a", {"v": "ON"}, token=SECRET, headers=headers), 200)
        self.assertEqual(first.body, again.body)
        self.assertEqual("true", again.headers["Idempotent-Replayed"])
        self.assertEqual(1, self.switched())
        self.check(kasad.post("/hooks/a", {"v": "OFF"}, token=SECRET, headers=headers), 422, "key_reused")
        self.check(kasad.post("/hooks/b", {"v": "OFF"}, token=SECRET, headers=headers), 200)
        self.check(kasad.post("/hooks/a", {"v": "ON"}, token=SECRET, headers={"Idempotency-Key": "x" * 256}), 400)
        self.assertEqual(2, self.switched())

    def test_what_failed_may_be_tried_again_under_its_key(self):
        kasad = self.bridge(hook("a", order={"device": "tree", "set": "{{/v}}"}, wait=True))
        headers = {"Idempotency-Key": "two"}
        self.check(kasad.post("/hooks/a", {"v": "maybe"}, token=SECRET, headers=headers), 422)
        self.check(kasad.post("/hooks/a", {"v": "ON"}, token=SECRET, headers=headers), 200)

    def test_one_that_is_not_done_yet_is_told_so(self):
        kasad = self.bridge(hook("a", wait=True))
        self.sim.fault("tree", "silent")
        headers = {"Idempotency-Key": "slow", "Authorization": f"Bearer {SECRET}"}
        first = http.client.HTTPConnection("127.0.0.1", kasad.port, timeout=kasatest.BOUND)
        self.addCleanup(first.close)
        first.request("POST", "/hooks/a", "", headers)
        kasad.wait_log("webhook taken")
        self.check(kasad.post("/hooks/a", "", headers=headers), 409, "in_progress")
        self.assertIn(first.getresponse().status, (502, 503, 504))
        self.sim.fault("tree")
        wait_until(lambda: kasad.post("/hooks/a", "", headers=headers).status == 200, what="another try under the same key")

    def test_signed_calls_are_obeyed_once(self):
        kasad = self.bridge(hook("g", "github"), hook("s", "stripe"), hook("f", "standard", secret=STANDARD))
        body = b'{"a":1}'
        for path, headers in (("/hooks/g", github(body, delivery=str(uuid.uuid4()))), ("/hooks/s", stripe(body)),
                              ("/hooks/f", standard(body))):
            before = kasad.count_log("webhook taken")
            for key in ("one", "two"):
                answer = self.check(kasad.post(path, body, headers={**headers, "Idempotency-Key": key}), 202)
                self.assertEqual("accepted", answer.json["status"])
            self.assertEqual(before + 1, kasad.count_log("webhook taken"), path)
        headers = stripe(body, at=int(time.time()) - 7)
        before = kasad.count_log("webhook taken")
        for more in ("", ",v1=00", ",v0=11", ",x=y"):
            self.check(kasad.post("/hooks/s", body, headers={"Stripe-Signature": headers["Stripe-Signature"] + more}), 202)
        self.assertEqual(before + 1, kasad.count_log("webhook taken"), "a header that was added to is the same call")
        name = "msg_again"
        self.check(kasad.post("/hooks/f", body, headers=standard(body, name=name)), 202)
        self.check(kasad.post("/hooks/f", body, headers=standard(body, name=name, at=int(time.time()) - 5)), 202)
        self.check(kasad.post("/hooks/f", b"{}", headers=standard(b"{}", name=name)), 422, "key_reused")

    def test_what_failed_is_not_replayed_by_others(self):
        order = {"device": "tree", "set": "{{/v}}"}
        kasad = self.bridge(hook("f", "standard", order, secret=STANDARD, wait=True))
        body, name = b'{"v":"maybe"}', "msg_fail"
        headers = standard(body, name=name)
        self.check(kasad.post("/hooks/f", body, headers=headers), 422)
        self.check(kasad.post("/hooks/f", body, headers=headers), 409, "conflict")
        self.check(kasad.post("/hooks/f", body, headers=standard(body, name=name, at=int(time.time()) - 3)), 422)

    def test_a_key_outlives_a_restart_and_a_kill(self):
        order = {"device": "tree", "set": "TOGGLE"}
        kasad = self.bridge(hook("a", order=order, toggle=True, wait=True))
        for end in (kasad.stop, kasad.kill):
            headers = {"Idempotency-Key": uuid.uuid4().hex}
            first = self.check(kasad.post("/hooks/a", token=SECRET, headers=headers), 200)
            switched = self.switched()
            # What is written at once is on its way to a thread: it is there when the folder says so.
            wait_until(lambda: headers["Idempotency-Key"] in self.stored(kasad), what="the answer to be kept")
            end()
            since = kasad.mark()
            kasad.start(wait=False)
            kasad.wait_log("kasad ", " runs", since=since)
            again = self.check(kasad.post("/hooks/a", token=SECRET, headers=headers), 200)
            self.assertEqual(first.body, again.body)
            self.assertEqual(switched, self.switched())

    def stored(self, kasad):
        return "".join(path.read_text(encoding="utf-8") for path in kasad.state.rglob("*.json"))


class Ending(Hooks):
    def test_a_call_that_waits_does_not_keep_kasad(self):
        kasad = self.bridge(hook("a", wait=True), hook("b"))
        self.sim.fault("tree", "silent")
        waiting = http.client.HTTPConnection("127.0.0.1", kasad.port, timeout=kasatest.BOUND)
        self.addCleanup(waiting.close)
        waiting.request("POST", "/hooks/a", "", {"Authorization": f"Bearer {SECRET}", "Idempotency-Key": "one"})
        self.check(kasad.post("/hooks/b", token=SECRET, headers={"Idempotency-Key": "two"}), 202)
        status, took = kasad.stop()
        self.assertEqual(0, status)
        self.assertLess(took, 20)

    def test_what_came_is_counted(self):
        kasad = self.bridge(hook("a"), hook("quiet"))
        self.check(kasad.post("/hooks/a", token=SECRET), 202)
        for _ in range(3):
            self.check(kasad.post("/hooks/a", token=OTHER), 401)
        self.check(kasad.post("/hooks/nowhere", token=SECRET), 401)
        told = [line for line in kasad.get("/metrics").text.splitlines() if line.startswith("kasa_webhook_requests_total")]
        self.assertEqual(['kasa_webhook_requests_total{hook="a",code="202"} 1',
                          'kasa_webhook_requests_total{hook="a",code="401"} 3',
                          'kasa_webhook_requests_total{code="401"} 1'], told)


class Reload(Hooks):
    def test_hooks_follow_a_reload(self):
        kasad = self.bridge(hook("old"), hook("kept", rate=2))
        self.check(kasad.post("/hooks/old", token=SECRET), 202)
        self.check(kasad.post("/hooks/kept", token=SECRET), 202)
        kasad.config["hooks"] = [hook("new"), hook("kept", rate=2, secret=OTHER)]
        self.reload(kasad)
        self.check(kasad.post("/hooks/old", token=SECRET), 401)
        self.check(kasad.post("/hooks/new", token=SECRET), 202)
        self.check(kasad.post("/hooks/kept", token=SECRET), 401)
        self.check(kasad.post("/hooks/kept", token=OTHER), 202)
        self.check(kasad.post("/hooks/kept", token=OTHER), 429)
        kasad.config["hooks"] = []
        self.reload(kasad)
        self.check(kasad.post("/hooks/new", token=SECRET), 401)

    def test_a_mistake_leaves_all_as_it_was(self):
        kasad = self.bridge(hook("a"))
        kasad.config["hooks"] = [hook("a", secret="short")]
        kasad.write()
        kasad.reload()
        kasad.wait_log("a secret has 16 bytes at least")
        kasad.wait_log("configuration not loaded")
        self.check(kasad.post("/hooks/a", token=SECRET), 202)

    def reload(self, kasad):
        since = kasad.mark()
        kasad.write()
        kasad.reload()
        kasad.wait_log("configuration loaded", since=since)


if __name__ == "__main__":
    kasatest.main()
