import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from xlsxwriter import Workbook

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.files import alone_with
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.tables import Bounds
from folkmoot.structure.actions.columns import ColumnChoice
from folkmoot.structure.actions.importing import choose_columns, start_import
from folkmoot.structure.actions.staging import keep_file
from folkmoot.structure.commands import import_file
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries.imports import imports_folder
from folkmoot.structure.tests.importing import advanced, staged
from folkmoot.structure.tests.pages import sign_in, words_of
from folkmoot.units.models import Unit

ROWS = [["code", "name", "kind", "parent"], ["quay", "Quay", "local", "north"]]


def book(**sheets) -> bytes:
    file = io.BytesIO()
    with Workbook(file) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return file.getvalue()


def bring(client, content, **given):
    file = SimpleUploadedFile("units.xlsx", content)
    asked = {"kind": "units", "under_id": "union", "file": file, "act_id": str(new_id()), **given}
    return client.post(reverse("structure:upload"), asked, follow=True)


def test_a_workbook_is_brought_in_the_browser_and_imported(world, client):
    page = bring(sign_in(client, world.una), book(Units=ROWS))
    assert "Choose the columns" in words_of(page)
    job = ImportJob.objects.get()
    assert job.header == ["code", "name", "kind", "parent"]
    run(
        choose_columns,
        {"job_id": job.pk, "columns": []},
        act_id=new_id(),
        by=world.una,
        at=world.at,
        via=Via.WEB,
    )
    assert advanced(job.pk, at=world.at).state == State.CHECKED
    run(start_import, {"job_id": job.pk}, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    assert advanced(job.pk, at=world.at).state == State.DONE
    assert Unit.objects.get(code="quay").parent == world.north
    assert list(imports_folder().glob("*.part")) == []


def test_of_several_sheets_one_is_asked_for_beside_its_field(world, client):
    content = book(Units=ROWS, Notes=[["whatever"]])
    refused = bring(sign_in(client, world.una), content)
    assert refused.status_code == 422
    assert "This workbook has several sheets: “Units”, “Notes”. Write which of them to read." in words_of(
        refused
    )
    assert list(imports_folder().glob("*")) == []
    assert bring(client, content, sheet="Units").status_code == 200
    assert ImportJob.objects.get().header == ROWS[0]


@pytest.mark.django_db(transaction=True)
def test_a_workbook_is_imported_on_the_command_line_with_the_sheet_that_is_named(world, tmp_path):
    path, said = tmp_path / "units.xlsx", []
    path.write_bytes(book(Units=ROWS, Notes=[["whatever"]]))
    assert import_file("units", path, say=said.append) == 2
    assert "several sheets" in said[-1]
    assert import_file("units", path, say=said.append, sheet="Units") == 0
    assert Unit.objects.filter(code="quay").exists()


def test_columns_are_proposed_as_they_were_chosen_last_time_for_the_same_header_and_unit(world, client):
    text = "X1,X2,X3\nquay,Quay,local\n"
    first = staged("units", text, under=world.north, by=world.una, at=world.at)
    columns = [
        ColumnChoice(field=field, column=place) for place, field in enumerate(("code", "name", "kind"))
    ]
    given = {"job_id": first, "columns": columns}
    run(choose_columns, given, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)
    again = staged("units", text, under=world.north, by=world.una, at=world.at)
    assert ImportJob.objects.get(pk=again).places == {"code": 0, "name": 1, "kind": 2}
    page = sign_in(client, world.una).get(reverse("structure:columns", args=[again]))
    assert "They are chosen as they were then." in words_of(page)
    for under, header in ((world.south, text), (world.north, text.replace("X3", "X4"))):
        other = staged("units", header, under=under, by=world.una, at=world.at)
        assert ImportJob.objects.get(pk=other).places != {"code": 0, "name": 1, "kind": 2}


@pytest.mark.parametrize("bounds", [Bounds(seconds=300, memory=1 << 20), Bounds(seconds=0, memory=2 << 30)])
def test_a_page_waits_for_no_workbook_that_takes_too_much(world, client, monkeypatch, bounds):
    monkeypatch.setattr("folkmoot.structure.actions.staging.IN_A_PAGE", bounds)
    page = bring(sign_in(client, world.una), book(Units=ROWS))
    assert (page.status_code, "cannot be read, or is too large" in words_of(page)) == (422, True)
    # Brought at the server, the same one may take longer.
    assert keep_file(io.BytesIO(book(Units=ROWS))).byte_count > 0


def test_each_person_has_one_file_read_at_a_time(world, client):
    imports_folder().mkdir(parents=True, exist_ok=True)
    una = sign_in(client, world.una)
    with alone_with(imports_folder() / f"{world.una.pk}.busy"):
        page = bring(una, book(Units=ROWS))
        assert (page.status_code, "is still being read" in words_of(page)) == (422, True)
    with alone_with(imports_folder() / f"{world.ada.pk}.busy"):
        assert "Choose the columns" in words_of(bring(una, book(Units=ROWS)))
