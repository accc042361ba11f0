"""What a body has before it when it sums up: the draft as it is now, marked against the text that was asked about."""

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.consultations.models import Consultation
from folkmoot.decisions.queries.drafting import wording_of_draft
from folkmoot.documents.queries import Reading
from folkmoot.documents.queries.versions import changes_proposed
from folkmoot.documents.rules.marked_points import MarkedPoint, with_changes_only


@dataclass(frozen=True)
class SummaryPage:
    """What changed in the draft since people were asked; None if there is no draft any more."""

    changes: Sequence[MarkedPoint] | None


def summary_page(consultation: Consultation, reading: Reading) -> SummaryPage:
    """Return what changed since in the draft of a consultation whose text is read as `reading`, in its language."""
    writing = wording_of_draft(consultation.decision_id) if consultation.decision_id else None
    if writing is None:
        return SummaryPage(None)
    code = reading.language.code
    body = next((text.body for text in writing.texts if text.language == code), "")
    return SummaryPage(with_changes_only(changes_proposed(reading.version.pk, body, code)))
