"""Where more would help, in sentences of the reader's language."""

import re

import pytest

from chalicelib.domain.categories import Category, Field, Form, Unit
from chalicelib.domain.partners import Language
from chalicelib.domain.planning import Shortage
from chalicelib.domain.surge_plans import ShortageReport
from chalicelib.services.surge_plans import read_shortages
from chalicelib.store import plans
from chalicelib.store.commit import commit
from chalicelib.web.surge_shortages import rounded, told
from chalicelib.words.speech import say
from tests.factories import NOW, a_context, an_id
from tests.surging import a_made_plan, a_posted_need
from tests.web.browsing import Browser, Clock, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")

ROOFS = Category("roof_repair", Field.LIVING, Form.SERVICE, Unit.HOME, "ترميم الأسقف", "Roofs")
KNOWN = {ROOFS.code: ROOFS}
REGISTER = "https://aman.example/portal/register"
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def a_shortage(gained_needs: float = 37.2, typical: int = 12, gained_units: float = 40) -> Shortage:
    return Shortage(
        category="roof_repair#service#home",
        area="kalba",
        units=240.4,
        needs=61.0,
        typical=typical,
        gained_units=gained_units,
        gained_needs=gained_needs,
        weight=60.0,
        price=1.5,
    )


def words(shortage: Shortage, language: Language) -> str:
    return say(told(shortage, KNOWN, language, REGISTER).words, language).translate(ISOLATES)


def a_browser() -> Browser:
    return signed_in(some_app(clock=Clock())).browser


def reported(*shortages: Shortage) -> None:
    commit([plans.save_report(ShortageReport(an_id(), NOW, shortages), None)])


def test_a_shortage_is_a_sentence_with_size_place_and_gain() -> None:
    assert words(a_shortage(), Language.ENGLISH) == (
        "One more offering of “Roofs” in Kalba (about 12 homes) would cover about 37 more needs."
    )


@pytest.mark.parametrize(
    ("gained", "end"),
    [
        (1.2, "يُتوقع أن تغطي احتياجًا آخر."),
        (2.4, "يُتوقع أن تغطي احتياجين آخرين."),
        (3.4, "تغطي نحو 3 احتياجات أخرى."),
        (11, "تغطي نحو 11 احتياجًا آخر."),
        (100, "تغطي نحو 100 احتياج آخر."),
        (104.4, "تغطي نحو 100 احتياج آخر."),
        (117.3, "تغطي نحو 120 احتياجًا آخر."),
    ],
)
def test_arabic_counts_needs_in_its_own_forms(gained: float, end: str) -> None:
    said = words(a_shortage(gained), Language.ARABIC)
    assert said.startswith("مساهمة إضافية واحدة في «ترميم الأسقف» ضمن نطاق كلباء")
    assert said.endswith(end)


def test_a_part_of_one_need_is_told_in_units() -> None:
    said = words(a_shortage(0.3, gained_units=2.2), Language.ARABIC)
    assert said.endswith("تضيف: منزلان.")
    said = words(a_shortage(0.3, gained_units=0.4), Language.ENGLISH)
    assert said.endswith("would add: 1 home.")


@pytest.mark.parametrize(
    ("expected", "said"), [(0.2, 1), (2.5, 2), (99.4, 99), (100, 100), (237, 240), (12345, 12000)]
)
def test_expectations_are_said_with_no_more_figures_than_they_deserve(expected: float, said: int) -> None:
    assert rounded(expected) == said


def test_the_text_to_send_says_nothing_of_the_needs_and_where_to_register() -> None:
    ask = told(a_shortage(), KNOWN, Language.ENGLISH, REGISTER).ask
    for text in ask.values():
        assert REGISTER in text
        assert not re.search("37|61|240", text)
    assert "ترميم الأسقف" in ask[Language.ARABIC]
    assert "Roofs" in ask[Language.ENGLISH]


def test_the_text_to_publish_names_a_region_since_one_sensitive_need_may_be_all_that_is_missing() -> None:
    a_posted_need(quantity=5, sensitive=True)
    a_made_plan()
    report = read_shortages(a_context())
    assert report is not None
    ask = told(report.shortages[0], KNOWN, Language.ENGLISH, REGISTER).ask
    assert "Where: The east coast." in ask[Language.ENGLISH].translate(ISOLATES)
    assert "المكان: الساحل الشرقي." in ask[Language.ARABIC].translate(ISOLATES)
    assert "Kalba" not in ask[Language.ENGLISH]
    assert "كلباء" not in ask[Language.ARABIC]


def test_each_shortage_leads_to_the_partners_who_could_be_asked() -> None:
    reported(a_shortage())
    browser = a_browser()
    english = browser.get("/portal/shortages").body.translate(ISOLATES)
    to = 'href="/portal/partners?state=approved&amp;field=living&amp;area=kalba"'
    assert f"{to}>Approved partners in the field “Living” who serve Kalba</a>" in english
    arabic = browser.get("/portal/shortages?language=ar").body.translate(ISOLATES)
    assert f"{to}>الشركاء المعتمدون في المجال المعيشي ممن يخدمون كلباء</a>" in arabic
    assert browser.get("/portal/partners?state=approved&field=living&area=kalba").status == 200


def test_a_shortage_of_a_category_that_is_gone_leads_to_nobody() -> None:
    assert told(a_shortage(), {}, Language.ENGLISH, REGISTER).could_give is None


def test_the_page_ranks_them_and_says_when_they_were_computed_and_what_they_are() -> None:
    reported(a_shortage(), a_shortage(gained_needs=5))
    body = a_browser().get("/portal/shortages").body.translate(ISOLATES)
    assert body.index("about 37 more needs") < body.index("about 5 more needs")
    assert "Expected to stay open in this category as things are: 61 needs (240 homes)" in body
    assert "28 July 2026 at 10:00" in body
    assert "It is an expectation, not a promise" in body
    assert "time ahead: 2 days" in body
    assert 'href="/portal/needs?category=roof_repair"' in body


def test_when_nothing_is_missing_the_page_says_so() -> None:
    reported()
    assert "what partners can give is enough" in a_browser().get("/portal/shortages").body


def test_a_plan_of_needs_that_nobody_can_give_leads_to_a_shortage() -> None:
    for _ in range(4):
        a_posted_need(quantity=5)
    a_made_plan()
    body = a_browser().get("/portal/shortages").body.translate(ISOLATES)
    assert "One more offering of “Furniture and furnishings” in Kalba" in body
