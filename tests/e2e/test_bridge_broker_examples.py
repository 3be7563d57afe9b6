"""contrib/examples/mosquitto with a real mosquitto: the bridge and Home Assistant may what they need, a display only looks."""

import subprocess

import bridge
import kasatest

EXAMPLES = kasatest.SOURCE / "contrib" / "examples" / "mosquitto"
USERS = ("kasad", "homeassistant", "display")


def example(folder):
    """The lines of kasad.conf, with its files where this test has them."""
    for file in ("kasad.acl", "kasad.passwd"):
        (folder / file).touch()
    passwords = kasatest.need_program("mosquitto_passwd")
    for user in USERS:
        subprocess.run([passwords, "-b", str(folder / "kasad.passwd"), user, f"{user}'s"], check=True, capture_output=True)
    (folder / "kasad.acl").write_text((EXAMPLES / "kasad.acl").read_text())
    for file in ("kasad.acl", "kasad.passwd"):
        (folder / file).chmod(0o600)
    lines = (EXAMPLES / "kasad.conf").read_text().replace("/etc/mosquitto/", f"{folder}/").splitlines()
    return [line for line in lines if not line.startswith("persistence ")]  # there is no folder for it here


class Examples(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.broker = bridge.Broker(*example(self.folder()), listener=False)
        self.addCleanup(self.broker.close)

    def client(self, user, *filters):
        client = bridge.Client(filters=filters or ("#",), username=user, password=f"{user}'s")
        self.addCleanup(client.close)
        return client

    def bridge(self):
        self.house("--count", "1")
        kasad = bridge.Kasad(self.broker, {"mqtt": {"username": "kasad"}}, env={"KASAD_MQTT_PASSWORD": "kasad's"})
        self.addCleanup(kasad.close)
        return kasad

    def test_home_assistant_sees_devices_and_switches_them(self):
        home = self.client("homeassistant", "kasa/#", "homeassistant/#")
        self.bridge()
        config = home.wait("homeassistant/device/+/config", lambda message: "state" in message.json.get("components", {}))
        state = config.json["state_topic"]
        home.wait_last(state, lambda message: message.json["state"] == "ON")
        home.publish(f"{state}/set", "OFF")
        home.wait_last(state, lambda message: message.json["state"] == "OFF")
        self.assertIn("data", home.request("health_check"))

    def test_a_display_looks_and_cannot_switch(self):
        home = self.client("homeassistant", "kasa/#")
        display = self.client("display")
        self.bridge()
        state = display.wait("kasa/+", lambda message: message.payload.startswith(b"{")).topic
        display.publish(f"{state}/set", "OFF")
        home.publish(f"{state}/get", "")
        home.publish(f"{state}/set/led", "OFF")
        home.wait_last(state, lambda message: message.json.get("led") == "OFF")
        self.assertEqual(home.last[state].json["state"], "ON")
        self.assertEqual([topic for topic in display.last if topic.startswith("homeassistant") or "result" in topic], [])

    def test_a_stranger_is_not_let_in(self):
        with self.assertRaises(AssertionError):
            bridge.Client(filters=("#",), username="stranger", password="x")


if __name__ == "__main__":
    kasatest.main()
