"""Hand a mail to SES. Where that is, the standard AWS variables say."""

from dataclasses import dataclass
from email.utils import formataddr
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.mail.rendering import Mail

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient

NOTICE_TAG: Final = "notice"
"""SES repeats the tags of a mail in each of its reports, so no index leads from a message to its notice."""
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


@dataclass(frozen=True, slots=True)
class Reports:
    """How SES's reports of a mail come back: through a configuration set, with the notice's id as a tag."""

    configuration_set: str
    notice_id: str


def send_mail(sender: str, to: str, mail: Mail, reports: Reports | None = None) -> str:
    """Send it, as plain text and as HTML; the id that SES gave it. Raises `MailError`."""
    try:
        answer = _client().send_email(
            Source=formataddr((mail.sender_name, sender)),
            Destination={"ToAddresses": [to]},
            Message={
                "Subject": {"Data": mail.subject, "Charset": _UTF8},
                "Body": {
                    "Text": {"Data": mail.text, "Charset": _UTF8},
                    "Html": {"Data": mail.html, "Charset": _UTF8},
                },
            },
            **_reported(reports),
        )
    except ClientError as error:
        raise MailError(error.response.get("Error", {}).get("Code", "unknown")) from None
    except BotoCoreError as error:
        raise MailError(type(error).__name__) from None
    return answer["MessageId"]


def _reported(reports: Reports | None) -> dict[str, Any]:
    if reports is None:
        return {}
    return {
        "ConfigurationSetName": reports.configuration_set,
        "Tags": [{"Name": NOTICE_TAG, "Value": reports.notice_id}],
    }
