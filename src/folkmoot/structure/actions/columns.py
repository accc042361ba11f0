"""Which columns of a file are read, and as what."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import columns_for
from folkmoot.kernel.tables.days import DateOrder
from folkmoot.structure.interfaces import Importer, importers
from folkmoot.structure.queries.imports import unread_titles


class ColumnChoice(BaseModel):
    """Which column, counted from 0, holds a field; none if `column` is None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    column: int | None


def importer_of(kind: str) -> Importer:
    """Return the importer of things of this kind.

    :raises Refused: if there is none; the sentence names those there are.
    """
    if kind not in importers:
        raise Refused(
            _("Nothing called “%(kind)s” is imported here. There are: %(known)s.")
            % {"kind": kind, "known": ", ".join(sorted(importers))},
            field="kind",
        )
    return importers[kind]


def places_chosen(kind: str, header: Sequence[str], columns: Sequence[ColumnChoice]) -> dict[str, int]:
    """Return which column holds which field: as guessed, but for those that were chosen.

    :raises Refused: if a field or column is not there, or what is needed has no column; the sentence names the titles
        that were not recognised.
    """
    importer = importer_of(kind)
    fields = importer.fields()
    found = columns_for(header, fields, {choice.field: choice.column for choice in columns})
    unread = unread_titles(header, found.places)
    # A list of names alone is one; where a title was not recognised, what tells people apart may stand below it.
    missing = [*found.missing, *(_missing_of_some(importer, found.places) if unread else ())]
    if missing:
        raise Refused(" ".join(_without_columns(missing, unread)))
    return dict(found.places)


def order_said(given: str) -> str:
    """Return what was said of the order of days and months, "" if nothing was.

    :raises Refused: if there is no such order.
    """
    if given and given not in set(DateOrder):
        raise Refused(
            _("“%(order)s” is no order of dates. Write day_first or month_first, or leave it out.")
            % {"order": given[:40]},
            field="day_order",
        )
    return given


def needed_columns(kind: str) -> list[str]:
    """Return what a file of things of this kind needs a column for, in words: a label, or several of which one will do."""
    importer = importer_of(kind)
    needed = [str(field.label) for field in importer.fields() if field.is_required]
    known_by = [
        _("%(label)s, of whoever is known already") % {"label": each}
        for each in _missing_of_some(importer, {})
    ]
    return [*needed, *known_by]


def choices_by_title(header: Sequence[str], columns: Mapping[str, str]) -> list[ColumnChoice]:
    """Return the columns that `columns` names by their titles, in either case, by field.

    :raises Refused: if no column has such a title.
    """
    places = {title.casefold(): place for place, title in enumerate(header)}
    for title in columns.values():
        if title.casefold() not in places:
            raise Refused(
                _("There is no column “%(title)s”. There are: %(known)s.")
                % {"title": title, "known": ", ".join(header)}
            )
    return [ColumnChoice(field=field, column=places[title.casefold()]) for field, title in columns.items()]


def _missing_of_some(importer: Importer, places: Mapping[str, int]) -> Iterator[str]:
    if importer.one_of and not set(importer.one_of) & set(places):
        labels = [str(field.label) for field in importer.fields() if field.name in importer.one_of]
        yield _(" or ").join(labels)


def _without_columns(missing: Sequence[str], unread: Sequence[str]) -> Iterator[str]:
    named = {"missing": ", ".join(missing)}
    yield _("No column was found for: %(missing)s. Choose one for each, or add it to the file.") % named
    if unread:
        yield _("Not recognised in the file: “%(titles)s”.") % {"titles": "”, “".join(unread)}
