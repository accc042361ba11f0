"""What a row of a file of members asks for, and whether it can be had: by the rules of the acts one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.membership.rules.entries import are_unlike, joined_at, name_key_of
from folkmoot.structure.rules.circles import Circle, must_be_confirmed, must_meet_rule
from folkmoot.structure.rules.verdicts import Change, ImportRow, Problem, Verdict


class MemberRow(ImportRow):
    """A row of a file of members; of somebody who is known, what is empty stays as it is."""

    member_number: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    cell: str = ""
    languages: tuple[str, ...] = ()
    joined_on: date | None = None
    office: str = ""
    meets_condition: str = ""

    @property
    def is_by_name(self) -> bool:
        """Whether nothing but the name and the cell tells whom the row is about."""
        return not (self.member_number or self.email)

    @property
    def further_keys(self) -> Mapping[str, str]:
        """The name in the cell, where nothing else tells two rows apart."""
        key = name_key_of(self.whole_name)
        return {"name": f"{key} / {self.cell}"} if self.is_by_name and key else {}

    @property
    def whole_name(self) -> str:
        """The name as it is spoken."""
        return self.name or f"{self.given_name} {self.family_name}".strip()

    @property
    def sorting_name(self) -> str:
        """The name as a list sorts it, where the file says which part is the family's; else empty."""
        is_told = bool(self.given_name and self.family_name and not self.name)
        return f"{self.family_name}, {self.given_name}" if is_told else ""


class Aspect(StrEnum):
    """What a row can change of somebody who is known, each by an act of its own."""

    PERSON = "person"
    HOME = "home"
    MEMBERSHIP = "membership"
    OFFER = "offer"
    OFFICE = "office"


@dataclass(frozen=True)
class CellFound:
    """The unit that a row names as the cell."""

    id: UUID
    code: str
    name: str
    kind: str
    time_zone: str
    is_cell: bool
    is_open: bool
    # The affiliated organisation to which it belongs, if any.
    circle: Circle | None = None


@dataclass(frozen=True)
class Known:
    """Somebody whom the organisation knows: where they are at home in the circle of the row, and since when they are not."""

    id: UUID
    name: str
    languages: tuple[str, ...]
    home_id: UUID | None
    left_at: datetime | None
    emails: frozenset[str]
    # (office, unit) pairs held now.
    offices: frozenset[tuple[str, UUID]]
    # Whether whoever imports may touch them: they belong below the unit chosen, and within that person's reach.
    is_within: bool
    # Whether what concerns the whole of somebody is for whoever imports: the home that answers for them is within, too.
    is_answered_for: bool = True
    # At home in another circle, and not in that of the row: they are offered it, and come if they accept.
    is_asked: bool = False
    # Whether they are at home in the organisation itself.
    is_member: bool = True
    number: str = ""


@dataclass(frozen=True)
class RowFacts:
    """What was found of the things that one row names."""

    known: Known | None
    cell: CellFound | None
    # The address is somebody else's.
    is_email_taken: bool
    # The row before, about the same person.
    same_as: int
    may_appoint: bool
    # It is about somebody, or has the address of somebody, whom whoever imports may not touch.
    is_hidden: bool
    # Somebody else within reach who has the name: "Cy, member number 7, Hill".
    alike: str
    # Of a row that has neither number nor address: the number of somebody who has the name in the cell.
    namesake: str
    top: str
    at: datetime


def judge(row: MemberRow, found: RowFacts) -> Verdict:
    """Return what a row does, and what forbids it."""
    problems = tuple(_problems(row, found))
    if found.known is None:
        return Verdict(Change.NEW, problems, tuple(_notes_on_new(row, found)))
    changed = not problems and aspects_changed(row, found.known, found.cell)
    return Verdict(Change.CHANGED if changed else Change.SAME, problems, tuple(_notes(row, found.known)))


def aspects_changed(row: MemberRow, known: Known, cell: CellFound | None) -> list[Aspect]:
    """Return what a row changes of somebody who is known, in the order in which it is done."""
    home_id = cell.id if cell else known.home_id
    changed = {
        # What concerns the whole of somebody is for those who answer for them.
        Aspect.PERSON: known.is_answered_for
        and (row.whole_name not in {"", known.name} or row.languages not in {(), known.languages}),
        Aspect.HOME: known.home_id is not None and home_id != known.home_id,
        Aspect.OFFER: known.home_id is None and known.is_asked,
        Aspect.MEMBERSHIP: known.home_id is None and not known.is_asked,
        Aspect.OFFICE: bool(row.office) and not known.is_asked and (row.office, home_id) not in known.offices,
    }
    return [aspect for aspect, is_changed in changed.items() if is_changed]


def is_hidden(known: Known | None, holder: Known | None) -> bool:
    """Return whether a row is about somebody out of reach: `known`, or else the `holder` of its address.

    Whoever is at home elsewhere is offered membership on its page, by number and name and so often a day: whoever brings a file
    could read the roll by it.
    """
    about = known or holder
    return about is not None and not about.is_within


def _problems(row: MemberRow, found: RowFacts) -> Iterator[Problem]:
    if found.is_hidden:
        # The same for every cause, and nothing beside it: what else is wrong would tell of them.
        yield Problem(
            "",
            _(
                "This row cannot be entered here. Ask the registrar of the whole organisation, or leave the row out."
            ),
        )
        return
    if row.is_partial:
        # Of the rest, some hangs on what could not be read.
        yield from (each for each in _of_the_cell(row, found) if not each.is_empty)
        yield from _of_the_office(row, found)
        return
    if found.namesake:
        # Brought a second time, the row would admit them again.
        sentence = _(
            "%(cell)s has a member of this name already, with the number %(number)s. Give this row that number if it is"
            " the same person; if not, a number of its own or an e-mail address."
        )
        named = {"cell": found.cell.name if found.cell else "", "number": found.namesake}
        yield Problem("name", sentence % named)
    if found.same_as:
        yield Problem(
            "",
            _("Row %(number)d is about the same person. Leave one of the two.") % {"number": found.same_as},
        )
    yield from _of_the_cell(row, found)
    yield from _of_the_person(row, found)
    yield from _of_the_office(row, found)


def _notes_on_new(row: MemberRow, found: RowFacts) -> Iterator[Problem]:
    if row.is_by_name:
        yield Problem(
            "",
            _(
                "This row has neither a number nor an e-mail address: they are given a number, and cannot sign in until"
                " an address is entered on their page."
            ),
        )
    if found.alike:
        yield Problem(
            "name",
            _(
                "They may be known already: %(who)s. If it is the same person, give that number; else leave it as it is."
            )
            % {"who": found.alike},
        )


def _notes(row: MemberRow, known: Known) -> Iterator[Problem]:
    if known.is_within and row.email and row.email not in known.emails:
        yield Problem(
            "email",
            _(
                "The address of a member is not changed by a file: whoever changed it could sign in as them."
                " Change it on their page, where they are told."
            ),
        )


def _of_the_cell(row: MemberRow, found: RowFacts) -> Iterator[Problem]:
    cell, said = found.cell, {"code": row.cell, "top": found.top}
    if cell is None and row.cell:
        yield Problem(
            "cell",
            _(
                "There is no unit with the code “%(code)s” below %(top)s. Correct it, or bring the units first."
            )
            % said,
        )
    elif cell is None and (found.known is None or found.known.home_id is None):
        sentence = _("This cell is empty. Fill in the code of the cell to which they belong.")
        yield Problem("cell", sentence, is_empty=True)
    elif cell is not None and not cell.is_open:
        yield Problem("cell", _("%(unit)s was closed. Choose an open cell.") % {"unit": cell.name})
    elif cell is not None and not cell.is_cell:
        yield Problem(
            "cell",
            _("%(unit)s is a %(kind)s, where nobody has their home. Choose one of the cells below it.")
            % {"unit": cell.name, "kind": cell.kind},
        )


def _of_the_office(row: MemberRow, found: RowFacts) -> Iterator[Problem]:
    if row.office and not found.may_appoint:
        yield Problem("office", _("You may not appoint officers in this cell. Leave this empty."))


def _of_the_person(row: MemberRow, found: RowFacts) -> Iterator[Problem]:
    known = found.known
    if known is None and not row.whole_name:
        sentence = _("A member needs a name. Write it as they want to be called.")
        yield Problem("name", sentence, is_empty=True)
    if known is not None and not row.member_number and are_unlike(row.whole_name, known.name):
        # Another person's row with this address would rename them, and move them, unseen.
        sentence = _(
            "%(email)s is the address of %(name)s, number %(number)s: a wholly different name. If it is the same person, give"
            " that number, or correct the name on their page; if not, correct the address."
        )
        said = {"email": row.email, "name": known.name, "number": known.number or "–"}
        yield Problem("name", sentence % said)
    if known is None and found.is_email_taken:
        yield Problem(
            "email",
            _("%(email)s is somebody’s already. Correct it, or give the number of that member.")
            % {"email": row.email},
        )
    if found.cell is not None and (known is None or known.home_id is None):
        if known is None or not known.is_asked:
            yield from _of_the_day(row, known, found.cell, at=found.at)
        yield from _of_the_circle(row, known, found.cell)


def _of_the_circle(row: MemberRow, known: Known | None, cell: CellFound) -> Iterator[Problem]:
    is_member = known is not None and known.is_member
    is_confirmed = bool(row.meets_condition)
    try:
        if known is not None and known.is_asked:
            # Whether they may belong is found out when they accept.
            must_be_confirmed(cell.circle, is_confirmed=is_confirmed)
            return
        must_meet_rule(cell.circle, is_member=is_member, is_confirmed=is_confirmed)
    except Refused as refusal:
        yield Problem(refusal.field or "cell", str(refusal))


def _of_the_day(row: MemberRow, known: Known | None, cell: CellFound, *, at: datetime) -> Iterator[Problem]:
    try:
        started_at = joined_at(row.joined_on, time_zone=cell.time_zone, at=at)
    except Refused as refusal:
        yield Problem("joined_on", str(refusal))
        return
    if known is not None and known.left_at is not None and started_at < known.left_at:
        yield Problem(
            "joined_on",
            _(
                "They were a member until %(day)s, and nobody has two homes at once. Give that day or a later one."
            )
            % {"day": date_format(known.left_at.astimezone(ZoneInfo(cell.time_zone)))},
        )
