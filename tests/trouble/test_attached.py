import os
import time
from datetime import timedelta

FILES = "pks(Attachment, 'sha256'), remove_orphans(now()) or True"


def stored(installation):
    return sorted(path.name for path in installation.data.glob("files/??/*"))


def grow_old(installation, sha256, *, hours):
    path = installation.data / "files" / sha256[:2] / sha256
    moment = time.time() - timedelta(hours=hours).total_seconds()
    os.utime(path, (moment, moment))
    return path


def killed_after_taking_in(installation):
    process = installation.begin("tests.trouble.attaching", "lost")
    sha256 = process.stdout.readline().strip()
    process.kill()
    process.communicate()
    return sha256


def attached(installation, words="budget"):
    code, said, complained = installation.run("tests.trouble.attaching", words, "attach")
    assert (code, complained) == (0, "")
    return said.strip()


def test_who_is_killed_between_file_and_row_leaves_a_file_that_goes_after_a_day_and_no_row(installation):
    kept, lost = attached(installation), killed_after_taking_in(installation)
    grow_old(installation, kept, hours=90)
    assert installation.ask(FILES) == [[kept], True]
    assert stored(installation) == sorted([kept, lost])
    grow_old(installation, lost, hours=25)
    assert installation.ask(FILES) == [[kept], True]
    assert stored(installation) == [kept]


def test_check_names_what_is_missing_and_what_was_changed(installation):
    assert installation.ask("verdict()")[1:] == [0, []]
    sha256 = attached(installation)
    installation.ask("verdict()")
    path = grow_old(installation, sha256, hours=1)
    assert "Nothing is wrong." in installation.folkmoot("check")[1]
    path.write_text("budgot\n")
    code, said, _complained = installation.folkmoot("check")
    assert (code, said.splitlines()[0]) == (
        1,
        f"The attached file “budget.txt” was changed or damaged: {path}. Put it back from a backup.",
    )
    path.unlink()
    code, said, _complained = installation.folkmoot("check")
    assert (code, said.splitlines()[0]) == (
        1,
        f"The attached file “budget.txt” is missing: {path}. Put it back from a backup.",
    )


def test_a_backup_holds_what_is_attached_and_nothing_half_way(installation, empty, tmp_path):
    sha256 = attached(installation)
    (installation.data / "files" / "arriving").mkdir(exist_ok=True)
    (installation.data / "files" / "arriving" / "half").write_bytes(b"half")
    assert installation.folkmoot("backup", str(tmp_path / "kept.tar"))[0] == 0
    code, _said, complained = empty.folkmoot("restore", str(tmp_path / "kept.tar"))
    assert (code, complained) == (0, "")
    assert empty.ask("pks(Attachment, 'sha256'), list(wrong_files())") == [[sha256], []]
    assert stored(empty) == [sha256]
    assert not (empty.data / "files" / "arriving").exists()


def test_what_is_attached_while_a_backup_is_taken_finds_its_file_in_it(installation, empty, tmp_path):
    attached(installation, "first")
    process = installation.begin("folkmoot", "backup", str(tmp_path / "kept.tar"))
    attached(installation, "second")
    assert process.wait(timeout=120) == 0
    process.communicate()
    assert empty.folkmoot("restore", str(tmp_path / "kept.tar"))[0] == 0
    assert empty.ask("list(wrong_files())") == []
