"""schedule, away and timer against devices that are not ours: the npm package tplink-smarthome-simulator."""
import kasatest
import test_peer_devices
from kasatest import ask
from test_peer_devices import HOSTS, RELAYS, SINGLE

PLUGS = [model for model in RELAYS if model in SINGLE]


def rules(model, module="schedule"):
    return ask(HOSTS[model], {module: {"get_rules": {}}})[module]["get_rules"]["rule_list"]


class PeerSchedule(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.enter(test_peer_devices.peers(self.folder()))

    def told(self, model, command, *args):
        return self.kasa("--json", "--host", HOSTS[model], command, *args).one()[command]

    def clear(self, model, *commands):
        """They begin with rules of their own."""
        for command in commands:
            self.kasa("--host", HOSTS[model], command, "clear", "--yes")

    def test_the_rules_that_they_begin_with_are_listed(self):
        for model in PLUGS:
            with self.subTest(model):
                self.assertEqual([(rule["id"], rule["enable"]) for rule in rules(model)],
                                 [(rule["id"], int(rule["enabled"])) for rule in
                                  self.told(model, "schedule", "list")["rules"]])

    def test_each_setter_of_a_schedule_is_read_back(self):
        for model in PLUGS:
            with self.subTest(model):
                self.clear(model, "schedule")
                self.assertEqual([], rules(model))
                self.told(model, "schedule", "add", "on", "--at", "sunset-15m", "--days", "mon-fri", "--name", "Evening")
                self.told(model, "schedule", "add", "off", "--at", "23:00")
                first = rules(model)[0]
                self.assertEqual((2, -15, 1, [0, 1, 1, 1, 1, 1, 0], 1),
                                 tuple(first[key] for key in ("stime_opt", "soffset", "sact", "wday", "repeat")))
                self.told(model, "schedule", "edit", "Evening", "--at", "21:00")
                self.assertEqual((0, 1260), (rules(model)[0]["stime_opt"], rules(model)[0]["smin"]))
                self.told(model, "schedule", "disable", "2")
                self.assertEqual([1, 0], [rule["enable"] for rule in rules(model)])
                for verb, value in (("disable", 0), ("enable", 1)):
                    self.told(model, "schedule", verb)
                    self.assertEqual(value, ask(HOSTS[model], {"schedule": {"get_rules": {}}})["schedule"]["get_rules"]
                                     ["enable"])
                left = self.told(model, "schedule", "remove", "1")["rules"]
                self.assertEqual([rule["id"] for rule in rules(model)], [rule["id"] for rule in left])

    def test_each_setter_of_the_away_mode_is_read_back(self):
        for model in PLUGS:
            with self.subTest(model):
                self.clear(model, "away")
                self.told(model, "away", "add", "--from", "18:00", "--until", "sunrise+1h")
                rule = rules(model, "anti_theft")[0]
                self.assertEqual((0, 1080, 1, 60), tuple(rule[key] for key in ("stime_opt", "smin", "etime_opt", "eoffset")))
                self.told(model, "away", "edit", "1", "--days", "sat")
                self.assertEqual([0, 0, 0, 0, 0, 0, 1], rules(model, "anti_theft")[0]["wday"])
                self.told(model, "away", "remove", "1")
                self.assertEqual([], rules(model, "anti_theft"))

    def test_a_countdown_is_set_replaced_and_cancelled(self):
        for model in PLUGS:
            with self.subTest(model):
                self.kasa("--host", HOSTS[model], "timer", "cancel")
                for args, act, delay in ((["timer", "on", "--in", "1h"], 1, 3600), (["timer", "off", "--in", "2h"], 0, 7200),
                                         (["on", "--for", "90s"], 0, 90)):
                    self.kasa("--host", HOSTS[model], *args)
                    self.assertEqual([(act, delay, "kasa")], [(rule["act"], rule["delay"], rule["name"])
                                                              for rule in rules(model, "count_down")])
                self.assertEqual(1, kasatest.sysinfo(HOSTS[model])["relay_state"])
                self.assertEqual({"running": False}, self.told(model, "timer", "cancel"))
                self.assertEqual([], rules(model, "count_down"))


load_tests = test_peer_devices.load_tests


if __name__ == "__main__":
    kasatest.main()
