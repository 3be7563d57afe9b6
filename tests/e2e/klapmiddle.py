"""Somebody between kasa and a simulated device that speaks KLAP: passes on what both say, and meddles where told to.

It sees HTTP and no keys. What a request does is known from kasa-sim, which counts what its devices carry out.
"""
import contextlib
import re
import socket
import threading

from kasatest import BOUND
from plugwire import Hangup

ADDRESS = "127.7.7.7"


def status(code):
    """An answer of HTTP that holds nothing else."""
    return f"HTTP/1.1 {code} Whatever\r\nContent-Length: 0\r\n\r\n".encode()


def _message(sock):
    """The bytes of one message of HTTP, or EOFError."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(sock)
    head = data.split(b"\r\n\r\n")[0]
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    whole = len(head) + 4 + (int(length[1]) if length else 0)
    while len(data) < whole:
        data += _more(sock)
    return data


def _more(sock):
    piece = sock.recv(65536)
    if not piece:
        raise EOFError
    return piece


class Middle:
    """`before(number)` gives an answer in the device's place, or None to pass the request on; `after(number, answer)`
    gives what is told instead of the device's answer. Numbers count requests from 1; log-ins are passed on.
    Both may return bytes or Hangup."""

    def __init__(self, host, before=lambda number: None, after=lambda number, answer: answer):
        self.host, self.before, self.after = host, before, after
        self.requests = self.logins = 0
        self._ended, self._open, self._lock = False, [], threading.Lock()
        self._listener = socket.create_server((ADDRESS, 80), backlog=64)
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *unused):
        self._ended = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(BOUND)
        for sock in [self._listener, *self._open]:
            sock.close()

    def _accept(self):
        while not self._ended:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock):
        with contextlib.suppress(OSError, EOFError), socket.create_connection((self.host, 80), BOUND) as device:
            while True:
                request = _message(sock)
                with self._lock:
                    answer = self._answer(device, request)
                if answer is Hangup:
                    sock.shutdown(socket.SHUT_RDWR)
                    return
                sock.sendall(answer)

    def _answer(self, device, request):
        asks = request.startswith(b"POST /app/request")
        self.logins += request.startswith(b"POST /app/handshake2")
        self.requests += asks
        answer = self.before(self.requests) if asks else None
        if answer is not None:
            return answer
        device.sendall(request)
        answer = _message(device)
        return self.after(self.requests, answer) if asks else answer
