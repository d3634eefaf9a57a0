"""A pytest plugin that writes down what each function of the template asks of AWS while other tests drive it.

A request to the app is the function `api`, what a schedule or the listener to SES calls the function of its
name; what tests do themselves counts for nobody. `AMAN_CALLS` names the file that the calls go to.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import botocore.handlers
import pytest
from chalice.app import Chalice

Call = tuple[str, str, str, str]
"""(function, service, action, what), as infra/aws/policies names them."""
calls: set[Call] = set()
_running: ContextVar[str | None] = ContextVar("running", default=None)
_SERVICES = "chalicelib.services."
_PARTS = {
    "ConditionCheck": "ConditionCheckItem",
    "Put": "PutItem",
    "Delete": "DeleteItem",
    "Update": "UpdateItem",
    "Get": "GetItem",
}
"""IAM asks for the permission of each part of a transaction."""


def pytest_configure() -> None:
    """Listen to every client, and know which function runs."""
    botocore.handlers.BUILTIN_HANDLERS.append(("before-call", _note))
    _wrap_app()
    _wrap_schedules()
    _wrap_reports()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down what was asked for, and that it all went well: half a run would prove nothing."""
    found = {"exit": int(session.exitstatus), "calls": sorted(calls)}
    Path(os.environ["AMAN_CALLS"]).write_text(json.dumps(found), encoding="utf-8")


def _wrap_app() -> None:
    answer = Chalice.__call__

    def answered(app: Chalice, event: Any, context: Any) -> Any:
        with _as("api"):
            return answer(app, event, context)

    setattr(Chalice, "__call__", answered)  # noqa: B010 (a type checker forbids it to the statement)


def _wrap_schedules() -> None:
    """Tests call what a schedule calls oftener than the schedule: that counts as its run as well."""
    from chalicelib.jobs import schedule  # noqa: PLC0415 (pytest has put it on the path by now)

    for job in schedule.SCHEDULES:
        names = job.run.__code__.co_names
        modules = [import_module(name) for name in names if name.startswith(_SERVICES)]
        for name in names:
            for holder in (schedule, *modules):
                found: Any = getattr(holder, name, None)
                if getattr(found, "__module__", "").startswith(_SERVICES):
                    noted = _noted(found, job.name)
                    setattr(import_module(found.__module__), name, noted)
                    setattr(holder, name, noted)


def _wrap_reports() -> None:
    from chalicelib.jobs import mail_reports  # noqa: PLC0415 (as above)

    setattr(mail_reports, "take_message", _noted(mail_reports.take_message, mail_reports.NAME))  # noqa: B010


def _noted(work: Callable[..., Any], job: str) -> Callable[..., Any]:
    @wraps(work)
    def run(*given: Any, **named: Any) -> Any:
        with _as(_running.get() or job):
            return work(*given, **named)

    return run


@contextmanager
def _as(function: str) -> Iterator[None]:
    token = _running.set(function)
    try:
        yield
    finally:
        _running.reset(token)


def _note(model: Any, params: dict[str, Any], **_more: Any) -> None:
    function = _running.get()
    if function is not None:
        calls.update(
            (function, *asked) for asked in asked_for(model.service_model.service_name, model.name, params)
        )


def asked_for(service: str, action: str, params: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a call asks for, in the words of IAM."""
    if service == "ses":
        yield (service, action, "identity")
        return
    body = json.loads(params["body"])
    if action.startswith("Transact"):
        for item in body["TransactItems"]:
            yield from ((service, _PARTS[part], _thing(asked)) for part, asked in item.items())
    elif action.startswith("Batch"):
        yield from ((service, action, _thing({"TableName": name})) for name in body["RequestItems"])
    else:
        yield (service, action, _thing(body))


def _thing(asked: dict[str, Any]) -> str:
    table = str(asked["TableName"]).removeprefix("aman-")
    return f"{table}/{asked['IndexName']}" if "IndexName" in asked else table
