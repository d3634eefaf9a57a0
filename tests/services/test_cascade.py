"""What a partner does not take goes on to the next by itself, once, until covered or nobody is left."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.actors import SYSTEM, Actor, Role
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import CascadeState, Need, Outcome, Priority
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.offerings import Offering
from chalicelib.services import answers, cascade
from chalicelib.services.needs import close_need, edit_need, hand_over_need, read_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import assignments, needs, waiting
from tests.factories import NOW, a_context, a_profile, some_details
from tests.observed import events_of, mails, tags_of
from tests.stored import a_stored_account, a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
LIVE = AssignmentState.PROPOSED


def a_nearer_and_a_farther_offering(capacity: int = 10) -> tuple[Offering, Offering]:
    near = a_stored_offering(capacity=capacity)
    return near, a_stored_offering(capacity=capacity, areas=frozenset({Area.EMIRATE}))


def asked(need: Need, offering: Offering, quantity: int = 4) -> Assignment:
    (one,) = propose(a_context(), need.id, [Part(offering.id, quantity)])
    return one


def declined(need: Need, one: Assignment, at: datetime = NOW) -> None:
    answers.decline(a_context(now=at), need.id, one.id, Answer(at, "01J", reason=DeclineReason.TOO_FAR))


def pass_on(at: datetime = NOW) -> int:
    return cascade.pass_on_waiting(a_context(SYSTEM, at), 200)


def placed(need: Need) -> list[tuple[str, AssignmentState, int]]:
    return [(one.offering_id, one.state, one.held) for one in assignments.list_of(need.id)]


def state_of(need: Need) -> CascadeState:
    return needs.read(need.id).cascade


def test_what_was_declined_is_proposed_to_the_next_best() -> None:
    near, far = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    declined(need, asked(need, near))
    assert (state_of(need), waiting.list_waiting(10)) == (CascadeState.WAITING, [need.id])
    assert pass_on() == 1
    assert placed(need) == [(near.id, AssignmentState.DECLINED, 0), (far.id, LIVE, 4)]
    assert (state_of(need), waiting.list_waiting(10)) == (CascadeState.IDLE, [])
    assert [mail.kind for mail in mails()].count(NoticeKind.PROPOSAL) == 2


def test_only_the_rest_of_what_was_accepted_in_part_goes_on() -> None:
    near, far = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    answers.accept(a_context(), need.id, asked(need, near).id, 3, Answer(NOW, "01J"))
    pass_on()
    assert placed(need) == [(near.id, AssignmentState.PARTLY_ACCEPTED, 3), (far.id, LIVE, 1)]


def test_what_nobody_answered_goes_on_and_the_silent_one_is_not_asked_again_by_itself() -> None:
    near, far = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    first = asked(need, near)
    answers.expire_due(a_context(SYSTEM, first.answer_due))
    pass_on(first.answer_due)
    assert placed(need) == [(near.id, AssignmentState.EXPIRED, 0), (far.id, LIVE, 4)]
    second = assignments.list_of(need.id)[-1]
    answers.expire_due(a_context(SYSTEM, second.answer_due))
    pass_on(second.answer_due)
    assert state_of(need) is CascadeState.EXHAUSTED


def test_a_step_run_twice_is_made_once() -> None:
    near, _ = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    declined(need, asked(need, near))
    assert [pass_on(), pass_on()] == [1, 0]
    assert cascade.pass_on(a_context(SYSTEM), need.id) is False
    assert tags_of("need", need.id).count("need:passed_on") == 1


def test_a_partner_that_declined_is_not_asked_through_another_of_its_offerings() -> None:
    partner = a_stored_partner()
    need = a_stored_need(quantity=4)
    first, _ = a_stored_offering(partner), a_stored_offering(partner)
    declined(need, asked(need, first))
    pass_on()
    assert (len(placed(need)), state_of(need)) == (1, CascadeState.EXHAUSTED)


def test_a_large_rest_is_split_over_several_and_goes_on_in_steps() -> None:
    first = a_stored_offering(capacity=12)
    small = [a_stored_offering(capacity=2) for _ in range(6)]
    need = a_stored_need(quantity=12)
    declined(need, asked(need, first, 12))
    assert [pass_on(), pass_on(), pass_on()] == [1, 1, 0]
    live = [one for one in placed(need) if one[1] is LIVE]
    assert sorted(one[0] for one in live) == sorted(one.id for one in small)
    assert read_need(a_context(), need.id).coverage.uncovered == 0


def test_when_nobody_is_left_the_owner_is_told_once_and_the_need_shows_it() -> None:
    owner = a_stored_account()
    offering, need = a_stored_offering(), a_stored_need(quantity=4)
    hand_over_need(a_context(), need.id, owner.id)
    declined(need, asked(need, offering))
    assert [pass_on(), pass_on()] == [1, 0]
    told = [mail for mail in mails() if mail.kind is NoticeKind.NOBODY_LEFT]
    assert [(mail.to, mail.params["quantity"]) for mail in told] == [(owner.email, 4)]
    assert state_of(need) is CascadeState.EXHAUSTED
    assert tags_of("need", need.id)[-1] == "need:exhausted"


def test_a_manual_need_stays_where_it_is_until_it_is_automatic_again() -> None:
    near, far = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    cascade.make_manual(a_context(), need.id)
    declined(need, asked(need, near))
    assert (pass_on(), len(placed(need))) == (0, 1)
    cascade.make_automatic(a_context(), need.id)
    pass_on()
    assert placed(need)[-1] == (far.id, LIVE, 4)


def test_a_need_made_manual_while_it_waits_goes_nowhere() -> None:
    near, _ = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    declined(need, asked(need, near))
    cascade.make_manual(a_context(), need.id)
    assert (waiting.list_waiting(10), pass_on()) == ([], 0)


def test_a_new_offering_is_found_when_staff_let_an_exhausted_need_go_on() -> None:
    first, need = a_stored_offering(), a_stored_need(quantity=4)
    declined(need, asked(need, first))
    pass_on()
    second = a_stored_offering()
    cascade.make_automatic(a_context(), need.id)
    pass_on()
    assert placed(need)[-1] == (second.id, LIVE, 4)


def test_partners_may_not_switch_the_cascade() -> None:
    need = a_stored_need()
    stranger = a_context(Actor(Role.PARTNER, "01J", "01JP"))
    for switch in (cascade.make_manual, cascade.make_automatic):
        with pytest.raises(DomainError) as refused:
            switch(stranger, need.id)
        assert refused.value.code is ErrorCode.NOT_PERMITTED


def test_what_staff_take_back_themselves_stays_with_them() -> None:
    near, _ = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    answers.withdraw(a_context(), need.id, asked(need, near).id)
    assert pass_on() == 0


def test_a_need_closed_while_it_waits_waits_no_more() -> None:
    near, _ = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    declined(need, asked(need, near))
    close_need(a_context(), need.id, Outcome.WITHDRAWN, "لم تعد هناك حاجة")
    assert (waiting.list_waiting(10), pass_on()) == ([], 0)


def test_the_most_urgent_goes_first_also_after_its_priority_was_changed() -> None:
    offering = a_stored_offering(capacity=40)
    calm, urgent, raised = (a_stored_need(priority=one) for one in (Priority.P2, Priority.P1, Priority.P3))
    for need in (calm, urgent, raised):
        declined(need, asked(need, offering))
    edited = some_details(priority=Priority.P1, deadline=NOW + timedelta(hours=1))
    edit_need(a_context(), raised.id, edited)
    assert waiting.list_waiting(10) == [raised.id, urgent.id, calm.id]
    pass_on()
    assert waiting.list_waiting(10) == []


def test_after_an_outage_everything_that_ran_out_goes_on() -> None:
    near, far = a_nearer_and_a_farther_offering(capacity=100)
    posted = [a_stored_need(quantity=1, deadline=NOW + timedelta(days=9)) for _ in range(5)]
    for need in posted:
        asked(need, near, 1)
    back = NOW + timedelta(days=3)
    assert answers.expire_due(a_context(SYSTEM, back)) == 5
    assert pass_on(back) == 5
    assert [placed(need)[-1] for need in posted] == [(far.id, LIVE, 1)] * 5
    assert all(assignments.list_of(need.id)[-1].answer_due > back for need in posted)


def test_a_need_whose_deadline_passed_during_an_outage_is_told_to_staff_and_goes_to_nobody() -> None:
    near, _ = a_nearer_and_a_farther_offering()
    need = a_stored_need(quantity=4)
    asked(need, near)
    late = NOW + timedelta(days=3)
    answers.expire_due(a_context(SYSTEM, late))
    pass_on(late)
    assert (len(placed(need)), state_of(need)) == (1, CascadeState.EXHAUSTED)


def test_the_trail_says_what_went_on_and_why() -> None:
    partner = a_stored_partner(profile=a_profile(name_en="Palm Trading"))
    near = a_stored_offering(partner)
    a_stored_offering(areas=frozenset({Area.EMIRATE}))
    need = a_stored_need(quantity=4)
    declined(need, asked(need, near))
    pass_on()
    why, sent = events_of("need", need.id)[-2:]
    assert (why.tag, why.role, sent.tag) == (Tag.NEED_PASSED_ON, Role.SYSTEM, Tag.ASSIGNMENT_PROPOSED)
    assert why.details == {"quantity": 4, "partner": partner.id, "cause": "declined"}


def test_one_need_that_cannot_go_on_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    offering, _ = a_nearer_and_a_farther_offering(capacity=40)
    broken, sound = a_stored_need(), a_stored_need()
    for need in (broken, sound):
        declined(need, asked(need, offering))
    real = cascade.pass_on

    def breaking(context: object, need_id: str) -> bool:
        if need_id == broken.id:
            raise RuntimeError
        return real(context, need_id)  # type: ignore[arg-type]

    monkeypatch.setattr(cascade, "pass_on", breaking)
    assert pass_on() == 1
    assert (state_of(broken), state_of(sound)) == (CascadeState.WAITING, CascadeState.IDLE)
