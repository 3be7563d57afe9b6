"""Every recorded device that speaks SMART is switched, named, dimmed and coloured as far as its components allow: what
kasa prints afterwards is what the device itself says, asked by the lines of klapwire.
"""
import json

import kasatest
import klapwire
import smartfiles
from kasatest import House, run
from smartfiles import FILES, HOSTS, KNOWN, RECORDED, STRIPS

ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}
PATIENT = ["--timeout", "60"]  # fifty at once, and other tests beside them


def hosts_of(paths):
    return [HOSTS[path] for path in paths]


def can(word):
    return [path for path in KNOWN if word in smartfiles.features(RECORDED[path])]


def info_of(host):
    """What the device says of itself."""
    client = klapwire.Client(host)
    try:
        return client.smart("get_device_info")
    finally:
        client.close()


def outlets_of(host):
    """Its outlets by their position, as the device itself lists them."""
    client = klapwire.Client(host)
    try:
        return smartfiles.outlets({"get_child_device_list": client.smart("get_child_device_list")})
    finally:
        client.close()


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house("--replay", *map(str, FILES))

    def run_all(self, command, paths, *values, status=0):
        """What is told of each, by its file; every one must be told, once."""
        result = self.kasa(*PATIENT, "--json", *command, *hosts_of(paths), *values, env=ACCOUNT, status=status)
        rows = {row["host"]: row for row in result.json()}
        self.assertEqual((len(paths), sorted(hosts_of(paths))), (len(result.json()), sorted(rows)))
        return {path: rows[HOSTS[path]] for path in paths}

    def each(self, told):
        for path, row in told.items():
            with self.subTest(path.name):
                yield RECORDED[path], HOSTS[path], row

    def check_refused(self, command, paths, *values):
        """Those that cannot say so, and stand as before."""
        before = {path: self.sim.get(HOSTS[path])["switches"] for path in paths}
        for path, row in self.run_all(command, paths, *values, status=5).items():
            with self.subTest(path.name):
                self.assertEqual("unsupported", row["error"]["code"])
                self.assertEqual(before[path], self.sim.get(HOSTS[path])["switches"])


class Switching(Case):
    def check(self, command, on_of):
        for tree, host, row in self.each(self.run_all([command], KNOWN)):
            got, on = self.sim.get(host), on_of(tree)
            self.assertEqual((on, on), (row["on"], got["on"]))
            for outlet in row.get("outlets", []):
                self.assertEqual(on, outlet["on"])
            for outlet in got["outlets"]:
                self.assertEqual(on, outlet["on"])

    def test_on_and_off_switch_each_with_all_its_outlets(self):
        self.check("on", lambda _: True)
        self.check("off", lambda _: False)
        self.check("off", lambda _: False)

    def test_what_is_already_so_is_not_switched_again(self):
        self.run_all(["on"], KNOWN)
        before = {path: self.sim.get(HOSTS[path])["switches"] for path in KNOWN}
        self.run_all(["on"], KNOWN)
        self.assertEqual(before, {path: self.sim.get(HOSTS[path])["switches"] for path in KNOWN})

    def test_toggle_changes_each_and_changes_it_back(self):
        whole = [path for path in KNOWN if path not in STRIPS]
        for turn in (1, 2):
            for tree, host, row in self.each(self.run_all(["toggle"], whole)):
                on = smartfiles.is_on(tree) != bool(turn % 2)
                self.assertEqual((on, on, turn), (row["on"], self.sim.get(host)["on"], self.sim.get(host)["switches"]))

    def test_outlets_are_switched_one_by_one_and_the_others_stand(self):
        for path in STRIPS:
            host, count = HOSTS[path], len(smartfiles.outlets(RECORDED[path]))
            want = [child["device_on"] for child in outlets_of(host)]
            for number in range(1, count + 1):
                for command, on in (("on", True), ("off", False), ("toggle", True)):
                    with self.subTest(path.name, outlet=number, command=command):
                        want[number - 1] = on
                        told = self.kasa("--json", command, f"{host}/{number}", env=ACCOUNT).one()
                        outlet = next(row for row in told["outlets"] if row["index"] == number)
                        self.assertEqual(on, outlet["on"])
                        self.assertEqual(want, [child["device_on"] for child in outlets_of(host)])
            with self.subTest(path.name):
                self.assertIn("no outlet", self.kasa("on", f"{host}/{count + 1}", env=ACCOUNT, status=2).err)
                self.assertEqual(want, [child["device_on"] for child in outlets_of(host)])


class Led(Case):
    def test_it_shines_or_is_dark_where_there_is_one(self):
        having = [path for path in can("led") if smartfiles.answer(RECORDED[path], "get_led_info")]
        for word, lit in (("off", False), ("on", True)):
            for _, host, row in self.each(self.run_all(["led"], having, word)):
                self.assertEqual((lit, lit), (row["led"], self.sim.get(host)["led"]))

    def test_what_belongs_to_its_night_and_its_brightness_stays(self):
        having = [path for path in can("led") if smartfiles.answer(RECORDED[path], "get_led_info")]
        self.run_all(["led"], having, "off")
        for path in having:
            with self.subTest(path.name):
                client = klapwire.Client(HOSTS[path])
                kept, was = client.smart("get_led_info"), smartfiles.answer(RECORDED[path], "get_led_info")
                client.close()
                for key in set(was) - {"led_rule", "led_status"}:
                    self.assertEqual(was[key], kept[key], key)

    def test_without_one_it_is_refused(self):
        self.check_refused(["led"], [path for path in KNOWN if path not in can("led")], "off")


class Names(Case):
    def test_each_takes_a_name_with_any_letters(self):
        for number, path in enumerate(KNOWN):
            host, name = HOSTS[path], f"Bücher ☃ {number}"
            with self.subTest(path.name):
                told = self.kasa("--json", "alias", host, name, env=ACCOUNT).one()
                self.assertEqual((name, name), (told["alias"], self.sim.get(host)["alias"]))
                self.assertEqual(name, smartfiles.text(info_of(host)["nickname"]))

    def test_outlets_take_names_of_their_own(self):
        for path in STRIPS:
            host, rows = HOSTS[path], smartfiles.outlets(RECORDED[path])
            for number in range(1, len(rows) + 1):
                with self.subTest(path.name, outlet=number):
                    told = self.kasa("--json", "alias", f"{host}/{number}", f"Lampe № {number}", env=ACCOUNT).one()
                    outlet = next(row for row in told["outlets"] if row["index"] == number)
                    self.assertEqual(f"Lampe № {number}", outlet["alias"])
            with self.subTest(path.name):
                self.assertEqual([f"Lampe № {n}" for n in range(1, len(rows) + 1)],
                                 [smartfiles.text(child["nickname"]) for child in outlets_of(host)])
                self.kasa("on", f"{host}/Lampe № 1", env=ACCOUNT)
                self.assertTrue(outlets_of(host)[0]["device_on"])


class Lights(Case):
    """A light that is off stays off, and one that is on stays on."""

    def check(self, command, paths, value, told, itself):
        on = {HOSTS[path]: self.sim.get(HOSTS[path])["on"] for path in paths}
        for _, host, row in self.each(self.run_all([command], paths, value)):
            info = info_of(host)
            self.assertEqual(told, {key: row["light"].get(key) for key in told})
            self.assertEqual(itself, {key: info.get(key) for key in itself})
            self.assertEqual((on[host], on[host]), (row["on"], info["device_on"]))

    def test_brightness(self):
        for percent in (37, 1, 100):
            self.check("brightness", can("brightness"), str(percent), {"brightness": percent}, {"brightness": percent})
        for wrong in ("101", "-1", "x"):
            self.assertEqual(2, run("brightness", *hosts_of(can("brightness"))[:1], wrong, env=ACCOUNT).status)

    def test_colour(self):
        self.check("hsv", can("color"), "120,80,50", {"hue": 120, "saturation": 80, "brightness": 50},
                   {"hue": 120, "saturation": 80, "brightness": 50, "color_temp": 0})
        self.check("hsv", can("color"), "359,1", {"hue": 359, "saturation": 1, "brightness": 50},
                   {"hue": 359, "saturation": 1, "brightness": 50, "color_temp": 0})

    def test_whites_within_the_range_that_the_device_tells(self):
        for path in can("color_temp"):
            least, most = smartfiles.whites(RECORDED[path])
            for kelvin in (least, most):
                with self.subTest(path.name, kelvin=kelvin):
                    self.check("temperature", [path], str(kelvin), {"color_temp_k": kelvin}, {"color_temp": kelvin})
            for kelvin in (least - 1, most + 1):
                with self.subTest(path.name, kelvin=kelvin):
                    told = run("--json", "temperature", HOSTS[path], str(kelvin), env=ACCOUNT)
                    self.assertEqual((2, "invalid"), (told.status, told.one()["error"]["code"]), f"\n{told}")
                    self.assertIn(f"{least} to {most} K", told.one()["error"]["message"])
                    self.assertEqual(most, info_of(HOSTS[path])["color_temp"])

    def test_what_a_device_cannot_show_is_refused(self):
        for command, word, value in (("brightness", "brightness", "50"), ("hsv", "color", "1,2,3"),
                                     ("temperature", "color_temp", "3000")):
            self.check_refused([command], [path for path in KNOWN if path not in can(word)], value)


class Firmware(kasatest.TestCase):
    """Some stops at the first of several requests that fails, some takes one at a time, some tells a list in pages."""

    def states(self, *commands):
        with House("--replay", *map(str, FILES)) as house:
            for host in HOSTS.values():
                for key, value in commands:
                    house.set(host, key, value)
            rows = self.kasa(*PATIENT, "--json", "state", *hosts_of(KNOWN), env=ACCOUNT).json()
            for command, on in (("on", True), ("off", False)):
                for row in self.kasa(*PATIENT, "--json", command, *hosts_of(KNOWN), env=ACCOUNT).json():
                    self.assertEqual((on, on), (row["on"], house.get(row["host"])["on"]), row)
        return {row["host"]: row for row in rows}

    def test_all_tell_the_same_whatever_they_take_at_once(self):
        usual = self.states()
        self.assertEqual(len(KNOWN), len(usual))
        for commands in ([("stops", "1")], [("batch", "1")], [("page", "1")], [("batch", "1"), ("page", "2")]):
            told = self.states(*commands)
            for path in KNOWN:
                with self.subTest(path.name, commands=commands):
                    self.assertEqual(json.dumps(usual[HOSTS[path]]), json.dumps(told[HOSTS[path]]))


if __name__ == "__main__":
    kasatest.main()
