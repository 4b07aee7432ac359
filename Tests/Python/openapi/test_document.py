"""The document itself: valid, right in its examples, and the same for a client that reads it with other tools."""
import re

import httpx
import jsonschema
import openapi_spec_validator
import pytest
import yaml


@pytest.fixture(scope="module")
def answer(gallery):
    return httpx.get(gallery.url + "/openapi.yaml", timeout=30)


@pytest.fixture(scope="module")
def document(answer):
    return yaml.safe_load(answer.text)


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def resolve(document, value):
    while "$ref" in value:
        found = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        value = found
    return value


def validator(document, schema):
    """Closed: an example must not show what is not described."""
    def closed(value):
        if isinstance(value, list):
            return [closed(item) for item in value]
        if not isinstance(value, dict):
            return value
        value = {name: closed(item) for name, item in value.items()}
        if value.get("type") == "object" and "properties" in value:
            value.setdefault("additionalProperties", False)
        return value

    whole = closed(schema) | {"components": {"schemas": closed(document["components"]["schemas"])}}
    return jsonschema.Draft202012Validator(whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def test_it_is_served_to_everybody(gallery, answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/yaml"
    head = httpx.head(gallery.url + "/openapi.yaml")
    assert head.status_code == 200 and not head.content


def test_it_is_valid(document):
    assert document["openapi"].startswith("3.1.")
    assert list(openapi_spec_validator.OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_its_server_is_the_public_address(gallery, document):
    assert [server["url"] for server in document["servers"]] == [gallery.url]


def test_every_reference_leads_somewhere(document):
    def walk(value):
        if isinstance(value, dict):
            if "$ref" in value:
                assert resolve(document, value), value
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(document)


def test_every_example_is_right(document):
    seen = 0

    def check(schema, example, where):
        nonlocal seen
        seen += 1
        errors = [error.message for error in validator(document, schema).iter_errors(example)]
        assert not errors, (where, errors)

    def check_content(content, where):
        for medium in content.values():
            if "example" in medium:
                check(medium["schema"], medium["example"], where)
            for name, example in medium.get("examples", {}).items():
                check(medium["schema"], example["value"], (where, name))

    calls = list(operations(document)) + [("webhook", item["post"]) for item in document["webhooks"].values()]
    for where, operation in calls:
        check_content(operation.get("requestBody", {}).get("content", {}), where)
        for parameter in operation.get("parameters", []):
            if "example" in parameter:
                check(parameter["schema"], parameter["example"], (where, parameter["name"]))
        for status, response in operation["responses"].items():
            response = resolve(document, response)
            check_content(response.get("content", {}), (where, status))
            for name, header in response.get("headers", {}).items():
                check(header["schema"], header["example"], (where, status, name))
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", []):
            check(schema, example, name)
    assert seen > 200


def test_every_call_says_what_a_client_needs(document):
    for where, operation in operations(document):
        assert operation["operationId"] and operation["summary"] and operation["tags"], where
        if where.split()[1].startswith("/v1/"):
            assert {"400", "401", "403", "406", "422", "500", "503"} <= set(operation["responses"]), where
            scopes = [scope for need in operation["security"] for scope in need["apiKey"]]
            assert scopes in (["read"], ["notify"], ["admin"], ["notify", "override"]), where
        for status, response in operation["responses"].items():
            response = resolve(document, response)
            if status[0] in "45" and where.split()[1].startswith("/v1/"):
                assert list(response["content"]) == ["application/problem+json"], (where, status)


def test_each_problem_has_its_page(gallery, document):
    slugs = set()
    for response in document["components"]["responses"].values():
        slugs |= set(response["content"]["application/problem+json"]["examples"])
    for slug in slugs:
        assert httpx.get(f"{gallery.url}/problems/{slug}").status_code == 200, slug


def test_webhooks_can_be_verified_as_it_says(document, monkeypatch):
    """The program in the text takes the vector of Standard Webhooks, and nothing else."""
    (program,) = re.findall(r"```\n(import base64.*?)```", document["info"]["description"], re.DOTALL)
    room = {}
    exec(program, room)
    monkeypatch.setattr(room["time"], "time", lambda: 1614265330.0)
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    room["verify"](secret, headers, body)
    for broken in (
            headers | {"webhook-signature": "v1,AAAA"}, headers | {"webhook-id": "msg_other"},
            headers | {"webhook-timestamp": "1614264000"}):
        with pytest.raises(ValueError):
            room["verify"](secret, broken, body)
