from typing import Any
from uuid import UUID

import pytest

from conftest import World
from folkmoot.config.api.tests.calling import post, said, signed_in, token_client
from folkmoot.decisions.queries.files import files_of_decision_draft
from folkmoot.decisions.tests.papers import amending, drafted
from folkmoot.decisions.tests.test_attaching import LATER, adopt, hung
from folkmoot.decisions.tests.test_attaching_pages import with_file
from folkmoot.documents.actions.bringing import MOST_LOOSE
from folkmoot.documents.tests.samples import PDF
from folkmoot.kernel.filestore import stored_path

OCTETS = "application/octet-stream"


def brought(client: Any, decision_id: UUID, content: bytes = PDF, *, kind: str = OCTETS) -> Any:
    return client.post(f"/api/decisions/{decision_id}/uploads?name=Budget.pdf", content, content_type=kind)


def test_a_program_brings_a_file_and_attaches_it(world: World) -> None:
    draft, client = drafted(world), token_client(world.max, acts=["decisions.attach_file"])
    answer = brought(client, draft.pk).json()
    upload = answer.pop("upload")
    (sha256,) = {answer.pop("sha256")}
    assert answer == {"name": "Budget.pdf", "media_type": "application/pdf", "size": len(PDF)}
    assert stored_path(sha256).read_bytes() == PDF
    assert files_of_decision_draft(draft) == []
    status, done = said(
        post(client, "decisions.attach_file", {"decision_id": str(draft.pk), "upload": upload})
    )
    (file,) = files_of_decision_draft(draft)
    assert (status, done, file.sha256) == (200, {"id": str(file.id)}, sha256)


def test_a_decision_tells_its_files_and_they_are_fetched(world: World) -> None:
    decision, found = with_file(world)
    client = token_client(world.cy, reads=["decisions"])
    (told,) = client.get(f"/api/decisions/{decision.pk}").json()["files"]
    assert (told["id"], told["name"], told["media_type"], told["size"]) == (
        str(found),
        "Budget.pdf",
        "application/pdf",
        len(PDF),
    )
    answer: Any = client.get(f"/api/decisions/{decision.pk}/files/{found}")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_amendment_tells_the_files_of_the_text(world: World) -> None:
    decision, _found = with_file(world)
    draft = amending(world, decision, LATER)
    hung(world, draft, b"a;b", "Figures.csv")
    adopt(world, draft, revision=1)
    told = signed_in(world.max).get(f"/api/decisions/{draft.pk}").json()
    assert (told["files"], [each["name"] for each in told["text_files"]]) == (
        [],
        ["Budget.pdf", "Figures.csv"],
    )


@pytest.mark.parametrize(
    ("who", "scope", "status"),
    [
        ("stan", {"reads": ["decisions"]}, 404),
        ("cy", {"reads": ["units"]}, 403),
        ("cy", {"acts": ["decisions.attach_file"]}, 403),
    ],
)
def test_a_file_is_fetched_by_nobody_else(world: World, who: str, scope: Any, status: int) -> None:
    decision, found = with_file(world)
    client = token_client(getattr(world, who), **scope)
    assert client.get(f"/api/decisions/{decision.pk}/files/{found}").status_code == status


@pytest.mark.parametrize(
    ("who", "acts", "status"),
    [
        ("max", ["decisions.draft_decision"], 403),
        ("cy", ["decisions.attach_file"], 404),
        ("ada", ["decisions.attach_file"], 404),
    ],
)
def test_a_file_is_brought_by_nobody_else_and_nothing_of_it_stays(
    world: World, tmp_path, who: str, acts: list[str], status: int
) -> None:
    draft = drafted(world)
    assert brought(token_client(getattr(world, who), acts=acts), draft.pk).status_code == status
    assert [path.name for path in tmp_path.glob("files/??/*")] == []


def test_what_is_wrong_with_a_request_is_said(world: World) -> None:
    decision, found = with_file(world)
    draft, client = drafted(world), signed_in(world.max)
    address = f"/api/decisions/{draft.pk}/uploads"
    assert (
        client.get(address).status_code
        == client.post(f"/api/decisions/{decision.pk}/files/{found}").status_code
        == 405
    )
    assert said(brought(client, draft.pk, b"a=b", kind="application/x-www-form-urlencoded")) == (
        400,
        {"refusal": "Send the file itself as the body, with Content-Type: application/octet-stream."},
    )
    assert said(brought(client, draft.pk, b"")) == (
        422,
        {"refusal": "This file is empty. Choose another.", "field": "file"},
    )
    assert brought(client, decision.pk).status_code == 404
    stored_path(next(iter(files_of_decision_draft(decision))).sha256).unlink()
    assert client.get(f"/api/decisions/{decision.pk}/files/{found}").status_code == 404


def test_a_browser_that_was_made_to_send_a_file_brings_none(world: World) -> None:
    client = signed_in(world.max)
    client.handler.enforce_csrf_checks = True
    assert brought(client, drafted(world).pk).status_code == 403


def test_a_program_brings_no_more_than_one_person_may_and_attaching_makes_room(world: World) -> None:
    draft, client = drafted(world), token_client(world.max, acts=["decisions.attach_file"])
    uploads = [
        brought(client, draft.pk, f"file {number}".encode()).json()["upload"] for number in range(MOST_LOOSE)
    ]
    answer = brought(client, draft.pk, b"one more")
    assert (answer.status_code, "Attach those first" in answer.content.decode()) == (422, True)
    post(client, "decisions.attach_file", {"decision_id": str(draft.pk), "upload": uploads[0]})
    assert brought(client, draft.pk, b"one more").status_code == 200
