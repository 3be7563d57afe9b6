#!/usr/bin/env python3
"""Checks the unit of kasad: unit.py UNIT: well formed, and exposed as little as was promised. --self-test shows that it can fail.

What systemd-analyze says counts, in tenths; without it the check cannot run here.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

MOST_EXPOSED = 15  # tenths of 10
BARE = "[Service]\nType=notify\nExecStart=/bin/true\n"


def analyze(*arguments):
    # a colour, or a pager, is for people
    return subprocess.run(["systemd-analyze", "--no-pager", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env={**os.environ, "SYSTEMD_COLORS": "0"}, check=False)


def complaints(text):
    """What is wrong with the text of a unit; its program need not be installed."""
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / "kasad.service"
        lines = ["ExecStart=/bin/true" if line.startswith("ExecStart=") else line for line in text.splitlines()]
        unit.write_text("\n".join(lines) + "\n", encoding="utf-8")
        verified = analyze("verify", "--man=no", str(unit))
        yield from (line for line in verified.stdout.splitlines() if "kasad.service" in line)
        judged = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(unit))
        if judged.returncode != 0:
            yield judged.stdout.strip().splitlines()[-1]


def self_test():
    missed = [what for what, text in (("a bare unit", BARE), ("an unknown key", BARE + "Wachdog=3\n"))
              if not list(complaints(text))]
    for what in missed:
        print(f"self-test: not seen: {what}")
    return 1 if missed else 0


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if shutil.which("systemd-analyze") is None:
        print("cannot run here: systemd-analyze is not installed")
        return 77
    if sys.argv[1] == "--self-test":
        return self_test()
    found = list(complaints(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")))
    print("\n".join(found + [f"{len(found)} complaints"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
