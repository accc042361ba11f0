"""The bylaws of a unit text by text, from the top down, as its page shows them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from folkmoot.access.policy import permitted_in, units_where
from folkmoot.bylaws.queries.pages import ClauseLine, lines_over
from folkmoot.bylaws.rules.clauses import Notice, Provision, Quorum, Subject
from folkmoot.bylaws.rules.kinds import Kind, Matter, Meeting
from folkmoot.bylaws.rules.resolving import resolved
from folkmoot.bylaws.rules.words import majority_asked, notice_quoted, quorum_quoted
from folkmoot.decisions.queries.audiences import standings_with_homes
from folkmoot.decisions.queries.relations import titles_of
from folkmoot.membership.queries.counts import members_below
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet

ENTERING, READING, WRITING = "bylaws.enter_clause", "decisions.read_decision", "decisions.draft_decision"


@dataclass(frozen=True)
class BylawsText:
    """What one decision asks; without a title where whoever looks may not read it."""

    decision_id: UUID
    body: Unit
    number: str
    title: str
    lines: Sequence[ClauseLine]
    may_enter: bool


@dataclass(frozen=True)
class BylawsPage:
    """The bylaws of a unit: what is quoted at its next general meeting, and each text with its clauses."""

    unit: Unit
    quoted: Sequence[str]
    texts: Sequence[BylawsText]


def units_with_bylaws_to_read(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units whose bylaws `person` may read: they belong there or hold an office there or above."""
    return units_where(person, READING, at=at).open().select_related("kind")


def unit_to_read_of(person: Person, *, at: datetime) -> Unit | None:
    """Return the unit whose bylaws are those of `person`: their home, or the highest unit in which they hold an office."""
    _stands, homes = standings_with_homes(person, at=at)
    readable = units_with_bylaws_to_read(person, at=at)
    return next(iter(homes), None) or readable.in_order().first()


def bylaws_page(unit: Unit, person: Person, *, at: datetime) -> BylawsPage:
    """Return the bylaws that hold for a unit, its own and those above it; as many questions however many there are.

    Of those above, what is for other kinds of unit is left out.
    """
    lines = [
        each
        for each in lines_over(unit, unit.local(at).date())
        if each.body == unit or each.is_for(unit.kind.code)
    ]
    bodies = list({each.body_id: each.body for each in lines}.values())
    allowed = permitted_in(person, [ENTERING, READING, WRITING], units=bodies, at=at)
    titles = titles_of(_readable(lines, allowed), person.languages, at=at)
    texts = [
        _text(pk, list(found), titles.get(pk, ""), allowed)
        for pk, found in groupby(lines, key=lambda each: each.decision_id)
    ]
    return BylawsPage(unit, _quoted(unit, lines, at=at), texts)


def _text(
    decision_id: UUID, lines: Sequence[ClauseLine], title: str, allowed: Mapping[UUID, Collection[str]]
) -> BylawsText:
    body = lines[0].body
    return BylawsText(decision_id, body, lines[0].number, title, lines, ENTERING in allowed[body.pk])


def _readable(lines: Sequence[ClauseLine], allowed: Mapping[UUID, Collection[str]]) -> set[UUID]:
    return {
        each.decision_id
        for each in lines
        if WRITING in allowed[each.body_id] or (each.is_conveyed and READING in allowed[each.body_id])
    }


def _quoted(unit: Unit, lines: Sequence[ClauseLine], *, at: datetime) -> list[str]:
    """Return in words what holds for the next general meeting of a unit, each with its article."""
    day = unit.local(at).date()
    known = [each.provision for each in lines if each.provision is not None and each.provision.holds_on(day)]
    subjects = [Subject(kind, meeting=Meeting.GENERAL) for kind in (Kind.QUORUM, Kind.NOTICE)]
    quorum, notice = (resolved(known, subject, unit.kind.code) for subject in subjects)
    said = []
    if quorum is not None and isinstance(quorum.clause, Quorum):
        said.append(quorum_quoted(quorum, members_below(unit).members))
    if notice is not None and isinstance(notice.clause, Notice):
        said.append(notice_quoted(notice))
    return [*said, *map(majority_asked, _majorities(known, unit))]


def _majorities(known: Sequence[Provision], unit: Unit) -> list[Provision]:
    """Return the clauses on majorities that decide about some matter, each once, that for any matter first."""
    found = (resolved(known, Subject(Kind.MAJORITY, matter=matter), unit.kind.code) for matter in Matter)
    return list(dict.fromkeys(each for each in found if each is not None))
