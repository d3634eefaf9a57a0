"""Events of SES in the form of its documentation ("Contents of event data that Amazon SES publishes to SNS").

All addresses are invented; what is free text says so, so that a test can look whether it went anywhere.
"""

import json
from typing import Any

ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:me-central-1:{ACCOUNT}:aman-test-mail-reports"
MESSAGE = "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000"
READER = "yard@example.org"
FREE_TEXT = "smtp; 550 5.1.1 <yard@example.org> is unknown here"
_AT = "2026-11-22T06:41:02.669Z"


def a_mail(notice_id: str, message_id: str = MESSAGE, account: str = ACCOUNT) -> dict[str, Any]:
    """What each event tells of the mail."""
    return {
        "timestamp": "2026-11-22T06:40:02.012Z",
        "source": "Aman <noreply@aman.example>",
        "sourceArn": f"arn:aws:ses:me-central-1:{account}:identity/aman.example",
        "sendingAccountId": account,
        "messageId": message_id,
        "destination": [READER],
        "headersTruncated": False,
        "headers": [{"name": "To", "value": READER}, {"name": "Subject", "value": "A request"}],
        "commonHeaders": {"from": ["noreply@aman.example"], "to": [READER], "messageId": message_id},
        "tags": {
            "notice": [notice_id],
            "ses:configuration-set": ["aman-test-reports"],
            "ses:source-ip": ["192.0.2.0"],
            "ses:from-domain": ["aman.example"],
            "ses:caller-identity": ["send-notices"],
        },
    }


def a_bounce(notice_id: str, kind: str = "Permanent", sub: str = "General", **mail: str) -> dict[str, Any]:
    """The reader's server returned it, at once or later."""
    return {
        "eventType": "Bounce",
        "bounce": {
            "bounceType": kind,
            "bounceSubType": sub,
            "bouncedRecipients": [
                {"emailAddress": READER, "action": "failed", "status": "5.1.1", "diagnosticCode": FREE_TEXT}
            ],
            "timestamp": _AT,
            "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000",
            "reportingMTA": "dsn; mta.example.org",
        },
        "mail": a_mail(notice_id, **mail),
    }


def a_complaint(notice_id: str, sub: str | None = None, feedback: str = "abuse") -> dict[str, Any]:
    """The reader pressed the button for unwanted mail."""
    return {
        "eventType": "Complaint",
        "complaint": {
            "complainedRecipients": [{"emailAddress": READER}],
            "timestamp": _AT,
            "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000",
            "userAgent": FREE_TEXT,
            "complaintFeedbackType": feedback,
            "complaintSubType": sub,
            "arrivalDate": _AT,
        },
        "mail": a_mail(notice_id),
    }


def a_delay(notice_id: str, kind: str = "MailboxFull") -> dict[str, Any]:
    """The reader's server did not take it yet."""
    return {
        "eventType": "DeliveryDelay",
        "mail": a_mail(notice_id),
        "deliveryDelay": {
            "timestamp": _AT,
            "delayType": kind,
            "expirationTime": "2026-11-22T20:41:02.669Z",
            "delayedRecipients": [{"emailAddress": READER, "status": "4.2.2", "diagnosticCode": FREE_TEXT}],
        },
    }


def a_send(notice_id: str) -> dict[str, Any]:
    """That SES took it: nothing that anybody has to hear."""
    return {"eventType": "Send", "mail": a_mail(notice_id), "send": {}}


def in_sns(event: object, topic: str = TOPIC) -> dict[str, Any]:
    """The event as SNS hands it to a function."""
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "EventSubscriptionArn": f"{topic}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55",
                "Sns": {
                    "Type": "Notification",
                    "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
                    "TopicArn": topic,
                    "Subject": "Amazon SES Email Event Notification",
                    "Message": event if isinstance(event, str) else json.dumps(event),
                    "Timestamp": _AT,
                    "SignatureVersion": "1",
                    "Signature": "EXAMPLE",
                    "SigningCertUrl": "EXAMPLE",
                    "UnsubscribeUrl": "EXAMPLE",
                    "MessageAttributes": {},
                },
            }
        ]
    }
