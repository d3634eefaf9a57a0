"""Handing mails to SES."""

from typing import Any

import pytest

from chalicelib.mail import ses
from chalicelib.mail.rendering import Mail
from chalicelib.mail.ses import MailError, Reports, send_mail
from tests.mailbox import SentMail, let_mails_out, sent_mails

MAIL = Mail("شبكة أمان", "رمز الدخول", "نص", "<p>نص</p>")


@pytest.mark.usefixtures("store")
class TestSes:
    def test_takes_a_mail_with_arabic_in_every_part(self) -> None:
        let_mails_out()
        assert send_mail("aman@example.org", "salem@example.org", MAIL)
        encoded = "=?utf-8?b?2LTYqNmD2Kkg2KPZhdin2YY=?= <aman@example.org>"
        assert sent_mails() == [SentMail(encoded, "salem@example.org", "رمز الدخول", "<p>نص</p>")]

    def test_says_why_it_did_not_take_one_and_names_nobody(self) -> None:
        with pytest.raises(MailError) as refusal:
            send_mail("aman@example.org", "salem@example.org", MAIL)
        assert refusal.value.code == "MessageRejected"
        assert "salem" not in str(refusal.value) + repr(refusal.value)

    def test_names_the_configuration_set_and_the_notice_where_reports_are_wanted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = what_ses_is_asked(monkeypatch)
        send_mail("aman@example.org", "salem@example.org", MAIL)
        assert not asked[0].keys() & {"ConfigurationSetName", "Tags"}
        told = send_mail("aman@example.org", "salem@example.org", MAIL, Reports("aman-reports", "01JNOTICE"))
        assert told == "message-2"
        assert asked[1]["ConfigurationSetName"] == "aman-reports"
        assert asked[1]["Tags"] == [{"Name": "notice", "Value": "01JNOTICE"}]


def what_ses_is_asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Each call's parameters. The emulated SES forgets the tags: a client that notes them stands in."""
    asked: list[dict[str, Any]] = []

    class Noting:
        def send_email(self, **given: Any) -> dict[str, str]:
            asked.append(given)
            return {"MessageId": f"message-{len(asked)}"}

    monkeypatch.setattr(ses, "_client", Noting)
    return asked
