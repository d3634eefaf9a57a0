"""What supervisors set for the whole network."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.network import FinancialPermit
from chalicelib.services.network import (
    enter_financial_permit,
    read_network,
    remove_financial_permit,
    set_duty_desk,
)
from chalicelib.store import audit
from tests.factories import STAFF, SUPERVISOR, TODAY, a_context, a_partner, as_partner
from tests.refusals import refused, refused_field

pytestmark = pytest.mark.usefixtures("store")
AS_SUPERVISOR = a_context(SUPERVISOR)
PERMIT = FinancialPermit("P-1", "the issuer", "the receiving body", TODAY + timedelta(days=30))


def settings_changed() -> list[object]:
    return [event.details["setting"] for event in audit.list_of("network").items]


def test_a_new_network_has_the_main_line_and_no_permit() -> None:
    settings = read_network(a_context(PUBLIC))
    assert (settings.duty_desk, settings.financial_permit) == ("800700", None)


def test_the_duty_desk_is_set_in_either_digits() -> None:
    assert set_duty_desk(AS_SUPERVISOR, "٠٥٠١٢٣٤٥٦٧").duty_desk == "+971501234567"
    assert read_network(AS_SUPERVISOR).duty_desk == "+971501234567"
    assert refused_field(set_duty_desk, AS_SUPERVISOR, "soon") == "duty_desk"


def test_the_permit_is_entered_and_removed_and_the_trail_says_so() -> None:
    assert enter_financial_permit(AS_SUPERVISOR, PERMIT).financial_permit == PERMIT
    assert remove_financial_permit(AS_SUPERVISOR).financial_permit is None
    remove_financial_permit(AS_SUPERVISOR)
    assert settings_changed() == ["financial_permit_entered", "financial_permit_removed"]


def test_only_supervisors_set() -> None:
    for actor in (STAFF, as_partner(a_partner()), PUBLIC):
        context = a_context(actor)
        assert refused(set_duty_desk, context, "0501234567") is ErrorCode.NOT_PERMITTED
        assert refused(enter_financial_permit, context, PERMIT) is ErrorCode.NOT_PERMITTED
        assert refused(remove_financial_permit, context) is ErrorCode.NOT_PERMITTED
