"""What people type wrongly: status 2, no output, and a sentence with what was wrong and what is right."""
import kasatest
from kasatest import run

LONG = "x" * 200
BOTH = "192.0.2.4"

# What was typed, and what the sentence must hold: first what was wrong, then what would be right.
OFFLINE = [
    # commands
    (["of", "tree"], ['"of"', '"off"']),
    (["toogle", "tree"], ['"toogle"', '"toggle"']),
    (["Discover"], ['"Discover"', '"discover"']),
    (["staet", "tree"], ['"staet"', '"state"']),
    (["power-cycle-everything"], ['"power-cycle-everything"', "kasa help"]),
    ([""], ['""', "kasa help"]),
    (["\x1b[2Jon"], ["\\x1b[2Jon"]),
    # devices
    (["on"], ["DEVICE is missing", "kasa on DEVICE", "kasa discover"]),
    (["off"], ["DEVICE is missing", "kasa off DEVICE"]),
    (["state"], ["DEVICE is missing", "kasa state DEVICE"]),
    (["energy"], ["DEVICE is missing", "kasa energy DEVICE"]),
    (["reboot"], ["DEVICE is missing", "kasa reboot DEVICE"]),
    (["on", ""], ["DEVICE is empty"]),
    (["on", "/1"], ["DEVICE is empty"]),
    (["on", "strip/"], ["outlet is empty"]),
    (["on", "10.0.0.256"], ['"10.0.0.256"', "0 to 255"]),
    (["on", "10.0.0.1:70000"], ['"10.0.0.1:70000"', "1 to 65535"]),
    (["on", "10.0.0.1:http"], ['"10.0.0.1:http"', "1 to 65535"]),
    (["on", "all/1"], ["all", "strip"]),
    (["on", LONG * 2], ["x" * 20, "255 bytes"]),
    # two names for one device
    (["--host", BOTH, "on", "tree"], ['"tree"', "--host"]),
    (["--alias", "tree", "on", "lamp"], ['"lamp"', "--alias"]),
    (["--host", BOTH, "--alias", "tree", "on"], ["twice", "one of them"]),
    (["--host", "", "on"], ["empty"]),
    (["--alias", "", "on"], ["empty"]),
    (["--host", "Christmas tree", "on"], ['"Christmas tree"', "--alias"]),
    (["--host", "300.1.1.1", "on"], ['"300.1.1.1"', "0 to 255"]),
    (["--host", "192.0.2.4:0", "on"], ['"192.0.2.4:0"', "1 to 65535"]),
    # numbers
    (["--port", "70000", "--host", BOTH, "on"], ['"70000"', "1 to 65535", "--port"]),
    (["--port", "0", "--host", BOTH, "on"], ['"0"', "1 to 65535"]),
    (["--port", "-1", "--host", BOTH, "on"], ['"-1"', "1 to 65535"]),
    (["--port", "0x270f", "--host", BOTH, "on"], ['"0x270f"', "1 to 65535"]),
    (["--port", "9999 ", "--host", BOTH, "on"], ['"9999 "', "1 to 65535"]),
    (["--timeout", "abc", "--host", BOTH, "on"], ['"abc"', "seconds", "--timeout"]),
    (["--timeout", "0", "--host", BOTH, "on"], ['"0"', "above 0"]),
    (["--timeout", "-5", "--host", BOTH, "on"], ['"-5"', "above 0"]),
    (["--timeout", "nan", "--host", BOTH, "on"], ['"nan"', "seconds"]),
    (["--timeout", "inf", "--host", BOTH, "on"], ['"inf"', "3600"]),
    (["--timeout", "1e9", "--host", BOTH, "on"], ['"1e9"', "3600"]),
    (["--wait", "10s", "discover"], ['"10s"', "seconds", "--wait"]),
    (["--wait", "", "discover"], ['""', "seconds"]),
    # searching
    (["discover", "--target", "300.1.1.1"], ["300.1.1.1"]),
    (["discover", "--target", "10.0.0.0/8"], ["10.0.0.0/8", "/16"]),
    (["discover", "--target", "10.0.0.0/33"], ["10.0.0.0/33"]),
    (["discover", "--target", "everywhere"], ["everywhere"]),
    (["discover", "--target", ""], ["--target", "192.0.2.0/24"]),
    (["discover", "--interface", ""], ["--interface", "eth0"]),
    (["discover", "tree"], ['"tree"', "kasa discover"]),
    # options
    (["--jsn", "discover"], ['"--jsn"', "--json"]),
    (["--host"], ["--host", "missing"]),
    (["on", "tree", "--port"], ["--port", "missing", "--port N"]),
    (["-Z", "discover"], ['"-Z"', "kasa --help"]),
    (["--json=yes", "discover"], ["--json", "no value"]),
    (["--xyzzy", "discover"], ['"--xyzzy"', "kasa --help"]),
    # led
    (["led"], ["led", "on|off"]),
    (["led", "tree"], ['"tree"', "on|off"]),
    (["led", "of", "tree"], ['"of"', '"off"', "on|off"]),
    (["led", "on"], ["DEVICE is missing", "led on|off DEVICE"]),
    # alias
    (["alias"], ["alias", "missing", "DEVICE NAME"]),
    (["alias", "tree"], ["missing", "DEVICE NAME"]),
    (["alias", "tree", ""], ["1 to 127 bytes"]),
    (["alias", "tree", LONG], ["127 bytes"]),
    (["alias", "tree", "Two\nlines"], ["control character"]),
    (["alias", "tree", b"\xff\xfe"], ["UTF-8"]),
    (["alias", "Christmas", "tree", "Pine"], ["one DEVICE", "quotes"]),
    # raw
    (["raw", "tree"], ["missing", "JSON"]),
    (["raw", "tree", '{"system":'], ["JSON"]),
    (["raw", "tree", "[]"], ["object"]),
    (["raw", "tree", "get_sysinfo"], ["JSON"]),
    (["raw", "tree", '{"a":{},"a":{}}'], ["JSON", "duplicate"]),
    # lights, dimmers and sensors
    (["on", "lamp", "--brightness", "101"], ["--brightness", '"101"', "1 to 100"]),
    (["on", "lamp", "--brightness", "0"], ["--brightness", '"0"', "1 to 100"]),
    (["on", "lamp", "--temperature", "warm"], ["--temperature", '"warm"', "1500 to 10000"]),
    (["on", "lamp", "--hsv", "400,50"], ["--hsv", '"400,50"', "0 to 360"]),
    (["on", "lamp", "--hsv", "10,20", "--temperature", "2700"], ["--hsv", "--temperature", "exclude"]),
    (["on", "lamp", "--color", "yelow"], ['"yelow"', '"yellow"']),
    (["on", "lamp", "--color", "\x1b[2J"], ["\\x1b[2J", "red, orange"]),
    (["on", "lamp", "--transition", "2h"], ["--transition", '"2h"', "1h"]),
    (["off", "lamp", "--brightness", "4"], ["--brightness", "--transition"]),
    (["brightness", "lamp"], ["missing", "brightness DEVICE... PERCENT"]),
    (["brightness", "lamp", "bright"], ['"bright"', "1 to 100"]),
    (["hsv", "lamp", "red"], ['"red"', "240,80"]),
    (["temperature", "lamp", "27"], ['"27"', "1500 to 10000"]),
    (["light", "set", "lamp"], ["--soft-on", "--hard-on"]),
    (["light", "set", "lamp", "--soft-on", "previous"], ['"previous"', "last", "circadian", "preset:2"]),
    (["preset", "lamp"], ['"lamp"', "list, set or use"]),
    (["preset", "set", "lamp", "2"], ["--brightness", "--temperature", "--hsv"]),
    (["preset", "use", "lamp", "0"], ['"0"', "number from 1"]),
    (["effect", "set", "shelf", '{"custom":1}'], ['"name"']),
    (["effect", "set", "shelf", "/nonexistent"], ["/nonexistent", "No such file"]),
    (["dimmer", "set", "table"], ["--fade-on", "--long-press"]),
    (["dimmer", "set", "table", "--fade-on", "11s"], ["--fade-on", '"11s"', "10s"]),
    (["dimmer", "set", "table", "--ramp-rate", "9"], ["--ramp-rate", '"9"', "10 to 50"]),
    (["dimmer", "set", "table", "--double-click", "thrice"], ['"thrice"', "none, instant, gentle"]),
    (["motion", "set", "stairs", "--range", "wide"], ['"wide"', "far, mid, near or custom"]),
    (["motion", "set", "stairs", "--range", "far", "--threshold", "5"], ["--threshold", "--range custom"]),
    (["motion", "set", "stairs", "--inactivity", "2d"], ["--inactivity", '"2d"', "24h"]),
    (["ambient", "set", "stairs"], ["--dark", "--level"]),
    (["ambient", "set", "stairs", "--level", "cloudy=150"], ['"cloudy=150"', "0 to 100"]),
    # options of other commands
    (["on", "tree", "--csv"], ["on", "--csv"]),
    (["on", "tree", "--price", "1"], ["on", "--price", "energy"]),
    (["energy", "tree", "--csv=1"], ["--csv", "no value"]),
    (["energy", "tree", "--csv", "--json"], ["--json", "--csv", "not both"]),
    # of kasa itself
    (["completion"], ["completion", "bash|zsh|fish"]),
    (["completion", "tcsh"], ['"tcsh"', "bash|zsh|fish"]),
    (["help", "toogle"], ['"toogle"', '"toggle"']),
    (["help", "on", "off"], ['"off"', "one word too many"]),
    (["version", "tree"], ['"tree"', "one word too many"]),
]

ENVIRONMENT = [
    ({"KASA_PORT": "many"}, ["KASA_PORT", '"many"', "1 to 65535"]),
    ({"KASA_TIMEOUT": "soon"}, ["KASA_TIMEOUT", '"soon"', "seconds"]),
    ({"KASA_WAIT": "-1"}, ["KASA_WAIT", '"-1"', "above 0"]),
    ({"KASA_JSON": "perhaps"}, ["KASA_JSON", '"perhaps"', "1 (yes)"]),
    ({"KASA_HOST": "Christmas tree"}, ['"Christmas tree"']),
    ({"KASA_HOST": BOTH, "KASA_ALIAS": "tree"}, ["twice"]),
]

STRIP = "HS300,address=127.0.0.1,alias=Desk strip"


class Case(kasatest.TestCase):
    def check(self, result, parts):
        self.assertEqual(2, result.status, f"\n{result}")
        self.assertEqual("", result.out, f"\n{result}")
        self.assertTrue(result.err.startswith("kasa: "), result.err)
        self.assertLess(len(result.err), 700, "a sentence, no page")
        for part in parts:
            self.assertIn(part, result.err)
        self.assertNotRegex(result.err.rstrip("\n"), r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Mistakes(Case):
    def test_each_gets_status_2_and_a_sentence_that_says_what_is_right(self):
        for args, parts in OFFLINE:
            with self.subTest(args=args):
                self.check(run(*args), parts)

    def test_none_of_them_takes_time(self):
        for args, _ in OFFLINE:
            with self.subTest(args=args):
                result = run("--wait", "60", "--timeout", "60", *args, timeout=50)
                self.assertEqual(2, result.status, f"\n{result}")

    def test_a_wrong_variable_is_named(self):
        for env, parts in ENVIRONMENT:
            with self.subTest(env=env):
                self.check(run("on" if "KASA_HOST" in env else "discover", env=env), parts)

    def test_what_the_command_line_says_excuses_the_variable(self):
        self.house("--device", STRIP)
        result = self.kasa("--host", "127.0.0.1", "--port", "9999", "state", env={"KASA_PORT": "many"})
        self.assertIn("Desk strip", result.out)

    def test_help_and_version_do_not_mind_a_wrong_variable(self):
        for args in (["help"], ["--help"], ["--version"], ["completion", "bash"]):
            with self.subTest(args=args):
                self.assertIn("kasa", self.kasa(*args, env={"KASA_PORT": "many"}).out)

    def test_with_json_the_mistake_is_an_object_too(self):
        for args, parts in ((["--json", "of", "tree"], '"off"'), (["--json", "--port", "70000", "discover"], "65535")):
            with self.subTest(args=args):
                result = self.kasa(*args, status=2)
                objects = result.json() if result.out else []
                told = objects[0]["error"]["message"] if objects else result.err
                self.assertIn(parts, told)


class MistakesAboutOutlets(Case):
    def setUp(self):
        super().setUp()
        self.strip = self.house("--device", STRIP)
        for number, name in enumerate(("Monitor", "Desk lamp", "Desk fan"), 1):
            kasatest.run("alias", f"127.0.0.1/{number}", name)

    def test_an_unknown_outlet_lists_those_that_there_are(self):
        for word in ("7", "0", "-1", "99999999999999999999", "Printer"):
            with self.subTest(outlet=word):
                self.check(run("on", f"127.0.0.1/{word}"), [f'"{word}"', "1 Monitor", "2 Desk lamp", "3 Desk fan"])
        self.check_nothing_was_switched()

    def test_a_beginning_that_fits_two_outlets_lists_both(self):
        self.check(run("on", "127.0.0.1/desk"), ['"desk"', "Desk lamp", "Desk fan"])
        self.check_nothing_was_switched()

    def test_the_rows_of_help_for_options_begin_in_one_column(self):
        for command in ("on", "dimmer", "ambient", "wifi", "energy"):
            own = run("help", command).out.split("options of its own\n")[1].split("\n\n")[0].splitlines()
            self.assertEqual({(" " * 2, 30)}, {(row[28:30], len(row) - len(row[30:].lstrip())) for row in own}, own)

    def check_nothing_was_switched(self):
        self.assertEqual([0] * 6, [child["state"] for child in kasatest.sysinfo("127.0.0.1")["children"]])


if __name__ == "__main__":
    kasatest.main()
