"""What README.md and the guides of contrib/examples tell of kasad over HTTP: their configurations are read, README's commands typed."""
import json
import re

import kasatest
from bridge import KASAD, Kasad
from kasatest import SOURCE, run
from receiver import Receiver

README = (SOURCE / "README.md").read_text(encoding="utf-8")
IFTTT = (SOURCE / "contrib" / "examples" / "ifttt.md").read_text(encoding="utf-8")
PROXIES = [(SOURCE / "contrib" / "examples" / "proxy" / name).read_text(encoding="utf-8") for name in ("nginx.conf", "Caddyfile")]
TOKEN, SECRET = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
TREE = "http://127.0.0.1:9980/api/v1/devices/christmas-tree"
CURL = [line for line in re.findall(r"(?m)^curl .*$", README)]
STREAM = [line for line in CURL if line.endswith("/events")]


def yaml_blocks(text):
    """Blocks that are configurations of kasad, also within lists."""
    blocks = re.findall(r"(?ms)^ *```yaml\n(.*?)^ *```$", text)
    return [block for block in blocks if re.search(r"(?m)^ *(http|hooks|webhooks):", block)]


def without_margin(text):
    margin = min(len(line) - len(line.lstrip()) for line in text.splitlines() if line.strip())
    return "".join(line[margin:] + "\n" for line in text.splitlines())


class HttpTest(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        kasatest.need_program("curl")
        self.etc = self.folder()
        self.write("http.tokens", f"control me {TOKEN}")
        for name in ("hook.tree", "webhook.node-red", "ifttt.key"):
            self.write(name, SECRET)

    def write(self, name, line):
        path = self.etc / name
        path.write_text(line + "\n", encoding="utf-8")
        path.chmod(0o600)

    def here(self, block):
        """The same with its files where this test has them."""
        return without_margin(block).replace("/etc/kasa/", f"{self.etc}/")


class Configurations(HttpTest):
    def accepted(self, text):
        path = self.etc / "kasad.yaml"
        path.write_text(self.here(text), encoding="utf-8")
        path.chmod(0o600)
        result = run("--config", str(path), "--check-config", program=KASAD)
        self.assertEqual((0, ""), (result.status, result.err))

    def test_those_of_readme_and_of_the_guide_are_accepted(self):
        blocks = yaml_blocks(README) + yaml_blocks(IFTTT)
        self.assertEqual(3, len(blocks))
        for block in blocks:
            with self.subTest(block):
                self.accepted(block)

    def test_those_of_the_proxies_are_accepted(self):
        for text in PROXIES:
            lines = [line[2:] for line in text.splitlines() if re.match(r"#  ", line)]
            self.assertEqual(4, len(lines))
            self.accepted("\n".join(lines))


class Readme(HttpTest):
    def setUp(self):
        super().setUp()
        self.sim = self.house()
        self.receiver = self.enter(Receiver())
        text = self.here(yaml_blocks(README)[0])
        text = text.replace("https://nodered.lan:1880", f"http://127.0.0.1:{self.receiver.port}")
        text += f"mqtt: {{enabled: no}}\ndiscovery: {{targets: [{kasatest.EVERYWHERE}]}}\n"
        text += "devices:\n  - {host: 127.0.0.1, name: christmas-tree}\n  - {host: 127.0.0.3, name: washer}\n"
        text += "  - {host: 127.0.0.2, name: heater}\n"
        self.kasad = self.enter(Kasad(text=text))
        kasatest.wait_until(lambda: json.loads(self.sh(f'curl -s -H "Authorization: Bearer $TOKEN" {TREE}')).get("energy"))

    def sh(self, line):
        result = run("-ec", line, program="/bin/sh", env={"TOKEN": TOKEN, "SECRET": SECRET})
        self.assertEqual((0, ""), (result.status, result.err))
        return result.out

    def is_on(self):
        return kasatest.sysinfo("127.0.0.1")["relay_state"] == 1

    def test_each_command_does_what_it_is_there_for(self):
        self.assertEqual(1, len(STREAM))
        self.assertGreaterEqual(len(CURL), 9)
        events = self.enter(kasatest.running("-c", "exec " + STREAM[0], program="/bin/sh", env={"TOKEN": TOKEN}))
        told = {line: self.sh(line) for line in CURL if line not in STREAM}
        for line, out in told.items():
            with self.subTest(line):
                self.assertNotEqual("", out)
                self.assertNotIn('"status":4', out)
        kasatest.wait_until(lambda: "event: state_changed" in kasatest.line_of(events))
        kasatest.wait_until(lambda: not self.is_on())

    def test_the_commands_switch_the_tree(self):
        put, toggle, hook = (next(line for line in CURL if word in line) for word in ("/state", "/toggle", "/hooks/tree"))
        self.assertTrue(json.loads(self.sh(put))["on"])
        self.assertTrue(self.is_on())
        self.sh(toggle)
        self.assertFalse(self.is_on())
        self.sh(toggle)
        self.assertTrue(self.is_on())
        self.sh(hook)
        kasatest.wait_until(lambda: not self.is_on())

    def test_the_webhook_goes_out_signed(self):
        self.sh(next(line for line in CURL if "/state" in line))
        told = self.receiver.wait(lambda request: request.json["type"] == "kasa.state_changed")
        self.assertIn("webhook-signature", {name.lower() for name in told.headers})


if __name__ == "__main__":
    kasatest.main()
