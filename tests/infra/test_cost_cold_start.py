"""The very zip that is deployed, started with nothing beside it but what Lambda's Python has of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from infra.aws.platforms import HERE
from infra.cost.cold_start import BARE, OURS, in_folder, start, unpacked
from tests.infra.aws_packages import packaged

HEAVY = {"highspy", "numpy", "babel", "mkdocs", "moto", "yaml", "playwright", "hypercorn", "pytest", "pip"}
MOST_ZIPPED = 12_000_000
MOST_ABOVE_BARE = 0.350

IMPORTED = """
import json, sys
import app
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

CLIENTS = """
from botocore.session import Session
made, create = [], Session.create_client
def counted(self, *given, **named):
    made.append(given)
    return create(self, *given, **named)
Session.create_client = counted
import app
from chalicelib.store.tables import TABLES
for table in TABLES:
    table._get_connection().connection.client
print(len(made))
"""

PAGE = """
import json, sys
import app
event = {{
    "httpMethod": "GET", "path": {path!r}, "headers": {{"host": "packaging.invalid"}},
    "requestContext": {{"httpMethod": "GET", "resourcePath": {path!r}, "identity": {{"sourceIp": "::1"}},
        "path": {path!r}, "requestId": "1", "stage": "aws"}},
    "multiValueHeaders": {{"host": ["packaging.invalid"], "accept-language": ["ar"]}},
    "multiValueQueryStringParameters": None, "pathParameters": None, "stageVariables": None,
    "body": None, "isBase64Encoded": False, "resource": {path!r},
}}
answer = app.app(event, None)
print(json.dumps([answer["statusCode"], answer["headers"], answer["body"]]))
"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged(HERE, tmp_path_factory).code


@pytest.fixture(scope="module")
def folder(packed: Path) -> Iterator[Path]:
    with unpacked(packed) as laid_out:
        yield laid_out


def test_the_zip_is_small(packed: Path) -> None:
    assert packed.stat().st_size < MOST_ZIPPED


def test_nothing_heavy_is_imported_to_serve(folder: Path) -> None:
    imported = set(json.loads(in_folder(folder, IMPORTED)))
    assert {"app", "boto3", "chalice", "pynamodb"} <= imported
    assert imported & HEAVY == set()


def test_a_process_has_one_client_of_the_store(folder: Path) -> None:
    assert in_folder(folder, CLIENTS).split() == ["1"]


def test_arabic_pages_come_out_of_the_zip_with_their_texts_and_styles(folder: Path) -> None:
    status, headers, page = json.loads(in_folder(folder, PAGE.format(path="/portal/sign-in")))
    assert status == 200, page
    assert headers["Content-Type"].startswith("text/html")
    assert '<html lang="ar" dir="rtl"' in page
    assert "البريد الإلكتروني" in page


def test_a_start_takes_little_more_than_chalice_and_a_client_alone(folder: Path) -> None:
    """Seconds of the processor: those by the clock are as much of whatever else the machine does."""
    above = [start(folder, OURS)[1] - start(folder, BARE)[1] for _ in range(3)]
    assert median(above) < MOST_ABOVE_BARE
