"""The files beside the pages: the way out, the worker, the page for lost readers, the open data."""

import hashlib
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

from aman_site import open_data
from aman_site.assets import Assets, small_script
from aman_site.facts import Facts
from aman_site.texts import LANGUAGES


def leave_page(away: str) -> str:
    """Make the plain link's target: nothing on it tells where its reader comes from."""
    target = escape(away)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>…</title>'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f'<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={target}">'
        f'</head><body><main><h1><a href="{target}">…</a></h1></main></body></html>\n'
    )


def pages_of(site: Path, lang: str) -> list[str]:
    """Return the addresses of one language's pages, sorted."""
    root = site if lang == "ar" else site / "en"
    outside = {"en", "leave", "404"} if lang == "ar" else {"404"}
    found = [path.parent.relative_to(root) for path in root.rglob("index.html")]
    prefix = "/" if lang == "ar" else "/en/"
    return sorted(
        prefix if page == Path() else f"{prefix}{page.as_posix()}/"
        for page in found
        if page == Path() or page.parts[0] not in outside
    )


def worker(source: Path, site: Path, assets: Assets) -> str:
    """Fill the worker's list; its version follows the content of all it keeps."""
    shared = [f"/{path}" for name, path in sorted(assets.names.items()) if not name.startswith("search-")]
    kept = {
        lang: [*pages_of(site, lang), *shared, f"/{assets.path(f'search-{lang}.json')}"] for lang in LANGUAGES
    }
    seen = hashlib.sha256(json.dumps(kept).encode())
    for lang in LANGUAGES:
        for page in pages_of(site, lang):
            seen.update((site / page.strip("/") / "index.html").read_bytes())
    text = small_script(source.read_text(encoding="utf-8"))
    return text.replace("__KEPT__", json.dumps(kept)).replace("__VERSION__", seen.hexdigest()[:10])


def lost_pages(site: Path) -> None:
    """Put each language's page for lost readers where servers look for it; its links start at the root."""
    for folder, root in ((site, "/"), (site / "en", "/en/")):
        page = folder / "404" / "index.html"
        html = page.read_text(encoding="utf-8").replace('href="../', f'href="{root}')
        (folder / "404.html").write_text(html, encoding="utf-8")
        page.unlink()
        page.parent.rmdir()


def without_unlisted(sitemap: str, unlisted: Sequence[str]) -> str:
    """Take addresses that nobody should find out of the site map."""
    head, *entries = sitemap.split("<url>")
    tail = "</urlset>"
    kept = [entry for entry in entries if not any(f"/{slug}/</loc>" in entry for slug in unlisted)]
    text = "<url>".join([head, *kept])
    return text if text.rstrip().endswith(tail) else text.rstrip() + f"\n{tail}\n"


def robots(site_url: str) -> str:
    return f"User-agent: *\nDisallow: /leave/\nSitemap: {site_url.rstrip('/')}/sitemap.xml\n"


def write(site: Path, source: Path, facts: Facts, assets: Assets, site_url: str, away: str) -> None:
    """Write everything that is not a page of its own."""
    assets.write(site)
    lost_pages(site)
    for way_out in (site / "leave", site / "leave" / "cache"):
        way_out.mkdir(exist_ok=True)
        (way_out / "index.html").write_text(leave_page(away), encoding="utf-8")
    (site / "sw.js").write_text(worker(source / "sw.js", site, assets), encoding="utf-8")
    (site / "robots.txt").write_text(robots(site_url), encoding="utf-8")
    data = site / "open-data"
    data.mkdir(exist_ok=True)
    for lang in LANGUAGES:
        (data / f"hsds-{lang}.json").write_bytes(open_data.hsds(facts, lang, site_url))
    (data / "figures-2020.csv").write_bytes(open_data.figures_csv(facts))
    sitemap = site / "sitemap.xml"
    sitemap.write_text(without_unlisted(sitemap.read_text(encoding="utf-8"), ["404"]), encoding="utf-8")
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
