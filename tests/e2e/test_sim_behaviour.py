"""kasa-sim by itself: what its devices answer, asked by a few lines of Python and not by kasa."""

import concurrent.futures
import contextlib
import json
import os
import random
import resource
import signal
import socket
import struct
import time

import kasatest
from kasatest import EVERYWHERE, ask, seal, sysinfo, unseal, wait_until
from plugwire import PORT, SYSINFO, ask_text, connect, memory_limit_mib, receive_message

HOST = "127.0.0.1"
OK = {"err_code": 0}
NO_MODULE = {"err_code": -1, "err_msg": "module not support"}
NO_METHOD = {"err_code": -2, "err_msg": "member not support"}
INVALID = {"err_code": -3, "err_msg": "invalid argument"}
NO_ENTRY = {"err_code": -14, "err_msg": "entry not exist"}
LIGHTING = "smartlife.iot.smartbulb.lightingservice"
LIGHT_STRIP = "smartlife.iot.lightStrip"
COMMON = "smartlife.iot.common."


def call(module, method, arguments, host=HOST, context=None):
    """One method's answer."""
    request = {"context": context} if context is not None else {}
    request[module] = {method: arguments}
    return ask(host, request)[module][method]


def relay(state, **keywords):
    return call("system", "set_relay_state", {"state": state}, **keywords)


def outlets(host=HOST):
    return [child["state"] for child in sysinfo(host)["children"]]


def datagram(sock, text, to, port=PORT):
    sock.sendto(seal(text)[4:], (to, port))


def answers(sock, count, bound=kasatest.BOUND):
    """So many datagrams: who sent them, and what they say."""
    end, heard = time.monotonic() + bound, []
    while len(heard) < count:
        sock.settimeout(max(0.01, end - time.monotonic()))
        data, peer = sock.recvfrom(65536)
        heard.append((peer, json.loads(unseal(data))))
    return heard


def udp():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, 33, 8 << 20)  # SO_RCVBUFFORCE
    sock.bind((HOST, 0))
    return sock


class Framing(kasatest.TestCase):
    """Requests in any pieces, and replies one after the other."""

    def setUp(self):
        super().setUp()
        self.house("--device", "HS100,alias=Plug")

    def test_a_request_may_come_in_any_pieces(self):
        request = seal(SYSINFO)
        for cut in range(1, len(request)):
            with connect(HOST) as sock:
                sock.sendall(request[:cut])
                sock.sendall(request[cut:])
                self.assertIn(b'"alias":"Plug"', receive_message(sock))

    def test_a_request_may_come_byte_by_byte(self):
        with connect(HOST) as sock:
            for byte in seal(SYSINFO):
                sock.sendall(bytes([byte]))
            self.assertIn(b'"alias":"Plug"', receive_message(sock))

    def test_two_requests_in_one_segment_have_two_answers_in_order(self):
        with connect(HOST) as sock:
            sock.sendall(seal('{"system":{"set_relay_state":{"state":1}}}') + seal(SYSINFO) + seal(SYSINFO)[:9])
            self.assertEqual(json.loads(receive_message(sock)), {"system": {"set_relay_state": OK}})
            self.assertIn(b'"relay_state":1', receive_message(sock))
            sock.sendall(seal(SYSINFO)[9:])
            self.assertIn(b'"alias":"Plug"', receive_message(sock))

    def test_a_hundred_requests_at_once_are_all_answered(self):
        with connect(HOST) as sock:
            sock.sendall(seal(SYSINFO) * 100)
            for _ in range(100):
                self.assertIn(b'"alias":"Plug"', receive_message(sock))

    def test_a_client_that_ends_its_side_still_gets_its_answer(self):
        with connect(HOST) as sock:
            sock.sendall(seal(SYSINFO))
            sock.shutdown(socket.SHUT_WR)
            self.assertIn(b'"alias":"Plug"', receive_message(sock))
            self.assertEqual(sock.recv(1), b"")

    def test_keeping_and_closing(self):
        self.house("--port", "9998", "--close", "--count", "1")
        with connect(HOST) as kept, connect(HOST, 9998) as closed:
            for sock in (kept, closed):
                sock.sendall(seal(SYSINFO))
                receive_message(sock)
            self.assertEqual(closed.recv(1), b"")
            kept.sendall(seal(SYSINFO))
            receive_message(kept)

    def test_what_is_no_request_ends_the_connection(self):
        for data in (seal("nonsense"), seal("[]"), seal('"x"'), seal(""), b"GET / HTTP/1.1\r\n\r\n",
                     struct.pack(">I", 65537) + bytes(100), struct.pack(">I", 0xFFFFFFFF) + bytes(100)):
            with self.subTest(data[:12]), connect(HOST) as sock:
                sock.sendall(data)
                with contextlib.suppress(ConnectionResetError):
                    self.assertEqual(sock.recv(1), b"")
        self.assertEqual(sysinfo(HOST)["alias"], "Plug")

    def test_the_largest_request_is_taken(self):
        head, tail = '{"system":{"get_sysinfo":{"x":"', '"}}}'
        text = head + "x" * (65536 - len(head + tail)) + tail
        self.assertIn('"alias":"Plug"', ask_text(HOST, text))


class Answers(kasatest.TestCase):
    """Modules, methods and arguments."""

    def test_each_family_refuses_what_it_does_not_know_in_its_own_words(self):
        usual = (NO_MODULE, NO_METHOD)
        bulb = ({"err_code": -2001, "err_msg": "Module not support"},
                {"err_code": -2000, "err_msg": "Method not support"})
        models = {"HS100": usual, "KL130": bulb, "KL430": usual, "HS220": usual, "HS300": usual}
        self.house(*(word for model in models for word in ("--device", model)))
        for number, (no_module, no_method) in enumerate(models.values(), 1):
            host = f"127.0.0.{number}"
            with self.subTest(sysinfo(host)["model"]):
                self.assertEqual(ask(host, {"nonsense": {"get": {}}}), {"nonsense": no_module})
                self.assertEqual(call("system", "nonsense", {}, host), no_method)

    def test_a_plug_without_a_meter_has_no_meter_module(self):
        self.house("--device", "HS100", "--device", "HS110")
        self.assertEqual(ask(HOST, {"emeter": {"get_realtime": {}}}), {"emeter": NO_MODULE})
        self.assertIn("power_mw", call("emeter", "get_realtime", {}, "127.0.0.2"))

    def test_modules_answer_in_the_order_of_the_request(self):
        self.house("--device", "HS110")
        text = ('{"emeter":{"get_realtime":{}},"nonsense":{"x":{}},'
                '"system":{"set_relay_state":{"state":1},"get_sysinfo":{}}}')
        told = json.loads(ask_text(HOST, text))
        self.assertEqual(list(told), ["emeter", "nonsense", "system"])
        self.assertEqual(list(told["system"]), ["set_relay_state", "get_sysinfo"])
        self.assertEqual(told["system"]["get_sysinfo"]["relay_state"], 1)

    def test_wrong_arguments_are_refused_and_change_nothing(self):
        house = self.house("--device", "HS110,alias=Plug")
        for method, wrong in {
            "set_relay_state": ({}, {"state": "1"}, {"state": 2}, {"state": -1}, {"state": True}, {"state": 1.0},
                                {"state": None}, {"on": 1}, [], "x", 1),
            "set_led_off": ({}, {"off": "1"}, {"off": 2}, {"off": True}, {"off": None}),
            "set_dev_alias": ({}, {"alias": 5}, {"alias": None}, {"alias": ""}, {"alias": ["x"]}),
            "reboot": ({}, {"delay": "1"}, {"delay": -1}, {"delay": True}, {"delay": 1.5}),
        }.items():
            for arguments in wrong:
                with self.subTest(method, arguments=arguments):
                    self.assertEqual(call("system", method, arguments), INVALID)
        info, got = sysinfo(HOST), house.get(HOST)
        self.assertEqual((info["relay_state"], info["led_off"], info["alias"], got["switches"]), (0, 0, "Plug", 0))

    def test_setters_change_what_they_say(self):
        house = self.house("--device", "HS110,alias=Plug")
        self.assertEqual(relay(1), OK)
        self.assertEqual(relay(1), OK)
        self.assertEqual(call("system", "set_led_off", {"off": 1}), OK)
        self.assertEqual(call("system", "set_dev_alias", {"alias": "Küche ☃"}), OK)
        info = sysinfo(HOST)
        self.assertEqual((info["relay_state"], info["led_off"], info["alias"]), (1, 1, "Küche ☃"))
        self.assertEqual(house.get(HOST)["switches"], 1, "on twice is one switching")

    def test_null_for_no_arguments(self):
        self.house("--device", "HS110,alias=Plug", "--device", "KP303(UK),strict=1")
        self.assertEqual(ask(HOST, {"system": {"get_sysinfo": None}})["system"]["get_sysinfo"]["alias"], "Plug")
        self.assertEqual(ask("127.0.0.2", {"system": {"get_sysinfo": None}}), {"system": {}})

    def test_of_two_methods_with_the_same_name_the_last_wins(self):
        self.house("--device", "HS110")
        ask_text(HOST, '{"system":{"set_relay_state":{"state":0},"set_relay_state":{"state":1}}}')
        self.assertEqual(sysinfo(HOST)["relay_state"], 1)

    def test_a_restart_takes_a_second_and_forgets_connections(self):
        self.house("--device", "HS110,alias=Plug,on=1")
        with connect(HOST) as old:
            self.assertEqual(call("system", "reboot", {"delay": 1}), OK)
            with contextlib.suppress(ConnectionResetError):
                self.assertEqual(old.recv(1), b"")
        wait_until(self.back, what="the plug is back")
        self.assertEqual(sysinfo(HOST)["alias"], "Plug")

    def back(self):
        with contextlib.suppress(OSError, EOFError, AssertionError):
            return sysinfo(HOST)

    def test_a_dimmer_keeps_its_brightness_and_switches(self):
        self.house("--device", "HS220")
        dimmer = "smartlife.iot.dimmer"
        self.assertEqual(call(dimmer, "set_brightness", {"brightness": 30}), OK)
        self.assertEqual((sysinfo(HOST)["brightness"], sysinfo(HOST)["relay_state"]), (30, 0))
        self.assertEqual(call(dimmer, "set_brightness", {"brightness": 101}), INVALID)
        self.assertEqual(call(dimmer, "set_switch_state", {"state": 1}), OK)
        self.assertEqual((sysinfo(HOST)["brightness"], sysinfo(HOST)["relay_state"]), (30, 1))

    def test_lights_switch_by_their_own_module_only(self):
        self.house("--device", "KL130", "--device", "KL430")
        for host, module, method in ((HOST, LIGHTING, "transition_light_state"),
                                     ("127.0.0.2", LIGHT_STRIP, "set_light_state")):
            with self.subTest(module):
                self.assertLess(relay(1, host=host)["err_code"], 0)
                self.assertEqual(sysinfo(host)["light_state"]["on_off"], 0)
                on = {"on_off": 1, "brightness": 40, "ignore_default": 1}
                self.assertEqual(call(module, method, on, host)["err_code"], 0)
                state = sysinfo(host)["light_state"]
                self.assertEqual((state["on_off"], state["brightness"]), (1, 40))
                self.assertEqual(call(module, method, {"on_off": 0}, host)["err_code"], 0)
                state = sysinfo(host)["light_state"]
                self.assertEqual((state["on_off"], state["dft_on_state"]["brightness"]), (0, 40))


class Context(kasatest.TestCase):
    """Which outlets of a strip a message speaks to, case by case."""

    def setUp(self):
        super().setUp()
        self.sim = self.house("--device", "HS300(US)", "--device", "KP303(UK)", "--device", "HS100")
        self.ids = [child["id"] for child in sysinfo(HOST)["children"]]

    def of(self, *numbers):
        return {"child_ids": [self.ids[number - 1] for number in numbers]}

    def test_ids_are_the_devices_and_two_digits(self):
        device = sysinfo(HOST)["deviceId"]
        self.assertEqual(self.ids, [f"{device}{n:02d}" for n in range(6)])
        self.assertEqual([child["id"] for child in sysinfo("127.0.0.2")["children"]], ["00", "01", "02"])

    def test_one_outlet_by_either_form_of_its_id(self):
        self.assertEqual(relay(1, context=self.of(2)), OK)
        self.assertEqual(outlets(), [0, 1, 0, 0, 0, 0])
        self.assertEqual(relay(1, context={"child_ids": ["03"]}), OK)
        self.assertEqual(outlets(), [0, 1, 0, 1, 0, 0])
        device = sysinfo("127.0.0.2")["deviceId"]
        self.assertEqual(relay(1, host="127.0.0.2", context={"child_ids": [device + "02"]}), OK)
        self.assertEqual(outlets("127.0.0.2"), [0, 0, 1])

    def test_where_the_context_stands_does_not_matter(self):
        ask_text(HOST, '{"system":{"set_relay_state":{"state":1}},"context":{"child_ids":["%s"]}}' % self.ids[4])
        self.assertEqual(outlets(), [0, 0, 0, 0, 1, 0])

    def test_several_ids_switch_all_of_them(self):
        self.assertEqual(relay(1, context=self.of(1, 3, 6)), OK)
        self.assertEqual(outlets(), [1, 0, 1, 0, 0, 1])

    def test_several_ids_name_and_measure_the_first(self):
        self.assertEqual(call("system", "set_dev_alias", {"alias": "Fan"}, context=self.of(3, 1)), OK)
        fans = [child["alias"] == "Fan" for child in sysinfo(HOST)["children"]]
        self.assertEqual(fans, [False, False, True, False, False, False])
        self.assertEqual(call("emeter", "get_realtime", {}, context=self.of(4, 2))["slot_id"], 3)

    def test_without_a_context_all_outlets_switch_and_the_first_is_measured(self):
        self.assertEqual(relay(1), OK)
        self.assertEqual(outlets(), [1] * 6)
        self.assertEqual(call("emeter", "get_realtime", {})["slot_id"], 0)
        name = sysinfo(HOST)["children"][0]["alias"]
        self.assertEqual(call("system", "set_dev_alias", {"alias": "Strip"}), OK)
        self.assertEqual((sysinfo(HOST)["alias"], sysinfo(HOST)["children"][0]["alias"]), ("Strip", name))

    def test_an_unknown_id_is_refused_and_the_known_ones_are_left_alone(self):
        for ids in (["nobody"], [self.ids[0], "nobody"], ["06"], [""], [self.ids[0] + "0"]):
            with self.subTest(ids):
                context = {"child_ids": ids}
                self.assertEqual(relay(1, context=context), NO_ENTRY)
                self.assertEqual(call("emeter", "get_realtime", {}, context=context), NO_ENTRY)
                self.assertEqual(call("system", "set_dev_alias", {"alias": "x"}, context=context), NO_ENTRY)
        self.assertEqual(outlets(), [0] * 6)

    def test_methods_of_the_whole_device_run_also_with_an_unknown_id(self):
        context = {"child_ids": ["nobody"]}
        self.assertEqual(call("system", "get_sysinfo", {}, context=context)["model"], "HS300(US)")
        self.assertEqual(call("system", "set_led_off", {"off": 1}, context=context), OK)
        self.assertEqual(sysinfo(HOST)["led_off"], 1)

    def test_an_empty_or_meaningless_context_is_as_none(self):
        for number, context in enumerate(({}, [], {"ids": ["00"]}, {"child": "00"})):
            with self.subTest(context):
                state = 1 - number % 2
                self.assertEqual(relay(state, context=context), OK)
                self.assertEqual(outlets(), [state] * 6)

    def test_an_empty_list_does_nothing(self):
        self.assertEqual(relay(1, context={"child_ids": []}), OK)
        self.assertEqual(outlets(), [0] * 6)

    def test_ids_that_are_no_list_of_texts_are_invalid(self):
        for ids in ({}, "00", 0, [0], [None], [self.ids[0], 1], [[self.ids[0]]]):
            with self.subTest(ids):
                self.assertEqual(relay(1, context={"child_ids": ids}), INVALID)
                self.assertEqual(call("emeter", "get_realtime", {}, context={"child_ids": ids}), INVALID)
        self.assertEqual(outlets(), [0] * 6)

    def test_a_second_context_is_refused(self):
        text = '{"context":{"child_ids":["00"]},"system":{"get_sysinfo":{}},"context":{"child_ids":["01"]}}'
        self.assertEqual(json.loads(ask_text(HOST, text))["context"]["err_code"], -1)

    def test_a_text_for_a_context_crashes_the_strip(self):
        with self.assertRaises((EOFError, ConnectionResetError)):
            ask_text(HOST, '{"context":"","system":{"get_sysinfo":{}}}')

        def back():
            with contextlib.suppress(OSError, AssertionError):
                return sysinfo(HOST)

        self.assertEqual(wait_until(back)["model"], "HS300(US)")

    def test_a_device_without_outlets_ignores_the_context(self):
        for context in ({"child_ids": ["nobody"]}, {"child_ids": {}}, ""):
            self.assertEqual(relay(1, host="127.0.0.3", context=context), OK)
        self.assertEqual(sysinfo("127.0.0.3")["relay_state"], 1)


class Meter(kasatest.TestCase):
    def read(self, host=HOST, context=None):
        reading = call("emeter", "get_realtime", {}, host, context)
        self.assertEqual(reading["err_code"], 0)
        return reading

    def test_it_counts_while_on_and_stops_when_off(self):
        self.house("--device", "HS110(EU),power=90000")
        before = self.read()
        self.assertEqual((before["power_mw"], before["current_ma"]), (0, 0))
        relay(1)
        self.assertEqual(self.read()["power_mw"], 90000000)
        grown = wait_until(lambda: self.read()["total_wh"] > before["total_wh"] and self.read())
        self.assertGreater(grown["current_ma"], 0)
        relay(0)
        after = self.read()
        self.assertEqual((after["power_mw"], after["current_ma"]), (0, 0))
        end = time.monotonic() + 0.5  # as long as it took to count several units
        while time.monotonic() < end:
            self.assertEqual(self.read()["total_wh"], after["total_wh"])

    def test_each_generation_has_its_own_shape(self):
        models = {"HS110(US)": {"voltage", "current", "power", "total"},
                  "HS110(EU)": {"voltage_mv", "current_ma", "power_mw", "total_wh"},
                  "HS300(US)": {"voltage_mv", "current_ma", "power_mw", "total_wh", "slot_id"}}
        self.house(*(word for model in models for word in ("--device", model)))
        for number, keys in enumerate(models.values(), 1):
            self.assertEqual(set(self.read(f"127.0.0.{number}")) - {"err_code"}, keys)
        self.assertIsInstance(self.read(HOST)["voltage"], float)

    def test_erasing_starts_from_zero(self):
        self.house("--device", "HS110(EU),power=90000,on=1")
        wait_until(lambda: self.read()["total_wh"] > 0)
        self.assertEqual(call("emeter", "erase_emeter_stat", {}), OK)
        relay(0)
        self.assertLess(self.read()["total_wh"], 1000)

    def test_a_light_measures_in_the_module_of_lights(self):
        self.house("--device", "KL125")
        self.assertEqual(call(COMMON + "emeter", "get_realtime", {})["power_mw"], 0)
        call(LIGHTING, "transition_light_state", {"on_off": 1, "brightness": 100})
        self.assertGreater(call(COMMON + "emeter", "get_realtime", {})["power_mw"], 0)

    def test_each_outlet_has_a_meter_of_its_own(self):
        self.house("--device", "HS300(US)")
        relay(1, context={"child_ids": ["01"]})
        powers = [self.read(context={"child_ids": [f"{n:02d}"]})["power_mw"] for n in range(3)]
        self.assertEqual([power > 0 for power in powers], [False, True, False])

    def test_on_time_runs_while_on(self):
        self.house("--device", "HS110", "--device", "HS300")
        self.assertEqual(sysinfo(HOST)["on_time"], 0)
        relay(1)
        relay(1, host="127.0.0.2", context={"child_ids": ["02"]})
        wait_until(lambda: sysinfo(HOST)["on_time"] >= 1)
        wait_until(lambda: sysinfo("127.0.0.2")["children"][2]["on_time"] >= 1)
        self.assertEqual(sysinfo("127.0.0.2")["children"][1]["on_time"], 0)
        relay(0)
        self.assertEqual(sysinfo(HOST)["on_time"], 0)


class Replay(kasatest.TestCase):
    """Recorded devices, here ones that the test writes itself."""

    def setUp(self):
        super().setUp()
        self.files = self.folder()

    def record(self, name, **changes):
        info = {"alias": "#MASKED_NAME#", "deviceId": "0" * 40, "model": "HS110(EU)", "hw_ver": "4.0",
                "sw_ver": "1.0.4", "dev_name": "Smart Wi-Fi Plug With Energy Monitoring",
                "mic_type": "IOT.SMARTPLUGSWITCH",
                "feature": "TIM:ENE", "mac": "02:00:00:00:00:00", "rssi": -50, "led_off": 0, "relay_state": 1,
                "on_time": 1234, "err_code": 0, **changes}
        meter = {"current_ma": 500, "power_mw": 100000, "total_wh": 77, "voltage_mv": 230000, "err_code": 0}
        path = self.files / name
        path.write_text(json.dumps({"system": {"get_sysinfo": info}, "emeter": {"get_realtime": meter},
                                    "smartlife.iot.homekit": {"setup_info_get": {"setup_code": "1", "err_code": 0}}}))
        return str(path)

    def test_it_stands_still_until_it_is_switched(self):
        self.house("--replay", self.record("HS110(EU)_4.0_1.0.4.json"))
        meter = {"emeter": {"get_realtime": {}}}
        first, reading = sysinfo(HOST), ask(HOST, meter)
        self.assertEqual((first["on_time"], reading["emeter"]["get_realtime"]["total_wh"]), (1234, 77))
        end = time.monotonic() + 1.2  # its on-time would have moved
        while time.monotonic() < end:
            self.assertEqual((sysinfo(HOST), ask(HOST, meter)), (first, reading))
        self.assertEqual(relay(0), OK)
        self.assertEqual(sysinfo(HOST)["on_time"], 0)
        self.assertEqual(ask(HOST, meter)["emeter"]["get_realtime"]["power_mw"], 0)
        relay(1)
        wait_until(lambda: sysinfo(HOST)["on_time"] >= 1)

    def test_what_it_has_no_code_for_is_answered_as_recorded(self):
        self.house("--replay", self.record("a.json"))
        self.assertEqual(call("smartlife.iot.homekit", "setup_info_get", {}), {"setup_code": "1", "err_code": 0})
        self.assertEqual(call("smartlife.iot.homekit", "setup_info_set", {}), NO_METHOD)

    def identity(self, *args):
        house = self.house(*args)
        count = len(house.told) - 1
        infos = [sysinfo(f"127.0.0.{n}") for n in range(1, count + 1)]
        house.close()
        return [(info["deviceId"], info["mac"], info["alias"], [child["id"] for child in info.get("children", [])])
                for info in infos]

    def test_identities_follow_from_the_files_name_and_are_the_same_in_each_run(self):
        plug = self.record("HS110(EU)_4.0_1.0.4.json")
        strip = self.record("HS300(US)_2.0_1.0.12.json", relay_state=None, on_time=None,
                            children=[{"id": f"SCRUBBED_CHILD_DEVICE_ID_{n}", "state": 0, "alias": "#MASKED_NAME#",
                                       "on_time": 0} for n in (1, 2)])
        first = self.identity("--replay", plug, "--replay", strip)
        self.assertEqual(self.identity("--replay", plug, "--replay", strip), first)
        self.assertEqual(self.identity("--replay", strip, "--replay", plug), first[::-1], "whatever stands beside it")
        for identity, mac, alias, _ in first:
            self.assertRegex(identity, "^[0-9A-F]{40}$")
            self.assertNotEqual(identity, "0" * 40)
            self.assertRegex(mac, "^([0-9A-F]{2}:){5}[0-9A-F]{2}$")
            self.assertNotIn("MASKED", alias)
        self.assertEqual(len({entry[0] for entry in first}), 2)
        self.assertEqual(first[1][3], [first[1][0] + "00", first[1][0] + "01"])

    def test_a_file_that_is_given_twice_is_two_devices(self):
        path = self.record("a.json")
        twins = self.identity("--replay", path, path)
        for field in range(3):
            self.assertNotEqual(twins[0][field], twins[1][field])

    def test_as_recorded_keeps_what_is_in_the_file(self):
        self.house("--as-recorded", "--replay", self.record("a.json", alias="My lamp", mac="02:11:22:33:44:55"))
        info = sysinfo(HOST)
        self.assertEqual((info["alias"], info["deviceId"], info["mac"]), ("My lamp", "0" * 40, "02:11:22:33:44:55"))

    def test_a_folder_is_all_its_files(self):
        for name in ("b.json", "a.json", "c.json"):
            self.record(name)
        (self.files / "notes.txt").write_text("no recording")
        self.house("--replay", str(self.files))
        self.assertEqual([sysinfo(f"127.0.0.{n}")["alias"] for n in (1, 2, 3)], ["a", "b", "c"])

    def test_all_recordings_are_served(self):
        files = kasatest.recordings()
        self.house("--replay", *map(str, files))
        infos = [sysinfo(f"127.0.0.{n}") for n in range(1, len(files) + 1)]
        for key in ("deviceId", "alias"):
            self.assertEqual(len({info[key] for info in infos}), len(files))


class Starting(kasatest.TestCase):
    """Options, files and signals."""

    def sim(self, *args, **keywords):
        return kasatest.run(*args, program=kasatest.KASA_SIM, **keywords)

    def test_wrong_options_are_named_with_what_would_be_right(self):
        for args, words in {
            ("--devise", "HS100"): ("--devise", "--device"),
            ("--nonsense",): ("--nonsense", "--help"),
            ("-x",): ("-x",),
            ("--device",): ("--device", "value"),
            ("--device", ""): ("model",),
            ("--device", "HS999"): ("HS999", "--list"),
            ("--device", "HS10"): ("HS10",),
            ("--device", "HS100,colour=red"): ("colour",),
            ("--device", "HS100,alias"): ("alias", "="),
            ("--device", "HS100,on=yes"): ("on=yes", "0 or 1"),
            ("--device", "HS100,on=2"): ("on=2", "0 or 1"),
            ("--device", "HS100,power=lots"): ("power=lots", "number"),
            ("--device", "HS100,power=nan"): ("power=nan",),
            ("--device", "HS100,rssi=5"): ("rssi=5",),
            ("--device", "HS100,brightness=5"): ("brightness",),
            ("--device", "KL130,led=0"): ("LED",),
            ("--device", "HS100,id=12"): ("id=12", "40"),
            ("--device", "HS100,mac=12"): ("mac=12",),
            ("--device", "HS100,address=localhost"): ("localhost", "address"),
            ("--device", "HS100,address=127.0.0.3", "--device", "HS110,address=127.0.0.3"): ("127.0.0.3", "another"),
            ("--device", "HS100,fault=slow"): ("slow", "number"),
            ("--device", "HS100,fault=explode"): ("explode", "silent"),
            ("--fault", "all=slow:fast"): ("slow", "fast"),
            ("--fault", "all=silent:3"): ("silent", "no number"),
            ("--fault", "all=flip:2"): ("flip", "0 to 1"),
            ("--fault", "silent"): ("silent", "all="),
            ("--fault", "Nobody=silent"): ("Nobody",),
            ("--count", "0"): ("--count", "1"),
            ("--count", "many"): ("many",),
            ("--count", "-5"): ("-5",),
            ("--count", "10000000"): ("10000000",),
            ("--count", "3", "--model", "HS999"): ("HS999",),
            ("--model", "HS300"): ("--model", "--count"),
            ("--port", "0"): ("--port", "65535"),
            ("--port", "65536"): ("65536",),
            ("--port", "99x"): ("99x",),
            ("--address", "localhost"): ("localhost",),
            ("--address", "0.0.0.0"): ("0.0.0.0",),
            ("--interface", "wlan7"): ("wlan7",),
            ("--exit-after", "soon"): ("soon",),
            ("--exit-after", "-1"): ("-1",),
            ("--seed", "x"): ("--seed", "x"),
            ("stray.json",): ("stray.json", "--replay"),
        }.items():
            with self.subTest(args):
                result = self.sim(*args)
                self.assertEqual((result.status, result.out), (2, ""), f"\n{result}")
                self.assertRegex(result.err, r"^kasa-sim: [^\n]+\n$")
                for word in words:
                    self.assertIn(word, result.err)

    def test_files_that_are_no_recordings_are_named(self):
        folder = self.folder()
        contents = {"empty.json": b"", "half.json": b'{"system":', "text.json": b"hello", "list.json": b"[1]",
                    "other.json": b'{"a":{"b":1}}', "wrong.json": b'{"system":{"get_sysinfo":7}}',
                    "bytes.json": b"\xff\xfe",
                    "many.json": json.dumps({"system": {"get_sysinfo": {"children": [{}] * 65}}}).encode()}
        for name, data in contents.items():
            (folder / name).write_bytes(data)
        (folder / "inside").mkdir()
        for name in [*contents, "missing.json", "inside"]:
            with self.subTest(name):
                result = self.sim("--replay", str(folder / name))
                self.assertEqual(result.status, 2, f"\n{result}")
                self.assertIn(str(folder / name), result.err)
                self.assertRegex(result.err, r"^kasa-sim: [^\n]+\n$")

    def test_a_port_that_is_in_use_is_named(self):
        self.house("--count", "1")
        result = self.sim("--count", "1", "--exit-after", "60")
        self.assertEqual(result.status, 1, f"\n{result}")
        for word in ("9999", "in use", "--port"):
            self.assertIn(word, result.err)

    def test_signals_end_it_in_order(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            house = self.house("--count", "3")
            with self.subTest(number), connect(HOST) as sock:
                sock.sendall(seal(SYSINFO))
                receive_message(sock)
                house.process.send_signal(number)
                self.assertEqual(house.process.wait(kasatest.BOUND), 0)

    def test_it_ends_by_itself_when_asked_to(self):
        result = self.sim("--count", "1", "--exit-after", "0.2")
        self.assertEqual(result.status, 0, f"\n{result}")
        self.assertIn("ready 1 device port 9999", result.out)

    def test_it_says_what_is_where(self):
        house = self.house("--device", "HS100,alias=Lamp,address=127.0.0.9", "--device", "HS300")
        self.assertEqual(house.told[0], "127.0.0.9 HS100(EU) Lamp")
        self.assertRegex(house.told[1], r"^127\.0\.0\.1 HS300\(US\) ")
        self.assertEqual(house.told[2], "ready 2 devices port 9999")

    def test_help_version_and_models_are_printed(self):
        self.assertRegex(self.sim("--version").out, r"^kasa-sim \d+\.\d+")
        for option, words in (("--help", ("--device", "--replay", "--fault", "die-after-apply", "alias")),
                              ("--list", ("HS300(US)", "KL430(US)", "strip"))):
            result = self.sim(option)
            self.assertEqual((result.status, result.err), (0, ""))
            for word in words:
                self.assertIn(word, result.out)

    def test_control_commands_that_are_wrong_are_answered_with_a_sentence(self):
        house = self.house("--device", "HS100,alias=Lamp", "--device", "HS100,alias=Lamp")
        for line, word in (("fly all", "fly"), ("get", "get WHO"), ("get Nobody", "Nobody"), ("get Lamp", "several"),
                           ("fault all explode", "explode"), ("move 127.0.0.1 moon", "moon"),
                           ("move 127.0.0.1 127.0.0.2", "already"), ("set 127.0.0.1 on", "KEY=VALUE"),
                           ("set 127.0.0.1 on=7", "0 or 1"), ("set 127.0.0.1/3 on=1", "outlets"),
                           ("get " + "x" * 100000, "long")):
            with self.subTest(line[:40]):
                house.process.stdin.write(line.encode() + b"\n")
                house.process.stdin.flush()
                answer = house.line()
                self.assertTrue(answer.startswith("error "), answer)
                self.assertIn(word, answer)
        self.assertEqual(sysinfo(HOST)["alias"], "Lamp")


class Datagrams(kasatest.TestCase):
    def test_a_broadcast_is_answered_by_every_device_from_its_own_address(self):
        self.house("--count", "40")
        with udp() as sock:
            datagram(sock, SYSINFO, EVERYWHERE)
            heard = answers(sock, 40)
        self.assertEqual({peer for peer, _ in heard}, {(f"127.0.0.{n}", PORT) for n in range(1, 41)})
        for (address, _), told in heard:
            self.assertEqual(told["system"]["get_sysinfo"], sysinfo(address))

    def test_a_datagram_to_one_is_answered_by_that_one(self):
        self.house("--count", "3")
        with udp() as sock:
            datagram(sock, SYSINFO, "127.0.0.2")
            ((peer, told),) = answers(sock, 1)
            self.assertEqual(peer, ("127.0.0.2", PORT))
            self.assertEqual(told["system"]["get_sysinfo"], sysinfo("127.0.0.2"))
            sock.settimeout(0.2)
            with self.assertRaises(socket.timeout):
                sock.recvfrom(2048)

    def test_faults_that_are_silent_on_udp(self):
        house = self.house("--count", "5")
        for number, fault in enumerate(("silent", "refuse", "reset", "loss:1"), 1):
            house.fault(f"127.0.0.{number}", fault)
        with udp() as sock:
            datagram(sock, SYSINFO, EVERYWHERE)
            ((peer, _),) = answers(sock, 1)
            self.assertEqual(peer[0], "127.0.0.5")

    def test_moved_and_removed_devices(self):
        house = self.house("--count", "3")
        before = sysinfo("127.0.0.2")
        house.move("127.0.0.2", "127.0.0.200")
        house.remove("127.0.0.3")
        with self.assertRaises(ConnectionRefusedError):
            sysinfo("127.0.0.2")
        with self.assertRaises(ConnectionRefusedError):
            sysinfo("127.0.0.3")
        self.assertEqual(sysinfo("127.0.0.200"), before)
        with udp() as sock:
            datagram(sock, SYSINFO, EVERYWHERE)
            self.assertEqual({peer[0] for peer, _ in answers(sock, 2)}, {"127.0.0.1", "127.0.0.200"})


class Hostile(kasatest.TestCase):
    """Whatever is sent to it, it goes on."""

    def setUp(self):
        super().setUp()
        self.sim = self.house("--device", "HS110,alias=Plug", "--device", "HS300")

    def tearDown(self):
        self.assertEqual(sysinfo(HOST)["alias"], "Plug")
        super().tearDown()

    def test_random_bytes(self):
        dice = random.Random(1)
        for _ in range(200):
            with contextlib.suppress(OSError), connect(HOST) as sock:
                sock.sendall(dice.randbytes(dice.randint(1, 3000)))
        with udp() as sock:
            for _ in range(200):
                sock.sendto(dice.randbytes(dice.randint(0, 1400)), (HOST, PORT))

    def test_random_json(self):
        dice = random.Random(2)
        words = ["system", "context", "child_ids", "get_sysinfo", "set_relay_state", "state", "00"]
        pieces = [*words, 1, None, {}, [], -1, 1e300]

        def value(depth):
            kind = dice.random()
            if depth == 0 or kind < 0.4:
                return dice.choice(pieces)
            if kind < 0.8:
                return {str(dice.choice(words)): value(depth - 1) for _ in range(dice.randint(0, 3))}
            return [value(depth - 1) for _ in range(dice.randint(0, 3))]

        for _ in range(300):
            request = {"system": value(2), "context": {"child_ids": value(2)}, str(value(0)): value(3)}
            for host in (HOST, "127.0.0.2"):
                with contextlib.suppress(OSError, EOFError), connect(host) as sock:
                    sock.sendall(seal(json.dumps(request)))
                    json.loads(receive_message(sock))
        call("system", "set_dev_alias", {"alias": "Plug"})

    def test_deep_json(self):
        for text in ('{"a":' * 30000, "[" * 60000, '{"system":' + "[" * 30000 + "]" * 30000 + "}"):
            with contextlib.suppress(OSError, EOFError), connect(HOST) as sock:
                sock.sendall(seal(text))
                receive_message(sock)

    def test_huge_lengths_cost_no_memory(self):
        before = self.resident_mib()
        with contextlib.ExitStack() as stack:
            for length in (65537, 1 << 24, 1 << 31, 0xFFFFFFFF) * 20:
                sock = stack.enter_context(connect(HOST))
                with contextlib.suppress(OSError):
                    sock.sendall(struct.pack(">I", length) + bytes([0xD0]) * 1000)
            self.assertEqual(sysinfo(HOST)["alias"], "Plug")
            self.assertLess(self.resident_mib() - before, memory_limit_mib(16))

    def resident_mib(self):
        with open(f"/proc/{self.sim.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def test_half_open_connections(self):
        with contextlib.ExitStack() as stack:
            for count in range(300):
                sock = stack.enter_context(connect(HOST))
                sock.sendall(seal(SYSINFO)[: count % 20])
            self.assertEqual(sysinfo(HOST)["alias"], "Plug")

    def test_clients_that_ask_and_never_read(self):
        with contextlib.ExitStack() as stack:
            for _ in range(20):
                sock = stack.enter_context(connect(HOST))
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                sock.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    for _ in range(500):
                        sock.send(seal(SYSINFO) * 20)
            self.assertEqual(sysinfo(HOST)["alias"], "Plug")
            self.assertLess(self.resident_mib(), memory_limit_mib(64))

    def test_a_thousand_connections_are_served_at_once(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        with contextlib.ExitStack() as stack:
            socks = [stack.enter_context(connect(HOST)) for _ in range(1000)]
            for sock in socks:
                sock.sendall(seal(SYSINFO))
            for sock in socks:
                self.assertIn(b'"alias":"Plug"', receive_message(sock))
        wait_until(lambda: len(os.listdir(f"/proc/{self.sim.process.pid}/fd")) < 30, what="descriptors given back")

    def test_out_of_descriptors_it_refuses_and_recovers(self):
        prlimit = kasatest.need_program("prlimit")
        house = self.house("--port", "9998", "--count", "1", prefix=(prlimit, "--nofile=32:32"))
        with contextlib.ExitStack() as stack:
            for _ in range(60):
                with contextlib.suppress(OSError):
                    stack.enter_context(connect(HOST, 9998))

        def served():
            with contextlib.suppress(OSError, AssertionError):
                return sysinfo(HOST, 9998)

        wait_until(served, what="it answers again")
        self.assertIsNone(house.process.poll())


class Thousands(kasatest.TestCase):
    def test_ten_thousand_devices_start_and_answer(self):
        started = time.monotonic()
        house = self.house("--count", "10000")
        self.assertLess(time.monotonic() - started, 20)
        with open(f"/proc/{house.process.pid}/statm") as statm:
            resident = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
        self.assertLess(resident, memory_limit_mib(128))
        last = house.get("plug 10000")["address"]
        self.assertEqual(sysinfo(last)["alias"], "plug 10000")
        relay(1, host=last)
        self.assertEqual(sysinfo(last)["relay_state"], 1)
        with udp() as sock:
            datagram(sock, SYSINFO, EVERYWHERE)
            heard = answers(sock, 10000)
        self.assertEqual(len({peer for peer, _ in heard}), 10000)
        self.assertEqual(len({told["system"]["get_sysinfo"]["mac"] for _, told in heard}), 10000)

    def test_many_clients_at_once_are_told_the_truth(self):
        self.house("--count", "200")
        hosts = [f"127.0.0.{n}" for n in range(1, 201)]
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            infos = list(pool.map(sysinfo, hosts))
        self.assertEqual([info["alias"] for info in infos], [f"plug {n}" for n in range(1, 201)])


if __name__ == "__main__":
    kasatest.main()
