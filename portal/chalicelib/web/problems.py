"""Problem documents (RFC 9457): what went wrong, for programs and for those who write them."""

import json
from collections.abc import Iterable
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chalicelib.domain.errors import DomainError
from chalicelib.domain.partners import Language
from chalicelib.web.edge_words import EDGE_WORDS
from chalicelib.web.error_pages import STATUS_OF_KIND, title_of_kind
from chalicelib.web.error_words import words_of_domain_error, words_of_input_error
from chalicelib.web.refusals import STATUS_OF, WebCode
from chalicelib.web.responses import Response
from chalicelib.words.speech import say
from chalicelib.words.text import Text

MEDIA_TYPE: Final = "application/problem+json"
Fault = dict[str, str]


def problem_of_refusal(code: WebCode, language: Language, faults: Iterable[Fault] = ()) -> Response:
    """For what the edge refuses."""
    words = EDGE_WORDS[code]
    return _problem(STATUS_OF[code], code.value, words.title, words.detail, language, faults)


def problem_of_domain_error(error: DomainError, language: Language) -> Response:
    """For what the domain refuses; the member it concerns, if any, is pointed to."""
    words = words_of_domain_error(error)
    faults = (
        [{"pointer": f"#/{error.field}", "code": error.code.value, "detail": say(words, language)}]
        if error.field
        else []
    )
    status = STATUS_OF_KIND[error.kind]
    return _problem(status, error.code.value, title_of_kind(error.kind), words, language, faults)


def problem_of_input(error: ValidationError, language: Language, *, where: str) -> Response:
    """For a body or a query that its model refuses: every fault with a pointer to it."""
    found = error.errors(include_url=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in found):
        return problem_of_refusal(WebCode.BODY_UNREADABLE, language)
    return problem_of_refusal(WebCode.BODY_INVALID, language, [_fault(one, language, where) for one in found])


def problem_of_failure(reference: str, language: Language) -> Response:
    """For what nobody expected; the log has the same reference."""
    words = EDGE_WORDS[WebCode.UNEXPECTED]
    extra = {"reference": reference}
    return _problem(500, WebCode.UNEXPECTED.value, words.title, words.detail, language, (), **extra)


def _fault(found: ErrorDetails, language: Language, where: str) -> Fault:
    path = "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in found["loc"])
    place = {"pointer": f"#/{path}"} if where == "body" else {"parameter": path}
    return {**place, "code": found["type"], "detail": say(words_of_input_error(found), language)}


def _problem(
    status: int,
    code: str,
    title: Text,
    detail: Text,
    language: Language,
    faults: Iterable[Fault],
    **extra: str,
) -> Response:
    document: dict[str, object] = {
        "type": f"urn:aman:problem:{code}",
        "title": say(title, language),
        "status": status,
        "detail": say(detail, language),
        "code": code,
        **extra,
    }
    if listed := list(faults):
        document["errors"] = listed
    headers = {"Content-Language": language.value}
    if status == STATUS_OF[WebCode.NOT_SIGNED_IN]:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(json.dumps(document, ensure_ascii=False), status, MEDIA_TYPE, headers)
