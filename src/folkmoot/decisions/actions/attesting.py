"""A cell's secretary tells that a decision was conveyed there: read aloud to those present, or handed to everyone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.receiving import (
    ReceiptGiven,
    delete_mark,
    judge,
    taken,
    with_amendments,
    write_receipts,
)
from folkmoot.decisions.events import ConveyingConfirmed, ConveyingWithdrawn, ReadingAttested
from folkmoot.decisions.models import ConfirmedCount, Decision, How, UnitReached
from folkmoot.decisions.queries.amendments import read_together
from folkmoot.decisions.queries.belonging import circle_in, counted_elsewhere
from folkmoot.decisions.queries.cells import are_named, marks_of, sees_figures_of, were_members_then
from folkmoot.decisions.queries.reach import is_first_conveying
from folkmoot.decisions.rules.reading import NOBODY_PRESENT
from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.inserting import add_to_counts
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit

# A meeting of more people is no cell's meeting.
MOST_PRESENT = 1_000
# Receipts of one transaction, which takes less than 50 ms: whoever reads a text has read its amendments too.
MOST_RECEIPTS = 1_000


@act("decisions.attest_reading")
def attest_reading(
    *,
    decision_id: UUID,
    unit_id: UUID,
    read_on: date,
    present: list[UUID],
    by: Person | None,
    at: datetime,
) -> UUID:
    """Attest that a decision was read aloud in the cell `unit_id` on a day, and that the people `present` agreed.

    Each of them gets a receipt marked as attested, sees it, and can withdraw it. The ledger keeps neither who nor how
    many they were: set beside the figures above, that would tell of those who acknowledged by themselves.

    :raises Refused: if it comes from the operator, `by` may not attest there, or sees the figures above and is not shown
        these names anyway, the day is not between conveying and today, nobody or a stranger to the cell is named, or the
        decision is not addressed to one of them.
    """
    _must_have_been_there()
    unit, decision = _place(unit_id), _conveyed(decision_id, at=at)
    require(by, "decisions.attest_reading", on=unit, at=at)
    read = _read(decision, at=at)
    _must_not_watch(by, read, unit, present, at=at)
    _must_be_a_day_since(decision, unit, read_on, at=at)
    _must_be_members(present, unit, at=at)
    _must_be_few(present, read)
    given = [ReceiptGiven(decision_id=decision_id, person_id=person) for person in present]
    judged = judge(with_amendments(given, at=at), at=at)
    if any(each.refusal for each in judged if each.given.decision_id == decision_id):
        raise Refused(
            _("This decision is not addressed to everyone you marked. Open the list again."), field="present"
        )
    write_receipts(taken(judged), at=at, attested_by=by)
    for each in read:
        _reach(each.pk, unit, How.READ_ALOUD, on=read_on, at=at)
        record(ReadingAttested(each.pk, unit.pk, read_on), by=by, at=at)
    return decision.pk


@act("decisions.withdraw_mark", private=True)
def withdraw_mark(*, decision_id: UUID, unit_id: UUID, person_id: UUID, by: Person, at: datetime) -> UUID:
    """Take back that `by` marked one member of the cell `unit_id` as present at a reading; the others keep theirs.

    It leaves no entry, as an entry would tell that one receipt is missing. What others marked, and what the member has
    acknowledged for themselves since, stays; without a mark nothing changes. Of somebody who came to the cell since it was
    conveyed, and of an amendment whose own time is over, the mark stays too: those names are not shown.

    :raises Refused: if `by` may not, sees the figures above, is not the cell's own since the decision was first
        conveyed, or that time is over.
    """
    unit, decision = _place(unit_id), _conveyed(decision_id, at=at)
    require(by, "decisions.withdraw_mark", on=unit, at=at)
    _must_not_see_above(by, decision, unit, at=at)
    if not were_members_then([by.pk], [decision], unit, at=at):
        raise Refused(
            _("Only a secretary who has been in %(unit)s since before this was conveyed withdraws marks.")
            % {"unit": unit.name}
        )
    if not is_first_conveying(decision, unit, at=at):
        raise Refused(
            _(
                "The time to read this for the first time is over. Each member can still withdraw it for themselves."
            )
        )
    for each in _read(decision, at=at):
        if _knows_names(by, each, unit, at=at):
            elsewhere = counted_elsewhere([person_id], [each], circle_in(unit), at=at)[each.pk]
            marks = marks_of(by, each, unit, but=elsewhere, at=at)
            for receipt in marks.select_for_update().filter(person=person_id):
                delete_mark(receipt)
    return decision.pk


@act("decisions.confirm_conveyed")
def confirm_conveyed(*, decision_id: UUID, unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Confirm that everyone in the cell `unit_id` has been handed a decision; it says nothing of any one of them.

    :raises Refused: if `by` may not confirm there, or the decision is not in force.
    """
    unit, decision = _place(unit_id), _conveyed(decision_id, at=at)
    require(by, "decisions.confirm_conveyed", on=unit, at=at)
    for handed in _read(decision, at=at):
        _reach(handed.pk, unit, How.HANDED, on=unit.local(at).date(), at=at)
        record(ConveyingConfirmed(handed.pk, unit.pk), by=by, at=at)
    return decision.pk


@act("decisions.withdraw_confirmation")
def withdraw_confirmation(*, decision_id: UUID, unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back that a decision was conveyed in the cell `unit_id`; members' receipts stay theirs.

    :raises Refused: if `by` may not, or nothing was confirmed.
    """
    unit = _place(unit_id)
    require(by, "decisions.confirm_conveyed", on=unit, at=at)
    decisions = [decision_id, *read_together([decision_id], at=at)[decision_id]]
    confirmed = UnitReached.objects.filter(decision__in=decisions, unit=unit)
    # Held, so that of two who press it at once the second finds nothing: each is counted off once.
    held = confirmed.select_for_update().order_by("decision")
    taken_back = list(held.values_list("decision", flat=True))
    if decision_id not in taken_back:
        raise Refused(
            _("%(unit)s has not confirmed this decision, so there is nothing to withdraw.")
            % {"unit": unit.name}
        )
    confirmed.delete()
    # Figures that were taken before still count it.
    Unit.objects.filter(pk=unit.pk).update(stirred_at=at)
    for each in taken_back:
        _count_confirmed(each, unit, -1)
        record(ConveyingWithdrawn(each, unit.pk), by=by, at=at)
    return decision_id


def _must_have_been_there() -> None:
    # It gives members receipts, which are theirs: only an officer who signed in can say that they agreed.
    if running().via is Via.OPERATOR:
        raise Refused(_("Only an officer of the cell, signed in as themselves, can say who was present."))


def _must_not_watch(
    by: Person | None, read: Sequence[Decision], unit: Unit, present: Collection[UUID], *, at: datetime
) -> None:
    # Whoever watches the figure above while marking one person after the other sees who had not acknowledged: a figure
    # moves only for them. Nothing new to those who are shown these names anyway; the others leave it to somebody else.
    assert by is not None  # noqa: S101  -- `require` has refused nobody in particular
    if not sees_figures_of(by, read[0], unit, at=at):
        return
    first = [each for each in read if is_first_conveying(each, unit, at=at)]
    if len(first) < len(read) or not were_members_then([by.pk], read, unit, at=at):
        raise Refused(
            _(
                "You see the figures of the levels above, so another officer of %(unit)s enters who was present. "
                "You can say that everyone has been handed it."
            )
            % {"unit": unit.name}
        )
    if not are_named(present, read, unit, at=at):
        raise Refused(
            _(
                "You see the figures of the levels above, so another officer of %(unit)s marks those who came to it since "
                "this was conveyed, or who count in another cell. Mark the others."
            )
            % {"unit": unit.name},
            field="present",
        )


def _must_not_see_above(by: Person, decision: Decision, unit: Unit, *, at: datetime) -> None:
    # Whoever watches the figure above could enter marks until it steps, withdraw them all, and know it exactly.
    if sees_figures_of(by, decision, unit, at=at):
        raise Refused(
            _(
                "You see the figures of the levels above, so you withdraw no marks. Each member can withdraw theirs themselves."
            )
        )


def _knows_names(by: Person, decision: Decision, unit: Unit, *, at: datetime) -> bool:
    return is_first_conveying(decision, unit, at=at) and were_members_then([by.pk], [decision], unit, at=at)


def _place(unit_id: UUID) -> Unit:
    unit = Unit.objects.open().cells().select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise Refused(
            _("Choose an open cell: decisions are read to members where they have their home."),
            field="unit_id",
        )
    return unit


def _conveyed(decision_id: UUID, *, at: datetime) -> Decision:
    conveyed = Decision.objects.conveyed().standing(at).select_related("audience__unit")
    decision = conveyed.filter(pk=decision_id).first()
    if decision is None:
        raise Refused(_("This decision is not in force, so it need not be conveyed."), field="decision_id")
    return decision


def _read(decision: Decision, *, at: datetime) -> list[Decision]:
    """Return the decision, and the amendments that were read with its text, in one order."""
    amendments = Decision.objects.filter(pk__in=read_together([decision.pk], at=at)[decision.pk])
    read = [decision, *amendments.order_by("pk")]
    # Of each it is asked until when names are shown: one question for all.
    prefetch_related_objects(read, "deadlines")
    return read


def _must_be_a_day_since(decision: Decision, unit: Unit, read_on: date, *, at: datetime) -> None:
    assert decision.conveyed_at is not None  # noqa: S101  -- only conveyed decisions come here
    first, last = unit.local(decision.conveyed_at).date(), unit.local(at).date()
    if not first <= read_on <= last:
        raise Refused(
            _("Give the day on which it was read: from %(first)s, when it was conveyed, to today.")
            % {"first": date_format(first)},
            field="read_on",
        )


def _must_be_members(present: list[UUID], unit: Unit, *, at: datetime) -> None:
    if not present:
        raise Refused(str(NOBODY_PRESENT), field="present")
    if len(present) > MOST_PRESENT:
        raise Refused(_("Mark at most %(most)d people at once.") % {"most": MOST_PRESENT}, field="present")
    members = (
        Membership.objects.current(at)
        .filter(unit=unit, person__in=present)
        .values("person")
        .distinct()
        .count()
    )
    if members != len(set(present)):
        raise Refused(
            _("Somebody you marked is not a member of %(unit)s now. Open the list again.")
            % {"unit": unit.name},
            field="present",
        )


def _must_be_few(present: Collection[UUID], read: Collection[Decision]) -> None:
    most = max(1, MOST_RECEIPTS // len(read))
    if len(present) > most:
        raise Refused(
            _(
                "This text was amended %(amendments)d times, and everyone present gets a receipt for each. "
                "Mark at most %(most)d people at once, and the others after them."
            )
            % {"amendments": len(read) - 1, "most": most},
            field="present",
        )


def _reach(decision_id: UUID, unit: Unit, how: How, *, on: date, at: datetime) -> None:
    # The first word counts against the deadline, however often it is said again.
    word = {"how": how, "reached_on": on}
    _row, is_first = UnitReached.objects.update_or_create(
        decision_id=decision_id, unit=unit, defaults=word, create_defaults={**word, "entered_at": at}
    )
    if is_first:
        _count_confirmed(decision_id, unit, 1)


def _count_confirmed(decision_id: UUID, unit: Unit, change: int) -> None:
    part = unit.pk.int % ConfirmedCount.PARTS
    add_to_counts([ConfirmedCount(decision_id=decision_id, part=part, cells=change)], "cells")
