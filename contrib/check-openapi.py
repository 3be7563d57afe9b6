#!/usr/bin/env python3
"""Holds bridge/rest/openapi.json against the tables of routes in the sources, in both directions: each route is described, each
operation is served, each wants the scope that it is said to want; and what it refers to is there.

    check-openapi.py             looks at the source tree
    check-openapi.py --self-test shows that differences are seen
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE = ROOT / "bridge" / "rest" / "openapi.json"
ROUTE = re.compile(r'\{\s*"(GET|PUT|POST|DELETE|PATCH)"\s*,\s*"(/[^"]*)"\s*,\s*HTTP_(OPEN|READ|CONTROL|ADMIN)\b')
METHODS = {"get", "put", "post", "delete", "patch"}


def routes(texts):
    """What is served: {(method, path): scopes}; a path with a scope by configuration has several."""
    found = {}
    for text in texts:
        for method, path, scope in ROUTE.findall(text):
            found.setdefault((method.lower(), path), set()).add(scope.lower())
    return found


def scopes(requirements):
    """The scopes of a security requirement: "open" where none is wanted."""
    if not requirements:
        return {"open"}
    return {one["token"][0] if one.get("token") else "open" for one in requirements}


def operations(description):
    return {(method, path): operation for path, item in description.get("paths", {}).items()
            for method, operation in item.items() if method in METHODS}


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def leads(description, reference):
    node = description
    for part in reference.removeprefix("#/").split("/"):
        if not isinstance(node, dict) or part not in node:
            return False
        node = node[part]
    return reference.startswith("#/")


def parameters(description, operation):
    """The names of those that stand in its path."""
    for one in operation.get("parameters", []):
        if "$ref" in one:
            one = description["components"]["parameters"].get(one["$ref"].rpartition("/")[2], {})
        if one.get("in") == "path":
            yield one["name"]


def check_operation(description, where, operation, served):
    method, path = where
    name = f"{method.upper()} {path}"
    if operation.get("security") is None:
        yield f"{name}: it says nothing of a scope"
    elif served is not None and scopes(operation["security"]) != served:
        yield f"{name}: it is said to want {sorted(scopes(operation['security']))}, and wants {sorted(served)}"
    if sorted(parameters(description, operation)) != sorted(re.findall(r"\{(\w+)\}", path)):
        yield f"{name}: its parameters are not those of its path"
    if served is not None and served != {"open"} and "401" not in operation.get("responses", {}):
        yield f"{name}: 401 is possible, and not described"


def check(description, served):
    """The complaints."""
    described = operations(description)
    for where in sorted(served.keys() - described.keys()):
        yield f"{where[0].upper()} {where[1]} is served, and not described"
    for where in sorted(described.keys() - served.keys()):
        yield f"{where[0].upper()} {where[1]} is described, and not served"
    for where, operation in sorted(described.items()):
        yield from check_operation(description, where, operation, served.get(where))
    names = [operation.get("operationId") for operation in described.values()]
    for name in sorted({str(name) for name in names if names.count(name) > 1 or not name}):
        yield f"the operationId {name} stands twice, or is missing"
    for reference in sorted(set(references(description))):
        if not leads(description, reference):
            yield f"{reference} leads nowhere"
    used = {reference.rpartition("/")[2] for reference in references(description)}
    for kind in ("schemas", "parameters", "responses"):
        for name in sorted(description.get("components", {}).get(kind, {}).keys() - used - FREE):
            yield f"components/{kind}/{name} is used by nobody"


# Schemas that describe what stands outside of bodies: the lines of a stream, and what kasa prints.
FREE = {"Event", "CommandLineDevice"}


def self_test():
    source = '{ "GET", "/a/{x}", HTTP_READ, 0, f }, { "POST", "/b", HTTP_OPEN, 0, g },'
    good = {"paths": {"/a/{x}": {"get": {"operationId": "a", "security": [{"token": ["read"]}], "responses": {"401": {}},
                                         "parameters": [{"name": "x", "in": "path"}]}},
                      "/b": {"post": {"operationId": "b", "security": [], "responses": {}}}}}
    assert not list(check(good, routes([source]))), list(check(good, routes([source])))
    planted = {
        "is served, and not described": lambda d: d["paths"].pop("/b"),
        "is described, and not served": lambda d: d["paths"].update({"/c": {"get": {"operationId": "c", "security": []}}}),
        "is said to want": lambda d: d["paths"]["/a/{x}"]["get"].update(security=[{"token": ["admin"]}]),
        "says nothing of a scope": lambda d: d["paths"]["/b"]["post"].pop("security"),
        "its parameters are not": lambda d: d["paths"]["/a/{x}"]["get"].pop("parameters"),
        "401 is possible": lambda d: d["paths"]["/a/{x}"]["get"].update(responses={}),
        "stands twice": lambda d: d["paths"]["/b"]["post"].update(operationId="a"),
        "leads nowhere": lambda d: d["paths"]["/b"]["post"].update(requestBody={"$ref": "#/components/nothing"}),
        "is used by nobody": lambda d: d.update(components={"schemas": {"Lost": {}}}),
    }
    for what, harm in planted.items():
        bad = json.loads(json.dumps(good))
        harm(bad)
        if not any(what in one for one in check(bad, routes([source]))):
            print(f"self-test: not seen: {what}")
            return 1
    return 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    text = FILE.read_text(encoding="ascii")
    description = json.loads(text)
    served = routes(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bridge").rglob("*.c")))
    complaints = list(check(description, served))
    print("\n".join(complaints) or f"{len(served)} routes are described")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
