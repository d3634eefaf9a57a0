"""Lists that are longer than a page."""

import re

from tests.web.browsing import Browser

LARGEST_LIST = 20_000
"""Bytes of a full page of a list at most: it is read on slow lines."""


def two_pages(browser: Browser, address: str) -> tuple[str, str]:
    """The first page of a list, which is small, and the one that it leads to."""
    first = browser.get(address).body
    assert len(first.encode()) < LARGEST_LIST
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    return first, browser.get(following[1].replace("&amp;", "&")).body
