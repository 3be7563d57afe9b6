"""Tables and lists as they stand on a real terminal, of 80x24 and of 200x50: the text of the whole screen is compared."""
import re

import kasatest
from kasatest import run
from terminal import Terminal

SIZES = ((80, 24), (200, 50))
TREE, STRIP, LAMP = "127.0.0.1", "127.0.0.2", "127.0.0.3"
WIDE = "灯 und 🎄"  # characters of two columns, which a terminal draws wider than it counts


class Tables(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.simulated = self.house("--device", "HS110(EU),alias=Tree,on=1,power=23", "--device",
                                    "HS300(US),alias=Strip", "--device", "KL130(EU),alias=Lamp")
        for outlet, name in enumerate(("Desk lamp", "Monitor", "Printer", "Speakers", "Router", "Charger"), 1):
            self.assertEqual(0, run("--host", f"{STRIP}/{outlet}", "alias", name).status)

    def screen(self, *args, size=(80, 24)):
        """The lines that a command leaves on a terminal, as far as there are any; nothing may be cut or broken."""
        with Terminal(*args, size=size) as terminal:
            self.assertEqual(0, terminal.wait_for_end(), terminal.text)
            self.assertTrue(terminal.is_as_before())
            lines = terminal.lines
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def check(self, expected, *args):
        """The same on both sizes: no line is longer than the smaller one is wide."""
        for size in SIZES:
            with self.subTest(args=args, size=size):
                lines = self.screen(*args, size=size)
                self.assertEqual(len(expected), len(lines), "\n".join(lines))
                for pattern, line in zip(expected, lines):
                    self.assertRegex(line, f"^{pattern}$", "\n".join(lines))

    def test_rules(self):
        for args in (("on", "--at", "07:30", "--days", "mon-fri", "--name", "Morning"),
                     ("off", "--at", "sunset+1h30m", "--days", "sat,sun")):
            self.assertEqual(0, run("--host", TREE, "schedule", "add", *args).status)
        self.check(["Tree",
                    "  enabled   yes",
                    "  next      (on|off) at [0-9:]{5}, rule [12]",
                    "  #  ENABLED  TIME          DAYS     DOES  UNTIL  NAME     ID",
                    "  1  yes      07:30         mon-fri  on    -      Morning  [0-9A-F]{8}",
                    "  2  yes      sunset\\+1h30m  sat,sun  off   -      -        [0-9A-F]{8}"],
                   "--host", TREE, "schedule", "list")

    def test_months_with_their_sum(self):
        shown = run("--json", "--host", TREE, "energy", "--month", "--price", "0.30").one()["energy_months"]
        amounts = [entry["energy_kwh"] for entry in shown["months"]]
        lines = self.screen("--host", TREE, "energy", "--month", "--price", "0.30")
        for size in SIZES:
            self.assertEqual(lines, self.screen("--host", TREE, "energy", "--month", "--price", "0.30", size=size))
        self.assertRegex(lines[2], r"^  MONTH +ENERGY +COST$")
        self.assertEqual(len(amounts) + 4, len(lines))
        for entry, line in zip(shown["months"], lines[3:]):
            self.assertRegex(line, rf"^  {entry['month']} +{entry['energy_kwh']:.3f} kWh +[0-9.]+$")
        self.assertRegex(lines[-1], rf"^  sum +{sum(amounts):.3f} kWh +[0-9.]+$")
        self.assertEqual(1, len({len(line) for line in lines[2:]}), "numbers end in one column")

    def test_outlets_and_their_meters(self):
        self.check(["Strip +0\\.0 W +- V +- A +[0-9.]+ kWh"]
                   + [f"  {number}  {name} +0\\.0 W +[0-9.]+ V +0\\.000 A +[0-9.]+ kWh" for number, name in
                      enumerate(("Desk lamp", "Monitor", "Printer", "Speakers", "Router", "Charger"), 1)],
                   "--host", STRIP, "energy")

    def test_presets(self):
        self.check(["Lamp",
                    "  #  BRIGHTNESS   WHITE  HUE  SATURATION  EFFECT",
                    "  1       100 %  2700 K    -           -  -",
                    "  2       100 %       -    0       100 %  -",
                    "  3       100 %       -  120       100 %  -",
                    "  4       100 %       -  240       100 %  -"],
                   "--host", LAMP, "preset", "list")

    def test_networks_with_names_of_any_bytes(self):
        self.check(["Tree", "  NETWORK +SECURITY +SIGNAL"]
                   + [f"  .* +{key} +-[0-9]+ dBm" for key in ("WPA2", "open", "WPA", "WPA2", "WEP")],
                   "--host", TREE, "wifi", "scan")

    def test_a_search(self):
        found = self.screen("discover", "--wait", "1", size=(200, 50))
        self.assertEqual("HOST                  MAC                MODEL          VIA   STATE       SIGNAL  ALIAS", found[0])
        self.assertEqual(4, len(found))
        for host, words in ((TREE, "on"), (STRIP, "0/6 on"), (LAMP, "off")):
            line = next(line for line in found if line.startswith(host + " "))
            self.assertRegex(line, rf" {re.escape(words)} +-[0-9]+ dBm  (Tree|Strip|Lamp)$")

    def test_a_name_of_wide_characters_is_drawn_whole(self):
        self.assertEqual(0, run("--host", TREE, "alias", WIDE).status)
        for size in SIZES:
            with self.subTest(size):
                line, = self.screen("--host", TREE, "on", size=size)
                self.assertTrue(line.startswith(WIDE.split()[0]), line)
                self.assertTrue(line.endswith("on"), line)


if __name__ == "__main__":
    kasatest.main()
