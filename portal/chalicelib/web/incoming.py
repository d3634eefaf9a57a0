"""A request as it arrives from Chalice, before anybody has looked at it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalice.app import Request as ChaliceRequest

from chalicelib.config import Settings
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.sources import source_of
from chalicelib.web.values import Values

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
ID_PATTERN = r"[A-Za-z0-9_-]{1,64}"


@dataclass(frozen=True, slots=True)
class Incoming:
    """Header names are in lower case; `route` is the pattern, `target` the address that was asked for."""

    method: str
    route: str
    target: str
    path: Mapping[str, str]
    query: Values
    headers: Mapping[str, str]
    body: bytes
    source: str
    """Where it came from: what counts as one when tries are counted."""

    @property
    def is_safe(self) -> bool:
        """Whether the method only reads."""
        return self.method in _SAFE_METHODS

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters; empty where none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def require_body(self, media_type: str, limit: int) -> bytes:
        """The body. Raises Refused where it has another type or is longer than that."""
        if len(self.body) > limit:
            raise Refused(WebCode.TOO_LARGE)
        if self.media_type != media_type:
            raise Refused(WebCode.MEDIA_TYPE)
        return self.body

    def require_ids(self) -> None:
        """Raises Refused where a part of the path that names a thing can be no id of ours."""
        if not all(
            re.fullmatch(ID_PATTERN, text) for name, text in self.path.items() if name.endswith("_id")
        ):
            raise Refused(WebCode.PAGE_NOT_FOUND)


def incoming_of(settings: Settings, request: ChaliceRequest) -> Incoming:
    """From API Gateway's event, as Chalice holds it."""
    event = request.to_original_event()
    body = request.raw_body
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    seen = str(event.get("requestContext", {}).get("identity", {}).get("sourceIp", ""))
    return Incoming(
        method=request.method,
        route=request.path,
        target=event.get("path") or request.path,
        path=request.uri_params or {},
        query=Values.from_lists(event.get("multiValueQueryStringParameters")),
        headers=headers,
        body=body.encode() if isinstance(body, str) else bytes(body),
        source=source_of(settings, headers, seen),
    )
