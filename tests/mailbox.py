"""The mails that went out, as whoever gets them reads them."""

import re
from dataclasses import dataclass

from moto.ses.models import SESBackend, ses_backends

from tests.conftest import ENVIRONMENT

_CODE = re.compile(r'class="code"><bdi dir="ltr">(\d{6})<')


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that SES took. Of its two bodies moto keeps the HTML."""

    sender: str
    to: str
    subject: str
    html: str


def _ses() -> SESBackend:
    return ses_backends[ENVIRONMENT["AWS_ACCESS_KEY_ID"]][ENVIRONMENT["AWS_DEFAULT_REGION"]]


def let_mails_out() -> None:
    """Prove the sender's address to SES, without which it takes no mail."""
    _ses().verify_email_identity(ENVIRONMENT["AMAN_MAIL_FROM"])


def sent_mails() -> list[SentMail]:
    """Every mail that SES took, the oldest first."""
    return [
        SentMail(one.source, one.destinations["ToAddresses"][0], one.subject, one.body)
        for one in _ses().sent_messages
    ]


def code_sent_to(address: str) -> str:
    """The code in the last mail to that address."""
    mails = [mail for mail in sent_mails() if mail.to == address]
    found = _CODE.search(mails[-1].html)
    assert found is not None
    return found[1]


def other_than(code: str) -> str:
    """A code as whoever mistypes it gives it."""
    return f"{(int(code) + 1) % 1_000_000:06}"
