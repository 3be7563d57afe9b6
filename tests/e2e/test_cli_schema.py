"""What kasa prints with --json is what the schemas of the OpenAPI file say, and nothing that they do not name."""
import kasatest
from api import DESCRIPTION, named

HOUSE = ["HS110(EU),alias=Fan", "HS300(US),alias=Desk", "KL130(EU),alias=Bulb", "HS220(US),alias=Dimmer",
         "HS100(EU),alias=Lamp", "KP303(UK),alias=Shelf", "KL430(US),alias=Strip", "KP125M(US),alias=Newer"]


class Schemas(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.house(*[word for model in HOUSE for word in ("--device", model)])

    def check(self, name, objects, least):
        self.assertGreaterEqual(len(objects), least)
        for one in objects:
            self.assertEqual("", named(name, one), one)

    def test_devices(self):
        count = len(HOUSE) - 1  # the newer one wants an account
        self.check("CommandLineDevice", self.kasa("discover", "--wait", "0.5", "--json").json(), count)
        for words in (("state", "all"), ("on", "all"), ("off", "Lamp"), ("toggle", "Lamp"), ("led", "off", "Fan"),
                      ("energy", "Fan"), ("energy", "Desk"), ("energy", "Desk/2"), ("state", "Desk/2"),
                      ("energy", "Fan", "--price", "0.30"), ("brightness", "Dimmer", "40"), ("on", "Desk/1")):
            with self.subTest(words=words):
                result = kasatest.run(*words, "--wait", "0.5", "--json")
                self.check("CommandLineDevice", [one for one in result.json() if "features" in one], 1)

    def test_what_a_meter_used(self):
        self.check("EnergyDays", [self.kasa("energy", "127.0.0.1", "--day", "--json").one()["energy_days"]], 1)
        self.check("EnergyMonths", [self.kasa("energy", "127.0.0.1", "--month", "--json").one()["energy_months"]], 1)

    def test_a_schema_sees_what_it_does_not_name(self):
        device = self.kasa("state", "127.0.0.1", "--json").one()
        self.assertNotEqual("", named("CommandLineDevice", {**device, "colour": 1}))
        self.assertNotEqual("", named("CommandLineDevice", {**device, "on": "yes"}))
        self.assertNotEqual("", named("Device", device))
        for name in ("KasaDevice", "Outlet", "Energy", "Light", "CommandLineDevice"):
            self.assertIn(name, DESCRIPTION["info"]["description"])


if __name__ == "__main__":
    kasatest.main()
