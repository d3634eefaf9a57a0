"""Which store this process uses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.store.tables import create_tables
from tests.conftest import forget_connections

_NAME = "AWS_ENDPOINT_URL_DYNAMODB"


@contextmanager
def store_at(endpoint: str) -> Iterator[None]:
    """Use the store at that address, with its tables there, until the block ends."""
    before = os.environ.get(_NAME)
    os.environ[_NAME] = endpoint
    forget_connections()
    try:
        create_tables()
        yield
    finally:
        forget_connections()
        if before is None:
            del os.environ[_NAME]
        else:
            os.environ[_NAME] = before
