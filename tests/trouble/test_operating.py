from tests.trouble.conftest import WHO


def test_set_up_once_it_is_refused_a_second_time(founded):
    given = ("--name", "Other", "--code", "other", "--kinds", "club", "--officer-name", "Bo")
    code, _said, complained = founded.folkmoot("setup", *given, "--officer-email", "bo@example.org")
    sentence = (
        "Union is already set up here. Its officers sign in and go on from there; "
        "for another organisation, name another folder with --data.\n"
    )
    assert (code, complained) == (1, sentence)


def test_what_setup_was_not_told_it_names_where_it_cannot_ask(empty):
    code, _said, complained = empty.folkmoot("setup", "--name", "Union", "--kinds", "union")
    assert (code, complained) == (
        2,
        "These are needed: --code, --officer-name, --officer-email. `folkmoot setup --help` explains them.\n",
    )
    assert not empty.data.exists()


def test_a_first_officer_who_cannot_be_is_refused_before_anything_is_founded(empty):
    given = ("--name", "Union", "--code", "union", "--kinds", "union", "--officer-name", "Una")
    code, _said, complained = empty.folkmoot("setup", *given, "--officer-email", "una")
    assert (code, complained.count("\n")) == (1, 1)
    assert empty.ask("Unit.objects.count()") == 0


WHOLE = """\
3 entries are chained; 0 are waiting and not yet protected.
Sealed batches of receipts: 0.
Fewer than five receipts in them were withdrawn.
The ledger is whole.
"""


def test_a_ledger_that_was_tampered_with_is_told_entry_by_entry(installation):
    assert installation.ask("verdict()") == [3, 0, []]
    assert installation.folkmoot("ledger", "verify") == (
        0,
        WHOLE,
        "",
    )
    installation.ask("Entry.objects.filter(position=1).update(event='Nothing')")
    code, said, _complained = installation.folkmoot("ledger", "verify")
    assert (code, said.splitlines()[3].startswith("Entry 1 (Nothing, id ")) == (1, True)
    assert said.splitlines()[-1] == "Faults: 1."


def test_a_token_is_made_listed_and_ended(installation):
    made = installation.folkmoot(
        "token", "make", "--for", WHO, "--name", "Reports", "--act", "structure.found_unit", "--days", "7"
    )
    assert (made[0], made[1].startswith("folkmoot_")) == (0, True)
    listed = installation.folkmoot("token", "list", "--for", WHO)[1]
    assert listed.rstrip().endswith("Reports: structure.found_unit")
    token_id = listed.split()[0]
    assert installation.folkmoot("token", "end", token_id, "--for", WHO) == (0, "The token is ended.\n", "")
    assert installation.folkmoot("token", "list", "--for", WHO) == (0, "", "")
    refused = installation.folkmoot("token", "end", token_id, "--for", "nobody@example.org")
    assert refused == (1, "", "Nobody has the e-mail address or member number “nobody@example.org”.\n")


def test_a_list_is_imported_and_comes_out_as_it_went_in(installation, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text("code,name,kind,parent\nnorth,North,region,union\nport,=Port,branch,north\n")
    assert installation.folkmoot("import", "units", str(file))[0] == 0
    code, said, complained = installation.folkmoot("export", "units", "--unit", "north")
    assert (code, complained) == (0, "")
    rows = said.splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [["north", "North"], ["port", "'=Port"]]
    exported = tmp_path / "exported.csv"
    exported.write_text(said)
    code, said, _complained = installation.folkmoot("import", "units", str(exported))
    assert (code, said.splitlines()[-1]) == (0, "Rows imported: 2 (new: 0, changed: 0, already so: 2).")


def test_what_is_asked_wrongly_is_said(founded, tmp_path):
    assert founded.folkmoot("import", "units", "nowhere.csv", "--column", "name")[2] == (
        "A column is given as --column FIELD=TITLE, for example --column name=Nom\n"
    )
    assert founded.folkmoot("export", "nothing")[2] == (
        "There is no list called “nothing”. There are: members, units, officers, decisions, not-reached.\n"
    )
