"""What commands call: figures made from scratch and held against what they were, and what is known of a unit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ValidationError

from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.reports.actions.rolling_up import roll_up_anew, roll_up_waiting
from folkmoot.reports.exchanging import DataValueSet, ImportSummary, form_of_set, take_in
from folkmoot.reports.models import ColumnPiece, Form, Report, RollUp
from folkmoot.reports.queries.data_value_sets import reports_told, values_told
from folkmoot.reports.queries.filling import computed_for
from folkmoot.reports.queries.pages import newest_version
from folkmoot.reports.rules.definition import definition_from
from folkmoot.reports.rules.values import written
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@dataclass(frozen=True)
class Made:
    """A period whose figures were made anew, and whether they were the same before."""

    first: date
    name: str
    reports: int
    is_same: bool


def make_anew(*, first: date | None, at: datetime) -> Iterator[Made]:
    """Make the figures of every period from scratch, or those of one, and say of each whether that changed them."""
    # What waits is in what is made, and would be told as a change.
    while roll_up_waiting():
        pass
    rolled = RollUp.objects.filter(whole_at__isnull=False).select_related("form")
    if first is not None:
        rolled = rolled.filter(first=first)
    for each in rolled.order_by("first", "pk"):
        before = _digest(each.pk)
        roll_up_anew(each.form, each.first, at=at)
        sent = Report.objects.sent().filter(form=each.form, first=each.first).count()
        name = next(iter(each.form.names.values()))
        yield Made(each.first, name, sent, _digest(each.pk) == before)


def _digest(roll_up: UUID) -> str:
    digest = sha256()
    rows = ColumnPiece.objects.filter(roll_up=roll_up).order_by("code", "number")
    for code, number, presence, values in rows.values_list("code", "number", "presence", "values").iterator():
        digest.update(f"{code} {number} ".encode() + bytes(presence) + bytes(values))
    return digest.hexdigest()


def take_in_file(text: str, *, under: str, is_dry_run: bool, at: datetime) -> ImportSummary:
    """Take in a dataValueSet for the operator, for units at and below the one of a code, or the topmost.

    :raises Refused: if there is no such unit or form, or it is no dataValueSet.
    """
    unit = Unit.objects.filter(**({"code": under} if under else {"path": paths.ROOT})).first()
    if unit is None:
        raise Refused(_("There is no unit “%(code)s”. Correct the code.") % {"code": under})
    try:
        brought = DataValueSet.model_validate_json(text)
    except ValidationError as error:
        raise Refused(_("This is no dataValueSet. Bring JSON, with its dataValues in a list.")) from error
    return take_in(brought, unit, by=None, via=Via.OPERATOR, at=at, is_dry_run=is_dry_run)


def give_out(form_id: str, *, first: date, at: datetime) -> Iterator[str]:
    """Yield the text of a dataValueSet with all reports of a form on a period, piece by piece.

    :raises Refused: if there is no such form, or no period begins then.
    """
    form = form_of_set(form_id)
    form.period_at(first)
    reports = reports_told(form, form.unit, first, with_below=True, to=None, at=at)
    yield json.dumps({"dataSet": str(form.pk)}).removesuffix("}") + ', "dataValues": ['
    for place, told in enumerate(values_told(form, reports)):
        yield (",\n" if place else "\n") + json.dumps(told, ensure_ascii=False)
    yield "\n]}\n"


def figures_known(form_id: UUID, unit: Unit, first: date, *, at: datetime) -> dict[str, str]:
    """Return what the system computes of a unit in a period, as whoever confirms it would enter it."""
    form = Form.objects.get(pk=form_id)
    definition = definition_from(newest_version(form).definition)
    computed = computed_for(unit, definition, form, first, at=at)
    return {code: written(definition.by_code[code], kept) for code, kept in computed.items()}
