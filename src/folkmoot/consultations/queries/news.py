"""What is told of consultations: how many are new, for digests, and until when they are open, for calendars.

Both are the same whether or not somebody took part: whoever reads the mail or runs the calendar must not see it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.consultations.models import Consultation
from folkmoot.consultations.queries.reaching import reaching
from folkmoot.decisions.queries.audiences import people_among
from folkmoot.notices.interfaces import Appointment
from folkmoot.people.models import Person

# A calendar keeps what has just passed; and one that subscribed is not sent more than this.
_PAST = timedelta(days=30)
_MOST = 100


def count_asked(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    """Return how many consultations each person is asked that are open, and were told after their own moment and by `until`.

    One question where none was opened or made longer.
    """
    first = min(since.values(), default=until)
    told = Consultation.objects.open(until).filter(told_at__gt=first, told_at__lte=until)
    moments = dict(told.values_list("audience", "told_at"))
    if not moments:
        return {}
    among = people_among(moments, list(since), at=until)
    return Counter(
        person for audience, people in among.items() for person in people if moments[audience] > since[person]
    )


def last_days_of(person: Person, at: datetime) -> Iterator[Appointment]:
    """Yield the last days on which `person` can say what they think of a draft, the earliest first, without titles."""
    found = reaching(person, at=at).filter(ends_at__gt=at - _PAST).order_by("ends_at", "pk")
    for each in found[:_MOST]:
        yield Appointment(
            uid=str(each.pk),
            on=each.last_on,
            summary=_("Last day to say what you think of something"),
            path=reverse("consultations:consultation", args=[each.pk]),
        )
