"""Which documents a category asks for, and until when they hold."""

from datetime import timedelta

import pytest

from chalicelib.domain.categories import Field
from chalicelib.domain.credentials import CredentialKind, holds, required_by
from tests.factories import TODAY, a_category, a_credential


@pytest.mark.parametrize(
    ("given", "required"),
    [
        ({}, set()),
        ({"field": Field.LEGAL}, set()),
        ({"field": Field.PSYCHOLOGICAL}, {CredentialKind.ACCREDITATION}),
        ({"in_home_or_with_child": True}, {CredentialKind.CLEARANCE}),
        (
            {"field": Field.PSYCHOLOGICAL, "in_home_or_with_child": True},
            {CredentialKind.ACCREDITATION, CredentialKind.CLEARANCE},
        ),
    ],
)
def test_psychological_aid_and_work_in_a_home_or_with_a_child_ask_for_documents(
    given: dict[str, object], required: set[CredentialKind]
) -> None:
    assert required_by(a_category(**given)) == required


def test_a_document_holds_through_its_last_day() -> None:
    licence = a_credential(expires_on=TODAY)
    assert holds([licence], CredentialKind.LICENCE, TODAY)
    assert not holds([licence], CredentialKind.LICENCE, TODAY + timedelta(days=1))


def test_a_document_holds_for_its_own_kind() -> None:
    assert not holds([a_credential()], CredentialKind.CLEARANCE, TODAY)
    assert not holds([], CredentialKind.LICENCE, TODAY)


def test_one_in_force_suffices_beside_expired_ones() -> None:
    expired = a_credential(expires_on=TODAY - timedelta(days=1))
    assert holds([expired, a_credential()], CredentialKind.LICENCE, TODAY)
