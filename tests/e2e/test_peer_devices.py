"""kasa against devices that are not ours: the npm package tplink-smarthome-simulator.

What a device did is asked by the few lines of kasatest.ask(), not by kasa. tshark judges the frames.
"""
import contextlib
import json
import subprocess

import kasatest
from kasatest import ask, run, sysinfo

PACKAGE = kasatest.PEERS / "node_modules" / "tplink-smarthome-simulator"
SCRIPT = """
const { Device, UdpServer } = require(process.argv[2]);
(async () => {
  let n = 0;
  for (const model of process.argv.slice(3)) {
    n += 1;
    const number = String(n).padStart(2, '0');
    const device = new Device({ model, address: `127.0.0.${n}`, port: 9999, alias: `${model} device`,
      data: { mac: `50:C7:BF:00:00:${number}`, deviceId: `80${number}`.repeat(10) } });
    device.deviceNetworking.on('error', () => {});
    await device.start();
  }
  await UdpServer.start({ port: 9999 });
  console.log('ready');
})();
"""

FAMILIES = {"hs100": "plug", "hs105": "plug", "hs110": "plug", "hs110v2": "plug", "hs200": "switch", "hs220": "dimmer",
            "hs300": "strip", "lb100": "bulb", "lb120": "bulb", "lb130": "bulb", "kl430": "lightstrip"}
MODELS = sorted(FAMILIES)
HOSTS = {model: f"127.0.0.{n}" for n, model in enumerate(MODELS, 1)}
LIGHTS = [model for model in MODELS if FAMILIES[model] in ("bulb", "lightstrip")]
RELAYS = [model for model in MODELS if model not in LIGHTS]
SINGLE = [model for model in MODELS if FAMILIES[model] != "strip"]
METERED = ["hs110", "hs110v2"]
WITHOUT_METER = ["hs100", "hs105", "hs200", "hs220"]


def is_on(model):
    info = sysinfo(HOSTS[model])
    if FAMILIES[model] == "strip":
        return [child["state"] for child in info["children"]]
    return info["light_state"]["on_off"] if model in LIGHTS else info["relay_state"]


@contextlib.contextmanager
def peers(folder):
    """All models, each at its address."""
    script = folder / "peers.js"
    script.write_text(SCRIPT, encoding="utf-8")
    with kasatest.running(str(script), str(PACKAGE), *MODELS, program=kasatest.need_program("node"),
                          stderr=subprocess.STDOUT) as process:
        line = kasatest.line_of(process)
        if line != "ready\n":
            raise AssertionError(f"the peers did not start: {line}{process.stdout.read().decode()}")
        yield process


class PeerDevices(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.enter(peers(self.folder()))

    def test_discovery_finds_each_and_knows_what_it_is(self):
        found = {device["host"]: device for device in self.kasa("--json", "discover").json()}
        self.assertEqual({HOSTS[model]: FAMILIES[model] for model in MODELS},
                         {host: device["family"] for host, device in found.items()})
        self.assertEqual({f"{model} device" for model in MODELS}, {device["alias"] for device in found.values()})

    def test_state_tells_what_the_device_says_of_itself(self):
        for model in MODELS:
            with self.subTest(model):
                info, state = sysinfo(HOSTS[model]), self.kasa("--json", "--host", HOSTS[model], "state").one()
                self.assertEqual((info["alias"], info["model"], info["deviceId"], info["hw_ver"], info["sw_ver"],
                                  info["rssi"]),
                                 tuple(state[key] for key in ("alias", "model", "id", "hw", "fw", "rssi_dbm")))
                self.assertEqual(FAMILIES[model], state["family"])

    def test_on_off_and_toggle_switch(self):
        for model in SINGLE:
            for command, want in (("on", 1), ("on", 1), ("off", 0), ("toggle", 1), ("toggle", 0)):
                with self.subTest(model=model, command=command):
                    state = self.kasa("--json", "--host", HOSTS[model], command).one()
                    self.assertEqual(want, is_on(model))
                    self.assertIs(bool(want), state["on"])

    def test_a_strip_switches_as_a_whole_and_by_outlet(self):
        strip = HOSTS["hs300"]
        for args, want in ((["on", strip], [1, 1, 1, 1, 1, 1]), (["off", f"{strip}/2"], [1, 0, 1, 1, 1, 1]),
                           (["toggle", f"{strip}/2"], [1, 1, 1, 1, 1, 1]), (["off", strip], [0] * 6),
                           (["on", f"{strip}/Mock Six", f"{strip}/1"], [1, 0, 0, 0, 0, 1]),
                           (["toggle", strip], [0] * 6)):
            with self.subTest(args=args):
                self.kasa(*args)
                self.assertEqual(want, is_on("hs300"))

    def test_names_find_them(self):
        self.kasa("on", "hs110v2 device", "HS300 DEVICE/2")
        self.assertEqual((1, [0, 1, 0, 0, 0, 0]), (is_on("hs110v2"), is_on("hs300")))

    def test_the_alias_changes(self):
        for model in MODELS:
            with self.subTest(model):
                state = self.kasa("--json", "--host", HOSTS[model], "alias", f"Küche {model}").one()
                self.assertEqual(f"Küche {model}", sysinfo(HOSTS[model])["alias"])
                self.assertEqual(f"Küche {model}", state["alias"])

    def test_the_alias_of_an_outlet_changes(self):
        self.kasa("alias", f"{HOSTS['hs300']}/3", "Drucker")
        self.assertEqual("Drucker", sysinfo(HOSTS["hs300"])["children"][2]["alias"])

    def test_the_led_of_what_has_one_goes_off_and_on(self):
        for model in RELAYS:
            for word, off in (("off", 1), ("on", 0)):
                with self.subTest(model=model, led=word):
                    state = self.kasa("--json", "led", word, HOSTS[model]).one()
                    self.assertEqual(off, sysinfo(HOSTS[model])["led_off"])
                    self.assertIs(word == "on", state["led"])

    def test_energy_is_what_the_meter_says(self):
        for model in METERED:
            with self.subTest(model):
                realtime = ask(HOSTS[model], {"emeter": {"get_realtime": {}}})["emeter"]["get_realtime"]
                energy = self.kasa("--json", "--host", HOSTS[model], "energy").one()["energy"]
                self.assertEqual({"power_w", "voltage_v", "current_a", "total_kwh"}, set(energy))
                for key, value in energy.items():
                    plain, small = key.split("_")[0], {"w": "mw", "v": "mv", "a": "ma", "kwh": "wh"}[key.split("_")[1]]
                    want = realtime[plain] if plain in realtime else realtime[f"{plain}_{small}"] / 1000
                    self.assertAlmostEqual(want, value, places=3, msg=key)

    def test_energy_of_an_outlet_is_its_own(self):
        ids = [child["id"] for child in sysinfo(HOSTS["hs300"])["children"]]
        for number, child in enumerate(ids, 1):
            with self.subTest(outlet=number):
                asked = {"context": {"child_ids": [child]}, "emeter": {"get_realtime": {}}}
                realtime = ask(HOSTS["hs300"], asked)["emeter"]["get_realtime"]
                energy = self.kasa("--json", "energy", f"{HOSTS['hs300']}/{number}").one()["energy"]
                self.assertAlmostEqual(realtime["power_mw"] / 1000, energy["power_w"], places=3)
                self.assertAlmostEqual(realtime["voltage_mv"] / 1000, energy["voltage_v"], places=3)

    def test_energy_of_what_has_no_meter_is_unsupported(self):
        for model in WITHOUT_METER:
            with self.subTest(model):
                self.assertEqual(5, run("--host", HOSTS[model], "energy").status)

    def test_raw_gives_the_answer_as_it_is(self):
        answer = self.kasa("--json", "--host", HOSTS["hs100"], "raw", '{"system":{"get_dev_icon":{}}}')
        self.assertIn('"icon"', answer.out)
        self.assertEqual({"err_code": 0, "icon": "", "hash": ""},
                         ask(HOSTS["hs100"], {"system": {"get_dev_icon": {}}})["system"]["get_dev_icon"])

    def test_every_command_of_a_day_goes_to_all_of_them_at_once(self):
        states = self.kasa("--json", "on", *HOSTS.values()).json()
        self.assertEqual(sorted(HOSTS.values()), sorted(state["host"] for state in states))
        self.assertTrue(all(state["on"] for state in states))
        self.assertEqual([1] * len(SINGLE), [is_on(model) for model in SINGLE])


class Frames(kasatest.TestCase):
    """What tshark, which has a reader of its own for this protocol, makes of a conversation."""

    def capture(self, commands, last):
        """The port and the text of each message, up to one that holds @last."""
        tshark, pcap = kasatest.need_program("tshark"), self.folder() / "frames.pcap"
        with kasatest.running("-i", "lo", "-f", "port 9999", "-w", str(pcap), program=tshark) as process:
            kasatest.wait_until(lambda: b"Capture started" in process.stderr.readline(), what="tshark captures")
            for args in commands:
                self.kasa(*args)
            kasatest.wait_until(lambda: last in str(self.messages(tshark, pcap)),
                                what="the last message is in the file")
        return self.messages(tshark, pcap)

    @staticmethod
    def messages(tshark, pcap):
        result = run("-r", str(pcap), "-Y", "tplink-smarthome", "-T", "fields", "-e", "udp.dstport", "-e",
                     "tcp.dstport", "-e",
                     "tplink_smarthome.msg", program=tshark)
        columns = [line.split("\t") for line in result.lines]
        return [("udp " + udp if udp else "tcp " + tcp, message) for udp, tcp, message in columns]

    def test_an_independent_reader_finds_the_messages_that_were_meant(self):
        with peers(self.folder()):
            told = self.capture([["--host", HOSTS["hs100"], "on"], ["discover", "--wait", "0.5"],
                                 ["--host", HOSTS["hs110"], "energy"]],
                                '"power":')
        sent = [message for port, message in told if port == "tcp 9999"]
        self.assertEqual('{"system":{"set_relay_state":{"state":1},"get_sysinfo":{}}}', sent[0])
        self.assertIn('"get_realtime":{}', sent[-1])
        self.assertEqual({'{"system":{"get_sysinfo":{}}}'}, {message for port, message in told if port == "udp 9999"})
        self.assertTrue(all(json.loads(message) for _, message in told), told)


def load_tests(loader, tests, pattern):
    if not PACKAGE.is_dir():
        kasatest.cannot_run(f"{PACKAGE} is not there: npm install in tests/peers, and KASA_PEERS says where")
    return tests


if __name__ == "__main__":
    kasatest.main()
