"""What an import changed of somebody is not listed any more once they are erased."""

from datetime import timedelta

from conftest import World
from folkmoot.kernel.models import PersonalPayload
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.tests.bringing import HEADER, importing
from folkmoot.membership.tests.paging import as_
from folkmoot.rights.actions.erasing import erase_person
from folkmoot.rights.actions.finishing import finish_erasures
from folkmoot.rights.tests.acting import chain_and_note, do
from folkmoot.structure.tests.pages import words_of


def test_of_whom_was_erased_nothing_is_listed(world: World, client, settings, tmp_path, monkeypatch) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    job = importing(world, HEADER + "M-Cy;Cyrus;;;vale;fr;;\nM-Eve;Evelyn;;;harbour;;;\n")
    world.at += timedelta(hours=1)
    address, una = f"/imports/{job.pk}/changed/", as_(client, world.una)
    assert "Cyrus" in words_of(una.get(address))
    do(world, end_membership, "una", person_id=world.cy.pk)
    do(world, erase_person, "una", person_id=world.cy.pk)
    chain_and_note(world)
    finish_erasures(world.at)
    assert not {"Cy", "Cyrus"} & set(words_of(una.get(address)).replace("(", " ").split())
    assert "Cyrus" not in "".join(PersonalPayload.objects.values_list("payload", flat=True))
