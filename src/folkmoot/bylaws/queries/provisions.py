"""Which clauses hold for a unit: those of its own bylaws and of all bylaws above it, by one question for any unit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists

from folkmoot.bylaws.models import Provision as Row
from folkmoot.bylaws.models import ProvisionQuerySet
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.bylaws.rules.duties import ASKED_BY_BEGINNING
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.bylaws.rules.parsing import clause_kept
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def provisions_over(unit: Unit, *, since: date) -> list[Provision]:
    """Return the clauses by which something is asked of `unit`, by its own bylaws and those above, from a day on: one question.

    Those that hold on that day or later, and of the kinds that ask by the day on which something began, which may lie any time
    back, those too that no longer do. `rules.duties` asks them of a period; each has the days on which it holds.
    """
    return provisions_in(Row.objects.clauses().not_over_but(ASKED_BY_BEGINNING, since).over(unit))


def provisions_over_each(units: Sequence[Unit]) -> dict[str, list[Provision]]:
    """Return as `provisions_over` what bodies at and above each of `units` ask, by the paths of the bodies: one question."""
    above = {path for unit in units for path in paths.ancestors_of(unit.path)}
    rows = Row.objects.clauses().kept().with_ends().filter(body__path__in=sorted(above))
    found: dict[str, list[Provision]] = defaultdict(list)
    for path, provision in provisions_by_body(rows):
        found[path].append(provision)
    return found


def is_any_clause(kind: Kind) -> Exists:
    """Return, to be asked beside something else, whether any body ever asked something by a clause of this kind."""
    return Exists(Row.objects.filter(kind=kind))


def clauses_in_force(unit: Unit, day: date) -> list[Provision]:
    """Return the clauses that hold for `unit` on a day of its clocks, from the top down and by article: one question."""
    rows = Row.objects.clauses().not_over(day).filter(since__lte=day).over(unit)
    return [each for each in provisions_in(rows) if each.holds_on(day) and each.is_for(str(unit.kind.code))]


def provisions_of_body(body: Unit, day: date) -> list[Provision]:
    """Return the clauses of a body's own bylaws that hold on a day or will later: what a new one may contradict."""
    return _later_than(day, provisions_in(Row.objects.clauses().not_over(day).filter(body=body)))


def provisions_above(body: Unit, day: date) -> list[Provision]:
    """Return the clauses of the bylaws above a body that hold on a day or will later: what its own may not loosen."""
    return _later_than(day, provisions_in(Row.objects.clauses().not_over(day).over(body).exclude(body=body)))


def provisions_in(rows: ProvisionQuerySet) -> list[Provision]:
    """Return rows `with_ends` as the rules know them, those that never held left out."""
    return [each for _path, each in provisions_by_body(rows)]


def provisions_by_body(rows: ProvisionQuerySet) -> list[tuple[str, Provision]]:
    """Return rows `with_ends` as `provisions_in` does, each with the path of its body."""
    chosen = rows.select_related("body", "decision").order_by("body__path", "decision_id", "place", "pk")
    found = [(row.body.path, provision_of(row)) for row in chosen]
    return [(path, each) for path, each in found if each.until is None or each.since < each.until]


def provision_of(row: Row) -> Provision:
    """Return a row, which comes with its body and its decision, as the rules know it."""
    return Provision(
        article=row.article,
        clause=clause_kept(row.clause or {}),
        depth=row.body.depth,
        since=row.since,
        until=end_of(row),
        unit_kinds=frozenset(row.unit_kinds),
        id=row.pk,
        decision_id=row.decision_id,
    )


def end_of(row: Row) -> date | None:
    """Return the first day on which a provision no longer holds: ended, replaced, or the decision it stands in over."""
    zone = ZoneInfo(row.body.time_zone)
    ends = [row.until, row.replaced_on, *_days((row.decision.in_force_to, row.decision.repealed_at), zone)]
    return min((day for day in ends if day is not None), default=None)


def _later_than(day: date, found: list[Provision]) -> list[Provision]:
    return [each for each in found if each.until is None or day < each.until]


def _days(moments: Iterable[datetime | None], zone: ZoneInfo) -> list[date | None]:
    return [None if moment is None else moment.astimezone(zone).date() for moment in moments]
