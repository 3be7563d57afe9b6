"""Every command that README.md and CONTRIBUTING.md tell people to type, typed, against a simulated house.

Those of curl are typed by test_readme_http.py.
"""
import os
import re

import kasatest
from kasatest import EVERYWHERE, SOURCE, House, run

README = (SOURCE / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (SOURCE / "CONTRIBUTING.md").read_text(encoding="utf-8")
OF_THEIR_OWN = ("./contrib/quickstart", "./contrib/test")  # contrib/test runs the one and is the other


def shell_commands(text):
    """The lines of all blocks that are marked sh."""
    blocks = re.findall(r"(?ms)^```sh\n(.*?)^```$", text)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def indented_commands(text):
    """The commands of kasa in indented blocks."""
    return [line.strip() for line in text.splitlines() if re.match(r"    (?:\$ )?(?:kasa|kasa-sim) ", line)]


COMMANDS = [line for line in shell_commands(README) if line not in OF_THEIR_OWN and not line.startswith("curl ")]
CONFIGURATION = re.search(r"(?ms)^```yaml\n(.*?)^```$", README)[1]
ANSWERS = {"kasa login": {"KASA_USERNAME": "user@example.com", "KASA_PASSWORD": "hunter2 é"}}  # what is typed there
SIMULATOR = [line for line in COMMANDS if line.startswith("kasa-sim")]


class Readme(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        path = kasatest.home() / ".config/kasa/config.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(CONFIGURATION, encoding="utf-8")

    def sh(self, line, **keywords):
        keywords = {"env": ANSWERS.get(line), **keywords}
        result = run("-ec", line, program="/bin/sh", cwd=str(SOURCE), **keywords)
        self.assertEqual(0, result.status, f"\n{result}")
        self.assertEqual("", result.err)
        return result

    def test_the_blocks_are_found(self):
        self.assertEqual(list(OF_THEIR_OWN), [line for line in shell_commands(README) if line in OF_THEIR_OWN])
        self.assertGreaterEqual(len(COMMANDS), 12)
        self.assertEqual(["kasa-sim &"], SIMULATOR)

    def test_the_two_commands_are_there_to_be_run(self):
        for command in OF_THEIR_OWN:
            with self.subTest(command):
                self.assertTrue(os.access(SOURCE / command, os.X_OK))

    def test_each_command_does_what_it_is_there_for(self):
        with House():
            for line in [line for line in COMMANDS if line not in SIMULATOR]:
                with self.subTest(line):
                    self.assertNotEqual("", self.sh(line).out)

    def test_they_leave_the_house_as_the_text_says(self):
        with House() as house:
            for line in [line for line in COMMANDS if line not in SIMULATOR]:
                self.sh(line)
            self.assertIs(False, house.get("Christmas tree")["led"])
            self.assertEqual("Lamp in the hall", house.get("127.0.0.2")["alias"])

    def test_the_simulator_is_found_where_the_text_searches(self):
        line = next(line for line in COMMANDS if "--target" in line)
        env = {"KASA_TARGET": None}
        self.enter(kasatest.running("-c", "exec " + SIMULATOR[0].rstrip("& "), program="/bin/sh"))
        kasatest.wait_until(lambda: "Christmas tree" in run("-c", line, program="/bin/sh", env=env).out)
        result = self.sh(line, env=env)
        self.assertIn("Christmas tree", result.out)
        self.assertIn(EVERYWHERE, line)

    def test_the_example_at_the_top_prints_what_it_shows(self):
        shown = re.search(r"(?m)^    \$ (kasa on .*)\n    (.*)$", README)
        with House():
            self.assertRegex(self.sh(shown[1]).out, "^" + re.sub(r"\s+", r"\\s+", shown[2]) + "\n$")

    def test_the_exit_statuses_are_those_of_the_help(self):
        rows = [number for number, _ in re.findall(r"(?m)^\| (\d) \| (.*) \|$", README)]
        told = re.findall(r"(?m)(?:^|, |: )(\d) \w", self.kasa("help").out.split("exit status")[1])
        self.assertEqual(["0", "1", "2", "3", "4", "5"], rows)
        self.assertEqual(rows, told)

    def test_every_link_leads_to_a_file(self):
        for target in re.findall(r"\]\(([^)#]+)\)", README + CONTRIBUTING):
            with self.subTest(target):
                self.assertTrue("://" in target or (SOURCE / target).exists())


class Contributing(kasatest.TestCase):
    def test_the_commands_for_a_report_run(self):
        house = self.house()
        lines = [line for line in indented_commands(CONTRIBUTING) if "HOST" in line]
        lines += re.findall(r"`(kasa --host HOST [^`]*)`", CONTRIBUTING)
        self.assertGreaterEqual(len(lines), 3)
        for line in lines:
            with self.subTest(line):
                result = run("-ec", line.replace("HOST", house.get("Christmas tree")["address"]), program="/bin/sh")
                self.assertEqual(0, result.status, f"\n{result}")
                self.assertNotEqual("", result.out)

    def test_a_recording_that_was_made_by_its_command_can_be_replayed(self):
        with House() as house:
            recorded = self.kasa("--host", house.get("Freezer")["address"], "raw", '{"system":{"get_sysinfo":{}}}').out
        recording = self.folder() / "recording.json"
        recording.write_text(recorded, encoding="utf-8")
        self.assertIn("kasa-sim --replay recording.json", indented_commands(CONTRIBUTING))
        with House("--replay", str(recording)):
            told = self.kasa("--json", "discover", "--target", EVERYWHERE).one()
        self.assertEqual("KP115(EU)", told["model"])


if __name__ == "__main__":
    kasatest.main()
