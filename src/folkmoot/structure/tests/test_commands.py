import pytest

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.structure.actions.importing import choose_columns
from folkmoot.structure.commands import import_file
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries.imports import imports_folder
from folkmoot.structure.tests.importing import checked_text, staged
from folkmoot.units.models import Unit

GOOD = "code,name,kind,parent\nquay,Quay,local,north\nhill,Hilltop,local,north\nvale,Vale,local,south\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(GOOD)
    return path


def importing(file, **given):
    said = []
    code = import_file("units", file, say=said.append, **given)
    return code, said


def test_a_file_is_imported_by_the_operator(world, file):
    assert importing(file) == (
        0,
        [
            "Rows in order: 3 (new: 1, to change: 1, already so: 1).",
            "Rows imported: 3 (new: 1, changed: 1, already so: 1).",
        ],
    )
    assert Unit.objects.get(code="hill").name == "Hilltop"
    assert list(imports_folder().iterdir()) == []


def test_a_dry_run_changes_nothing_and_keeps_nothing(world, file):
    code, said = importing(file, is_dry_run=True, by="una@example.org", under="union")
    assert (code, said) == (0, ["Rows in order: 3 (new: 1, to change: 1, already so: 1)."])
    assert not Unit.objects.filter(code="quay").exists()
    assert ImportJob.objects.get().state == State.DROPPED
    assert list(imports_folder().iterdir()) == []


def test_wrong_rows_are_told_and_nothing_is_imported(world, file):
    file.write_text(GOOD + "dock,,local,north\n,,\n")
    assert importing(file) == (
        1,
        [
            "Row 5, name: This cell is empty. Fill it in.",
            "Rows with something wrong: 1 (problems: 1). Nothing was imported; correct them and try again.",
        ],
    )
    assert Unit.objects.count() == 6
    assert list(imports_folder().iterdir()) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"by": "bo@example.org"}, "You hold no office that may do this in Union"),
        (
            {"by": "nobody@example.org"},
            "Nobody has the e-mail address or member number “nobody@example.org”.",
        ),
        ({"under": "nowhere"}, "There is no unit with the code nowhere. Check the code."),
        ({"columns": {"name": "Titre"}}, "There is no column “Titre”. There are: code, name, kind, parent."),
    ],
)
def test_what_is_refused_is_said(world, file, given, sentence):
    code, [said] = importing(file, **given)
    assert (code, said[: len(sentence)]) == (2, sentence)
    assert Unit.objects.count() == 6
    assert (ImportJob.objects.count(), list(imports_folder().glob("*"))) == (0, [])


def test_a_file_that_is_no_table_or_not_there_is_refused(world, file):
    file.write_bytes(b"PK\x03\x04rest of a workbook")
    assert importing(file)[1][0].startswith("This workbook cannot be read")
    file.unlink()
    assert importing(file) == (2, [f"There is no file {file}. Check its name."])


def test_columns_are_chosen_by_their_titles(world, file):
    file.write_text("Ort,Schluessel,was,oben\nQuay,quay,local,north\n")
    columns = {"code": "schluessel", "name": "Ort", "kind": "was", "parent": "oben"}
    code, said = importing(file, columns=columns)
    assert (code, said[-1]) == (0, "Rows imported: 1 (new: 1, changed: 0, already so: 0).")


def test_without_a_needed_column_it_is_refused(world, file):
    file.write_text("code,name\nquay,Quay\n")
    assert importing(file) == (
        2,
        ["No column was found for: Kind. Choose one for each, or add it to the file."],
    )


def test_titles_that_are_not_recognised_are_named_where_a_needed_column_is_missing(world, file):
    file.write_text("code,name,What it is,Remark\nquay,Quay,local,\n")
    sentence = (
        "No column was found for: Kind. Choose one for each, or add it to the file. "
        "Not recognised in the file: “What it is”, “Remark”."
    )
    assert importing(file) == (2, [sentence])


def cut_short(world, state):
    """Leave an import of the file as a process leaves it that was killed in this state."""
    given = {"under": world.union, "by": None, "at": world.at, "via": Via.OPERATOR}
    if state in {State.STAGED, State.READING}:
        job_id = staged("units", GOOD, **given)
        choice = {"job_id": job_id, "columns": []}
        if state == State.READING:
            run(choose_columns, choice, act_id=new_id(), by=None, at=world.at, via=Via.OPERATOR)
    else:
        job_id = checked_text("units", GOOD, **given).pk
        ImportJob.objects.filter(pk=job_id).update(state=state)
    return job_id


@pytest.mark.parametrize(
    "state",
    [State.STAGED, State.READING, State.CHECKING, State.CHECKED, State.IMPORTING, State.STOPPED],
)
def test_a_file_that_was_cut_short_is_gone_on_with(world, file, state):
    importing(file, is_dry_run=True)
    job_id = cut_short(world, state)
    code, said = importing(file)
    assert (code, said[-1]) == (0, "Rows imported: 3 (new: 1, changed: 1, already so: 1).")
    assert (ImportJob.objects.count(), ImportJob.objects.get(pk=job_id).state) == (2, State.DONE)
    assert list(imports_folder().iterdir()) == []


def test_a_file_that_is_being_imported_with_other_columns_is_not_mixed_up_with_this_one(world, file):
    job_id = cut_short(world, State.IMPORTING)
    ImportJob.objects.filter(pk=job_id).update(places={"code": 0, "name": 0, "kind": 2, "parent": 3})
    assert importing(file)[0] == 0
    assert (ImportJob.objects.count(), ImportJob.objects.get(pk=job_id).state) == (2, State.IMPORTING)


def test_who_imports_is_known_by_member_number_too(world, file):
    Person.objects.filter(pk=world.una.pk).update(member_number="000001")
    assert importing(file, by="000001", is_dry_run=True)[0] == 0
    assert ImportJob.objects.get().by == world.una


def test_no_organisation_no_import(db, file):
    code, [said] = importing(file)
    assert (code, said) == (
        2,
        "There is no organisation here yet. The operator founds it on the command line.",
    )
