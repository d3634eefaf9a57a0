"""The pages of surge plans in a real browser: accessible in both languages, never wider than the screen."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from chalicelib.domain.actors import SYSTEM, Role
from chalicelib.domain.areas import Area
from chalicelib.domain.needs import Outcome, Priority
from chalicelib.domain.surge_plans import FRESH_FOR, Progress, Stage, report
from chalicelib.services.needs import close_need
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import ask_for_plan, commit_plan
from chalicelib.store import plans
from chalicelib.store.commit import commit
from chalicelib.web.cookies import SESSION
from tests.factories import NOW, a_context
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need
from tests.web.browsing import Clock, some_app
from tests.web.on_screen import Desk, overflow, screen, violations
from tests.web.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("store")]


def a_busy_desk() -> Desk:
    """A plan that was sent with a refusal, a stale one, one to look at, and one that is being made."""
    clock = Clock()
    app = some_app(clock=clock)
    session = signed_in(app, Role.SUPERVISOR).browser.cookies[SESSION]
    a_stored_offering(capacity=60)
    a_stored_offering(capacity=3, areas=frozenset({Area.MLEIHA}))
    gone = a_posted_need(quantity=3, priority=Priority.P1)
    for area in (Area.KALBA, Area.KALBA, Area.MLEIHA, Area.DIBBA):
        a_posted_need(quantity=9, area=area, priority=Priority.P1)
    a_posted_need(deadline=NOW - timedelta(hours=1))
    sent = a_made_plan()
    commit_plan(a_context(), sent.id)
    close_need(a_context(), gone.id, Outcome.UNMET, "moved away")
    send_committed(a_context(SYSTEM))
    a_posted_need(quantity=5, priority=Priority.P1)
    ready = a_made_plan(NOW + timedelta(minutes=1))
    lists = [f"/portal/surge/{plan.id}{part}" for plan in (sent, ready) for part in ("", "/held", "/nobody")]
    steps = [f"/portal/surge/{ready.id}{part}" for part in ("/commit", "/discard", "/needs/1")]
    refused = [f"/portal/surge/{sent.id}/{part}" for part in ("refused", "not-sent")]
    return Desk(
        app,
        session,
        ["/portal/surge", "/portal/surge/replace", "/portal/shortages", *lists, *steps, *refused],
    )


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("ar", 320, "light"), ("en", 320, "dark"), ("ar", 1280, "dark")]
)
def test_every_page_is_accessible_and_fits(browser: Browser, language: str, width: int, scheme: str) -> None:
    desk = a_busy_desk()
    with screen(browser, desk.app, width, scheme, language) as page:
        desk.open(page, f"/portal/surge?language={language}")
        for address in desk.addresses:
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert (address, violations(page), overflow(page)) == (address, [], 0)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_stale_plan_and_one_on_its_way_are_accessible_and_fit(browser: Browser, language: str) -> None:
    clock = Clock()
    app = some_app(clock=clock)
    session = signed_in(app).browser.cookies[SESSION]
    a_posted_need()
    stale = a_made_plan()
    clock.forward(FRESH_FOR)
    a_posted_need(at=NOW + timedelta(minutes=9))
    going = ask_for_plan(a_context())
    commit([plans.save(report(going, Progress(Stage.PLANNING, 3, 11)), going)])
    with screen(browser, app, 320, "light", language) as page:
        Desk(app, session, []).open(page, f"/portal/surge?language={language}")
        for address in (f"/portal/surge/{stale.id}", f"/portal/surge/{going.id}"):
            page.goto(address)
            assert (address, violations(page), overflow(page)) == (address, [], 0)


def test_the_progress_page_follows_by_itself_and_leads_to_the_plan(browser: Browser) -> None:
    app = some_app(clock=Clock())
    session = signed_in(app).browser.cookies[SESSION]
    a_posted_need()
    going = ask_for_plan(a_context())
    with screen(browser, app) as page:
        Desk(app, session, []).open(page, "/portal/surge?language=en")
        page.clock.install()
        page.goto(f"/portal/surge/{going.id}")
        assert page.inner_text("[role=status]") == "Waiting for its turn"
        commit([plans.save(report(going, Progress(Stage.PLANNING, 3, 11)), going)])
        page.clock.run_for(3000)
        page.wait_for_selector("text=Planning category by category: 3 of 11")
        assert page.eval_on_selector("progress", "bar => [bar.value, bar.max]") == [3, 11]
        assert make_wanted(a_context(SYSTEM))
        page.clock.run_for(3000)
        page.wait_for_selector("text=The queue in this plan")


def test_a_need_is_left_out_and_the_plan_sent_with_the_keyboard_alone(browser: Browser) -> None:
    desk = a_busy_desk()
    with screen(browser, desk.app) as page:
        desk.open(page, "/portal/surge?language=en")
        page.goto(next(one for one in desk.addresses if one.endswith("/commit")).removesuffix("/commit"))
        page.focus("form[action$='leave-out'] button")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=The need is left out of the plan.")
        page.focus("form[action$='take-in'] button")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=The need is in the plan again.")
        page.focus("a[href$='/commit']")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Send the requests")
        page.focus("main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=The plan is being sent")
