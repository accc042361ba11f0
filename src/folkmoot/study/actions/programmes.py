"""Programmes of study: begun by one editor, looked over and published by another."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.study.actions.claiming import claim_programme, note_writer
from folkmoot.study.events import ProgrammeDrafted, ProgrammeDropped, ProgrammeEnded, ProgrammePublished
from folkmoot.study.models import Card, Lesson, LessonFile, LessonText, Programme, Wording
from folkmoot.study.rules.permissions import PUBLISHING, WRITING
from folkmoot.study.rules.programmes import language_code, level_called, programme_title


@act("study.draft_programme")
def draft_programme(
    *,
    unit_id: UUID,
    title: str,
    language: str = "en",
    level: str = "basic",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Begin a programme for everybody at home in a unit and below it; `level` is `basic`, `working` or `teaching`.

    :raises Refused: if `by` may not write there, the unit was closed, or the title, the language or the level is not in order.
    """
    unit = claim_unit(unit_id)
    require(by, WRITING, on=unit, at=at)
    programme = Programme.objects.create(
        unit=unit,
        title=programme_title(title),
        language=language_code(language),
        level=level_called(level),
    )
    note_writer(programme, programme.pk, by)
    record(ProgrammeDrafted(programme.pk, unit.pk), by=by, at=at)
    return programme.pk


@act("study.drop_programme")
def drop_programme(*, programme_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Give up a programme that was never published, with its cards.

    :raises Refused: if `by` may not write there, or it was published.
    """
    programme = claim_programme(programme_id, WRITING, by=by, at=at)
    if programme.published_at is not None:
        raise Refused(_("This programme was published. End it, and members are offered it no more."))
    record(ProgrammeDropped(programme.pk, programme.unit_id), by=by, at=at)
    programme.delete()
    return programme_id


@act("study.publish_programme")
def publish_programme(*, programme_id: UUID, revision: int, by: Person | None, at: datetime) -> UUID:
    """Publish what was written of a programme, as it stands in `revision`: members are asked its cards and offered its lessons.

    :raises Refused: if `by` may not publish there, wrote something of it themselves, somebody changed it since, or nothing waits.
    """
    programme = claim_programme(programme_id, PUBLISHING, by=by, at=at)
    cards, lessons = _drafts(programme)
    _must_be_ready(programme, [*cards, *lessons], revision)
    _must_be_by_others(programme, by)
    for wording in cards:
        _publish(wording, Card.objects.filter(pk=wording.card_id), at)
    for text in lessons:
        _publish(text, Lesson.objects.filter(pk=text.lesson_id), at)
    programme.writers.all().delete()
    programme.published_at = programme.published_at or at
    programme.save(update_fields=["published_at"])
    record(
        ProgrammePublished(programme.pk, programme.unit_id, programme.revision, _digest(programme)),
        by=by,
        at=at,
    )
    return programme.pk


@act("study.end_programme")
def end_programme(*, programme_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End a programme: members are asked its cards no more, and keep what they have learnt.

    :raises Refused: if `by` may not publish there, or it was never published.
    """
    programme = claim_programme(programme_id, PUBLISHING, by=by, at=at)
    if programme.published_at is None:
        raise Refused(_("This programme was never published. Give it up instead."))
    programme.ended_at = at
    programme.save(update_fields=["ended_at"])
    record(ProgrammeEnded(programme.pk, programme.unit_id), by=by, at=at)
    return programme.pk


def _drafts(programme: Programme) -> tuple[list[Wording], list[LessonText]]:
    cards = Wording.objects.filter(card__programme=programme, card__ended_at=None, published_at=None)
    lessons = LessonText.objects.filter(lesson__programme=programme, lesson__ended_at=None, published_at=None)
    return list(cards.order_by("card")), list(lessons.order_by("lesson"))


def _publish(draft: Wording | LessonText, of: "QuerySet[Card] | QuerySet[Lesson]", at: datetime) -> None:
    draft.published_at = at
    draft.save(update_fields=["published_at"])
    of.update(current=draft)


def _must_be_ready(programme: Programme, drafts: Sequence[object], revision: int) -> None:
    if programme.revision != revision:
        raise Refused(
            _("Somebody changed this programme in the meantime. Look at it again before you publish it."),
            field="revision",
        )
    if not drafts:
        raise Refused(_("Nothing waits to be published. Write or change a card or a lesson first."))


def _must_be_by_others(programme: Programme, by: Person | None) -> None:
    if by is not None and programme.writers.filter(person=by).exists():
        raise Refused(
            _(
                "You wrote some of this yourself. Ask somebody else who writes here to look it over and publish it."
            )
        )


def _digest(programme: Programme) -> str:
    rows = Card.objects.standing().filter(programme=programme, current__isnull=False).order_by("pk")
    fields = (
        "pk",
        "current__kind",
        "current__point",
        "current__question",
        "current__right",
        "current__wrong",
    )
    lessons = Lesson.objects.standing().filter(programme=programme, current__isnull=False).order_by("pk")
    said = (
        "pk",
        *(f"current__{name}" for name in ("point", "title", "body", "minutes", "level", "language")),
    )
    files = LessonFile.objects.filter(text__read_as__in=lessons.values("pk")).order_by("text", "sha256")
    both = [
        *rows.values_list(*fields),
        *lessons.values_list(*said),
        *files.values_list("text", "sha256", "alt"),
    ]
    told = [[str(each) for each in row] for row in both]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
