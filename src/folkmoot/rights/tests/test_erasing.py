import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.accounts.actions.changing import change_contact
from folkmoot.accounts.models import ContactChange, Device, Recovery, Slip
from folkmoot.decisions.models import ReachCount, Receipt, ReceiptBatch
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.keeping import keepings
from folkmoot.kernel.models import Entry, PersonalPayload
from folkmoot.membership.actions.admitting import readmit_member
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.tests.acting import homes
from folkmoot.membership.tests.paging import as_, links
from folkmoot.people.models import Account, ContactChannel, Membership, Person, Term
from folkmoot.rights.actions.erasing import erase_person, repeat_erasure
from folkmoot.rights.actions.finishing import PATIENCE, finish_erasures
from folkmoot.rights.actions.retaining import finish_now
from folkmoot.rights.commands import repeat_erasures
from folkmoot.rights.erasure_list import ErasureList, kept_list
from folkmoot.rights.models import Erasure, Opening
from folkmoot.rights.tests.acting import chain_and_note, do, faults
from folkmoot.rights.tests.test_record import give_ways_in


def live_and_leave(world: World) -> None:
    do(world, correct_person, "bo", person_id=world.eve.pk, name="Eve Ferry", languages=("fr",))
    do(world, change_contact, "bo", person_id=world.eve.pk, email="eve.ferry@example.org")
    decision = conveyed(world)
    batch = ReceiptBatch.objects.create(sealed_at=world.at, count=5, salt="s", digest="d")
    Receipt.objects.create(
        decision=decision, person=world.eve, origin=world.harbour, acknowledged_at=world.at, batch=batch
    )
    ReachCount.objects.create(decision=decision, unit=world.harbour, made=1)
    as_(Client(), world.bo).get(f"/people/{world.eve.pk}/")
    do(world, end_membership, "bo", person_id=world.eve.pk)
    chain_and_note(world)


def everything_left(world: World) -> str:
    """All rows of all tables about Eve, as text."""
    tables = (
        Person,
        Account,
        ContactChannel,
        ContactChange,
        Authenticator,
        SocialAccount,
        Device,
        Receipt,
        PersonalPayload,
        Opening,
    )
    return str([list(table.objects.values()) for table in tables])


def test_a_registrar_erases_a_former_member_and_the_ledger_stays_whole(world: World) -> None:
    live_and_leave(world)
    assert "Eve Ferry" in everything_left(world)
    do(world, erase_person, "una", person_id=world.eve.pk)
    chain_and_note(world)
    assert finish_erasures(world.at) is False
    left = everything_left(world)
    for word in ("Eve", "eve.ferry@example.org", "M-Eve", "eve@example.org"):
        assert word not in left
    eve = Person.objects.get(pk=world.eve.pk)
    assert (eve.name, eve.member_number, eve.languages, eve.erased_at) == ("(erased)", None, [], world.at)
    assert (Receipt.objects.count(), Opening.objects.count(), ContactChannel.objects.count()) == (0, 0, 0)
    assert faults() == []


def test_of_every_way_in_nothing_is_left(world: World) -> None:
    give_ways_in(world)
    live_and_leave(world)
    do(world, erase_person, "una", person_id=world.eve.pk)
    tables = (Authenticator, SocialAccount, Device, Slip, Recovery)
    of_eve = [
        Q(user__person=world.eve),
        Q(user__person=world.eve),
        Q(account__person=world.eve),
        Q(person=world.eve),
        Q(person=world.eve),
    ]
    # What would let somebody in goes with the act, what only tells of it with the sweep.
    assert (Slip.objects.get().outcome, Slip.objects.get().pin_hash) == ("ended", "")
    finish_erasures(world.at)
    left = [table.objects.filter(which).count() for table, which in zip(tables, of_eve, strict=True)]
    assert left == [0, 0, 0, 0, 0]


def test_that_somebody_belonged_and_held_office_stays_under_an_id(world: World) -> None:
    live_and_leave(world)
    do(world, erase_person, "una", person_id=world.eve.pk)
    assert [unit for unit, *_times in homes(world.eve)] == ["harbour"]
    assert Term.objects.filter(person=world.eve).count() == 1


def test_figures_do_not_fall_with_an_erased_receipt(world: World) -> None:
    live_and_leave(world)
    do(world, erase_person, "una", person_id=world.eve.pk)
    finish_erasures(world.at)
    assert (ReachCount.objects.get().made, ReceiptBatch.objects.get().salt) == (1, "")


def test_others_keep_what_the_ledger_says_of_them(world: World) -> None:
    do(world, correct_person, "bo", person_id=world.bo.pk, name="Bo Reed")
    live_and_leave(world)
    do(world, erase_person, "una", person_id=world.eve.pk)
    chain_and_note(world)
    finish_erasures(world.at)
    assert [kept.payload.count("Bo Reed") for kept in PersonalPayload.objects.all()] == [1]


def test_an_erasure_is_listed_before_and_finished_after_an_hour(world: World) -> None:
    live_and_leave(world)
    do(world, erase_person, "una", person_id=world.eve.pk)
    finish_erasures(world.at)
    assert Erasure.objects.get().finished_at is None
    assert list(kept_list().people()) == [world.eve.pk]
    finish_erasures(world.at + PATIENCE)
    assert Erasure.objects.get().finished_at == world.at + PATIENCE
    assert set(kept_list().people()) == {world.eve.pk}


def erased_many(world: World, count: int) -> None:
    decision = conveyed(world)
    for _each in range(count):
        person = Person.objects.create(
            name="(erased)", sort_name="e", search_name="e", created_at=world.at, erased_at=world.at
        )
        Erasure.objects.create(person=person)
        Receipt.objects.create(
            decision=decision, person=person, origin=world.harbour, acknowledged_at=world.at
        )


def test_what_is_left_of_many_who_were_erased_within_the_hour_goes_at_once(world: World) -> None:
    erased_many(world, 45)
    finish_now(world.at)
    assert Receipt.objects.count() == 0
    assert Erasure.objects.filter(finished_at=None).count() == 45
    finish_now(world.at + PATIENCE)
    assert Erasure.objects.filter(finished_at=None).count() == 0


def test_the_worker_sweeps_everybody_once_in_its_round_and_lists_each_once(world: World) -> None:
    erased_many(world, 45)
    assert [finish_erasures(world.at) for _round in range(3)] == [True, True, False]
    assert Receipt.objects.count() == 0
    # Within the hour it comes by again, for what was noted since.
    later = world.at + timedelta(minutes=10)
    assert [finish_erasures(later) for _round in range(3)] == [True, True, False]
    assert len(list(kept_list().people())) == 45


def test_a_member_or_officer_is_not_erased(world: World) -> None:
    with pytest.raises(Refused, match="End the membership and the offices first"):
        do(world, erase_person, "una", person_id=world.eve.pk)
    Membership.objects.filter(person=world.bo).update(ended_at=world.at)
    with pytest.raises(Refused, match="holds an office"):
        do(world, erase_person, "una", person_id=world.bo.pk)
    assert Erasure.objects.count() == 0


@pytest.mark.parametrize("who", ["bo", "ada", "cy", "stan", ""])
def test_nobody_erases_whom_they_may_not(world: World, who: str) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    with pytest.raises(Refused):
        do(world, erase_person, who, person_id=world.eve.pk)
    assert Person.objects.get(pk=world.eve.pk).name == "Eve"


def test_a_former_member_erases_themselves_on_a_page(world: World) -> None:
    eve = as_(Client(), world.eve)
    assert "You are still a member" in eve.get("/account/erasure/").content.decode()
    early = eve.post("/account/erasure/", {"is_meant": "on"})
    assert (early.status_code, Erasure.objects.count()) == (422, 0)
    do(world, end_membership, "bo", person_id=world.eve.pk)
    assert eve.post("/account/erasure/", {"is_meant": "on"}).status_code == 302
    assert Person.objects.get(pk=world.eve.pk).name == "(erased)"
    assert eve.get("/me/").status_code == 302


@pytest.mark.parametrize("via", [Via.API, Via.OPERATOR])
def test_nobody_erases_a_member_in_their_name(world: World, via: Via) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    with pytest.raises(Refused, match="Only the member"):
        do(world, erase_person, "eve", via=via, person_id=world.eve.pk)


def test_a_registrar_erases_on_a_page_that_asks_first(world: World) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    una, url = as_(Client(), world.una), f"/people/{world.eve.pk}/erasure/"
    assert "Erase" in links(una.get(f"/people/{world.eve.pk}/"))
    unmeant = una.post(url, {"act_id": ""})
    assert (unmeant.status_code, Erasure.objects.count()) == (422, 0)
    assert una.post(url, {"is_meant": "on"}).status_code == 302
    assert una.get(f"/people/{world.eve.pk}/").status_code == 404
    assert una.get(url).status_code == 404


@pytest.mark.parametrize("who", ["bo", "ada", "cy", "stan"])
def test_the_page_of_erasing_is_not_there_for_others(world: World, who: str) -> None:
    assert as_(Client(), world.people[who]).get(f"/people/{world.eve.pk}/erasure/").status_code == 404


def test_who_was_erased_is_nobody_to_admit_again(world: World) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    do(world, erase_person, "una", person_id=world.eve.pk)
    with pytest.raises(Refused, match="There is no such member"):
        do(world, readmit_member, "una", person_id=world.eve.pk, unit_id=world.harbour.pk)


def test_after_a_restore_the_listed_are_erased_again_even_if_they_were_members_then(world: World) -> None:
    listed = ErasureList(kept_list().path)
    listed.append([world.eve.pk, world.eve.pk])
    assert repeat_erasures(listed, at=world.at) == 1
    assert (Person.objects.get(pk=world.eve.pk).name, homes(world.eve)[0][2]) == ("(erased)", world.at)
    events = set(Entry.objects.values_list("event", "by", "via"))
    told = ("MembershipEnded", "AccountClosed", "PersonErased")
    assert events == {(event, None, "operator") for event in told}
    assert repeat_erasures(listed, at=world.at + timedelta(days=1)) == 0


def test_who_was_the_last_registrar_when_the_backup_was_made_is_erased_again_like_anybody(
    tmp_path, world: World
) -> None:
    listed = ErasureList(tmp_path / "list")
    listed.append([world.una.pk, world.eve.pk])
    assert repeat_erasures(listed, at=world.at) == 2
    assert not Person.objects.filter(pk__in=[world.una.pk, world.eve.pk], erased_at=None).exists()


@pytest.mark.parametrize(("who", "via"), [("una", Via.WEB), ("una", Via.OPERATOR), ("", Via.WORKER)])
def test_an_erasure_is_repeated_by_nobodys_hand(world: World, who: str, via: Via) -> None:
    with pytest.raises(Refused, match="by nobody"):
        do(world, repeat_erasure, who, via=via, person_id=world.eve.pk)


def test_a_half_written_line_of_the_list_is_passed_over_and_a_false_one_is_not(
    tmp_path, world: World
) -> None:
    listed = ErasureList(tmp_path / "list")
    listed.append([world.eve.pk])
    with listed.path.open("a") as file:
        file.write('{"person_id": "0')
    assert list(listed.people()) == [world.eve.pk]
    listed.path.write_text('{"person": 1}\n')
    with pytest.raises(ValueError, match="person"):
        list(listed.people())


def test_whatever_is_kept_until_somebody_is_erased_is_asked_for_them_then(world: World) -> None:
    """An eraser that is missing is one whose table nobody asks."""
    give_ways_in(world)
    as_(Client(), world.eve).get("/account/")
    live_and_leave(world)
    with CaptureQueriesContext(connection) as asked:
        do(world, erase_person, "una", person_id=world.eve.pk)
        finish_erasures(world.at)
    changed = {
        table
        for each in asked.captured_queries
        if not each["sql"].startswith("INSERT")
        for table in re.findall(r'(?:FROM|JOIN|UPDATE) "([a-z_]+)"', each["sql"])
    }
    ended = {table for each in keepings() if "rights.erase_person" in each.ended_by for table in each.tables}
    assert ended - changed == set()
