"""Checks what the pure floors call outside of the library: no socket, clock, random number, file, or process.

    pure.py OBJECT...    looks at the undefined symbols of object files or shared objects
    pure.py --self-test  shows that a call is seen
"""
import re
import subprocess
import sys
import tempfile

# By family, so that a variant of a name is not forgotten.
DENIED = {
    "a socket": r"socket(pair)?|connect|bind|listen|accept4?|(send|recv)(to|msg|mmsg|from)?|shutdown|[gs]etsockopt"
                r"|getaddrinfo|gethostby\w+|getifaddrs|if_\w+",
    "waiting": r"p?poll|p?select|epoll_\w+|u?sleep|nanosleep|clock_nanosleep|ev_\w+|pause|sig\w+|signal",
    "the clock": r"time|times|clock|clock_get\w+|gettimeofday|timespec_get|ftime|localtime(_r)?|gmtime(_r)?|mktime",
    "randomness": r"getrandom|getentropy|s?rand(om)?(_r)?|[desjlmn]+rand48(_r)?|arc4random\w*",
    "a file": r"f?open(at|64)?|fdopen|freopen|creat|read|write|pread|pwrite|readv|writev|f?close|unlink|rename|f?stat(at)?"
              r"|lstat|opendir|readdir|mkdir|mkstemp|ioctl|fcntl|mmap",
    "printing": r"v?printf|v?[fd]printf|puts|fputs|putchar|fputc|putc|fwrite|perror|syslog|stdout|stderr|stdin",
    "the process": r"exit|_exit|_Exit|quick_exit|fork|exec\w+|system|p?open|kill|raise|[gs]etenv|secure_getenv|putenv"
                   r"|pthread_\w+|thrd_\w+|setlocale",
}
PATTERNS = {what: re.compile(names) for what, names in DENIED.items()}


def plain(symbol):
    """The name as it stands in the source: without version, and as it is before FORTIFY_SOURCE changes it."""
    name = symbol.split("@")[0]
    fortified = re.fullmatch(r"__(\w+?)_chk(_warn)?", name)
    return fortified[1] if fortified else re.sub(r"^__isoc\d+_", "", name)


def reaches_for(symbol):
    """What an undefined symbol reaches for, or None."""
    return next((what for what, pattern in PATTERNS.items() if pattern.fullmatch(plain(symbol))), None)


def undefined(path):
    out = subprocess.run(["nm", "-u", path], check=True, capture_output=True, text=True).stdout
    return [line.split()[-1] for line in out.splitlines() if " U " in line]


def check(paths):
    for path in paths:
        for symbol in undefined(path):
            what = reaches_for(symbol)
            if what:
                yield f"{path}: {symbol} reaches for {what}"


def self_test():
    planted = """socket connect@GLIBC_2.2.5 poll epoll_wait clock_gettime time gettimeofday getrandom rand open fopen
        open64 __printf_chk __fprintf_chk printf puts stderr exit _exit getenv ev_run recvmsg sendto usleep""".split()
    allowed = """memcpy malloc __snprintf_chk __vsnprintf_chk strlen strtol __isoc99_sscanf kasa_buf_add json_loadb
        __stack_chk_fail __assert_fail free qsort __ctype_b_loc __asan_init timeout kasa_exit read_only""".split()
    wrong = [name for name in planted if not reaches_for(name)] + [name for name in allowed if reaches_for(name)]
    with tempfile.NamedTemporaryFile(suffix=".o") as built:
        source = "#include <time.h>\nlong now(void);\nlong now(void) { return (long)time(0); }\n"
        subprocess.run(["cc", "-x", "c", "-c", "-o", built.name, "-"], input=source, check=True, text=True)
        if not list(check([built.name])):
            wrong.append("a built object that calls time()")
    for name in wrong:
        print(f"self-test: judged wrongly: {name}")
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if not sys.argv[1:]:
        sys.exit(__doc__)
    complaints = list(check(sys.argv[1:]))
    print("\n".join(complaints + [f"{len(sys.argv) - 1} objects, {len(complaints)} complaints"]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
