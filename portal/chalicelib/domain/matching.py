"""From a need and its candidates to ranked matches with reasons; and why the others do not match."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.agreements import NO_BOUNDS, Agreement, Bounds, in_force
from chalicelib.domain.areas import serves
from chalicelib.domain.assignments import RankingInputs
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import Category, Form
from chalicelib.domain.credentials import CredentialKind, required_by
from chalicelib.domain.lifecycle import OfferingState, PartnerState
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering, available_by
from chalicelib.domain.partners import Partner, licence_in_force, missing_credentials
from chalicelib.domain.periods import day_in_dubai
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
class Explanation:
    """How many offerings match, and the others counted by the first rule that each breaks."""

    matching: int
    rejected: tuple[tuple[Rejection, int], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The weights of a ranking, which sum to 1, and the prior of reliability in answers."""

    version: str
    fulfilment: float
    nearness: float
    load: float
    timeliness: float
    reliability: float
    prior_answers: float
    prior_answered: float

    @property
    def weights(self) -> tuple[tuple[str, float], ...]:
        """Each input of a ranking with its weight."""
        return (
            ("fulfilment", self.fulfilment),
            ("nearness", self.nearness),
            ("load", self.load),
            ("timeliness", self.timeliness),
            ("reliability", self.reliability),
        )


POLICY = Policy("2026-1", 0.35, 0.15, 0.25, 0.10, 0.15, prior_answers=5.0, prior_answered=4.0)

_MISSING = {
    CredentialKind.LICENCE: Rejection.LICENCE_EXPIRED,
    CredentialKind.ACCREDITATION: Rejection.ACCREDITATION_MISSING,
    CredentialKind.CLEARANCE: Rejection.CLEARANCE_MISSING,
}


def rejections(need: Need, category: Category, candidate: Candidate, now: datetime) -> frozenset[Rejection]:
    """Every hard rule that the candidate breaks for this need; none means that it matches."""
    details, terms, partner = need.details, candidate.offering.terms, candidate.partner
    today = day_in_dubai(now)
    agreed = in_force(candidate.agreements, category.field, today)
    bounds = agreed.bounds if agreed else NO_BOUNDS
    same_kind = (terms.category, terms.form, terms.unit) == (details.category, details.form, details.unit)
    rules = (
        (Rejection.EXCLUDED, partner.id in details.excluded_partners),
        (Rejection.PARTNER_NOT_APPROVED, partner.state is not PartnerState.APPROVED),
        (Rejection.OFFERING_NOT_ACTIVE, candidate.offering.state is not OfferingState.ACTIVE),
        (Rejection.FORM, not same_kind),
        (
            Rejection.FINANCIAL_SWITCHED_OFF,
            terms.form is Form.FINANCIAL and not candidate.financial_allowed,
        ),
        (Rejection.OUTSIDE_AREA, not serves(terms.areas, details.area)),
        (Rejection.NO_AGREEMENT, agreed is None),
        (Rejection.LICENCE_EXPIRED, not licence_in_force(partner, today)),
        (Rejection.NOT_AVAILABLE, not available_by(terms, now, details.deadline)),
        (Rejection.QUOTA, _quota_reached(candidate, bounds, now)),
        (Rejection.NOTICE_CAP, _notices_reached(candidate, bounds, now)),
        (Rejection.ALREADY_ASKED, candidate.asked),
        (Rejection.FULL, candidate.capacity.free <= 0),
    )
    broken = [rule for rule, is_broken in rules if is_broken]
    missing = missing_credentials(partner, required_by(category), today)
    return frozenset(broken + [_MISSING[kind] for kind in missing])


def _quota_reached(candidate: Candidate, bounds: Bounds, now: datetime) -> bool:
    requests, units = bounds.requests_a_month, bounds.units_a_month
    if requests is None and units is None:
        return False
    asked = as_of(candidate.record, now)
    return (requests is not None and asked.requests >= requests) or (
        units is not None and asked.units >= units
    )


def _notices_reached(candidate: Candidate, bounds: Bounds, now: datetime) -> bool:
    """What the agreement says goes before what the network says."""
    most = candidate.notices_a_week if bounds.notices_a_week is None else bounds.notices_a_week
    return most is not None and as_of(candidate.record, now).notices >= most


def most_of(category: Category, candidate: Candidate, now: datetime) -> int:
    """How many units the offering can take: what is free, within what the agreement leaves of the month."""
    free = candidate.capacity.free
    if all(one.bounds.units_a_month is None for one in candidate.agreements):
        return free
    agreed = in_force(candidate.agreements, category.field, day_in_dubai(now))
    quota = agreed.bounds.units_a_month if agreed else None
    if quota is None:
        return free
    return min(free, max(0, quota - as_of(candidate.record, now).units))


def match(
    need: Need, candidate: Candidate, quantity: int, most: int, now: datetime, policy: Policy = POLICY
) -> Match:
    """The match of a candidate that breaks no rule, for `quantity` uncovered units, of which it takes `most`
    at most.
    """
    takes = min(quantity, most)
    inputs = _inputs(need, candidate, takes / quantity, now, policy)
    score = round(sum([weight * inputs[name] for name, weight in policy.weights]), 6)
    ranking = RankingInputs(policy.version, score, inputs)
    return Match(
        candidate.offering.id, candidate.partner.id, takes, score, _reasons(candidate, inputs), ranking
    )


def _inputs(
    need: Need, candidate: Candidate, fulfilment: float, now: datetime, policy: Policy
) -> dict[str, float]:
    record, capacity = candidate.record, candidate.capacity
    answers = record.answered + record.unanswered
    hours_left = max((need.details.deadline - now).total_seconds() / 3600, 1e-9)
    terms = candidate.offering.terms
    return {
        "fulfilment": round(fulfilment, 6),
        "nearness": 1.0 if need.details.area in terms.areas else 0.5,
        "load": round(capacity.free / capacity.total, 6),
        "timeliness": round(max(0.0, 1 - terms.lead_time_hours / hours_left), 6),
        "reliability": round((record.answered + policy.prior_answered) / (answers + policy.prior_answers), 6),
    }


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
    found = [
        match(need, candidate, quantity, most_of(category, candidate, now), now)
        for candidate in candidates
        if not rejections(need, category, candidate, now)
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.offering_id)))


def explain(need: Need, category: Category, candidates: Iterable[Candidate], now: datetime) -> Explanation:
    """How many match, and of the others how many break which rule first."""
    order = list(Rejection)
    counted: Counter[Rejection] = Counter()
    matching = 0
    for candidate in candidates:
        broken = rejections(need, category, candidate, now)
        if broken:
            counted[min(broken, key=order.index)] += 1
        else:
            matching += 1
    return Explanation(matching, tuple((rule, counted[rule]) for rule in order if counted[rule]))
