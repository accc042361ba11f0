import traceback
from email import message_from_bytes, policy
from pathlib import Path
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from folkmoot.notices.mail import AddressRefused, NotSent, NotTaken, send

ADDRESS = "cy@example.org"


class Faulty(BaseEmailBackend):
    fault: Exception = OSError()

    def send_messages(self, email_messages: object) -> int:  # noqa: ARG002  -- Django's signature
        raise self.fault


def test_a_mail_goes_to_one_address_and_asks_for_no_automatic_answer() -> None:
    send("cy@example.org", "A code to sign in with", "BCDF-GHJK")
    [message] = mail.outbox
    assert (message.to, message.subject, message.body) == (
        ["cy@example.org"],
        "A code to sign in with",
        "BCDF-GHJK",
    )
    assert message.extra_headers == {"Auto-Submitted": "auto-generated"}


def test_a_fresh_installation_keeps_its_mail_in_files(settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "folkmoot.notices.outbox.OutboxBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    send("cy@example.org", "One", "first")
    send("bo@example.org", "Two", "second – with a dash")
    files = sorted((tmp_path / "outbox").glob("*.eml"))
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [(message["To"], message["Subject"]) for message in read] == [
        ("cy@example.org", "One"),
        ("bo@example.org", "Two"),
    ]
    body = read[1].get_body()
    assert body is not None
    assert body.get_content().strip() == "second – with a dash"
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (ConnectionRefusedError(), NotSent),
        (TimeoutError(), NotSent),
        (SMTPServerDisconnected(), NotSent),
        (SMTPRecipientsRefused({"cy@example.org": (451, b"later")}), NotTaken),
        (SMTPDataError(554, b"not this one"), NotTaken),
        (SMTPRecipientsRefused({"cy@example.org": (550, b"never")}), AddressRefused),
    ],
)
def test_a_mail_that_cannot_be_sent_says_whether_trying_again_helps(
    settings, monkeypatch: pytest.MonkeyPatch, fault: Exception, raised: type[Exception]
) -> None:
    monkeypatch.setattr(Faulty, "fault", fault)
    settings.EMAIL_BACKEND = f"{__name__}.Faulty"
    with pytest.raises(NotSent) as caught:
        send(ADDRESS, "One", "first")
    assert caught.type is raised
    assert str(caught.value) == type(fault).__name__
    # What is logged of it must not repeat the address.
    assert ADDRESS not in "".join(traceback.format_exception(caught.value))
