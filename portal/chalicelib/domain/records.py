"""What the network remembers of a partner: how it answered, and how much was asked of it of late."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.periods import Renewal, period_of


@dataclass(frozen=True, slots=True)
class PartnerRecord:
    """How often a partner answered in time, and how often it was silent. A decline is an answer.

    `requests` and `units` count what was asked of it in `month`, `notices` the requests of `week`; units that
    it did not take are given back. `version` 0 is the record not yet written.
    """

    partner_id: str
    answered: int = 0
    unanswered: int = 0
    month: str = ""
    requests: int = 0
    units: int = 0
    week: str = ""
    notices: int = 0
    version: int = 0


def answered(record: PartnerRecord) -> PartnerRecord:
    """The record after an answer in time, whichever it was: declining carries no penalty."""
    return replace(record, answered=record.answered + 1, version=record.version + 1)


def unanswered(record: PartnerRecord) -> PartnerRecord:
    """The record after a proposal to which nobody answered."""
    return replace(record, unanswered=record.unanswered + 1, version=record.version + 1)


def heard_after_all(record: PartnerRecord) -> PartnerRecord:
    """The record after an answer to a proposal whose silence it counts: it was no silence."""
    heard = min(1, record.unanswered)
    return replace(
        record,
        answered=record.answered + heard,
        unanswered=record.unanswered - heard,
        version=record.version + 1,
    )


def promised_late(record: PartnerRecord, units: int, now: datetime) -> PartnerRecord:
    """The record after a late yes for so many units: they count now, the request counted when it was sent."""
    was = as_of(record, now)
    return replace(was, units=was.units + units, version=record.version + 1)


def _month(moment: datetime) -> str:
    return period_of(Renewal.MONTHLY, moment).key


def as_of(record: PartnerRecord, now: datetime) -> PartnerRecord:
    """The record with the counts of this month and this week, which begin at nought."""
    month, week = _month(now), period_of(Renewal.WEEKLY, now).key
    if record.month != month:
        record = replace(record, month=month, requests=0, units=0)
    return record if record.week == week else replace(record, week=week, notices=0)


def asked(record: PartnerRecord, units: int, now: datetime) -> PartnerRecord:
    """The record after a request for so many units."""
    was = as_of(record, now)
    return replace(
        was,
        requests=was.requests + 1,
        units=was.units + units,
        notices=was.notices + 1,
        version=record.version + 1,
    )


def gave_back(record: PartnerRecord, units: int, asked_at: datetime) -> PartnerRecord:
    """The record after units of a request of that moment were not taken; another month's are forgotten."""
    if units <= 0 or record.month != _month(asked_at):
        return record
    return replace(record, units=max(0, record.units - units), version=record.version + 1)
