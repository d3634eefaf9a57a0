"""What stands beside an offering that does not match: the fact that keeps it out, and where to change it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.matching import Candidate, Rejection
from chalicelib.domain.needs import Need
from chalicelib.domain.periods import Renewal, day_in_dubai, period_of
from chalicelib.words.text import N_, Text

_KINDS: Final = {
    Rejection.LICENCE_EXPIRED: CredentialKind.LICENCE,
    Rejection.ACCREDITATION_MISSING: CredentialKind.ACCREDITATION,
    Rejection.CLEARANCE_MISSING: CredentialKind.CLEARANCE,
}

_EDIT: Final = ("offerings/{offering}/edit", N_("Edit the offering"))
_READ: Final = ("offerings/{offering}", N_("The offering"))
_PARTNER: Final = ("", N_("The partner"))
_RECORD: Final = ("credentials/new", N_("Record a document"))

STEPS: Final[Mapping[Rejection, tuple[str, Text]]] = {
    Rejection.EXCLUDED: _PARTNER,
    Rejection.PARTNER_NOT_APPROVED: _PARTNER,
    Rejection.OFFERING_NOT_ACTIVE: _READ,
    Rejection.FORM: _READ,
    Rejection.FINANCIAL_SWITCHED_OFF: _READ,
    Rejection.OUTSIDE_AREA: _EDIT,
    Rejection.NO_AGREEMENT: ("agreements/new", N_("Prepare an agreement")),
    Rejection.LICENCE_EXPIRED: _RECORD,
    Rejection.ACCREDITATION_MISSING: _RECORD,
    Rejection.CLEARANCE_MISSING: _RECORD,
    Rejection.NOT_AVAILABLE: _EDIT,
    Rejection.QUOTA: ("agreements", N_("Its agreements")),
    Rejection.NOTICE_CAP: ("requests", N_("Its requests")),
    Rejection.ALREADY_ASKED: ("requests", N_("Its requests")),
    Rejection.FULL: _EDIT,
}
"""Under the partner's page: where staff change it, or read what led to it."""


def step(rule: Rejection, candidate: Candidate) -> tuple[str, Text]:
    """The address of that page, and the words of the link."""
    under, words = STEPS[rule]
    root = f"/portal/partners/{candidate.partner.id}"
    return f"{root}/{under.format(offering=candidate.offering.id)}".rstrip("/"), words


def detail(rule: Rejection, need: Need, candidate: Candidate, now: datetime) -> Text | None:
    """The fact in words, where there is more to say than the rule itself says."""
    if rule is Rejection.FULL:
        return _there_again(candidate, now)
    if rule is Rejection.NOT_AVAILABLE:
        return _when(need, candidate, now)
    return _ran_out(candidate, _KINDS[rule]) if rule in _KINDS else None


def _there_again(candidate: Candidate, now: datetime) -> Text:
    renewal = candidate.offering.terms.renewal
    if renewal is Renewal.ONCE:
        return N_("given once, and all of it promised")
    return N_("there again on %(day)s").filled(day=period_of(renewal, now).ends_on + timedelta(days=1))


def _when(need: Need, candidate: Candidate, now: datetime) -> Text:
    terms = candidate.offering.terms
    if terms.available_to is not None and terms.available_to < day_in_dubai(now):
        return N_("was there until %(day)s").filled(day=terms.available_to)
    if terms.available_from > day_in_dubai(need.details.deadline):
        return N_("is there from %(day)s").filled(day=terms.available_from)
    return N_("needs notice of %(time)s").filled(time=timedelta(hours=terms.lead_time_hours))


def _ran_out(candidate: Candidate, kind: CredentialKind) -> Text:
    known = [one.expires_on for one in candidate.partner.credentials if one.kind is kind]
    return N_("ran out on %(day)s").filled(day=max(known)) if known else N_("none is recorded")
