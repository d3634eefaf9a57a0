"""A batch is filled to the last row that a transaction holds, and what does not fit leaves no trace in it."""

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.offerings import Offering
from chalicelib.domain.surge_lines import LineState, Refusal
from chalicelib.services.cascade import make_manual
from chalicelib.services.matches import candidates
from chalicelib.services.plan_batches import Batch, put_together, read_known
from chalicelib.services.sending import Part, Sending
from chalicelib.services.surge_plans import commit_plan
from chalicelib.store import categories, network, plans, supply
from chalicelib.store.commit import MOST_ITEMS
from tests.factories import a_context, a_need
from tests.stored import a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need, lines_of

pytestmark = pytest.mark.usefixtures("store")
EVERYWHERE = frozenset(set(Area) - {Area.EMIRATE})


def a_sending(offerings: list[Offering]) -> Sending:
    ids = [one.id for one in offerings]
    stored = {one.offering.id: one for one in candidates(ids, (), a_context().now)}
    return Sending(a_context(), network.read(), stored, supply.read_listings(ids))


def ask(sending: Sending, need: Need, *offerings: Offering, quantity: int = 1) -> None:
    category = categories.read(need.details.category)
    sending.propose(need, category, (), [Part(one.id, quantity) for one in offerings])


def rows_of(sending: Sending) -> int:
    """What the transaction really has."""
    return len(sending.writes()) + len(sending.deeds) + len(sending.notices)


@pytest.mark.parametrize("capacity", [1, 3, 40])
@pytest.mark.parametrize("needs", [1, 2, 3])
def test_the_rows_are_known_before_they_are_written(capacity: int, needs: int) -> None:
    partner = a_stored_partner()
    offerings = [
        a_stored_offering(partner, capacity=capacity, areas=EVERYWHERE),
        a_stored_offering(partner, capacity=capacity),
        a_stored_offering(capacity=capacity),
    ]
    sending = a_sending(offerings)
    for number in range(needs):
        asked = offerings if capacity > 3 else [offerings[number]]
        ask(sending, a_need(), *asked)
        assert sending.rows == rows_of(sending)


def test_what_was_proposed_after_a_mark_can_be_forgotten() -> None:
    offerings = [a_stored_offering(capacity=2, areas=EVERYWHERE) for _ in range(2)]
    sending = a_sending(offerings)
    ask(sending, a_need(), offerings[0])
    mark, rows, after = sending.mark(), sending.rows, sending.after()
    ask(sending, a_need(), *offerings)
    assert sending.rows > rows
    sending.back_to(mark)
    assert (sending.rows, rows_of(sending), sending.after()) == (rows, rows, after)
    ask(sending, a_need(), offerings[0])
    assert sending.after()[offerings[0].id].capacity.free == 0


def the_first_batch() -> Batch:
    plan = a_made_plan()
    commit_plan(a_context(), plan.id)
    committed, lines = plans.read(plan.id), list(plans.lines_to_send(plan.id))
    assert committed.state is PlanState.COMMITTING
    return put_together(a_context(), committed, read_known(a_context(), lines), lines)


def test_a_batch_takes_as_many_lines_as_fit_and_not_one_fewer() -> None:
    offering = a_stored_offering(capacity=100)
    for _ in range(30):
        a_posted_need(quantity=1, priority=Priority.P1)
    batch = the_first_batch()
    a_line, beside = 5, 1 + 4
    assert len(batch.lines) == (MOST_ITEMS - beside) // a_line
    assert MOST_ITEMS - a_line < len(batch.transaction.writes) <= MOST_ITEMS
    assert batch.known.candidates[offering.id].capacity.reserved == len(batch.lines)
    assert batch.plan.sent == len(batch.lines)


def test_a_line_that_is_refused_takes_a_row_and_nothing_else() -> None:
    offering = a_stored_offering(capacity=100)
    wanted = [a_posted_need(quantity=1, priority=Priority.P1) for _ in range(3)]
    plan = a_made_plan()
    make_manual(a_context(), wanted[1].id)
    lines = lines_of(plan)
    batch = put_together(a_context(), plan, read_known(a_context(), lines), lines)
    ends = {after.need_id: (after.state, after.refusal) for _, after in batch.lines}
    assert ends[wanted[1].id] == (LineState.REFUSED, Refusal.BY_HAND)
    assert (batch.plan.sent, batch.plan.refused) == (2, 1)
    assert batch.known.candidates[offering.id].capacity.reserved == 2
