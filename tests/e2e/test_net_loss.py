"""Discovery where datagrams get lost: in the network, and at the devices."""

import concurrent.futures
import functools

import kasatest
from netlab import Lab

DEVICES = 60
TRIALS = 5  # of 60 devices each


class LossCase(kasatest.TestCase):
    def searches(self, run, wait="5"):
        """Several searches at a time; how many devices each found, none twice."""

        def search(_):
            result = run("--json", "discover", "--wait", wait, timeout=120)
            self.assertEqual(result.status, 0, f"\n{result}")
            hosts = [row["host"] for row in result.json()]
            self.assertEqual(len(hosts), len(set(hosts)))
            return len(hosts)

        with concurrent.futures.ThreadPoolExecutor(TRIALS) as pool:
            return list(pool.map(search, range(TRIALS)))

    def assert_share(self, counts, share):
        self.assertGreaterEqual(sum(counts), share * DEVICES * len(counts), counts)


class InTheNetwork(LossCase):
    """Each device is a host of its own; each of its probes, and each of its answers, is lost with a probability."""

    def street(self, percent):
        lab = Lab(self)
        lab.bridge("br0")
        luck = f"numgen random mod 100 < {percent}"
        for number in range(1, DEVICES + 1):
            host = lab.host(f"d{number}", ("br0", f"10.77.0.{number}/24"))
            host.drop("input", f"udp dport 9999 {luck}")
            self.house("--interface", "eth0", "--address", f"10.77.0.{number}", prefix=host.prefix,
                       *("--device", f"HS100,alias=Plug {number},mac=02:00:0A:4D:00:{number:02X},id={number:040X}"))
        me = lab.host("h0", ("br0", "10.77.0.250/24"))
        me.drop("input", f"udp sport 9999 {luck}")
        return me

    def test_at_ten_percent_each_way_nearly_all_are_found(self):
        self.assert_share(self.searches(self.street(10).kasa), 0.99)

    def test_at_thirty_percent_each_way_too(self):
        """Seven rounds of two probes each."""
        self.assert_share(self.searches(self.street(30).kasa), 0.99)


class AtTheDevices(LossCase):
    def test_a_house_that_loses_every_fifth_answer_is_found(self):
        """19 percent is what 10 percent each way comes to."""
        for seed in ("1", "2"):
            house = self.house("--count", str(DEVICES), "--seed", seed, "--fault", "all=loss:0.19")
            self.assert_share(self.searches(kasatest.run), 0.99)
            house.close()

    def test_announcements_that_are_lost_are_asked_for_again(self):
        """Those who are found are also read: what is lost of a log-in is TCP's to repeat."""
        house = self.house("--count", str(DEVICES), "--transport", "klap2", "--fault", "all=loss:0.19")
        account = {"KASA_USERNAME": "user@example.com", "KASA_PASSWORD": "hunter2 é"}
        self.assert_share(self.searches(functools.partial(kasatest.run, env=account)), 0.99)
        house.close()

    def test_a_named_device_is_switched_in_spite_of_loss(self):
        house = self.house("--count", str(DEVICES), "--fault", "all=loss:0.2")
        name = kasatest.sysinfo("127.0.0.1")["alias"]
        self.kasa("on", name, "--wait", "5")
        self.assertEqual(kasatest.sysinfo("127.0.0.1")["relay_state"], 1)
        house.close()

    def test_devices_that_are_silent_on_udp_are_reached_by_address(self):
        self.house("--count", "3", "--fault", "all=loss:1")
        nobody = kasatest.run("--json", "discover", "--wait", "0.5")
        self.assertEqual([row["error"]["code"] for row in nobody.json()], ["not_found"])
        self.kasa("--host", "127.0.0.1", "on")


if __name__ == "__main__":
    kasatest.main()
