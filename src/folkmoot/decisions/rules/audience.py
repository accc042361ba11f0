"""Who a decision is addressed to, and the one unit in which each of them is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.units.rules.paths import is_within


@dataclass(frozen=True)
class Audience:
    """A subtree, and what narrows it; an empty set narrows nothing."""

    unit_path: str
    kinds: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A unit as an audience sees it; `sectors` are its own and those of every unit above it."""

    path: str
    kind: str
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """Where a person belongs and which offices they hold, at one moment."""

    home: Place | None = None
    offices: frozenset[tuple[str, Place]] = frozenset()


@dataclass(frozen=True)
class Stay:
    """A standing over the half-open time [since, until); None is the time that has not ended.

    `known_since` is when it was entered, where that was after it began. Of several homes the one of the lowest `rank` comes
    first: "" is that of the organisation itself.
    """

    standing: Standing
    since: datetime
    until: datetime | None = None
    known_since: datetime | None = None
    rank: str = ""


def must_address_members(audience: Audience, *, cell_kinds: frozenset[str]) -> None:
    """Require that an audience of members is narrowed only to kinds in which members have their home.

    :raises Refused: if it names other kinds without naming offices.
    """
    if audience.offices:
        return
    homeless = sorted(audience.kinds - cell_kinds)
    if homeless:
        raise Refused(
            _("Members have no home in units of the kind %(kinds)s. Choose from %(cells)s, or name offices.")
            % {"kinds": ", ".join(homeless), "cells": ", ".join(sorted(cell_kinds))},
            field="kinds",
        )


def matches(place: Place, audience: Audience) -> bool:
    """Return whether a unit lies in the subtree, is of one of the kinds, and works in one of the sectors."""
    return (
        is_within(place.path, audience.unit_path)
        and (not audience.kinds or place.kind in audience.kinds)
        and (not audience.sectors or not audience.sectors.isdisjoint(place.sectors))
    )


def address_of(standing: Standing, audience: Audience) -> str | None:
    """Return the path of the unit in which a person is addressed, the first in order if several; None if they are not."""
    return min(
        (place.path for place in _places(standing, audience) if matches(place, audience)), default=None
    )


def is_addressed(standing: Standing, audience: Audience) -> bool:
    """Return whether a decision with this audience is for a person of this standing."""
    return address_of(standing, audience) is not None


def origin_of(stays: Sequence[Stay], audience: Audience, *, conveyed_at: datetime) -> str | None:
    """Return where a decision first reached a person, in which they are counted for ever; None if it never did.

    That is their address when it was conveyed, or else the first they came to have. Of several at once, it is the one in the
    organisation itself, or else in the affiliated organisation that comes first. A home that is entered later with an earlier
    day takes nobody from where they count already.
    """
    reached = [
        (max(stay.known_since or stay.since, conveyed_at), stay.rank, address)
        for stay in stays
        if (stay.until is None or stay.until > conveyed_at)
        and (address := address_of(stay.standing, audience)) is not None
    ]
    return min(reached)[2] if reached else None


def rank_of(circle_id: UUID | None) -> str:
    """Return the rank of a home by its circle; None is that of the organisation itself."""
    return circle_id.hex if circle_id else ""


def _places(standing: Standing, audience: Audience) -> Iterable[Place]:
    if audience.offices:
        return (place for office, place in standing.offices if office in audience.offices)
    return () if standing.home is None else (standing.home,)
