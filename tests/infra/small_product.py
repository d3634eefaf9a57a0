"""The real supervisor, engines and gateway around the portal in `small_portal`, and a way to ask them."""

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.engines import Product, product

PORTAL = Path(__file__).with_name("small_portal")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def json(self) -> Any:
        return json.loads(self.body)


def options(folder: Path) -> tuple[str, ...]:
    """Build a tiny site and give the supervisor's options for it."""
    site = folder / "site"
    (site / "en").mkdir(parents=True, exist_ok=True)
    (site / "index.html").write_text("الرئيسية", encoding="utf-8")
    (site / "404.html").write_text("غير موجودة", encoding="utf-8")
    (site / "en" / "404.html").write_text("not found", encoding="utf-8")
    return ("--site", str(site), "--portal", str(PORTAL), "--demo", str(PORTAL / "demo.py"))


@contextmanager
def small_product(folder: Path) -> Iterator[Product]:
    with product(folder / "data", options=options(folder)) as running:
        yield running


def connect(base_url: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=40)


def ask(base_url: str, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """Send one request on a connection of its own; underscores in header names become dashes."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connect(base_url)) as connection:
        connection.request(method, path, body or None, sent)
        response = connection.getresponse()
        return Answer(response.status, [(k.lower(), v) for k, v in response.getheaders()], response.read())


def until(true: Callable[[], bool]) -> None:
    """Wait for something that other processes bring about; the test fails when it never comes."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
