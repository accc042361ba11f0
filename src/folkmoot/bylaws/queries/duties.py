"""What the bylaws ask of a unit this month and next, from the facts that features know."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from folkmoot.bylaws.interfaces import Known, kinds_known, sources_for
from folkmoot.bylaws.queries.provisions import provisions_over
from folkmoot.bylaws.rules.calendar import Period, span_around
from folkmoot.bylaws.rules.duties import Conveyed, Duty, Served, UnitFacts, duties, looks_back_to
from folkmoot.bylaws.rules.kinds import Every, Kind
from folkmoot.decisions.queries.cells import to_hear_or_heard
from folkmoot.people.models import Term
from folkmoot.units.models import Unit

_HEARD = frozenset({Kind.READING})


def duties_of(unit: Unit, *, heard: Sequence[Conveyed] | None = None, at: datetime) -> list[Duty]:
    """Return what is due in a unit this month and next, and what is late, by day: one question, and one a source.

    Where no source knows what a kind of clause asks about, nothing is asked by it. Whoever has asked for the decisions that
    the unit heard or has to hear gives them as `heard`, and they are not asked for again.
    """
    today = unit.local(at).date()
    month = span_around(today, Every.MONTH)
    period = Period(month.first, span_around(month.until, Every.MONTH).until)
    provisions = [
        each for each in provisions_over(unit, since=looks_back_to(period)) if each.is_for(unit.kind.code)
    ]
    sources = sources_for({each.clause.kind for each in provisions})
    asked = [each for each in provisions if each.clause.kind in kinds_known(sources)]
    known = [source.tell(unit, period, at) for source in sources if heard is None or source.kinds != _HEARD]
    known += [Known(decisions=heard)] if heard else []
    return duties(_facts(unit, known, at=at), asked, period)


def readings_known(unit: Unit, period: Period, at: datetime) -> Known:
    """Return the decisions that a cell has to read to its members, or has read since shortly before `period`."""
    heard_since = period.first - timedelta(days=period.first.day)
    rows = to_hear_or_heard(unit, since=heard_since, at=at)
    return Known(decisions=[Conveyed(pk, unit.local(on).date(), heard_on) for pk, on, heard_on in rows])


def terms_known(unit: Unit, period: Period, at: datetime) -> Known:  # noqa: ARG001  -- of its shape
    """Return the terms of office in a unit that are going on."""
    rows = Term.objects.current(at).filter(unit=unit).order_by("started_at", "pk")
    found = rows.values_list("pk", "office__code", "started_at")
    return Known(terms=[Served(pk, office, unit.local(since).date()) for pk, office, since in found])


def _facts(unit: Unit, known: Sequence[Known], *, at: datetime) -> UnitFacts:
    return UnitFacts(
        unit_kind=unit.kind.code,
        founded_on=unit.local(unit.founded_at).date(),
        on=unit.local(at).date(),
        meetings=list(chain.from_iterable(each.meetings for each in known)),
        decisions=list(chain.from_iterable(each.decisions for each in known)),
        terms=list(chain.from_iterable(each.terms for each in known)),
        reports=list(chain.from_iterable(each.reports for each in known)),
        visits=list(chain.from_iterable(each.visits for each in known)),
    )
