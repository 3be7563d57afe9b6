#!/usr/bin/env python3
"""Counts single cases in what ctest wrote, and prints "N passed, N failed, N skipped" as its last line.

    count-tests.py [--ci] RESULT...   JUnit files of ctest, and plain lines "pass NAME", "fail NAME" or
                                      "skip NAME" in files that end in .lines
    count-tests.py --self-test

A test program tells how many cases it had: "100%: Checks: 12, Failures: 0, Errors: 0" (Check) or "Ran 12 tests"
(Python). One that tells nothing is one case, and one that ends badly though none of its cases failed (a leak, a crash,
a time limit) counts as one more that failed. With --ci what was skipped counts as failed. The exit status is 1 when
something failed, or when nothing passed.
"""
import re
import sys
import xml.etree.ElementTree as xml
from typing import NamedTuple

CHECK = re.compile(r"^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in ", re.M)
UNITTEST_END = re.compile(r"^(?:OK|FAILED)(?: \((.*)\))?$", re.M)


class Count(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Count(*(a + b for a, b in zip(self, other)))


def of_check(output):
    for checks, failures, errors in CHECK.findall(output):
        failed = int(failures) + int(errors)
        yield Count(int(checks) - failed, failed)


def of_unittest(output):
    endings = UNITTEST_END.findall(output)
    for index, ran in enumerate(UNITTEST.findall(output)):
        details = dict(re.findall(r"([a-z ]+)=(\d+)", endings[index])) if index < len(endings) else {}
        details = {name.strip(): int(number) for name, number in details.items()}
        skipped = details.get("skipped", 0)
        failed = sum(details.get(name, 0) for name in ("failures", "errors", "unexpected successes"))
        yield Count(max(int(ran) - failed - skipped, 0), failed, skipped)


def of_output(output):
    """What a program's own lines tell, or None when they tell nothing."""
    told = [*of_check(output), *of_unittest(output)]
    return sum(told, Count()) if told else None


def of_case(case):
    """One test of ctest."""
    status = case.get("status")
    told = of_output(case.findtext("system-out") or "")
    if status in ("notrun", "disabled"):
        return Count(skipped=1)
    if told is None:
        return Count(passed=1) if status == "run" else Count(failed=1)
    if status != "run" and told.failed == 0:
        return told + Count(failed=1)
    return told


def is_missing(case):
    """True for a test whose program ctest did not find: ctest says that it was not run, but it is no choice of the test."""
    skipped = case.find("skipped")
    message = skipped.get("message", "") if skipped is not None else ""
    return case.get("status") == "notrun" and not message.startswith("SKIP_")


def of_junit(text):
    """All tests of one file: the count, and the names of what did not pass."""
    total, notes = Count(), []
    for case in xml.fromstring(text).iter("testcase"):
        count = Count(failed=1) if is_missing(case) else of_case(case)
        total += count
        if count.failed:
            notes.append(f"failed: {case.get('name')} ({count.failed})")
        if count.skipped:
            notes.append(f"skipped: {case.get('name')} ({count.skipped})")
    return total, notes


def of_lines(text):
    total, notes = Count(), []
    for line in text.splitlines():
        word, _, name = line.partition(" ")
        total += Count(word == "pass", word == "fail", word == "skip")
        if word != "pass":
            notes.append(f"{'skipped' if word == 'skip' else 'failed'}: {name}")
    return total, notes


def summary(total, ci):
    """The closing line and the exit status."""
    if ci:
        total = Count(total.passed, total.failed + total.skipped)
    line = f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped"
    return line, 1 if total.failed or not total.passed else 0


def case_xml(name, status, output="", message=""):
    skipped = f'<skipped message="{message}"/>' if message else ""
    return f'<testcase name="{name}" status="{status}">{skipped}<system-out>{output}</system-out></testcase>'


def self_test():
    expected = [
        (case_xml("a", "run", "Running suite\n100%: Checks: 12, Failures: 0, Errors: 0\n"), Count(12)),
        (case_xml("b", "fail", "83%: Checks: 12, Failures: 1, Errors: 1\nx.c:1:F:..."), Count(10, 2)),
        (case_xml("a leak", "fail", "100%: Checks: 3, Failures: 0, Errors: 0\nleak"), Count(3, 1)),
        (case_xml("two suites", "run", "100%: Checks: 3, Failures: 0, Errors: 0\n" * 2), Count(6)),
        (case_xml("c", "run", "...\nRan 5 tests in 0.1s\n\nOK\n"), Count(5)),
        (case_xml("d", "run", "Ran 5 tests in 0.1s\n\nOK (skipped=2)\n"), Count(3, 0, 2)),
        (case_xml("e", "fail", "Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1, skipped=1)\n"), Count(2, 2, 1)),
        (case_xml("one", "run", "Ran 1 test in 0.1s\n\nOK\n"), Count(1)),
        (case_xml("silent", "run"), Count(1)),
        (case_xml("crash", "fail", "Segmentation fault"), Count(0, 1)),
        (case_xml("skip", "notrun", message="SKIP_RETURN_CODE=77"), Count(0, 0, 1)),
        (case_xml("not built", "notrun", message="Unable to find executable"), Count(0, 1)),
    ]
    wrong = [text for text, count in expected if of_junit(f"<testsuite>{text}</testsuite>")[0] != count]
    both = of_lines("pass fuzz_a\nfail fuzz_b\nskip fuzz_c\n")[0]
    wrong += ["lines"] if both != Count(1, 1, 1) else []
    wrong += ["a skip in CI"] if summary(Count(5, 0, 1), True) != ("5 passed, 1 failed, 0 skipped", 1) else []
    wrong += ["a skip elsewhere"] if summary(Count(5, 0, 1), False) != ("5 passed, 0 failed, 1 skipped", 0) else []
    wrong += ["nothing ran"] if summary(Count(), False)[1] != 1 else []
    for what in wrong:
        print(f"self-test: counted wrongly: {what}")
    return 1 if wrong else 0


def main():
    arguments = sys.argv[1:]
    if arguments == ["--self-test"]:
        return self_test()
    ci = arguments[:1] == ["--ci"]
    total = Count()
    for path in arguments[ci:]:
        with open(path, encoding="utf-8", errors="replace") as file:
            count, notes = (of_lines if path.endswith(".lines") else of_junit)(file.read())
        total += count
        for note in notes:
            print(note)
    line, status = summary(total, ci)
    print(line)
    return status


if __name__ == "__main__":
    sys.exit(main())
