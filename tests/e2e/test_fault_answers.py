"""What kasa makes of answers that are wrong: a fake plug gives them, each has its named result and exit status."""

import json
import random

import kasatest
from plugwire import FakePlug, Raw

ADDRESS = "127.7.7.7"
DEVICE_ID = "8006" + "0123456789ABCDEF" * 2 + "0042"
SETTER = "set_relay_state"

ACKNOWLEDGED, STATE = {"err_code": 0}, "get_sysinfo"


def plug_info(**changes):
    """The sysinfo of a plug. A change to None takes the key away."""
    info = {
        "alias": "Fake", "deviceId": DEVICE_ID, "model": "HS110(EU)", "hw_ver": "4.0", "sw_ver": "1.0.4",
        "dev_name": "Smart Wi-Fi Plug With Energy Monitoring", "mic_type": "IOT.SMARTPLUGSWITCH",
        "feature": "TIM:ENE", "mac": "02:00:5E:00:53:01", "rssi": -50, "led_off": 0, "relay_state": 0,
        "on_time": 0, "err_code": 0,
    }
    info.update(changes)
    return {key: value for key, value in info.items() if value is not None}


def strip_info(ids, **changes):
    children = [{"id": name, "alias": f"Outlet {name[-2:]}", "state": 0, "on_time": 0} for name in ids]
    return plug_info(relay_state=None, on_time=None, dev_name=None, feature="TIM", model="KP303(US)",
                     children=children, child_num=len(ids), **changes)


def describe(info):
    return {"system": {"get_sysinfo": info}}


class Plug:
    """A plug that behaves: gives its sysinfo, switches, is renamed. Tests override what shall be wrong."""

    def __init__(self, info):
        self.info = info

    def __call__(self, text):
        request = json.loads(text)
        context = request.pop("context", None)
        return {ns: {method: self.run(ns, method, arguments, context) for method, arguments in methods.items()}
                for ns, methods in request.items()}

    def run(self, ns, method, arguments, context):
        if (ns, method) == ("system", "get_sysinfo"):
            return self.info
        if (ns, method) == ("system", SETTER):
            return self.switch(arguments["state"], context)
        if (ns, method) == ("system", "set_dev_alias"):
            return self.rename(arguments["alias"], context)
        if (ns, method) == ("system", "set_led_off"):
            self.info["led_off"] = arguments["off"]
            return ACKNOWLEDGED
        if (ns, method) == ("emeter", "get_realtime"):
            return {"power_mw": 12000, "voltage_mv": 230000, "current_ma": 52, "total_wh": 7, "err_code": 0}
        return {"err_code": -2, "err_msg": "member not support"}

    def children(self, context):
        named = context["child_ids"] if context else [child["id"] for child in self.info["children"]]
        chosen = [child for child in self.info["children"] if child["id"] in named]
        return chosen if len(chosen) == len(named) else None

    def switch(self, state, context):
        if "children" not in self.info:
            self.info["relay_state"] = state
            return ACKNOWLEDGED
        chosen = self.children(context)
        if chosen is None:
            return {"err_code": -14, "err_msg": "entry not exist"}
        for child in chosen:
            child["state"] = state
        return ACKNOWLEDGED

    def rename(self, alias, context):
        for holder in self.children(context) or [] if context else [self.info]:
            holder["alias"] = alias
        return ACKNOWLEDGED


class FaultCase(kasatest.TestCase):
    def ask(self, *args, timeout=3):
        return kasatest.run("--json", "--timeout", str(timeout), *args)

    def assert_fails(self, result, status, word):
        error = result.one().get("error")
        self.assertIsNotNone(error, result)
        self.assertEqual((result.status, error["code"]), (status, word), f"\n{result}")
        self.assertRegex(error["message"], r"\w+ \w+", f"\n{result}")
        return error["message"]

    def assert_works(self, result):
        self.assertEqual(result.status, 0, f"\n{result}")
        told = result.one()
        self.assertNotIn("error", told)
        return told


def literal(text, info=None):
    """The JSON text of an answer whose alias was replaced by a literal that json.dumps would not write."""
    return json.dumps(describe(info or plug_info())).replace('"Fake"', text)


GOOD = json.dumps(describe(plug_info()))

# what is answered to get_sysinfo, exit status, error word
BROKEN = {
    "half": (GOOD[: len(GOOD) // 2], 1, "protocol"),
    "all_but_the_last_byte": (GOOD[:-1], 1, "protocol"),
    "trailing_word": (GOOD + "x", 1, "protocol"),
    "trailing_object": (GOOD + "{}", 1, "protocol"),
    "trailing_nul": (GOOD + "\0", 1, "protocol"),
    "deep_array": ('{"system":' + "[" * 2049 + "]" * 2049 + "}", 1, "protocol"),
    "deep_object": ('{"a":' * 2049 + "1" + "}" * 2049, 1, "protocol"),
    "deep_and_never_closed": ('{"a":[' * 10000, 1, "protocol"),
    "deep_inside_a_device": (literal("[" * 20 + "]" * 20), 1, "protocol"),
    "infinite_exponent": (literal("1e999"), 1, "protocol"),
    "integer_of_forty_digits": (literal("9" * 40), 1, "protocol"),
    "nan": (literal("NaN"), 1, "protocol"),
    "infinity": (literal("-Infinity"), 1, "protocol"),
    "duplicate_key": (literal('"Fake","alias":"Other"'), 1, "protocol"),
    "duplicate_namespace": (GOOD[:-1] + ',"system":{}}', 1, "protocol"),
    "duplicate_key_in_other_letters": (literal('"Fake","\\u0061lias":"Other"'), 1, "protocol"),
    "leading_zero": (literal("01"), 1, "protocol"),
    "leading_plus": (literal("+1"), 1, "protocol"),
    "no_digit_before_the_point": (literal(".5"), 1, "protocol"),
    "no_digit_behind_the_point": (literal("1."), 1, "protocol"),
    "no_digit_in_the_exponent": (literal("1e"), 1, "protocol"),
    "minus_alone": (literal("-"), 1, "protocol"),
    "hexadecimal": (literal("0x10"), 1, "protocol"),
    "word_cut": (literal("nul"), 1, "protocol"),
    "word_in_capitals": (literal("True"), 1, "protocol"),
    "unknown_escape": (literal('"\\q"'), 1, "protocol"),
    "short_escape": (literal('"\\u12"'), 1, "protocol"),
    "comma_before_the_end": (GOOD[:-1] + ",}", 1, "protocol"),
    "comma_twice": (GOOD.replace(", ", ",, ", 1), 1, "protocol"),
    "no_comma": (GOOD.replace(", ", " ", 1), 1, "protocol"),
    "no_colon": (GOOD.replace(": ", " ", 1), 1, "protocol"),
    "key_without_quotes": (GOOD.replace('"alias"', "alias"), 1, "protocol"),
    "number_for_a_key": (GOOD.replace('"alias"', "1"), 1, "protocol"),
    "brackets_crossed": (literal("[}"), 1, "protocol"),
    "low_surrogate_alone": (literal('"\\udc00"'), 1, "protocol"),
    "byte_order_mark": ("\ufeff" + GOOD, 1, "protocol"),
    "single_quotes": (GOOD.replace('"', "'"), 1, "protocol"),
    "comment": (GOOD[:-1] + "/* */}", 1, "protocol"),
    "raw_newline_in_a_string": (literal('"a\nb"'), 1, "protocol"),
    "lone_surrogate": (literal('"\\ud800"'), 1, "protocol"),
    "array": ("[]", 1, "protocol"),
    "text": ('"system"', 1, "protocol"),
    "number": ("17", 1, "protocol"),
    "nothing_of_a_device": ('{"system":{"get_sysinfo":{"err_code":0}}}', 1, "protocol"),
    "another_question": ('{"emeter":{"get_realtime":{"power_mw":1,"err_code":0}}}', 1, "protocol"),
    "another_question_too": (GOOD[:-1] + ',"schedule":{"get_rules":{"err_code":0}}}', 1, "protocol"),
    "error_at_the_top": ('{"err_code":-7,"err_msg":"unknown error"}', 1, "device"),
    "error_at_the_module": ('{"system":{"err_code":-5,"err_msg":"not enough memory"}}', 1, "device"),
    "error_at_the_method": ('{"system":{"get_sysinfo":{"err_code":-3,"err_msg":"invalid argument"}}}', 1, "device"),
    "error_without_a_word": ('{"system":{"get_sysinfo":{"err_code":-99999}}}', 1, "device"),
    "error_with_a_number_for_a_word": ('{"system":{"get_sysinfo":{"err_code":-9,"err_msg":7}}}', 1, "device"),
    "unsupported_at_the_top": ('{"err_code":-10008,"err_msg":"Unsupported API call"}', 5, "unsupported"),
    "unsupported_module": ('{"system":{"err_code":-1,"err_msg":"module not support"}}', 5, "unsupported"),
    "unsupported_method": ('{"system":{"get_sysinfo":{"err_code":-2,"err_msg":"member not support"}}}', 5,
                           "unsupported"),
    "unsupported_by_a_bulb": ('{"system":{"err_code":-2001,"err_msg":"Module not support"}}', 5, "unsupported"),
    "missing_namespace": ("{}", 5, "unsupported"),
    "missing_method": ('{"system":{}}', 5, "unsupported"),
    "camera": (json.dumps(describe({"system": plug_info(mic_type="IOT.IPCAMERA")})), 5, "unsupported"),
}

# a value of sysinfo that is of a wrong kind, and what must be absent then; all else stands
WRONG = {
    "relay_text": ({"relay_state": "1"}, "on"),
    "relay_real": ({"relay_state": 1.5}, "on"),
    "relay_two": ({"relay_state": 2}, "on"),
    "relay_true": ({"relay_state": True}, "on"),
    "relay_list": ({"relay_state": [1]}, "on"),
    "relay_object": ({"relay_state": {"state": 1}}, "on"),
    "relay_negative": ({"relay_state": -1}, "on"),
    "relay_missing": ({"relay_state": None}, "on"),
    "on_time_negative": ({"on_time": -1}, "on_time_s"),
    "on_time_text": ({"on_time": "12"}, "on_time_s"),
    "on_time_of_many_bits": ({"on_time": 2**40}, "on_time_s"),
    "led_two": ({"led_off": 2}, "led"),
    "led_text": ({"led_off": "0"}, "led"),
    "rssi_text": ({"rssi": "-50"}, "rssi_dbm"),
    "rssi_of_many_bits": ({"rssi": -(2**40)}, "rssi_dbm"),
    "rssi_real": ({"rssi": -50.5}, "rssi_dbm"),
    "mac_number": ({"mac": 2}, "mac"),
    "mac_short": ({"mac": "02:00:5E"}, "mac"),
    "mac_letters": ({"mac": "XX:XX:XX:XX:XX:XX"}, "mac"),
    "id_number": ({"deviceId": 8006}, "id"),
    "alias_number": ({"alias": 5}, "alias"),
    "alias_list": ({"alias": ["Fake"]}, "alias"),
    "model_missing": ({"model": None}, "model"),
    "hw_number": ({"hw_ver": 4.0}, "hw"),
    "fw_object": ({"sw_ver": {}}, "fw"),
}


class Reading(FaultCase):
    """get_sysinfo answered in a wrong way."""

    def test_broken_answers_have_their_names(self):
        for name, (text, status, word) in BROKEN.items():
            with self.subTest(name), FakePlug(ADDRESS, lambda _: text):
                self.assert_fails(self.ask("--host", ADDRESS, "state"), status, word)

    def test_an_error_of_the_device_shows_its_number_and_its_words(self):
        for text, told in (
            ('{"system":{"err_code":-5,"err_msg":"not enough memory"}}', ("-5", "not enough memory")),
            ('{"err_code":-7,"err_msg":"unknown error"}', ("-7", "unknown error")),
        ):
            with FakePlug(ADDRESS, lambda _: text):
                message = self.ask("--host", ADDRESS, "state").one()["error"]["message"]
                for word in told:
                    self.assertIn(word, message)

    def test_values_of_a_wrong_kind_are_absent_and_the_rest_is_used(self):
        usual = {"id", "mac", "alias", "model", "family", "hw", "fw", "on", "on_time_s", "led", "rssi_dbm"}
        for name, (change, absent) in WRONG.items():
            with self.subTest(name), FakePlug(ADDRESS, lambda _: describe(plug_info(**change))):
                told = self.assert_works(self.ask("--host", ADDRESS, "state"))
                self.assertEqual(usual - set(told), {absent}, told)

    def test_null_in_each_place(self):
        for key in plug_info():
            info = plug_info()
            info[key] = None
            with self.subTest(key), FakePlug(ADDRESS, lambda _: describe(info)):
                self.assert_works(self.ask("--host", ADDRESS, "state"))

    def test_broken_utf8_in_a_name_is_repaired(self):
        bad = GOOD.encode().replace(b"Fake", b"Fa\xff\xc3ke\xed\xa0\x80")
        with FakePlug(ADDRESS, lambda _: bad):
            told = self.assert_works(self.ask("--host", ADDRESS, "state"))
        self.assertRegex(told["alias"], "^Fa\ufffd+ke\ufffd+$")

    def test_control_characters_of_a_name_never_reach_a_terminal(self):
        for alias in ("\x1b[2J\x1b]0;owned\x07", "a\r\nkasa: all is well", "\x9b31m", "\x7f\b\b\b", "\u202egnp.exe"):
            with self.subTest(repr(alias)), FakePlug(ADDRESS, lambda _: describe(plug_info(alias=alias))):
                for args in (["state"], ["--json", "state"], ["-v", "state"], ["on"]):
                    result = kasatest.run("--host", ADDRESS, "--timeout", "3", *args)
                    for c in result.out + result.err:
                        self.assertTrue(c == "\n" or c >= " " and not "\x7f" <= c <= "\x9f" and c != "\u202e", result)
                self.assertEqual(self.ask("--host", ADDRESS, "state").one()["alias"], alias)

    def test_an_enormous_name_is_cut_at_a_character(self):
        with FakePlug(ADDRESS, lambda _: describe(plug_info(alias="ü" * 4096))):
            alias = self.assert_works(self.ask("--host", ADDRESS, "state"))["alias"]
        self.assertRegex(alias, "^ü{10,}$")
        self.assertLess(len(alias.encode()), 4096)

    def test_answers_in_any_pieces(self):
        """The largest that is taken, and one byte more."""
        head = json.dumps(describe(plug_info(icon="")))
        fits = head.replace('"icon": ""', '"icon": "' + "x" * (65536 - len(head)) + '"')
        for text, works in ((fits, True), (fits.replace('"xx', '"xxx'), False)):
            with self.subTest(len(text)), FakePlug(ADDRESS, lambda _: text):
                result = self.ask("--host", ADDRESS, "state")
                if works:
                    self.assert_works(result)
                else:
                    self.assert_fails(result, 1, "protocol")

    def test_not_the_protocol_at_all(self):
        for name, data in {
            "http": b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
            "ssh": b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n",
            "tls": bytes.fromhex("15030100020232"),
            "plain_json": b"\0\0\0\x02{}",
            "zeros": bytes(200),
        }.items():
            with self.subTest(name), FakePlug(ADDRESS, lambda _: Raw(data)):
                self.assert_fails(self.ask("--host", ADDRESS, "state"), 1, "protocol")

    def test_json_in_any_spelling(self):
        blanks = json.dumps(describe(plug_info()), indent="\t ", separators=(" ,", " :\t")).replace("\n", "\r\n ")
        for name, text, alias in (
            ("blanks", blanks + " \t\r\n", "Fake"),
            ("escapes", literal(r'"\"\\\/\u00e9\ud83d\ude00"'), '"\\/é\U0001f600'),
            ("escaped_key", GOOD.replace('"alias"', r'"\u0061lias"'), "Fake"),
            ("escaped_namespace", GOOD.replace('"system"', r'"syst\u0065m"'), "Fake"),
            ("more_than_was_asked_for",
             GOOD.replace('"alias"', '"new":[1,-0,0.5,-1.5E+3,{"a":null,"b":[true,false]}],"alias"'), "Fake"),
        ):
            with self.subTest(name), FakePlug(ADDRESS, lambda _: text):
                self.assertEqual(self.assert_works(self.ask("--host", ADDRESS, "state"))["alias"], alias)

    def test_many_keys_cost_little(self):
        """Twice as many as any device has are taken; thousands are refused, or read, at once."""
        for count, statuses in ((100, {0}), (5000, {0, 1})):
            info = plug_info(**{f"k{i}": i for i in range(count)})
            with self.subTest(count), FakePlug(ADDRESS, lambda _: json.dumps(describe(info), separators=(",", ":"))):
                result = self.ask("--host", ADDRESS, "state")
                self.assertIn(result.status, statuses, f"\n{result}")
                self.assertEqual(result.one().get("error", {}).get("code", "protocol"), "protocol")
                self.assertLess(result.seconds, 3)

    def test_spoiled_answers_never_crash(self):
        """Bytes of a good answer changed, cut out and doubled, always the same way for the same number."""
        strip = json.dumps(describe(strip_info([DEVICE_ID + "00", DEVICE_ID + "01"])))
        for seed in range(150):
            dice = random.Random(seed)
            text = bytearray((strip if seed % 2 else GOOD).encode())
            for _ in range(dice.randint(1, 6)):
                at, length = dice.randrange(len(text)), dice.randint(1, 40)
                change = dice.choice(("byte", "cut", "double", "token"))
                if change == "byte":
                    text[at] = dice.randrange(256)
                elif change == "cut":
                    del text[at : at + length]
                elif change == "double":
                    text[at:at] = text[at : at + length]
                else:
                    text[at : at + 1] = dice.choice((b"null", b"-", b"{}", b"[[", b'"', b"1e5", b"\\u0000", b":"))
            text[:1] = b"{"
            with self.subTest(seed=seed, text=bytes(text)), FakePlug(ADDRESS, lambda _: bytes(text), udp=False):
                result = self.ask("--host", ADDRESS, "on", timeout=2)
                self.assertIn(result.status, (0, 1, 3, 5), result)
                result.one()


class Switching(FaultCase):
    """Setters answered in a wrong way."""

    def test_acknowledged_without_doing_is_an_error_after_one_more_look(self):
        class Idle(Plug):
            def switch(self, state, context):
                return ACKNOWLEDGED

        with FakePlug(ADDRESS, Idle(plug_info())) as fake:
            result = self.ask("--host", ADDRESS, "on")
            self.assert_fails(result, 1, "device")
            self.assertIn("acknowledged", result.one()["error"]["message"])
            self.assertEqual(len(fake.asked(SETTER)), 1, fake.requests)
            self.assertEqual(len(fake.requests), 2, fake.requests)

    def test_a_state_that_comes_late_is_looked_at_again(self):
        class Late(Plug):
            """Tells the state of before in the setter's own answer."""

            def __call__(self, text):
                before = dict(self.info)
                reply = super().__call__(text)
                if SETTER in text and STATE in text:
                    reply["system"][STATE] = before
                return reply

        with FakePlug(ADDRESS, Late(plug_info())) as fake:
            self.assertEqual(self.assert_works(self.ask("--host", ADDRESS, "on"))["on"], True)
            self.assertEqual(len(fake.asked(SETTER)), 1, fake.requests)

    def test_an_answer_without_the_state_is_followed_by_a_look(self):
        class Terse(Plug):
            def __call__(self, text):
                reply = super().__call__(text)
                if SETTER in text:
                    reply["system"].pop(STATE, None)
                return reply

        with FakePlug(ADDRESS, Terse(plug_info())) as fake:
            self.assertEqual(self.assert_works(self.ask("--host", ADDRESS, "on"))["on"], True)
            self.assertEqual(len(fake.asked(SETTER)), 1, fake.requests)

    def test_refusals_have_their_names(self):
        for reply, status, word in (
            ({"err_code": -3, "err_msg": "invalid argument"}, 1, "device"),
            ({"err_code": -7}, 1, "device"),
            ({"err_code": -2, "err_msg": "member not support"}, 5, "unsupported"),
            ({"err_code": -1, "err_msg": "module not support"}, 5, "unsupported"),
            (None, 5, "unsupported"),
        ):
            class Refusing(Plug):
                def __call__(self, text):
                    answer = super().__call__(text)
                    if SETTER in answer["system"]:
                        answer["system"][SETTER] = reply
                        if reply is None:
                            del answer["system"][SETTER]
                    return answer

                def switch(self, state, context):
                    return reply

            with self.subTest(reply), FakePlug(ADDRESS, Refusing(plug_info())) as fake:
                self.assert_fails(self.ask("--host", ADDRESS, "on"), status, word)
                self.assertEqual(len(fake.asked(SETTER)), 1, fake.requests)

    def test_an_answer_to_another_question_is_not_believed(self):
        with FakePlug(ADDRESS, lambda _: '{"emeter":{"get_realtime":{"err_code":0}}}'):
            self.assert_fails(self.ask("--host", ADDRESS, "on"), 1, "protocol")

    def test_the_state_of_another_moment_is_no_acknowledgement(self):
        """A late answer to get_sysinfo where the setter's is due: it was not done, and it is not said that it was."""
        with FakePlug(ADDRESS, lambda _: describe(plug_info(relay_state=1))):
            result = self.ask("--host", ADDRESS, "on")
            self.assertNotEqual(result.status, 0, result)

    def test_a_light_that_acknowledges_the_plugs_order_without_effect_gets_its_own(self):
        service = "smartlife.iot.smartbulb.lightingservice"

        class Bulb(Plug):
            def run(self, ns, method, arguments, context):
                if ns == service:
                    self.info["light_state"]["on_off"] = arguments["on_off"]
                    return dict(self.info["light_state"], err_code=0)
                return super().run(ns, method, arguments, context)

            def switch(self, state, context):
                return ACKNOWLEDGED

        bulb = plug_info(mic_type="IOT.SMARTBULB", relay_state=None, led_off=None, dev_name=None, feature=None,
                         is_dimmable=1, is_color=0, is_variable_color_temp=0,
                         light_state={"on_off": 0, "dft_on_state": {"brightness": 50}})
        with FakePlug(ADDRESS, Bulb(bulb)) as fake:
            self.assertEqual(self.assert_works(self.ask("--host", ADDRESS, "on"))["on"], True)
            self.assertEqual(len(fake.asked(service)), 1, fake.requests)
            self.assertEqual(fake.connections, 1)

    def test_a_name_that_the_device_cuts_is_not_reported_as_set(self):
        class Short(Plug):
            def rename(self, alias, context):
                return super().rename(alias[:8], context)

        with FakePlug(ADDRESS, Short(plug_info())):
            self.assert_fails(self.ask("--host", ADDRESS, "alias", "Lamp in the hall"), 1, "device")
            self.assert_works(self.ask("--host", ADDRESS, "alias", "Lamp"))

    def test_meters_without_values_are_unknown_and_never_zero(self):
        for reading, known in (
            ({}, set()),
            ({"power_mw": "12"}, set()),
            ({"power_mw": None, "total_wh": []}, set()),
            ({"power_mw": 0}, {"power_w"}),
            ({"power": 1.5, "total_wh": 1500}, {"power_w", "total_kwh"}),
        ):
            class Meter(Plug):
                def run(self, ns, method, arguments, context):
                    return dict(reading, err_code=0) if ns == "emeter" else super().run(ns, method, arguments, context)

            with self.subTest(reading), FakePlug(ADDRESS, Meter(plug_info())):
                energy = self.assert_works(self.ask("--host", ADDRESS, "energy")).get("energy", {})
                self.assertEqual(set(energy), known)

    def test_a_meter_that_is_not_there_is_unsupported(self):
        class None_(Plug):
            def run(self, ns, method, arguments, context):
                unknown = {"err_code": -1, "err_msg": "module not support"}
                return unknown if ns == "emeter" else super().run(ns, method, arguments, context)

        with FakePlug(ADDRESS, None_(plug_info())):
            self.assert_fails(self.ask("--host", ADDRESS, "energy"), 5, "unsupported")
        with FakePlug(ADDRESS, Plug(plug_info(feature="TIM"))) as fake:
            self.assert_fails(self.ask("--host", ADDRESS, "energy"), 5, "unsupported")
            self.assertEqual(fake.asked("emeter"), [], "a module that is not there crashes some devices")


class Strips(FaultCase):
    """Ids of outlets in each form and order."""

    def numbers(self, form, order):
        return [form.format(n) for n in order]

    def test_outlets_are_counted_by_their_ids_in_any_form_and_order(self):
        forms = {"short": "{:02d}", "long": DEVICE_ID + "{:02d}", "scrubbed": "SCRUBBED_CHILD_DEVICE_ID_{:02d}",
                 "lower": DEVICE_ID.lower() + "{:02d}"}
        for name, form in forms.items():
            for order in ([0, 1, 2], [1, 2, 0], [2, 1, 0]):
                ids = self.numbers(form, order)
                strip = Plug(strip_info(ids))
                with self.subTest(name, order=order), FakePlug(ADDRESS, strip) as fake:
                    told = self.assert_works(self.ask("--host", ADDRESS, "state"))
                    self.assertEqual([outlet["index"] for outlet in told["outlets"]], [1, 2, 3])
                    self.assertEqual([outlet["alias"] for outlet in told["outlets"]],
                                     ["Outlet 00", "Outlet 01", "Outlet 02"])
                    self.assert_works(self.ask("on", f"{ADDRESS}/2"))
                    (asked,) = fake.asked(SETTER)
                    self.assertEqual(json.loads(asked)["context"]["child_ids"], [form.format(1)])
                    self.assertEqual({child["id"]: child["state"] for child in strip.info["children"]},
                                     {form.format(0): 0, form.format(1): 1, form.format(2): 0})

    def test_the_other_form_of_an_id_is_tried_once(self):
        for reported, accepted in ((DEVICE_ID + "{:02d}", "{:02d}"), ("{:02d}", DEVICE_ID + "{:02d}")):
            class Picky(Plug):
                def children(self, context):
                    if not context:
                        return super().children(context)
                    known = {accepted.format(n): reported.format(n) for n in range(3)}
                    named = [known.get(name, "?") for name in context["child_ids"]]
                    return super().children({"child_ids": named})

            strip = Picky(strip_info([reported.format(n) for n in range(3)]))
            with self.subTest(reported), FakePlug(ADDRESS, strip) as fake:
                self.assert_works(self.ask("on", f"{ADDRESS}/3"))
                self.assertEqual([child["state"] for child in strip.info["children"]], [0, 0, 1])
                self.assertEqual([json.loads(text)["context"]["child_ids"] for text in fake.asked(SETTER)],
                                 [[reported.format(2)], [accepted.format(2)]])

    def test_a_strip_that_knows_neither_form_is_an_error_of_the_device(self):
        class Lost(Plug):
            def children(self, context):
                return None

        with FakePlug(ADDRESS, Lost(strip_info(["00", "01"]))) as fake:
            result = self.ask("on", f"{ADDRESS}/1")
            self.assert_fails(result, 1, "device")
            self.assertIn("-14", result.one()["error"]["message"])
            self.assertEqual(len(fake.asked(SETTER)), 2, fake.requests)

    def test_a_strip_that_wants_each_outlet_named(self):
        class Deaf(Plug):
            def children(self, context):
                return super().children(context) if context else []

        strip = Deaf(strip_info([DEVICE_ID + "00", DEVICE_ID + "01"]))
        with FakePlug(ADDRESS, strip):
            self.assert_works(self.ask("--host", ADDRESS, "on"))
            self.assertEqual([child["state"] for child in strip.info["children"]], [1, 1])
            self.assert_works(self.ask("--host", ADDRESS, "off"))
            self.assertEqual([child["state"] for child in strip.info["children"]], [0, 0])

    def test_a_strip_that_does_nothing_is_an_error_of_the_device(self):
        class Idle(Plug):
            def switch(self, state, context):
                return ACKNOWLEDGED

        for device in (ADDRESS, f"{ADDRESS}/2"):
            with self.subTest(device), FakePlug(ADDRESS, Idle(strip_info(["00", "01"]))):
                self.assert_fails(self.ask("on", device), 1, "device")

    def test_outlets_that_are_not_there(self):
        for device, status in ((f"{ADDRESS}/7", (2, 5)), (f"{ADDRESS}/Nobody", (2, 5)), (f"{ADDRESS}/0", (2, 5))):
            with self.subTest(device), FakePlug(ADDRESS, Plug(strip_info(["00", "01"]))) as fake:
                result = self.ask("on", device)
                self.assertIn(result.status, status, result)
                self.assertEqual(fake.asked(SETTER), [])

    def test_children_of_a_wrong_kind_never_crash(self):
        for children in ([], [None], [1, "x"], [{}], [{"id": 5, "state": "on"}], [{"id": ""}], [{"id": "0"}],
                         [{"id": "x" * 200, "state": 1}], [{"id": "00"}, {"id": "00"}],
                         [{"id": f"{n:02d}", "state": 1} for n in range(64)], {"id": "00"}, "00", 3):
            info = strip_info(["00"])
            info["children"] = children
            with self.subTest(children), FakePlug(ADDRESS, lambda _: describe(info)):
                self.assert_works(self.ask("--host", ADDRESS, "state"))
                result = self.ask("on", f"{ADDRESS}/1", timeout=2)
                self.assertIn(result.status, (0, 1, 2, 5), result)
                result.one()


class Searching(FaultCase):
    """Datagrams that are wrong: nobody is found, nothing breaks."""

    def test_garbage_is_nobody(self):
        for name in ("half", "trailing_word", "deep_array", "nan", "array", "missing_method", "duplicate_key"):
            text = BROKEN[name][0]
            with self.subTest(name), FakePlug(ADDRESS, lambda _: text):
                result = self.ask("discover", "--target", ADDRESS, "--wait", "0.3")
                self.assertEqual([line for line in result.lines if '"error"' not in line], [], result)
                self.assertGreaterEqual(result.status, 0, result)

    def test_raw_bytes_are_nobody(self):
        for data in (b"\0", b"{}", bytes(1400), b"\xd0" * 1400):
            with self.subTest(data[:4]), FakePlug(ADDRESS, lambda _: Raw(data)):
                result = self.ask("discover", "--target", ADDRESS, "--wait", "0.3")
                self.assertEqual([line for line in result.lines if '"error"' not in line], [], result)

    def test_a_device_among_garbage_is_found(self):
        with FakePlug(ADDRESS, lambda _: GOOD), FakePlug("127.7.7.8", lambda _: "{"):
            result = self.ask("discover", "--target", "127.7.7.0/28", "--wait", "1")
            self.assertEqual([json.loads(line)["host"] for line in result.lines], [ADDRESS])


if __name__ == "__main__":
    kasatest.main()
