"""The API: tokens, models, keys, and problem documents (RFC 9457)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.actors import Role
from tests.web.browsing import ApiClient, Clock, Reply, send
from tests.web.people import api_client
from tests.web.samples import sample_app

with_store = pytest.mark.usefixtures("store")
THINGS = "/api/v1/things"
GOOD = {"name": "tent", "quantity": 3}


def raw(client: ApiClient, body: bytes, **headers: str) -> Reply:
    usual = {
        "Authorization": f"Bearer {client.api_token}",
        "Content-Type": "application/json",
        "Idempotency-Key": "a-key-of-its-own",
        "Accept-Language": "en",
    }
    return send(client.app, "POST", THINGS, {**usual, **headers}, body)


@with_store
def test_a_good_request_is_answered_with_what_was_made() -> None:
    reply = api_client(sample_app()).post(THINGS, GOOD)

    assert reply.status == 201
    assert reply.headers["content-type"] == "application/json"
    assert {**reply.json, "id": ""} == {"id": "", "name": "tent", "quantity": 3}


@with_store
def test_what_gives_nothing_is_answered_with_nothing() -> None:
    reply = api_client(sample_app(), Role.PARTNER).post(f"{THINGS}/1/drop", {})

    assert (reply.status, reply.body) == (204, "")


def test_a_list_goes_on_from_its_cursor() -> None:
    client = ApiClient(sample_app())
    first = client.get(f"{THINGS}?area=kalba").json
    second = client.get(f"{THINGS}?area=kalba&cursor={first['next_cursor']}").json

    assert first["items"][0]["name"] == "kalba after None"
    assert second["items"][0]["name"] == "kalba after 1"


@with_store
def test_without_a_good_token_nobody_is_served(subtests: pytest.Subtests) -> None:
    codes = {"": "not_signed_in", "aman.a.b.c": "token_invalid", "nonsense": "token_invalid"}
    for token, code in codes.items():
        with subtests.test(token=token):
            reply = ApiClient(sample_app(), token).post(THINGS, GOOD)

            assert (reply.status, reply.json["code"]) == (401, code)
            assert reply.headers["www-authenticate"] == "Bearer"


@with_store
def test_a_session_cookie_opens_no_endpoint() -> None:
    reply = ApiClient(sample_app()).post(THINGS, GOOD, {"Cookie": "aman_session=a.b.c"})

    assert reply.status == 401


@with_store
def test_a_token_ends() -> None:
    clock = Clock()
    client = api_client(sample_app(clock=clock))
    clock.forward(timedelta(days=31))

    assert client.post(THINGS, GOOD).json["code"] == "token_invalid"


@with_store
def test_another_role_is_refused_before_its_body_is_read() -> None:
    reply = api_client(sample_app(), Role.PARTNER).post(THINGS, {"nonsense": True})

    assert (reply.status, reply.json["code"]) == (403, "forbidden")


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, {"#/name": "missing", "#/quantity": "missing"}),
    ({**GOOD, "quantity": 0}, {"#/quantity": "greater_than_equal"}),
    ({**GOOD, "quantity": "3"}, {"#/quantity": "int_type"}),
    ({**GOOD, "quantity": True}, {"#/quantity": "int_type"}),
    ({**GOOD, "quantity": 10**400}, {"#/quantity": "less_than_equal"}),
    ({**GOOD, "name": 5}, {"#/name": "string_type"}),
    ({**GOOD, "name": "  "}, {"#/name": "string_too_short"}),
    ({**GOOD, "a/b~c": 1}, {"#/a~1b~0c": "extra_forbidden"}),
    ({**GOOD, "due": "tomorrow"}, {"#/due": "datetime_parsing"}),
    ([], {"#/": "model_type"}),
    (None, {"#/": "model_type"}),
]


@with_store
def test_a_body_that_is_not_right_is_answered_with_every_fault(subtests: pytest.Subtests) -> None:
    client = api_client(sample_app())
    for document, pointers in FAULTS:
        with subtests.test(document=document):
            reply = client.post(THINGS, document)

            assert reply.status == 422
            assert reply.headers["content-type"] == "application/problem+json"
            assert (reply.json["type"], reply.json["code"]) == (
                "urn:aman:problem:body_invalid",
                "body_invalid",
            )
            assert {fault["pointer"]: fault["code"] for fault in reply.json["errors"]} == pointers
            assert all(fault["detail"] for fault in reply.json["errors"])


@with_store
def test_a_body_that_is_no_json_cannot_be_read(subtests: pytest.Subtests) -> None:
    client = api_client(sample_app())
    for body in (b"", b"{", b"nonsense", b"\xff\xfe", b'{"name": NaN, "quantity": 1'):
        with subtests.test(body=body):
            reply = raw(client, body)

            assert (reply.status, reply.json["code"]) == (400, "body_unreadable")


@with_store
def test_a_body_of_another_type_is_refused(subtests: pytest.Subtests) -> None:
    client = api_client(sample_app())
    for media_type in ("", "text/plain", "application/x-www-form-urlencoded"):
        with subtests.test(media_type=media_type):
            reply = raw(client, json.dumps(GOOD).encode(), **{"Content-Type": media_type})

            assert (reply.status, reply.json["code"]) == (415, "media_type")


@with_store
def test_a_body_has_256_kib_at_most() -> None:
    reply = api_client(sample_app()).post(THINGS, {**GOOD, "name": "x" * 256 * 1024})

    assert (reply.status, reply.json["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("area=mars", "area"), ("at_least=0", "at_least"), ("at_least=many", "at_least")],
)
def test_a_query_that_is_not_right_says_which_parameter(query: str, parameter: str) -> None:
    reply = ApiClient(sample_app()).get(f"{THINGS}?{query}")

    assert reply.status == 422
    assert [fault["parameter"] for fault in reply.json["errors"]] == [parameter]


@pytest.mark.parametrize("cursor", ["1", "x" * 3000, "%D9%8A", "AAAAAAAAAAAAAAAAAAAAAA", "a.b"])
def test_an_invented_cursor_is_refused(cursor: str) -> None:
    reply = ApiClient(sample_app()).get(f"{THINGS}?cursor={cursor}")

    assert reply.status == 422
    assert reply.json["code"] in {"cursor_invalid", "body_invalid"}


@with_store
def test_a_refusal_of_the_domain_is_a_problem_that_points_to_the_member() -> None:
    reply = api_client(sample_app()).post(THINGS, {**GOOD, "name": "taken"})

    assert reply.status == 409
    assert reply.json == {
        "type": "urn:aman:problem:already_exists",
        "title": "That is not possible now",
        "status": 409,
        "detail": "This exists already.",
        "code": "already_exists",
        "errors": [{"pointer": "#/name", "code": "already_exists", "detail": "This exists already."}],
    }


@with_store
def test_what_is_not_there_is_not_found() -> None:
    client = api_client(sample_app())

    assert client.post(f"{THINGS}/none/drop", {}).json["code"] == "not_found"
    assert client.post(f"{THINGS}/a%20b/drop", {}).json["code"] == "page_not_found"


def test_problems_come_in_the_language_that_was_asked_for() -> None:
    reply = ApiClient(sample_app()).post(THINGS, GOOD, {"Accept-Language": "ar"})

    assert reply.json["title"] == "يلزم تسجيل الدخول أولًا"
    assert reply.headers["content-language"] == "ar"


@with_store
def test_a_post_needs_a_key(subtests: pytest.Subtests) -> None:
    client = api_client(sample_app())
    for key in ("", "short", "x" * 101, "with space", "عربي-عربي"):
        with subtests.test(key=key):
            reply = raw(client, json.dumps(GOOD).encode(), **{"Idempotency-Key": key})

            assert (reply.status, reply.json["code"]) == (422, "request_key_missing")


@with_store
def test_the_same_request_again_is_answered_as_the_first_time() -> None:
    client = api_client(sample_app())
    first = client.post(THINGS, GOOD, {"Idempotency-Key": "the-same-key"})
    again = client.post(THINGS, GOOD, {"Idempotency-Key": "the-same-key"})

    assert (again.status, again.json) == (first.status, first.json)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers


@with_store
def test_a_key_is_of_no_use_for_another_request() -> None:
    client = api_client(sample_app())
    client.post(THINGS, GOOD, {"Idempotency-Key": "the-same-key"})
    other = client.post(THINGS, {**GOOD, "quantity": 4}, {"Idempotency-Key": "the-same-key"})

    assert (other.status, other.json["code"]) == (422, "request_key_reused")


@with_store
def test_two_accounts_may_use_one_key() -> None:
    app = sample_app()
    first = api_client(app).post(THINGS, GOOD, {"Idempotency-Key": "the-same-key"})
    second = api_client(app).post(THINGS, {**GOOD, "name": "bed"}, {"Idempotency-Key": "the-same-key"})

    assert (first.status, second.status) == (201, 201)


@with_store
def test_a_request_that_was_refused_may_be_mended_under_its_key() -> None:
    client = api_client(sample_app())
    client.post(THINGS, {**GOOD, "name": "taken"}, {"Idempotency-Key": "the-same-key"})

    assert client.post(THINGS, GOOD, {"Idempotency-Key": "the-same-key"}).status == 201


@with_store
def test_a_key_is_kept_for_a_day() -> None:
    clock = Clock()
    client = api_client(sample_app(clock=clock))
    client.post(THINGS, GOOD, {"Idempotency-Key": "the-same-key"})
    clock.forward(timedelta(hours=25))

    assert client.post(THINGS, {**GOOD, "quantity": 4}, {"Idempotency-Key": "the-same-key"}).status == 201


@with_store
def test_what_nobody_expected_is_a_problem_without_a_word_of_it() -> None:
    reply = api_client(sample_app()).post(THINGS, {**GOOD, "name": "broken"})

    assert (reply.status, reply.json["code"]) == (500, "unexpected")
    assert reply.json["reference"]
    assert "personal" not in reply.body
    assert "Traceback" not in reply.body
