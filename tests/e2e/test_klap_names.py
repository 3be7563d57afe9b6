"""Devices that must be logged in to, approached without a word of how: by address, and by name, MAC and id, remembered,
moved, exchanged, and after an update of their firmware.
"""
import re

import kasatest
import klapwire
from kasatest import run

ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}
WRONG = {**ACCOUNT, "KASA_PASSWORD": "hunter2"}
HOST, OTHER, FREE = "127.0.0.1", "127.0.0.2", "127.0.0.77"
KINDS = {"HS110(EU),transport=klap1": ("klap1", "iot"), "HS110(EU),transport=klap2": ("klap2", "iot"),
         "P110": ("klap2", "smart"), "P110,transport=klap1": ("klap1", "smart"), "P300": ("klap2", "smart"),
         "HS110(EU)": ("xor", "iot")}
KLAP_KINDS = {spec: spoken for spec, spoken in KINDS.items() if spoken[0] != "xor"}


class Case(kasatest.TestCase):
    def each(self, kinds):
        for spec, spoken in kinds.items():
            kasatest.clean_home()
            house = self.house("--device", f"{spec},alias=Lamp", "--device", "HS110(EU),alias=Fan,transport=klap2")
            yield house, spoken
            house.close()

    def switch(self, *args, env=None):
        result = self.kasa("--json", "--wait", "1", *args, env=ACCOUNT if env is None else env)
        self.assertEqual("", result.err, f"\n{result}")
        return result.one()

    def asked(self, house, device="Lamp"):
        """Datagrams that it had, of both discoveries."""
        told = house.get(device)
        return told["udp_requests"], told["announcements"]


class Approached(Case):
    def test_a_host_alone_is_enough(self):
        for house, spoken in self.each(KINDS):
            for command, on in (("on", True), ("off", False), ("toggle", True)):
                if command == "toggle" and house.get("Lamp")["outlets"][1:]:
                    continue
                told = self.switch("--host", HOST, command)
                self.assertEqual((on, *spoken), (told["on"], told["transport"], told["payload"]))
                self.assertEqual(on, house.get("Lamp")["on"])

    def test_without_the_account_it_is_exit_4_and_the_sentence_names_the_causes(self):
        for house, _ in self.each(KLAP_KINDS):
            wrong = self.kasa("--host", HOST, "on", env=WRONG, status=4)
            for cause in ("case", "another account", "Google or Apple", "Third-Party Compatibility"):
                self.assertIn(cause, wrong.err)
            missing = self.kasa("--host", HOST, "on", status=4)
            self.assertIn("kasa login", missing.err)
            for result in (wrong, missing):
                self.assertEqual("", result.out)
                self.assertNotIn("hunter2", result.err)
            self.assertEqual((False, 0), (house.get("Lamp")["on"], house.get("Lamp")["switches"]))

    def test_what_is_announced_and_not_spoken_is_exit_5_and_told_by_its_name(self):
        for spec, word in (("HS110(EU),transport=aes", "AES"), ("P110,transport=aes", "AES"),
                           ("HS110(EU),transport=tpap", "TPAP"), ("P110,transport=tpap", "TPAP")):
            for house, _ in self.each({spec: None}):
                for args in (["--host", HOST, "on"], ["--host", HOST, "state"]):
                    result = self.kasa("--json", *args, env=ACCOUNT, status=5)
                    error = result.one()["error"]
                    self.assertEqual("unsupported", error["code"])
                    self.assertIn(word, error["message"])
                    if word == "TPAP":
                        self.assertIn("Third-Party Compatibility", error["message"])
                self.assertEqual(0, house.get("Lamp")["switches"])

    def test_who_announces_klap_and_refuses_it_is_told_how_to_open_it(self):
        for house, _ in self.each({"P110": None}):
            house.fault("Lamp", "handshake")
            result = self.kasa("--host", HOST, "on", env=ACCOUNT, status=5)
            self.assertIn("Third-Party Compatibility", result.err)

    def test_who_announces_nothing_is_exit_3_and_told_so(self):
        for house, _ in self.each({"HS110(EU),transport=klap2,announce=none": None}):
            result = self.kasa("--host", HOST, "on", env=ACCOUNT, status=3)
            self.assertIn("announced nothing", result.err)
            self.assertLess(result.seconds, 10)
            self.switch("--host", HOST, "on", "--transport", "klap2", "--payload", "iot")
            self.assertTrue(house.get("Lamp")["on"])

    def test_a_device_that_takes_xor_is_not_asked_what_else_it_speaks(self):
        for house, _ in self.each({"HS110(EU),announce=klap": None}):
            self.assertEqual("xor", self.switch("--host", HOST, "on")["transport"])
            self.assertEqual((0, 0), self.asked(house))


class Named(Case):
    def test_each_is_found_by_its_name_its_mac_and_its_id(self):
        for house, spoken in self.each(KINDS):
            state = self.switch("state", "Lamp")
            self.assertEqual(spoken, (state["transport"], state["payload"]))
            for name in ("lamp", state["mac"].lower().replace(":", ""), state["id"]):
                kasatest.clean_home()
                for command, on in (("on", True), ("off", False)):
                    self.assertEqual(on, self.switch(command, name)["on"])
                    self.assertEqual(on, house.get("Lamp")["on"])
            self.assertEqual(0, house.get("Fan")["switches"])

    def test_the_second_command_goes_straight_there_without_a_datagram(self):
        for house, _ in self.each(KINDS):
            self.switch("on", "Lamp")
            before, others = self.asked(house), self.asked(house, "Fan")
            result = self.kasa("--json", "off", "Lamp", env=ACCOUNT)
            self.assertEqual((before, others), (self.asked(house), self.asked(house, "Fan")))
            self.assertLess(result.seconds, 2)
            self.assertFalse(house.get("Lamp")["on"])

    def test_one_that_moved_is_found_again_and_then_straight(self):
        for house, _ in self.each(KINDS):
            self.switch("on", "Lamp")
            house.move("Lamp", FREE)
            self.assertEqual(FREE, self.switch("off", "Lamp")["host"])
            self.assertFalse(house.get("Lamp")["on"])
            before = self.asked(house)
            self.assertEqual(FREE, self.switch("on", "Lamp")["host"])
            self.assertEqual(before, self.asked(house))

    def test_two_that_exchanged_their_addresses_are_not_mistaken(self):
        for house, _ in self.each(KLAP_KINDS):
            self.switch("on", "Lamp")
            self.switch("on", "Fan")
            before = house.get("Fan")["switches"]
            for device, address in (("Lamp", FREE), ("Fan", HOST), ("Lamp", OTHER)):
                house.move(device, address)
            self.assertEqual(OTHER, self.switch("off", "Lamp")["host"])
            self.assertEqual((False, True, before), (house.get("Lamp")["on"], house.get("Fan")["on"],
                                                     house.get("Fan")["switches"]))

    def test_another_in_the_place_of_one_that_is_gone_is_not_switched(self):
        for house, _ in self.each(KLAP_KINDS):
            self.switch("on", "Lamp")
            house.remove("Lamp")
            house.move("Fan", HOST)
            result = self.kasa("--json", "--wait", "1", "on", "Lamp", env=ACCOUNT, status=3)
            self.assertEqual("not_found", result.one()["error"]["code"])
            self.assertEqual(0, house.get("Fan")["switches"])

    def test_an_update_that_changes_the_transport_is_found_out(self):
        ways = ["xor", "klap1", "klap2", "klap1", "xor", "klap2", "xor"]
        for house, _ in self.each({"HS110(EU)": None}):
            for number, transport in enumerate(ways):
                house.set("Lamp", "transport", transport)
                command, on = (("on", True), ("off", False))[number % 2]
                told = self.switch(command, "Lamp")
                self.assertEqual((on, on, transport), (told["on"], house.get("Lamp")["on"], told["transport"]))
                before = self.asked(house)
                self.switch("toggle", "Lamp")
                self.switch("toggle", "Lamp")
                self.assertEqual(before, self.asked(house), "it was remembered")

    def test_a_device_that_is_watched_by_name_is_kept_on_one_session(self):
        for house, _ in self.each(KLAP_KINDS):
            self.switch("on", "Lamp")
            before = house.get("Lamp")["logins"]
            result = self.kasa("watch", "Lamp", "--every", "0.5", "--count", "4", "--json", env=ACCOUNT)
            self.assertEqual(4, len([row for row in result.json() if "error" not in row]))
            self.assertEqual(1, house.get("Lamp")["logins"] - before)


class Cache(Case):
    def test_nothing_secret_is_remembered(self):
        for house, _ in self.each(KLAP_KINDS):
            self.switch("on", "Lamp")
            kept = b"".join(path.read_bytes() for path in (kasatest.home() / ".cache").rglob("*") if path.is_file())
            self.assertIn(b"Lamp", kept)
            for version in (1, 2):
                digest = klapwire.auth_hash(version, klapwire.USER, klapwire.PASSWORD)
                self.assertNotIn(digest, kept)
                self.assertNotIn(digest.hex().encode(), kept.lower())
            self.assertNotIn(klapwire.PASSWORD.encode(), kept)

    def test_a_line_that_says_another_transport_or_language_does_no_harm(self):
        path = kasatest.home() / ".cache" / "kasa" / "devices"
        for house, spoken in self.each(KLAP_KINDS):
            self.switch("on", "Lamp")
            good = path.read_text()
            for pattern, other in ((r"\tklap\d\t", "\tklap2\t"), (r"\tklap\d\t", "\tklap1\t"), (r"\tklap\d\t", "\txor\t"),
                                   (r"\t(iot|smart)\n", "\tiot\n"), (r"\t(iot|smart)\n", "\tsmart\n")):
                path.write_text(re.sub(pattern, other, good))
                for command, on in (("off", False), ("on", True)):
                    result = run("--json", command, "Lamp", env=ACCOUNT)
                    self.assertEqual(0, result.status, f"{spoken} {other!r}\n{result}")
                    self.assertEqual((on, on), (result.one()["on"], house.get("Lamp")["on"]))


if __name__ == "__main__":
    kasatest.main()
