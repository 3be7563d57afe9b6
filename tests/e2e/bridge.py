"""What tests of the bridge share: a mosquitto of their own, kasad as it runs, and a client that is not ours.

    with Broker() as broker, House("--device", "HS100,alias=fan") as house, Kasad(broker) as kasad, Client() as client:
        client.wait("kasa/+/availability", lambda message: message.text == "online")
"""
import contextlib
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
import uuid

import kasatest

try:
    import paho.mqtt.client as mqtt
    from paho.mqtt.packettypes import PacketTypes
    from paho.mqtt.properties import Properties
except ImportError:
    kasatest.cannot_run("python3-paho-mqtt is not installed (it belongs to /usr/bin/python3)")

KASAD = os.environ.get("KASAD_BIN", str(kasatest.BUILD / "bin" / "kasad"))
PORT = 1883

if not os.access(KASAD, os.X_OK):
    kasatest.cannot_run(f"{KASAD} is not built")


def _mosquitto():
    path = shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if path is None:
        kasatest.cannot_run("mosquitto is not installed")
    return path


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Broker:
    """mosquitto on loopback; more lines of its configuration may be given."""

    def __init__(self, *lines, port=PORT, anonymous=True, listener=True):
        self.port = port
        self.folder = kasatest.home() / f"broker-{port}-{uuid.uuid4().hex[:8]}"
        self.folder.mkdir()
        self.log = self.folder / "log"
        head = ["user root", f"log_dest file {self.log}", "log_type all", "connection_messages true",
                "persistence false", "max_queued_messages 0", "set_tcp_nodelay true"]
        if listener:
            head += [f"listener {port} 127.0.0.1", f"allow_anonymous {'true' if anonymous else 'false'}"]
        (self.folder / "mosquitto.conf").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen([_mosquitto(), "-c", str(self.folder / "mosquitto.conf")],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        kasatest.wait_until(self._listens, what="mosquitto to listen")

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"mosquitto ended with {self.process.returncode}: {self.log.read_text()}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def kill(self):
        """Ends it as a crash does: no goodbye, and what was retained is gone."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def close(self):
        self.thaw()
        self.kill()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Answer:
    """What came back over HTTP."""

    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.text)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Kasad:
    """kasad, with a configuration of its own. What is not said of discovery is to stay on loopback.

    With http=True, or more keys of that section, it listens on loopback, at a port that is free: kasad.get("/healthz").
    tokens={"grafana": "read"} gives names to tokens that are made up: kasad.get(path, token="grafana").
    """

    def __init__(self, broker=None, config=None, args=(), env=None, state=None, text=None, wait=True, prefix=(),
                 http=None, tokens=None):
        self.folder = kasatest.home() / f"kasad-{uuid.uuid4().hex[:8]}"
        self.folder.mkdir()
        self.path = self.folder / "kasad.yaml"
        self.state = state or self.folder / "state"
        self.config = {"discovery": {"targets": [kasatest.EVERYWHERE], "every": "5s"}}
        if broker is not None:
            self.config["mqtt"] = {"host": "127.0.0.1", "port": broker.port}
        for key, value in (config or {}).items():
            if isinstance(value, dict) and isinstance(self.config.get(key), dict):
                self.config[key] = {**self.config[key], **value}
            else:
                self.config[key] = value
        self.port, self.tokens = None, {}
        if http or tokens:
            self._add_http(http if isinstance(http, dict) else {}, tokens or {})
        self.write(text)
        self._args, self._env, self._prefix = args, env, prefix
        self.lines, self._told = [], threading.Condition()
        self.process = None
        self.start(wait)

    def _add_http(self, keys, tokens):
        self.port = free_port()
        section = {"listen": f"127.0.0.1:{self.port}", **self.config.get("http", {}), **keys}
        self.tokens = {name: secrets.token_urlsafe(24) for name in tokens}
        if tokens:
            path = self.folder / "http.tokens"
            path.write_text("".join(f"{scope} {name} {self.tokens[name]}\n" for name, scope in tokens.items()),
                            encoding="utf-8")
            path.chmod(0o600)
            section["tokens_file"] = path.name
        self.config["http"] = section

    def request(self, method, path, body=None, token=None, headers=None, timeout=kasatest.BOUND):
        """One request over a connection of its own. A dict or a list becomes JSON; a token by its name, or as it is."""
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if token:
            headers["Authorization"] = f"Bearer {self.tokens.get(token, token)}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()

    def get(self, path, **keys):
        return self.request("GET", path, **keys)

    def post(self, path, body=None, **keys):
        return self.request("POST", path, body, **keys)

    def write(self, text=None):
        """Writes the configuration anew: JSON is YAML."""
        self.path.write_text(json.dumps(self.config, indent=1) if text is None else text, encoding="utf-8")
        self.path.chmod(0o600)

    def start(self, wait=True):
        self._close_streams()
        self.process = kasatest.start("--config", str(self.path), "--state-dir", str(self.state), *self._args,
                                      env=self._env, program=KASAD, prefix=self._prefix)
        self._thread = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._thread.start()
        if wait:
            self.wait_log(f"kasad ", " runs")

    def _read(self, process):
        for line in process.stderr:
            with self._told:
                self.lines.append(line.decode("utf-8", "surrogateescape").rstrip("\n"))
                self._told.notify_all()
        with self._told:
            self._told.notify_all()

    def wait_log(self, *words, bound=kasatest.BOUND, since=0):
        """The first line, from the since-th on, that has all of these words."""
        end = time.monotonic() + bound
        with self._told:
            while True:
                for line in self.lines[since:]:
                    if all(word in line for word in words):
                        return line
                left = end - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and not self._thread.is_alive()):
                    raise AssertionError(f"no line with {words} within {bound:g} s:\n" + "\n".join(self.lines))
                self._told.wait(min(left, 0.2))

    def count_log(self, *words):
        with self._told:
            return sum(all(word in line for word in words) for line in self.lines)

    def mark(self):
        with self._told:
            return len(self.lines)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def _close_streams(self):
        for stream in (self.process.stdout, self.process.stderr) if self.process else ():
            with contextlib.suppress(OSError):
                stream.close()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self._thread.join(kasatest.BOUND)

    def stop(self, bound=kasatest.BOUND):
        """Asks it to end; its exit status, and how long it took."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(bound)
        took = time.monotonic() - started
        self._thread.join(bound)
        return status, took

    def close(self):
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("kasad did not end:\n" + "\n".join(self.lines)) from None
        finally:
            self._close_streams()
        kasatest.checked(kasatest.Result(self.process.args, self.process.returncode, b"",
                                         "\n".join(self.lines).encode("utf-8", "surrogateescape"), 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Message:
    def __init__(self, raw):
        self.topic, self.payload, self.retain, self.qos = raw.topic, raw.payload, bool(raw.retain), raw.qos
        self.properties = getattr(raw, "properties", None)
        self.when = time.monotonic()

    @property
    def text(self):
        return self.payload.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.text)

    def __repr__(self):
        return f"{self.topic} {'R' if self.retain else ''} {self.payload[:200]!r}"


class Client:
    """Hears everything, and remembers it: what came, and what each topic said last."""

    def __init__(self, port=PORT, filters=("#",), version=5, username=None, password=None, client_id=None):
        protocol = mqtt.MQTTv5 if version == 5 else mqtt.MQTTv311
        self.messages, self.last = [], {}
        self._told = threading.Condition()
        self._up = threading.Event()
        self._filters = filters
        self.client = mqtt.Client(client_id or f"test-{uuid.uuid4().hex[:8]}", protocol=protocol)
        if username:
            self.client.username_pw_set(username, password)
        self.client.max_inflight_messages_set(1000)
        self.client.on_connect = self._on_connect
        self.client.on_subscribe = lambda *_: self._up.set()
        self.client.on_message = self._on_message
        self.client.reconnect_delay_set(1, 1)
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        if not self._up.wait(kasatest.BOUND):
            raise AssertionError("the test's client is not let in")

    def _on_connect(self, client, *_):
        client.subscribe([(topic, 1) for topic in self._filters])

    def _on_message(self, _client, _data, raw):
        message = Message(raw)
        with self._told:
            self.messages.append(message)
            if message.payload or not message.retain:
                self.last[message.topic] = message
            if not message.payload:
                self.last.pop(message.topic, None)
            self._told.notify_all()

    def mark(self):
        with self._told:
            return len(self.messages)

    def since(self, mark, topic=None):
        """What came after a mark, of one topic or filter."""
        with self._told:
            found = self.messages[mark:]
        return [one for one in found if topic is None or mqtt.topic_matches_sub(topic, one.topic)]

    def wait(self, topic, condition=lambda message: True, since=0, bound=kasatest.BOUND):
        """The first message of the topic, after a mark, that fits."""
        end, at = time.monotonic() + bound, since
        with self._told:
            while True:
                for message in self.messages[at:]:
                    if mqtt.topic_matches_sub(topic, message.topic) and condition(message):
                        return message
                at = len(self.messages)
                left = end - time.monotonic()
                if left <= 0:
                    seen = [one for one in self.messages if mqtt.topic_matches_sub(topic, one.topic)]
                    raise AssertionError(f"{topic}: nothing that fits within {bound:g} s; its last ones {seen[-5:]}")
                self._told.wait(left)

    def wait_last(self, topic, condition=lambda message: True, bound=kasatest.BOUND):
        """What the topic says last, once that fits."""
        def fits():
            with self._told:
                message = self.last.get(topic)
            return message if message and condition(message) else None
        return kasatest.wait_until(fits, bound, f"{topic}: {self.last.get(topic)}")

    def publish(self, topic, payload="", qos=1, retain=False, response=None, correlation=None, expiry=None, wait=True):
        properties = None
        if response or correlation or expiry:
            properties = Properties(PacketTypes.PUBLISH)
            if response:
                properties.ResponseTopic = response
            if correlation:
                properties.CorrelationData = correlation
            if expiry:
                properties.MessageExpiryInterval = expiry
        if isinstance(payload, (dict, list)):
            payload = json.dumps(payload)
        info = self.client.publish(topic, payload, qos, retain, properties=properties)
        if wait and qos:
            info.wait_for_publish(kasatest.BOUND)
        return info

    def request(self, command, payload=None, base="kasa", bound=kasatest.BOUND):
        """A request to the bridge and what it answers."""
        transaction = uuid.uuid4().hex
        mark = self.mark()
        self.publish(f"{base}/bridge/request/{command}", {**(payload or {}), "transaction": transaction})
        return self.wait(f"{base}/bridge/response/{command}",
                         lambda message: message.json.get("transaction") == transaction, mark, bound).json

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
