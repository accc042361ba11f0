"""One example of everything, for the style page: what is shown there is what is tested."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django import forms
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from folkmoot.ui.arcs import Arc, Arcs, Line
from folkmoot.ui.icicle import Icicle, Node
from folkmoot.ui.links import Link
from folkmoot.ui.shares import percent
from folkmoot.ui.tables import Cell, Column, Table


class SpecimenForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), help_text=_("One line that says what was decided."), max_length=80
    )
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 4, "class": "prose"}), required=False
    )
    in_force_from = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("rule", _("Rule")), ("call", _("Call to act"))])
    readers = forms.ChoiceField(
        label=_("Who is it for?"),
        widget=forms.RadioSelect,
        choices=[("all", _("Every member")), ("officers", _("Officers only"))],
    )
    is_urgent = forms.BooleanField(label=_("It is urgent"), required=False)
    paper = forms.FileField(label=_("Paper copy"), required=False, help_text=_("PDF, at most 20 MB."))


@dataclass(frozen=True)
class Point:
    number: str
    depth: int
    html: SafeString


def specimen(request: HttpRequest) -> dict[str, object]:
    sort = request.GET.get("sort", "name")
    return {
        "empty_form": SpecimenForm(prefix="new"),
        "wrong_form": SpecimenForm({"wrong-kind": "rule", "wrong-in_force_from": "soon"}, prefix="wrong"),
        "crumbs": [
            Link("Union", "#union"),
            Link("North", "#north"),
            Link("Harbour", "#harbour", is_current=True),
        ],
        "tabs": _tabs(),
        "steps": [_("File"), _("Columns"), _("Trial run"), _("Import")],
        "facts": [(_("Number"), "2026/14"), (_("Adopted on"), "3 May 2026"), (_("Adopted by"), "Union")],
        "points": _points(),
        "table": _table(sort),
        "icicle": _icicle(),
        "arcs": _arcs(),
        "exports": [Link(_csv(), "#csv")],
        "share": Fraction(2, 3),
        "nearly": Fraction(999, 1000),
    }


def _csv() -> str:
    return "CSV"


def _tabs() -> list[Link]:
    return [
        Link(_("Text"), "#text", is_current=True),
        Link(_("Reach"), "#reach"),
        Link(_("History"), "#history"),
    ]


def _points() -> list[Point]:
    return [
        Point("4", 1, mark_safe("<p>The Developers by way of General Resolution.</p>")),
        Point("4.1", 2, mark_safe("<p>Together, they may appoint or recall the leader.</p>")),
    ]


def _table(sort: str) -> Table:
    columns = [
        Column(_("Cell"), "name"),
        Column(_("Members"), "members", is_number=True),
        Column(_("Reached"), "reached", is_number=True),
        Column(_("State")),
    ]
    rows = [
        [
            Cell("Harbour", url="#harbour"),
            14,
            percent(Fraction(6, 7)).words,
            Cell(_("Reached"), state="done"),
        ],
        [
            Cell("Hill", url="#hill"),
            9,
            percent(Fraction(4, 9)).words,
            Cell(_("Deadline in 2 days"), state="due"),
        ],
        [
            Cell("Mill Lane", url="#mill"),
            22,
            percent(Fraction(0, 1)).words,
            Cell(_("4 days late"), state="late"),
        ],
        [Cell("Old Town", url="#old"), 4, percent(None).words, Cell(_("Too few to show"), state="withheld")],
    ]
    return Table(_("Cells in North"), columns, rows, sort=sort)


def _icicle() -> Icicle:
    cells = {"North": 3, "South": 8, "East": 24, "West": 110, "Islands": 200}
    districts = {name: [_cell(name, number) for number in range(count)] for name, count in cells.items()}
    weights = {name: sum(cell.weight for cell in below) for name, below in districts.items()}
    nodes = [Node(0, sum(weights.values()), Fraction(61, 100), "Union", "#union", _members(weights.values()))]
    for place, (name, below) in enumerate(districts.items()):
        nodes.append(Node(1, weights[name], Fraction(place, 4), name, f"#{name}", _members([weights[name]])))
        nodes += below
    return Icicle(_("Reached in the Union"), _("Reached"), nodes)


def _arcs() -> Arcs:
    lines = [Line("2024/3", url="#2024/3", is_here=True), Line("2025/1", url="#2025/1"), Line("2026/14")]
    kinds = {"amends": _("amends"), "replaces": _("replaces")}
    table = Table(_("How these hang together"), [Column(_("Decision"))], [[line.label] for line in lines])
    return Arcs(_("Three decisions"), lines, [Arc(1, 0, "amends"), Arc(2, 0, "replaces")], kinds, table)


def _cell(district: str, number: int) -> Node:
    share = Fraction(number * 3 % 11, 10)
    weight = 0.7 if district == "Islands" else 9 - number % 5
    is_withheld = number % 7 == 3  # noqa: PLR2004  -- any mixture will do
    name = f"{district} {number + 1}"
    return Node(2, weight, None if is_withheld else share, name, "#cell", _members([weight]))


def _members(weights: Iterable[float]) -> str:
    count = round(sum(weights))
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": count}
