"""What the end-to-end tests share: a private world for each test program, a simulated house in it, and kasa run in it.

A test program ends with

    if __name__ == "__main__":
        kasatest.main()

which runs it once more in network, mount and process namespaces of its own: every port is free there, nothing but its
own loopback can be reached, and all that was started ends with it, also after kill -9.

KASA_BIN and KASA_SIM_BIN say which programs are tested. Where CI=true, what cannot run has failed.
"""
import contextlib
import json
import os
import pty
import queue
import select
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

SOURCE = Path(os.environ.get("KASA_SOURCE_DIR", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("KASA_BUILD_DIR", SOURCE / "build" / "dev"))
KASA = os.environ.get("KASA_BIN", str(BUILD / "bin" / "kasa"))
KASA_SIM = os.environ.get("KASA_SIM_BIN", str(BUILD / "bin" / "kasa-sim"))
RECORDINGS = Path(os.environ.get("KASA_RECORDINGS", SOURCE.parent / "shared" / "devices"))
PEERS = Path(os.environ.get("KASA_PEERS", SOURCE / "build" / "peers"))

EVERYWHERE = "127.255.255.255"  # loopback's broadcast address
BOUND = 60.0  # seconds until a test gives up: no promise of the programs, they share the machine with other tests
SKIPPED = 77  # exit status, as in CMake's SKIP_RETURN_CODE

_MARK = "KASA_TEST_WORLD"
_REPORTS = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "WARNING: ThreadSanitizer", "runtime error:",
            "ERROR: libFuzzer", "UndefinedBehaviorSanitizer")
_home = None


# -- the private world ------------------------------------------------------------------------------------------------

def main():
    """Enters the world if need be, runs the tests of the calling program, and ends it."""
    if os.environ.get(_MARK) != "1":
        _enter_world()
    _set_up_world()
    with tempfile.TemporaryDirectory(prefix="kasa-e2e-") as folder:
        global _home
        _home = Path(folder)
        program = unittest.main(exit=False, verbosity=2 if "-v" in sys.argv else 1)
    sys.exit(not program.result.wasSuccessful())


def _enter_world():
    command = ["unshare", "-nmpf", "--kill-child", "--mount-proc", "--propagation", "private"]
    if os.geteuid() != 0:
        command.insert(1, "-r")
    if shutil.which("unshare") is None or subprocess.run([*command, "true"], capture_output=True).returncode != 0:
        cannot_run("no namespaces of its own: unshare is missing, or not allowed")
    for program in (KASA, KASA_SIM):
        if not os.access(program, os.X_OK):
            cannot_run(f"{program} is not built")
    sys.stdout.flush()
    os.execvpe("unshare", [*command, sys.executable, *sys.argv], {**os.environ, _MARK: "1"})


def _set_up_world():
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def cannot_run(why):
    """Ends the test program because the machine lacks something: skipped, but a failure where CI=true."""
    print(f"cannot run here: {why}", flush=True)
    sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)


def skip(why):
    """Skips one test, which is a failure where CI=true."""
    if os.environ.get("CI") == "true":
        raise AssertionError(f"cannot run in CI: {why}")
    raise unittest.SkipTest(why)


def need_program(name):
    """The path of a program of the machine, or the test is skipped."""
    path = shutil.which(name)
    if path is None:
        skip(f"{name} is not installed")
    return path


def recordings(kind="iot"):
    """The recorded devices, or the test program ends because there are none."""
    files = sorted((RECORDINGS / kind).glob("*.json")) or sorted(RECORDINGS.glob("*.json"))
    if not files:
        cannot_run(f"no recordings in {RECORDINGS / kind}; KASA_RECORDINGS says where they are")
    return files


# -- waiting ----------------------------------------------------------------------------------------------------------

def wait_until(condition, bound=BOUND, what="the condition"):
    """Calls @condition until it returns something true, and returns that."""
    end = time.monotonic() + bound
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {bound:g} s: {what}")
        time.sleep(0.01)


# -- running kasa -----------------------------------------------------------------------------------------------------

class Result:
    """How a program ended and what it wrote."""

    def __init__(self, command, status, out, err, seconds):
        self.command = command
        self.status = status  # negative: the signal that ended it
        self.out_bytes, self.err_bytes = out, err
        self.out = out.decode("utf-8", "surrogateescape")
        self.err = err.decode("utf-8", "surrogateescape")
        self.seconds = seconds

    @property
    def lines(self):
        return self.out.splitlines()

    def json(self):
        """The objects, one of each line; every line must be one."""
        objects = []
        for line in self.out_bytes.decode("utf-8").split("\n")[:-1]:
            value = json.loads(line, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
            if not isinstance(value, dict):
                raise AssertionError(f"no object: {line}")
            objects.append(value)
        if self.out_bytes and not self.out_bytes.endswith(b"\n"):
            raise AssertionError(f"the last line does not end: {self.out!r}")
        return objects

    def one(self):
        """The only object."""
        objects = self.json()
        if len(objects) != 1:
            raise AssertionError(f"{len(objects)} objects instead of one\n{self}")
        return objects[0]

    def __str__(self):
        command = shlex.join(map(os.fsdecode, self.command))
        return f"$ {command}\nstatus {self.status}\n--- out\n{self.out}--- err\n{self.err}---"


def _no_key_twice(pairs):
    if len(dict(pairs)) != len(pairs):
        raise AssertionError(f"a key twice: {pairs}")
    return dict(pairs)


def _no_constant(word):
    raise AssertionError(f"{word} is not JSON")


def home():
    """The folder that is HOME; the cache is in .cache below it."""
    return _home


def clean_home():
    """Forgets the cache and all else that programs left in HOME."""
    for entry in _home.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            entry.chmod(0o700)
            shutil.rmtree(entry)
        else:
            entry.unlink()


def environment(extra=None):
    """What programs find in their environment: of the caller's what sanitizers need. None removes a name."""
    env = {name: value for name, value in os.environ.items()
           if name.endswith("SAN_OPTIONS") or name == "ASAN_SYMBOLIZER_PATH"}
    env.update(PATH=os.pathsep.join([str(Path(KASA).parent), str(Path(KASA_SIM).parent), "/usr/local/bin", "/usr/bin",
                                     "/bin",
                                     "/usr/sbin", "/sbin"]),
               HOME=str(_home), XDG_CACHE_HOME=str(_home / ".cache"), LC_ALL="C.UTF-8", KASA_TARGET=EVERYWHERE)
    env.update(extra or {})
    return {name: value for name, value in env.items() if value is not None}


def run(*args, env=None, stdin=None, timeout=BOUND, program=None, prefix=(), cwd=None):
    """Runs kasa, or another program, to its end.

    env adds to environment(); stdin is text or bytes; prefix goes before the command ("ip", "netns", "exec", "h0").
    """
    command = [*prefix, program or KASA, *args]
    if isinstance(stdin, str):
        stdin = stdin.encode()
    started = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(env), cwd=cwd)
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError("not within %g s: %s" % (timeout, Result(command, "killed", out, err, timeout))) from None
    return checked(Result(command, process.returncode, out, err, time.monotonic() - started))


def checked(result):
    """Whatever a test wants to see, a sanitizer's report is not it."""
    for report in _REPORTS:
        if report in result.err:
            raise AssertionError(f"{report}\n{result}")
    return result


def start(*args, env=None, program=None, prefix=(), **keywords):
    """Starts kasa, or another program, in the background; see running()."""
    keywords = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **keywords}
    return subprocess.Popen([*prefix, program or KASA, *args], env=environment(env), **keywords)


@contextlib.contextmanager
def running(*args, **keywords):
    """The same for a with statement, at whose end the program is ended."""
    process = start(*args, **keywords)
    try:
        yield process
    finally:
        end(process)


def end(process, bound=BOUND):
    """Ends a program that start() gave: asks, then insists."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(bound)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise AssertionError(f"{process.args}: did not end when asked to") from None
    finally:
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


def line_of(process, bound=BOUND):
    """The next line of a running program's standard output; what came before its end when it ended."""
    end_s, line = time.monotonic() + bound, b""
    while not line.endswith(b"\n"):
        if not select.select([process.stdout], [], [], max(0, end_s - time.monotonic()))[0]:
            raise AssertionError(f"no line from {process.args} for {bound:g} s, but {line!r}")
        byte = os.read(process.stdout.fileno(), 1)  # no more, lest a buffer hide lines from select()
        if not byte:
            break
        line += byte
    return line.decode("utf-8", "surrogateescape")


def run_on_terminal(*args, env=None, timeout=BOUND, program=None):
    """Runs kasa with a terminal as its standard output; .out is what the terminal got, line ends as written."""
    master, slave = pty.openpty()
    command = [program or KASA, *args]
    started = time.monotonic()
    process = start(*args, env={"TERM": "xterm-256color", **(env or {})}, program=program, stdout=slave)
    os.close(slave)
    out = bytearray()
    while time.monotonic() < started + timeout:
        if not select.select([master], [], [], 0.1)[0]:
            continue
        try:
            chunk = os.read(master, 65536)
        except OSError:  # EIO: the last writer is gone
            break
        if not chunk:
            break
        out += chunk
    os.close(master)
    _, err = process.communicate(timeout=timeout)
    return checked(Result(command, process.returncode, bytes(out).replace(b"\r\n", b"\n"), err,
                          time.monotonic() - started))


# -- asking a device without kasa -------------------------------------------------------------------------------------

def _xor(data, key=171, opening=False):
    out = bytearray()
    for byte in data:
        out.append(byte ^ key)
        key = byte if opening else out[-1]
    return bytes(out)


def seal(text):
    """A message as it goes over TCP."""
    body = text if isinstance(text, bytes) else text.encode()
    return struct.pack(">I", len(body)) + _xor(body)


def unseal(body):
    """The text of a message without its length."""
    return _xor(body, opening=True)


def ask(host, request, port=9999, bound=BOUND):
    """What a device answers to a request (a dictionary), asked by these few lines and not by kasa."""
    with socket.create_connection((host, port), timeout=bound) as connection:
        connection.sendall(seal(json.dumps(request)))
        length = struct.unpack(">I", _receive(connection, 4))[0]
        return json.loads(unseal(_receive(connection, length)))


def sysinfo(host, port=9999):
    """What a device says of itself, asked the same way."""
    return ask(host, {"system": {"get_sysinfo": {}}}, port)["system"]["get_sysinfo"]


def _receive(connection, length):
    data = b""
    while len(data) < length:
        chunk = connection.recv(length - len(data))
        if not chunk:
            raise AssertionError(f"the device closed after {len(data)} of {length} bytes")
        data += chunk
    return data


class FakeDevice:
    """A device for what kasa-sim never says: it answers each request with the bytes that @answer makes of its text."""

    def __init__(self, answer, host="127.0.0.1", port=9999):
        self._answer = answer
        self.requests = []
        self._socket = socket.create_server((host, port))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            with connection, contextlib.suppress(OSError, AssertionError):
                self._talk(connection)

    def _talk(self, connection):
        while True:
            length = struct.unpack(">I", _receive(connection, 4))[0]
            request = unseal(_receive(connection, length)).decode()
            self.requests.append(request)
            connection.sendall(self._answer(request))

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(BOUND)


# -- the house --------------------------------------------------------------------------------------------------------

def _quoted(word):
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


class House:
    """kasa-sim as it runs, with its control channel: with House("--device", "HS100") as house: ..."""

    def __init__(self, *args, env=None, prefix=(), bound=BOUND):
        self.process = start(*args, "--control", env=env, program=KASA_SIM, prefix=prefix, stdin=subprocess.PIPE)
        self._lines, self._err = queue.Queue(), []
        self._threads = [threading.Thread(target=self._read_out, daemon=True),
                         threading.Thread(target=self._read_err, daemon=True)]
        for thread in self._threads:
            thread.start()
        self.told = []  # what it said before it was ready
        try:
            self._wait_ready(bound)
        except AssertionError:
            self.process.kill()
            self.process.wait()
            raise

    def _read_out(self):
        for line in self.process.stdout:
            self._lines.put(line.decode("utf-8", "replace").rstrip("\n"))
        self._lines.put(None)

    def _read_err(self):
        for line in self.process.stderr:
            self._err.append(line.decode("utf-8", "replace"))

    @property
    def err(self):
        return "".join(self._err)

    def _wait_ready(self, bound):
        end_s = time.monotonic() + bound
        while not (self.told and self.told[-1].startswith("ready")):
            line = self.line(max(0.1, end_s - time.monotonic()))
            self.told.append(line)

    def line(self, bound=BOUND):
        """The next line of its standard output."""
        try:
            line = self._lines.get(timeout=bound)
        except queue.Empty:
            raise AssertionError(f"kasa-sim said nothing for {bound:g} s\n{self.err}") from None
        if line is None:
            self.process.wait(bound)
            for thread in self._threads:
                thread.join(bound)
            raise AssertionError(f"kasa-sim ended with status {self.process.returncode}\n{self.err}")
        return line

    def command(self, *words):
        """Sends a control command and returns what follows "ok"."""
        self.process.stdin.write(" ".join(map(_quoted, words)).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.line()
        if answer.split(" ")[0] != "ok":
            raise AssertionError(f"kasa-sim: {words}: {answer}")
        return answer[3:]

    def fault(self, device, fault="none"):
        """Makes a device (an address, an alias or "all") misbehave: "slow:500", "silent", ...; "none" ends it."""
        self.command("fault", device, fault)

    def move(self, device, address):
        """Gives a device another address, as a router does."""
        self.command("move", device, address)

    def set(self, device, name, value):
        """Changes what its specification may say: alias, on, power, pir, ...; kasa-sim --help lists the keys."""
        self.command("set", device, f"{name}={value}")

    def get(self, device):
        """What a device is and how often it was asked and switched, as a dictionary."""
        return json.loads(self.command("get", device))

    def counts(self, device):
        """Connections, requests on them, and UDP requests so far."""
        told = self.get(device)
        return told["connections"], told["requests"], told["udp_requests"]

    def count(self, device, method):
        """How often a device carried out a method, "schedule.add_rule"; what it refused does not count."""
        return int(self.command("count", device, method))

    def advance(self, seconds):
        """Moves the clocks of all devices forward: what would happen meanwhile has happened."""
        self.command("advance", str(seconds))
    def strays(self, device):
        """How many requests named a module that the device lacks; of "all" the sum."""
        return int(self.command("stray", device))

    def remove(self, device):
        """Unplugs a device."""
        self.command("remove", device)

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(BOUND)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("kasa-sim did not end when asked to") from None
        finally:
            for thread in self._threads:
                thread.join(BOUND)
            for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
                with contextlib.suppress(OSError):
                    stream.close()
        checked(Result(self.process.args, self.process.returncode, b"", self.err.encode(), 0))
        if self.process.returncode not in (0, -signal.SIGTERM):
            raise AssertionError(f"kasa-sim ended with status {self.process.returncode}\n{self.err}")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        try:
            self.close()
        except AssertionError:
            if kind is None:
                raise


# -- cases ------------------------------------------------------------------------------------------------------------

class TestCase(unittest.TestCase):
    """A test that starts without a cache and may have a house of its own."""

    maxDiff = None

    def setUp(self):
        clean_home()

    def house(self, *args, **keywords):
        """A house that ends with the test."""
        house = House(*args, **keywords)
        self.addCleanup(house.close)
        return house

    def enter(self, manager):
        """What a with statement does, until the end of the test."""
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    def folder(self):
        """A folder that ends with the test."""
        folder = tempfile.mkdtemp(prefix="kasa-e2e-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)

    def kasa(self, *args, status=0, **keywords):
        """Runs kasa and looks at its exit status."""
        result = run(*args, **keywords)
        self.assertEqual(status, result.status, f"\n{result}")
        return result
