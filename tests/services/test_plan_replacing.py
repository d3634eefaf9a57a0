"""A new surge plan replaces a colleague's only when whoever asks has said so, and it is told by whom."""

from dataclasses import replace

import pytest

from chalicelib.domain.actors import PUBLIC, SYSTEM, Actor, Role
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_plans import FRESH_FOR, WORKED_ON_FOR, SurgePlan, take_up
from chalicelib.services.plan_succession import plans_of_colleagues
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import (
    ask_for_plan,
    ask_in_time,
    change_planned_need,
    commit_plan,
    discard_plan,
    leave_out,
    on_its_way,
    read_plan,
    take_in,
)
from chalicelib.store import plans
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, a_context
from tests.observed import events_of
from tests.refusals import refused
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = pytest.mark.usefixtures("store")
OTHER = Actor(Role.STAFF, "01JOTHER")
MINE, THEIRS = a_context(), a_context(OTHER)
TIMER = a_context(SYSTEM)


def a_plan_to_send() -> SurgePlan:
    """A plan of mine that asks one offering for one need."""
    a_stored_offering(capacity=9)
    a_posted_need(quantity=4, priority=Priority.P1)
    return a_made_plan()


def a_plan_of_the_timer() -> SurgePlan:
    a_stored_offering(capacity=9)
    a_posted_need(quantity=4, priority=Priority.P1)
    asked = ask_in_time(TIMER)
    assert asked is not None
    assert make_wanted(TIMER)
    return read_plan(MINE, asked.id)


def now(plan: SurgePlan) -> SurgePlan:
    return read_plan(MINE, plan.id)


def seen(*looked_at: SurgePlan) -> dict[str, int]:
    return {one.id: one.version for one in looked_at}


def test_a_colleague_does_not_replace_a_ready_plan_without_having_said_so() -> None:
    plan = a_plan_to_send()
    assert refused(ask_for_plan, THEIRS) is ErrorCode.PLAN_OF_COLLEAGUE
    assert refused(ask_for_plan, THEIRS, {"01JANOTHER": 1}) is ErrorCode.PLAN_OF_COLLEAGUE
    assert (now(plan), on_its_way(MINE)) == (plan, None)
    assert plans_of_colleagues(THEIRS) == (plan,)


def test_with_the_word_of_whoever_asks_it_is_replaced_and_says_by_what_and_for_whom() -> None:
    plan = a_plan_to_send()
    newer = ask_for_plan(THEIRS, seen(plan))
    assert now(plan).state is PlanState.READY
    assert make_wanted(TIMER)
    ended = now(plan)
    assert (ended.state, ended.replaced_by, ended.ended_at) == (PlanState.DISCARDED, newer.id, NOW)
    assert events_of("plan", plan.id)[-1].details == {"account": OTHER.account_id, "replaced_by": newer.id}
    assert now(newer).state is PlanState.READY


def test_a_plan_that_was_changed_since_it_was_looked_at_is_looked_at_again() -> None:
    plan = a_plan_to_send()
    leave_out(MINE, plan.id, 1)
    assert refused(ask_for_plan, THEIRS, seen(plan)) is ErrorCode.PLAN_CHANGED
    assert ask_for_plan(THEIRS, seen(now(plan))).state is PlanState.WANTED


def test_my_own_plan_a_stale_one_and_one_that_nobody_touched_need_no_word() -> None:
    plan = a_plan_to_send()
    assert plans_of_colleagues(MINE) == ()
    late = a_context(OTHER, NOW + FRESH_FOR)
    assert plans_of_colleagues(late) == ()
    discard_plan(MINE, ask_for_plan(late).id)
    discard_plan(MINE, ask_for_plan(MINE).id)
    discard_plan(MINE, plan.id)
    a_plan_of_the_timer()
    assert plans_of_colleagues(MINE) == plans_of_colleagues(THEIRS) == ()
    assert ask_for_plan(THEIRS).asked_by == OTHER.account_id


def test_whoever_changes_a_plan_works_on_it_like_whoever_asked_for_it() -> None:
    plan = a_plan_of_the_timer()
    leave_out(THEIRS, plan.id, 1)
    assert refused(ask_for_plan, MINE) is ErrorCode.PLAN_OF_COLLEAGUE
    assert plans_of_colleagues(THEIRS) == ()
    take_in(MINE, plan.id, 1)
    leave_out(THEIRS, plan.id, 1)
    assert now(plan).changed_by == (STAFF.account_id, OTHER.account_id)
    assert refused(ask_for_plan, THEIRS) is ErrorCode.PLAN_OF_COLLEAGUE


def test_a_plan_changed_before_it_was_written_down_by_whom_counts_as_a_colleagues() -> None:
    plan = a_plan_of_the_timer()
    leave_out(MINE, plan.id, 1)
    assert not now(plan).is_of_others(MINE.account_id)
    assert replace(now(plan), changed_by=()).is_of_others(MINE.account_id)


def test_while_the_newer_one_is_being_made_the_plan_stands_still() -> None:
    plan = a_plan_to_send()
    (line,) = lines_of(plan)
    ask_for_plan(THEIRS, seen(plan))
    less = {line.pieces[0].offering_id: 1}
    assert refused(leave_out, MINE, plan.id, 1) is ErrorCode.PLAN_ON_ITS_WAY
    assert refused(change_planned_need, MINE, plan.id, 1, less) is ErrorCode.PLAN_ON_ITS_WAY
    assert refused(commit_plan, MINE, plan.id, plan.version) is ErrorCode.PLAN_ON_ITS_WAY
    assert lines_of(plan) == [line]


def test_what_the_timer_replaces_stands_still_too_so_that_no_change_is_lost_with_it() -> None:
    plan = a_plan_of_the_timer()
    assert ask_in_time(TIMER) is not None
    assert refused(leave_out, MINE, plan.id, 1) is ErrorCode.PLAN_ON_ITS_WAY


def test_the_timer_leaves_a_plan_alone_that_staff_work_on_beside_a_newer_one() -> None:
    plan = a_plan_to_send()
    newer = SurgePlan("~newest", PlanState.FAILED, "system", NOW)
    commit([plans.save(newer, None)])
    assert ask_in_time(TIMER) is None
    assert now(plan) == plan


def test_a_plan_stands_again_when_the_newer_one_is_not_made() -> None:
    plan = a_plan_to_send()
    discard_plan(THEIRS, ask_for_plan(THEIRS, seen(plan)).id)
    assert (now(plan).state, now(plan).replaced_by) == (PlanState.READY, None)
    leave_out(MINE, plan.id, 1)
    failing, at = ask_for_plan(THEIRS, seen(now(plan))), NOW
    for _ in range(3):
        was = now(failing)
        taken = take_up(was, at)
        assert taken is not None
        commit([plans.save(taken, was)])
        at += WORKED_ON_FOR
    assert make_wanted(a_context(SYSTEM, at))
    assert now(failing).state is PlanState.FAILED
    take_in(MINE, plan.id, 1)
    assert commit_plan(MINE, plan.id).state is PlanState.COMMITTING


def test_a_plan_discarded_by_hand_meanwhile_was_not_replaced_and_the_newer_one_is_made() -> None:
    plan = a_plan_to_send()
    newer = ask_for_plan(THEIRS, seen(plan))
    discard_plan(MINE, plan.id)
    assert make_wanted(TIMER)
    assert (now(plan).replaced_by, now(newer).state) == (None, PlanState.READY)
    assert events_of("plan", plan.id)[-1].details == {}


def test_the_same_plan_discarded_in_the_very_moment_does_not_stop_the_newer_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = a_plan_to_send()
    newer = ask_for_plan(THEIRS, seen(plan))
    save = plans.save

    def then_discarded(after: SurgePlan, was: SurgePlan | None) -> object:
        write = save(after, was)
        if after.id == plan.id and after.replaced_by == newer.id:
            monkeypatch.undo()
            discard_plan(MINE, plan.id)
        return write

    monkeypatch.setattr(plans, "save", then_discarded)
    assert make_wanted(TIMER)
    assert now(newer).state is PlanState.READY
    assert now(plan).replaced_by is None


def test_asking_again_while_one_is_made_is_the_same_plan_whatever_was_said() -> None:
    plan = a_plan_to_send()
    newer = ask_for_plan(THEIRS, seen(plan))
    assert ask_for_plan(THEIRS, seen(plan)).id == ask_for_plan(MINE).id == newer.id


def test_a_second_press_of_an_old_page_does_not_replace_what_a_colleague_made_since() -> None:
    plan = a_plan_to_send()
    ask_for_plan(THEIRS, seen(plan))
    assert make_wanted(TIMER)
    again = ask_for_plan(THEIRS, seen(plan))
    assert make_wanted(TIMER)
    leave_out(MINE, again.id, 1)
    assert refused(ask_for_plan, THEIRS, seen(plan)) is ErrorCode.PLAN_OF_COLLEAGUE


def test_whose_plans_are_ready_is_for_staff() -> None:
    assert refused(plans_of_colleagues, a_context(PUBLIC)) is ErrorCode.NOT_PERMITTED
