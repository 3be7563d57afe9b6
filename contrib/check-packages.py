#!/usr/bin/env python3
"""Checks contrib/packages.txt: each line in its form, sorted, no package twice. --self-test shows that it can fail."""
import pathlib
import re
import sys

LIST = pathlib.Path(__file__).resolve().parent / "packages.txt"
SECTION = re.compile(r"\[([a-z]+)\]")
PACKAGE = re.compile(r"([a-z0-9][a-z0-9+.-]+)(?: +(\S+))?")
NEEDED = ("build", "test")


def complaints(text):
    """What is wrong with the text of a list."""
    sections, seen = {}, set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        section, package = SECTION.fullmatch(line), PACKAGE.fullmatch(line)
        if section:
            sections[section[1]] = []
        elif not package:
            yield f"{number}: neither a [section] nor a package: {line}"
        elif not sections:
            yield f"{number}: {package[1]} stands in no section"
        else:
            if package[1] in seen:
                yield f"{number}: {package[1]} stands here again"
            seen.add(package[1])
            list(sections.values())[-1].append(package[1])
    for name, packages in sections.items():
        if packages != sorted(packages):
            yield f"[{name}] is not sorted"
    for name in NEEDED:
        if not sections.get(name):
            yield f"[{name}] is missing or empty"


def self_test():
    good = "# list\n[build]\ncmake\ngcc  gcc\n\n[test]\ncheck /usr/include/check.h\n"
    bad = {
        "twice": good + "cmake\n",
        "twice in other sections": good.replace("check /", "cmake /"),
        "not sorted": good.replace("cmake\ngcc  gcc", "gcc  gcc\ncmake"),
        "no section": "cmake\n" + good,
        "not a package": good + "Two words more\n",
        "no section of tests": good.split("[test]", maxsplit=1)[0],
    }
    missed = [what for what, text in bad.items() if not list(complaints(text))]
    missed += ["nothing is wrong"] if list(complaints(good)) else []
    for what in missed:
        print(f"self-test: judged wrongly: {what}")
    return 1 if missed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found = list(complaints(LIST.read_text(encoding="utf-8")))
    print("\n".join([f"{LIST.name}:{line}" for line in found] + [f"{len(found)} complaints"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
