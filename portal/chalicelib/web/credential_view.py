"""Whether a document holds, as a page tells it."""

from datetime import date, timedelta

from chalicelib.domain.credentials import Credential
from chalicelib.words.text import P_, Text

_RENEW_WITHIN = timedelta(days=30)


def validity(credential: Credential, today: date) -> tuple[Text, str]:
    """The words and the look of its tag on that day: a warning comes 30 days before it runs out."""
    if credential.expires_on < today:
        return P_("document", "Expired"), "danger"
    if credential.expires_on <= today + _RENEW_WITHIN:
        return P_("document", "Expires soon"), "urgent"
    return P_("document", "In force"), "ok"
