"""An audience as somebody chose it, checked and with its words, before and after it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext as _

from folkmoot.decisions.models import Audience, Decision
from folkmoot.decisions.queries.addressing import reaches_anybody
from folkmoot.decisions.rules import audience as rules
from folkmoot.decisions.rules.deadlines import LevelLimit, must_be_possible, must_go_down
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Office
from folkmoot.units.models import Sector, Unit, UnitKind
from folkmoot.units.rules import paths

# Before the code of a kind: the field of its deadline.
DEADLINE = "deadlines."
Deadlines = list[tuple[UnitKind, date]]
Named = TypeVar("Named", UnitKind, Sector, Office)


@dataclass(frozen=True)
class Addressees:
    """A subtree and what narrows it, as rows; nothing narrows where a tuple is empty."""

    unit: Unit
    kinds: tuple[UnitKind, ...] = ()
    sectors: tuple[Sector, ...] = ()
    offices: tuple[Office, ...] = ()

    @property
    def rule(self) -> rules.Audience:
        """The same for `rules.audience`: paths and codes."""
        return rules.Audience(self.unit.path, _codes(self.kinds), _codes(self.sectors), _codes(self.offices))


def find_addressees(
    body: Unit,
    unit_id: UUID,
    *,
    kinds: Sequence[str] = (),
    sectors: Sequence[str] = (),
    offices: Sequence[str] = (),
    at: datetime,
) -> Addressees:
    """Return the audience of `body` that these ids and codes name, checked as `convey_decision` checks it.

    :raises Refused: if the unit is not an open one at or below the body, a code is unknown, members have no home in
        the kinds, or nobody would be addressed at the moment `at`.
    """
    chosen = Addressees(
        unit_below(body, unit_id),
        _find(UnitKind.objects.all(), kinds, _("kind of unit"), field="kinds"),
        _find(Sector.objects.all(), sectors, _("sector"), field="sectors"),
        _find(Office.objects.all(), offices, _("office"), field="offices"),
    )
    cells = UnitKind.objects.filter(is_cell=True).values_list("code", flat=True)
    rules.must_address_members(chosen.rule, cell_kinds=frozenset(cells))
    if not reaches_anybody(chosen.rule, at=at):
        raise Refused(
            _(
                "Nobody would receive this: no member or officer is there. Choose a higher unit or narrow it less."
            ),
            field="unit_id",
        )
    return chosen


def find_deadlines(decision: Decision, deadlines: Sequence[tuple[str, date]], *, at: datetime) -> Deadlines:
    """Return the kinds that these codes name, each with the last day on which it reads in time if conveyed `at`.

    :raises Refused: if a code is unknown or comes twice, a day leaves less than one clear day or more than a year, or a
        level is to have read before one above it. Of one day, the refusal names the field `deadlines.` and the code.
    """
    kinds = {
        kind.code: kind
        for kind in _find(
            UnitKind.objects.all(), [code for code, _day in deadlines], _("kind of unit"), field="deadlines"
        )
    }
    if len(kinds) < len(deadlines):
        raise Refused(_("A level has two deadlines. Give each at most one."), field="deadlines")
    zone = ZoneInfo(decision.body.time_zone)
    limits = [_limit(kinds[code], day) for code, day in deadlines]
    for limit in limits:
        must_be_possible(limit, conveyed_at=at, zone=zone)
    must_go_down(limits)
    return [(kinds[code], day) for code, day in deadlines]


def _limit(kind: UnitKind, day: date) -> LevelLimit:
    return LevelLimit(DEADLINE + kind.code, kind.plural, kind.rank, day)


def unit_below(body: Unit, unit_id: UUID) -> Unit:
    """Return the open unit with this id, which must be `body` or lie below it.

    :raises Refused: if it is not.
    """
    unit = Unit.objects.open().select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        raise Refused(_("There is no such unit, or it was closed. Choose another."), field="unit_id")
    if not paths.is_within(unit.path, body.path):
        raise Refused(
            _("%(unit)s is not part of %(body)s, which can decide only for itself and the units below it.")
            % {"unit": unit.name, "body": body.name},
            field="unit_id",
        )
    return unit


def addressees_of(audience: Audience) -> Addressees:
    """Return an audience that was written with its words; it asks only for the lists that narrow it."""
    kinds = audience.kinds.select_related("kind").order_by("kind__rank")
    sectors = audience.sectors.select_related("sector").order_by("sector__code")
    offices = audience.offices.select_related("office").order_by("office__code")
    return Addressees(
        audience.unit,
        tuple(each.kind for each in kinds) if audience.narrows_kinds else (),
        tuple(each.sector for each in sectors) if audience.narrows_sectors else (),
        tuple(each.office for each in offices) if audience.narrows_offices else (),
    )


def _find(rows: models.QuerySet[Named], codes: Sequence[str], noun: str, *, field: str) -> tuple[Named, ...]:
    found = tuple(rows.filter(code__in=codes).order_by("code")) if codes else ()
    unknown = sorted(set(codes) - {row.code for row in found})
    if unknown:
        raise Refused(
            _("There is no %(noun)s called %(codes)s. Choose from the list.")
            % {"noun": noun, "codes": ", ".join(unknown)},
            field=field,
        )
    return found


def _codes(rows: Iterable[UnitKind | Sector | Office]) -> frozenset[str]:
    return frozenset(row.code for row in rows)
