import pytest

from conftest import World
from folkmoot.config.api.tests.calling import rows, signed_in
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.study.actions.learning import read_lesson
from folkmoot.study.models import Lesson
from folkmoot.study.tests.studying import begun, published
from folkmoot.study.tests.test_lessons import TEXT, changed, taught


def offered(world: World) -> Lesson:
    lesson = taught(world, begun(world), conveyed(world))
    published(world, lesson.programme)
    return lesson


def test_programs_read_lessons_as_members_do_and_nothing_of_who_read_them(world: World) -> None:
    lesson = offered(world)
    do(world, read_lesson, by=world.eve, study_lesson_id=lesson.pk)
    changed(world, lesson, title="A draft")
    assert rows(signed_in(world.eve), "lessons?unit=north") == [
        {
            "id": str(lesson.pk),
            "programme_id": str(lesson.programme_id),
            "unit_id": str(world.north.pk),
            "unit_code": "north",
            "decision_id": str(lesson.decision_id),
            "point": "1",
            "title": TEXT["title"],
            "body": "Who meets, **decides**.\n\n1. Call it in time.",
            "minutes": 5,
            "level": "basic",
            "language": "en",
        }
    ]
    assert rows(signed_in(world.eve), "lessons?unit=harbour") == []


SEEN = [("ada", 2), ("max", 2), ("una", 1), ("bo", 1), ("eve", 1), ("dee", 0), ("stan", 0)]


@pytest.mark.parametrize(("who", "number"), SEEN)
def test_programmes_are_those_that_somebody_is_offered_or_writes(world: World, who: str, number: int) -> None:
    lesson = offered(world)
    begun(world, title="A draft")
    found = rows(signed_in(world.people[who]), "programmes")
    assert len(found) == number
    assert number == 0 or found[-1]["id"] == str(lesson.programme_id)
    assert len(rows(signed_in(world.people[who]), "lessons")) == min(number, 1)
