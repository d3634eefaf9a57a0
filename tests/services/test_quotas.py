"""The month's quota of an agreement and the week's cap: hard rules, counted in the transaction that asks."""

from datetime import timedelta
from functools import partial

import pytest

from chalicelib.domain.agreements import Bounds
from chalicelib.domain.assignments import Answer, Assignment, DeclineReason
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.matching import Rejection
from chalicelib.domain.offerings import Offering
from chalicelib.domain.periods import Renewal
from chalicelib.services import answers
from chalicelib.services.matches import explain_need, match_need
from chalicelib.services.network import set_weekly_requests
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import records
from tests.factories import NOW, SUPERVISOR, a_context
from tests.refusals import refused, refused_field
from tests.services.racing import at_once
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

FAR = NOW + timedelta(days=60)


def bounded(**bounds: int) -> Offering:
    return a_stored_offering(a_stored_partner(agreement={"bounds": Bounds(**bounds)}), capacity=1000)  # type: ignore[arg-type]


def ask(offering: Offering, quantity: int = 1, days: int = 0) -> Assignment:
    need = a_stored_need(quantity=quantity, deadline=FAR)
    (one,) = propose(a_context(now=NOW + timedelta(days=days)), need.id, [Part(offering.id, quantity)])
    return one


def rule_that_refuses(offering: Offering, quantity: int = 1, days: int = 0) -> str:
    with pytest.raises(DomainError) as refusal:
        ask(offering, quantity, days)
    assert refusal.value.code is ErrorCode.DOES_NOT_MATCH
    return str(refusal.value.params["rule"])


@pytest.mark.usefixtures("store")
class TestOneAfterTheOther:
    def test_after_the_months_requests_no_more_go_out_until_the_next_month(self) -> None:
        offering = bounded(requests_a_month=2)
        ask(offering)
        ask(offering)
        assert rule_that_refuses(offering) == Rejection.QUOTA
        assert ask(offering, days=5).proposed == 1

    def test_a_match_takes_no_more_than_the_quota_leaves(self) -> None:
        offering = bounded(units_a_month=10)
        ask(offering, 7)
        need = a_stored_need(quantity=8, deadline=FAR)
        assert [one.match.quantity for one in match_need(a_context(), need)] == [3]
        assert rule_that_refuses(offering, 4) == Rejection.QUOTA
        ask(offering, 3)
        assert match_need(a_context(), need) == ()
        assert explain_need(a_context(), need).rejected == ((Rejection.QUOTA, 1),)

    def test_units_that_a_partner_did_not_take_are_its_quota_again(self) -> None:
        offering = bounded(units_a_month=10)
        declined, part, withdrawn = ask(offering, 4), ask(offering, 4), ask(offering, 2)
        assert rule_that_refuses(offering) == Rejection.QUOTA
        no = Answer(NOW, "01J", reason=DeclineReason.NO_CAPACITY)
        answers.decline(a_context(), declined.need_id, declined.id, no)
        answers.accept(a_context(), part.need_id, part.id, 1, Answer(NOW, "01J"))
        answers.withdraw(a_context(), withdrawn.need_id, withdrawn.id)
        assert records.read(offering.partner_id).units == 1
        assert ask(offering, 9).proposed == 9

    def test_units_of_last_month_give_nothing_back_to_this_one(self) -> None:
        offering = bounded(units_a_month=10)
        old = ask(offering, 6)
        ask(offering, 8, days=5)
        later = a_context(now=NOW + timedelta(days=5))
        answers.withdraw(later, old.need_id, old.id)
        assert records.read(offering.partner_id).units == 8

    def test_two_offerings_of_a_partner_share_its_quota_also_within_one_proposal(self) -> None:
        partner = a_stored_partner(agreement={"bounds": Bounds(units_a_month=5)})
        first, second = a_stored_offering(partner), a_stored_offering(partner)
        need = a_stored_need(quantity=6)
        parts = [Part(first.id, 3), Part(second.id, 3)]
        assert refused(propose, a_context(), need.id, parts) is ErrorCode.DOES_NOT_MATCH
        propose(a_context(), need.id, [Part(first.id, 3), Part(second.id, 2)])
        assert records.read(partner.id).units == 5

    def test_the_networks_cap_of_the_week_holds_for_all_and_begins_anew_on_monday(self) -> None:
        set_weekly_requests(a_context(SUPERVISOR), 1)
        offering = a_stored_offering(capacity=100, renewal=Renewal.WEEKLY)
        ask(offering)
        assert rule_that_refuses(offering) == Rejection.NOTICE_CAP
        assert ask(offering, days=6).proposed == 1

    def test_what_the_agreement_says_of_the_week_goes_before_what_the_network_says(self) -> None:
        set_weekly_requests(a_context(SUPERVISOR), 1)
        willing, reluctant = bounded(notices_a_week=2), bounded(notices_a_week=1)
        set_weekly_requests(a_context(SUPERVISOR), 5)
        ask(willing)
        ask(willing)
        ask(reluctant)
        assert {rule_that_refuses(one) for one in (willing, reluctant)} == {Rejection.NOTICE_CAP}

    def test_supervisors_alone_set_the_cap_and_not_to_nothing(self) -> None:
        assert refused(set_weekly_requests, a_context(), 3) is ErrorCode.NOT_PERMITTED
        assert refused_field(set_weekly_requests, a_context(SUPERVISOR), 0) == "most"


@pytest.mark.engines
@pytest.mark.usefixtures("roto")
@pytest.mark.parametrize(
    "bounds", [{"requests_a_month": 5}, {"units_a_month": 5}, {"notices_a_week": 5}], ids=str
)
def test_many_at_once_never_ask_for_more_than_was_agreed(bounds: dict[str, int]) -> None:
    partner = a_stored_partner(agreement={"bounds": Bounds(**bounds)})  # type: ignore[arg-type]
    listed = [a_stored_offering(partner, capacity=100) for _ in range(3)]
    done = at_once([partial(ask, listed[number % 3]) for number in range(12)], threads=8)
    assert (done.count(None), done.count(ErrorCode.DOES_NOT_MATCH)) == (5, 7)
    record = records.read(partner.id)
    assert (record.requests, record.units, record.notices) == (5, 5, 5)
