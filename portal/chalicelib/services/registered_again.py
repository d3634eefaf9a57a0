"""What happens when somebody registers who is registered: the holder is told, and nobody else."""

from collections.abc import Iterable
from datetime import timedelta

from chalicelib.domain.accounts import Account
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.errors import DomainError
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.notices import Notice, NoticeKind, write
from chalicelib.domain.partners import Partner
from chalicelib.services.context import Context
from chalicelib.services.links import confirmation_notices
from chalicelib.services.recording import Deed, carry_out
from chalicelib.store import accounts, limits, partners

_HOUR = timedelta(hours=1)
_MOST_MAILS = 3


def tell_holders(context: Context, holders: Iterable[str]) -> None:
    """Tell each holder of a number or an address, by mail and in its trail, that somebody gave it again."""
    told = [_tell_holder(context, holder) for holder in holders]
    deeds = {deed.subject: deed for deed, _notices in told}
    notices = {notice.to: notice for _deed, notices in told for notice in notices}
    carry_out(context, [], [*deeds.values()], [*notices.values()])


def _tell_holder(context: Context, holder: str) -> tuple[Deed, list[Notice]]:
    account = accounts.find(holder)
    partner = partners.find(account.partner_id if account and account.partner_id else holder)
    subject = subject_of("partner", partner.id) if partner else subject_of("account", holder)
    deed = Deed(subject, Tag.PARTNER_REGISTERED_AGAIN)
    if not may_mail(context, "registered_again", subject):
        return deed, []
    if partner is not None and partner.state is PartnerState.REGISTERED:
        return deed, confirmation_notices(context, partner, partner.profile.email)
    return deed, _registered_again(context, partner or account)


def _registered_again(context: Context, holder: Partner | Account | None) -> list[Notice]:
    known = holder.profile if isinstance(holder, Partner) else holder
    if known is None or known.email is None:
        return []
    kind = NoticeKind.REGISTERED_AGAIN
    return [write(context.new_id(), kind, known.email, known.language, context.now, {})]


def may_mail(context: Context, kind: str, subject: str) -> bool:
    """Whether another mail of that kind may go out for the subject within this hour; it is counted."""
    try:
        limits.count(f"{kind}#{subject}", _MOST_MAILS, _HOUR, context.now)
    except DomainError:
        return False
    return True
