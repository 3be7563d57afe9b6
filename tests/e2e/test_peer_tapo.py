"""kasa-sim against a client of the newer firmware that is not ours: the npm package tp-link-tapo-connect.

It speaks the second generation of KLAP and SMART. What became of its orders is asked through kasa-sim's control, and
by the few lines of klapwire, so that two strangers judge kasa-sim.
"""
import json
import subprocess

import kasatest
import klapwire

PACKAGE = kasatest.PEERS / "node_modules" / "tp-link-tapo-connect"
SCRIPT = """
const { loginDeviceByIp } = require(process.argv[2]);
const lines = require('node:readline').createInterface({ input: process.stdin });
console.warn = () => {};

const devices = new Map();
const orders = {
  login: async ({ host, user, password }) => { devices.set(host, await loginDeviceByIp(user, password, host)); },
  call: ({ host, name, values }) => devices.get(host)[name](...values),
};

(async () => {
  for await (const line of lines) {
    const order = JSON.parse(line);
    try {
      console.log(JSON.stringify({ value: (await orders[order.do](order)) ?? null }));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error.message) }));
    }
  }
  process.exit(0);
})();
"""

PLUG, METER, STRIP, BULB, DIMMER = (f"127.0.0.{n}" for n in range(1, 6))
MODELS = ["P100", "P110,power=61", "P300", "L530E", "KS225"]


class Client:
    """The package behind one line for each order."""

    def __init__(self, folder):
        script = folder / "client.js"
        script.write_text(SCRIPT, encoding="utf-8")
        self.process = kasatest.start(str(script), str(PACKAGE), program=kasatest.need_program("node"),
                                      stdin=subprocess.PIPE, stderr=None)

    def answer(self, do, **order):
        self.process.stdin.write(json.dumps({"do": do, **order}).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(kasatest.line_of(self.process))

    def __call__(self, do, **order):
        answer = self.answer(do, **order)
        if "error" in answer:
            raise AssertionError(f"{do} {order}: {answer}")
        return answer["value"]

    def login(self, host, user=klapwire.USER, password=klapwire.PASSWORD):
        self("login", host=host, user=user, password=password)

    def call(self, host, name, *values):
        return self("call", host=host, name=name, values=values)

    def close(self):
        kasatest.end(self.process)


class PeerTapo(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for number, model in enumerate(MODELS, 1)
                                for word in ("--device", f"{model},alias=Gerät {number}")))
        self.peer = Client(self.folder())
        self.addCleanup(self.peer.close)

    def outlets(self, host):
        return [outlet["on"] for outlet in self.sim.get(host)["outlets"]]

    def test_it_logs_in_and_reads_who_it_is(self):
        for number, host in enumerate((PLUG, METER, STRIP, BULB, DIMMER), 1):
            with self.subTest(host):
                self.peer.login(host)
                info = self.peer.call(host, "getDeviceInfo")
                self.assertEqual(info["nickname"], f"Gerät {number}")
                self.assertEqual(info["device_id"], self.sim.get(host)["id"])
                self.assertEqual(self.sim.get(host)["logins"], 1)

    def test_it_switches_a_plug(self):
        self.peer.login(PLUG)
        for value in (True, False, True):
            self.peer.call(PLUG, "turnOn" if value else "turnOff")
            self.assertEqual(self.outlets(PLUG), [value])
            self.assertIs(self.peer.call(PLUG, "getDeviceInfo")["device_on"], value)
        self.assertEqual(self.sim.get(PLUG)["switches"], 3)

    def test_it_reads_energy(self):
        self.peer.login(METER)
        self.peer.call(METER, "turnOn")
        self.assertEqual(self.peer.call(METER, "getEnergyUsage")["current_power"], 61000)

    def test_it_switches_one_outlet(self):
        self.peer.login(STRIP)
        children = self.peer.call(STRIP, "getChildDevicesInfo")
        self.assertEqual([child["nickname"] for child in children], ["Outlet 1", "Outlet 2", "Outlet 3"])
        self.peer.call(STRIP, "turnOn", children[1]["device_id"])
        self.assertEqual(self.outlets(STRIP), [False, True, False])

    def test_it_colours_a_bulb_and_dims(self):
        self.peer.login(BULB)
        self.peer.call(BULB, "turnOn")
        self.peer.call(BULB, "setHSL", 200, 90, 40)
        info = self.peer.call(BULB, "getDeviceInfo")
        self.assertEqual([info[key] for key in ("hue", "saturation", "brightness", "color_temp")], [200, 90, 40, 0])
        self.peer.call(BULB, "setColour", "warmwhite")
        self.assertNotEqual(self.peer.call(BULB, "getDeviceInfo")["color_temp"], 0)
        self.peer.login(DIMMER)
        self.peer.call(DIMMER, "setBrightness", 33)
        self.assertEqual(self.peer.call(DIMMER, "getDeviceInfo")["brightness"], 33)

    def test_a_wrong_password_is_told(self):
        self.assertIn("error", self.peer.answer("login", host=PLUG, user=klapwire.USER, password="wrong"))
        self.assertEqual(self.sim.get(PLUG)["logins"], 0)

    def test_another_login_ends_its_session(self):
        self.peer.login(PLUG)
        other = klapwire.Client(PLUG)
        self.addCleanup(other.close)
        self.assertIn("403", self.peer.answer("call", host=PLUG, name="turnOn", values=[])["error"])
        self.peer.login(PLUG)
        self.peer.call(PLUG, "turnOn")
        self.assertEqual(self.outlets(PLUG), [True])

    def test_it_replays_recordings(self):
        files = [file for file in kasatest.recordings("smart")
                 if isinstance(json.loads(file.read_text())["get_device_info"].get("device_on"), bool)]
        self.sim.close()
        self.sim = self.house("--replay", *map(str, files))
        for number, file in enumerate(files, 1):
            host = f"127.0.0.{number}"
            with self.subTest(file.name):
                self.peer.login(host)
                before = self.peer.call(host, "getDeviceInfo")
                self.assertEqual(before["nickname"], file.stem.replace("_", " "))
                self.peer.call(host, "turnOff" if before["device_on"] else "turnOn")
                self.assertEqual(self.outlets(host), [not before["device_on"]])


def load_tests(loader, tests, pattern):
    if not PACKAGE.is_dir():
        kasatest.cannot_run(f"{PACKAGE} is not there: npm install in tests/peers, and KASA_PEERS says where")
    return tests


if __name__ == "__main__":
    kasatest.main()
