"""What supervisors set for the whole network."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.answer_times import AnswerTimes, WorkingCalendar
from chalicelib.domain.contacts import normalise_telephone
from chalicelib.domain.errors import ErrorCode, invalid


@dataclass(frozen=True, slots=True)
class FinancialPermit:
    """The permit under which money may be received, and the body that receives it (FACTS.md section 4)."""

    number: str
    issuer: str
    receiving_body: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """One row for the network. `version` 0 is the row not yet written.

    `notices_a_week` is how many requests go to one partner in a week; None is any number.
    """

    duty_desk: str = "800700"
    financial_permit: FinancialPermit | None = None
    answer_times: AnswerTimes = AnswerTimes()  # noqa: RUF009 (frozen)
    calendar: WorkingCalendar = WorkingCalendar()  # noqa: RUF009 (frozen)
    notices_a_week: int | None = None
    version: int = 0


def financial_allowed(settings: NetworkSettings, today: date) -> bool:
    """Whether a permit is entered and in force."""
    return settings.financial_permit is not None and today <= settings.financial_permit.expires_on


def check_duty_desk(telephone: str) -> str:
    """The duty desk's number in E.164; a toll-free one as it is dialled in the Emirates, such as 800700."""
    number = normalise_telephone(telephone, "duty_desk")
    within = number.removeprefix("+971")
    return within if within.startswith("800") else number


def check_weekly_requests(most: int | None) -> int | None:
    """At least one a week, or any number."""
    if most is not None and most < 1:
        raise invalid(ErrorCode.QUANTITY_INVALID, "most")
    return most


def check_permit(permit: FinancialPermit, today: date) -> FinancialPermit:
    """A permit with all its parts, in force today."""
    for name in ("number", "issuer", "receiving_body"):
        if not getattr(permit, name).strip():
            raise invalid(ErrorCode.REQUIRED, name)
    if permit.expires_on < today:
        raise invalid(ErrorCode.CREDENTIAL_EXPIRED, "expires_on")
    return permit
