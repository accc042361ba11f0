"""Mail, one address at a time.

A subject shows on a locked phone and in the provider's index, so it names no organisation, no decision and no opinion.
"""

from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage

_PERMANENT = 500


class NotSent(Exception):
    """The mail server could not be reached, or did not take the message now: it may be tried again.

    It says why by the name of the fault alone: the fault itself repeats the address, and would carry it into logs.
    """


class AddressRefused(NotSent):
    """The mail server says for good that there is no such address: trying again is of no use."""


def send(to: str, subject: str, text: str) -> None:
    """Send a plain text to one address, waiting for the mail server no longer than EMAIL_TIMEOUT seconds.

    :raises NotSent: if it could not be handed over now.
    :raises AddressRefused: if the address is refused for good (SMTP 5xx, RFC 5321 §4.2.1).
    """
    message = EmailMessage(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"})
    try:
        message.send()
    except SMTPRecipientsRefused as fault:
        raise _refusal(fault) from None
    except OSError as fault:  # every SMTPException is one too
        raise NotSent(type(fault).__name__) from None


def _refusal(fault: SMTPRecipientsRefused) -> NotSent:
    is_final = all(code >= _PERMANENT for code, _why in fault.recipients.values())
    return (AddressRefused if is_final else NotSent)(type(fault).__name__)
