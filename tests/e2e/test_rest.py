"""REST: each answer is held against the OpenAPI file, and each change against the device itself."""
import datetime
import http.client
import json
import re
import threading
import time
from urllib.parse import quote

import kasatest
from api import Api, HOST, PORT, TOKENS, named, operations, scope_of, section
from bridge import Kasad
from kasatest import ask, sysinfo

FAN, STRIP, BULB, DIMMER, LAMP = (f"127.1.0.{n}" for n in range(1, 6))
NOBODY = "127.1.0.77"
DEVICES = [
    {"host": FAN, "name": "fan", "area": "Hall", "protected": True},
    {"host": STRIP, "name": "desk"},
    {"host": BULB, "name": "bulb"},
    {"host": DIMMER, "name": "dimmer"},
    {"host": LAMP, "name": "lamp"},
    {"host": NOBODY, "name": "nobody", "mac": "50:C7:BF:77:77:77"},
]
GROUPS = [{"name": "evening", "members": ["lamp", "desk/1", "bulb"]}, {"name": "all", "members": ["lamp", "fan"]}]
MODELS = ["HS110(EU),alias=Fan", "HS300(US),alias=Desk", "KL130(EU),alias=Bulb", "HS220(US),alias=Dimmer",
          "HS100(EU),alias=Lamp"]
V1 = "/api/v1"


class RestTest(kasatest.TestCase):
    config, http = {}, {}

    def setUp(self):
        super().setUp()
        self.sim = self.house(*[word for model in MODELS for word in ("--device", model)], "--address", FAN)
        self.kasad = self.enter(Kasad(config={
            "devices": DEVICES, "groups": GROUPS, "discovery": {"enabled": False}, "poll": {"meter": "1s", "outlets": "1s"},
            "mqtt": {"command_ttl": "3s"}, "relay": {"interval": "0s"}, "http": section(self.folder(), **self.http), **self.config}))
        self.api = Api()
        for name in ("fan", "desk", "bulb", "dimmer", "lamp"):
            self.wait(f"/devices/{name}", lambda device: device["availability"] == "online")

    def wait(self, path, condition, bound=kasatest.BOUND):
        """What stands there, once it is so."""
        last = {}

        def fits():
            answer = self.api.ask("GET", V1 + path)
            self.api.check("GET", V1 + path, answer)
            last["value"] = answer.json
            return answer.status == 200 and condition(last["value"])
        try:
            kasatest.wait_until(fits, bound, what=path)
        except AssertionError as error:
            raise AssertionError(f"{error}: {last}") from None
        return last["value"]

    def requests(self):
        text = self.api.ask("GET", "/metrics").body.decode()
        return int(re.search(r"^kasa_http_requests_total (\d+)$", text, re.M)[1])

    def wait_for_request(self, send):
        """Has a request sent, and waits until the server has it: who asks how many it had is counted as well."""
        had, asked = self.requests(), 0
        send()

        def more():
            nonlocal asked
            asked += 1
            return self.requests() > had + asked
        kasatest.wait_until(more, what="the request to be there")

    def refused(self, method, path, status, code, *words, body=None, **keywords):
        problem = self.api.call(method, V1 + path, body, status=status, **keywords)
        self.assertEqual((status, code), (problem["status"], problem["code"]), problem)
        for word in words:
            self.assertIn(word, problem["detail"])
        return problem


class Reading(RestTest):
    def test_a_device_is_what_kasa_prints_and_what_the_bridge_knows(self):
        ours = self.wait("/devices/fan", lambda device: "lifetime_kwh" in device.get("energy", {}))
        theirs = self.kasa("state", FAN, "--json").one()
        self.assertEqual("", named("CommandLineDevice", theirs))
        changing = {"on_time_s", "energy", "host", "rssi_dbm"}
        for key in set(theirs) - changing:
            self.assertEqual(theirs[key], ours[key], key)
        self.assertEqual(("fan", "Hall", True, False), (ours["name"], ours["area"], ours["protected"], ours["hidden"]))
        self.assertLess(abs((datetime.datetime.now(datetime.timezone.utc)
                             - datetime.datetime.fromisoformat(ours["last_seen"])).total_seconds()), 60)

    def test_a_device_has_four_names(self):
        fan = self.api.get(f"{V1}/devices/fan")
        for name in (quote(fan["alias"]), fan["mac"], fan["mac"].replace(":", "").lower(), fan["id"], fan["mac"].replace(":", "%3A")):
            self.assertEqual("fan", self.api.get(f"{V1}/devices/{name}")["name"])

    def test_who_is_unknown_is_told_so(self):
        self.refused("GET", "/devices/nothing", 404, "unknown_device", "nothing")
        self.refused("GET", "/devices/fan/outlets/1", 404, "unknown_outlet", "no outlets")
        self.refused("GET", "/devices/desk/outlets/7", 404, "unknown_outlet", "1 to 6")
        self.refused("GET", "/devices/desk/outlets/x", 404, "unknown_outlet", "1 to 6")
        self.assertEqual(404, self.api.ask("GET", f"{V1}/devices/desk%2F1").status)
        self.refused("GET", "/groups/nothing", 404, "unknown_group")

    def test_who_was_never_heard_is_listed_all_the_same(self):
        nobody = self.api.get(f"{V1}/devices/nobody")
        self.assertIn(nobody["availability"], ("unknown", "offline"))
        self.assertEqual("50:C7:BF:77:77:77", nobody["mac"])
        self.assertNotIn("on", nobody)

    def test_a_list_is_filtered_and_cut(self):
        names = [device["name"] for device in self.api.get(f"{V1}/devices")["devices"]]
        self.assertEqual({"fan", "desk", "bulb", "dimmer", "lamp", "nobody"}, set(names))
        online = self.api.get(f"{V1}/devices?availability=online")
        self.assertEqual((5, 5), (online["total"], len(online["devices"])))
        evening = self.api.get(f"{V1}/devices?group=evening")
        self.assertEqual({"desk", "bulb", "lamp"}, {device["name"] for device in evening["devices"]})
        part = self.api.get(f"{V1}/devices?offset=2&limit=3")
        self.assertEqual((6, 2, names[2:5]), (part["total"], part["offset"], [device["name"] for device in part["devices"]]))
        self.assertEqual([], self.api.get(f"{V1}/devices?offset=9")["devices"])
        self.assertEqual([], self.api.get(f"{V1}/devices?limit=0")["devices"])
        self.refused("GET", "/devices?limit=many", 400, "bad_value", "limit")
        self.refused("GET", "/devices?availability=gone", 400, "bad_value", "offline")
        self.refused("GET", "/devices?group=nothing", 400, "bad_value", "group")

    def test_outlets_are_parts_of_their_device(self):
        desk = self.wait("/devices/desk", lambda device: all("energy" in outlet for outlet in device["outlets"]))
        self.assertEqual(6, len(desk["outlets"]))
        outlets = self.api.get(f"{V1}/devices/desk/outlets")
        self.assertEqual(("desk", 6), (outlets["name"], len(outlets["outlets"])))
        self.assertEqual(desk["outlets"][2]["alias"], self.api.get(f"{V1}/devices/desk/outlets/3")["alias"])
        self.assertEqual([], self.api.get(f"{V1}/devices/fan/outlets")["outlets"])
        energy = self.wait("/devices/desk/energy", lambda energy: "energy" in energy)
        self.assertAlmostEqual(sum(outlet["energy"].get("power_w", 0) for outlet in energy["outlets"]),
                               energy["energy"]["power_w"], places=3)
        self.assertNotIn("energy", self.api.get(f"{V1}/devices/lamp/energy"))

    def test_the_bridge_tells_of_itself(self):
        info = self.api.get(f"{V1}/bridge/info")
        self.assertFalse(info["restart_required"])
        self.assertEqual(6, self.api.get(f"{V1}/bridge/health")["devices"]["known"])
        self.assertEqual("3.1.0", Api(None).get(f"{V1}/openapi.json")["openapi"])


class Setting(RestTest):
    def on(self, host, outlet=None):
        info = sysinfo(host)
        return bool(info["relay_state"] if outlet is None else info["children"][outlet - 1]["state"])

    def test_a_plug_is_as_it_was_wanted_when_the_answer_comes(self):
        for on in (True, False, True, True):
            self.assertIs(on, self.api.put(f"{V1}/devices/lamp/state", {"on": on})["on"])
            self.assertIs(on, self.on(LAMP))
        self.assertIs(False, self.api.put(f"{V1}/devices/lamp/state", {"state": "off"})["on"])
        self.assertIs(False, self.api.put(f"{V1}/devices/lamp/state", {"led": False})["led"])

    def test_lights_take_what_their_objects_say(self):
        bulb = self.api.put(f"{V1}/devices/bulb/state", {"on": True, "light": {"hue": 120, "saturation": 70, "brightness": 30}})
        self.assertEqual((120, 70, 30), tuple(bulb["light"][key] for key in ("hue", "saturation", "brightness")))
        bulb = self.api.put(f"{V1}/devices/bulb/state", {"color_temp_k": 2700})
        self.assertEqual(2700, bulb["light"]["color_temp_k"])
        dimmer = self.api.put(f"{V1}/devices/dimmer/state", {"brightness": 40})
        self.assertEqual((True, 40), (dimmer["on"], dimmer["light"]["brightness"]))
        self.assertEqual(40, sysinfo(DIMMER)["brightness"])

    def test_an_outlet_is_switched_and_the_others_are_not(self):
        before = [self.on(STRIP, n) for n in range(1, 7)]
        outlet = self.api.put(f"{V1}/devices/desk/outlets/2/state", {"on": not before[1]})
        self.assertEqual((2, not before[1]), (outlet["index"], outlet["on"]))
        self.assertIs(before[1], self.api.post(f"{V1}/devices/desk/outlets/2/toggle")["on"])
        self.assertEqual(before, [self.on(STRIP, n) for n in range(1, 7)])
        self.refused("PUT", "/devices/desk/outlets/9/state", 404, "unknown_outlet", body={"on": True})

    def test_who_reads_again_and_again_reads_what_was_just_done(self):
        for number in range(20):
            on = number % 2 == 0
            self.api.put(f"{V1}/devices/lamp/state", {"state": "ON" if on else "OFF"})
            self.assertIs(on, self.api.get(f"{V1}/devices/lamp")["on"])
            self.assertIs(on, self.api.get(f"{V1}/devices/lamp")["on"])
        self.api.put(f"{V1}/devices/lamp/state", {"alias": "Light"})
        self.assertEqual("Light", self.api.get(f"{V1}/devices/lamp")["alias"])

    def test_a_toggle_toggles(self):
        before = self.on(LAMP)
        self.assertIs(not before, self.api.post(f"{V1}/devices/lamp/toggle")["on"])
        self.assertIs(before, self.api.post(f"{V1}/devices/lamp/toggle")["on"])

    def test_a_refresh_asks_the_device(self):
        self.sim.set("Lamp", "alias", "Reading lamp")
        self.assertEqual("Reading lamp", self.api.post(f"{V1}/devices/lamp/refresh")["alias"])

    def test_what_cannot_be_is_said_and_nothing_is_done(self):
        before = self.on(LAMP)
        path = "/devices/lamp/state"
        for body, code, word in (({"on": "yes"}, "bad_value", "on"), ({"state": "TOGGLE"}, "bad_value", "toggle"),
                                 ({}, "bad_value", "object"), ([], "bad_value", "object"),
                                 ({"onn": True}, "unknown_attribute", "onn"),
                                 ({"on": True, "state": "OFF"}, "bad_value", "twice")):
            self.refused("PUT", path, 400, code, word, body=body)
        self.refused("PUT", path, 422, "not_supported", "brightness", body={"brightness": 40})
        self.refused("PUT", "/devices/dimmer/state", 400, "bad_value", "brightness", body={"brightness": 400})
        self.refused("PUT", path, 400, "bad_value", "JSON", raw=b"{\"on\":tru")
        self.refused("PUT", "/devices/nothing/state", 404, "unknown_device", body={"on": True})
        self.assertEqual(415, self.api.ask("PUT", V1 + path, raw=b"on=1",
                                           headers={"Content-Type": "application/x-www-form-urlencoded"}).status)
        self.assertEqual(400, self.api.ask("PUT", V1 + path, headers={"Content-Type": "application/json"}).status)
        self.assertIs(before, self.on(LAMP))

    def test_a_device_that_is_away_is_told_as_such(self):
        started = time.monotonic()
        problem = self.api.call("PUT", f"{V1}/devices/nobody/state", {"on": True}, status=503)
        self.assertEqual("device_offline", problem["code"])
        self.assertLess(time.monotonic() - started, 20)
        self.sim.fault("Lamp", "silent")
        answer = self.api.ask("PUT", f"{V1}/devices/lamp/state", {"on": True})
        self.assertIn((answer.status, answer.json["code"]), ((504, "timeout"), (503, "device_offline")))
        self.api.check("PUT", f"{V1}/devices/lamp/state", answer)

    def test_scopes(self):
        for token, allowed in (("read", (200, 403, 403)), ("control", (200, 200, 403)), ("admin", (200, 200, 200))):
            api = Api(TOKENS[token])
            self.assertEqual(allowed, (api.ask("GET", f"{V1}/devices/lamp").status,
                                       api.ask("PUT", f"{V1}/devices/lamp/state", {"on": True}).status,
                                       api.ask("POST", f"{V1}/bridge/requests/health_check").status), token)
        self.assertEqual(401, Api(None).ask("GET", f"{V1}/devices/lamp").status)


class Twice(RestTest):
    def keyed(self, path, body=None, key="one", token="admin", method="POST"):
        answer = Api(TOKENS[token]).ask(method, V1 + path, body, headers={"Idempotency-Key": key})
        self.api.check(method, V1 + path, answer)
        return answer

    def test_what_comes_twice_is_done_once(self):
        first, second = self.keyed("/devices/lamp/toggle"), self.keyed("/devices/lamp/toggle")
        self.assertEqual((200, 200), (first.status, second.status))
        self.assertEqual(first.body, second.body)
        self.assertEqual("true", second.headers["idempotent-replayed"])
        self.assertNotIn("idempotent-replayed", first.headers)
        third = self.keyed("/devices/lamp/toggle", key="two")
        self.assertNotEqual(first.json["on"], third.json["on"])
        self.assertNotIn("idempotent-replayed", self.keyed("/devices/lamp/toggle", token="control").headers)

    def test_the_same_key_with_another_body_is_refused(self):
        path = "/devices/lamp/state"
        self.assertEqual(200, self.keyed(path, {"on": True}, method="PUT").status)
        answer = self.keyed(path, {"on": False}, method="PUT")
        self.assertEqual((422, "key_reused"), (answer.status, answer.json["code"]))

    def test_a_repetition_while_the_first_is_on_its_way(self):
        self.sim.fault("Lamp", "slow:700")
        answers = []
        first = threading.Thread(target=lambda: answers.append(self.keyed("/devices/lamp/toggle", key="slow")))
        self.wait_for_request(first.start)
        second = self.keyed("/devices/lamp/toggle", key="slow")
        first.join(kasatest.BOUND)
        self.assertEqual((409, "in_progress"), (second.status, second.json["code"]))
        self.assertEqual(200, answers[0].status)

    def test_what_was_refused_may_be_tried_again(self):
        path = "/devices/lamp/state"
        self.assertEqual(422, self.keyed(path, {"brightness": 4}, method="PUT").status)
        self.assertEqual(200, self.keyed(path, {"on": True}, method="PUT").status)

    def test_a_key_that_is_none(self):
        answer = self.keyed("/devices/lamp/toggle", key="k" * 256)
        self.assertEqual((400, "bad_value"), (answer.status, answer.json["code"]))


class Past(RestTest):
    def test_days_and_months_are_what_the_device_remembers(self):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        for query, args, method, key in (
                ("", {"year": today.year, "month": today.month}, "get_daystat", "days"),
                (f"?by=day&month={today.year - 1}-12", {"year": today.year - 1, "month": 12}, "get_daystat", "days"),
                (f"?by=month&year={today.year}", {"year": today.year}, "get_monthstat", "months")):
            ours = self.api.get(f"{V1}/devices/fan/energy/history{query}")[key]
            theirs = ask(FAN, {"emeter": {method: args}})["emeter"][method]
            theirs = theirs["day_list" if key == "days" else "month_list"]
            self.assertEqual(len(theirs), len(ours), query)
            self.assertAlmostEqual(sum(one.get("energy", one.get("energy_wh", 0) / 1000) for one in theirs),
                                   sum(one["energy_kwh"] for one in ours), places=2)

    def test_it_is_what_kasa_prints(self):
        month = f"{datetime.datetime.now(datetime.timezone.utc).date():%Y-%m}"
        theirs = self.kasa("energy", FAN, "--day", month, "--json").one()["energy_days"]
        ours = self.api.get(f"{V1}/devices/fan/energy/history?by=day&month={month}")
        self.assertEqual("", named("EnergyDays", theirs))
        self.assertEqual([day["date"] for day in theirs["days"]], [day["date"] for day in ours["days"]])
        self.assertEqual(set(theirs), set(ours))

    def test_outlets_have_a_past_and_strips_as_a_whole_have_none(self):
        self.assertIn("days", self.api.get(f"{V1}/devices/desk/outlets/1/energy/history"))
        self.refused("GET", "/devices/desk/energy/history", 422, "not_supported")
        self.refused("GET", "/devices/desk/energy/history?by=recent", 422, "not_supported")
        self.refused("GET", "/devices/lamp/energy/history", 422, "not_supported")
        self.refused("GET", "/devices/lamp/energy/history?by=recent", 422, "not_supported", "no meter")
        self.refused("GET", "/devices/fan/energy/history?by=week", 400, "bad_value", "by")
        self.refused("GET", "/devices/fan/energy/history?by=day&year=2026", 400, "bad_value", "year")

    def test_the_last_minutes_are_what_meters_showed(self):
        self.api.put(f"{V1}/devices/fan/state", {"on": True})
        self.sim.set("Fan", "power", "42")
        recent = self.wait("/devices/fan/energy/history?by=recent&minutes=5",
                           lambda recent: recent["points"] and abs(recent["points"][-1]["power_w"] - 42) < 5)
        self.assertEqual((5, 10), (recent["minutes"], recent["every_s"]))
        times = [point["time"] for point in recent["points"]]
        self.assertEqual(sorted(set(times)), times)
        self.wait("/devices/desk/outlets/1/energy/history?by=recent", lambda recent: recent["points"])


class Together(RestTest):
    def test_a_group_is_switched(self):
        evening = self.api.put(f"{V1}/groups/evening/state", {"on": True})
        self.assertEqual((True, 3, 3), (evening["on"], evening["known"], evening["known_on"]))
        self.assertIs(False, self.api.post(f"{V1}/groups/evening/toggle")["on"])
        self.assertIs(True, self.api.post(f"{V1}/groups/evening/toggle")["on"])
        self.assertEqual(["evening", "all"], [group["name"] for group in self.api.get(f"{V1}/groups")["groups"]])
        self.assertEqual(["lamp", "desk/1", "bulb"], self.api.get(f"{V1}/groups/evening")["members"])

    def test_who_is_protected_stays_on_and_the_answer_says_so(self):
        self.api.put(f"{V1}/groups/all/state", {"on": True})
        self.refused("PUT", "/groups/all/state", 403, "denied", "fan", body={"on": False})
        self.assertEqual((0, 1), (sysinfo(LAMP)["relay_state"], sysinfo(FAN)["relay_state"]))
        self.assertIs(False, self.api.put(f"{V1}/devices/fan/state", {"on": False})["on"])

    def test_what_is_wrong_for_all_is_refused(self):
        self.refused("PUT", "/groups/nothing/state", 404, "unknown_group", body={"on": True})
        self.refused("PUT", "/groups/all/state", 400, "unknown_attribute", body={"onn": True})


class Requests(RestTest):
    def test_requests_are_those_of_mqtt(self):
        answer = self.api.post(f"{V1}/bridge/requests/group/add", {"name": "night", "members": ["lamp"], "transaction": 7})
        self.assertEqual(("ok", 7), (answer["status"], answer["transaction"]))
        self.assertEqual("request", self.api.get(f"{V1}/groups/night")["source"])
        self.assertEqual("ok", self.api.post(f"{V1}/bridge/requests/health_check")["status"])
        self.refused("POST", "/bridge/requests/device/rename", 404, "unknown_device", body={"id": "nothing", "to": "x"})
        self.refused("POST", "/bridge/requests/device/rename", 400, "bad_value", "configuration", body={"id": "fan", "to": "x"})
        self.refused("POST", "/bridge/requests/nothing", 400, "unknown_attribute", "nothing")

    def test_a_group_that_goes_while_it_is_switched_is_named(self):
        self.api.post(f"{V1}/bridge/requests/group/add", {"name": "night", "members": ["lamp"]})
        asked = self.sim.get("Lamp")
        self.sim.fault("Lamp", "slow:700")
        answers = []
        first = threading.Thread(target=lambda: answers.append(self.api.ask("PUT", f"{V1}/groups/night/state", {"on": True})))
        first.start()
        kasatest.wait_until(lambda: self.sim.get("Lamp") != asked, what="it to be on its way")
        self.api.post(f"{V1}/bridge/requests/group/remove", {"name": "night"})
        first.join(kasatest.BOUND)
        self.assertEqual((404, "unknown_group"), (answers[0].status, answers[0].json["code"]))

    def test_a_reload_under_way_harms_nobody(self):
        self.assertEqual("ok", self.api.post(f"{V1}/bridge/requests/reload")["status"])
        self.assertEqual("fan", self.api.get(f"{V1}/devices/fan")["name"])


class Described(RestTest):
    http = {"exporter_names": True}

    def test_every_operation_that_wants_a_scope_says_401_without_a_token(self):
        asked = 0
        for method, path, operation in operations():
            if scope_of(operation) is None:
                continue
            with self.subTest(method=method, path=path):
                concrete = re.sub(r"\{\w+\}", "1", path)
                answer = Api(None).ask(method, concrete, {} if "requestBody" in operation else None)
                self.assertEqual((401, "unauthorized"), (answer.status, answer.json["code"]), answer)
                self.assertIn("Bearer", answer.headers["www-authenticate"])
                asked += 1
        self.assertGreater(asked, 15)

    def test_every_operation_that_wants_more_says_403_to_less(self):
        less = {"control": "read", "admin": "control"}
        for method, path, operation in operations():
            if scope_of(operation) not in less:
                continue
            with self.subTest(method=method, path=path):
                answer = Api(TOKENS[less[scope_of(operation)]]).ask(method, re.sub(r"\{\w+\}", "1", path),
                                                                    {} if "requestBody" in operation else None)
                self.assertEqual(403, answer.status, answer)

    def test_every_path_that_is_described_is_served(self):
        for path in {path for _, path, _ in operations()}:
            with self.subTest(path=path):
                answer = self.api.ask("PATCH", re.sub(r"\{\w+\}", "1", path))
                self.assertEqual(405, answer.status, answer)
                methods = {method for method, known, _ in operations() if known == path}
                self.assertLessEqual(methods, set(answer.headers["allow"].replace(" ", "").split(",")))


class Others(RestTest):
    """What other rooms answer is described in the same file."""
    secret = "0123456789abcdef0123456789abcdef"
    http = {"exporter_names": True}
    config = {"webhooks": [{"name": "nobody", "url": "http://127.0.0.1:1/", "format": "template", "body": "{{event.type}}",
                            "retry": {"first": "1h"}}],
              "hooks": [{"id": "lamp", "auth": "bearer", "secret": secret, "order": {"device": "lamp", "set": "ON"}, "wait": True},
                        {"id": "later", "auth": "path", "secret": secret, "order": {"device": "lamp", "set": "OFF"}}]}

    def test_webhooks_out(self):
        self.assertEqual("nobody", self.api.get(f"{V1}/webhooks")["webhooks"][0]["name"])
        self.assertEqual([], self.api.get(f"{V1}/webhooks/nobody/dead")["dead"])
        self.api.post(f"{V1}/webhooks/nobody/test", status=202)
        self.wait("/webhooks", lambda all_of_them: all_of_them["webhooks"][0]["waiting"] > 0)
        self.assertEqual("nobody", self.api.post(f"{V1}/webhooks/nobody/enable")["name"])
        self.api.post(f"{V1}/webhooks/nobody/dead/send", status=202)
        self.api.call("DELETE", f"{V1}/webhooks/nobody/dead/msg_1", status=404)
        self.api.get(f"{V1}/webhooks/nothing/dead", status=404)

    def test_webhooks_in(self):
        caller = Api(self.secret)
        self.assertEqual("done", caller.post("/hooks/lamp", {})["status"])
        self.assertEqual(1, sysinfo(LAMP)["relay_state"])
        Api(None).post("/hooks/lamp", {}, status=401)
        Api(None).post(f"/hooks/later/{self.secret}", status=202)
        Api(None).get(f"/hooks/later/{self.secret}", status=405)

    def test_metrics_and_health(self):
        self.assertIn(b"kasa_device_info", self.api.get("/metrics"))
        self.assertIn(b"kasa_", self.api.get("/scrape?target=fan"))
        self.api.get("/scrape", status=400)
        self.api.get("/scrape?target=nothing", status=404)
        Api(None).get("/metrics", status=401)
        Api(None).get("/healthz")
        self.assertIn(b"broker", Api(None).get("/readyz", status=503))

    def test_events(self):
        connection = http.client.HTTPConnection(HOST, PORT, timeout=kasatest.BOUND)
        self.addCleanup(connection.close)
        connection.request("GET", f"{V1}/events?device=lamp", headers={"Authorization": f"Bearer {TOKENS['read']}"})
        response = connection.getresponse()
        self.assertEqual((200, "text/event-stream"), (response.status, response.headers.get_content_type()))
        self.api.post(f"{V1}/devices/lamp/toggle")
        while not (line := response.readline()).startswith(b"data:"):
            self.assertTrue(line)
        event = json.loads(line[5:])
        self.assertEqual("", named("Event", event))
        self.assertEqual(("state_changed", "lamp", "http", "admin"), tuple(event[key] for key in ("event", "device", "cause", "by")))
        self.api.get(f"{V1}/events?values=maybe", status=400)
        self.api.get(f"{V1}/events?device=nothing", status=404)


class Thousands(kasatest.TestCase):
    def test_a_long_list_is_written_while_others_are_served(self):
        devices = [{"host": f"127.2.{n // 250}.{n % 250 + 1}", "name": f"plug {n}", "mac": f"50:C7:BF:00:{n // 256:02X}:{n % 256:02X}"}
                   for n in range(3000)]
        kasad = self.enter(Kasad(config={"devices": devices, "discovery": {"enabled": False}, "poll": {"state": "1h"},
                                         "http": section(self.folder())}))
        api = Api()
        whole = api.get(f"{V1}/devices")
        self.assertEqual((3000, 3000), (whole["total"], len({device["mac"] for device in whole["devices"]})))
        part = api.get(f"{V1}/devices?offset=2500&limit=400")
        self.assertEqual([device["name"] for device in whole["devices"][2500:2900]], [device["name"] for device in part["devices"]])
        self.assertEqual(0, kasad.stop()[0])


class Leaving(RestTest):
    def test_who_waits_as_the_bridge_ends_is_answered(self):
        self.sim.fault("Lamp", "silent")
        answers = []

        def put():
            try:
                answers.append(self.api.ask("PUT", f"{V1}/devices/lamp/state", {"on": True}).status)
            except OSError as error:
                answers.append(error)
        waiting = threading.Thread(target=put)
        self.wait_for_request(waiting.start)
        status, took = self.kasad.stop()
        waiting.join(kasatest.BOUND)
        self.assertEqual(0, status)
        self.assertLess(took, 5)
        self.assertEqual(1, len(answers))


if __name__ == "__main__":
    kasatest.main()
