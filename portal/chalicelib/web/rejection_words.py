"""Why offerings do not match, counted in words."""

from collections.abc import Mapping
from typing import Final

from chalicelib.domain.matching import Rejection
from chalicelib.words.text import NN_, Text

_COUNTED: Final[Mapping[Rejection, Text]] = {
    Rejection.EXCLUDED: NN_(
        "%(count)s offering is of a partner left out for this case",
        "%(count)s offerings are of partners left out for this case",
    ),
    Rejection.PARTNER_NOT_APPROVED: NN_(
        "%(count)s offering is of a partner that is not approved",
        "%(count)s offerings are of partners that are not approved",
    ),
    Rejection.OFFERING_NOT_ACTIVE: NN_(
        "%(count)s offering is paused or retired", "%(count)s offerings are paused or retired"
    ),
    Rejection.FORM: NN_(
        "%(count)s offering is given in another form or unit",
        "%(count)s offerings are given in another form or unit",
    ),
    Rejection.FINANCIAL_SWITCHED_OFF: NN_(
        "%(count)s offering is of money, which may not be given without a permit",
        "%(count)s offerings are of money, which may not be given without a permit",
    ),
    Rejection.OUTSIDE_AREA: NN_(
        "%(count)s offering does not reach this area", "%(count)s offerings do not reach this area"
    ),
    Rejection.NO_AGREEMENT: NN_(
        "%(count)s offering has no agreement in force", "%(count)s offerings have no agreement in force"
    ),
    Rejection.LICENCE_EXPIRED: NN_(
        "%(count)s offering is of a partner whose licence has expired or is missing",
        "%(count)s offerings are of partners whose licence has expired or is missing",
    ),
    Rejection.ACCREDITATION_MISSING: NN_(
        "%(count)s offering lacks a valid accreditation", "%(count)s offerings lack a valid accreditation"
    ),
    Rejection.CLEARANCE_MISSING: NN_(
        "%(count)s offering lacks a valid clearance for work in a home or with a child",
        "%(count)s offerings lack a valid clearance for work in a home or with a child",
    ),
    Rejection.NOT_AVAILABLE: NN_(
        "%(count)s offering is not available in time", "%(count)s offerings are not available in time"
    ),
    Rejection.QUOTA: NN_(
        "%(count)s offering is of a partner whose quota for the month is used up",
        "%(count)s offerings are of partners whose quota for the month is used up",
    ),
    Rejection.NOTICE_CAP: NN_(
        "%(count)s offering is of a partner that was asked often enough this week",
        "%(count)s offerings are of partners that were asked often enough this week",
    ),
    Rejection.ALREADY_ASKED: NN_(
        "%(count)s offering was asked already for this need",
        "%(count)s offerings were asked already for this need",
    ),
    Rejection.FULL: NN_("%(count)s offering is full", "%(count)s offerings are full"),
}


def counted(rule: Rejection, count: int) -> Text:
    """How many offerings break that rule first."""
    return _COUNTED[rule].filled(count=count)
