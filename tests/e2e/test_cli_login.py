"""Accounts: where they come from and in which order, who may read them, and that they are seen nowhere."""
import hashlib
import json
import os
import re
import signal
from pathlib import Path

import kasatest
from kasatest import run
from terminal_talk import Terminal

PLUG = "127.0.0.1"
USER, PASSWORD = "Me.Canary@Example.com", "s3cret canary: \"é\" # 'x'"
OTHER, OTHER_PASSWORD = "other-canary@example.com", "0ther-s3cret"


def md5(data):
    return hashlib.md5(data).digest()


def sha1(data):
    return hashlib.sha1(data).digest()


def hashes(user=USER, password=PASSWORD):
    """What is stored of an account, made without kasa."""
    user, password = user.encode(), password.encode()
    return {"owner": md5(user).hex(), "klap1": md5(md5(user) + md5(password)).hex(),
            "klap2": hashlib.sha256(sha1(user) + sha1(password)).hexdigest(), "user_sha1": sha1(user).hex(),
            "password_sha1": sha1(password).hex()}


def secrets_of(user=USER, password=PASSWORD):
    """Nothing of these may be seen: what is typed, and what follows from it, as text and as bytes."""
    derived = [text for name, text in hashes(user, password).items()]
    return [password.encode(), *(text.encode() for text in derived), *(bytes.fromhex(text) for text in derived)]


def stored_path():
    return kasatest.home() / ".config" / "kasa" / "credentials"


def stored():
    """The accounts in the file of kasa login, by their owner."""
    text = stored_path().read_text()
    items = [dict(re.findall(r"(\w+): \"([0-9a-f]+)\"", item)) for item in text.split("\n  - ")[1:]]
    return {item["owner"]: item for item in items}


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        kasatest.clean_home()

    def file(self, text, mode=0o600, name="account"):
        path = self.folder() / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return str(path)

    def config(self, text, mode=0o600):
        path = kasatest.home() / ".config" / "kasa" / "config.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def check_mistake(self, args, *parts, status=2, **keywords):
        result = run(*args, **keywords)
        self.assertEqual((status, ""), (result.status, result.out), f"\n{result}")
        for part in parts:
            self.assertIn(part, result.err)
        self.assertNotIn("canary", result.err.lower().replace(str(kasatest.home()).lower(), ""))
        return result


class Login(Case):
    def test_a_file_of_two_lines(self):
        for text in (f"{USER}\n{PASSWORD}\n", f"{USER}\n{PASSWORD}", f"{USER}\r\n{PASSWORD}\r\n\n"):
            with self.subTest(text[-4:]):
                kasatest.clean_home()
                result = self.kasa("login", "--credentials-file", self.file(text))
                self.assertEqual(f"stored in {stored_path()}: 1 account\n", result.out)
                self.assertEqual({hashes()["owner"]: hashes()}, stored())

    def test_yaml_and_what_was_stored_are_taken_too(self):
        quoted = json.dumps(PASSWORD)
        for text in (f"username: {USER}\npassword: {quoted}\n", f"# mine\ncredentials:\n  username: {USER}\n  password: "
                     f"{quoted}\n"):
            kasatest.clean_home()
            self.kasa("login", "--credentials-file", self.file(text))
            self.assertEqual({hashes()["owner"]: hashes()}, stored())
        kept = self.file(stored_path().read_bytes())
        kasatest.clean_home()
        self.kasa("login", "--credentials-file", kept)
        self.assertEqual({hashes()["owner"]: hashes()}, stored())

    def test_standard_input_and_the_environment(self):
        self.kasa("login", "--credentials-file", "-", stdin=f"{USER}\n{PASSWORD}\n")
        self.assertEqual({hashes()["owner"]: hashes()}, stored())
        kasatest.clean_home()
        self.kasa("login", env={"KASA_USERNAME": USER, "KASA_PASSWORD": PASSWORD})
        self.assertEqual({hashes()["owner"]: hashes()}, stored())

    def test_the_file_and_its_folder_are_closed_to_others(self):
        self.kasa("login", "--credentials-file", self.file(f"{USER}\n{PASSWORD}\n"))
        self.assertEqual(0o600, stored_path().stat().st_mode & 0o777)
        self.assertEqual(0o700, stored_path().parent.stat().st_mode & 0o777)
        content = stored_path().read_bytes()
        for secret in (USER, PASSWORD):
            self.assertNotIn(secret.encode(), content)

    def test_several_accounts_and_logout(self):
        for user, password in ((USER, "before"), (OTHER, OTHER_PASSWORD), (USER, PASSWORD)):
            self.kasa("login", "--credentials-file", self.file(f"{user}\n{password}\n"))
        other = hashes(OTHER, OTHER_PASSWORD)
        self.assertEqual({hashes()["owner"]: hashes(), other["owner"]: other}, stored())
        self.check_mistake(["logout", "--username", USER.lower()], "no account of that user name", status=3)
        self.assertEqual({"logout": {"accounts": 1}}, self.kasa("logout", "--username", USER, "--json").one())
        self.assertEqual({other["owner"]: other}, stored())
        self.kasa("logout", "--username", OTHER)
        self.assertFalse(stored_path().exists())
        self.kasa("login", "--credentials-file", self.file(f"{USER}\n{PASSWORD}\n"))
        self.assertEqual("1 account removed\n", self.kasa("logout").out)
        self.assertEqual("no account was stored\n", self.kasa("logout").out)

    def test_more_than_eight_accounts_are_refused_and_none_is_lost(self):
        for number in range(8):
            self.kasa("login", "--credentials-file", self.file(f"user{number}@example.com\n{PASSWORD}\n"))
        before = stored()
        self.check_mistake(["login", "--credentials-file", self.file(f"{USER}\n{PASSWORD}\n")], "more than 8 accounts")
        self.assertEqual(before, stored())

    def test_a_home_is_wanted(self):
        self.check_mistake(["login", "--credentials-file", self.file(f"{USER}\n{PASSWORD}\n")], "HOME", status=1,
                           env={"HOME": None, "XDG_CONFIG_HOME": None})


class Asked(Case):
    def test_name_and_password_are_asked_for_and_the_password_is_not_shown(self):
        with Terminal("login") as terminal:
            terminal.wait("User name of the account")
            self.assertTrue(terminal.echoes())
            terminal.type(USER + "\n")
            terminal.wait(f"Password of {USER}: ")
            self.assertFalse(terminal.echoes())
            terminal.type(PASSWORD + "\n")
            self.assertEqual(0, terminal.end())
            self.assertNotIn(PASSWORD, terminal.seen)
            self.assertTrue(terminal.echoes())
        self.assertEqual({hashes()["owner"]: hashes()}, stored())

    def test_a_name_on_the_line_asks_for_its_password_alone(self):
        with Terminal("login", "--username", USER, env={"KASA_USERNAME": OTHER, "KASA_PASSWORD": "x"}) as terminal:
            terminal.wait(f"Password of {USER}: ")
            terminal.type(PASSWORD + "\n")
            self.assertEqual(0, terminal.end())
        self.assertEqual({hashes()["owner"]: hashes()}, stored())

    def test_nothing_typed_stores_nothing(self):
        for typed in (["\n"], [USER + "\n", "\n"], [USER + "\n", "\x03"]):
            with self.subTest(typed), Terminal("login") as terminal:
                for question, line in zip(("User name", "Password"), typed):
                    terminal.wait(question)
                    terminal.type(line)
                self.assertIn(terminal.end(), (2, -signal.SIGINT))
                self.assertTrue(terminal.echoes())
            self.assertFalse(stored_path().exists())

    def test_where_nobody_can_be_asked_it_says_how_else(self):
        self.check_mistake(["login"], "--credentials-file", "KASA_USERNAME")
        self.check_mistake(["login", "--username", "me"], "--credentials-file")
        self.check_mistake(["login", "--username", "me", "--credentials-file",
                            self.file(f"{USER}\n{PASSWORD}\n")], "not both")


class Refused(Case):
    """What is wrong is told before anything is sent, and never what stands there."""

    def test_files(self):
        for text, parts in ((f"{USER}\n", ["two lines"]), ("", ["two lines"]), (f"\n{PASSWORD}\n", ["two lines"]),
                            (f"{USER}\n\n", ["two lines"]), (f"{USER}\n{PASSWORD}\nmore\n", ["two lines"]),
                            (f"{USER}\n{PASSWORD}\0x\n", ["NUL"]), ("x" * 20000, ["larger"]),
                            (f"username: {USER}\n", ["line 1", "password is missing"]),
                            (f"password: [canary]\nusername: {USER}\n", ["line 1", "a list stands here"]),
                            ("klap1: canary\nklap2: canary\n", ["klap1: 32 hexadecimal digits"])):
            with self.subTest(text[:40]):
                self.check_mistake(["--host", PLUG, "on", "--credentials-file", self.file(text)],
                                   "--credentials-file", *parts)
        self.check_mistake(["--host", PLUG, "on", "--credentials-file", "/nowhere"], "/nowhere: No such file")
        self.check_mistake(["--host", PLUG, "on", "--credentials-file", "/"], "not a regular file")
        self.check_mistake(["--host", PLUG, "on", "--credentials-file", "-"], "--credentials-file -", stdin="one\n")
        self.check_mistake(["--host", PLUG, "on", "--credentials-file", "-"], "longer than", stdin="x" * 20000)

    def test_files_that_others_can_read(self):
        for mode in (0o640, 0o604, 0o660, 0o666):
            with self.subTest(oct(mode)):
                self.check_mistake(["--host", PLUG, "on", "--credentials-file",
                                    self.file(f"{USER}\n{PASSWORD}\n", mode)], "open to others: chmod 600")

    def test_half_an_environment(self):
        for set_, missing in (("KASA_USERNAME", "KASA_PASSWORD"), ("KASA_PASSWORD", "KASA_USERNAME")):
            for empty in (None, ""):
                self.check_mistake(["--host", PLUG, "on"], f"{set_} is set and {missing} is not",
                                   env={set_: "canary", missing: empty})

    def test_words(self):
        for option, word in (("--transport", "aes"), ("--payload", "xml"), ("--tdp-port", "0"), ("--tdp-port", "x")):
            self.check_mistake(["--host", PLUG, "on", option, word], option)

    def test_sections_of_the_configuration(self):
        for section, *parts in ((f"credentials: {{username: {USER}}}", "password is missing"),
                                ("credentials: canary", "username: and password: are wanted"),
                                ("credentials: [canary]", "username: and password: are wanted"),
                                (f"credentials: {{username: {USER}, password: }}", "nothing stands here"),
                                (f"credentials: {{username: {USER}, password: \"\"}}", "password: it is empty"),
                                (f"credentials: [{', '.join(['{username: a, password: b}'] * 9)}]",
                                 "8 accounts are the most"),
                                ("credentials: {klap1: canary}", "klap2 is missing", "klap1: 32 hexadecimal")):
            with self.subTest(section[:50]):
                path = self.config(section + "\n")
                self.check_mistake(["--host", PLUG, "on"], f"{path}:1:", *parts)

    def test_a_configuration_with_an_account_that_others_can_read(self):
        path = self.config(f"names: {{tree: {PLUG}}}\ncredentials: {{username: {USER}, password: x}}\n", 0o644)
        self.check_mistake(["--host", PLUG, "on"], f"{path}:2:1: credentials: {path} is open to others: chmod 600")


class Stays(Case):
    """Plugs of the older kind go on as they do: no account is wanted, and none is read."""

    def setUp(self):
        super().setUp()
        self.house("--device", "HS110(EU),alias=Tree")

    def test_a_configuration_without_an_account_may_be_open(self):
        self.config(f"names: {{tree: {PLUG}}}\n", 0o644)
        self.kasa("on", "tree")

    def test_a_damaged_or_open_store_is_no_matter_of_theirs(self):
        stored_path().parent.mkdir(parents=True)
        for text, mode in (("version: 1\naccounts: canary\n", 0o600), ("x", 0o666)):
            stored_path().write_text(text)
            stored_path().chmod(mode)
            self.assertEqual("", self.kasa("--host", PLUG, "on").err)

    def test_no_further_file_is_opened(self):
        kasatest.need_program("strace")
        self.kasa("login", "--credentials-file", self.file(f"{USER}\n{PASSWORD}\n"))
        trace = self.folder() / "trace"
        # the leak check of a sanitizer does not work under strace
        env = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
        result = run("-f", "-e", "trace=file", "-o", str(trace), kasatest.KASA, "--host", PLUG, "on", program="strace",
                     env=env)
        self.assertEqual(0, result.status, f"\n{result}")
        self.assertIn("config.yaml", trace.read_text())
        self.assertNotIn("credentials", trace.read_text())

    def test_a_login_there_says_that_none_is_wanted_and_stores_it(self):
        told = self.kasa("login", PLUG, "--credentials-file", self.file(f"{USER}\n{PASSWORD}\n"), "--json").one()
        self.assertEqual({"wanted": False, "stored": True, "transport": "xor"}, told["login"])
        self.assertEqual({hashes()["owner"]: hashes()}, stored())

    def test_a_login_at_a_device_that_is_not_there_stores_nothing(self):
        run("login", "127.0.0.9", "--credentials-file", self.file(f"{USER}\n{PASSWORD}\n"))
        self.assertFalse(stored_path().exists())

    def test_the_account_is_seen_nowhere(self):
        account = self.file(f"{USER}\n{PASSWORD}\n")
        self.kasa("login", "--credentials-file", account)
        environment = {"KASA_USERNAME": USER, "KASA_PASSWORD": PASSWORD}
        self.config(f"credentials: {{username: {USER}, password: {json.dumps(PASSWORD)}}}\n")
        for args, env in ((["--credentials-file", account], {}), ([], environment), ([], {})):
            for command in (["state", PLUG], ["discover", "--wait", "0.3"], ["doctor", "--wait", "0.3"],
                            ["--host", "127.0.0.9", "state"], ["login", PLUG, *(["--credentials-file", account])]):
                for output in ([], ["--json"]):
                    result = run("-vv", *args, *output, *command, env=env)
                    for secret in secrets_of():
                        self.assertNotIn(secret, result.out_bytes + result.err_bytes, result.command)

    def test_the_environment_is_emptied_and_no_core_is_left(self):
        process = kasatest.start("watch", PLUG, "--every", "1", "--json",
                                 env={"KASA_USERNAME": USER, "KASA_PASSWORD": PASSWORD})
        try:
            kasatest.line_of(process)
            kept = Path(f"/proc/{process.pid}/environ").read_bytes()
            self.assertIn(b"KASA_TARGET", kept)
            self.assertNotIn(b"canary", kept)
            self.assertRegex(Path(f"/proc/{process.pid}/limits").read_text(), r"Max core file size +0 +0 ")
        finally:
            kasatest.end(process)

    def test_a_process_without_secrets_is_left_as_it_is(self):
        with kasatest.running("watch", PLUG, "--every", "1", "--json") as process:
            kasatest.line_of(process)
            before = Path("/proc/self/limits").read_text().split("Max core file size")[1].split("\n")[0]
            now = Path(f"/proc/{process.pid}/limits").read_text().split("Max core file size")[1].split("\n")[0]
            self.assertEqual(before, now)


if __name__ == "__main__":
    kasatest.main()
