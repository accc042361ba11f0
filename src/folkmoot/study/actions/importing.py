"""Importing cards into programmes: what a file of them holds, its check, and the bulk act that commits a batch.

Each waits for a second editor, as a card that was written by hand does.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.ledger import record
from folkmoot.kernel.tables import Field, parsers
from folkmoot.people.models import Person
from folkmoot.structure.actions.batches import Counts, claim_batch, finish_batch
from folkmoot.structure.interfaces import Importer, Scope
from folkmoot.structure.rules.verdicts import Change, Verdict
from folkmoot.study.actions.cards import write_words
from folkmoot.study.actions.claiming import note_writing
from folkmoot.study.events import CardsImported
from folkmoot.study.models import Card, Programme, Wording, Writer
from folkmoot.study.queries.surroundings import Judged, Ready, look_around
from folkmoot.study.rules.card_rows import CardRow, one_of_kinds, parted
from folkmoot.study.rules.cards import KINDS, POINT_LONGEST, QUESTION_LONGEST
from folkmoot.study.rules.permissions import WRITING

_KEY_LONGEST = 300


def card_fields() -> Sequence[Field]:
    """Return what is read of each row: the programme, the words of a card, and from which point it is."""
    kinds = one_of_kinds({str(kind): str(name) for kind, name in KINDS.items()})
    return (
        Field(
            "programme",
            gettext_lazy("Programme"),
            parsers.text(longest=_KEY_LONGEST),
            is_required=True,
            synonyms=("programme id", "program", "deck"),
        ),
        Field(
            "question",
            gettext_lazy("Question"),
            parsers.text(longest=QUESTION_LONGEST),
            is_required=True,
            synonyms=("front", "text", "frage", "vorderseite", "recto", "pregunta"),
        ),
        Field(
            "right",
            gettext_lazy("Right answers"),
            parted,
            is_required=True,
            synonyms=(
                "right answer",
                "answer",
                "answers",
                "back",
                "antwort",
                "ruckseite",
                "verso",
                "respuesta",
            ),
        ),
        Field("wrong", gettext_lazy("Wrong answers"), parted, synonyms=("wrong answer", "distractors")),
        Field("kind", gettext_lazy("How it is answered"), kinds, synonyms=("type",)),
        Field("decision", gettext_lazy("Decision"), parsers.text(longest=_KEY_LONGEST)),
        Field("point", gettext_lazy("Point"), parsers.text(longest=POINT_LONGEST)),
    )


def check_cards(rows: Sequence[CardRow], *, scope: Scope) -> Sequence[Verdict]:
    """Return what each row would do, and what forbids it, by the same number of questions for any number of rows."""
    around = look_around(rows, scope.under, by=scope.by, at=scope.at)
    return [around.judge(row).verdict for row in rows]


@act("study.import_cards", bulk=True)
def import_cards(*, job_id: UUID, batch: int, rows: list[CardRow], by: Person | None, at: datetime) -> UUID:
    """Write the cards of one batch of a file, and those anew that ask the same otherwise; what is so already is left.

    :raises Refused: if it is not this batch's turn, `by` may not write there, or a row no longer fits.
    """
    job = claim_batch(job_id, batch, importer="cards", by=by, at=at)
    around = look_around(rows, job.under, by=by, at=at, holding=True)
    judged = [around.judge(row) for row in rows]
    ready = [_must_fit(row, each) for row, each in zip(rows, judged, strict=True)]
    written = write_all([each for each in ready if each is not None], by=by)
    changes = [each.verdict.change for each in judged]
    counts = Counts(*(changes.count(change) for change in (Change.NEW, Change.CHANGED, Change.SAME)))
    finish_batch(job, rows=len(rows), counts=counts, at=at)
    record(CardsImported(job.pk, batch, tuple(written)), by=by, at=at)
    return job.pk


def write_all(ready: Sequence[Ready], *, by: Person | None) -> list[UUID]:
    """Write cards of programmes that are locked as drafts, and return which."""
    new = [each for each in ready if each.card is None]
    made = [Card(id=new_id(), programme=each.programme, decision_id=each.words.decision_id) for each in new]
    insert_all(made)
    insert_all([_worded(card, each) for card, each in zip(made, new, strict=True)])
    changed = [(each.card, each) for each in ready if each.card is not None]
    for card, each in changed:
        _write_anew(card, each)
    written: dict[Programme, list[UUID]] = defaultdict(list)
    for card, each in [*zip(made, new, strict=True), *changed]:
        written[each.programme].append(card.pk)
    for programme, cards in written.items():
        note_writing(programme)
        _note_writers(programme, cards, by)
    return [pk for cards in written.values() for pk in cards]


CARDS = Importer(
    kind="cards",
    title=gettext_lazy("Cards to learn"),
    permission=WRITING,
    fields=card_fields,
    row_model=CardRow,
    check=check_cards,
    act=import_cards,
    keys=("question",),
)


def _must_fit(row: CardRow, judged: Judged) -> Ready | None:
    if judged.verdict.problems:
        raise Refused(
            _("Row %(number)d no longer fits: %(why)s")
            % {"number": row.number, "why": " ".join(each.sentence for each in judged.verdict.problems)}
        )
    return judged.ready


def _worded(card: Card, ready: Ready) -> Wording:
    asked = ready.words.asked
    return Wording(
        id=new_id(),
        card=card,
        kind=asked.kind,
        point=ready.words.point,
        version_id=ready.version_id,
        question=asked.question,
        right="\n".join(asked.right),
        wrong="\n".join(asked.wrong),
    )


def _write_anew(card: Card, ready: Ready) -> None:
    draft = card.wordings.filter(published_at=None).first()
    write_words(draft or Wording(card=card), ready.words.asked, (ready.words.point, ready.version_id))
    card.revision += 1
    card.save(update_fields=["revision"])


def _note_writers(programme: Programme, cards: Sequence[UUID], by: Person | None) -> None:
    if by is None:
        return
    known = set(
        Writer.objects.filter(programme=programme, person=by, of__in=cards).values_list("of", flat=True)
    )
    insert_all(
        [Writer(id=new_id(), programme=programme, of=pk, person=by) for pk in cards if pk not in known]
    )
