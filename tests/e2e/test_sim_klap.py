"""kasa-sim over KLAP and in the newer discovery, asked by the independent lines of klapwire."""
import contextlib
import json
import socket
import time
import unittest

import kasatest
import klapwire
from kasatest import EVERYWHERE

SYSINFO = {"system": {"get_sysinfo": {}}}
HOST = "127.0.0.1"


def relay(state):
    return {"system": {"set_relay_state": {"state": state}}}


class KlapCase(kasatest.TestCase):
    def plug(self, *words, transport="klap2"):
        """A house of one plug."""
        return self.house("--device", ",".join(["HS110(EU)", "alias=lamp", f"transport={transport}", *words]))

    def client(self, **keywords):
        client = klapwire.Client(HOST, **keywords)
        self.addCleanup(client.close)
        return client

    def refused(self, status, action, *args):
        with self.assertRaises(klapwire.Refused) as caught:
            action(*args)
        self.assertEqual(caught.exception.status, status)


class Oracle(unittest.TestCase):
    """That klapwire itself is right: the example of FIPS 197, and what is known of the checksum."""

    def test_aes(self):
        key = bytes(range(16))
        text = bytes.fromhex("00112233445566778899aabbccddeeff")
        data = klapwire.encrypt(key, bytes(16), text)
        self.assertEqual(data[:16].hex(), "69c4e0d86a7b0430d8cdb78070b4c55a")
        self.assertEqual(klapwire.decrypt(key, bytes(16), data), text)

    def test_keyless_probe(self):
        self.assertEqual(klapwire.packet(), klapwire.KEYLESS)


class Sessions(KlapCase):
    def test_both_generations_carry_the_same_device(self):
        told = {}
        for transport in ("xor", "klap1", "klap2"):
            with kasatest.House("--device", f"HS110(EU),alias=lamp,transport={transport}") as house:
                if transport == "xor":
                    told[transport] = kasatest.sysinfo(HOST)
                    continue
                client = self.client(version=int(transport[-1]))
                told[transport] = client.ask(SYSINFO)["system"]["get_sysinfo"]
                client.ask(relay(1))
                self.assertTrue(house.get("lamp")["on"])
        self.assertEqual(told["xor"], told["klap1"])
        self.assertEqual(told["xor"], told["klap2"])

    def test_klap_devices_have_no_xor_port(self):
        self.plug()
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection((HOST, 9999))
        with self.assertRaises((ConnectionRefusedError, TimeoutError)), \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(0.3)
            sock.connect((HOST, 9999))
            sock.send(kasatest.seal(json.dumps(SYSINFO))[4:])
            sock.recv(4096)

    def test_many_messages_on_one_connection(self):
        house = self.plug()
        client = self.client()
        for number in range(20):
            client.ask(relay(number % 2))
        self.assertEqual(house.counts("lamp")[:2], (1, 20))
        self.assertEqual(house.get("lamp")["switches"], 19)

    def test_a_session_outlives_its_connection(self):
        house = self.plug("close=1")
        client = self.client()
        for _ in range(3):
            client.ask(SYSINFO)
        self.assertEqual(house.get("lamp")["logins"], 1)
        self.assertEqual(house.get("lamp")["connections"], 5)

    def test_close_without_a_word(self):
        self.plug("close=quiet")
        client = self.client(login=False)
        self.assertTrue(client.handshake1())
        self.assertNotIn("connection", [name.lower() for name, _ in client.headers])
        with self.assertRaises(Exception):
            client.handshake2()
        client.close()
        client.handshake2()

    def test_wrong_account(self):
        self.plug()
        client = self.client(login=False, password="Hunter2 é")
        self.assertFalse(client.handshake1())
        self.refused(403, client.handshake2)

    def test_other_generation(self):
        self.plug(transport="klap1")
        self.assertFalse(self.client(login=False, version=2).handshake1())
        self.assertTrue(self.client(login=False, version=1).handshake1())

    def test_accounts_of_nobody(self):
        house = self.plug("account=none")
        self.client(user="", password="").ask(SYSINFO)
        house.set("lamp", "account", "default")
        self.client(user="kasa@tp-link.net", password="kasaSetup").ask(SYSINFO)
        house.close()
        self.house("--device", "P110,account=default")
        self.client(user="test@tp-link.net", password="test").smart("get_device_info")

    def test_account_of_the_run(self):
        self.house("--device", "HS100", "--transport", "klap1", "--username", "a@b", "--password", "c")
        self.client(version=1, user="a@b", password="c").ask(SYSINFO)

    def test_the_second_login_ends_the_first(self):
        house = self.plug()
        first = self.client()
        first.ask(SYSINFO)
        second = self.client()
        second.ask(SYSINFO)
        self.refused(403, first.ask, SYSINFO)
        house.set("lamp", "sessions", "2")
        first.login()
        second.ask(SYSINFO)
        first.ask(SYSINFO)

    def test_a_handshake_alone_ends_nothing(self):
        self.plug()
        first = self.client()
        self.client(login=False).handshake1()
        first.ask(SYSINFO)

    def test_no_session(self):
        self.plug()
        client = self.client()
        client.cookie = None
        self.refused(403, client.ask, SYSINFO)
        client.cookie = "TP_SESSIONID=00000000000000000000000000000000"
        self.refused(403, client.ask, SYSINFO)
        self.refused(403, client.handshake2)

    def test_sessions_run_out(self):
        house = self.plug("session=100")
        client = self.client()
        self.assertEqual(client.cookies["TIMEOUT"], "100")
        house.advance(99)
        client.ask(SYSINFO)
        house.advance(2)
        self.refused(403, client.ask, SYSINFO)

    def test_a_restart_forgets_sessions(self):
        house = self.plug()
        client = self.client()
        client.ask({"system": {"reboot": {"delay": 1}}})
        kasatest.wait_until(lambda: house.get("lamp")["away"], what="it goes")
        kasatest.wait_until(lambda: not house.get("lamp")["away"], what="it comes back")
        client.close()
        self.refused(403, client.ask, SYSINFO)

    def test_a_rival(self):
        self.plug("rival=3")
        client = self.client()
        for _ in range(3):
            client.ask(SYSINFO)
        self.refused(403, client.ask, SYSINFO)
        client.login()
        client.ask(SYSINFO)

    def test_a_session_for_one_request(self):
        self.plug("uses=1")
        client = self.client()
        client.ask(SYSINFO)
        self.refused(403, client.ask, SYSINFO)

    def test_a_number_again(self):
        house = self.plug()
        client = self.client()
        client.ask(relay(1))
        client.seq -= 1
        self.refused(400, client.ask, relay(0))
        self.assertTrue(house.get("lamp")["on"])
        self.refused(400, client.need, "/app/request", client.seal(b"{}", client.seq + 1))
        self.refused(400, client.need, "/app/request?seq=2147483648", client.seal(b"{}", client.seq + 1))

    def test_forged_requests(self):
        house = self.plug()
        client = self.client()
        body = bytearray(client.seal(json.dumps(relay(1)).encode(), client.seq + 1))
        for place in (0, 31, 32, len(body) - 1):
            body[place] ^= 0x40
            self.refused(400, client.need, f"/app/request?seq={client.seq + 1}", bytes(body))
            body[place] ^= 0x40
        self.refused(500, client.need, f"/app/request?seq={client.seq + 1}", bytes(body[:-1]))
        self.assertFalse(house.get("lamp")["on"])
        client.need(f"/app/request?seq={client.seq + 1}", bytes(body))
        self.assertTrue(house.get("lamp")["on"])

    def test_a_change_of_firmware(self):
        house = self.plug(transport="xor")
        self.assertEqual(kasatest.sysinfo(HOST)["alias"], "lamp")
        house.set("lamp", "transport", "klap2")
        with self.assertRaises(ConnectionRefusedError):
            kasatest.sysinfo(HOST)
        client = self.client()
        client.ask(SYSINFO)
        house.set("lamp", "transport", "klap1")
        client.close()
        self.refused(403, client.ask, SYSINFO)
        house.set("lamp", "transport", "xor")
        self.assertEqual(kasatest.sysinfo(HOST)["alias"], "lamp")


class Http(KlapCase):
    def test_other_pages(self):
        self.plug()
        client = self.client()
        self.assertEqual(client.post("/app", b"{}")[0], 404)
        self.assertEqual(client.post("/", b"", method="GET")[0], 404)
        self.assertEqual(client.post("/app/request", b"", method="GET")[0], 404)
        self.assertEqual(client.post("/app/handshake1", b"short")[0], 400)
        client.ask(SYSINFO)

    def test_header_case(self):
        house = self.plug("headers=lower", "cookie=two")
        client = self.client()
        self.assertIn("set-cookie", [name for name, _ in client.headers] + ["set-cookie"])
        client.handshake1()
        names = [name for name, _ in client.headers]
        self.assertEqual(names, [name.lower() for name in names])
        self.assertEqual(names.count("set-cookie"), 2)
        house.set("lamp", "headers", "usual")
        client.handshake1()
        self.assertIn("Set-Cookie", [name for name, _ in client.headers])

    def test_stock_page(self):
        house = self.plug("stock-page=1")
        with socket.create_connection((HOST, 80)) as sock:
            sock.sendall(b"POST /app/handshake1 HTTP/1.1\r\nhost: x\r\ncontent-length: 16\r\nConnection: close\r\n\r\n"
                         + bytes(16))
            answer = sock.makefile("rb").read()
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 ") and b"<html>" in answer, answer)
        self.assertEqual(house.get("lamp")["handshakes"], 0)
        self.client().ask(SYSINFO)

    def test_cookie_shapes(self):
        house = self.plug()
        for shape in ("usual", "spaced", "attributes", "plain", "two"):
            with self.subTest(shape):
                house.set("lamp", "cookie", shape)
                client = self.client()
                self.assertEqual("TIMEOUT" in client.cookies, shape != "plain")
                client.ask(SYSINFO)
        house.set("lamp", "cookie", "missing")
        client = self.client(login=False)
        self.assertTrue(client.handshake1())
        self.refused(403, client.handshake2)

    def test_a_time_limit_that_comes_back(self):
        house = self.plug("strict=1")
        client = self.client()
        client.ask(SYSINFO)
        client.cookie += "; TIMEOUT=86400"
        self.refused(403, client.ask, SYSINFO)
        house.set("lamp", "strict", "0")
        client.ask(SYSINFO)

    def test_pieces(self):
        """Each byte of a handshake in a segment of its own."""
        self.plug()
        with socket.create_connection((HOST, 80)) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in b"POST /app/handshake1 HTTP/1.1\r\nHost: x\r\nContent-Length: 16\r\n\r\n" + bytes(16):
                sock.sendall(bytes([byte]))
            self.assertTrue(sock.recv(4096).startswith(b"HTTP/1.1 200 OK\r\n"))

    def test_what_is_no_http(self):
        house = self.plug()
        for data in (kasatest.seal("{}") + b"\r\n\r\n", b"GET\r\n\r\n", b"POST / HTTP/2\r\n\r\n",
                     b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"a" * 70000,
                     b"POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n",
                     b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"):
            with self.subTest(data[:60]), socket.create_connection((HOST, 80), timeout=60) as sock:
                with contextlib.suppress(ConnectionError):
                    sock.sendall(data)
                with contextlib.suppress(ConnectionError):
                    self.assertEqual(sock.recv(4096), b"")
        self.client().ask(SYSINFO)
        self.assertEqual(house.get("lamp")["requests"], 1)


class Faults(KlapCase):
    def test_forged(self):
        house = self.plug()
        client = self.client()
        house.fault("lamp", "forged")
        with self.assertRaisesRegex(AssertionError, "not signed"):
            client.ask(SYSINFO)
        house.fault("lamp")
        client.ask(SYSINFO)

    def test_statuses(self):
        house = self.plug()
        client = self.client()
        for status in (403, 429, 500):
            house.fault("lamp", f"status:{status}")
            self.refused(status, client.ask, relay(1))
            client.handshake1()
        self.assertFalse(house.get("lamp")["on"])
        house.fault("lamp", "handshake")
        self.refused(403, client.handshake1)

    def test_cut_and_slow_and_garbage(self):
        house = self.plug()
        client = self.client()
        house.fault("lamp", "slow:200")
        start = time.monotonic()
        client.ask(SYSINFO)
        self.assertGreater(time.monotonic() - start, 0.19)
        for fault in ("cut:70", "length:3", "garbage:5", "reset-after:10", "die-after-apply"):
            with self.subTest(fault):
                house.fault("lamp", fault)
                with self.assertRaises(Exception):
                    client.ask(SYSINFO)
                client.close()
        house.fault("lamp")
        client.ask(SYSINFO)

    def test_doors_that_stay_shut(self):
        for transport, status in (("tpap", 403), ("aes", 404)):
            with self.subTest(transport), kasatest.House("--device", f"HS110(EU),transport={transport}"):
                self.refused(status, self.client(login=False).handshake1)
                (told,) = klapwire.discover(HOST, ports=[20002]).values()
                self.assertEqual(told["mgt_encrypt_schm"]["encrypt_type"], transport.upper())


class Discovery(KlapCase):
    def test_one_device_answers_at_both_ports(self):
        house = self.plug()
        found = klapwire.discover(HOST, count=2)
        self.assertEqual(set(found), {(HOST, 20002), (HOST, 20004)})
        told = found[HOST, 20002]
        self.assertEqual(told, found[HOST, 20004])
        self.assertEqual(told["device_type"], "IOT.SMARTPLUGSWITCH")
        self.assertEqual(told["device_model"], "HS110(EU)")
        self.assertEqual(told["ip"], HOST)
        self.assertEqual(told["mac"].replace("-", ":"), house.get("lamp")["mac"])
        self.assertEqual(told["owner"], "B58996C504C5638798EB6B511E6F49AF")
        self.assertEqual(told["mgt_encrypt_schm"], {"is_support_https": False, "encrypt_type": "KLAP", "http_port": 80,
                                                    "lv": 2, "new_klap": 1})
        self.assertRegex(told["device_id"], "^[0-9a-f]{32}$")

    def test_the_first_generation_has_no_number(self):
        self.plug(transport="klap1")
        (told,) = klapwire.discover(HOST, ports=[20004]).values()
        self.assertEqual(told["mgt_encrypt_schm"], {"is_support_https": False, "encrypt_type": "KLAP", "http_port": 80})

    def test_nobodys_device_has_no_owner(self):
        house = self.plug("account=default")
        (told,) = klapwire.discover(HOST, ports=[20002]).values()
        self.assertNotIn("owner", told)
        self.assertTrue(told["factory_default"])
        house.set("lamp", "account", "none")
        (told,) = klapwire.discover(HOST, ports=[20002]).values()
        self.assertNotIn("owner", told)
        self.assertFalse(told["factory_default"])

    def test_a_broadcast_is_answered_by_those_who_announce(self):
        house = self.house("--device", "HS100,transport=klap1", "--device", "HS103,transport=klap2",
                           "--device", "HS105", "--device", "HS200,announce=aes", "--device", "EP10,transport=tpap",
                           "--device", "HS210,transport=klap2,announce=none")
        found = klapwire.discover(EVERYWHERE, ports=[20002], count=4)
        kinds = {address: told["mgt_encrypt_schm"]["encrypt_type"] for (address, _), told in found.items()}
        self.assertEqual(kinds, {"127.0.0.1": "KLAP", "127.0.0.2": "KLAP", "127.0.0.4": "AES", "127.0.0.5": "TPAP"})
        self.assertEqual(house.get("127.0.0.6")["announcements"], 0)
        self.assertEqual(house.get("127.0.0.3")["announcements"], 0)

    def test_probes_with_a_key_and_broken_ones(self):
        house = self.plug()
        key = json.dumps({"params": {"rsa_key": "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"}})
        probe = klapwire.packet(key.encode(), flags=17, serial=0xdeadbeef)
        self.assertEqual(len(klapwire.discover(HOST, ports=[20002], probe=probe)), 1)
        asked = house.get("lamp")["announcements"]
        for place in (0, 3, 5, 8, 15, 30):
            broken = bytearray(probe)
            broken[place] ^= 1
            klapwire.discover(HOST, ports=[20002], probe=bytes(broken), bound=0)
        klapwire.discover(HOST, ports=[20002], probe=probe[:10], bound=0)
        self.assertEqual(len(klapwire.discover(HOST, ports=[20002])), 1)
        self.assertEqual(house.get("lamp")["announcements"], asked + 1)

    def test_other_ports(self):
        self.house("--device", "HS100", "--transport", "klap2", "--http-port", "8080", "--tdp-port", "3333")
        found = klapwire.discover(EVERYWHERE, ports=[3333])
        self.assertEqual(found[HOST, 3333]["mgt_encrypt_schm"]["http_port"], 8080)
        self.client(port=8080).ask(SYSINFO)

    def test_a_large_house_shares_its_listeners(self):
        house = self.house("--count", "300", "--transport", "klap2")
        found = klapwire.discover(EVERYWHERE, ports=[20002], count=300)
        self.assertEqual(len(found), 300)
        for address in ("127.0.0.1", "127.0.1.40"):
            client = klapwire.Client(address)
            client.ask(relay(1))
            client.close()
            self.assertTrue(house.get(address)["on"])


if __name__ == "__main__":
    kasatest.main()
