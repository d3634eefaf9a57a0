"""How often something may happen: a counter for each window of time, counted before the deed."""

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.domain.errors import ErrorCode, limited
from chalicelib.store.tables import LimitRow


def count(key: str, most: int, window: timedelta, now: datetime) -> None:
    """Count one more of `key`. Raises `TOO_MANY_REQUESTS`, with the seconds to wait, beyond the most."""
    seconds = int(window.total_seconds())
    number, elapsed = divmod(int(now.timestamp()), seconds)
    row = LimitRow(f"{key}#{number}")
    below = LimitRow.times.does_not_exist() | (LimitRow.times < most)
    actions: list[Action] = [LimitRow.times.add(1), LimitRow.expires_at.set(now + 2 * window)]
    try:
        row.update(actions=actions, condition=below)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise limited(ErrorCode.TOO_MANY_REQUESTS, seconds=seconds - elapsed) from error
