"""The API against its own description: schemathesis asks all that the document allows, and more."""

import json
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks

from chalicelib.domain.actors import Role
from chalicelib.web.openapi import describe
from chalicelib.web.routing import ROUTES
from tests.web.browsing import BASE_URL, send, some_app
from tests.web.people import api_client

pytestmark = pytest.mark.usefixtures("store")

Start = Callable[[str, list[tuple[str, str]]], object]
APP = some_app()
KEYS = count(1)


def as_wsgi(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The portal as a WSGI application: each request through API Gateway's event."""
    headers = {key[5:].replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    if environ["REQUEST_METHOD"] == "POST":
        headers.setdefault("Idempotency-Key", f"schema-{next(KEYS):08}")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    path = quote(environ["PATH_INFO"].encode("latin-1"))
    query = environ.get("QUERY_STRING")
    reply = send(APP, environ["REQUEST_METHOD"], f"{path}?{query}" if query else path, headers, body)
    start_response(f"{reply.status} -", list(reply.headers.items()))
    return [reply.body.encode()]


load_all_checks()
DOCUMENT = describe(ROUTES, BASE_URL, "1.0.0")
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(DOCUMENT)))
SCHEMA.app = as_wsgi
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PARTNER])
@SCHEMA.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_description_allows(case: Case[Any], role: Role) -> None:
    token = TOKENS.setdefault(role, api_client(APP, role).api_token)
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)


TOKENS: dict[Role, str] = {}


@pytest.fixture(autouse=True)
def _forget_tokens() -> None:
    """The store is new for each test, and so are its tokens."""
    TOKENS.clear()
