"""contrib/examples/proxy: kasad behind a real nginx and a real Caddy, with TLS, as their files say."""
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess

import kasatest
from api import TOKENS, tokens_file
from bridge import Kasad

EXAMPLES = kasatest.SOURCE / "contrib" / "examples" / "proxy"
NAME, HOME, ABROAD = "plugs.example.org", "127.0.0.1", "198.51.100.7"
SECRET = "fedcba9876543210fedcba9876543210"
FAN = "/api/v1/devices/fan"


def program(name):
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if path is None:
        kasatest.skip(f"{name} is not installed")
    return path


class Proxied:
    """What each of them must do; a class below starts one."""

    def setUp(self):
        super().setUp()
        self.folder_of = self.folder()
        self.house("--device", "HS100(EU),alias=Fan", "--address", "127.1.0.1")
        subprocess.run(["ip", "address", "add", f"{ABROAD}/32", "dev", "lo"], check=False, capture_output=True)
        subprocess.run([program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
                        "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", f"{self.folder_of}/{NAME}.key",
                        "-out", f"{self.folder_of}/{NAME}.crt"], check=True, capture_output=True)
        self.enter(Kasad(config={
            "devices": [{"host": "127.1.0.1", "name": "fan"}], "discovery": {"enabled": False}, "mqtt": {"enabled": False},
            "relay": {"interval": "0s"},
            "hooks": [{"id": "fan", "auth": "bearer", "secret": SECRET, "order": {"device": "fan", "set": "ON"}}],
            "http": {"hosts": [NAME], "proxies": [HOME], "tokens_file": tokens_file(self.folder_of),
                     "limits": {"wrong_per_minute": 3}}}))
        process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env={**os.environ, **self.env()})
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        kasatest.wait_until(self.serves, what="the proxy to serve")

    def env(self):
        return {}

    def serves(self):
        try:
            return self.ask("GET", FAN)[0] == 200
        except OSError:
            return False

    def connect(self, source=HOME):
        context = ssl.create_default_context(cafile=f"{self.folder_of}/{NAME}.crt")
        raw = socket.create_connection((source, 443), timeout=kasatest.BOUND, source_address=(source, 0))
        connection = http.client.HTTPConnection(NAME)
        connection.sock = context.wrap_socket(raw, server_hostname=NAME)
        return connection

    def ask(self, method, path, token=TOKENS["control"], body=None, source=HOME, headers=None):
        connection = self.connect(source)
        try:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})}
            connection.request(method, path, body=body and json.dumps(body), headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def test_who_is_at_home_reads_and_switches(self):
        self.assertEqual(200, self.ask("PUT", f"{FAN}/state", body={"state": "ON"})[0])
        self.assertIs(True, json.loads(self.ask("GET", FAN)[1])["on"])
        self.assertEqual(401, self.ask("GET", FAN, token="x" * 32)[0])

    def test_events_come_as_they_happen(self):
        connection = self.connect()
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {TOKENS['read']}"})
        stream = connection.getresponse()
        self.assertEqual(200, stream.status)
        self.ask("PUT", f"{FAN}/state", body={"state": "ON"})
        self.ask("PUT", f"{FAN}/state", body={"state": "OFF"})
        kasatest.wait_until(lambda: stream.readline() == b"event: state_changed\n")

    def test_from_abroad_there_are_hooks_alone(self):
        self.assertEqual(403, self.ask("GET", FAN, source=ABROAD)[0])
        self.assertEqual(403, self.ask("GET", "/api/v1/events", source=ABROAD)[0])
        self.assertEqual(401, self.ask("POST", "/hooks/fan", token="x" * 32, source=ABROAD)[0])
        self.assertEqual(202, self.ask("POST", "/hooks/fan", token=SECRET, source=ABROAD)[0])
        kasatest.wait_until(lambda: json.loads(self.ask("GET", FAN)[1])["on"])

    def test_who_guesses_is_told_to_wait_by_his_own_address(self):
        told = [self.ask("POST", "/hooks/fan", token="x" * 32, source=ABROAD, headers={"X-Forwarded-For": f"192.0.2.{n}"})[0]
                for n in range(6)]
        self.assertEqual(429, told[-1], told)
        self.assertEqual(401, self.ask("POST", "/hooks/fan", token="x" * 32)[0])

    def test_a_body_that_is_too_large_does_not_come_through(self):
        self.assertEqual(413, self.ask("PUT", f"{FAN}/state", body={"state": "x" * 70000})[0])


class Nginx(Proxied, kasatest.TestCase):
    def command(self):
        folder = self.folder_of
        text = (EXAMPLES / "nginx.conf").read_text(encoding="utf-8").replace("/etc/ssl/", f"{folder}/")
        (folder / "kasad.conf").write_text(text, encoding="utf-8")
        paths = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
                                           f"events {{}}\nhttp {{ access_log off; {paths}\ninclude {folder}/kasad.conf; }}\n",
                                           encoding="utf-8")
        return [program("nginx"), "-c", f"{folder}/nginx.conf"]


class Caddy(Proxied, kasatest.TestCase):
    def command(self):
        folder = self.folder_of
        text = (EXAMPLES / "Caddyfile").read_text(encoding="utf-8")
        text = text.replace(f"\n{NAME} {{\n", f"\n{NAME} {{\n\ttls {folder}/{NAME}.crt {folder}/{NAME}.key\n")
        (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text, encoding="utf-8")
        return [program("caddy"), "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]

    def env(self):
        return {"XDG_DATA_HOME": str(self.folder_of), "XDG_CONFIG_HOME": str(self.folder_of), "HOME": str(self.folder_of)}


if __name__ == "__main__":
    kasatest.main()
