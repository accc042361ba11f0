"""Figures that the system knows: who computes them; `config` registers their answers.

A feature that can count something of a unit in a period registers a `Source`: a code, what it is called, in which kinds of
indicator it can be given, and `tell(unit, period, at)`, which returns the figure as a report keeps it (an integer, or
`[part, whole]` of a share), or None where nothing is known of it. It is asked when a report is written and when it is sent:
whoever fills the form only confirms it. What is told is of the unit and never of one of its members.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.reports.rules.definition import Kind
from folkmoot.reports.rules.values import Kept
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Source:
    """Something that is counted without anybody entering it."""

    code: str
    name: str | Promise
    kinds: frozenset[Kind]
    tell: Callable[[Unit, Period, datetime], Kept | None]


_SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Register who computes a figure; called by `config`."""
    _SOURCES[source.code] = source


def sources() -> Mapping[str, Source]:
    """Return who computes what, by code."""
    return _SOURCES


def kinds_by_source() -> dict[str, frozenset[Kind]]:
    """Return the kinds of indicator that each source can fill, by its code."""
    return {code: source.kinds for code, source in _SOURCES.items()}
