from datetime import timedelta

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.notices.actions.choosing import choose_frequency
from folkmoot.notices.actions.refusals import forget_refusals, note_refused, take_in_reports, trust_address
from folkmoot.notices.models import Recipient
from folkmoot.notices.queries import own_notices, unreachable_in
from folkmoot.notices.signing import message_id
from folkmoot.notices.tests.reports import report
from folkmoot.people.models import Account, ContactChannel, Person
from folkmoot.units.models import Unit

CY = "cy@example.org"


def do(world: World, person: Person, function, **given) -> None:
    run(function, given, act_id=new_id(), by=person, at=world.at, via=Via.WEB)


def enrolled(world: World, person: Person) -> None:
    do(world, person, choose_frequency, frequency="daily")


def unreachable(cell: Unit) -> list[Person]:
    return unreachable_in(Unit.objects.filter(pk=cell.pk)).get(cell.pk, [])


def test_a_report_about_our_mail_marks_the_address_for_the_member_and_for_their_cell(world: World) -> None:
    enrolled(world, world.cy)
    came_back = report(CY, message_id(CY, world.at))
    assert take_in_reports([came_back, came_back], at=world.at) == (2, 2)
    assert own_notices(world.cy).is_refused
    assert unreachable(world.hill) == [world.cy]
    assert unreachable(world.harbour) == []


def test_a_report_that_somebody_made_up_marks_nothing(world: World) -> None:
    enrolled(world, world.cy)
    true = message_id(CY, world.at)
    forged = [
        report(CY, "<1.0123456789abcdef0123456789abcdef@localhost>"),
        report(CY, message_id("bo@example.org", world.at)),
        report(CY, true.replace(".", "0.", 1)),
        report("bo@example.org", true),
        report(CY, ""),
    ]
    assert take_in_reports(forged, at=world.at) == (5, 0)
    assert not own_notices(world.cy).is_refused
    assert take_in_reports([report(CY, true)], at=world.at) == (1, 1)


def test_another_address_is_not_the_one_that_was_refused(world: World) -> None:
    enrolled(world, world.cy)
    note_refused(world.cy.pk, CY, at=world.at)
    assert unreachable(world.hill) == [world.cy]
    Account.objects.filter(person=world.cy).update(email="cy.hill@example.org")
    assert unreachable(world.hill) == []
    assert not own_notices(world.cy).is_refused


def test_nobody_asks_for_an_address_that_was_written_down_and_waits(world: World) -> None:
    enrolled(world, world.cy)
    note_refused(world.cy.pk, CY, at=world.at)
    channel = {"person": world.cy, "kind": "email", "entered_at": world.at, "entered_by_other": True}
    ContactChannel.objects.create(value=CY, usable_at=world.at, **channel)
    assert unreachable(world.hill) == [world.cy]
    new = ContactChannel.objects.create(
        value="cy.hill@example.org", usable_at=world.at + timedelta(days=3), **channel
    )
    assert unreachable(world.hill) == []
    # The member refused it.
    ContactChannel.objects.filter(pk=new.pk).update(ended_at=world.at)
    assert unreachable(world.hill) == [world.cy]


def test_whoever_says_that_their_address_works_is_believed_against_older_mail(world: World) -> None:
    enrolled(world, world.cy)
    came_back = report(CY, message_id(CY, world.at))
    take_in_reports([came_back], at=world.at)
    do(world, world.cy, trust_address)
    assert not own_notices(world.cy).is_refused
    # The same mailbox, read again.
    assert take_in_reports([came_back], at=world.at) == (1, 0)
    later = world.at + timedelta(days=1)
    assert take_in_reports([report(CY, message_id(CY, later))], at=later) == (1, 1)


def test_a_refusal_is_forgotten_after_half_a_year(world: World) -> None:
    enrolled(world, world.cy)
    note_refused(world.cy.pk, CY, at=world.at)
    forget_refusals(world.at + timedelta(days=180))
    assert own_notices(world.cy).is_refused
    assert forget_refusals(world.at + timedelta(days=180, seconds=1)) is False
    assert not own_notices(world.cy).is_refused
    assert Recipient.objects.get(pk=world.cy.pk).refused_digest == ""
