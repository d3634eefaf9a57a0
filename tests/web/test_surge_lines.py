"""Staff change a line of a surge plan: less of an offering, out of the plan, in again."""

import pytest

from chalicelib.domain.needs import Need
from chalicelib.domain.surge_lines import LineState, PlannedNeed
from chalicelib.services.surge_plans import commit_plan
from chalicelib.store import plans
from tests.factories import a_context, a_profile
from tests.stored import a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need, lines_of
from tests.web.browsing import Browser, Clock, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def a_browser(language: str = "en") -> Browser:
    browser = signed_in(some_app(clock=Clock())).browser
    browser.language = language
    browser.get(f"/portal/surge?language={language}")
    return browser


def a_split_need() -> Need:
    """A need that the plan gives to two partners, three units each."""
    for name in ("Palm", "Coral"):
        partner = a_stored_partner(profile=a_profile(name_en=name, name_ar=f"مؤسسة {name}"))
        a_stored_offering(partner, capacity=3)
    return a_posted_need(quantity=6)


def a_line() -> tuple[str, PlannedNeed]:
    """The address of the only line of a new plan, and the line."""
    a_split_need()
    plan = a_made_plan()
    (line,) = lines_of(plan)
    return f"/portal/surge/{plan.id}/needs/{line.number}", line


def as_it_stands(line: PlannedNeed) -> PlannedNeed:
    return plans.read_line(line.plan_id, line.number)


def test_each_offering_has_a_field_that_names_its_partner_and_the_most() -> None:
    address, _ = a_line()
    body = a_browser().get(address).body
    assert "How much from \u2068Palm\u2069?" in body
    assert "How much from \u2068Coral\u2069?" in body
    assert body.count("From 0 to 3, as planned.") == 2
    assert body.count('value="3"') == 2


def test_less_is_asked_for_and_the_plan_says_what_was_planned() -> None:
    address, line = a_line()
    browser = a_browser()
    first, second = (f"quantity_{piece.offering_id}" for piece in line.pieces)
    browser.get(address)
    reply = browser.post(address, {first: "١", second: "3"})
    shown = browser.follow(reply)
    assert reply.location.endswith(f"#line-{line.number}")
    assert "The plan is changed." in shown.body
    assert "(planned: 3 pieces)" in shown.body
    assert "Stays open: 2 pieces" in shown.body
    assert "Changed by staff" in shown.body
    assert [piece.quantity for piece in as_it_stands(line).pieces] == [1, 3]


@pytest.mark.parametrize(
    ("typed", "language", "error"),
    [
        ("4", "en", "The most is 3."),
        ("", "en", "Fill in this field."),
        ("-1", "en", "The least is 0."),
        ("many", "ar", "يرجى كتابة عدد بالأرقام"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_with_what_was_typed(
    typed: str, language: str, error: str
) -> None:
    address, line = a_line()
    browser = a_browser(language)
    first, second = (f"quantity_{piece.offering_id}" for piece in line.pieces)
    browser.get(address)
    reply = browser.post(address, {first: typed, second: "3"})
    assert reply.status == 422
    assert f'id="error-{first}"' in reply.body
    assert f'id="error-{second}"' not in reply.body
    assert f'name="{first}" type="text" value="{typed}"' in reply.body
    assert error in reply.body
    assert as_it_stands(line) == line


def test_nothing_from_everybody_leaves_the_need_out() -> None:
    address, line = a_line()
    browser = a_browser()
    browser.get(address)
    browser.post(address, {f"quantity_{piece.offering_id}": "0" for piece in line.pieces})
    assert as_it_stands(line).state is LineState.LEFT_OUT


def test_a_line_is_left_out_and_taken_in_again_where_the_reader_was_in_the_list() -> None:
    address, line = a_line()
    browser = a_browser()
    back = f"/portal/surge/{line.plan_id}?priority=p2"
    browser.get(back)
    reply = browser.post(f"{address}/leave-out", {"back": back})
    assert reply.location == f"{back}#line-{line.number}"
    shown = browser.follow(reply)
    assert "Left out by staff" in shown.body
    assert "To be sent (0)" in shown.body
    shown = browser.follow(browser.post(f"{address}/take-in", {"back": back}))
    assert "The need is in the plan again." in shown.body
    assert "To be sent (1)" in shown.body


def test_the_way_back_leads_nowhere_but_to_our_own_pages() -> None:
    address, line = a_line()
    browser = a_browser()
    browser.get(address)
    reply = browser.post(f"{address}/leave-out", {"back": "https://elsewhere.example/portal"})
    assert reply.location == f"/portal/surge/{line.plan_id}#line-{line.number}"


def test_once_the_plan_goes_out_its_lines_stand() -> None:
    address, line = a_line()
    browser = a_browser()
    browser.get(address)
    commit_plan(a_context(), line.plan_id)
    fields = {f"quantity_{piece.offering_id}": "1" for piece in line.pieces}
    assert browser.post(address, fields).status == 422
    assert browser.post(f"{address}/leave-out").status == 409
    assert as_it_stands(line) == line


def test_a_line_that_asks_nobody_says_so() -> None:
    a_posted_need()
    plan = a_made_plan()
    shown = a_browser().get(f"/portal/surge/{plan.id}/needs/1")
    assert "The plan asks nobody for this need." in shown.body
    assert 'name="quantity_' not in shown.body
