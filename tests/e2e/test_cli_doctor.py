"""kasa doctor: why is nothing found, or does one not answer? Each cause is made, and told from the others."""
import contextlib

import kasatest
from kasatest import FakeDevice

HOST = "127.0.0.1"


class OfTheNetwork(kasatest.TestCase):
    def test_it_lists_interfaces_the_search_and_what_answered(self):
        self.house()
        text = self.kasa("doctor", "--wait", "1").out
        for word in ("lo", "127.0.0.1", "9999", "Christmas tree", "KiB"):
            self.assertIn(word, text)
        last = self.kasa("--json", "doctor", "--wait", "1").json()[-1]
        self.assertEqual(9, last["found"])
        self.assertGreater(last["probes_sent"], 0)
        self.assertGreater(last["receive_buffer"], 0)
        self.assertEqual([("lo", "127.0.0.1", True)], [(i["name"], i["address"], i["up"]) for i in last["interfaces"]])

    def test_where_nothing_is_found_it_says_what_to_try(self):
        text = self.kasa("doctor", "--wait", "0.3", status=3).out
        for word in ("loopback", "Wi-Fi", "firewall", "newer firmware"):
            self.assertIn(word, text)
        self.assertGreaterEqual(len(self.kasa("--json", "doctor", "--wait", "0.3", status=3).one()["advice"]), 4)

    def test_without_a_network_it_says_so(self):
        told = self.kasa("--json", "doctor", "--wait", "0.3", env={"KASA_TARGET": None}, status=3).one()
        self.assertEqual(0, told["probes_sent"])
        self.assertIn("loopback", told["advice"][0])

    def test_probes_that_the_system_refuses_are_told(self):
        told = self.kasa("--json", "doctor", "--wait", "0.3", "--target", "192.0.2.4", status=3).one()
        self.assertGreater(told["probes_refused"], 0)
        self.assertIn("unreachable", told["last_error"].lower())


class OfOneDevice(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house()

    def advice(self, fault, status=3):
        """What is told of a plug with this fault."""
        self.sim.fault(HOST, fault)
        text = self.kasa("doctor", HOST, "--timeout", "1", status=status).out
        told = self.kasa("--json", "doctor", HOST, "--timeout", "1", status=status).one()
        self.assertIn(told.get("advice", ""), text)
        return told

    def test_a_healthy_one_answers_on_both_ways(self):
        told = self.advice("none", status=0)
        self.assertEqual(("ok", True, "Christmas tree"), (told["tcp"], told["udp"], told["alias"]))
        self.assertNotIn("advice", told)

    def test_a_name_is_looked_for_first(self):
        self.assertIn("answers", self.kasa("doctor", "Hall lamp", "--wait", "1").out)
        self.assertIn("Nobody", self.kasa("doctor", "Nobody", "--wait", "0.3", status=3).err)

    def test_a_closed_port_hints_at_newer_firmware(self):
        told = self.advice("refuse")
        self.assertEqual(("refused", False), (told["tcp"], told["udp"]))
        self.assertIn("newer firmware", told["advice"])

    def test_silence_hints_at_power_network_and_address(self):
        told = self.advice("silent")
        self.assertEqual(("timeout", False), (told["tcp"], told["udp"]))
        for word in ("plugged in", "network", "address"):
            self.assertIn(word, told["advice"])

    def test_udp_that_does_not_get_through_explains_why_discovery_finds_nothing(self):
        told = self.advice("loss:1", status=0)
        self.assertEqual(("ok", False), (told["tcp"], told["udp"]))
        self.assertIn("discovery", told["advice"])

    def test_another_service_on_that_port_is_named_as_such(self):
        with contextlib.closing(FakeDevice(lambda request: b"HTTP/1.1 400 Bad Request\r\n\r\n", port=19999)):
            told = self.kasa("--json", "doctor", f"{HOST}:19999", "--timeout", "1", status=1).one()
        self.assertEqual("protocol", told["tcp"])
        self.assertIn("something else", told["advice"])

    def test_no_way_to_the_address_is_told_apart(self):
        told = self.kasa("--json", "doctor", "192.0.2.4", "--timeout", "1", status=3).one()
        self.assertEqual("unreachable", told["tcp"])
        self.assertIn("same network", told["advice"])


if __name__ == "__main__":
    kasatest.main()
