"""Installs the build into a folder of its own, and builds and runs programs against what lies there.

    consumers.py BUILD-FOLDER COMPILER LIBDIR [FLAG...]

Four programs: shared and static, by pkg-config and by find_package(). The flags are those that a sanitized
library asks of the programs that link it.
"""
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import unittest

BUILD, COMPILER, LIBDIR, *FLAGS = sys.argv[1:]
SOURCE = pathlib.Path(__file__).resolve().parent.parent / "consumer"


def run(*command, **env):
    """Runs a command; what it printed when it went well, else the test fails with what it said."""
    done = subprocess.run([str(part) for part in command], env=os.environ | env, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}")
    return done.stdout


class Consumers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.prefix = pathlib.Path(cls.folder.name, "prefix")
        run("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.lib = cls.prefix / LIBDIR

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def runs(self, program):
        self.assertRegex(run(program, LD_LIBRARY_PATH=str(self.lib)), r"^libkasa \d+\.\d+\.\d+\n$")

    def needs(self, program):
        return run("readelf", "-d", program)

    def pkg_config(self, *options):
        """What the installed file says, wherever it was installed."""
        return shlex.split(run("pkg-config", *options, "kasa", PKG_CONFIG_PATH=str(self.lib / "pkgconfig")))

    def compile(self, name, *flags):
        program = pathlib.Path(self.folder.name, name)
        run(COMPILER, *FLAGS, SOURCE / "consumer.c", "-o", program, *flags)
        return program

    def test_every_public_header_is_installed(self):
        here = {path.name.removesuffix(".in") for path in (SOURCE.parent.parent / "include" / "kasa").iterdir()}
        there = {path.name for path in (self.prefix / "include" / "kasa").iterdir()}
        self.assertEqual(here, there)

    def test_the_shared_library_has_a_soname_and_a_link_for_the_linker(self):
        self.assertRegex(self.needs(self.lib / "libkasa.so"), r"SONAME.*\[libkasa\.so\.\d+\]")
        self.assertTrue((self.lib / "libkasa.so").is_symlink())

    def test_pkg_config_gives_what_a_shared_build_needs(self):
        program = self.compile("pc_shared", *self.pkg_config("--cflags", "--libs"))
        self.assertRegex(self.needs(program), r"NEEDED.*libkasa\.so")
        self.runs(program)

    def test_pkg_config_gives_what_a_static_build_needs(self):
        flags = self.pkg_config("--static", "--cflags", "--libs")
        static = [str(self.lib / "libkasa.a") if flag == "-lkasa" else flag for flag in flags]
        program = self.compile("pc_static", *static)
        self.assertNotRegex(self.needs(program), r"NEEDED.*libkasa\.so")
        self.runs(program)

    def test_find_package_gives_both_kinds(self):
        build = pathlib.Path(self.folder.name, "consumer")
        run("cmake", "-S", SOURCE, "-B", build, "-G", "Ninja", f"-DCMAKE_C_COMPILER={COMPILER}",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", "-DCMAKE_C_FLAGS=" + " ".join(FLAGS))
        run("cmake", "--build", build)
        self.assertRegex(self.needs(build / "consumer_kasa"), r"NEEDED.*libkasa\.so")
        self.assertNotRegex(self.needs(build / "consumer_static"), r"NEEDED.*libkasa\.so")
        self.runs(build / "consumer_kasa")
        self.runs(build / "consumer_static")

    def test_a_package_can_be_staged_elsewhere(self):
        stage = pathlib.Path(self.folder.name, "stage")
        run("cmake", "--install", BUILD, "--prefix", "/usr", DESTDIR=str(stage))
        self.assertTrue((stage / "usr" / LIBDIR / "libkasa.a").is_file())
        self.assertEqual([path.name for path in stage.iterdir()], ["usr"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
