"""Writing cards, each from a numbered point of a decision. What was published stays as it is until a second editor agreed."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.study.actions.claiming import (
    claim_card,
    claim_programme,
    must_be_as_seen,
    note_writer,
    note_writing,
    source_binding,
)
from folkmoot.study.events import CardRemoved, CardWritten
from folkmoot.study.models import Card, Programme, Wording, Writer
from folkmoot.study.rules.cards import Asked, asked_text
from folkmoot.study.rules.permissions import WRITING
from folkmoot.study.rules.programmes import CARDS_MOST


@act("study.write_card")
def write_card(
    *,
    programme_id: UUID,
    decision_id: UUID | None = None,
    point: str = "",
    kind: str,
    question: str,
    right: list[str],
    wrong: list[str] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Write a card of a programme; members are asked it once somebody else has published it.

    It is made from a `point` of a decision, and is marked when that is amended; without a decision it is of the programme alone.

    `kind` is `choice`, `several`, `short`, `order`, `gap` (the question has ___ in it) or `explain`. `right` are the right
    answers: each is enough of a short one and a gap, an order has them in it; `wrong` are those that are offered beside them.

    :raises Refused: if `by` may not write there, the programme is full or has ended, the point is none of a decision that is in
        force there, or the texts do not fit.
    """
    programme = claim_programme(programme_id, WRITING, by=by, at=at)
    if programme.cards.standing().count() >= CARDS_MOST:
        raise Refused(_("A programme has at most %(most)d cards. Begin another one.") % {"most": CARDS_MOST})
    asked = asked_text(kind, question, right, wrong or [])
    source = source_binding(programme, decision_id, point, at=at)
    card = Card.objects.create(programme=programme, decision_id=decision_id)
    write_words(Wording(card=card), asked, source)
    return _noted(programme, card, by, at)


@act("study.change_card")
def change_card(
    *,
    card_id: UUID,
    revision: int,
    point: str = "",
    kind: str,
    question: str,
    right: list[str],
    wrong: list[str] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Write a card anew, from its point as it reads today; what members are asked stays until somebody else has published that.

    `revision` is the card's own as it was seen; `point` is empty of a card that is of the programme alone.

    :raises Refused: as `write_card` does, or if there is no such card, it was taken out, or somebody wrote it anew since.
    """
    programme, card = claim_card(card_id, by=by, at=at)
    must_be_as_seen(card, revision)
    asked = asked_text(kind, question, right, wrong or [])
    source = source_binding(programme, card.decision_id, point, at=at)
    draft = card.wordings.filter(published_at=None).first()
    write_words(draft or Wording(card=card), asked, source)
    card.revision += 1
    card.save(update_fields=["revision"])
    return _noted(programme, card, by, at)


@act("study.remove_card")
def remove_card(*, card_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take a card out of its programme: nobody is asked it any more.

    :raises Refused: if `by` may not write there, there is no such card or it was taken out, or the programme has ended.
    """
    programme, card = claim_card(card_id, by=by, at=at)
    note_writing(programme)
    record(CardRemoved(card.pk, programme.pk, programme.unit_id), by=by, at=at)
    Writer.objects.filter(programme=programme, of=card.pk).delete()
    if card.current_id is None:
        card.delete()
    else:
        card.wordings.filter(published_at=None).delete()
        card.ended_at = at
        card.save(update_fields=["ended_at"])
    return card_id


def write_words(draft: Wording, asked: Asked, source: tuple[str, UUID | None]) -> None:
    """Write what a card asks as its draft, from a point of a version."""
    draft.point, draft.version_id = source
    draft.kind, draft.question = asked.kind, asked.question
    draft.right, draft.wrong = "\n".join(asked.right), "\n".join(asked.wrong)
    draft.save()


def _noted(programme: Programme, card: Card, by: Person | None, at: datetime) -> UUID:
    note_writing(programme)
    note_writer(programme, card.pk, by)
    record(CardWritten(card.pk, programme.pk, programme.unit_id), by=by, at=at)
    return card.pk
