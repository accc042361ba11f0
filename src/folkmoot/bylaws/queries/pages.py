"""The clauses at articles, as pages and programs show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.bylaws.models import Provision as Row
from folkmoot.bylaws.models import ProvisionQuerySet
from folkmoot.bylaws.queries.provisions import end_of, provision_of
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.bylaws.rules.words import in_words
from folkmoot.units.models import Unit, UnitKind


@dataclass(frozen=True)
class ClauseLine:
    """What an article asks, as it is shown: a clause in words, or a remark why there is none."""

    id: UUID
    decision_id: UUID
    number: str
    is_conveyed: bool
    article: str
    provision: Provision | None
    clause: Mapping[str, str | int | bool | None]
    words: str
    body: Unit
    unit_kinds: Sequence[str]
    kinds_in_words: Sequence[str]
    since: date
    until: date | None
    is_to_check: bool

    @property
    def body_id(self) -> UUID:
        """The body whose bylaws these are."""
        return self.body.pk

    @property
    def key(self) -> str:
        """Its id, for addresses."""
        return str(self.id)

    def is_for(self, unit_kind: str) -> bool:
        """Whether it is for units of that kind."""
        return not self.unit_kinds or unit_kind in self.unit_kinds


def clause_lines(unit: Unit, day: date) -> list[ClauseLine]:
    """Return the clauses that hold for `unit` on a day of its clocks, from the top down and by article: one question."""
    lines = [each for each in lines_over(unit, day) if each.is_for(unit.kind.code)]
    return [each for each in lines if each.provision is not None and each.since <= day]


def lines_over(unit: Unit, day: date) -> list[ClauseLine]:
    """Return clauses and remarks of the bylaws of `unit` and those above that hold on a day or will later: one question."""
    return _lines(Row.objects.not_over(day).over(unit), day)


def lines_of(decision_id: UUID, day: date) -> list[ClauseLine]:
    """Return clauses and remarks at the articles of one decision that hold on a day or will later: one question."""
    return _lines(Row.objects.not_over(day).filter(decision=decision_id), day)


def has_clauses(decision_id: UUID, day: date) -> bool:
    """Return whether articles of a decision have clauses or remarks that hold on a day or will later: one question."""
    return Row.objects.not_over(day).filter(decision=decision_id).exists()


def line_called(provision_id: UUID, decision_id: UUID, day: date) -> ClauseLine | None:
    """Return one of the lines of a decision, None if it has no such one or it is over."""
    return next((each for each in lines_of(decision_id, day) if each.id == provision_id), None)


def _lines(rows: ProvisionQuerySet, day: date) -> list[ClauseLine]:
    chosen = rows.select_related("body", "decision").order_by("body__path", "decision_id", "place", "pk")
    found = list(chosen)
    plurals = _plurals() if any(row.unit_kinds for row in found) else {}
    lines = [_line(row, plurals) for row in found]
    return [each for each in lines if each.until is None or day < each.until]


def _plurals() -> dict[str, str]:
    """Return what several units of each kind are called: a second question, where a clause is not for all kinds."""
    return dict(UnitKind.objects.order_by("rank", "code").values_list("code", "plural"))


def _line(row: Row, plurals: Mapping[str, str]) -> ClauseLine:
    provision = provision_of(row) if row.clause else None
    return ClauseLine(
        id=row.pk,
        decision_id=row.decision_id,
        number=row.decision.number,
        is_conveyed=row.decision.conveyed_at is not None,
        article=row.article,
        provision=provision,
        clause=row.clause or {},
        words=in_words(provision.clause) if provision else row.remark,
        body=row.body,
        unit_kinds=row.unit_kinds,
        kinds_in_words=[plurals.get(kind, kind) for kind in row.unit_kinds],
        since=row.since,
        until=end_of(row),
        is_to_check=row.is_to_check,
    )
