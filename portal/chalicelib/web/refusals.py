"""What the web layer itself refuses, before or beside the domain: stable codes with a status."""

from enum import StrEnum


class WebCode(StrEnum):
    """Refusals of the edge. A code never changes its meaning."""

    NOT_SIGNED_IN = "not_signed_in"
    TOKEN_INVALID = "token_invalid"  # noqa: S105 (a code, no secret)
    FORBIDDEN = "forbidden"
    PAGE_NOT_FOUND = "page_not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    FORM_NOT_OURS = "form_not_ours"
    TOO_LARGE = "too_large"
    MEDIA_TYPE = "media_type"
    BODY_UNREADABLE = "body_unreadable"
    BODY_INVALID = "body_invalid"
    ANSWER_NOT_KEPT = "answer_not_kept"
    UNEXPECTED = "unexpected"


STATUS_OF = {
    WebCode.NOT_SIGNED_IN: 401,
    WebCode.TOKEN_INVALID: 401,
    WebCode.FORBIDDEN: 403,
    WebCode.PAGE_NOT_FOUND: 404,
    WebCode.METHOD_NOT_ALLOWED: 405,
    WebCode.FORM_NOT_OURS: 403,
    WebCode.TOO_LARGE: 413,
    WebCode.MEDIA_TYPE: 415,
    WebCode.BODY_UNREADABLE: 400,
    WebCode.BODY_INVALID: 422,
    WebCode.ANSWER_NOT_KEPT: 409,
    WebCode.UNEXPECTED: 500,
}


class Refused(Exception):
    """The request cannot be served, whatever its handler would have said."""

    def __init__(self, code: WebCode) -> None:
        super().__init__(code.value)
        self.code = code

    @property
    def status(self) -> int:
        """The HTTP status of that refusal."""
        return STATUS_OF[self.code]
