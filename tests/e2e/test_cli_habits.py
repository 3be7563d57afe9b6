"""What people from other tools take for granted: options anywhere, variables, help, completion, man."""
import re

import kasatest
from kasatest import BUILD, SOURCE, House, run

HOST, LAMP = "127.0.0.1", "127.0.0.2"
SHELLS = ("bash", "zsh", "fish")


def commands():
    """Those that help lists."""
    block = run("help").out.split("\ncommands\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in block.splitlines()]


def rows():
    """What each command, and each verb of one, is called: lists of words, from the usage that help prints."""
    forms = [form for command in commands() for form in re.findall(r"(?m)^(?:usage:|      ) kasa (.+)$",
                                                                   run("help", command).out)]
    return [re.match(r"[a-z -]+(?= |$)", form)[0].split() for form in forms]


def options(*row):
    """The long ones that help lists, of all commands or of one."""
    return re.findall(r"(?m)^  (?:-\w, |    )(--[a-z-]+)", run("help", *row).out)


class Options(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house()

    def on(self, *args, **keywords):
        """Runs an order that must have switched the first plug on, and leaves it off."""
        result = self.kasa(*args, **keywords)
        self.assertTrue(self.sim.get(HOST)["on"], f"\n{result}")
        self.sim.set(HOST, "on", 0)
        return result

    def test_they_stand_before_or_after_the_command(self):
        for args in (["--host", HOST, "on"], ["on", "--host", HOST], ["--host=" + HOST, "on"], ["-H", HOST, "on"],
                     ["on", "-H" + HOST],
                     ["--timeout", "9", "on", "--host", HOST, "--json"], ["on", HOST, "--json", "--timeout", "9"],
                     ["--json", "on", "--timeout", "9", HOST], ["on", "--", HOST], ["--json", "--", "on", HOST]):
            with self.subTest(args=args):
                self.on(*args)

    def test_the_ways_to_name_a_device_that_others_have(self):
        for args in (["--host", HOST, "on"], ["--host", f"{HOST}:9999", "on"], ["--host", HOST, "--port", "9999", "on"],
                     ["--alias", "Christmas tree", "on"],
                     ["--alias", "Christmas tree", "--target", "127.255.255.255", "on"],
                     ["on", "Christmas tree"], ["on", HOST], ["on", f"{HOST}:9999"], ["--host", "localhost", "on"]):
            with self.subTest(args=args):
                self.on(*args, env={"KASA_WAIT": "1"})

    def test_a_port_of_its_own(self):
        with House("--port", "19999", "--device", "HS100,alias=Elsewhere") as other:
            for args in (["--host", HOST, "--port", "19999", "on"], ["on", f"{HOST}:19999"],
                         ["on", "--host", f"{HOST}:19999"],
                         ["on", "Elsewhere", "--port", "19999", "--wait", "1"], ["on", HOST, "-p", "19999"]):
                with self.subTest(args=args):
                    self.kasa(*args)
                    self.assertTrue(other.get(HOST)["on"])
                    other.set(HOST, "on", 0)
        self.assertFalse(self.sim.get(HOST)["on"])

    def test_variables_stand_for_options(self):
        for env in ({"KASA_HOST": HOST}, {"KASA_ALIAS": "Christmas tree", "KASA_WAIT": "1"},
                    {"KASA_HOST": HOST, "KASA_PORT": "9999"},
                    {"KASA_HOST": HOST, "KASA_TIMEOUT": "9"},
                    {"KASA_HOST": HOST, "KASA_VERBOSE": "0", "KASA_JSON": "0"}):
            with self.subTest(env=env):
                self.on("on", env=env)

    def test_a_variable_for_json(self):
        for value in ("1", "true", "yes", "on", "TRUE"):
            with self.subTest(value):
                self.assertEqual(HOST, self.kasa("--host", HOST, "state", env={"KASA_JSON": value}).one()["host"])

    def test_a_variable_bounds_the_search(self):
        result = self.kasa("discover", env={"KASA_WAIT": "0.3"})
        self.assertIn("Christmas tree", result.out)
        self.assertLess(result.seconds, 20)
        self.assertGreater(self.kasa("discover", env={"KASA_WAIT": "2"}).seconds, 1.9)

    def test_the_command_line_goes_before_the_variable(self):
        self.on("--host", HOST, "on", env={"KASA_HOST": LAMP, "KASA_ALIAS": "Hall lamp"})
        self.on("--alias", "Christmas tree", "--wait", "1", "on", env={"KASA_HOST": LAMP})
        self.assertFalse(self.sim.get(LAMP)["on"])
        told = self.kasa("--json", "discover", "--wait", "1", "--target", LAMP, env={"KASA_TARGET": HOST}).one()
        self.assertEqual(LAMP, told["host"])

    def test_a_device_that_is_typed_beside_one_in_a_variable_is_refused_and_neither_is_switched(self):
        result = self.kasa("on", LAMP, env={"KASA_HOST": HOST}, status=2)
        self.assertIn("KASA_HOST", result.err)
        self.assertEqual([False, False], [self.sim.get(host)["on"] for host in (HOST, LAMP)])

    def test_without_a_command_a_named_device_tells_its_state(self):
        told = self.kasa("--host", HOST).out
        self.assertIn("Christmas tree", told)
        self.assertEqual(self.kasa("--host", HOST, "state").out, told)

    def test_led_takes_its_word_before_or_after_the_device(self):
        for args in (["led", "off", HOST], ["led", HOST, "off"], ["--host", HOST, "led", "off"],
                     ["led", "--host", HOST, "off"]):
            with self.subTest(args=args):
                self.sim.set(HOST, "led", 1)
                self.kasa(*args)
                self.assertIs(False, self.sim.get(HOST)["led"])

    def test_devices_after_two_hyphens_may_begin_with_one(self):
        self.sim.set(HOST, "alias", "-v")
        self.on("--wait", "1", "on", "--", "-v")


class Help(kasatest.TestCase):
    def test_bare_kasa_prints_help(self):
        for args in ([], ["help"], ["--help"], ["-h"]):
            with self.subTest(args=args):
                result = self.kasa(*args)
                self.assertTrue(result.out.startswith("kasa: "), result.out)
                self.assertEqual("", result.err)

    def test_it_lists_the_commands_that_were_promised(self):
        promised = {"discover", "state", "on", "off", "toggle", "energy", "led", "alias", "reboot", "raw",
                    "completion", "help", "doctor"}
        self.assertLessEqual(promised, set(commands()))

    def test_it_lists_the_options_that_were_promised(self):
        self.assertLessEqual({"--host", "--alias", "--target", "--port", "--timeout", "--json", "--verbose", "--wait",
                              "--quiet",
                              "--version", "--help"}, set(options()))

    def test_each_command_has_its_own(self):
        for command in commands():
            with self.subTest(command):
                texts = {self.kasa(*args).out for args in (["help", command], [command, "--help"], [command, "-h"],
                                                           ["--help", command])}
                self.assertEqual(1, len(texts))
                self.assertIn(f"usage: kasa {command}", texts.pop())

    def test_each_verb_has_its_own(self):
        for row in rows():
            with self.subTest(row):
                texts = {self.kasa(*args).out for args in (["help", *row], [*row, "--help"], ["-h", *row])}
                self.assertEqual(1, len(texts))
                self.assertIn(f"usage: kasa {' '.join(row)}", texts.pop())

    def test_it_fits_a_terminal(self):
        for row in [[], *rows()]:
            with self.subTest(row):
                self.assertLessEqual(max(map(len, self.kasa("help", *row).lines)), 132)

    def test_the_version_is_that_of_the_build(self):
        version = re.search(r"project\(kasa\s+VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text())[1]
        for args in (["--version"], ["-V"], ["version"]):
            with self.subTest(args=args):
                self.assertEqual(f"kasa {version}\n", self.kasa(*args).out)


class Completion(kasatest.TestCase):
    """What is typed so far is completed in each shell: commands, words, options, the names of devices."""

    def setUp(self):
        super().setUp()
        self.house()
        self.kasa("discover", "--wait", "1")

    def script(self, shell):
        path = self.folder() / f"kasa.{shell}"
        text = self.kasa("completion", shell).out
        self.assertIn("toggle", text)
        path.write_text(text, encoding="utf-8")
        return path

    def test_each_script_is_one_for_its_shell(self):
        for shell in SHELLS:
            with self.subTest(shell):
                result = run("-n", str(self.script(shell)), program=kasatest.need_program(shell))
                self.assertEqual((0, ""), (result.status, result.err))

    def test_each_script_loads(self):
        for shell, line in (("bash", 'eval "$(kasa completion bash)"; complete -p kasa'),
                            ("fish", "kasa completion fish | source; complete -c kasa"),
                            ("zsh",
                             'autoload -Uz compinit; compinit -u -D; eval "$(kasa completion zsh)"; echo $_comps[kasa]')):
            with self.subTest(shell):
                result = run("-c", line, program=kasatest.need_program(shell))
                self.assertEqual((0, ""), (result.status, result.err))
                self.assertIn("kasa", result.out)

    def bash(self, *words):
        """What bash would offer for these words as they were typed, the last of them unfinished."""
        probe = ('eval "$(kasa completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kasa; '
                 'printf "%s\\n" "${COMPREPLY[@]}"')
        result = run("-c", probe, "bash", "kasa", *words, program=kasatest.need_program("bash"))
        self.assertEqual((0, ""), (result.status, result.err))
        return [line for line in result.lines if line]

    def fish(self, typed):
        result = run("-c", f"kasa completion fish | source; complete -C '{typed}'",
                     program=kasatest.need_program("fish"))
        self.assertEqual((0, ""), (result.status, result.err))
        return [line.split("\t")[0] for line in result.lines]

    def test_bash_completes_commands_words_and_options(self):
        self.assertEqual(["toggle"], self.bash("to"))
        self.assertLessEqual(set(commands()), set(self.bash("")))
        self.assertEqual(["on", "off"], self.bash("led", "o"))
        self.assertEqual(["bash"], self.bash("completion", "b"))
        self.assertEqual(["--timeout"], self.bash("--ti"))
        self.assertEqual(["energy"], self.bash("help", "en")[:1])

    @staticmethod
    def takes_verbs(row):
        """A command of its own that has verbs too: its help is that of them all."""
        return any(len(other) > len(row) and other[:len(row)] == row for other in rows())

    def test_bash_completes_the_verbs_and_options_of_each_command(self):
        for row in rows():
            with self.subTest(row):
                self.assertIn(row[-1], self.bash(*row[:-1], ""))
                told = set(self.bash(*row, "--"))
                self.assertLessEqual(set(options()), told)
                self.assertLessEqual(told, {*options(), *options(*row)})
                if not self.takes_verbs(row):
                    self.assertEqual({*options(), *options(*row)}, told)

    def test_fish_completes_the_verbs_and_options_of_each_command(self):
        for row in rows():
            with self.subTest(row):
                self.assertIn(row[-1], self.fish(" ".join(["kasa", *row[:-1], row[-1][:1]])))
                own = [] if self.takes_verbs(row) else options(*row)
                self.assertLessEqual({*options(), *own}, set(self.fish(" ".join(["kasa", *row, "--"]))))

    def test_bash_completes_names_in_any_case_and_quotes_them(self):
        self.assertEqual(["Christmas\\ tree"], self.bash("on", "chr"))
        self.assertIn("all", self.bash("on", ""))
        self.assertEqual(["Hall\\ lamp"], self.bash("led", "off", "Ha"))
        self.assertEqual(["Hall\\ lamp"], self.bash("--timeout", "5", "--json", "on", "Ha"))

    def test_bash_goes_on_inside_a_name_with_a_blank(self):
        self.assertEqual(["Christmas\\ tree"], self.bash("on", "Christmas\\ t"))

    def test_bash_offers_nothing_where_a_value_is_wanted_that_it_cannot_know(self):
        self.assertNotIn("on", self.bash("--host", ""))

    def test_fish_completes_commands_words_options_and_names(self):
        self.assertEqual(["toggle"], self.fish("kasa to"))
        self.assertLessEqual(set(commands()), set(self.fish("kasa ")))
        self.assertIn("off", self.fish("kasa led o"))
        self.assertIn("--timeout", self.fish("kasa --ti"))
        self.assertIn("Christmas tree", [name.replace("\\", "") for name in self.fish("kasa on Chr")])

    def test_zsh_completes_on_a_terminal(self):
        zsh = kasatest.need_program("zsh")
        probe = """
            zmodload zsh/zpty || exit 9
            zpty z 'PS1= zsh -f -i'
            zpty -w z 'autoload -Uz compinit; compinit -u -D; eval "$(kasa completion zsh)"'
            zpty -w z 'bindkey "^I" complete-word; echo READY'
            zpty -r z line '*READY*READY*'
            zpty -n -w z $'kasa togg\\t'
            zpty -r z first '*toggle*'
            zpty -n -w z $'Christ\\t'
            zpty -r z second '*tree*'
            print -r -- "$first $second"
        """
        result = run("-f", "-c", probe, program=zsh, env={"TERM": "dumb"})
        self.assertIn("toggle", result.out)
        self.assertIn("tree", result.out)


class Manual(kasatest.TestCase):
    PAGES = {"kasa": BUILD / "cli" / "kasa.1", "kasa-sim": SOURCE / "contrib" / "sim" / "kasa-sim.1"}

    def text(self, page):
        return run("--warnings", "-E", "UTF-8", "-l", str(self.PAGES[page]), program=kasatest.need_program("man"),
                   env={"MANWIDTH": "400"})

    def test_each_page_renders_without_a_warning(self):
        for page in self.PAGES:
            with self.subTest(page):
                result = self.text(page)
                self.assertEqual((0, ""), (result.status, result.err))
                self.assertIn("SEE ALSO", result.out)

    def test_the_page_of_kasa_lists_every_command_option_and_variable(self):
        text = self.text("kasa").out
        variables = re.findall(r"\[(KASA_\w+)\]", self.kasa("help").out)
        own = [option for row in rows() for option in options(*row)]
        for word in [" ".join(["kasa", *row]) for row in rows()] + options() + own + variables:
            with self.subTest(word):
                self.assertTrue(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text))

    def test_the_page_of_the_simulator_lists_every_option(self):
        text = self.text("kasa-sim").out
        told = run("--help", program=kasatest.KASA_SIM).out
        for word in sorted(set(re.findall(r"--[a-z-]+", told))):
            with self.subTest(word):
                self.assertIn(word, text)

    def test_hyphens_that_are_typed_are_hyphens(self):
        for page in self.PAGES:
            with self.subTest(page):
                self.assertNotRegex(self.text(page).out, "[\u2010\u2212]-?[a-z]+ (?:HOST|FILE|N)\\b")


if __name__ == "__main__":
    kasatest.main()
