import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from infra.local.environment import ROOT
from infra.local.lock import held

SCRIPTS = ROOT / "infra" / "local"


def script(
    name: str, *arguments: str, cwd: Path = ROOT, answer: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(SCRIPTS / name), *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def a_program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def some_data(folder: Path) -> Path:
    data = folder / "data"
    with held(data, "nowhere"):
        (data / "needs").write_text("kept")
    return data


def test_help_is_the_default_and_tells_of_every_command() -> None:
    make = shutil.which("make")
    assert make
    shown = subprocess.run([make], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    (commands,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.findall(r"^  make ([\w-]+)", shown, re.MULTILINE) == commands.split()


def test_a_python_that_is_too_old_is_told_in_one_sentence(tmp_path: Path) -> None:
    a_program(tmp_path / "bin" / "python3", 'test "$1" = --version && echo Python 3.9.2 && exit; exit 1')
    refused = script("venv.sh", cwd=tmp_path, PATH=str(tmp_path / "bin"), PYTHON="")
    assert refused.returncode != 0
    assert refused.stderr.startswith("Aman needs Python 3.11 or newer, and none was found")
    assert "Python 3.9.2" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()


def test_a_python_without_venv_is_told_in_one_sentence(tmp_path: Path) -> None:
    no_venv = a_program(tmp_path / "python3.11", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    refused = script("venv.sh", cwd=tmp_path, PYTHON=str(no_venv))
    assert refused.returncode != 0
    assert refused.stderr.endswith("has no venv module; on Debian or Ubuntu install python3-venv.\n")
    assert len(refused.stderr.splitlines()) == 1


def test_requirements_are_installed_only_when_the_lock_changed(tmp_path: Path) -> None:
    a_program(tmp_path / ".venv" / "bin" / "python", 'test "$1" = -m && echo "$@" >>calls; exit 0')
    (tmp_path / "requirements").mkdir()
    for lock in ("a==1", "a==1", "a==2"):
        (tmp_path / "requirements" / "all.txt").write_text(lock)
        assert script("venv.sh", cwd=tmp_path).returncode == 0
    calls = (tmp_path / "calls").read_text().splitlines()
    assert len(calls) == 2
    assert all("--require-hashes -r requirements/all.txt" in call for call in calls)


def test_the_browser_that_is_named_is_taken(tmp_path: Path) -> None:
    chrome = a_program(tmp_path / "my-chrome", "")
    assert script("browser.sh", CHROME=str(chrome)).stdout.strip() == str(chrome)


def test_a_browser_that_is_named_but_missing_is_told(tmp_path: Path) -> None:
    refused = script("browser.sh", CHROME=str(tmp_path / "none"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"CHROME={tmp_path / 'none'} is not a program.\n"


@pytest.mark.parametrize("answer", ["", "no\n", "y\n"])
def test_local_data_are_kept_unless_the_answer_is_yes(tmp_path: Path, answer: str) -> None:
    data = some_data(tmp_path)
    assert script("reset.sh", str(data), answer=answer).returncode != 0
    assert (data / "needs").exists()


def test_local_data_go_when_the_answer_is_yes(tmp_path: Path) -> None:
    data = some_data(tmp_path)
    assert script("reset.sh", str(data), answer="yes\n").returncode == 0
    assert not data.exists()


def test_data_that_are_in_use_are_kept(tmp_path: Path) -> None:
    data = some_data(tmp_path)
    with held(data, "http://127.0.0.1:8700"):
        refused = script("reset.sh", str(data), answer="yes\n")
    assert refused.returncode != 0
    assert "http://127.0.0.1:8700" in refused.stderr
    assert (data / "needs").exists()


def test_a_folder_that_holds_no_local_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    assert script("reset.sh", str(tmp_path), answer="yes\n").returncode != 0
    assert (tmp_path / "precious").exists()


@pytest.mark.parametrize("name", ["all", "runtime"])
def test_every_locked_requirement_has_a_hash_and_none_an_address(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    pinned = re.findall(r"^\S+==", lock, re.MULTILINE)
    assert pinned
    assert len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", lock, re.MULTILINE)) == len(pinned)
    assert "://" not in lock
    assert "index-url" not in lock


def test_what_travels_to_lambda_is_what_the_tests_ran_with() -> None:
    locks = [(ROOT / "requirements" / f"{name}.txt").read_text() for name in ("runtime", "all")]
    runtime, everything = (set(re.findall(r"^\S+==[^\s\\]+", lock, re.MULTILINE)) for lock in locks)
    assert runtime
    assert runtime - everything == set()
