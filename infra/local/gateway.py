"""One origin for the whole product, as CloudFront and API Gateway make it on AWS.

`/` and `/en/` are the built site, `/portal/…` and `/api/v1/…` the portal, `/_local/mail` the mails. It is an
ASGI application; hypercorn speaks HTTP.
"""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPException

from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope

from infra.local import pages
from infra.local.events import BrokenAnswerError, Request, Response, from_answer, match, to_event
from infra.local.mailbox import Mailbox
from infra.local.pool import NoAnswerError, Pool, WorkerLostError
from infra.local.static_site import Site

LONGEST_BODY = 1024 * 1024
# How much of a body that is too long is still read, so that its sender gets to see the answer.
LONGEST_WASTE = 16 * LONGEST_BODY
HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
MAIL_PATHS = frozenset({"/_local/mail", "/_local/mail.json"})
PORTAL = ("/portal", "/api")

log = logging.getLogger("aman.gateway")


class BodyTooLongError(Exception):
    """The body is longer than the gateway takes."""


class Gateway:
    """Answers each request itself, from the site, or through a worker."""

    def __init__(self, site: Site, mailbox: Mailbox, pool: Pool) -> None:
        self._site = site
        self._mailbox = mailbox
        self._pool = pool

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            await _accept_lifespan(receive, send)
        elif scope["type"] == "http":
            response = await self._answer(scope, receive)
            await _send(response, scope["method"], send)

    async def _answer(self, scope: HTTPScope, receive: ASGIReceiveCallable) -> Response:
        request = _request(scope, b"")
        # A page elsewhere whose name resolves to this machine must not read the mails through a browser.
        if _host(request) not in HOSTS:
            return pages.error(421, request)
        try:
            body = await _body(request, receive)
        except BodyTooLongError:
            return pages.error(413, request)
        return await self._route(_request(scope, body))

    async def _route(self, request: Request) -> Response:
        if _under(request.path, PORTAL):
            return await self._portal(request)
        if request.path in MAIL_PATHS:
            return await self._mail(request)
        if request.path == pages.STYLE_PATH:
            return pages.style()
        response = self._site.respond(request)
        said = response.body or response.status < HTTPStatus.BAD_REQUEST
        return response if said else pages.error(response.status, request)

    async def _mail(self, request: Request) -> Response:
        try:
            return await self._mailbox.respond(request)
        except (OSError, HTTPException, ValueError):
            log.exception("the mails could not be read")
            return pages.error(503, request)

    async def _portal(self, request: Request) -> Response:
        route = match(request.path, self._pool.routes)
        if route is None:
            return pages.error(404, request)
        methods = self._pool.routes[route.resource]
        asked = _as_get(request, methods)
        if asked.method not in methods:
            refused = pages.error(405, request)
            return Response(405, [*refused.headers, ("allow", ", ".join(methods))], refused.body)
        try:
            return from_answer(await self._pool.ask(to_event(asked, route)))
        except (WorkerLostError, BrokenAnswerError) as error:
            log.warning("%s %s: %r", request.method, route.resource, error)
            return pages.error(502, request)
        except NoAnswerError:
            log.warning("%s %s: no answer in time", request.method, route.resource)
            return pages.error(504, request)


def _request(scope: HTTPScope, body: bytes) -> Request:
    client = scope["client"]
    return Request(
        method=scope["method"].upper(),
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        body=body,
        source_ip=str(client[0]) if client else "127.0.0.1",
    )


def _host(request: Request) -> str:
    """Give the host's name without its port."""
    host = request.header("host")
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _under(path: str, roots: Sequence[str]) -> bool:
    return any(path == root or path.startswith(f"{root}/") for root in roots)


def _as_get(request: Request, methods: Sequence[str]) -> Request:
    """Ask for the page where only its headers are wanted; hypercorn leaves the body out."""
    if request.method != "HEAD" or "HEAD" in methods:
        return request
    return Request("GET", request.path, request.query, request.headers, b"", request.source_ip)


async def _body(request: Request, receive: ASGIReceiveCallable) -> bytes:
    """Read the whole body. Raises BodyTooLongError, having read on a while for politeness."""
    announced = request.header("content-length")
    chunks: list[bytes] = []
    size = 0
    more = True
    while more and size <= LONGEST_WASTE:
        message = await receive()
        if message["type"] != "http.request":
            break
        size += len(message["body"])
        if size <= LONGEST_BODY:
            chunks.append(message["body"])
        more = message["more_body"]
    if size > LONGEST_BODY or (announced.isdigit() and int(announced) > LONGEST_BODY):
        raise BodyTooLongError
    return b"".join(chunks)


async def _send(response: Response, method: str, send: ASGISendCallable) -> None:
    length = [] if response.status in {204, 304} else [("content-length", str(len(response.body)))]
    headers = [(n, v) for n, v in response.headers if n.lower() not in {"content-length", "connection"}]
    await send(
        {
            "type": "http.response.start",
            "status": response.status,
            "headers": [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in [*headers, *length]],
            "trailers": False,
        }
    )
    body = b"" if method == "HEAD" else response.body
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _accept_lifespan(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
