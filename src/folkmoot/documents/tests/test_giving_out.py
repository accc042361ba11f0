from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from folkmoot.documents.actions.taking_in import TakenIn, take_in
from folkmoot.documents.giving_out import given_out
from folkmoot.documents.queries.files import AttachedFile
from folkmoot.documents.tests.samples import DOCX, PDF, png
from folkmoot.kernel.filestore import stored_path
from folkmoot.kernel.ids import new_id

TEXT = b"0123456789"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def hung(taken: TakenIn) -> AttachedFile:
    return AttachedFile(
        new_id(), taken.name, taken.media_type, taken.size, taken.sha256, is_shown=taken.is_shown
    )


def given(file: AttachedFile, *, head: bool = False, **headers: str) -> Any:
    ask = RequestFactory().head if head else RequestFactory().get
    return given_out(ask("/", headers=headers), file)


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("brought", "name", "shown", "media_type"),
    [
        (PDF, "a.pdf", "inline", "application/pdf"),
        (png(), "a.png", "inline", "image/png"),
        (b"ID3\x04" + bytes(40), "a.mp3", "inline", "audio/mpeg"),
        (TEXT, "a.txt", "attachment", "text/plain; charset=utf-8"),
        (b"a;b", "a.csv", "attachment", "text/csv; charset=utf-8"),
        (
            DOCX,
            "a.docx",
            "attachment",
            f"{'application/vnd.openxmlformats-officedocument.'}wordprocessingml.document",
        ),
        (PDF + DOCX, "a.pdf", "attachment", "application/pdf"),
    ],
)
def test_only_what_a_browser_shows_safely_is_shown_in_it(
    brought: bytes, name: str, shown: str, media_type: str
) -> None:
    response = given(hung(take_in([brought], name)))
    assert (response.status_code, response["Content-Type"]) == (200, media_type)
    assert response["Content-Disposition"] == f'{shown}; filename="{name}"'
    assert content(response) == stored_path(hung(take_in([brought], name)).sha256).read_bytes()


def test_nothing_in_a_file_runs_is_guessed_at_or_is_kept_by_others() -> None:
    picture, pdf = (given(hung(take_in([brought], "a"))) for brought in (png(), PDF))
    for response in (picture, pdf):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Content-Encoding"] == "identity"
        assert "script-src" not in response["Content-Security-Policy"]
    assert picture["Content-Security-Policy"].endswith("; sandbox")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("لائحة.txt", "attachment; filename*=utf-8''%D9%84%D8%A7%D8%A6%D8%AD%D8%A9.txt"),
        ('q"u\r\no.txt', 'attachment; filename="q-u o.txt"'),
        ("it's; x=1.txt", 'attachment; filename="it\'s; x=1.txt"'),
    ],
)
def test_whatever_a_file_is_called_its_name_is_one_value_of_the_header(name: str, header: str) -> None:
    assert given(hung(take_in([TEXT], name)))["Content-Disposition"] == header


@pytest.mark.parametrize(
    ("asked", "status", "part", "words"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=-99", 206, "bytes 0-9/10", TEXT),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=5-2", 200, "", TEXT),
        ("bytes=-", 200, "", TEXT),
        ("bytes=0-1,3-4", 200, "", TEXT),
        ("lines=0-1", 200, "", TEXT),
        (f"bytes={'9' * 30}-", 200, "", TEXT),
    ],
)
def test_a_part_is_given_if_there_is_such_a_part(asked: str, status: int, part: str, words: bytes) -> None:
    response = given(hung(take_in([TEXT], "a.txt")), Range=asked)
    assert (response.status_code, response.get("Content-Range", ""), content(response)) == (
        status,
        part,
        words,
    )
    if status != 416:
        assert response["Content-Length"] == str(len(words))


def test_a_part_of_what_has_changed_is_the_whole() -> None:
    file = hung(take_in([TEXT], "a.txt"))
    asked: dict[str, Any] = {"Range": "bytes=0-1"}
    same, other = (given(file, **(asked | {"If-Range": etag})) for etag in (f'"{file.sha256}"', '"other"'))
    assert [(each.status_code, content(each)) for each in (same, other)] == [(206, b"01"), (200, TEXT)]


def test_a_browser_that_has_it_is_given_nothing() -> None:
    file = hung(take_in([TEXT], "a.txt"))
    has: dict[str, Any] = {"If-None-Match": f'"{file.sha256}"'}
    response = given(file, **has)
    assert (response.status_code, response["ETag"], content(response)) == (304, f'"{file.sha256}"', b"")
    assert given(file, **(has | {"If-None-Match": '"other"'})).status_code == 200


def test_who_asks_for_the_head_is_told_the_length_alone() -> None:
    response = given(hung(take_in([TEXT], "a.txt")), head=True)
    assert (response.status_code, response["Content-Length"], content(response)) == (200, "10", b"")


def test_a_file_that_is_missing_on_the_disk_is_not_there() -> None:
    file = hung(take_in([TEXT], "a.txt"))
    stored_path(file.sha256).unlink()
    with pytest.raises(Http404):
        given(file)


def test_a_long_file_is_given_a_block_at_a_time() -> None:
    file = hung(take_in([b"x" * 200_000], "a.txt"))
    assert [len(block) for block in given(file).streaming_content] == [65536, 65536, 65536, 3392]
