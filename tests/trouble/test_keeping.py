import json
import shutil
import signal
import tarfile
from pathlib import Path

import pytest

from folkmoot.cli.archive import MANIFEST, checked_manifest, sealed

FACTS = "pks(Unit), Entry.objects.count(), verdict()"


@pytest.fixture
def backup(kept, tmp_path):
    return Path(shutil.copy(kept, tmp_path))


def restored(empty, path):
    return empty.folkmoot("restore", str(path))


def test_what_is_backed_up_while_acts_are_done_is_restored_whole(installation, empty, tmp_path):
    path = tmp_path / "kept.tar"
    writer = installation.begin("tests.trouble.acting", "100000")
    assert writer.stdout.readline() == "ready\n"
    before = [writer.stdout.readline().split()[1] for _act in range(20)]
    assert installation.folkmoot("backup", str(path))[0] == 0
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    code, _said, complained = restored(empty, path)
    assert (code, complained) == (0, "")
    kept, entered, verdict = empty.ask("pks(Unit), pks(Entry, 'act_id'), verdict()")
    assert set(before) < set(kept) < set(installation.ask("pks(Unit)"))
    assert (len(set(entered)), verdict[1:]) == (len(kept) + 1, [0, []])


def test_a_restored_installation_goes_on_where_the_first_one_was(founded, backup, empty):
    assert restored(empty, backup)[0] == 0
    (units, count, verdict) = empty.ask(FACTS)
    assert [units, count, verdict] == founded.ask(FACTS)
    assert empty.run("tests.trouble.acting", "1")[0] == 0
    assert empty.ask("Unit.objects.count()") == len(units) + 1
    assert (empty.data / "secret-key").read_text() == (founded.data / "secret-key").read_text()
    assert empty.data.stat().st_mode & 0o777 == 0o700


def erased_again(empty, path, listed):
    return empty.folkmoot("restore", str(path), "--erasures", str(listed))


def test_who_was_erased_after_the_backup_is_erased_again_when_it_is_restored(
    founded, backup, empty, tmp_path
):
    (una,) = founded.ask("pks(Person)")
    listed = tmp_path / "erasures.jsonl"
    # The last line was being written when the copy was taken.
    listed.write_text(json.dumps({"person_id": una}) + '\n{"person_id": "', encoding="ascii")
    code, said, complained = erased_again(empty, backup, listed)
    assert (code, complained) == (0, "")
    assert "erased again: 1." in said
    people, accounts, offices, found = empty.ask(
        "pks(Person, 'name'), pks(Account), pks(Term.objects.open()), verdict()"
    )
    assert (people, accounts, offices, found[2]) == (["(erased)"], [], [], [])
    assert una in (empty.data / "erasures.jsonl").read_text()


def test_a_restore_without_a_list_of_erasures_asks_for_one(backup, empty):
    assert "--erasures" in restored(empty, backup)[1]


def test_what_is_no_list_of_erasures_is_refused_and_nothing_is_restored(backup, empty, tmp_path):
    listed = tmp_path / "notes.txt"
    listed.write_text("buy milk\n")
    code, _said, complained = erased_again(empty, backup, listed)
    assert (code, complained) == (
        1,
        f"Nothing was restored: {listed} is no list of erasures. Name an erasures.jsonl.\n",
    )
    assert not empty.data.exists()


def test_a_backup_is_for_its_owner_alone_and_is_not_written_over(founded, kept):
    assert kept.stat().st_mode & 0o777 == 0o600
    code, _said, complained = founded.folkmoot("backup", str(kept))
    assert (code, complained) == (
        1,
        f"Nothing was backed up: {kept} is there already. Name another file, or move that one away.\n",
    )
    assert [path.name for path in kept.parent.iterdir()] == ["kept.tar"]


def test_whoever_has_a_backup_is_signed_in_as_nobody(installation, empty, tmp_path):
    key, path = "k" * 32, tmp_path / "kept.tar"
    installation.ask(f"Session(session_key='{key}', session_data='', expire_date=now()).save()")
    assert installation.folkmoot("backup", str(path))[0] == 0
    assert key.encode() not in path.read_bytes()
    assert restored(empty, path)[0] == 0
    assert (installation.ask("Session.objects.count()"), empty.ask("Session.objects.count()")) == (1, 0)


def test_a_slip_that_was_used_since_is_not_open_again_in_a_backup(installation, empty, tmp_path):
    path, of = tmp_path / "kept.tar", "Person.objects.first()"
    given = "code_hash='c' * 64, printed_at=now(), expires_at=now()"
    installation.ask(f"Slip(person={of}, printed_by={of}, {given}).save()")
    assert installation.folkmoot("backup", str(path))[0] == 0
    assert restored(empty, path)[0] == 0
    assert (installation.ask("Slip.objects.count()"), empty.ask("Slip.objects.count()")) == (1, 0)


def altered(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def place_in(path, name):
    with tarfile.open(path) as tar:
        member = tar.getmember(name)
        return member.offset_data + member.size // 2


def place_of(path, words):
    """The place of these words in the manifest."""
    with tarfile.open(path) as tar:
        return path.read_bytes().index(words, tar.getmember(MANIFEST).offset_data)


def shortened(path):
    with tarfile.open(path) as tar:
        end = tar.getmember(MANIFEST).offset_data
    path.write_bytes(path.read_bytes()[: end + 100])


def cut_before_manifest(path):
    with tarfile.open(path) as tar:
        path.write_bytes(path.read_bytes()[: tar.getmember(MANIFEST).offset])


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: altered(path, place_in(path, "secret-key")), "secret-key in it is not what was backed up"),
        (lambda path: altered(path, place_of(path, b"0001_first")), "its manifest is not as it was written"),
        (lambda path: altered(path, place_of(path, b'"members"')), "its manifest cannot be read"),
        (shortened, "it was cut off or altered"),
        (cut_before_manifest, "ends before its end"),
        (lambda path: path.write_bytes(b"no backup at all" * 99), "cannot be read as a backup"),
        (lambda path: path.unlink(), "No such file or directory"),
    ],
)  # fmt: skip
def test_a_spoiled_backup_is_refused_and_nothing_is_restored(backup, empty, spoil, sentence):
    spoil(backup)
    code, _said, complained = restored(empty, backup)
    assert (code, complained.startswith("Nothing was restored: "), sentence in complained) == (1, True, True)
    assert not empty.data.exists()
    assert [path.name for path in empty.data.parent.iterdir() if "restored" in path.name] == []


def test_only_an_empty_folder_is_restored_into(founded, backup):
    code, _said, complained = restored(founded, backup)
    assert (code, complained) == (
        1,
        f"Nothing was restored: {founded.data} is not empty. Name an empty folder with --data.\n",
    )


def rewritten(path, **changed):
    """Write the same backup with another manifest, as its own version would have."""
    place = path.with_suffix(".d")
    with tarfile.open(path) as tar:
        names = tar.getnames()
        tar.extractall(place, filter="data")
    manifest = json.loads((place / MANIFEST).read_text())
    (place / MANIFEST).write_text(json.dumps(sealed({**manifest, **changed})))
    with tarfile.open(path, "w") as tar:
        for name in names:
            tar.add(place / name, name)
    shutil.rmtree(place)


def test_whatever_ends_a_restore_before_its_end_leaves_nothing_in_its_place(backup, empty):
    manifest = checked_manifest(backup)
    # What it looks up then is not there, and the process that restores ends as any program does that fails.
    rewritten(backup, database=manifest["database"], ledger_head={})
    code, said, complained = restored(empty, backup)
    assert (code, "holds what was backed up" in said, "KeyError" in complained) == (1, False, True)
    assert complained.endswith(
        "Nothing was restored: it ended before it was done, with 1. What it said of it stands above.\n"
    )
    assert not empty.data.exists()


def test_what_was_not_whole_when_it_was_backed_up_is_restored_and_that_is_said(backup, empty):
    manifest = checked_manifest(backup)
    rewritten(backup, database=manifest["database"], ledger_head={"position": 9, "hash": "0" * 64})
    code, said, complained = restored(empty, backup)
    assert (code, "holds what was backed up" in said) == (1, True)
    assert complained.endswith("It is restored as it was backed up, and its ledger was not whole then.\n")


def test_a_backup_of_another_kind_of_database_or_a_newer_version_is_refused(backup, empty):
    manifest = checked_manifest(backup)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["database"]]
    rewritten(backup, database=other)
    assert "one cannot be made into the other" in restored(empty, backup)[2]
    newer = [*manifest["migrations"], ["units", "9999_not_known_here"]]
    rewritten(backup, database=manifest["database"], migrations=newer)
    assert "was written by a newer Folkmoot" in restored(empty, backup)[2]
    assert not empty.data.exists()
