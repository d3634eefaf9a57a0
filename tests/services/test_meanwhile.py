"""What somebody else does between the reading and the writing of a use case."""

from collections.abc import Callable
from functools import partial
from types import ModuleType

import pytest

from chalicelib.domain.capacity import reserve
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.offerings import Offering
from chalicelib.domain.periods import Renewal
from chalicelib.services import agreements, offerings, partners, proposals
from chalicelib.services.holding import current_capacity, save_capacity
from chalicelib.services.sending import Part
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, as_partner, some_terms
from tests.refusals import refused
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
AS_STAFF = a_context(STAFF)
AS_SUPERVISOR = a_context(SUPERVISOR)
Interrupt = Callable[[ModuleType, Callable[[], object]], None]


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Interrupt:
    """Let something else happen once, just before that module's next use case commits."""

    def before_the_next_commit(module: ModuleType, meanwhile: Callable[[], object]) -> None:
        carry_out = module.carry_out

        def interrupted(*args: object, **named: object) -> None:
            monkeypatch.setattr(module, "carry_out", carry_out)
            meanwhile()
            carry_out(*args, **named)

        monkeypatch.setattr(module, "carry_out", interrupted)

    return before_the_next_commit


def end_all(partner_id: str) -> None:
    for one in agreements.list_agreements(AS_STAFF, partner_id):
        agreements.end_agreement(AS_STAFF, partner_id, one.id)


def promise(offering: Offering) -> None:
    held = current_capacity(offering, NOW)
    commit(save_capacity(offering, reserve(held, 1), held, NOW))


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda one: offerings.pause_offering(AS_STAFF, one.id),
        lambda one: offerings.retire_offering(AS_STAFF, one.id),
        lambda one: partners.suspend_partner(AS_SUPERVISOR, one.partner_id, "reason"),
        lambda one: end_all(one.partner_id),
    ],
    ids=["paused", "retired", "suspended", "ended"],
)
def test_nothing_is_proposed_that_stopped_matching_meanwhile(
    interrupt: Interrupt, meanwhile: Callable[[Offering], object]
) -> None:
    offering, need = a_stored_offering(), a_stored_need()
    interrupt(proposals, partial(meanwhile, offering))
    refusal = refused(proposals.propose, AS_STAFF, need.id, [Part(offering.id, 1)])
    assert refusal is ErrorCode.DOES_NOT_MATCH
    assert current_capacity(offering, NOW).reserved == 0


def test_an_offering_does_not_retire_when_it_was_promised_meanwhile(interrupt: Interrupt) -> None:
    offering = a_stored_offering(capacity=100)
    interrupt(offerings, partial(promise, offering))
    refusal = refused(offerings.retire_offering, AS_STAFF, offering.id)
    assert refusal is ErrorCode.OFFERING_HOLDS_RESERVATIONS


def test_the_period_does_not_change_when_it_was_promised_meanwhile(interrupt: Interrupt) -> None:
    offering = a_stored_offering()
    interrupt(offerings, partial(promise, offering))
    weekly = some_terms(renewal=Renewal.WEEKLY)
    refusal = refused(offerings.edit_offering, AS_STAFF, offering.id, weekly)
    assert refusal is ErrorCode.OFFERING_HOLDS_RESERVATIONS


def test_an_edit_counts_what_was_promised_meanwhile(interrupt: Interrupt) -> None:
    offering = a_stored_offering(capacity=10)
    interrupt(offerings, partial(promise, offering))
    offerings.edit_offering(AS_STAFF, offering.id, some_terms(capacity=5))
    capacity = offerings.read_offering(AS_STAFF, offering.id).capacity
    assert (capacity.total, capacity.reserved) == (5, 1)


def test_a_partner_suspended_meanwhile_lists_nothing(interrupt: Interrupt) -> None:
    partner = a_stored_partner()
    interrupt(offerings, partial(partners.suspend_partner, AS_SUPERVISOR, partner.id, "reason"))
    own = a_context(as_partner(partner))
    refusal = refused(offerings.list_offering, own, partner.id, some_terms())
    assert refusal is ErrorCode.PARTNER_NOT_APPROVED
