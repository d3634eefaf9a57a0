"""Suspend a partner: nothing of it matches any more, and what it was asked goes on to others."""

from collections.abc import Iterator

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.partners import Partner
from chalicelib.services.answers import withdraw
from chalicelib.services.cascade import let_go_on
from chalicelib.services.context import Context
from chalicelib.services.partners import suspend_partner
from chalicelib.store import assignments


def suspend(context: Context, partner_id: str, reason: str) -> Partner:
    """Suspend an approved partner, for a reason, and take back what it has not answered yet.

    What it accepted stays: only staff know whether it is already on its way.
    """
    partner = suspend_partner(context, partner_id, reason)
    for one in tuple(_unanswered(partner_id)):
        _take_back(context, one)
    return partner


def _unanswered(partner_id: str) -> Iterator[Assignment]:
    """What awaits an answer stands first in a partner's list."""
    cursor: str | None = None
    while True:
        page = assignments.list_of_partner(partner_id, cursor)
        waiting = [one for one in page.items if one.state is AssignmentState.PROPOSED]
        yield from waiting
        cursor = page.next_cursor
        if cursor is None or len(waiting) < len(page.items):
            return


def _take_back(context: Context, one: Assignment) -> None:
    """Somebody may have answered or expired it a moment ago: then there is nothing to take back."""
    try:
        withdraw(context, one.need_id, one.id)
    except DomainError as error:
        if error.code is not ErrorCode.ILLEGAL_TRANSITION:
            raise
        return
    let_go_on(context, one.need_id)
