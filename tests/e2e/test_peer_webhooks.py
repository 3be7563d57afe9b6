"""Standard Webhooks against a stranger, npm's standardwebhooks: it signs and kasad obeys, kasad signs and it verifies."""
import base64
import json
import subprocess
import time
import uuid

import kasatest
from bridge import Kasad
from receiver import Receiver

PACKAGE = kasatest.PEERS / "node_modules" / "standardwebhooks"
SCRIPT = kasatest.SOURCE / "tests" / "peers" / "standardwebhooks.js"
TREE = "127.1.0.1"
SECRET = "whsec_" + base64.b64encode(b"a secret of these tests!").decode()
OTHER = "whsec_" + base64.b64encode(b"another one of the tests").decode()


class Peer:
    """The program of npm, asked line by line."""

    def __init__(self):
        self.process = subprocess.Popen(["node", str(SCRIPT), str(PACKAGE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def ask(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def sign(self, body, secret=SECRET, at=None, name=None):
        """The headers of a message."""
        name, at = name or f"msg_{uuid.uuid4().hex}", int(time.time()) if at is None else at
        signature = self.ask(do="sign", secret=secret, id=name, timestamp=at, body=body)["signature"]
        return {"webhook-id": name, "webhook-timestamp": str(at), "webhook-signature": signature,
                "Content-Type": "application/json"}

    def verify(self, request, secret=SECRET, **changed):
        headers = {name.lower(): value for name, value in request.headers.items()}
        return self.ask(do="verify", secret=secret, headers={**headers, **changed}, body=request.body.decode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(kasatest.BOUND)
        self.process.stdout.close()


class Webhooks(kasatest.TestCase):
    def setUp(self):
        super().setUp()
        self.house("--device", f"HS100(EU),alias=tree,address={TREE}")
        self.peer = self.enter(Peer())

    def bridge(self, **sections):
        hooks = [{"id": "tree", "auth": "standard", "secret": [OTHER, SECRET], "wait": True,
                  "order": {"device": "tree", "set": "{{/data/state}}"}}]
        config = {"mqtt": {"enabled": False}, "hooks": hooks, "devices": [{"host": TREE, "name": "tree"}], **sections}
        kasad = self.enter(Kasad(None, config, http={"limits": {"wrong_per_minute": 1000}}))
        kasad.wait_log("device found", f"host={TREE} ")
        return kasad

    def relay(self):
        return kasatest.sysinfo(TREE)["relay_state"]

    def test_what_it_signs_is_obeyed(self):
        kasad = self.bridge()
        for state, secret, relay in (("ON", SECRET, 1), ("OFF", OTHER, 0)):
            body = json.dumps({"type": "switch", "data": {"state": state, "name": "K\u00fcche"}}, ensure_ascii=False)
            answer = kasad.post("/hooks/tree", body.encode(), headers=self.peer.sign(body, secret))
            self.assertEqual(200, answer.status, answer)
            self.assertEqual(relay, self.relay())

    def test_nothing_else_is(self):
        kasad, body, now = self.bridge(), '{"data":{"state":"ON"}}', int(time.time())
        good = self.peer.sign(body)
        bad = [(body + " ", good), (body, self.peer.sign(body, at=now - 301)), (body, self.peer.sign(body, at=now + 330)),
               (body, {**good, "webhook-id": "msg_other"}), (body, {**good, "webhook-timestamp": str(now + 1)}),
               (body, self.peer.sign(body, "whsec_" + base64.b64encode(b"a secret of nobody here!").decode())),
               (body, {**good, "webhook-signature": good["webhook-signature"].replace("v1,", "v2,")})]
        for text, headers in bad:
            self.assertEqual(401, kasad.post("/hooks/tree", text, headers=headers).status, headers)
        self.assertEqual(0, self.relay())
        self.assertEqual(200, kasad.post("/hooks/tree", body, headers=good).status)
        again = kasad.post("/hooks/tree", body, headers=good)
        self.assertEqual((200, "true"), (again.status, again.headers["Idempotent-Replayed"]))

    def test_it_verifies_what_kasad_sends(self):
        receiver = self.enter(Receiver())
        kasad = self.bridge(webhooks=[{"name": "peer", "url": receiver.url(), "events": ["state_changed"],
                                       "secret": SECRET}])
        body = '{"data":{"state":"ON"}}'
        self.assertEqual(200, kasad.post("/hooks/tree", body, headers=self.peer.sign(body)).status)
        request = receiver.wait(lambda one: b"state_changed" in one.body)
        self.assertEqual(json.loads(request.body), self.peer.verify(request)["value"])
        self.assertIn("error", self.peer.verify(request, OTHER))
        self.assertIn("error", self.peer.verify(request, **{"webhook-id": "msg_other"}))
        self.assertIn("error", self.peer.verify(request, **{"webhook-timestamp": str(int(time.time()) - 301)}))


def load_tests(loader, tests, pattern):
    if not PACKAGE.is_dir():
        kasatest.cannot_run(f"{PACKAGE} is not there: npm install in tests/peers, and KASA_PEERS says where")
    return tests


if __name__ == "__main__":
    kasatest.main()
