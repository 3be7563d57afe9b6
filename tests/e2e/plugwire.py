"""What tests of the wire need beside kasatest: connections that are cut as they like, and a fake plug that answers what
a test tells it to.
"""

import contextlib
import functools
import json
import socket
import struct
import threading

import kasatest
from kasatest import BOUND, seal, unseal

PORT = 9999
SYSINFO = '{"system":{"get_sysinfo":{}}}'


def receive(sock, count):
    """Exactly so many bytes, or EOFError."""
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            raise EOFError(f"closed after {len(data)} of {count} bytes")
        data += piece
    return data


def receive_message(sock):
    """The bytes of one message, deciphered."""
    (length,) = struct.unpack(">I", receive(sock, 4))
    return unseal(receive(sock, length))


def connect(address, port=PORT):
    sock = socket.create_connection((address, port), BOUND)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def ask_text(address, text, port=PORT):
    """A request that is sent as it is, on a connection of its own; the answer as it came."""
    with connect(address, port) as sock:
        sock.sendall(seal(text))
        return receive_message(sock).decode()


class Raw(bytes):
    """Bytes for the wire as they are, no cipher, no length."""


class Hangup:
    """Instead of an answer: the connection is closed."""


class FakePlug:
    """Listens on TCP and UDP at an address, gives each request's text to `answer` and sends what that returns:
    str or bytes are put under the cipher, Raw goes out as it is, a dict becomes JSON, None is silence, Hangup closes.

    `requests` holds the texts asked over TCP, in order.
    """

    def __init__(self, address, answer, port=PORT, udp=True):
        self.address, self.answer, self.port = address, answer, port
        self.requests, self.connections = [], 0
        self._open, self._lock = [], threading.Lock()
        self._listener = socket.create_server((address, port), backlog=64)
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM) if udp else None
        if udp:
            self._udp.bind((address, port))
        self._ended = False

    def __enter__(self):
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        if self._udp:
            self._threads.append(threading.Thread(target=self._datagrams, daemon=True))
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *unused):
        self._ended = True
        self._listener.shutdown(socket.SHUT_RDWR)
        if self._udp:
            self._udp.sendto(b"", (self.address, self.port))  # wakes its thread
        for thread in self._threads:
            thread.join(BOUND)
        for sock in [self._listener, self._udp, *self._open]:
            if sock:
                sock.close()

    def asked(self, word):
        """The requests that hold a word."""
        return [text for text in self.requests if word in text]

    def _reply(self, text):
        reply = self.answer(text)
        if isinstance(reply, dict):
            reply = json.dumps(reply, separators=(",", ":"))
        return reply

    def _accept(self):
        while not self._ended:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock):
        with contextlib.suppress(OSError, EOFError):
            while True:
                text = receive_message(sock).decode()
                with self._lock:
                    self.requests.append(text)
                    reply = self._reply(text)
                if reply is Hangup:
                    sock.shutdown(socket.SHUT_RDWR)
                elif reply is not None:
                    sock.sendall(reply if isinstance(reply, Raw) else seal(reply))

    def _datagrams(self):
        while True:
            data, peer = self._udp.recvfrom(65536)
            if self._ended:
                return
            reply = self._reply(unseal(data).decode(errors="replace"))
            if reply is not None:
                with contextlib.suppress(OSError):
                    self._udp.sendto(reply if isinstance(reply, Raw) else seal(reply)[4:], peer)


class FakePlugThatLosesOneAnswer(FakePlug):
    """Passes requests on to a simulated plug, and hangs up instead of passing on one answer."""

    def __init__(self, house, word="set_relay_state", host="127.0.0.1"):
        super().__init__("127.7.7.7", self.pass_on, udp=False)
        self.house, self.word, self.host, self.lost = house, word, host, 0

    def pass_on(self, text):
        answer = ask_text(self.host, text)
        if self.word in text and not self.lost:
            self.lost += 1
            return Hangup
        return answer


class FakePlugThatOnlyNods(FakePlug):
    """Passes questions on to a simulated device, acknowledges everything else and does nothing of it."""

    def __init__(self, host):
        super().__init__("127.7.7.7", self.nod, udp=False)
        self.host, self.nodded = host, []

    def nod(self, text):
        request, answer = json.loads(text), {}
        context = {key: request.pop(key) for key in ("context",) if key in request}
        for module, methods in request.items():
            questions = {method: args for method, args in methods.items() if method.startswith("get_")}
            if questions:
                answer[module] = json.loads(ask_text(self.host, json.dumps({**context, module: questions})))[module]
            for method in methods.keys() - questions.keys():
                self.nodded.append(method)
                answer.setdefault(module, {})[method] = {"err_code": 0}
        return answer


@functools.cache
def sanitized():
    """Whether the programs were built with a sanitizer, which uses much memory of its own."""
    with open(kasatest.KASA, "rb") as program:
        symbols = program.read()
    return b"__asan_init" in symbols or b"__tsan_init" in symbols


def memory_limit_mib(plain):
    """A limit in MiB for what a program holds."""
    return plain * 4 + 400 if sanitized() else plain


def within_mib(limit):
    """A prefix for a command that may not have more memory than that; nothing where sanitizers need more."""
    return () if sanitized() else (kasatest.need_program("prlimit"), f"--data={limit << 20}")
