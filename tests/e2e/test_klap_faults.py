"""Devices that speak KLAP and misbehave: sessions that end, others that log in, forged and broken answers, odd HTTP.
Each has its named result, ends in bounded time, and never a wrong value.
"""
import json
import time

import kasatest
import klapwire
from kasatest import line_of, run, running

ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}
HOST = "127.0.0.1"
KINDS = {"klap1": "HS110(EU),transport=klap1", "klap2": "HS110(EU),transport=klap2", "smart": "P110"}


class Case(kasatest.TestCase):
    def each_kind(self, *words):
        """A house of one device for each generation and language, one after the other."""
        for name, spec in KINDS.items():
            kasatest.clean_home()
            self.language = "smart" if name == "smart" else "iot"
            house = self.house("--device", ",".join([spec, "alias=lamp", *words]))
            yield house
            house.close()

    def ask(self, *args, timeout=5):
        """Told beforehand how it is spoken to: what is wrong here is not how it announces itself."""
        started = time.monotonic()
        how = ["--transport", "klap", "--payload", self.language]
        result = run("--json", *how, "--timeout", str(timeout), "--host", HOST, *args, env=ACCOUNT)
        self.assertLess(time.monotonic() - started, timeout + kasatest.BOUND / 2)
        return result

    def works(self, *args, **keywords):
        result = self.ask(*args, **keywords)
        self.assertEqual(0, result.status, f"\n{result}")
        return result.one()

    def fails(self, status, word, *args, **keywords):
        result = self.ask(*args, **keywords)
        error = result.one()["error"]
        self.assertEqual((status, word), (result.status, error["code"]), f"\n{result}")
        return error["message"]


class Sessions(Case):
    def watch(self, house, count, meanwhile):
        """Rows of a watch; `meanwhile` is done behind the second."""
        with running("watch", HOST, "--every", "0.5", "--count", str(count), "--json", env=ACCOUNT) as process:
            rows = [json.loads(line_of(process)) for _ in range(2)]
            meanwhile(house)
            rows += [json.loads(line_of(process)) for _ in range(count - 2)]
            self.assertEqual(0, process.wait(kasatest.BOUND))
        return rows

    def check_rows(self, rows):
        for row in rows:
            self.assertNotIn("error", row)
            self.assertIn("on", row)

    def test_a_watch_stays_on_one_session(self):
        for house in self.each_kind():
            self.check_rows(self.watch(house, 5, lambda _: None))
            told = house.get("lamp")
            self.assertEqual((1, 1), (told["handshakes"], told["logins"]))
            self.assertGreaterEqual(told["requests"], 5)

    def test_a_watch_stays_on_one_session_also_where_each_answer_ends_the_connection(self):
        for words in ("close=1", "close=quiet"):
            for house in self.each_kind(words):
                self.check_rows(self.watch(house, 4, lambda _: None))
                self.assertEqual(1, house.get("lamp")["logins"])

    def test_a_session_that_ran_out_at_the_device_is_made_anew_unseen(self):
        for house in self.each_kind("session=1000"):
            self.check_rows(self.watch(house, 4, lambda house: house.advance(1001)))
            self.assertEqual(2, house.get("lamp")["logins"])

    def test_a_session_that_is_about_to_run_out_is_made_anew_beforehand(self):
        for house in self.each_kind("session=2"):
            self.check_rows(self.watch(house, 8, lambda _: None))
            self.assertGreaterEqual(house.get("lamp")["logins"], 2)

    def test_another_client_that_logs_in_once_is_not_noticed(self):
        def other(_):
            client = klapwire.Client(HOST, version=version)
            client.close()

        for house, version in zip(self.each_kind(), (1, 2, 2)):
            self.check_rows(self.watch(house, 4, other))
            self.assertEqual(3, house.get("lamp")["logins"])

    def test_a_restart_that_forgets_the_session_is_not_noticed_once_it_is_back(self):
        for house in self.each_kind():
            house.set("lamp", "transport", "klap1" if house.get("lamp")["transport"] == "klap2" else "klap2")
            self.works("state")
            house.set("lamp", "transport", "klap1" if house.get("lamp")["transport"] == "klap2" else "klap2")
            self.works("on")

    def test_who_ends_our_sessions_again_and_again_is_named_and_not_fought(self):
        for house in self.each_kind():
            house.fault("lamp", "status:403")
            message = self.fails(1, "rival", "on", timeout=4)
            self.assertIn("another client", message)
            told = house.get("lamp")
            self.assertEqual((False, 0), (told["on"], told["switches"]))
            self.assertIn(told["logins"], range(3, 10))  # rests grow between them
            house.fault("lamp")
            self.works("on")

    def test_one_request_a_session_is_enough(self):
        for house in self.each_kind("uses=1"):
            self.assertTrue(self.works("on")["on"])
            self.assertIn("power_w", self.works("energy")["energy"])
            self.assertTrue(house.get("lamp")["on"])


class Forged(Case):
    def test_a_wrong_signature_is_refused_with_its_own_word_and_taken_on_demand(self):
        for house in self.each_kind():
            house.fault("lamp", "forged")
            for words in (["state"], ["on"], ["energy"]):
                message = self.fails(4, "signature", *words)
                self.assertIn("--ignore-signatures", message)
            self.assertTrue(self.works("on", "--ignore-signatures")["on"])
            self.assertTrue(house.get("lamp")["on"])
            house.fault("lamp")
            self.assertFalse(self.works("off")["on"])

    def test_a_bit_that_changes_on_its_way_never_changes_a_value(self):
        outcomes = set()
        for number, house in enumerate(self.each_kind()):
            usual = self.works("state")
            house.fault("lamp", "flip:0.0005")
            for _ in range(15):
                result = self.ask("state", timeout=2)
                told = result.one()
                outcomes.add(told.get("error", {}).get("code", "right"))
                if result.status == 0:
                    self.assertEqual(usual, told)
                else:
                    self.assertIn(result.status, (1, 3, 4, 5), f"\n{result}")
        self.assertIn("right", outcomes)
        self.assertGreater(len(outcomes), 1, "nothing was flipped")


class Statuses(Case):
    def test_what_the_device_answers_instead_is_told_with_its_number(self):
        for house in self.each_kind():
            for status in (400, 404, 500, 503):
                house.fault("lamp", f"status:{status}")
                self.assertIn(f"HTTP status {status}", self.fails(1, "device", "on"))
            self.assertEqual((False, 0), (house.get("lamp")["on"], house.get("lamp")["switches"]))
            house.fault("lamp")
            self.works("on")

    def test_who_is_asked_too_often_is_left_alone_at_once(self):
        for house in self.each_kind():
            house.fault("lamp", "status:429")
            self.assertIn("too many requests", self.fails(1, "device", "on"))
            self.assertEqual(1, house.get("lamp")["logins"])

    def test_a_firmware_that_shuts_its_door_is_told_how_to_be_opened(self):
        for house in self.each_kind():
            house.fault("lamp", "handshake")
            message = self.fails(5, "unsupported", "on")
            self.assertIn("Third-Party Compatibility", message)
            house.fault("lamp", "handshake:404")
            self.assertIn("does not speak KLAP: HTTP status 404", self.fails(1, "protocol", "on"))


class Manners(Case):
    def test_headers_and_cookies_in_every_shape_are_understood(self):
        for words in ("headers=lower", "cookie=spaced", "cookie=attributes", "cookie=plain", "cookie=two", "stock-page=1",
                      "close=1", "close=quiet", "sessions=2"):
            for house in self.each_kind(words):
                with self.subTest(words):
                    for command, on in (("on", True), ("off", False), ("toggle", True)):
                        self.assertEqual((on, on), (self.works(command)["on"], house.get("lamp")["on"]))
                    self.assertIn("power_w", self.works("energy")["energy"])

    def test_what_must_not_be_repeated_is_done_also_where_connections_end_and_nobody_says_so(self):
        for words in ("close=1", "close=quiet"):
            for house in self.each_kind(words):
                self.works("schedule", "add", "on", "--at", "7:00")
                counted = "add_schedule_rule" if self.language == "smart" else "schedule.add_rule"
                self.assertEqual(1, house.count("lamp", counted))

    def test_lower_case_and_odd_cookies_and_closed_connections_all_together(self):
        for house in self.each_kind("headers=lower", "cookie=spaced", "close=quiet", "uses=1"):
            self.assertTrue(self.works("on")["on"])
            self.assertTrue(house.get("lamp")["on"])

    def test_without_a_cookie_there_is_no_session_and_the_account_is_not_blamed(self):
        for house in self.each_kind("cookie=missing"):
            self.assertIn("though the account is the right one", self.fails(4, "auth", "on"))
            self.assertFalse(house.get("lamp")["on"])


class Broken(Case):
    """Nothing of these hangs, crashes, or counts as an answer."""

    def test_an_answer_that_is_cut_anywhere_is_none(self):
        for house in self.each_kind():
            for fault in ("cut", "reset-after"):
                for count in (0, 12, 60, 150, 200, 300):
                    with self.subTest(fault, count=count):
                        house.fault("lamp", f"{fault}:{count}")
                        result = self.ask("state", timeout=0.5)
                        error = result.one()["error"]
                        self.assertIn((result.status, error["code"]),
                                      {(3, "reset"), (3, "timeout"), (1, "protocol"), (1, "io")}, f"\n{result}")
            house.fault("lamp")
            self.works("state")

    def test_silence_ends_in_time(self):
        for house in self.each_kind():
            for fault in ("silent", "silent-after:100", "silent-after:250"):
                house.fault("lamp", fault)
                self.fails(3, "timeout", "state", timeout=0.5)

    def test_the_slow_are_waited_for(self):
        for house in self.each_kind():
            for fault in ("slow:200", "trickle:1"):
                house.fault("lamp", fault)
                self.works("state", timeout=30)

    def test_what_is_no_answer_of_http_is_told_as_such(self):
        for house in self.each_kind():
            for fault in ("garbage", "garbage:2", "length:3", "length:70000", "length:65000", "flood"):
                with self.subTest(fault):
                    house.fault("lamp", fault)
                    result = self.ask("state", timeout=2)
                    self.assertIn((result.status, result.one()["error"]["code"]), {(1, "protocol"), (3, "timeout"),
                                                                                  (3, "reset")}, f"\n{result}")
            house.fault("lamp")
            self.works("state")

    def test_an_answer_that_comes_twice_counts_once(self):
        for house in self.each_kind():
            house.fault("lamp", "twice")
            for command, on in (("on", True), ("off", False)):
                self.assertEqual((on, on), (self.works(command)["on"], house.get("lamp")["on"]))

    def test_doors_that_are_closed_are_told(self):
        for house in self.each_kind():
            house.fault("lamp", "refuse")
            self.fails(3, "refused", "state")
            house.fault("lamp", "reset")
            self.fails(3, "reset", "state", timeout=2)

    def test_a_setter_whose_answers_are_all_lost_is_repeated_and_ends_as_ordered(self):
        for house in self.each_kind():
            house.fault("lamp", "die-after-apply")
            self.fails(3, "reset", "on", timeout=2)
            house.fault("lamp")
            self.assertTrue(self.works("on")["on"])
            self.assertEqual(1, house.get("lamp")["switches"])


if __name__ == "__main__":
    kasatest.main()
