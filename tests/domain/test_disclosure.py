"""What a partner is shown of a need, before it accepts and after."""

from dataclasses import replace

import pytest

from chalicelib.domain.areas import Area, Region
from chalicelib.domain.categories import Field
from chalicelib.domain.disclosure import COMMITTED, Disclosed, disclose
from chalicelib.domain.lifecycle import AssignmentState
from tests.factories import a_category, a_need, an_assignment, some_details


def seen(state: AssignmentState, **details: object) -> Disclosed:
    need = a_need(details=some_details(case_reference="CASE1", area=Area.KALBA, **details))
    return disclose(need, a_category(), replace(an_assignment(), state=state), "800700")


@pytest.mark.parametrize("state", AssignmentState)
def test_the_case_and_the_duty_desk_are_told_while_the_partner_is_committed(state: AssignmentState) -> None:
    told = ("CASE1", "800700") if state in COMMITTED else (None, None)
    assert (seen(state).case_reference, seen(state).duty_desk) == told


def test_nobody_is_committed_who_has_not_accepted_or_has_it_no_more() -> None:
    assert COMMITTED.isdisjoint(
        {
            AssignmentState.PROPOSED,
            AssignmentState.DECLINED,
            AssignmentState.EXPIRED,
            AssignmentState.WITHDRAWN,
            AssignmentState.CANCELLED,
        }
    )


@pytest.mark.parametrize("state", [AssignmentState.PROPOSED, AssignmentState.ACCEPTED])
def test_of_a_sensitive_need_the_region_is_told_and_never_the_town(state: AssignmentState) -> None:
    plain, sensitive = seen(state), seen(state, sensitive=True)
    assert (plain.area, plain.region) == (Area.KALBA, Region.EAST_COAST)
    assert (sensitive.area, sensitive.region) == (None, Region.EAST_COAST)


def test_of_legal_aid_it_is_told_that_litigation_is_excluded() -> None:
    legal = disclose(a_need(), a_category(field=Field.LEGAL), an_assignment(), "800700")
    assert legal.litigation_excluded
    assert not seen(AssignmentState.PROPOSED).litigation_excluded
