from datetime import timedelta

import pytest

from conftest import World
from folkmoot.kernel.models import PersonalPayload
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.tests.acting import do
from folkmoot.membership.tests.bringing import importing
from folkmoot.membership.tests.paging import as_
from folkmoot.membership.tests.test_returning import FILE
from folkmoot.rights.actions.erasing import erase_person
from folkmoot.rights.actions.finishing import finish_erasures
from folkmoot.rights.tests.acting import chain_and_note
from folkmoot.structure.tests.pages import words_of


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_of_whom_was_erased_nothing_is_listed_of_what_an_import_changed(world: World, client) -> None:
    job, cy = importing(world, FILE), world.cy.pk
    world.at += timedelta(hours=1)
    do(world, end_membership, "una", person_id=cy)
    do(world, erase_person, "una", person_id=cy)
    chain_and_note(world)
    finish_erasures(world.at)
    page = as_(client, world.una).get(f"/imports/{job.pk}/changed/")
    assert not {"Cy", "Cyrus"} & set(words_of(page).replace("(", " ").split())
    kept = "".join(PersonalPayload.objects.values_list("payload", flat=True))
    assert "Cyrus" not in kept
