#!/usr/bin/env python3
"""Compiles each public header alone, as C and as C++: check-headers.py INCLUDE-FOLDER...

The folders are where <kasa/...> is looked for; the compilers are those of CC and CXX. --self-test shows that a
header that cannot stand alone is seen.
"""
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
LANGUAGES = [
    (os.environ.get("CC", "cc"), ["-x", "c", "-std=c99"]),
    (os.environ.get("CC", "cc"), ["-x", "c", "-std=c11"]),
    (os.environ.get("CXX", "c++"), ["-x", "c++", "-std=c++11"]),
    (os.environ.get("CXX", "c++"), ["-x", "c++", "-std=c++20"]),
]


def compiles(compiler, options, folders, header):
    """What the compiler says against a file that includes this header twice and nothing else; "" is fine."""
    command = shlex.split(compiler) + options + STRICT + [f"-I{folder}" for folder in folders] + ["-"]
    source = f"#include <kasa/{header}>\n#include <kasa/{header}>\nint kasa_header_stands_alone;\n"
    return subprocess.run(command, input=source, capture_output=True, text=True).stderr


def check(folders, loud=True):
    """The number of headers compiled and of complaints."""
    headers = sorted({path.name for folder in folders for path in pathlib.Path(folder, "kasa").glob("*.h")})
    failed = 0
    for header in headers:
        for compiler, options in LANGUAGES:
            said = compiles(compiler, options, folders, header)
            if said:
                failed += 1
                if loud:
                    print(f"<kasa/{header}> does not compile alone with {compiler} {options[-1]}:\n{said}")
    return len(headers), failed


def self_test():
    planted = {
        "an include is missing": "size_t kasa_x(void);\n",
        "no guard": "struct kasa_x { int y; };\n",
        "a C++ keyword": "#ifndef X\n#define X\nint kasa_x(int class);\n#endif\n",
        "an include that is nowhere": "#include <kasa/nowhere.h>\n",
    }
    for what, text in planted.items():
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "kasa").mkdir()
            pathlib.Path(folder, "kasa", "x.h").write_text(text, encoding="utf-8")
            if check([folder], loud=False)[1] == 0:
                print(f"self-test: not seen: {what}")
                return 1
    return 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if not sys.argv[1:]:
        sys.exit(__doc__)
    count, failed = check(sys.argv[1:])
    print(f"{count} headers, each in {len(LANGUAGES)} languages, {failed} complaints")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
