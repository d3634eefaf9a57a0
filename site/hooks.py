"""What mkdocs calls while it builds the site; the work is done in `aman_site`."""

# ruff: noqa: ARG001 - mkdocs passes its arguments by name, used or not

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))

from aman_site import (  # noqa: E402 - mkdocs takes its path away again once this file is read
    assets,
    checks,
    components,
    facts,
    inserts,
    layout,
    markup,
    publish,
    search_index,
    structured,
    texts,
)

LAST = texts.LANGUAGES[-1]


@dataclass(slots=True)
class Build:
    """What one run of mkdocs knows, across the two languages."""

    strings: texts.Strings
    facts: facts.Facts
    settings: dict[str, Any]
    headers: dict[str, dict[str, str]]
    meta: dict[str, dict[str, dict[str, Any]]]
    assets: assets.Assets
    bodies: dict[tuple[str, str], str] = field(default_factory=dict)


def data(name: str) -> str:
    return (ROOT / "data" / name).read_text(encoding="utf-8")


def front_matter(docs: Path) -> dict[str, dict[str, Any]]:
    """Read every page's head before any page is built: menus name all of them."""
    pages = {}
    for path in sorted(docs.rglob("*.md")):
        head = path.read_text(encoding="utf-8").split("---\n", 2)[1]
        pages[layout.slug_of("docs/" + path.relative_to(docs).as_posix())] = yaml.safe_load(head)
    return pages


def csp_of(headers: dict[str, dict[str, str]]) -> str:
    """Return the policy as a page itself may state it: framing can be forbidden by the header alone."""
    policy = headers["*"]["Content-Security-Policy"].split("; ")
    return "; ".join(rule for rule in policy if not rule.startswith("frame-ancestors"))


def version_of(lang: str) -> bytes:
    """Return all that the search index of a language is made from."""
    sources = [*sorted((ROOT / "docs" / lang).rglob("*.md")), *sorted((ROOT / "data").glob("*.*"))]
    code = [ROOT / "aman_site" / "search_index.py", facts.TAXONOMY]
    return b"".join(path.read_bytes() for path in [*sources, *code])


def begin() -> Build:
    """Read everything that is not a page; raise SiteError when it does not agree."""
    settings = yaml.safe_load(data("pages.yml"))
    files = assets.collect(ROOT / "assets", {"LEAVE_TO": settings["leave_to"]})
    for lang in texts.LANGUAGES:
        files.reserve(f"search-{lang}.json", version_of(lang))
    problems = checks.without_twin(ROOT / "docs") + checks.in_the_other_language(ROOT / "docs")
    if problems:
        raise texts.SiteError("; ".join(problems))
    return Build(
        strings=texts.load_strings(ROOT / "data" / "strings.yml"),
        facts=facts.load(ROOT / "data", ROOT.parent / facts.TAXONOMY),
        settings=settings,
        headers=json.loads(data("headers.json")),
        meta={lang: front_matter(ROOT / "docs" / lang) for lang in texts.LANGUAGES},
        assets=files,
    )


BUILD = begin()


def language(config: MkDocsConfig) -> str:
    """Return the language that static-i18n is building now."""
    return str(config.theme["language"])


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Leave the theme's 404 out: it would speak the last language built; each has a page of its own."""
    config.theme.static_templates.discard("404.html")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out the theme's own styles and scripts: no page asks for them."""
    for file in [file for file in files if not file.src_uri.startswith(texts.LANGUAGES)]:
        files.remove(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in what the page asks for between `{{ }}`."""
    lang = language(config)
    words = components.Components(
        lang=lang,
        facts=BUILD.facts,
        t=texts.translator(BUILD.strings, lang),
        operators=config.extra["operator"],
        asset=BUILD.assets.path,
    )
    try:
        return components.filled(markdown, words)
    except jinja2.TemplateError as error:
        raise texts.SiteError(f"{page.file.src_uri}: {error}") from error


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Add the number to call, and the card of the page's service."""
    lang, slug = language(config), layout.slug_of(page.file.src_uri)
    t = texts.translator(BUILD.strings, lang)
    BUILD.bodies[lang, slug] = html
    html = inserts.with_call(html, t, page.file.src_uri)
    service = page.meta.get("service")
    if service:
        number = BUILD.facts.services["number"]
        html += inserts.card(BUILD.facts.service(str(service)), lang, number, t)
    return html


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    lang, slug = language(config), layout.slug_of(page.file.src_uri)
    named, site_url = BUILD.meta[lang][slug].get("service"), config.site_url or "/"
    context["aman"] = layout.layout(
        lang,
        slug,
        BUILD.meta[lang],
        BUILD.settings,
        BUILD.strings,
        BUILD.assets,
        site_url,
        structured.of_page(BUILD.facts, slug, named, lang, site_url),
        csp_of(BUILD.headers),
    )
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    lang = language(config)
    return markup.mended(output, lang, BUILD.strings["skip"][lang])


def on_post_build(config: MkDocsConfig) -> None:
    """Once both languages are there, write what belongs to the whole site and follow every link."""
    if language(config) != LAST:
        return
    site = Path(config.site_dir)
    for lang in texts.LANGUAGES:
        BUILD.assets.contents[f"search-{lang}.json"] = index_of(lang)
    publish.write(
        site, ROOT / "assets", BUILD.facts, BUILD.assets, config.site_url or "/", BUILD.settings["leave_to"]
    )
    dead = checks.dead_links(site)
    if dead:
        raise texts.SiteError("links that lead nowhere: " + "; ".join(dead))


def index_of(lang: str) -> bytes:
    """Make one language's search index from the pages just built."""
    pages = [
        search_index.Page(layout.page_url(lang, slug), slug, BUILD.meta[lang][slug]["menu"], html)
        for (of, slug), html in BUILD.bodies.items()
        if of == lang and slug != "404"
    ]
    words = {name: BUILD.strings[f"search_{name}"][lang] for name in search_index.WORDS}
    return search_index.build(lang, pages, lexicon_of(lang), words)


def lexicon_of(lang: str) -> dict[str, Any]:
    """Read the words people use; the loader keeps `no` and `999` as they were written."""
    words: dict[str, Any] = yaml.load(data(f"search-{lang}.yml"), Loader=yaml.BaseLoader)  # noqa: S506 - plain text
    return words
