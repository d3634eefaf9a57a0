"""A plan that goes out: what went, what could not, what was stopped, and what may not go any more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Outcome
from chalicelib.domain.surge_plans import FRESH_FOR
from chalicelib.services.needs import close_need
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.surge_plans import commit_plan, leave_out, read_plan
from chalicelib.store import assignments, plans
from chalicelib.store.commit import commit
from tests.factories import NOW, a_context
from tests.surging import a_made_plan, a_posted_need, a_sent_plan
from tests.web.browsing import Clock
from tests.web.surge_desk import a_desk, a_queue, page_of, text

pytestmark = pytest.mark.usefixtures("store")


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


def test_while_another_plan_is_on_its_way_the_form_says_so_and_nothing_goes_out() -> None:
    desk = a_desk()
    a_queue()
    plan = a_made_plan()
    desk.browser.get("/portal/surge/replace")
    desk.browser.post("/portal/surge/replace", {"seen": f"{plan.id}:{plan.version}"})
    refused = desk.browser.post(f"{page_of(plan)}/commit", {"seen": str(plan.version)})
    assert refused.status == 422
    assert "A plan is being made or sent at this moment." in refused.body
    assert read_plan(a_context(), plan.id).state is PlanState.READY
