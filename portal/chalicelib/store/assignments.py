"""Assignments in the store, a need's together."""

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, page_of, to_key
from chalicelib.store.tables import AssignmentRow

_ANSWER, _DELIVER, _PAST = "1", "2", "3"
_OWED = {AssignmentState.ACCEPTED, AssignmentState.PARTLY_ACCEPTED}
_LATEST_SECOND = 9_999_999_999


def _standing(one: Assignment) -> str:
    """Where it stands in its partner's list: what asks for an answer, then what is owed, then the past."""
    if one.state is AssignmentState.PROPOSED:
        return f"{_ANSWER}#{one.answer_due.isoformat()}#{one.id}"
    if one.state in _OWED:
        return f"{_DELIVER}#{one.answer_due.isoformat()}#{one.id}"
    backwards = _LATEST_SECOND - int(one.proposed_at.timestamp())
    return f"{_PAST}#{backwards:010}#{one.id}"


ASSIGNMENTS = Documents(
    "assignment",
    AssignmentRow,
    Assignment,
    lambda one: {
        "need_id": one.need_id,
        "id": one.id,
        "partner_id": one.partner_id,
        "standing": _standing(one),
        "state": one.state.value,
        "answer_due": one.answer_due.isoformat(),
    },
)
find, read, save = ASSIGNMENTS.find, ASSIGNMENTS.read, ASSIGNMENTS.save
unchanged = ASSIGNMENTS.unchanged


def list_of(need_id: str) -> tuple[Assignment, ...]:
    """Every assignment of a need, the oldest first."""
    return tuple(ASSIGNMENTS.parse(row) for row in AssignmentRow.query(need_id, consistent_read=True))


def list_of_partner(partner_id: str, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Assignment]:
    """The assignments of a partner: the next to answer first, then the commitments, then the newest past."""
    rows = AssignmentRow.by_partner.query(partner_id, limit=limit, last_evaluated_key=to_key(cursor))
    return page_of(ASSIGNMENTS, rows)


def list_by_state(
    state: AssignmentState, cursor: str | None = None, limit: int = PAGE_SIZE, due_by: str | None = None
) -> Page[Assignment]:
    """The assignments in a state, those whose answer is due first at the front; `due_by` in ISO 8601."""
    condition = AssignmentRow.answer_due <= due_by if due_by else None
    rows = AssignmentRow.by_state.query(
        state.value, condition, limit=limit, last_evaluated_key=to_key(cursor)
    )
    return page_of(ASSIGNMENTS, rows)
