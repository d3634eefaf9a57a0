"""The mails by what they tell, for the list of those that did not arrive."""

from typing import Final

from chalicelib.domain.notices import NoticeKind
from chalicelib.words.labels import Labels
from chalicelib.words.text import P_

LABELS: Final[Labels] = {
    NoticeKind: {
        NoticeKind.SIGN_IN_CODE: P_("mail", "A code to sign in"),
        NoticeKind.NO_ACCOUNT: P_("mail", "That there is no account for this address"),
        NoticeKind.CONFIRM_EMAIL: P_("mail", "The link that confirms the address"),
        NoticeKind.REGISTERED_AGAIN: P_("mail", "That the partner is registered already"),
        NoticeKind.PARTNER_APPROVED: P_("mail", "That the partner is approved"),
        NoticeKind.PARTNER_DECLINED: P_("mail", "That the partner is not approved"),
        NoticeKind.AGREEMENT_READY: P_("mail", "That the agreement is ready to be signed"),
        NoticeKind.INVITATION: P_("mail", "An invitation to a colleague"),
        NoticeKind.PROPOSAL: P_("mail", "A request to a partner"),
        NoticeKind.REMINDER: P_("mail", "The reminder of a request"),
        NoticeKind.PROPOSAL_WITHDRAWN: P_("mail", "That a request was withdrawn"),
        NoticeKind.ASSIGNMENT_CANCELLED: P_("mail", "That a commitment was cancelled"),
        NoticeKind.ANSWERED: P_("mail", "What a partner answered"),
        NoticeKind.DELIVERED: P_("mail", "That something was delivered"),
        NoticeKind.NOBODY_LEFT: P_("mail", "That nobody is left to ask"),
    },
}
