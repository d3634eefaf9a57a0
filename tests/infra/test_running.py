import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local.children import command_line, end_strays
from infra.local.engines import ACCOUNT, REGION
from infra.local.environment import ROOT, secret
from infra.local.lock import AlreadyRunningError, held
from infra.local.ports import LOOPBACK
from tests.engines import Product
from tests.infra.small_product import PORTAL, ask, options, small_product, until

pytestmark = pytest.mark.engines


def started_in_vain(folder: Path, *further: str) -> subprocess.CompletedProcess[str]:
    """Start a copy that is expected to refuse."""
    command = (sys.executable, "-m", "infra.local", "--data", str(folder / "data"), *options(folder))
    return subprocess.run(
        (*command, *further), cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if command_line(pid)]


def roto_of(running: Product) -> str:
    """Find the address of the product's store in its own command line."""
    (line,) = [line for line in map(command_line, running.children()) if "roto-server" in line]
    return f"http://{LOOPBACK}:{line.split('--port ')[1].split()[0]}"


def store_of(running: Product) -> Any:
    """The product's store, asked directly."""
    return boto3.client(
        "dynamodb",
        endpoint_url=roto_of(running),
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="local",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_ends_every_child(tmp_path: Path, number: signal.Signals) -> None:
    with small_product(tmp_path) as running:
        children = running.children()
        assert len(children) == 6  # two engines, three workers, the jobs
        assert running.stop(number) == 0
        assert alive(children) == []
        assert "Traceback" not in running.said()


def test_ctrl_c_in_a_terminal_reaches_the_supervisor_alone(tmp_path: Path) -> None:
    with small_product(tmp_path) as running:
        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(30) == 0
        logs = {log.name: log.read_text() for log in running.data_dir.glob("logs/*.log")}
    assert {name for name, text in logs.items() if "KeyboardInterrupt" in text} == set()


def test_it_can_be_stopped_while_it_still_starts(tmp_path: Path) -> None:
    demo = tmp_path / "demo.py"
    demo.write_text("import pathlib\npathlib.Path(__file__).with_name('began').touch()\ninput()")
    command = (sys.executable, "-m", "infra.local", "--port", "0", "--data", str(tmp_path / "data"))
    with subprocess.Popen(
        (*command, *options(tmp_path), "--demo", str(demo)),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as starting:
        until((tmp_path / "began").exists)
        children = [child["pid"] for child in json.loads((tmp_path / "data/children.json").read_text())]
        starting.send_signal(signal.SIGINT)
        said, _ = starting.communicate(timeout=30)
    assert (starting.returncode, said) == (0, b"")
    assert alive(children) == []


def test_children_do_not_outlive_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    with small_product(tmp_path) as running:
        children = running.children()
        running.process.kill()
        running.process.wait()
        until(lambda: alive(children) == [])


def test_what_was_written_is_there_after_everything_was_killed(tmp_path: Path) -> None:
    with small_product(tmp_path) as running:
        key = (tmp_path / "data" / "secret").read_text()
        store = store_of(running)
        store.put_item(TableName="small", Item={"id": {"S": "kept"}})
        running.kill_everything()
        running.start_again()
        again = store_of(running)
        assert again.get_item(TableName="small", Key={"id": {"S": "kept"}})["Item"] == {"id": {"S": "kept"}}
        assert ask(running.base_url, "/portal/page").status == 200
        assert (tmp_path / "data" / "secret").read_text() == key
        assert json.loads((tmp_path / "data" / "demo.json").read_text())["base_url"] == running.base_url


def test_a_taken_port_is_told_in_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as taken:
        port = taken.getsockname()[1]
        refused = started_in_vain(tmp_path, "--port", str(port))
    assert refused.returncode != 0
    assert refused.stdout == ""
    assert refused.stderr == (
        f"Port {port} is taken by another program; choose another one: make run PORT={port + 1}\n"
    )
    assert not (tmp_path / "data").exists()


def test_a_second_copy_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    with small_product(tmp_path) as running:
        before = running.children()
        refused = started_in_vain(tmp_path, "--port", "0")
        assert refused.returncode != 0
        assert len(refused.stderr.splitlines()) == 1
        assert running.base_url in refused.stderr
        assert str(running.process.pid) in refused.stderr
        assert alive(before) == before
        assert ask(running.base_url, "/portal/page").status == 200


def test_the_end_of_an_engine_ends_everything_with_a_sentence(tmp_path: Path) -> None:
    with small_product(tmp_path) as running:
        children = running.children()
        (roto,) = [pid for pid in children if "roto-server" in command_line(pid)]
        os.kill(roto, signal.SIGKILL)
        assert running.process.wait(30) != 0
        assert running.said().splitlines()[-1] == "roto ended unexpectedly, so everything was stopped."
        assert alive(children) == []


def test_a_portal_that_cannot_start_is_told_in_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    refused = started_in_vain(tmp_path, "--port", "0", "--portal", str(broken))
    assert refused.returncode != 0
    assert refused.stdout == ""
    assert refused.stderr.startswith("prepare did not start: ModuleNotFoundError: No module named")
    assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "data" / "children.json").exists()


def test_a_missing_engine_is_told_in_one_sentence(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    refused = subprocess.run(
        (
            str(python),
            "-m",
            "infra.local",
            "--port",
            "0",
            "--data",
            str(tmp_path / "data"),
            *options(tmp_path),
        ),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert refused.returncode != 0
    assert refused.stderr == (
        "The program roto-server is missing from .venv; remove .venv and call make again.\n"
    )


def test_a_site_that_is_not_built_is_told_in_one_sentence(tmp_path: Path) -> None:
    refused = started_in_vain(tmp_path, "--port", "0", "--site", str(tmp_path / "nowhere"))
    assert refused.returncode != 0
    assert refused.stderr == f"The public site is not built in {tmp_path / 'nowhere'}; call make site.\n"
    assert not (tmp_path / "data").exists()


def test_workers_that_cannot_start_are_told_with_their_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(PORTAL, broken)
    (broken / "app.py").write_text("import nowhere")
    refused = started_in_vain(tmp_path, "--port", "0", "--portal", str(broken))
    assert refused.returncode != 0
    assert re.match(
        r"worker-\d did not start: ModuleNotFoundError: No module named 'nowhere'", refused.stderr
    )
    assert len(refused.stderr.splitlines()) == 1


def test_the_lock_of_a_copy_that_is_gone_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("process 1 at http://127.0.0.1:1")
    with held(tmp_path, "http://127.0.0.1:2"):
        assert "127.0.0.1:2" in (tmp_path / "lock").read_text()
        with pytest.raises(AlreadyRunningError, match=r"127\.0\.0\.1:2"), held(tmp_path, "elsewhere"):
            pass
    with held(tmp_path, "http://127.0.0.1:3"):
        assert "127.0.0.1:3" in (tmp_path / "lock").read_text()


def test_strays_of_an_earlier_copy_are_ended_and_others_left_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "input()"]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE) as stray,
        subprocess.Popen(command, stdin=subprocess.PIPE) as other,
    ):
        (tmp_path / "children.json").write_text(
            f'[{{"pid": {stray.pid}, "command": ["-c", "input()"]}},'
            f' {{"pid": {other.pid}, "command": ["roto-server"]}}]'
        )
        end_strays(tmp_path)
        assert stray.wait(10) == -signal.SIGKILL
        assert other.poll() is None
        other.kill()


def test_the_data_are_for_their_owner_alone(tmp_path: Path) -> None:
    with held(tmp_path / "data", "nowhere"):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    made = secret(tmp_path)
    assert len(made) == 64
    assert secret(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
