"""Telling people that an officer said they were entered twice."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.actions.telling import language_of, tell, tell_each
from folkmoot.membership.models import PersonMerge
from folkmoot.people.models import Person


def tell_of_merge(merge: PersonMerge, *, at: datetime) -> None:
    """Write to both entries, each once, by the address and telephones that each has, and note that they were told.

    It names numbers alone: if they are two people, neither is told who the other is.

    :raises NotSent: if one of them cannot be reached now in any way; the other was told.
    """
    sides = (("told_at", merge.kept), ("gone_told_at", merge.gone))
    tell_each([side for side in sides if getattr(merge, side[0]) is None], partial(_tell_side, merge, at))


def untold_merges(*, limit: int) -> list[PersonMerge]:
    """Return up to `limit` merges that stand and of which somebody was not told, the oldest first."""
    waiting = Q(told_at=None) | Q(gone_told_at=None)
    untold = PersonMerge.objects.standing().filter(waiting).select_related("kept", "gone")
    return list(untold.order_by("merged_at", "pk")[:limit])


def _tell_side(merge: PersonMerge, at: datetime, side: tuple[str, Person]) -> None:
    told, person = side
    _tell(person, merge)
    PersonMerge.objects.filter(pk=merge.pk).update(**{told: at})


def _tell(person: Person, merge: PersonMerge) -> None:
    with override(language_of(person)):
        said = _(
            "A registrar said that the members %(kept)s and %(gone)s are one person. If you are only one of them, tell your"
            " secretary or a registrar, or take it back on your page: %(url)s"
        )
        page = f"{settings.PUBLIC_URL}/people/{person.pk}/"
        numbers = {"kept": merge.kept.member_number, "gone": merge.gone.member_number}
        tell(person, said % {**numbers, "url": page}, subject=_("You may have been entered twice"))
