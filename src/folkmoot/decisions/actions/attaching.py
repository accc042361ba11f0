"""Hanging files on a draft: they are adopted with its words, and are part of them from then on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_be_draft
from folkmoot.decisions.events import FileAttached, FileDetached
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.files import document_with_files
from folkmoot.documents.actions.attaching import attach, detach
from folkmoot.documents.actions.bringing import set_down, take_off
from folkmoot.documents.actions.taking_in import taken_by
from folkmoot.documents.queries.files import files_of_draft, hashes
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person


@act("decisions.attach_file")
def attach_file(*, decision_id: UUID, upload: str, by: Person | None, at: datetime) -> UUID:
    """Hang on a draft the file for which `by` was given the token `upload`, and return the id under which it hangs there.

    On an amendment hangs what is to hang on the text that it changes.

    :raises Refused: if `by` may not draft there, it was adopted, the file is not theirs or not here any more, hangs there
        already, another has its name, there are too many, or they are too large together.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.draft_decision", on=decision.body, at=at)
    must_be_draft(decision)
    taken = taken_by(upload, by.pk if by else None)
    attachment_id = attach(document_with_files(decision), taken)
    if by is not None:
        set_down(by.pk, taken.sha256)
    record(FileAttached(decision.pk, taken.sha256), by=by, at=at)
    return attachment_id


@act("decisions.detach_file")
def detach_file(*, decision_id: UUID, attachment_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take a file off a draft.

    :raises Refused: if `by` may not draft there, it was adopted, or the file hangs there no more.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.draft_decision", on=decision.body, at=at)
    must_be_draft(decision)
    sha256 = detach(document_with_files(decision), attachment_id)
    if by is not None:
        take_off(by.pk, [sha256])
    record(FileDetached(decision.pk, sha256), by=by, at=at)
    return decision.pk


def must_hang(decision: Decision, files: Sequence[str] | None) -> None:
    """Let only a draft through on which just these files hang, by their SHA-256; any if none were named.

    :raises Refused: if others do.
    """
    if files is not None and sorted(files) != hashes(files_of_draft(document_with_files(decision))):
        raise Refused(
            _("A file was attached or removed since you looked at this draft. Look at it again."),
            field="revision",
        )
