from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.files import files_of_decision_draft
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import amending, conveyed, do, drafted
from folkmoot.decisions.tests.test_attaching import LATER, adopt, hung
from folkmoot.documents.models import Attachment
from folkmoot.documents.tests.samples import PDF, exif, jpeg
from folkmoot.kernel.filestore import stored_path
from folkmoot.people.models import Person


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def sent(client: Client, draft: Decision, content: bytes, name: str, **fields: str) -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(f"/publish/{draft.pk}/files/", {"file": file, **fields})


def test_a_secretary_attaches_a_file_and_removes_it(world: World) -> None:
    draft, client = drafted(world), client_of(world.max)
    page = sent(client, draft, PDF, "Budget.pdf")
    assert (page.status_code, page["Location"]) == (302, f"/publish/{draft.pk}/files/")
    page = client.get(f"/publish/{draft.pk}/files/")
    assert texts_of(page, "li.task h3") == ["Budget.pdf"]
    assert texts_of(page, "li.task p.meta") == [f"PDF, {len(PDF)} bytes"]
    assert "1 file" in client.get(f"/publish/{draft.pk}/").content.decode()
    (file,) = files_of_decision_draft(draft)
    client.post(f"/publish/{draft.pk}/files/{file.id}/removal/")
    assert files_of_decision_draft(draft) == []
    assert stored_path(file.sha256).exists()
    assert "Attach files" in client.get(f"/publish/{draft.pk}/").content.decode()


def test_a_second_click_attaches_once(world: World) -> None:
    draft, client = drafted(world), client_of(world.max)
    act_id = fields(client.get(f"/publish/{draft.pk}/files/"))["act_id"]
    answers = [sent(client, draft, PDF, "Budget.pdf", act_id=act_id).status_code for _click in range(2)]
    assert (answers, Attachment.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "Budget.pdf", "This file is empty. Choose another."),
        (PDF + bytes(1 << 20), "Budget.pdf", "This file is larger than 1 MB. Make it smaller, or divide it."),
        (
            b"<html><script>alert(1)</script>",
            "Budget.pdf",
            "By its content this is no file that can be attached.",
        ),
        (b"MZ\x90\0", "Budget.pdf", "By its content this is no file that can be attached."),
    ],
)
def test_what_is_refused_is_said_beside_the_file(
    world: World, settings, content: bytes, name: str, sentence: str
) -> None:
    settings.FILE_MB = 1
    draft = drafted(world)
    page = sent(client_of(world.max), draft, content, name)
    assert page.status_code == 422
    (said,) = texts_of(page, "div.field-error span")
    assert said.startswith(sentence)
    assert Attachment.objects.count() == 0


def test_a_form_without_a_file_asks_for_one(world: World) -> None:
    page = client_of(world.max).post(f"/publish/{drafted(world).pk}/files/", {"act_id": ""})
    assert (page.status_code, texts_of(page, "div.field-error span")) == (422, ["This is empty. Fill it in."])


def test_a_name_that_leads_elsewhere_names_a_file_and_no_place(world: World, tmp_path) -> None:
    draft = drafted(world)
    sent(client_of(world.max), draft, PDF, "../../x.pdf")
    (file,) = files_of_decision_draft(draft)
    assert (file.name, stored_path(file.sha256).exists()) == ("x.pdf", True)


def test_of_a_photograph_that_is_attached_nobody_learns_where_it_was_taken(world: World) -> None:
    draft, client = drafted(world), client_of(world.max)
    sent(client, draft, jpeg(exif(1)), "Demo.jpg")
    (file,) = files_of_decision_draft(draft)
    assert client.get(f"/decisions/{draft.pk}/files/{file.id}/").getvalue() == jpeg()


@pytest.mark.parametrize("who", ["ada", "cy", "dee", "stan"])
def test_a_stranger_finds_neither_the_page_nor_the_file(world: World, who: str) -> None:
    draft = drafted(world)
    found, client = hung(world, draft), client_of(getattr(world, who))
    assert client.get(f"/publish/{draft.pk}/files/").status_code == 404
    assert sent(client, draft, PDF, "x.pdf").status_code == 404
    assert client.post(f"/publish/{draft.pk}/files/{found}/removal/").status_code == 404
    assert client.get(f"/decisions/{draft.pk}/files/{found}/").status_code == 404
    assert client_of(world.max).get(f"/decisions/{draft.pk}/files/{found}/").status_code == 200


def test_who_has_not_signed_in_is_sent_to_do_so(world: World, client) -> None:
    draft = drafted(world)
    page = client.get(f"/decisions/{draft.pk}/files/{hung(world, draft)}/")
    assert (page.status_code, page["Location"].startswith("/sign-in/")) == (302, True)


def test_what_is_adopted_shows_its_files_first_and_only_those(world: World) -> None:
    draft, client = drafted(world), client_of(world.max)
    hung(world, draft)
    page = client.get(f"/publish/{draft.pk}/adoption/")
    assert texts_of(page, "ul.files a") == ["Budget.pdf"]
    form = fields(page)
    hung(world, draft, b"a;b", "Other.csv")
    client.post(f"/publish/{draft.pk}/adoption/", form)
    draft.refresh_from_db()
    assert draft.number == ""
    client.post(f"/publish/{draft.pk}/adoption/", fields(client.get(f"/publish/{draft.pk}/adoption/")))
    draft.refresh_from_db()
    assert draft.number.endswith("/1")


def with_file(world: World, *, to: Any = None) -> tuple[Decision, UUID]:
    draft = drafted(world)
    found = hung(world, draft)
    adopt(world, draft, revision=1)
    do(world, convey_decision, by=world.max, decision_id=draft.pk, unit_id=(to or world.union).pk)
    draft.refresh_from_db()
    return draft, found


def test_a_member_reads_and_opens_the_files_of_a_decision(world: World) -> None:
    decision, found = with_file(world)
    client = client_of(world.cy)
    page = client.get(f"/decisions/{decision.pk}/")
    assert texts_of(page, "ul.files a") == ["Budget.pdf"]
    file = client.get(f"/decisions/{decision.pk}/files/{found}/")
    assert (file.getvalue(), file["Content-Disposition"]) == (
        PDF,
        'inline; filename="Budget.pdf"',
    )
    assert file["Content-Security-Policy"].startswith("default-src 'none'")
    assert file.get("Content-Encoding") == "identity"


def test_a_file_that_is_packed_on_the_way_by_nobody_keeps_its_parts(world: World) -> None:
    decision, found = with_file(world)
    asked = {"Range": "bytes=0-3", "Accept-Encoding": "gzip"}
    part = client_of(world.cy).get(f"/decisions/{decision.pk}/files/{found}/", headers=asked)
    assert (part.status_code, part.getvalue()) == (206, PDF[:4])


def test_a_decision_without_files_has_no_list_and_no_further_question(world: World) -> None:
    plain, (decision, _found) = conveyed(world), with_file(world)
    client = client_of(world.cy)
    counts = []
    for each in (plain, decision):
        client.get(f"/decisions/{each.pk}/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/decisions/{each.pk}/")
        counts.append((len(asked), len(texts_of(page, "ul.files a"))))
    assert counts == [(counts[0][0], 0), (counts[0][0] + 1, 1)]
    assert counts[1][0] <= 12


def test_the_text_of_a_day_has_the_files_of_that_day(world: World) -> None:
    decision, found = with_file(world)
    draft = amending(world, decision, LATER)
    hung(world, draft, b"a;c", "Figures.csv")
    client = client_of(world.max)
    (budget, _figures) = files_of_decision_draft(draft)
    client.post(f"/publish/{draft.pk}/files/{budget.id}/removal/")
    adopt(world, draft, revision=1, in_force_from=date(2026, 3, 2))
    do(world, convey_decision, by=world.max, decision_id=draft.pk, unit_id=world.union.pk)
    reader = client_of(world.cy)
    assert texts_of(reader.get(f"/decisions/{decision.pk}/?on=2026-03-01"), "ul.files a") == ["Budget.pdf"]
    assert texts_of(reader.get(f"/decisions/{decision.pk}/?on=2026-03-02"), "ul.files a") == ["Figures.csv"]
    assert reader.get(f"/decisions/{decision.pk}/files/{found}/").status_code == 200
    page = reader.get(f"/decisions/{draft.pk}/")
    assert texts_of(page, "ul.files del") == ["Budget.pdf"]
    assert texts_of(page, "ul.files a") == ["Figures.csv"]


def test_the_page_of_an_amendment_s_files_says_on_what_they_hang(world: World) -> None:
    decision, _found = with_file(world)
    draft = amending(world, decision, LATER)
    page = client_of(world.max).get(f"/publish/{draft.pk}/files/")
    assert f"They hang on the text of {decision.number} from the day" in page.content.decode()
    assert texts_of(page, "li.task h3") == ["Budget.pdf"]


def test_files_are_spoken_of_before_a_draft_is_saved_and_where_it_is_adopted(world: World) -> None:
    client = client_of(world.max)
    assert "Files can be attached once it is saved." in client.get("/publish/new/").content.decode()
    draft = drafted(world)
    page = client.get(f"/publish/{draft.pk}/adoption/").content.decode()
    assert (f"/publish/{draft.pk}/files/" in page, "Attach files" in page) == (True, True)
    hung(world, draft)
    page = client.get(f"/publish/{draft.pk}/adoption/").content.decode()
    assert ("Change the files" in page, "Attach files" in page) == (True, False)
