"""A client of kasad's HTTP interface that believes nothing: each answer is held against bridge/rest/openapi.json.

    api = Api(TOKENS["admin"])
    api.get("/api/v1/devices/fan")["on"]
    api.put("/api/v1/devices/fan/state", {"brightness": 400}, status=400)
"""
import http.client
import json
import urllib.parse
import warnings

import kasatest

try:
    import jsonschema
except ImportError:
    kasatest.cannot_run("python3-jsonschema is not installed (it belongs to /usr/bin/python3)")

FILE = kasatest.SOURCE / "bridge" / "rest" / "openapi.json"
DESCRIPTION = json.loads(FILE.read_text(encoding="ascii"))
HOST, PORT = "127.0.0.1", 9980
TOKENS = {scope: f"{scope}-0123456789abcdef0123456789" for scope in ("read", "control", "admin")}
METHODS = ("get", "put", "post", "delete", "patch")


def operations():
    """All of them: (method, path, operation)."""
    for path, item in DESCRIPTION["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def scope_of(operation):
    """The scope that it wants, or None."""
    for one in operation.get("security", DESCRIPTION["security"]):
        return one["token"][0] if one else None
    return None


def tokens_file(folder):
    path = folder / "tokens"
    path.write_text("".join(f"{scope} {scope} {token}\n" for scope, token in TOKENS.items()), encoding="ascii")
    path.chmod(0o600)
    return str(path)


def section(folder, **more):
    """The section http of a configuration with a token for each scope."""
    return {"listen": [f"{HOST}:{PORT}"], "tokens_file": tokens_file(folder), **more}


def resolved(node):
    while "$ref" in node:
        target = DESCRIPTION
        for part in node["$ref"].lstrip("#/").split("/"):
            target = target[part]
        node = target
    return node


def complain(schema, value):
    """What of a value is not as its schema has it, as text; "" when all is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        resolver = jsonschema.RefResolver.from_schema(DESCRIPTION)
        validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
        return "\n".join(f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(value))


def named(name, value):
    """The same of a schema with a name."""
    return complain({"$ref": f"#/components/schemas/{name}"}, value)


def _fits(template, path):
    ours, theirs = template.split("/"), path.split("/")
    if ours[-1] == "{request}":
        theirs = theirs[:len(ours) - 1] + ["/".join(theirs[len(ours) - 1:])]
    return len(ours) == len(theirs) and all(a == b or (a.startswith("{") and b) for a, b in zip(ours, theirs))


def operation_of(method, path):
    """The most literal one that is described for it."""
    found = [(template.count("{"), operation) for known, template, operation in operations()
             if known == method and _fits(template, path)]
    return min(found, key=lambda one: one[0])[1] if found else None


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:2000]!r}"


class Api:
    def __init__(self, token=TOKENS["admin"], host=HOST, port=PORT):
        self.token, self.host, self.port = token, host, port

    def ask(self, method, path, body=None, headers=None, raw=None):
        """One request, as it is; the answer is only looked at for what it says it is."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=kasatest.BOUND)
        send = dict(headers or {})
        if self.token is not None:
            send.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None:
            raw = json.dumps(body).encode()
        if raw is not None:
            send.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body=raw, headers=send)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def check(self, method, path, answer):
        """Raises when an answer is not as the file describes it."""
        operation = operation_of(method, urllib.parse.unquote(path.split("?")[0]))
        if operation is None:
            raise AssertionError(f"{method} {path} is not described")
        described = operation["responses"].get(str(answer.status))
        if described is None:
            raise AssertionError(f"{method} {path}: the status is not described: {answer}")
        content = resolved(described).get("content")
        kind = answer.headers.get("content-type", "").split(";")[0]
        if not content:
            if answer.body:
                raise AssertionError(f"{method} {path}: no body is described: {answer}")
            return
        if kind not in content:
            raise AssertionError(f"{method} {path}: {kind} is not described: {answer}")
        if "json" in kind:
            wrong = complain(content[kind]["schema"], answer.json)
            if wrong:
                raise AssertionError(f"{method} {path}: {wrong}\n{answer}")

    def call(self, method, path, body=None, status=200, **keywords):
        """Asks, and holds the answer against the file; its JSON."""
        answer = self.ask(method, path, body, **keywords)
        if answer.status != status:
            raise AssertionError(f"{method} {path}: {status} was expected: {answer}")
        self.check(method, path, answer)
        return answer.json if "json" in answer.headers.get("content-type", "") else answer.body

    def get(self, path, **keywords):
        return self.call("GET", path, **keywords)

    def put(self, path, body, **keywords):
        return self.call("PUT", path, body, **keywords)

    def post(self, path, body=None, **keywords):
        return self.call("POST", path, body, **keywords)
