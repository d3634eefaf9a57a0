"""What stops the build: a page without its twin, words left untranslated, a link that leads nowhere."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from aman_site.texts import ARABIC_LETTER, LANGUAGES

REFERENCE = re.compile(r'(?:href|src|data-index|data-script|data-worker)="([^"]*)"')
ANCHOR = re.compile(r'\sid="([^"]+)"')
HEADING = re.compile(r"^(#{1,3}) .*?(\{#[\w-]+\})?$", re.MULTILINE)
# What a line of Markdown holds besides words: HTML, addresses, anchors, code, and calls but for their texts.
NOT_WORDS = re.compile(r"<[^>]+>|\]\([^)]*\)|\{#[\w-]+\}|`[^`]*`|\{\{ *\w+\('[^']*'|\{\{ *\w+\(\)|\}\}")
ELSEWHERE = ("/portal/", "/api/v1")


def without_twin(docs: Path) -> list[str]:
    """Name pages that one language has and the other lacks, or that are built up differently there."""
    ours = {path.relative_to(docs / "ar"): path for path in (docs / "ar").rglob("*.md")}
    theirs = {path.relative_to(docs / "en"): path for path in (docs / "en").rglob("*.md")}
    lonely = [f"{page} is in one language only" for page in sorted(ours.keys() ^ theirs.keys())]
    uneven = [
        f"{page} has other headings in Arabic than in English"
        for page in sorted(ours.keys() & theirs.keys())
        if outline(ours[page]) != outline(theirs[page])
    ]
    return [*lonely, *uneven]


def outline(page: Path) -> list[tuple[str, str]]:
    """Return the levels and fixed anchors of a page's headings: twins share them."""
    text = page.read_text(encoding="utf-8").split("---\n", 2)[2]
    return [(level, anchor) for level, anchor in HEADING.findall(text)]


def in_the_other_language(docs: Path) -> list[str]:
    """Name lines of a page that are not in its language: what was left untranslated."""
    return [
        f"{page.relative_to(docs)}: '{words[:60]}'"
        for lang in LANGUAGES
        for page in sorted((docs / lang).rglob("*.md"))
        for words in lines_of(page)
        if bool(ARABIC_LETTER.search(words)) != (lang == "ar")
    ]


def lines_of(page: Path) -> list[str]:
    """Return a page's lines that hold words; parts marked as the other language's own are left out."""
    text = re.sub(r"<div lang=.*?</div>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    words = (NOT_WORDS.sub(" ", line).strip() for line in text.split("---\n", 2)[2].splitlines())
    return [line for line in words if len(re.findall(r"[^\W\d_]{2,}", line)) > 1]


def dead_links(site: Path) -> list[str]:
    """Follow every local reference in the built pages; name those without a file or an anchor."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    anchors = {path: {unescape(anchor) for anchor in ANCHOR.findall(html)} for path, html in pages.items()}
    return [
        f"/{path.relative_to(site)}: {reference}"
        for path, html in pages.items()
        for reference in dict.fromkeys(REFERENCE.findall(html))
        if not leads_somewhere(unescape(reference), path, site, anchors)
    ]


def leads_somewhere(reference: str, page: Path, site: Path, anchors: Mapping[Path, Iterable[str]]) -> bool:
    parts = urlsplit(reference)
    if parts.scheme or parts.netloc or parts.path.startswith(ELSEWHERE):
        return True
    if parts.path:
        base = site if parts.path.startswith("/") else page.parent
        target = (base / unquote(parts.path).lstrip("/")).resolve()
        target = target / "index.html" if target.is_dir() else target
    else:
        target = page
    if not target.is_file():
        return False
    return not parts.fragment or unquote(parts.fragment) in anchors.get(target, ())
