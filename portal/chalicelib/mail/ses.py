"""Hand a mail to SES. Where that is, the standard AWS variables say."""

from dataclasses import dataclass
from email.utils import formataddr
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.mail.rendering import Mail

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

_UTF8 = "UTF-8"


@dataclass(frozen=True, slots=True)
class MailError(Exception):
    """SES did not take the mail. The code names why, and nobody."""

    code: str


@cache
def _client() -> "SESClient":
    """One client a process, made when the first mail goes out: making it costs a cold start time."""
    config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})
    return boto3.client("ses", config=config)


def send_mail(sender: str, to: str, mail: Mail) -> None:
    """Send it, as plain text and as HTML. Raises `MailError`."""
    try:
        _client().send_email(
            Source=formataddr((mail.sender_name, sender)),
            Destination={"ToAddresses": [to]},
            Message={
                "Subject": {"Data": mail.subject, "Charset": _UTF8},
                "Body": {
                    "Text": {"Data": mail.text, "Charset": _UTF8},
                    "Html": {"Data": mail.html, "Charset": _UTF8},
                },
            },
        )
    except ClientError as error:
        raise MailError(error.response.get("Error", {}).get("Code", "unknown")) from None
    except BotoCoreError as error:
        raise MailError(type(error).__name__) from None
