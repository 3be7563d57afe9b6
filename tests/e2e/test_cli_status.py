"""The exit status and the error objects that a script can rely on."""
import contextlib
import time

import kasatest
from kasatest import FakeDevice, run, seal

PLUG, OTHER = "127.0.0.1", "127.0.0.2"


class Status(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house("--device", f"HS110(EU),address={PLUG},alias=Plug",
                              "--device", f"HS100,address={OTHER},alias=Other",
                              "--device", "KL130,address=127.0.0.3,alias=Bulb",
                              "--device", "HS300,address=127.0.0.4,alias=Strip")

    def failure(self, status, code, *args, **keywords):
        """A failing command, both as text and as JSON; the object."""
        text = self.kasa(*args, status=status, **keywords)
        self.assertTrue(text.err.startswith("kasa: "), text.err)
        self.assertEqual(1, text.err.count("\n"), text.err)
        failed = [told for told in self.kasa("--json", *args, status=status, **keywords).json() if "error" in told]
        self.assertEqual(1, len(failed))
        self.assertEqual({"code", "message"}, set(failed[0]["error"]) - {"device_code"})
        self.assertEqual(code, failed[0]["error"]["code"])
        self.assertTrue(failed[0]["error"]["message"])
        return failed[0]

    def test_0_when_all_was_done(self):
        result = self.kasa("--host", PLUG, "on")
        self.assertIn("on", result.out)
        self.assertEqual("", result.err)

    def test_1_when_the_device_answers_garbage(self):
        self.sim.fault(PLUG, "garbage:16")
        self.assertEqual(PLUG, self.failure(1, "protocol", "--host", PLUG, "--timeout", "1", "on")["host"])

    def test_1_when_the_device_is_another_service(self):
        for answer in (b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", seal("[1, 2]"),
                       seal("not JSON"),
                       seal('{"system":{"get_sysinfo":{"a":1,"a":2}}}'), b"\xff\xff\xff\xff", b"\0\0\0\0"):
            with self.subTest(answer=answer), contextlib.closing(FakeDevice(lambda request: answer, port=19999)):
                self.failure(1, "protocol", "--host", PLUG, "--port", "19999", "--timeout", "1", "state")

    def test_1_when_the_device_answers_with_an_error_number(self):
        answer = seal('{"system":{"set_relay_state":{"err_code":-3,"err_msg":"invalid argument"},'
                      '"get_sysinfo":{"err_code":0,"deviceId":"8006","model":"HS100(EU)","mic_type":"IOT.SMARTPLUGSWITCH",'
                      '"relay_state":0,"feature":"TIM","alias":"Stubborn"}}}')
        with contextlib.closing(FakeDevice(lambda request: answer, port=19999)):
            told = self.failure(1, "device", "--host", PLUG, "--port", "19999", "--timeout", "2", "on")
        self.assertIn("-3", told["error"]["message"])
        self.assertIn("invalid argument", told["error"]["message"])

    def test_1_when_the_device_says_yes_and_stays_as_it_was(self):
        answer = seal('{"system":{"set_relay_state":{"err_code":0},"get_sysinfo":{"err_code":0,"deviceId":"8006",'
                      '"model":"HS100(EU)","mic_type":"IOT.SMARTPLUGSWITCH","relay_state":0,"feature":"TIM","alias":"Liar"}}}')
        with contextlib.closing(FakeDevice(lambda request: answer, port=19999)):
            self.failure(1, "device", "--host", PLUG, "--port", "19999", "--timeout", "2", "on")

    def test_2_when_a_name_fits_two_devices_and_both_are_listed_with_their_ids(self):
        self.sim.set(OTHER, "alias", "Plum")
        told = self.failure(2, "ambiguous", "--wait", "1", "on", "plu")
        for host in (PLUG, OTHER):
            self.assertIn(kasatest.sysinfo(host)["deviceId"], told["error"]["message"])
        self.assertEqual([0, 0], [kasatest.sysinfo(host)["relay_state"] for host in (PLUG, OTHER)])

    def test_3_when_the_address_refuses(self):
        self.assertEqual("127.0.0.99", self.failure(3, "refused", "--host", "127.0.0.99", "--port", "9", "on")["host"])

    def test_3_when_the_address_refuses_at_once_and_not_after_the_timeout(self):
        self.assertLess(self.kasa("--host", "127.0.0.99", "--port", "9", "--timeout", "60", "on", status=3).seconds, 30)

    def test_3_when_there_is_no_network_to_the_address(self):
        self.failure(3, "unreachable", "--host", "192.0.2.4", "on")

    def test_3_when_nothing_answers_within_the_timeout(self):
        self.sim.fault(PLUG, "silent")
        started = time.monotonic()
        told = self.failure(3, "timeout", "--host", PLUG, "--timeout", "1", "on")
        self.assertLess(time.monotonic() - started, 20)
        self.assertEqual(PLUG, told["host"])

    def test_3_when_nobody_has_that_name_id_or_mac(self):
        for name in ("Nobody", "8006" + "F" * 36, "50:C7:BF:FF:FF:FF"):
            with self.subTest(name):
                told = self.failure(3, "not_found", "--wait", "0.5", "on", name)
                self.assertIn(name, told["error"]["message"])

    def test_3_when_every_connection_is_reset(self):
        self.sim.fault(PLUG, "reset")
        self.failure(3, "reset", "--host", PLUG, "--timeout", "1", "on")

    def test_3_when_discovery_finds_nobody(self):
        with self.subTest("text"):
            result = self.kasa("discover", "--wait", "0.5", "--port", "19998", status=3)
            self.assertEqual("", result.out)
            self.assertIn("kasa doctor", result.err)

    def test_a_search_that_finds_nobody_is_an_object_for_programs(self):
        self.failure(3, "not_found", "discover", "--wait", "0.2", "--target", "127.99.0.1")

    def test_3_when_all_are_none(self):
        self.kasa("on", "all", "--wait", "0.5", "--port", "19998", status=3)

    def test_5_when_this_device_cannot_do_that(self):
        for args in (["--host", OTHER, "energy"], ["led", "off", "127.0.0.3"], ["on", f"{OTHER}/1"]):
            with self.subTest(args=args):
                self.failure(5, "unsupported", *args)

    def test_the_first_device_that_failed_decides(self):
        for devices, status in ((["127.0.0.4", "127.0.0.99:9", OTHER], 3), ([OTHER, "127.0.0.99:9"], 5),
                                (["127.0.0.99:9", OTHER, PLUG], 3), ([PLUG, "127.0.0.4"], 0)):
            with self.subTest(devices=devices):
                self.kasa("energy", *devices, status=status)

    def test_what_failed_does_not_keep_the_others_from_being_done(self):
        result = self.kasa("--json", "on", "127.0.0.99:9", PLUG, OTHER, status=3)
        told = {entry["host"]: entry for entry in result.json()}
        self.assertEqual("refused", told["127.0.0.99"]["error"]["code"])
        self.assertEqual([True, True], [told[host]["on"] for host in (PLUG, OTHER)])
        self.assertEqual([1, 1], [kasatest.sysinfo(host)["relay_state"] for host in (PLUG, OTHER)])

    def test_one_slow_device_does_not_make_the_others_wait(self):
        self.sim.fault(PLUG, "silent")
        with kasatest.running("--json", "--timeout", "50", "on", PLUG, OTHER) as process:
            self.assertIn(OTHER, kasatest.line_of(process))
            self.assertIsNone(process.poll(), "it still waits for the silent one")

    def test_text_errors_are_on_standard_error_and_objects_on_standard_output(self):
        text = run("--host", "127.0.0.99", "--port", "9", "on")
        self.assertEqual(("", True), (text.out, "127.0.0.99" in text.err))
        told = run("--json", "--host", "127.0.0.99", "--port", "9", "on")
        self.assertEqual("127.0.0.99", told.one()["host"])

    def test_a_failure_names_the_device_as_it_was_typed(self):
        result = self.kasa("on", "Nobody at home", "--wait", "0.5", status=3)
        self.assertIn("Nobody at home", result.err)


if __name__ == "__main__":
    kasatest.main()
