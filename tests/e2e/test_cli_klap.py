"""kasa and devices that want an account: which one is taken, what is said where none fits, and what is remembered."""
import hashlib
import re
import subprocess

import kasatest
from kasatest import run
from test_cli_login import hashes

USER, PASSWORD = "user@example.com", "hunter2 é"  # of the simulated house, unless told
TREE, STRIP, OLD = "127.0.0.1", "127.0.0.2", "127.0.0.3"
ACCOUNT = {"KASA_USERNAME": USER, "KASA_PASSWORD": PASSWORD}
WRONG = {**ACCOUNT, "KASA_PASSWORD": "Hunter2 é"}
CAUSES = ("case", "another account", "Google or Apple", "Third-Party Compatibility")


def owner_hash():
    return hashlib.md5(USER.encode()).hexdigest()


class Case(kasatest.TestCase):
    DEVICES = ("HS110(EU),alias=Tree,transport=klap2", "HS300(US),alias=Strip,transport=klap1",
               "HS110(EU),alias=Old")

    def setUp(self):
        super().setUp()
        self.sim = self.house(*(word for device in self.DEVICES for word in ("--device", device)))

    def account_file(self, user=USER, password=PASSWORD):
        path = self.folder() / "account"
        path.write_text(f"{user}\n{password}\n")
        path.chmod(0o600)
        return str(path)

    def stored(self):
        return kasatest.home() / ".config" / "kasa" / "credentials"

    def login(self, user=USER, password=PASSWORD):
        self.kasa("login", "--credentials-file", self.account_file(user, password))

    def config(self, user, password):
        path = kasatest.home() / ".config" / "kasa" / "config.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"credentials:\n  username: \"{user}\"\n  password: \"{password}\"\n")
        path.chmod(0o600)

    def error(self, *args, status, **keywords):
        return self.kasa(*args, "--json", status=status, **keywords).one()["error"]


class Accounts(Case):
    def test_the_right_one_switches_over_both_generations(self):
        for host, transport in ((TREE, "klap2"), (STRIP, "klap1")):
            told = self.kasa("--host", host, "on", "--json", env=ACCOUNT).one()
            self.assertEqual((True, transport, "iot", 80), (told["on"], told["transport"], told["payload"],
                                                            told["port"]))
            self.assertTrue(self.sim.get(host)["on"])

    def test_how_it_is_spoken_to_may_be_said_beforehand(self):
        for word in ("klap", "klap1", "klap2"):
            for host in (TREE, STRIP):
                with self.subTest(word=word, host=host):
                    self.kasa("--host", host, "toggle", "--transport", word, env=ACCOUNT)
        self.assertEqual("refused", self.error("--host", TREE, "on", "--transport", "xor", env=ACCOUNT,
                                               status=3)["code"])

    def test_a_wrong_one_is_exit_4_with_the_likely_causes(self):
        for host in (TREE, STRIP):
            error = self.error("--host", host, "on", env=WRONG, status=4)
            self.assertEqual("auth", error["code"])
            for cause in CAUSES:
                self.assertIn(cause, error["message"])
        self.assertFalse(self.sim.get(TREE)["on"])

    def test_none_is_exit_4_and_says_where_to_store_it(self):
        for args in (["--host", TREE, "on"], ["on", "all"], ["on", "Tree"]):
            result = run(*args, "--wait", "1")
            self.assertIn(result.status, (3, 4))
            self.assertIn("kasa login", result.err)
        self.assertEqual("auth", self.error("--host", TREE, "on", status=4)["code"])

    def test_the_first_source_that_has_one_counts_and_no_other(self):
        right, wrong = (USER, PASSWORD), (USER, "wrong")
        self.login(*right)
        self.kasa("--host", TREE, "on")
        self.config(*wrong)
        self.error("--host", TREE, "on", status=4)
        self.kasa("--host", TREE, "on", env=ACCOUNT)
        self.error("--host", TREE, "on", "--credentials-file", self.account_file(*wrong), env=ACCOUNT, status=4)
        self.config(*right)
        self.error("--host", TREE, "on", env=WRONG, status=4)
        self.kasa("--host", TREE, "on")
        self.kasa("--host", TREE, "on", "--credentials-file", self.account_file(*right), env=WRONG)

    def test_a_section_without_any_hides_no_other_source(self):
        self.login()
        path = kasatest.home() / ".config" / "kasa" / "config.yaml"
        for text in ("credentials: []\n", "credentials:\n"):
            path.write_text(text)
            path.chmod(0o600)
            self.kasa("--host", TREE, "on")

    def test_several_that_are_stored_are_tried_with_one_question(self):
        for number in range(7):
            self.login(f"other{number}@example.com", "x")
        self.login()
        before = self.sim.get(TREE)["requests"]
        self.kasa("--host", TREE, "on", "--transport", "klap2")
        others = self.sim.get(TREE)["requests"] - before
        self.kasa("logout")
        self.login()
        before = self.sim.get(TREE)["requests"]
        self.kasa("--host", TREE, "off", "--transport", "klap2")
        self.assertEqual(self.sim.get(TREE)["requests"] - before, others)

    def test_a_store_that_is_of_no_use_is_told_and_how_to_mend_it(self):
        self.login()
        good = self.stored().read_text()
        for text, mode, part in ((good, 0o644, "chmod 600"), (good.replace("version: 1", "version: 7"), 0o600, "kasa logout"),
                                 (good[:200], 0o600, "kasa logout"), ("", 0o600, "kasa logout"),
                                 (good.replace("klap2", "klap3"), 0o600, "kasa logout")):
            self.stored().write_text(text)
            self.stored().chmod(mode)
            result = run("--host", TREE, "on", "--transport", "klap")
            self.assertEqual(4, result.status)
            self.assertIn(part, result.err)
            self.assertIn(str(self.stored()), result.err)
            result = run("login", "--credentials-file", self.account_file())
            self.assertEqual(2, result.status, "others' accounts are not overwritten")
            self.assertEqual(text, self.stored().read_text())
        self.kasa("logout")
        self.login()
        self.kasa("--host", TREE, "on")


class Secrets(Case):
    def test_no_password_and_no_hash_is_seen_whatever_is_asked(self):
        seen = b""
        file = self.account_file()
        for env in (ACCOUNT, WRONG, {}):
            for args in (["discover", "--wait", "0.5"], ["doctor", "--wait", "0.5"], ["doctor", TREE], ["on", "Tree"],
                         ["--host", STRIP, "state"], ["watch", TREE, "--count", "1"],
                         ["login", TREE, "--credentials-file", file], ["raw", TREE, '{"system":{"get_sysinfo":{}}}']):
                for more in (["-vv"], ["-vv", "--json"]):
                    result = run(*args, *more, env=env)
                    seen += result.out_bytes + result.err_bytes
            seen += (kasatest.home() / ".cache" / "kasa" / "devices").read_bytes()
        for password in (PASSWORD, WRONG["KASA_PASSWORD"]):
            self.assertNotIn(password.encode(), seen)
            for name, digest in hashes(USER, password).items():
                self.assertNotIn(digest.encode(), seen.lower(), name)
                self.assertNotIn(bytes.fromhex(digest), seen, name)
        self.assertIn(b"klap2", seen)


class Login(Case):
    def test_at_a_device_what_it_takes_is_stored(self):
        told = self.kasa("login", TREE, "--credentials-file", self.account_file(), "--json").one()
        self.assertEqual({"wanted": True, "stored": True, "transport": "klap2"}, told["login"])
        self.kasa("--host", TREE, "on")

    def test_at_a_device_what_it_refuses_is_not_stored(self):
        error = self.error("login", TREE, "--credentials-file", self.account_file(password="wrong"), status=4)
        self.assertIn("Third-Party", error["message"])
        self.assertFalse(self.stored().exists())

    def test_what_was_stored_before_does_not_help(self):
        self.login()
        before = self.stored().read_text()
        self.error("login", TREE, "--credentials-file", self.account_file("other@example.com", "x"), status=4)
        self.assertEqual(before, self.stored().read_text())


class Search(Case):
    def test_without_an_account_they_are_rows_with_the_reason(self):
        result = self.kasa("discover", "--wait", "1")
        rows = {line.split()[0]: line for line in result.lines[1:]}
        self.assertEqual({TREE, STRIP, OLD}, set(rows))
        for host, transport in ((TREE, "klap2"), (STRIP, "klap1")):
            self.assertRegex(rows[host], rf"^{host} +50:C7:BF\S+  HS\S+ +{transport} needs the account .*kasa login")
        self.assertRegex(rows[OLD], r" xor   off +-[0-9]+ dBm  Old$")

    def test_objects_tell_what_was_announced_and_not_whose_it_is(self):
        found = {told["host"]: told for told in self.kasa("discover", "--wait", "1", "--json").json()}
        self.assertNotIn("announced", found[OLD])
        self.assertNotIn("error", found[OLD])
        tree = found[TREE]
        self.assertEqual(("auth", "klap2", "iot", 80), (tree["error"]["code"], tree["transport"], tree["payload"],
                                                       tree["port"]))
        said = tree["announced"]
        self.assertEqual(("KLAP", 2, True, False), (said["encryption"], said["login_version"], said["owned"],
                                                    said["factory_default"]))
        self.assertNotIn("on", tree)
        everything = self.kasa("discover", "--wait", "1", "-vv", "--json")
        self.assertNotIn(owner_hash(), (everything.out + everything.err).lower())

    def test_with_it_they_are_as_others_are(self):
        result = self.kasa("discover", "--wait", "1", "-v", env=ACCOUNT)
        rows = {line.split()[0]: line for line in result.lines[1:]}
        self.assertRegex(rows[TREE], r" klap2/iot   off +-[0-9]+ dBm  1\.0\.4 Build 191111 Rel\.143500 +Tree$")
        self.assertRegex(rows[STRIP], r" klap1/iot   0/6 on +-[0-9]+ dBm .*Strip$")
        self.assertRegex(rows[OLD], r" xor/iot ")

    def test_all_takes_those_it_can_and_fails_for_the_others(self):
        result = self.kasa("on", "all", "--wait", "1", status=4)
        self.assertEqual(["Old                       on"], result.lines)
        self.assertIn(TREE, result.err)
        self.assertIn(STRIP, result.err)
        self.assertEqual(3, len(self.kasa("on", "all", "--wait", "1", env=ACCOUNT).lines))

    def test_the_doctor_tells_of_accounts_and_ports(self):
        result = self.kasa("doctor", "--wait", "1")
        self.assertIn("search on UDP ports 9999, 20002 and 20004\n", result.out)
        self.assertRegex(result.out, r"(?m)^  accounts +none$")
        self.assertIn("kasa login stores it", result.out)
        self.login()
        self.assertRegex(self.kasa("doctor", "--wait", "1").out, r"(?m)^  accounts +1, from kasa login$")
        self.stored().chmod(0o644)
        result = self.kasa("doctor", "--wait", "1")
        self.assertRegex(result.out, r"(?m)^  accounts +none that can be used$")
        self.assertIn("chmod 600", result.out)
        checkup = self.kasa("doctor", "--wait", "1", "--json", env=ACCOUNT).json()[-1]
        self.assertEqual(([20002, 20004], 1, "KASA_USERNAME"), (checkup["tdp_ports"], checkup["accounts"],
                                                                checkup["accounts_from"]))
        self.assertRegex(self.kasa("doctor", TREE, env=ACCOUNT).out, r"(?m)^  via +klap2/iot$")


class Remembered(Case):
    def lines(self):
        return {line.split("\t")[4]: line.split("\t")
                for line in (kasatest.home() / ".cache" / "kasa" / "devices").read_text().splitlines()[1:]}

    def test_how_a_device_was_spoken_to_is_known_the_next_time(self):
        self.kasa("on", "Tree", "Old", env=ACCOUNT)
        self.assertEqual([TREE, "80", "Tree", "klap2", "iot"], self.lines()["Tree"][2:])
        self.assertEqual([OLD, "9999", "Old"], self.lines()["Old"][2:])
        again = self.kasa("-v", "off", "Tree", env=ACCOUNT)
        self.assertNotIn("search began", again.err)
        self.assertNotIn("announces", again.err)

    def test_lines_of_before_are_read(self):
        self.kasa("on", "Old", "Tree", env=ACCOUNT)
        path = kasatest.home() / ".cache" / "kasa" / "devices"
        path.write_text(re.sub(r"\tklap2\tiot\n", "\n", path.read_text()))
        self.kasa("off", "Old", "Tree", env=ACCOUNT)
        self.assertFalse(self.sim.get(TREE)["on"])


class Changes(kasatest.TestCase):
    """A device whose firmware, or whose switch in the app, changes how it is spoken to while it is watched."""

    def test_a_watch_follows_a_device_to_klap_and_back(self):
        sim = self.house("--device", "HS110(EU),alias=Tree")
        with kasatest.running("--host", TREE, "watch", "--every", "0.5", env=ACCOUNT, stdout=subprocess.DEVNULL):
            for transport in ("xor", "klap2", "xor", "klap1"):
                sim.set(TREE, "transport", transport)
                before = sim.count(TREE, "system.get_sysinfo")
                kasatest.wait_until(lambda n=before: sim.count(TREE, "system.get_sysinfo") > n + 2,
                                    what=f"polls over {transport}")


class Ports(kasatest.TestCase):
    def test_the_newer_discovery_is_asked_where_it_is_said_to_be(self):
        self.house("--device", "HS110(EU),alias=Tree", "--transport", "klap2", "--http-port", "8080", "--tdp-port", "3333")
        for args in (["--host", TREE], ["--host", TREE, "--port", "9"]):
            told = self.kasa(*args, "on", "--tdp-port", "3333", "--json", env=ACCOUNT).one()
            self.assertEqual(("klap2", 8080), (told["transport"], told["port"]))


class Others(kasatest.TestCase):
    """What else such a device may be, and who else may speak to it."""

    def test_a_transport_that_is_not_supported_says_so(self):
        self.house("--device", "HS110(EU),alias=Tree,transport=aes")
        result = self.kasa("discover", "--wait", "1")
        self.assertRegex(result.lines[1], r"^127\.0\.0\.1 .* aes   not supported yet: AES")
        self.assertEqual("unsupported", self.kasa("discover", "--wait", "1", "--json").one()["error"]["code"])
        for args in (["on", "all"], ["--host", TREE, "on"]):
            result = self.kasa(*args, "--wait", "1", status=5, env=ACCOUNT)
            self.assertIn("not supported yet: AES", result.err)

    def test_credentials_of_nobody_are_tried_where_they_are_wanted(self):
        for account in ("none", "default"):
            with self.subTest(account):
                house = self.house("--device", f"HS110(EU),alias=Tree,transport=klap2,account={account}")
                for env in ({}, ACCOUNT):
                    self.kasa("--host", TREE, "on", env=env, status=4)
                    self.kasa("--host", TREE, "on", "--try-default-credentials", env=env)
                self.kasa("--host", TREE, "on", env={"KASA_TRY_DEFAULT_CREDENTIALS": "1"})
                house.close()

    def test_a_wrong_signature_is_refused_unless_it_is_asked_for(self):
        self.house("--device", "HS110(EU),alias=Tree,transport=klap2", "--fault", f"{TREE}=forged")
        error = self.kasa("--host", TREE, "state", "--json", env=ACCOUNT, status=4).one()["error"]
        self.assertEqual("signature", error["code"])
        self.kasa("--host", TREE, "state", "--ignore-signatures", env=ACCOUNT)

    def test_another_client_is_told_of_once_for_each_device(self):
        self.house("--device", "HS110(EU),alias=Tree,transport=klap2,rival=1",
                   "--device", "HS110(EU),alias=Other,transport=klap2,rival=1")
        args = ("watch", TREE, "127.0.0.2", "--every", "0.5", "--count", "8")
        told = [line for line in run(*args, env=ACCOUNT).err.splitlines() if "another client" in line and "device=" in line]
        self.assertEqual(len(told), len(set(told)), "once")
        self.assertEqual(2, len(told), "\n".join(told))
        self.assertNotIn("ends our session", run("-q", *args, env=ACCOUNT).err)


if __name__ == "__main__":
    kasatest.main()
