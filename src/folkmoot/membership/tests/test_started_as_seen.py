"""An import is started as whoever starts it saw it, and not as its columns were chosen meanwhile."""

import pytest

from conftest import World
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.tests.acting import do
from folkmoot.membership.tests.paging import as_
from folkmoot.people.models import Term
from folkmoot.structure.actions.importing import choose_columns, start_import
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.tests.importing import advanced, staged


def chosen(world: World, job_id, office) -> ImportJob:
    """Let Ada say in which column the office stands."""
    columns = [{"field": "office", "column": office}]
    do(world, choose_columns, "ada", job_id=job_id, columns=columns)
    return advanced(job_id, at=world.at)


def test_nobody_starts_what_others_made_of_a_file_after_they_looked(world: World, client) -> None:
    do(
        world,
        appoint_officer,
        "una",
        office="registrar",
        unit_id=world.north.pk,
        person_id=world.ada.pk,
    )
    text = f"Member number;Name;Cell;Office;Notes\n{world.ada.member_number};Ada;hill;secretary;\n"
    job_id = staged("members", text, under=world.north, by=world.ada, at=world.at)
    seen = chosen(world, job_id, None)
    una = as_(client, world.una)
    assert (
        f"/imports/{job_id}/start/?attempt={seen.attempt}" in una.get(f"/imports/{job_id}/").content.decode()
    )
    now = chosen(world, job_id, 3)
    for given in ({}, {"attempt": seen.attempt}):
        with pytest.raises(Refused, match=r"chosen by somebody else, or anew"):
            do(world, start_import, "una", job_id=job_id, **given)
    refused = una.post(f"/imports/{job_id}/start/?attempt={seen.attempt}")
    assert (refused.status_code, ImportJob.objects.get(pk=job_id).state) == (422, State.CHECKED)
    assert not Term.objects.filter(person=world.ada, unit=world.hill).exists()
    do(world, start_import, "una", job_id=job_id, attempt=now.attempt)
    assert ImportJob.objects.get(pk=job_id).state == State.IMPORTING


def test_a_search_of_very_many_words_among_imports_is_answered(world: World, client) -> None:
    words = " ".join(f"a{each}" for each in range(1_200))
    assert as_(client, world.una).get("/imports/", {"q": words}).status_code == 200
