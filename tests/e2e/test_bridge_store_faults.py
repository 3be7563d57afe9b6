"""kasad's folder while each system call on it fails, or the program dies there: each file old or new, never half."""

import collections
import json
import os
import re
import signal

import kasatest

FAULTS = ["error=EIO", "error=ENOSPC", "error=EROFS", "error=EINTR", "error=ENOMEM", "error=EMFILE", "signal=KILL"]
FILES = ("state.json", "settings.json")


class Store(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.strace = kasatest.need_program("strace")
        self.keeper = kasatest.BUILD / "tests" / "store_keeper"
        if not self.keeper.exists():
            kasatest.skip("the bridge was not built")
        self.place = self.folder() / "kasad"
        sanitizer = os.environ.get("ASAN_OPTIONS", "")
        self.env = {"ASAN_OPTIONS": f"{sanitizer}:detect_leaks=0"}  # its leak check does not work under strace

    def keep(self, word, *strace):
        prefix = (self.strace, "-f", *strace) if strace else ()
        return kasatest.run(str(self.place), word, program=str(self.keeper), prefix=prefix, env=self.env)

    def calls(self, old, word):
        """The system calls on the folder and all in it: (path, name, which of that name there)."""
        found = []
        for entry in ("", "lock", *FILES, *(f"{name}.new" for name in FILES)):
            path, trace = self.place / entry, self.place.parent / "trace"
            self.put_back(old)
            self.assertEqual(self.keep(word, "-o", str(trace), "-P", str(path)).status, 0)
            counts = collections.Counter(re.findall(r"^\d+ +(\w+)\(", trace.read_text(), re.M))
            found += [(path, name, n + 1) for name, count in sorted(counts.items()) for n in range(count)]
        return found

    def contents(self):
        return {name: (self.place / name).read_bytes() if (self.place / name).exists() else None for name in FILES}

    def put_back(self, old):
        for entry in self.place.iterdir():
            entry.unlink()
        for name, content in old.items():
            if content is not None:
                (self.place / name).write_bytes(content)

    def sweep(self, create):
        """Runs it with each fault at each call, from what a first run left, or from an empty folder."""
        self.place.mkdir()
        if create:
            self.assertEqual(self.keep("old").status, 0)
        old = self.contents()
        self.assertEqual(self.keep("new").status, 0)
        new = self.contents()
        calls = self.calls(old, "new")
        self.assertIn((self.place / "state.json.new", "fsync", 1), calls)
        self.assertIn((self.place, "fsync", 2), calls)
        seen = {name: set() for name in FILES}
        for path, name, number in calls:
            for fault in FAULTS:
                with self.subTest(f"{path.name}: {name} {number} {fault}"):
                    self.put_back(old)
                    result = self.keep("new", "-o", "/dev/null", "-P", str(path), "-e", f"trace={name}", "-e",
                                       f"inject={name}:{fault}:when={number}")
                    self.judge(old, new, fault, result)
                    for file, content in self.contents().items():
                        seen[file].add(content)
        for file in FILES:
            self.assertEqual(seen[file], {old[file], new[file]})
        self.assertEqual(self.keep("new").status, 0)
        self.assertEqual(self.contents(), new, "the next run mends it")

    def judge(self, old, new, fault, result):
        now = self.contents()
        for file in FILES:
            self.assertIn(now[file], (old[file], new[file]), f"{file} is torn\n{result}")
        if fault == "signal=KILL":
            self.assertEqual(abs(result.status) % 128, signal.SIGKILL)
        elif now != new:
            self.assertIn(result.status, (1, 3), f"it did not say so\n{result}")
        self.assertEqual(list(self.place.glob("*.broken-*")), [], "a file that cannot be read now is not broken")

    def test_files_that_are_there_stay_whole(self):
        self.sweep(create=True)

    def test_the_first_files_are_whole_or_not_there(self):
        self.sweep(create=False)

    def test_what_a_killed_one_left_behind_is_used_up(self):
        self.assertEqual(self.keep("old").status, 0)
        old = self.contents()
        self.keep("new", "-o", "/dev/null", "-e", "trace=rename", "-e", "inject=rename:signal=KILL:when=1")
        self.assertEqual(self.contents(), old)
        self.assertEqual(self.keep("new").status, 0)
        self.assertEqual(sorted(entry.name for entry in self.place.iterdir()), ["lock", *sorted(FILES)])
        self.assertEqual(json.loads((self.place / "state.json").read_text())["devices"][0]["alias"], "new")

    def test_a_full_disk_keeps_the_old_files(self):
        prlimit = kasatest.need_program("prlimit")
        self.assertEqual(self.keep("old").status, 0)
        old = self.contents()
        result = kasatest.run(str(self.place), "new" * 30, program=str(self.keeper), prefix=(prlimit, "--fsize=20"))
        self.assertEqual(self.contents(), old, f"\n{result}")


if __name__ == "__main__":
    kasatest.main()
