"""Writing a decision, alone or several together, until it is adopted or thrown away."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_be_draft, must_not_be_hindered
from folkmoot.decisions.events import DecisionDrafted, DraftDiscarded, DraftRevised
from folkmoot.decisions.models import Decision
from folkmoot.documents.actions.drafting import (
    DraftText,
    discard_document,
    draft_document,
    revise_document,
)
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


@act("decisions.draft_decision")
def draft_decision(*, unit_id: UUID, texts: list[DraftText], by: Person | None, at: datetime) -> UUID:
    """Begin a decision for the body `unit_id`, in one language or more.

    :raises Refused: if `by` may not draft there, the unit was closed, or a text is not in order.
    """
    decision = begin_decision(unit_id, texts, by=by, at=at)
    record(DecisionDrafted(decision.pk, decision.body_id), by=by, at=at)
    return decision.pk


def begin_decision(unit_id: UUID, texts: Sequence[DraftText], *, by: Person | None, at: datetime) -> Decision:
    """Write the draft of a decision for the body `unit_id`, inside the act that enters it.

    :raises Refused: if `by` may not draft there, the unit was closed, or a text is not in order.
    """
    body = Unit.objects.open().filter(pk=unit_id).first()
    if body is None:
        raise Refused(_("There is no such unit, or it was closed. Choose another."), field="unit_id")
    require(by, "decisions.draft_decision", on=body, at=at)
    return Decision.objects.create(
        id=new_id(),
        body=body,
        document_id=draft_document(texts, at=at),
        drafted_by=by,
        created_at=at,
    )


@act("decisions.revise_draft")
def revise_draft(
    *, decision_id: UUID, revision: int, texts: list[DraftText], by: Person | None, at: datetime
) -> UUID:
    """Replace a draft's texts by `texts`, written on top of what was saved as `revision`.

    :raises Refused: if `by` may not draft there, it was adopted, or somebody else saved it since.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.draft_decision", on=decision.body, at=at)
    must_be_draft(decision)
    saved = revise_document(decision.document_id, texts, revision=revision)
    record(DraftRevised(decision.pk, saved), by=by, at=at)
    return decision.pk


@act("decisions.discard_draft")
def discard_draft(*, decision_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Throw away a draft with all its texts.

    :raises Refused: if `by` may not draft there, it was adopted, or a consultation on it is under way.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.draft_decision", on=decision.body, at=at)
    must_be_draft(decision)
    must_not_be_hindered(decision, at=at)
    wordings = list(decision.relations.amending().values_list("wording", flat=True))
    decision.delete()
    for document in filter(None, [decision.document_id, *wordings]):
        discard_document(document)
    record(DraftDiscarded(decision_id, decision.body_id), by=by, at=at)
    return decision_id
