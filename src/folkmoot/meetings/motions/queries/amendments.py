"""Amendments as they stand below their motion: what each changes, who moved it, and what may be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.documents.queries import Words
from folkmoot.documents.rules.comparing import Steps
from folkmoot.documents.rules.marked_points import MOST_IN_ALL, MarkedPoint, changed_points
from folkmoot.documents.rules.points import points_as_written
from folkmoot.meetings.motions.models import Amendment, Backing, Motion
from folkmoot.meetings.motions.rules.permissions import MOVERS
from folkmoot.meetings.motions.rules.states import AmendmentDeed, MotionDeed
from folkmoot.meetings.rules.permissions import RUNNING
from folkmoot.people.models import Person

# To read and compare so much takes a second: what further amendments change is shown when somebody asks for it. A point takes
# nearly a millisecond, however short, and begins on a line of its own.
_MOST_LETTERS, _MOST_LINES = 200_000, 1_000


@dataclass(frozen=True)
class AmendmentLine:
    """An amendment with the points that it changes, who moved it if that is shown, and what may be done with it.

    It has no points where a page has no room for them.
    """

    amendment: Amendment
    points: Sequence[MarkedPoint] | None
    new_title: str
    movers: str
    is_outdated: bool
    may_change: bool
    may_withdraw: bool
    order_before: Sequence[UUID] = ()


@dataclass(frozen=True)
class Reader:
    """Who reads a motion, what they may do with it, and what was asked for all of its amendments at once."""

    person: Person
    may: frozenset[str]
    words: Mapping[UUID, Words]
    backings: Sequence[Backing]
    is_going_on: bool


def amendment_lines(
    amendments: Sequence[Amendment], motion: Motion, reader: Reader, unfolded: UUID | None
) -> list[AmendmentLine]:
    """Return the lines of `amendments`, in their order, with what the one that is `unfolded` changes in any case."""
    standing = [each.pk for each in amendments if each.is_standing]
    changes = _changes(amendments, reader.words, unfolded)
    return [_amendment_line(each, motion, reader, standing, changes.get(each.pk)) for each in amendments]


def _changes(
    amendments: Sequence[Amendment], words: Mapping[UUID, Words], unfolded: UUID | None
) -> dict[UUID, Sequence[MarkedPoint]]:
    """Return what each amendment changes, of as many as a page can take: the one that is asked for, and the first ones."""
    # Most are written on the same words.
    points = cache(points_as_written)
    letters, lines, steps = Steps(_MOST_LETTERS), Steps(_MOST_LINES), Steps(MOST_IN_ALL)
    found: dict[UUID, Sequence[MarkedPoint]] = {}
    for each in sorted(amendments, key=lambda each: each.pk != unfolded):
        before, after = words[each.base_id].body, words[each.document_id].body
        has_room = lines.take(after.count("\n") + 1) and letters.take(len(after))
        if has_room or each.pk == unfolded:
            found[each.pk] = changed_points(points(before), points(after), within=steps)
    return found


def _amendment_line(
    amendment: Amendment,
    motion: Motion,
    reader: Reader,
    standing: Sequence[UUID],
    points: Sequence[MarkedPoint] | None,
) -> AmendmentLine:
    before, after = reader.words[amendment.base_id], reader.words[amendment.document_id]
    backings = [each for each in reader.backings if each.amendment_id == amendment.pk]
    is_own = any(each.person == reader.person for each in backings)
    is_open = amendment.can(AmendmentDeed.REVISE) and motion.can(MotionDeed.AMEND)
    leads = RUNNING in reader.may
    is_written_down = any(each.is_mover and each.written_down_at for each in backings)
    return AmendmentLine(
        amendment,
        points,
        after.title if after.title != before.title else "",
        names_of(backings, reader.may),
        is_open and amendment.on_revision != motion.revision,
        is_open and (is_own or (leads and is_written_down)),
        is_open and (is_own or (leads and (is_written_down or reader.is_going_on))),
        _moved_up(amendment.pk, standing) if leads and is_open else (),
    )


def _moved_up(pk: UUID, standing: Sequence[UUID]) -> list[UUID]:
    """Return the order in which one stands a place earlier; nothing if it comes first."""
    place = standing.index(pk)
    if place == 0:
        return []
    return [*standing[: place - 1], pk, standing[place - 1], *standing[place + 1 :]]


def names_of(backings: Sequence[Backing], may: frozenset[str]) -> str:
    """Return the names of those who stand behind something, if they are shown."""
    return ", ".join(map(name_of, backings)) if MOVERS in may else ""


def name_of(backing: Backing) -> str:
    """Return the name of whoever stands behind something, and whether that was written down for them."""
    if backing.written_down_at is None:
        return backing.person.name
    return _("%(name)s (written down for them)") % {"name": backing.person.name}
