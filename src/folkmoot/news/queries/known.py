"""Of which news, letters and public papers somebody may know: what the acts are given; anything else is to them not there."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import units_where, units_where_each
from folkmoot.kernel.sight import Asking
from folkmoot.news.models import Item, Letter, PublicPaper
from folkmoot.news.queries.items import PUBLISHING, WRITING, for_reader
from folkmoot.news.queries.letters import EDITING
from folkmoot.news.queries.openly import OPENLY
from folkmoot.news.rules.letters import week_began


def items_known(asking: Asking) -> set[UUID]:
    """Return those of bodies for which `to` writes news or publishes it, and, if that is not all of `ids`, those for them."""
    known: set[UUID] = set()
    for chosen in (_written, _for_reader):
        left = set(asking.ids) - known
        if left:
            known |= set(Item.objects.filter(chosen(asking), pk__in=left).values_list("pk", flat=True))
    return known


def _written(asking: Asking) -> Q:
    bodies = units_where_each(asking.to, (WRITING, PUBLISHING, OPENLY), at=asking.at).values()
    return reduce(or_, (Q(body__in=units.order_by().values("pk")) for units in bodies))


def _for_reader(asking: Asking) -> Q:
    return Q(pk__in=for_reader(asking.to, at=asking.at).order_by().values("pk"))


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
