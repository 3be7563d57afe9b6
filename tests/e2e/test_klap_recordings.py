"""Every recorded device of the older language, over each transport: what is told of it is the same, word for word.

That it is right over XOR is seen in test_recordings.py and test_recordings_text.py.
"""
import re

import kasatest
import klapwire
from kasatest import House, run
from test_recordings import FILES, METERED, RECORDED, addresses, family, is_on, sysinfo_of

PORTS = {"xor": 9999, "klap1": 80, "klap2": 80}
ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}
PATIENT = ["--timeout", "60"]  # fifty at once, and other tests beside them


def blocks(text):
    """What is told of each device, by its address; the port, which is told unless it is the usual one, is left out."""
    told = {}
    for block in re.split(r"\n(?=\S)", text.rstrip("\n")):
        host = re.search(r"^  host +([0-9.]+)(:\d+)?$", block, re.M)
        told[host[1]] = block.replace(host[0], host[0].removesuffix(host[2] or ""))
    return told


class Told:
    """What is told of all recordings over one transport."""

    def __init__(self, transport):
        hosts = addresses(len(FILES))
        with House("--transport", transport, "--replay", *map(str, FILES)):
            self.results = [run(*PATIENT, *words, env=ACCOUNT)
                            for words in (["--json", "state", *hosts], ["state", *hosts], ["--json", "discover"],
                                          ["--json", "energy", *[hosts[FILES.index(path)] for path in METERED]])]
            kasatest.clean_home()
        state, text, found, energy = self.results
        self.rows = state.json()
        self.states = {row["host"]: row for row in self.rows}
        self.texts = blocks(text.out)
        self.found = {row["host"]: row for row in found.json()}
        self.energies = {row["host"]: row for row in energy.json()}


def without(row, *keys):
    return {key: value for key, value in row.items() if key not in keys}


class SameOverEveryTransport(kasatest.TestCase):
    @classmethod
    def setUpClass(cls):
        kasatest.clean_home()
        cls.told = {transport: Told(transport) for transport in PORTS}
        cls.xor = cls.told["xor"]

    def each(self):
        for transport, told in self.told.items():
            for path, host in zip(FILES, addresses(len(FILES))):
                with self.subTest(path.name, transport=transport):
                    yield path, host, transport, told

    def test_all_are_told_and_no_sentence_beside_them(self):
        for transport, told in self.told.items():
            for result in told.results:
                self.assertEqual((0, ""), (result.status, result.err), f"{transport}\n{result}")
            for rows in (told.rows, told.texts, told.states, told.found):
                self.assertEqual(len(FILES), len(rows), transport)

    def test_the_state_is_the_same_but_for_transport_and_port(self):
        for _, host, transport, told in self.each():
            state = told.states[host]
            self.assertEqual((transport, PORTS[transport], "iot"),
                             (state["transport"], state["port"], state["payload"]))
            self.assertEqual(without(self.xor.states[host], "transport", "port"),
                             without(state, "transport", "port"))

    def test_the_printed_text_is_the_same_but_for_the_port(self):
        for _, host, _, told in self.each():
            self.assertEqual(self.xor.texts[host], told.texts[host])

    def test_the_energy_is_the_same(self):
        for path, host, _, told in self.each():
            self.assertEqual(path in METERED, host in told.energies)
            if path in METERED:
                self.assertIn("energy", told.energies[host])
                self.assertEqual(without(self.xor.energies[host], "transport", "port"),
                                 without(told.energies[host], "transport", "port"))

    def test_a_search_finds_the_same_and_tells_it_like_the_device_itself(self):
        for _, host, transport, told in self.each():
            self.assertEqual(without(told.states[host], "energy"), without(told.found[host], "energy", "announced"))
            self.assertEqual(transport != "xor", "announced" in told.found[host])


class Switched(kasatest.TestCase):
    def test_every_device_is_switched_over_both_generations_and_is_as_it_says(self):
        hosts = addresses(len(FILES))
        for transport in ("klap1", "klap2"):
            with House("--transport", transport, "--replay", *map(str, FILES)) as house:
                for command, on in (("on", True), ("off", False)):
                    told = self.kasa(*PATIENT, "--json", command, *hosts, env=ACCOUNT)
                    states = {row["host"]: row["on"] for row in told.json()}
                    for path, host in zip(FILES, hosts):
                        with self.subTest(path.name, transport=transport, command=command):
                            self.assertEqual((on, on), (states[host], house.get(host)["on"]))

    def test_a_toggle_changes_each_once(self):
        hosts = [host for path, host in zip(FILES, addresses(len(FILES))) if family(sysinfo_of(RECORDED[path])) != "strip"]
        before = {host: is_on(sysinfo_of(RECORDED[path])) for path, host in zip(FILES, addresses(len(FILES)))}
        for transport in ("klap1", "klap2"):
            with House("--transport", transport, "--replay", *map(str, FILES)) as house:
                told = self.kasa(*PATIENT, "--json", "toggle", *hosts, env=ACCOUNT)
                for row in told.json():
                    with self.subTest(row["alias"], transport=transport):
                        self.assertEqual(not before[row["host"]], row["on"])
                        self.assertEqual(not before[row["host"]], house.get(row["host"])["on"])
                        self.assertEqual(1, house.get(row["host"])["switches"])


if __name__ == "__main__":
    kasatest.main()
