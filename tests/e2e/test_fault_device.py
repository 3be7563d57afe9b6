"""Every fault that kasa-sim knows: how kasa ends, within which time, and how often the device was really asked."""

import kasatest
from plugwire import FakePlug, FakePlugThatLosesOneAnswer, within_mib

HOST = "127.0.0.1"
SETTER = '{"system":{"set_relay_state":{"state":1}}}'
SLACK = 20.0  # seconds that the machine may take beside what is measured

# what kasa makes of a fault: fault, error word, exit status, how many requests the device saw (None: any number)
FAILING = [
    ("silent", "timeout", 3, None),
    ("silent-after:0", "timeout", 3, None),
    ("silent-after:3", "timeout", 3, None),
    ("silent-after:4", "timeout", 3, None),
    ("silent-after:70", "timeout", 3, None),
    ("slow:60000", "timeout", 3, None),
    ("length:2000", "timeout", 3, None),
    ("length:65536", "timeout", 3, None),
    ("reset", "reset", 3, 0),
    ("reset-after:0", "reset", 3, 4),
    ("reset-after:2", "reset", 3, 4),
    ("reset-after:70", "reset", 3, 4),
    ("cut:0", "reset", 3, 4),
    ("cut:3", "reset", 3, 4),
    ("cut:4", "reset", 3, 4),
    ("cut:70", "reset", 3, 4),
    ("die-after-apply", "reset", 3, 4),
    ("refuse", "refused", 3, 0),
    ("garbage", "protocol", 1, 1),
    ("garbage:1", "protocol", 1, 1),
    ("garbage:65536", "protocol", 1, 1),
    ("flip:1", "protocol", 1, 1),
    ("length:0", "protocol", 1, 1),
    ("length:1", "protocol", 1, 1),
    ("length:100", "protocol", 1, 1),
    ("length:65537", "protocol", 1, 1),
    ("length:4294967295", "protocol", 1, 1),
    ("flood", "protocol", 1, 1),
]

WORKING = ["none", "slow:1200", "cut:65536", "reset-after:65536", "silent-after:65536", "twice", "trickle:1", "loss:1"]


class FaultCase(kasatest.TestCase):
    def plug(self, fault="none", **more):
        """A house with one plug."""
        words = "".join(f",{key}={value}" for key, value in more.items())
        return self.house("--device", f"HS110,alias=Plug,fault={fault}{words}")

    def on(self, *args, **keywords):
        return kasatest.run("--json", "--host", HOST, "on", *args, **keywords)

    def assert_failed(self, result, word, status):
        error = result.one().get("error", {})
        self.assertEqual((error.get("code"), result.status), (word, status), f"\n{result}")
        self.assertRegex(error["message"], r"\w+ \w+")
        self.assertEqual(result.one()["host"], HOST)


class Failing(FaultCase):
    def test_each_fault_has_its_name_and_its_status(self):
        house = self.plug()
        asked = 0
        for fault, word, status, requests in FAILING:
            with self.subTest(fault):
                house.fault(HOST, fault)
                limit = 2 if word == "timeout" else 20
                result = self.on("--timeout", str(limit))
                self.assert_failed(result, word, status)
                self.assertLess(result.seconds, limit + SLACK)
                before, asked = asked, house.get(HOST)["requests"]
                if requests is not None:
                    self.assertEqual(asked - before, requests)
        house.fault(HOST, "none")
        self.assertEqual(self.on().status, 0)

    def test_text_for_people_goes_to_standard_error(self):
        self.plug("refuse")
        result = kasatest.run("--host", HOST, "on")
        self.assertEqual((result.status, result.out), (3, ""), f"\n{result}")
        self.assertIn("refused", result.err)

    def test_a_device_that_says_nothing_costs_no_more_than_the_time_limit(self):
        for fault in ("silent", "silent-after:70", "slow:60000"):
            house = self.plug(fault)
            for limit in (0.5, 3):
                with self.subTest(fault, limit=limit):
                    result = self.on("--timeout", str(limit))
                    self.assert_failed(result, "timeout", 3)
                    self.assertGreaterEqual(result.seconds, min(limit, 2) * 0.9)
                    self.assertLess(result.seconds, limit + SLACK)
            house.close()

    def test_after_four_resets_it_gives_up_long_before_the_time_limit(self):
        house = self.plug("reset")
        result = self.on("--timeout", "60")
        self.assert_failed(result, "reset", 3)
        self.assertEqual(house.get(HOST)["connections"], 4)
        self.assertLess(result.seconds, 5 + SLACK)

    def test_refused_is_final(self):
        self.plug("refuse")
        result = self.on("--timeout", "60")
        self.assert_failed(result, "refused", 3)
        self.assertLess(result.seconds, SLACK)

    def test_nobody_at_the_address(self):
        self.plug()
        result = kasatest.run("--json", "--host", "127.0.0.77", "on")
        self.assertEqual((result.one()["error"]["code"], result.status), ("refused", 3), f"\n{result}")

    def test_flipped_bits_never_crash(self):
        house = self.plug("flip:0.002")
        for _ in range(40):
            result = self.on("--timeout", "1")
            self.assertIn(result.status, (0, 1, 3, 5), f"\n{result}")
            result.one()
        house.fault(HOST, "none")
        self.assertEqual(self.on().status, 0)

    def test_one_failing_device_does_not_hold_up_the_others(self):
        house = self.house("--count", "4")
        house.fault("127.0.0.2", "silent")
        house.fault("127.0.0.3", "refuse")
        result = kasatest.run("--json", "--timeout", "2", "on", "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
        told = {row["host"]: row.get("error", {}).get("code") for row in result.json()}
        self.assertEqual(told, {"127.0.0.1": None, "127.0.0.2": "timeout", "127.0.0.3": "refused", "127.0.0.4": None})
        self.assertEqual(result.status, 3)
        for address in ("127.0.0.1", "127.0.0.4"):
            self.assertEqual(house.get(address)["on"], True)

    def test_the_status_is_that_of_the_first_device_that_failed(self):
        house = self.house("--count", "2")
        house.fault("127.0.0.1", "garbage")
        house.fault("127.0.0.2", "refuse")
        self.assertEqual(kasatest.run("on", "127.0.0.1", "127.0.0.2").status, 1)
        self.assertEqual(kasatest.run("on", "127.0.0.2", "127.0.0.1").status, 3)


class Working(FaultCase):
    def test_what_is_no_failure_works(self):
        for fault in WORKING:
            house = self.plug(fault)
            with self.subTest(fault):
                result = self.on("--timeout", "30")
                self.assertEqual(result.status, 0, f"\n{result}")
                self.assertEqual(result.one()["on"], True)
                self.assertEqual(house.get(HOST)["switches"], 1)
            house.close()

    def test_a_slow_answer_is_waited_for_and_not_asked_for_twice(self):
        house = self.plug("slow:1500")
        result = self.on()
        self.assertEqual(result.status, 0, f"\n{result}")
        self.assertGreaterEqual(result.seconds, 1.5)
        self.assertEqual(house.get(HOST)["requests"], 1)

    def test_plugs_that_close_after_each_reply_and_plugs_that_do_not_both_work(self):
        for close, connections in ((0, 1), (1, 2)):
            house = self.plug(close=close)
            with self.subTest(close=close):
                self.kasa("toggle", HOST)
                got = house.get(HOST)
                self.assertEqual((got["connections"], got["requests"], got["on"]), (connections, 2, True), got)
            house.close()

    def test_the_second_of_two_answers_never_answers_the_next_question(self):
        """Toggle reads, then switches: the second copy of what was read is no acknowledgement."""
        house = self.plug("twice")
        for expected in (True, False, True):
            result = kasatest.run("--json", "toggle", HOST)
            self.assertEqual(result.status, 0, f"\n{result}")
            self.assertEqual(result.one()["on"], expected)
            self.assertEqual(house.get(HOST)["on"], expected)
        self.assertEqual(house.get(HOST)["switches"], 3)

    def test_a_device_that_comes_back_in_time_is_switched(self):
        for fault in ("silent", "die-after-apply", "cut:70"):
            house = self.plug(fault)
            with self.subTest(fault), kasatest.running("--json", "--host", HOST, "--timeout", "60", "on") as process:
                kasatest.wait_until(lambda: house.get(HOST)["connections"] >= 1, what="a first try")
                house.fault(HOST, "none")
                self.assertEqual(process.wait(kasatest.BOUND), 0)
                self.assertEqual(house.get(HOST)["on"], True)
            house.close()


class ExactlyOnce(FaultCase):
    """What must not be repeated is not, and the sentence says what is unknown."""

    def test_a_setter_whose_answer_was_lost_is_repeated_and_ends_right(self):
        house = self.plug("die-after-apply")
        with kasatest.running("--json", "--host", HOST, "--timeout", "60", "on") as process:
            kasatest.wait_until(lambda: house.get(HOST)["requests"] >= 1, what="a first try")
            house.fault(HOST, "none")
            self.assertEqual(process.wait(kasatest.BOUND), 0)
        got = house.get(HOST)
        self.assertGreaterEqual(got["requests"], 2)
        self.assertEqual((got["switches"], got["on"]), (1, True), "to switch on twice changes nothing")

    def test_a_toggle_whose_answer_was_lost_is_not_turned_back(self):
        house = self.plug("none")
        with FakePlugThatLosesOneAnswer(house) as lost:
            result = kasatest.run("--json", "--host", lost.address, "--timeout", "20", "toggle")
            self.assertEqual(result.status, 0, f"\n{result}")
            self.assertEqual(result.one()["on"], True)
            self.assertEqual(house.get(HOST)["on"], True)
            self.assertEqual(lost.lost, 1)

    def test_a_raw_setter_goes_out_once(self):
        for fault in ("die-after-apply", "silent", "cut:3", "reset-after:0", "silent-after:20"):
            house = self.plug(fault)
            with self.subTest(fault):
                result = kasatest.run("--json", "--host", HOST, "--timeout", "4", "raw", SETTER)
                self.assert_failed(result, "outcome_unknown", 1)
                self.assertIn("may or may not", result.one()["error"]["message"])
                got = house.get(HOST)
                self.assertEqual(got["connections"], 1, got)
                if fault != "silent":
                    self.assertEqual((got["requests"], got["switches"]), (1, 1), got)
            house.close()

    def test_a_raw_question_is_repeated(self):
        house = self.plug("die-after-apply")
        result = kasatest.run("--json", "--host", HOST, "raw", '{"system":{"get_sysinfo":{}}}')
        self.assert_failed(result, "reset", 3)
        self.assertEqual(house.get(HOST)["requests"], 4)

    def test_what_was_refused_before_it_was_sent_is_not_unknown(self):
        self.plug("refuse")
        result = kasatest.run("--json", "--host", HOST, "raw", SETTER)
        self.assert_failed(result, "refused", 3)

    def test_a_reboot_goes_out_once(self):
        house = self.plug()
        with FakePlugThatLosesOneAnswer(house, word="reboot") as lost:
            result = kasatest.run("--json", "--yes", "--host", lost.address, "reboot")
            self.assertEqual(result.status, 1, f"\n{result}")
            error = result.one()["error"]
            self.assertEqual(error["code"], "outcome_unknown")
            self.assertIn("may or may not", error["message"])
            self.assertEqual(len(lost.asked("reboot")), 1)


class Searching(FaultCase):
    """Faults of datagrams."""

    def search(self, fault, wait="0.5"):
        """Three plugs, of which the second is at fault: who is found, and what is told of the search."""
        house = self.house("--count", "3", "--fault", f"127.0.0.2={fault}")
        result = kasatest.run("-v", "--json", "discover", "--wait", wait)
        self.assertEqual(result.status, 0, f"\n{result}")
        house.close()
        return [row["host"][-1] for row in sorted(result.json(), key=lambda row: row["host"])], result

    def test_whose_answers_are_broken_is_not_found_and_the_others_are(self):
        for fault in ("garbage", "garbage:1", "flip:1", "cut:0", "cut:1", "cut:70", "silent", "refuse", "loss:1",
                      "die-after-apply"):
            with self.subTest(fault):
                self.assertEqual(self.search(fault)[0], ["1", "3"])

    def test_whose_answers_come_twice_or_late_is_found_once(self):
        for fault, wait in (("twice", "0.5"), ("slow:500", "5")):
            with self.subTest(fault):
                self.assertEqual(self.search(fault, wait)[0], ["1", "2", "3"])

    def test_a_name_that_answers_searches_only_is_told_with_its_reason(self):
        """Found by its datagram, silent on TCP: it is there, and its connection is what fails."""
        house = self.plug("reset-after:0")
        result = kasatest.run("--json", "--wait", "1", "--timeout", "20", "on", "Plug")
        self.assertEqual(result.status, 3, f"\n{result}")
        self.assertEqual(result.one()["error"]["code"], "reset", f"\n{result}")
        self.assertEqual(house.get(HOST)["switches"], 0)


class Bounds(FaultCase):
    """Hostile answers cost neither memory nor time: with little of both they have the same names."""

    def test_memory_stays_small(self):
        house = self.plug()
        for fault, word in (("flood", "protocol"), ("length:4294967295", "protocol"), ("length:65537", "protocol"),
                            ("length:65536", "timeout"), ("garbage:65536", "protocol"), ("twice", None),
                            ("trickle:1", None)):
            with self.subTest(fault):
                house.fault(HOST, fault)
                result = self.on("--timeout", "2" if word else "30", prefix=within_mib(2))
                self.assertEqual(result.one().get("error", {}).get("code"), word, f"\n{result}")
                self.assertLess(result.seconds, 2 + SLACK)

    def test_floods_of_many_devices_at_once(self):
        self.house("--count", "20", "--fault", "all=flood")
        result = kasatest.run("--json", "on", *(f"127.0.0.{n}" for n in range(1, 21)), prefix=within_mib(4))
        self.assertEqual([row["error"]["code"] for row in result.json()], ["protocol"] * 20, f"\n{result}")
        self.assertLess(result.seconds, 5 + SLACK)


if __name__ == "__main__":
    kasatest.main()
