"""What nobody expected: a page with a reference, a log without personal things."""

import json
import logging
import re

import pytest

from chalicelib.domain.errors import ErrorCode, Kind
from chalicelib.web import serve_pages
from chalicelib.web.domain_words import DOMAIN_WORDS, WITH_FACTS, domain_words
from chalicelib.web.edge_words import EDGE_WORDS
from chalicelib.web.error_pages import STATUS_OF_KIND, title_of_kind
from chalicelib.web.refusals import STATUS_OF, WebCode
from tests.web.browsing import Browser
from tests.web.samples import sample_app


def test_an_unexpected_error_is_a_page_in_both_languages_with_a_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "aman.web"):
        reply = Browser(sample_app()).get("/portal/broken?secret=Salem")

    assert reply.status == 500
    assert "Something went wrong on our side" in reply.body
    assert "حدث خلل من جهتنا" in reply.body
    assert "Salem" not in reply.body.replace("secret=Salem", "")
    assert "Traceback" not in reply.body
    (record,) = caplog.records
    entry = json.loads(record.getMessage())
    assert f">{entry['reference']}<" in reply.body


def test_the_log_says_where_and_never_what_anybody_typed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "aman.web"):
        Browser(sample_app()).get("/portal/broken?secret=Salem")

    (record,) = caplog.records
    assert "Salem" not in record.getMessage()
    assert record.exc_info is None
    entry = json.loads(record.getMessage())
    assert (entry["error"], entry["route"], entry["method"]) == ("RuntimeError", "/portal/broken", "GET")
    assert entry["frames"][-1].endswith(" broken")


def test_a_store_that_fails_while_the_session_is_read_is_a_page_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def down(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(serve_pages, "read_session", down)
    reply = Browser(sample_app(), cookies={"aman_session": "a.b.c"}).get("/portal/for-staff")

    assert reply.status == 500
    assert "Something went wrong" in reply.body


def test_a_refusal_outside_a_form_is_a_page_in_words() -> None:
    reply = Browser(sample_app()).get("/portal/refused")

    assert reply.status == 429
    assert "Too many requests. Wait a few minutes, then try again." in reply.body


def test_an_invented_cursor_is_a_page_in_words() -> None:
    reply = Browser(sample_app()).get("/portal/listing?cursor=abc")

    assert reply.status == 422
    assert "Begin again from its first page." in reply.body


def test_a_cursor_that_we_gave_is_taken() -> None:
    browser = Browser(sample_app())
    sealed = browser.get("/portal/listing").body.rpartition(" ")[2]

    assert browser.get(f"/portal/listing?cursor={sealed}").body.startswith("goes on after the 25th:")


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_code_of_the_domain_has_words(code: ErrorCode) -> None:
    assert DOMAIN_WORDS[code].singular


@pytest.mark.parametrize("code", list(WITH_FACTS))
def test_a_sentence_with_a_fact_falls_back_where_the_fact_is_missing(code: ErrorCode) -> None:
    (name,) = re.findall(r"%\((\w+)\)s", WITH_FACTS[code].singular)

    assert domain_words(code, {name: 3}).singular == WITH_FACTS[code].singular
    assert domain_words(code, {}).singular == DOMAIN_WORDS[code].singular
    assert domain_words(code, {"other": 3}).singular == DOMAIN_WORDS[code].singular


def test_every_refusal_of_the_edge_has_words_and_a_status() -> None:
    assert set(EDGE_WORDS) == set(STATUS_OF) == set(WebCode)
    assert set(STATUS_OF_KIND) == set(Kind)
    assert all(title_of_kind(kind) for kind in Kind)
