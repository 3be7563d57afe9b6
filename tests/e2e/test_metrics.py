"""/metrics and its kin, read by parsers that are not ours: promtool, and the client library of Prometheus."""
import http.client
import json
import re
import socket
import subprocess
import time

import bridge
import kasatest
from bridge import Broker, Kasad

try:
    from prometheus_client.openmetrics import parser as openmetrics
    from prometheus_client import parser as prometheus
except ImportError:
    kasatest.cannot_run("python3-prometheus-client is not installed (it belongs to /usr/bin/python3)")

HOST, PORT = "127.0.0.1", 9980
OPENMETRICS = ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
               "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
PLUG, STRIP, FAN = "127.0.0.1", "127.0.0.2", "127.0.0.3"
MACS = {PLUG: "50:C7:BF:00:01:00", STRIP: "50:C7:BF:00:02:00", FAN: "50:C7:BF:00:03:00"}
IDS = {host: f"80{n:038X}" for n, host in enumerate(MACS)}
TOKEN = "0123456789abcdef0123456789abcdef"
EXAMPLES = kasatest.SOURCE / "contrib" / "examples"


def key(host):
    return MACS[host].replace(":", "").lower()


def device(host, *more, model="HS110(EU)"):
    return ["--device", ",".join([model, f"address={host}", f"mac={MACS[host]}", f"id={IDS[host]}", *more])]


def get(path, headers=None, method="GET"):
    """An answer: its status, its headers and its text."""
    connection = http.client.HTTPConnection(HOST, PORT, timeout=kasatest.BOUND)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8")
    finally:
        connection.close()


class Metrics(kasatest.TestCase):
    def bridge(self, config=None, http_config=None, **keywords):
        merged = {"mqtt": {"enabled": False}, "http": {"listen": [f"{HOST}:{PORT}"], **(http_config or {})}, **(config or {})}
        return self.enter(Kasad(config=merged, **keywords))

    def samples(self, headers=None):
        """All samples: {name: [(labels, value)]}."""
        status, _, text = get("/metrics", headers)
        self.assertEqual(200, status, text)
        found = {}
        for family in prometheus.text_string_to_metric_families(text):
            for sample in family.samples:
                found.setdefault(sample.name, []).append((sample.labels, sample.value))
        return found

    def value(self, name, **labels):
        """The value of the one sample with these labels, or None."""
        found = [value for have, value in self.samples().get(name, []) if have == labels]
        self.assertLessEqual(len(found), 1, f"{name} {labels} stands twice")
        return found[0] if found else None

    def wait_value(self, name, condition=lambda value: value is not None, bound=kasatest.BOUND, **labels):
        def fits():
            value = self.value(name, **labels)
            return (value,) if condition(value) else None
        return kasatest.wait_until(fits, bound, f"{name} {labels}")[0]


class WhatIsTold(Metrics):
    def test_a_plug_with_a_meter(self):
        house = self.house(*device(PLUG, "alias=Fridge", "on=1", "power=42.5"))
        self.bridge()
        self.wait_value("kasa_power_watts", device_id=key(PLUG))
        told = self.samples()
        labels = told["kasa_device_info"][0][0]
        self.assertEqual(("Fridge", "HS110(EU)", MACS[PLUG], PLUG, key(PLUG)),
                         tuple(labels[name] for name in ("alias", "model", "mac", "host", "device_id")))
        self.assertEqual(1, told["kasa_relay_on"][0][1])
        self.assertAlmostEqual(42.5, told["kasa_power_watts"][0][1], delta=5)
        self.assertGreater(told["kasa_voltage_volts"][0][1], 80)
        self.assertGreater(told["kasa_wifi_rssi_dbm"][0][1], -100)
        self.assertAlmostEqual(time.time(), told["kasa_last_success_timestamp_seconds"][0][1], delta=60)
        before = self.value("kasa_energy_joules_total", device_id=key(PLUG))
        house.advance(3600)
        self.wait_value("kasa_energy_joules_total", lambda value: value and value >= before, device_id=key(PLUG))

    def test_a_strip_is_its_outlets(self):
        self.house(*device(STRIP, "alias=Desk", model="HS300(US)"))
        self.bridge()
        self.wait_value("kasa_power_watts", device_id=key(STRIP), child_id="05")
        told = self.samples()
        outlets = [f"{n:02}" for n in range(6)]
        for name in ("kasa_relay_on", "kasa_power_watts", "kasa_energy_joules_total"):
            self.assertEqual(outlets, [labels.get("child_id") for labels, _ in told[name]], name)
        self.assertEqual([None, *outlets], [labels.get("child_id") for labels, _ in told["kasa_device_info"]])
        self.assertEqual([{"device_id": key(STRIP)}], [labels for labels, _ in told["kasa_device_up"]])

    def test_a_house_of_strips_is_told_whole(self):
        count = 150
        self.house(*[word for n in range(count) for word in ("--device", f"HS300,alias=strip{n}")], "--address", "127.1.0.1")
        self.bridge({"discovery": {"enabled": False}, "devices": [{"host": f"127.1.0.{n + 1}"} for n in range(count)]})
        kasatest.wait_until(lambda: len(self.samples().get("kasa_relay_on", [])) >= count * 6, 60, "all outlets")

    def test_who_is_away_has_no_values(self):
        house = self.house(*device(PLUG), *device(FAN, model="HS100(EU)"))
        self.bridge({"poll": {"state": "1s"}})
        self.wait_value("kasa_relay_on", device_id=key(PLUG))
        self.wait_value("kasa_relay_on", device_id=key(FAN))
        house.fault(PLUG, "silent")
        self.wait_value("kasa_device_up", lambda value: value == 0, 90, device_id=key(PLUG))
        told = self.samples()
        for name in ("kasa_relay_on", "kasa_power_watts", "kasa_energy_joules_total", "kasa_wifi_rssi_dbm"):
            self.assertNotIn(key(PLUG), [labels["device_id"] for labels, _ in told.get(name, [])], name)
        self.assertIn(key(FAN), [labels["device_id"] for labels, _ in told["kasa_relay_on"]])
        self.assertIn(key(PLUG), [labels["device_id"] for labels, _ in told["kasa_device_info"]])
        reasons = {labels["reason"]: value for labels, value in told["kasa_poll_errors_total"]}
        self.assertGreaterEqual(sum(reasons.values()), 3, reasons)

    def test_aliases_that_are_hard_to_write(self):
        alias = 'a "K\u00fc\u2615che" \\ of\nmine'
        house = self.house(*device(PLUG))
        kasatest.ask(PLUG, {"system": {"set_dev_alias": {"alias": alias}}})
        self.bridge()
        self.wait_value("kasa_relay_on", device_id=key(PLUG))
        self.assertEqual(alias, self.samples()["kasa_device_info"][0][0]["alias"])
        _, _, text = get("/metrics", {"Accept": OPENMETRICS})
        families = {family.name: family for family in openmetrics.text_string_to_metric_families(text)}
        self.assertEqual(alias, families["kasa_device"].samples[0].labels["alias"])

    def test_commands_are_counted_by_where_they_came_from(self):
        self.house(*device(PLUG, "on=0"))
        with Broker() as broker, bridge.Client() as client:
            self.enter(Kasad(broker, {"http": {"listen": [f"{HOST}:{PORT}"]}}))
            client.wait(f"kasa/{key(PLUG)}/availability", lambda message: message.text == "online")
            client.publish(f"kasa/{key(PLUG)}/set", "ON")
            self.wait_value("kasa_commands_total", lambda value: value == 1, source="mqtt", result="done")
            self.assertEqual(1, self.value("kasa_mqtt_connected"))
            self.assertEqual((200, "ready\n"), get("/readyz")[::2])
            broker.kill()
            self.wait_value("kasa_mqtt_connected", lambda value: value == 0)
            status, _, text = get("/readyz")
            self.assertEqual(503, status)
            self.assertIn("MQTT", text)
            self.assertNotIn("127.0.0.1", text)
            self.assertEqual((200, "ok\n"), get("/healthz")[::2])


class WhoReads(Metrics):
    def setUp(self):
        super().setUp()
        self.home = self.house(*device(PLUG), *device(STRIP, model="HS300(US)"), *device(FAN, model="HS100(EU)"))

    def full(self, **keywords):
        kasad = self.bridge(**keywords)
        self.wait_value("kasa_power_watts", device_id=key(PLUG))
        self.wait_value("kasa_power_watts", device_id=key(STRIP), child_id="05")
        self.wait_value("kasa_relay_on", device_id=key(FAN))
        return kasad

    def test_promtool_has_nothing_to_say(self):
        self.full()
        status, headers, text = get("/metrics")
        self.assertEqual((200, "text/plain; version=0.0.4; charset=utf-8"), (status, headers["Content-Type"]))
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
        self.assertEqual((0, ""), (done.returncode, done.stdout + done.stderr), text)

    def test_openmetrics_for_who_asks_for_it(self):
        self.full()
        status, headers, text = get("/metrics", {"Accept": OPENMETRICS})
        self.assertEqual((200, "application/openmetrics-text; version=1.0.0; charset=utf-8"),
                         (status, headers["Content-Type"]))
        self.assertTrue(text.endswith("# EOF\n"))
        families = {family.name: family for family in openmetrics.text_string_to_metric_families(text)}
        self.assertEqual(("counter", "histogram", "info", "gauge"),
                         tuple(families[name].type for name in ("kasa_energy_joules", "kasa_poll_duration_seconds",
                                                                 "kasa_device", "kasa_power_watts")))

    def test_no_device_is_asked_by_a_scrape(self):
        """One that is never polled by itself is not polled by hundreds of scrapes either."""
        self.full(config={"poll": {name: "1h" for name in ("state", "meter", "outlets", "settings")}})
        hosts = (PLUG, STRIP, FAN)
        kasatest.wait_until(lambda: self.quiet(hosts), what="the first questions to be over")
        before = [self.home.counts(host)[:2] for host in hosts]
        for _ in range(200):
            self.assertEqual(200, get("/metrics")[0])
        self.assertEqual(before, [self.home.counts(host)[:2] for host in hosts])

    def quiet(self, hosts):
        before = [self.home.counts(host)[:2] for host in hosts]
        time.sleep(1)
        return before == [self.home.counts(host)[:2] for host in hosts]

    def test_a_scrape_takes_no_time_to_speak_of(self):
        self.full()
        took = []
        for _ in range(50):
            started = time.monotonic()
            get("/metrics")
            took.append(time.monotonic() - started)
        print(f"a scrape of 3 devices: {sorted(took)[25] * 1e3:.2f} ms in the middle")

    def test_two_scrapes_agree_and_counters_do_not_fall(self):
        self.full()
        first, second = self.samples(), self.samples()
        self.assertEqual(set(first), set(second))
        for name in first:
            if name.endswith(("_total", "_bucket", "_count")):
                for (labels, before), (again, after) in zip(first[name], second[name]):
                    self.assertEqual(labels, again)
                    self.assertLessEqual(before, after, name)

    def test_what_dashboards_and_alerts_ask_for_is_there(self):
        with Broker() as broker:
            self.enter(Kasad(broker, {"http": {"listen": [f"{HOST}:{PORT}"]}}))
            self.wait_value("kasa_power_watts", device_id=key(STRIP), child_id="05")
            self.wait_value("kasa_relay_on", device_id=key(PLUG))
            text = get("/metrics")[2]
        known = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)) | {"kasa_poll_duration_seconds_bucket", "up"}
        known.add("kasa_poll_errors_total")  # of who failed once
        board = json.loads((EXAMPLES / "grafana" / "kasa.json").read_text(encoding="utf-8"))
        asked = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
        self.assertGreater(len(asked), 10)
        rules = (EXAMPLES / "prometheus" / "kasa-rules.yml").read_text(encoding="utf-8")
        for expr in [*asked, *re.findall(r"expr: (.*(?:\n {12}.*)*)", rules)]:
            named = set(re.findall(r"\b(?:kasa|process)_[a-z_]+\b", expr)) - {"kasa"}
            self.assertLessEqual(named, known, expr)

    def test_the_dashboard_is_well_formed(self):
        """Its expressions are what promtool takes for such, once Grafana has filled them in."""
        board = json.loads((EXAMPLES / "grafana" / "kasa.json").read_text(encoding="utf-8"))
        exprs = [target["expr"] for panel in board["panels"] for target in panel.get("targets", [])]
        filled = [expr.replace("$__rate_interval", "5m").replace("$instance", ".*") for expr in exprs]
        rules = {"groups": [{"name": "board", "rules": [{"record": f"board:{n}", "expr": expr}
                                                         for n, expr in enumerate(filled)]}]}
        path = self.folder() / "board.yml"
        path.write_text(json.dumps(rules), encoding="utf-8")
        subprocess.run(["promtool", "check", "rules", str(path)], check=True, capture_output=True)
        self.assertEqual(len(board["panels"]), len({panel["id"] for panel in board["panels"]}))

    def test_the_examples_of_prometheus_are_well_formed(self):
        folder = self.folder()
        config = (EXAMPLES / "prometheus" / "prometheus.yml").read_text(encoding="utf-8")
        (folder / "kasad.token").write_text(TOKEN, encoding="ascii")
        (folder / "prometheus.yml").write_text(config.replace("/etc/prometheus/kasad.token", str(folder / "kasad.token")),
                                               encoding="utf-8")
        (folder / "kasa-rules.yml").write_bytes((EXAMPLES / "prometheus" / "kasa-rules.yml").read_bytes())
        subprocess.run(["promtool", "check", "config", str(folder / "prometheus.yml")], check=True, capture_output=True)
        (folder / "test.yml").write_text(json.dumps(ALERTS), encoding="utf-8")
        done = subprocess.run(["promtool", "test", "rules", "test.yml"], cwd=folder, capture_output=True, text=True,
                              check=False)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)


def labels(**more):
    return "{" + ", ".join(f'{name}="{value}"' for name, value in {"instance": "i", "job": "kasa", **more}.items()) + "}"


ALERTS = {
    "rule_files": ["kasa-rules.yml"],
    "evaluation_interval": "1m",
    "tests": [{
        "interval": "1m",
        "input_series": [
            {"series": "kasa_device_info" + labels(device_id="a", alias="Lamp", host="192.0.2.7"), "values": "1x60"},
            {"series": "kasa_device_info" + labels(device_id="b", alias="Desk", host="192.0.2.8"), "values": "1x60"},
            {"series": "kasa_device_info" + labels(device_id="b", child_id="00", alias="Heater"), "values": "1x60"},
            {"series": "kasa_device_up" + labels(device_id="a"), "values": "1x5 0x60"},
            {"series": "kasa_device_up" + labels(device_id="b"), "values": "1x60"},
            {"series": "kasa_power_watts" + labels(device_id="b", child_id="00"), "values": "2400x60"},
        ],
        "alert_rule_test": [
            {"eval_time": "10m", "alertname": "KasaDeviceOffline", "exp_alerts": []},
            {"eval_time": "20m", "alertname": "KasaDeviceOffline", "exp_alerts": [
                {"exp_labels": {"severity": "warning", "instance": "i", "job": "kasa", "device_id": "a",
                                "alias": "Lamp", "host": "192.0.2.7"},
                 "exp_annotations": {"summary": "Lamp (192.0.2.7) does not answer"}}]},
            {"eval_time": "20m", "alertname": "KasaHighPower", "exp_alerts": [
                {"exp_labels": {"severity": "warning", "instance": "i", "job": "kasa", "device_id": "b",
                                "child_id": "00", "alias": "Heater"},
                 "exp_annotations": {"summary": "Heater has drawn 2.4k W for a quarter of an hour"}}]},
        ],
    }],
}


class ManyDevices(Metrics):
    """More than are told in one answer."""
    COUNT = 260

    def setUp(self):
        super().setUp()
        self.house("--count", str(self.COUNT))
        self.broker = self.enter(Broker())
        self.client = self.enter(bridge.Client())
        self.enter(Kasad(self.broker, {"http": {"listen": [f"{HOST}:{PORT}"]}}))
        kasatest.wait_until(lambda: len(self.samples().get("kasa_power_watts", [])) == self.COUNT, what="all meters")

    def parsed(self, text):
        """What was told, each series once."""
        series = [(sample.name, tuple(sorted(sample.labels.items())))
                  for family in openmetrics.text_string_to_metric_families(text) for sample in family.samples]
        self.assertEqual(len(series), len(set(series)), "something is told twice")
        return series

    def test_all_are_told_in_pieces(self):
        status, headers, text = get("/metrics", {"Accept": OPENMETRICS})
        self.assertEqual((200, "chunked"), (status, headers.get("Transfer-Encoding")))
        series = self.parsed(text)
        for name in ("kasa_device_info", "kasa_device_up", "kasa_power_watts", "kasa_energy_joules_total"):
            self.assertEqual(self.COUNT, sum(one[0] == name for one in series), name)
        done = subprocess.run(["promtool", "check", "metrics"], input=get("/metrics")[2], capture_output=True, text=True,
                              check=False)
        self.assertEqual((0, ""), (done.returncode, done.stdout + done.stderr))

    def test_devices_that_go_and_come_meanwhile(self):
        """The reader stops in the middle, devices go and are found again, and what follows still makes sense."""
        plain = socket.socket()
        self.addCleanup(plain.close)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        plain.settimeout(kasatest.BOUND)
        plain.connect((HOST, PORT))
        plain.sendall(f"GET /metrics HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nAccept: {OPENMETRICS}\r\n"
                      "Connection: close\r\n\r\n".encode("ascii"))
        answer = http.client.HTTPResponse(plain)
        answer.begin()
        text = answer.read(1000)
        keys = [labels["device_id"] for labels, _ in self.samples()["kasa_device_up"]]
        mark = self.client.mark()
        for one in keys[::5]:
            self.assertEqual("ok", self.client.request("device/remove", {"id": one})["status"])
        for one in keys[::5]:
            self.client.wait(f"kasa/{one}/availability", lambda message: message.text == "online", mark)
        text += answer.read()
        told = [dict(labels)["device_id"] for name, labels in self.parsed(text.decode("utf-8"))
                if name == "kasa_power_watts"]
        self.assertLessEqual({one for n, one in enumerate(keys) if n % 5}, set(told))


class WhoMay(Metrics):
    def tokens(self, text):
        path = self.folder() / "tokens"
        path.write_text(text, encoding="ascii")
        path.chmod(0o600)
        return str(path)

    def test_a_token_that_may_read_and_no_secret_in_the_answer(self):
        self.house(*device(PLUG))
        self.bridge(http_config={"tokens_file": self.tokens(f"read prometheus {TOKEN}\n")})
        self.assertEqual(401, get("/metrics")[0])
        self.assertEqual(200, get("/healthz")[0])
        self.assertEqual(200, get("/readyz")[0])
        allowed = {"Authorization": f"Bearer {TOKEN}"}
        kasatest.wait_until(lambda: "kasa_relay_on{" in get("/metrics", allowed)[2], what="the plug")
        text = get("/metrics", allowed)[2]
        for secret in (TOKEN, "prometheus", "latitude", "password"):
            self.assertNotIn(secret, text)
        self.assertIn("kasa_http_wrong_tokens_total", text)

    def test_open_metrics_are_open_to_all(self):
        self.bridge(http_config={"tokens_file": self.tokens(f"read prometheus {TOKEN}\n"), "open_metrics": True})
        self.assertEqual(200, get("/metrics")[0])

    def test_head_has_no_body_and_other_methods_are_refused(self):
        self.bridge()
        self.assertEqual((200, ""), get("/metrics", method="HEAD")[::2])
        self.assertEqual(405, get("/metrics", method="POST")[0])
        self.assertEqual(405, get("/healthz", method="DELETE")[0])


class NamesOfTheExporter(Metrics):
    def test_there_is_no_such_path_unless_it_is_wanted(self):
        self.bridge()
        self.assertEqual(404, get(f"/scrape?target={PLUG}")[0])

    def test_a_plug_by_address_alias_name_and_id(self):
        self.house(*device(PLUG, "alias=Fridge", "on=1"))
        self.bridge(http_config={"exporter_names": True})
        self.wait_value("kasa_power_watts", device_id=key(PLUG))
        for target in (PLUG, "Fridge", key(PLUG), IDS[PLUG], MACS[PLUG].replace(":", "%3A")):
            status, _, text = get(f"/scrape?target={target}")
            self.assertEqual(200, status, target)
            told = {sample.name: sample for family in prometheus.text_string_to_metric_families(text)
                    for sample in family.samples}
            self.assertEqual({"kasa_online", "kasa_metadata", "kasa_relay_state", "kasa_rssi", "kasa_current",
                              "kasa_voltage", "kasa_power_load", "kasa_on_time", "kasa_power_total"},
                             {name.removesuffix("_total") if name == "kasa_on_time_total" else name for name in told})
            self.assertEqual({"alias": "Fridge", "id": IDS[PLUG]}, told["kasa_power_load"].labels)

    def test_who_is_not_known_is_not_asked(self):
        """The original asks whatever address it is given: whoever reaches it reaches the network behind."""
        house = self.house(*device(PLUG), *device(FAN))
        self.bridge({"devices": [{"mac": MACS[FAN], "enabled": False}]}, {"exporter_names": True})
        self.wait_value("kasa_relay_on", device_id=key(PLUG))
        self.assertEqual(404, get(f"/scrape?target={FAN}")[0])
        self.assertEqual(0, house.counts(FAN)[0], "nobody connected to it")
        for target in ("192.0.2.1", "localhost:22", "nobody", "%00", "a" * 1000):
            self.assertIn(get(f"/scrape?target={target}")[0], (400, 404), target)
        self.assertEqual(400, get("/scrape")[0])
        self.assertEqual(400, get("/scrape?target=")[0])

    def test_two_of_one_name_are_told_apart(self):
        self.house(*device(PLUG, "alias=Twin"), *device(FAN, "alias=Twin"))
        self.bridge(http_config={"exporter_names": True})
        for host in (PLUG, FAN):
            self.wait_value("kasa_relay_on", device_id=key(host))
        self.assertEqual(409, get("/scrape?target=Twin")[0])
        self.assertEqual(200, get(f"/scrape?target={FAN}")[0])


if __name__ == "__main__":
    kasatest.main()
