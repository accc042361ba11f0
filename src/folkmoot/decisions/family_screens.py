"""How decisions that hang together are pictured."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.decisions.models import Decision, Kind
from folkmoot.decisions.queries.family import Family, Member
from folkmoot.ui.arcs import Arc, Arcs, Line
from folkmoot.ui.tables import Cell, Column, Table

DOES = {
    Kind.AMENDS: gettext_lazy("amends"),
    Kind.REPEALS: gettext_lazy("repeals"),
    Kind.REPLACES: gettext_lazy("replaces"),
    Kind.IMPLEMENTS: gettext_lazy("implements"),
}


def picture_of(family: Family) -> Arcs:
    """Return the picture of a family: a line for each decision, from the oldest down, and an arc for each relation."""
    places = {member.decision.pk: place for place, member in enumerate(family.members)}
    drawn = {kind for _start, kind, _end in family.relations}
    return Arcs(
        _(
            "From the oldest at the top to the latest, each with the day from which it is in force; "
            "each arc leads to an earlier one"
        ),
        [_line(member, family.about) for member in family.members],
        [Arc(places[start], places[end], kind.value) for start, kind, end in family.relations],
        {kind.value: words for kind, words in DOES.items() if kind in drawn},
        _table(family),
    )


def _line(member: Member, about: Decision) -> Line:
    on = member.decision.in_force_from_on
    return Line(
        _label(member), date_format(on) if on else "", _url(member), is_here=member.decision.pk == about.pk
    )


def _table(family: Family) -> Table:
    members = {member.decision.pk: member for member in family.members}
    columns = [Column(_("Decision")), Column(_("Does")), Column(_("To")), Column(_("In force from"))]
    return Table(_("How these decisions hang together"), columns, _rows(family, members))


def _rows(family: Family, members: Mapping[UUID, Member]) -> Iterator[list[object]]:
    for start, kind, end in family.relations:
        on = members[start].decision.in_force_from_on
        yield [
            Cell(_label(members[start]), url=_url(members[start])),
            DOES[kind],
            Cell(_label(members[end]), url=_url(members[end])),
            date_format(on) if on else "",
        ]


def _label(member: Member) -> str:
    if not member.title:
        return _("A decision that you may not read")
    return f"{member.decision.number} {member.title}"


def _url(member: Member) -> str:
    return reverse("decisions:decision", args=[member.decision.pk]) if member.title else ""
