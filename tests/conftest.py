"""What every test stands on: loopback only, a clean environment, and a store in the process or a real one."""

import os
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "123456789012",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    "AWS_DEFAULT_REGION": "me-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AMAN_BASE_URL": "http://127.0.0.1:8700",
    "AMAN_SECRET_KEY": "a secret for the tests alone, 32 characters or more",
    "AMAN_MAIL_FROM": "aman@example.org",
    "AMAN_OPERATOR_NAME_AR": "فريق العرض",
    "AMAN_OPERATOR_NAME_EN": "The demo team",
    "AMAN_DUTY_DESK_PHONE": "800700",
    "AMAN_TOTP_REQUIRED": "no",
}
os.environ.update(ENVIRONMENT)
os.environ.pop("AWS_ENDPOINT_URL_DYNAMODB", None)

from moto import mock_aws  # noqa: E402 (after the environment)
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends  # noqa: E402
from moto.dynamodb.models.table import Table  # noqa: E402
from playwright.sync_api import Browser, Playwright, sync_playwright  # noqa: E402

from aman_audit.browser import launched  # noqa: E402
from chalicelib.mail import ses  # noqa: E402
from chalicelib.store import connection  # noqa: E402
from chalicelib.store.tables import TABLES, create_tables  # noqa: E402
from tests.engines import roto_server  # noqa: E402
from tests.loopback import NOBODY, loopback_alone  # noqa: E402


def forget_connections() -> None:
    """Let the next call to the store, and the next mail, go where the environment says then."""
    for table in TABLES:
        table._connection = None
    connection.shared.cache_clear()
    ses._client.cache_clear()


def _in_process() -> DynamoDBBackend:
    return dynamodb_backends[ENVIRONMENT["AWS_ACCESS_KEY_ID"]][ENVIRONMENT["AWS_DEFAULT_REGION"]]


@cache
def _empty_tables() -> dict[str, Table]:
    """The tables as they are created, which takes twenty times as long as copying them."""
    with mock_aws():
        create_tables()
        return deepcopy(_in_process().tables)


@pytest.fixture(scope="session", autouse=True)
def _loopback_alone() -> Iterator[None]:
    with loopback_alone():
        yield


@pytest.fixture
def store() -> Iterator[None]:
    """An empty store in this process, for one thread."""
    empty = _empty_tables()
    with mock_aws():
        _in_process().tables = deepcopy(empty)
        yield


@pytest.fixture(scope="session")
def roto_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The durable store of one machine, started once for all tests that race."""
    data: Path = tmp_path_factory.mktemp("roto") / "data"
    with roto_server(data) as endpoint:
        yield endpoint


@pytest.fixture
def roto(roto_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The tables in the durable store, emptied of what earlier tests left. Its transactions are atomic.

    There is no SES beside it: a mail waits for its next turn.
    """
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", roto_endpoint)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SES", NOBODY)
    forget_connections()
    for table in TABLES:
        if table.exists():
            table.delete_table()
    create_tables()
    yield roto_endpoint
    forget_connections()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright, for one module: it refuses to start twice, and asyncio cannot run beside it."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium; each test opens windows of its own."""
    chromium = launched(playwright)
    yield chromium
    chromium.close()
