"""The engine that stands in for AWS in the rehearsal, and what of a package it cannot take."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from playwright._impl._driver import compute_driver_executable

from infra.aws.package import Package
from infra.aws.resources.policies import SEND
from infra.local.engines import ACCOUNT, ministack
from infra.local.ports import answers, free_port

PATIENCE_SECONDS: Final = 30
REFUSED: Final = "TablesThrottled"
NOT_REHEARSED: Final = (
    f"{REFUSED}: the engine knows no alarm on a calculation over measurements",
    "CloudFront before the portal: the engine's fetches nothing from the engine's own API Gateway",
    "methods that no route has: the engine does not read `any` from an API's definition",
    "what SES publishes of a mail: the engine's publishes nothing, so the rehearsal does in its place",
    "the sender and identities to which sending mail is held: the engine asks for the right to any",
)
"""What is taken out of the template for the engine; cfn-lint alone has looked at it."""


@contextmanager
def engine(scratch: Path) -> Iterator[int]:
    """Ministack on loopback, asking every caller for its rights; its port."""
    port = free_port()
    started = ministack(port, scratch, services="")
    node, _ = compute_driver_executable()
    given = {
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AUTH": "true",
        # CloudFront's functions are JavaScript, and Playwright brings along what runs it.
        "PATH": os.pathsep.join((str(Path(node).parent), os.environ["PATH"])),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AMAN_"))}
    with (scratch / "engine.log").open("wb") as log:
        process = subprocess.Popen(
            started.command,
            env={**kept, **given, **started.environment},
            stdout=log,
            stderr=log,
        )
        try:
            _until_it_answers(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the engine did not start")
        time.sleep(0.1)


@contextmanager
def pointed_at(port: int) -> Iterator[None]:
    """Lead every AWS client of this process and its children to the engine, and to no account anywhere."""
    before = dict(os.environ)
    os.environ |= {
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def for_the_engine(package: Package) -> Package:
    """The package without what the engine cannot take."""
    template = json.loads(package.template.read_text(encoding="utf-8"))
    template["Resources"].pop(REFUSED, None)
    for statement in _statements(template):
        if statement["Action"] == [SEND]:
            statement["Resource"] = "*"
            statement.pop("Condition", None)
    folder = package.template.parent / "engine"
    folder.mkdir(exist_ok=True)
    changed = folder / package.template.name
    changed.write_text(json.dumps(template), encoding="utf-8")
    return replace(package, template=changed)


def _statements(template: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for resource in template["Resources"].values():
        for policy in resource["Properties"].get("Policies", ()):
            yield from policy["PolicyDocument"]["Statement"]
