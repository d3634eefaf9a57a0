"""Proposals gathered for one transaction: every row once, however many proposals touch it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain import answer_times, matching, records
from chalicelib.domain import assignments as domain
from chalicelib.domain.assignments import MAY_BE_ASKED_AGAIN, Assignment, as_of
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.capacity import reserve
from chalicelib.domain.cascade import after_proposing
from chalicelib.domain.categories import Category
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import ErrorCode, conflict, invalid, not_found
from chalicelib.domain.matching import Candidate, Rejection
from chalicelib.domain.needs import Need
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.notices import Notice
from chalicelib.domain.supply import Listing
from chalicelib.services.answering import answering_of
from chalicelib.services.context import Context
from chalicelib.services.holding import Held, rows_to_save, save_capacities
from chalicelib.services.proposal_notices import notices_of
from chalicelib.services.recording import Deed
from chalicelib.store import assignments, needs, offerings, partners, waiting
from chalicelib.store import records as record_store
from chalicelib.store.writes import Write


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a need goes to which offering."""

    offering_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a sending has come."""

    after: Mapping[str, Candidate]
    rows_held: Mapping[str, int]
    lengths: tuple[int, ...]


class Sending:
    """What is to be sent, on top of the candidates as they are stored.

    Each proposal sees what those before it have reserved and asked, so that together they keep the rules too.
    """

    def __init__(
        self,
        context: Context,
        settings: NetworkSettings,
        stored: Mapping[str, Candidate],
        listings: Mapping[str, Listing],
        because: Mapping[str, str] | None = None,
    ) -> None:
        """`listings` are of the candidates' offerings; `because` stands with every line in the trail."""
        self._listed = listings
        self.listings = listings
        self._because = because or {}
        self._context = context
        self._settings = settings
        self._stored = stored
        self._after: Mapping[str, Candidate] = {}
        self._rows_held: Mapping[str, int] = {}
        self._needs: list[Write] = []
        self._made: list[Assignment] = []
        self.deeds: list[Deed] = []
        self.notices: list[Notice] = []

    def propose(
        self, need: Need, category: Category, placed: Sequence[Assignment], parts: Sequence[Part]
    ) -> tuple[Assignment, ...]:
        """Add parts of an open need as it was just read. Where one of them is refused, none is added.

        Raises `DOES_NOT_MATCH` with the first rule that an offering breaks, `CAPACITY_EXHAUSTED` and
        `MORE_THAN_UNCOVERED`.
        """
        uncovered = coverage_of(need.details.quantity, placed).uncovered
        _check_parts(parts, uncovered)
        after, proposed = dict(self._after), []
        for part in parts:
            candidate = self._candidate(part.offering_id, after, placed)
            assignment = _proposed(
                self._context, need, category, candidate, part.quantity, uncovered, self._settings
            )
            proposed.append(assignment)
            self._count(candidate, part.quantity, after)
            after[part.offering_id] = replace(
                after[part.offering_id], capacity=reserve(candidate.capacity, assignment.held)
            )
        self._after = after
        held = {part.offering_id: self._rows_of(part.offering_id) for part in parts}
        self._rows_held = {**self._rows_held, **held}
        self._made += proposed
        self._needs += _need_after(need, (*placed, *proposed), self._context)
        self.deeds += [_deed(assignment, self._because) for assignment in proposed]
        for assignment in proposed:
            partner = after[assignment.offering_id].partner
            self.notices += notices_of(self._context, need, category, assignment, partner)
        return tuple(proposed)

    def mark(self) -> Mark:
        """How far it has come, for `back_to`."""
        return Mark(self._after, self._rows_held, tuple(len(one) for one in self._gathered))

    def back_to(self, mark: Mark) -> None:
        """Forget what was proposed since."""
        self._after, self._rows_held = mark.after, mark.rows_held
        for gathered, length in zip(self._gathered, mark.lengths, strict=True):
            del gathered[length:]

    @property
    def _gathered(self) -> tuple[list[Any], ...]:
        return self._needs, self._made, self.deeds, self.notices

    @property
    def rows(self) -> int:
        """How many rows a transaction of all this has, with the trail and the mail."""
        owners = {one.partner.id for one in self._after.values()}
        holding = len(self._after) + sum(self._rows_held.values())
        return sum(len(one) for one in self._gathered) + holding + 2 * len(owners)

    def _rows_of(self, offering_id: str) -> int:
        return rows_to_save(self._held(offering_id), self._listed.get(offering_id), self._context.now)

    def _held(self, offering_id: str) -> Held:
        after, was = self._after[offering_id], self._stored[offering_id]
        return Held(after.offering, after.capacity, was.capacity)

    def _candidate(
        self, offering_id: str, after: Mapping[str, Candidate], placed: Sequence[Assignment]
    ) -> Candidate:
        stored = after.get(offering_id) or self._stored.get(offering_id)
        if stored is None:
            raise not_found("offering")
        asked = {
            one.offering_id for one in as_of(placed, self._context.now) if one.state not in MAY_BE_ASKED_AGAIN
        }
        record = next(
            (one.record for one in after.values() if one.partner.id == stored.partner.id), stored.record
        )
        return replace(stored, asked=offering_id in asked, record=record)

    def _count(self, candidate: Candidate, units: int, after: dict[str, Candidate]) -> None:
        """The request counts for the partner, whichever of its offerings is asked next."""
        counted = records.asked(candidate.record, units, self._context.now)
        after[candidate.offering.id] = candidate
        for id_, one in after.items():
            if one.partner.id == candidate.partner.id:
                after[id_] = replace(one, record=counted)

    def after(self) -> dict[str, Candidate]:
        """The candidates as they are stored once this is committed."""
        counted = {one.partner.id: one.record for one in self._after.values()}
        others = {
            id_: replace(one, record=counted[one.partner.id])
            for id_, one in self._stored.items()
            if one.partner.id in counted
        }
        return {**self._stored, **others, **self._after}

    def writes(self) -> list[Write]:
        """The rows: needs, assignments, capacities, where they are listed, records; and that no offering was
        paused, no partner suspended and no agreement ended meanwhile (its end counts as a change of its
        partner). `listings` tells afterwards how the offerings are listed once this is committed.
        """
        chosen = self._after.values()
        before = {one.partner.id: self._stored[one.offering.id].record for one in chosen}
        asked = {one.partner.id: one.record for one in chosen}
        owners = {one.partner.id: one.partner for one in chosen}
        held = [self._held(offering_id) for offering_id in self._after]
        holding, self.listings = save_capacities(held, self._listed, self._context.now)
        return [
            *self._needs,
            *(offerings.OFFERINGS.unchanged(one.offering) for one in chosen),
            *(partners.PARTNERS.unchanged(partner) for partner in owners.values()),
            *(record_store.save(asked[id_], was) for id_, was in before.items()),
            *(assignments.save(assignment, None) for assignment in self._made),
            *holding,
        ]


def _need_after(need: Need, placed: Sequence[Assignment], context: Context) -> list[Write]:
    uncovered = coverage_of(need.details.quantity, placed).uncovered
    after = after_proposing(need, uncovered, context.now)
    return [needs.save(after, need, placed), *waiting.follow(after, need)]


def _check_parts(parts: Sequence[Part], uncovered: int) -> None:
    if not parts or any(part.quantity < 1 for part in parts):
        raise invalid(ErrorCode.QUANTITY_INVALID, "quantity")
    if len({part.offering_id for part in parts}) < len(parts):
        raise invalid(ErrorCode.ALREADY_EXISTS, "offering")
    if sum(part.quantity for part in parts) > uncovered:
        raise conflict(ErrorCode.MORE_THAN_UNCOVERED, "quantity", uncovered=uncovered)


def _proposed(
    context: Context,
    need: Need,
    category: Category,
    candidate: Candidate,
    quantity: int,
    uncovered: int,
    settings: NetworkSettings,
) -> Assignment:
    """It keeps what a ranking knew: how much of all that was uncovered the offering could take."""
    most = matching.most_of(category, candidate, context.now)
    broken = set(matching.rejections(need, category, candidate, context.now) - {Rejection.FULL})
    if most < quantity <= candidate.capacity.free:
        broken.add(Rejection.QUOTA)
    if broken:
        rule = min(broken, key=list(Rejection).index)
        raise conflict(ErrorCode.DOES_NOT_MATCH, "offering", rule=rule.value)
    reserve(candidate.capacity, quantity)
    suggested = matching.match(need, candidate, uncovered, most, context.now)
    answering = answering_of(context, settings, candidate.partner, candidate.agreements, category)
    due = answer_times.due(need.details.priority, context.now, need.details.deadline, answering)
    return domain.propose(
        context.new_id(),
        need.id,
        candidate.offering.id,
        candidate.partner.id,
        candidate.capacity.period,
        quantity,
        due,
        suggested.inputs,
        context.account_id,
        context.now,
    )


def _deed(assignment: Assignment, because: Mapping[str, str]) -> Deed:
    details: dict[str, str | int] = {
        "assignment": assignment.id,
        "partner": assignment.partner_id,
        "quantity": assignment.proposed,
        "policy": assignment.ranking.policy_version,
        **because,
    }
    return Deed(subject_of("need", assignment.need_id), Tag.ASSIGNMENT_PROPOSED, details)
