"""Where a request came from, as far as that can be believed."""

import hmac
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import Final

from chalicelib.config import Settings

EDGE_HEADER: Final = "x-aman-edge"
"""Carries the secret that the server in front of us shares with us; it lets nobody else's through."""
VIEWER_HEADER: Final = "x-aman-viewer"
"""The reader's address, said by the server in front of us."""
_ONE_HOME: Final = 64
"""So many bits of an IPv6 address are a household's; of the rest it has more than could ever be counted."""


def came_past_the_edge(settings: Settings, headers: Mapping[str, str]) -> bool:
    """Whether there is a server in front of us, and this request was not sent by it."""
    if settings.edge_secret is None:
        return False
    shown = headers.get(EDGE_HEADER, "")
    return not hmac.compare_digest(shown.encode(), settings.edge_secret.encode())


def source_of(settings: Settings, headers: Mapping[str, str], seen: str) -> str:
    """What counts as one source when tries are counted: an IPv4 address, or the /64 of an IPv6 one.

    `seen` is the address that API Gateway saw. Where a server stands in front of us, its word is taken.
    """
    told = headers.get(VIEWER_HEADER, "") if settings.edge_secret is not None else ""
    address = told or seen
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    home = int(read) >> (128 - _ONE_HOME) << (128 - _ONE_HOME)
    return f"{IPv6Address(home)}/{_ONE_HOME}"
