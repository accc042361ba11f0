"""The files of decisions, for whoever may read what they hang on."""

from datetime import datetime
from uuid import UUID

from django.db.models import Subquery, UUIDField, Value
from django.db.models.functions import Coalesce

from folkmoot.access.policy import visible
from folkmoot.decisions.models import Decision, Relation
from folkmoot.decisions.queries.papers import decision_read_by
from folkmoot.documents.queries.files import AttachedFile, file_in, files_of_draft
from folkmoot.documents.queries.versions import versions_until
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person


def document_with_files(draft: Decision) -> UUID:
    """Return the document on which the files of a draft hang: in an amendment the new wording of the other text."""
    amends = Relation.objects.amending().filter(decision=draft).first()
    return draft.document_id if amends is None or amends.wording_id is None else amends.wording_id


def files_of_decision_draft(draft: Decision) -> list[AttachedFile]:
    """Return the files that are adopted if a draft is: those of an amendment hang on the text that it changes."""
    wording = Relation.objects.amending().filter(decision=draft).values("wording")[:1]
    return files_of_draft(Coalesce(Subquery(wording), Value(draft.document_id, UUIDField())))


def draft_written_by(decision_id: UUID, person: Person, *, at: datetime) -> Decision | None:
    """Return a draft that `person` may write; None if there is none with this id."""
    drafts = visible(Decision.objects.drafts(), person, "decisions.draft_decision", at=at)
    return drafts.filter(pk=decision_id).first()


def file_for(decision_id: UUID, attachment_id: UUID, person: Person, *, at: datetime) -> AttachedFile | None:
    """Return a file of a decision, of any of its wordings so far, or of a draft; None if it is not for `person`."""
    found = decision_read_by(decision_id, person, at=at)
    versions = _versions_read(found[0], at=at) if found else _versions_written(decision_id, person, at=at)
    return file_in(attachment_id, versions)


def _versions_read(decision: Decision, *, at: datetime) -> list[UUID]:
    # What an amendment makes of the other text is read with it, also before it holds.
    made = Relation.objects.amending().filter(decision=decision).values_list("version", flat=True)
    return [*versions_until(decision.document_id, at=at), *filter(None, made)]


def _versions_written(decision_id: UUID, person: Person, *, at: datetime) -> list[UUID]:
    draft = draft_written_by(decision_id, person, at=at)
    return [] if draft is None else versions_until(document_with_files(draft), at=at)


def files_known(asking: Asking) -> set[UUID]:
    """Return those of the files asked for that hang on what `to` may read or write of the decision they are named with."""
    decision_id = asking.given["decision_id"]
    return {each for each in asking.ids if file_for(decision_id, each, asking.to, at=asking.at)}
