"""Forms: nothing typed is lost, and what is wrong is said where it is wrong."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.web.forms import Form
from chalicelib.web.values import Values
from tests.web import samples
from tests.web.browsing import Browser, Reply
from tests.web.samples import GOOD, SampleForm, sample_app

SAMPLE = "/portal/sample"


def sent(fields: dict[str, str | list[str]]) -> Reply:
    browser = Browser(sample_app())
    browser.get(SAMPLE)
    return browser.post(SAMPLE, fields)


def errors_of(reply: Reply) -> dict[str, str]:
    found = re.findall(r'id="error-(\w+)"><span class="hidden">Error:</span> ([^<]*)</p>', reply.body)
    return dict(found)


def typed(**fields: str) -> Form[SampleForm]:
    usual = {name: [texts] if isinstance(texts, str) else texts for name, texts in GOOD.items()}
    changed = {name: [text] for name, text in fields.items()}
    return Form.read(SampleForm, Values.from_lists({**usual, **changed}))


def data_of(form: Form[SampleForm]) -> SampleForm:
    assert form.data is not None, form.errors
    return form.data


def test_a_good_form_reaches_its_use_case_and_leads_on() -> None:
    samples.taken.clear()

    reply = sent({**GOOD, "agreed": "yes"})

    assert (reply.status, reply.location) == (303, SAMPLE)
    (data,) = samples.taken
    assert data.name == "أفق"
    assert data.capacity == 5
    assert data.telephone == "+971501234567"
    assert data.areas == {Area.KALBA, Area.DIBBA}
    assert data.given is GivenAs.SERVICE
    assert data.agreed
    assert data.note is None


def test_the_next_page_says_once_what_happened() -> None:
    browser = Browser(sample_app())
    browser.get(SAMPLE)
    reply = browser.post(SAMPLE, GOOD)

    assert '<div class="notice" role="status"><p>Nothing here yet.</p></div>' in browser.follow(reply).body
    assert 'class="notice"' not in browser.get(SAMPLE).body


def test_an_invented_notice_is_not_shown() -> None:
    browser = Browser(sample_app(), cookies={"aman_notice": "PHNjcmlwdD5hbGVydCgpPC9zY3JpcHQ"})

    assert 'class="notice"' not in browser.get(SAMPLE).body


def test_a_bad_form_comes_back_with_everything_that_was_typed() -> None:
    reply = sent({**GOOD, "name": 'أفق "<b>', "capacity": "many", "note": "one\r\ntwo", "given": "in_kind"})

    assert reply.status == 422
    assert 'value="أفق &#34;&lt;b&gt;"' in reply.body
    assert 'value="many"' in reply.body
    assert "one\ntwo</textarea>" in reply.body
    assert re.search(r'value="kalba" id="[^"]+" checked', reply.body)
    assert re.search(r'value="dibba" id="[^"]+" checked', reply.body)
    assert not re.search(r'value="sharjah" id="[^"]+" checked', reply.body)
    assert re.search(r'value="in_kind" id="[^"]+" checked', reply.body)


def test_the_summary_comes_first_and_leads_to_the_fields() -> None:
    body = sent({**GOOD, "name": "", "capacity": "0"}).body

    assert "<title>Error: Sample" in body
    summary = body[body.index('class="summary"') : body.index("<h1>")]
    assert 'role="alert" tabindex="-1" autofocus' in summary
    assert '<a href="#field-name">Name</a>: Fill in this field.' in summary
    assert '<a href="#field-capacity">Quantity</a>: The least is 1.' in summary


def test_a_field_says_what_is_wrong_and_points_to_it() -> None:
    body = sent({**GOOD, "name": ""}).body

    assert errors_of(sent({**GOOD, "name": ""})) == {"name": "Fill in this field."}
    assert re.search(r'id="field-name"[^>]* aria-describedby="error-name" aria-invalid="true"', body)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", "", "Fill in this field."),
        ("name", " \x00\n", "Fill in this field."),
        ("name", "x" * 201, "Use 200 characters or fewer."),
        ("capacity", "", "Fill in this field."),
        ("capacity", "many", "Write a number in digits, like 12."),
        ("capacity", "1.5", "Write a number in digits, like 12."),
        ("capacity", "0", "The least is 1."),
        ("capacity", "-3", "The least is 1."),
        ("capacity", "99999999", "The most is 10,000,000."),
        ("capacity", "9" * 5000, "Write a number in digits, like 12."),
        ("worth", "1.234", "Write at most 2 digits after the point."),
        ("worth", "NaN", "Write a number in digits, like 12."),
        ("worth", "-1", "The least is 0."),
        ("telephone", "12", "Write a telephone number that can be called, like 050 123 4567."),
        ("areas", "mars", "Choose one of the answers given."),
        ("areas", "", "Choose at least 1 answer."),
        ("given", "love", "Choose one of the answers given."),
        ("begins", "32/1/2026", "Write a date that exists, like 22/11/2026."),
        ("begins", "soon", "Write a date that exists, like 22/11/2026."),
        ("ends", "2026-11-22 25:00", "Write a date and a time, like 2026-11-22 14:30."),
        ("agreed", "perhaps", "Choose one of the answers given."),
    ],
)
def test_what_is_wrong_is_said_in_words(field: str, text: str, words: str) -> None:
    assert errors_of(sent({**GOOD, field: text})) == {field: words}


@pytest.mark.parametrize(
    ("text", "read"),
    [("1250", 1250), ("1,250", 1250), ("١٢٥٠", 1250), ("۱۲۵۰", 1250), ("١٬٢٥٠", 1250), (" 7 ", 7)],
)
def test_numbers_are_read_as_people_type_them(text: str, read: int) -> None:
    assert data_of(typed(capacity=text)).capacity == read


@pytest.mark.parametrize(("text", "read"), [("1,250.5", "1250.5"), ("١٢٥٠٫٥", "1250.5"), ("0", "0")])
def test_amounts_are_read_as_people_type_them(text: str, read: str) -> None:
    assert data_of(typed(worth=text)).worth == Decimal(read)


@pytest.mark.parametrize("text", ["2026-11-02", "2/11/2026", "02-11-2026", "٢/١١/٢٠٢٦", "۲۰۲۶-۱۱-۰۲"])
def test_days_are_read_as_people_type_them(text: str) -> None:
    assert data_of(typed(begins=text)).begins == date(2026, 11, 2)


@pytest.mark.parametrize("text", ["2026-11-22T14:30", "2026-11-22 14:30", "٢٠٢٦-١١-٢٢T١٤:٣٠"])
def test_moments_are_on_the_clocks_of_the_emirate(text: str) -> None:
    assert data_of(typed(ends=text)).ends == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def test_a_form_opens_with_what_is_known() -> None:
    moment = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    form = Form.blank(
        SampleForm,
        capacity=5,
        areas=[Area.KALBA],
        ends=moment,
        begins=date(2026, 1, 2),
        agreed=True,
        note=None,
    )

    assert form.value("capacity") == "5"
    assert form.value("ends") == "2026-11-22T14:30"
    assert form.value("begins") == "2026-01-02"
    assert form.chosen("areas", "kalba")
    assert form.chosen("agreed", "yes")
    assert form.value("note") == ""
    assert form.errors == {}


def test_a_refusal_of_the_domain_stands_at_its_field() -> None:
    reply = sent({**GOOD, "capacity": "51"})

    assert reply.status == 422
    assert errors_of(reply) == {"capacity": "More than that is promised already: 70."}
    assert 'value="51"' in reply.body


def test_a_refusal_that_concerns_no_field_stands_above_the_form() -> None:
    reply = sent({**GOOD, "capacity": "52"})

    assert reply.status == 422
    assert errors_of(reply) == {}
    assert "<li>There is no signed agreement in force.</li>" in reply.body


def test_what_is_not_there_is_not_shown_in_a_form() -> None:
    assert sent({**GOOD, "capacity": "53"}).status == 404
