#!/usr/bin/env python3
"""Checks the library's street door: what the public headers declare, what exports.txt promises, what is exported.

    check-api.py docs             every public prototype and type has a comment of its own
    check-api.py exports LIBRARY  headers, libkasa/exports.txt and the symbols of LIBRARY name the same functions
    check-api.py --self-test      shows that violations are seen
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADERS = ROOT / "include" / "kasa"
EXPORTS = ROOT / "libkasa" / "exports.txt"

# A declaration that wants a comment: a function, a callback's type, a struct or enum with a body and a name.
DECLARES = re.compile(
    r"^(?:KASA_API\b[^;{]*?(\bkasa_\w+)\s*\(|typedef\b[^;{]*?(\bkasa_\w+)\s*\(|(?:struct|enum)\s+(\w+)\s*\{)", re.M)


def headers():
    """Each public header: (name, text)."""
    for path in sorted(HEADERS.iterdir()):
        yield path.name, path.read_text(encoding="utf-8")


def declarations(text):
    """Each declaration at the left margin: (line number, name, is it a function?, text before it)."""
    for match in DECLARES.finditer(text):
        name = next(filter(None, match.groups()))
        yield text.count("\n", 0, match.start()) + 1, name, match[1] is not None, text[: match.start()]


def described(before):
    """True when what stands before a declaration ends in a comment that says something."""
    if not before.endswith("*/\n"):
        return False
    begin = before.rfind("/**")
    words = re.findall(r"\w+", before[begin:]) if begin >= 0 else []
    return before.count("*/", begin) == 1 and len(words) >= 2


def undocumented(name, text):
    """The complaints about one header."""
    if not re.search(r"/\*\*\n \* @file\n \* \w", text):
        yield f"{name}:1: no @file comment that says what the header is"
    for line, declared, _, before in declarations(text):
        if not described(before):
            yield f"{name}:{line}: {declared} has no comment of its own"


def left_out(names, whole):
    """The complaints about kasa.h, which includes all other headers."""
    for name in names:
        header = name.removesuffix(".in")
        if header != "kasa.h" and f"#include <kasa/{header}>" not in whole:
            yield f"kasa.h: does not include <kasa/{header}>"


def check_docs():
    texts = dict(headers())
    complaints = [found for name, text in texts.items() for found in undocumented(name, text)]
    complaints += left_out(texts, texts["kasa.h"])
    return sum(1 for text in texts.values() for _ in declarations(text)), complaints


def promised(text):
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def exported(library):
    """The functions and objects that a shared library gives away, without those of its own version."""
    out = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in out.splitlines()]
    return [row[2].split("@")[0] for row in rows if len(row) == 3 and row[1] != "A"]


def differences(declared, listed, symbols):
    """The complaints about three lists that should be one."""
    for name in sorted(set(declared) - set(listed)):
        yield f"{name}: declared in a public header, but not in exports.txt"
    for name in sorted(set(listed) - set(declared)):
        yield f"{name}: in exports.txt, but declared in no public header"
    for name in sorted(set(listed) - set(symbols)):
        yield f"{name}: promised, but not in the library: not written, or without its header's KASA_API"
    for name in sorted(set(symbols) - set(listed)):
        yield f"{name}: leaves the library, but is not in exports.txt"
    if listed != sorted(set(listed)):
        yield "exports.txt: not sorted, or a name stands twice"


def check_exports(library):
    declared = [name for _, text in headers() for _, name, function, _ in declarations(text) if function]
    return len(declared), list(differences(declared, promised(EXPORTS.read_text(encoding="utf-8")), exported(library)))


def self_test():
    good = ("/**\n * @file\n * What it is.\n */\n/** Says something. */\nKASA_API int kasa_a(void);\n\n"
            "/** A value. */\nstruct kasa_b {\n\tint c; /**< unit */\n};\n")
    bad = {
        "no file comment": good.replace("@file", "file"),
        "a bare prototype": good + "KASA_API int\nkasa_c(void);\n",
        "a comment cut off by an empty line": good.replace("something. */\n", "something. */\n\n"),
        "an empty comment": good.replace(" Says something. ", " "),
        "a plain comment": good.replace("/** Says something. */", "/* Says something. */"),
        "a struct": good.replace("/** A value. */\n", ""),
        "a callback's type": good + "typedef void kasa_fn(int x);\n",
    }
    missed = [what for what, text in bad.items() if not list(undocumented("x.h", text))]
    missed += ["nothing is wrong"] if list(undocumented("x.h", good)) else []
    lists = {
        "not listed": (["a", "b"], ["a"], ["a"]),
        "not declared": (["a"], ["a", "b"], ["a", "b"]),
        "not exported": (["a", "b"], ["a", "b"], ["a"]),
        "exported and not listed": (["a"], ["a"], ["a", "b"]),
        "twice": (["a"], ["a", "a"], ["a"]),
        "out of order": (["a", "b"], ["b", "a"], ["a", "b"]),
    }
    missed += [what for what, three in lists.items() if not list(differences(*three))]
    missed += ["three equal lists"] if list(differences(["b", "a"], ["a", "b"], ["b", "a"])) else []
    missed += ["a header left out"] if not list(left_out(["a.h", "b.h.in"], "#include <kasa/a.h>\n")) else []
    for what in missed:
        print(f"self-test: judged wrongly: {what}")
    return 1 if missed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if sys.argv[1:] == ["docs"]:
        count, complaints = check_docs()
    elif sys.argv[1:2] == ["exports"] and len(sys.argv) == 3:
        count, complaints = check_exports(sys.argv[2])
    else:
        sys.exit(__doc__)
    print("\n".join(complaints + [f"{count} declarations, {len(complaints)} complaints"]))
    return 1 if complaints or not count else 0


if __name__ == "__main__":
    sys.exit(main())
