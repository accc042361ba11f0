"""Which column of a file holds which field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables.parsing import Field
from folkmoot.kernel.text import fold

_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NOT_IN_A_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Columns:
    """Where each field stands: `places` by field name, counted from 0.

    `unused` are the columns that no field takes, `missing` the labels of required fields without one.
    """

    places: Mapping[str, int]
    unused: tuple[int, ...]
    missing: tuple[str, ...]


def guess_columns(header: Sequence[str], fields: Sequence[Field]) -> Columns:
    """Find each field's column by its name, label or a synonym in any language the field knows.

    Case, accents, punctuation and remarks in brackets do not matter. A column is given to one field
    and a field to one column: the one called by its own name or label, or else by the first of its synonyms; a name that
    only resembles is left for a person.
    """
    places: dict[str, int] = {}
    names = [_key(title) for title in header]
    for field in fields:
        known = [_key(name) for name in (field.name, str(field.label), *field.synonyms)]
        codes = {name for name in known if name.endswith("code")}
        free = [at for at, name in enumerate(names) if name in known and at not in places.values()]
        if free:
            # Lists that were exported have the code of a thing beside its name: the code is what finds it again.
            places[field.name] = min(free, key=lambda at: (names[at] not in codes, known.index(names[at])))
    return _columns(header, fields, places)


def columns_for(header: Sequence[str], fields: Sequence[Field], chosen: Mapping[str, int | None]) -> Columns:
    """Return the guessed columns as a person corrected them: `chosen` gives a field its column, or none.

    :raises Refused: if a field or a column is not there, or two fields take one column.
    """
    for name, place in chosen.items():
        _must_be_there(name, place, header, fields)
    taken = {place for place in chosen.values() if place is not None}
    guessed = guess_columns(header, fields).places
    kept = {name: place for name, place in guessed.items() if name not in chosen and place not in taken}
    picked = {name: place for name, place in chosen.items() if place is not None}
    if len(taken) < len(picked):
        raise Refused(_("Two fields take the same column. Choose another column for one of them."))
    return _columns(header, fields, {**kept, **picked})


def _columns(header: Sequence[str], fields: Sequence[Field], places: dict[str, int]) -> Columns:
    unused = tuple(at for at in range(len(header)) if at not in places.values())
    missing = tuple(str(field.label) for field in fields if field.is_required and field.name not in places)
    return Columns(places, unused, missing)


def _must_be_there(name: str, place: int | None, header: Sequence[str], fields: Sequence[Field]) -> None:
    if name not in {field.name for field in fields}:
        raise Refused(
            _("There is no field “%(name)s” here. The fields are %(known)s.")
            % {"name": name, "known": ", ".join(field.name for field in fields)}
        )
    if place is not None and not 0 <= place < len(header):
        raise Refused(
            _("There is no column %(place)d in this file, which has %(count)d.")
            % {"place": place + 1, "count": len(header)},
            field=name,
        )


def _key(title: str) -> str:
    bare = _REMARK.sub("", title)
    return _NOT_IN_A_NAME.sub("", fold(bare))
