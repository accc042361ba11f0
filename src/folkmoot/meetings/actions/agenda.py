"""The agenda of a meeting: lines of text, decisions that a cell has to hear, and motions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.decisions.queries.cells import decisions_for_cell
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings import interfaces
from folkmoot.meetings.actions.claiming import claim_meeting, must_be_as_seen, must_not_be_over
from folkmoot.meetings.events import AgendaChanged
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.rules.words import ITEM_LONGEST, item_text, must_be_few
from folkmoot.people.models import Person


class AgendaEntry(BaseModel):
    """One item of an agenda: a `text`, a decision that is read aloud, or a motion."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = ""
    decision_id: UUID | None = None
    motion_id: UUID | None = None


@act("meetings.change_agenda")
def change_agenda(
    *, meeting_id: UUID, sequence: int, agenda: list[AgendaEntry], by: Person | None, at: datetime
) -> UUID:
    """Give a meeting another agenda, in place of the one it had when it was changed `sequence` times.

    :raises Refused: if `by` may call no meetings there, it was cancelled, is over or was changed since, there are more than
        sixty items, one is empty or is two things, or its unit has no such decision to hear or motion to deal with.
    """
    meeting = claim_meeting(meeting_id, by=by, at=at)
    must_not_be_over(meeting, at=at)
    must_be_as_seen(meeting, sequence)
    kept = set(meeting.items.exclude(decision=None).values_list("decision", flat=True))
    kept |= set(meeting.items.exclude(motion=None).values_list("motion", flat=True))
    meeting.items.all().delete()
    write_agenda(meeting, agenda, kept=kept, at=at)
    meeting.sequence += 1
    meeting.save(update_fields=["sequence"])
    decisions = tuple(each.decision_id for each in agenda if each.decision_id)
    motions = tuple(each.motion_id for each in agenda if each.motion_id)
    event = AgendaChanged(meeting.pk, len(agenda), decisions, motions)
    record(event, by=by, at=at, personal={"agenda": texts_of(agenda)})
    return meeting.pk


def write_agenda(
    meeting: Meeting, agenda: Sequence[AgendaEntry], *, kept: Collection[UUID] = (), at: datetime
) -> None:
    """Write the agenda of a meeting that has none; decisions and motions that are `kept` from one before may be over by now.

    :raises Refused: if there are more than sixty items, one is empty or is two things, or its unit has no such decision to
        hear or motion to deal with.
    """
    must_be_few(len(agenda))
    items = [_item(meeting, position, each) for position, each in enumerate(agenda, start=1)]
    decisions = [each.decision_id for each in agenda if each.decision_id]
    motions = [each.motion_id for each in agenda if each.motion_id]
    _must_be_once([*decisions, *motions])
    _must_be_to_hear(meeting, set(decisions) - set(kept), at=at)
    _must_be_moved_there(meeting, set(motions) - set(kept))
    _give_titles(items)
    AgendaItem.objects.bulk_create(items)


def add_entry(meeting: Meeting, entry: AgendaEntry, position: int, *, at: datetime) -> AgendaItem:
    """Write one more item of an agenda that others stand on.

    :raises Refused: if it is empty or is two things, stands there already, or the unit of the meeting has no such decision to
        hear or motion to deal with.
    """
    item = _item(meeting, position, entry)
    other = {"decision": entry.decision_id} if entry.decision_id else {"motion": entry.motion_id}
    if not item.text and meeting.items.filter(**other).exists():
        raise Refused(_("This stands on the agenda already. Take it up there."))
    _must_be_to_hear(meeting, [entry.decision_id] if entry.decision_id else [], at=at)
    _must_be_moved_there(meeting, [entry.motion_id] if entry.motion_id else [])
    _give_titles([item])
    item.save(force_insert=True)
    return item


def texts_of(agenda: Sequence[AgendaEntry]) -> list[str]:
    """Return the texts of an agenda, in which people may be named."""
    return [each.text for each in agenda if each.text]


def _item(meeting: Meeting, position: int, entry: AgendaEntry) -> AgendaItem:
    others = [each for each in (entry.decision_id, entry.motion_id) if each is not None]
    if len(others) + bool(entry.text.strip()) > 1:
        raise Refused(
            _("An item is a text, a decision that is read aloud, or a motion. Make two of it."),
            field="agenda",
        )
    text = "" if others else item_text(entry.text)
    found = AgendaItem(meeting=meeting, position=position, text=text)
    found.decision_id, found.motion_id = entry.decision_id, entry.motion_id
    return found


def _must_be_once(decisions: Sequence[UUID]) -> None:
    if len(set(decisions)) < len(decisions):
        raise Refused(
            _("A decision or a motion stands twice in this agenda. Leave it there once."), field="agenda"
        )


def _give_titles(items: Sequence[AgendaItem]) -> None:
    """Let items that are motions read as these are called."""
    named = [each.motion_id for each in items if each.motion_id]
    titles = interfaces.motions().titles(named)
    for item in items:
        item.text = titles[item.motion_id][:ITEM_LONGEST] if item.motion_id else item.text


def _must_be_moved_there(meeting: Meeting, motions: Collection[UUID]) -> None:
    if not interfaces.motions().all_stand(motions, meeting.unit_id):
        raise Refused(
            _("%(unit)s has no such motion to deal with. Choose one from its list.")
            % {"unit": meeting.unit.name},
            field="agenda",
        )


def _must_be_to_hear(meeting: Meeting, decisions: Collection[UUID], *, at: datetime) -> None:
    if not decisions:
        return
    if not meeting.unit.kind.is_cell:
        raise Refused(_("Decisions are read aloud in cells. Write what is to be dealt with."), field="agenda")
    to_hear = decisions_for_cell(meeting.unit, at=at).filter(pk__in=decisions)
    if to_hear.count() < len(decisions):
        raise Refused(
            _("%(unit)s has no such decision to hear. Choose one from its desk.")
            % {"unit": meeting.unit.name},
            field="agenda",
        )
