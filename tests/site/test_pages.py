"""What every page of the guide must hold, in both languages."""

import re
from pathlib import Path

import pytest
import segno

from tests.site.markup import SENSITIVE, SERVICES, SLUGS, page, read

LANGUAGES = ["ar", "en"]
SAYS = {
    "ar": "الرقم 800700 هو خط دائرة الخدمات الاجتماعية. "
    "هذا دليل مستقل لا يستقبل البلاغات. إن كنت في خطر الآن فاتصل بـ999.",
    "en": "This is an independent guide and takes no reports. If you are in danger now, call 999.",
}
TELLING = re.compile("طفل|امرأة|مرأة|إساءة|رعاية|child|wom[ae]n|abuse|care|safe", re.IGNORECASE)
every_page = pytest.mark.parametrize(("lang", "slug"), [(lang, slug) for lang in LANGUAGES for slug in SLUGS])


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@every_page
def test_the_language_and_its_direction_stand_on_the_root_element(site: Path, lang: str, slug: str) -> None:
    root = page(site, lang, slug).one("html")
    assert root == {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}


@every_page
def test_the_number_stands_beside_what_this_guide_is_not(site: Path, lang: str, slug: str) -> None:
    found = page(site, lang, slug)
    assert SAYS[lang] in one_line(found.text)
    assert len(found.all("a", href="tel:800700")) >= 2
    assert len(found.all("a", href="tel:999")) >= 2


@every_page
def test_twins_are_named_by_absolute_addresses_with_a_default(site: Path, lang: str, slug: str) -> None:
    found = page(site, lang, slug)
    path = f"{slug}/" if slug else ""
    assert {link["hreflang"]: link["href"] for link in found.all("link", rel="alternate")} == {
        "ar": f"https://aman.example/{path}",
        "en": f"https://aman.example/en/{path}",
        "x-default": f"https://aman.example/{path}",
    }
    switch = [a for a in found.all("a") if a.get("class") == "language"]
    assert [a["href"] for a in switch] == [f"/en/{path}" if lang == "ar" else f"/{path}"]


@every_page
def test_nothing_is_asked_of_anybody_else(site: Path, lang: str, slug: str) -> None:
    found = page(site, lang, slug)
    loaded = [
        a.get("src") or a.get("href", "")
        for tag in ("script", "img", "iframe", "source")
        for a in found.all(tag)
    ]
    loaded += [
        link["href"]
        for link in found.all("link")
        if link["rel"] in {"stylesheet", "icon", "preload", "preconnect"}
    ]
    assert [
        url
        for url in loaded
        if url and not url.startswith(("/assets/", "/how-to/pictures/", "/en/how-to/pictures/"))
    ] == []
    assert found.all("link", rel="preload") == []
    policy = found.one("meta", **{"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert found.one("meta", name="referrer")["content"] == "no-referrer"


@every_page
def test_headings_have_ids_that_can_be_read(site: Path, lang: str, slug: str) -> None:
    ids = [a["id"] for tag in ("h1", "h2", "h3") for a in page(site, lang, slug).all(tag) if "id" in a]
    assert ids
    assert [name for name in ids if re.fullmatch(r"_\d+|", name)] == []


@every_page
def test_the_way_out_is_on_pages_that_may_be_watched_and_on_no_other(
    site: Path, lang: str, slug: str
) -> None:
    links = page(site, lang, slug).all("a", href="/leave/")
    assert len(links) == (1 if slug in SENSITIVE else 0)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", SENSITIVE)
def test_the_title_of_a_watched_page_tells_nothing(site: Path, lang: str, slug: str) -> None:
    found = page(site, lang, slug)
    shown = f"{found.title} {found.one('meta', name='description')['content']}"
    assert found.title.strip()
    assert TELLING.search(shown) is None
    assert [a for a in found.all("meta") if a.get("property", "").startswith("og:")] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_pages_share_a_title(site: Path, lang: str) -> None:
    titles = [page(site, lang, slug).title for slug in SLUGS]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", SERVICES)
def test_a_service_has_a_card_whose_code_calls_the_line(site: Path, lang: str, slug: str) -> None:
    html = ((site if lang == "ar" else site / "en") / slug / "index.html").read_text(encoding="utf-8")
    drawn = segno.make("tel:800700", error="q", micro=False).svg_inline(
        scale=4, border=2, light="#fff", dark="#000", omitsize=True
    )
    path = re.findall(r' d="[^"]+"', drawn)[-1]
    assert html.count(path) == 1
    assert html.count('class="card"') == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", SERVICES)
def test_a_service_is_described_for_machines(site: Path, lang: str, slug: str) -> None:
    (data,) = page(site, lang, slug).data
    assert data["@type"] == "GovernmentService"
    assert data["inLanguage"] == lang
    point = data["availableChannel"]["servicePhone"]
    assert (point["@type"], point["telephone"]) == ("ContactPoint", "800700")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_home_keeps_the_essentials_folded(site: Path, lang: str) -> None:
    folded = [a for a in page(site, lang, "").all("details") if a.get("class") != "menu"]
    assert len(folded) == 2
    assert all("open" not in a for a in folded)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_abuse_of_the_old_and_the_disabled_has_its_heading_and_its_tile(site: Path, lang: str) -> None:
    prefix = "/" if lang == "ar" else "/en/"
    assert page(site, lang, "home-care").all("h2", id="abuse")
    assert page(site, lang, "").all("a", href=f"{prefix}home-care/#abuse")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_partners_find_registration_and_sign_in(site: Path, lang: str) -> None:
    found = page(site, lang, "aman/partners")
    assert found.all("a", href="/portal/register")
    assert found.all("a", href="/portal/")


def test_the_page_for_lost_readers_speaks_each_language(site: Path) -> None:
    for lang, folder in (("ar", site), ("en", site / "en")):
        found = read(folder / "404.html")
        assert found.one("html")["lang"] == lang
        assert found.one("meta", name="robots")["content"] == "noindex"
        assert [a["href"] for a in found.all("a") if a.get("href", "").startswith("..")] == []


def test_the_site_map_lists_every_page_once(site: Path) -> None:
    listed = re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    expected = {
        f"https://aman.example/{prefix}{slug}{'/' if slug else ''}"
        for prefix in ("", "en/")
        for slug in SLUGS
    }
    assert sorted(listed) == sorted(set(listed))
    assert expected <= set(listed)
    assert not [url for url in listed if "404" in url or "leave" in url]
