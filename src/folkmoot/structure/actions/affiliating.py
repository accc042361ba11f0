"""Saying that a unit is an affiliated organisation, with members of its own, and taking that back."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Membership, Person
from folkmoot.structure.actions.claiming import claim_unit, take_tree
from folkmoot.structure.events import AffiliationEnded, UnitAffiliated
from folkmoot.structure.models import Affiliation, Reorganisation
from folkmoot.structure.queries.circles import circles_in_line_with
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules.circles import (
    checked_condition,
    must_be_empty,
    must_be_fit_to_affiliate,
    rule_called,
)
from folkmoot.structure.rules.placing import must_have_a_parent
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

PERMISSION = "structure.affiliate_unit"


@act(PERMISSION)
def affiliate_unit(
    *, unit_id: UUID, admits: str, condition: str = "", by: Person | None, at: datetime
) -> UUID:
    """Say that a unit, with all below it, is an affiliated organisation: a circle of members of its own.

    It `admits` "members" of the organisation itself only, "anybody", or "others": nobody who is one of these. `condition` is
    what else is asked of them, in words that follow "has to be": whoever admits somebody confirms it.

    :raises Refused: if `by` may not do this above the unit, somebody is at home in it, something in it is being merged or
        split, it is the whole organisation, it is, is part of or contains an affiliated organisation, or an entry is
        malformed.
    """
    unit = _claim(unit_id, by=by, at=at)
    rule, words = rule_called(admits), checked_condition(condition)
    circles = circles_in_line_with(unit)
    must_be_fit_to_affiliate(
        place_of(unit), circles, has_members=_has_members(unit), is_changing=_is_changing(unit)
    )
    Affiliation.objects.create(unit=unit, admits=rule.value, condition=words, affiliated_at=at)
    record(UnitAffiliated(unit.pk, rule.value, words), by=by, at=at)
    return unit.pk


@act("structure.end_affiliation")
def end_affiliation(*, unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back that a unit is an affiliated organisation: who is admitted from now on is a member of the organisation itself.

    :raises Refused: if `by` may not do this above the unit, it is none, somebody is at home in it, or something in it is being
        merged or split.
    """
    unit = _claim(unit_id, by=by, at=at)
    must_be_empty(place_of(unit), has_members=_has_members(unit), is_changing=_is_changing(unit))
    if not Affiliation.objects.filter(unit=unit).delete()[0]:
        raise Refused(
            _("%(unit)s is no affiliated organisation. Nothing is left to take back.") % {"unit": unit.name}
        )
    record(AffiliationEnded(unit.pk), by=by, at=at)
    return unit.pk


def _claim(unit_id: UUID, *, by: Person | None, at: datetime) -> Unit:
    """Lock a unit and all below it: whoever admits somebody holds the cell, and asks then to which circle it belongs."""
    take_tree()
    unit = claim_unit(unit_id)
    must_have_a_parent(place_of(unit))
    # Which of its parts have members of their own is for the organisation to say, and not for the part.
    require(by, PERMISSION, on=unit.parent or unit, at=at)
    if not _has_members(unit):
        below = Unit.objects.within(unit).select_for_update().order_by("pk")
        list(below.values_list("pk", flat=True))
    return unit


def _has_members(unit: Unit) -> bool:
    low, high = paths.range_of(unit.path)
    return bool(Membership.objects.open().filter(unit__path__gte=low, unit__path__lt=high).exists())


def _is_changing(unit: Unit) -> bool:
    low, high = paths.range_of(unit.path)
    sides = (Q(**{f"{side}__path__gte": low, f"{side}__path__lt": high}) for side in ("from_unit", "to_unit"))
    from_here, to_here = sides
    return Reorganisation.objects.moving().filter(from_here | to_here).exists()
