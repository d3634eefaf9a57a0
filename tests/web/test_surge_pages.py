"""Staff ask for a plan of the queue, look at it, send or discard it, and are told what became of it."""

import re

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.surge_plans import FRESH_FOR, Progress, Stage, fail, report
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import let_go, read_plan
from chalicelib.store import plans
from chalicelib.store.commit import commit
from tests.factories import NOW, a_context
from tests.surging import a_made_plan, a_sent_plan, lines_of
from tests.web.browsing import Clock
from tests.web.surge_desk import a_desk, a_queue, page_of, text

pytestmark = pytest.mark.usefixtures("store")


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
