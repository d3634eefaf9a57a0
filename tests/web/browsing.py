"""A browser and an API client for tests: they drive the whole app in process, without a socket."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from typing import Any
from urllib.parse import urlencode

from chalice.app import Chalice
from chalice.local import LambdaEventConverter, RouteMatcher

from chalicelib.config import Settings
from chalicelib.web.application import build_app
from chalicelib.web.edge import Edge
from tests.factories import NOW, SETTINGS, an_id

BASE_URL = SETTINGS.base_url
FORM = "application/x-www-form-urlencoded"


def some_settings(**changes: Any) -> Settings:
    """Settings of an invented installation."""
    return replace(SETTINGS, **changes)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.moment = now

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, step: timedelta) -> None:
        """Later by that much."""
        self.moment += step


def some_app(settings: Settings | None = None, clock: Clock | None = None) -> Chalice:
    """The portal with that clock."""
    return build_app(Edge(settings or SETTINGS, clock or Clock(), an_id))


@dataclass(frozen=True)
class Reply:
    """An answer, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    set_cookies: tuple[str, ...]
    body: str

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers["location"]

    @property
    def json(self) -> Any:
        """The document of an API answer."""
        return json.loads(self.body)

    @property
    def csrf_token(self) -> str:
        """The token in the page's first form."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.body)
        assert found, "the page has no form"
        return unescape(found[1])


@dataclass
class Browser:
    """Keeps cookies, and sends with every form the token of the last page that had one."""

    app: Chalice
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Open a page."""
        return self._send("GET", address, headers or {}, b"")

    def post(
        self,
        address: str,
        fields: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a form, as a browser sends one from our own page."""
        typed = {"csrf_token": self.token, **(fields or {})}
        usual = {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin", "Origin": BASE_URL}
        return self._send(
            "POST", address, {**usual, **(headers or {})}, urlencode(typed, doseq=True).encode()
        )

    def follow(self, reply: Reply) -> Reply:
        """Open the page that a redirect leads to."""
        assert reply.status == 303, reply.body
        return self.get(reply.location)

    def _send(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> Reply:
        sent = {"Accept-Language": self.language, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        reply = send(self.app, method, address, sent, body)
        for line in reply.set_cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        if 'name="csrf_token"' in reply.body:
            self.token = reply.csrf_token
        return reply


@dataclass
class ApiClient:
    """A program with a bearer token; every POST gets a new idempotency key unless it names one."""

    app: Chalice
    api_token: str = ""
    keys: Any = field(default_factory=lambda: count(1))

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Read something."""
        return self._send("GET", address, headers or {}, b"")

    def post(self, address: str, document: Any, headers: Mapping[str, str] | None = None) -> Reply:
        """Do something."""
        usual = {"Content-Type": "application/json", "Idempotency-Key": f"test-key-{next(self.keys)}"}
        return self._send("POST", address, {**usual, **(headers or {})}, json.dumps(document).encode())

    def _send(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> Reply:
        bearer = {"Authorization": f"Bearer {self.api_token}"} if self.api_token else {}
        return send(self.app, method, address, {"Accept-Language": "en", **bearer, **headers}, body)


def send(app: Chalice, method: str, address: str, headers: Mapping[str, str], body: bytes) -> Reply:
    """One request through API Gateway's event, as Lambda gets it."""
    converter = LambdaEventConverter(RouteMatcher(list(app.routes)), app.api.binary_types)
    lowered = {name.lower(): value for name, value in headers.items()}
    event = converter.create_lambda_event(method, address, lowered, body)
    event["path"] = address.partition("?")[0]  # API Gateway says it, Chalice's converter does not
    answer = app(event, None)
    single = {name.lower(): value for name, value in answer["headers"].items()}
    cookies = tuple(answer["multiValueHeaders"].get("Set-Cookie", ()))
    return Reply(answer["statusCode"], single, cookies, answer["body"])
