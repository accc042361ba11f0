"""What may hang below what: asked by the acts one by one, and by imports row by row."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.kernel.errors import Refused
from folkmoot.units.rules import paths


@dataclass(frozen=True)
class KindFacts:
    """A kind of unit: `rank` counts from the top (1) down."""

    code: str
    name: str
    rank: int
    is_cell: bool


@dataclass(frozen=True)
class Place:
    """Where a unit stands; `path` is "" while it is only about to be founded."""

    name: str
    kind: KindFacts
    path: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True)
class StillOpen:
    """What a unit would leave behind if it were closed."""

    units: int
    members: int
    officers: int


def must_be_open(place: Place) -> None:
    """Let only an open unit be changed or found others below it.

    :raises Refused: if it was closed.
    """
    if place.closed_at is not None:
        raise Refused(_("%(unit)s was closed. Choose an open unit.") % {"unit": place.name}, field="unit")


def must_fit_below(kind: KindFacts, parent: Place) -> None:
    """Let a unit of this kind hang below `parent` only if its kind ranks lower.

    :raises Refused: if the kind is the parent's own or a higher one.
    """
    if kind.rank <= parent.kind.rank:
        raise Refused(
            _("A %(kind)s cannot be below a %(parent)s. Choose a lower kind or a higher unit.")
            % {"kind": kind.name, "parent": parent.kind.name},
            field="kind",
        )


def must_not_be_below_itself(unit: Place, parent: Place) -> None:
    """Let a unit move only to where it, and what is below it, is not.

    :raises Refused: if `parent` is the unit or lies below it.
    """
    if paths.is_within(parent.path, unit.path):
        raise Refused(
            _("%(unit)s cannot move below %(parent)s, which is part of it. Choose a unit outside of it.")
            % {"unit": unit.name, "parent": parent.name},
            field="to_parent_id",
        )


def must_have_a_parent(unit: Place) -> None:
    """Let any unit be moved or closed but the one at the top.

    :raises Refused: if it is the organisation itself.
    """
    if unit.path == paths.ROOT:
        raise Refused(
            _(
                "%(unit)s is the whole organisation, which has no unit above it. Choose one of the units below it."
            )
            % {"unit": unit.name}
        )


def must_suit_those_below(unit: Place, kind: KindFacts, below: KindFacts | None) -> None:
    """Let a unit become one of `kind` only if the highest kind right `below` it still ranks lower.

    :raises Refused: if a unit below it would be of the same or a higher kind.
    """
    if below is not None and below.rank <= kind.rank:
        raise Refused(
            _(
                "%(unit)s has a %(below)s below it, so it cannot become a %(kind)s. Move what is below it first."
            )
            % {"unit": unit.name, "below": below.name, "kind": kind.name},
            field="kind",
        )


def must_keep_a_home(unit: Place, kind: KindFacts, *, members: int) -> None:
    """Let a unit stop being a cell only when nobody has their home in it.

    :raises Refused: if members would be left without a home cell.
    """
    if members and not kind.is_cell:
        raise Refused(
            ngettext(
                "%(unit)s is home to %(members)d member, and a %(kind)s is no home. Transfer them first.",
                "%(unit)s is home to %(members)d members, and a %(kind)s is no home. Transfer them first.",
                members,
            )
            % {"unit": unit.name, "members": members, "kind": kind.name},
            field="kind",
        )


def must_leave_nothing_behind(unit: Place, left: StillOpen) -> None:
    """Let a unit be closed only when nothing in it is open any more.

    :raises Refused: if it has open units right below it, members, or officers; says how many and what to do.
    """
    steps = _steps_before_closing(left)
    if steps:
        raise Refused(
            _("%(unit)s cannot be closed yet: %(steps)s.") % {"unit": unit.name, "steps": "; ".join(steps)}
        )


def _steps_before_closing(left: StillOpen) -> list[str]:
    steps = [
        (
            left.units,
            ngettext(
                "%(count)d open unit is right below it, move or close it first",
                "%(count)d open units are right below it, move or close them first",
                left.units,
            ),
        ),
        (
            left.members,
            ngettext(
                "it has %(count)d member, transfer them first",
                "it has %(count)d members, transfer them first",
                left.members,
            ),
        ),
        (
            left.officers,
            ngettext(
                "%(count)d person holds an office in it, end the term first",
                "%(count)d people hold an office in it, end their terms first",
                left.officers,
            ),
        ),
    ]
    return [sentence % {"count": count} for count, sentence in steps if count]
