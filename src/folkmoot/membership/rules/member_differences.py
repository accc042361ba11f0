"""What a row of a file changes of a member who is known, in words: the thing, as it is and as it will be."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.membership.rules.member_rows import Aspect, CellFound, Known, MemberRow, aspects_changed
from folkmoot.structure.rules.verdicts import Difference


def differences(
    row: MemberRow, known: Known, cell: CellFound | None, *, homes: Mapping[UUID, str]
) -> tuple[Difference, ...]:
    """Return what a row changes of somebody; `homes` names the units where people are at home."""
    of = f"{known.name} ({known.number})" if known.number else known.name
    changed = aspects_changed(row, known, cell)
    found = (_of_aspect(aspect, row, known, cell, homes) for aspect in changed)
    return tuple(Difference(of, what, now, then) for each in found for what, now, then in each)


def _of_aspect(
    aspect: Aspect, row: MemberRow, known: Known, cell: CellFound | None, homes: Mapping[UUID, str]
) -> Iterator[tuple[str, str, str]]:
    there = cell.name if cell else ""
    home = homes.get(known.home_id, "") if known.home_id else ""
    if aspect is Aspect.PERSON:
        yield from _of_the_person(row, known)
    elif aspect is Aspect.HOME:
        yield _("Moves to another cell"), home, there
    elif aspect is Aspect.MEMBERSHIP:
        yield _("Becomes a member again") if known.left_at else _("Becomes a member"), "", there
    elif aspect is Aspect.OFFER:
        yield _("Is offered membership"), "", there
    else:
        yield _("Takes an office"), "", f"{row.office} ({there or home})"


def _of_the_person(row: MemberRow, known: Known) -> Iterator[tuple[str, str, str]]:
    if row.whole_name not in {"", known.name}:
        yield _("Name"), known.name, row.whole_name
    if row.languages not in {(), known.languages}:
        yield _("Languages"), ", ".join(known.languages), ", ".join(row.languages)
