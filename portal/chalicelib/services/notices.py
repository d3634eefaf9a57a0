"""Send what stands in the outbox: each notice by one sender at a time, again when it failed."""

import logging
from itertools import takewhile
from time import monotonic

from chalicelib.domain import notices as domain
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.notices import Notice, NoticeState
from chalicelib.mail.rendering import render
from chalicelib.mail.ses import MailError, Reports, send_mail
from chalicelib.services.batches import for_each
from chalicelib.services.context import Context
from chalicelib.store import outbox
from chalicelib.store.commit import commit

_LONGEST_RUN_SECONDS = 60
"""Well below the time for which a notice is ours once taken, however slowly SES answers."""

log = logging.getLogger(__name__)


def send_due(context: Context, limit: int = 100) -> int:
    """Send the notices that are due, the oldest first; how many went out.

    It may run twice, or beside itself: a notice is taken, in a transaction, before it is sent, so one run
    alone sends it. Only a process that dies between sending and writing so lets it go out a second time,
    two minutes later, and six times at the very most.
    """
    started = monotonic()
    due = outbox.list_due(context.now, limit)
    in_time = takewhile(lambda _: monotonic() - started < _LONGEST_RUN_SECONDS, due)
    return for_each("send_notices", in_time, lambda notice: _send(context, notice))


def send_now(context: Context, notice_id: str) -> bool:
    """Try at once to send one notice, for somebody who waits for it; what fails is left to the job."""
    notice = outbox.read(notice_id)
    return notice.state is NoticeState.PENDING and _send(context, notice)


def _send(context: Context, notice: Notice) -> bool:
    taken = domain.take(notice, context.now)
    if not _written(taken, notice) or taken.state is not NoticeState.PENDING:
        return False
    try:
        mail = render(taken, context.settings)
        message_id = send_mail(context.settings.mail_from, taken.to, mail, _reports(context, taken))
    except MailError as error:
        return _failed(context, taken, error.code)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # A notice that cannot be put into words must not keep the others from going out.
        return _failed(context, taken, type(error).__name__)
    # A report that a mail is lost may come before this is written; it stands then, and this is refused.
    _written(domain.sent(taken, context.now, message_id), taken)
    return True


def _reports(context: Context, notice: Notice) -> Reports | None:
    through = context.settings.mail_configuration_set
    return Reports(through, notice.id) if through else None


def _failed(context: Context, notice: Notice, why: str) -> bool:
    log.warning("notice %s (%s) was not sent: %s", notice.id, notice.kind.value, why)
    _written(domain.failed(notice, context.now), notice)
    return False


def _written(notice: Notice, was: Notice) -> bool:
    """Whether this run was the one that wrote it."""
    try:
        commit([outbox.save(notice, was)])
    except DomainError as error:
        if error.code is not ErrorCode.CHANGED_MEANWHILE:
            raise
        return False
    return True
