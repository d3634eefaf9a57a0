"""One client a process: PynamoDB makes one for each table, and every one costs time and sockets."""

from functools import cache

from pynamodb.connection import Connection
from pynamodb.connection.table import TableConnection


@cache
def shared() -> Connection:
    """The connection of this process. Where it leads, the standard AWS variables say."""
    return Connection(connect_timeout_seconds=3, read_timeout_seconds=8, max_pool_connections=10)


def onto_shared(table: TableConnection) -> TableConnection:
    """The table's connection, going through the shared one from now on."""
    if table.connection is not shared():
        described = table.get_meta_table()
        if described.table_name not in shared()._tables:  # noqa: SLF001 (it has no public look-up)
            shared().add_meta_table(described)
        table.connection = shared()
    return table
