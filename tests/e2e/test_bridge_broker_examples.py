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

    def device(self, client):
        """A device's topic, once its state is there, and the word for the other state."""
        message = client.wait("kasa/+", lambda one: one.payload.startswith(b"{") and "state" in one.json)
        return message.topic, {"ON": "OFF", "OFF": "ON"}[message.json["state"]]

    def test_home_assistant_sees_devices_and_switches_them(self):
        home = self.client("homeassistant", "kasa/#", "homeassistant/#")
        self.bridge()
        home.wait("homeassistant/device/+/config", lambda message: "state" in message.json.get("components", {}))
        topic, other = self.device(home)
        home.publish(f"{topic}/set", other)
        home.wait_last(topic, lambda message: message.json["state"] == other)
        self.assertEqual(home.request("health_check")["status"], "ok")

    def test_a_display_looks_and_cannot_switch(self):
        home = self.client("homeassistant", "kasa/#")
        display = self.client("display", "kasa/+", "kasa/+/availability", "kasa/+/result", "homeassistant/#")
        self.bridge()
        topic, other = self.device(display)
        display.publish(f"{topic}/set", other)
        home.publish(f"{topic}/set/led", "OFF")
        home.wait_last(topic, lambda message: message.json.get("led") == "OFF")
        self.assertNotEqual(home.last[topic].json["state"], other)
        self.assertEqual([heard for heard in display.last if heard.startswith("homeassistant") or "result" in heard], [])

    def test_a_stranger_is_not_let_in(self):
        publish = kasatest.need_program("mosquitto_pub")
        done = subprocess.run([publish, "-u", "stranger", "-P", "x", "-t", "kasa/x/set", "-m", "ON"],
                              capture_output=True, timeout=kasatest.BOUND, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"not authorised", done.stderr.lower())


if __name__ == "__main__":
    kasatest.main()
