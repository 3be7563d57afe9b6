"""The programs of contrib/examples, as they are built for the tests, do what their first lines say."""
import re
import signal

import kasatest
from kasatest import BUILD, SOURCE, run, sysinfo

HOST, LAMP = "127.0.0.1", "127.0.0.2"
EXAMPLES = sorted(path.stem for path in (SOURCE / "contrib" / "examples").glob("*.c"))


def example(name):
    return str(BUILD / "examples" / name)


class Examples(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house()

    def test_each_is_built(self):
        self.assertEqual(["discover", "energy_log", "own_loop", "switch"], EXAMPLES)
        for name in EXAMPLES:
            with self.subTest(name):
                self.assertEqual(1, len([path for path in (BUILD / "examples").iterdir() if path.name == name]))

    def test_switch_switches_and_tells_what_came_of_it(self):
        for word in ("on", "off"):
            result = run(HOST, word, program=example("switch"))
            self.assertEqual((0, f"{HOST} is {word}\n", ""), (result.status, result.out, result.err))
            self.assertEqual(int(word == "on"), sysinfo(HOST)["relay_state"])

    def test_switch_says_what_is_wrong(self):
        for args, status, word in (([HOST], 2, "usage"), ([HOST, "up"], 2, "usage"), (["tree", "on"], 1, "address"),
                                   (["127.0.0.99", "on"], 1, "127.0.0.99")):
            with self.subTest(args=args):
                result = run(*args, program=example("switch"))
                self.assertEqual((status, ""), (result.status, result.out))
                self.assertIn(word, result.err)

    def test_discover_lists_the_devices(self):
        result = run("127.255.255.255", program=example("discover"))
        self.assertEqual((0, ""), (result.status, result.err))
        self.assertEqual(9, len(result.lines))
        self.assertRegex(result.out, rf"(?m)^{re.escape(HOST)} +plug +Christmas tree$")

    def test_discover_shows_no_control_characters(self):
        self.sim.set(HOST, "alias", "Tree\x1b[2J")
        result = run("127.0.0.1", program=example("discover"))
        self.assertNotIn("\x1b", result.out)
        self.assertIn("Tree", result.out)

    def test_discover_tells_that_nobody_answered(self):
        result = run("127.0.0.99", program=example("discover"))
        self.assertEqual("", result.out)
        self.assertIn("no device answered", result.err)

    def test_energy_log_writes_a_heading_and_a_line_for_each_reading(self):
        self.kasa("on", HOST)
        result = run(HOST, "1", "2", program=example("energy_log"))
        self.assertEqual((0, ""), (result.status, result.err))
        self.assertEqual("time,power_w,voltage_v,current_a,total_kwh", result.lines[0])
        self.assertEqual(3, len(result.lines))
        for line in result.lines[1:]:
            time, power, voltage, current, total = map(float, line.split(","))
            self.assertGreater(time, 1e9)
            self.assertAlmostEqual(23.4, power, delta=2)
            self.assertAlmostEqual(power, voltage * current, delta=2)
            self.assertGreater(total, 0)

    def test_energy_log_leaves_empty_what_a_light_does_not_measure(self):
        result = run(self.sim.get("Reading lamp")["address"], "1", "1", program=example("energy_log"))
        self.assertRegex(result.lines[1], r"^\d+,0\.000,,,$")

    def test_energy_log_goes_on_when_a_reading_fails(self):
        self.sim.fault(HOST, "refuse")
        result = run(HOST, "1", "2", program=example("energy_log"))
        self.assertEqual(2, result.err.count(HOST), result.err)
        self.assertEqual(["time,power_w,voltage_v,current_a,total_kwh"], result.lines)

    def test_own_loop_tells_when_a_device_is_switched_until_it_is_interrupted(self):
        with kasatest.running(HOST, LAMP, program=example("own_loop")) as process:
            first = {kasatest.line_of(process) for _ in range(2)}
            self.assertEqual({f"{HOST} is off\n", f"{LAMP} is off\n"}, first)
            self.sim.set(HOST, "on", 1)
            self.assertEqual(f"{HOST} is on\n", kasatest.line_of(process))
            self.sim.fault(LAMP, "silent")
            self.assertIn(f"{LAMP} is gone", kasatest.line_of(process))
            self.sim.fault(LAMP)
            self.assertEqual(f"{LAMP} is off\n", kasatest.line_of(process))
            process.send_signal(signal.SIGINT)
            self.assertEqual(0, process.wait(kasatest.BOUND))
            self.assertEqual(b"", process.stderr.read())


if __name__ == "__main__":
    kasatest.main()
