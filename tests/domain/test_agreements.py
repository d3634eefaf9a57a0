"""Agreements: what they cover, when, and who signed."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.agreements import (
    TERMS_VERSION,
    Signature,
    end,
    in_force,
    prepare,
    require_not_over,
    sign,
)
from chalicelib.domain.categories import Field
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import AgreementState
from tests.factories import NOW, STAFF, TODAY, a_partner, an_agreement, as_partner
from tests.refusals import refused, refused_field

PARTNER = a_partner()
SIGNATURE = Signature("سالم", "المدير", NOW, "01JACCOUNT")
DAY = timedelta(days=1)


def test_a_new_agreement_carries_the_present_terms_and_no_signature() -> None:
    agreement = prepare("01J", PARTNER.id, TODAY, TODAY, [Field.LIVING, Field.LIVING])
    assert (agreement.terms_version, agreement.covers) == (TERMS_VERSION, frozenset({Field.LIVING}))
    assert (agreement.state, agreement.signature) == (AgreementState.PREPARED, None)


def test_it_does_not_end_before_it_begins_and_covers_something() -> None:
    assert refused_field(prepare, "01J", PARTNER.id, TODAY, TODAY - DAY, [Field.LIVING]) == "ends_on"
    assert refused_field(prepare, "01J", PARTNER.id, TODAY, TODAY, []) == "covers"


def test_one_whose_last_day_passed_is_over() -> None:
    require_not_over(an_agreement(PARTNER, ends_on=TODAY), TODAY)
    over = an_agreement(PARTNER, ends_on=TODAY - DAY)
    assert refused(require_not_over, over, TODAY) is ErrorCode.PERIOD_INVALID


@pytest.mark.parametrize("actor", [as_partner(PARTNER), STAFF])
def test_the_partner_signs_or_staff_record_its_signature(actor: object) -> None:
    agreement = prepare("01J", PARTNER.id, TODAY, TODAY, [Field.LIVING])
    signed = sign(agreement, SIGNATURE, actor)  # type: ignore[arg-type]
    assert (signed.state, signed.signature, signed.version) == (AgreementState.SIGNED, SIGNATURE, 2)


def test_the_public_signs_nothing() -> None:
    agreement = prepare("01J", PARTNER.id, TODAY, TODAY, [Field.LIVING])
    assert refused(sign, agreement, SIGNATURE, PUBLIC) is ErrorCode.NOT_PERMITTED


@pytest.mark.parametrize(
    ("signature", "field"),
    [
        (Signature(" ", "المدير", NOW, "01J"), "name"),
        (Signature("سالم", " ", NOW, "01J"), "capacity"),
    ],
)
def test_a_signature_needs_a_name_and_a_capacity(signature: Signature, field: str) -> None:
    agreement = prepare("01J", PARTNER.id, TODAY, TODAY, [Field.LIVING])
    assert refused_field(sign, agreement, signature, STAFF) == field


def test_what_is_signed_is_not_signed_again_and_what_is_ended_stays_ended() -> None:
    signed = an_agreement(PARTNER)
    assert refused(sign, signed, SIGNATURE, STAFF) is ErrorCode.ILLEGAL_TRANSITION
    assert refused(end, end(signed, STAFF), STAFF) is ErrorCode.ILLEGAL_TRANSITION


def test_it_is_in_force_from_its_first_day_through_its_last() -> None:
    agreement = an_agreement(PARTNER, starts_on=TODAY, ends_on=TODAY + DAY)
    forces = [in_force([agreement], Field.LIVING, TODAY + n * DAY) for n in (-1, 0, 1, 2)]
    assert forces == [None, agreement, agreement, None]


@pytest.mark.parametrize("state", [AgreementState.PREPARED, AgreementState.ENDED])
def test_unsigned_or_ended_it_is_never_in_force(state: AgreementState) -> None:
    assert in_force([an_agreement(PARTNER, state=state)], Field.LIVING, TODAY) is None


def test_it_is_in_force_for_the_fields_that_it_covers() -> None:
    agreement = an_agreement(PARTNER, covers=frozenset({Field.LEGAL}))
    assert in_force([agreement], Field.LIVING, TODAY) is None
    assert in_force([agreement], Field.LEGAL, TODAY) == agreement


def test_of_two_the_one_that_lasts_longer_counts() -> None:
    short, long = an_agreement(PARTNER, ends_on=TODAY), an_agreement(PARTNER)
    assert in_force([long, short], Field.LIVING, TODAY) == long
