"""A portal of a few routes, so that the gateway and the supervisor are tried on their own."""

import os
import signal
import time
from pathlib import Path

from chalice import Chalice, Response

app = Chalice(app_name="small")
FORM = "application/x-www-form-urlencoded"


@app.route("/portal/page")
def page() -> Response:
    return Response("<p>مرحبا</p>", headers={"Content-Type": "text/html; charset=utf-8"})


@app.route("/portal/things/new")
def new() -> dict[str, str]:
    return {"page": "new"}


@app.route("/portal/things/{thing}", methods=["GET", "POST"], content_types=[FORM, "application/json"])
def thing(thing: str) -> dict[str, object]:
    request = app.current_request
    return {
        "thing": thing,
        "method": request.method,
        "query": request.query_params and dict(request.query_params),
        "body": request.raw_body.decode(),
        "ip": request.context["identity"]["sourceIp"],
        "forwarded": request.headers["x-forwarded-for"],
        "pid": os.getpid(),
    }


@app.route("/portal/cookies")
def cookies() -> Response:
    return Response("", headers={"Set-Cookie": ["one=1", "two=2"], "Content-Type": "text/plain"})


@app.route("/portal/split")
def split() -> Response:
    return Response("", headers={"Location": ["/x\r\nSet-Cookie: stolen=1"], "Content-Type": "text/plain"})


@app.route("/portal/crash", methods=["POST"], content_types=[FORM])
def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@app.route("/portal/raise")
def fail() -> None:
    raise SystemExit


@app.route("/portal/hold/{name}")
def hold(name: str) -> dict[str, int]:
    """Answer only when the test has made the file."""
    Path(os.environ["SMALL_FOLDER"], f"{name}.began").touch()
    while not Path(os.environ["SMALL_FOLDER"], name).exists():
        time.sleep(0.01)
    return {"pid": os.getpid()}
