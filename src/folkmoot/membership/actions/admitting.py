"""Admitting a member, for the first time and again."""

from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.hands import hand_of
from folkmoot.access.policy import require_for
from folkmoot.kernel.acts import act, changed_meanwhile
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import sort_name_of
from folkmoot.membership.actions.claiming import (
    claim_cell,
    claim_person,
    must_be_seen,
    require_over,
)
from folkmoot.membership.actions.contacts import enter_contacts
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.actions.known import (
    count_the_told,
    must_be_like_nobody,
    must_be_unknown,
    must_have_no_home,
    must_stand_alone,
)
from folkmoot.membership.actions.numbers import follow_numbers, next_numbers
from folkmoot.membership.events import ConditionConfirmed, MemberAdmitted
from folkmoot.membership.queries.places import last_in
from folkmoot.membership.rules import entries
from folkmoot.people.models import Membership, Person
from folkmoot.structure.queries.circles import circle_at, circle_of
from folkmoot.structure.rules.circles import Circle, must_meet_rule
from folkmoot.units.models import Unit


@act("membership.admit_member", before=count_the_told)
def admit_member(
    *,
    unit_id: UUID,
    name: str,
    member_number: str = "",
    email: str = "",
    phone: str = "",
    languages: tuple[str, ...] = (),
    joined_on: date | None = None,
    is_another: bool = False,
    meets_condition: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Admit somebody new to the cell `unit_id`; without a number they are given the next one of the series.

    `is_another` says that they are another person than those of the same name or telephone whom `by` may see;
    `meets_condition` that they meet the condition of the affiliated organisation to which the cell belongs.

    :raises Refused: if `by` may not admit members there, it is not an open cell, they may not belong to its circle, somebody
        has the number or the address, or `by` was told so of too many out of sight within a day; if an entry is malformed, or
        somebody whom `by` may see has the name or the telephone and `is_another` was not said.
    """
    cell = claim_cell(unit_id, "membership.admit_member", by=by, at=at)
    started_at = entries.joined_at(joined_on, time_zone=cell.time_zone, at=at)
    number = entries.checked_number(member_number)
    email, phone = entries.checked_email(email), entries.checked_phone(phone)
    must_be_unknown(member_number=number, email=email, cell=cell, by=by, at=at)
    circle = circle_of(cell)
    must_meet_rule(circle, is_member=False, is_confirmed=meets_condition)
    if not is_another:
        must_be_like_nobody(name, phone=phone, by=by, at=at)
    person = enter_person(name, member_number=number, languages=languages, by=by, at=at)
    enter_contacts(person, email=email, phone=phone, by=by, at=at)
    begin_membership(person, cell, circle, started_at=started_at, by=by, at=at)
    return person.pk


@act("membership.readmit_member")
def readmit_member(
    *,
    person_id: UUID,
    unit_id: UUID,
    joined_on: date | None = None,
    meets_condition: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Admit somebody who left, and has no home now, to the cell `unit_id`.

    Whoever belongs to another circle, to the organisation itself or to an affiliated one, is offered it instead:
    `membership.offer_membership`. `meets_condition` says that they meet the condition of the circle of the cell.

    :raises Refused: if `by` may not admit members there or may not see the person, it is not an open cell, the person has a home
        or had one in that circle on that day, or they may not belong to it.
    """
    person = claim_person(person_id)
    must_be_seen(by, person, at=at)
    must_stand_alone(person)
    circle = circle_at(unit_id)
    must_have_no_home(person, circle, cell_id=unit_id, by=by, at=at)
    _require_where_they_were(by, person, circle, at=at)
    cell = claim_cell(unit_id, "membership.readmit_member", by=by, at=at)
    # Asked again of the cell that is held: nothing comes into a circle, or out of it, from here on.
    if circle_of(cell) != circle:
        raise changed_meanwhile()
    started_at = entries.joined_at(joined_on, time_zone=cell.time_zone, at=at)
    _must_come_after_earlier(person, cell, circle, started_at)
    must_meet_rule(circle, is_member=False, is_confirmed=meets_condition)
    begin_membership(person, cell, circle, started_at=started_at, by=by, at=at)
    return person.pk


def enter_person(
    name: str, *, member_number: str, languages: tuple[str, ...], by: Person | None, at: datetime
) -> Person:
    """Enter somebody new, with the number that is given or the next one of the series.

    :raises Refused: if the name or a language is malformed.
    """
    if member_number:
        follow_numbers([member_number])
    whole = entries.checked_name(name)
    return Person.objects.create(
        name=whole,
        sort_name=sort_name_of(whole),
        search_name=entries.search_name_of(whole),
        name_key=entries.name_key_of(whole),
        member_number=member_number or next_numbers(1)[0],
        languages=entries.checked_languages(languages),
        created_at=at,
        entered_by=hand_of(by),
    )


def begin_membership(
    person: Person,
    cell: Unit,
    circle: Circle | None,
    *,
    started_at: datetime,
    by: Person | None,
    at: datetime,
) -> None:
    """Give `person` their home in `cell`, which belongs to `circle`, count them there and enter it in the ledger.

    So is that the condition of the circle was confirmed: it is refused before where it was not.
    """
    Membership.objects.create(
        id=new_id(),
        person=person,
        unit=cell,
        started_at=started_at,
        entered_at=entries.entered_late(started_at, at=at),
        circle_id=circle.id if circle else None,
    )
    count_members({cell.pk: 1})
    personal = {"name": person.name, "member_number": person.member_number}
    record(MemberAdmitted(person.pk, cell.pk, started_at), by=by, at=at, personal=personal)
    if circle is not None and circle.condition:
        confirmed = ConditionConfirmed(person.pk, circle.id)
        record(confirmed, by=by, at=at, personal={"condition": circle.condition})


def _require_where_they_were(
    by: Person | None, person: Person, circle: Circle | None, *, at: datetime
) -> None:
    """Ask in the cell of that circle in which they were last, or else where they were last.

    Or whoever was put out of one cell would be let into the next by its secretary.
    """
    was = last_in(person.pk, circle.id if circle else None)
    if was is not None:
        require_for(by, "membership.readmit_member", on=was.unit, at=at)
    else:
        require_over(by, "membership.readmit_member", person, at=at)


def is_member(person: Person) -> bool:
    """Return whether somebody is at home in the organisation itself."""
    return Membership.objects.open().filter(person=person, circle=None).exists()


def _must_come_after_earlier(person: Person, cell: Unit, circle: Circle | None, started_at: datetime) -> None:
    same = Membership.objects.filter(person=person, circle=circle.id if circle else None)
    earlier = same.filter(ended_at__gt=started_at).order_by("-ended_at").first()
    if earlier is not None:
        raise Refused(
            _(
                "They were a member until %(day)s, and nobody has two homes at once. Give that day or a later one."
            )
            % {"day": date_format(cell.local(earlier.ended_at))},
            field="joined_on",
        )
