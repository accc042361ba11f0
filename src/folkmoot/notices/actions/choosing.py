"""How often somebody is told. What they chose says how eagerly they read, so it leaves no entry."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.notices.models import Recipient
from folkmoot.notices.queries import zone_of
from folkmoot.notices.rules.slots import Often, next_slot
from folkmoot.people.models import Person


@act("notices.choose_frequency", private=True)
def choose_frequency(
    *, frequency: str, wants_meetings: bool | None = None, by: Person | None, at: datetime
) -> UUID:
    """Choose how often one is told by mail that there is something new: `at_once`, `daily`, `weekly` or `off`.

    If one `wants_meetings`, a mail that tells of meetings has their days and hours attached; null leaves that as it is.

    Whoever had switched it off is told of what is new from now on, and not of what they missed.

    :raises Refused: if it is none of these.
    """
    person = themselves(by)
    often = known_frequency(frequency)
    next_at = next_slot(often, after=at, zone=zone_of(person), person_id=person.pk)
    chosen: dict[str, object] = {"frequency": often, "next_at": next_at}
    if wants_meetings is not None:
        chosen["wants_meetings"] = wants_meetings
    Recipient.objects.filter(pk=person.pk, frequency=Often.OFF).update(since=at)
    Recipient.objects.update_or_create(
        person=person, defaults=chosen, create_defaults={**chosen, "since": at}
    )
    return person.pk


def themselves(by: Person | None) -> Person:
    """Return who acts; private acts are refused to everybody else before they begin.

    :raises Refused: if nobody does.
    """
    if by is None:
        raise Refused(_("Only the member can do this, signed in as themselves."))
    return by


def known_frequency(frequency: str) -> Often:
    """Return how often somebody wants to be told, as the word `frequency` says it.

    :raises Refused: if it is none of these words.
    """
    try:
        return Often(frequency)
    except ValueError as error:
        raise Refused(
            _("Choose one of these: %(choices)s.") % {"choices": ", ".join(Often)}, field="frequency"
        ) from error
