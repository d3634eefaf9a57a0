"""When a proposal runs out: the partner's hours, what was agreed of nights, and what silence means."""

from datetime import UTC, datetime, time, timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.agreements import Bounds
from chalicelib.domain.answer_times import AnswerTimes, Span, WorkingCalendar
from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.needs import Priority
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.services import answers
from chalicelib.services.cascade import pass_on_waiting
from chalicelib.services.network import read_network, set_answer_times, set_calendar
from chalicelib.services.partners import declare_hours
from chalicelib.services.proposals import propose
from chalicelib.services.reminders import remind_due
from chalicelib.services.sending import Part
from chalicelib.store import assignments, audit, records
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, as_partner
from tests.observed import tags_of
from tests.refusals import refused
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
SATURDAY_NIGHT = datetime(2026, 8, 1, 22, 0, tzinfo=UTC)
MONDAY_0730 = datetime(2026, 8, 3, 3, 30, tzinfo=UTC)
FAR = SATURDAY_NIGHT + timedelta(days=10)
EVERY_DAY = (Span(time(0), time(23, 59)),) * 7
HALF_AN_HOUR = timedelta(minutes=30)


def asked(
    partner: Partner, at: datetime = SATURDAY_NIGHT, deadline: datetime = FAR, quantity: int = 1
) -> Assignment:
    offering: Offering = a_stored_offering(partner)
    need = a_stored_need(priority=Priority.P1, deadline=deadline, quantity=quantity)
    (one,) = propose(a_context(now=at), need.id, [Part(offering.id, quantity)])
    return one


def test_who_declares_no_hours_has_those_of_the_network() -> None:
    assert asked(a_stored_partner()).answer_due == MONDAY_0730 + HALF_AN_HOUR


def test_the_hours_that_a_partner_declares_itself_hold() -> None:
    partner = a_stored_partner()
    declare_hours(a_context(as_partner(partner)), partner.id, EVERY_DAY)
    assert asked(partner).answer_due == SATURDAY_NIGHT + HALF_AN_HOUR
    assert tags_of("partner", partner.id) == ["partner:edited"]
    declare_hours(a_context(STAFF), partner.id, None)
    assert asked(partner).answer_due == MONDAY_0730 + HALF_AN_HOUR


def test_another_partners_hours_are_not_there_to_change() -> None:
    partner, stranger = a_stored_partner(), a_stored_partner()
    deed = (declare_hours, a_context(as_partner(stranger)), partner.id, EVERY_DAY)
    assert refused(*deed) is ErrorCode.NOT_FOUND


def test_the_night_counts_for_who_agreed_to_be_called_at_night() -> None:
    partner = a_stored_partner(agreement={"bounds": Bounds(night_calls=True)})
    assert asked(partner).answer_due == SATURDAY_NIGHT + HALF_AN_HOUR


def test_supervisors_set_the_times_and_the_hours_and_what_is_proposed_already_keeps_its_own() -> None:
    before = asked(a_stored_partner())
    supervisor = a_context(SUPERVISOR)
    set_answer_times(supervisor, AnswerTimes(p1=timedelta(minutes=10)))
    set_calendar(supervisor, WorkingCalendar(EVERY_DAY))
    assert asked(a_stored_partner()).answer_due == SATURDAY_NIGHT + timedelta(minutes=10)
    assert assignments.read(before.need_id, before.id).answer_due == before.answer_due
    assert tags_of_network() == ["answer_times", "calendar"]


def tags_of_network() -> list[object]:
    return [event.details["setting"] for event in audit.list_of("network", limit=10).items]


def test_staff_may_not_set_them() -> None:
    assert refused(set_answer_times, a_context(), AnswerTimes()) is ErrorCode.NOT_PERMITTED
    assert refused(set_calendar, a_context(), WorkingCalendar()) is ErrorCode.NOT_PERMITTED
    assert read_network(a_context()).version == 0


def test_silence_counts_against_who_had_its_time_and_never_against_who_was_closed() -> None:
    had_time, was_closed = a_stored_partner(), a_stored_partner()
    asked(had_time, at=NOW, deadline=NOW + timedelta(hours=4))
    closed = asked(was_closed, deadline=SATURDAY_NIGHT + timedelta(hours=4))
    assert closed.answer_due == SATURDAY_NIGHT + timedelta(hours=2)
    assert answers.expire_due(a_context(SYSTEM, FAR)) == 2
    assert records.read(had_time.id).unanswered == 1
    assert records.read(was_closed.id).unanswered == 0


def test_who_is_asked_over_a_weekend_is_reminded_when_it_is_open_again() -> None:
    asked(a_stored_partner())
    half = MONDAY_0730 + timedelta(minutes=15)
    runs = (SATURDAY_NIGHT + timedelta(hours=16), half - timedelta(minutes=1), half)
    assert [remind_due(a_context(SYSTEM, at)) for at in runs] == [0, 0, 1]


def test_what_is_most_urgent_goes_on_first_to_who_can_answer_at_once() -> None:
    first = asked(a_stored_partner(), quantity=4)
    a_stored_offering(a_stored_partner(), capacity=100)
    awake = a_stored_offering(a_stored_partner(agreement={"bounds": Bounds(night_calls=True)}), capacity=4)
    night = a_context(now=SATURDAY_NIGHT)
    no = Answer(SATURDAY_NIGHT, "01J", reason=DeclineReason.NO_CAPACITY)
    answers.decline(night, first.need_id, first.id, no)
    pass_on_waiting(a_context(SYSTEM, SATURDAY_NIGHT), 10)
    assert [one.offering_id for one in assignments.list_of(first.need_id)[1:]] == [awake.id]
