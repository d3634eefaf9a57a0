"""The tests themselves reach nothing beyond this machine."""

import socket
from contextlib import suppress

import boto3
import pytest

from chalicelib.store import needs

ELSEWHERE = "192.0.2.1"
"""An address that no machine has (RFC 5737)."""


def test_the_store_without_its_fixture_is_refused_by_name() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"dynamodb\.me-central-1.* lack the fixture `store`"):
        needs.find("one")


def test_what_swallows_every_error_does_not_swallow_the_refusal() -> None:
    with pytest.raises(pytest.fail.Exception, match="reached for"), suppress(Exception):
        boto3.client("ses").list_identities()


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
def test_an_address_elsewhere_is_refused_before_anything_is_sent(connect: str) -> None:
    with socket.socket() as ours, pytest.raises(pytest.fail.Exception, match=ELSEWHERE):
        getattr(ours, connect)((ELSEWHERE, 443))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_reached(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        address = (host, theirs.getsockname()[1])
        with socket.create_connection(address, timeout=5) as ours:
            assert ours.getpeername()[1] == address[1]
