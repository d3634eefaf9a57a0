"""Doing many of the same."""

import logging

import pytest

from chalicelib.services.batches import for_each


def test_it_counts_those_that_did_something() -> None:
    assert for_each("evens", range(5), lambda number: number % 2 == 0) == 3


def test_one_that_goes_wrong_does_not_keep_the_others_waiting(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def act(name: str) -> bool:
        if name == "salem@example.org":
            raise LookupError(name)
        done.append(name)
        return True

    with caplog.at_level(logging.ERROR):
        assert for_each("send", ["a", "salem@example.org", "b"], act) == 2
    assert done == ["a", "b"]
    (line,) = caplog.messages
    assert "LookupError" in line
    assert "salem" not in line
