"""An import is started as whoever starts it saw it, and not as its columns were chosen meanwhile."""

from uuid import UUID

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


def chosen(world: World, job_id, who="ada", **columns: int | None) -> ImportJob:
    """Let somebody say in which column a field stands."""
    places = [{"field": field, "column": place} for field, place in columns.items()]
    do(world, choose_columns, who, job_id=job_id, columns=places)
    return advanced(job_id, at=world.at)


@pytest.fixture
def job_id(world: World) -> UUID:
    """Make Ada a registrar, and let her bring a file that makes her the secretary of a cell."""
    do(
        world,
        appoint_officer,
        "una",
        office="registrar",
        unit_id=world.north.pk,
        person_id=world.ada.pk,
    )
    text = f"Member number;Name;Nickname;Cell;Office\n{world.ada.member_number};Ada;Adi;hill;secretary\n"
    return staged("members", text, under=world.north, by=world.ada, at=world.at)


def offices_given(world: World) -> list[tuple[str, UUID | None]]:
    """Return who is secretary of that cell, by whose hand."""
    terms = Term.objects.filter(unit=world.hill, office__code="secretary")
    return list(terms.values_list("person__name", "entered_by"))


def test_nobody_starts_what_others_made_of_a_file_after_they_looked(world: World, client, job_id) -> None:
    seen = chosen(world, job_id, office=None)
    una = as_(client, world.una)
    assert (
        f"/imports/{job_id}/start/?attempt={seen.attempt}" in una.get(f"/imports/{job_id}/").content.decode()
    )
    now = chosen(world, job_id, office=None, name=2)
    for given in ({}, {"attempt": seen.attempt}):
        with pytest.raises(Refused, match=r"chosen by somebody else, or anew"):
            do(world, start_import, "una", job_id=job_id, **given)
    refused = una.post(f"/imports/{job_id}/start/?attempt={seen.attempt}")
    assert (refused.status_code, ImportJob.objects.get(pk=job_id).state) == (422, State.CHECKED)
    do(world, start_import, "una", job_id=job_id, attempt=now.attempt)
    assert ImportJob.objects.get(pk=job_id).state == State.IMPORTING


def test_nobody_gives_an_office_by_a_file_that_others_brought(world: World, client, job_id) -> None:
    seen = chosen(world, job_id)
    una = as_(client, world.una)
    page = una.get(f"/imports/{job_id}/").content.decode()
    assert ("Who gives an office answers for it" in page, f"/imports/{job_id}/start/" in page) == (
        True,
        False,
    )
    refused = una.post(f"/imports/{job_id}/start/?attempt={seen.attempt}")
    assert (refused.status_code, "bring the file yourself" in refused.content.decode()) == (422, True)
    with pytest.raises(Refused, match=r"bring the file yourself"):
        do(world, start_import, "una", job_id=job_id, attempt=seen.attempt)
    assert (advanced(job_id, at=world.at).state, offices_given(world)) == (State.CHECKED, [])


def test_nor_by_one_that_they_brought_and_of_which_one_chose_the_columns(world: World, job_id) -> None:
    seen = chosen(world, job_id, "una")
    for who in ("una", "ada"):
        with pytest.raises(Refused, match=r"bring the file yourself"):
            do(world, start_import, who, job_id=job_id, attempt=seen.attempt)
    assert (advanced(job_id, at=world.at).state, offices_given(world)) == (State.CHECKED, [])


def test_who_does_all_of_it_gives_it_by_their_own_hand(world: World, client, job_id) -> None:
    chosen(world, job_id)
    assert f"/imports/{job_id}/start/" in as_(client, world.ada).get(f"/imports/{job_id}/").content.decode()
    do(world, start_import, "ada", job_id=job_id)
    assert (advanced(job_id, at=world.at).state, offices_given(world)) == (
        State.DONE,
        [("Ada", world.ada.pk)],
    )


def test_a_search_of_very_many_words_among_imports_is_answered(world: World, client) -> None:
    words = " ".join(f"a{each}" for each in range(1_200))
    assert as_(client, world.una).get("/imports/", {"q": words}).status_code == 200
