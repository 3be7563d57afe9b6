#!/usr/bin/env python3
"""Checks that every room of the house includes only what it may: see "What a line of code may touch" in DESIGN.md.

    check-floors.py             looks at every C file of the source tree
    check-floors.py --self-test shows that violations are seen
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# The part of libc that computes: no clock, no file, no socket, no process.
COMPUTES = set("""
    assert ctype errno float inttypes limits math stdarg stdalign stdatomic stdbool stddef stdint stdio stdlib stdnoreturn
    string strings sys/types uchar wchar wctype endian
""".split())
# The network, the clock and randomness.
SYSTEM = COMPUTES | set("""
    arpa/inet fcntl ifaddrs net/if netdb netinet/in netinet/tcp netinet/udp netinet/ip poll signal sys/epoll sys/eventfd
    sys/ioctl sys/random sys/socket sys/time sys/uio sys/un time unistd linux/errqueue linux/filter net/if_arp
""".split())
# What a program needs of its host.
HOST = SYSTEM | set("""
    dirent getopt grp langinfo libgen locale pwd sched syslog termios wordexp sys/file sys/mman sys/param sys/prctl
    sys/resource sys/signalfd sys/stat sys/syscall sys/sysinfo sys/timerfd sys/utsname sys/wait
""".split())
FILES = COMPUTES | set("dirent fcntl libgen pwd sys/file sys/mman sys/stat time unistd".split())
PUBLIC = set("limits stdbool stddef stdint stdarg".split())

# room: (folder, first parts of what may stand between quotes, headers between brackets, <kasa/...>?)
# A file may always include what lies beside it.
ROOMS = {
    "base":     ("libkasa/base",     {"base"}, COMPUTES, True),
    "wire":     ("libkasa/wire",     {"wire", "base"}, COMPUTES, True),
    "model":    ("libkasa/model",    {"model", "base"}, COMPUTES, True),
    "core":     ("libkasa/core",     {"core", "model", "wire", "base"}, COMPUTES, True),
    "net":      ("libkasa/net",      {"net", "core", "wire", "base"}, SYSTEM | {"ev"}, True),
    "api":      ("libkasa/api",      {"api", "net", "core", "model", "wire", "base"}, COMPUTES | {"ev"}, True),
    "door":     ("include/kasa",     set(), PUBLIC, True),
    "common":   ("common",           {"common", "base"}, FILES, True),
    "cli":      ("cli",              {"cli", "common", "base"}, HOST | {"ev"}, True),
    "bridge":   ("bridge",           {"bridge", "common", "base"}, HOST | {"ev", "jansson"}, True),
    "sim":      ("contrib/sim",      {"sim", "common", "wire", "base"}, HOST | {"ev", "jansson"}, True),
    "examples": ("contrib/examples", set(), HOST | {"ev"}, True),
    "consumer": ("tests/consumer",   set(), HOST | {"ev"}, True),
}
# Files with a wider door than their room, and why.
ALSO = {
    "common/yaml.c": {"yaml"},                # the one place that knows libyaml
    "common/guard.c": {"sys/prctl", "sys/resource"},  # no core files, and who may look at this process
    "common/host.c": {"arpa/inet"},           # inet_pton() reads an address and touches no socket
    "common/piece.c": {"arpa/inet"},          # inet_pton() reads an address and touches no socket
    "common/json_draft.h": {"jansson"},       # JSON of both programs: an object library of its own, kasa_json
    "common/json_device.h": {"jansson"},
    "libkasa/api/discover.c": {"arpa/inet"},  # inet_ntop() writes an address and touches no socket
    # nettle's only door
    "libkasa/wire/crypto.c": {"nettle/aes", "nettle/cbc", "nettle/md5", "nettle/memops", "nettle/sha1", "nettle/sha2"},
    "libkasa/model/base64.c": {"nettle/base64"},  # texts that people type stand in SMART as base64
    "libkasa/model/jx_number.c": {"locale"},  # localeconv() tells what strtod() takes for a point
    "libkasa/core/target.c": {"arpa/inet"},   # inet_pton() reads an address and touches no socket
    # libmosquitto's only door, and the certificates that it is given
    "bridge/broker/broker.c": {"mosquitto"},         # prepares the library for the process
    "bridge/broker/broker_link.c": {"pthread"},
    "bridge/broker/broker_properties.c": {"mosquitto", "mqtt_protocol"},
    "bridge/broker/broker_properties.h": {"mosquitto"},
    "bridge/broker/broker_queue.c": {"pthread"},
    "bridge/broker/broker_session.c": {"mqtt_protocol"},
    "bridge/broker/broker_session_body.h": {"mosquitto"},
    "bridge/broker/broker_session_open.c": {"mqtt_protocol"},
    "bridge/broker/broker_tls.c": {"openssl/err", "openssl/ssl", "openssl/x509v3"},
    "bridge/broker/broker_words.c": {"mosquitto", "mqtt_protocol"},
    "bridge/hub/resolver.c": {"pthread"},         # names of hosts are asked for in a thread
    "bridge/store/store_writer.c": {"pthread"},     # fsync() waits in a thread
    "bridge/webhook/courier.c": {"curl/curl"},
    "bridge/hook/signature.c": {"nettle/base64", "nettle/hmac", "nettle/memops"},
    # libmicrohttpd's only door, and the digests of tokens
    "bridge/http/http_own.h": {"microhttpd"},
    "bridge/http/http_conn.c": {"linux/tcp"},  # how many bytes a reader has taken; glibc's header does not know
    "bridge/http/http_tokens.c": {"nettle/memops", "nettle/sha2"},
    "bridge/notify.c": {"systemd/sd-daemon"},
    "bridge/log.c": {"systemd/sd-daemon"},
}
# In cli only what reads and writes JSON for people and programs.
JSON_IN_CLI = re.compile(r"^cli/(\w*json\w*)\.[ch]$")


def includes(text):
    """Each #include of a C file: (line number, bracketed?, name)."""
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1] == "<", match[2]


def objection(path, room, bracketed, name):
    """Why the file of that room may not include this, or None."""
    _, floors, system, kasa = ROOMS[room]
    stem = name[:-2] if name.endswith(".h") else name
    if bracketed and name.startswith("kasa/"):
        return None if kasa else "the library's public headers"
    if bracketed:
        if stem in system | ALSO.get(path, set()) or (stem == "jansson" and JSON_IN_CLI.match(path)):
            return None
        return f"{room} has no use for <{name}>"
    if "/" not in name or name.split("/")[0] in floors:
        return None
    return f'{room} must not know "{name}"'


def check(path, room, text):
    """The complaints about one file."""
    for number, bracketed, name in includes(text):
        why = objection(path, room, bracketed, name)
        if why:
            yield f"{path}:{number}: {why}"


def files():
    """Each C file that lies in a room: (path from the root, room)."""
    for room, (folder, *_) in ROOMS.items():
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".c", ".h", ".in") and path.is_file():
                yield path.relative_to(ROOT).as_posix(), room


def self_test():
    planted = [
        ("libkasa/base/x.c", "base", '#include <sys/socket.h>'),
        ("libkasa/base/x.c", "base", '#include <time.h>'),
        ("libkasa/base/x.c", "base", '#include "wire/xor.h"'),
        ("libkasa/wire/x.c", "wire", '#include "model/jx.h"'),
        ("libkasa/wire/x.c", "wire", '#include <jansson.h>'),
        ("libkasa/model/x.c", "model", '#include <jansson.h>'),
        ("libkasa/model/x.c", "model", '  #  include "wire/wire.h"'),
        ("libkasa/core/x.c", "core", '#include <ev.h>'),
        ("common/x.c", "common", '#include <yaml.h>'),
        ("libkasa/core/x.c", "core", '#include "net/tcp.h"'),
        ("libkasa/net/x.c", "net", '#include <jansson.h>'),
        ("libkasa/net/x.c", "net", '#include "api/device.h"'),
        ("libkasa/api/x.c", "api", '#include <jansson.h>'),
        ("libkasa/api/x.c", "api", '#include <netinet/in.h>'),
        ("include/kasa/x.h", "door", '#include "base/buf.h"'),
        ("include/kasa/x.h", "door", '#include <ev.h>'),
        ("common/x.c", "common", '#include <sys/socket.h>'),
        ("cli/cmd_on.c", "cli", '#include <jansson.h>'),
        ("cli/cmd_on.c", "cli", '#include "wire/xor.h"'),
        ("contrib/sim/x.c", "sim", '#include "core/link.h"'),
        ("contrib/examples/x.c", "examples", '#include "base/buf.h"'),
    ]
    allowed = [
        ("libkasa/base/x.c", "base", '#include "base/x.h"\n#include <string.h>\n#include <kasa/error.h>'),
        ("libkasa/model/jx_number.c", "model", '#include <locale.h>'),
        ("libkasa/net/x.c", "net", '#include <sys/socket.h>\n#include <ev.h>\n#include "core/link.h"'),
        ("cli/writer_json.c", "cli", '#include <jansson.h>\n#include "writer.h"'),
        ("contrib/sim/x.c", "sim", '#include "wire/xor.h"'),
    ]
    missed = [f"{path}: {line}" for path, room, line in planted if not list(check(path, room, line))]
    wrong = [found for path, room, text in allowed for found in check(path, room, text)]
    for line in missed:
        print(f"self-test: not seen: {line}")
    for line in wrong:
        print(f"self-test: seen, but allowed: {line}")
    return 1 if missed or wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if sys.argv[1:]:
        sys.exit(__doc__)
    seen, complaints = 0, []
    for path, room in files():
        seen += 1
        complaints += check(path, room, (ROOT / path).read_text(encoding="utf-8"))
    print("\n".join(complaints + [f"{seen} files in {len(ROOMS)} rooms, {len(complaints)} complaints"]))
    return 1 if complaints or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
