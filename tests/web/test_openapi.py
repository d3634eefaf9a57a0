"""The API's description says what is served."""

from typing import Any

from chalicelib.web.openapi import describe
from tests.web.browsing import BASE_URL, Browser, some_app
from tests.web.samples import ROUTES


def document() -> dict[str, Any]:
    return describe(ROUTES, BASE_URL, "1.0.0")


def resolved(reference: dict[str, str]) -> Any:
    found: Any = document()
    for part in reference["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_endpoints_are_described_and_pages_are_not() -> None:
    assert set(document()["paths"]) == {"/api/v1/things", "/api/v1/things/{thing_id}/drop"}
    assert set(document()["paths"]["/api/v1/things"]) == {"get", "post"}


def test_an_operation_has_its_models() -> None:
    operation = document()["paths"]["/api/v1/things"]["post"]

    assert (operation["operationId"], operation["summary"]) == ("make_thing", "Make a thing.")
    body = resolved(operation["requestBody"]["content"]["application/json"]["schema"])
    assert body["required"] == ["name", "quantity"]
    assert body["additionalProperties"] is False
    answer = resolved(operation["responses"]["201"]["content"]["application/json"]["schema"])
    assert set(answer["properties"]) == {"id", "name", "quantity"}


def test_a_post_names_its_key_and_its_token() -> None:
    operation = document()["paths"]["/api/v1/things"]["post"]

    (key,) = operation["parameters"]
    assert (key["name"], key["in"], key["required"]) == ("Idempotency-Key", "header", True)
    assert operation["security"] == [{"token": []}]
    assert document()["paths"]["/api/v1/things"]["get"]["security"] == []


def test_a_body_may_be_left_out_where_all_its_members_may_be() -> None:
    paths = Browser(some_app()).get("/api/v1/openapi.json").json["paths"]

    assert paths["/api/v1/plans"]["post"]["requestBody"]["required"] is False
    assert paths["/api/v1/needs"]["post"]["requestBody"]["required"] is True


def test_parameters_stand_where_they_are_read() -> None:
    query = document()["paths"]["/api/v1/things"]["get"]["parameters"]
    path = document()["paths"]["/api/v1/things/{thing_id}/drop"]["post"]["parameters"]

    assert [(one["name"], one["in"]) for one in query] == [
        ("cursor", "query"),
        ("area", "query"),
        ("at_least", "query"),
    ]
    assert (path[0]["name"], path[0]["in"], path[0]["required"]) == ("thing_id", "path", True)


def test_refusals_are_problems() -> None:
    refused = document()["paths"]["/api/v1/things"]["post"]["responses"]

    assert set(refused) == {"201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500"}
    for status in set(refused) - {"201"}:
        assert set(resolved(refused[status])["content"]) == {"application/problem+json"}
    assert "204" in document()["paths"]["/api/v1/things/{thing_id}/drop"]["post"]["responses"]


def test_the_portal_gives_its_own_description() -> None:
    reply = Browser(some_app()).get("/api/v1/openapi.json")

    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.json["openapi"] == "3.1.0"
