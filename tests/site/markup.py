"""Reads built pages for the tests."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

SENSITIVE = ["child-protection", "women-protection", "home-care", "contact", "safety"]
SERVICES = ["child-protection", "women-protection", "family-support", "home-care", "volunteering", "aman"]
SLUGS = [
    "",
    "child-protection",
    "women-protection",
    "family-support",
    "home-care",
    "volunteering",
    "contact",
    "figures",
    "aman",
    "aman/fields",
    "aman/partners",
    "safety",
    "privacy",
    "accessibility",
    "about",
    "how-to/partners",
    "how-to/staff",
]


@dataclass(slots=True)
class Found:
    """What a page holds: its elements with their attributes, and its words."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    title: str = ""
    data: list[Any] = field(default_factory=list)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]

    def one(self, tag: str, **wanted: str) -> dict[str, str]:
        (only,) = self.all(tag, **wanted)
        return only


class Reader(HTMLParser):
    """Fills a Found."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self.inside = ""
        self.json = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.elements.append((tag, {key: value or "" for key, value in attrs}))
        self.inside = tag
        self.json = ("type", "application/ld+json") in attrs

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base class calls it so
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "title" and not self.found.title:
            self.found.title = data
        elif self.inside == "script" and self.json:
            self.found.data.append(json.loads(data))
        else:
            self.found.text += data


def read(path: Path) -> Found:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.found


def page(site: Path, lang: str, slug: str) -> Found:
    return read((site if lang == "ar" else site / "en") / slug / "index.html")
