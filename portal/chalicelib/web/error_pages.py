"""The page for everything that goes wrong outside a form."""

from typing import Final

from chalicelib.domain.errors import DomainError, ErrorCode, Kind
from chalicelib.web.domain_words import domain_words
from chalicelib.web.edge_words import EDGE_WORDS
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.responses import Page
from chalicelib.words.text import N_, Text

STATUS_OF_KIND: Final = {
    Kind.INVALID: 422,
    Kind.NOT_FOUND: 404,
    Kind.NOT_PERMITTED: 403,
    Kind.CONFLICT: 409,
    Kind.LIMITED: 429,
}
_TITLES: Final = {
    Kind.INVALID: N_("That cannot be done like this"),
    Kind.NOT_FOUND: N_("Not found"),
    Kind.NOT_PERMITTED: N_("Not permitted"),
    Kind.CONFLICT: N_("That is not possible now"),
    Kind.LIMITED: N_("Too many requests"),
}


def title_of_kind(kind: Kind) -> Text:
    """The heading over a refusal of the domain."""
    return _TITLES[kind]


def page_of_refusal(refusal: Refused) -> Page:
    """The page for what the edge refuses."""
    words = EDGE_WORDS[refusal.code]
    return _page(words.title, words.detail, refusal.status)


def page_of_domain_error(error: DomainError) -> Page:
    """The page for a refusal of the domain that no form shows."""
    if error.kind is Kind.NOT_FOUND:
        return page_of_refusal(Refused(WebCode.PAGE_NOT_FOUND))
    if error.code is ErrorCode.NOT_PERMITTED:
        return page_of_refusal(Refused(WebCode.FORBIDDEN))
    return _page(
        title_of_kind(error.kind), domain_words(error.code, error.params), STATUS_OF_KIND[error.kind]
    )


def page_of_failure(reference: str) -> Page:
    """The page for what nobody expected, in both languages at once."""
    words = EDGE_WORDS[WebCode.UNEXPECTED]
    values = {"title": words.title, "detail": words.detail, "reference": reference}
    return Page("failure.html", values, 500)


def _page(title: Text, detail: Text, status: int) -> Page:
    return Page("error.html", {"title": title, "detail": detail}, status)
