"""From a name to a device: the cache, its verification and repair, and names that fit nobody, one or several."""
import stat

import kasatest
from kasatest import House, sysinfo

TREE, LAMP = "127.0.0.1", "127.0.0.2"
WINDOW = 40  # seconds: a search that ends early ends long before


def cache_files():
    return [path for path in (kasatest.home() / ".cache").rglob("*") if path.is_file()]


class Names(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house("--device", f"HS110(EU),address={TREE},alias=Christmas tree", "--device",
                              f"HS100,address={LAMP},alias=Hall lamp")

    def learn(self):
        """The cache knows both."""
        self.kasa("discover", "--wait", "1")

    def counts(self, host):
        return self.sim.counts(host)

    def spent(self, host, before):
        """Connections, requests and datagrams since then."""
        return tuple(now - then for then, now in zip(before, self.counts(host)))

    def relays(self):
        return [sysinfo(host)["relay_state"] for host in (TREE, LAMP)]

    def on(self, name, *more):
        """Switches by name with a search that would last if it were needed to its end."""
        result = self.kasa("--json", "--wait", str(WINDOW), *more, "on", name)
        self.assertLess(result.seconds, WINDOW / 2)
        return result.one()

    # -- what a name may be

    def test_an_alias_in_any_case_and_by_its_beginning(self):
        for name in ("Christmas tree", "christmas TREE", "christ", "C"):
            with self.subTest(name):
                self.assertEqual(TREE, self.kasa("--json", "--wait", "0.5", "on", name).one()["host"])

    def test_the_whole_alias_goes_before_a_longer_one_that_begins_with_it(self):
        self.sim.set(LAMP, "alias", "Christmas tree top")
        self.assertEqual(TREE, self.kasa("--json", "--wait", "0.5", "on", "Christmas tree").one()["host"])

    def test_a_mac_in_every_spelling(self):
        mac = sysinfo(TREE)["mac"]
        plain = mac.replace(":", "")
        dotted = ".".join(plain[at:at + 4] for at in (0, 4, 8))
        for spelling in (mac, mac.lower(), mac.replace(":", "-"), plain, plain.lower(), dotted):
            with self.subTest(spelling):
                self.assertEqual(TREE, self.on(spelling)["host"])

    def test_an_id_in_any_case(self):
        device = sysinfo(TREE)["deviceId"]
        for spelling in (device, device.lower()):
            with self.subTest(spelling):
                kasatest.clean_home()
                self.assertEqual(TREE, self.on(spelling)["host"])

    def test_letters_of_other_scripts_match_in_any_case(self):
        for alias, typed in (("Küche", "KÜCHE"), ("ÉCRAN", "écran"), ("Ночник", "НОЧНИК"), ("Λάμπα", "λάμπα"),
                             ("☃ Schnee", "☃ s")):
            with self.subTest(alias):
                self.sim.set(LAMP, "alias", alias)
                self.assertEqual(LAMP, self.kasa("--json", "--wait", "0.5", "on", typed).one()["host"])

    def test_an_alias_by_option_keeps_its_slash(self):
        self.sim.set(LAMP, "alias", "Up/down")
        self.assertEqual(LAMP, self.kasa("--json", "--wait", "0.5", "--alias", "Up/down", "on").one()["host"])
        self.assertEqual(LAMP, self.kasa("--json", "--wait", "0.5", "on", '"Up/down"').one()["host"])

    def test_two_plugs_with_one_alias_are_listed_with_their_ids_and_neither_is_switched(self):
        self.sim.set(LAMP, "alias", "christmas TREE")
        result = self.kasa("on", "Christmas tree", "--wait", "1", status=2)
        for host in (TREE, LAMP):
            self.assertIn(sysinfo(host)["deviceId"], result.err)
            self.assertIn(host, result.err)
        self.assertEqual([0, 0], self.relays())
        self.kasa("on", sysinfo(LAMP)["deviceId"])
        self.assertEqual([0, 1], self.relays())

    def test_two_plugs_with_one_alias_are_ambiguous_for_a_cache_that_knows_both(self):
        self.sim.set(LAMP, "alias", "Christmas tree")
        self.learn()
        self.kasa("on", "Christmas tree", "--wait", "1", status=2)
        self.assertEqual([0, 0], self.relays())

    # -- a search that ends early

    def test_a_mac_or_an_id_ends_the_search_as_soon_as_its_device_answered(self):
        for name in (sysinfo(TREE)["mac"], sysinfo(TREE)["deviceId"]):
            with self.subTest(name):
                kasatest.clean_home()
                self.on(name)

    def test_several_that_are_known_by_id_end_it_together(self):
        names = [sysinfo(host)["deviceId"] for host in (TREE, LAMP)]
        result = self.kasa("--wait", str(WINDOW), "on", *names)
        self.assertLess(result.seconds, WINDOW / 2)
        self.assertEqual([1, 1], self.relays())

    # -- the cache

    def test_a_name_that_was_found_once_costs_one_connection_and_no_search(self):
        self.learn()
        tree, lamp = self.counts(TREE), self.counts(LAMP)
        self.on("Christmas tree")
        self.assertEqual((1, 2, 0), self.spent(TREE, tree), "connections, requests, datagrams")
        self.assertEqual((0, 0, 0), self.spent(LAMP, lamp), "and nothing of the others")

    def test_the_cache_is_private(self):
        self.learn()
        files = cache_files()
        self.assertTrue(files)
        for path in files:
            self.assertEqual(0o600, stat.S_IMODE(path.stat().st_mode), path)
            self.assertEqual(0, stat.S_IMODE(path.parent.stat().st_mode) & 0o077, path.parent)

    def test_a_plug_with_a_new_address_is_found_again_and_then_known(self):
        self.learn()
        self.sim.move(TREE, "127.0.0.77")
        self.assertEqual("127.0.0.77", self.on("Christmas tree")["host"])
        before = self.counts("127.0.0.77")
        self.on("Christmas tree")
        self.assertEqual((1, 2, 0), self.spent("127.0.0.77", before))

    def test_another_plug_at_the_old_address_is_not_switched(self):
        self.learn()
        self.sim.move(TREE, "127.0.0.77")
        self.sim.move(LAMP, TREE)
        self.assertEqual("127.0.0.77", self.on("Christmas tree")["host"])
        self.assertEqual(0, sysinfo(TREE)["relay_state"])
        self.assertEqual(0, self.sim.get(TREE)["switches"])
        self.assertEqual(1, sysinfo("127.0.0.77")["relay_state"])

    def test_two_plugs_that_changed_places_are_told_apart(self):
        self.learn()
        self.sim.move(TREE, "127.0.0.77")
        self.sim.move(LAMP, TREE)
        self.sim.move("127.0.0.77", LAMP)
        self.assertEqual(LAMP, self.on("Christmas tree")["host"])
        self.assertEqual(TREE, self.on("Hall lamp")["host"])

    def test_a_plug_that_got_another_name_is_not_switched_by_the_old_one(self):
        self.learn()
        self.sim.set(TREE, "alias", "Pine")
        self.kasa("on", "Christmas tree", "--wait", "1", status=3)
        self.assertEqual([0, 0], self.relays())
        self.assertEqual(TREE, self.kasa("--json", "--wait", "1", "on", "Pine").one()["host"])

    def test_a_name_that_went_to_another_plug_means_that_one(self):
        self.learn()
        self.sim.set(TREE, "alias", "Pine")
        self.sim.set(LAMP, "alias", "Christmas tree")
        self.assertEqual(LAMP, self.kasa("--json", "--wait", "1", "on", "Christmas tree").one()["host"])
        self.assertEqual([0, 1], self.relays())

    def test_a_name_that_went_to_another_plug_is_searched_for_once(self):
        self.learn()
        self.on("Hall lamp")
        self.sim.set(LAMP, "alias", "Cellar")
        self.sim.set(TREE, "alias", "Hall lamp")
        self.assertEqual(TREE, self.kasa("--json", "--wait", "1", "on", "Hall lamp").one()["host"])
        before = self.counts(TREE)
        self.assertEqual(TREE, self.on("Hall lamp")["host"])
        self.assertEqual((1, 2, 0), self.spent(TREE, before))

    def test_a_name_that_kasa_gave_is_known_at_once(self):
        self.learn()
        self.kasa("alias", "Christmas tree", "Pine")
        before = self.counts(TREE)
        self.assertEqual(TREE, self.on("Pine")["host"])
        self.assertEqual(0, self.counts(TREE)[2] - before[2], "no search")

    def test_a_damaged_cache_is_as_good_as_none(self):
        self.learn()
        files = {path: path.read_bytes() for path in cache_files()}
        damages = [lambda data: b"", lambda data: data[:len(data) // 2], lambda data: b"\xff\xfe\0" * 1000,
                   lambda data: data.replace(b"\t", b""), lambda data: b"{" * 100000, lambda data: data + b"x" * 300000,
                   lambda data: data.replace(b"127.0.0.1", b"127.0.0.1; rm -rf /"),
                   lambda data: data.replace(b"9999", b"99999")]
        for number, damage in enumerate(damages):
            with self.subTest(damage=number):
                for path, data in files.items():
                    path.write_bytes(damage(data))
                result = self.kasa("--json", "--wait", "1", "on", "Christmas tree")
                self.assertEqual((TREE, ""), (result.one()["host"], result.err))

    def test_a_cache_that_others_could_have_written_or_that_is_no_file_does_no_harm(self):
        self.learn()
        path = cache_files()[0]
        path.unlink()
        path.mkdir()
        self.assertEqual(TREE, self.kasa("--json", "--wait", "1", "on", "Christmas tree").one()["host"])
        path.rmdir()
        path.symlink_to("/dev/zero")
        self.assertEqual(TREE, self.kasa("--json", "--wait", "1", "on", "Christmas tree").one()["host"])

    def test_a_cache_that_cannot_be_written_is_no_failure(self):
        blocked = kasatest.home() / "blocked"
        blocked.write_text("a file where the folder should be")
        for place in (str(blocked), "/proc/nowhere", "relative/path", "/dev/full"):
            with self.subTest(place):
                result = self.kasa("--json", "--wait", "1", "on", "Christmas tree", env={"XDG_CACHE_HOME": place})
                self.assertEqual((TREE, ""), (result.one()["host"], result.err))

    def test_without_a_home_nothing_is_remembered_and_all_works(self):
        env = {"HOME": None, "XDG_CACHE_HOME": None}
        for _ in range(2):
            result = self.kasa("--json", "--wait", "1", "on", "Christmas tree", env=env)
            self.assertEqual((TREE, ""), (result.one()["host"], result.err))

    def test_the_cache_stands_in_the_home_when_no_other_place_is_named(self):
        self.kasa("discover", "--wait", "1", env={"XDG_CACHE_HOME": None})
        self.assertTrue(cache_files())

    def test_many_at_once_leave_a_cache_that_holds_all(self):
        writers = [kasatest.start("--wait", "1", "discover", "--target", host) for host in (TREE, LAMP) * 4]
        for writer in writers:
            out, err = writer.communicate(timeout=kasatest.BOUND)
            self.assertEqual(0, writer.returncode, err)
        text = b"".join(path.read_bytes() for path in cache_files()).decode()
        self.assertIn(sysinfo(TREE)["deviceId"], text)
        self.assertIn(sysinfo(LAMP)["deviceId"], text)
        self.assertEqual(1, len(cache_files()), "no temporary file is left")

    def test_names_with_tabs_and_newlines_are_remembered_as_they_are(self):
        self.sim.close()
        recording = self.folder() / "odd.json"
        recording.write_text('{"system":{"get_sysinfo":{"alias":"Tab\\there\\nand \\\\ there","deviceId":"' + "80AB" * 10 + '",'
                             '"mac":"50:C7:BF:00:00:01","model":"HS100(EU)","mic_type":"IOT.SMARTPLUGSWITCH","feature":"TIM",'
                             '"relay_state":0,"on_time":0,"led_off":0,"hw_ver":"1.0","sw_ver":"1.0","rssi":-50,"err_code":0}}}')
        with House("--as-recorded", "--replay", str(recording)) as house:
            self.kasa("discover", "--wait", "1")
            before = house.counts(TREE)
            self.on("tab\there\nand \\ there")
            self.assertEqual((1, 2, 0), tuple(b - a for a, b in zip(before, house.counts(TREE))))


if __name__ == "__main__":
    kasatest.main()
