"""Minutes as they are read: the draft by those who were there, what was adopted by the members of the unit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from folkmoot.access.policy import permitted
from folkmoot.bylaws.rules.words import checking_quoted
from folkmoot.kernel.counting import number_of
from folkmoot.kernel.models import Entry
from folkmoot.meetings.minutes.models import Minutes, MinutesPart, MinutesVersion
from folkmoot.meetings.minutes.queries.checking import checking_asked
from folkmoot.meetings.minutes.queries.naming import names_in
from folkmoot.meetings.minutes.rules.merging import text_of
from folkmoot.meetings.minutes.rules.minutes import Fixed, hash_of, with_names
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.queries.runners import runs, runs_now
from folkmoot.meetings.rules.permissions import ADOPTED, DRAFTS, RUNNING
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

# A first screen names so many; there are rarely two.
_MOST = 3
# So many of a unit are named: that go on, and that were closed.
_PROPOSED = 10
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HeldAt:
    """The meetings of a unit that go on or are called for today, and those closed whose minutes wait to be adopted."""

    on_or_today: list[Meeting]
    to_adopt: list[Sitting]


@dataclass(frozen=True)
class PartShown:
    """A part as it is read and changed: people by their names."""

    name: str
    heading: str
    text: str
    revision: int = 0


@dataclass(frozen=True)
class VersionShown:
    """An adopted version: its parts with names, and whether its text is the one of which the ledger has the hash."""

    version: MinutesVersion
    meeting: Meeting
    parts: Sequence[PartShown]
    is_verified: bool
    position: int | None


@dataclass(frozen=True)
class MinutesPage:
    """The minutes of a meeting as somebody may read them, and what they may do with them.

    `parts` are those of the draft, None if there is none for them; `checking` quotes the article that has it checked.
    """

    sitting: Sitting
    minutes: Minutes | None
    parts: Sequence[PartShown] | None
    latest: VersionShown | None
    versions: Sequence[MinutesVersion]
    may_write: bool
    may_correct: bool
    may_check: bool
    may_adopt: bool
    checking: str = ""


@dataclass(frozen=True)
class _Reader:
    """What somebody may do with the minutes of one meeting."""

    person: Person
    was_there: bool
    writes: bool
    allowed: frozenset[str]

    @property
    def reads_draft(self) -> bool:
        return self.was_there or self.writes or DRAFTS in self.allowed


def minutes_page(meeting_id: UUID, person: Person, *, at: datetime) -> MinutesPage | None:
    """Return the minutes of a meeting; None if `person` may read none of them, or it was not opened."""
    sitting = _sittings().filter(meeting=meeting_id).first()
    if sitting is None:
        return None
    reader = _reader(sitting, person, at=at)
    minutes = Minutes.objects.filter(meeting=meeting_id).select_related("checked_by").first()
    versions = _versions(minutes) if ADOPTED in reader.allowed or reader.reads_draft else []
    if not versions and not reader.reads_draft:
        return None
    names = names_in(minutes) if minutes else {}
    return MinutesPage(
        sitting,
        minutes,
        _parts(minutes, names) if minutes and minutes.is_draft and reader.reads_draft else None,
        _shown(versions[-1], names) if versions else None,
        versions,
        reader.writes,
        RUNNING in reader.allowed,
        _may_check(sitting, minutes, reader),
        _may_adopt(sitting, minutes, reader, at=at),
        _checking(sitting, minutes, at=at),
    )


def version_page(meeting_id: UUID, number: int, person: Person, *, at: datetime) -> VersionShown | None:
    """Return one adopted version of minutes; None if `person` may not read it, or there is none."""
    page = minutes_page(meeting_id, person, at=at)
    found = [each for each in page.versions if each.number == number] if page else []
    return _shown(found[0], names_in(found[0].minutes)) if found else None


def to_check(person: Person) -> list[Sitting]:
    """Return the meetings at which `person` was, whose minutes wait to be checked by them or another: one question."""
    waiting = _to_check(_sittings(), person.pk).select_related("meeting__minutes")
    return list(waiting.distinct().order_by("-closed_at")[:_MOST])


def is_any_to_check(person: UUID) -> Exists:
    """Return, as a part of another question, whether `to_check` finds anything for `person`."""
    return Exists(_to_check(Sitting.objects.all(), person))


def _to_check(sittings: "QuerySet[Sitting]", person: UUID) -> "QuerySet[Sitting]":
    waiting = sittings.filter(
        closed_at__isnull=False,
        meeting__minutes__is_draft=True,
        meeting__minutes__checked_by=None,
        meeting__presences__person=person,
    )
    return waiting.exclude(minute_taker=person)


def to_adopt(units: Sequence[Unit]) -> dict[UUID, list[Sitting]]:
    """Return for each of `units`, by its id, the closed meetings whose minutes wait to be adopted: one question."""
    found: dict[UUID, list[Sitting]] = {unit.pk: [] for unit in units}
    rows = _sittings().filter(
        closed_at__isnull=False, meeting__minutes__is_draft=True, meeting__unit__in=found
    )
    # However many wait, so many of each unit are read.
    place = Window(RowNumber(), partition_by=[F("meeting__unit")], order_by=["closed_at", "pk"])
    for sitting in rows.annotate(place=place).filter(place__lte=_PROPOSED).order_by("closed_at", "pk"):
        found[sitting.meeting.unit_id].append(sitting)
    return found


def number_to_adopt() -> Coalesce:
    """Return, to be asked beside units, how many minutes of each wait to be adopted."""
    return number_of(
        Meeting.objects.filter(unit=OuterRef("pk"), sitting__closed_at__isnull=False, minutes__is_draft=True)
    )


def held_at(units: Sequence[Unit], *, at: datetime) -> dict[UUID, HeldAt]:
    """Return for each of `units`, by its id, its meetings that go on or are of today, and its minutes: one question."""
    found: dict[UUID, list[Meeting]] = {unit.pk: [] for unit in units}
    is_on = Q(sitting__closed_at=None, sitting__isnull=False)
    is_soon = Q(sitting=None, cancelled_at=None, ends_at__gt=at, begins_at__lt=at + _DAY)
    waits = Q(sitting__closed_at__isnull=False, minutes__is_draft=True)
    meetings = Meeting.objects.select_related("unit__kind", "sitting", "minutes")
    rows = meetings.filter(is_on | is_soon | waits, unit__in=found).annotate(nth=_place_in_unit())
    for meeting in rows.filter(nth__lte=_PROPOSED).soonest_first():
        if meeting.opened is not None or meeting.is_on_day(at):
            found[meeting.unit_id].append(meeting)
    return {unit: _held_at(each) for unit, each in found.items()}


def _held_at(meetings: Sequence[Meeting]) -> HeldAt:
    closed = [each.opened for each in meetings if each.opened is not None and not each.opened.is_open]
    open_or_not = [each for each in meetings if each.opened is None or each.opened.is_open]
    return HeldAt(open_or_not, closed)


def _place_in_unit() -> Window:
    """Return the place of a meeting among those of its unit that were closed, or not, the earliest first."""
    is_closed = ExpressionWrapper(Q(sitting__closed_at__isnull=False), output_field=BooleanField())
    return Window(RowNumber(), partition_by=[F("unit"), is_closed], order_by=["begins_at", "pk"])


def _sittings() -> "QuerySet[Sitting]":
    return Sitting.objects.select_related("meeting__unit__kind", "chair", "minute_taker")


def _reader(sitting: Sitting, person: Person, *, at: datetime) -> _Reader:
    was_there = Presence.objects.filter(meeting=sitting.meeting_id, person=person).exists()
    allowed = permitted(person, [DRAFTS, ADOPTED, RUNNING], on=sitting.meeting.unit, at=at)
    return _Reader(person, was_there, runs(sitting, person, allowed, at=at), allowed)


def _versions(minutes: Minutes | None) -> list[MinutesVersion]:
    if minutes is None:
        return []
    return list(
        minutes.versions.select_related("adopted_by__unit", "minutes__meeting__unit").order_by("number")
    )


def _parts(minutes: Minutes, names: Mapping[int, str]) -> list[PartShown]:
    return [_part(row, names) for row in minutes.parts.order_by("position", "pk")]


def _part(row: MinutesPart, names: Mapping[int, str]) -> PartShown:
    text = with_names(text_of(bytes(row.state)), names)
    return PartShown(row.name, with_names(row.heading, names), text, row.revision)


def _shown(version: MinutesVersion, names: Mapping[int, str]) -> VersionShown:
    entry = Entry.objects.filter(act_id=version.act_id, event="MinutesAdopted").first()
    is_verified = entry is not None and json.loads(entry.payload)["sha256"] == hash_of(
        version.parts, version.salt
    )
    parts = [_fixed(number, each, names) for number, each in enumerate(version.parts)]
    return VersionShown(
        version, version.minutes.meeting, parts, is_verified, entry.position if entry else None
    )


def _fixed(number: int, part: Fixed, names: Mapping[int, str]) -> PartShown:
    return PartShown(str(number), with_names(part.heading, names), with_names(part.text, names))


def _checking(sitting: Sitting, minutes: Minutes | None, *, at: datetime) -> str:
    if minutes is None or not minutes.is_draft:
        return ""
    asked = checking_asked(sitting.meeting, at=at)
    return checking_quoted(asked) if asked else ""


def _may_check(sitting: Sitting, minutes: Minutes | None, reader: _Reader) -> bool:
    is_ready = minutes is not None and minutes.is_draft and minutes.checked_by_id is None
    is_second = reader.was_there and reader.person.pk != sitting.minute_taker_id
    return is_ready and is_second and not sitting.is_open


def _may_adopt(sitting: Sitting, minutes: Minutes | None, reader: _Reader, *, at: datetime) -> bool:
    if minutes is None or not minutes.is_draft or sitting.is_open:
        return False
    others = Sitting.objects.filter(meeting__unit=sitting.meeting.unit_id, closed_at=None)
    going_on = others.exclude(pk=sitting.pk).select_related("meeting__unit")
    return any(runs_now(each, reader.person, reader.allowed, at=at) for each in going_on)
