import pytest

from conftest import World
from folkmoot.config.api.tests.calling import rows, signed_in
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.minutes.actions.adopting import correct_minutes, forget_in_minutes
from folkmoot.meetings.minutes.models import Minutes, MinutesVersion
from folkmoot.meetings.minutes.tests.test_minutes import adopted, checked, edit, written
from folkmoot.meetings.models import Meeting


def made(world: World) -> Meeting:
    meeting = written(world)
    checked(world, meeting)
    adopted(world, meeting)
    return meeting


def test_programs_read_adopted_minutes_and_no_draft(world: World) -> None:
    meeting = written(world)
    assert rows(signed_in(world.eve), "minutes") == []
    checked(world, meeting)
    adopted(world, meeting)
    (row,) = rows(signed_in(world.eve), "minutes?unit=harbour")
    version = meeting.minutes.versions.get()
    assert row == {
        "id": str(version.pk),
        "meeting_id": str(meeting.pk),
        "unit_id": str(world.harbour.pk),
        "unit_code": "harbour",
        "number": 1,
        "language": "en",
        "adopted_at": "2026-03-17T20:00:00Z",
        "adopted_by_id": str(version.adopted_by_id),
        "sha256": version.sha256,
        "parts": row["parts"],
    }
    assert row["parts"][-1] == {"heading": "Checked", "text": "Checked by Eve."}
    forget_in_minutes(world.eve.pk, 10)
    (row,) = rows(signed_in(world.bo), "minutes")
    assert row["parts"][-1] == {"heading": "Checked", "text": "Checked by (name erased)."}


@pytest.mark.parametrize(
    ("who", "count"), [("bo", 1), ("eve", 1), ("ada", 0), ("max", 0), ("una", 0), ("cy", 0), ("dee", 0)]
)
def test_they_are_for_those_who_belong_to_the_unit(world: World, who: str, count: int) -> None:
    made(world)
    assert len(rows(signed_in(world.people[who]), "minutes")) == count


def test_of_corrected_minutes_the_last_version_is_told(world: World) -> None:
    meeting = made(world)
    do(world, correct_minutes, by=world.bo, meeting_id=meeting.pk)
    edit(world, meeting, "closing", "Closed at 19:36.", revision=0)
    assert [row["number"] for row in rows(signed_in(world.eve), "minutes")] == [1]
    checked(world, meeting)
    adopted(world, meeting)
    (row,) = rows(signed_in(world.eve), "minutes")
    assert (row["number"], row["parts"][-2]["text"]) == (2, "Closed at 19:36.")


def copied(version: MinutesVersion) -> MinutesVersion:
    """Another meeting of the same unit, with minutes in the same words."""
    meeting = Meeting.objects.get(pk=version.minutes_id)
    meeting.pk = new_id()
    meeting.save(force_insert=True)
    minutes = Minutes.objects.create(meeting=meeting, language="en", is_draft=False)
    version.pk, version.minutes = new_id(), minutes
    version.save(force_insert=True)
    return version


def test_a_list_goes_on_where_the_page_before_ended_at_the_same_cost(
    world: World, django_assert_num_queries
) -> None:
    first = made(world).minutes.versions.get()
    versions = [str(first.pk), *(str(copied(first).pk) for _twice in range(2))]
    api = signed_in(world.eve)
    found = rows(api, "minutes?limit=2")
    found += rows(api, f"minutes?limit=2&after={found[-1]['id']}")
    assert [row["id"] for row in found] == versions[::-1]
    for limit in (1, 3):
        with django_assert_num_queries(4):
            rows(api, f"minutes?limit={limit}")
