"""A mail server for installations that have none: a folder."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from folkmoot.kernel.files import write_once
from folkmoot.kernel.ids import new_id


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as a file that any mail program opens; the names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many there were."""
        for message in email_messages:
            write_once(Path(settings.EMAIL_FILE_PATH) / f"{new_id()}.eml", message.message().as_bytes())
        return len(email_messages)
