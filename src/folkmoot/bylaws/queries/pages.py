"""The bylaws as pages and programs show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.bylaws.models import Provision as Row
from folkmoot.bylaws.queries.provisions import end_of
from folkmoot.bylaws.rules.parsing import clause_kept
from folkmoot.bylaws.rules.words import in_words
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class ClauseLine:
    """What an article asks, as it is shown: a clause in words, or a remark why there is none."""

    id: UUID
    decision_id: UUID
    article: str
    place: int
    clause: Mapping[str, str | int | bool | None]
    words: str
    body_id: UUID
    body: Unit
    unit_kinds: Sequence[str]
    since: date
    until: date | None
    is_to_check: bool

    @property
    def is_remark(self) -> bool:
        """Whether it says why the article cannot be checked."""
        return not self.clause


def clause_lines(unit: Unit, day: date) -> list[ClauseLine]:
    """Return the clauses that hold for `unit` on a day of its clocks, from the top down and by article: one question."""
    lines = lines_over(unit, day)
    return [
        each
        for each in lines
        if not each.is_remark
        and each.since <= day
        and (not each.unit_kinds or unit.kind.code in each.unit_kinds)
    ]


def lines_over(unit: Unit, day: date) -> list[ClauseLine]:
    """Return clauses and remarks of the bylaws of `unit` and those above that hold on a day or will later: one question."""
    rows = Row.objects.not_over(day).over(unit).select_related("body", "decision")
    lines = [_line(row) for row in rows.order_by("body__path", "decision_id", "place", "pk")]
    return [each for each in lines if each.until is None or day < each.until]


def _line(row: Row) -> ClauseLine:
    return ClauseLine(
        id=row.pk,
        decision_id=row.decision_id,
        article=row.article,
        place=row.place,
        clause=row.clause or {},
        words=in_words(clause_kept(row.clause)) if row.clause else row.remark,
        body_id=row.body_id,
        body=row.body,
        unit_kinds=row.unit_kinds,
        since=row.since,
        until=end_of(row),
        is_to_check=row.is_to_check,
    )
