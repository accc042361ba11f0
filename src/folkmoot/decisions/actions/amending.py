"""Writing an amendment: a decision that says what the text of an earlier one is to be."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_be_draft
from folkmoot.decisions.actions.drafting import begin_decision
from folkmoot.decisions.actions.relating import find_target, must_be_no_amendment, must_still_stand
from folkmoot.decisions.events import AmendmentWritten, DecisionDrafted
from folkmoot.decisions.models import Decision, Kind, Relation
from folkmoot.documents.actions.attaching import begin_with_attachments_of, bring_attachments_up_to_date
from folkmoot.documents.actions.drafting import DraftText, claim_draft, draft_document, revise_document
from folkmoot.documents.queries import writing_of
from folkmoot.documents.queries.versions import newest_version
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person


@act("decisions.draft_amendment")
def draft_amendment(
    *,
    unit_id: UUID,
    target_id: UUID,
    on_version: int,
    texts: list[DraftText],
    wording: list[DraftText],
    by: Person | None,
    at: datetime,
) -> UUID:
    """Begin a decision of the body `unit_id` after which the text of the decision `target_id` is `wording`.

    `wording` is the whole text in all languages, written on top of the version with the number `on_version`; `texts`
    are the amending decision's own words. The files of that version hang on it from the beginning.
    What changed from point to point is found when it is adopted.

    :raises Refused: if `by` may not draft there, the unit was closed, a text is not in order, the other decision is none
        of this body or one below, no longer stands or is itself an amendment, or was changed since that version.
    """
    decision = begin_decision(unit_id, texts, by=by, at=at)
    target = find_target(decision, target_id, kind=Kind.AMENDS)
    must_still_stand(target, at=at)
    must_be_no_amendment(target)
    base_id, wording_id = _base(target, on_version), draft_document(wording, at=at)
    begin_with_attachments_of(wording_id, base_id)
    Relation.objects.create(
        id=new_id(),
        decision=decision,
        target=target,
        kind=Kind.AMENDS,
        base_id=base_id,
        wording_id=wording_id,
    )
    record(DecisionDrafted(decision.pk, decision.body_id), by=by, at=at)
    record(AmendmentWritten(decision.pk, target.pk, on_version), by=by, at=at)
    return decision.pk


@act("decisions.revise_amendment")
def revise_amendment(
    *,
    decision_id: UUID,
    revision: int,
    on_version: int,
    wording: list[DraftText],
    by: Person | None,
    at: datetime,
) -> UUID:
    """Replace what an amendment is to make of the other text, on top of the draft saved as `revision`.

    `on_version` is the version it now builds on: that is how an amendment is brought up to date.

    :raises Refused: if `by` may not draft there, it is no amendment or was adopted, somebody saved the draft since, a text
        is not in order, the other text was changed since that version, or with the files that others attached to it
        there would be too many.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.draft_decision", on=decision.body, at=at)
    must_be_draft(decision)
    amends = decision.relations.amending().select_related("target").first()
    if amends is None or amends.wording_id is None:
        raise Refused(_("This draft amends no other decision."), field="decision_id")
    claim_draft(decision.document_id, revision=revision)
    revise_document(amends.wording_id, wording, revision=writing_of(amends.wording_id).revision)
    base_id = _base(amends.target, on_version)
    if amends.base_id is not None and amends.base_id != base_id:
        bring_attachments_up_to_date(amends.wording_id, amends.base_id, base_id)
    amends.base_id = base_id
    amends.save(update_fields=["base"])
    record(AmendmentWritten(decision.pk, amends.target_id, on_version), by=by, at=at)
    return decision.pk


def _base(target: Decision, on_version: int) -> UUID:
    newest = newest_version(target.document_id)
    if newest.number != on_version:
        raise Refused(
            _(
                "The text of %(number)s was changed by another amendment while you were writing. Nothing of yours is lost: "
                "below you see what changed; take it over and save again."
            )
            % {"number": target.number},
            field="on_version",
        )
    return newest.pk
