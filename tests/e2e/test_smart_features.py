"""kasa against devices that speak SMART: schedule, timer, time and Wi-Fi, as people type them."""
import datetime
import time

import kasatest
import klapwire

HOST = "127.0.0.1"
ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}


class Features(kasatest.TestCase):
    def setUp(self):
        kasatest.clean_home()

    def run_one(self, *words, status=0):
        return self.kasa(*words, env=ACCOUNT, status=status)

    def told(self, *words):
        return self.run_one(*words, "--json").one()

    def rules(self, target=HOST):
        return self.told("schedule", "list", target)["schedule"]["rules"]


class Plug(Features):
    def setUp(self):
        super().setUp()
        self.device = self.house("--device", "P110(EU),alias=lamp")

    def smart(self, *args):
        """A device keeps one session, and kasa took the one before."""
        client = klapwire.Client(HOST)
        try:
            return client.smart(*args)
        finally:
            client.close()

    def listed(self):
        return self.smart("get_schedule_rules", {"start_index": 0})["rule_list"]

    def test_a_rule_is_added_changed_and_removed(self):
        self.run_one("schedule", "add", HOST, "off", "--at", "21:30", "--days", "mon-fri")
        (rule,) = self.listed()
        self.assertEqual((62, "repeat", "normal", 21 * 60 + 30, {"on": False}, True),
                         tuple(rule[key] for key in ("week_day", "mode", "s_type", "s_min", "desired_states", "enable")))
        self.run_one("schedule", "edit", HOST, "1", "--at", "sunset-15m")
        (rule,) = self.listed()
        self.assertEqual(("sunset", -15, 62), (rule["s_type"], rule["time_offset"], rule["week_day"]))
        self.run_one("schedule", "disable", HOST, "1")
        self.assertIs(False, self.listed()[0]["enable"])
        self.run_one("schedule", "remove", HOST, "1")
        self.assertEqual([], self.listed())

    def test_a_date_that_is_far_comes_with_a_warning(self):
        near = self.run_one("schedule", "add", HOST, "on", "--at", "7:00", "--once")
        self.assertNotIn("whatever its date is", near.err)
        far = self.run_one("schedule", "add", HOST, "on", "--at", "7:00", "--on", "2098-12-24")
        self.assertIn("whatever its date is", far.err)
        self.assertEqual(["once", "once"], [rule["mode"] for rule in self.listed()])
        self.assertEqual(2098, self.listed()[1]["year"])

    def test_rules_beyond_a_page_are_all_listed_and_a_full_list_says_so(self):
        most = self.smart("get_schedule_rules", {"start_index": 0})["schedule_rule_max_count"]
        for number in range(most):
            self.smart("add_schedule_rule", {
                "enable": True, "mode": "repeat", "week_day": 1, "s_type": "normal", "s_min": number,
                "desired_states": {"on": True}})
        self.assertEqual(most, len(self.rules()))
        refused = self.run_one("schedule", "add", HOST, "on", "--at", "7:00", status=1)
        self.assertIn("the schedule is full (-1802)", refused.err)
        self.run_one("schedule", "clear", HOST, "--yes")
        self.assertEqual([], self.listed())

    def test_the_schedule_as_a_whole(self):
        self.run_one("schedule", "add", HOST, "on", "--at", "7:00")
        self.run_one("schedule", "disable", HOST)
        self.assertIs(False, self.smart("get_schedule_rules", {"start_index": 0})["enable"])
        self.run_one("schedule", "enable", HOST)
        self.assertIs(True, self.smart("get_schedule_rules", {"start_index": 0})["enable"])

    def test_what_its_rules_cannot_say_is_not_sent(self):
        for words, why in ((["--name", "Morning"], "have no names"), (["--until", "9:00"], "have no end")):
            with self.subTest(why):
                refused = self.run_one("schedule", "add", HOST, "on", "--at", "7:00", *words, status=5)
                self.assertIn(why, refused.err)
        self.assertEqual([], self.listed())

    def test_a_timer_runs_is_replaced_when_forced_and_switches(self):
        self.run_one("on", HOST, "--for", "5m")
        self.assertTrue(self.device.get(HOST)["on"])
        self.assertEqual(("off", 300), tuple(self.told("timer", "list", HOST)["timer"][key] for key in ("action", "delay_s")))
        refused = self.run_one("timer", HOST, "off", "--in", "10m", status=2)
        self.assertIn("does not tell who set it", refused.err)
        self.run_one("timer", HOST, "off", "--in", "10m", "--force")
        self.device.advance(601)
        self.assertFalse(self.device.get(HOST)["on"])
        self.assertFalse(self.told("timer", "list", HOST)["timer"]["running"])

    def test_a_timer_is_cancelled(self):
        self.run_one("timer", HOST, "on", "--in", "10m")
        self.run_one("timer", "cancel", HOST)
        self.run_one("timer", "cancel", HOST)
        self.assertEqual([], self.smart("get_countdown_rules")["rule_list"])

    def test_its_clock_is_read_and_set(self):
        self.run_one("time", "sync", HOST, "--zone", "Europe/Paris")
        told = self.smart("get_device_time")
        self.assertEqual(("Europe/Paris", 60), (told["region"], told["time_diff"]))
        self.assertLess(abs(told["timestamp"] - time.time()), 30)
        shown = self.told("time", HOST)["clock"]
        self.assertEqual("Europe/Paris", shown["zone"])
        self.assertLess(abs(shown["ahead_s"]), 30)

    def test_the_hour_of_summer_is_told_and_taken(self):
        self.run_one("time", "sync", HOST, "--zone", "Europe/Paris")
        self.run_one("time", "set", HOST, "2026-07-05 12:00")
        told = self.smart("get_device_time")
        ten = datetime.datetime(2026, 7, 5, 10, tzinfo=datetime.timezone.utc).timestamp()
        self.assertLess(abs(told["timestamp"] - ten), 30)
        self.assertTrue(self.told("time", HOST)["clock"]["time"].startswith("2026-07-05 12:00"))

    def test_its_network_and_the_cloud(self):
        self.assertTrue(self.told("wifi", HOST)["wifi"]["joined"])
        self.assertIn("connected", self.told("cloud", HOST)["cloud"])


class Strip(Features):
    def test_each_outlet_has_its_own(self):
        self.house("--device", "P300")
        self.run_one("schedule", "add", f"{HOST}/2", "on", "--at", "7:00")
        self.assertEqual([0, 1], [len(self.rules(f"{HOST}/{outlet}")) for outlet in (1, 2)])
        self.run_one("timer", f"{HOST}/1", "on", "--in", "1h")
        self.assertTrue(self.told("timer", "list", f"{HOST}/1")["timer"]["running"])
        self.assertFalse(self.told("timer", "list", f"{HOST}/2")["timer"]["running"])


if __name__ == "__main__":
    kasatest.main()
