"""Discovery by real broadcasts between hosts: several networks, failing ones, moved devices, and answers that lie."""

import contextlib
import ipaddress
import sys

import kasatest
from netlab import Lab, ip

NET = "10.77.0"
OTHER_NET = "10.88.0"
FORGED = r"""
import json, select, socket, sys
text = json.dumps({"system": {"get_sysinfo": {"alias": "Forged", "deviceId": "F0" * 20, "model": "HS100(EU)",
    "mic_type": "IOT.SMARTPLUGSWITCH", "mac": "02:00:00:00:00:66", "relay_state": 0, "err_code": 0}}})
key, answer = 171, bytearray()
for byte in text.encode():
    key ^= byte
    answer.append(key)
hears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
hears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
hears.bind(("", 9999))
answers = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
answers.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
answers.bind((sys.argv[1], int(sys.argv[2])))
print("ready", flush=True)
while True:
    (ready, *_), _, _ = select.select([hears, answers], [], [])
    _, peer = ready.recvfrom(2048)
    answers.sendto(bytes(answer), peer)
"""


def rows(result):
    """What discover printed, by address."""
    found = {}
    for row in result.json():
        if row["host"] in found:
            raise AssertionError(f"{row['host']} twice\n{result}")
        found[row["host"]] = row
    return found


class NetCase(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.lab = Lab(self)
        self.lab.bridge("br0")

    def second_network(self):
        self.lab.bridge("br1")

    def me(self, *links, **keywords):
        """The host where kasa runs."""
        return self.lab.host("h0", *(links or [("br0", f"{NET}.250/24")]), **keywords)

    def sim(self, host, address, device, interface="eth0"):
        return self.house("--interface", interface, "--address", address, "--device", device, prefix=host.prefix)

    def plug(self, number, device=None, bridge="br0", net=NET):
        """A host with one simulated device; its address ends in `number`."""
        address = f"{net}.{number}"
        host = self.lab.host(f"d{bridge[-1]}-{number}", (bridge, f"{address}/24"))
        return host, self.sim(host, address, device or self.somebody(f"Plug {number}", address))

    @staticmethod
    def somebody(alias, address):
        """A plug whose identity follows from its address: each house numbers its own devices from 1."""
        number = int(ipaddress.ip_address(address))
        mac = bytes([2, 0]) + number.to_bytes(4, "big")
        return f"HS110,alias={alias},mac={mac.hex(':')},id={number:040X}"

    def plugs(self, count, **keywords):
        net = keywords.get("net", NET)
        for number in range(1, count + 1):
            self.plug(number, **keywords)
        return {f"{net}.{number}" for number in range(1, count + 1)}

    def discover(self, host, *args, wait="1", status=0, **keywords):
        result = host.kasa("--json", "discover", "--wait", wait, *args, **keywords)
        self.assertEqual(status, result.status, f"\n{result}")
        return result


class Finding(NetCase):
    def test_all_are_found_without_a_default_route(self):
        me, there = self.me(), self.plugs(5)
        found = rows(self.discover(me))
        self.assertEqual(set(found), there)
        self.assertEqual(len({row["mac"] for row in found.values()}), 5)
        self.assertEqual({row["alias"] for row in found.values()}, {f"Plug {n}" for n in range(1, 6)})

    def test_all_are_found_with_a_default_route(self):
        there = self.plugs(3)
        self.assertEqual(set(rows(self.discover(self.me(route=f"{NET}.1")))), there)

    def test_devices_of_two_networks_are_found_at_once(self):
        self.second_network()
        me = self.me(("br0", f"{NET}.250/24"), ("br1", f"{OTHER_NET}.250/24"), route=f"{NET}.1")
        here, there = self.plugs(2), self.plugs(2, bridge="br1", net=OTHER_NET)
        self.assertEqual(set(rows(self.discover(me))), here | there)
        for interface, expected in (("eth0", here), ("eth1", there)):
            self.assertEqual(set(rows(self.discover(me, "--interface", interface))), expected)
        both = self.discover(me, "--interface", "eth0", "--interface", "eth1")
        self.assertEqual(set(rows(both)), here | there)

    def test_an_interface_that_is_not_there_is_named(self):
        me = self.me()
        result = me.kasa("discover", "--interface", "wlan7", "--wait", "1")
        self.assertEqual(result.status, 2, f"\n{result}")
        self.assertIn("wlan7", result.err)

    def test_a_device_on_two_networks_is_listed_once(self):
        self.second_network()
        me = self.me(("br0", f"{NET}.250/24"), ("br1", f"{OTHER_NET}.250/24"))
        who = "HS100,alias=Twice,mac=02:00:5E:00:53:77,id=" + "8006" * 10
        self.plug(7, who)
        self.plug(7, who, bridge="br1", net=OTHER_NET)
        result = self.discover(me)
        self.assertEqual([row["alias"] for row in result.json()], ["Twice"])
        self.assertIn(result.one()["host"], (f"{NET}.7", f"{OTHER_NET}.7"))

    def test_answers_to_several_probes_are_merged(self):
        """Four rounds to two addresses each: eight answers of each device, one row."""
        me, there = self.me(), self.plugs(2)
        self.assertEqual(len(self.discover(me).json()), len(there))

    def test_an_interface_of_two_networks_asks_both(self):
        me = self.me()
        me.ip("addr", "add", f"{OTHER_NET}.250/24", "brd", "+", "dev", "eth0")
        there = self.plugs(1)
        host = self.lab.host("d-other", ("br0", f"{OTHER_NET}.9/24"))
        self.sim(host, f"{OTHER_NET}.9", self.somebody("Other", f"{OTHER_NET}.9"))
        self.assertEqual(set(rows(self.discover(me))), there | {f"{OTHER_NET}.9"})


class Targets(NetCase):
    def behind_a_router(self):
        """Two devices in a network that broadcasts do not reach."""
        self.second_network()
        router = self.lab.host("r", ("br0", f"{NET}.254/24"), ("br1", f"{OTHER_NET}.254/24"))
        router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
        for number in (3, 40):
            host, _ = self.plug(number, bridge="br1", net=OTHER_NET)
            host.ip("route", "add", "default", "via", f"{OTHER_NET}.254")
        return self.me(route=f"{NET}.254")

    def test_another_network_is_searched_address_by_address(self):
        me = self.behind_a_router()
        self.assertEqual(me.kasa("discover", "--wait", "0.5").status, 3)
        found = rows(self.discover(me, "--target", f"{OTHER_NET}.0/24", wait="3"))
        self.assertEqual(set(found), {f"{OTHER_NET}.3", f"{OTHER_NET}.40"})
        found = rows(self.discover(me, "--target", f"{OTHER_NET}.32/27", wait="3"))
        self.assertEqual(set(found), {f"{OTHER_NET}.40"})

    def test_one_host_is_asked_and_the_search_ends_with_its_answer(self):
        me = self.behind_a_router()
        result = self.discover(me, "--target", f"{OTHER_NET}.3", wait="30")
        self.assertEqual(set(rows(result)), {f"{OTHER_NET}.3"})
        self.assertLess(result.seconds, 15)

    def test_a_name_is_found_in_a_named_range(self):
        me = self.behind_a_router()
        me.kasa("on", "Plug 40", "--target", f"{OTHER_NET}.0/24")
        told = me.kasa("--json", "--host", f"{OTHER_NET}.40", "state").one()
        self.assertEqual((told["alias"], told["on"]), ("Plug 40", True))

    def test_the_same_network_can_be_searched_by_range_and_by_broadcast_address(self):
        me, there = self.me(), self.plugs(2)
        for target in (f"{NET}.0/24", f"{NET}.255", "255.255.255.255"):
            with self.subTest(target):
                self.assertEqual(set(rows(self.discover(me, "--target", target))), there)
        several = self.discover(me, "--target", f"{NET}.1", "--target", f"{NET}.2", "--target", f"{NET}.9")
        self.assertEqual(set(rows(several)), there)


class Ranges(NetCase):
    """Hosts that are asked one by one, and most of them are not there."""

    def test_a_thousand_addresses_are_asked_so_slowly_that_the_table_of_neighbours_has_room(self):
        me = self.me(("br0", "10.77.0.250/16"))
        far = self.lab.host("far", ("br0", "10.77.15.254/16"))
        self.sim(far, "10.77.15.254", self.somebody("Far", "10.77.15.254"))
        result = self.discover(me, "--target", "10.77.12.0/22")
        self.assertEqual(set(rows(result)), {"10.77.15.254"})
        self.assertGreater(result.seconds, 1022 / 256 - 1, "a neighbour that is not there is kept for three seconds")
        self.assertLess(result.seconds, 60)

    def test_five_hundred_answers_to_a_range_fit_the_buffer_of_an_ordinary_user(self):
        setpriv = kasatest.need_program("setpriv")
        me = self.me(("br0", "10.77.0.250/16"))
        hall = self.lab.host("hall", ("br0", "10.77.0.1/16"))
        hall.ip("route", "add", "local", "10.77.8.0/22", "dev", "lo")
        self.house("--interface", "eth0", "--address", "10.77.8.1", "--count", "500", prefix=hall.prefix)
        me.prefix = (*me.prefix, setpriv, "--bounding-set=-net_admin", "--inh-caps=-net_admin")
        self.assertEqual(len(rows(self.discover(me, "--target", "10.77.8.0/23", wait="3"))), 500)


class SameAddresses(NetCase):
    """Two networks with the same addresses, as when a plug's own Wi-Fi is joined beside that of the house."""

    def setUp(self):
        super().setUp()
        self.second_network()
        self.here = self.me(("br0", f"{NET}.250/24"), ("br1", f"{NET}.250/24"))
        for bridge, alias in (("br0", "Left"), ("br1", "Right")):
            host = self.lab.host(alias, (bridge, f"{NET}.7/24"))
            self.sim(host, f"{NET}.7", f"HS110,alias={alias}")

    def found(self, *args):
        return [row["alias"] for row in self.discover(self.here, *args).json()]

    def test_a_search_goes_through_the_interface_that_was_named(self):
        for target in ([], ["--target", f"{NET}.255"], ["--target", f"{NET}.7"], ["--target", f"{NET}.0/28"]):
            with self.subTest(target):
                self.assertEqual(self.found("--interface", "eth0", *target), ["Left"])
                self.assertEqual(self.found("--interface", "eth1", *target), ["Right"])


class FailingInterfaces(NetCase):
    def two_networks(self):
        self.second_network()
        return self.me(("br0", f"{NET}.250/24"), ("br1", f"{OTHER_NET}.250/24"), route=f"{OTHER_NET}.1")

    def test_an_interface_that_is_down_is_no_failure(self):
        me, there = self.two_networks(), self.plugs(2)
        me.ip("link", "set", "eth1", "down")
        self.assertEqual(set(rows(self.discover(me))), there)

    def test_an_interface_whose_cable_is_out_is_no_failure(self):
        me, there = self.two_networks(), self.plugs(2)
        ip("link", "set", me.ends[1], "down")
        self.assertEqual(set(rows(self.discover(me))), there)

    def test_an_interface_that_refuses_to_send_is_no_failure_and_is_told(self):
        me, there = self.two_networks(), self.plugs(2)
        me.drop("output", 'oifname "eth1" udp dport 9999')
        result = self.discover(me, "-vv")
        self.assertEqual(set(rows(result)), there)
        self.assertIn(f"{OTHER_NET}.255", result.err)

    def test_where_nothing_can_be_sent_the_reason_is_told(self):
        me = self.me()
        me.drop("output", "udp dport 9999")
        result = me.kasa("discover", "--wait", "0.5")
        self.assertEqual(result.status, 3, f"\n{result}")
        self.assertRegex(result.err, "(?i)not permitted|denied")

    def test_a_host_without_any_network_is_told_so(self):
        me = self.lab.host("h0")
        result = me.kasa("discover", "--wait", "0.5")
        self.assertNotEqual(result.status, 0, f"\n{result}")
        self.assertIn("interface", result.err)


class Doctor(NetCase):
    def test_it_names_interfaces_broadcast_addresses_and_what_answered(self):
        self.second_network()
        me = self.me(("br0", f"{NET}.250/24"), ("br1", f"{OTHER_NET}.250/24"))
        self.plugs(2)
        result = me.kasa("doctor", "--wait", "1")
        for word in ("eth0", "eth1", f"{NET}.250", f"{NET}.255", f"{OTHER_NET}.255", f"{NET}.1", f"{NET}.2", "9999"):
            self.assertIn(word, result.out + result.err, f"\n{result}")

    def test_it_says_that_nothing_answered(self):
        result = self.me().kasa("doctor", "--wait", "0.5")
        self.assertGreaterEqual(result.status, 0, f"\n{result}")
        self.assertIn("eth0", result.out, f"\n{result}")

    def test_it_tells_an_interface_that_is_down(self):
        self.second_network()
        me = self.me(("br0", f"{NET}.250/24"), ("br1", f"{OTHER_NET}.250/24"))
        me.ip("link", "set", "eth1", "down")
        result = me.kasa("doctor", "--wait", "0.5")
        self.assertRegex(result.out, r"eth1.*down")


class Moving(NetCase):
    @staticmethod
    def is_on(house, address):
        return house.get(address)["on"]

    def moved(self, host, house, old, new, device):
        """The router gave it another address: the device is the same, and so is its state."""
        house.close()
        host.ip("addr", "del", f"{old}/24", "dev", "eth0")
        host.ip("addr", "add", f"{new}/24", "brd", "+", "dev", "eth0")
        return self.sim(host, new, device)

    def test_a_device_with_a_new_address_is_found_again_by_its_name(self):
        me = self.me()
        device = "HS100,alias=Christmas tree,mac=02:00:5E:00:53:21,id=" + "21" * 20
        host, house = self.plug(21, device)
        self.assertEqual(me.kasa("on", "Christmas tree").status, 0)
        self.assertEqual(self.is_on(house, f"{NET}.21"), True)
        house = self.moved(host, house, f"{NET}.21", f"{NET}.99", device)
        for name in ("Christmas tree", "02:00:5e:00:53:21", "21" * 20):
            with self.subTest(name):
                result = me.kasa("--json", "toggle", name)
                self.assertEqual(result.status, 0, f"\n{result}")
                self.assertEqual(result.one()["host"], f"{NET}.99")
        self.assertEqual(self.is_on(house, f"{NET}.99"), True, "switched three times, from off")

    def test_another_plug_at_the_old_address_gets_no_order(self):
        me = self.me()
        tree = "HS100,alias=Christmas tree,mac=02:00:5E:00:53:21,id=" + "21" * 20
        host, house = self.plug(21, tree)
        self.assertEqual(me.kasa("on", "Christmas tree").status, 0)
        house = self.moved(host, house, f"{NET}.21", f"{NET}.99", tree)
        stranger = self.stranger()
        self.assertEqual(me.kasa("on", "Christmas tree").status, 0)
        self.assertEqual(self.is_on(house, f"{NET}.99"), True)
        self.assertEqual(stranger.get(f"{NET}.21")["switches"], 0)
        self.assertEqual(self.is_on(stranger, f"{NET}.21"), False)

    def stranger(self):
        host = self.lab.host("stranger", ("br0", f"{NET}.21/24"))
        return self.sim(host, f"{NET}.21", "HS100,alias=Oxygen pump,mac=02:00:5E:00:53:22,id=" + "22" * 20)

    def test_a_device_that_is_gone_while_another_has_its_address_is_not_found(self):
        me = self.me()
        tree = "HS100,alias=Christmas tree,mac=02:00:5E:00:53:21,id=" + "21" * 20
        host, house = self.plug(21, tree)
        self.assertEqual(me.kasa("on", "Christmas tree").status, 0)
        house.close()
        host.ip("addr", "del", f"{NET}.21/24", "dev", "eth0")
        stranger = self.stranger()
        for name in ("Christmas tree", "02:00:5E:00:53:21"):
            with self.subTest(name):
                result = me.kasa("--json", "--wait", "1", "on", name)
                self.assertEqual(result.status, 3, f"\n{result}")
                self.assertIn(result.one()["error"]["code"], ("not_found", "identity"))
        self.assertEqual(stranger.get(f"{NET}.21")["switches"], 0)


class Lies(NetCase):
    """Answers from addresses that are not of the link."""

    def forger(self, source, number=66):
        host = self.lab.host("liar", ("br0", f"{NET}.{number}/24"))
        if not source.startswith(NET):
            host.ip("addr", "add", f"{source}/32", "dev", "lo")
        return host

    @contextlib.contextmanager
    def forging(self, host, source, port=9999):
        with kasatest.running("-c", FORGED, source, str(port), program=sys.executable, prefix=host.prefix) as process:
            self.assertEqual(process.stdout.readline().strip(), b"ready")
            yield

    def credulous(self, **keywords):
        """A host whose kernel lets everything pass."""
        me = self.me(**keywords)
        me.run("sh", "-c", "for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 > $f; done")
        return me

    def test_an_answer_from_off_the_link_is_ignored_and_counted(self):
        me, there = self.credulous(), self.plugs(1)
        with self.forging(self.forger("203.0.113.9"), "203.0.113.9"):
            result = self.discover(me, "-v")
            self.assertEqual(set(rows(result)), there, f"\n{result}")
            doctor = me.kasa("doctor", "--wait", "1")
            self.assertRegex(doctor.out + doctor.err, r"(?i)off the link|outside|stranger|other network|foreign")
            self.assertNotIn("Forged", doctor.out)

    def test_a_name_is_not_followed_off_the_link(self):
        me = self.credulous(route=f"{NET}.66")
        with self.forging(self.forger("203.0.113.9"), "203.0.113.9"):
            result = me.kasa("--json", "--wait", "1", "on", "Forged")
            self.assertEqual(result.status, 3, f"\n{result}")

    def test_a_target_that_was_named_is_believed(self):
        me = self.credulous(route=f"{NET}.66")
        with self.forging(self.forger("203.0.113.9"), "203.0.113.9"):
            for target in ("203.0.113.9", "203.0.113.8/30"):
                with self.subTest(target):
                    found = rows(self.discover(me, "--target", target))
                    self.assertEqual([row["alias"] for row in found.values()], ["Forged"])

    def test_an_answer_from_another_port_is_not_a_device(self):
        me, there = self.credulous(), self.plugs(1)
        with self.forging(self.forger(f"{NET}.66"), f"{NET}.66", port=9998):
            self.assertEqual(set(rows(self.discover(me))), there)

    def test_a_forged_answer_on_the_link_is_asked_over_tcp_before_anything_is_switched(self):
        """It says that it is the plug; the address does not answer, or is somebody else: nobody is switched."""
        me = self.credulous()
        with self.forging(self.forger(f"{NET}.66"), f"{NET}.66"):
            result = me.kasa("--json", "--wait", "1", "--timeout", "2", "on", "Forged")
            self.assertEqual(result.status, 3, f"\n{result}")


if __name__ == "__main__":
    kasatest.main()
