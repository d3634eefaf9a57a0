"""Requests that carried an idempotency key."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import ErrorCode
from chalicelib.services.context import RequestKey
from chalicelib.services.recording import carry_out
from chalicelib.store import partners, requests
from chalicelib.store.commit import commit
from chalicelib.store.requests import KEPT_FOR, CarriedOut
from tests.factories import NOW, a_context, a_partner
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("store")


def test_a_request_is_known_before_and_after_its_answer_is_kept() -> None:
    assert requests.find("key", NOW) is None
    commit([requests.take("key", "print", NOW)])
    assert requests.find("key", NOW) == CarriedOut("print", None, None)
    requests.keep_answer("key", "print", 201, "{}", NOW)
    assert requests.find("key", NOW) == CarriedOut("print", 201, "{}")


def test_what_a_request_does_is_done_once() -> None:
    context = a_context(request_key=RequestKey("key", "print"))
    first, second = a_partner(), a_partner()
    carry_out(context, [partners.save(first, None)], [])
    refusal = refused(carry_out, context, [partners.save(second, None)], [])
    assert refusal is ErrorCode.REQUEST_KEY_REUSED
    assert partners.find(second.id) is None


def test_a_key_is_forgotten_after_a_day() -> None:
    commit([requests.take("key", "print", NOW)])
    assert requests.find("key", NOW + KEPT_FOR - timedelta(seconds=1)) is not None
    assert requests.find("key", NOW + KEPT_FOR) is None
    commit([requests.take("key", "another", NOW + KEPT_FOR)])
