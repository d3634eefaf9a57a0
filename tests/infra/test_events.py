import base64
from typing import Any

import pytest

from infra.local.events import BrokenAnswerError, Request, Route, from_answer, match, to_event

RESOURCES = ("/portal", "/portal/needs", "/portal/needs/{need}", "/portal/needs/new", "/portal/{page}/new")


def a_request(**changes: Any) -> Request:
    sent = {"method": "GET", "path": "/portal", "query": "", "headers": [], "body": b"", "source_ip": "::1"}
    return Request(**{**sent, **changes})


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/portal", Route("/portal", {})),
        ("/portal/", Route("/portal", {})),
        ("/portal/needs/new", Route("/portal/needs/new", {})),
        ("/portal/needs/7", Route("/portal/needs/{need}", {"need": "7"})),
        ("/portal/needs/7/", Route("/portal/needs/{need}", {"need": "7"})),
        ("/portal/things/new", Route("/portal/{page}/new", {"page": "things"})),
        ("/portal/needs/a%2Fb", Route("/portal/needs/{need}", {"need": "a/b"})),
        ("/portal/needs/%D9%85", Route("/portal/needs/{need}", {"need": "م"})),
        ("/portal/needs/7/more", None),
        ("/portal//new", None),
        ("/portals", None),
    ],
)
def test_a_path_finds_its_route_as_api_gateway_does(path: str, route: Route | None) -> None:
    assert match(path, RESOURCES) == route


def test_a_variable_of_a_route_that_did_not_fit_is_not_kept() -> None:
    found = match("/portal/needs/7", ["/portal/{page}/new", "/portal/needs/{need}"])
    assert found is not None
    assert found.variables == {"need": "7"}


def test_an_event_holds_what_the_portal_reads() -> None:
    request = a_request(
        method="POST",
        path="/portal/needs/%D9%85",
        query="state=open&state=met&q=",
        headers=[("cookie", "a=1"), ("Cookie", "b=2")],
        body="الكمية=3".encode(),
        source_ip="127.0.0.1",
    )
    event = to_event(request, Route("/portal/needs/{need}", {"need": "م"}))
    assert event["path"] == "/portal/needs/م"
    assert event["resource"] == event["requestContext"]["resourcePath"] == "/portal/needs/{need}"
    assert event["httpMethod"] == event["requestContext"]["httpMethod"] == "POST"
    assert event["pathParameters"] == {"need": "م"}
    assert event["multiValueQueryStringParameters"] == {"state": ["open", "met"], "q": [""]}
    assert event["queryStringParameters"] == {"state": "met", "q": ""}
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"
    assert (event["body"], event["isBase64Encoded"]) == ("الكمية=3", False)


def test_an_event_without_query_body_or_variables_says_null_as_api_gateway_does() -> None:
    event = to_event(a_request(), Route("/portal", {}))
    absent = ("queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "body")
    assert [event[name] for name in absent] == [None, None, None, None]


def test_a_body_that_is_no_text_travels_as_base64() -> None:
    event = to_event(a_request(body=b"\xff\x00"), Route("/portal", {}))
    assert (base64.b64decode(event["body"]), event["isBase64Encoded"]) == (b"\xff\x00", True)


def test_a_client_cannot_claim_another_origin() -> None:
    request = a_request(headers=[("X-Forwarded-For", "10.0.0.1"), ("x-forwarded-host", "evil.example")])
    headers = to_event(request, Route("/portal", {}))["multiValueHeaders"]
    assert headers["x-forwarded-for"] == ["::1"]
    assert "x-forwarded-host" not in {name.lower() for name in headers}


def test_an_answer_keeps_every_value_of_a_header() -> None:
    response = from_answer(
        {
            "statusCode": 303,
            "headers": {"Location": "/portal"},
            "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
            "body": "",
        }
    )
    assert response.status == 303
    assert response.headers == [("location", "/portal"), ("set-cookie", "a=1"), ("set-cookie", "b=2")]


def test_a_binary_answer_is_decoded() -> None:
    answer = {"statusCode": 200, "body": base64.b64encode(b"\x89PNG").decode(), "isBase64Encoded": True}
    assert from_answer(answer).body == b"\x89PNG"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"statusCode": 200, "headers": {"location": "/x\r\nset-cookie: stolen=1"}},
        {"statusCode": 200, "headers": {"a\nb": "c"}},
        {"statusCode": 200, "multiValueHeaders": {"set-cookie": ["a=1\nb"]}},
        {"statusCode": 200, "headers": {"content-disposition": "attachment; filename=قائمة.csv"}},
        {"statusCode": "soon"},
        {"statusCode": 200, "body": "not base64!", "isBase64Encoded": True},
    ],
)
def test_an_answer_that_cannot_be_sent_safely_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(BrokenAnswerError):
        from_answer(answer)
