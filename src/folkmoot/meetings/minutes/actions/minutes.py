"""Minutes as a draft: they write themselves, two people change them at once, and somebody else checks them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_sitting, require_running
from folkmoot.meetings.minutes.events import MinutesChanged, MinutesChecked, MinutesWritten
from folkmoot.meetings.minutes.models import Minutes, MinutesEdit, MinutesName, MinutesPart
from folkmoot.meetings.minutes.queries.composing import composed
from folkmoot.meetings.minutes.queries.naming import people_of
from folkmoot.meetings.minutes.rules.merging import begun, change, merged, text_of
from folkmoot.meetings.minutes.rules.minutes import (
    PART_LONGEST,
    PEOPLE_MOST,
    Draft,
    part_text,
    references_in,
    with_references,
)
from folkmoot.meetings.models import Presence, Sitting
from folkmoot.people.models import Person

# So many changes back, a text can be sent that was made on what stood there.
KEPT = 50
STATE_MOST = 500_000


@act("meetings.write_minutes")
def write_minutes(*, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Let the minutes of a meeting that was opened write themselves: what happened since comes beside what people changed.

    :raises Refused: if `by` may not run the meeting, it was not opened, or its minutes were adopted.
    """
    sitting = claim_sitting(meeting_id)
    require_running(sitting, by=by, at=at)
    write_themselves(sitting)
    record(MinutesWritten(meeting_id), by=by, at=at)
    return meeting_id


@act("meetings.edit_minutes")
def edit_minutes(
    *, meeting_id: UUID, part: str, revision: int, text: str, by: Person | None, at: datetime
) -> UUID:
    """Change a part of minutes: what `text` changes of the part as it was at its `revision` comes beside what others changed.

    `part` is `opening`, `closing` or the id of an item of the agenda.

    :raises Refused: if `by` may not run the meeting, its minutes are no draft, there is no such part, it was changed over
        fifty times since, or it becomes too long.
    """
    sitting = claim_sitting(meeting_id)
    require_running(sitting, by=by, at=at)
    minutes = claim_draft(sitting)
    row = minutes.parts.select_for_update().filter(name=part).first()
    if row is None:
        raise Refused(_("These minutes have no such part. Open them again, and choose one."), field="part")
    people = People.of(sitting, minutes)
    before = _state_at(row, revision)
    wanted = people.referred(part_text(text))
    if wanted != text_of(before):
        _apply(row, change(before, wanted))
        _touch(minutes)
        record(MinutesChanged(meeting_id, minutes.revision), by=by, at=at)
    return meeting_id


@act("meetings.check_minutes")
def check_minutes(*, meeting_id: UUID, revision: int, by: Person | None, at: datetime) -> UUID:
    """Say that minutes, as they were at their `revision`, are right: by somebody who was there and did not take them.

    :raises Refused: if `by` was not there or took the minutes, or an operator acts, the meeting goes on, its minutes are no
        draft, or somebody has changed them since.
    """
    if running().via not in {Via.WEB, Via.API}:
        raise Refused(_("Only whoever was there says that minutes are right, signed in as themselves."))
    sitting = claim_sitting(meeting_id)
    _must_be_a_second_one(sitting, by)
    minutes = claim_draft(sitting)
    if sitting.is_open:
        raise Refused(_("The meeting goes on. Its minutes are checked once it is closed."))
    if minutes.revision != revision:
        raise Refused(_("Somebody has changed these minutes since you read them. Read them again."))
    minutes.checked_by = by
    minutes.save(update_fields=["checked_by"])
    record(MinutesChecked(meeting_id, revision), by=by, at=at)
    return meeting_id


@dataclass(frozen=True)
class People:
    """Those who may be named in minutes, by number."""

    minutes: Minutes
    people: dict[int, Person]

    @classmethod
    def of(cls, sitting: Sitting, minutes: Minutes) -> "People":
        """Return those of a meeting."""
        found = people_of(sitting, minutes)
        return cls(minutes, dict(list(found.items())[:PEOPLE_MOST]))

    def referred(self, text: str) -> str:
        """Return a text with references in place of names, and keep whom they stand for."""
        found = with_references(text, {number: each.name for number, each in self.people.items()})
        self._keep(references_in(found))
        return found

    def _keep(self, numbers: Collection[int]) -> None:
        rows = [
            MinutesName(minutes=self.minutes, number=number, person=self.people[number])
            for number in sorted(numbers)
        ]
        # Those that stand there already stay as they are.
        MinutesName.objects.bulk_create(rows, ignore_conflicts=True)


def claim_draft(sitting: Sitting) -> Minutes:
    """Return the minutes of a meeting that is locked, which are a draft.

    :raises Refused: if there are none, or they were adopted.
    """
    minutes = Minutes.objects.filter(meeting=sitting.meeting_id).first()
    if minutes is None:
        raise Refused(_("There are no minutes of this meeting yet. Let them be written first."))
    if not minutes.is_draft:
        raise Refused(_("These minutes were adopted. Correct them by a new version."))
    return minutes


def write_themselves(sitting: Sitting) -> Minutes:
    """Write what happened at a meeting into the draft of its minutes, in the language of whoever takes them.

    :raises Refused: if they were adopted.
    """
    language = next(iter(sitting.minute_taker.languages), settings.LANGUAGE_CODE)
    minutes, _is_new = Minutes.objects.get_or_create(
        meeting_id=sitting.meeting_id, defaults={"language": language}
    )
    claim_draft(sitting)
    with override(minutes.language):
        drafts = composed(sitting)
    _write(minutes, drafts, People.of(sitting, minutes))
    return minutes


def parts_from(minutes: Minutes, drafts: Iterable[Draft]) -> None:
    """Make the parts of a draft that has none, their texts with references."""
    MinutesPart.objects.bulk_create(
        _new_part(minutes, position, draft) for position, draft in enumerate(drafts)
    )


def _write(minutes: Minutes, drafts: Iterable[Draft], people: People) -> None:
    rows = {row.name: row for row in minutes.parts.select_for_update()}
    for position, draft in enumerate(drafts):
        known = Draft(draft.name, people.referred(draft.heading), people.referred(draft.text))
        row = rows.get(draft.name)
        if row is None:
            _new_part(minutes, position, known).save(force_insert=True)
        else:
            _rewrite(row, position, known)
    _touch(minutes)


def _new_part(minutes: Minutes, position: int, draft: Draft) -> MinutesPart:
    state = merged(change(begun(), draft.text))
    return MinutesPart(
        minutes=minutes,
        name=draft.name,
        position=position,
        heading=draft.heading,
        state=state,
        composed=state,
        base=state,
    )


def _rewrite(row: MinutesPart, position: int, draft: Draft) -> None:
    row.position, row.heading = position, draft.heading
    row.save(update_fields=["position", "heading"])
    written = bytes(row.composed)
    if text_of(written) != draft.text:
        update = change(written, draft.text)
        row.composed = merged(written, update)
        row.save(update_fields=["composed"])
        _apply(row, update)


def _state_at(row: MinutesPart, revision: int) -> bytes:
    if not row.base_revision <= revision <= row.revision:
        raise Refused(
            _(
                "This part was changed very often since you opened it. Copy your text, and open the part again."
            ),
            field="text",
        )
    edits = row.edits.filter(revision__lte=revision).order_by("revision")
    return merged(bytes(row.base), *map(bytes, edits.values_list("update", flat=True)))


def _apply(row: MinutesPart, update: bytes) -> None:
    row.state = merged(bytes(row.state), update)
    row.revision += 1
    if len(row.state) > STATE_MOST or len(text_of(row.state)) > 2 * PART_LONGEST:
        raise Refused(_("With what others wrote, this part becomes too long. Shorten it."), field="text")
    MinutesEdit.objects.create(part=row, revision=row.revision, update=update)
    if row.revision - row.base_revision >= 2 * KEPT:
        _forget_early_edits(row)
    row.save(update_fields=["state", "revision", "base", "base_revision"])


def _forget_early_edits(row: MinutesPart) -> None:
    row.base, row.base_revision = _state_at(row, row.revision - KEPT), row.revision - KEPT
    row.edits.filter(revision__lte=row.base_revision).delete()


def _touch(minutes: Minutes) -> None:
    minutes.revision += 1
    minutes.checked_by = None
    minutes.save(update_fields=["revision", "checked_by"])


def _must_be_a_second_one(sitting: Sitting, by: Person | None) -> None:
    there = Presence.objects.filter(meeting=sitting.meeting_id, person__isnull=False)
    if by is None or not there.filter(person=by.pk).exists():
        raise Refused(_("Minutes are checked by somebody who was at the meeting."))
    if by.pk == sitting.minute_taker_id:
        raise Refused(_("You took these minutes. Ask somebody else who was there to check them."))
