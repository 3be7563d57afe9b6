"""A receiver of webhooks that is not ours: it writes down what comes, and does what the test says, good or bad.

    with Receiver() as receiver:
        receiver.behave(status(500), times=3)    # then it is well again
        receiver.wait(lambda request: request.json["type"] == "kasa.state_changed")
"""
import base64
import contextlib
import hashlib
import hmac
import json
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import kasatest


class Request:
    """One that came, whatever was answered."""

    def __init__(self, handler, body):
        self.method, self.path, self.headers, self.body = handler.command, handler.path, dict(handler.headers), body
        self.when, self.wall = time.monotonic(), time.time()
        self.status = None  # what it was answered

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def id(self):
        return self.headers.get("webhook-id")

    def __repr__(self):
        return f"{self.method} {self.path} {self.status} {self.body[:120]!r}"


# -- ways to behave: each is given the handler, and answers --------------------------------------------------------

def status(number, headers=(), body=b""):
    def answer(handler):
        handler.request_seen.status = number
        handler.send_response(number)
        for name, value in headers:
            handler.send_header(name, value() if callable(value) else value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
    return answer


ok = status(200)


def redirect(to, number=302):
    return status(number, [("Location", to)])


def close(handler):
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def hang(handler):
    """Says nothing, until the other side has had enough."""
    handler.close_connection = True
    handler.connection.settimeout(kasatest.BOUND)
    with contextlib.suppress(OSError):
        handler.connection.recv(1)


def endless(handler):
    """An answer of a gibibyte, or as much of it as is taken."""
    handler.close_connection = True
    handler.request_seen.status = 200
    handler.send_response(200)
    handler.send_header("Content-Length", str(1 << 30))
    handler.end_headers()
    handler.server.receiver.sent = 0
    with contextlib.suppress(OSError):
        while handler.server.receiver.sent < 1 << 30:
            handler.wfile.write(b"x" * 65536)
            handler.server.receiver.sent += 65536


def endless_headers(handler):
    handler.close_connection = True
    handler.send_response(200)
    with contextlib.suppress(OSError):
        for number in range(1 << 20):
            handler.wfile.write(b"X-%d: %s\r\n" % (number, b"x" * 1000))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.request_seen = Request(self, body)
        way = receiver.take(self.request_seen)
        with contextlib.suppress(OSError):
            way(self)

    do_POST = do_PUT = do_GET = do_DELETE = _serve

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # who goes away in the middle is no news


class Receiver:
    """It listens on loopback. With tls=(certificate, key) it speaks TLS."""

    def __init__(self, port=0, host="127.0.0.1", tls=None):
        self.requests, self._told = [], threading.Condition()
        self._ways, self._otherwise = [], ok
        self.sent = 0
        self.server = _Server((host, port), _Handler)
        self.server.receiver = self
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.host, self.port = host, self.server.server_address[1]
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def url(self, path="/kasa", scheme="http", host=None):
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def behave(self, way, times=None):
        """From now on, or for so many requests before what was said last without a number."""
        with self._told:
            if times is None:
                self._otherwise, self._ways = way, []
            else:
                self._ways += [way] * times

    def take(self, request):
        with self._told:
            self.requests.append(request)
            way = self._ways.pop(0) if self._ways else self._otherwise
            if way is ok:
                request.status = 200
            self._told.notify_all()
        return way

    def count(self):
        with self._told:
            return len(self.requests)

    def since(self, mark):
        with self._told:
            return self.requests[mark:]

    def wait(self, condition=lambda request: True, since=0, bound=kasatest.BOUND):
        """The first request, after a mark, that fits."""
        end = time.monotonic() + bound
        with self._told:
            while True:
                for request in self.requests[since:]:
                    if condition(request):
                        return request
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"no request that fits within {bound:g} s, but {self.requests[-5:]}")
                self._told.wait(left)

    def wait_count(self, number, bound=kasatest.BOUND):
        kasatest.wait_until(lambda: self.count() >= number, bound, f"{number} requests: {self.requests[-3:]}")
        return self.since(0)

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# -- signatures and certificates ------------------------------------------------------------------------------------

def signature(secret, request):
    """What Standard Webhooks 1.0.0 wants to stand in webhook-signature."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{request.id}.{request.headers['webhook-timestamp']}.".encode() + request.body
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def certificates(folder, name):
    """An authority of its own, and a certificate of that name: (authority, certificate, key)."""
    kasatest.need_program("openssl")
    paths = [folder / "own-ca.crt", folder / f"{name}.crt", folder / f"{name}.key"]
    ca_key, request = folder / "own-ca.key", folder / f"{name}.csr"
    extension = folder / f"{name}.ext"
    extension.write_text(f"subjectAltName={'IP' if name[0].isdigit() else 'DNS'}:{name}\n", encoding="ascii")
    new = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for command in ([*new, "-x509", "-days", "3650", "-subj", "/CN=own", "-keyout", ca_key, "-out", paths[0]],
                    [*new, "-subj", f"/CN={name}", "-keyout", paths[2], "-out", request],
                    ["x509", "-req", "-in", request, "-CA", paths[0], "-CAkey", ca_key, "-CAcreateserial", "-days", "3650",
                     "-extfile", extension, "-out", paths[1]]):
        subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True)
    return tuple(map(str, paths))
