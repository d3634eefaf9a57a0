"""A need: what staff post for one case. It names nobody; the case reference stands for the case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.actors import Actor
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.categories import OTHER, Category, Form, Unit
from chalicelib.domain.coverage import Coverage, coverage_of
from chalicelib.domain.errors import ErrorCode, conflict, invalid
from chalicelib.domain.lifecycle import NEED, Action, NeedState, permitted
from chalicelib.domain.text import fold_identifier, is_number_of_somebody, names_somebody

LARGEST_QUANTITY = 10_000
FARTHEST_DEADLINE = timedelta(days=366)
VERIFY_WITHIN = timedelta(hours=48)


class Circumstance(StrEnum):
    """When the network acts (FACTS.md section 1, the Aman Network)."""

    NATURAL_DISASTER = "natural_disaster"
    ACCIDENT = "accident"
    URGENT_INTERVENTION = "urgent_intervention"
    ENDANGERING = "endangering"


class Priority(StrEnum):
    P1 = "p1"
    P2 = "p2"
    P3 = "p3"


class Attestation(StrEnum):
    """Whether staff have seen that it is so. In a flood it may be verified within 48 hours."""

    ATTESTED = "attested"
    TO_VERIFY = "to_verify"


class Outcome(StrEnum):
    MET = "met"
    PARTLY_MET = "partly_met"
    UNMET = "unmet"
    WITHDRAWN = "withdrawn"


class CascadeState(StrEnum):
    """Where the rest of a need stands that partners did not take."""

    IDLE = "idle"
    WAITING = "waiting"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class NeedDetails:
    """What staff type. `registered` and `low_income` are the two attestations (FACTS.md: for whom)."""

    case_reference: str
    category: str
    quantity: int
    unit: Unit
    form: Form
    area: Area
    circumstance: Circumstance
    priority: Priority
    deadline: datetime
    registered: Attestation
    low_income: Attestation
    summary: str
    words: str = ""
    sensitive: bool = False
    excluded_partners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Need:
    """A need, whose it is, and how it ended. `version` changes with every move of its assignments too.

    What partners do not take goes on to the next by itself, unless staff keep the need `manual`.
    `first_proposed_at` is when somebody was first asked for any of it: how long it waited.
    """

    id: str
    details: NeedDetails
    state: NeedState
    posted_by: str
    owner: str
    posted_at: datetime
    outcome: Outcome | None = None
    outcome_reason: str = ""
    closed_at: datetime | None = None
    another_of: str | None = None
    manual: bool = False
    cascade: CascadeState = CascadeState.IDLE
    first_proposed_at: datetime | None = None
    version: int = 1


def check_details(details: NeedDetails, category: Category | None, now: datetime) -> NeedDetails:
    """Details that may be posted, or the first thing that is wrong with them.

    `category` is None for "other", which then needs words. The summary goes to partners before they accept,
    so it is refused when it holds a telephone number, an e-mail or an Emirates ID; so is a case reference
    that is one.
    """
    reference = fold_identifier(details.case_reference)
    if not 3 <= len(reference) <= 40:  # noqa: PLR2004 (shorter ones are typing errors)
        raise invalid(ErrorCode.REQUIRED, "case_reference")
    if not 1 <= details.quantity <= LARGEST_QUANTITY:
        raise invalid(ErrorCode.QUANTITY_INVALID, "quantity")
    if is_number_of_somebody(reference):
        raise invalid(ErrorCode.SUMMARY_NAMES_SOMEBODY, "case_reference")
    _check_deadline(details.deadline, now)
    if category is None and not (details.category == OTHER and details.words.strip()):
        raise invalid(ErrorCode.WORDS_MISSING, "words")
    _check_names_nobody(details.summary, "summary")
    _check_names_nobody(details.words, "words")
    if category is not None and details.form is not Form.FINANCIAL:
        return replace(details, case_reference=reference, form=category.form, unit=category.unit)
    return replace(details, case_reference=reference)


def _check_deadline(deadline: datetime, now: datetime) -> None:
    """A year that was mistyped would also be beyond what clocks elsewhere can show."""
    if deadline <= now:
        raise invalid(ErrorCode.DEADLINE_PAST, "deadline")
    if deadline > now + FARTHEST_DEADLINE:
        raise invalid(ErrorCode.DEADLINE_FAR, "deadline")


def _check_names_nobody(text: str, field: str) -> None:
    if names_somebody(text):
        raise invalid(ErrorCode.SUMMARY_NAMES_SOMEBODY, field)


def post(
    need_id: str, details: NeedDetails, account_id: str, now: datetime, another_of: str | None = None
) -> Need:
    """A new need, open at once, or waiting to be placed when it is described in words."""
    state = NeedState.UNPLACED if details.category == OTHER else NeedState.OPEN
    return Need(need_id, details, state, account_id, account_id, now, another_of=another_of)


def place(need: Need, category: Category, actor: Actor) -> Need:
    """The need in the category that staff chose for its words."""
    step = permitted(NEED, need.state, Action.PLACE, actor)
    details = replace(need.details, category=category.code, unit=category.unit, form=category.form)
    return replace(need, details=details, state=step.after, version=need.version + 1)


def same_need_key(need: Need) -> str:
    """What two posts of one need have in common while the first is open."""
    details = need.details
    key = f"{details.case_reference}#{details.category}#{details.area.value}"
    return f"{key}#{need.id}" if need.another_of else key


def to_verify_until(need: Need) -> datetime | None:
    """When the attestations that still have to be verified are due; None where none is."""
    pending = Attestation.TO_VERIFY in {need.details.registered, need.details.low_income}
    return need.posted_at + VERIFY_WITHIN if pending else None


def verify(need: Need) -> Need:
    """The need with both attestations seen."""
    details = replace(need.details, registered=Attestation.ATTESTED, low_income=Attestation.ATTESTED)
    return replace(need, details=details, version=need.version + 1)


def touch(need: Need) -> Need:
    """The need after a move of one of its assignments: who read it before must read it again."""
    return replace(need, version=need.version + 1)


def edit(need: Need, details: NeedDetails, committed: int) -> Need:
    """The need with other details. Case, category and area stay; its quantity covers what is placed."""
    if need.state is NeedState.CLOSED:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=need.state.value, action="edit")
    if details.quantity < committed:
        raise invalid(ErrorCode.QUANTITY_INVALID, "quantity")
    before = need.details
    kept = replace(
        details,
        case_reference=before.case_reference,
        category=before.category,
        area=before.area,
        unit=before.unit,
        form=before.form,
    )
    return replace(need, details=kept, version=need.version + 1)


def hand_to(need: Need, account_id: str) -> Need:
    """The need in the hands of a colleague."""
    return replace(need, owner=account_id, version=need.version + 1)


def outcome_by(coverage: Coverage) -> Outcome:
    """What the confirmed deliveries say."""
    if coverage.confirmed >= coverage.quantity:
        return Outcome.MET
    return Outcome.PARTLY_MET if coverage.confirmed else Outcome.UNMET


def close(
    need: Need,
    outcome: Outcome,
    reason: str,
    assignments: Iterable[Assignment],
    actor: Actor,
    now: datetime,
) -> Need:
    """The need, closed. What is still on its way must be confirmed, withdrawn or cancelled first.

    The outcome must be what both sides confirmed; "withdrawn" is for a need that is no longer one. All but
    "met" need a reason.
    """
    step = permitted(NEED, need.state, Action.CLOSE, actor)
    coverage = coverage_of(need.details.quantity, assignments)
    if coverage.live:
        raise conflict(ErrorCode.ASSIGNMENTS_OPEN, count=coverage.live)
    delivered = outcome_by(coverage)
    withdrawn = outcome is Outcome.WITHDRAWN and delivered is Outcome.UNMET
    if not withdrawn and outcome is not delivered:
        raise conflict(ErrorCode.OUTCOME_DISAGREES, "outcome", delivered=delivered.value)
    if outcome is not Outcome.MET and not reason.strip():
        raise invalid(ErrorCode.REQUIRED, "reason")
    return replace(
        need,
        state=step.after,
        outcome=outcome,
        outcome_reason=reason.strip(),
        closed_at=now,
        cascade=CascadeState.IDLE,
        version=need.version + 1,
    )


def reopen(need: Need, actor: Actor, deadline: datetime, now: datetime) -> Need:
    """The need, open again, with a deadline that still lies ahead."""
    step = permitted(NEED, need.state, Action.REOPEN, actor)
    _check_deadline(deadline, now)
    state = NeedState.UNPLACED if need.details.category == OTHER else step.after
    return replace(
        need,
        details=replace(need.details, deadline=deadline),
        state=state,
        outcome=None,
        outcome_reason="",
        closed_at=None,
        version=need.version + 1,
    )
