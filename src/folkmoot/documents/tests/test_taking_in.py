import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from conftest import AT, World
from folkmoot.documents.actions.attaching import attach
from folkmoot.documents.actions.drafting import DraftText, draft_document
from folkmoot.documents.actions.orphans import remove_orphans
from folkmoot.documents.actions.taking_in import TakenIn, take_in, taken_by, token_for
from folkmoot.documents.models import Attachment
from folkmoot.documents.queries.files import wrong_files
from folkmoot.documents.tests.samples import PDF, PLACE, exif, jpeg, packed, png
from folkmoot.kernel import filestore
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.filestore import remove_if_older, store, stored_path
from folkmoot.kernel.ids import new_id


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def kept(tmp_path) -> list[str]:
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file() and path.name != "lock")


def drafted() -> UUID:
    return draft_document([DraftText(language="en", title="Meet monthly", body="1. Meet.\n")], at=AT)


def grow_old(path: Path, *, hours: float, at: datetime = AT) -> None:
    moment = (at - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))


def test_a_file_is_kept_under_its_digest_whole_and_private(tmp_path) -> None:
    taken = take_in([PDF[:9], PDF[9:]], "Statutes.pdf")
    assert taken == TakenIn("Statutes.pdf", "application/pdf", len(PDF), taken.sha256, is_shown=True)
    path = tmp_path / "files" / taken.sha256[:2] / taken.sha256
    assert (path, path.read_bytes(), path.stat().st_mode & 0o777) == (stored_path(taken.sha256), PDF, 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_was_kept_already_is_kept_once(tmp_path) -> None:
    first, second = take_in([PDF], "a.pdf"), take_in([PDF], "b.pdf")
    assert (first.sha256, kept(tmp_path)) == (second.sha256, [first.sha256])


def test_of_a_photograph_only_the_picture_is_kept(tmp_path) -> None:
    taken = take_in([jpeg(exif(1), behind=packed("A.class"))], "demo.jpg")
    assert (kept(tmp_path), stored_path(taken.sha256).read_bytes()) == ([taken.sha256], jpeg())
    assert (taken.size, PLACE in stored_path(taken.sha256).read_bytes()) == (len(jpeg()), False)


def test_what_could_be_two_things_is_never_opened_in_the_window() -> None:
    assert take_in([PDF + packed("A.class")], "a.pdf").is_shown is False


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.pdf", r"^This file is empty\. Choose another\.$"),
        (PDF + bytes(1 << 20), "a.pdf", r"^This file is larger than 1 MB\. Make it smaller, or divide it\.$"),
        (b"<html><script>", "minutes.pdf", r"^By its content this is no file that can be attached\."),
        (PDF, "x" * 200, r"^The name of the file has 204 characters\."),
        (png()[:30], "a.png", r"^This picture is damaged\."),
    ],
)
def test_of_what_is_refused_nothing_stays(
    settings, tmp_path, content: bytes, name: str, sentence: str
) -> None:
    settings.FILE_MB = 1
    with pytest.raises(Refused, match=sentence):
        take_in([content], name)
    assert kept(tmp_path) == []


def test_what_is_too_large_is_not_read_to_its_end(settings) -> None:
    settings.FILE_MB = 1
    read = []

    def blocks() -> Iterator[bytes]:
        for number in range(100):
            read.append(number)
            yield bytes(1 << 18)

    with pytest.raises(Refused):
        take_in(blocks(), "a.pdf")
    assert len(read) == 5


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, monkeypatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=r"^There is no room left on the server, so the file was not kept\."):
        take_in([PDF], "a.pdf")
    assert kept(tmp_path) == []


def test_another_fault_of_the_disk_is_no_refusal(monkeypatch) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output error"):
        take_in([PDF], "a.pdf")


def test_only_who_brought_a_file_can_name_it() -> None:
    bo, eve = new_id(), new_id()
    taken = take_in([PDF], "a.pdf")
    token = token_for(taken, bo)
    assert taken_by(token, bo) == taken
    assert token == token_for(take_in([PDF], "a.pdf"), bo)
    for wrong, person in ((token, eve), (token, None), (token[:-1], bo), ("", bo), (taken.sha256, bo)):
        with pytest.raises(Refused, match=r"^This file is not here any more\. Choose it again\.$"):
            taken_by(wrong, person)
    stored_path(taken.sha256).unlink()
    with pytest.raises(Refused, match=r"^This file is not here any more"):
        taken_by(token, bo)


def test_a_file_that_hangs_nowhere_goes_after_a_day_and_no_other_does(world: World) -> None:
    hanging, lost, new = (take_in([text], "a.txt") for text in (b"hanging", b"lost", b"new"))
    attach(drafted(), hanging)
    for taken in (hanging, lost, new):
        grow_old(stored_path(taken.sha256), hours=25)
    # Whoever is about to attach it names it first.
    taken_by(token_for(new, world.max.pk), world.max.pk)
    assert remove_orphans(AT) is False
    left = [stored_path(each.sha256).exists() for each in (hanging, lost, new)]
    assert left == [True, False, True]


def test_what_came_again_while_it_was_found_to_be_old_stays() -> None:
    taken = take_in([b"words"], "a.txt")
    grow_old(stored_path(taken.sha256), hours=25)
    take_in([b"words"], "a.txt")
    moment = datetime.now(UTC) - timedelta(hours=24)
    assert remove_if_older(stored_path(taken.sha256), moment) is False
    assert remove_if_older(stored_path("0" * 64), moment) is False


def test_what_a_killed_process_left_half_way_goes_after_a_day(tmp_path, world: World) -> None:
    folder = tmp_path / "files" / "arriving"
    folder.mkdir(parents=True)
    for name, hours in (("old", 25), ("new", 23)):
        (folder / name).write_bytes(b"half")
        grow_old(folder / name, hours=hours)
    remove_orphans(AT)
    assert kept(tmp_path) == ["new"]


def test_a_file_that_is_missing_or_was_changed_is_named(world: World) -> None:
    good, gone, changed = (take_in([text], f"{text.decode()}.txt") for text in (b"good", b"gone", b"changed"))
    for document_id in (drafted(), drafted()):
        for taken in (good, gone, changed):
            attach(document_id, taken)
    stored_path(gone.sha256).unlink()
    stored_path(changed.sha256).write_bytes(b"other")
    assert Attachment.objects.count() == 6
    assert sorted(wrong_files()) == [
        f"The attached file “changed.txt” was changed or damaged: {stored_path(changed.sha256)}. Put it back from a backup.",
        f"The attached file “gone.txt” is missing: {stored_path(gone.sha256)}. Put it back from a backup.",
    ]


def test_storing_puts_a_file_on_the_disk_before_it_has_its_place(monkeypatch) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        done.append("sync")
        real_sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        done.append("place")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    with filestore.arriving() as file:
        file.write(b"words")
        store(file)
    assert done == ["sync", "place", "sync", "sync"]
