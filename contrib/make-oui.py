#!/usr/bin/env python3
"""Remakes common/oui_table.h, the MAC prefixes of TP-Link, from the IEEE's registry of such prefixes.

    make-oui.py [FILE]       reads oui.txt of the Debian package ieee-data, or FILE in the same form
    make-oui.py --self-test  shows what is taken and what is not
"""
import pathlib
import re
import sys

REGISTRY = pathlib.Path("/usr/share/ieee-data/oui.txt")
TABLE = pathlib.Path(__file__).resolve().parent.parent / "common" / "oui_table.h"
# All of the maker's companies begin so; the registry has several, in several spellings.
ENTRY = re.compile(r"^([0-9A-F]{2})-([0-9A-F]{2})-([0-9A-F]{2})\s+\(hex\)\s+TP-LINK\b", re.MULTILINE | re.IGNORECASE)
A_LINE = 5

HEAD = """\
/* The MAC prefixes of TP-Link in the IEEE's registry, ascending. Made by contrib/make-oui.py. */
#ifndef KASA_COMMON_OUI_TABLE_H
#define KASA_COMMON_OUI_TABLE_H

#include <stdint.h>

// clang-format off
static const uint8_t oui_table[][3] = {
"""
TAIL = """\
};
// clang-format on

#endif
"""


def prefixes(text):
    """The prefixes in a registry's text, ascending."""
    return sorted({tuple(int(part, 16) for part in match.groups()) for match in ENTRY.finditer(text)})


def known():
    """The prefixes that the header has already."""
    row = r"\{ 0x(\w\w), 0x(\w\w), 0x(\w\w) \}"
    return {tuple(int(part, 16) for part in parts) for parts in re.findall(row, TABLE.read_text(encoding="utf-8"))}


def table(found):
    """The header that holds them."""
    words = ["{ %s }" % ", ".join(f"0x{byte:02x}" for byte in prefix) for prefix in found]
    lines = [", ".join(words[at:at + A_LINE]) for at in range(0, len(words), A_LINE)]
    return HEAD + "".join(f"\t{line},\n" for line in lines) + TAIL


def self_test():
    text = ("OUI/MA-L  Organization\r\ncompany_id  Organization\r\n\r\n"
            "F0-A7-31   (hex)\t\tTP-Link Systems Inc\r\nF0A731     (base 16)\t\tTP-Link Systems Inc\r\n"
            "\t\t\t\tTP-Link Street\r\n\r\n"
            "50-C7-BF   (hex)\t\tTP-LINK TECHNOLOGIES CO.,LTD.\r\n\r\n"
            "00-00-5E   (hex)\t\tICANN, IANA Department\r\n\r\n"
            "02-00-00   (hex)\t\tNot TP-Link Systems\r\n\r\n"
            "02-00-01   (hex)\t\tTP-Linkage Ltd.\r\n\r\n")
    right = prefixes(text) == [(0x50, 0xC7, 0xBF), (0xF0, 0xA7, 0x31)]
    right = right and "\t{ 0x50, 0xc7, 0xbf }, { 0xf0, 0xa7, 0x31 },\n" in table(prefixes(text))
    if not right:
        print(f"self-test: {prefixes(text)}")
    return 0 if right else 1


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if len(sys.argv) > 2 or sys.argv[1:2] and sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    source = pathlib.Path(sys.argv[1]) if sys.argv[1:] else REGISTRY
    if not source.is_file():
        sys.exit(f"{source}: not there; the Debian package ieee-data has it")
    found = prefixes(source.read_text(encoding="utf-8", errors="replace"))
    if not found:
        sys.exit(f"{source}: no prefix of TP-Link; is it the IEEE's oui.txt?")
    lost = known() - set(found)
    if lost:
        sys.exit(f"{source}: older than the table, which has {len(lost)} prefixes more")
    TABLE.write_text(table(found), encoding="utf-8")
    print(f"{len(found)} prefixes in {TABLE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
