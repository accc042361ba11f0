from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import START, World, make_world
from folkmoot.membership.actions.admitting import admit_member, readmit_member
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.tests.acting import do, undone
from folkmoot.membership.tests.bringing import HEADER, importing, problems, roll
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Person


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


names = st.sampled_from(["", "Ann Lee", "Bo", "Cyrus Ålund"])
rows_of_a_file = st.lists(
    st.tuples(
        st.sampled_from(
            ["M-Ada", "M-Bo", "M-Cy", "M-Dee", "M-Eve", "M-Max", "M-Stan", "11", "12", "13", "000001"]
        ),
        names,
        st.sampled_from(["", "harbour", "hill", "vale"]),
        st.sampled_from(["", "fr", "de"]),
        st.sampled_from(["", "2026-03-01", "2026-02-11"]),
        st.sampled_from(["", "chair", "treasurer"]),
        st.booleans(),
    ),
    unique_by=lambda row: row[0],
    min_size=1,
    max_size=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_of_a_file)
def test_a_file_does_what_its_rows_would_do_one_by_one(db, rows) -> None:
    with undone():
        world = prepared()
        lines = [
            f"{number};{name};{f'n{number}@example.org' if has_email else ''};;{cell};{language};{day};{office}"
            for number, name, cell, language, day, office, has_email in rows
        ]
        wrong = {number for number, *_rest in problems(world, HEADER + "\n".join(lines) + "\n")}
        kept = [line for place, line in enumerate(lines, start=2) if place not in wrong]
        if kept:
            importing(world, HEADER + "\n".join(kept) + "\n")
        by_file = roll()
        assert recount_members() == 0
    with undone():
        world = prepared()
        for place, row in enumerate(rows, start=2):
            if place not in wrong:
                one_by_one(world, row)
        assert by_file == roll()


def prepared() -> World:
    world = make_world()
    Membership.objects.filter(person=world.eve).update(ended_at=START + timedelta(days=40))
    recount_members()
    return world


def one_by_one(world: World, row: tuple[Any, ...]) -> None:
    number, name, cell, language, day, office, has_email = row
    unit_id = world.units[cell].pk if cell else None
    person = Person.objects.filter(member_number=number).first()
    joined = {"unit_id": unit_id, "joined_on": day or None}
    if person is None:
        said: dict[str, Any] = {
            "name": name,
            "email": f"n{number}@example.org" if has_email else "",
            "member_number": number,
        }
        # A file says by its numbers and addresses who is another person.
        said |= {"languages": [language] if language else [], "is_another": True}
        pk = do(world, admit_member, "una", **said, **joined)
        person = Person.objects.get(pk=pk)
    else:
        correct(world, person, name or person.name, [language] if language else person.languages)
        home = Membership.objects.filter(person=person, ended_at=None).first()
        if home is None:
            do(world, readmit_member, "una", person_id=person.pk, **joined)
        elif unit_id not in {None, home.unit_id}:
            do(world, transfer_member, "una", person_id=person.pk, to_unit_id=unit_id)
    unit = Membership.objects.get(person=person, ended_at=None).unit
    if office and not person.terms.filter(office__code=office, unit=unit, ended_at=None).exists():
        do(world, appoint_officer, "una", office=office, unit_id=unit.pk, person_id=person.pk)


def correct(world: World, person: Person, name: str, languages: list[str]) -> None:
    if (name, languages) != (person.name, person.languages):
        do(world, correct_person, "una", person_id=person.pk, name=name, languages=languages)
