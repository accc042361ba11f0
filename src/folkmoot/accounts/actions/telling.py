"""Telling the old address of a change, which is where the wait is counted from."""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.models import ContactChange
from folkmoot.accounts.rules.addresses import masked
from folkmoot.accounts.rules.waiting import WAIT
from folkmoot.notices.mail import AddressRefused, send


def tell_old_address(change: ContactChange, *, at: datetime) -> None:
    """Write to the old address of `change` and note that it was told.

    An address that is refused for good counts as told: it cannot be reached, which is often why it is changed.

    :raises NotSent: if the mail server cannot be reached now; the wait has not begun then.
    """
    with suppress(AddressRefused):
        _write(change, at=at)
    ContactChange.objects.filter(pk=change.pk).update(told_at=at)


def _write(change: ContactChange, *, at: datetime) -> None:
    by_themselves = change.entered_by_id == change.person_id
    template = "own_address_changed" if by_themselves else "address_to_be_changed"
    language = next(iter(change.person.languages), settings.LANGUAGE_CODE)
    with override(language):
        text = render_to_string(
            f"accounts/mail/{template}.txt",
            {
                "name": change.person.name,
                "by": "" if change.entered_by is None else change.entered_by.name,
                "new": masked(change.channel.value),
                "due_at": at + WAIT,
                "url": settings.PUBLIC_URL,
            },
        )
        send(change.old_address, _("A change to how you sign in"), text)
