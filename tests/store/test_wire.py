"""What goes over the wire is what botocore would have sent, though it did not look through it."""

import json
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest
from botocore.session import get_session

from chalicelib.store import partners
from chalicelib.store.batch_get import documents_at
from chalicelib.store.commit import commit
from chalicelib.store.connection import shared
from chalicelib.store.tables import ClaimRow, LimitRow, PartnerRow
from chalicelib.store.writes import Kind, Write
from tests.factories import NOW, a_partner

pytestmark = pytest.mark.usefixtures("store")
_TOKEN = "ClientRequestToken"


class Wire:
    """What was asked of the client, and what it sent."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.sent: dict[str, Any] = {}

    def watch(self, operation: str) -> "Wire":
        events = shared().client.meta.events
        events.register_first(f"provide-client-params.dynamodb.{operation}", self._note_asked)
        events.register(f"request-created.dynamodb.{operation}", self._note_sent)
        return self

    def _note_asked(self, params: dict[str, Any], **_: object) -> None:
        self.asked = params

    def _note_sent(self, request: AWSRequest, **_: object) -> None:
        self.sent = json.loads(request.data or b"")


def as_botocore_sends(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The body that a client of its own makes of the same."""
    client: Any = get_session().create_client("dynamodb")
    bodies: list[bytes] = []
    client.meta.events.register(
        f"before-call.dynamodb.{operation}", lambda params, **_: bodies.append(params["body"])
    )
    client._make_api_call(operation, asked)
    body: dict[str, Any] = json.loads(bodies[0])
    return body


def test_a_transaction_is_sent_as_botocore_would_with_a_token_against_a_second_time() -> None:
    wire = Wire().watch("TransactWriteItems")
    commit(
        [
            Write(Kind.PUT, LimitRow("أمان «الشارقة»\n\\", times=3, expires_at=NOW)),
            Write(Kind.CHECK, ClaimRow("check", holder="x"), ClaimRow.holder != "أحد"),
            Write(Kind.DELETE, ClaimRow("gone", holder="x")),
        ]
    )
    sent, usual = wire.sent, as_botocore_sends("TransactWriteItems", wire.asked)
    assert sent.keys() == usual.keys()
    assert (len(sent.pop(_TOKEN)), sent) == (len(usual.pop(_TOKEN)), usual)
    assert int(LimitRow.get("أمان «الشارقة»\n\\").times) == 3


def test_each_transaction_has_a_token_of_its_own() -> None:
    wire, tokens = Wire().watch("TransactWriteItems"), []
    for _ in range(2):
        commit([partners.save(a_partner(), None)])
        tokens.append(wire.sent[_TOKEN])
    assert len(set(tokens)) == 2


def test_a_batch_is_read_as_botocore_would() -> None:
    partner, wire = a_partner(), Wire().watch("BatchGetItem")
    commit([partners.save(partner, None)])
    ((_, document),) = documents_at([(PartnerRow, partner.id), (PartnerRow, "01JNOBODY")])
    assert partner.id in document
    assert wire.sent == as_botocore_sends("BatchGetItem", wire.asked)


def test_what_others_add_to_a_request_goes_with_it() -> None:
    def add(params: dict[str, Any], **_: object) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    wire = Wire().watch("TransactWriteItems")
    shared().client.meta.events.register("provide-client-params.dynamodb", add)
    commit([partners.save(a_partner(), None)])
    assert wire.sent["ReturnConsumedCapacity"] == "TOTAL"
