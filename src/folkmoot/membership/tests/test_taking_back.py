"""What was done in the browser is taken back from the message after it."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from conftest import make_person
from folkmoot.access import undoing
from folkmoot.kernel.ids import new_id
from folkmoot.membership.models import PersonMerge
from folkmoot.people.models import Account, Membership, Person, Term
from folkmoot.structure.actions.renaming import rename_unit
from folkmoot.structure.tests.acting import do, events
from folkmoot.structure.tests.pages import sign_in, words_of
from folkmoot.units.models import Unit, UnitKind

OFFER = re.compile(r'name="undo" value="([^"]+)"')


@pytest.fixture
def una(world, client):
    return sign_in(client, world.una)


def post(client, address, **given):
    return client.post(address, {"act_id": str(new_id()), **given}, follow=True)


def token_on(page):
    found = OFFER.search(page.content.decode())
    return found[1] if found else ""


def take_back(client, page):
    return client.post(reverse("undo"), {"undo": token_on(page)}, follow=True)


def renamed(client, world, name="Dock", code="dock"):
    return post(client, reverse("structure:renaming", args=[world.harbour.pk]), name=name, code=code)


def unit(world, name="harbour"):
    return Unit.objects.get(pk=getattr(world, name).pk)


def test_a_name_is_given_back_from_the_message_that_says_it_was_changed(world, una):
    page = renamed(una, world)
    assert "The name is changed." in words_of(page)
    assert unit(world).name == "Dock"
    assert "It is taken back." in words_of(take_back(una, page))
    assert (unit(world).name, unit(world).code) == ("Harbour", "harbour")
    assert events() == ["UnitRenamed", "UnitRenamed"]


def test_a_second_click_is_the_same_act(world, una):
    page = renamed(una, world)
    take_back(una, page)
    assert "It is taken back." in words_of(take_back(una, page))
    assert events() == ["UnitRenamed", "UnitRenamed"]


def test_it_is_offered_once_and_not_beside_what_was_done_later(world, una):
    assert token_on(renamed(una, world))
    assert token_on(una.get(reverse("structure:unit", args=[world.harbour.pk]))) == ""
    una.post(reverse("structure:renaming", args=[world.harbour.pk]), {"name": "Pier", "code": "pier"})
    founded = {"kind": "local", "name": "Quay", "code": "quay"}
    assert token_on(post(una, reverse("structure:founding", args=[world.north.pk]), **founded)) == ""


def test_nothing_is_taken_back_that_somebody_changed_since(world, una):
    page = renamed(una, world)
    do(rename_unit, unit_id=world.harbour.pk, name="Pier", by=world.bo, at=world.at)
    refused = take_back(una, page)
    assert refused.status_code == 422
    assert "Something was changed since, so this is not taken back." in words_of(refused)
    assert unit(world).name == "Pier"


def test_what_is_offered_is_of_use_for_ten_minutes_and_to_nobody_else(world, una, client, monkeypatch):
    page = renamed(una, world)
    sign_in(client, world.bo)
    assert "This can no longer be taken back here." in words_of(take_back(client, page))
    sign_in(client, world.una)
    later = signing.time.time() + undoing.SECONDS + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert "This can no longer be taken back here." in words_of(take_back(client, page))
    assert unit(world).name == "Dock"
    assert client.post(reverse("undo")).status_code == 422


def test_whoever_may_not_do_what_leads_back_is_refused(world, una):
    page = renamed(una, world)
    Term.objects.filter(person=world.una).update(ended_at=world.at - timedelta(days=1))
    assert "There is no such unit." in words_of(take_back(una, page))
    assert unit(world).name == "Dock"


def test_a_move_is_taken_back(world, una):
    address = reverse("structure:moving", args=[world.harbour.pk])
    page = post(una, address, to_parent_id="south", confirmed="yes")
    assert unit(world).parent == world.south
    take_back(una, page)
    assert unit(world).parent == world.north


def test_a_closed_unit_is_opened_again(world, una):
    Membership.objects.filter(unit=world.vale).update(ended_at=world.at)
    page = post(una, reverse("structure:closing", args=[world.vale.pk]))
    assert unit(world, "vale").closed_at is not None
    take_back(una, page)
    assert unit(world, "vale").closed_at is None


def test_a_time_zone_is_set_back(world, una):
    page = post(una, reverse("structure:time_zone", args=[world.vale.pk]), time_zone="Europe/Lisbon")
    assert unit(world, "vale").time_zone == "Europe/Lisbon"
    take_back(una, page)
    assert unit(world, "vale").time_zone == "Europe/Paris"


def test_a_kind_is_changed_back(world, una):
    Membership.objects.filter(unit=world.vale).update(ended_at=world.at)
    UnitKind.objects.create(code="shop", name="shop", plural="shops", rank=4, is_cell=True)
    page = post(una, reverse("structure:kind", args=[world.vale.pk]), kind="shop")
    assert unit(world, "vale").kind.code == "shop"
    take_back(una, page)
    assert unit(world, "vale").kind == world.vale.kind


def test_an_appointment_and_its_end_are_taken_back(world, una):
    term = Term.objects.get(person=world.bo, ended_at=None)
    page = post(una, reverse("membership:relieving", args=[term.pk]))
    assert not Term.objects.open().filter(person=world.bo).exists()
    take_back(una, page)
    assert Term.objects.open().get(person=world.bo).office == term.office


def test_a_correction_is_taken_back(world, una):
    page = post(una, reverse("membership:correction", args=[world.cy.pk]), name="Cyrus", languages="fr")
    assert (Person.objects.get(pk=world.cy.pk).name) == "Cyrus"
    take_back(una, page)
    put_back = Person.objects.get(pk=world.cy.pk)
    assert (put_back.name, put_back.languages) == (world.cy.name, world.cy.languages)


def test_that_a_cell_gets_paper_is_taken_back_and_so_is_that_it_gets_none(world, una):
    cell = reverse("circulars:paper", args=[world.harbour.pk])
    page = post(una, cell, is_on_paper="yes")
    assert "No longer on paper" in words_of(una.get(cell))
    take_back(una, page)
    assert "Send them on paper" in words_of(una.get(cell))
    post(una, cell, is_on_paper="yes")
    page = post(una, cell, is_on_paper="no")
    take_back(una, page)
    assert "No longer on paper" in words_of(una.get(cell))


def test_a_merge_of_two_entries_is_taken_back_from_the_message_after_it(world, una):
    twin = make_person("Evie")
    Membership.objects.create(person=twin, unit=world.harbour, started_at=world.at - timedelta(days=1))
    Account.objects.filter(person=twin).delete()
    page = post(una, reverse("membership:joining", args=[world.eve.pk, twin.pk]))
    assert PersonMerge.objects.standing().get().gone == twin
    take_back(una, page)
    assert not PersonMerge.objects.standing().exists()
    assert Membership.objects.open().get(person=twin).unit == world.harbour
