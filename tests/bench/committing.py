"""A surge plan of size S committed: each request with its reservation, trail and mail, in batches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter, process_time

from chalicelib.domain import surge_plans as domain
from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.areas import serves
from chalicelib.domain.audit import Tag, append, subject_of
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering, available_by
from chalicelib.domain.surge_lines import LineState, PlannedNeed, PlannedPiece, line_of
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.surge_plans import commit_plan
from chalicelib.store import audit as trail
from chalicelib.store import capacities, offerings, plans
from chalicelib.store.commit import commit
from chalicelib.store.tables import CapacityRow, OfferingRow
from chalicelib.store.writes import Write
from tests.bench.filling import fill
from tests.bench.proposing import a_client_context
from tests.bench.supplies import flood_needs, some_supply, stored
from tests.factories import NOW, STAFF

NEEDS, OFFERINGS = 1_229, 420
_PIECES = 3


@dataclass(frozen=True, slots=True)
class Committed:
    """How long it took by the clock and of this process's processor, and the assignments made."""

    seconds: float
    assignments: int
    processor: float

    @property
    def a_second(self) -> float:
        """Assignments a second."""
        return self.assignments / self.seconds


def commit_a_surge(wanted: int = NEEDS, given: int = OFFERINGS) -> Committed:
    """Lay a plan for all that can be covered into an empty store, and time its sending."""
    plan_id = lay_plan(wanted, given)
    job = replace(a_client_context(), actor=SYSTEM)
    began, worked = perf_counter(), process_time()
    send_committed(job)
    taken, processor = perf_counter() - began, process_time() - worked
    return Committed(taken, sent_of(plan_id), processor)


def lay_plan(wanted: int, given: int) -> str:
    """Fill an empty store with needs, offerings and a plan that staff have just committed.

    The needs' own order and the freest offering first: what is measured is the commit, not the plan.
    """
    made, supplied = flood_needs(wanted, seed=4), list(some_supply(given, seed=3))
    fill(supplied)
    fill(stored(made))
    fill(_posted(made))
    context = a_client_context()
    asked = domain.ask(context.new_id(), context.account_id, NOW)
    lines = list(_lines(asked.id, made, _Stock(supplied)))
    plans.write_lines(lines)
    commit([plans.save(domain.make(asked, lines, "bench", SYSTEM, NOW), None)])
    commit_plan(context, asked.id)
    return asked.id


def _posted(made: Iterable[Need]) -> Iterator[Write]:
    """The trail that each need has from its posting on: what a batch adds to it follows that."""
    for need in made:
        subject = subject_of("need", need.id)
        yield trail.append(append(None, need.id, subject, Tag.NEED_POSTED, STAFF, NOW, {}))


class _Stock:
    """What is free of each offering while lines are laid."""

    def __init__(self, supplied: Iterable[Write]) -> None:
        rows = [write.row for write in supplied]
        held = [capacities.CAPACITIES.parse(row) for row in rows if isinstance(row, CapacityRow)]
        known = [offerings.OFFERINGS.parse(row) for row in rows if isinstance(row, OfferingRow)]
        free = {one.offering_id: one.free for one in held}
        self._free = {one.id: free.get(one.id, one.terms.capacity) for one in known}
        self._of: defaultdict[str, list[Offering]] = defaultdict(list)
        for one in known:
            self._of[one.terms.category].append(one)

    def take(self, need: Need) -> Iterator[PlannedPiece]:
        """Pieces for the need, until it is covered or nobody has more."""
        missing = need.details.quantity
        for one in self._suited(need)[:_PIECES]:
            taken = min(missing, self._free[one.id])
            if taken:
                self._free[one.id] -= taken
                missing -= taken
                yield PlannedPiece(one.id, one.partner_id, taken, taken)

    def _suited(self, need: Need) -> list[Offering]:
        details = need.details
        reaching = [
            one
            for one in self._of[details.category]
            if serves(one.terms.areas, details.area) and available_by(one.terms, NOW, details.deadline)
        ]
        return sorted(reaching, key=lambda one: -self._free[one.id] / one.terms.capacity)


def _lines(plan_id: str, made: Iterable[Need], stock: _Stock) -> Iterator[PlannedNeed]:
    for number, need in enumerate(made, 1):
        if pieces := tuple(stock.take(need)):
            yield line_of(plan_id, number, need, need.details.quantity, pieces, None, NOW)


def sent_of(plan_id: str) -> int:
    """How many assignments a plan has made, all of it sent."""
    if plans.read(plan_id).state is not PlanState.COMMITTED:
        raise AssertionError("the plan was not sent: the figure would flatter")
    sent = (line for line in plans.every_line(plan_id) if line.state is LineState.SENT)
    return sum(piece.sent for line in sent for piece in line.pieces)
