"""A large house: a thousand devices found, hundreds switched at once, with bounded descriptors and memory."""

import kasatest
from plugwire import within_mib

THOUSAND = 1000
STREET = 200


class Thousand(kasatest.TestCase):
    def test_all_are_found_exactly_once(self):
        self.house("--count", str(THOUSAND))
        result = kasatest.run("--json", "discover", prefix=within_mib(16))
        self.assertEqual(result.status, 0, result.err)
        found = result.json()
        self.assertEqual(len(found), THOUSAND)
        for key in ("host", "mac", "id"):
            self.assertEqual(len({row[key] for row in found}), THOUSAND, key)

    def test_all_are_found_with_the_receive_buffer_of_an_ordinary_user(self):
        setpriv = kasatest.need_program("setpriv")
        self.house("--count", str(THOUSAND))
        result = kasatest.run("--json", "discover", "--wait", "5", timeout=120,
                              prefix=(setpriv, "--bounding-set=-net_admin", "--inh-caps=-net_admin"))
        self.assertEqual(result.status, 0, result.err)
        self.assertEqual(len({row["host"] for row in result.json()}), THOUSAND)

    def test_a_range_of_a_thousand_is_asked_one_by_one(self):
        self.house("--count", str(THOUSAND))
        result = kasatest.run("--json", "discover", "--target", "127.0.0.0/22", timeout=120)
        self.assertEqual(len({row["host"] for row in result.json()}), THOUSAND)

    def test_one_of_a_thousand_is_found_by_its_mac_and_by_its_name(self):
        house = self.house("--count", str(THOUSAND))
        far = kasatest.sysinfo("127.0.3.200")
        for name in (far["mac"], far["deviceId"], far["alias"]):
            with self.subTest(name):
                result = self.kasa("--json", "toggle", name)
                self.assertEqual(result.one()["host"], "127.0.3.200")
        self.assertEqual(house.get("127.0.3.200")["switches"], 3)
        self.assertEqual(house.get("127.0.3.199")["switches"], 0)


class Announced(kasatest.TestCase):
    """A thousand that must be logged in to, a few at a time."""

    ACCOUNT = {"KASA_USERNAME": "user@example.com", "KASA_PASSWORD": "hunter2 é"}

    def discover(self, *args, **keywords):
        result = kasatest.run("--json", "discover", *args, env=self.ACCOUNT, timeout=120, **keywords)
        self.assertEqual(result.status, 0, result.err)
        return result.json()

    def setUp(self):
        super().setUp()
        self.house("--count", str(THOUSAND), "--transport", "klap2")

    def check(self, found):
        self.assertEqual(len(found), THOUSAND)
        self.assertEqual([row for row in found if "error" in row], [])
        self.assertEqual({(row["transport"], row["on"]) for row in found}, {("klap2", False)})
        for key in ("host", "mac", "id", "alias"):
            self.assertEqual(len({row[key] for row in found}), THOUSAND, key)

    def test_all_are_found_and_read_once_with_bounded_memory(self):
        self.check(self.discover(prefix=within_mib(16)))

    def test_few_descriptors_are_enough(self):
        prlimit = kasatest.need_program("prlimit")
        self.check(self.discover(prefix=(prlimit, "--nofile=64")))

    def test_one_of_a_thousand_is_found_by_its_mac_and_by_its_name(self):
        far = next(row for row in self.discover() if row["host"] == "127.0.3.200")
        for name in (far["mac"], far["id"], far["alias"]):
            kasatest.clean_home()
            with self.subTest(name):
                result = kasatest.run("--json", "toggle", name, env=self.ACCOUNT, timeout=120)
                self.assertEqual(result.one()["host"], "127.0.3.200", f"\n{result}")


class Mixed(kasatest.TestCase):
    """A thousand in four houses: a quarter each of those that speak XOR, KLAP of both generations, and SMART."""

    ACCOUNT = {"KASA_USERNAME": "user@example.com", "KASA_PASSWORD": "hunter2 é"}
    QUARTER = 250
    HOUSES = [("127.0.0.1", "xor", "HS110(EU)", "iot"), ("127.1.0.1", "klap1", "HS103(US)", "iot"),
              ("127.2.0.1", "klap2", "HS300(US)", "iot"), ("127.3.0.1", "klap2", "P110", "smart")]

    def setUp(self):
        super().setUp()
        self.houses = [self.house("--address", first, "--count", str(self.QUARTER), "--transport", transport, "--model", model,
                                  "--seed", str(seed))
                       for seed, (first, transport, model, _) in enumerate(self.HOUSES, 1)]

    def discover(self, *args, env=None, status=0):
        result = kasatest.run("--json", "discover", *args, env=self.ACCOUNT if env is None else env, timeout=120)
        self.assertEqual(result.status, status, result.err)
        self.assertLess(result.seconds, 30)
        return result.json()

    def check_hosts(self, rows):
        self.assertEqual(len(rows), 4 * self.QUARTER)
        self.assertEqual(len({row["host"] for row in rows}), 4 * self.QUARTER)

    def test_all_are_found_and_read_in_bounded_time(self):
        rows = self.discover()
        self.check_hosts(rows)
        self.assertEqual([row for row in rows if "error" in row], [])
        for first, transport, model, payload in self.HOUSES:
            mine = [row for row in rows if row["host"].startswith(first[:6])]
            self.assertEqual(len(mine), self.QUARTER)
            self.assertEqual({(row["transport"], row["payload"], row["on"]) for row in mine},
                             {(transport, payload, False)})

    def test_each_was_logged_in_to_once(self):
        self.discover()
        for house, (first, transport, _, _) in zip(self.houses, self.HOUSES):
            for number in (1, 100, self.QUARTER):
                told = house.get(f"{first.rsplit('.', 1)[0]}.{number}")
                self.assertEqual(told["logins"], 0 if transport == "xor" else 1)

    def test_without_an_account_all_are_seen_and_the_old_ones_are_read(self):
        rows = self.discover(env={})
        self.check_hosts(rows)
        closed = {row["host"] for row in rows if row.get("error", {}).get("code") == "auth"}
        self.assertEqual(len(closed), 3 * self.QUARTER)
        self.assertEqual(len([row for row in rows if "error" not in row]), self.QUARTER)

    def test_all_are_switched_with_one_command(self):
        result = kasatest.run("--json", "--timeout", "60", "on", "all", env=self.ACCOUNT, timeout=120)
        self.assertEqual(result.status, 0, result.err)
        self.check_hosts(result.json())
        for house, (first, _, _, _) in zip(self.houses, self.HOUSES):
            for number in range(1, self.QUARTER + 1):
                self.assertTrue(house.get(f"{first.rsplit('.', 1)[0]}.{number}")["on"])


class Street(kasatest.TestCase):
    """`all`: two hundred devices with one command."""

    def assert_all(self, house, on):
        states = [house.get(self.address(n))["on"] for n in range(STREET)]
        self.assertEqual(states, [on] * STREET)

    @staticmethod
    def address(number):
        return f"127.0.0.{number + 1}"

    def test_all_are_switched_once(self):
        house = self.house("--count", str(STREET))
        result = kasatest.run("--json", "on", "all", prefix=within_mib(16))
        self.assertEqual(result.status, 0, result.err)
        self.assertEqual(len(result.json()), STREET)
        self.assert_all(house, True)
        self.assertEqual(sum(house.get(self.address(n))["switches"] for n in range(STREET)), STREET)

    def test_all_are_switched_in_parallel(self):
        """Each takes a second to answer: one after the other they would take minutes."""
        house = self.house("--count", str(STREET), "--fault", "all=slow:1000")
        result = self.kasa("--json", "--timeout", "60", "off", *(self.address(n) for n in range(STREET)))
        self.assertEqual(len(result.json()), STREET)
        self.assertLess(result.seconds, STREET / 4)
        self.assert_all(house, False)

    def test_few_descriptors_are_enough_or_the_reason_is_told(self):
        prlimit = kasatest.need_program("prlimit")
        house = self.house("--count", str(STREET))
        result = kasatest.run("--json", "on", "all", prefix=(prlimit, "--nofile=64"))
        rows = result.json()
        self.assertEqual(len({row["host"] for row in rows}), STREET, f"\n{result}")
        failed = {row["host"]: row["error"] for row in rows if "error" in row}
        for number in range(STREET):
            address = self.address(number)
            self.assertEqual(house.get(address)["on"], address not in failed, failed.get(address))
        if failed:
            self.assertEqual(result.status, 1)
            self.assertEqual({error["code"] for error in failed.values()}, {"io"})
            self.assertIn("files", next(iter(failed.values()))["message"])
        else:
            self.assertEqual(result.status, 0, f"\n{result}")

    def test_without_any_descriptor_left_the_reason_is_told(self):
        prlimit = kasatest.need_program("prlimit")
        for command in (["discover"], ["--host", "127.0.0.1", "on"], ["on", "all"]):
            for limit in (4, 5, 6):
                with self.subTest(command, limit=limit):
                    result = kasatest.run(*command, prefix=(prlimit, f"--nofile={limit}", "--"))
                    self.assertGreaterEqual(result.status, 1, f"\n{result}")
                    self.assertRegex(result.err, r"\w+ \w+")


if __name__ == "__main__":
    kasatest.main()
