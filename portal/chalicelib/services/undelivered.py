"""Mails that did not arrive: what SES reports later, who should be telephoned, and for which requests."""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain import notices as domain
from chalicelib.domain.accounts import Account
from chalicelib.domain.assignments import Assignment, state_at
from chalicelib.domain.deliveries import DeliveryReport
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.notices import Notice, NoticeState
from chalicelib.domain.partners import Partner
from chalicelib.services.access import require_staff, require_supervisor
from chalicelib.services.context import Context
from chalicelib.services.keys import email_key
from chalicelib.services.recording import retried
from chalicelib.store import accounts, claims, outbox, partners
from chalicelib.store.commit import commit
from chalicelib.store.paging import Page

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A mail that did not arrive, and whose address that is today, where it is anybody's."""

    notice: Notice
    partner: Partner | None
    account: Account | None


@retried
def take_report(context: Context, report: DeliveryReport) -> bool:
    """Write down what became of a mail; whether that was news.

    The same report may come again, or after a later one. One of a mail that is not known here, or was sent
    again since, is dropped; the log has a line for each, so that they can be counted, and no more of them.
    """
    notice = outbox.find(report.notice_id)
    if notice is None or not domain.is_of(notice, report):
        log.warning(json.dumps({"event": "mail_report_dropped", "why": "unknown_mail"}))
        return False
    after = domain.reported(notice, report, context.now)
    if after is notice:
        return False
    commit([outbox.save(after, notice)])
    return True


def list_undelivered(context: Context, cursor: str | None = None) -> Page[Undelivered]:
    """The mails that did not arrive, the newest first: somebody should use the telephone."""
    require_supervisor(context)
    found = outbox.list_given_up(cursor)
    holders = {
        to: claims.holder_of(email_key(to), context.now) or "" for to in {one.to for one in found.items}
    }
    known = {one.id: one for one in accounts.read_many(filter(None, holders.values()))}
    theirs = {
        id_: account.partner_id if (account := known.get(id_)) else id_ for id_ in holders.values() if id_
    }
    concerned = {one.id: one for one in partners.read_many(filter(None, theirs.values()))}

    def of(notice: Notice) -> Undelivered:
        holder = holders[notice.to]
        return Undelivered(notice, concerned.get(theirs.get(holder) or ""), known.get(holder))

    return Page(tuple(of(notice) for notice in found.items), found.next_cursor)


def troubled_requests(context: Context, placed: Iterable[Assignment]) -> Mapping[str, Notice]:
    """The mails about open requests that did not arrive, or perhaps not, by assignment.

    Of the request and its reminder the one that was heard of last counts.
    """
    require_staff(context)
    waiting = [one.id for one in placed if state_at(one, context.now) is AssignmentState.PROPOSED]
    asked = {notice_id: id_ for id_ in waiting for notice_id in domain.request_ids(id_)}
    found = outbox.read_many(asked) if asked else []
    troubled = [one for one in found if one.trouble or one.state is NoticeState.FAILED]
    return {asked[one.id]: one for one in sorted(troubled, key=lambda one: one.due_at)}
