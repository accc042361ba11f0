"""Importing units: what a file of them holds, its check, and the bulk act that commits a batch."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.tables import Field, parsers, synonyms
from folkmoot.people.models import Person
from folkmoot.structure.actions.batches import Counts, claim_batch, finish_batch
from folkmoot.structure.actions.claiming import take_tree
from folkmoot.structure.actions.unit_work import Work
from folkmoot.structure.interfaces import Importer, Scope
from folkmoot.structure.queries.standings import kinds_by_code
from folkmoot.structure.queries.surroundings import look_around, planned_parent
from folkmoot.structure.rules.unit_rows import UnitRow
from folkmoot.structure.rules.verdicts import Verdict
from folkmoot.units.models import Sector

PERMISSION = "structure.import_units"


def unit_fields() -> Sequence[Field]:
    """Return what is read of each row: code, name, kind, the parent's code, time zone and sectors."""
    kinds = {kind.code: kind.name for kind in kinds_by_code().values()}
    sectors = dict(Sector.objects.order_by("code").values_list("code", "name"))
    return (
        Field("code", gettext_lazy("Code"), parsers.code, is_required=True, synonyms=synonyms.CODE),
        Field("name", gettext_lazy("Name"), parsers.text(), is_required=True, synonyms=synonyms.UNIT_NAME),
        Field("kind", gettext_lazy("Kind"), parsers.one_of(kinds), is_required=True, synonyms=synonyms.KIND),
        Field("parent", gettext_lazy("Parent code"), parsers.code, synonyms=synonyms.PARENT),
        Field("time_zone", gettext_lazy("Time zone"), parsers.time_zone, synonyms=synonyms.TIME_ZONE),
        Field("sectors", gettext_lazy("Sectors"), _sector_parser(sectors), synonyms=synonyms.SECTORS),
    )


def check_units(rows: Sequence[UnitRow], *, scope: Scope) -> Sequence[Verdict]:
    """Return what each row would do, and what forbids it, by the same number of questions for any number of rows."""
    around = look_around(rows, scope.under, permission=PERMISSION, by=scope.by, at=scope.at)
    parents = [scope.under.code, *{row.parent for row in rows if row.parent}]
    unreadable = scope.wrong_in_file("code", parents)
    planned: Mapping[str, UnitRow] = scope.in_file("code", parents)
    return [around.judge(row, planned_parent(around, planned, unreadable, row)) for row in rows]


@act("structure.import_units", bulk=True)
def import_units(*, job_id: UUID, batch: int, rows: list[UnitRow], by: Person | None, at: datetime) -> UUID:
    """Found, move and change the units of one batch of a file, each as its own act would.

    :raises Refused: if it is not this batch's turn, `by` may not import there, or a row no longer fits the tree.
    """
    take_tree()
    job = claim_batch(job_id, batch, importer="units", by=by, at=at)
    work = Work(look_around(rows, job.under, permission=PERMISSION, by=by, at=at), at)
    for row in rows:
        work.do(row)
    work.write()
    done = len(work.founded_ids) + len(work.changed_ids)
    counts = Counts(len(work.founded_ids), len(work.changed_ids), len(rows) - done)
    finish_batch(job, rows=len(rows), counts=counts, at=at)
    record(work.event(job, batch, counts), by=by, at=at)
    return job.pk


UNITS = Importer(
    kind="units",
    title=gettext_lazy("Units"),
    permission=PERMISSION,
    fields=unit_fields,
    row_model=UnitRow,
    check=check_units,
    act=import_units,
    keys=("code",),
    parent="parent",
)


def _sector_parser(sectors: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    if not sectors:
        return _no_sectors
    return parsers.list_of(parsers.one_of(sectors))


def _no_sectors(_cell: str) -> tuple[str, ...]:
    raise Refused(
        _("No sectors have been added to the organisation yet. Add them first, or empty this column.")
    )
