"""Of which news, letters and public papers somebody may know: what the acts are given; anything else is to them not there."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.access.policy import Places, places_where_each, units_at, units_where
from folkmoot.decisions.queries.audiences import Standings, standings
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.kernel.sight import Asking
from folkmoot.news.models import Item, Letter, PublicPaper
from folkmoot.news.queries.items import PUBLISHING, WRITING, for_reader_from
from folkmoot.news.queries.letters import EDITING
from folkmoot.news.queries.openly import OPENLY
from folkmoot.news.rules.letters import week_began


def items_known(asking: Asking) -> set[UUID]:
    """Return those of bodies for which `to` writes news or publishes it, and, if that is not all of `ids`, those for them."""
    ids = padded(sorted(asking.ids))
    where = places_where_each(asking.to, (WRITING, PUBLISHING, OPENLY), at=asking.at)
    known = set(_written(ids=ids, where=list(where.values())))
    if known >= set(asking.ids):
        return known
    stands = standings(asking.to, at=asking.at)
    return known | set(_for_reader(ids=ids, standings=stands, writing=where[WRITING], at=asking.at))


@prepared
def _written(*, ids: Sequence[UUID], where: Sequence[Places]) -> QuerySet[Any, UUID]:
    bodies = reduce(or_, (Q(body__in=units_at(Places(*each)).order_by().values("pk")) for each in where))
    return Item.objects.filter(bodies, pk__in=ids).values_list("pk", flat=True)


@prepared
def _for_reader(
    *, ids: Sequence[UUID], standings: Standings, writing: Places, at: datetime
) -> QuerySet[Any, UUID]:
    shown = for_reader_from(standings, units_at(Places(*writing)), at=at)
    return shown.filter(pk__in=ids).values_list("pk", flat=True)


def letters_known(asking: Asking) -> set[UUID]:
    """Return one's own, those to bodies whose letters `to` edits, and ids that no letter has: whoever writes one makes its id."""
    edited = units_where(asking.to, EDITING, at=asking.at).order_by().values("pk")
    to_edit = Letter.objects.arrived(week_began(asking.at)).filter(body__in=edited).values("pk")
    others = Letter.objects.filter(pk__in=asking.ids).exclude(Q(writer=asking.to) | Q(pk__in=to_edit))
    return set(asking.ids) - set(others.values_list("pk", flat=True))


def papers_known(asking: Asking) -> set[UUID]:
    """Return those of bodies for which `to` publishes to everybody: to others they are an address, and nothing to act on."""
    managed = PublicPaper.objects.in_units(units_where(asking.to, OPENLY, at=asking.at))
    return set(managed.filter(pk__in=asking.ids).values_list("pk", flat=True))
