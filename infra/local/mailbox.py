"""Every mail that the portal sent on this machine, as a page and as JSON, newest first."""

import asyncio
import http.client
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import parse_qs, urlencode

from infra.local.events import Request, Response
from infra.local.pages import SECURITY, page
from infra.local.ports import LOOPBACK

DUBAI = timezone(timedelta(hours=4))
MESSAGES_PATH = "/_ministack/ses/messages"
PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as its reader sees it. `sent_at` is in Dubai's time."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    sent_at: datetime


class Mailbox:
    """Reads what ministack's SES keeps, which is what was sent since it started."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def respond(self, request: Request) -> Response:
        """Show the mails, or with `?to=` those of one address."""
        wanted = parse_qs(request.query).get("to", [""])[-1].strip()
        mails = _addressed(read(await asyncio.to_thread(self._fetch)), wanted)
        if request.path.endswith(".json"):
            return _as_json(mails)
        return page(200, "mail.html", mails=mails, wanted=wanted, only=lambda to: "?" + urlencode({"to": to}))

    def _fetch(self) -> dict[str, Any]:
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", MESSAGES_PATH)
            kept: dict[str, Any] = json.load(connection.getresponse())
        finally:
            connection.close()
        return kept


def read(kept: Mapping[str, Any]) -> list[Mail]:
    """Read ministack's list, in which each account has its own, newest first."""
    mails = [_mail(entry) for entries in kept["messages"].values() for entry in entries]
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)


def _mail(entry: Mapping[str, Any]) -> Mail:
    recipients = [*entry["To"], *entry["CC"], *entry["BCC"]]
    return Mail(
        id=entry["MessageId"],
        sender=_words(entry["Source"]),
        to=tuple(_words(recipient) for recipient in recipients),
        subject=_words(entry["Subject"]),
        text=entry["BodyText"] or "",
        html=entry["BodyHtml"] or "",
        sent_at=datetime.fromtimestamp(entry["Timestamp"], UTC).astimezone(DUBAI),
    )


def _words(header: str) -> str:
    """Decode a header's encoded words (`=?utf-8?b?…?=`)."""
    return str(make_header(decode_header(header)))


def _addressed(mails: Iterable[Mail], wanted: str) -> list[Mail]:
    return [mail for mail in mails if wanted.lower() in " ".join(mail.to).lower()]


def _as_json(mails: Iterable[Mail]) -> Response:
    listed = [{**asdict(mail), "sent_at": mail.sent_at.isoformat()} for mail in mails]
    body = json.dumps({"mails": listed}, ensure_ascii=False).encode()
    return Response(200, [("content-type", "application/json"), *SECURITY], body)
