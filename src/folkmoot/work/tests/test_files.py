"""Files of work: hung on it by whoever is at it, opened by whoever sees it, and gone with what is kept of its holder."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.documents.actions.bringing import MOST_LOOSE, take_in_from
from folkmoot.documents.actions.orphans import PATIENCE, remove_orphans
from folkmoot.documents.actions.taking_in import take_in, token_for
from folkmoot.documents.queries.files import wrong_files
from folkmoot.documents.tests.samples import PDF
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.filestore import stored_path
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.tests.paging import as_
from folkmoot.people.models import Membership, Term
from folkmoot.work import holdings
from folkmoot.work.actions.files import attach_work_file, detach_work_file
from folkmoot.work.actions.holding import give_back_work, help_with_work, report_done, stop_helping
from folkmoot.work.actions.leaving import hand_back_of_left
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
    attach(world, work, world.bo if helps else world.eve)
    who = world.eve if helps else world.bo
    others = attach(world, taken(world, who), who)
    holdings.erase((world.bo if helps else world.eve).pk, 10)
    assert list(WorkFile.objects.values_list("pk", flat=True)) == [others.pk]


def of_eve(world: World, work: Assignment, *, helps: bool) -> WorkFile:
    if helps:
        do(world, help_with_work, by=world.eve, assignment_id=work.pk)
    return attach(world, work, world.eve)


@pytest.mark.parametrize("helps", [False, True])
def test_the_files_of_whoever_gives_work_back_or_stops_helping_go_along(world: World, helps: bool) -> None:
    work = taken(world, world.bo if helps else world.eve)
    of_eve(world, work, helps=helps)
    do(world, stop_helping if helps else give_back_work, by=world.eve, assignment_id=work.pk)
    assert WorkFile.objects.count() == 0


def test_the_files_of_others_stay_when_somebody_gives_work_back(world: World) -> None:
    work = taken(world, world.eve)
    others = attach(world, work, world.bo)
    do(world, give_back_work, by=world.eve, assignment_id=work.pk)
    assert WorkFile.objects.get() == others


def test_the_files_of_a_helper_stay_when_they_help_no_more_with_what_was_done(world: World) -> None:
    work = taken(world, world.bo)
    file = of_eve(world, work, helps=True)
    do(world, report_done, by=world.bo, assignment_id=work.pk, result="It is blue.")
    do(world, stop_helping, by=world.eve, assignment_id=work.pk)
    assert WorkFile.objects.get() == file


@pytest.mark.parametrize("helps", [False, True])
def test_the_files_of_somebody_who_leaves_and_is_erased_go(world: World, helps: bool) -> None:
    of_eve(world, taken(world, world.bo if helps else world.eve), helps=helps)
    do(world, end_membership, by=world.una, person_id=world.eve.pk)
    hand_back_of_left(list(Entry.objects.filter(event="MembershipEnded")))
    assert WorkFile.objects.count() == 0


def test_the_files_of_a_helper_who_left_go_when_they_are_erased_though_the_work_was_done(
    world: World,
) -> None:
    work = taken(world, world.bo)
    of_eve(world, work, helps=True)
    do(world, report_done, by=world.bo, assignment_id=work.pk, result="It is blue.")
    do(world, end_membership, by=world.una, person_id=world.eve.pk)
    hand_back_of_left(list(Entry.objects.filter(event="MembershipEnded")))
    assert WorkFile.objects.count() == 1
    holdings.erase(world.eve.pk, 10)
    assert WorkFile.objects.count() == 0


def test_the_files_of_somebody_whose_time_in_the_unit_ended_go_by_the_daily_job(world: World) -> None:
    attach(world, taken(world, world.eve), world.eve)
    assert holdings.files_left(world.at).count() == 0
    Membership.objects.filter(person=world.eve).update(ended_at=world.at)
    assert holdings.files_left(world.at).count() == 1


def test_files_of_work_that_is_never_done_go_a_year_after_its_day(world: World) -> None:
    file = attach(world, put_up(world), world.bo)
    day = datetime.combine(file.assignment.due_on, time(), UTC) + holdings.FILES_WAIT
    assert [holdings.files_over(at).count() for at in (day - timedelta(days=1), day)] == [0, 1]


def test_a_helper_removes_what_they_attached_and_no_other_file(world: World) -> None:
    work = taken(world, world.eve)
    file = attach(world, work, world.eve)
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    Term.objects.filter(person=world.bo).update(ended_at=world.at)
    with pytest.raises(Refused, match=r"Whoever helps removes the files that they attached themselves"):
        do(world, detach_work_file, by=world.bo, work_file_id=file.pk)
    do(world, detach_work_file, by=world.eve, work_file_id=file.pk)


def test_files_that_are_attached_and_removed_again_and_again_are_refused_in_the_end(
    world: World, client
) -> None:
    work = taken(world, world.eve)
    as_(client, world.eve)
    for number in range(MOST_LOOSE):
        sent(client, work, b"%d\n" % number, f"{number}.txt")
        client.post(f"/work/{work.pk}/files/{WorkFile.objects.get().pk}/removal/")
    assert sent(client, work, b"One more.\n", "more.txt").status_code == 422


def test_whoever_gives_work_back_brings_no_more_files_than_one_who_removes_them(world: World) -> None:
    for number in range(MOST_LOOSE):
        work = taken(world, world.eve)
        upload = token_for(take_in_from(world.eve.pk, [b"%d\n" % number], "a.txt"), world.eve.pk)
        do(world, attach_work_file, by=world.eve, assignment_id=work.pk, upload=upload)
        do(world, give_back_work, by=world.eve, assignment_id=work.pk)
    with pytest.raises(Refused, match=r"You brought 30 files within a day that hang nowhere"):
        take_in_from(world.eve.pk, [b"One more.\n"], "more.txt")
