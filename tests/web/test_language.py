"""In which language an answer comes, and how to change it."""

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.partners import Language
from chalicelib.web.language import choose_language
from tests.web.browsing import Browser
from tests.web.people import signed_in
from tests.web.samples import sample_app

AR, EN = Language.ARABIC, Language.ENGLISH


@pytest.mark.parametrize(
    ("asked", "remembered", "of_account", "accepted", "answer"),
    [
        ("en", "ar", "ar", "ar", EN),
        ("fr", "en", "ar", "ar", EN),
        ("", "fr", "en", "ar", EN),
        ("", "", "", "en", EN),
        ("", "", "", "en-GB,en;q=0.9,ar;q=0.8", EN),
        ("", "", "", "en;q=0.5, ar-AE;q=0.9", AR),
        ("", "", "", "ur,hi;q=0.9", AR),
        ("", "", "", "en;q=0", AR),
        ("", "", "", "en;q=nonsense", AR),
        ("", "", "", "en;q=nan, ar", AR),
        ("", "", "", "", AR),
    ],
)
def test_the_first_that_says_a_language_decides(
    asked: str, remembered: str, of_account: str, accepted: str, answer: Language
) -> None:
    assert choose_language(asked, remembered, of_account, accepted) is answer


def test_a_page_says_its_language_and_direction() -> None:
    arabic = Browser(sample_app(), language="ar").get("/portal/sample")
    english = Browser(sample_app(), language="en").get("/portal/sample")

    assert '<html lang="ar" dir="rtl">' in arabic.body
    assert '<html lang="en" dir="ltr">' in english.body
    assert arabic.headers["content-language"] == "ar"


def test_the_switch_keeps_the_page_and_its_query_and_is_remembered() -> None:
    browser = Browser(sample_app(), language="ar")
    page = browser.get("/portal/sample?state=open&area=kalba")
    assert 'href="/portal/sample?state=open&amp;area=kalba&amp;language=en"' in page.body

    browser.get("/portal/sample?state=open&area=kalba&language=en")

    assert 'lang="en"' in browser.get("/portal/sample").body


def test_a_language_that_we_have_not_is_not_remembered() -> None:
    browser = Browser(sample_app(), language="ar")
    browser.get("/portal/refused?language=fr")

    assert "aman_language" not in browser.cookies


@pytest.mark.usefixtures("store")
def test_an_account_has_a_language_of_its_own() -> None:
    person = signed_in(sample_app(), Role.STAFF)
    person.browser.language = "ar"

    assert 'lang="en"' in person.browser.get("/portal/sample").body


def test_errors_come_in_the_readers_language() -> None:
    browser = Browser(sample_app(), language="ar")
    browser.get("/portal/sample")

    assert "<title>خطأ: Sample" in browser.post("/portal/sample", {}).body
    assert "الصفحة غير موجودة" in browser.get("/portal/things/a%20b").body
