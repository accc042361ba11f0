"""What an adopted decision does to earlier ones, from the day on which it is in force; and how that is undone before it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.actions.claiming import claim_decision
from folkmoot.decisions.actions.relating import must_still_stand
from folkmoot.decisions.events import DecisionAmended, DecisionEnded
from folkmoot.decisions.models import Decision, Kind, Relation
from folkmoot.documents.actions.amending import amend_document, withdraw_version
from folkmoot.documents.actions.drafting import discard_document
from folkmoot.documents.queries import writing_of
from folkmoot.documents.queries.files import files_of, hashes
from folkmoot.documents.queries.versions import version_called
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person


def take_effect(decision: Decision, *, by: Person | None, at: datetime) -> None:
    """Amend, repeal and replace what a decision that is just being adopted says it does.

    :raises Refused: if one of these no longer stands, or was amended since the draft was written, or the days do not fit.
    """
    # In one order, so that two adoptions cannot wait for each other.
    for relation in decision.relations.order_by("target"):
        if relation.kind == Kind.IMPLEMENTS:
            continue
        target = claim_decision(relation.target_id)
        must_still_stand(target, at=at)
        if relation.kind == Kind.AMENDS:
            _amend(decision, target, relation, by=by, at=at)
        else:
            _end(decision, target, relation, by=by, at=at)


def undo_effect(decision: Decision, *, at: datetime) -> None:
    """Take back what a decision that is being repealed would have done, if it is not in force yet.

    What it has done already stays done. Whoever calls has claimed what it amends.

    :raises Refused: if it is an amendment that is in force, or on which a later one builds.
    """
    for relation in decision.relations.select_related("target"):
        if relation.version_id is not None:
            # When the amended decision fell, its amendments fell with it; nobody comes here after that.
            withdraw_version(version_called(relation.version_id), at=at)
        elif relation.kind != Kind.IMPLEMENTS and decision.in_force_from and decision.in_force_from > at:
            ended = Decision.objects.filter(repealed_at=relation.target.repealed_at, repealed_at__gt=at)
            ended.filter(pk__in=_with_amendments(relation.target_id)).update(repealed_at=None)


def end_with_amendments(decision: Decision, *, at: datetime) -> None:
    """Let a claimed decision end at the moment `at`, never before it was conveyed, and its amendments with it."""
    for each in Decision.objects.filter(pk__in=_with_amendments(decision.pk)):
        if not each.is_repealed(at):
            each.repealed_at = max(at, each.conveyed_at or at)
            each.save(update_fields=["repealed_at"])


def _amend(
    decision: Decision, target: Decision, relation: Relation, *, by: Person | None, at: datetime
) -> None:
    assert relation.wording_id is not None  # noqa: S101  -- a draft's amendment has one, by a constraint
    assert relation.base_id is not None  # noqa: S101  -- as above
    assert decision.in_force_from is not None  # noqa: S101  -- it is being adopted
    if decision.in_force_to is not None:
        raise Refused(
            _(
                "An amendment changes the text for good. Leave the end open; adopt another one to change it back."
            ),
            field="in_force_to",
        )
    wording_id = relation.wording_id
    relation.version = amend_document(
        target.document_id,
        wording_id,
        base_id=relation.base_id,
        revision=writing_of(wording_id).revision,
        holds_from=decision.in_force_from,
        at=at,
    )
    relation.wording = None
    relation.save(update_fields=["version", "wording"])
    discard_document(wording_id)
    _record_amended(decision, target, relation.version, by=by, at=at)


def _record_amended(
    decision: Decision,
    target: Decision,
    version: Any,  # noqa: ANN401  -- another feature's model
    *,
    by: Person | None,
    at: datetime,
) -> None:
    files = tuple(hashes(files_of(version.pk)))
    event = DecisionAmended(target.pk, decision.pk, version.number, version.holds_from, version.digest, files)
    record(event, by=by, at=at)


def _end(
    decision: Decision, target: Decision, relation: Relation, *, by: Person | None, at: datetime
) -> None:
    assert decision.in_force_from is not None  # noqa: S101  -- it is being adopted
    end_with_amendments(target, at=decision.in_force_from)
    record(DecisionEnded(target.pk, decision.pk, relation.kind, decision.in_force_from), by=by, at=at)


def _with_amendments(decision_id: UUID) -> list[UUID]:
    amendments = Relation.objects.amending().adopted().filter(target=decision_id)
    return [decision_id, *amendments.values_list("decision", flat=True)]
