"""Files of work: hung on it by whoever is at it, opened by whoever sees it, and gone with what is kept of its holder."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.documents.actions.orphans import PATIENCE, remove_orphans
from folkmoot.documents.actions.taking_in import take_in, token_for
from folkmoot.documents.queries.files import wrong_files
from folkmoot.documents.tests.samples import PDF
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.filestore import stored_path
from folkmoot.membership.tests.paging import as_
from folkmoot.work import holdings
from folkmoot.work.actions.files import attach_work_file, detach_work_file
from folkmoot.work.actions.holding import help_with_work, report_done
from folkmoot.work.actions.putting_up import withdraw_work
from folkmoot.work.models import Assignment, WorkFile
from folkmoot.work.tests.doing import put_up, taken


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, world: World, monkeypatch) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def attach(world: World, work: Assignment, by: Any) -> WorkFile:
    upload = token_for(take_in([b"Forty doors.\n"], "notes.txt"), by.pk)
    pk = do(world, attach_work_file, by=by, assignment_id=work.pk, upload=upload)
    return WorkFile.objects.get(pk=pk)


def sent(client: Client, work: Assignment, content: bytes, name: str) -> Any:
    return client.post(f"/work/{work.pk}/files/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_whoever_does_work_attaches_a_file_in_the_browser_and_removes_it(world: World, client) -> None:
    work = taken(world, world.eve)
    page = sent(as_(client, world.eve), work, PDF, "Leaflet.pdf")
    file = WorkFile.objects.get()
    address = f"/work/{work.pk}/files/{file.pk}/"
    assert f'href="{address}"' in page.content.decode()
    assert b"".join(client.get(address).streaming_content) == PDF
    assert texts_of(client.get(f"/work/{work.pk}/files/"), "li.task h3") == ["Leaflet.pdf"]
    client.post(f"{address}removal/")
    assert (WorkFile.objects.count(), client.get(address).status_code) == (0, 404)


def test_what_is_no_file_that_is_taken_is_refused_beside_its_field(world: World, client) -> None:
    page = sent(as_(client, world.eve), taken(world, world.eve), b"MZ\x90\x00", "run.exe")
    assert (page.status_code, WorkFile.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("who", "sees", "attaches"),
    [("eve", 200, 200), ("bo", 200, 200), ("cy", 404, 404), ("ada", 404, 404), ("dee", 404, 404)],
)
def test_whoever_sees_the_work_opens_its_files_and_only_who_is_at_it_attaches(
    world: World, client, who: str, sees: int, attaches: int
) -> None:
    work = taken(world, world.eve)
    file = attach(world, work, world.eve)
    as_(client, world.people[who])
    assert client.get(f"/work/{work.pk}/files/{file.pk}/").status_code == sees
    assert client.get(f"/work/{work.pk}/files/").status_code == attaches


def test_a_helper_attaches_and_another_member_is_refused(world: World) -> None:
    work = taken(world, world.eve)
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    attach(world, work, world.bo)
    file = attach(world, put_up(world), world.bo)
    with pytest.raises(Refused, match=r"Files are hung here by whoever does this work"):
        do(world, detach_work_file, by=world.eve, work_file_id=file.pk)


def test_files_of_work_stay_on_the_disk_as_long_as_they_hang_there(world: World) -> None:
    file = attach(world, taken(world, world.eve), world.eve)
    path = stored_path(file.sha256)
    later = world.at + PATIENCE + timedelta(days=400)
    remove_orphans(later)
    assert path.exists()
    path.write_bytes(b"Changed.")
    assert len(list(wrong_files())) == 1
    file.delete()
    remove_orphans(later)
    assert not path.exists()


def test_files_go_with_work_that_is_withdrawn(world: World) -> None:
    work = taken(world, world.eve)
    attach(world, work, world.eve)
    do(world, withdraw_work, by=world.bo, assignment_id=work.pk)
    assert WorkFile.objects.count() == 0


def test_files_go_two_years_after_the_work_was_done(world: World) -> None:
    work = taken(world, world.eve)
    attach(world, work, world.eve)
    do(world, report_done, by=world.eve, assignment_id=work.pk, result="It is blue.")
    over = holdings.PastHolders()
    over.forget(world.at + holdings.HOLDERS_KEPT - timedelta(days=1), 10)
    assert WorkFile.objects.count() == 1
    over.forget(world.at + holdings.HOLDERS_KEPT, 10)
    assert WorkFile.objects.count() == 0


@pytest.mark.parametrize("helps", [False, True])
def test_files_go_when_whoever_does_the_work_or_helps_is_erased(world: World, helps: bool) -> None:
    work = taken(world, world.eve)
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    attach(world, work, world.eve)
    others = attach(world, put_up(world), world.bo)
    holdings.erase((world.bo if helps else world.eve).pk, 10)
    assert list(WorkFile.objects.values_list("pk", flat=True)) == [others.pk]
