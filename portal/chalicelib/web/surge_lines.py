"""The number of a plan's line in an address."""

import re
from typing import Final

from chalicelib.domain.errors import not_found
from chalicelib.web.requests import Request

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def line_number(request: Request) -> int:
    """The number that the address names. Raises `NOT_FOUND` for what can be none."""
    text = request.path["number"]
    if not _NUMBER.fullmatch(text):
        raise not_found("planned_need")
    return int(text)
