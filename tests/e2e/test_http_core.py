#!/usr/bin/env python3
"""kasad's HTTP server as strangers find it: odd requests, slow ones, many, forged ones, wrong tokens; and where it listens."""
import concurrent.futures
import contextlib
import http.client
import os
import random
import re
import socket
import ssl
import statistics
import subprocess
import threading
import time
import unittest
from pathlib import Path

import kasatest
import plugwire
from bridge import KASAD, Kasad, free_port

QUIET = {"mqtt": {"enabled": False}, "discovery": {"enabled": False}}


def quiet(**keys):
    return Kasad(config=QUIET, http=keys.pop("http", True), **keys)


def exchange(port, request, bound=10):
    """Sends bytes, and gives what came until the other end closed or was silent; and whether it closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=bound) as one:
        one.sendall(request)
        heard = b""
        try:
            while True:
                piece = one.recv(65536)
                if not piece:
                    return heard, True
                heard += piece
                one.settimeout(0.3)
        except TimeoutError:
            return heard, False
        except ConnectionError:
            return heard, True


def status(heard):
    return int(heard.split()[1]) if heard.startswith(b"HTTP/1.") else 0


def health_ms(kasad, count=1):
    worst = 0
    for _ in range(count):
        started = time.monotonic()
        assert kasad.get("/healthz", timeout=30).status == 200
        worst = max(worst, (time.monotonic() - started) * 1000)
    return worst


def descriptors(kasad):
    return len(os.listdir(f"/proc/{kasad.process.pid}/fd"))


def rss_kb(kasad):
    with open(f"/proc/{kasad.process.pid}/status", encoding="utf-8") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def cpu_s(kasad):
    with open(f"/proc/{kasad.process.pid}/stat", encoding="utf-8") as stat:
        words = stat.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


# Each would be a second request, or another one, to a reader that understands the first part differently.
INNER = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
SMUGGLED = {
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(INNER) + INNER,
    "two equal lengths": POST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + INNER,
    "a length and chunks": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + INNER,
    "chunks and a length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + INNER,
    "a length in a list": POST + b"Content-Length: 0, 0\r\n\r\n" + INNER,
    "a length with a sign": POST + b"Content-Length: +0\r\n\r\n" + INNER,
    "a negative length": POST + b"Content-Length: -1\r\n\r\n" + INNER,
    "a length in hexadecimal": POST + b"Content-Length: 0x10\r\n\r\n" + INNER,
    "a length that overflows": POST + b"Content-Length: 18446744073709551616\r\n\r\n" + INNER,
    "an unknown coding": POST + b"Transfer-Encoding: gzip\r\n\r\n" + INNER,
    "two codings": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + INNER,
    "codings in two lines": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + INNER,
    "a coding with a tail": POST + b"Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n" + INNER,
    "a blank before the colon": POST + b"Content-Length : 4\r\n\r\n" + INNER,
    "two hosts": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n" + INNER,
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n" + INNER,
    "another host in the target": b"GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + INNER,
    "a control in a name": GET + b"X\x0bY: 1\r\n\r\n" + INNER,
    "a name in quotes": GET + b"\"X\": 1\r\n\r\n" + INNER,
    "a chunk that is no number": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + INNER,
    "a foreign host": b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n" + INNER,
    "no version": b"GET /healthz\r\n\r\n" + INNER,
    "garbage": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n" + INNER,
}
NOWHERE = {
    b"/../../../../etc/passwd": 404, b"/%2e%2e/%2e%2e/etc/passwd": 404, b"/..%2f..%2fetc%2fpasswd": 404,
    b"/healthz/../healthz": 404, b"//healthz": 404, b"/healthz/": 404, b"/./healthz": 404, b"/healthz%00": 400,
    b"/healthz%0d%0aX:1": 400, b"/%": 400, b"/%gg": 400, b"/" + b"a" * 9000: 414, b"/" + b"a/" * 2000: 404,
    b"/\xff\xfe": 404, b"/healthz;x": 404, b"/healthz#x": 400,
}


class OddRequests(unittest.TestCase):
    def test_what_may_hide_a_second_request_is_refused_and_the_connection_closed(self):
        with quiet() as kasad:
            for name, request in SMUGGLED.items():
                with self.subTest(name):
                    heard, closed = exchange(kasad.port, request)
                    self.assertTrue(closed, heard)
                    self.assertNotIn(b"HTTP/1.1 200", heard)
                    self.assertIn(status(heard), (0, 400, 405, 413, 421, 501), heard)
            self.assertLess(health_ms(kasad), 1000)

    def test_a_path_leads_to_a_route_or_nowhere(self):
        with quiet() as kasad:
            for path, wanted in NOWHERE.items():
                with self.subTest(path[:40]):
                    heard, _ = exchange(kasad.port, b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    self.assertEqual(status(heard), wanted, heard[:300])

    def test_too_much_is_told_at_once(self):
        with quiet() as kasad:
            started = time.monotonic()
            heard, closed = exchange(kasad.port, POST + b"Content-Length: 1000000000\r\n\r\nabc")
            self.assertEqual((status(heard), closed), (413, True), heard)
            self.assertLess(time.monotonic() - started, 2)
            heard, _ = exchange(kasad.port, GET + b"X: " + b"a" * 20000 + b"\r\n\r\n")
            self.assertEqual(status(heard), 431, heard)

    def test_other_names_of_this_host_are_no_names_of_ours(self):
        with quiet(http={"hosts": "kasa.example.org"}) as kasad:
            for host, wanted in (("kasa.example.org", 200), ("localhost:1", 200), ("192.0.2.1", 200),
                                 (socket.gethostname(), 200), ("evil.example", 421), ("kasa.example.org.evil", 421)):
                with self.subTest(host):
                    self.assertEqual(kasad.get("/healthz", headers={"Host": host}).status, wanted)

    def test_a_foreign_page_hears_nothing(self):
        with quiet(http={"origins": "https://panel.example.org"}) as kasad:
            foreign = kasad.get("/metrics", headers={"Origin": "https://evil.example"})
            self.assertEqual(foreign.status, 403)
            self.assertIsNone(foreign.headers["Access-Control-Allow-Origin"])
            listed = kasad.get("/metrics", headers={"Origin": "https://panel.example.org"})
            self.assertEqual((listed.status, listed.headers["Access-Control-Allow-Origin"]),
                             (200, "https://panel.example.org"))


SEEDS = (
    INNER,
    b"POST /api/v1/devices/x/toggle HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 7\r\n"
    b"\r\n{\"a\":1}",
    b"PATCH /api/v1/devices/x HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n"
    b"\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
    b"GET /api/v1/devices?name=a%20b&x=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer 0123456789012345678901\r\n"
    b"Origin: http://localhost\r\n\r\n",
    b"GET /api/v1/events?device=x HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 17\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"PUT /api/v1/devices/a%2f1/settings HTTP/1.0\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
    b"Content-Type: application/json\r\n\r\n{}",
    b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.4, ::1\r\n\r\n",
)
PIECES = (b"\r\n", b"\0", b" ", b"Host: x\r\n", b"%00", b"Content-Length: 5\r\n", b"A" * 9000, b"/../", b"\xff" * 9)


def mutated(chance):
    """A request, or some in a row, with bytes changed, gone, and from elsewhere."""
    text = bytearray(chance.choice(SEEDS) * chance.choice((1, 1, 1, 2, 3)))
    for _ in range(chance.choice((0, 1, 1, 2, 4, 8))):
        at, kind = chance.randrange(len(text) + 1), chance.randrange(4)
        other = chance.choice(SEEDS)
        start = chance.randrange(len(other))
        if kind == 0:
            text[at:at + 1] = chance.randbytes(1)
        elif kind == 1:
            del text[at:at + chance.randrange(20)]
        elif kind == 2:
            text[at:at] = chance.choice(PIECES)
        else:
            text[at:at] = other[start:start + chance.randrange(80)]
    return bytes(text)


class Mutations(unittest.TestCase):
    def send_in_pieces(self, one, text, chance):
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(text) + 1)
            one.sendall(text[:at])
            text = text[at:]
        one.sendall(text)
        if chance.randrange(2):
            one.recv(65536)

    def test_whatever_is_sent_it_serves_the_next_one(self):
        seed = int(os.environ.get("KASA_TEST_SEED", "7"))
        chance, kept = random.Random(seed), []
        keys = {"origins": "https://panel.example.org", "proxies": "127.0.0.1"}
        with quiet(http=keys, tokens={"panel": "control"}) as kasad, contextlib.ExitStack() as stack:
            for number in range(2000):
                one = stack.enter_context(socket.create_connection(("127.0.0.1", kasad.port)))
                one.settimeout(0.01)
                with contextlib.suppress(OSError):
                    self.send_in_pieces(one, mutated(chance), chance)
                kept.append(one)
                if len(kept) > 50:
                    kept.pop(chance.randrange(50)).close()
                if number % 200 == 0:
                    self.assertLess(health_ms(kasad), 5000, f"seed {seed}")


class Tokens(unittest.TestCase):
    NAMES = {"grafana": "read", "root": "admin"}

    def test_no_token_no_access(self):
        with quiet(tokens=self.NAMES) as kasad:
            for path in ("/metrics", "/api/v1/events"):
                with self.subTest(path):
                    answer = kasad.get(path)
                    self.assertEqual((answer.status, answer.headers["WWW-Authenticate"]), (401, "Bearer"))
            self.assertEqual(kasad.get("/metrics", token="grafana").status, 200)
            for secret in kasad.tokens.values():
                self.assertEqual(kasad.count_log(secret), 0)

    def test_no_route_is_forgotten(self):
        with quiet(http={"exporter_names": True}, tokens=self.NAMES) as kasad:
            document = kasad.get("/api/v1/openapi.json", token="root").json
            operations = [(method.upper(), path, operation) for path, methods in document["paths"].items()
                          for method, operation in methods.items() if method in ("get", "post", "put", "patch", "delete")]
            self.assertGreater(len(operations), 20)
            for method, path, operation in operations:
                if operation.get("security") in ([], [{}]):
                    continue
                with self.subTest(f"{method} {path}"):
                    where = re.sub(r"\{[^}]*\}", "x", path)
                    self.assertEqual(kasad.request(method, where).status, 401)
                    self.assertEqual(kasad.request(method, where, headers={"Authorization": "Basic eDp4"}).status, 401)

    def test_a_thousand_guesses_cost_little_and_lock_nobody_out(self):
        with quiet(tokens=self.NAMES) as kasad:
            kasad.get("/metrics", token="grafana")
            memory, spent = rss_kb(kasad), cpu_s(kasad)
            connection = http.client.HTTPConnection("127.0.0.1", kasad.port)
            told = []
            for number in range(1000):
                connection.request("GET", "/metrics", headers={"Authorization": f"Bearer guess-{number:032}"})
                answer = connection.getresponse()
                answer.read()
                told.append(answer.status)
            connection.close()
            self.assertEqual(told[:5], [401] * 5)
            self.assertGreater(told.count(429), 980)
            self.assertLess(told.count(401), 20)
            self.assertEqual(kasad.get("/metrics", token="grafana").status, 200)
            self.assertLess(cpu_s(kasad) - spent, 2)
            self.assertTrue(rss_kb(kasad) - memory < 4096 or plugwire.sanitized())
            print(f"1000 guesses: {(cpu_s(kasad) - spent) * 1000:.0f} ms of CPU, {rss_kb(kasad) - memory} KiB")

    def test_systemd_may_hand_them_over(self):
        folder = kasatest.home() / "credentials"
        folder.mkdir()
        token = "f" * 32
        (folder / "http_tokens").write_text(f"read one {token}\n", encoding="utf-8")
        with quiet(env={"CREDENTIALS_DIRECTORY": str(folder)}) as kasad:
            self.assertEqual(kasad.get("/metrics").status, 401)
            self.assertEqual(kasad.get("/metrics", token=token).status, 200)


class Slow:
    """Two hundred who take their time, in a thread: a byte now and then, or nothing read."""

    def __init__(self, port, first, drip=None, count=200, every=0.5, again=True):
        self.port, self.first, self.drip, self.every, self.again = port, first, drip, every, again
        self.sockets = [None] * count
        self.lost = 0
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _open(self):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        one.settimeout(0.05)
        with contextlib.suppress(OSError):
            one.connect(("127.0.0.1", self.port))
            one.sendall(self.first)
        return one

    def _turn(self, at):
        one = self.sockets[at]
        if one is None:
            self.sockets[at] = self._open()
            return
        try:
            if self.drip:
                one.sendall(self.drip)
        except OSError:
            one.close()
            self.lost += 1
            self.sockets[at] = None if self.again else one

    def _run(self):
        while not self._ends.wait(self.every):
            for at in range(len(self.sockets)):
                if self._ends.is_set():
                    return
                self._turn(at)

    def __enter__(self):
        self._thread.start()
        kasatest.wait_until(lambda: all(self.sockets), what="the attackers to be there")
        return self

    def __exit__(self, *_):
        self._ends.set()
        self._thread.join()
        for one in self.sockets:
            if one:
                one.close()


class SlowOnes(unittest.TestCase):
    def check_others(self, kasad, slow):
        with slow:
            took = [health_ms(kasad) for _ in range(14)]
            self.assertLess(max(took), 1000, took)
            print(f"beside {len(slow.sockets)} slow ones: median {statistics.median(took):.1f} ms, worst {max(took):.1f} ms")

    def test_two_hundred_that_trickle_headers_starve_nobody(self):
        with quiet(http={"limits": {"header_deadline": "1s"}}) as kasad:
            self.check_others(kasad, Slow(kasad.port, b"GET /healthz HTTP/1.1\r\n", b"X: y\r\n"))

    def test_two_hundred_that_trickle_a_body_starve_nobody(self):
        head = b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
        with quiet(http={"limits": {"body_deadline": "1s"}}) as kasad:
            self.check_others(kasad, Slow(kasad.port, head, b"b"))

    def test_two_hundred_that_do_not_read_starve_nobody(self):
        first = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200
        with quiet(http={"limits": {"answer_deadline": "1s"}}) as kasad:
            before = rss_kb(kasad)
            self.check_others(kasad, Slow(kasad.port, first))
            grown = rss_kb(kasad) - before
            self.assertTrue(grown < 16 << 10 or plugwire.sanitized(), grown)
            print(f"200 that do not read: {grown} KiB")

    def test_more_than_the_limit_are_cleared_by_deadlines(self):
        limits = {"connections": 64, "header_deadline": "500ms"}
        with quiet(http={"limits": limits}) as kasad:
            before = descriptors(kasad)
            with Slow(kasad.port, b"GET /", b"x", again=False):
                self.assertLess(health_ms(kasad), 15000)
            kasatest.wait_until(lambda: descriptors(kasad) <= before + 2, what="descriptors to be given back")
            self.assertLess(health_ms(kasad), 1000)

    def test_the_end_does_not_wait_for_them(self):
        with quiet() as kasad:
            with Slow(kasad.port, b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n", count=40):
                code, took = kasad.stop()
                self.assertEqual(code, 0)
                self.assertLess(took, 3)

    def test_without_descriptors_it_waits_and_does_not_spin(self):
        kasatest.need_program("prlimit")
        with quiet(prefix=("prlimit", "--nofile=40:40")) as kasad:
            crowd = [socket.create_connection(("127.0.0.1", kasad.port)) for _ in range(100)]
            kasad.wait_log("http connection not taken")
            spent = cpu_s(kasad)
            time.sleep(1)
            self.assertLess(cpu_s(kasad) - spent, 0.3)
            for one in crowd:
                one.close()
            self.assertLess(health_ms(kasad), 10000)

    def test_one_address_has_its_share_and_this_host_is_not_limited(self):
        subprocess.run(["ip", "address", "replace", "192.0.2.9/32", "dev", "lo"], check=True)
        with quiet(http={"limits": {"per_address": 5}}) as kasad, contextlib.ExitStack() as stack:
            def connect(source):
                one = stack.enter_context(socket.socket())
                one.settimeout(5)
                one.bind((source, 0))
                one.connect(("127.0.0.1", kasad.port))
                return one

            def is_served(one):
                with contextlib.suppress(OSError):
                    one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    return status(one.recv(4096)) == 200
                return False

            guests = [connect("192.0.2.9") for _ in range(20)]
            self.assertEqual([is_served(one) for one in guests], [True] * 5 + [False] * 15)
            self.assertTrue(all(is_served(connect("127.0.0.1")) for _ in range(20)))

    def test_no_descriptor_is_inherited(self):
        with quiet() as kasad, socket.create_connection(("127.0.0.1", kasad.port)) as one:
            one.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            one.recv(4096)
            folder = f"/proc/{kasad.process.pid}/fdinfo"
            for fd in os.listdir(folder):
                flags = next(line for line in Path(folder, fd).read_text().splitlines() if line.startswith("flags:"))
                if int(fd) > 2:
                    self.assertTrue(int(flags.split()[1], 8) & os.O_CLOEXEC, (fd, os.readlink(f"{folder[:-4]}/{fd}")))

    def test_a_crowd_is_served(self):
        with quiet() as kasad, concurrent.futures.ThreadPoolExecutor(40) as pool:
            took = list(pool.map(lambda _: kasad.get("/healthz").status, range(400)))
            self.assertEqual(took, [200] * 400)


class Listening(unittest.TestCase):
    def fails(self, keys, *words, env=None):
        kasad = Kasad(config={**QUIET, "http": keys}, wait=False, env=env)
        self.assertNotEqual(kasad.process.wait(kasatest.BOUND), 0)
        kasad.wait_log(*words)
        kasad._close_streams()

    def test_nothing_listens_without_the_section(self):
        with Kasad(config=QUIET) as kasad:
            tables = [Path(f"/proc/{kasad.process.pid}/net/{name}").read_text(encoding="utf-8") for name in ("tcp", "tcp6")]
            self.assertNotIn(" 0A ", "".join(tables))

    def test_the_section_alone_is_enough(self):
        text = "http:\nmqtt: {enabled: no}\ndiscovery: {enabled: no}\n"
        with Kasad(text=text) as kasad:
            kasad.wait_log("http listens", "address=127.0.0.1:9980")
            kasad.port = 9980
            self.assertEqual(kasad.get("/healthz").status, 200)

    def test_enabled_no_is_no(self):
        with Kasad(config={**QUIET, "http": {"enabled": False}}) as kasad:
            self.assertEqual(kasad.count_log("http listens"), 0)

    def test_others_reach_it_only_with_tokens(self):
        self.fails({"listen": "0.0.0.0:9981"}, "tokens", "0.0.0.0:9981")
        self.fails({"listen": ["127.0.0.1:9981", "[::]:9981"]}, "tokens", "[::]:9981")
        with quiet(http={"listen": f"0.0.0.0:{free_port()}"}, tokens={"one": "read"}) as kasad:
            kasad.wait_log("http listens", "address=0.0.0.0:")

    def test_an_empty_file_of_tokens_closes(self):
        path = kasatest.home() / "empty.tokens"
        path.write_text("# none\n", encoding="utf-8")
        path.chmod(0o600)
        self.fails({"tokens_file": str(path)}, "there is no token in it")
        path.chmod(0o644)
        self.fails({"tokens_file": str(path)}, "tokens_file")

    def test_an_address_in_use_is_told(self):
        with quiet() as kasad:
            self.fails({"listen": f"127.0.0.1:{kasad.port}"}, "http cannot listen at", str(kasad.port))

    def test_several_addresses_are_one_server(self):
        four, six = free_port(), free_port()
        with quiet(http={"listen": [f"127.0.0.1:{four}", f"[::1]:{six}"]}) as kasad:
            kasad.port = four
            self.assertEqual(kasad.get("/healthz").status, 200)
            connection = http.client.HTTPConnection("::1", six)
            connection.request("GET", "/healthz")
            self.assertEqual(connection.getresponse().status, 200)
            connection.close()

    def test_another_section_wants_a_restart(self):
        with quiet() as kasad:
            kasad.config["http"]["limits"] = {"body": 4096}
            kasad.write()
            kasad.reload()
            kasad.wait_log("a restart is needed", "http")
            self.assertEqual(kasad.get("/healthz").status, 200)

    def test_mistakes_are_told_with_their_places(self):
        path = kasatest.home() / "mistakes.yaml"
        path.write_text("http:\n  listen: 10.0.0.1\n  origins: [panel]\n  hosts: ['a:80']\n  proxies: [squid]\n"
                        "  tokens: secret\n  cert_file: none.crt\n  limits: {body: 1, streams: -1}\n", encoding="utf-8")
        told = subprocess.run([KASAD, "--config", str(path), "--check-config"], capture_output=True, text=True,
                              timeout=kasatest.BOUND, check=False)
        self.assertNotEqual(told.returncode, 0)
        for place in (":2:11:", ":3:13:", ":4:11:", ":5:13:", ":6:3:", ":7:14:", ":8:"):
            self.assertIn(place, told.stderr, told.stderr)

    def test_its_own_tls(self):
        kasatest.need_program("openssl")
        cert, key = kasatest.home() / "tls.crt", kasatest.home() / "tls.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        key.chmod(0o600)
        with quiet(http={"cert_file": str(cert), "key_file": str(key)}) as kasad:
            context = ssl.create_default_context(cafile=str(cert))
            connection = http.client.HTTPSConnection("localhost", kasad.port, context=context)
            for _ in range(3):
                connection.request("GET", "/healthz")
                answer = connection.getresponse()
                answer.read()
                self.assertEqual(answer.status, 200)
            connection.close()
            with Slow(kasad.port, b"\x16\x03\x01", b"\x02", count=50):
                connection = http.client.HTTPSConnection("localhost", kasad.port, context=context, timeout=5)
                connection.request("GET", "/healthz")
                self.assertEqual(connection.getresponse().status, 200)
                connection.close()
        cert.write_text("nonsense", encoding="utf-8")
        self.fails({"cert_file": str(cert), "key_file": str(key)}, "cert_file and http.key_file")


if __name__ == "__main__":
    kasatest.main()
