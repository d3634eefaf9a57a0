"""The search index of one language: titles, texts, and the words people use when they look for help."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from aman_site.texts import DIRECTIONS, SiteError

WEIGHTS = {"strong": 6, "medium": 3, "weak": 1}
# The page that closes a short list of results: it tells how to ask people.
FALLBACK = "contact"
WORDS = ("none", "one", "many", "danger", "other")
NOT_TEXT = re.compile(r"<(svg|aside|script|section)\b.*?</\1>", re.DOTALL)
HEADING = re.compile(r"<h[123][^>]*>(.*?)</h[123]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """What of a built page is searched."""

    url: str
    slug: str
    label: str
    html: str


def plain(html: str) -> str:
    """Return the words of a piece of HTML."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def entry(page: Page, terms: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    html = NOT_TEXT.sub(" ", page.html)
    paragraph = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    headings = [plain(heading) for heading in HEADING.findall(html)]
    return {
        "url": page.url,
        "label": headings[0] if headings else page.label,
        "text_shown": plain(paragraph[1]) if paragraph else "",
        "title": f"{page.label} {headings[0] if headings else ''}",
        "heads": " ".join(headings[1:]),
        "body": " ".join(sorted(set(plain(HEADING.sub(" ", html)).split()))),
        "fallback": page.slug == FALLBACK,
        "terms": [[WEIGHTS[strength], list(words)] for strength, words in terms.items()],
    }


def build(lang: str, pages: Sequence[Page], lexicon: Mapping[str, Any], words: Mapping[str, str]) -> bytes:
    """Write the index; every page with words in the lexicon must exist, or the words would lead nowhere."""
    unknown = set(lexicon["pages"]) - {page.slug or "index" for page in pages}
    if unknown:
        raise SiteError(f"search-{lang}.yml names pages that do not exist: {', '.join(sorted(unknown))}")
    index = {
        "lang": lang,
        "dir": DIRECTIONS[lang],
        "words": dict(words),
        "danger": lexicon["danger"],
        "silent": lexicon["silent"],
        "pages": [entry(page, lexicon["pages"].get(page.slug or "index", {})) for page in pages],
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
