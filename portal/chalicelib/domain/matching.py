"""From a need and its candidates to ranked matches with reasons; and why the others do not match."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.agreements import NO_BOUNDS, Agreement, Bounds, in_force
from chalicelib.domain.areas import serves
from chalicelib.domain.assignments import RankingInputs
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import Category, Field, Form, Unit
from chalicelib.domain.credentials import CredentialKind, holds, required_by
from chalicelib.domain.lifecycle import OfferingState, PartnerState
from chalicelib.domain.needs import Need, NeedDetails
from chalicelib.domain.offerings import Offering, available_by
from chalicelib.domain.partners import Partner, licence_in_force
from chalicelib.domain.periods import day_in_dubai
from chalicelib.domain.ranking import POLICY, score
from chalicelib.domain.records import PartnerRecord, as_of


class Rejection(StrEnum):
    """Why an offering does not match: the hard rules, in the order in which they are told."""

    EXCLUDED = "excluded"
    PARTNER_NOT_APPROVED = "partner_not_approved"
    OFFERING_NOT_ACTIVE = "offering_not_active"
    FORM = "form"
    FINANCIAL_SWITCHED_OFF = "financial_switched_off"
    OUTSIDE_AREA = "outside_area"
    NO_AGREEMENT = "no_agreement"
    LICENCE_EXPIRED = "licence_expired"
    ACCREDITATION_MISSING = "accreditation_missing"
    CLEARANCE_MISSING = "clearance_missing"
    NOT_AVAILABLE = "not_available"
    QUOTA = "quota"
    NOTICE_CAP = "notice_cap"
    ALREADY_ASKED = "already_asked"
    FULL = "full"


class Reason(StrEnum):
    """What speaks for a match, told to staff in words."""

    COVERS_ALL = "covers_all"
    COVERS_PART = "covers_part"
    NAMES_AREA = "names_area"
    WHOLE_EMIRATE = "whole_emirate"
    LIGHTLY_LOADED = "lightly_loaded"
    IN_TIME = "in_time"
    ANSWERS_RELIABLY = "answers_reliably"
    NEWCOMER = "newcomer"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offering with all that decides whether and how well it matches. `asked` is for this very need.

    `financial_allowed` is whether the network's permit to receive money is in force, `notices_a_week` how
    many requests a week the network sends to a partner that has agreed on no number of its own.
    """

    offering: Offering
    partner: Partner
    agreements: tuple[Agreement, ...]
    capacity: Capacity
    record: PartnerRecord
    asked: bool = False
    financial_allowed: bool = False
    notices_a_week: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion: it is computed, never stored. `quantity` is what this offering can take of the need."""

    offering_id: str
    partner_id: str
    quantity: int
    score: float
    reasons: tuple[Reason, ...]
    inputs: RankingInputs


@dataclass(frozen=True, slots=True)
class Rejected:
    """The candidates that break this rule first."""

    rule: Rejection
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How many candidates match, and the others by the first rule that each breaks, in the rules' order.

    `partial` says that there are more than were looked at.
    """

    matching: int
    reasons: tuple[Rejected, ...] = ()
    partial: bool = False

    @property
    def rejected(self) -> tuple[tuple[Rejection, int], ...]:
        """How many break which rule first."""
        return tuple((one.rule, len(one.candidates)) for one in self.reasons)


_MISSING = {
    CredentialKind.LICENCE: Rejection.LICENCE_EXPIRED,
    CredentialKind.ACCREDITATION: Rejection.ACCREDITATION_MISSING,
    CredentialKind.CLEARANCE: Rejection.CLEARANCE_MISSING,
}


@dataclass(frozen=True, slots=True)
class _Question:
    """A need at a moment, with what follows from both and is the same for every candidate."""

    details: NeedDetails
    field: Field
    kind: tuple[str, Form, Unit]
    required: tuple[CredentialKind, ...]
    now: datetime
    today: date
    hours_left: float


def _question(need: Need, category: Category, now: datetime) -> _Question:
    details = need.details
    return _Question(
        details=details,
        field=category.field,
        kind=(details.category, details.form, details.unit),
        required=tuple(sorted(required_by(category), key=list(CredentialKind).index)),
        now=now,
        today=day_in_dubai(now),
        hours_left=_hours_left(details, now),
    )


def rejections(need: Need, category: Category, candidate: Candidate, now: datetime) -> frozenset[Rejection]:
    """Every hard rule that the candidate breaks for this need; none means that it matches."""
    asked = _question(need, category, now)
    return frozenset(_broken(asked, candidate, _agreed(asked, candidate)))


def _agreed(asked: _Question, candidate: Candidate) -> Agreement | None:
    return in_force(candidate.agreements, asked.field, asked.today)


def _broken(asked: _Question, candidate: Candidate, agreed: Agreement | None) -> Iterator[Rejection]:
    """The rules that it breaks, in their order; who wants the first alone pays for no more."""
    partner, terms = candidate.partner, candidate.offering.terms
    if partner.id in asked.details.excluded_partners:
        yield Rejection.EXCLUDED
    if partner.state is not PartnerState.APPROVED:
        yield Rejection.PARTNER_NOT_APPROVED
    if candidate.offering.state is not OfferingState.ACTIVE:
        yield Rejection.OFFERING_NOT_ACTIVE
    if (terms.category, terms.form, terms.unit) != asked.kind:
        yield Rejection.FORM
    if terms.form is Form.FINANCIAL and not candidate.financial_allowed:
        yield Rejection.FINANCIAL_SWITCHED_OFF
    if not serves(terms.areas, asked.details.area):
        yield Rejection.OUTSIDE_AREA
    if agreed is None:
        yield Rejection.NO_AGREEMENT
    yield from _lacking(asked, partner)
    if not available_by(terms, asked.now, asked.details.deadline):
        yield Rejection.NOT_AVAILABLE
    yield from _used_up(asked, candidate, agreed.bounds if agreed else NO_BOUNDS)


def _lacking(asked: _Question, partner: Partner) -> Iterator[Rejection]:
    if not licence_in_force(partner, asked.today):
        yield Rejection.LICENCE_EXPIRED
    for kind in asked.required:
        if not holds(partner.credentials, kind, asked.today):
            yield _MISSING[kind]


def _used_up(asked: _Question, candidate: Candidate, bounds: Bounds) -> Iterator[Rejection]:
    if _quota_reached(candidate, bounds, asked.now):
        yield Rejection.QUOTA
    if _notices_reached(candidate, bounds, asked.now):
        yield Rejection.NOTICE_CAP
    if candidate.asked:
        yield Rejection.ALREADY_ASKED
    if candidate.capacity.free <= 0:
        yield Rejection.FULL


def _quota_reached(candidate: Candidate, bounds: Bounds, now: datetime) -> bool:
    requests, units = bounds.requests_a_month, bounds.units_a_month
    if requests is None and units is None:
        return False
    record = as_of(candidate.record, now)
    return (requests is not None and record.requests >= requests) or (
        units is not None and record.units >= units
    )


def _notices_reached(candidate: Candidate, bounds: Bounds, now: datetime) -> bool:
    """What the agreement says goes before what the network says."""
    most = candidate.notices_a_week if bounds.notices_a_week is None else bounds.notices_a_week
    return most is not None and as_of(candidate.record, now).notices >= most


def most_of(category: Category, candidate: Candidate, now: datetime) -> int:
    """How many units the offering can take: what is free, within what the agreement leaves of the month."""
    agreed = in_force(candidate.agreements, category.field, day_in_dubai(now))
    return _most(candidate, agreed.bounds if agreed else NO_BOUNDS, now)


def _most(candidate: Candidate, bounds: Bounds, now: datetime) -> int:
    free, quota = candidate.capacity.free, bounds.units_a_month
    return free if quota is None else min(free, max(0, quota - as_of(candidate.record, now).units))


def match(need: Need, candidate: Candidate, quantity: int, most: int, now: datetime) -> Match:
    """The match of a candidate that breaks no rule, for `quantity` uncovered units, of which it takes `most`
    at most.
    """
    return _match(need.details, _hours_left(need.details, now), candidate, quantity, most)


def _hours_left(details: NeedDetails, now: datetime) -> float:
    return max((details.deadline - now).total_seconds() / 3600, 1e-9)


def _match(details: NeedDetails, hours_left: float, candidate: Candidate, quantity: int, most: int) -> Match:
    takes, offering = min(quantity, most), candidate.offering
    record, capacity, terms = candidate.record, candidate.capacity, offering.terms
    answers = record.answered + record.unanswered + POLICY.prior_answers
    inputs = {
        "fulfilment": takes / quantity,
        "nearness": 1.0 if details.area in terms.areas else 0.5,
        "load": capacity.free / capacity.total,
        "timeliness": max(0.0, 1 - terms.lead_time_hours / hours_left),
        "reliability": (record.answered + POLICY.prior_answered) / answers,
    }
    ranking = RankingInputs(POLICY.version, score(inputs, POLICY), inputs)
    return Match(offering.id, offering.partner_id, takes, ranking.score, _reasons(candidate, inputs), ranking)


_LIGHT = 0.7
_RELIABLE = 0.85
_IN_GOOD_TIME = 0.5


def _reasons(candidate: Candidate, inputs: dict[str, float]) -> tuple[Reason, ...]:
    said = [
        Reason.COVERS_ALL if inputs["fulfilment"] >= 1 else Reason.COVERS_PART,
        Reason.NAMES_AREA if inputs["nearness"] >= 1 else Reason.WHOLE_EMIRATE,
    ]
    if inputs["load"] >= _LIGHT:
        said.append(Reason.LIGHTLY_LOADED)
    if inputs["timeliness"] >= _IN_GOOD_TIME:
        said.append(Reason.IN_TIME)
    if candidate.record.answered + candidate.record.unanswered == 0:
        said.append(Reason.NEWCOMER)
    elif inputs["reliability"] >= _RELIABLE:
        said.append(Reason.ANSWERS_RELIABLY)
    return tuple(said)


def rank(
    need: Need, category: Category, candidates: Iterable[Candidate], quantity: int, now: datetime
) -> tuple[Match, ...]:
    """The candidates that break no rule, best first; equal scores in the order of their ids."""
    if quantity < 1:
        return ()
    asked = _question(need, category, now)
    found = (_ranked(asked, candidate, quantity) for candidate in candidates)
    matches = [one for one in found if one is not None]
    return tuple(sorted(matches, key=lambda one: (-one.score, one.offering_id)))


def _ranked(asked: _Question, candidate: Candidate, quantity: int) -> Match | None:
    agreed = _agreed(asked, candidate)
    if agreed is None or next(_broken(asked, candidate, agreed), None) is not None:
        return None
    most = _most(candidate, agreed.bounds, asked.now)
    return _match(asked.details, asked.hours_left, candidate, quantity, most)


def explain(need: Need, category: Category, candidates: Iterable[Candidate], now: datetime) -> Explanation:
    """How many match, and the others by the first rule that each breaks."""
    asked = _question(need, category, now)
    first: defaultdict[Rejection | None, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        first[next(_broken(asked, candidate, _agreed(asked, candidate)), None)].append(candidate)
    reasons = tuple(Rejected(rule, tuple(first[rule])) for rule in Rejection if rule in first)
    return Explanation(len(first[None]), reasons)
