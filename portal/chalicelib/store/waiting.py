"""Which needs wait for the cascade: a row that is written and deleted together with its need."""

from chalicelib.domain.needs import CascadeState, Need
from chalicelib.store.needs import urgency_of
from chalicelib.store.tables import WaitingNeedRow
from chalicelib.store.writes import Kind, Write

_QUEUE = "cascade"


def follow(after: Need, was: Need) -> list[Write]:
    """What a change of the need asks of its row. The need's own version guards both."""
    come, gone = _keys(after), _keys(was)
    return [
        *(Write(Kind.DELETE, WaitingNeedRow(_QUEUE, key, need_id=was.id)) for key in gone - come),
        *(Write(Kind.PUT, WaitingNeedRow(_QUEUE, key, need_id=was.id)) for key in come - gone),
    ]


def _keys(need: Need) -> set[str]:
    return {urgency_of(need)} if need.cascade is CascadeState.WAITING else set()


def list_waiting(limit: int) -> list[str]:
    """The ids of the needs that wait, the most urgent first."""
    rows = WaitingNeedRow.query(_QUEUE, limit=limit, consistent_read=True)
    return [row.need_id for row in rows]
