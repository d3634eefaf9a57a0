"""HTTP to API Gateway's REST proxy event and back, as the deployed portal meets it."""

import base64
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. `path` is as sent (percent-encoded), `query` without its question mark."""

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    source_ip: str

    def header(self, name: str) -> str:
        """Give a header's last value, an empty text where it was not sent."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the portal that a path falls under, and what its variables stand for."""

    resource: str
    variables: Mapping[str, str]


class BrokenAnswerError(Exception):
    """The app's answer can't be sent as HTTP."""


def match(path: str, resources: Iterable[str]) -> Route | None:
    """Find the route of a path; a fixed segment goes before a variable one, as API Gateway has it."""
    parts = _parts(path)
    fitting = [resource for resource in resources if _fits(parts, _parts(resource))]
    if not fitting:
        return None
    resource = min(fitting, key=lambda candidate: [_variable(part) for part in _parts(candidate)])
    names = zip(_parts(resource), parts, strict=True)
    return Route(resource, {name[1:-1]: unquote(part) for name, part in names if _variable(name)})


def _parts(path: str) -> list[str]:
    return path.rstrip("/").split("/")


def _variable(part: str) -> bool:
    return part.startswith("{") and part.endswith("}")


def _fits(parts: list[str], pattern: list[str]) -> bool:
    return len(parts) == len(pattern) and all(
        part == wanted or (_variable(wanted) and part != "")
        for part, wanted in zip(parts, pattern, strict=True)
    )


def to_event(request: Request, route: Route) -> dict[str, Any]:
    """Build the event that API Gateway's Lambda proxy integration sends."""
    path = unquote(request.path)
    query = _multi(parse_qsl(request.query, keep_blank_values=True))
    headers = _multi(_forwarded(request))
    body, encoded = _body(request.body)
    return {
        "resource": route.resource,
        "path": path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(route.variables) or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": route.resource,
            "httpMethod": request.method,
            "path": path,
            "protocol": "HTTP/1.1",
            "requestId": str(uuid.uuid4()),
            "stage": "local",
            "identity": {"sourceIp": request.source_ip, "userAgent": request.header("user-agent")},
        },
        "body": body,
        "isBase64Encoded": encoded,
    }


def _forwarded(request: Request) -> Headers:
    """Replace what a client may claim about its origin by what is known."""
    kept = [(name, value) for name, value in request.headers if not name.lower().startswith("x-forwarded-")]
    return [*kept, ("x-forwarded-for", request.source_ip), ("x-forwarded-proto", "http")]


def _multi(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for name, value in pairs:
        gathered.setdefault(name, []).append(value)
    return gathered


def _body(body: bytes) -> tuple[str | None, bool]:
    """Give the body as text, base64 where it is none, and whether it is."""
    if not body:
        return None, False
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def from_answer(answer: Mapping[str, Any]) -> Response:
    """Read the app's answer. Raises BrokenAnswerError, above all for a line break within a header."""
    try:
        status = int(answer["statusCode"])
        headers = list(_answer_headers(answer))
        text = str(answer.get("body") or "")
        body = base64.b64decode(text, validate=True) if answer.get("isBase64Encoded") else text.encode()
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenAnswerError from error
    return Response(status, headers, body)


def _answer_headers(answer: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    single = dict(answer.get("headers") or {}).items()
    multiple = dict(answer.get("multiValueHeaders") or {}).items()
    pairs = [*single, *((name, value) for name, values in multiple for value in values)]
    for name, value in pairs:
        if not _sendable(f"{name}{value}"):
            raise BrokenAnswerError(name)
        yield name.lower(), str(value)


def _sendable(header: str) -> bool:
    """Whether a header's text can't end the header early, and fits the one alphabet that headers have."""
    return not any(mark in header for mark in "\r\n\0") and max(header, default="") <= "\xff"
