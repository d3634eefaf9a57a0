"""Speaking to the running product over HTTP, as programs and browsers do."""

import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.engines import Product


class Unanswered(Exception):
    """The connection ended before the answer: the request may or may not have been carried out."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(base_url: str, method: str, path: str, headers: Mapping[str, str], body: str = "") -> Heard:
    """One request on a connection of its own."""
    parts = urlsplit(base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(method, path, body.encode(), dict(headers))
        answer = connection.getresponse()
        text = answer.read().decode()
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered from error
    finally:
        connection.close()
    cookies = tuple(answer.headers.get_all("Set-Cookie") or ())
    single = {name.lower(): value for name, value in answer.headers.items()}
    return Heard(answer.status, single, cookies, text)


def demo_accounts(product: Product) -> list[dict[str, str]]:
    """The accounts that the product wrote down when it loaded its demo data."""
    accounts: list[dict[str, str]] = json.loads((product.data_dir / "demo.json").read_text())["accounts"]
    return accounts


@dataclass
class Program:
    """A program with an API token."""

    product: Product
    token: str

    def get(self, path: str) -> Heard:
        return ask(self.product.base_url, "GET", f"/api/v1{path}", self._headers())

    def post(self, path: str, key: str, document: Mapping[str, Any]) -> Heard:
        headers = {**self._headers(), "Content-Type": "application/json", "Idempotency-Key": key}
        return ask(self.product.base_url, "POST", f"/api/v1{path}", headers, json.dumps(document))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}


def program(product: Product, email: str) -> Program:
    """The program of that demo account."""
    (account,) = [one for one in demo_accounts(product) if one["email"] == email]
    return Program(product, account["api_token"])


@dataclass
class Visitor:
    """A browser without a screen: it keeps cookies and sends forms with their token."""

    product: Product
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Heard:
        return self._send("GET", path)

    def post(self, path: str, fields: Mapping[str, str | list[str]]) -> Heard:
        """Open the form's page, then send it."""
        page = self.get(path)
        token = unescape(re.findall(r'name="csrf_token" value="([^"]+)"', page.body)[0])
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.body)
        typed = {**{name: unescape(value) for name, value in hidden}, "csrf_token": token, **fields}
        return self._send("POST", path, urlencode(typed, doseq=True))

    def _send(self, method: str, path: str, body: str = "") -> Heard:
        headers = {"Accept-Language": "en", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        heard = ask(self.product.base_url, method, path, headers, body)
        for line in heard.cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return heard


def sign_in(product: Product, email: str) -> Visitor:
    """Sign in as a person does: ask for a code, read it in the mail, type it in."""
    visitor = Visitor(product)
    step = visitor.post("/portal/sign-in", {"email": email}).headers["location"]
    mails = ask(product.base_url, "GET", f"/_local/mail.json?to={email}", {}).json["mails"]
    assert visitor.post(step, {"code": newest_code(mails)}).status == 303
    return visitor


def newest_code(mails: list[dict[str, str]]) -> str:
    """The code of the newest mail that has one: others may have come in between."""
    codes = (re.search(r"^(\d{6})$", mail["text"], re.MULTILINE) for mail in mails)
    return next(found[1] for found in codes if found)
