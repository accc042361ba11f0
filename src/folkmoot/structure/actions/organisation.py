"""Founding the organisation itself, once, on an empty installation."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import fold
from folkmoot.people.models import Office, Person
from folkmoot.structure.events import OrganisationFounded
from folkmoot.structure.rules.kind_sets import OFFICE_NAMES, KindSet, ready_set
from folkmoot.structure.rules.naming import unit_code, unit_name, zone_name
from folkmoot.units.models import ParentEdge, Unit, UnitKind
from folkmoot.units.rules import paths


@act("structure.found_organisation")
def found_organisation(
    *, name: str, code: str, kind_set: str, time_zone: str = "UTC", by: Person | None, at: datetime
) -> UUID:
    """Found the organisation with the kinds of a ready set (club, union, federation, mass), its offices and its top unit.

    :raises Refused: if it is not the operator who asks, there is an organisation already, or the set is unknown.
    """
    _must_be_the_operator(by)
    _must_be_empty()
    kinds = _make_kinds(ready_set(kind_set))
    root = Unit.objects.create(
        id=new_id(),
        kind=kinds[0],
        parent=None,
        path=paths.ROOT,
        name=unit_name(name),
        search_name=fold(unit_name(name)),
        code=unit_code(code),
        time_zone=zone_name(time_zone),
        founded_at=at,
    )
    ParentEdge.objects.create(unit=root, parent=None, started_at=at)
    Office.objects.bulk_create(Office(code=code, name=str(name)) for code, name in OFFICE_NAMES.items())
    record(OrganisationFounded(root.pk, root.name, kind_set), by=by, at=at)
    return root.pk


def _must_be_the_operator(by: Person | None) -> None:
    # Before there is an organisation nobody holds an office in it, so only the machine's operator can begin.
    if by is not None or running().via is not Via.OPERATOR:
        raise Refused(_("An organisation is founded by the operator, on the server's command line."))


def _must_be_empty() -> None:
    root = Unit.objects.filter(path=paths.ROOT).first()
    if root is not None:
        raise Refused(
            _("%(name)s is already here. Found units below it, or use another data folder.")
            % {"name": root.name}
        )


def _make_kinds(chosen: KindSet) -> list[UnitKind]:
    return UnitKind.objects.bulk_create(
        UnitKind(
            code=kind.code, name=str(kind.name), plural=str(kind.plural), rank=rank, is_cell=kind.is_cell
        )
        for rank, kind in enumerate(chosen.kinds, start=1)
    )
