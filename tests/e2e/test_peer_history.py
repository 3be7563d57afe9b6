"""Histories, the cloud, Wi-Fi and the location of devices that are not ours: npm's tplink-smarthome-simulator.

What a device did is asked by the few lines of kasatest.ask(), not by kasa.
"""
import datetime

import kasatest
from kasatest import ask, sysinfo
from test_peer_devices import HOSTS, LIGHTS, METERED, MODELS, PACKAGE, WITHOUT_METER, peers

YEAR = datetime.date.today().year
PLUGS = [model for model in MODELS if model not in LIGHTS]
BULBS = [model for model in LIGHTS if model.startswith("lb")]


def told(model, module, method, args=None):
    return ask(HOSTS[model], {module: {method: args or {}}})[module][method]


def dated(entries, key):
    """Day or month, and the value, in the order of time."""
    return sorted(("-".join(f"{one[part]:02d}" for part in ("year", "month", "day") if part in one), one[key])
                  for one in entries)


def in_kwh(entries):
    key = "energy" if entries and "energy" in entries[0] else "energy_wh"
    return [(date, value if key == "energy" else value / 1000) for date, value in dated(entries, key)]


class PeerHistory(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.enter(peers(self.folder()))

    def check_energy(self, want, shown, key):
        self.assertEqual([date for date, _ in want], [one[key] for one in shown])
        for (_, kwh), one in zip(want, shown):
            self.assertAlmostEqual(kwh, one["energy_kwh"], places=6)

    def test_energy_of_days_and_months_is_what_the_meter_says(self):
        for model in METERED:
            with self.subTest(model):
                days = told(model, "emeter", "get_daystat", {"year": YEAR, "month": 1})["day_list"]
                self.assertGreater(len(days), 0)
                shown = self.kasa("energy", HOSTS[model], "--day", f"{YEAR}-01", "--json").one()["energy_days"]["days"]
                self.check_energy(in_kwh(days), shown, "date")
                months = told(model, "emeter", "get_monthstat", {"year": YEAR})["month_list"]
                shown = self.kasa("energy", HOSTS[model], "--month", str(YEAR), "--json").one()
                self.check_energy(in_kwh(months), shown["energy_months"]["months"], "month")

    def test_time_of_use_is_what_the_device_says(self):
        for model in ("hs100", "hs110", "hs220", "lb100"):
            module = "smartlife.iot.common.schedule" if model in LIGHTS else "schedule"
            with self.subTest(model):
                days = told(model, module, "get_daystat", {"year": YEAR, "month": 1})["day_list"]
                shown = self.kasa("usage", HOSTS[model], "--day", f"{YEAR}-01", "--json").one()["usage_days"]["days"]
                self.assertEqual(dated(days, "time"), [(one["date"], one["on_time_min"]) for one in shown])

    def test_an_erasure_that_leaves_the_total_is_found_out(self):
        for model in METERED:
            result = self.kasa("energy", HOSTS[model], "--erase", "--yes", status=1)
            self.assertIn("forgot nothing", result.err)

    def test_without_a_meter_there_is_no_history(self):
        for model in WITHOUT_METER:
            self.kasa("energy", HOSTS[model], "--day", status=5)

    def test_the_cloud_is_shown_left_and_bound(self):
        for model in PLUGS + BULBS:
            module = "smartlife.iot.common.cloud" if model in LIGHTS else "cnCloud"
            with self.subTest(model):
                info = told(model, module, "get_info")
                cloud = self.kasa("cloud", HOSTS[model], "--json").one()["cloud"]
                self.assertEqual((bool(info["binded"]), info["server"], bool(info["cld_connection"])),
                                 (cloud["bound"], cloud["server"], cloud["connected"]))
                self.kasa("cloud", "bind", HOSTS[model], "--username", "me@example.com", "--password-file", "-",
                          "--yes", stdin="secret\n")
                self.assertEqual((1, "me@example.com"), tuple(told(model, module, "get_info")[key]
                                                              for key in ("binded", "username")))
                self.kasa("cloud", "unbind", HOSTS[model], "--yes")
                self.assertEqual(0, told(model, module, "get_info")["binded"])
                self.assertEqual(-4002, self.kasa("cloud", "unbind", HOSTS[model], "--yes", "--json", status=1)
                                 .one()["error"]["device_code"])
                self.kasa("cloud", "server", HOSTS[model], "nowhere.invalid")
                self.assertEqual("nowhere.invalid", told(model, module, "get_info")["server"])

    def test_the_scan_lists_what_the_device_hears(self):
        for model in PLUGS + BULBS:
            with self.subTest(model):
                heard = told(model, "netif", "get_scaninfo", {"refresh": 1})["ap_list"]
                shown = self.kasa("wifi", "scan", HOSTS[model], "--json").one()["wifi_scan"]["networks"]
                self.assertEqual(sorted((one["ssid"], one["key_type"]) for one in heard),
                                 sorted((one["ssid"], one["key_type"]) for one in shown))

    def test_another_network_is_acknowledged(self):
        result = self.kasa("wifi", "join", HOSTS["hs100"], "Old mill", "--key-type", "wpa2", "--password-file", "-",
                           "--yes", "--json", stdin="password")
        self.assertTrue(result.one()["wifi_join"]["accepted"])

    def test_the_location_is_set(self):
        for model in ("hs100", "hs110v2", "hs220"):
            with self.subTest(model):
                self.kasa("location", "set", HOSTS[model], "52.3702,4.8952")
                info = sysinfo(HOSTS[model])
                self.assertEqual((523702, 48952), (info["latitude_i"], info["longitude_i"]))
                location = self.kasa("-v", "location", HOSTS[model], "--json").one()["location"]
                self.assertAlmostEqual(52.3702, location["latitude"], places=4)

    def test_a_reset_is_acknowledged(self):
        self.kasa("reset", HOSTS["hs100"], "--yes")

    def test_the_cloud_offers_no_firmware(self):
        self.assertEqual([], self.kasa("firmware", HOSTS["hs110"], "--check", "--json").one()["firmware"]["updates"])


def load_tests(loader, tests, pattern):
    if not PACKAGE.is_dir():
        kasatest.cannot_run(f"{PACKAGE} is not there: npm install in tests/peers, and KASA_PEERS says where")
    return tests


if __name__ == "__main__":
    kasatest.main()
