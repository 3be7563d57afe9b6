#!/usr/bin/env python3
"""Compares the layout of our C files with what clang-format makes of them.

    check-format.py             tells where they differ
    check-format.py --fix       rewrites them
    check-format.py --self-test shows that a difference is seen
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = "14"  # another one breaks lines elsewhere
SKIPPED = 77


def find_formatter():
    """clang-format of the version that decides, or None."""
    for name in (f"clang-format-{VERSION}", "clang-format"):
        path = shutil.which(name)
        if path and f"version {VERSION}." in subprocess.run([path, "--version"], capture_output=True, text=True).stdout:
            return path
    return None


def sources():
    """Every C file of ours: what git knows or may come to know, or all outside of build folders where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.c", "*.h"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        found = [ROOT / line for line in listed.stdout.splitlines()]
    else:
        found = [path for path in ROOT.rglob("*.[ch]") if path.relative_to(ROOT).parts[0] not in ("build", ".git")]
    return sorted(path for path in set(found) if path.is_file())


def differs(formatter, paths):
    """What clang-format says against these files; "" is fine."""
    command = [formatter, "--dry-run", "--Werror", "--style=file:" + str(ROOT / ".clang-format"), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True).stderr


def self_test(formatter):
    with tempfile.TemporaryDirectory() as folder:
        good, bad = pathlib.Path(folder, "good.c"), pathlib.Path(folder, "bad.c")
        good.write_text("static int\nsum(int a, int b)\n{\n\treturn a + b;\n}\n", encoding="utf-8")
        bad.write_text("static int sum(int a, int b) {\n    return a+b;\n}\n", encoding="utf-8")
        if differs(formatter, [good]) or not differs(formatter, [bad]):
            print("self-test: judged wrongly")
            return 1
    return 0


def main():
    formatter = find_formatter()
    if not formatter:
        print(f"clang-format {VERSION} is not here")
        return 1 if os.environ.get("CI") == "true" else SKIPPED
    if sys.argv[1:] == ["--self-test"]:
        return self_test(formatter)
    paths = sources()
    if sys.argv[1:] == ["--fix"]:
        return subprocess.run([formatter, "-i", *map(str, paths)]).returncode
    if sys.argv[1:]:
        sys.exit(__doc__)
    said = differs(formatter, paths)
    print(f"{said}{len(paths)} files, {'some differ: contrib/check-format.py --fix' if said else 'all as they should be'}")
    return 1 if said or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
