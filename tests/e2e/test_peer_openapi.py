"""The OpenAPI file, by a validator that is not ours: npm's @seriousme/openapi-schema-validator."""
import json
import subprocess

import kasatest
from api import DESCRIPTION, FILE

PACKAGE = kasatest.PEERS / "node_modules" / "@seriousme" / "openapi-schema-validator"
SCRIPT = """
import { Validator } from "PACKAGE/index.js";
const validator = new Validator();
const result = await validator.validate(process.argv[2]);
console.log(JSON.stringify({ valid: result.valid, version: validator.version, errors: result.errors }));
"""


class OpenApi(kasatest.TestCase):
    def judge(self, path):
        script = self.folder() / "judge.mjs"
        script.write_text(SCRIPT.replace("PACKAGE", str(PACKAGE)), encoding="utf-8")
        done = subprocess.run(["node", str(script), str(path)], capture_output=True, text=True, timeout=kasatest.BOUND)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def test_the_file_is_openapi(self):
        judged = self.judge(FILE)
        self.assertTrue(judged["valid"], judged)
        self.assertEqual("3.1", judged["version"])

    def test_a_broken_one_is_seen(self):
        broken = self.folder() / "broken.json"
        broken.write_text(json.dumps({**DESCRIPTION, "paths": {"devices": {"get": {"responses": []}}}}), encoding="utf-8")
        self.assertFalse(self.judge(broken)["valid"])


if __name__ == "__main__":
    if not PACKAGE.is_dir():
        kasatest.cannot_run(f"{PACKAGE} is not installed")
    kasatest.main()
