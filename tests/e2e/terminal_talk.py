"""kasa with a terminal for all three of its streams, and somebody who types."""
import contextlib
import os
import pty
import select
import signal
import termios
import time

import kasatest
from kasatest import BOUND


class Terminal:
    """with Terminal("reset", "tree") as terminal: ...; .seen is what stands on the screen so far."""

    def __init__(self, *args, env=None, program=None):
        self.args, self.env, self.program = args, env, program
        self.seen, self.process = "", None

    def __enter__(self):
        self._master, self._slave = pty.openpty()
        self.process = kasatest.start(*self.args, env=self.env, program=self.program, stdin=self._slave,
                                      stdout=self._slave, stderr=self._slave, preexec_fn=self._adopt)
        return self

    def _adopt(self):
        """The terminal's keys go to this process: it leads a session of its own."""
        os.setsid()
        import fcntl
        fcntl.ioctl(self._slave, termios.TIOCSCTTY, 0)

    def __exit__(self, *unused):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(BOUND)
        for end in (self._master, self._slave):
            with contextlib.suppress(OSError):
                os.close(end)

    def _read(self, seconds):
        if select.select([self._master], [], [], seconds)[0]:
            self.seen += os.read(self._master, 65536).decode("utf-8", "replace").replace("\r\n", "\n")

    def wait(self, text, bound=BOUND):
        """Until the screen has shown a text."""
        end_s = time.monotonic() + bound
        while text not in self.seen:
            if time.monotonic() > end_s or self.process.poll() is not None and not select.select(
                    [self._master], [], [], 0)[0]:
                raise AssertionError(f"{text!r} is not on the screen:\n{self.seen}")
            self._read(0.1)

    def type(self, text):
        os.write(self._master, text.encode())

    def echoes(self):
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self._slave)[3] & termios.ECHO)

    def end(self, bound=BOUND):
        """Waits for the program's end; its status, negative for a signal."""
        end_s = time.monotonic() + bound
        while self.process.poll() is None:
            if time.monotonic() > end_s:
                raise AssertionError(f"did not end:\n{self.seen}")
            self._read(0.05)
        while select.select([self._master], [], [], 0)[0]:
            self._read(0)
        kasatest.checked(kasatest.Result(list(self.process.args), self.process.returncode, b"", self.seen.encode(), 0))
        return self.process.returncode
