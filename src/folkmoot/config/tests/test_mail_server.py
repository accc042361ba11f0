from pathlib import Path

import pytest

from folkmoot.config.environment import Environment, MailServer

SMTP = "django.core.mail.backends.smtp.EmailBackend"
OUTBOX = "folkmoot.notices.outbox.OutboxBackend"


def mail_server(monkeypatch: pytest.MonkeyPatch, url: str) -> MailServer:
    monkeypatch.setenv("FOLKMOOT_EMAIL_URL", url)
    monkeypatch.setenv("FOLKMOOT_DATA", "/srv/folk moot")
    return Environment.read().mail


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", MailServer(OUTBOX, folder="/srv/folk moot/outbox")),
        ("file:///srv/mail%20here", MailServer(OUTBOX, folder="/srv/mail here")),
        (
            "smtp://us%40er:p%3Aass@mail.example.org",
            MailServer(
                SMTP, host="mail.example.org", port=587, user="us@er", password="p:ass", starts_tls=True
            ),
        ),
        ("smtp://localhost:25", MailServer(SMTP, host="localhost", port=25)),
        (
            "smtps://mail.example.org",
            MailServer(SMTP, host="mail.example.org", port=465, speaks_tls=True),
        ),
    ],
)
def test_where_mail_goes_is_read_from_one_address(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: MailServer
) -> None:
    assert mail_server(monkeypatch, url) == expected


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_an_address_of_no_mail_server_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(ValueError, match="FOLKMOOT_EMAIL_URL begins with smtp://, smtps:// or file://"):
        mail_server(monkeypatch, url)


def test_passwords_of_the_mail_server_stay_out_of_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "secret" not in repr(mail_server(monkeypatch, "smtp://name:secret@mail.example.org"))
    assert Path("/srv/folk moot") == Environment.read().data
