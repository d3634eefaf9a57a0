"""What happens on the pages of a surge plan while somebody else works on it, or the timer replaces it."""

from datetime import timedelta
from functools import partial

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import ask_in_time, leave_out, list_plans, read_plan, take_in
from tests.factories import NOW, a_context
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def a_browser() -> Browser:
    return signed_in(some_app(clock=Clock())).browser


def a_plan_of_the_timer(after: timedelta = timedelta()) -> SurgePlan:
    context = a_context(SYSTEM, NOW + after)
    ask_in_time(context)
    assert make_wanted(context)
    return list_plans(a_context()).items[0]


def press(browser: Browser, plan: SurgePlan, seen: int) -> Reply:
    return browser.post(f"/portal/surge/{plan.id}/commit", {"seen": str(seen)})


def test_what_a_colleague_changed_since_it_was_looked_at_is_looked_at_before_it_goes_out() -> None:
    a_stored_offering(capacity=20)
    a_posted_need(quantity=4, priority=Priority.P1)
    a_posted_need(quantity=4, priority=Priority.P1)
    plan, browser = a_made_plan(), a_browser()
    leave_out(a_context(), plan.id, 1)
    shown = browser.get(f"/portal/surge/{plan.id}/commit")
    seen = read_plan(a_context(), plan.id).version
    assert f'name="seen" value="{seen}"' in shown.body
    take_in(a_context(), plan.id, 1)
    refused = press(browser, plan, seen)
    assert refused.status == 422
    assert "A colleague has changed the plan since you looked at it." in refused.body
    assert "Requests go out for 2 needs." in refused.body
    assert read_plan(a_context(), plan.id).state is PlanState.READY
    assert press(browser, plan, seen + 1).status == 303
    assert read_plan(a_context(), plan.id).state is PlanState.COMMITTING


@pytest.mark.parametrize("seen", ["", "x", "1; DROP"])
def test_a_press_that_says_not_what_it_saw_sends_nothing(seen: str) -> None:
    a_stored_offering()
    a_posted_need(priority=Priority.P1)
    plan, browser = a_made_plan(), a_browser()
    browser.get(f"/portal/surge/{plan.id}/commit")
    assert browser.post(f"/portal/surge/{plan.id}/commit", {"seen": seen}).status == 422
    assert read_plan(a_context(), plan.id).state is PlanState.READY


def test_who_reads_a_plan_while_the_timer_replaces_it_is_led_to_the_new_one() -> None:
    a_stored_offering()
    a_posted_need(priority=Priority.P1)
    browser, old = a_browser(), a_plan_of_the_timer()
    assert browser.get(f"/portal/surge/{old.id}/commit").status == 200
    new = a_plan_of_the_timer(timedelta(minutes=14))
    held, leaving = f"/portal/surge/{old.id}/held", f"/portal/surge/{old.id}/needs/1/leave-out"
    for step in (partial(press, browser, old, 1), partial(browser.get, held), partial(browser.post, leaving)):
        reply = step()
        assert reply.location == "/portal/surge"
        shown = browser.follow(reply).body
        assert "That plan is not there any more." in shown
        assert f'href="/portal/surge/{new.id}"' in shown
