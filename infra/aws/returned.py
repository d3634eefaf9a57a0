"""What SES publishes when a mail comes back, in the form of its documentation; the engine's SES does not."""

import json
from datetime import UTC, datetime

SUBJECT = "Amazon SES Email Event Notification"


def mailbox_full(notice_id: str, message_id: str, to: str, account: str) -> str:
    """The event of a mail whose reader's mailbox is full, once SES tries no more."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    event = {
        "eventType": "Bounce",
        "bounce": {
            "bounceType": "Transient",
            "bounceSubType": "MailboxFull",
            "bouncedRecipients": [
                {
                    "emailAddress": to,
                    "action": "failed",
                    "status": "4.2.2",
                    "diagnosticCode": f"smtp; 452 4.2.2 <{to}> is out of space",
                }
            ],
            "timestamp": now,
            "feedbackId": "0100017c-rehearsal-000000",
            "reportingMTA": "dsn; mail.aman.example",
        },
        "mail": {
            "timestamp": now,
            "sendingAccountId": account,
            "messageId": message_id,
            "destination": [to],
            "headersTruncated": False,
            "headers": [{"name": "To", "value": to}],
            "commonHeaders": {"to": [to], "messageId": message_id},
            "tags": {"notice": [notice_id], "ses:from-domain": [to.rpartition("@")[2]]},
        },
    }
    return json.dumps(event)
