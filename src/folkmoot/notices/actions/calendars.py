"""A calendar's secret address: made, replaced and ended by the person alone."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.notices.actions.choosing import themselves
from folkmoot.notices.models import CalendarAddress
from folkmoot.people.models import Person

_HASH_LENGTH = 64


@act("notices.make_calendar_address", private=True)
def make_calendar_address(*, secret_hash: str, by: Person | None, at: datetime) -> UUID:
    """Make a secret address at which one's own calendar finds deadlines; one made before ends.

    The secret stays with whoever asks; only its keyed hash (`secret_hash`, 64 hexadecimal digits) comes here.

    :raises Refused: if a program asks, or it is no such hash.
    """
    person = themselves(by)
    if running().via is Via.API:
        raise Refused(_("A program cannot make a calendar’s address. Sign in and make it on a page."))
    if len(secret_hash) != _HASH_LENGTH:
        raise Refused(_("The hash of a secret is 64 hexadecimal digits."), field="secret_hash")
    CalendarAddress.objects.update_or_create(
        person=person, defaults={"secret_hash": secret_hash, "made_at": at}
    )
    return person.pk


@act("notices.end_calendar_address", private=True)
def end_calendar_address(*, by: Person | None, at: datetime) -> UUID:  # noqa: ARG001  -- every act is told when
    """End the secret address of one's own calendar; whoever knows it finds nothing there any more.

    :raises Refused: if it is not the member who asks.
    """
    person = themselves(by)
    CalendarAddress.objects.filter(pk=person.pk).delete()
    return person.pk
