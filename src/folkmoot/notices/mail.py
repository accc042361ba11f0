"""Mail, one address at a time.

A subject shows on a locked phone and in the provider's index, so it names no organisation, no decision and no opinion.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

_PERMANENT = 500
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


class NotSent(Exception):
    """The mail server could not be reached, or did not take the message now: it may be tried again.

    It says why by the name of the fault alone: the fault itself repeats the address, and would carry it into logs.
    """


class NotTaken(NotSent):
    """The mail server took not this message, or not now; others it may take."""


class AddressRefused(NotTaken):
    """The mail server says for good that there is no such address: trying again is of no use."""


def send(to: str, subject: str, text: str) -> None:
    """Send a plain text to one address, waiting for the mail server no longer than EMAIL_TIMEOUT seconds.

    :raises NotSent: if it could not be handed over now.
    :raises AddressRefused: if the address is refused for good (SMTP 5xx, RFC 5321 §4.2.1).
    """
    hand_over(EmailMessage(subject, text, to=[to], headers=AUTOMATIC))


@contextmanager
def open_line() -> Iterator[BaseEmailBackend]:
    """Keep one connection to the mail server open, for many messages.

    :raises NotSent: if it cannot be reached.
    """
    line = get_connection()
    with _saying_no_address():
        line.open()
    try:
        yield line
    finally:
        line.close()


def hand_over(message: EmailMessage, line: BaseEmailBackend | None = None) -> None:
    """Hand one message to the mail server, over an open line or one of its own.

    :raises NotSent: if the server cannot be reached.
    :raises NotTaken: if it does not take this message now.
    :raises AddressRefused: if it refuses the address for good.
    """
    message.connection = line
    with _saying_no_address():
        message.send()


@contextmanager
def _saying_no_address() -> Iterator[None]:
    try:
        yield
    except SMTPRecipientsRefused as fault:
        raise _refusal(fault) from None
    except (SMTPDataError, SMTPNotSupportedError) as fault:
        raise NotTaken(type(fault).__name__) from None
    except OSError as fault:  # every SMTPException is one too
        raise NotSent(type(fault).__name__) from None


def _refusal(fault: SMTPRecipientsRefused) -> NotSent:
    is_final = all(code >= _PERMANENT for code, _why in fault.recipients.values())
    return (AddressRefused if is_final else NotTaken)(type(fault).__name__)
