"""A terminal of a chosen size for a program under test: what stands on it, which keys are pressed, how it was left.

It knows the sequences that kasa sends and no others: an unknown one fails the test.
"""
import codecs
import fcntl
import os
import re
import select
import struct
import termios
import time
import unicodedata

import kasatest

_SEQUENCE = re.compile(r"\033\[([?]?)([0-9;]*)([A-Za-z])")


def width_of(character):
    """Columns that a character takes: 2 in East Asia and for pictures, 0 for what joins the one before."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Page:
    """Rows of cells; the second cell of a wide character holds nothing."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.cells = [[" "] * width for _ in range(height)]
        self.row = self.column = 0

    def clear(self):
        self.cells = [[" "] * self.width for _ in range(self.height)]

    def line_feed(self):
        if self.row + 1 < self.height:
            self.row += 1
            return
        self.cells = [*self.cells[1:], [" "] * self.width]

    def put(self, character, wrap):
        width = width_of(character)
        if width == 0:
            self.cells[self.row][max(0, self.column - 1)] += character
            return
        if self.column + width > self.width:
            if not wrap:
                self.column = self.width - width
            else:
                self.column = 0
                self.line_feed()
        self.cells[self.row][self.column] = character
        for extra in range(1, width):
            self.cells[self.row][self.column + extra] = ""
        self.column += width

    def resize(self, width, height):
        self.cells = [(row + [" "] * width)[:width] for row in self.cells[:height]]
        self.cells += [[" "] * width for _ in range(height - len(self.cells))]
        self.width, self.height = width, height
        self.row, self.column = min(self.row, height - 1), min(self.column, width - 1)

    @property
    def lines(self):
        return ["".join(row).rstrip() for row in self.cells]


class Terminal:
    """Runs kasa on a terminal: with Terminal("watch", "127.0.0.1", size=(80, 24)) as terminal: ..."""

    def __init__(self, *args, size=(80, 24), env=None):
        self.master, self.slave = os.openpty()
        self._set_size(*size)
        self.before = termios.tcgetattr(self.slave)
        self.pages = [Page(*size), Page(*size)]  # the usual one, and the other that programs paint
        self.other = False
        self.cursor = self.wrap = True
        self.colours = 0
        self.raw = b""
        self._decoder, self._rest = codecs.getincrementaldecoder("utf-8")(), ""
        slave = self.slave
        self.process = kasatest.start(*args, env={"TERM": "xterm-256color", **(env or {})}, stdin=slave, stdout=slave,
                                      stderr=slave, preexec_fn=lambda: os.login_tty(os.dup(slave)))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)

    def _set_size(self, width, height):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    # -- what stands on it --------------------------------------------------------------------------------------------

    @property
    def page(self):
        return self.pages[self.other]

    @property
    def lines(self):
        """As it stands, without the blanks at the ends of lines."""
        self.read(0)
        return self.page.lines

    @property
    def text(self):
        return "\n".join(self.lines)

    def column_of(self, row, word):
        """The column in which a word begins, in cells and not in characters."""
        cells = self.page.cells[row]
        for column in range(len(cells)):
            if "".join(cells[column:]).startswith(word):
                return column
        raise AssertionError(f"no {word!r} in line {row}:\n{self.text}")

    def wait_for(self, condition, what, bound=kasatest.BOUND):
        """Reads until @condition, called with this terminal, is true."""
        end = time.monotonic() + bound
        while not condition(self):
            if time.monotonic() > end:
                raise AssertionError(f"not within {bound:g} s: {what}; it shows\n{self.text}")
            self.read(0.05)

    def wait_for_text(self, text, bound=kasatest.BOUND):
        self.wait_for(lambda terminal: text in terminal.text, f"the text {text!r}", bound)

    def wait_for_end(self, bound=kasatest.BOUND):
        """The exit status, and what was left standing is read."""
        self.wait_for(lambda _: self.process.poll() is not None, "the end", bound)
        self.read(0.2)
        return self.process.returncode

    # -- what is done to it -------------------------------------------------------------------------------------------

    def press(self, keys):
        os.write(self.master, keys.encode())

    def resize(self, width, height):
        """As when somebody pulls at the window: its content stays where it was, and the program is told."""
        self.read(0)
        for page in self.pages:
            page.resize(width, height)
        self._set_size(width, height)

    def is_as_before(self):
        """Whether it was given back as it was taken."""
        after = termios.tcgetattr(self.slave)
        return after == self.before and self.cursor and self.wrap and not self.other

    # -- what the program sends ---------------------------------------------------------------------------------------

    def read(self, seconds):
        """Takes what the program has sent, waiting so long for the first of it."""
        while select.select([self.master], [], [], seconds)[0]:
            chunk = os.read(self.master, 65536)
            self.raw += chunk
            self._take(chunk)
            seconds = 0

    def _take(self, chunk):
        text, at = self._rest + self._decoder.decode(chunk), 0
        while at < len(text):
            if text[at] != "\033":
                self._character(text[at])
                at += 1
                continue
            match = _SEQUENCE.match(text, at)
            if not match:
                break
            self._sequence(*match.groups())
            at = match.end()
        self._rest = text[at:]  # the rest of a sequence comes with the next chunk
        if len(self._rest) > 16:
            raise AssertionError(f"no sequence: {self._rest[:16]!r}")

    def _character(self, character):
        page = self.page
        if character == "\r":
            page.column = 0
        elif character == "\n":
            page.line_feed()
        elif unicodedata.category(character) == "Cc":
            raise AssertionError(f"a control character: {character!r}")
        else:
            page.put(character, self.wrap)

    def _sequence(self, private, numbers, final):
        page = self.page
        values = [int(number or 0) for number in numbers.split(";")]
        if private:
            self._mode(values[0], final == "h")
        elif final == "H":
            page.row, page.column = max(1, values[0]) - 1, max(1, values[-1] if len(values) > 1 else 1) - 1
            if page.row >= page.height or page.column >= page.width:
                page.row, page.column = min(page.row, page.height - 1), min(page.column, page.width - 1)
        elif final == "G":
            page.column = min(max(1, values[0]) - 1, page.width - 1)
        elif final == "K":
            page.cells[page.row][page.column:] = [" "] * (page.width - page.column)
        elif final == "J" and values == [2]:
            page.clear()
        elif final == "m":
            self.colours += 1
        else:
            raise AssertionError(f"an unknown sequence: {private}{numbers}{final}")

    def _mode(self, mode, on):
        if mode == 1049:
            self.other = on
            if on:
                self.pages[1].clear()
        elif mode == 25:
            self.cursor = on
        elif mode == 7:
            self.wrap = on
        else:
            raise AssertionError(f"an unknown mode: {mode}")
