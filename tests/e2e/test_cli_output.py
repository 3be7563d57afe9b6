"""What reaches a terminal or a program: nothing raw from a device, whole lines or an error, wherever it runs."""
import contextlib
import json
import os
import signal
import unicodedata

import kasatest
from kasatest import FakeDevice, House, run, run_on_terminal, seal

HOST = "127.0.0.1"

NASTY = {
    "escape": "\x1b[2J\x1b[1;31mLamp\x1b]0;title\x07",
    "newline": "Lamp\nkasa: all is well\r\nLamp",
    "delete": "La\x7fmp\x08\x08",
    "C1": "\u009b2JLamp\u0085\u009d0;x\u009c",
    "bidi": "\u202egnp.exe\u202c \u2066Lamp\u2069 \u200f\u061c",
    "line separators": "Lamp\u2028Lamp\u2029",
    "byte order mark": "\ufeffLamp",
    "quotes": "\"Lamp\" 'Lamp' \\ `id` $(id) %s %n",
    "tabs": "Lamp\there",
    "long": "Lämp" * 600,
    "blank": "   ",
    "empty": "",
    "wide": "ランプ 灯 🎄👨‍👩‍👧",
    "combining": "e\u0301\u0327" * 30,
    "private": "\ue000\U0010fffd\ufffe",
}


def recording(alias, outlets=()):
    """A plug, or a strip, as somebody might have recorded it."""
    info = {"alias": alias, "deviceId": "80AB" * 10, "mac": "50:C7:BF:00:00:01", "model": "HS100(EU)", "hw_ver": "1.0",
            "sw_ver": "1.0.1", "mic_type": "IOT.SMARTPLUGSWITCH", "feature": "TIM", "led_off": 0, "rssi": -50,
            "err_code": 0}
    if outlets:
        children = [{"id": f"{n:02d}", "alias": name, "state": 0, "on_time": 0} for n, name in enumerate(outlets)]
        return {"system": {"get_sysinfo": {**info, "child_num": len(children), "children": children}}}
    return {"system": {"get_sysinfo": {**info, "relay_state": 0, "on_time": 0, "dev_name": "Plug"}}}


def raw_characters(text):
    """Those that move a cursor, change a colour, turn the direction or end a line."""
    unsafe = {"\u200e", "\u200f", "\u061c", "\u2028", "\u2029", "\ufeff"}
    return [hex(ord(c)) for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or c in unsafe
            or 0x202a <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x2069 or 0xdc80 <= ord(c) <= 0xdcff]


class Names(kasatest.TestCase):
    """Names that a device, and so anybody who could rename it, chose."""

    COMMANDS = (["discover", "--wait", "0.5"], ["state", HOST], ["on", HOST], ["led", "off", HOST], ["energy", HOST],
                ["on", f"{HOST}/9"], ["state", "all", "--wait", "0.5"], ["-vv", "state", HOST], ["doctor", HOST])

    def serve(self, alias, outlets=()):
        path = self.folder() / "recording.json"
        path.write_text(json.dumps(recording(alias, outlets)), encoding="utf-8")
        return House("--as-recorded", "--replay", str(path))

    def check_text(self, args):
        """Lines are few and have nothing raw in them, on both streams."""
        result = run(*args)
        self.assertEqual([], raw_characters(result.out), f"\n{result}")
        self.assertEqual([], raw_characters(result.err), f"\n{result}")
        self.assertNotIn("\nkasa: all is well", result.out + result.err)
        self.assertNotEqual("", result.out + result.err)
        self.assertIn(result.status, (0, 5))

    def test_nothing_raw_reaches_a_terminal(self):
        for what, alias in NASTY.items():
            with self.serve(alias):
                for args in self.COMMANDS:
                    with self.subTest(alias=what, args=args):
                        self.check_text(args)

    def test_nothing_raw_reaches_a_terminal_from_the_names_of_outlets(self):
        with self.serve("Strip", list(NASTY.values())[:6]):
            for args in (*self.COMMANDS, ["on", f"{HOST}/Lamp"], ["on", f"{HOST}/2"]):
                with self.subTest(args=args):
                    result = run(*args)
                    self.assertEqual([], raw_characters(result.out + result.err), f"\n{result}")
                    self.assertNotEqual("", result.out + result.err)

    def test_json_stays_json_and_keeps_the_name_as_it_is(self):
        short = {what: alias for what, alias in NASTY.items() if len(alias.encode()) <= 127}
        for what, alias in short.items():
            with self.serve(alias), self.subTest(alias=what):
                result = self.kasa("--json", "state", HOST)
                self.assertEqual(alias, result.one().get("alias", ""))
                self.assertEqual([], raw_characters(result.out), "also in JSON a terminal gets nothing raw")

    def test_a_name_that_is_too_long_is_cut_at_a_character(self):
        with self.serve("Lämp" * 1000):
            alias = self.kasa("--json", "state", HOST).one()["alias"]
        self.assertTrue(("Lämp" * 1000).startswith(alias))
        self.assertGreater(len(alias.encode()), 100)

    def test_broken_utf8_is_replaced(self):
        for broken in (b"La\xff\xfemp", b"\xc3", b"\xed\xa0\x80Lamp", b"\xf8\x88\x80\x80\x80Lamp", b"\xc0\xafLamp"):
            answer = seal(json.dumps(recording("@")).encode().replace(b"@", broken))
            with self.subTest(broken=broken), contextlib.closing(FakeDevice(lambda request: answer)):
                self.assertEqual([], raw_characters(self.kasa("state", HOST).out))
                self.assertIn("\ufffd", self.kasa("--json", "state", HOST).one()["alias"])

    def test_what_was_typed_is_not_sent_to_the_terminal_raw_either(self):
        for args in (["on", "\x1b[2JTree", "--wait", "0.2"], ["\x1b[2J"], ["--host", "\x1b[2J", "on"],
                     ["raw", HOST, "\x1b[2J"]):
            with self.subTest(args=args):
                result = run(*args)
                self.assertNotEqual(0, result.status)
                self.assertEqual([], raw_characters(result.err), f"\n{result}")

    def test_raw_answers_are_shown_safely(self):
        with self.serve(NASTY["escape"]):
            result = self.kasa("raw", HOST, '{"system":{"get_sysinfo":{}}}')
        self.assertEqual([], raw_characters(result.out))
        self.assertEqual(NASTY["escape"], result.one()["system"]["get_sysinfo"]["alias"])


class Streams(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house()

    def to(self, place, *args, **keywords):
        with open(place, "wb") as file:
            process = kasatest.start(*args, stdout=file, **keywords)
            _, err = process.communicate(timeout=kasatest.BOUND)
        return process.returncode, err.decode()

    def test_a_full_disk_is_a_failure_that_is_told(self):
        for args in (["state", HOST], ["--json", "state", HOST], ["discover", "--wait", "1"], ["help"], ["--version"],
                     ["completion", "bash"], ["raw", HOST, '{"system":{"get_sysinfo":{}}}']):
            with self.subTest(args=args):
                status, err = self.to("/dev/full", *args)
                self.assertEqual(1, status, err)
                self.assertIn("No space left", err)

    def test_a_reader_that_went_away_is_no_reason_for_noise(self):
        for args in (["discover", "--wait", "1"], ["help"], ["completion", "zsh"]):
            with self.subTest(args=args):
                reader, writer = os.pipe()
                os.close(reader)
                process = kasatest.start(*args, stdout=writer)
                os.close(writer)
                _, err = process.communicate(timeout=kasatest.BOUND)
                self.assertEqual(b"", err)
                self.assertIn(process.returncode, (1, 141, -signal.SIGPIPE))

    def test_without_standard_streams_no_socket_gets_their_place(self):
        for closing in (">&-", "2>&-", "<&-", "<&- >&- 2>&-"):
            with self.subTest(closing):
                run("-c", f"kasa --host {HOST} on {closing}", program="/bin/sh")
                self.assertTrue(self.sim.get(HOST)["on"])
                self.sim.set(HOST, "on", 0)

    def test_quiet_says_nothing_but_errors(self):
        for args in (["on", HOST], ["state", HOST], ["discover", "--wait", "0.5"], ["--json", "on", HOST]):
            with self.subTest(args=args):
                result = self.kasa("-q", *args)
                self.assertEqual(("", ""), (result.out, result.err))
        self.assertNotEqual("", self.kasa("-q", "on", "127.0.0.99:9", status=3).err)

    def test_verbose_speaks_on_standard_error_alone(self):
        quiet, verbose, all_of_it = (self.kasa(*args, "--json", "--host", HOST, "on") for args in ([], ["-v"], ["-vv"]))
        self.assertEqual(quiet.one()["id"], verbose.one()["id"])
        self.assertEqual("", quiet.err)
        self.assertIn(HOST, verbose.err)
        self.assertNotIn("set_relay_state", verbose.err)
        self.assertIn("set_relay_state", all_of_it.err)

    def test_columns_stand_below_their_headings(self):
        lines = self.kasa("discover").lines
        for heading in ("MAC", "MODEL", "STATE", "ALIAS"):
            at = lines[0].index(heading)
            for line in lines[1:]:
                with self.subTest(heading=heading, line=line):
                    self.assertNotEqual(" ", line[at])
                    self.assertEqual(" ", line[at - 1])

    def test_names_of_wide_and_many_byte_letters_do_not_push_the_columns(self):
        self.sim.set("127.0.0.1", "alias", "Küche äöü")
        self.sim.set("127.0.0.2", "alias", "Kueche")
        lines = self.kasa("on", "127.0.0.1", "127.0.0.2").lines
        self.assertEqual(1, len({line.rindex("on") for line in lines}), lines)


class Terminal(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house()

    def test_colours_are_for_a_terminal(self):
        self.assertIn("\x1b[", run_on_terminal("on", HOST).out)
        self.assertIn("\x1b[", run_on_terminal("discover", "--wait", "1").out)
        self.assertNotIn("\x1b", self.kasa("on", HOST).out)

    def test_colours_are_not_for_those_who_do_not_want_them(self):
        for env in ({"NO_COLOR": "1"}, {"NO_COLOR": "yes"}, {"TERM": "dumb"}):
            with self.subTest(env=env):
                self.assertRegex(run_on_terminal("on", HOST, env=env).out, r"^Christmas tree +on\n$")

    def test_an_empty_no_color_is_as_good_as_none(self):
        self.assertIn("\x1b[", run_on_terminal("on", HOST, env={"NO_COLOR": ""}).out)

    def test_json_has_no_colour_on_a_terminal_either(self):
        self.assertIs(True, run_on_terminal("--json", "on", HOST).one()["on"])

    def test_without_its_colours_the_text_is_the_same(self):
        coloured = run_on_terminal("state", HOST).out
        self.assertIn("\x1b", coloured)
        for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[m"):
            coloured = coloured.replace(code, "")
        self.assertEqual(self.kasa("state", HOST).out, coloured)


class Environment(kasatest.TestCase):
    def test_it_works_in_odd_ones(self):
        self.house()
        for env in ({"HOME": None, "XDG_CACHE_HOME": None}, {"HOME": "", "XDG_CACHE_HOME": ""},
                    {"HOME": "/nonexistent"},
                    {"LC_ALL": None}, {"LC_ALL": "C"}, {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "xx_YY"},
                    {"LC_ALL": "de_DE.UTF-8"},
                    {"TZ": ":/etc/nonsense"}, {"TZ": "Mars/Phobos"}, {"PATH": ""}, {"TERM": ""}, {"COLUMNS": "0"},
                    {"KASA_HOST": "", "KASA_PORT": "", "KASA_TIMEOUT": ""}, {"POSIXLY_CORRECT": "1"}):
            with self.subTest(env=env):
                told = self.kasa("on", HOST, "--json", env=env)
                self.assertEqual(("Christmas tree", ""), (told.one()["alias"], told.err))

    def test_decimal_points_stay_points(self):
        self.house()
        self.kasa("on", HOST)
        told = self.kasa("energy", HOST, env={"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}).out
        self.assertRegex(told, r"\d\.\d+ W")


class Interrupt(kasatest.TestCase):
    def interrupt(self, sim, *args, number=signal.SIGINT):
        process = kasatest.start(*args)
        self.addCleanup(kasatest.end, process)
        kasatest.wait_until(lambda: sim.get(HOST)["requests"] >= 1, what="the request is on its way")
        process.send_signal(number)
        out, err = process.communicate(timeout=kasatest.BOUND)
        return process.returncode, out.decode(), err.decode()

    def test_a_command_that_is_interrupted_tells_that_its_outcome_is_open(self):
        sim = self.house()
        sim.fault(HOST, "slow:600000")
        status, _, err = self.interrupt(sim, "--timeout", "300", "on", HOST)
        self.assertEqual(130, status, err)
        self.assertIn("may or may not", err)
        self.assertIn(HOST, err)

    def test_with_json_it_is_an_object(self):
        sim = self.house()
        sim.fault(HOST, "slow:600000")
        status, out, _ = self.interrupt(sim, "--json", "--timeout", "300", "on", HOST)
        self.assertEqual(130, status)
        told = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([HOST], [one["host"] for one in told if "error" in one])

    def test_what_only_reads_is_just_ended(self):
        sim = self.house()
        sim.fault(HOST, "slow:600000")
        status, _, err = self.interrupt(sim, "--timeout", "300", "state", HOST)
        self.assertEqual(130, status)
        self.assertNotIn("may or may not", err)

    def test_a_polite_end_by_a_service_manager_has_its_own_status(self):
        sim = self.house()
        sim.fault(HOST, "slow:600000")
        status, _, _ = self.interrupt(sim, "--timeout", "300", "on", HOST, number=signal.SIGTERM)
        self.assertIn(status, (143, -signal.SIGTERM))

    def test_a_search_that_is_interrupted_has_told_what_it_found(self):
        self.house()
        with kasatest.running("--json", "--wait", "300", "discover") as process:
            lines = [kasatest.line_of(process)]
            process.send_signal(signal.SIGINT)
            lines += process.stdout.readlines()
            self.assertEqual(130, process.wait(kasatest.BOUND))
        self.assertTrue(all(json.loads(line)["host"] for line in lines))


if __name__ == "__main__":
    kasatest.main()
