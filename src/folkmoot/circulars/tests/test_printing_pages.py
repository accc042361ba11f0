import subprocess
import sys
from datetime import date, timedelta

import pytest

from conftest import World
from folkmoot.circulars import typesetting
from folkmoot.circulars.queries.printing import print_for_cell, print_for_reader
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.queries.files import files_of_decision_draft
from folkmoot.decisions.tests.papers import adopted, amendment, conveyed, do
from folkmoot.decisions.tests.test_amending import WEEKLY
from folkmoot.decisions.tests.test_attaching_pages import with_file
from folkmoot.documents.tests.samples import PDF
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.people.models import Membership, Person

ASKED = {"language": "", "organisation": "Union"}


def names_printed(world: World, decision, reader, *, at=None):
    found = print_for_cell(decision.pk, world.harbour, reader, **ASKED, at=at or world.at)
    return None if found is None else list(found.sheets[0].names)


def test_whoever_may_read_a_decision_prints_it_with_empty_lines(world: World, client) -> None:
    decision = conveyed(world)
    cy = as_(client, world.cy)
    address = links(cy.get(f"/decisions/{decision.pk}/"))["Print the circular"]
    answer = cy.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="circular-2026-1.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content
    found = print_for_reader(decision.pk, world.cy, **ASKED, at=world.at)
    assert found is not None
    assert [(sheet.cell, list(sheet.names)) for sheet in found.sheets] == [("", [])]
    assert found.sheets[0].address.endswith(f"/decisions/{decision.pk}/")


def test_a_circular_says_what_decides_and_when(world: World) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    found = print_for_reader(decision.pk, world.cy, **ASKED, at=world.at)
    assert found is not None
    assert (found.circular.title, found.circular.kicker) == ("Meet monthly", "Decision 2026/1 of Union")
    assert [point.number for point in found.circular.points] == ["1", "2"]
    assert len(found.circular.facts) == 3


def test_a_circular_lists_the_files_of_the_decision(world: World, settings, tmp_path, client) -> None:
    settings.DATA = tmp_path
    decision, _file = with_file(world)
    found = print_for_reader(decision.pk, world.cy, **ASKED, at=world.at)
    assert found is not None
    (name, about) = found.circular.files[0]
    sha256 = files_of_decision_draft(decision)[0].sha256
    assert (name, about.replace("\xa0", " ")) == (
        "Budget.pdf",
        f"PDF, {len(PDF)} bytes, SHA-256 {sha256[:12]}…",
    )
    answer = as_(client, world.cy).get(f"/circulars/{decision.pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"


def test_the_words_that_hold_today_are_printed_and_since_when(world: World) -> None:
    rules = conveyed(world)
    amendment(world, rules, WEEKLY, to=world.union)
    found = print_for_reader(rules.pk, world.cy, **ASKED, at=world.at + timedelta(days=1))
    assert found is not None
    assert "once a week" in found.circular.points[0].html
    assert any(fact.startswith("As amended: these words hold since") for fact in found.circular.facts)


def test_only_a_cells_own_secretary_prints_names_and_only_in_the_first_conveying(world: World) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    assert names_printed(world, decision, world.bo) == ["Bo", "Eve"]
    later = world.at + timedelta(days=60)
    assert names_printed(world, decision, world.bo, at=later) == []
    Membership.objects.filter(person=world.bo).update(unit=world.hill)
    assert names_printed(world, decision, world.bo) == []
    assert names_printed(world, decision, world.dee) is None


def test_the_names_tell_nothing_of_who_acknowledged(world: World, client) -> None:
    decision = conveyed(world)
    before = names_printed(world, decision, world.bo)
    as_(client, world.eve).post(f"/decisions/{decision.pk}/acknowledgement/")
    assert names_printed(world, decision, world.bo) == before == ["Bo", "Eve"]


def test_no_names_are_printed_once_everyone_has_been_handed_it(world: World) -> None:
    decision = conveyed(world)
    do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    assert names_printed(world, decision, world.bo) == []


def test_an_officer_of_the_cell_prints_it_from_the_page_of_the_reading(world: World, client) -> None:
    decision = conveyed(world)
    bo = as_(client, world.bo)
    address = links(bo.get(f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"))["Print the circular"]
    answer = bo.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert as_(client, world.cy).get(address).status_code == 404
    assert as_(client, world.ada).get(address).status_code == 404


def test_the_code_leads_a_secretary_to_the_signatures_and_others_to_the_text(world: World, client) -> None:
    decision = conveyed(world)
    found = print_for_cell(decision.pk, world.harbour, world.bo, **ASKED, at=world.at)
    assert found is not None
    path = found.sheets[0].address.partition("://")[2].partition("/")[2]
    assert (
        as_(client, world.bo).get(f"/{path}")["Location"]
        == f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    )
    assert as_(client, world.cy).get(f"/{path}")["Location"] == f"/decisions/{decision.pk}/"


def test_a_stranger_a_draft_and_a_repealed_decision_are_not_printed(world: World, client) -> None:
    decision = conveyed(world, to=world.north)
    waiting = adopted(world)
    assert as_(client, world.stan).get(f"/circulars/{decision.pk}.pdf").status_code == 404
    assert as_(client, world.max).get(f"/circulars/{waiting.pk}.pdf").status_code == 404
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    assert as_(client, world.cy).get(f"/circulars/{decision.pk}.pdf").status_code == 404


def test_what_cannot_be_set_is_refused_with_a_way_round(world: World, client, monkeypatch) -> None:
    decision = conveyed(world)
    monkeypatch.setattr(typesetting, "_SECONDS", 0.01)
    answer = as_(client, world.cy).get(f"/circulars/{decision.pk}.pdf")
    assert answer.status_code == 422
    assert "print that with your browser" in answer.content.decode()


def test_nobody_waits_for_ever_while_many_print(world: World, client, monkeypatch) -> None:
    decision = conveyed(world)
    monkeypatch.setattr(typesetting, "_WAIT_SECONDS", 0.01)
    with typesetting._turn(), typesetting._turn():
        answer = as_(client, world.cy).get(f"/circulars/{decision.pk}.pdf")
    assert answer.status_code == 422
    assert "Try again in a minute" in answer.content.decode()


@pytest.mark.parametrize("members", [1, 3])
def test_a_circular_costs_the_same_however_large_the_cell(world: World, client, members) -> None:
    decision = conveyed(world)
    for number in range(members - 1):
        person = Person.objects.create(
            name=f"P{number}", sort_name="p", search_name="p", languages=["en"], created_at=world.at
        )
        Membership.objects.create(person=person, unit=world.harbour, started_at=world.at - timedelta(days=3))
    assert cost(as_(client, world.bo), f"/circulars/{decision.pk}/{world.harbour.pk}.pdf") <= 24


@pytest.mark.own_database
def test_the_setter_knows_neither_django_nor_the_database() -> None:
    asked = "import sys, folkmoot.circulars.compiling; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"
