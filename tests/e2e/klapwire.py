"""KLAP and the newer discovery spoken by these lines alone, for asking devices without kasa: the oracle of the tests.

    device = klapwire.Client("127.0.0.1")       # logs in with the account of kasa-sim
    device.ask({"system": {"get_sysinfo": {}}})

The cipher is AES as FIPS 197 has it, table by table; the hashes and the CRC are Python's.
"""
import hashlib
import http.client
import json
import os
import select
import socket
import struct
import time
import zlib

USER, PASSWORD = "user@example.com", "hunter2 é"  # of kasa-sim, unless it is told otherwise
KEYLESS = bytes.fromhex("020000010000000000000000463cb5d3")
TDP_PORTS = (20002, 20004)


# -- AES-128-CBC ------------------------------------------------------------------------------------------------------

def _double(value):
    value <<= 1
    return value ^ 0x11b if value & 0x100 else value


def _times(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = _double(a), b >> 1
    return product


def _make_box():
    """The bytes' inverses, and then bits mixed with their neighbours."""
    box = [0x63] * 256
    for value in range(1, 256):
        inverse = next(other for other in range(1, 256) if _times(value, other) == 1)
        mixed = inverse
        for shift in range(1, 5):
            mixed ^= (inverse << shift | inverse >> (8 - shift)) & 0xff
        box[value] = mixed ^ 0x63
    return bytes(box)


_BOX = _make_box()
_BACK = bytes(_BOX.index(value) for value in range(256))
_MUL = {factor: bytes(_times(value, factor) for value in range(256)) for factor in (2, 3, 9, 11, 13, 14)}


def _round_keys(key):
    words, constant = [key[i:i + 4] for i in range(0, 16, 4)], 1
    for i in range(4, 44):
        word = words[i - 1]
        if i % 4 == 0:
            word = bytes(_BOX[b] for b in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _double(constant)
        words.append(_xor(words[i - 4], word))
    return [b"".join(words[i:i + 4]) for i in range(0, 44, 4)]


def _xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def _mix(block, factors):
    out = bytearray()
    for column in range(0, 16, 4):
        for row in range(4):
            value = 0
            for i in range(4):
                byte, factor = block[column + (row + i) % 4], factors[i]
                value ^= byte if factor == 1 else _MUL[factor][byte]
            out.append(value)
    return bytes(out)


def _encrypt_block(keys, block):
    block = _xor(block, keys[0])
    for number, key in enumerate(keys[1:], 1):
        block = bytes(_BOX[block[(i + 4 * (i % 4)) % 16]] for i in range(16))
        if number < 10:
            block = _mix(block, (2, 3, 1, 1))
        block = _xor(block, key)
    return block


def _decrypt_block(keys, block):
    for number in range(10, 0, -1):
        block = _xor(block, keys[number])
        if number < 10:
            block = _mix(block, (14, 11, 13, 9))
        block = bytes(_BACK[block[(i - 4 * (i % 4)) % 16]] for i in range(16))
    return _xor(block, keys[0])


def encrypt(key, iv, text):
    """With its padding, PKCS#7."""
    keys, out = _round_keys(key), b""
    text += bytes([16 - len(text) % 16]) * (16 - len(text) % 16)
    for i in range(0, len(text), 16):
        iv = _encrypt_block(keys, _xor(text[i:i + 16], iv))
        out += iv
    return out


def decrypt(key, iv, data):
    """Without its padding, which must be one."""
    keys, out = _round_keys(key), b""
    for i in range(0, len(data), 16):
        out += _xor(_decrypt_block(keys, data[i:i + 16]), iv)
        iv = data[i:i + 16]
    pad = out[-1]
    if not 1 <= pad <= 16 or out[-pad:] != bytes([pad]) * pad:
        raise AssertionError(f"no padding: {out[-16:].hex()}")
    return out[:-pad]


# -- KLAP -------------------------------------------------------------------------------------------------------------

def _md5(data):
    return hashlib.md5(data).digest()


def _sha1(data):
    return hashlib.sha1(data).digest()


def _sha256(data):
    return hashlib.sha256(data).digest()


def auth_hash(version, user, password):
    user, password = user.encode(), password.encode()
    if version == 1:
        return _md5(_md5(user) + _md5(password))
    return _sha256(_sha1(user) + _sha1(password))


class Refused(Exception):
    """The device answered with another status than 200."""

    def __init__(self, status, where):
        super().__init__(f"status {status} at {where}")
        self.status, self.where = status, where


class Client:
    """One session with one device."""

    def __init__(self, host, port=80, version=2, user=USER, password=PASSWORD, login=True, timeout=60):
        self.host, self.port, self.version, self.timeout = host, port, version, timeout
        self.auth = auth_hash(version, user, password)
        self.cookie, self.connection, self.headers = None, None, {}
        if login:
            self.login()

    def post(self, path, body, headers=None, method="POST"):
        """The status and the body; the last answer's headers stay in self.headers, as pairs."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        head = {"Cookie": self.cookie} if self.cookie else {}
        self.connection.request(method, path, body, {**head, **(headers or {})})
        answer = self.connection.getresponse()
        data = answer.read()
        self.headers = answer.getheaders()
        if answer.will_close:
            self.close()
        return answer.status, data

    def need(self, path, body):
        status, data = self.post(path, body)
        if status != 200:
            raise Refused(status, path)
        return data

    def handshake1(self, seed=None):
        """Checks that the device knows the account, and keeps its cookie."""
        self.cookie, self.local = None, seed or os.urandom(16)
        data = self.need("/app/handshake1", self.local)
        if len(data) != 48:
            raise AssertionError(f"{len(data)} bytes: {data!r}")
        self.remote, proof = data[:16], data[16:]
        cookies = "; ".join(value for name, value in self.headers if name.lower() == "set-cookie")
        pairs = dict(part.strip().split("=", 1) for part in cookies.split(";") if "=" in part)
        self.cookies = {name.strip(): value.strip() for name, value in pairs.items()}
        if "TP_SESSIONID" in self.cookies:
            self.cookie = "TP_SESSIONID=" + self.cookies["TP_SESSIONID"]
        between = self.remote if self.version == 2 else b""
        return proof == _sha256(self.local + between + self.auth)

    def handshake2(self, proof=None):
        between = self.local if self.version == 2 else b""
        self.need("/app/handshake2", proof or _sha256(self.remote + between + self.auth))
        both = self.local + self.remote + self.auth
        iv = _sha256(b"iv" + both)
        self.key, self.iv = _sha256(b"lsk" + both)[:16], iv[:12]
        self.sig, self.seq = _sha256(b"ldk" + both)[:28], struct.unpack(">i", iv[-4:])[0]

    def login(self):
        if not self.handshake1():
            raise AssertionError("the device does not prove that it knows the account")
        self.handshake2()

    def seal(self, text, seq):
        number = struct.pack(">i", seq)
        data = encrypt(self.key, self.iv + number, text)
        return _sha256(self.sig + number + data) + data

    def unseal(self, body, seq):
        number = struct.pack(">i", seq)
        if body[:32] != _sha256(self.sig + number + body[32:]):
            raise AssertionError("the answer is not signed by the device")
        return decrypt(self.key, self.iv + number, body[32:])

    def ask_text(self, text):
        self.seq += 1
        data = self.need(f"/app/request?seq={self.seq}", self.seal(text, self.seq))
        return self.unseal(data, self.seq)

    def ask(self, request):
        return json.loads(self.ask_text(json.dumps(request).encode()))

    def smart(self, method, params=None, code=0):
        """The result of a method of SMART, which must be answered with @code."""
        request = {"method": method, **({} if params is None else {"params": params})}
        answer = self.ask(request)
        if answer["error_code"] != code:
            raise AssertionError(f"{request}: {answer}")
        return answer.get("result")

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


# -- the newer discovery ----------------------------------------------------------------------------------------------

def checksum(packet):
    return zlib.crc32(packet[:12] + bytes.fromhex("5a6b7c8d") + packet[16:])


def packet(payload=b"", flags=0, serial=0):
    """A probe, whose checksum is right."""
    head = struct.pack(">BBHHBBI", 2, 0, 1, len(payload), flags, 0, serial)
    return head + struct.pack(">I", checksum(head + bytes(4) + payload)) + payload


def read(packet):
    """What an answer says; its length and its checksum must be right."""
    version, _, op, length, _, _, _, crc = struct.unpack(">BBHHBBII", packet[:16])
    if version != 2 or op not in (1, 2) or length != len(packet) - 16 or crc != checksum(packet):
        raise AssertionError(f"no answer of the newer discovery: {packet[:16].hex()}")
    answer = json.loads(packet[16:])
    if answer["error_code"] != 0:
        raise AssertionError(f"{answer}")
    return answer["result"]


def discover(target, ports=TDP_PORTS, probe=KEYLESS, count=1, bound=60.0):
    """The first @count answers as {(address, port): result}; fewer when no more come within @bound."""
    found, end_s = {}, time.monotonic() + bound
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        for port in ports:
            sock.sendto(probe, (target, port))
        while len(found) < count and select.select([sock], [], [], max(0, end_s - time.monotonic()))[0]:
            data, peer = sock.recvfrom(65536)
            found[peer] = read(data)
    return found
