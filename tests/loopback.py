"""No test talks to anything but this machine: one without the store must not reach for a real one."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from ipaddress import ip_address
from typing import Any, NoReturn

import pytest

NOBODY = "http://127.0.0.1:9"
"""An address of this machine at which nobody answers: of an engine that a test leaves out."""


@contextmanager
def loopback_alone() -> Iterator[None]:
    """Refuse names and addresses beyond loopback, before anything is sent, until the block ends.

    A refusal fails the test even where the code under test swallows every `Exception`. Programs that a test
    starts are not reached by it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", _looking_up(socket.getaddrinfo))
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _connecting(getattr(socket.socket, name)))
        yield


def _looking_up(look_up: Any) -> Any:
    @wraps(look_up)
    def guarded(host: bytes | str | None, *given: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_here(name):
            _refuse(name)
        return look_up(host, *given, **named)

    return guarded


def _connecting(connect: Any) -> Any:
    @wraps(connect)
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(str(address[0])):
            _refuse(str(address[0]))
        return connect(self, address)

    return guarded


def _is_here(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse(host: str) -> NoReturn:
    pytest.fail(f"this test reached for {host}: tests use loopback alone (does it lack the fixture `store`?)")
