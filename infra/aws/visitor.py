"""Somebody at the deployed portal: a browser without a screen, or a program, as CloudFront sends them on."""

import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final
from urllib.parse import urlencode

PATIENCE_SECONDS: Final = 30
FORM: Final = "application/x-www-form-urlencoded"


class UnexpectedAnswerError(Exception):
    """The portal answered something else than it had to."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: str

    @property
    def json(self) -> Any:  # noqa: ANN401 (what JSON holds)
        """The document of an API answer."""
        return json.loads(self.body)

    def require(self, status: int) -> "Heard":
        """The same answer. Raises UnexpectedAnswerError where its status is another."""
        if self.status != status:
            raise UnexpectedAnswerError(f"{self.status} instead of {status}: {self.body[:2000]}")
        return self


@dataclass(frozen=True, slots=True)
class Door:
    """Where the deployed APIs are reached, and what the server in front of them adds to each request."""

    port: int
    pages: str
    programs: str
    added: Mapping[str, str]

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: str = "") -> Heard:
        """One request on a connection of its own."""
        api = self.programs if path.startswith("/api/") else self.pages
        address = f"/_aws/execute-api/{api}/live{path}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, address, body.encode(), {**headers, **self.added})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        single = {name.lower(): value for name, value in answer.headers.items()}
        return Heard(answer.status, single, tuple(answer.headers.get_all("Set-Cookie") or ()), text)


@dataclass
class Visitor:
    """Keeps cookies, and sends forms with their token."""

    door: Door
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Heard:
        """Open a page."""
        return self._send("GET", path)

    def post(self, path: str, fields: Mapping[str, str | list[str]], page: str | None = None) -> Heard:
        """Open the form's page, which is at the same address unless it is said, then send it."""
        opened = self.get(page or path).require(200)
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', opened.body)
        typed = {**{name: unescape(value) for name, value in hidden}, **fields}
        return self._send("POST", path, urlencode(typed, doseq=True))

    def _send(self, method: str, path: str, body: str = "") -> Heard:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Accept-Language": self.language, "Cookie": kept, "Sec-Fetch-Site": "same-origin"}
        if method == "POST":
            headers["Content-Type"] = FORM
        heard = self.door.ask(method, path, headers, body)
        for line in heard.cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return heard


@dataclass(frozen=True, slots=True)
class Program:
    """A program with an API token."""

    door: Door
    token: str

    def get(self, path: str) -> Heard:
        """Read something."""
        return self.door.ask("GET", path, self._headers())

    def post(self, path: str, key: str, document: Mapping[str, Any]) -> Heard:
        """Do something, once for each key."""
        headers = {**self._headers(), "Content-Type": "application/json", "Idempotency-Key": key}
        return self.door.ask("POST", path, headers, json.dumps(document))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
