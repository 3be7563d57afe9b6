"""kasa watch: what stands on terminals of several sizes, what is written where there is none, and how it ends."""
import json
import os
import re
import select
import signal

import kasatest
from kasatest import BOUND, House
from terminal import Terminal

HOST = "127.0.0.1"
FAST = ("--every", "0.5")
CLOCK = re.compile(r"\d\d:\d\d:\d\d")
SINCE = re.compile(r"(SINCE|since) \d\d:\d\d")
ON_FOR = re.compile(r"on for \d+ s *")


def masked(line):
    """Without what every second changes."""
    line = ON_FOR.sub(lambda match: "on for".ljust(len(match[0])), line)
    return SINCE.sub(r"\1 HH:MM", CLOCK.sub("HH:MM:SS", line)).rstrip()


def plot(width, height, share, readings):
    """The lines of a plot in which the newest @readings values stand at @share of the scale, dot by dot."""
    dots = round(share * 4 * height)
    lines = []
    for row in range(height):
        here = min(4, max(0, dots - 4 * (height - 1 - row)))
        left, right = (0, 0x40, 0x44, 0x46, 0x47)[here], (0, 0x80, 0xa0, 0xb0, 0xb8)[here]
        cells = [left | right] * (readings // 2)
        cells = [right] * (readings % 2) + cells if here else [0] * len(cells)
        line = "".join(chr(0x2800 + cell) if cell else " " for cell in cells)
        lines.append(line.rjust(width)[-width:])
    return lines


def axis(height, steps, labels):
    """What stands before the lines of the plot."""
    lines = ["       │"] * height
    for step, label in enumerate(labels):
        dots = round(step / steps * 4 * height)
        lines[height - max(1, -(-dots // 4))] = label.rjust(6) + " ┤"
    return lines


class OnATerminal(kasatest.TestCase):
    def watch(self, *args, **keywords):
        return self.enter(Terminal("watch", *args, *FAST, **keywords))

    def wait_for_plot(self, terminal, area, height, share):
        """Waits until an area (row, column, width) holds a plot of three readings or more, and nothing else."""
        row, column, width = area

        def shows(terminal):
            terminal.read(0)
            lines = ["".join(terminal.page.cells[row + i][column:column + width]) for i in range(height)]
            return any(lines == plot(width, height, share, readings) for readings in range(3, 2 * width))

        terminal.wait_for(shows, f"the plot of a power that stays at {share:g} of its scale")

    def wait_for_reading(self, terminal, power):
        terminal.wait_for_text(f"{power} W")

    # -- what it looks like -------------------------------------------------------------------------------------------

    def test_one_device_on_80x24(self):
        self.house("--device", "HS110,alias=Christmas tree,on=1,power=23")
        terminal = self.watch(HOST)
        labels = ["0 W", "5 W", "10 W", "15 W", "20 W", "25 W"]

        terminal.wait_for_text("TODAY")
        self.wait_for_plot(terminal, (6, 8, 71), 16, 23 / 25)
        lines = [masked(line) for line in terminal.lines]
        self.assertEqual("kasa watch".ljust(58) + "every 0.5 s  HH:MM:SS", lines[0])
        self.assertEqual(["", "  NAME            STATE                 POWER        TODAY"], lines[1:3])
        self.assertRegex(lines[3], r"^  Christmas tree  on for               23\.0 W    0\.000 kWh  +⢸?⣿+$")
        self.assertEqual(["", "Christmas tree   230.4 V   0.100 A   low 23.0 W   high 23.0 W"], lines[4:6])
        self.assertEqual(axis(16, 5, labels), [line[:8] for line in lines[6:22]])
        self.assertEqual("       └─────── 60 s ───────── 45 s ───────── 30 s ───────── 15 s ───────── now", lines[22])
        self.assertEqual("q quit", lines[23])
        self.assertTrue(all(cells[-1] == " " for cells in terminal.page.cells), "the last column is left alone")

    def four(self):
        return self.house("--device", "HS110,alias=Christmas tree,on=1,power=23",
                          "--device", "HS100,alias=Hall lamp", "--device", "KP115,alias=Freezer,on=1,power=85",
                          "--device", "KL130,alias=Reading lamp,on=1,power=9,brightness=100")

    HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")

    def test_four_devices_on_80x24_have_a_row_each_and_the_chosen_one_its_chart(self):
        self.four()
        terminal = self.watch(*self.HOSTS)

        self.wait_for_plot(terminal, (9, 8, 71), 13, 23 / 25)
        terminal.wait_for(lambda t: "TODAY" in t.text and t.text.count("kWh") == 3, "the energy of all three")
        lines = [masked(line) for line in terminal.lines]
        self.assertEqual("  NAME            STATE                 POWER        TODAY", lines[2])
        self.assertRegex(lines[3], r"^▸ Christmas tree  on for               23\.0 W    0\.000 kWh  +[⢸⣿]+$")
        self.assertEqual("  Hall lamp       off", lines[4])
        self.assertRegex(lines[5], r"^  Freezer         on for               85\.0 W    0\.000 kWh  +[⢸⣿]+$")
        self.assertRegex(lines[6], r"^  Reading lamp    on                    9\.0 W    0\.000 kWh  +[⢸⣿]+$")
        self.assertEqual("Christmas tree   230.4 V   0.100 A   low 23.0 W   high 23.0 W", lines[8])
        self.assertEqual("q quit   ↑↓ choose", lines[23])

    def test_keys_choose_whose_chart_is_shown(self):
        self.four()
        terminal = self.watch(*self.HOSTS)

        self.wait_for_reading(terminal, "85.0")
        for key, name, title in (("\033[B", "Hall lamp", "Hall lamp"), ("\t", "Freezer", "Freezer   230.4 V"),
                                 ("j", "Reading lamp", "Reading lamp   low"), ("\033OB", "Christmas tree", "Christmas"),
                                 ("\033[A", "Reading lamp", "Reading lamp   low"), ("\033[Z", "Freezer", "Freezer")):
            terminal.press(key)
            terminal.wait_for_text(f"▸ {name}")
            terminal.wait_for(lambda t, title=title: t.lines[8].startswith(title), f"the chart of {name}")
            self.assertEqual(1, terminal.text.count("▸"))
        terminal.press("k")
        terminal.wait_for_text("\nno energy meter")
        self.assertNotIn("┤", terminal.text)

    def test_200x50_has_room_for_all_charts(self):
        self.four()
        terminal = self.watch(*self.HOSTS, size=(200, 50))

        # three charts, two beside each other: 98 columns, 20 lines each
        for row, column, share in ((9, 8, 23 / 25), (9, 108, 85 / 100), (29, 8, 9 / 10)):
            self.wait_for_plot(terminal, (row, column, 90), 18, share)
        terminal.wait_for(lambda t: t.text.count("kWh today") == 3, "the energy of all three")
        lines = [masked(line) for line in terminal.lines]
        self.assertEqual("kasa watch".ljust(178) + "every 0.5 s  HH:MM:SS", lines[0])
        self.assertEqual("Christmas tree   23.0 W   230.4 V   0.100 A   low 23.0 W   high 23.0 W   "
                         "0.000 kWh today", lines[8][:100].rstrip())
        self.assertEqual("Freezer   85.0 W   230.4 V   0.369 A   low 85.0 W   high 85.0 W   0.000 kWh today",
                         lines[8][100:])
        self.assertEqual("Reading lamp   9.0 W   low 9.0 W   high 9.0 W   0.000 kWh today", lines[28])
        self.assertEqual(" 100 W ┤", lines[9][100:108])
        self.assertEqual("q quit", lines[49])

    def test_a_strip_is_the_sum_of_its_outlets_and_an_outlet_is_itself(self):
        house = self.house("--device", "HS300,alias=Desk strip")
        house.command("set", "Desk strip/1", "on=1", "power=10")
        house.command("set", "Desk strip/2", "on=1", "power=30")
        terminal = self.watch(HOST, f"{HOST}/2")

        terminal.wait_for(lambda t: re.search(r"^▸? *Desk strip +2 of 6 outlets on +40\.0 W +0\.000 kWh", t.text, re.M),
                          "the sum")
        terminal.wait_for(lambda t: re.search(r"^ *Desk strip/Outlet 2 +on for \d+ s +30\.0 W", t.text, re.M), "the outlet")

    def test_wide_characters_shift_no_column(self):
        self.house("--device", "HS110,alias=ランプ 🎄,on=1,power=23", "--device", "HS110,alias=Tree,on=1,power=40",
                   "--device", "HS110,alias=e\u0301te\u0301,on=1,power=50")
        terminal = self.watch("127.0.0.1", "127.0.0.2", "127.0.0.3")

        for power in ("23.0", "40.0", "50.0"):
            self.wait_for_reading(terminal, power)
        self.assertEqual(1, len({terminal.column_of(row, "on for") for row in (3, 4, 5)}))
        self.assertEqual(1, len({terminal.column_of(row, "0.000 kWh") for row in (3, 4, 5)}))

    def test_nothing_raw_from_a_name_reaches_it(self):
        self.house("--device", "HS110,alias=\033[2J\033]0;x\007Lamp\u202e,on=1,power=23")
        terminal = self.watch(HOST)

        self.wait_for_reading(terminal, "23.0")  # the terminal refuses what it does not know
        self.assertIn("\\x1b[2J", terminal.text)
        self.assertNotIn("\u202e", terminal.text)

    def test_without_utf8_it_is_ascii(self):
        self.house("--device", "HS110,alias=Küche,on=1,power=23")
        terminal = self.watch(HOST, env={"LC_ALL": "C"})

        self.wait_for_reading(terminal, "23.0")
        terminal.wait_for_text(" 25 W +")
        terminal.wait_for_text("::")
        self.assertIn("K?che", terminal.text)
        self.assertTrue(terminal.raw.isascii())

    def test_colour_is_for_those_who_want_it(self):
        self.house("--device", "HS110,on=1,power=23")
        for env, wanted in (({}, True), ({"NO_COLOR": "1"}, False)):
            with self.subTest(env=env), Terminal("watch", HOST, *FAST, env=env) as terminal:
                self.wait_for_reading(terminal, "23.0")
                self.assertEqual(wanted, terminal.colours > 0)

    def test_only_lines_that_change_are_sent(self):
        self.house("--device", "HS100,alias=Hall lamp")
        terminal = self.watch(HOST)

        terminal.wait_for_text("Hall lamp")
        before, clock = len(terminal.raw), CLOCK.search(terminal.text)[0]
        terminal.wait_for(lambda t: CLOCK.search(t.lines[0])[0] != clock, "the next second")
        self.assertLess(len(terminal.raw) - before, 3 * 120, "the title of a second or two")

    # -- resizing -----------------------------------------------------------------------------------------------------

    def test_it_follows_the_size(self):
        self.four()
        terminal = self.watch(*self.HOSTS)

        self.wait_for_reading(terminal, "85.0")
        for width, height in ((200, 50), (40, 12), (100, 30), (20, 5), (80, 24)):
            with self.subTest(width=width, height=height):
                terminal.resize(width, height)
                terminal.wait_for(lambda t, height=height: t.lines[height - 1].startswith("q quit"), "the last line")
                terminal.wait_for(lambda t: "kasa watch" in t.lines[0], "the first line")
                if width >= 40:
                    terminal.wait_for(lambda t, width=width: len(t.lines[0]) == width - 1, "the clock at the edge")
                self.assertEqual(1, terminal.text.count("kasa watch"))

    # -- ending -------------------------------------------------------------------------------------------------------

    def check_left(self, terminal, status):
        """Given back as it was, with a last line of the device and nothing else."""
        self.assertEqual(status, terminal.wait_for_end(), terminal.text)
        self.assertTrue(terminal.is_as_before(), "the terminal is not as it was")
        lines = [masked(line) for line in terminal.lines if line and line != "^C"]
        self.assertEqual(1, len(lines), terminal.text)
        self.assertRegex(lines[0].removeprefix("^C"),
                         r"^HH:MM:SS  Christmas tree          on           23\.0 W     0\.000 kWh (today|since HH:MM)$")

    def test_keys_and_signals_end_it_and_the_terminal_is_as_before(self):
        self.house("--device", "HS110,alias=Christmas tree,on=1,power=23")
        endings = {
            "q": (lambda t: t.press("q"), 0),
            "Q": (lambda t: t.press("Q"), 0),
            "Ctrl-C": (lambda t: t.press("\x03"), 128 + signal.SIGINT),
            "SIGTERM": (lambda t: t.process.terminate(), 128 + signal.SIGTERM),
            "SIGHUP": (lambda t: t.process.send_signal(signal.SIGHUP), 128 + signal.SIGHUP),
        }
        for what, (ending, status) in endings.items():
            with self.subTest(what), Terminal("watch", HOST, *FAST) as terminal:
                self.wait_for_reading(terminal, "23.0")
                self.assertFalse(terminal.cursor)
                self.assertTrue(terminal.other)
                ending(terminal)
                self.check_left(terminal, status)

    def test_the_last_of_the_readings_ends_it(self):
        self.house("--device", "HS110,alias=Christmas tree,on=1,power=23")
        self.check_left(self.watch(HOST, "--count", "2"), 0)

    def test_stopped_it_lends_the_terminal_to_the_shell(self):
        self.house("--device", "HS110,alias=Christmas tree,on=1,power=23")
        terminal = self.watch(HOST)

        self.wait_for_reading(terminal, "23.0")
        terminal.press("\x1a")
        terminal.wait_for(lambda t: t.is_as_before(), "the terminal as it was")
        os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT)
        terminal.pages[1].clear()
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for(lambda t: t.other and "Christmas tree" in t.lines[3] and t.lines[23] == "q quit", "all of it")
        self.assertFalse(terminal.cursor)
        terminal.press("q")
        self.check_left(terminal, 0)

    def test_what_goes_wrong_meanwhile_is_a_note_and_stands_there_in_the_end(self):
        self.house("--device", "HS110,alias=Christmas tree,on=1,power=23", "--device", "HS100,fault=silent")
        terminal = self.watch(HOST, "127.0.0.2", "127.0.0.77")

        self.wait_for_reading(terminal, "23.0")
        terminal.wait_for(lambda t: t.lines[22].startswith("127.0.0.2: "), "the note")
        terminal.press("q")
        self.assertEqual(3, terminal.wait_for_end())
        self.assertTrue(terminal.is_as_before())
        self.assertEqual(1, terminal.text.count("kasa: 127.0.0.2: "))
        self.assertEqual(1, terminal.text.count("kasa: 127.0.0.77: connection refused"))

    # -- away and back ------------------------------------------------------------------------------------------------

    def test_a_device_that_goes_and_comes_leaves_a_note_of_each_and_a_gap(self):
        house = self.house("--device", "HS110,alias=Christmas tree,on=1,power=23")
        terminal = self.watch(HOST)

        self.wait_for_plot(terminal, (6, 8, 71), 16, 23 / 25)
        house.move("Christmas tree", "127.0.0.9")
        terminal.wait_for(lambda t: re.search(r"^  Christmas tree  away \d+ s +- ", t.text, re.M), "its absence")
        terminal.wait_for(lambda t: re.search(r"^\d\d:\d\d:\d\d  Christmas tree  away: connection refused", t.lines[22]),
                          "the note of it")
        terminal.wait_for(lambda t: terminal.page.cells[20][77:79] == [" ", " "], "a gap")
        house.move("Christmas tree", HOST)
        terminal.wait_for(lambda t: re.search(r"^\d\d:\d\d:\d\d  Christmas tree  back after \d+ s$", t.lines[22]),
                          "the note of its return")
        self.assertRegex(terminal.lines[21], r"away: connection refused")
        terminal.wait_for(lambda t: re.search(r"^  Christmas tree  on for \d+ s +23.0 W", t.text, re.M), "its reading")
        self.assertEqual(1, terminal.text.count("away:"))


class InLines(kasatest.TestCase):
    def test_each_reading_is_a_line(self):
        self.house("--device", "HS110,alias=Christmas tree,on=1,power=23", "--device", "HS100,alias=Hall lamp")
        result = self.kasa("watch", "127.0.0.1", "127.0.0.2", *FAST, "--count", "3")

        lines = [masked(line) for line in result.lines]
        tree = "HH:MM:SS  Christmas tree          on           23.0 W     0.000 kWh "
        self.assertEqual([tree + "since HH:MM", tree + "today", tree + "today"],
                         [line for line in lines if "tree" in line])
        self.assertEqual(["HH:MM:SS  Hall lamp               off"] * 3, [line for line in lines if "Hall" in line])
        self.assertNotIn("\033", result.out)

    def test_a_terminal_that_cannot_be_painted_gets_lines(self):
        self.house("--device", "HS110,alias=Christmas tree,on=1,power=23")
        for args, env in (((), {"TERM": "dumb"}), ((), {"TERM": None}), (("--json",), {})):
            with self.subTest(args=args, env=env), \
                    Terminal("watch", HOST, *FAST, "--count", "1", *args, env=env) as terminal:
                self.assertEqual(0, terminal.wait_for_end())
                self.assertNotIn(b"\033", terminal.raw)
                self.assertIn(b"Christmas tree", terminal.raw)

    def test_quiet_is_quiet_even_on_a_terminal(self):
        self.house("--device", "HS110")
        with Terminal("watch", HOST, *FAST, "--count", "2", "--quiet") as terminal:
            self.assertEqual(0, terminal.wait_for_end())
            self.assertEqual(b"", terminal.raw)

    def test_a_reading_is_one_request_on_a_connection_that_is_kept(self):
        house = self.house("--device", "HS110,on=1")
        self.kasa("watch", HOST, *FAST, "--count", "4", "--json")
        self.assertEqual((1, 1 + 4), house.counts(HOST)[:2], "one look before the first")

    def test_the_energy_of_the_day_is_the_one_that_the_device_remembers(self):
        house = self.house("--device", "HS110,alias=Heater,on=1,power=1000")
        house.command("advance", str(24 * 3600))
        self.kasa("time", "sync", HOST)  # its clock goes back into a day of which it has something to tell
        day = kasatest.ask(HOST, {"time": {"get_time": {}}})["time"]["get_time"]
        month = {"year": day["year"], "month": day["month"]}
        days = kasatest.ask(HOST, {"emeter": {"get_daystat": month}})["emeter"]["get_daystat"]["day_list"]
        today_wh = sum(entry["energy_wh"] for entry in days if entry["day"] == day["mday"])

        lines = self.kasa("watch", HOST, *FAST, "--count", "3").lines
        told = [re.search(r"1000\.0 W +([0-9.]+) kWh (today|since)", line) for line in lines]
        self.assertEqual(["since", "today", "today"], [match[2] for match in told])
        self.assertAlmostEqual(today_wh / 1000, float(told[-1][1]), delta=0.01)

    def test_a_device_whose_clock_shows_another_time_is_not_asked_for_its_day(self):
        house = self.house("--device", "HS110,alias=Heater,on=1,power=1000")
        house.command("advance", "3600")
        for line in self.kasa("watch", HOST, *FAST, "--count", "3").lines:
            self.assertRegex(line, r" kWh since \d\d:\d\d$")
        self.assertEqual("0", house.command("count", "Heater", "emeter.get_daystat"))

    def test_the_time_between_readings_is_the_one_that_was_asked_for(self):
        self.house("--device", "HS110,on=1")
        result = self.kasa("--json", "watch", HOST, "--every", "1", "--count", "4")
        self.assertGreaterEqual(result.seconds, 2.9)
        self.assertEqual(4, len(result.json()))

    def test_a_reader_that_went_away_ends_it(self):
        self.house("--device", "HS110,on=1")
        with kasatest.running("watch", HOST, *FAST) as process:
            kasatest.line_of(process)
            process.stdout.close()
            process.stdout = None
            self.assertEqual(1, process.wait(BOUND))
            self.assertEqual(b"", process.stderr.read())

    def test_a_full_disk_ends_it_and_is_told(self):
        self.house("--device", "HS110,on=1")
        with open("/dev/full", "wb") as full:
            process = kasatest.start("watch", HOST, *FAST, stdout=full)
            _, err = process.communicate(timeout=BOUND)
        self.assertEqual(1, process.returncode)
        self.assertIn(b"No space left", err)

    def test_signals_end_it(self):
        self.house("--device", "HS110,on=1")
        for signo in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signo=signo), kasatest.running("watch", HOST, *FAST) as process:
                kasatest.line_of(process)
                process.send_signal(signo)
                self.assertEqual(128 + signo, process.wait(BOUND))
                self.assertEqual(b"", process.stderr.read())

    def test_a_device_that_was_never_there_is_an_error_and_the_others_go_on(self):
        self.house("--device", "HS100,alias=Hall lamp")
        result = self.kasa("watch", "127.0.0.77", HOST, *FAST, "--count", "2", status=3)
        self.assertEqual(["HH:MM:SS  Hall lamp               off"] * 2, [masked(line) for line in result.lines])
        self.assertRegex(result.err, r"\Akasa: 127\.0\.0\.77: connection refused\b.*\n\Z")

    def test_bad_options_are_explained_before_anything_is_sent(self):
        house = self.house("--device", "HS110")
        for option, value, allowed in (("--every", "0.4", "0.5 to 3600"), ("--every", "3601", "0.5 to 3600"),
                                       ("--every", "often", "0.5 to 3600"), ("--count", "0", "from 1 to"),
                                       ("--count", "1.5", "whole number"), ("--count", "-1", "from 1 to")):
            with self.subTest(option=option, value=value):
                result = self.kasa("watch", HOST, f"{option}={value}", status=2)
                self.assertIn(allowed, result.err)
        self.assertEqual((0, 0, 0), house.counts(HOST))

    def test_options_of_watch_are_of_watch_alone(self):
        self.assertIn("watch", self.kasa("state", HOST, "--every", "1", status=2).err)


class Objects(kasatest.TestCase):
    def objects(self, *args, count, status=0):
        return self.kasa("--json", "watch", *args, *FAST, "--count", str(count), status=status).json()

    def check_time(self, reading):
        self.assertEqual("time", next(iter(reading)))
        self.assertRegex(reading["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def without_time(self, reading):
        still = {key: value for key, value in reading.items() if key not in ("time", "on_time_s")}
        still.get("energy", {}).pop("total_kwh", None)
        for outlet in still.get("outlets", []):
            outlet.pop("on_time_s")
            outlet.get("energy", {}).pop("total_kwh", None)
        return still

    def test_they_are_those_of_energy_and_state_with_a_time(self):
        self.house("--device", "HS110,on=1", "--device", "HS100", "--device", "KL130,on=1", "--device", "HS300,on=1")
        for host, command, count in (("127.0.0.1", "energy", 2), ("127.0.0.2", "state", 2), ("127.0.0.3", "energy", 2),
                                     ("127.0.0.4", "energy", 6), ("127.0.0.4/3", "energy", 1)):
            with self.subTest(host=host):
                readings = self.objects(host, count=count)
                one = self.kasa("--json", command, host).one()
                self.assertEqual(count, len(readings))
                for reading in readings:
                    self.check_time(reading)
                self.assertEqual(self.without_time(one), self.without_time(readings[-1]))

    def test_a_strip_has_its_sum_when_all_meters_were_read_and_never_reads_two_at_once(self):
        house = self.house("--device", "HS300,on=1", "--verbose")
        readings = self.objects(HOST, count=8)
        known = [sum("energy" in outlet for outlet in reading["outlets"]) for reading in readings]
        self.assertEqual([1, 2, 3, 4, 5, 6, 6, 6], known)
        self.assertEqual([False] * 5 + [True] * 3, ["energy" in reading for reading in readings])
        self.assertEqual((1, 1 + 8), house.counts(HOST)[:2])
        asked = [re.findall(r'"child_ids":\["[0-9A-F]*(\d\d)"\]', line)
                 for line in house.err.splitlines() if "get_realtime" in line and "child_ids" in line]
        self.assertEqual([["00"], ["01"], ["02"], ["03"], ["04"], ["05"], ["00"], ["01"]], asked)

    def test_outlets_of_one_strip_take_turns(self):
        house = self.house("--device", "HS300,on=1")
        readings = self.objects(f"{HOST}/2", f"{HOST}/5", count=2)
        self.assertEqual([2, 5, 2, 5], [reading["outlet"] for reading in readings])
        self.assertEqual((1, 1 + 4), house.counts(HOST)[:2])

    def test_what_is_off_takes_nothing_from_the_first_reading_on(self):
        house = self.house("--device", "HS300,alias=Desk strip,on=1")
        for outlet in range(2, 7):
            house.set(f"Desk strip/{outlet}", "on", "0")
        reading = self.objects(HOST, count=1)[0]
        self.assertEqual(house.get(HOST)["outlets"][0]["power_w"], reading["energy"]["power_w"])

    def test_going_and_coming_is_told_once_each(self):
        house = self.house("--device", "HS110,alias=Christmas tree,on=1")
        with kasatest.running("--json", "watch", HOST, *FAST) as process:
            self.assertIn("energy", json.loads(kasatest.line_of(process)))
            house.move("Christmas tree", "127.0.0.9")
            away = self.next_other(process)
            self.check_time(away)
            self.assertRegex(away["error"].pop("message"), r"^connection refused\b")
            self.assertEqual({"time": away["time"], "host": HOST, "error": {"code": "refused"}}, away)
            self.assertFalse(select.select([process.stdout], [], [], 3)[0], "several polls failed, one line told it")
            house.move("Christmas tree", HOST)
            back = json.loads(kasatest.line_of(process))
            self.assertGreater(back["away_s"], 3)
            self.assertIn("energy", back)
            self.assertNotIn("away_s", json.loads(kasatest.line_of(process)))

    def next_other(self, process):
        """The next object that is no reading."""
        while True:
            told = json.loads(kasatest.line_of(process))
            if "energy" not in told:
                return told

    def test_who_took_the_address_is_not_taken_for_the_device(self):
        house = self.house("--device", "HS110,alias=Christmas tree,on=1", "--device", "HS110,alias=Heater,on=1")
        with kasatest.running("--json", "watch", HOST, *FAST) as process:
            kasatest.line_of(process)
            house.move("Christmas tree", "127.0.0.9")
            house.move("Heater", HOST)
            away = self.next_other(process)
            if away["error"]["code"] == "refused":  # nobody had it for a moment
                self.assertFalse(select.select([process.stdout], [], [], 3)[0])
            else:
                self.assertEqual("identity", away["error"]["code"])
            self.assertNotIn("Heater", str(away.get("alias")))

    def test_a_turn_without_an_answer_counts_and_the_status_tells(self):
        house = self.house("--device", "HS110,alias=Christmas tree,on=1")
        with kasatest.running("--json", "watch", "Christmas tree", *FAST, "--count", "6") as process:
            kasatest.line_of(process)
            house.remove("Christmas tree")
            away = self.next_other(process)
            self.assertEqual("Christmas tree", away["device"])
            self.assertEqual(3, process.wait(BOUND))

    def test_all_devices_are_watched(self):
        with House() as house:
            ids = {house.get(f"127.0.0.{n}")["id"] for n in range(1, 10)}
            readings = self.objects("all", "--wait", "1", count=2)
        self.assertEqual(ids, {reading["id"] for reading in readings})
        self.assertEqual(18, len(readings))


if __name__ == "__main__":
    kasatest.main()
