"""Batches of a committed plan's lines: as many as a transaction holds, each as `propose` would send it.

What changed since the plan was made is found here: a line that can no longer go is refused, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import cascade, surge_lines
from chalicelib.domain import surge_plans as domain
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import AuditEvent, subject_of
from chalicelib.domain.categories import Category
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.matching import Candidate, Rejection
from chalicelib.domain.needs import Need
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.supply import Listing
from chalicelib.domain.surge_lines import LineState, PlannedNeed, PlannedPiece, Refusal
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.context import Context
from chalicelib.services.matches import candidates
from chalicelib.services.recording import prepared
from chalicelib.services.sending import Part, Sending
from chalicelib.store import assignments, audit, categories, needs, network, plans, supply
from chalicelib.store.commit import MOST_ITEMS, Transaction

_PIECES_AT_ONCE = 3
"""So many of one need fit into a transaction, also where each moves its offering's rows in nine areas."""


@dataclass(frozen=True, slots=True)
class Known:
    """What some lines of a plan are about, as it was last read or written."""

    needs: Mapping[str, Need]
    placed: Mapping[str, tuple[Assignment, ...]]
    categories: Mapping[str, Category]
    candidates: Mapping[str, Candidate]
    listings: Mapping[str, Listing]
    heads: Mapping[str, AuditEvent | None]
    settings: NetworkSettings


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines that go together: before and after, and the plan and what is known once they have gone."""

    lines: tuple[tuple[PlannedNeed, PlannedNeed], ...]
    plan: SurgePlan
    known: Known
    transaction: Transaction

    @property
    def not_all_of(self) -> list[PlannedNeed]:
        """The lines of which some pieces are left for the next transaction."""
        return [after for _, after in self.lines if after.state is LineState.PLANNED]


def read_known(context: Context, lines: Sequence[PlannedNeed]) -> Known:
    """A need that nothing happened to has no assignments: only the others' are read."""
    found = {one.id: one for one in needs.read_many(line.need_id for line in lines)}
    asked = sorted({piece.offering_id for line in lines for piece in line.pieces})
    return Known(
        needs=found,
        placed={one.id: assignments.list_of(one.id) if one.version > 1 else () for one in found.values()},
        categories=categories.read_many({one.details.category for one in found.values()}),
        candidates={one.offering.id: one for one in candidates(asked, (), context.now)},
        listings=supply.read_listings(asked),
        heads=_heads_of(found),
        settings=network.read(),
    )


def _heads_of(need_ids: Iterable[str]) -> dict[str, AuditEvent | None]:
    """The end of each need's chain, None where it has none: either way nobody looks for it again."""
    subjects = [subject_of("need", id_) for id_ in need_ids]
    found = audit.heads_of(subjects) if subjects else {}
    return {subject: found.get(subject) for subject in subjects}


def put_together(context: Context, plan: SurgePlan, known: Known, lines: Sequence[PlannedNeed]) -> Batch:
    """As many of the lines, from the first on, as a transaction holds beside the plan's own row."""
    sending = Sending(context, known.settings, known.candidates, known.listings, {"plan": plan.id})
    gathered: list[tuple[PlannedNeed, PlannedNeed]] = []
    for line in lines:
        mark = sending.mark()
        after = _added(sending, known, line)
        if gathered and 2 + len(gathered) + sending.rows > MOST_ITEMS:
            sending.back_to(mark)
            break
        gathered.append((line, after))
    try:
        return _batch(context, plan, known, tuple(gathered), sending)
    except DomainError as error:
        if error.code is not ErrorCode.TRANSACTION_TOO_LARGE or len(gathered) == 1:
            raise
        return put_together(context, plan, known, lines[: len(gathered) // 2])


def _batch(
    context: Context,
    was: SurgePlan,
    known: Known,
    lines: tuple[tuple[PlannedNeed, PlannedNeed], ...],
    sending: Sending,
) -> Batch:
    ends = Counter(after.state for _, after in lines)
    plan = domain.count_sent(was, ends[LineState.SENT], ends[LineState.REFUSED])
    marked = (plans.save_line(after, line) for line, after in lines)
    writes = [plans.save(plan, was), *marked, *sending.writes()]
    transaction = prepared(context, writes, sending.deeds, sending.notices, known.heads)
    after = replace(known, candidates=sending.after(), listings=sending.listings)
    return Batch(lines, plan, after, transaction)


def _added(sending: Sending, known: Known, line: PlannedNeed) -> PlannedNeed:
    """The line once its requests are added to the transaction, or refused with what changed."""
    need, pieces = known.needs[line.need_id], _to_ask(line)
    placed = known.placed[need.id]
    if need.state is not NeedState.OPEN:
        return surge_lines.refuse(line, Refusal.NEED_CLOSED)
    if need.manual:
        return surge_lines.refuse(line, Refusal.BY_HAND)
    if coverage_of(need.details.quantity, placed).uncovered < sum(piece.quantity for piece in pieces):
        return surge_lines.refuse(line, Refusal.NEED_COVERED)
    if not cascade.asked_enough(placed).isdisjoint(piece.partner_id for piece in pieces):
        return surge_lines.refuse(line, Refusal.RULE_BROKEN, Rejection.ALREADY_ASKED)
    parts = [Part(piece.offering_id, piece.quantity) for piece in pieces]
    try:
        sending.propose(need, known.categories[need.details.category], placed, parts)
    except DomainError as error:
        return _refused(line, error)
    return surge_lines.send(line, frozenset(part.offering_id for part in parts))


def _to_ask(line: PlannedNeed) -> list[PlannedPiece]:
    return [piece for piece in line.pieces if piece.quantity and not piece.sent][:_PIECES_AT_ONCE]


def _refused(line: PlannedNeed, error: DomainError) -> PlannedNeed:
    if error.code is ErrorCode.DOES_NOT_MATCH:
        return surge_lines.refuse(line, Refusal.RULE_BROKEN, Rejection(str(error.params["rule"])))
    if error.code is ErrorCode.CAPACITY_EXHAUSTED:
        return surge_lines.refuse(line, Refusal.OFFERING_FULL)
    if error.code is ErrorCode.NOT_FOUND:
        return surge_lines.refuse(line, Refusal.OFFERING_GONE)
    raise error
