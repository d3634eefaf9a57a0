"""Whose pages these are: the partner of the account that is signed in."""

from chalicelib.domain.errors import not_permitted
from chalicelib.web.requests import Request


def own_partner_id(request: Request) -> str:
    """The id of the partner that the reader acts for. Raises `NOT_PERMITTED` for an account of none."""
    partner_id = request.context.actor.partner_id
    if partner_id is None:
        raise not_permitted()
    return partner_id
