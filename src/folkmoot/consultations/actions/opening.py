"""Opening a consultation: the words of a draft are kept as they are, with its files, and put before people."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.consultations.events import ConsultationOpened
from folkmoot.consultations.models import Consultation
from folkmoot.consultations.rules.period import Period, period_between
from folkmoot.consultations.rules.words import introduction_text
from folkmoot.decisions.actions.addressing import write_audience
from folkmoot.decisions.actions.claiming import claim_decision, must_be_draft
from folkmoot.decisions.queries.addressees import Addressees, find_addressees
from folkmoot.decisions.queries.drafting import document_put_forward, text_put_forward
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.documents.actions.attaching import begin_with_attachments_of
from folkmoot.documents.actions.drafting import DraftText, draft_document
from folkmoot.documents.actions.fixing import fix_document
from folkmoot.documents.actions.preparing import prepare_fixing
from folkmoot.documents.queries import Writing
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Office, Person
from folkmoot.units.models import Sector, Unit, UnitKind


def work_out(*, decision_id: UUID, by: Person | None, at: datetime, **_given: object) -> None:
    """Work out ahead of the transaction the points of a draft, if there is one and `by` may ask about it.

    :raises Refused: if the texts are not in order.
    """
    drafts = papers_of(by, "consultations.open_consultation", at=at).drafts() if by is not None else None
    draft = drafts.filter(pk=decision_id).first() if drafts is not None else None
    # Where there is none, the act says why not.
    if draft is not None:
        prepare_fixing(document_put_forward(draft))


@act("consultations.open_consultation", before=work_out)
def open_consultation(
    *,
    decision_id: UUID,
    unit_id: UUID,
    kinds: list[str] | None = None,
    sectors: list[str] | None = None,
    offices: list[str] | None = None,
    opens_on: date | None = None,
    last_on: date,
    introduction: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Ask an audience what they think of a draft as it stands, from the day `opens_on` until `last_on` is over.

    Words and files are those of now. The audience is chosen as `convey_decision` takes it. Days are those of the body's
    clocks; without `opens_on` it opens at once. The draft may go on being written.

    :raises Refused: if `by` may not ask for the body, it was adopted, a consultation on it is not over, its texts are not
        in order, the unit is not at or below the body, a code is unknown, nobody would be asked, the days do not fit
        together, or the introduction is too long.
    """
    decision = claim_decision(decision_id)
    require(by, "consultations.open_consultation", on=decision.body, at=at)
    must_be_draft(decision)
    _must_be_the_only_one(decision_id, at=at)
    period = period_between(opens_on, last_on, at=at, zone=ZoneInfo(decision.body.time_zone))
    chosen = find_addressees(
        decision.body, unit_id, kinds=kinds or [], sectors=sectors or [], offices=offices or [], at=at
    )
    document_id, digest = _kept(text_put_forward(decision), at=at)
    words = {"document_id": document_id, "introduction": introduction_text(introduction)}
    consultation = _written(decision.pk, decision.body, period, chosen, words)
    record(_event(consultation, decision_id, chosen, digest), by=by, at=at)
    return consultation.pk


def _kept(writing: Writing, *, at: datetime) -> tuple[UUID, str]:
    texts = [DraftText(language=text.language, title=text.title, body=text.body) for text in writing.texts]
    document_id = draft_document(texts, at=at)
    if writing.file_count:
        begin_with_attachments_of(document_id, writing.texts[0].version_id)
    return document_id, fix_document(document_id, revision=1, at=at)


def _written(
    decision_id: UUID, body: Unit, period: Period, chosen: Addressees, words: Mapping[str, Any]
) -> Consultation:
    return Consultation.objects.create(
        id=new_id(),
        body=body,
        decision_id=decision_id,
        audience_id=write_audience(chosen, decision=None),
        opens_at=period.opens_at,
        ends_at=period.ends_at,
        told_at=period.opens_at,
        **words,
    )


def _must_be_the_only_one(decision_id: UUID, *, at: datetime) -> None:
    if Consultation.objects.not_over(at).filter(decision=decision_id).exists():
        raise Refused(
            _("A consultation on this draft is not over yet. Make it longer, or close or withdraw it first.")
        )


def _event(
    consultation: Consultation, decision_id: UUID, chosen: Addressees, digest: str
) -> ConsultationOpened:
    return ConsultationOpened(
        consultation.pk,
        decision_id,
        chosen.unit.pk,
        consultation.opens_at,
        consultation.ends_at,
        digest,
        kinds=_codes(chosen.kinds),
        sectors=_codes(chosen.sectors),
        offices=_codes(chosen.offices),
    )


def _codes(rows: Sequence[UnitKind | Sector | Office]) -> tuple[str, ...]:
    return tuple(row.code for row in rows)
