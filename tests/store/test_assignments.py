"""A partner's assignments, in the order in which it needs them."""

from datetime import timedelta

import pytest

from chalicelib.domain.assignments import Assignment, RankingInputs
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.store import assignments
from chalicelib.store.commit import commit
from tests.factories import NOW, an_id

pytestmark = pytest.mark.usefixtures("store")


def _stored(state: AssignmentState, due_in_minutes: int = 30, days_ago: int = 0) -> Assignment:
    assignment = Assignment(
        id=an_id(),
        need_id=an_id(),
        offering_id=an_id(),
        partner_id="01JPARTNER",
        period="once",
        proposed=2,
        held=2,
        state=state,
        proposed_at=NOW - timedelta(days=days_ago),
        proposed_by="01JSTAFF",
        answer_due=NOW + timedelta(minutes=due_in_minutes),
        ranking=RankingInputs("1", 0.5, {}),
    )
    commit([assignments.save(assignment, None)])
    return assignment


def _listed(cursor: str | None = None, limit: int = 25) -> tuple[list[str], str | None]:
    page = assignments.list_of_partner("01JPARTNER", cursor, limit)
    return [one.id for one in page.items], page.next_cursor


def test_what_waits_for_an_answer_stands_before_what_is_owed_and_the_past_stands_last() -> None:
    past = _stored(AssignmentState.CONFIRMED)
    owed = _stored(AssignmentState.PARTLY_ACCEPTED)
    asked = _stored(AssignmentState.PROPOSED)
    assert _listed()[0] == [asked.id, owed.id, past.id]


def test_the_proposal_that_runs_out_next_stands_first() -> None:
    later = _stored(AssignmentState.PROPOSED, due_in_minutes=40)
    sooner = _stored(AssignmentState.PROPOSED, due_in_minutes=5)
    assert _listed()[0] == [sooner.id, later.id]


def test_of_the_past_the_newest_stands_first() -> None:
    older = _stored(AssignmentState.DECLINED, days_ago=9)
    newer = _stored(AssignmentState.DELIVERED, days_ago=1)
    oldest = _stored(AssignmentState.CONFIRMED, days_ago=90)
    assert _listed()[0] == [newer.id, older.id, oldest.id]


def test_the_list_goes_on_where_its_first_page_ended() -> None:
    stored = [_stored(AssignmentState.PROPOSED, due_in_minutes=minutes) for minutes in (1, 2, 3)]
    first, cursor = _listed(limit=2)
    rest, _end = _listed(cursor, limit=2)
    assert first + rest == [one.id for one in stored]
