"""A decision's text through time: its versions, the text of a day, and what is new in it for a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from folkmoot.decisions.models import Decision, Receipt, Relation
from folkmoot.decisions.queries.relations import read_among
from folkmoot.decisions.rules.deadlines import start_of_day
from folkmoot.documents.languages import preferred
from folkmoot.documents.queries.files import FileChange, files_changed
from folkmoot.documents.queries.versions import (
    OperationLine,
    changes_between,
    holding_version,
    languages_of,
    operations_of_all,
    versions_of,
)
from folkmoot.documents.rules.marked_points import MarkedPoint, with_changes_only
from folkmoot.people.models import Person


@dataclass(frozen=True)
class Amendment:
    """One step of a text's history: from which version to which, by which decision; `is_readable` if the reader may know it."""

    decision: Decision
    is_readable: bool
    base_id: UUID
    version_id: UUID
    number: int
    holds_from: datetime
    known_from: datetime
    is_read_together: bool
    is_received: bool

    @property
    def since(self) -> date:
        """The first day on which the text is as it made it, by the clocks of its body."""
        return self.decision.body.local(self.holds_from).date()


@dataclass(frozen=True)
class News:
    """What amendments have changed since a reader acknowledged a text; `is_asked` if they are asked to acknowledge again."""

    amendments: Sequence[Amendment]
    is_asked: bool


@dataclass(frozen=True)
class Wording:
    """A version of a decision's text, with the amendment that made it and what that did; none made the first.

    Which amendment it was is told only to those who may read it.
    """

    number: int
    holds_from: datetime | None
    decision_id: UUID | None
    decision_number: str | None
    operations: Sequence[OperationLine]


NOTHING_NEW = News((), is_asked=False)


def amendments_of(
    decision: Decision, reader: Person, *, allowed: frozenset[str], at: datetime
) -> list[Amendment]:
    """Return the adopted amendments of a decision that were not withdrawn, in the order of the versions they made.

    Of each it tells whether `reader` may read it, whether they acknowledge it with the text, and whether they did. `allowed`
    is what they may do for the body of the decision.
    """
    rows = Relation.objects.amending().filter(target=decision, version__withdrawn_at=None)
    together = Relation.objects.read_together(at).filter(pk=OuterRef("pk"))
    receipts = Receipt.objects.of(reader).filter(decision=OuterRef("decision"))
    made = rows.filter(version__isnull=False).select_related("decision__body", "version")
    told = made.annotate(is_read_together=Exists(together), is_received=Exists(receipts))
    found = list(told.order_by("version__number"))
    known = {decision.body_id: allowed}
    read = read_among(reader, [each.decision for each in found], known=known, at=at)
    return [_amendment(each, is_readable=each.decision_id in read) for each in found]


def wordings_of(
    decision: Decision, reader: Person, *, allowed: frozenset[str], after: int, most: int, at: datetime
) -> list[Wording]:
    """Return up to `most` wordings of a decision with numbers above `after`, the first one first.

    `allowed` is what the reader may do for the body of the decision.
    """
    amendments = amendments_of(decision, reader, allowed=allowed, at=at)
    steps = {each.number: each.decision for each in amendments if each.is_readable}
    found = [each for each in versions_of(decision.document_id) if each.number > after][:most]
    done = operations_of_all([version.pk for version in found])
    return [
        Wording(
            version.number,
            version.holds_from,
            steps[version.number].pk if version.number in steps else None,
            steps[version.number].number if version.number in steps else None,
            done[version.pk],
        )
        for version in found
    ]


def news_in(amendments: Sequence[Amendment], acknowledged_at: datetime | None, *, at: datetime) -> News:
    """Return what is new for a reader who acknowledged the text at that moment; nothing for one who reads it first."""
    if acknowledged_at is None:
        return NOTHING_NEW
    missed = [each for each in amendments if each.holds_from <= at and not each.is_received]
    new = [each for each in missed if each.is_read_together or each.known_from > acknowledged_at]
    return News(new, is_asked=any(each.is_read_together for each in new))


def changes_since(news: News, version_id: UUID, language: str) -> Sequence[MarkedPoint]:
    """Return the points of the version a reader sees, marked against the one they know; none if there is nothing to mark."""
    return changes_between(news.amendments[0].base_id, version_id, language) if news.amendments else ()


def changes_made(amends: Relation, language: str) -> Sequence[MarkedPoint]:
    """Return the points that an adopted amendment changed, marked, in `language` or else in one that the text has."""
    assert amends.version_id is not None  # noqa: S101  -- adopted amendments have one, by a constraint
    assert amends.base_id is not None  # noqa: S101  -- every amendment has one
    code = preferred(languages_of(amends.version_id), [language])
    return with_changes_only(changes_between(amends.base_id, amends.version_id, code))


def files_after(amends: Relation) -> list[FileChange]:
    """Return the files of a text as an adopted amendment makes it, each with what that changes."""
    assert amends.version_id is not None  # noqa: S101  -- adopted amendments have one, by a constraint
    assert amends.base_id is not None  # noqa: S101  -- every amendment has one
    return files_changed(amends.base_id, amends.version_id)


def changes_from(decision: Decision, day: date, version_id: UUID, language: str) -> Sequence[MarkedPoint]:
    """Return the points of a version, marked against the text of a day; none if that is the same."""
    before = holding_version(decision.document_id, at=moment_of(day, decision))
    return () if before.pk == version_id else changes_between(before.pk, version_id, language)


def moment_of(day: date, decision: Decision) -> datetime:
    """Return the first moment of a day by the clocks of the body, from which on what is in force on it is in force."""
    return start_of_day(day, ZoneInfo(decision.body.time_zone))


def _amendment(row: Relation, *, is_readable: bool) -> Amendment:
    version = row.version
    assert version is not None  # noqa: S101  -- the filter above says so
    assert row.base_id is not None  # noqa: S101  -- amendments have one, by a constraint
    assert version.holds_from is not None  # noqa: S101  -- every version but the first has it
    assert version.known_from is not None  # noqa: S101  -- it is fixed
    return Amendment(
        row.decision,
        is_readable,
        row.base_id,
        version.pk,
        version.number,
        version.holds_from,
        version.known_from,
        is_read_together=vars(row)["is_read_together"],
        is_received=vars(row)["is_received"],
    )
