"""kasa-sim against a client that is not ours: the npm package tplink-smarthome-api.

What became of an order is asked by the few lines of kasatest.ask(), so that two strangers judge kasa-sim.
"""
import json
import subprocess

import kasatest
from kasatest import ask, sysinfo

PACKAGE = kasatest.PEERS / "node_modules" / "tplink-smarthome-api"
SCRIPT = """
const { Client } = require(process.argv[2]);
const lines = require('node:readline').createInterface({ input: process.stdin });
const client = new Client({ defaultSendOptions: { timeout: 30000 }, logLevel: 'silent' });

const plain = (device) => ({ host: device.host, alias: device.alias, model: device.model, type: device.deviceType,
  deviceId: device.deviceId, mac: device.mac, children: device.children ? [...device.children.values()] : [] });

const discover = (expected) => new Promise((resolve) => {
  const seen = new Map();
  client.on('device-new', (device) => {
    seen.set(device.host, plain(device));
    if (seen.size === expected) {
      client.stopDiscovery();
      resolve([...seen.values()]);
    }
  });
  client.startDiscovery({ broadcast: '127.255.255.255', discoveryInterval: 500, breakoutChildren: false });
});

const device = ({ host, child }) => client.getDevice({ host, ...(child === undefined ? {} : { childId: child }) });
const orders = {
  discover: ({ expected }) => discover(expected),
  sysinfo: ({ host }) => client.getSysInfo(host),
  device: async (order) => plain(await device(order)),
  power: async (order) => (await device(order)).setPowerState(order.value),
  powerState: async (order) => (await device(order)).getPowerState(),
  toggle: async (order) => (await device(order)).togglePowerState(),
  alias: async (order) => (await device(order)).setAlias(order.value),
  led: async (order) => (await device(order)).setLedState(order.value),
  realtime: async (order) => (await device(order)).emeter.getRealtime(),
  reboot: async (order) => (await device(order)).reboot(1),
  send: ({ host, request }) => client.send(request, host).then(JSON.parse),
};

(async () => {
  for await (const line of lines) {
    const order = JSON.parse(line);
    try {
      console.log(JSON.stringify({ value: (await orders[order.do](order)) ?? null }));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error.message), response: error.response ?? null }));
    }
  }
  process.exit(0);
})();
"""

MODELS = ["HS100", "HS110(US)", "HS110(EU)", "KP115", "HS200", "HS220", "HS300", "KP303(UK)", "KL110", "KL130", "KL430"]
HOSTS = {model: f"127.0.0.{n}" for n, model in enumerate(MODELS, 1)}
STRIPS = ["HS300", "KP303(UK)"]
LIGHTS = ["KL110", "KL130", "KL430"]
PLUGS = ["HS100", "HS110(US)", "HS110(EU)", "KP115", "HS200", "HS220"]
METERED = {"HS110(US)": 412.5, "HS110(EU)": 23.4, "KP115": 85}


class Client:
    """The package behind one line for each order."""

    def __init__(self, folder):
        script = folder / "client.js"
        script.write_text(SCRIPT, encoding="utf-8")
        self.process = kasatest.start(str(script), str(PACKAGE), program=kasatest.need_program("node"),
                                      stdin=subprocess.PIPE,
                                      stderr=None)

    def answer(self, do, **order):
        self.process.stdin.write(json.dumps({"do": do, **order}).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(kasatest.line_of(self.process))

    def __call__(self, do, **order):
        answer = self.answer(do, **order)
        if "error" in answer:
            raise AssertionError(f"{do} {order}: {answer}")
        return answer["value"]

    def close(self):
        kasatest.end(self.process)


class PeerClient(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        arguments = [word for model in MODELS for word in ("--device", f"{model},alias={model} here")]
        self.sim = self.house(*arguments)
        self.client = Client(self.folder())
        self.addCleanup(self.client.close)

    def test_it_discovers_every_device_and_sees_the_right_kind(self):
        found = {device["host"]: device for device in self.client("discover", expected=len(MODELS))}
        self.assertEqual({host: f"{model} here" for model, host in HOSTS.items()},
                         {host: device["alias"] for host, device in found.items()})
        self.assertEqual({host: "bulb" if model in LIGHTS else "plug" for model, host in HOSTS.items()},
                         {host: device["type"] for host, device in found.items()})
        self.assertEqual(len(MODELS), len({device["deviceId"] for device in found.values()}))
        self.assertEqual(len(MODELS), len({device["mac"] for device in found.values()}))

    def test_it_reads_the_same_sysinfo(self):
        for model, host in HOSTS.items():
            with self.subTest(model):
                self.assertEqual(sysinfo(host), self.client("sysinfo", host=host))

    def test_it_switches_plugs_on_and_off(self):
        for model in PLUGS:
            for value in (True, False):
                with self.subTest(model=model, value=value):
                    self.client("power", host=HOSTS[model], value=value)
                    self.assertEqual(int(value), sysinfo(HOSTS[model])["relay_state"])
                    self.assertIs(value, self.client("powerState", host=HOSTS[model]))

    def test_it_toggles(self):
        for model in PLUGS + LIGHTS:
            with self.subTest(model):
                self.assertIs(True, self.client("toggle", host=HOSTS[model]))
                self.assertIs(False, self.client("toggle", host=HOSTS[model]))

    def test_it_switches_lights(self):
        for model in LIGHTS:
            for value in (True, False):
                with self.subTest(model=model, value=value):
                    self.client("power", host=HOSTS[model], value=value)
                    self.assertEqual(int(value), sysinfo(HOSTS[model])["light_state"]["on_off"])

    def test_it_sees_the_outlets_and_switches_one(self):
        for model in STRIPS:
            with self.subTest(model):
                children = self.client("device", host=HOSTS[model])["children"]
                self.assertEqual(len(sysinfo(HOSTS[model])["children"]), len(children))
                self.client("power", host=HOSTS[model], child=children[1]["id"], value=True)
                states = [child["state"] for child in sysinfo(HOSTS[model])["children"]]
                self.assertEqual([0, 1] + [0] * (len(children) - 2), states)

    def test_it_reads_the_meter(self):
        for model, power in METERED.items():
            with self.subTest(model):
                self.client("power", host=HOSTS[model], value=True)
                reading = self.client("realtime", host=HOSTS[model])
                self.assertAlmostEqual(power, reading["power"], delta=power / 10)
                self.assertGreater(reading["voltage"], 100)
                self.assertGreater(reading["total"], 0)

    def test_it_reads_the_meter_of_an_outlet(self):
        children = self.client("device", host=HOSTS["HS300"])["children"]
        self.client("power", host=HOSTS["HS300"], child=children[2]["id"], value=True)
        readings = [self.client("realtime", host=HOSTS["HS300"], child=child["id"])["power"] for child in children]
        self.assertGreater(readings[2], 1)
        self.assertEqual([0] * 5, readings[:2] + readings[3:])

    def test_it_is_told_what_a_device_lacks(self):
        for model in ("HS100", "HS200", "HS220"):
            with self.subTest(model):
                answer = self.client.answer("realtime", host=HOSTS[model])
                self.assertIn("error", answer)
                self.assertEqual(-1, ask(HOSTS[model], {"emeter": {"get_realtime": {}}})["emeter"]["err_code"])

    def test_it_renames_devices_and_outlets(self):
        for model in PLUGS + LIGHTS:
            with self.subTest(model):
                self.client("alias", host=HOSTS[model], value=f"Küche {model}")
                self.assertEqual(f"Küche {model}", sysinfo(HOSTS[model])["alias"])
        child = self.client("device", host=HOSTS["HS300"])["children"][4]["id"]
        self.client("alias", host=HOSTS["HS300"], child=child, value="Drucker")
        self.assertEqual("Drucker", sysinfo(HOSTS["HS300"])["children"][4]["alias"])

    def test_it_darkens_the_led(self):
        for model in PLUGS + STRIPS:
            for value in (False, True):
                with self.subTest(model=model, value=value):
                    self.client("led", host=HOSTS[model], value=value)
                    self.assertEqual(int(not value), sysinfo(HOSTS[model])["led_off"])

    def test_it_reboots_a_plug_that_comes_back(self):
        self.client("reboot", host=HOSTS["HS100"])
        kasatest.wait_until(lambda: "error" in self.client.answer("sysinfo", host=HOSTS["HS100"]), what="it is away")
        kasatest.wait_until(lambda: "value" in self.client.answer("sysinfo", host=HOSTS["HS100"]), what="it is back")

    def test_what_it_did_kasa_sees(self):
        self.client("power", host=HOSTS["KP115"], value=True)
        self.client("alias", host=HOSTS["KP115"], value="Christmas tree")
        state = self.kasa("--json", "state", "Christmas tree").one()
        self.assertEqual((HOSTS["KP115"], True), (state["host"], state["on"]))


def load_tests(loader, tests, pattern):
    if not PACKAGE.is_dir():
        kasatest.cannot_run(f"{PACKAGE} is not there: npm install in tests/peers, and KASA_PEERS says where")
    return tests


if __name__ == "__main__":
    kasatest.main()
