"""Letters to the editor. What their writers do is private; what editors do is an act of office that names no writer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import tidy_text
from folkmoot.news.events import LetterAnswered, LetterDeclined, LetterPublished, LetterShortened
from folkmoot.news.models import Item, Letter, LetterState
from folkmoot.news.queries.letters import are_few, body_to_write_to, item_to_write_about
from folkmoot.news.rules.letters import (
    LETTER_LONGEST,
    MOST_UNDECIDED,
    REPLY_LONGEST,
    random_id,
    week_began,
)
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


@act("news.send_letter", private=True)
def send_letter(
    *,
    letter_id: UUID,
    text: str,
    is_named: bool = False,
    unit_id: UUID | None = None,
    item_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> UUID:
    """Send a letter to the body `unit_id`, or about the news item `item_id`; the same `letter_id` again changes nothing.

    Without a name it comes to its editors with the others of its week, on Monday; about news that is younger than six days
    then, a week later.

    :raises Refused: if not exactly one is named, the id is not a random one, `by` does not belong to the body or may not
        read the news, the text is empty or too long, three letters of theirs wait there, or it is not signed where fewer
        than five belong.
    """
    item, body = _addressed(unit_id, item_id, by, at=at)
    tidied = tidy_text(text, longest=LETTER_LONGEST, field="text")
    sent = Letter.objects.filter(pk=letter_id).first()
    if sent is not None and sent.writer_id == by.pk:
        return letter_id
    if sent is not None:
        raise Refused(_("Another letter has this id. Make a new one."), field="letter_id")
    if not is_named and are_few(body, item, at=at):
        raise Refused(
            _("So few could have written this that your words would name you. Write with your name.")
        )
    if Letter.objects.of(by).filter(body=body).undecided(at).count() >= MOST_UNDECIDED:
        raise Refused(_("Three letters of yours wait there. Let them be decided on, or withdraw one."))
    Letter.objects.create(
        id=random_id(letter_id), body=body, item=item, writer=by, is_named=is_named, text=tidied, sent_at=at
    )
    return letter_id


def _addressed(
    unit_id: UUID | None, item_id: UUID | None, by: Person, *, at: datetime
) -> tuple[Item | None, Unit]:
    if (unit_id is None) == (item_id is None):
        raise Refused(_("Name a body or a news item, and only one of them."))
    item = item_to_write_about(item_id, by, at=at) if item_id else None
    body = item.body if item else body_to_write_to(unit_id, by, at=at) if unit_id else None
    if body is None:
        raise Refused(_("You cannot write there: it is for others. Choose from the news that you read."))
    return item, body


@act("news.withdraw_letter", private=True)
def withdraw_letter(*, letter_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- what every act is given
    """Withdraw a letter of one's own, published or not: nothing is left of it. Again changes nothing."""
    Letter.objects.of(by).filter(pk=letter_id).delete()
    return letter_id


@act("news.agree_to_shorten", private=True)
def agree_to_shorten(*, letter_id: UUID, by: Person, at: datetime) -> UUID:
    """Agree to how the editors would shorten a letter of one's own, which publishes it so. Again changes nothing.

    Without a name it appears on the first Monday that is more than six days after the offer, and until then nobody sees that its
    writer agreed: the moment would name whoever was just seen to look.

    :raises Refused: if there is no such letter of `by`, or nothing was offered.
    """
    letter = Letter.objects.select_for_update().of(by).filter(pk=letter_id).first()
    state = letter.state(at) if letter else LetterState.OPEN
    if letter is None or state in {LetterState.OPEN, LetterState.DECLINED}:
        raise Refused(_("Nothing is offered for this letter now. Look at it again."))
    if state is LetterState.OFFERED:
        letter.published_at = letter.appears_on(at)
        if letter.is_named:
            letter.shorten()
        letter.save(update_fields=["text", "offered", "offered_at", "published_at"])
    return letter_id


@act("news.publish_letter")
def publish_letter(*, letter_id: UUID, answer: str = "", by: Person | None, at: datetime) -> UUID:
    """Publish a letter as it was sent, to those who read the news it is about, or who belong to the body.

    An answer written beside it is given with it.

    :raises Refused: if `by` may not edit letters there, it was withdrawn or decided on, or the answer is too long.
    """
    letter = _claim_undecided(letter_id, by=by, at=at)
    _answer_too(letter, answer, by=by, at=at)
    letter.offered, letter.offered_at, letter.published_at = "", None, at
    letter.save(update_fields=["offered", "offered_at", "published_at"])
    record(LetterPublished(letter.pk, letter.body_id), by=by, at=at)
    return letter.pk


@act("news.shorten_letter")
def shorten_letter(
    *, letter_id: UUID, offered: str, answer: str = "", by: Person | None, at: datetime
) -> UUID:
    """Offer a letter's writer to publish it shortened to `offered`; it is published once they agree, and not before.

    An answer written beside it is given with it.

    :raises Refused: if `by` may not edit letters there, it was withdrawn or decided on, or the text is empty or too long.
    """
    letter = _claim_undecided(letter_id, by=by, at=at)
    _answer_too(letter, answer, by=by, at=at)
    letter.offered = tidy_text(offered, longest=LETTER_LONGEST, field="offered")
    # Whoever agreed to another offer, to appear on Monday, did not agree to this one.
    letter.offered_at, letter.published_at = at, None
    letter.save(update_fields=["offered", "offered_at", "published_at"])
    record(LetterShortened(letter.pk, letter.body_id), by=by, at=at)
    return letter.pk


@act("news.answer_letter")
def answer_letter(*, letter_id: UUID, answer: str, by: Person | None, at: datetime) -> UUID:
    """Answer a letter for the body: read by its writer, and by its readers once it is published.

    :raises Refused: if `by` may not edit letters there, it was withdrawn or declined, or the answer is empty or too long.
    """
    letter = _claim(letter_id, by=by, at=at)
    if letter.state(at) is LetterState.DECLINED:
        raise Refused(_("This letter was declined, and its writer was told why."))
    _answer(letter, answer, by=by, at=at)
    return letter.pk


@act("news.decline_letter")
def decline_letter(
    *, letter_id: UUID, reason: str, answer: str = "", by: Person | None, at: datetime
) -> UUID:
    """Decline a letter for a reason that only its writer reads; nothing is left of either after 30 days.

    An answer written beside it is given with it.

    :raises Refused: if `by` may not edit letters there, it was withdrawn or decided on, or the reason is empty or too long.
    """
    letter = _claim_undecided(letter_id, by=by, at=at)
    _answer_too(letter, answer, by=by, at=at)
    letter.reason = tidy_text(reason, longest=REPLY_LONGEST, field="reason")
    letter.offered, letter.offered_at, letter.published_at, letter.declined_at = "", None, None, at
    letter.save(update_fields=["reason", "offered", "offered_at", "published_at", "declined_at"])
    record(LetterDeclined(letter.pk, letter.body_id), by=by, at=at)
    return letter.pk


def _answer_too(letter: Letter, answer: str, *, by: Person | None, at: datetime) -> None:
    if answer.strip():
        _answer(letter, answer, by=by, at=at)


def _answer(letter: Letter, answer: str, *, by: Person | None, at: datetime) -> None:
    letter.answer = tidy_text(answer, longest=REPLY_LONGEST, field="answer")
    letter.save(update_fields=["answer"])
    record(LetterAnswered(letter.pk, letter.body_id), by=by, at=at)


def _claim(letter_id: UUID, *, by: Person | None, at: datetime) -> Letter:
    claimed = Letter.objects.select_for_update(of=("self",)).select_related("body")
    letter = claimed.arrived(week_began(at)).filter(pk=letter_id).first()
    if letter is None:
        raise Refused(_("There is no such letter. Its writer may have withdrawn it."))
    require(by, "news.edit_letters", on=letter.body, at=at)
    return letter


def _claim_undecided(letter_id: UUID, *, by: Person | None, at: datetime) -> Letter:
    letter = _claim(letter_id, by=by, at=at)
    if letter.state(at) in {LetterState.PUBLISHED, LetterState.DECLINED}:
        raise Refused(_("This letter was decided on already. Look at it again."))
    return letter
