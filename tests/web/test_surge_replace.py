"""Before a new surge plan replaces a colleague's, a page asks and says whose it is; afterwards who did it."""

import re

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.audit import subject_of
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.partners import Language
from chalicelib.domain.surge_plans import FRESH_FOR, SurgePlan
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import (
    ask_for_plan,
    ask_in_time,
    commit_plan,
    leave_out,
    list_plans,
    on_its_way,
    read_plan,
    take_in,
)
from chalicelib.store import audit
from chalicelib.web.trail_words import tell
from chalicelib.words.speech import say
from tests.factories import NOW, a_context, by
from tests.stored import a_stored_account, a_stored_offering
from tests.surging import a_posted_need
from tests.web.browsing import Clock, Reply, some_app
from tests.web.people import Person, signed_in
from tests.web.surge_desk import words_in

pytestmark = pytest.mark.usefixtures("store")
BUTTON = "/portal/surge"
QUESTION = "/portal/surge/replace"
SYSTEMS = a_context(SYSTEM)
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def text(reply: Reply) -> str:
    """What the main part of the page says, without the marks that keep scripts apart."""
    return words_in(reply.body).translate(ISOLATES)


class Scene:
    """Huda's plan, ready to be sent, and Omar at his desk, ten minutes later."""

    def __init__(self, language: str = "en") -> None:
        self.clock = Clock()
        app = some_app(clock=self.clock)
        self.huda: Person = signed_in(app, name="Huda")
        self.omar: Person = signed_in(app, name="Omar")
        a_stored_offering(capacity=20)
        for _ in range(2):
            a_posted_need(quantity=4, priority=Priority.P1)
        self.plan = self.made(self.huda)
        self.omar.browser.get(f"/portal/surge?language={language}")

    def made(self, person: Person) -> SurgePlan:
        asked = ask_for_plan(by(person.account))
        assert make_wanted(SYSTEMS)
        return read_plan(a_context(), asked.id)

    def now(self) -> SurgePlan:
        return read_plan(a_context(), self.plan.id)

    def press(self) -> Reply:
        return self.omar.browser.post(BUTTON)

    def confirm(self, *seen: SurgePlan) -> Reply:
        return self.omar.browser.post(QUESTION, {"seen": [f"{one.id}:{one.version}" for one in seen]})


def test_the_button_asks_first_and_says_whose_plan_it_is_how_old_and_who_changed_it() -> None:
    scene = Scene()
    leave_out(by(scene.huda.account), scene.plan.id, 1)
    leave_out(by(a_stored_account(name="Salem")), scene.plan.id, 2)
    scene.clock.forward(FRESH_FOR / 3)
    reply = scene.press()
    assert reply.location == QUESTION
    shown = scene.omar.browser.follow(reply)
    said = text(shown)
    assert "Asked for by Huda" in said
    assert "Made 28 July 2026 at 10:00 Time since then 10 minutes" in said
    assert "Can be sent until 28 July 2026 at 10:30" in said
    assert "Changed by Huda, Salem" in said
    assert "To be sent: 0 of 2" in said
    assert f'href="/portal/surge/{scene.plan.id}"' in shown.body
    assert f'name="seen" value="{scene.plan.id}:{scene.now().version}"' in shown.body
    assert (scene.now().state, on_its_way(a_context())) == (PlanState.READY, None)


def test_the_question_is_asked_in_arabic_too() -> None:
    said = text(Scene("ar").omar.browser.get(f"{QUESTION}?language=ar"))
    assert "هناك خطة جاهزة يعمل عليها أحد الزملاء" in said
    assert "بطلب من Huda" in said
    assert "مضى على إعدادها أقل من دقيقة" in said
    assert "تعديلات من لا أحد حتى الآن" in said
    assert "إعداد خطة جديدة مع ذلك" in said


def test_after_the_answer_the_new_plan_is_made_and_the_old_page_says_by_whom_it_was_replaced() -> None:
    scene = Scene()
    leave_out(by(scene.huda.account), scene.plan.id, 1)
    going = scene.confirm(scene.now()).location
    assert make_wanted(SYSTEMS)
    shown = scene.huda.browser.get(f"/portal/surge/{scene.plan.id}")
    said = text(shown)
    assert "A newer plan took the place of this one" in said
    assert "The newer plan was made at the request of Omar. No partner was asked by this one." in said
    assert "What had been changed in it is not in the newer plan." in said
    assert "Changed by staff: Huda · Replaced: 28 July 2026 at 10:00" in said
    assert f'href="{going}"' in shown.body
    assert "Replaced" in text(scene.huda.browser.get(BUTTON))
    arabic = text(scene.huda.browser.get(f"/portal/surge/{scene.plan.id}?language=ar"))
    assert "أُعدّت الخطة الأحدث بطلب من Omar. لم يُوجَّه أي طلب بموجب هذه الخطة." in arabic


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (Language.ENGLISH, "Surge plan replaced by a newer one that Omar asked for"),
        (Language.ARABIC, "حلّت محل خطة الطوارئ خطة أحدث بطلب من Omar"),
    ],
)
def test_the_trail_says_who_asked_for_the_newer_one(language: Language, sentence: str) -> None:
    scene = Scene()
    scene.confirm(scene.plan)
    assert make_wanted(SYSTEMS)
    events = audit.list_of(subject_of("plan", scene.plan.id)).items
    *_, last = (say(one.words, language) for one in tell(a_context(), events, language))
    assert last.translate(ISOLATES) == sentence


def test_while_it_is_being_made_the_old_plan_says_for_whom_and_offers_no_step() -> None:
    scene = Scene()
    going = scene.confirm(scene.plan).location
    shown = scene.huda.browser.get(f"/portal/surge/{scene.plan.id}")
    said = text(shown)
    assert "A newer plan is being made Asked for by Omar on 28 July 2026 at 10:00" in said
    assert "Until then nothing can be changed or sent here." in said
    assert "About to be replaced" in said
    assert f'href="{going}"' in shown.body
    assert "/leave-out" not in shown.body
    assert "/commit" not in shown.body
    assert "A plan is ready to look at" not in text(scene.huda.browser.get(BUTTON))


def test_a_change_in_the_other_tab_meanwhile_brings_the_question_again_with_what_changed() -> None:
    scene = Scene()
    leave_out(by(scene.huda.account), scene.plan.id, 1)
    reply = scene.confirm(scene.plan)
    assert reply.status == 422
    said = text(reply)
    assert "A colleague has changed the plan since you looked at it." in said
    assert "Changed by Huda" in said
    assert f'value="{scene.plan.id}:{scene.now().version}"' in reply.body
    assert scene.confirm(scene.now()).status == 303


def test_two_tabs_with_the_question_open_ask_for_one_plan() -> None:
    scene = Scene()
    first, second = scene.confirm(scene.plan), scene.confirm(scene.plan)
    assert first.location == second.location
    assert [one.state for one in list_plans(a_context()).items] == [PlanState.WANTED, PlanState.READY]


def test_a_question_answered_when_the_plan_has_gone_out_leads_to_how_far_that_is() -> None:
    scene = Scene()
    scene.omar.browser.get(QUESTION)
    commit_plan(by(scene.huda.account), scene.plan.id)
    reply = scene.confirm(scene.plan)
    assert reply.location == f"/portal/surge/{scene.plan.id}"
    assert "The plan is being sent" in text(scene.omar.browser.follow(reply))


def test_nothing_is_asked_where_no_colleague_works_on_a_plan() -> None:
    scene = Scene()
    assert scene.huda.browser.get(QUESTION).location == BUTTON
    scene.clock.forward(FRESH_FOR)
    assert scene.omar.browser.get(QUESTION).location == BUTTON
    assert re.fullmatch(r"/portal/surge/\w+", scene.press().location)


def test_a_plan_of_the_timer_that_a_colleague_changed_is_asked_about_and_one_that_nobody_did_is_not() -> None:
    scene = Scene()
    scene.clock.forward(FRESH_FOR)
    assert ask_in_time(a_context(SYSTEM, NOW + FRESH_FOR))
    assert make_wanted(a_context(SYSTEM, NOW + FRESH_FOR))
    (timers, old) = list_plans(a_context()).items
    said = text(scene.huda.browser.get(f"/portal/surge/{old.id}"))
    assert "A newer plan took the place of this one No partner was asked by this one." in said
    leave_out(by(scene.huda.account), timers.id, 1)
    take_in(by(scene.huda.account), timers.id, 1)
    said = text(scene.omar.browser.follow(scene.press()))
    assert "Asked for by The system" in said
    assert "Changed by Huda" in said


@pytest.mark.parametrize("seen", [[], [""], ["x"], ["01J"], ["01J:"], ["01J:x"], ["01J:1:2"], ["01J:١"]])
def test_an_answer_that_names_no_plan_replaces_none(seen: list[str]) -> None:
    scene = Scene()
    scene.omar.browser.get(QUESTION)
    reply = scene.omar.browser.post(QUESTION, {"seen": seen})
    assert reply.status == 422
    assert (scene.now(), on_its_way(a_context())) == (scene.plan, None)


def test_the_plan_that_is_ready_says_on_the_first_page_whose_it_is() -> None:
    scene = Scene()
    leave_out(by(scene.huda.account), scene.plan.id, 1)
    said = text(scene.omar.browser.get(BUTTON))
    assert "Asked for by Huda on 28 July 2026 at 10:00 · Changed by staff: Huda" in said
