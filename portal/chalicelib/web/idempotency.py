"""Every POST of the API carries a key: sent again, it is answered again and carried out once."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.errors import DomainError, ErrorCode, invalid
from chalicelib.services.context import Context, RequestKey
from chalicelib.services.idempotency import find_answer, keep_answer
from chalicelib.web.incoming import Incoming
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.responses import Response

HEADER = "Idempotency-Key"
KEY_PATTERN = r"[A-Za-z0-9_-]{8,100}"


def answered_once(context: Context, incoming: Incoming, respond: Callable[[Context], Response]) -> Response:
    """The answer to this key: the one given before, or what `respond` gives with the key in its context."""
    key = _key_of(context, incoming)
    before = _replayed(context, key)
    if before is not None:
        return before
    try:
        response = respond(replace(context, request_key=key))
    except DomainError as error:
        if error.code is not ErrorCode.REQUEST_KEY_REUSED:
            raise
        # The same request, sent twice at once, and the other was first.
        return _replayed(context, key) or _answer_lost()
    keep_answer(context, key, response.status, response.body)
    return response


def _key_of(context: Context, incoming: Incoming) -> RequestKey:
    given = incoming.headers.get(HEADER.lower(), "")
    if not re.fullmatch(KEY_PATTERN, given):
        raise invalid(ErrorCode.REQUEST_KEY_MISSING)
    content = b"\n".join((incoming.method.encode(), incoming.target.encode(), incoming.body))
    return RequestKey(f"{context.account_id}:{given}", hashlib.sha256(content).hexdigest())


def _replayed(context: Context, key: RequestKey) -> Response | None:
    known = find_answer(context, key)
    if known is None:
        return None
    if known.fingerprint != key.fingerprint:
        raise invalid(ErrorCode.REQUEST_KEY_REUSED)
    if known.status is None or known.body is None:
        return _answer_lost()
    return Response(known.body, known.status, "application/json", {"Idempotent-Replayed": "true"})


def _answer_lost() -> Response:
    raise Refused(WebCode.ANSWER_NOT_KEPT)
