"""Telling members what happens to how they sign in; a wait is counted from the telling."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.models import ContactChange, Device, Recovery, Slip
from folkmoot.accounts.queries.contact import address_of, telephones_of
from folkmoot.accounts.rules.addresses import masked
from folkmoot.accounts.rules.waiting import WAIT
from folkmoot.notices.mail import AddressRefused, NotSent, send
from folkmoot.notices.sms import send_sms
from folkmoot.people.models import Person

Untold = TypeVar("Untold")


def tell_old_address(change: ContactChange, *, at: datetime) -> None:
    """Write to the old address of `change` and to every telephone of the member, and note that they were told.

    An address that is refused for good counts as told, as it cannot be reached, which is often why it is changed; so
    does a member who has neither. Telephones come after the mailbox, or a mail server that is down would have them told
    every minute.

    :raises NotSent: if the mail server cannot be reached now, or no telephone where there is no mailbox any more; the
        wait has not begun then.
    """
    with override(language_of(change.person)):
        is_read = _is_written(change, at=at)
        told = partial(_by_any, _telephones(change.person, _template(change), _said_of(change, at=at)))
        with suppress(NotSent) if is_read else nullcontext():
            told()
    ContactChange.objects.filter(pk=change.pk).update(told_at=at)


def tell_of_recovery(recovery: Recovery, *, at: datetime) -> None:
    """Write to the member that two officers want to remove their passkeys, and note that they were told.

    Who has neither mailbox nor telephone sees it on their pages alone.

    :raises NotSent: if they cannot be reached now in any way; the wait has not begun then.
    """
    officers = {
        "first": recovery.asked_by.name,
        "second": recovery.confirmed_by and recovery.confirmed_by.name,
    }
    _tell(recovery.person, "factors_to_be_removed", {**officers, "due_at": at + WAIT})
    Recovery.objects.filter(pk=recovery.pk).update(told_at=at)


def tell_of_slip(slip: Slip, *, at: datetime) -> None:
    """Write to the telephones of a member that a slip lets somebody in as them, and note that they were told.

    :raises NotSent: if none can be reached now.
    """
    _tell(slip.person, "slip_confirmed", {})
    Slip.objects.filter(pk=slip.pk).update(told_at=at)


def tell_of_device(device: Device) -> None:
    """Write to its owner that somebody signed in with a device of a family not seen before.

    :raises NotSent: if they cannot be reached now in any way.
    """
    _tell(device.account.person, "new_device", {"family": device.family})
    Device.objects.filter(pk=device.pk).update(is_told=True)


def tell_each(untold: Sequence[Untold], tell: Callable[[Untold], None]) -> None:
    """Tell of each, also of those after one that could not be told.

    :raises NotSent: after trying each, if one was not.
    """
    failed: NotSent | None = None
    for each in untold:
        try:
            tell(each)
        except NotSent as fault:
            failed = fault
    if failed is not None:
        raise failed


def tell(person: Person, said: str, *, subject: str) -> None:
    """Write to a person by every way there is, in words that another feature has put into their language.

    :raises NotSent: if they cannot be reached now in any way; who has none is told nothing.
    """
    address = address_of(person)
    ways: list[Callable[[], None]] = [partial(send_sms, number, said) for number in telephones_of(person)]
    if address:
        ways.append(partial(send, address, subject, said))
    _by_any(ways)


def language_of(person: Person) -> str:
    """Return the language in which a person is written to."""
    return str(next(iter(person.languages), settings.LANGUAGE_CODE))


def _tell(person: Person, template: str, said: dict[str, object]) -> None:
    said = {"name": person.name, "url": settings.PUBLIC_URL, **said}
    with override(language_of(person)):
        _by_any(_ways_to(person, template, said))


def _ways_to(person: Person, template: str, said: dict[str, object]) -> list[Callable[[], None]]:
    subject, address = _("A change to how you sign in"), address_of(person)
    ways = _telephones(person, template, said)
    if address:
        ways.append(partial(send, address, subject, render_to_string(f"accounts/mail/{template}.txt", said)))
    return ways


def _telephones(person: Person, template: str, said: dict[str, object]) -> list[Callable[[], None]]:
    short = render_to_string(f"accounts/sms/{template}.txt", said).strip()
    return [partial(send_sms, number, short) for number in telephones_of(person)]


def _by_any(ways: Sequence[Callable[[], None]]) -> None:
    # Each is tried; one that fails is tried again only if none was reached, or the others would be told every minute.
    failed: list[NotSent] = []
    for way in ways:
        try:
            with suppress(AddressRefused):
                way()
        except NotSent as fault:
            failed.append(fault)
    if ways and len(failed) == len(ways):
        raise failed[0]


def _is_written(change: ContactChange, *, at: datetime) -> bool:
    if not change.old_address:
        return False
    text = render_to_string(f"accounts/mail/{_template(change)}.txt", _said_of(change, at=at))
    try:
        send(change.old_address, _("A change to how you sign in"), text)
    except AddressRefused:
        return False
    return True


def _template(change: ContactChange) -> str:
    by_themselves = change.entered_by_id == change.person_id
    return "own_address_changed" if by_themselves else "address_to_be_changed"


def _said_of(change: ContactChange, *, at: datetime) -> dict[str, object]:
    return {
        "name": change.person.name,
        "by": "" if change.entered_by is None else change.entered_by.name,
        "new": masked(change.channel.value),
        "due_at": at + WAIT,
        "url": settings.PUBLIC_URL,
    }
