"""What staff may do about each reason why offerings do not match."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.domain.matching import Rejection
from chalicelib.domain.needs import Need
from chalicelib.domain.periods import Renewal, period_of
from chalicelib.words.text import N_, Text

_ADVICE: Final[Mapping[Rejection, Text]] = {
    Rejection.EXCLUDED: N_("They were left out on purpose. Change that only if you know the private reason."),
    Rejection.PARTNER_NOT_APPROVED: N_(
        "A supervisor may reinstate a suspended partner once what led to it is settled."
    ),
    Rejection.OFFERING_NOT_ACTIVE: N_(
        "Call the partner and ask whether it can give again; if it can, resume the offering."
    ),
    Rejection.FORM: N_(
        "They give in another form than this need asks for. "
        "If that form helps the case, post another need in it."
    ),
    Rejection.FINANCIAL_SWITCHED_OFF: N_(
        "They match as soon as a supervisor has entered a permit that is in force."
    ),
    Rejection.OUTSIDE_AREA: N_(
        "Call the partner and ask whether it goes to %(area)s too; if it does, add the area to its offering."
    ),
    Rejection.NO_AGREEMENT: N_(
        "Prepare an agreement that covers this field, or remind the partner to sign the one that awaits it."
    ),
    Rejection.LICENCE_EXPIRED: N_(
        "Ask the partner for its renewed licence, and record it once you have seen it."
    ),
    Rejection.ACCREDITATION_MISSING: N_(
        "Ask the partner for an accreditation in force, and record it once you have seen it."
    ),
    Rejection.CLEARANCE_MISSING: N_(
        "Ask the partner for a clearance in force, and record it once you have seen it."
    ),
    Rejection.NOT_AVAILABLE: N_(
        "If the case can wait, set a later deadline; or ask the partner whether it can come sooner."
    ),
    Rejection.QUOTA: N_(
        "The month's count begins anew on %(month)s. "
        "To ask for more before then, agree on more with the partner."
    ),
    Rejection.NOTICE_CAP: N_(
        "The week's count begins anew on Monday, %(week)s. A supervisor may allow more in the settings."
    ),
    Rejection.ALREADY_ASKED: N_(
        "They have it in hand, or have declined it. Partners that did not answer in time are not counted "
        "here: you may ask them again by hand."
    ),
    Rejection.FULL: N_(
        "Call the partner and ask whether it can give more; if it can, raise the quantity of its offering. "
        "What renews by itself is there again on the day beside it."
    ),
}


def advice(rule: Rejection, need: Need, now: datetime) -> Text:
    """A sentence for staff: what would change it."""
    return _ADVICE[rule].filled(
        area=need.details.area,
        week=_begins_anew(Renewal.WEEKLY, now),
        month=_begins_anew(Renewal.MONTHLY, now),
    )


def _begins_anew(renewal: Renewal, now: datetime) -> date:
    return period_of(renewal, now).ends_on + timedelta(days=1)
