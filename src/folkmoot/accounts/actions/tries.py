"""Being told of people whom one does not see, which is counted: a few a day, kept when an act refuses."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.access.policy import units_where
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.units.rules.paths import ROOT

MOST_TRIES = 20
WITHIN = timedelta(days=1)
# Whoever brings files for the whole organisation is told of everybody.
_TOLD_OF_ALL = "membership.import_members"


def count_hidden(people: Collection[UUID], *, by: Person | None, at: datetime) -> None:
    """Count those whom a file is about and whom `by` may not touch, each once a day however often the file is checked.

    The operator and the registrar of the whole organisation are told of everybody, and counted nothing.

    :raises Refused: if they are too many within a day.
    """
    if not people or by is None or units_where(by, _TOLD_OF_ALL, at=at).filter(path=ROOT).exists():
        return
    for person_id in people:
        mark = salted_hmac(
            "folkmoot.membership.hidden", f"{by.pk}:{person_id}", algorithm="sha256"
        ).hexdigest()
        if not claimed_place(f"hidden:{by.pk}", mark):
            raise Refused(
                _(
                    "Within a day your files were about more than %(most)d people who cannot be entered here. Bring those"
                    " alone whom you admit yourself, and ask the registrar of the whole organisation for the others."
                )
                % {"most": MOST_TRIES}
            )


def must_have_tries(by: Person | None, *, at: datetime) -> None:
    """Let a number or an address be tried only while `by` may be told once more that somebody out of sight has it.

    Past that nothing is told of any, taken or free.

    :raises Refused: if they were told too often within a day.
    """
    if by is None or units_where(by, _TOLD_OF_ALL, at=at).filter(path=ROOT).exists():
        return
    places = _places(f"hidden:{by.pk}")
    if len(cache.get_many(places)) == len(places):
        raise Refused(
            _(
                "Within a day you gave numbers or addresses of %(most)d people whom you may not see. Leave them out,"
                " go on tomorrow, or ask the registrar of the whole organisation."
            )
            % {"most": MOST_TRIES}
        )


def claimed_place(counted: str, mark: str = "") -> str:
    """Take one of the places in which `counted` is counted within a day, and return it; "" if all are taken.

    What has a `mark` takes one place however often.
    """
    # Outside every act, so that it stays when one refuses; and `add` alone is atomic, so that many at once are no way around.
    places = _places(counted)
    taken = cache.get_many(places)
    for place in places:
        if mark and taken.get(place) == mark:
            return place
        if place not in taken and cache.add(place, mark, WITHIN.total_seconds()):
            return place
    return ""


def _places(counted: str) -> list[str]:
    return [f"{counted}:{number}" for number in range(MOST_TRIES)]
