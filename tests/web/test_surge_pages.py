"""Staff ask for a plan of the queue, look at it, send or discard it, and are told what became of it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import Area
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Need, Outcome, Priority
from chalicelib.domain.surge_plans import FRESH_FOR, Progress, Stage, SurgePlan, fail, report
from chalicelib.services.needs import close_need
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import commit_plan, leave_out, let_go, read_plan
from chalicelib.store import assignments, plans
from chalicelib.store.commit import commit
from tests.factories import NOW, a_context
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need, a_sent_plan, lines_of
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.people import Person, signed_in

pytestmark = pytest.mark.usefixtures("store")


def a_desk(clock: Clock | None = None) -> Person:
    return signed_in(some_app(clock=clock or Clock()))


def text(reply: Reply) -> str:
    """What the main part of the page says, without its markup."""
    assert reply.status == 200, reply.body
    main = reply.body.partition("<main")[2].partition("</main>")[0]
    plain = re.sub(r"</?(?:a|bdi|time|strong)\b[^>]*>", "", main)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain))


def page_of(plan: SurgePlan) -> str:
    return f"/portal/surge/{plan.id}"


def a_queue() -> tuple[Need, Need, Need]:
    """An ample offering, two needs that it covers, and one in an area where nobody is."""
    a_stored_offering(capacity=100)
    return (
        a_posted_need(quantity=4, priority=Priority.P1),
        a_posted_need(quantity=3, priority=Priority.P2),
        a_posted_need(quantity=5, priority=Priority.P3, area=Area.MLEIHA),
    )


def test_before_the_first_plan_the_pages_say_so() -> None:
    desk = a_desk()
    assert "No plan has been made yet." in text(desk.browser.get("/portal/surge"))
    assert "nothing is known of shortages" in text(desk.browser.get("/portal/shortages"))


def test_the_button_leads_to_a_page_that_says_how_far_the_plan_is() -> None:
    desk = a_desk()
    a_queue()
    desk.browser.get("/portal/surge")
    reply = desk.browser.post("/portal/surge")
    shown = desk.browser.follow(reply)
    assert "Waiting for its turn" in shown.body
    assert 'role="status"' in shown.body
    assert re.search(r"<progress[^>]+aria-labelledby=\"stage\"></progress>", shown.body)
    assert "See how far the plan is" in text(desk.browser.get("/portal/surge"))
    assert desk.browser.post("/portal/surge").location == reply.location


def test_the_progress_counts_what_the_job_has_done() -> None:
    desk = a_desk()
    desk.browser.get("/portal/surge")
    address = desk.browser.post("/portal/surge").location
    plan = read_plan(a_context(), address.rpartition("/")[2])
    commit([plans.save(report(plan, Progress(Stage.PLANNING, 3, 11)), plan)])
    shown = desk.browser.get(address)
    assert "Planning category by category: 3 of 11" in text(shown)
    assert 'value="3" max="11"' in shown.body


def test_a_plan_that_is_being_made_can_be_stopped() -> None:
    desk = a_desk()
    desk.browser.get("/portal/surge")
    address = desk.browser.post("/portal/surge").location
    shown = desk.browser.follow(desk.browser.post(f"{address}/discard"))
    assert "The plan was discarded" in text(shown)
    assert not make_wanted(a_context(SYSTEM))


def test_the_preview_says_what_is_covered_by_priority_and_until_when_it_may_go() -> None:
    urgent, second, third = a_queue()
    said = text(a_desk().browser.get(page_of(a_made_plan())))
    assert "It can be sent until 10:30. Time left: 30 minutes" in said
    assert "3 needs were open. Covered wholly: 2. In part: 0. Nobody is asked now: 1." in said
    assert "Very urgent 1 1 0 0 4 of 4" in said
    assert "All 3 2 0 1 7 of 12" in said
    assert "To be sent (2)" in said
    assert urgent.details.case_reference in said
    assert second.details.case_reference in said
    assert third.details.case_reference not in said


def test_what_nobody_can_give_is_a_list_of_its_own_that_leads_to_the_reasons() -> None:
    _, _, third = a_queue()
    reply = a_desk().browser.get(f"{page_of(a_made_plan())}/nobody")
    assert third.details.case_reference in text(reply)
    assert "Nobody can give it now" in text(reply)
    assert f'href="/portal/needs/{third.id}/why"' in reply.body
    assert 'href="/portal/shortages"' in reply.body


def test_what_is_held_back_is_counted_by_reason_and_each_count_is_a_filter() -> None:
    overdue = a_posted_need(deadline=NOW - timedelta(hours=1))
    by_hand = a_posted_need(quantity=2)
    desk = a_desk()
    desk.browser.get(f"/portal/needs/{by_hand.id}")
    desk.browser.post(f"/portal/needs/{by_hand.id}/cascade", {"to": "manual"})
    address = f"{page_of(a_made_plan())}/held"
    said = text(desk.browser.get(address))
    assert "Its deadline has passed: 1" in said
    assert "Staff place this need by hand: 1" in said
    narrowed = text(desk.browser.get(f"{address}?why=overdue"))
    assert overdue.details.case_reference in narrowed
    assert by_hand.details.case_reference not in narrowed


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {0, 1}),
        ("priority=p1", {0}),
        ("priority=p2&area=kalba", {1}),
        ("category=furniture", {0, 1}),
        ("category=painting", set()),
        ("area=mleiha", set()),
    ],
)
def test_the_list_can_be_narrowed(query: str, found: set[int]) -> None:
    queue = a_queue()
    said = text(a_desk().browser.get(f"{page_of(a_made_plan())}?{query}"))
    assert {n for n, need in enumerate(queue) if need.details.case_reference in said} == found
    assert ("No need of this list fits." in said) is (not found)


def test_a_long_list_comes_in_pages() -> None:
    a_stored_offering(capacity=100)
    for _ in range(30):
        a_posted_need(quantity=1, priority=Priority.P1)
    browser = a_desk().browser
    first = browser.get(page_of(a_made_plan()))
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first.body)
    second = browser.get(following.replace("&amp;", "&"))
    assert [page.body.count('id="line-') for page in (first, second)] == [25, 5]


def test_before_it_goes_out_a_page_says_in_words_what_will_happen() -> None:
    a_stored_offering(capacity=3)
    a_stored_offering(capacity=3)
    a_posted_need(quantity=6, priority=Priority.P1)
    said = text(a_desk().browser.get(f"{page_of(a_made_plan())}/commit"))
    assert "Requests go out for 1 need. 2 partners are asked. In all there are 2 requests" in said


def test_a_plan_that_is_sent_says_how_many_went_and_which_could_not_and_why() -> None:
    desk = a_desk()
    urgent, second, third = a_queue()
    plan = a_made_plan()
    desk.browser.get(f"{page_of(plan)}/commit")
    shown = desk.browser.follow(desk.browser.post(f"{page_of(plan)}/commit", {"seen": str(plan.version)}))
    assert "The plan is being sent" in text(shown)
    close_need(a_context(), second.id, Outcome.UNMET, "moved away")
    assert send_committed(a_context(SYSTEM))
    said = text(desk.browser.get(page_of(plan)))
    assert "Partners were asked for 1 need. 1 need could not be sent, since something had changed." in said
    assert f"Sent by {desk.account.name}, complete on" in said
    assert urgent.details.case_reference in said
    assert second.details.case_reference not in said
    refused = text(desk.browser.get(f"{page_of(plan)}/refused"))
    assert second.details.case_reference in refused
    assert "The need was closed in the meantime" in refused
    assert third.details.case_reference in text(desk.browser.get(f"{page_of(plan)}/nobody"))
    assert [one.need_id for one in assignments.list_of(urgent.id)] == [urgent.id]


def test_sending_can_be_stopped_and_what_has_not_gone_is_told() -> None:
    desk = a_desk()
    urgent, second, _ = a_queue()
    plan = a_made_plan()
    desk.browser.get(f"{page_of(plan)}/commit")
    desk.browser.post(f"{page_of(plan)}/commit", {"seen": str(plan.version)})
    assert "The rest is not sent any more." in text(desk.browser.get(f"{page_of(plan)}/discard"))
    shown = desk.browser.follow(desk.browser.post(f"{page_of(plan)}/discard"))
    assert "The sending was stopped before everything had gone. No request had gone yet." in text(shown)
    left = text(desk.browser.get(f"{page_of(plan)}/not-sent"))
    assert urgent.details.case_reference in left
    assert second.details.case_reference in left
    assert left.count("Not sent any more") == 2
    assert "Left out or not sent any more (2)" in left


@pytest.mark.parametrize(
    ("language", "tab"),
    [("en", "Left out or not sent any more (1)"), ("ar", "مستبعد أو أُوقف إرساله (1)")],
)
def test_the_list_of_what_was_left_out_has_its_count_like_the_others(language: str, tab: str) -> None:
    desk = a_desk()
    a_queue()
    plan = a_made_plan()
    leave_out(a_context(), plan.id, 1)
    commit_plan(a_context(), plan.id)
    assert send_committed(a_context(SYSTEM))
    assert tab in text(desk.browser.get(f"{page_of(plan)}?language={language}"))


def test_a_plan_from_before_they_were_counted_has_that_list_without_a_number() -> None:
    desk = a_desk()
    a_queue()
    sent = a_sent_plan()
    commit([plans.save(replace(sent, left_out=None, version=sent.version + 1), sent)])
    said = text(desk.browser.get(page_of(sent)))
    assert "Left out or not sent any more" in said
    assert "Left out or not sent any more (" not in said


def test_a_stale_plan_cannot_be_sent_and_says_what_changed() -> None:
    clock = Clock()
    desk = a_desk(clock)
    urgent, _, _ = a_queue()
    plan = a_made_plan()
    clock.forward(FRESH_FOR)
    close_need(a_context(), urgent.id, Outcome.UNMET, "moved away")
    for _ in range(2):
        a_posted_need(at=NOW + timedelta(minutes=5))
    reply = desk.browser.get(page_of(plan))
    said = text(reply)
    assert "This plan is too old to be sent" in said
    assert "2 needs were posted 1 need was closed" in said
    assert f"{page_of(plan)}/commit" not in reply.body
    assert "/leave-out" not in reply.body
    sent = desk.browser.post(f"{page_of(plan)}/commit", {"seen": str(plan.version)})
    assert "Nothing was sent: the plan is too old." in text(desk.browser.follow(sent))
    assert read_plan(a_context(), plan.id).state is PlanState.READY


def test_nothing_is_counted_on_the_other_lists_of_a_stale_plan() -> None:
    clock = Clock()
    desk = a_desk(clock)
    a_queue()
    plan = a_made_plan()
    clock.forward(FRESH_FOR)
    reply = desk.browser.get(f"{page_of(plan)}/nobody")
    assert "What has changed since" in text(reply)


def test_while_another_plan_is_on_its_way_the_form_says_so_and_nothing_goes_out() -> None:
    desk = a_desk()
    a_queue()
    plan = a_made_plan()
    desk.browser.get("/portal/surge")
    desk.browser.post("/portal/surge")
    refused = desk.browser.post(f"{page_of(plan)}/commit", {"seen": str(plan.version)})
    assert refused.status == 422
    assert "A plan is being made or sent at this moment." in refused.body
    assert read_plan(a_context(), plan.id).state is PlanState.READY


def test_a_plan_that_could_not_be_made_says_what_to_do_next() -> None:
    desk = a_desk()
    desk.browser.get("/portal/surge")
    address = desk.browser.post("/portal/surge").location
    plan = read_plan(a_context(), address.rpartition("/")[2])
    commit([plans.save(fail(plan, SYSTEM, NOW), plan), let_go(plan)])
    said = text(desk.browser.get(address))
    assert "The plan could not be made" in said
    assert "No partner was asked, and all needs are as they were." in said
    assert "Plan the queue now" in said


def test_a_plan_of_an_empty_queue_has_nothing_to_send() -> None:
    reply = a_desk().browser.get(page_of(a_made_plan()))
    assert "No need was open." in text(reply)
    assert "nobody is asked for anything now" in text(reply)
    assert "/commit" not in reply.body


def test_discarding_asks_once_and_then_says_so() -> None:
    desk = a_desk()
    a_queue()
    plan = a_made_plan()
    assert "What you changed in the plan is lost." in text(desk.browser.get(f"{page_of(plan)}/discard"))
    assert read_plan(a_context(), plan.id).state is PlanState.READY
    shown = desk.browser.follow(desk.browser.post(f"{page_of(plan)}/discard"))
    assert "The plan is discarded." in text(shown)


def test_the_list_of_plans_says_who_asked_and_what_became_of_each() -> None:
    desk = a_desk()
    a_queue()
    a_sent_plan()
    desk.browser.get("/portal/surge")
    address = desk.browser.post("/portal/surge").location
    make_wanted(a_context(SYSTEM))
    said = text(desk.browser.get("/portal/surge"))
    assert "Sent: 2" in said
    assert f"{desk.account.name} To be sent: 0 of 1" in said
    assert len(lines_of(read_plan(a_context(), address.rpartition("/")[2]))) == 1


def test_the_first_page_leads_to_a_plan_that_is_ready_until_it_is_stale() -> None:
    clock = Clock()
    desk = a_desk(clock)
    a_queue()
    plan = a_made_plan()
    said = text(desk.browser.get("/portal/surge"))
    assert "A plan is ready to look at Made on 28 July 2026 at 10:00. To be sent: 2 of 3" in said
    clock.forward(FRESH_FOR)
    stale = desk.browser.get("/portal/surge")
    assert "A plan is ready to look at" not in text(stale)
    assert "Too old to be sent" in text(stale)
    assert f'href="{page_of(plan)}"' in stale.body


def test_the_lists_of_needs_lead_to_surge_planning() -> None:
    assert 'href="/portal/surge"' in a_desk().browser.get("/portal/needs").body


@pytest.mark.parametrize("number", ["0", "two", "١", "1234567", "-1"])
def test_a_line_that_cannot_be_is_not_found(number: str) -> None:
    a_queue()
    browser: Browser = a_desk().browser
    assert browser.get(f"{page_of(a_made_plan())}/needs/{number}").status == 404
