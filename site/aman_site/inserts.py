"""What every page carries besides its own text: the number to call, and a card for its service."""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import segno

from aman_site.texts import SiteError

FIRST_PARAGRAPH = re.compile(r"(<h1[^>]*>.*?</h1>\s*<p>.*?</p>)", re.DOTALL)


def with_call(html: str, t: Callable[[str], str], where: str) -> str:
    """Put the number under the page's first paragraph, where every reader meets it."""
    box = (
        f'<aside class="call" aria-label="{t("call_label")}">'
        f'<p><a class="button" href="tel:800700"><span>{t("call_number")}</span></a> '
        f"<span>{t('call_terms')}</span></p>"
        f"<p>{t('call_disclaimer')}</p></aside>"
    )
    mended, found = FIRST_PARAGRAPH.subn(lambda match: match[1] + box, html, count=1)
    if not found:
        raise SiteError(f"{where} must begin with a heading and one paragraph")
    return mended


def qr_code(number: str, label: str) -> str:
    """Draw a code that starts a call; black on white in either colour scheme, so that cameras read it."""
    code = segno.make(f"tel:{number}", error="q", micro=False)
    drawn: str = code.svg_inline(scale=4, border=2, light="#fff", dark="#000", omitsize=True)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def card(service: Mapping[str, Any], lang: str, number: str, t: Callable[[str], str]) -> str:
    """Make the service's card: the only thing that paper shows when its page is printed."""
    words = service[lang]
    points = "".join(f"<li>{escape(point)}</li>" for point in words["points"])
    return (
        f'<section class="card-part"><h2 id="card">{t("card_heading")}</h2><p>{t("card_note")}</p>'
        f'<button class="button print" type="button">{t("card_print")}</button>'
        f'<div class="card"><div><p class="card-name">{escape(words["card"])}</p>'
        f'<p class="card-number"><bdi>{number}</bdi></p><ul>{points}</ul></div>'
        f"<div>{qr_code(number, t('card_qr'))}<p>{t('card_scan')}</p></div>"
        f'<p class="card-emergency">{t("card_emergency")}</p>'
        f'<p class="card-small">{t("card_independent")}</p></div></section>'
    )
