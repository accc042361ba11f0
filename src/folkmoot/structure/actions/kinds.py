"""Adding to what units can be and what they work in."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import kind_called, take_tree
from folkmoot.structure.events import KindAdded, SectorAdded
from folkmoot.structure.rules.kind_sets import KINDS_MOST
from folkmoot.structure.rules.naming import kind_name, short_code
from folkmoot.units.models import Sector, Unit, UnitKind
from folkmoot.units.rules import paths


@act("structure.add_kind")
def add_kind(
    *,
    code: str,
    name: str,
    plural: str,
    is_cell: bool,
    below: str,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Add a kind of unit that ranks right below the kind with code `below`; the kinds after it move down one rank.

    :raises Refused: if `by` may not do so for the whole organisation, the code is taken, or there are twelve kinds.
    """
    take_tree()
    require(by, "structure.add_kind", on=_organisation(), at=at)
    rank = kind_called(below).rank + 1
    kind = UnitKind(
        id=new_id(), code=short_code(code), name=kind_name(name), plural=kind_name(plural), is_cell=is_cell
    )
    _must_be_new(kind)
    _make_room(rank)
    kind.rank = rank
    kind.save(force_insert=True)
    record(KindAdded(kind.code, kind.name, rank, is_cell), by=by, at=at)
    return kind.pk


@act("structure.add_sector")
def add_sector(*, code: str, name: str, by: Person | None, at: datetime) -> UUID:
    """Add a sector that units can be said to work in.

    :raises Refused: if `by` may not do so for the whole organisation, or the code is taken.
    """
    require(by, "structure.add_sector", on=_organisation(), at=at)
    sector = Sector(id=new_id(), code=short_code(code), name=kind_name(name))
    if Sector.objects.filter(code=sector.code).exists():
        raise Refused(
            _("There is a sector %(code)s already. Choose another code.") % {"code": sector.code},
            field="code",
        )
    sector.save(force_insert=True)
    record(SectorAdded(sector.code, sector.name), by=by, at=at)
    return sector.pk


def _organisation() -> Unit:
    root = Unit.objects.filter(path=paths.ROOT).first()
    if root is None:
        raise Refused(_("There is no organisation here yet. The operator founds it on the command line."))
    return root


def _must_be_new(kind: UnitKind) -> None:
    kinds = UnitKind.objects.order_by("rank")
    if kinds.filter(code=kind.code).exists():
        raise Refused(
            _("There is a kind %(code)s already. Choose another code.") % {"code": kind.code}, field="code"
        )
    # Each level of the tree has a lower kind than the one above, so this also bounds the depth of every path.
    if kinds.count() >= KINDS_MOST:
        raise Refused(
            _("There can be at most %(most)d kinds of units. Use one of those there are.")
            % {"most": KINDS_MOST}
        )


def _make_room(rank: int) -> None:
    # Ranks are unique at every moment, so the lowest kind steps down first; there are at most twelve.
    for kind in UnitKind.objects.filter(rank__gte=rank).order_by("-rank"):
        UnitKind.objects.filter(pk=kind.pk).update(rank=kind.rank + 1)
