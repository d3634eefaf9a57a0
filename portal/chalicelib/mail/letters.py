"""The letter for each kind of notice."""

from collections.abc import Callable, Mapping
from typing import Final

from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.partners import Language
from chalicelib.mail import account_letters, partner_letters, request_letters
from chalicelib.mail.letter import Letter, Params

LETTERS: Final[Mapping[NoticeKind, Callable[[Params], Letter]]] = {
    NoticeKind.SIGN_IN_CODE: account_letters.sign_in_code,
    NoticeKind.NO_ACCOUNT: account_letters.no_account,
    NoticeKind.INVITATION: account_letters.invitation,
    NoticeKind.CONFIRM_EMAIL: partner_letters.confirm_email,
    NoticeKind.REGISTERED_AGAIN: partner_letters.registered_again,
    NoticeKind.PARTNER_APPROVED: partner_letters.partner_approved,
    NoticeKind.PARTNER_DECLINED: partner_letters.partner_declined,
    NoticeKind.AGREEMENT_READY: partner_letters.agreement_ready,
    NoticeKind.PROPOSAL: request_letters.proposal,
    NoticeKind.REMINDER: request_letters.reminder,
    NoticeKind.PROPOSAL_WITHDRAWN: request_letters.withdrawn,
    NoticeKind.ASSIGNMENT_CANCELLED: request_letters.cancelled,
    NoticeKind.ANSWERED: request_letters.answered,
    NoticeKind.DELIVERED: request_letters.delivered,
    NoticeKind.NOBODY_LEFT: request_letters.nobody_left,
}


def letter_of(kind: NoticeKind, params: Params, language: Language) -> Letter:
    """What a notice says. Raises KeyError or ValueError where its params are not those of its kind."""
    return LETTERS[kind](in_language(params, language))


def in_language(params: Params, language: Language) -> Params:
    """The params with the category's name in the reader's language, where they have one."""
    name = params.get(f"category_{language.value}")
    return params if name is None else {**params, "category": name}
