"""Every recorded device that speaks SMART, served by kasa-sim and set: what kasa acknowledges is what the house holds."""
import kasatest
import klapwire
from smartfiles import HOSTS, KNOWN, RECORDED, STRIPS, answer, features, info_of, outlets

ACCOUNT = {"KASA_USERNAME": klapwire.USER, "KASA_PASSWORD": klapwire.PASSWORD}
PATIENT = ["--timeout", "60"]  # fifty at once, and other tests beside them


class Setting(kasatest.TestCase):
    def setUp(self):
        kasatest.clean_home()
        self.replayed = self.house("--replay", *map(str, HOSTS))
        self.hosts = [HOSTS[path] for path in KNOWN]

    def run_all(self, *words, hosts=None):
        """One command to many, and their rows by address."""
        hosts = hosts or self.hosts
        rows = {row["host"]: row for row in self.kasa(*PATIENT, "--json", *words[:1], *hosts, *words[1:], env=ACCOUNT).json()}
        self.assertEqual(set(hosts), set(rows))
        return rows

    def state(self, host):
        return self.kasa(*PATIENT, "--json", "state", host, env=ACCOUNT).one()

    def test_each_goes_on_and_off(self):
        for command, on in (("on", True), ("off", False)):
            for host, row in self.run_all(command).items():
                with self.subTest(host, command=command):
                    self.assertEqual((on, on), (row["on"], self.replayed.get(host)["on"]))

    def test_all_outlets_of_a_strip_go_on_and_off(self):
        hosts = [HOSTS[path] for path in STRIPS]
        for command, on in (("on", True), ("off", False)):
            self.run_all(command, hosts=hosts)
            for host in hosts:
                with self.subTest(host, command=command):
                    self.assertEqual({on}, {one["on"] for one in self.state(host)["outlets"]})

    def test_an_outlet_goes_on_alone(self):
        self.run_all("off")
        for path in STRIPS:
            for number in range(1, len(outlets(RECORDED[path])) + 1):
                with self.subTest(path.name, outlet=number):
                    self.kasa(*PATIENT, "on", f"{HOSTS[path]}/{number}", env=ACCOUNT)
                    lit = [one["index"] for one in self.state(HOSTS[path])["outlets"] if one["on"]]
                    self.assertEqual([number], lit)
                    self.kasa(*PATIENT, "off", f"{HOSTS[path]}/{number}", env=ACCOUNT)

    def test_the_led_goes_dark_and_shines(self):
        hosts = [HOSTS[path] for path in KNOWN
                 if "led" in features(RECORDED[path]) and answer(RECORDED[path], "get_led_info")]
        for word, lit in (("off", False), ("on", True)):
            self.run_all("led", word, hosts=hosts)
            for host in hosts:
                with self.subTest(host, led=word):
                    self.assertEqual(lit, self.state(host)["led"])

    def test_a_name_that_is_given_is_the_name(self):
        for number, host in enumerate(self.hosts):
            with self.subTest(host):
                self.kasa(*PATIENT, "alias", host, f"Küche \u2603 {number}", env=ACCOUNT)
                self.assertEqual(f"Küche \u2603 {number}", self.state(host)["alias"])

    def test_an_outlet_has_a_name_of_its_own(self):
        for path in STRIPS:
            with self.subTest(path.name):
                before = [one["alias"] for one in self.state(HOSTS[path])["outlets"]]
                self.kasa(*PATIENT, "alias", f"{HOSTS[path]}/2", "Zwei", env=ACCOUNT)
                after = [one["alias"] for one in self.state(HOSTS[path])["outlets"]]
                self.assertEqual([before[0], "Zwei", *before[2:]], after)

    def test_what_dims_is_dimmed(self):
        hosts = [HOSTS[path] for path in KNOWN if "brightness" in features(RECORDED[path])]
        for host, row in self.run_all("brightness", "37", hosts=hosts).items():
            with self.subTest(host):
                self.assertEqual((37, 37), (row["light"]["brightness"], self.state(host)["light"]["brightness"]))

    def test_a_white_is_shown_within_the_range_of_the_device_and_no_other(self):
        for path in KNOWN:
            if "color_temp" not in features(RECORDED[path]):
                continue
            with self.subTest(path.name):
                least, most = info_of(RECORDED[path])["color_temp_range"]
                self.kasa(*PATIENT, "temperature", HOSTS[path], str(least), env=ACCOUNT)
                self.assertEqual(least, self.state(HOSTS[path])["light"]["color_temp_k"])
                refused = self.kasa(*PATIENT, "temperature", HOSTS[path], str(most + 1), env=ACCOUNT, status=2)
                self.assertIn(f"from {least} to {most} K", refused.err)

    def test_a_colour_is_shown(self):
        hosts = [HOSTS[path] for path in KNOWN if "color" in features(RECORDED[path])]
        self.run_all("hsv", "200,70", hosts=hosts)
        for host in hosts:
            with self.subTest(host):
                light = self.state(host)["light"]
                self.assertEqual((200, 70, 0), (light["hue"], light["saturation"], light.get("color_temp_k", 0)))


if __name__ == "__main__":
    kasatest.main()
