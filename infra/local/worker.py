"""One portal process: it reads an event a line, calls the Chalice app, and writes the answer, one at a time.

Chalice's app object keeps the current request on itself, so it is never shared between threads. The portal
(`app.py`) is found on the Python path. The first line it writes tells the routes; it ends with its input.
"""

import importlib
import json
import logging
import os
import sys
from typing import Any, TextIO

log = logging.getLogger("aman.worker")


def main() -> None:
    answers = _private_output()
    app = importlib.import_module("app").app
    _say(answers, {route: sorted(methods) for route, methods in app.routes.items()})
    for line in sys.stdin.buffer:
        _say(answers, _answer(app, json.loads(line)))


def _private_output() -> TextIO:
    """Keep the pipe to the gateway for answers; whatever the portal prints goes to the log."""
    pipe = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(pipe, "w", encoding="utf-8")


def _answer(app: Any, event: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - Chalice has no types
    """Give Chalice's answer, or none of its fields where it raised: a broken answer, as API Gateway says."""
    try:
        answer: dict[str, Any] = app(event, None)
    except Exception:
        log.exception("the app raised")
        return {}
    return answer


def _say(answers: TextIO, message: object) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
