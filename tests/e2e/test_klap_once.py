"""Orders that must not be repeated, over KLAP: a request that may have been carried out is not sent again, one whose
session the device forgot is. Whichever request of the command it is that goes wrong, the order is carried out once at most.
"""
import kasatest
import klapwire
from kasatest import run
from klapmiddle import ADDRESS, Middle, status
from plugwire import Hangup

ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}
HOUSE = {"127.0.0.1": "HS110(EU),transport=klap2,alias=Tree", "127.0.0.2": "HS110(EU),transport=klap1,alias=Old",
         "127.0.0.3": "P110,alias=Tapo"}
MOST = 12  # requests of one command: a bound, lest a loop run for ever

# what is typed, whom it is said to, and what the device counts
ORDERS = [(["schedule", "add", "on", "--at", "7:00"], "127.0.0.1", "schedule.add_rule"),
          (["schedule", "add", "on", "--at", "7:00"], "127.0.0.2", "schedule.add_rule"),
          (["schedule", "add", "on", "--at", "7:00"], "127.0.0.3", "add_schedule_rule"),
          (["energy", "--erase"], "127.0.0.1", "emeter.erase_emeter_stat")]
RESTARTS = [("127.0.0.1", "system.reboot"), ("127.0.0.2", "system.reboot"), ("127.0.0.3", "device_reboot")]


class Once(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for spec in HOUSE.values() for word in ("--device", spec)))

    def say(self, args, host, middle):
        """How it ends, and the error's word."""
        language = ["--payload", "smart" if host == "127.0.0.3" else "iot"]
        with middle:
            result = run("--json", "--yes", "--timeout", "10", "--transport", "klap", *language, "--host", ADDRESS, *args,
                         env=ACCOUNT)
        told = result.json()
        return result, told[0].get("error", {}).get("code") if told else None

    def each_request(self, middle_for):
        """Each order, again and again, with the first, the second, ... of its requests meddled with."""
        for args, host, counted in ORDERS:
            for number in range(1, MOST + 1):
                middle = middle_for(host, number)
                before = self.sim.count(host, counted)
                result, word = self.say(args, host, middle)
                with self.subTest(args, host=host, request=number):
                    yield result, word, self.sim.count(host, counted) - before, middle
                if middle.requests < number:
                    break
            else:
                self.fail(f"{args}: more than {MOST} requests")

    def lose_when_done(self, host, counted, instead):
        """Tells something else than the device's answer once it has carried out the order."""
        before = self.sim.count(host, counted)
        return Middle(host, after=lambda number, answer: instead if self.sim.count(host, counted) > before else answer)

    def test_an_answer_that_is_lost_behind_the_order_leaves_it_unknown_and_done_once(self):
        for args, host, counted in [*ORDERS, *((["reboot"], host, counted) for host, counted in RESTARTS)]:
            for instead in (Hangup, status(500), status(400), b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"):
                with self.subTest(args, host=host, instead=instead):
                    kasatest.wait_until(lambda: not self.sim.get(host)["away"], what="it is back")
                    before = self.sim.count(host, counted)
                    result, word = self.say(args, host, self.lose_when_done(host, counted, instead))
                    self.assertEqual((1, "outcome_unknown"), (result.status, word), f"\n{result}")
                    self.assertIn("may or may not", result.one()["error"]["message"])
                    self.assertEqual(1, self.sim.count(host, counted) - before)

    def test_a_session_that_the_device_forgot_is_made_anew_and_the_order_done_once(self):
        refused_once = lambda host, k: Middle(host, before=lambda n: status(403) if n == k else None)
        for result, _, done, middle in self.each_request(refused_once):
            self.assertEqual((0, 1), (result.status, done), f"\n{result}")
            self.assertGreaterEqual(middle.logins, 1)

    def test_whichever_answer_is_lost_the_order_is_done_once_at_most(self):
        lost_once = lambda host, k: Middle(host, after=lambda n, answer: Hangup if n == k else answer)
        unknown = 0
        for result, word, done, _ in self.each_request(lost_once):
            self.assertLessEqual(done, 1, f"\n{result}")
            self.assertEqual(result.status == 0, word is None)
            unknown += word == "outcome_unknown"
            if result.status == 0:
                self.assertEqual(1, done, f"\n{result}")
        self.assertGreaterEqual(unknown, len(ORDERS))

    def test_whichever_request_fails_at_the_device_the_order_is_done_once_at_most(self):
        fails_once = lambda host, k: Middle(host, before=lambda n: status(500) if n == k else None)
        for result, word, done, _ in self.each_request(fails_once):
            self.assertLessEqual(done, 1, f"\n{result}")
            if result.status == 0:
                self.assertEqual(1, done, f"\n{result}")
            else:
                self.assertIn(word, ("outcome_unknown", "device"), f"\n{result}")

    def test_what_may_be_repeated_is_and_ends_as_it_was_meant(self):
        for host in HOUSE:
            for number in range(1, 4):
                for meddle in ({"after": lambda n, answer, k=number: Hangup if n == k else answer},
                               {"before": lambda n, k=number: status(500) if n == k else None}):
                    for word, on in (("on", True), ("off", False)):
                        with self.subTest(word, host=host, request=number, how=list(meddle)):
                            result, _ = self.say([word], host, Middle(host, **meddle))
                            self.assertEqual(0, result.status, f"\n{result}")
                            self.assertEqual((on, on), (result.one()["on"], self.sim.get(host)["on"]))


if __name__ == "__main__":
    kasatest.main()
