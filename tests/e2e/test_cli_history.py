"""energy and usage by day and by month: what is shown is what the device answers, and what is erased is gone."""
import csv
import datetime

import kasatest
from kasatest import ask, run, sysinfo
from plugwire import FakePlugThatLosesOneAnswer

PLUG, LAMP, STRIP, BULB, DUMB = (f"127.0.0.{n}" for n in range(1, 6))
HOUSE = ("--device", "HS110(EU),alias=Christmas tree", "--device", "HS100(EU),alias=Hall lamp",
         "--device", "HS300(US),alias=Desk strip", "--device", "KL130(EU),alias=Reading lamp",
         "--device", "HS110(EU),alias=Stubborn,erase=ignored")
BULBS = {"emeter": "smartlife.iot.common.emeter", "schedule": "smartlife.iot.common.schedule"}


def today():
    return datetime.datetime.now(datetime.timezone.utc).date()


def told(host, module, method, args, outlet=None):
    """The list that the device answers, asked without kasa, in the order of time."""
    request = {module: {method: args}}
    if outlet is not None:
        request = {"context": {"child_ids": [sysinfo(host)["children"][outlet - 1]["id"]]}, **request}
    answer = ask(host, request)[module][method]
    return sorted(answer["day_list" if method == "get_daystat" else "month_list"],
                  key=lambda one: (one["year"], one["month"], one.get("day", 0)))


def date_of(entry):
    return "-".join(f"{entry[part]:02d}" for part in ("year", "month", "day") if part in entry)


def kwh(entry):
    return entry["energy"] if "energy" in entry else entry["energy_wh"] / 1000


def cost(price, amount):
    return f"{int(amount * price * 100 + 0.5) / 100:.2f}"


class Case(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.sim = self.house(*HOUSE)

    def check_energy(self, shown, answered):
        self.assertGreater(len(answered), 0)
        self.assertEqual([date_of(one) for one in answered], [one.get("date", one.get("month")) for one in shown])
        for ours, theirs in zip(shown, answered):
            self.assertAlmostEqual(kwh(theirs), ours["energy_kwh"], places=9)


class Energy(Case):
    def test_days_of_a_month_are_those_that_the_device_tells(self):
        for host, module in ((PLUG, "emeter"), (BULB, BULBS["emeter"])):
            for month in (today().replace(day=1), today().replace(day=1) - datetime.timedelta(days=1)):
                with self.subTest(host=host, month=month):
                    args = {"year": month.year, "month": month.month}
                    object = self.kasa("energy", host, "--day", f"{month:%Y-%m}", "--json").one()["energy_days"]
                    self.assertEqual(f"{month:%Y-%m}", object["month"])
                    answered = told(host, module, "get_daystat", args)
                    self.check_energy(object["days"], answered)
                    self.assertAlmostEqual(sum(map(kwh, answered)), object["sum"]["energy_kwh"], places=9)

    def test_months_of_a_year_are_those_that_the_device_tells(self):
        object = self.kasa("energy", PLUG, "--month", str(today().year), "--json").one()["energy_months"]
        self.assertEqual(today().year, object["year"])
        self.check_energy(object["months"], told(PLUG, "emeter", "get_monthstat", {"year": today().year}))

    def test_without_a_value_it_is_this_month_and_this_year(self):
        days = self.kasa("energy", PLUG, "--day", "--json").one()["energy_days"]
        months = self.kasa("energy", "--month", PLUG, "--json").one()["energy_months"]
        self.assertEqual((f"{today():%Y-%m}", today().year), (days["month"], months["year"]))

    def test_this_month_is_that_of_the_devices_clock(self):
        self.sim.advance(40 * 86400)
        month = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=40)
        self.assertEqual(f"{month:%Y-%m}", self.kasa("energy", PLUG, "--day", "--json").one()["energy_days"]["month"])
        self.assertEqual(0, self.kasa("usage", PLUG, "--json").one()["usage"]["past_30_days_min"])

    def test_a_strip_is_asked_outlet_by_outlet_one_request_at_a_time(self):
        before = self.sim.counts(STRIP)
        object = self.kasa("energy", STRIP, "--month", str(today().year), "--json").one()["energy_months"]
        spent = [after - earlier for earlier, after in zip(before, self.sim.counts(STRIP))]
        self.assertEqual([1, 7, 0], spent, "one connection, the state, six outlets")
        answered = [one for outlet in range(1, 7)
                    for one in told(STRIP, "emeter", "get_monthstat", {"year": today().year}, outlet)]
        self.check_energy(object["months"], answered)
        self.assertEqual(sorted(one["outlet"] for one in object["months"]), [one["outlet"] for one in object["months"]])
        self.assertEqual(set(range(1, 7)), {one["outlet"] for one in object["months"]})
        self.assertAlmostEqual(sum(map(kwh, answered)), object["sum"]["energy_kwh"], places=9)

    def test_one_outlet_is_asked_alone(self):
        object = self.kasa("energy", f"{STRIP}/2", "--month", str(today().year), "--json").one()
        self.assertEqual(2, object["outlet"])
        self.check_energy(object["energy_months"]["months"],
                          told(STRIP, "emeter", "get_monthstat", {"year": today().year}, 2))
        self.assertNotIn("outlet", object["energy_months"]["months"][0])

    def test_the_table_has_a_heading_rows_and_a_sum(self):
        lines = self.kasa("energy", PLUG, "--month", str(today().year), "--price", "0.30").lines
        answered = told(PLUG, "emeter", "get_monthstat", {"year": today().year})
        self.assertEqual(["Christmas tree", f"  year      {today().year}"], lines[:2])
        self.assertEqual(["MONTH", "ENERGY", "COST"], lines[2].split())
        for line, one in zip(lines[3:], answered):
            self.assertEqual([date_of(one), f"{kwh(one):.3f}", "kWh", cost(0.3, kwh(one))], line.split())
        self.assertEqual("sum", lines[-1].split()[0])
        self.assertEqual(3 + len(answered) + 1, len(lines))

    def test_csv_has_one_heading_for_all_devices(self):
        result = self.kasa("energy", PLUG, STRIP, f"{STRIP}/2", "--month", str(today().year), "--csv", "--price", "1")
        rows = list(csv.DictReader(result.lines))
        self.assertEqual(["device", "outlet", "month", "energy_kwh", "cost"], list(rows[0]))
        self.assertEqual({"Christmas tree", "Desk strip"}, {row["device"] for row in rows})
        self.assertEqual({"", *"123456"}, {row["outlet"] for row in rows})
        plug = [row for row in rows if row["device"] == "Christmas tree"]
        answered = told(PLUG, "emeter", "get_monthstat", {"year": today().year})
        self.assertEqual([(date_of(one), kwh(one)) for one in answered],
                         [(row["month"], float(row["energy_kwh"])) for row in plug])

    def test_a_month_without_days_says_so(self):
        self.assertEqual(["Christmas tree", "  month     2003-04", "  no days"],
                         self.kasa("energy", PLUG, "--day", "2003-04").lines)
        object = self.kasa("energy", PLUG, "--day", "2003-04", "--json").one()["energy_days"]
        self.assertEqual({"month": "2003-04", "days": []}, object)
        self.assertEqual("", self.kasa("energy", PLUG, "--day", "2003-04", "--csv").out)

    def test_a_price_tells_the_cost_of_the_total_too(self):
        for args, env in ((["--price", "0.3"], {}), (["--price=0,3"], {}), ([], {"KASA_PRICE": "0.3"}),
                          (["--price", "0.3"], {"KASA_PRICE": "abc"})):
            with self.subTest(args=args, env=env):
                energy = self.kasa("energy", PLUG, "--json", *args, env=env).one()["energy"]
                self.assertEqual(cost(0.3, energy["total_kwh"]), f"{energy['cost']:.2f}")
                self.assertEqual(f"{energy['cost']:.2f}", self.kasa("energy", PLUG, *args, env=env).out.split()[-1])
        self.assertNotIn("cost", self.kasa("energy", PLUG, "--json").one()["energy"])
        strip = self.kasa("energy", STRIP, "--json", "--price", "2").one()
        for energy in [strip["energy"], *(outlet["energy"] for outlet in strip["outlets"])]:
            self.assertEqual(cost(2, energy["total_kwh"]), f"{energy['cost']:.2f}")
        rows = list(csv.DictReader(self.kasa("energy", PLUG, "--csv", "--price", "2").lines))
        self.assertEqual(cost(2, float(rows[0]["total_kwh"])), f"{float(rows[0]['cost']):.2f}")

    def test_a_device_without_a_meter_says_so(self):
        for option in ("--day", "--month", "--erase"):
            result = self.kasa("energy", LAMP, option, "--yes", status=5)
            self.assertIn("has no energy meter", result.err)

    def test_what_a_device_refuses_is_told_with_its_outlet(self):
        self.sim.fault(STRIP, "silent")
        result = self.kasa("energy", STRIP, "--day", "--timeout", "0.5", "--json", status=3)
        self.assertEqual("timeout", result.one()["error"]["code"])


class Erasing(Case):
    def test_nobody_is_not_asked(self):
        for command in ("energy", "usage"):
            result = self.kasa(command, PLUG, "--erase", status=2)
            self.assertIn("--yes", result.err)
            self.assertIn("forgotten", result.err)
        self.assertEqual((0, 0), (self.sim.count(PLUG, "emeter.erase_emeter_stat"),
                                  self.sim.count(PLUG, "schedule.erase_runtime_stat")))

    def test_the_meter_is_read_back(self):
        object = self.kasa("energy", PLUG, "--erase", "--yes", "--json").one()
        self.assertEqual({"erased": True, "total_kwh": 0}, object["energy_erase"])
        self.assertEqual([], told(PLUG, "emeter", "get_monthstat", {"year": today().year}))
        self.assertEqual(0, ask(PLUG, {"emeter": {"get_realtime": {}}})["emeter"]["get_realtime"]["total_wh"])
        self.assertEqual(1, self.sim.count(PLUG, "emeter.erase_emeter_stat"))

    def test_of_a_strip_each_outlet_or_the_one_that_is_meant(self):
        self.kasa("energy", f"{STRIP}/2", "--erase", "--yes")
        left = [bool(told(STRIP, "emeter", "get_monthstat", {"year": today().year}, n)) for n in range(1, 7)]
        self.assertEqual([True, False, True, True, True, True], left)
        outlets = self.kasa("energy", STRIP, "--erase", "--yes", "--json").one()["energy_erase"]["outlets"]
        self.assertEqual([(n, True, 0) for n in range(1, 7)],
                         [(one["outlet"], one["erased"], one["total_kwh"]) for one in outlets])
        self.assertEqual([[]] * 6, [told(STRIP, "emeter", "get_monthstat", {"year": today().year}, n)
                                    for n in range(1, 7)])

    def test_firmware_that_ignores_it_is_found_out(self):
        result = self.kasa("energy", DUMB, "--erase", "--yes", status=1)
        self.assertIn("127.0.0.5", result.err)
        self.assertIn("acknowledged and forgot nothing", result.err)
        self.assertEqual("device", self.kasa("energy", DUMB, "--erase", "--yes", "--json", status=1)
                         .one()["error"]["code"])
        self.assertNotEqual([], told(DUMB, "emeter", "get_monthstat", {"year": today().year}))

    def test_time_of_use_is_forgotten_and_read_back(self):
        self.assertEqual({"erased": True},
                         self.kasa("usage", PLUG, "--erase", "--yes", "--json").one()["usage_erase"])
        self.assertEqual([], told(PLUG, "schedule", "get_monthstat", {"year": today().year}))
        self.kasa("usage", STRIP, "--erase", "--yes")
        self.assertEqual([[]] * 6, [told(STRIP, "schedule", "get_monthstat", {"year": today().year}, n)
                                    for n in range(1, 7)])


class Usage(Case):
    def minutes(self, host, days, outlet=None, module="schedule"):
        """Of the last days, today among them, from what the device answers."""
        first, sum_min = today() - datetime.timedelta(days=days - 1), 0
        for year, month in {(first.year, first.month), (today().year, today().month),
                            ((first + datetime.timedelta(days=15)).year, (first + datetime.timedelta(days=15)).month)}:
            for one in told(host, module, "get_daystat", {"year": year, "month": month}, outlet):
                if first <= datetime.date(one["year"], one["month"], one["day"]) <= today():
                    sum_min += one["time"]
        return sum_min

    def check_summary(self, shown, host, outlet=None, module="schedule"):
        for key, days in (("today_min", 1), ("past_7_days_min", 7), ("past_30_days_min", 30)):
            self.assertEqual(self.minutes(host, days, outlet, module), shown[key], key)

    def test_the_summary_adds_up_what_the_device_tells(self):
        for host, module in ((PLUG, "schedule"), (LAMP, "schedule"), (BULB, BULBS["schedule"])):
            with self.subTest(host):
                self.check_summary(self.kasa("usage", host, "--json").one()["usage"], host, module=module)
        lines = self.kasa("usage", PLUG).lines
        month = self.minutes(PLUG, 30)
        self.assertEqual(f"  30 days   {month // 60}:{month % 60:02d}", lines[-1])
        self.assertGreater(month, 0)

    def test_of_a_strip_for_each_outlet(self):
        outlets = self.kasa("usage", STRIP, "--json").one()["usage"]["outlets"]
        self.assertEqual(list(range(1, 7)), [one["outlet"] for one in outlets])
        for one in outlets:
            self.check_summary(one, STRIP, one["outlet"])
        self.check_summary(self.kasa("usage", f"{STRIP}/3", "--json").one()["usage"], STRIP, 3)

    def test_days_and_months_are_those_that_the_device_tells(self):
        days = self.kasa("usage", PLUG, "--day", "--json").one()["usage_days"]
        answered = told(PLUG, "schedule", "get_daystat", {"year": today().year, "month": today().month})
        self.assertEqual([(date_of(one), one["time"]) for one in answered],
                         [(one["date"], one["on_time_min"]) for one in days["days"]])
        months = self.kasa("usage", PLUG, "--month", "--json").one()["usage_months"]
        answered = told(PLUG, "schedule", "get_monthstat", {"year": today().year})
        self.assertEqual([(date_of(one), one["time"]) for one in answered],
                         [(one["month"], one["on_time_min"]) for one in months["months"]])
        self.assertEqual(sum(one["time"] for one in answered), months["sum"]["on_time_min"])

    def test_csv_of_a_plug_and_of_a_strip_have_the_same_columns(self):
        rows = list(csv.DictReader(self.kasa("usage", PLUG, STRIP, "--csv").lines))
        self.assertEqual(["device", "outlet", "today_min", "past_7_days_min", "past_30_days_min"], list(rows[0]))
        self.assertEqual(7, len(rows))
        self.assertEqual({"", *"123456"}, {row["outlet"] for row in rows})


class LostAnswers(Case):
    """The connection is lost after the device has done it, and before it says so."""

    def test_what_is_erased_is_erased_once_and_nobody_knows(self):
        for command, method, look in (("energy", "erase_emeter_stat", "kasa energy"),
                                      ("usage", "erase_runtime_stat", "kasa usage")):
            with self.subTest(command), FakePlugThatLosesOneAnswer(self.sim, method, PLUG) as lost:
                error = self.kasa("--host", lost.address, command, "--erase", "--yes", "--json", status=1).one()["error"]
                self.assertEqual("outcome_unknown", error["code"])
                self.assertIn("may or may not", error["message"])
                self.assertIn(look, error["message"])
                module = "emeter" if command == "energy" else "schedule"
                self.assertEqual(1, self.sim.count(PLUG, f"{module}.{method}"))
                self.assertEqual(1, len(lost.asked(method)))


class Mistakes(Case):
    TYPED = (
        (["energy", PLUG, "--price", "abc"], ["--price", '"abc"', "0.30"]),
        (["energy", PLUG, "--price", "-1"], ["--price", '"-1"', "0 to 1000"]),
        (["energy", PLUG, "--day", "2026-13"], ["--day", '"2026-13"', "2026-07"]),
        (["energy", PLUG, "--day=yesterday"], ["--day", '"yesterday"', "2026-07"]),
        (["energy", PLUG, "--day", "1999-12"], ["--day", "2000 to 2099"]),
        (["energy", PLUG, "--month", "2026-07"], ["--month", '"2026-07"', "four digits"]),
        (["energy", PLUG, "--month", "26"], ["--month", '"26"', "four digits"]),
        (["energy", PLUG, "--day", "--month"], ["--day or --month", "not both"]),
        (["energy", PLUG, "--erase", "--day"], ["--erase", "alone"]),
        (["usage", PLUG, "--erase", "--csv"], ["--erase", "alone"]),
        (["usage", PLUG, "--price", "1"], ["--price", "energy"]),
        (["usage", PLUG, "--day", "0"], ["--day", '"0"', "2026-07"]),
    )

    def test_each_gets_status_2_and_nothing_is_sent(self):
        for args, parts in self.TYPED:
            with self.subTest(args=args):
                result = run(*args)
                self.assertEqual((2, ""), (result.status, result.out), f"\n{result}")
                for part in parts:
                    self.assertIn(part, result.err)
        self.assertEqual((0, 0, 0), self.sim.counts(PLUG))


if __name__ == "__main__":
    kasatest.main()
