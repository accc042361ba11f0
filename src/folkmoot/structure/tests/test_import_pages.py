import csv
import io
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.kernel.models import Entry
from folkmoot.structure.actions import staging
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries import import_page
from folkmoot.structure.queries.imports import imports_folder
from folkmoot.structure.tests.importing import advanced, checked_text, import_text
from folkmoot.structure.tests.pages import rows_of, sign_in, words_of
from folkmoot.ui import uploads
from folkmoot.units.models import Unit

TEXT = "Schlüssel;Bezeichnung;Art;oben\nquay;Quay;local;north\nhill;Hilltop;local;north\n"
CHOSEN = {"code": "0", "name": "1", "kind": "2", "parent": "3", "time_zone": "", "sectors": ""}


@pytest.fixture
def una(world, client):
    return sign_in(client, world.una)


def brought(client, text=TEXT, *, encoding="cp1252", **given):
    file = SimpleUploadedFile("einheiten.csv", text.encode(encoding))
    return client.post("/imports/new/", {"kind": "units", "under_id": "union", "file": file, **given})


def test_a_file_is_brought_tried_and_imported_on_pages(world, una):
    step = brought(una)
    job = ImportJob.objects.get()
    assert step.url == f"/imports/{job.pk}/columns/"
    columns = una.get(step.url)
    assert [columns.context["form"].fields[name].initial for name in ("code", "name", "kind", "parent")] == [
        "0",
        "1",
        "2",
        "",
    ]
    assert "Not recognised, and not read as it is now: oben ." in words_of(columns)
    assert rows_of(columns)[0] == ["Schlüssel", "quay, hill"]
    step = una.post(step.url, CHOSEN)
    assert step.url == f"/imports/{job.pk}/"
    reading = una.get(step.url)
    assert '<meta http-equiv="refresh" content="2">' in reading.content.decode()
    advanced(job.pk, at=world.at)
    tried = una.get(step.url)
    assert "2 rows are in order: 1 new, 1 to change, 0 already so." in words_of(tried)
    assert Unit.objects.get(code="hill").name == "Hill"
    assert una.post(f"/imports/{job.pk}/start/").url == step.url
    advanced(job.pk, at=world.at)
    done = una.get(step.url)
    assert "2 rows are imported: 1 new, 1 changed, 0 already so." in words_of(done)
    assert "refresh" not in done.content.decode()
    assert Unit.objects.get(code="hill").name == "Hilltop"
    assert list(imports_folder().iterdir()) == []
    assert rows_of(una.get("/imports/"))[0][:3] == ["einheiten.csv", "Units", "Union"]


def test_imports_are_searched_and_taken_along(world, una):
    for name in ("units of 2026", "members"):
        job = checked_text(
            "units",
            f"code,name,kind\n{name[:5]},{name},region\n",
            under=world.union,
            by=world.una,
            at=world.at,
        )
        ImportJob.objects.filter(pk=job.pk).update(file_name=f"{name}.csv")
    assert [row[0] for row in rows_of(una.get("/imports/"))] == ["members.csv", "units of 2026.csv"]
    assert [row[0] for row in rows_of(una.get("/imports/?q=2026+UNITS"))] == ["units of 2026.csv"]
    assert rows_of(una.get("/imports/?q=none")) == [["No file has these words in its name."]]
    text = una.get("/imports.csv?q=members").getvalue().decode("utf-8-sig")
    assert [row[:3] for row in csv.reader(io.StringIO(text))] == [
        ["file", "what", "below"],
        ["members.csv", "units", "union"],
    ]


@pytest.mark.parametrize(("column", "is_said"), [("Unit above", False), ("Upward", True)])
def test_where_no_column_says_what_is_above_the_trial_says_where_all_would_stand(world, una, column, is_said):
    text = f"code,name,kind,{column}\nquay,Quay,local,north\n"
    job = checked_text("units", text, under=world.union, by=world.una, at=world.at)
    page = words_of(una.get(f"/imports/{job.pk}/"))
    said = "No column is read as the unit above: 1 new unit would stand right below Union."
    assert ("1 row is in order: 1 new" in page, said in page, "Upward" in page) == (True, is_said, is_said)
    assert "not taken back in one step" in page


def test_what_is_wrong_is_shown_by_row_and_taken_along(world, una):
    text = "code,name,kind,parent\nquay,Quay,local,nowhere\n=1+1,Hill,local,north\n"
    job = checked_text("units", text, under=world.union, by=world.una, at=world.at)
    page = una.get(f"/imports/{job.pk}/")
    assert [row[:2] for row in rows_of(page)] == [["2", "parent"], ["3", "code"]]
    assert "Something is wrong in 2 rows." in words_of(page)
    assert "Import them" not in words_of(page)
    rows = list(
        csv.reader(io.StringIO(una.get(f"/imports/{job.pk}/problems.csv").getvalue().decode("utf-8-sig")))
    )
    assert rows[0] == ["row", "column", "problem"]
    assert [row[:2] for row in rows[1:]] == [["2", "parent"], ["3", "code"]]
    refused = una.post(f"/imports/{job.pk}/start/")
    assert refused.status_code == 422
    assert "Something is wrong in this file." in words_of(refused)


def test_a_file_that_is_no_table_is_refused_beside_the_form(world, una):
    page = brought(una, "", encoding="utf-8")
    assert page.status_code == 422
    page = brought(una, "PK\x03\x04workbook", encoding="utf-8")
    assert page.context["form"].errors["file"][0].startswith("This workbook cannot be read")
    assert ImportJob.objects.count() == 0
    assert list(imports_folder().iterdir()) == []


def test_a_file_too_large_for_the_browser_is_shown_the_command(world, una, monkeypatch):
    monkeypatch.setattr(staging, "BROWSER_MOST_MEGABYTES", 0)
    page = brought(una)
    assert page.status_code == 422
    assert page.context["form"].errors["file"] == [
        "This file is larger than 0 MB, which is the most a browser brings. Bring it on the server with: folkmoot import"
    ]


class Sent:
    """A file on its way from a browser, made as it is read."""

    def __init__(self, begins, megabytes, ends):
        self.block = b"n" * 1023 + b"\n"
        self.parts = [begins, *[self.block * 1024] * megabytes, ends]
        self.length = sum(map(len, self.parts))
        self.ready = b""

    def read(self, size):
        while self.parts and len(self.ready) < size:
            self.ready += self.parts.pop(0)
        given, self.ready = self.ready[:size], self.ready[size:]
        return given

    def readline(self, size):
        raise NotImplementedError("a request is read by its length")


def test_a_file_of_200_megabytes_is_refused_without_being_held(world, una, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    fields = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"kind": "units", "under_id": "union", "encoding": ""}.items()
    )
    head = f'{fields}--x\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n'
    sent = Sent(f"{head}Content-Type: text/csv\r\n\r\n".encode(), 200, b"\r\n--x--\r\n")
    about = {"CONTENT_LENGTH": sent.length, "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    tracemalloc.start()
    page = una.request(**about, REQUEST_METHOD="POST", PATH_INFO="/imports/new/", **{"wsgi.input": sent})
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert page.status_code == 422
    assert page.context["form"].errors["file"] == [
        "This file is larger than 64 MB, which is the most a browser brings. Bring it on the server with: folkmoot import"
    ]
    assert (most < 30 << 20, ImportJob.objects.count()) == (True, 0)
    assert page.context["form"].files["file"].size <= uploads.MOST_BYTES + (1 << 20)


def test_a_needed_column_has_to_be_chosen(world, una):
    step = brought(una)
    page = una.post(step.url, {**CHOSEN, "kind": ""})
    assert page.status_code == 422
    page = una.post(step.url, {**CHOSEN, "kind": "1"})
    assert page.context["form"].non_field_errors() == [
        "Two fields take the same column. Choose another column for one of them."
    ]
    assert ImportJob.objects.get().state == State.STAGED


def test_an_import_is_given_up(world, una):
    step = brought(una)
    job = ImportJob.objects.get()
    assert una.post(step.url.replace("columns", "end")).url == "/imports/"
    job.refresh_from_db()
    assert job.state == State.DROPPED
    assert list(imports_folder().iterdir()) == []
    assert Entry.objects.filter(event="ImportDropped").count() == 1
    refused = una.post(f"/imports/{job.pk}/end/")
    assert (refused.status_code, "This import has ended already" in words_of(refused)) == (422, True)


def test_an_import_that_stopped_says_why(world, una):
    text = "code,name,kind,parent\nquay,Quay,local,north\n"
    job = checked_text("units", text, under=world.union, by=world.una, at=world.at)
    ImportJob.objects.update(state=State.IMPORTING)
    Unit.objects.filter(code="north").update(closed_at=world.at)
    stopped = advanced(job.pk, at=world.at)
    assert stopped.state == State.STOPPED
    assert "Row 2 no longer fits: North was closed. Choose an open unit." in words_of(
        una.get(f"/imports/{job.pk}/")
    )


# Chairs and secretaries bring the reports of their units in a file, and no units or members.
@pytest.mark.parametrize("who", ["ada", "bo"])
def test_who_imports_reports_alone_finds_no_import_of_units(world, client, who):
    job = checked_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    stranger = sign_in(client, getattr(world, who))
    assert "/imports/new/?kind=units" not in stranger.get("/imports/").content.decode()
    for url in (f"/imports/{job.pk}/", f"/imports/{job.pk}/columns/", f"/imports/{job.pk}/problems.csv"):
        assert stranger.get(url).status_code == 404
    for url in (f"/imports/{job.pk}/start/", f"/imports/{job.pk}/end/"):
        assert stranger.post(url).status_code == 404


@pytest.mark.parametrize("who", ["cy", "dee", "stan"])
def test_who_imports_nowhere_finds_no_imports(world, client, who):
    job = checked_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    stranger = sign_in(client, getattr(world, who))
    for url in (
        "/imports/",
        "/imports.csv",
        "/imports/new/",
        f"/imports/{job.pk}/",
        f"/imports/{job.pk}/columns/",
    ):
        assert stranger.get(url).status_code == 404
    for url in (f"/imports/{job.pk}/start/", f"/imports/{job.pk}/end/"):
        assert stranger.post(url).status_code == 404
    assert stranger.get(f"/imports/{job.pk}/problems.csv").status_code == 404


def test_imports_are_paged(world, una, monkeypatch):
    monkeypatch.setattr(import_page, "PAGE", 2)
    for number in range(3):
        text = f"code,name,kind,parent\nu{number},U,local,north\n"
        import_text("units", text, under=world.union, by=world.una, at=world.at)
    first = una.get("/imports/")
    assert len(rows_of(first)) == 2
    second = una.get("/imports/" + first.context["next_url"])
    assert (len(rows_of(second)), second.context["next_url"]) == (1, "")


def test_the_list_of_imports_costs_the_same_however_long(world, una):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            una.get("/imports/")
        return len(asked)

    import_text("units", TEXT.replace(";", ","), under=world.union, by=world.una, at=world.at)
    cost()
    one = cost()
    for number in range(2):
        import_text(
            "units", f"code,name,kind\nu{number},U,region\n", under=world.union, by=world.una, at=world.at
        )
    assert cost() == one <= 14


def test_what_the_file_needs_is_said_before_it_is_brought_and_where_columns_are_chosen(world, una):
    before = words_of(una.get("/imports/new/"))
    assert "Units Code, Name, Kind" in before
    assert "Members Member number or E-mail address, of whoever is known already" in before
    step = brought(una, "Nonsense;Other\na;b\n")
    page = una.get(step.url)
    assert "Needed: Code, Name, Kind. The rest may be left out of the file." in words_of(page)
    refused = una.post(step.url, {"code": ""})
    assert refused.status_code == 422


def test_the_trial_run_lists_what_will_be_changed_and_the_file_of_it_holds_all(world, una, monkeypatch):
    monkeypatch.setattr(import_page, "CHANGES_SHOWN", 1)
    text = "Number;Name;Cell\nM-Cy;Cyrus;vale\n"
    job = checked_text("members", text, under=world.union, by=world.una, at=world.at)
    page = una.get(f"/imports/{job.pk}/")
    assert rows_of(page) == [["2", "Cy (M-Cy)", "Name", "Cy", "Cyrus"]]
    assert "These are the first." in words_of(page)
    text = una.get(f"/imports/{job.pk}/changes.csv").getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["row", "of", "what", "now", "then"],
        ["2", "Cy (M-Cy)", "Name", "Cy", "Cyrus"],
        ["2", "Cy (M-Cy)", "Moves to another cell", "Hill", "Vale"],
    ]


def test_whoever_registers_for_all_of_one_unit_finds_it_chosen(world, una):
    assert una.get("/imports/new/").context["form"].initial["under_id"] == "union"


def test_a_refusal_says_that_the_file_has_to_be_chosen_once_more(world, una):
    page = brought(una, under_id="nowhere")
    assert page.status_code == 422
    assert page.context["form"].errors["file"] == ["Choose the file once more: a browser does not keep it."]


def test_all_steps_have_their_tick_when_all_is_done(world, una):
    text = "code,name,kind,parent\nquay,Quay,local,north\n"
    job = import_text("units", text, under=world.union, by=world.una, at=world.at)
    assert una.get(f"/imports/{job.pk}/").content.decode().count('class="step-done"') == 4
