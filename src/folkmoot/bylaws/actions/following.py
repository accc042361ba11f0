"""Letting clauses follow their articles when an amendment comes into force."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from folkmoot.bylaws.events import ClausesFollowed
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.queries.waiting import next_to_follow, waiting
from folkmoot.bylaws.rules.following import Followed, follow
from folkmoot.decisions.actions.claiming import claim_decision
from folkmoot.documents.queries.versions import (
    OperationLine,
    labels_of_version,
    operations_of_all,
    versions_of,
)
from folkmoot.kernel.acts import Via, act, run
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person


def follow_next(at: datetime) -> bool:
    """Let the clauses of one decision follow an amendment that is in force; return whether there was one."""
    decision_id = next_to_follow(at)
    if decision_id is not None:
        given = {"decision_id": decision_id}
        run(follow_amendments, given, act_id=new_id(), by=None, at=at, via=Via.WORKER)
    return decision_id is not None


@act("bylaws.follow_amendments", bulk=True)
def follow_amendments(*, decision_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Let the clauses of a decision follow the amendments in force: each goes where its article went, or ends with it.

    A clause whose article has other words now goes on, and is marked to be looked at: what it should say, people decide.
    """
    decision = claim_decision(decision_id)
    held = [each for each in versions_of(decision.document_id) if (each.known_from or at) <= at]
    newest, done = held[-1], operations_of_all([each.pk for each in held])
    rows = list(waiting(at).filter(decision=decision_id).select_related("version", "body"))
    numbers = {each.pk: each.number for each in held}
    places = {label: place for place, label in enumerate(labels_of_version(newest.pk))}
    for row in rows:
        later = [done[each.pk] for each in held if each.number > numbers[row.version_id]]
        _go(row, _followed(row.article, later), places, at=at)
        row.version_id = newest.pk
    Provision.objects.bulk_update(rows, ["article", "place", "until", "is_to_check", "version"])
    record(_event(decision_id, newest.number, rows), by=by, at=at)
    return decision_id


def _followed(article: str, amendments: Sequence[Sequence[OperationLine]]) -> Followed:
    found = Followed(article)
    for operations in amendments:
        if found.article is not None:
            step = follow(found.article, operations)
            found = Followed(step.article, found.is_reworded or step.is_reworded)
    return found


def _go(row: Provision, followed: Followed, places: dict[str, int], *, at: datetime) -> None:
    if followed.article is None:
        row.until = max(row.since, row.body.local(at).date())
        return
    row.article, row.place = followed.article, places[followed.article]
    row.is_to_check = row.is_to_check or followed.is_reworded


def _event(decision_id: UUID, version: int, rows: Sequence[Provision]) -> ClausesFollowed:
    ended = tuple(row.pk for row in rows if row.until is not None)
    to_check = tuple(row.pk for row in rows if row.until is None and row.is_to_check)
    moved = tuple(row.pk for row in rows if row.pk not in {*ended, *to_check})
    return ClausesFollowed(decision_id, version, moved, ended, to_check)
