import asyncio
import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local.engines import ACCOUNT, REGION
from infra.local.events import Request, Response
from infra.local.mailbox import Mailbox, read
from tests.engines import ministack_server

SENDER = "noreply@aman.example"


def an_entry(**changes: Any) -> dict[str, Any]:
    kept = {"MessageId": "m1", "Source": SENDER, "To": ["a@partner.example"], "CC": [], "BCC": []}
    told = {"Subject": "Code", "BodyText": "204817", "BodyHtml": None, "Timestamp": 1795324659.0}
    return {**kept, **told, **changes}


def test_mails_come_newest_first() -> None:
    kept = {"messages": {"1": [an_entry(MessageId="old")], "2": [an_entry(MessageId="new", Timestamp=1.8e9)]}}
    assert [mail.id for mail in read(kept)] == ["new", "old"]


def test_encoded_headers_are_decoded() -> None:
    entry = an_entry(
        Subject="=?utf-8?b?2LHZhdiyINin2YTYr9iu2YjZhA==?=", Source="=?utf-8?q?Aman_=D8=A3?= <a@b.example>"
    )
    (mail,) = read({"messages": {"1": [entry]}})
    assert (mail.subject, mail.sender) == ("رمز الدخول", "Aman أ <a@b.example>")


def test_the_time_is_dubais() -> None:
    (mail,) = read({"messages": {"1": [an_entry(Timestamp=0.0)]}})
    assert mail.sent_at.isoformat() == "1970-01-01T04:00:00+04:00"


def a_mime_message() -> bytes:
    message = EmailMessage()
    message["From"] = f'"شبكة أمان" <{SENDER}>'
    message["To"] = "b@partner.example"
    message["Subject"] = "طلب مساهمة <جديد>"
    message.set_content("افتح http://127.0.0.1:8700/portal/x?a=1&b=2 <script>alert(1)</script>")
    message.add_alternative('<p onclick="x()">مرحبا</p>', subtype="html")
    return message.as_bytes()


def sent(url: str) -> None:
    """Send one mail as MIME and then one by its fields."""
    keys: dict[str, Any] = {"aws_access_key_id": ACCOUNT, "aws_secret_access_key": "local"}
    ses = boto3.client("ses", endpoint_url=url, region_name=REGION, **keys)
    ses.verify_email_identity(EmailAddress=SENDER)
    ses.send_raw_email(RawMessage={"Data": a_mime_message()})
    ses.send_email(
        Source=SENDER,
        Destination={"ToAddresses": ["a@partner.example"]},
        Message={"Subject": {"Data": "الرمز"}, "Body": {"Text": {"Data": "204817"}}},
    )


def shown(url: str, path: str, query: str = "") -> Response:
    request = Request("GET", path, query, [], b"", "127.0.0.1")
    return asyncio.run(Mailbox(int(url.rpartition(":")[2])).respond(request))


@pytest.mark.engines
def test_mails_that_ses_took_are_read_in_both_forms(tmp_path: Path) -> None:
    with ministack_server(tmp_path) as url:
        sent(url)
        mails = json.loads(shown(url, "/_local/mail.json").body)["mails"]
    assert [mail["subject"] for mail in mails] == ["الرمز", "طلب مساهمة <جديد>"]
    assert [mail["text"].strip()[:6] for mail in mails] == ["204817", "افتح h"]
    assert mails[1]["sender"] == f"شبكة أمان <{SENDER}>"
    assert mails[1]["html"].strip() == '<p onclick="x()">مرحبا</p>'


@pytest.mark.engines
def test_a_mail_can_bring_no_markup_of_its_own_onto_the_page(tmp_path: Path) -> None:
    with ministack_server(tmp_path) as url:
        sent(url)
        response = shown(url, "/_local/mail")
    html = response.body.decode()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "طلب مساهمة &lt;جديد&gt;" in html
    assert "<p onclick" not in html
    assert 'href="http://127.0.0.1:8700/portal/x?a=1&amp;b=2"' in html
    assert "default-src 'none'" in dict(response.headers)["content-security-policy"]


@pytest.mark.engines
def test_the_mails_of_one_address_can_be_asked_for(tmp_path: Path) -> None:
    with ministack_server(tmp_path) as url:
        sent(url)
        mails = json.loads(shown(url, "/_local/mail.json", "to=A%40partner.example").body)["mails"]
        nobody = shown(url, "/_local/mail", "to=c%40partner.example").body.decode()
    assert [mail["to"] for mail in mails] == [["a@partner.example"]]
    assert "No mail yet." in nobody
