"""The configuration: groups, own names, defaults; and everything that is wrong in it, told at once before anything is sent."""
import kasatest
from kasatest import run

STRIP, TREE, LAMP = "127.0.0.1", "127.0.0.2", "127.0.0.3"
HOUSE = ("--device", f"HS300,address={STRIP},alias=Desk strip", "--device", f"HS110,address={TREE},alias=Christmas tree",
         "--device", f"HS100,address={LAMP},alias=Hall lamp")


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*HOUSE)

    def config(self, text, name=".config/kasa/config.yaml"):
        """Writes the file and gives its path."""
        path = kasatest.home() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def check_nothing_was_sent(self):
        for address in (STRIP, TREE, LAMP):
            self.assertEqual((0, 0, 0), self.sim.counts(address), address)

    def on(self):
        """The addresses that are on, and the positions of the strip's outlets."""
        children = kasatest.sysinfo(STRIP)["children"]
        return ({address for address in (TREE, LAMP) if kasatest.sysinfo(address)["relay_state"]},
                [i for i, child in enumerate(children, 1) if child["state"]])


class Groups(Case):
    def test_a_group_is_its_members(self):
        self.config(f'groups: {{christmas: [christmas, "Desk strip/2", {LAMP}]}}\n')
        self.kasa("on", "@christmas")
        self.assertEqual(({TREE, LAMP}, [2]), self.on())
        self.kasa("off", "@CHRISTMAS")
        self.assertEqual((set(), []), self.on())

    def test_groups_stand_in_groups_and_beside_devices(self):
        self.config('groups: {all lamps: ["@hall", "desk strip/1"], hall: Hall lamp}\n')
        self.kasa("on", "@all lamps", "christmas tree", "desk/3")
        self.assertEqual(({TREE, LAMP}, [1, 3]), self.on())

    def test_who_is_named_twice_is_switched_once(self):
        self.config(f'groups: {{a: [tree, {TREE}, "@b", Christmas tree], b: [tree, strip/2]}}\n'
                    f'names: {{tree: {TREE}, strip: Desk strip}}\n')
        result = self.kasa("toggle", "@a", "@b", "tree", "Desk strip/2")
        self.assertEqual(2, len(result.lines), result)
        self.assertEqual(({TREE}, [2]), self.on())

    def test_one_that_does_not_answer_is_told_by_the_name_in_the_group(self):
        self.config("groups: {a: [Christmas tree, nobody, 127.0.0.99]}\ndefaults: {wait: 0.5, timeout: 1}\n")
        result = self.kasa("on", "@a", status=3)
        self.assertIn("nobody", result.err)
        self.assertIn("127.0.0.99", result.err)
        self.assertEqual(({TREE}, []), self.on())

    def test_an_unknown_group_lists_those_that_there_are(self):
        self.config("groups: {christmas: [tree], desk: [lamp]}\n")
        for typed, part in (("@chrismas", 'did you mean "@christmas"?'), ("@x", "@christmas, @desk"), ("@", "@desk")):
            with self.subTest(typed):
                self.assertIn(part, self.kasa("on", typed, status=2).err)
        self.check_nothing_was_sent()

    def test_without_any_group_that_is_said(self):
        self.assertIn("the configuration has none", self.kasa("on", "@christmas", status=2).err)

    def test_a_group_has_no_outlets(self):
        self.config("groups: {christmas: [Christmas tree]}\n")
        self.assertIn("a group has no outlets", self.kasa("on", "@christmas/2", status=2).err)

    def test_an_empty_group_is_an_error(self):
        self.config("groups: {nobody: []}\n")
        self.assertIn("has no members", self.kasa("on", "@nobody", status=2).err)

    def test_what_is_for_whole_devices_or_for_one_refuses_others_before_anything_is_sent(self):
        self.config("groups: {a: [Christmas tree, Desk strip/2], b: [Christmas tree]}\n")
        self.assertIn('"Desk strip/2"', self.kasa("reboot", "@a", status=2).err)
        self.assertIn("one DEVICE", self.kasa("alias", "@a", "Pine", status=2).err)
        self.assertIn("all is every device", self.kasa("on", "@b", "all", status=2).err)
        for command in (("alias", "@b", "Pine"), ("reset", "@b", "--yes"), ("schedule", "remove", "@b", "1", "--yes")):
            self.assertIn("one DEVICE at a time, not a group", self.kasa(*command, status=2).err)
        self.check_nothing_was_sent()

    def test_a_device_whose_alias_begins_with_the_sign_is_not_lost(self):
        self.kasa("alias", TREE, "@home")
        self.assertIn("@home", self.kasa("state", '"@home"').out)
        self.assertIn("@home", self.kasa("--alias", "@home", "state").out)


class Names(Case):
    def test_an_own_name_stands_for_an_address_a_mac_an_id_an_alias_or_an_outlet(self):
        tree = kasatest.sysinfo(TREE)
        for value in (TREE, tree["mac"], tree["deviceId"], "christmas tree"):
            with self.subTest(value):
                self.config(f"names: {{pine: {value}}}\n")
                self.assertEqual(TREE, self.kasa("--json", "on", "PINE").one()["host"])
        self.config("names: {monitor: Desk strip/4, strip: Desk strip}\n")
        self.kasa("on", "monitor", "strip/5")
        self.assertEqual([4, 5], self.on()[1])

    def test_it_wins_over_an_alias_that_a_search_would_find(self):
        self.config(f"names: {{hall lamp: {TREE}}}\n")
        self.assertEqual(TREE, self.kasa("--json", "state", "Hall lamp").one()["host"])
        self.assertEqual(LAMP, self.kasa("--json", "state", '"Hall lamp"').one()["host"])
        self.assertEqual(LAMP, self.kasa("--json", "--alias", "Hall lamp", "state").one()["host"])

    def test_one_for_an_outlet_has_no_outlets(self):
        self.config("names: {monitor: Desk strip/4}\n")
        self.assertIn("one outlet already", self.kasa("on", "monitor/2", status=2).err)
        self.assertIn('"monitor"', self.kasa("reboot", "monitor", status=2).err)

    def test_a_failure_is_told_by_the_name_that_was_typed(self):
        self.config("names: {pine: 50:C7:BF:00:00:01}\ndefaults: {wait: 0.5}\n")
        failure = self.kasa("--json", "on", "pine", status=3).one()
        self.assertEqual(("pine", "not_found"), (failure["device"], failure["error"]["code"]))


class Defaults(Case):
    def test_the_command_line_wins_over_a_variable_and_that_over_the_file(self):
        self.config("defaults: {port: 9998}\n")
        request = '{"system":{"get_sysinfo":{}}}'
        for host, port, args, env in (("127.0.1.1", 9998, [], {}), ("127.0.1.2", 9997, [], {"KASA_PORT": "9997"}),
                                      ("127.0.1.3", 9998, [], {"KASA_PORT": ""}),
                                      ("127.0.1.4", 9996, ["--port", "9996"], {"KASA_PORT": "9997"})):
            with self.subTest(port=port, args=args, env=env):
                device = kasatest.FakeDevice(lambda _: kasatest.seal(request), host, port)
                self.addCleanup(device.close)
                self.kasa("--host", host, *args, "raw", request, env=env)
                self.assertEqual([request], device.requests)

    def test_a_variable_takes_back_what_the_file_says(self):
        self.config("defaults: {json: yes}\n")
        self.assertEqual(TREE, self.kasa("state", TREE).one()["host"])
        self.assertFalse(self.kasa("state", TREE, env={"KASA_JSON": "0"}).out.startswith("{"))

    def test_a_search_goes_where_the_file_says(self):
        self.config("defaults:\n  target: [127.0.0.2, 127.0.0.3]\n  wait: 0.5\n")
        found = self.kasa("discover", "--json", env={"KASA_TARGET": None}).json()
        self.assertEqual({TREE, LAMP}, {row["host"] for row in found})
        found = self.kasa("discover", "--json", "--target", STRIP, env={"KASA_TARGET": None}).json()
        self.assertEqual([STRIP], [row["host"] for row in found])

    def test_what_the_command_line_spells_differently_wins_too(self):
        self.config("defaults: {verbose: 0}\n")
        self.assertIn("kasa: ", self.kasa("--host", TREE, "-d", "state").err)


# What stands in the file, and what is told: line, column, parts of the sentence.
MISTAKES = [
    ("group: {a: [tree]}\n", [("1:1", '"group"', 'did you mean "groups"?')]),
    ("groups: {a: [@b]}\n", [("1:14", "quotes")]),
    ("groups:\n  a: [tree, \"@a\"]\n", [("2:13", "leads back")]),
    ("groups:\n\ta: [tree]\n", [("2:1", "tab")]),
    ("groups:\n  a: [tree\nnames: {}\n", [("3:6", "line 2")]),
    ("names: {tree: 10.0.0.256, all: x, lamp: all, pine: TREE/2}\n",
     [("1:15", "0 to 255"), ("1:27", '"all"'), ("1:41", "groups"), ("1:52", '"TREE"', "own name")]),
    ("defaults: {tiemout: 5, timeout: soon, port: 70000, json: perhaps, host: tree, yes: yes}\n",
     [("1:12", 'did you mean "timeout"?'), ("1:33", '"soon"', "seconds"), ("1:45", '"70000"', "1 to 65535"),
      ("1:58", '"perhaps"'), ("1:67", '"host"'), ("1:79", '"yes"')]),
    ("defaults: {timeout: [5, 6], wait: }\n", [("1:21", "a list stands here"), ("1:35", "nothing stands here")]),
    ("groups: []\nnames: 5\ndefaults: x\n", [("1:9", "a list"), ("2:8", "a text"), ("3:11", "a text")]),
    ("names: {a: x}\nnames: {b: y}\n", [("2:1", '"names" stands in line 1 already')]),
    ("names: {a: &x y, b: *x}\n", [("1:12", "anchors"), ("1:21", "aliases")]),
    (b"names: {a: \xff}\n", [("1:12", "UTF-8")]),
    ("names: {a: x}\n---\nnames: {b: y}\n", [("2:1", "second document")]),
    ("- tree\n", [("1:1", "a list stands here")]),
]


class Mistakes(Case):
    def check(self, path, told, result):
        lines = result.err.splitlines()
        self.assertEqual((2, ""), (result.status, result.out), result)
        self.assertEqual(len(told) + 1, len(lines), result)
        for line, (place, *parts) in zip(lines, told):
            self.assertTrue(line.startswith(f"{path}:{place}: "), line)
            for part in parts:
                self.assertIn(part, line)
        self.assertTrue(lines[-1].startswith("kasa: nothing was done"), result)

    def test_all_of_them_are_told_with_their_places(self):
        for text, told in MISTAKES:
            with self.subTest(text):
                path = self.config(text)
                self.check(path, told, run("on", "all"))
                self.check(path, told, run("--host", TREE, "on"))
                self.check(path, told, run("discover"))
        self.check_nothing_was_sent()

    def test_what_is_about_kasa_itself_does_not_mind(self):
        self.config("group: x\n")
        for args in (["help"], ["--help"], ["help", "on"], ["version"], ["--version"], ["completion", "bash"]):
            with self.subTest(args=args):
                self.assertEqual("", self.kasa(*args).err)
        self.assertEqual("", self.kasa("__complete", "devices").err)


class Places(Case):
    TEXT = f"names: {{pine: {TREE}}}\n"

    def check(self, *args, **keywords):
        self.assertEqual(TREE, self.kasa("--json", *args, "state", "pine", **keywords).one()["host"])

    def test_the_file_is_where_the_specification_says(self):
        self.config(self.TEXT)
        self.check()
        self.check(env={"XDG_CONFIG_HOME": "relative"})
        self.check(env={"XDG_CONFIG_HOME": ""})

    def test_another_home_of_configurations(self):
        path = self.config(self.TEXT, "elsewhere/kasa/config.yaml")
        self.check(env={"XDG_CONFIG_HOME": str(path.parents[1]), "HOME": None})

    def test_another_file(self):
        path = self.config(self.TEXT, "mine.yaml")
        self.config("nonsense\n")
        self.check("--config", str(path))
        self.check(env={"KASA_CONFIG": str(path)})
        self.check("--config", str(path), env={"KASA_CONFIG": "/nowhere"})
        self.kasa("--config", "/dev/null", "state", TREE)

    def test_one_that_was_named_must_be_there(self):
        for args, env in ((["--config", "/nowhere/x.yaml"], {}), ([], {"KASA_CONFIG": "/nowhere/x.yaml"})):
            with self.subTest(args=args):
                self.assertIn("/nowhere/x.yaml: No such file", self.kasa(*args, "on", TREE, env=env, status=2).err)
        self.assertIn("--config", self.kasa("--config", "", "on", TREE, status=2).err)
        self.check_nothing_was_sent()

    def test_it_works_without_a_home(self):
        for home in (None, "", "relative", "/nowhere", "/dev/null"):
            with self.subTest(home=home):
                self.kasa("state", TREE, env={"HOME": home, "XDG_CACHE_HOME": None})

    def test_what_is_no_readable_file_is_an_error(self):
        path = kasatest.home() / ".config/kasa/config.yaml"
        path.mkdir(parents=True)
        self.assertIn("not a regular file", self.kasa("on", TREE, status=2).err)
        path.rmdir()
        path.write_text("#" * (64 << 10) + "\n", encoding="utf-8")
        self.assertIn("larger", self.kasa("on", TREE, status=2).err)
        self.check_nothing_was_sent()

    def test_one_that_may_not_be_read_is_an_error(self):
        path = self.config(self.TEXT)
        path.chmod(0)
        nobody = ["setpriv", "--reuid", "65534", "--clear-groups"]
        kasatest.need_program("setpriv")
        kasatest.home().chmod(0o755)
        self.assertIn("Permission denied", self.kasa("state", TREE, status=2, prefix=nobody).err)
        self.check_nothing_was_sent()
        path.parent.chmod(0)  # nobody can tell whether there is a file
        self.kasa("state", TREE, prefix=nobody)
        path.parent.chmod(0o700)


class Completion(Case):
    CONFIG = f"groups: {{christmas: [pine], my desk: [pine]}}\nnames: {{pine: {TREE}, Bad: \"\\e[2J\", \"\\e[2J\": x}}\n"

    def bash(self, *words):
        probe = ('eval "$(kasa completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kasa; '
                 'printf "%s\\n" "${COMPREPLY[@]}"')
        result = run("-c", probe, "bash", "kasa", *words, program=kasatest.need_program("bash"))
        self.assertEqual((0, ""), (result.status, result.err))
        return [line for line in result.lines if line]

    def test_names_and_groups_are_offered(self):
        self.config(self.CONFIG)
        self.assertEqual(["pine", "Bad", "@christmas", "@my desk", "all"], self.kasa("__complete", "devices").lines)

    def test_bash_completes_both(self):
        self.config(self.CONFIG)
        self.assertEqual(["pine"], self.bash("on", "pi"))
        self.assertEqual(["@christmas"], self.bash("on", "@", "chr"))  # where it takes @ for the end of a word
        self.assertEqual(["@christmas"], self.bash("on", "@chr"))
        self.assertEqual(["@christmas", "@my\\ desk"], self.bash("on", "@"))

    def test_fish_completes_both(self):
        self.config(self.CONFIG)
        result = run("-c", "kasa completion fish | source; complete -C 'kasa on @chr'",
                     program=kasatest.need_program("fish"))
        self.assertEqual(["@christmas"], [line.split("\t")[0] for line in result.lines])

    def test_another_file_counts_and_a_broken_one_keeps_quiet(self):
        path = self.config(self.CONFIG, "mine.yaml")
        self.assertIn("@christmas", self.kasa("__complete", "devices", env={"KASA_CONFIG": str(path)}).lines)
        self.config("nonsense: [\n")
        result = self.kasa("__complete", "devices")
        self.assertEqual((["all"], ""), (result.lines, result.err))


if __name__ == "__main__":
    kasatest.main()
