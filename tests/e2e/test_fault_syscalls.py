"""Writing the cache while each of its system calls fails, or the program dies there: old file or new, never half."""

import os
import re
import signal

import kasatest

FAULTS = ["error=EIO", "error=ENOSPC", "error=EINTR", "error=ENOMEM", "error=EMFILE", "signal=KILL"]
UNSTEADY = {"getrandom"}  # how often libc asks for it, for names and its allocator, differs from run to run
SEARCH = ("discover", "--target", "127.0.0.1", "--target", "127.0.0.2", "--wait", "20")


class Cache(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.strace = kasatest.need_program("strace")
        self.sim = self.house("--count", "2")
        self.cache = kasatest.home() / ".cache" / "kasa"
        self.file = self.cache / "devices"
        sanitizer = os.environ.get("ASAN_OPTIONS", "")
        self.env = {"ASAN_OPTIONS": f"{sanitizer}:detect_leaks=0"}  # its leak check does not work under strace

    def search(self, *strace):
        return kasatest.run(*SEARCH, prefix=(self.strace, "-f", *strace), env=self.env)

    def calls(self):
        """The system calls from where the cache is about to be written: (name, which of that name)."""
        trace = self.folder() / "trace"
        self.assertEqual(self.search("-o", str(trace)).status, 0)
        counts, calls, begun = {}, [], False
        for line in trace.read_text().splitlines():
            match = re.match(r"\d+ +(\w+)\(", line)
            if not match or match[1] == "exit_group":
                continue
            counts[match[1]] = counts.get(match[1], 0) + 1
            begun = begun or match[1] == "mkdir"
            if begun and match[1] not in UNSTEADY:
                calls.append((match[1], counts[match[1]]))
        return calls

    def rename(self, alias):
        self.sim.set("127.0.0.1", "alias", alias)

    def contents(self):
        """The first line, and the others in order of their bytes, for devices answer in any order; None: no file."""
        if not self.file.exists():
            return None
        lines = self.file.read_bytes().splitlines(keepends=True)
        return lines[:1] + sorted(lines[1:])

    def states(self, create):
        """What the file holds before, and after a search that found a device renamed."""
        if create:
            self.rename("old")
            self.assertEqual(self.search("-o", "/dev/null").status, 0)
        old = self.contents()
        self.rename("new")
        calls = self.calls()
        new = self.contents()
        self.assertNotEqual(old, new)
        self.assertIn(("rename", 1), calls)
        return old, new, calls

    def put_back(self, old):
        for entry in self.cache.iterdir():
            entry.unlink()
        if old is not None:
            self.file.write_bytes(b"".join(old))
            self.file.chmod(0o600)

    def sweep(self, old, new, calls):
        seen = []
        for name, number in calls:
            for fault in FAULTS:
                with self.subTest(f"{name} {number} {fault}"):
                    self.put_back(old)
                    result = self.search("-o", "/dev/null", "-e", f"trace={name}", "-e",
                                         f"inject={name}:{fault}:when={number}")
                    self.assertIn(self.contents(), (old, new), f"\n{result}")
                    seen.append(self.contents())
                    if fault == "signal=KILL":
                        self.assertEqual(abs(result.status) % 128, signal.SIGKILL)
                    else:
                        self.assertEqual(result.status, 0, f"what was asked for was done\n{result}")
                        self.assertIn("127.0.0.2", result.out)
        self.assertIn(old, seen)
        self.assertIn(new, seen)
        self.assertEqual(kasatest.run(*SEARCH).status, 0)
        self.assertEqual(self.contents(), new, "the next search mends it")

    def test_a_file_that_is_there_stays_whole(self):
        self.sweep(*self.states(create=True))

    def test_the_first_file_is_whole_or_not_there(self):
        self.sweep(*self.states(create=False))

    def test_what_a_killed_program_left_behind_does_not_disturb_the_next(self):
        old, new, _ = self.states(create=True)
        self.put_back(old)
        self.search("-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:signal=KILL:when=1")
        self.kasa("on", "new")
        self.assertEqual(kasatest.sysinfo("127.0.0.1")["relay_state"], 1)

    def test_a_full_disk_keeps_the_old_file(self):
        prlimit = kasatest.need_program("prlimit")
        old, _, _ = self.states(create=True)
        self.put_back(old)
        result = kasatest.run(*SEARCH, prefix=(prlimit, "--fsize=20"))
        self.assertEqual(self.contents(), old, f"\n{result}")


if __name__ == "__main__":
    kasatest.main()
