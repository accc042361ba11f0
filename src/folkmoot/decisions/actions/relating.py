"""Saying what a decision does to earlier ones, while it is a draft."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_be_draft
from folkmoot.decisions.events import RelationsSet
from folkmoot.decisions.models import Decision, Kind, Relation
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.units.rules import paths

MOST_RELATED = 50


@act("decisions.set_relations")
def set_relations(
    *,
    decision_id: UUID,
    repeals: list[UUID] | None = None,
    replaces: list[UUID] | None = None,
    implements: list[UUID] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Say which earlier decisions a draft repeals, replaces and implements once it is adopted; what was said before is forgotten.

    It can repeal and replace what its own body or one below adopted, and implement what its own body or one above did.

    :raises Refused: if `by` may not draft there, it was adopted, one is named twice, is not such a decision, no longer
        stands, or is an amendment.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.draft_decision", on=decision.body, at=at)
    must_be_draft(decision)
    chosen = {Kind.REPEALS: repeals or [], Kind.REPLACES: replaces or [], Kind.IMPLEMENTS: implements or []}
    _must_name_each_once(decision, [target for targets in chosen.values() for target in targets])
    decision.relations.exclude(kind=Kind.AMENDS).delete()
    for kind, targets in chosen.items():
        for target in targets:
            _must_suit(find_target(decision, target, kind=kind), kind, at=at)
        Relation.objects.bulk_create(
            Relation(decision=decision, target_id=target, kind=kind) for target in targets
        )
    record(
        RelationsSet(decision.pk, *(tuple(targets) for targets in chosen.values())),
        by=by,
        at=at,
    )
    return decision.pk


def find_target(decision: Decision, target_id: UUID, *, kind: Kind) -> Decision:
    """Return the adopted decision to which `decision` may relate in this way.

    :raises Refused: if there is none of its body, or of one below (above, to implement it).
    """
    target = Decision.objects.adopted().select_related("body").filter(pk=target_id).first()
    if target is not None:
        own, other = decision.body.path, target.body.path
        if paths.is_within(own, other) if kind is Kind.IMPLEMENTS else paths.is_within(other, own):
            return target
    if kind is Kind.IMPLEMENTS:
        sentence = _("%(body)s or a unit above it has no such decision to implement. Choose another.")
    else:
        sentence = _("Neither %(body)s nor a unit below it has adopted such a decision. Choose another.")
    raise Refused(sentence % {"body": decision.body.name}, field=str(kind.value))


def must_still_stand(target: Decision, *, at: datetime) -> None:
    """Let only a decision through that binds or will: neither repealed nor over.

    :raises Refused: if it does not.
    """
    if target.repealed_at is not None or (target.in_force_to is not None and target.in_force_to <= at):
        raise Refused(
            _("Decision %(number)s was repealed or is over, so there is nothing left of it to change.")
            % {"number": target.number}
        )


def must_be_no_amendment(target: Decision) -> None:
    """Let only a decision through that has a text of its own.

    :raises Refused: if it amends another.
    """
    amends = Relation.objects.amending().filter(decision=target).select_related("target").first()
    if amends is not None:
        raise Refused(
            _(
                "%(number)s is itself an amendment: what it says is part of %(other)s. Amend %(other)s instead."
            )
            % {"number": target.number, "other": amends.target.number}
        )


def _must_suit(target: Decision, kind: Kind, *, at: datetime) -> None:
    if kind is not Kind.IMPLEMENTS:
        must_still_stand(target, at=at)
        must_be_no_amendment(target)


def _must_name_each_once(decision: Decision, targets: Collection[UUID]) -> None:
    amended = decision.relations.amending().values_list("target", flat=True)
    named = [*targets, *amended]
    if len(set(named)) < len(named):
        raise Refused(_("One decision is named twice. Say once what is done to it."))
    if len(named) > MOST_RELATED:
        raise Refused(_("Name at most %(most)d decisions.") % {"most": MOST_RELATED})
