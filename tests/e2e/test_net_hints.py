"""Where no broadcast gets through: devices are found by the leases of DHCP servers and by the table of neighbours."""

import ipaddress
import os
import shlex
import time

import kasatest
from netlab import Lab

HERE = "10.77.0"
THERE = "10.88.0"
HEADER = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id"
FAR_AWAY = 7200  # seconds from now


def mac(address, maker="50:c7:bf"):
    """A hardware address that follows from an IPv4 address."""
    return f"{maker}:" + ipaddress.ip_address(address).packed[1:].hex(":")


def dnsmasq(*leases):
    """The file of dnsmasq for (address, MAC, seconds that are left)."""
    return "".join(f"{int(time.time()) + left} {hardware} {address} HS110 *\n" for address, hardware, left in leases)


def isc(*leases):
    """The same in the journal of ISC's dhcpd; each lease was somebody else's before."""
    text = "authoring-byte-order little-endian;\n"
    for address, hardware, left in leases:
        end = time.strftime("%w %Y/%m/%d %H:%M:%S", time.gmtime(time.time() + left))
        for owner in ("52:54:00:00:00:01", hardware):
            text += (f"lease {address} {{\n  starts 4 2026/01/01 00:00:00;\n  ends {end};\n  binding state active;\n"
                     f"  hardware ethernet {owner};\n  client-hostname \"HS110\";\n}}\n")
    return text


def kea(*leases):
    """The same as Kea writes it."""
    rows = (f"{address},{hardware},,7200,{int(time.time()) + left},1,0,0,hs110,0,,0" for address, hardware, left in leases)
    return "\n".join([HEADER, *rows, ""])


class HintCase(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.lab = Lab(self)
        self.lab.bridge("br0")
        self.lab.bridge("br1")

    def plug(self, address, bridge, hardware=None):
        """A host with one simulated device whose identity follows from its address."""
        name = f"d{address.replace('.', '-')}"
        host = self.lab.host(name, (bridge, f"{address}/24"))
        host.ip("link", "set", "eth0", "address", hardware or mac(address))
        number = int(ipaddress.ip_address(address))
        if bridge == "br1":
            host.ip("route", "add", "default", "via", f"{THERE}.254")
        device = f"HS110,alias=Plug {address.split('.')[-1]},mac={hardware or mac(address)},id={number:040X}"
        return host, self.house("--interface", "eth0", "--address", address, "--device", device, prefix=host.prefix)

    def me(self):
        """The host where kasa runs, and a router to the other network."""
        router = self.lab.host("r", ("br0", f"{HERE}.254/24"), ("br1", f"{THERE}.254/24"))
        router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
        return self.lab.host("h0", ("br0", f"{HERE}.250/24"), route=f"{HERE}.254")

    def file(self, text):
        path = self.folder() / "leases"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def found(self, host, *args, status=0, **keywords):
        """The addresses of what a search finds."""
        result = host.kasa("--json", "discover", "--wait", "1", *args, **keywords)
        self.assertEqual(status, result.status, f"\n{result}")
        return sorted(row["host"] for row in result.json() if "error" not in row)

    def asked(self, house, address):
        return house.get(address)["udp_requests"]


class Leases(HintCase):
    def setUp(self):
        super().setUp()
        self.here = self.me()
        self.near = self.plug(f"{HERE}.3", "br0")[1]
        self.far = self.plug(f"{THERE}.3", "br1")[1]
        self.stranger = self.plug(f"{THERE}.4", "br1", hardware="52:54:00:00:00:04")[1]
        self.ended = self.plug(f"{THERE}.5", "br1")[1]
        self.unnamed = self.plug(f"{THERE}.6", "br1")[1]
        self.leases = [(f"{THERE}.3", mac(f"{THERE}.3"), FAR_AWAY), (f"{THERE}.4", "52:54:00:00:00:04", FAR_AWAY),
                       (f"{THERE}.5", mac(f"{THERE}.5"), -60)]

    def assert_only_hints_were_asked(self):
        self.assertGreater(self.asked(self.far, f"{THERE}.3"), 0)
        for house, address in ((self.stranger, f"{THERE}.4"), (self.ended, f"{THERE}.5"), (self.unnamed, f"{THERE}.6")):
            self.assertEqual(self.asked(house, address), 0, address)

    def test_without_a_file_the_other_network_stays_unseen(self):
        self.assertEqual(self.found(self.here), [f"{HERE}.3"])
        self.assertEqual(self.asked(self.far, f"{THERE}.3"), 0)

    def test_each_form_finds_the_makers_living_leases_and_asks_nobody_else(self):
        for form in (dnsmasq, isc, kea):
            with self.subTest(form.__name__):
                path = self.file(form(*self.leases))
                self.assertEqual(self.found(self.here, "--leases", path), [f"{HERE}.3", f"{THERE}.3"])
        self.assert_only_hints_were_asked()

    def test_several_files_add_up(self):
        first, second = self.file(dnsmasq(self.leases[0])), self.file(isc((f"{THERE}.6", mac(f"{THERE}.6"), FAR_AWAY)))
        self.assertEqual(self.found(self.here, "--leases", first, "--leases", second),
                         [f"{HERE}.3", f"{THERE}.3", f"{THERE}.6"])

    def test_the_file_comes_from_a_variable_a_pipe_or_standard_input(self):
        path = shlex.quote(self.file(dnsmasq(*self.leases)))
        both = [f"{HERE}.3", f"{THERE}.3"]
        self.assertEqual(self.found(self.here, env={"KASA_LEASES": shlex.split(path)[0]}), both)
        for command in (f"kasa --json discover --wait 1 --leases - < {path}",
                        f"kasa --json discover --wait 1 --leases <(cat {path})"):
            with self.subTest(command):
                result = kasatest.run("-c", command, program="bash", prefix=self.here.prefix, env={"KASA_TARGET": None})
                self.assertEqual(sorted(row["host"] for row in result.json()), both, f"\n{result}")

    def test_with_targets_the_leases_are_asked_beside_them_and_no_broadcast_is_sent(self):
        path = self.file(dnsmasq(*self.leases))
        self.assertEqual(self.found(self.here, "--target", f"{THERE}.6", "--leases", path),
                         [f"{THERE}.3", f"{THERE}.6"])
        self.assertEqual(self.asked(self.near, f"{HERE}.3"), 0)

    def test_a_name_is_found_by_a_lease_and_switched(self):
        path = self.file(dnsmasq((f"{THERE}.6", mac(f"{THERE}.6"), FAR_AWAY)))
        self.assertEqual(self.here.kasa("--wait", "1", "on", "Plug 6").status, 3)
        result = self.here.kasa("--wait", "1", "on", "Plug 6", "--leases", path)
        self.assertEqual(result.status, 0, f"\n{result}")
        self.assertTrue(self.unnamed.get(f"{THERE}.6")["on"])

    def test_all_are_those_of_the_leases_too(self):
        path = self.file(dnsmasq(*self.leases))
        result = self.here.kasa("--json", "--wait", "1", "on", "all", "--leases", path)
        self.assertEqual(sorted(row["host"] for row in result.json()), [f"{HERE}.3", f"{THERE}.3"], f"\n{result}")
        self.assertTrue(self.far.get(f"{THERE}.3")["on"])

    def test_a_host_that_is_named_is_asked_alone(self):
        path = self.file(dnsmasq(*self.leases))
        self.assertEqual(self.found(self.here, "--host", f"{THERE}.6", "--leases", path), [f"{THERE}.6"])


class BadFiles(HintCase):
    def setUp(self):
        super().setUp()
        self.here = self.lab.host("h0", ("br0", f"{HERE}.250/24"))
        self.plug(f"{HERE}.3", "br0")

    def refused(self, path, sentence):
        result = self.here.kasa("discover", "--wait", "1", "--leases", path)
        self.assertEqual(result.status, 2, f"\n{result}")
        self.assertIn(sentence, result.err)
        self.assertEqual(result.out, "")
        return result

    def test_what_is_no_file_of_leases_is_refused_with_a_sentence(self):
        folder = self.folder()
        binary, huge = folder / "binary", folder / "huge"
        binary.write_bytes(bytes(range(256)) * 100)
        with open(huge, "wb") as file:
            os.truncate(file.fileno(), 100 << 20)
        self.refused(str(folder / "nowhere"), "nowhere: No such file or directory")
        self.refused(str(folder), "Is a directory")
        self.refused(str(binary), "what dnsmasq, ISC's dhcpd or Kea (CSV) write was expected")
        self.refused(str(huge), "larger than the 32 MiB")
        self.refused("/dev/zero", "larger than the 32 MiB")
        self.refused("", "--leases: empty")
        self.refused(self.file("0 50:c7:bf 10.88.0.3 HS110 *\n"), "leases:1: a MAC, as aa:bb:cc:dd:ee:ff, was expected")

    def test_a_name_is_not_searched_without_the_file_that_was_named(self):
        for device in ("Plug 3", "all"):
            with self.subTest(device):
                result = self.here.kasa("--json", "--wait", "1", "state", device, "--leases", "/nowhere")
                self.assertEqual(result.status, 2, f"\n{result}")
                self.assertIn("/nowhere", result.one()["error"]["message"])

    def test_a_damaged_line_is_told_and_the_others_are_used(self):
        path = self.file("0 50:c7:bf:00:00:01 10.88.0.1 HS110 *\n0 50:c7:bf 10.88.0.3 HS110 *\nrubbish\n")
        result = self.here.kasa("--json", "doctor", "--wait", "0.5", "--leases", path)
        self.assertIn("leases:2: a MAC, as aa:bb:cc:dd:ee:ff, was expected, not \"50:c7:bf\" (and so on", result.err)
        self.assertEqual(result.json()[-1]["hints"], 1, f"\n{result}")

    def test_a_file_without_any_device_of_the_maker_is_told(self):
        path = self.file(dnsmasq((f"{HERE}.9", "52:54:00:00:00:09", FAR_AWAY)))
        result = self.here.kasa("discover", "--wait", "0.5", "--leases", path)
        self.assertEqual(result.status, 0, f"\n{result}")
        self.assertIn("1 lease, none of TP-Link's", result.err)
        self.assertEqual(self.here.kasa("discover", "--quiet", "--wait", "0.5", "--leases", path).err, "")


class Neighbours(HintCase):
    """Broadcasts are lost, as behind some access points."""

    def setUp(self):
        super().setUp()
        self.here = self.lab.host("h0", ("br0", f"{HERE}.250/24"), ("br1", f"{THERE}.250/24"))

    def deaf(self, address, bridge="br0", hardware=None):
        """A plug that no broadcast reaches, but this host has spoken to."""
        host, house = self.plug(address, bridge, hardware)
        host.drop("input", "meta pkttype broadcast udp dport 9999")
        self.assertEqual(self.found(self.here, status=3), [])
        self.here.kasa("--host", address, "state")
        return house

    def test_a_plug_that_this_host_has_spoken_to_is_found_by_itself(self):
        self.deaf(f"{HERE}.3")
        self.assertEqual(self.found(self.here), [f"{HERE}.3"])

    def test_a_name_is_found_that_way(self):
        house = self.deaf(f"{HERE}.3")
        kasatest.clean_home()
        self.assertEqual(self.here.kasa("--wait", "1", "on", "Plug 3").status, 0)
        self.assertTrue(house.get(f"{HERE}.3")["on"])

    def test_other_hardware_is_not_asked(self):
        house = self.deaf(f"{HERE}.4", hardware="52:54:00:00:00:04")
        self.assertEqual(self.found(self.here, status=3), [])
        self.assertEqual(self.asked(house, f"{HERE}.4"), 0)

    def test_behind_an_interface_that_was_not_chosen_nobody_is_asked(self):
        left = self.deaf(f"{HERE}.3")
        self.assertEqual(self.found(self.here, "--interface", "eth1", status=3), [])
        self.assertEqual(self.asked(left, f"{HERE}.3"), 0)
        self.assertEqual(self.found(self.here, "--interface", "eth0"), [f"{HERE}.3"])

    def test_targets_that_were_named_stand_alone(self):
        house = self.deaf(f"{HERE}.3")
        self.assertEqual(self.found(self.here, "--target", f"{HERE}.255", status=3), [])
        self.assertEqual(self.asked(house, f"{HERE}.3"), 0)

    def test_who_does_not_exist_any_more_is_not_asked(self):
        self.here.ip("neigh", "replace", f"{HERE}.9", "dev", "eth0", "lladdr", mac(f"{HERE}.9"), "nud", "failed")
        told = self.here.kasa("--json", "doctor", "--wait", "0.5").json()[-1]
        self.assertEqual((told["hints"], told["silent"]), (0, []))


class Doctor(HintCase):
    def setUp(self):
        super().setUp()
        self.here = self.lab.host("h0", ("br0", f"{HERE}.250/24"))
        self.plug(f"{HERE}.3", "br0")
        for number in (3, 8):
            self.here.ip("neigh", "replace", f"{HERE}.{number}", "dev", "eth0", "lladdr", mac(f"{HERE}.{number}"))
        self.path = self.file(dnsmasq((f"{HERE}.9", mac(f"{HERE}.9"), FAR_AWAY)))

    def test_it_tells_who_is_silent_though_the_maker_is_the_same(self):
        result = self.here.kasa("doctor", "--wait", "1", "--leases", self.path)
        self.assertEqual(result.status, 0, f"\n{result}")
        self.assertRegex(result.out, r"known +3 of TP-Link's hardware, 2 of them silent\n"
                                     rf" +{HERE}\.8 +50:C7:BF:4D:00:08  a neighbour\n"
                                     rf" +{HERE}\.9 +50:C7:BF:4D:00:09  HS110\n")
        self.assertIn("newer firmware", result.out)
        self.assertEqual(result.out.count("newer firmware"), 1)

    def test_it_tells_programs_the_same(self):
        told = self.here.kasa("--json", "doctor", "--wait", "1", "--leases", self.path).json()[-1]
        self.assertEqual(told["hints"], 3)
        self.assertEqual(told["silent"], [
            {"host": f"{HERE}.8", "mac": "50:C7:BF:4D:00:08", "from": "neighbour"},
            {"host": f"{HERE}.9", "mac": "50:C7:BF:4D:00:09", "name": "HS110", "from": "lease"}])

    def test_it_lists_sixteen_and_counts_the_others(self):
        path = self.file(dnsmasq(*((f"{HERE}.{n}", mac(f"{HERE}.{n}"), FAR_AWAY) for n in range(100, 120))))
        result = self.here.kasa("doctor", "--wait", "0.5", "--leases", path)
        self.assertIn("known       22 of TP-Link's hardware, 21 of them silent\n", result.out)
        self.assertIn(f"{HERE}.114 ", result.out)
        self.assertNotIn(f"{HERE}.115 ", result.out)
        self.assertIn("and 5 more\n", result.out)

    def test_where_everybody_answers_nothing_is_said(self):
        self.here.ip("neigh", "del", f"{HERE}.8", "dev", "eth0")
        result = self.here.kasa("doctor", "--wait", "1")
        self.assertIn("known       1 of TP-Link's hardware, 0 of them silent\n", result.out)
        self.assertNotIn("newer firmware", result.out)


if __name__ == "__main__":
    kasatest.main()
