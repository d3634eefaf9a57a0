"""Search finds the right page in the words people use, and warns where a life may be in danger."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from aman_audit.server import SiteServer

pytestmark = pytest.mark.browser

QUERIES = Path(__file__).parent / "queries"
RANK = """async ([script, index, queries]) => {
  const { rank } = await import(script);
  const words = await (await fetch(index)).json();
  return queries.map((query) => rank(words, query));
}"""
DANGER = {
    "ar": [
        "ابغى اموت",
        "أفكر في الانتحار",
        "زوجي معاه سكين",
        "اغتصبني",
        "بيقتلني",
        "هدّدني بمسدس",
        "بدي موت حالي",
        "يبا يذبحني",
    ],
    "en": [
        "i want to die",
        "suicide",
        "he has a knife",
        "i was raped",
        "he will kill me",
        "gun",
        "khudkushi",
        "jaan se maar dega",
    ],
}
CALM = {
    "ar": ["زوجي مسكين", "ابا اتطوع", "ما اقدر ادفع الايجار", "اسمي خالد وعندي سؤال", "رقم مجاني"],
    "en": ["flu shot for my father", "rent not paid", "my husband died and i have no money", "volunteer"],
}


def queries(lang: str) -> dict[str, list[str]]:
    text = (QUERIES / f"{lang}.yml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - words, kept as written
    return found


def home(lang: str) -> str:
    return "/" if lang == "ar" else "/en/"


def ranked(page: Page, server: SiteServer, lang: str, asked: list[str]) -> list[dict[str, Any]]:
    page.goto(server.url + home(lang))
    script, index = (page.get_attribute("#q", f"data-{name}") for name in ("script", "index"))
    found: list[dict[str, Any]] = page.evaluate(RANK, [script, index, asked])
    return found


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_right_page_is_among_the_first_three_for_95_in_100_queries(
    browser: Browser, server: SiteServer, lang: str
) -> None:
    asked = [(slug, query) for slug, list_ in queries(lang).items() for query in list_]
    page = browser.new_page()
    answers = ranked(page, server, lang, [query for _, query in asked])
    page.close()
    missed = [
        query
        for (slug, query), answer in zip(asked, answers, strict=True)
        if f"{home(lang)}{slug}/" not in [hit["url"] for hit in answer["hits"][:3]]
    ]
    assert len(asked) >= 100
    assert len(missed) <= len(asked) * 0.05, missed


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_words_of_killing_and_rape_call_999_and_other_words_do_not(
    browser: Browser, server: SiteServer, lang: str
) -> None:
    page = browser.new_page()
    warned = ranked(page, server, lang, DANGER[lang])
    calm = ranked(page, server, lang, CALM[lang])
    page.close()
    assert [answer["danger"] for answer in warned] == [True] * len(warned)
    assert [answer["danger"] for answer in calm] == [False] * len(calm)


def test_the_languages_are_kept_apart(browser: Browser, server: SiteServer) -> None:
    page = browser.new_page()
    for lang, other in (("ar", "en"), ("en", "ar")):
        asked = [query for list_ in queries(lang).values() for query in list_]
        urls = {hit["url"] for answer in ranked(page, server, lang, asked) for hit in answer["hits"]}
        assert all(url.startswith("/en/") == (lang == "en") for url in urls), other
    page.close()


@pytest.mark.parametrize(
    "spelling",
    ["شبكة الأمان", "شبكه الامان", "شَبَكَةُ أَمَان", "شبـــكة امان", "وشبكة امان", "شبكة أماان", "شبكة امن ن"],
)
def test_one_name_is_found_in_many_spellings(browser: Browser, server: SiteServer, spelling: str) -> None:
    page = browser.new_page()
    answer = ranked(page, server, "ar", [spelling])[0]
    page.close()
    assert "/aman/" in [hit["url"] for hit in answer["hits"][:3]]


def test_pasted_text_is_searched_though_no_key_was_pressed(browser: Browser, server: SiteServer) -> None:
    page = browser.new_page()
    page.goto(server.url)
    page.evaluate(
        "(q) => { q.focus(); q.value = '٨٠٠٧٠٠'; q.dispatchEvent(new InputEvent('input')); }",
        page.query_selector("#q"),
    )
    page.wait_for_selector('#found a[href="/contact/"]')
    assert page.inner_text("#found-count") != ""
    page.close()


def test_the_warning_stands_above_all_results(browser: Browser, server: SiteServer) -> None:
    page = browser.new_page()
    page.goto(server.url + "/en/")
    page.fill("#q", "my husband will kill me")
    page.wait_for_selector("#found li")
    first = page.query_selector("#found a")
    assert first is not None
    assert first.get_attribute("href") == "tel:999"
    page.close()


def test_english_typed_on_an_arabic_page_is_answered_in_its_own_part(
    browser: Browser, server: SiteServer
) -> None:
    page = browser.new_page()
    page.goto(server.url)
    page.fill("#q", "husband beating me")
    page.wait_for_selector('#found ul[lang="en"] a[href="/en/women-protection/"]')
    page.close()


def test_nothing_is_loaded_for_the_search_before_it_is_touched(browser: Browser, server: SiteServer) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url, wait_until="networkidle")
    assert not [url for url in asked if "search" in url]
    with page.expect_request(lambda request: "search-ar" in request.url):
        page.focus("#q")
    page.close()


def test_both_indexes_name_only_pages_that_exist(site: Path) -> None:
    for index in sorted((site / "assets").glob("search-*.json")):
        for page in json.loads(index.read_text(encoding="utf-8"))["pages"]:
            assert (site / page["url"].lstrip("/") / "index.html").is_file()
