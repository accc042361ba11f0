"""Work of the cells of the demo organisation: open, taken, offered, done and talked over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from folkmoot.demo.organisation import Organisation
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.work.actions.holding import report_done, take_work
from folkmoot.work.actions.offering import offer_work
from folkmoot.work.actions.putting_up import put_up_work
from folkmoot.work.actions.reviewing import close_review, tell_of_work

# What is to be done and why, and its steps.
WORK = (
    ("Paint the shelves of the workshop", "They were bought in spring, and it is damp.", ()),
    (
        "Ask three suppliers about flour",
        "Ours has become dear.",
        ("Write down what we need", "Ask by telephone", "Put the answers side by side"),
    ),
    ("Translate the notice at the door", "Half of the street reads another language.", ()),
    ("Count the tools", "Nobody knows what was lent.", ("The cellar", "The van")),
    ("Visit the school", "They asked how a co-operative works.", ()),
)
DONE = (
    (
        "Mend the cold room",
        "Fixed by our own people in two evenings. It holds four degrees.",
        ("well", "The manual was in the drawer: look there first."),
        ("next", "Order the seal a month ahead."),
    ),
    (
        "Hold the open day",
        "Sixty people came, nine left their address.",
        ("well", "Children could bake something themselves."),
        ("hindered", "The leaflets came two days too late."),
    ),
)
SOONEST, EVERY = 4, 6
AGO = timedelta(days=60)


def work(organisation: Organisation, *, now: datetime) -> None:
    """Let each cell have a few things to do, and the first one a year behind it."""
    for number, cell in enumerate(organisation.cells):
        _put_up(organisation, cell, number, now=now)
    first = organisation.cells[0]
    for number, done in enumerate(DONE):
        _do(organisation, first, done, at=now - AGO + timedelta(days=number * 20))


def _put_up(organisation: Organisation, cell: Unit, number: int, *, now: datetime) -> None:
    members = _people(organisation, cell)
    by = organisation.officers[f"secretary {cell.code}"]
    shown = WORK if number == 0 else WORK[number % len(WORK) :][:2]
    for place, (title, why, steps) in enumerate(shown):
        due_on = cell.local(now).date() + timedelta(days=SOONEST + place * EVERY)
        given = {"title": title, "why": why, "steps": list(steps), "due_on": due_on}
        pk = organisation.do(put_up_work, by=by, at=now, unit_id=cell.pk, **given)
        # The first ones of a cell can sign in, and find on their first page what they do and are asked.
        member = members[1 + place // 3]
        if place % 3 == 0:
            organisation.do(take_work, by=member, at=now, assignment_id=pk)
        elif place % 3 == 1:
            organisation.do(offer_work, by=by, at=now, assignment_id=pk, person_id=member.pk)


def _do(
    organisation: Organisation,
    cell: Unit,
    done: tuple[str, str, tuple[str, str], tuple[str, str]],
    *,
    at: datetime,
) -> None:
    (title, result, first, then), by = done, organisation.officers[f"secretary {cell.code}"]
    holder = _people(organisation, cell)[2]
    due_on = cell.local(at).date() + timedelta(days=14)
    given = {"title": title, "why": "The last meeting wanted it.", "due_on": due_on}
    pk = organisation.do(put_up_work, by=by, at=at, unit_id=cell.pk, **given)
    organisation.do(take_work, by=holder, at=at, assignment_id=pk)
    organisation.do(report_done, by=holder, at=at + timedelta(days=10), assignment_id=pk, result=result)
    for who, (kind, text) in ((holder, first), (by, then)):
        organisation.do(
            tell_of_work, by=who, at=at + timedelta(days=12), assignment_id=pk, kind=kind, text=text
        )
    organisation.do(close_review, by=by, at=at + timedelta(days=12), assignment_id=pk)


def _people(organisation: Organisation, cell: Unit) -> Sequence[Person]:
    ids: list[UUID] = organisation.members[cell.pk][:3]
    found = {person.pk: person for person in Person.objects.filter(pk__in=ids)}
    return [found[pk] for pk in ids]
