"""Somebody who was entered twice: one entry remains, the other is shown with it, and that can be taken back."""

from datetime import timedelta

import pytest

from conftest import START, World, give_passkey
from folkmoot.accounts.models import ContactChange
from folkmoot.kernel.acts import Via
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.admitting import admit_member, readmit_member
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.merging import merge_persons, undo_merge_of_persons
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.jobs import tell_of_merges
from folkmoot.membership.models import PersonMerge
from folkmoot.membership.queries.alike import alike
from folkmoot.membership.queries.people import person_page
from folkmoot.membership.queries.sameness import entries_of, remaining
from folkmoot.membership.tests.acting import counts, do, entries, homes
from folkmoot.membership.tests.bringing import HEADER, importing, problems
from folkmoot.membership.tests.paging import as_, links
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.notices import sms
from folkmoot.notices.mail import NotSent
from folkmoot.notices.sms import Outbox, use_gateway
from folkmoot.people.models import Account, ContactChannel, Membership, Person, Term
from folkmoot.structure.tests.pages import words_of

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    """Files and messages are written beside the database: each test has a folder of its own."""
    settings.DATA = tmp_path
    kept = list(sms._gateways)
    use_gateway(Outbox(tmp_path / "outbox"))
    yield
    sms._gateways[:] = kept


def entered(world: World, name: str, cell: str, phone: str = "") -> Person:
    given = {"unit_id": world.units[cell].pk, "name": name, "phone": phone, "is_another": True}
    return Person.objects.get(pk=do(world, admit_member, "una", **given))


def merged(world: World, kept: Person, gone: Person, by: str = "una", **more: object) -> PersonMerge:
    do(world, merge_persons, by, kept_id=kept.pk, gone_id=gone.pk, **more)
    return PersonMerge.objects.standing().get(gone=gone)


def test_the_home_of_the_one_that_remains_stays_and_that_of_the_other_ends(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin, at=world.at + DAY)
    assert homes(world.cy) == [("hill", START, None)]
    assert homes(twin) == [("vale", world.at, world.at + DAY)]
    assert (counts()["hill"], counts()["vale"], recount_members()) == (4, 1, 0)
    event = ("PersonsMerged", str(world.una.pk))
    [(name, by, payload)] = entries()[-1:]
    assert (name, str(by)) == event
    assert payload == {
        "kept_id": str(world.cy.pk),
        "gone_id": str(twin.pk),
        "ended_in": str(world.vale.pk),
        "begun_in": None,
    }


def test_whoever_left_and_was_entered_anew_has_one_entry_with_the_home_of_the_new_one(world: World) -> None:
    do(world, end_membership, "una", person_id=world.eve.pk)
    twin = entered(world, "Eve", "hill")
    merged(world, world.eve, twin, at=world.at + DAY)
    assert homes(world.eve) == [("harbour", START, world.at), ("hill", world.at + DAY, None)]
    assert (counts()["hill"], recount_members()) == (5, 0)


def test_memberships_and_offices_of_the_past_are_shown_with_the_one_that_remains(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    office = Term.objects.filter(person=world.eve).get().office
    Term.objects.create(person=twin, office=office, unit=world.vale, started_at=START, ended_at=world.at)
    merged(world, world.cy, twin, at=world.at + DAY)
    page = person_page(world.una, world.cy.pk, at=world.at + 2 * DAY)
    assert page is not None
    assert [each.unit for each in page.memberships] == [world.hill, world.vale]
    assert [each.unit for each in page.terms] == [world.vale]
    # What happened stays where it happened.
    assert (Term.objects.filter(person=twin).count(), Membership.objects.filter(person=twin).count()) == (
        1,
        1,
    )


def test_a_third_entry_leads_to_the_one_that_remains_of_all(world: World) -> None:
    second, third = entered(world, "C. Y.", "vale"), entered(world, "C Y", "vale")
    merged(world, second, third)
    merged(world, world.cy, second)
    assert remaining([third.pk, second.pk, world.bo.pk]) == {
        third.pk: world.cy.pk,
        second.pk: world.cy.pk,
        world.bo.pk: world.bo.pk,
    }
    assert entries_of(world.cy.pk) == [world.cy.pk, second.pk, third.pk]


def test_the_number_of_the_entry_that_went_leads_to_the_one_that_remains(world: World) -> None:
    twin = entered(world, "C. Y.", "harbour")
    merged(world, world.cy, twin)
    importing(world, HEADER + f"{twin.member_number};;;;harbour;;;\n", at=world.at + DAY)
    assert homes(world.cy)[-1][0] == "harbour"
    assert homes(twin) == [("harbour", world.at, world.at)]
    both = HEADER + f"{twin.member_number};;;;harbour;;;\nM-Cy;;;;harbour;;;\n"
    assert [said for _row, _column, said in problems(world, both)] == [
        "Row 2 is about the same person. Leave one of the two."
    ]
    with pytest.raises(Refused, match=r"It is that of Cy, a member of Harbour\."):
        do(world, admit_member, "una", unit_id=world.vale.pk, name="N", member_number=twin.member_number)


def test_a_name_of_the_entry_that_went_finds_the_one_that_remains(world: World) -> None:
    merged(world, world.cy, entered(world, "Cyrus Long", "harbour"))
    assert [each.person for each in alike(world.una, "Cyrus Long", at=world.at)] == [world.cy]


def refused(world: World, kept: Person, gone: Person, by: str = "una") -> str:
    with pytest.raises(Refused) as refusal:
        do(world, merge_persons, by, kept_id=kept.pk, gone_id=gone.pk)
    return str(refusal.value)


def test_two_accounts_are_joined_by_nobody(world: World) -> None:
    assert refused(world, world.cy, world.dee).startswith(
        "Both entries sign in, and nobody joins two accounts"
    )


def test_whoever_signs_in_remains(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    assert refused(world, twin, world.cy).startswith("Whoever signs in remains")


def test_whoever_is_about_to_sign_in_does_not_go(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    channel = ContactChannel.objects.create(
        person=twin,
        kind="email",
        value="twin@example.org",
        entered_at=world.at,
        entered_by_other=True,
        usable_at=world.at,
    )
    ContactChange.objects.create(person=twin, channel=channel, entered_by=world.una, entered_at=world.at)
    assert refused(world, world.cy, twin).startswith("A way to sign in is being made")


def test_whoever_holds_an_office_does_not_go(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    office = Term.objects.filter(person=world.bo).get().office
    Term.objects.create(person=twin, office=office, unit=world.vale, started_at=world.at + DAY)
    assert refused(world, world.cy, twin).startswith("C. Y. holds an office under the entry that would go.")


def test_nobody_goes_twice_or_remains_once_they_went(world: World) -> None:
    second, third = entered(world, "C. Y.", "vale"), entered(world, "C Y", "vale")
    merged(world, world.cy, second)
    said = "C. Y. was found to be somebody else already. Open that entry, and take it back first."
    assert [refused(world, third, second), refused(world, second, third)] == [said, said]
    assert refused(world, third, third) == "This is one entry. Choose two."


def test_nobody_joins_themselves_with_somebody(world: World) -> None:
    twin = entered(world, "U.", "vale")
    sentence = "Nobody joins themselves with somebody else. Ask another registrar."
    assert (refused(world, world.una, twin), refused(world, twin, world.una)) == (sentence, sentence)


def test_a_registrar_of_a_part_joins_nobody_from_outside_it(world: World) -> None:
    office = Term.objects.filter(person=world.una).get().office
    Term.objects.create(person=world.ada, office=office, unit=world.north, started_at=START)
    far, near = entered(world, "C. Y.", "vale"), entered(world, "C Y", "harbour")
    assert refused(world, world.cy, far, by="ada").startswith("There is no such member")
    assert refused(world, world.cy, near, by="bo").startswith("There is no such member")
    assert refused(world, near, entered(world, "CY", "harbour"), by="bo").startswith("You hold no office")
    assert merged(world, world.cy, near, by="ada").kept == world.cy


def test_the_entry_that_went_is_not_admitted_again(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin)
    with pytest.raises(Refused, match=r"This entry of C\. Y\. was merged into another\."):
        do(world, readmit_member, "una", person_id=twin.pk, unit_id=world.vale.pk)


def test_taken_back_both_go_on_as_they_were(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merge = merged(world, world.cy, twin, at=world.at + DAY)
    # What happens meanwhile stays with the one that remained.
    do(
        world,
        transfer_member,
        "una",
        person_id=world.cy.pk,
        to_unit_id=world.harbour.pk,
        at=world.at + 2 * DAY,
    )
    do(world, undo_merge_of_persons, "una", gone_id=twin.pk, at=world.at + 3 * DAY)
    assert homes(twin) == [("vale", world.at, world.at + DAY), ("vale", world.at + DAY, None)]
    assert Membership.objects.open().get(person=twin).entered_at == world.at + 3 * DAY
    assert homes(world.cy)[-1] == ("harbour", world.at + 2 * DAY, None)
    assert (counts()["vale"], recount_members()) == (2, 0)
    assert entries_of(world.cy.pk) == [world.cy.pk]
    merge.refresh_from_db()
    assert merge.undone_at == world.at + 3 * DAY
    assert entries()[-1][2]["reopened_in"] == str(world.vale.pk)
    # And they can be joined again.
    merged(world, world.cy, twin, at=world.at + 4 * DAY)


def test_taken_back_the_home_that_came_with_it_ends(world: World) -> None:
    do(world, end_membership, "una", person_id=world.eve.pk)
    twin = entered(world, "Eve", "hill")
    merged(world, world.eve, twin, at=world.at + DAY)
    do(world, undo_merge_of_persons, "una", gone_id=twin.pk, at=world.at + 2 * DAY)
    assert [until for _unit, _from, until in homes(world.eve)] == [world.at, world.at + 2 * DAY]
    assert (homes(twin)[-1][2], counts()["hill"], recount_members()) == (None, 5, 0)


def test_a_home_that_was_closed_meanwhile_is_not_opened_by_taking_back(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin)
    type(world.vale).objects.filter(pk=world.vale.pk).update(closed_at=world.at)
    do(world, undo_merge_of_persons, "una", gone_id=twin.pk, at=world.at + DAY)
    assert (homes(twin)[-1][2], entries()[-1][2]["reopened_in"]) == (world.at, None)


def test_whoever_remained_takes_it_back_themselves_on_a_page_alone(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin)
    with pytest.raises(Refused, match="Only the member can do this"):
        do(world, undo_merge_of_persons, "cy", Via.API, gone_id=twin.pk)
    do(world, undo_merge_of_persons, "cy", gone_id=twin.pk, at=world.at + DAY)
    assert not PersonMerge.objects.standing().exists()


def test_whoever_was_put_out_does_not_bring_the_other_entry_back_in(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin)
    do(world, end_membership, "una", person_id=world.cy.pk, at=world.at + DAY)
    do(world, undo_merge_of_persons, "cy", gone_id=twin.pk, at=world.at + 2 * DAY)
    assert not PersonMerge.objects.standing().exists()
    assert homes(twin) == [("vale", world.at, world.at)]
    assert (entries()[-1][2]["reopened_in"], counts()["vale"], recount_members()) == (None, 1, 0)
    # A registrar may.
    do(world, readmit_member, "una", person_id=twin.pk, unit_id=world.vale.pk, at=world.at + 3 * DAY)


def test_a_registrar_brings_it_back_in_also_when_whoever_remained_has_left(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin)
    do(world, end_membership, "una", person_id=world.cy.pk, at=world.at + DAY)
    do(world, undo_merge_of_persons, "una", gone_id=twin.pk, at=world.at + 2 * DAY)
    assert homes(twin)[-1] == ("vale", world.at, None)


def test_whoever_remained_in_the_home_of_the_other_gives_it_back(world: World) -> None:
    do(world, end_membership, "una", person_id=world.eve.pk)
    twin = entered(world, "Eve", "hill")
    merged(world, world.eve, twin, at=world.at + DAY)
    do(world, undo_merge_of_persons, "eve", gone_id=twin.pk, at=world.at + 2 * DAY)
    assert (homes(world.eve)[-1][2], homes(twin)[-1][2]) == (world.at + 2 * DAY, None)


def test_after_thirty_days_it_is_not_taken_back_nor_is_what_never_was(world: World) -> None:
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin)
    with pytest.raises(Refused, match="more than thirty days ago"):
        do(world, undo_merge_of_persons, "una", gone_id=twin.pk, at=world.at + 30 * DAY)
    with pytest.raises(Refused, match="They are an entry of their own"):
        do(world, undo_merge_of_persons, "bo", gone_id=twin.pk, at=world.at + DAY)
    with pytest.raises(Refused, match="They are an entry of their own"):
        do(world, undo_merge_of_persons, "una", gone_id=world.bo.pk)
    assert PersonMerge.objects.standing().count() == 1


def test_both_are_told_by_number_alone(world: World, mailoutbox, settings) -> None:
    twin = entered(world, "Somebody Else", "vale", phone="+33123456789")
    merged(world, world.cy, twin)
    assert tell_of_merges(world.at) is False
    [mail] = mailoutbox
    assert (mail.to, "M-Cy" in mail.body, "Somebody" in mail.body) == (["cy@example.org"], True, False)
    [message] = (settings.DATA / "outbox").glob("*.sms")
    assert "the members M-Cy and 000001 are one person" in message.read_text()
    tell_of_merges(world.at)
    assert len(mailoutbox) == 1


class Silent:
    """A gateway that takes nothing now."""

    def hand_over(self, number: str, text: str) -> None:
        raise NotSent(number, text)


def test_whoever_was_told_is_not_told_again_while_the_other_cannot_be_reached(
    world: World, mailoutbox, settings
) -> None:
    twin = entered(world, "Somebody Else", "vale", phone="+33123456789")
    merged(world, world.cy, twin)
    use_gateway(Silent())
    for _round in range(3):
        with pytest.raises(NotSent):
            tell_of_merges(world.at)
    assert len(mailoutbox) == 1
    use_gateway(Outbox(settings.DATA / "outbox"))
    tell_of_merges(world.at)
    assert (len(mailoutbox), len([*(settings.DATA / "outbox").glob("*.sms")])) == (1, 1)


def test_a_registrar_joins_two_entries_and_takes_it_back_on_pages(world: World, client) -> None:
    twin = entered(world, "Cy", "vale")
    una = as_(client, world.una)
    asked = una.get(f"/people/{twin.pk}/twice/")
    assert [each.person for each in asked.context["alike"]] == [world.cy]
    compared = una.post(f"/people/{twin.pk}/twice/", {"member_number": "M-Cy"})
    assert compared.url == f"/people/{world.cy.pk}/twice/{twin.pk}/"
    assert "Their home is Hill; the one in Vale ends." in words_of(una.get(compared.url))
    done = una.post(compared.url, {"act_id": new_id()}, follow=True)
    assert f"Also entered as Cy ( {twin.member_number} )".replace("( ", "(").replace(" )", ")") in words_of(
        done
    )
    assert "This entry was found to be Cy (M-Cy), who remains." in words_of(una.get(f"/people/{twin.pk}/"))
    back = links(done)["That is somebody else"]
    assert una.get(back).status_code == 200
    again = una.post(back, {"act_id": new_id()}, follow=True)
    assert "Also entered as" not in words_of(again)


def test_a_refused_merge_says_why(world: World, client) -> None:
    una = as_(client, world.una)
    unknown = una.post(f"/people/{world.cy.pk}/twice/", {"member_number": "nobody"})
    assert (unknown.status_code, "Nobody else whom you may see has this number." in words_of(unknown)) == (
        422,
        True,
    )
    refusal = una.post(f"/people/{world.cy.pk}/twice/{world.dee.pk}/", {"act_id": new_id()})
    assert (refusal.status_code, "Both entries sign in" in words_of(refusal)) == (422, True)


def test_who_may_not_join_finds_no_page(world: World, client) -> None:
    twin = entered(world, "Cy", "harbour")
    bo = as_(client, world.bo)
    assert [
        bo.get(f"/people/{twin.pk}/twice/").status_code,
        bo.get(f"/people/{world.eve.pk}/twice/{twin.pk}/").status_code,
        bo.get(f"/people/{world.eve.pk}/twice/{twin.pk}/end/").status_code,
    ] == [404, 404, 404]


def test_those_who_remain_see_the_number_and_take_it_back_on_their_page(world: World, client) -> None:
    twin = entered(world, "Somebody Else", "vale")
    merged(world, world.cy, twin, at=now())
    cy = as_(client, world.cy)
    page = cy.get(f"/people/{world.cy.pk}/")
    assert f"Also entered as {twin.member_number}." in words_of(page)
    assert "Somebody Else" not in words_of(page)
    cy.post(links(page)["That is somebody else"], {"act_id": new_id()})
    assert not PersonMerge.objects.standing().exists()
    assert homes(twin)[-1][2] is None


def test_an_officer_of_the_cell_that_was_left_is_not_told_who_remains_elsewhere(world: World, client) -> None:
    twin = entered(world, "Somebody Else", "harbour")
    merged(world, world.cy, twin)
    page = as_(client, world.bo).get(f"/people/{twin.pk}/")
    assert "This entry was found to be a member elsewhere." in words_of(page)
    assert "M-Cy" not in words_of(page)


def test_the_passkeys_of_the_one_that_remains_are_left_alone(world: World) -> None:
    give_passkey(world.cy)
    twin = entered(world, "C. Y.", "vale")
    merged(world, world.cy, twin)
    assert Account.objects.filter(person=world.cy).count() == 1
