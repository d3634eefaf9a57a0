"""Documents, renewals and accounts."""

from typing import Final

from chalicelib.domain.accounts import AccountState
from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.notices import NoticeState
from chalicelib.domain.periods import Renewal
from chalicelib.words.labels import Labels
from chalicelib.words.text import N_, P_

LABELS: Final[Labels] = {
    CredentialKind: {
        CredentialKind.LICENCE: N_("Trade licence"),
        CredentialKind.ACCREDITATION: N_("Professional accreditation"),
        CredentialKind.CLEARANCE: N_("Clearance for work in a home or with a child"),
    },
    Renewal: {
        Renewal.ONCE: P_("capacity", "Once"),
        Renewal.WEEKLY: P_("capacity", "Every week"),
        Renewal.MONTHLY: P_("capacity", "Every month"),
    },
    AccountState: {
        AccountState.ACTIVE: P_("account", "Active"),
        AccountState.DISABLED: P_("account", "Switched off"),
    },
    NoticeState: {
        NoticeState.PENDING: P_("notice", "Waiting to be sent"),
        NoticeState.SENT: P_("notice", "Sent"),
        NoticeState.FAILED: P_("notice", "Could not be sent"),
    },
}
