"""What kasa-sim's devices answer in the modules of dimmers, sensors, lights, the cloud and Wi-Fi, and what bulbs do not
survive: asked by a few lines of Python and not by kasa.
"""

import contextlib
import json
import time

import kasatest
from kasatest import ask, seal, sysinfo, wait_until
from plugwire import SYSINFO, ask_text, connect, receive_message

HOST, SECOND = "127.0.0.1", "127.0.0.2"
OK = {"err_code": 0}
NO_MODULE = {"err_code": -1, "err_msg": "module not support"}
NO_METHOD = {"err_code": -2, "err_msg": "member not support"}
INVALID = {"err_code": -3, "err_msg": "invalid argument"}
NO_ENTRY = {"err_code": -14, "err_msg": "entry not exist"}
NOT_BOUND = {"err_code": -4002, "err_msg": "Device hasn't bound to any account yet"}
BULB_INVALID = {"err_code": -10000, "err_msg": "Invalid input argument"}
BULB_MISSING = {"err_code": -10002, "err_msg": "Missing neccesary argument"}

DIMMER = "smartlife.iot.dimmer"
PIR = "smartlife.iot.PIR"
LAS = "smartlife.iot.LAS"
TRIGGER = "smartlife.iot.sensor_trigger"
LIGHTING = "smartlife.iot.smartbulb.lightingservice"
LIGHT_STRIP = "smartlife.iot.lightStrip"
EFFECT = "smartlife.iot.lighting_effect"
LIGHT_SYSTEM = "smartlife.iot.common.system"
LIGHT_CLOUD = "smartlife.iot.common.cloud"
ONBOARDING = "smartlife.iot.common.softaponboarding"

# What is no number of the wire, whatever the method.
NO_NUMBERS = ("5", 5.0, True, None, [5], {})


def call(module, method, arguments=None, host=HOST):
    """One method's answer."""
    return ask(host, {module: {method: {} if arguments is None else arguments}})[module][method]


def without_code(reply):
    return {key: value for key, value in reply.items() if key != "err_code"}


def alive(host=HOST):
    """Whether a device that was away answers again."""
    with contextlib.suppress(OSError, EOFError, AssertionError):
        return sysinfo(host)


def padded(length):
    """A request for sysinfo of so many bytes."""
    head, tail = '{"system":{"get_sysinfo":{"x":"', '"}}}'
    return head + "x" * (length - len(head + tail)) + tail


class TestCase(kasatest.TestCase):
    def ok(self, *args, **keywords):
        reply = call(*args, **keywords)
        self.assertEqual(reply.get("err_code"), 0, f"{args}: {reply}")
        return without_code(reply)

    def assert_crashes(self, host, text):
        """The connection ends without an answer, and the device comes back."""
        with self.assertRaises((EOFError, ConnectionResetError)):
            ask_text(host, text)
        wait_until(lambda: alive(host), what="the device is back")


class Frailty(TestCase):
    def test_a_bulb_crashes_on_a_long_request_and_comes_back(self):
        self.house("--device", "KL130(EU)", "--device", "KL125", "--device", "LB130")
        for number in (1, 2, 3):
            host = f"127.0.0.{number}"
            self.assertIn('"model"', ask_text(host, padded(350)))
            self.assert_crashes(host, padded(351))

    def test_other_devices_take_long_requests(self):
        self.house("--device", "KL430", "--device", "HS100", "--device", "HS300", "--device", "HS220")
        for number in range(1, 5):
            self.assertIn('"model"', ask_text(f"127.0.0.{number}", padded(2000)))

    def test_a_picky_bulb_is_silent_before_it_crashes(self):
        self.house("--device", "KL130(EU),picky=1")
        self.assertIn('"model"', ask_text(HOST, padded(256)))
        with connect(HOST) as sock:
            sock.sendall(seal(padded(257)) + seal(SYSINFO))
            sock.settimeout(0.3)
            with self.assertRaises(TimeoutError):
                sock.recv(1)
            self.assertEqual(sysinfo(HOST)["model"], "KL130(EU)", "others are served")
        self.assert_crashes(HOST, padded(351))

    def test_requests_for_modules_that_a_device_lacks_are_counted(self):
        house = self.house("--device", "KL130", "--device", "HS100,alias=Plug", "--device", "KL430")
        ask(HOST, {"system": {"get_sysinfo": {}}, LIGHTING: {"get_light_state": {}}})
        self.assertEqual(house.strays(HOST), 0)
        ask(HOST, {EFFECT: {}, PIR: {}, "nonsense": {}})
        self.assertEqual(house.strays(HOST), 1, "one request")
        ask(HOST, {"system": {"nonsense": {}}})
        self.assertEqual(house.strays(HOST), 1, "a method is no module")
        ask(SECOND, {"emeter": {"get_realtime": {}}})
        ask(SECOND, {"context": {"child_ids": ["00"]}, "system": {"get_sysinfo": {}}})
        ask("127.0.0.3", {LIGHTING: {"get_light_state": {}}})
        self.assertEqual([house.strays(who) for who in ("Plug", "127.0.0.3", "all")], [1, 1, 3])
        self.assertEqual(house.get("Plug")["strays"], 1)
        with self.assertRaisesRegex(AssertionError, "Nobody"):
            house.strays("Nobody")

    def test_a_fragile_device_does_not_survive_them(self):
        house = self.house("--device", "HS100,fragile=1")
        self.assertEqual(call("system", "set_relay_state", {"state": 1}), OK)
        self.assert_crashes(HOST, '{"system":{"set_relay_state":{"state":0}},"smartlife.iot.dimmer":{}}')
        self.assertEqual((sysinfo(HOST)["relay_state"], house.strays(HOST)), (1, 1))


if __name__ == "__main__":
    kasatest.main()
