"""Orders that must not be repeated, all of them: the device carries them out and its answer is lost. They are carried
out once, nobody claims to know, and the sentence says where to look.
"""
import json

import kasatest
from kasatest import ask
from plugwire import FakePlugThatLosesOneAnswer

PLUG, BULB, STRIP = "127.0.0.1", "127.0.0.2", "127.0.0.3"
HOUSE = ["HS110(EU),alias=Tree", "KL130(EU),alias=Lamp", "HS300(US),alias=Desk strip"]
NETWORK = "Old mill"
RULE = ["on", "--at", "7:00"]
AWAY = ["--from", "18:00", "--until", "23:00"]
SECRET = ["--password-file", "-"]
RAW = json.dumps({"system": {"set_relay_state": {"state": 1}}})

# what is typed, of which device, what it carries out, and where to look afterwards
ORDERS = [
    (["schedule", "add", *RULE], PLUG, "schedule.add_rule", "kasa schedule list"),
    (["schedule", "add", *RULE], BULB, "smartlife.iot.common.schedule.add_rule", "kasa schedule list"),
    (["away", "add", *AWAY], PLUG, "anti_theft.add_rule", "kasa away list"),
    (["energy", "--erase"], PLUG, "emeter.erase_emeter_stat", "kasa energy"),
    (["usage", "--erase"], PLUG, "schedule.erase_runtime_stat", "kasa usage"),
    (["cloud", "bind", "--username", "me@example.com", *SECRET], PLUG, "cnCloud.bind", "kasa cloud"),
    (["cloud", "unbind"], PLUG, "cnCloud.unbind", "kasa cloud"),
    (["wifi", "join", NETWORK, "--key-type", "wpa2", *SECRET], PLUG, "netif.set_stainfo", "kasa discover"),
    (["raw", RAW], PLUG, "system.set_relay_state", "before it is sent again"),
    (["reboot"], PLUG, "system.reboot", "kasa state"),
    (["reboot"], BULB, "smartlife.iot.common.system.reboot", "kasa state"),
    (["reset"], STRIP, "system.reset", "kasa state"),
]

# Those that end in the same whether they are carried out once or twice are repeated; what the device is left with.
REPEATED = [
    (["toggle"], "set_relay_state", {"system": {"get_sysinfo": {}}}, lambda kept: kept["relay_state"] == 1),
    (["alias", "Pine"], "set_dev_alias", {"system": {"get_sysinfo": {}}}, lambda kept: kept["alias"] == "Pine"),
    (["timer", "off", "--in", "1h"], "add_rule", {"count_down": {"get_rules": {}}},
     lambda kept: [rule["delay"] for rule in kept["rule_list"] if rule["enable"]] == [3600]),
]


class Once(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for spec in HOUSE for word in ("--device", spec)))

    def lose(self, args, host, method, status):
        """What kasa tells when the answer to that is lost, and how often it was sent."""
        with FakePlugThatLosesOneAnswer(self.sim, method, host) as lost:
            told = self.kasa("--json", "--yes", "--timeout", "30", "--host", lost.address, *args, status=status,
                             stdin="longenough\n")
            self.assertEqual(1, lost.lost)
            return told.one(), len(lost.asked(method))

    def test_each_is_carried_out_once_and_its_sentence_tells_where_to_look(self):
        for args, host, counted, look in ORDERS:
            with self.subTest(args=args, host=host):
                before = self.sim.count(host, counted)
                told, sent = self.lose(args, host, f'"{counted.rsplit(".", 1)[1]}"', 1)
                self.assertEqual("outcome_unknown", told["error"]["code"])
                self.assertIn("may or may not", told["error"]["message"])
                self.assertIn(look, told["error"]["message"])
                self.assertEqual((1, 1), (sent, self.sim.count(host, counted) - before))

    def test_others_are_repeated_and_end_as_they_were_meant(self):
        for args, method, question, holds in REPEATED:
            with self.subTest(args=args):
                _, sent = self.lose(args, PLUG, f'"{method}"', 0)
                (module, methods), = question.items()
                self.assertTrue(holds(ask(PLUG, question)[module][next(iter(methods))]))
                self.assertGreaterEqual(sent, 1)


if __name__ == "__main__":
    kasatest.main()
