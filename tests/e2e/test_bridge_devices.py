"""Devices and the bridge: how they are found, known again, followed to other addresses, missed and heard of again."""
import subprocess
import time

import bridge
import kasatest
from bridge import Broker, Client, Kasad

TREE, LAMP, FAN = "127.0.0.1", "127.0.0.2", "127.0.0.3"
MACS = {TREE: "50:C7:BF:00:01:00", LAMP: "50:C7:BF:00:02:00", FAN: "50:C7:BF:00:03:00"}
IDS = {host: f"80{n:038X}" for n, host in enumerate(MACS)}
EVERY = 5  # seconds between two searches, in these tests


def key(host):
    return MACS[host].replace(":", "").lower()


def device(host, *more, model="HS110(EU)"):
    return ["--device", ",".join([model, f"address={host}", f"mac={MACS[host]}", f"id={IDS[host]}", *more])]


class Devices(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.broker = self.enter(Broker())
        self.client = self.enter(Client())

    def home(self, *hosts):
        return self.house(*[word for host in hosts for word in device(host)])

    def bridge(self, config=None, **keywords):
        return self.enter(Kasad(self.broker, config, **keywords))

    def wait_online(self, name, since=0, bound=kasatest.BOUND):
        return self.client.wait(f"kasa/{name}/availability", lambda message: message.text == "online", since, bound)

    def said(self, name, since=0):
        """What was said of its availability."""
        return [message.text for message in self.client.since(since, f"kasa/{name}/availability")]

    def switch(self, name, state, since=None):
        since = self.client.mark() if since is None else since
        self.client.publish(f"kasa/{name}/set", state)
        self.client.wait(f"kasa/{name}", lambda message: message.json.get("state") == state, since)


class Strips(Devices):
    def test_the_sum_is_told_when_all_outlets_were_read(self):
        self.house(*device(TREE, model="HS300(US)"))
        self.bridge()
        strip = f"kasa/{key(TREE)}"
        first = self.client.wait(f"{strip}/energy").json
        outlets = [self.client.wait(f"{strip}/outlet/{n}/energy").json["energy"] for n in range(1, 7)]
        self.assertGreater(min(outlets), 0, "else this shows nothing")
        self.assertAlmostEqual(sum(outlets), first["energy"], delta=0.1)


class Finding(Devices):
    def test_a_house_appears_by_itself(self):
        house = self.house()
        self.bridge()
        for line in house.told[:-1]:
            mac = house.get(line.split(" ")[0])["mac"]
            self.wait_online(mac.replace(":", "").lower())

    def test_configured_devices_are_found_by_host_by_mac_and_by_id(self):
        self.home(TREE, LAMP, FAN)
        self.bridge({"discovery": {"enabled": False},
                     "devices": [{"host": TREE, "name": "tree"}, {"mac": MACS[LAMP], "name": "lamp"},
                                 {"id": IDS[FAN], "name": "fan"}]})
        for name in ("tree", "lamp", "fan"):
            self.wait_online(name)
        self.switch("fan", "ON")

    def test_without_searches_for_strangers_nobody_else_appears(self):
        house = self.home(TREE, LAMP)
        kasad = self.bridge({"discovery": {"enabled": False}, "devices": [{"mac": MACS[LAMP], "name": "lamp"}]})
        self.wait_online("lamp")
        self.client.publish("kasa/lamp/get")
        kasad.stop()
        self.assertEqual([], self.client.since(0, f"kasa/{key(TREE)}/availability"))
        self.assertEqual(0, house.counts(TREE)[0], "nobody connected to it")

    def test_a_device_that_is_not_enabled_is_left_alone(self):
        house = self.home(TREE, LAMP)
        self.bridge({"devices": [{"mac": MACS[TREE], "enabled": False}]})
        self.wait_online(key(LAMP))
        kasatest.wait_until(lambda: house.counts(TREE)[2] > 4, what="a second search")
        self.assertEqual(0, house.counts(TREE)[0], "nobody connected to it")
        self.assertEqual([], self.said(key(TREE)))

    def test_a_host_by_name_that_dns_does_not_know_yet(self):
        hosts = self.folder() / "hosts"
        hosts.write_text("127.0.0.1 localhost\n", encoding="ascii")
        subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)
        self.addCleanup(subprocess.run, ["umount", "/etc/hosts"], check=True)
        self.home(TREE)
        kasad = self.bridge({"discovery": {"enabled": False}, "devices": [{"host": "tree.test", "name": "tree"}]})
        kasad.wait_log("configured host cannot be used", "host=tree.test")
        hosts.write_text(f"127.0.0.1 localhost\n{TREE} tree.test\n", encoding="ascii")
        kasad.wait_log("configured host is there", "host=tree.test")
        self.wait_online("tree")
        self.assertEqual(1, kasad.count_log("configured host cannot be used"))

    def test_a_configured_host_that_is_not_there_yet_is_told_once(self):
        kasad = self.bridge({"discovery": {"enabled": False}, "devices": [{"host": LAMP, "name": "lamp"}]})
        kasad.wait_log("configured host cannot be used", f"host={LAMP}")
        time.sleep(3)  # some more tries
        self.home(LAMP)
        self.wait_online("lamp")
        self.assertEqual(1, kasad.count_log("configured host cannot be used"))

    def test_who_was_known_is_there_after_a_restart_without_a_search(self):
        house = self.home(TREE)
        state = self.folder() / "state"
        first = self.bridge(state=state)
        self.wait_online(key(TREE))
        first.stop()
        since, asked = self.client.mark(), house.counts(TREE)[2]
        self.bridge({"discovery": {"enabled": False}}, state=state)
        self.wait_online(key(TREE), since, bound=10)
        self.assertEqual(asked, house.counts(TREE)[2], "no search was needed")

    def test_one_that_lets_nobody_in_is_named_once(self):
        house = self.house(*device(TREE), *device(LAMP, "transport=klap2", model="HS110(EU)"), "--username", "a@b.example",
                           "--password", "secret")
        kasad = self.bridge()
        self.wait_online(key(TREE))
        kasad.wait_log("device cannot be used", f"host={LAMP}", "code=auth")
        asked = house.counts(TREE)[2]
        kasatest.wait_until(lambda: house.counts(TREE)[2] > asked + 4, what="another search")
        self.assertEqual(1, kasad.count_log("device cannot be used"))
        self.assertEqual([], self.said(key(LAMP)))

    def test_new_hosts_of_a_reload_are_looked_for(self):
        self.home(TREE, LAMP)
        kasad = self.bridge({"discovery": {"enabled": False}, "devices": [{"host": TREE, "name": "tree"}]})
        self.wait_online("tree")
        kasad.config["devices"].append({"host": LAMP, "name": "lamp"})
        kasad.write()
        kasad.reload()
        self.wait_online("lamp")

    def test_a_thousand_devices_appear(self):
        self.house("--count", "1000", "--model", "HS100")
        self.bridge()

        def online():
            topics = list(self.client.last.items())
            return sum(topic.endswith("/availability") and message.text == "online" for topic, message in topics)
        kasatest.wait_until(lambda: online() == 1000, what="1000 devices")


class Following(Devices):
    def test_a_device_with_a_new_address_keeps_its_topics(self):
        house = self.home(TREE, LAMP)
        kasad = self.bridge()
        self.wait_online(key(TREE))
        house.move(TREE, "127.0.0.77")
        kasad.wait_log("device moved", f"device={key(TREE)}", "after=127.0.0.77", bound=30)
        self.switch(key(TREE), "ON")
        self.assertNotIn("offline", self.said(key(TREE)))
        self.assertEqual(0, kasad.count_log("say that they are the same"))

    def test_a_command_finds_it_within_seconds(self):
        house = self.home(TREE)
        self.bridge({"discovery": {"every": "1h"}})
        self.wait_online(key(TREE))
        time.sleep(10)  # two searches are ten seconds apart
        house.move(TREE, "127.0.0.77")
        started = time.monotonic()
        self.switch(key(TREE), "ON")
        self.assertLess(time.monotonic() - started, 12)

    def test_two_that_changed_places_are_told_apart(self):
        house = self.home(TREE, LAMP)
        kasad = self.bridge()
        for host in (TREE, LAMP):
            self.wait_online(key(host))
        house.move(TREE, "127.0.0.77")
        house.move(LAMP, TREE)
        house.move("127.0.0.77", LAMP)
        kasad.wait_log("device moved", f"device={key(TREE)}", f"after={LAMP}")
        kasad.wait_log("device moved", f"device={key(LAMP)}", f"after={TREE}")
        self.switch(key(TREE), "ON")
        self.assertEqual([0, 1], [kasatest.sysinfo(host)["relay_state"] for host in (TREE, LAMP)])

    def test_an_impostor_does_not_take_the_place_of_one_that_answers(self):
        house = self.home(TREE)
        kasad = self.bridge()
        self.wait_online(key(TREE))
        house.fault(TREE, "loss:1")  # of two answers with one MAC a search tells the first
        twin = ",".join(["HS110(EU)", "address=127.0.0.66", f"mac={MACS[TREE]}", f"id={IDS[TREE]}"])
        self.house("--device", twin)
        kasad.wait_log("two devices say that they are the same one", "other=127.0.0.66", bound=30)
        self.switch(key(TREE), "ON")
        self.assertEqual(1, kasatest.sysinfo(TREE)["relay_state"])
        self.assertEqual(0, kasatest.sysinfo("127.0.0.66")["relay_state"])
        self.assertEqual(0, kasad.count_log("device moved"))

    def test_somebody_else_at_the_address_of_one_that_is_gone_is_not_taken_for_it(self):
        house = self.home(TREE, LAMP)
        self.bridge()
        for host in (TREE, LAMP):
            self.wait_online(key(host))
        house.remove(TREE)
        house.move(LAMP, TREE)
        self.client.publish(f"kasa/{key(TREE)}/set", "ON")
        self.client.wait(f"kasa/{key(TREE)}/availability", lambda message: message.text == "offline")
        self.assertEqual(0, kasatest.sysinfo(TREE)["relay_state"], "the lamp was not switched")

    def test_a_device_that_learned_another_transport_is_spoken_to_in_it(self):
        account = {"username": "a@b.example", "password": "secret"}
        house = self.house(*device(TREE), "--username", account["username"], "--password", account["password"])
        kasad = self.bridge({"credentials": [account]})
        self.wait_online(key(TREE))
        house.set(TREE, "transport", "klap2")
        since = self.client.mark()
        kasatest.wait_until(lambda: house.get(TREE)["requests"] > 0, what="it to be asked")
        self.switch(key(TREE), "ON", since)
        self.assertEqual(1, kasad.count_log("device found"))


class Missing(Devices):
    def test_one_that_is_silent_is_offline_after_half_a_minute_and_back_within_40_seconds(self):
        house = self.home(TREE, LAMP)
        kasad = self.bridge({"discovery": {"every": "1h"}})
        for host in (TREE, LAMP):
            self.wait_online(key(host))
        since, silent = self.client.mark(), time.monotonic()
        house.fault(TREE, "silent")
        gone = self.client.wait(f"kasa/{key(TREE)}/availability", lambda message: message.text == "offline", since)
        self.assertGreater(gone.when - silent, 24, "30 s after its last answer")
        self.assertLess(gone.when - silent, 45)
        self.assertEqual(1, kasad.count_log("device is offline"))
        time.sleep(15)  # the rest that it is given grows
        since, back = self.client.mark(), time.monotonic()
        house.fault(TREE)
        self.assertLess(self.wait_online(key(TREE), since, bound=60).when - back, 41)
        self.assertNotIn("offline", self.said(key(LAMP)))
        self.assertEqual(1, kasad.count_log("device is back"))

    def test_one_that_answers_a_search_is_back_at_once(self):
        house = self.house("--close", *device(TREE))  # it is refused from its next poll on, and not when it closes once
        self.bridge()
        self.wait_online(key(TREE))
        house.fault(TREE, "silent")
        self.client.wait(f"kasa/{key(TREE)}/availability", lambda message: message.text == "offline")
        since, back = self.client.mark(), time.monotonic()
        house.fault(TREE)
        self.assertLess(self.wait_online(key(TREE), since).when - back, 2 * EVERY + 5)

    def test_a_configured_device_that_nobody_ever_saw_is_offline(self):
        kasad = self.bridge({"devices": [{"mac": MACS[FAN], "name": "fan"}]})
        self.client.wait("kasa/fan/availability", lambda message: message.text == "offline")
        kasad.wait_log("configured device was not found", "name=\"fan\"")
        self.home(FAN)
        self.wait_online("fan", bound=3 * EVERY + 10)


if __name__ == "__main__":
    kasatest.main()
