"""The commands as somebody types them, on the data of one machine."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chalicelib.services.needs import read_need
from chalicelib.store.tables import create_tables
from infra.data.local_store import store_for_writing
from infra.local.children import command_line
from infra.local.environment import ROOT
from infra.local.lock import held
from tests.conftest import forget_connections
from tests.engines import roto_server
from tests.factories import a_context
from tests.infra.data_story import Story, happened
from tests.loopback import NOBODY

pytestmark = pytest.mark.engines


def typed(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return started("-m", "infra.data", *arguments, **environment)


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, *arguments),
        cwd=ROOT,
        env={"PYTHONPATH": "portal:.", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@contextmanager
def in_store(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process uses the store of that folder, and no mail goes out."""
    with monkeypatch.context() as environment, store_for_writing(data) as endpoint:
        environment.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
        environment.setenv("AWS_ENDPOINT_URL_SES", NOBODY)
        forget_connections()
        try:
            yield
        finally:
            forget_connections()


def some_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    with in_store(data, monkeypatch):
        create_tables()
        return happened()


def test_an_export_goes_into_a_fresh_place_and_the_demo_stays_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, folder = tmp_path / "here", tmp_path / "there", tmp_path / "out"
    story = some_data(here, monkeypatch)
    written = typed("export", str(folder), "--data", str(here))
    assert written.returncode == 0, written.stderr
    assert "rows of 20 tables" in written.stdout
    assert "It holds case references" in written.stdout
    taken = typed("import", str(folder), "--data", str(there))
    assert taken.returncode == 0, taken.stderr
    assert "every chain of the audit trail holds" in taken.stdout
    assert json.loads((there / "demo.json").read_text())["accounts"] == []
    with in_store(there, monkeypatch):
        view = read_need(a_context(), story.delivered.id)
    assert [one.held for one in view.assignments] == [2]
    refused = typed("import", str(folder), "--data", str(there))
    assert refused.returncode != 0
    assert "REPLACE=yes" in refused.stderr
    assert typed("import", str(folder), "--data", str(there), "--replace").returncode == 0
    assert typed("check", "--data", str(there)).stdout.startswith("Every row can be read")


def test_nothing_is_imported_into_a_copy_that_runs(tmp_path: Path) -> None:
    with held(tmp_path / "data", "http://127.0.0.1:8700"):
        refused = typed("import", str(tmp_path), "--data", str(tmp_path / "data"))
    assert refused.returncode != 0
    assert refused.stderr.startswith("Aman already runs with the data in ")
    assert len(refused.stderr.splitlines()) == 1


def test_a_copy_that_runs_is_exported_from_its_own_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    some_data(data, monkeypatch)
    with in_store(data, monkeypatch):
        written = typed("export", str(tmp_path / "out"), "--data", str(data))
    assert written.returncode == 0, written.stderr


def test_the_store_does_not_outlive_a_command_that_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    killed = f"""
import os, signal
from pathlib import Path
from infra.data.local_store import store_for_writing
with store_for_writing(Path({str(data)!r})):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert started("-c", killed).returncode == -signal.SIGKILL
    (left,) = json.loads((data / "children.json").read_text())
    with store_for_writing(data):
        assert not command_line(left["pid"]).endswith(" ".join(left["command"]))


def test_a_stage_on_aws_is_reached_through_the_standard_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_data(tmp_path / "here", monkeypatch)
    assert typed("export", str(tmp_path / "out"), "--data", str(tmp_path / "here")).returncode == 0
    with roto_server(tmp_path / "aws") as endpoint:
        aws = {
            "AWS_ENDPOINT_URL_DYNAMODB": endpoint,
            "AWS_ACCESS_KEY_ID": "123456789012",
            "AWS_SECRET_ACCESS_KEY": "none",
        }
        refused = typed("import", str(tmp_path / "out"), "--stage", "dev", **aws)
        assert refused.returncode != 0
        assert "aman-dev-partners" in refused.stderr
        assert "deploy first" in refused.stderr
        making = "from chalicelib.store.tables import create_tables; create_tables()"
        deployed = {**aws, "AMAN_TABLE_PREFIX": "aman-dev-", "AWS_DEFAULT_REGION": "me-central-1"}
        assert started("-c", making, **deployed).returncode == 0
        taken = typed("import", str(tmp_path / "out"), "--stage", "dev", **aws)
        assert taken.returncode == 0, taken.stderr
        assert typed("backfill", "first-proposed-at", "--stage", "dev", **aws).stdout.startswith("0 rows")
    assert typed("check", "--stage", "nowhere").stderr.startswith("There is no stage 'nowhere'")


def test_no_data_is_told_in_one_sentence(tmp_path: Path) -> None:
    refused = typed("export", str(tmp_path / "out"), "--data", str(tmp_path / "nowhere"))
    assert refused.stderr == f"There is no local data in {tmp_path / 'nowhere'}; make run makes some.\n"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("command", "said"), [("export", "OUT="), ("import", "FROM="), ("backfill", "NAME=")]
)
def test_what_is_missing_from_a_command_is_named(command: str, said: str) -> None:
    refused = typed(command)
    assert refused.returncode != 0
    assert refused.stderr.startswith(said)
