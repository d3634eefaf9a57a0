"""A portal of a few routes, so that the gateway and the supervisor are tried on their own."""

import os
import signal
import sys
import time
from pathlib import Path

from chalice.app import Chalice, Request, Response

app = Chalice(app_name="small")
FORM = "application/x-www-form-urlencoded"


@app.route("/portal/page")
def page() -> Response:
    return Response("<p>مرحبا</p>", headers={"Content-Type": "text/html; charset=utf-8"})


@app.route("/portal/things/new")
def new() -> dict[str, str]:
    return {"page": "new"}


@app.route("/portal/things/{thing}", methods=["GET", "POST"], content_types=[FORM, "application/json"])
def show(thing: str) -> dict[str, object]:
    request = app.current_request
    assert isinstance(request, Request)
    return {
        "thing": thing,
        "method": request.method,
        "query": request.query_params and dict(request.query_params),
        "body": str(request.raw_body, "utf-8") if isinstance(request.raw_body, bytes) else request.raw_body,
        "ip": request.context["identity"]["sourceIp"],
        "forwarded": request.headers["x-forwarded-for"],
        "pid": os.getpid(),
    }


@app.route("/portal/talk")
def talk() -> dict[str, str]:
    sys.stdout.write("a line that is no answer\n")
    sys.stdout.flush()
    return {"said": "it"}


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
    """Answer only when the test has made the file beside the demo accounts."""
    folder = Path(os.environ["AMAN_DEMO_FILE"]).parent
    folder.joinpath(f"{name}.began").touch()
    while not folder.joinpath(f"{name}.go").exists():
        time.sleep(0.01)
    return {"pid": os.getpid()}
