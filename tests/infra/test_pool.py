import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from infra.local import pool
from infra.local.children import Children
from infra.local.environment import ROOT
from infra.local.events import Request, match, to_event
from infra.local.pool import NoAnswerError, Pool, WorkerLostError
from tests.infra.small_product import PORTAL

pytestmark = pytest.mark.engines


def with_pool(folder: Path, use: Callable[[Pool], Awaitable[None]], workers: int = 1) -> None:
    """Open a pool of workers around the small portal, use it, and end every worker."""
    environment = {
        **os.environ,
        "AMAN_DEMO_FILE": str(folder / "demo.json"),
        "PYTHONPATH": os.pathsep.join((str(PORTAL), str(ROOT))),
    }

    async def run() -> None:
        children = Children(folder, ROOT)
        opened = Pool(children, (sys.executable, "-m", "infra.local.worker"), environment, workers)
        try:
            await opened.open()
            await use(opened)
        finally:
            await opened.close()
            await children.end_all()

    asyncio.run(run())


async def asked(opened: Pool, path: str) -> dict[str, Any]:
    route = match(path, opened.routes)
    assert route
    return await opened.ask(to_event(Request("GET", path, "", [], b"", "127.0.0.1"), route))


def test_a_worker_that_takes_too_long_is_ended_and_never_answers_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def use(opened: Pool) -> None:
        monkeypatch.setattr(pool, "ANSWER_SECONDS", 0.2)
        with pytest.raises(NoAnswerError):
            await asked(opened, "/portal/hold/late")
        monkeypatch.setattr(pool, "ANSWER_SECONDS", 30.0)
        (tmp_path / "late.go").touch()
        assert '"thing":"next"' in (await asked(opened, "/portal/things/next"))["body"]

    with_pool(tmp_path, use)


def test_a_request_that_finds_no_free_worker_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def use(opened: Pool) -> None:
        first = asyncio.create_task(asked(opened, "/portal/hold/busy"))
        await asyncio.sleep(0)  # it takes the only worker
        monkeypatch.setattr(pool, "ANSWER_SECONDS", 0.05)
        with pytest.raises(NoAnswerError):
            await asked(opened, "/portal/page")
        (tmp_path / "busy.go").touch()
        assert (await first)["statusCode"] == 200

    with_pool(tmp_path, use)


def test_a_portal_that_cannot_be_imported_does_not_open(tmp_path: Path) -> None:
    async def run() -> None:
        children = Children(tmp_path, ROOT)
        command = (sys.executable, "-m", "infra.local.worker")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
        with pytest.raises(WorkerLostError):
            await Pool(children, command, environment, 1).open()
        assert "ModuleNotFoundError" in children.log_of("worker-1").read_text()

    asyncio.run(run())
