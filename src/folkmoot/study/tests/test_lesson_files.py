import io
from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.documents.actions.taking_in import take_in, token_for
from folkmoot.documents.tests.samples import ogg, png
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.study.actions.lesson_files import attach_lesson_file, detach_lesson_file
from folkmoot.study.actions.programmes import end_programme
from folkmoot.study.models import Lesson, LessonFile
from folkmoot.study.rules.lesson_files import Shape, shape_of
from folkmoot.study.tests.studying import begun, published
from folkmoot.study.tests.test_lessons import changed, offered, taught


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def hung(world: World, lesson: Lesson, content: bytes = png(), name: str = "hall.png", **given: Any) -> str:
    by = given.pop("by", world.ada)
    taken = take_in([content], name)
    said = {"upload": token_for(taken, by.pk), "alt": "The hall, full.", **given}
    do(world, attach_lesson_file, by=by, study_lesson_id=lesson.pk, **said)
    return taken.sha256


def names(lesson: Lesson) -> list[list[str]]:
    """What hangs on each text of a lesson, the published ones first."""
    texts = lesson.texts.order_by("published_at", "pk")
    found = [(text.published_at is None, sorted(each.name for each in text.files.all())) for text in texts]
    return [files for _is_draft, files in sorted(found)]


def test_a_file_waits_with_the_words_until_somebody_else_publishes_both(world: World) -> None:
    lesson = offered(world)
    before = Entry.objects.get(event="ProgrammePublished").payload
    hung(world, lesson)
    assert names(lesson) == [[], ["hall.png"]]
    with pytest.raises(Refused, match=r"You wrote some of this yourself\."):
        published(world, lesson.programme, by=world.ada)
    published(world, lesson.programme)
    lesson.refresh_from_db()
    assert lesson.current
    assert [each.name for each in lesson.current.files.all()] == ["hall.png"]
    after = Entry.objects.filter(event="ProgrammePublished").order_by("-id")[0].payload
    assert after != before


def test_files_go_with_a_lesson_that_is_written_anew_and_are_taken_off_when_that_is_published(
    world: World,
) -> None:
    lesson = offered(world)
    sha256 = hung(world, lesson)
    hung(world, lesson, ogg(), "chant.ogg")
    published(world, lesson.programme)
    changed(world, lesson, title="Anew")
    assert names(lesson)[1:] == [["chant.ogg", "hall.png"]] * 2
    do(world, detach_lesson_file, by=world.ada, study_lesson_id=lesson.pk, sha256=sha256)
    assert names(lesson)[1:] == [["chant.ogg", "hall.png"], ["chant.ogg"]]
    with pytest.raises(Refused, match=r"This file hangs here no more\."):
        do(world, detach_lesson_file, by=world.ada, study_lesson_id=lesson.pk, sha256=sha256)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"alt": " "}, r"Say in a sentence what is to be seen or heard"),
    ({"alt": "a" * 301}, r"at most 300 fit"),
    ({"content": b"Agreed.\n", "name": "notes.txt"}, r"A lesson shows pictures"),
    ({"content": b"%PDF-1.4\n%%EOF\n", "name": "a.pdf"}, r"A lesson shows pictures"),
    ({"upload": "x"}, r"This file is not here any more\."),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_what_a_lesson_cannot_show_or_says_nothing_is_refused(world: World, given, sentence: str) -> None:
    lesson = taught(world, begun(world), conveyed(world))
    with pytest.raises(Refused, match=sentence):
        hung(world, lesson, **given)
    assert LessonFile.objects.count() == 0


def test_a_content_hangs_once_and_only_those_who_write_there_hang_any(world: World) -> None:
    lesson = taught(world, begun(world), conveyed(world))
    hung(world, lesson)
    with pytest.raises(Refused, match=r"This file hangs here already"):
        hung(world, lesson)
    for who in (world.bo, world.eve, world.stan):
        with pytest.raises(Refused, match=r"There is no such lesson\."):
            hung(world, lesson, ogg(), "chant.ogg", by=who)


def test_pictures_and_sounds_have_their_shapes() -> None:
    shapes = [shape_of(each) for each in ("image/png", "audio/ogg", "video/mp4", "application/pdf")]
    assert shapes == [Shape.PICTURE, Shape.SOUND, None, None]


def test_a_picture_and_a_sound_are_put_in_looked_at_and_taken_off_in_the_browser(
    world: World, client
) -> None:
    lesson = taught(world, begun(world), conveyed(world))
    page = as_(client, world.ada).get(f"/study/lessons/{lesson.pk}/preview/")
    page = client.get(links(page)["Pictures and sounds"])
    address = page.request["PATH_INFO"]
    for content, name in ((png(), "hall.png"), (ogg(), "chant.ogg")):
        brought = io.BytesIO(content)
        brought.name = name
        given = {**fields(page), "file": brought, "alt": f"What {name} is"}
        page = client.post(address, given, follow=True)
    assert texts_of(page, "h3") == ["hall.png", "chant.ogg"]
    brought = io.BytesIO(png())
    brought.name = "other.png"
    answer = client.post(address, {**fields(page), "file": brought, "alt": ""})
    assert (answer.status_code, refusals(answer)) == (
        422,
        ["What is to be seen or heard – This is empty. Fill it in."],
    )
    shown = client.get(f"/study/lessons/{lesson.pk}/preview/").content.decode()
    assert 'alt="What hall.png is"' in shown
    assert "<audio controls" in shown
    sha256 = LessonFile.objects.get(name="hall.png").sha256
    client.post(f"{address}{sha256}/removal/", fields(page))
    assert list(LessonFile.objects.values_list("name", flat=True)) == ["chant.ogg"]


def test_a_file_is_given_to_those_who_read_the_lesson_and_to_nobody_else(world: World, client) -> None:
    lesson = taught(world, begun(world), conveyed(world))
    address = f"/study/lessons/{lesson.pk}/files/{hung(world, lesson)}/"

    def answers() -> dict[str, int]:
        who = ("ada", "eve", "dee", "stan")
        return {each: as_(client, world.people[each]).get(address).status_code for each in who}

    assert answers() == {"ada": 200, "eve": 404, "dee": 404, "stan": 404}
    published(world, lesson.programme)
    assert answers() == {"ada": 200, "eve": 200, "dee": 404, "stan": 404}
    assert as_(client, world.eve).get(address)["X-Content-Type-Options"] == "nosniff"
    do(world, end_programme, by=world.ada, programme_id=lesson.programme_id)
    assert answers()["eve"] == 404


def test_a_lesson_asks_as_much_with_one_file_as_with_many(world: World, client) -> None:
    lesson = taught(world, begun(world), conveyed(world))
    hung(world, lesson)
    published(world, lesson.programme)
    address = f"/study/lessons/{lesson.pk}/"
    before = cost(as_(client, world.eve), address)
    hung(world, lesson, ogg(), "chant.ogg")
    published(world, lesson.programme)
    assert cost(as_(client, world.eve), address) == before <= 12
