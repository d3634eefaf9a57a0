"""Handing mails to SES."""

import pytest

from chalicelib.mail.rendering import Mail
from chalicelib.mail.ses import MailError, send_mail
from tests.mailbox import SentMail, let_mails_out, sent_mails

MAIL = Mail("شبكة أمان", "رمز الدخول", "نص", "<p>نص</p>")


@pytest.mark.usefixtures("store")
class TestSes:
    def test_takes_a_mail_with_arabic_in_every_part(self) -> None:
        let_mails_out()
        send_mail("aman@example.org", "salem@example.org", MAIL)
        encoded = "=?utf-8?b?2LTYqNmD2Kkg2KPZhdin2YY=?= <aman@example.org>"
        assert sent_mails() == [SentMail(encoded, "salem@example.org", "رمز الدخول", "<p>نص</p>")]

    def test_says_why_it_did_not_take_one_and_names_nobody(self) -> None:
        with pytest.raises(MailError) as refusal:
            send_mail("aman@example.org", "salem@example.org", MAIL)
        assert refusal.value.code == "MessageRejected"
        assert "salem" not in str(refusal.value) + repr(refusal.value)
