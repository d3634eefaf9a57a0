from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.engines import ACCOUNT, REGION
from infra.local.ports import answers
from tests.engines import ministack_server, roto_server

pytestmark = pytest.mark.engines

KEYS: dict[str, Any] = {
    "region_name": REGION,
    "aws_access_key_id": ACCOUNT,
    "aws_secret_access_key": "local",
}


def test_what_roto_acknowledged_is_there_after_it_was_killed(tmp_path: Path) -> None:
    with roto_server(tmp_path / "roto") as url:
        boto3.client("dynamodb", endpoint_url=url, **KEYS).create_table(
            TableName="kept",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    with roto_server(tmp_path / "roto") as url:
        assert boto3.client("dynamodb", endpoint_url=url, **KEYS).list_tables()["TableNames"] == ["kept"]


def test_an_engine_is_gone_when_its_test_ends(tmp_path: Path) -> None:
    with roto_server(tmp_path / "roto") as url:
        port = int(url.rpartition(":")[2])
        assert answers(port)
    assert not answers(port)


def test_only_the_services_asked_for_answer(tmp_path: Path) -> None:
    with ministack_server(tmp_path) as url:
        boto3.client("ses", endpoint_url=url, **KEYS).verify_email_identity(EmailAddress="a@aman.example")
        with pytest.raises(ClientError, match="400"):
            boto3.client("sqs", endpoint_url=url, **KEYS).list_queues()
