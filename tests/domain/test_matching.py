"""The hard rules, the ranking, and why the others do not match."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import matching
from chalicelib.domain.areas import Area
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import Field, Form, Unit
from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.lifecycle import AgreementState, OfferingState, PartnerState
from chalicelib.domain.matching import Candidate, Reason, Rejection
from chalicelib.domain.partners import PartnerKind
from chalicelib.domain.records import PartnerRecord, answered
from tests.factories import (
    NOW,
    TODAY,
    a_category,
    a_credential,
    a_need,
    a_partner,
    a_profile,
    an_agreement,
    an_offering,
    some_details,
    some_terms,
)

YESTERDAY = TODAY - timedelta(days=1)


def a_candidate(
    partner: dict[str, Any] | None = None,
    agreement: dict[str, Any] | None = None,
    offering: dict[str, Any] | None = None,
    terms: dict[str, Any] | None = None,
    free: int = 10,
    **given: Any,
) -> Candidate:
    owner = a_partner(**(partner or {}))
    listed = an_offering(owner, terms=some_terms(**(terms or {})), **(offering or {}))
    sound = Candidate(
        offering=listed,
        partner=owner,
        agreements=(an_agreement(owner, **(agreement or {})),),
        capacity=Capacity(listed.id, "once", total=10, reserved=10 - free),
        record=PartnerRecord(owner.id),
    )
    return replace(sound, **given)


def broken(candidate: Candidate, category: dict[str, Any] | None = None, **details: Any) -> set[Rejection]:
    need = a_need(details=some_details(**details))
    return set(matching.rejections(need, a_category(**(category or {})), candidate, NOW))


def test_a_sound_candidate_breaks_no_rule() -> None:
    assert broken(a_candidate()) == set()


RULES = [
    (Rejection.PARTNER_NOT_APPROVED, a_candidate(partner={"state": PartnerState.SUSPENDED})),
    (Rejection.OFFERING_NOT_ACTIVE, a_candidate(offering={"state": OfferingState.PAUSED})),
    (
        Rejection.FORM,
        a_candidate(terms={"form": Form.FINANCIAL, "unit": Unit.AED}, financial_allowed=True),
    ),
    (Rejection.FORM, a_candidate(terms={"category": "clothes"})),
    (Rejection.OUTSIDE_AREA, a_candidate(terms={"areas": frozenset({Area.DHAID})})),
    (Rejection.NO_AGREEMENT, a_candidate(agreements=())),
    (Rejection.NO_AGREEMENT, a_candidate(agreement={"state": AgreementState.PREPARED})),
    (Rejection.NO_AGREEMENT, a_candidate(agreement={"ends_on": YESTERDAY})),
    (Rejection.NO_AGREEMENT, a_candidate(agreement={"starts_on": TODAY + timedelta(days=1)})),
    (Rejection.NO_AGREEMENT, a_candidate(agreement={"covers": frozenset({Field.LEGAL})})),
    (Rejection.LICENCE_EXPIRED, a_candidate(partner={"credentials": ()})),
    (
        Rejection.LICENCE_EXPIRED,
        a_candidate(partner={"credentials": (a_credential(expires_on=YESTERDAY),)}),
    ),
    (Rejection.NOT_AVAILABLE, a_candidate(terms={"available_to": YESTERDAY})),
    (Rejection.NOT_AVAILABLE, a_candidate(terms={"lead_time_hours": 49})),
    (Rejection.ALREADY_ASKED, a_candidate(asked=True)),
    (Rejection.FULL, a_candidate(free=0)),
]


@pytest.mark.parametrize(("rule", "candidate"), RULES, ids=lambda value: getattr(value, "value", ""))
def test_each_rule_alone_keeps_a_candidate_out(rule: Rejection, candidate: Candidate) -> None:
    assert broken(candidate) == {rule}


def test_a_partner_who_is_left_out_does_not_match() -> None:
    candidate = a_candidate()
    assert broken(candidate, excluded_partners=frozenset({candidate.partner.id})) == {Rejection.EXCLUDED}


def test_money_matches_while_the_permit_is_in_force_and_never_without_it() -> None:
    money: dict[str, Any] = {"form": Form.FINANCIAL, "unit": Unit.AED}
    assert broken(a_candidate(terms=money), **money) == {Rejection.FINANCIAL_SWITCHED_OFF}
    assert broken(a_candidate(terms=money, financial_allowed=True), **money) == set()


def test_psychological_aid_needs_an_accreditation_in_force() -> None:
    psychological = {"field": Field.PSYCHOLOGICAL}
    assert broken(a_candidate(), psychological) == {Rejection.ACCREDITATION_MISSING}
    accredited = (a_credential(), a_credential(kind=CredentialKind.ACCREDITATION))
    assert broken(a_candidate(partner={"credentials": accredited}), psychological) == set()


def test_work_in_a_home_or_with_a_child_needs_a_clearance() -> None:
    at_home = {"in_home_or_with_child": True}
    licensed = a_candidate(partner={"credentials": (a_credential(),)})
    assert broken(licensed, at_home) == {Rejection.CLEARANCE_MISSING}
    assert broken(a_candidate(), at_home) == set()


def test_an_individual_needs_no_trade_licence() -> None:
    individual = a_profile(kind=PartnerKind.INDIVIDUAL)
    assert broken(a_candidate(partner={"profile": individual, "credentials": ()})) == set()


def test_a_match_takes_what_is_needed_or_what_there_is() -> None:
    candidates = [a_candidate(free=3), a_candidate(free=10)]
    ranked = matching.rank(a_need(), a_category(), candidates, 5, NOW)
    assert {one.offering_id: one.quantity for one in ranked} == {
        candidates[0].offering.id: 3,
        candidates[1].offering.id: 5,
    }
    assert ranked[0].offering_id == candidates[1].offering.id


def test_the_less_loaded_of_two_that_can_do_it_all_comes_first() -> None:
    busy, idle = a_candidate(free=5), a_candidate(free=10)
    ranked = matching.rank(a_need(), a_category(), [busy, idle], 2, NOW)
    assert [one.offering_id for one in ranked] == [idle.offering.id, busy.offering.id]
    assert Reason.LIGHTLY_LOADED in ranked[0].reasons


def test_silence_lowers_a_partner_and_a_newcomer_does_not_starve() -> None:
    silent = a_candidate(record=PartnerRecord("x", answered=0, unanswered=6))
    newcomer = a_candidate()
    ranked = matching.rank(a_need(), a_category(), [silent, newcomer], 2, NOW)
    assert ranked[0].offering_id == newcomer.offering.id
    assert Reason.NEWCOMER in ranked[0].reasons


def test_declining_carries_no_penalty() -> None:
    record = PartnerRecord("x", answered=3)
    after_decline = answered(record)
    declined, before = a_candidate(record=after_decline), a_candidate(record=record)
    scores = [
        matching.match(a_need(), one, 2, 2, NOW).inputs.inputs["reliability"] for one in (declined, before)
    ]
    assert scores[0] >= scores[1]


def test_the_same_inputs_give_the_same_ranking_whatever_their_order() -> None:
    need, candidates = a_need(), [a_candidate(free=free) for free in (2, 9, 5, 9, 1)]
    ranked = matching.rank(need, a_category(), candidates, 4, NOW)
    assert matching.rank(need, a_category(), reversed(candidates), 4, NOW) == ranked


def test_each_offering_that_does_not_match_is_counted_once_by_the_first_rule_it_breaks() -> None:
    candidates = [
        a_candidate(),
        a_candidate(free=0),
        a_candidate(free=0, terms={"areas": frozenset({Area.DHAID})}),
        a_candidate(terms={"areas": frozenset({Area.DHAID})}),
    ]
    told = matching.explain(a_need(), a_category(), candidates, NOW)
    assert (told.matching, dict(told.rejected)) == (1, {Rejection.OUTSIDE_AREA: 2, Rejection.FULL: 1})


def test_the_first_rule_that_is_told_is_the_first_of_all_that_are_broken() -> None:
    hopeless = a_candidate(
        partner={"state": PartnerState.SUSPENDED, "credentials": ()},
        offering={"state": OfferingState.PAUSED},
        terms={"category": "clothes", "areas": frozenset({Area.DHAID}), "lead_time_hours": 49},
        agreements=(),
        free=0,
        asked=True,
        notices_a_week=0,
    )
    need, order = a_need(), list(Rejection)
    told = matching.explain(need, a_category(), [hopeless], NOW)
    all_broken = matching.rejections(need, a_category(), hopeless, NOW)
    assert told.rejected == ((min(all_broken, key=order.index), 1),)
    assert told.reasons[0].candidates == (hopeless,)
    assert len(all_broken) == 10
