"""Remind partners, once, of a proposal whose time to answer is half over."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from chalicelib.domain.answer_times import AnswerTimes
from chalicelib.domain.assignments import Assignment, is_half_over
from chalicelib.domain.errors import DomainError, ErrorCode, conflict
from chalicelib.domain.lifecycle import AssignmentState, PartnerState
from chalicelib.domain.notices import NoticeKind, request_ids, write
from chalicelib.services.batches import for_each
from chalicelib.services.context import Context
from chalicelib.services.proposal_notices import proposal_params
from chalicelib.services.recording import carry_out
from chalicelib.store import assignments, categories, claims, needs, network, partners


def remind_due(context: Context, limit: int = 200) -> int:
    """Remind of proposals, those due first at the front, so many at most; how many it were."""
    waiting = islice(_half_over(context.now), limit)
    return for_each("remind_partners", waiting, lambda one: _remind(context, one))


def _half_over(now: datetime) -> Iterator[Assignment]:
    """The proposals to remind of: nobody is reminded longer before than half of the longest time.

    Whether they were reminded is read for a page of them at once: most of those half over were, each minute.
    """
    due_by = (now + max(AnswerTimes().longest, network.read().answer_times.longest) / 2).isoformat()
    cursor: str | None = None
    while True:
        page = assignments.list_by_state(AssignmentState.PROPOSED, cursor, due_by=due_by)
        half_over = [one for one in page.items if is_half_over(one, now)]
        reminded = claims.holders_of(map(_mark, half_over), now)
        yield from (one for one in half_over if _mark(one) not in reminded)
        cursor = page.next_cursor
        if cursor is None:
            return


def _mark(one: Assignment) -> str:
    return f"reminded#{one.id}"


def _remind(context: Context, listed: Assignment) -> bool:
    """The mark that it was done is written with the mail, so that of two runs one alone does it.

    A partner that was suspended since it was asked is asked for nothing any more.
    """
    one = assignments.read(listed.need_id, listed.id)
    partner = partners.read(one.partner_id)
    profile = partner.profile
    if profile.email is None or not is_half_over(one, context.now):
        return False
    if partner.state is not PartnerState.APPROVED:
        return False
    need = needs.read(one.need_id)
    params = proposal_params(need, categories.read(need.details.category), one)
    notice = write(
        request_ids(one.id)[1],
        NoticeKind.REMINDER,
        profile.email,
        profile.language,
        context.now,
        params,
        one.answer_due,
        need.id,
    )
    done = claims.take(_mark(one), notice.id, context.now, conflict(ErrorCode.CHANGED_MEANWHILE))
    try:
        unchanged = [assignments.unchanged(one), partners.PARTNERS.unchanged(partner)]
        carry_out(context, [done, *unchanged], [], [notice])
    except DomainError as error:
        if error.code is not ErrorCode.CHANGED_MEANWHILE:
            raise
        return False
    return True
