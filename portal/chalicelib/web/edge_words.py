"""What the edge refuses, in words: a title and what the reader can do."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from chalicelib.web.refusals import WebCode
from chalicelib.words.text import N_, Text


class Explained(NamedTuple):
    """The heading of an error page, and the sentence below it."""

    title: Text
    detail: Text


EDGE_WORDS: Final[Mapping[WebCode, Explained]] = {
    WebCode.NOT_SIGNED_IN: Explained(
        N_("Sign in first"), N_("Send an API token in the Authorization header, as Bearer.")
    ),
    WebCode.TOKEN_INVALID: Explained(
        N_("This token is not valid"), N_("The API token is unknown, has expired or was revoked.")
    ),
    WebCode.FORBIDDEN: Explained(
        N_("You may not open this page"),
        N_("Your account has no access to this. Ask a supervisor if you need it."),
    ),
    WebCode.PAGE_NOT_FOUND: Explained(
        N_("Page not found"), N_("There is nothing at this address, or it is not yours to see.")
    ),
    WebCode.METHOD_NOT_ALLOWED: Explained(
        N_("This cannot be done here"), N_("This address does not take that kind of request.")
    ),
    WebCode.FORM_NOT_OURS: Explained(
        N_("We could not accept this form"),
        N_(
            "It was open for too long or did not come from our page. "
            "Go back, load the page again and send it once more."
        ),
    ),
    WebCode.TOO_LARGE: Explained(N_("That is too large"), N_("Shorten what you wrote, then send it again.")),
    WebCode.MEDIA_TYPE: Explained(
        N_("We cannot read this kind of request"), N_("Pages take forms, and the API takes application/json.")
    ),
    WebCode.BODY_UNREADABLE: Explained(
        N_("We cannot read this request"), N_("What was sent is damaged or incomplete.")
    ),
    WebCode.BODY_INVALID: Explained(
        N_("Some answers are not right"), N_("The list of errors says which and why.")
    ),
    WebCode.ANSWER_NOT_KEPT: Explained(
        N_("This request was carried out already"),
        N_("It took effect the first time, but its answer was not kept. Read the list to see what it made."),
    ),
    WebCode.UNEXPECTED: Explained(
        N_("Something went wrong on our side"),
        N_(
            "We have noted it. Nothing was done by halves: "
            "look whether your step took effect before you repeat it."
        ),
    ),
}
