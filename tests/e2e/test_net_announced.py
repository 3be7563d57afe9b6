"""Discovery of devices that only announce themselves, between hosts: mixed houses, ranges, single hosts, and why not."""

import kasatest
from test_net_broadcast import NET, OTHER_NET, NetCase, rows

ACCOUNT = {"KASA_USERNAME": "user@example.com", "KASA_PASSWORD": "hunter2 é"}
WRONG = {**ACCOUNT, "KASA_PASSWORD": "hunter3"}
STRANGER = {**ACCOUNT, "KASA_USERNAME": "other@example.com"}


class Announced(NetCase):
    def kind(self, number, model, **more):
        """A host with one device of this model; the keys are those of kasa-sim."""
        address = f"{NET}.{number}"
        spec = self.somebody(f"{model} {number}", address).replace("HS110", model, 1)
        return self.plug(number, ",".join([spec, *(f"{key}={value}" for key, value in more.items())]))

    def mixed_house(self):
        self.kind(1, "HS110")
        self.kind(2, "HS103", transport="klap2")
        self.kind(3, "HS300", transport="klap1")
        self.kind(4, "HS100", transport="aes")
        self.kind(5, "HS100", transport="tpap")
        return {f"{NET}.{number}" for number in range(1, 6)}

    def check_mixed(self, found):
        """Read with the account of the house: those that can be, as they are; the others with the reason."""
        transports = {host.rsplit(".", 1)[1]: row["transport"] for host, row in found.items()}
        self.assertEqual(transports, {"1": "xor", "2": "klap2", "3": "klap1", "4": "aes", "5": "tpap"})
        for number, alias in ((1, "HS110 1"), (2, "HS103 2"), (3, "HS300 3")):
            row = found[f"{NET}.{number}"]
            self.assertEqual((row["alias"], row["on"]), (alias, False), row)
            self.assertNotIn("error", row)
        for number, word in ((4, "AES"), (5, "TPAP")):
            error = found[f"{NET}.{number}"]["error"]
            self.assertEqual(error["code"], "unsupported")
            self.assertIn(word, error["message"])


class House(Announced):
    def test_a_mixed_house_is_found_by_broadcasts(self):
        me, there = self.me(), self.mixed_house()
        found = rows(self.discover(me, env=ACCOUNT))
        self.assertEqual(set(found), there)
        self.check_mixed(found)

    def test_a_mixed_house_is_found_address_by_address(self):
        me, there = self.me(), self.mixed_house()
        found = rows(self.discover(me, "--target", f"{NET}.0/28", env=ACCOUNT))
        self.assertEqual(set(found), there)
        self.check_mixed(found)

    def test_without_an_account_all_are_seen_and_told_why_they_say_no_more(self):
        me, there = self.me(), self.mixed_house()
        found = rows(self.discover(me))
        self.assertEqual(set(found), there)
        for number in (2, 3):
            row = found[f"{NET}.{number}"]
            self.assertEqual(row["error"]["code"], "auth")
            self.assertIn("account", row["error"]["message"])
            self.assertTrue(row["mac"].startswith("02:00:"), row)
        self.assertNotIn("error", found[f"{NET}.1"])

    def test_one_host_is_asked_and_the_search_ends_with_its_answer(self):
        me = self.me()
        self.mixed_house()
        for number in (1, 2, 4):
            with self.subTest(number):
                result = self.discover(me, "--target", f"{NET}.{number}", wait="30", env=ACCOUNT)
                self.assertEqual(set(rows(result)), {f"{NET}.{number}"})
                self.assertLess(result.seconds, 15)

    def test_a_device_that_answers_both_ways_is_one(self):
        me = self.me()
        self.kind(6, "HS105", announce="klap")
        for env, transport in ((None, "xor"), (ACCOUNT, "klap2")):
            with self.subTest(transport):
                found = self.discover(me, env=env).one()
                self.assertEqual((found["alias"], found["transport"]), ("HS105 6", transport))
                self.assertNotIn("error", found)

    def test_devices_on_two_networks_and_behind_a_router_are_found(self):
        self.second_network()
        router = self.lab.host("r", ("br0", f"{NET}.254/24"), ("br1", f"{OTHER_NET}.254/24"))
        router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
        host, _ = self.plug(3, f"{self.somebody('Far', f'{OTHER_NET}.3')},transport=klap2", bridge="br1", net=OTHER_NET)
        host.ip("route", "add", "default", "via", f"{OTHER_NET}.254")
        me = self.me(route=f"{NET}.254")
        found = rows(self.discover(me, "--target", f"{OTHER_NET}.0/29", env=ACCOUNT))
        self.assertEqual(found[f"{OTHER_NET}.3"]["alias"], "Far")


class Accounts(Announced):
    def test_a_wrong_password_is_told_for_each_device(self):
        me = self.me()
        self.kind(2, "HS103", transport="klap2")
        error = self.discover(me, env=WRONG).one()["error"]
        self.assertEqual(error["code"], "auth")
        self.assertIn("KLAP on port 80", error["message"])
        self.assertNotIn("hunter", error["message"])

    def test_another_account_is_told_as_such(self):
        me = self.me()
        self.kind(2, "HS103", transport="klap2")
        error = self.discover(me, env=STRANGER).one()["error"]
        self.assertEqual(error["code"], "auth")
        self.assertIn("belongs to another account", error["message"])

    def test_devices_are_switched_by_name_id_and_mac(self):
        me = self.me()
        _, house = self.kind(2, "HS103", transport="klap2")
        address = f"{NET}.2"
        row = self.discover(me, env=ACCOUNT).one()
        for turn, name in enumerate(("HS103 2", row["id"], row["mac"])):
            kasatest.clean_home()
            with self.subTest(name):
                result = me.kasa("--json", "--wait", "1", "toggle", name, env=ACCOUNT)
                self.assertEqual(result.one()["host"], address, f"\n{result}")
                self.assertEqual(house.get(address)["on"], turn % 2 == 0)

    def test_who_is_wanted_by_mac_and_cannot_be_read_is_no_stranger(self):
        me = self.me()
        self.kind(2, "HS103", transport="klap2")
        mac = self.discover(me).one()["mac"]
        kasatest.clean_home()
        result = me.kasa("--json", "--wait", "30", "on", mac, env=WRONG)
        self.assertEqual(result.status, 4, f"\n{result}")
        self.assertEqual(result.one()["error"]["code"], "auth")
        self.assertLess(result.seconds, 15)

    def test_a_name_that_is_not_found_may_be_that_of_a_device_that_could_not_be_asked(self):
        me = self.me()
        self.kind(2, "HS103", transport="klap2")
        result = me.kasa("--json", "--wait", "1", "on", "Fan", env=WRONG)
        self.assertEqual(result.status, 3, f"\n{result}")
        self.assertIn("1 device could not be asked", result.one()["error"]["message"])


class Moving(Announced):
    def test_a_device_with_a_new_address_is_found_again(self):
        me = self.me()
        device = f"{self.somebody('Lamp', f'{NET}.21')},transport=klap2"
        host, house = self.plug(21, device)
        self.assertEqual(me.kasa("--wait", "1", "on", "Lamp", env=ACCOUNT).status, 0)
        house.close()
        host.ip("addr", "del", f"{NET}.21/24", "dev", "eth0")
        host.ip("addr", "add", f"{NET}.99/24", "brd", "+", "dev", "eth0")
        self.sim(host, f"{NET}.99", device)
        result = me.kasa("--json", "--wait", "1", "on", "Lamp", env=ACCOUNT)
        self.assertEqual(result.status, 0, f"\n{result}")
        self.assertEqual(result.one()["host"], f"{NET}.99")

    def test_firmware_that_changed_the_transport_is_found_by_a_search(self):
        me = self.me()
        who = self.somebody("Lamp", f"{NET}.21")
        host, house = self.plug(21, who)
        self.assertEqual(me.kasa("--wait", "1", "on", "Lamp", env=ACCOUNT).status, 0)
        house.close()
        self.sim(host, f"{NET}.21", f"{who},transport=klap2")
        result = me.kasa("--json", "--wait", "1", "on", "Lamp", env=ACCOUNT)
        self.assertEqual(result.status, 0, f"\n{result}")


if __name__ == "__main__":
    kasatest.main()
