"""A notice: what it tells, who may send it, and when it is given up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.notices import (
    RETRY_AFTER,
    SENDING_TAKES,
    Notice,
    NoticeKind,
    NoticeState,
    failed,
    sent,
    take,
    write,
)
from tests.factories import NOW, an_id

MESSAGE = "010a0192-message-000000"
CODE: dict[str, str | int] = {"code": "204817", "minutes": 10}


def a_notice(**given: object) -> Notice:
    until = NOW + timedelta(days=2)
    sound = write(an_id(), NoticeKind.SIGN_IN_CODE, "a@example.org", "ar", NOW, CODE, until)
    return replace(sound, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("params", [{}, {"code": "204817"}, {**CODE, "case_reference": "CASE7"}])
def test_a_notice_tells_what_its_kind_tells_and_no_more(params: dict[str, str | int]) -> None:
    with pytest.raises(TypeError):
        write(an_id(), NoticeKind.SIGN_IN_CODE, "a@example.org", "ar", NOW, params)


def test_who_takes_it_has_two_minutes_to_send_it() -> None:
    taken = take(a_notice(), NOW)
    assert (taken.attempts, taken.due_at, taken.state) == (1, NOW + SENDING_TAKES, NoticeState.PENDING)


def test_once_sent_it_forgets_what_it_told() -> None:
    gone = sent(take(a_notice(), NOW), NOW, MESSAGE)
    assert (gone.state, gone.params, gone.sent_at) == (NoticeState.SENT, {}, NOW)
    assert gone.message_id == MESSAGE


def test_each_failure_makes_it_wait_longer_until_it_is_given_up() -> None:
    notice, waits = a_notice(expires_at=None), []
    while notice.state is NoticeState.PENDING:
        notice = failed(take(notice, NOW), NOW)
        waits.append(notice.due_at - NOW)
    assert tuple(waits[: len(RETRY_AFTER)]) == RETRY_AFTER
    assert (notice.state, notice.attempts, notice.params) == (NoticeState.FAILED, 6, {})


def test_a_sender_who_dies_each_time_uses_its_attempts_up_too() -> None:
    notice = a_notice(expires_at=None)
    for _ in range(6):
        notice = take(notice, NOW)
    assert (take(notice, NOW).state, notice.state) == (NoticeState.FAILED, NoticeState.PENDING)


def test_what_is_of_no_use_any_more_is_not_sent() -> None:
    late = take(a_notice(), NOW + timedelta(days=2))
    assert (late.state, late.params, late.attempts) == (NoticeState.FAILED, {}, 0)
