"""The agenda while a meeting goes on: items are taken up, finished, and added."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.agenda import AgendaEntry, add_entry
from folkmoot.meetings.actions.claiming import claim_open
from folkmoot.meetings.events import ItemAdded, ItemFinished, ItemTakenUp
from folkmoot.meetings.models import AgendaItem, Sitting, Speaker
from folkmoot.meetings.rules.running import moment_tapped
from folkmoot.meetings.rules.words import must_be_few
from folkmoot.people.models import Person


@act("meetings.take_up_item")
def take_up_item(
    *,
    meeting_id: UUID,
    agenda_item_id: UUID,
    instead_of_id: UUID | None = None,
    when: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Turn to an item of the agenda, `instead_of_id` the one that was being dealt with, which is finished by that.

    `when` is the moment at which it was tapped, where that was without a connection.

    :raises Refused: if `by` may not run the meeting, it is not open or adjourned, has no such item, or has turned to
        another one meanwhile.
    """
    sitting = claim_open(meeting_id, by=by, at=at)
    item = _item(sitting, agenda_item_id)
    if sitting.current_item_id == item.pk:
        return item.pk
    _must_be_as_seen(sitting, instead_of_id)
    moment = moment_tapped(when, since=_since(sitting), at=at)
    finish_current(sitting, moment, by=by, at=at)
    item.begun_at, item.ended_at = item.begun_at or moment, None
    item.save(update_fields=["begun_at", "ended_at"])
    sitting.current_item = item
    sitting.save(update_fields=["current_item"])
    record(ItemTakenUp(meeting_id, item.pk), by=by, at=at)
    return item.pk


@act("meetings.finish_item")
def finish_item(
    *, meeting_id: UUID, agenda_item_id: UUID, when: datetime | None = None, by: Person | None, at: datetime
) -> UUID:
    """Be through with an item of the agenda; its list of speakers is gone with it. One that is finished stays so.

    `when` is the moment at which it was tapped, where that was without a connection.

    :raises Refused: if `by` may not run the meeting, it is not open or adjourned, or has no such item.
    """
    sitting = claim_open(meeting_id, by=by, at=at)
    item = _item(sitting, agenda_item_id)
    if sitting.current_item_id == item.pk:
        finish_current(sitting, moment_tapped(when, since=_since(sitting), at=at), by=by, at=at)
    return item.pk


@act("meetings.add_item")
def add_item(
    *,
    meeting_id: UUID,
    text: str = "",
    decision_id: UUID | None = None,
    motion_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Add an item to the end of the agenda of a meeting that goes on: a text, a decision that is read aloud, or a motion.

    :raises Refused: if `by` may not run it, it is not open or adjourned, the item is empty, too long or two things, stands there
        already, is nothing that its unit has to hear or to deal with, or there are sixty.
    """
    sitting = claim_open(meeting_id, by=by, at=at)
    items = AgendaItem.objects.filter(meeting=meeting_id)
    must_be_few(items.count() + 1)
    last = items.aggregate(last=Max("position"))["last"] or 0
    entry = AgendaEntry(text=text, decision_id=decision_id, motion_id=motion_id)
    item = add_entry(sitting.meeting, entry, last + 1, at=at)
    record(ItemAdded(meeting_id, item.pk), by=by, at=at, personal={"text": text and item.text})
    return item.pk


def finish_current(sitting: Sitting, moment: datetime, *, by: Person | None, at: datetime) -> None:
    """End the item that is being dealt with, if there is one, and forget who waited to speak about it."""
    Speaker.objects.filter(meeting=sitting.meeting_id).delete()
    item = sitting.current_item
    if item is None:
        return
    item.ended_at = max(moment, item.begun_at or moment)
    item.save(update_fields=["ended_at"])
    sitting.current_item = None
    sitting.save(update_fields=["current_item"])
    record(ItemFinished(sitting.meeting_id, item.pk), by=by, at=at)


def _item(sitting: Sitting, agenda_item_id: UUID) -> AgendaItem:
    item = AgendaItem.objects.filter(meeting=sitting.meeting_id, pk=agenda_item_id).first()
    if item is None:
        raise Refused(
            _("This is no item of its agenda. Choose one that stands there."), field="agenda_item_id"
        )
    return item


def _must_be_as_seen(sitting: Sitting, instead_of_id: UUID | None) -> None:
    if sitting.current_item_id != instead_of_id:
        raise Refused(
            _("Meanwhile the meeting turned to another item. Look at the agenda, and choose again."),
            field="agenda_item_id",
        )


def _since(sitting: Sitting) -> datetime:
    current = sitting.current_item
    return sitting.opened_at if current is None or current.begun_at is None else current.begun_at
