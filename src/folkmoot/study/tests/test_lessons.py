from typing import Any
from uuid import UUID

import pytest

from conftest import World
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import amendment, conveyed, do
from folkmoot.kernel.acts import Actor
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.study.actions import lessons
from folkmoot.study.actions.learning import forget_learning, read_lesson
from folkmoot.study.actions.lessons import change_lesson, remove_lesson, write_lesson
from folkmoot.study.actions.programmes import end_programme
from folkmoot.study.holdings import HOLDINGS, erase
from folkmoot.study.models import Lesson, Programme, Reading
from folkmoot.study.queries.lesson_lines import lesson_lines
from folkmoot.study.queries.own import own_study
from folkmoot.study.rules.lessons import Offered, Why, next_lesson
from folkmoot.study.tests.studying import begun, published

TEXT: dict[str, Any] = {
    "point": "1",
    "title": "Why we meet",
    "body": "Who meets, **decides**.\r\n\r\n1. Call it in time.\n",
    "minutes": 5,
    "level": "basic",
    "language": "en",
}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def taught(
    world: World, programme: Programme, decision: Decision, *, by: Actor | None = None, **given: Any
) -> Lesson:
    asked = {"programme_id": programme.pk, "decision_id": decision.pk, **TEXT, **given}
    return Lesson.objects.get(pk=do(world, write_lesson, by=by or world.ada, **asked))


def changed(world: World, lesson: Lesson, *, by: Actor | None = None, **given: Any) -> Lesson:
    lesson.refresh_from_db()
    asked = {"study_lesson_id": lesson.pk, "revision": lesson.revision, **TEXT, **given}
    do(world, change_lesson, by=by or world.ada, **asked)
    return lesson


def offered(world: World, **given: Any) -> Lesson:
    programme = begun(world)
    lesson = taught(world, programme, conveyed(world), **given)
    published(world, programme)
    lesson.refresh_from_db()
    return lesson


def following(world: World, who) -> tuple[str, Why | None]:
    found = own_study(who, at=world.at).lessons
    return (found.next.text.title if found.next else "", found.why)


def test_a_lesson_is_offered_once_somebody_else_has_published_it_with_its_programme(world: World) -> None:
    programme = begun(world)
    lesson = taught(world, programme, conveyed(world), by=world.max)
    assert own_study(world.eve, at=world.at).lessons.offered == []
    for who in (world.ada, world.max):  # who began the programme, and who wrote the lesson
        with pytest.raises(Refused, match=r"You wrote some of this yourself\."):
            published(world, programme, by=who)
    programme.writers.filter(person=world.ada).delete()
    published(world, programme, by=world.ada)
    assert following(world, world.eve) == ("Why we meet", Why.BEGINS)
    assert [each.lesson for each in own_study(world.eve, at=world.at).lessons.offered] == [lesson]
    assert own_study(world.stan, at=world.at).lessons.offered == []


def test_that_one_has_read_it_is_private_and_deleted_with_what_one_learnt(world: World) -> None:
    lesson = offered(world)
    before = Entry.objects.count(), ActClaim.objects.count()
    for _time in range(2):
        do(world, read_lesson, by=world.eve, study_lesson_id=lesson.pk)
    assert (Entry.objects.count(), ActClaim.objects.count()) == before
    assert (following(world, world.eve), following(world, world.bo)) == (
        ("", None),
        ("Why we meet", Why.BEGINS),
    )
    told = {each.table: list(each.rows(world.eve)) for each in HOLDINGS}
    assert told["study_reading"] == [("Eve", "Why we meet")]
    do(world, read_lesson, by=world.bo, study_lesson_id=lesson.pk)
    do(world, forget_learning, by=world.eve)
    assert list(Reading.objects.values_list("person__name", flat=True)) == ["Bo"]
    assert erase(world.bo.pk, 10) == 1
    assert Reading.objects.count() == 0
    with pytest.raises(Refused, match=r"There is no such lesson\.|This lesson is not offered any more\."):
        do(world, read_lesson, by=world.stan, study_lesson_id=lesson.pk)


def test_an_amended_point_marks_its_lesson_which_comes_first_once_it_is_revised(world: World) -> None:
    lesson = offered(world)
    do(world, read_lesson, by=world.eve, study_lesson_id=lesson.pk)
    programme = lesson.programme
    body = "1. Every local meets twice a month.\n2. The secretary calls the meeting.\n"
    amendment(world, lesson.decision, body, to=world.union)
    assert [each.is_amended for each in lesson_lines(programme, at=world.at)] == [True]
    assert following(world, world.bo) == ("", None)
    changed(world, lesson, title="Why we meet so often")
    assert own_study(world.eve, at=world.at).lessons.offered[0].text.title == "Why we meet"
    published(world, programme)
    assert [each.is_amended for each in lesson_lines(programme, at=world.at)] == [False]
    assert following(world, world.eve) == ("Why we meet so often", Why.REVISED)
    do(world, read_lesson, by=world.eve, study_lesson_id=lesson.pk)
    assert following(world, world.eve) == ("", None)


def test_of_two_who_change_a_lesson_the_second_is_shown_what_the_first_wrote(world: World) -> None:
    lesson = offered(world)
    changed(world, lesson, title="Ada's")
    with pytest.raises(Refused, match=r"Somebody wrote this anew in the meantime\."):
        do(world, change_lesson, by=world.max, study_lesson_id=lesson.pk, revision=1, **TEXT)
    assert lesson.texts.get(published_at=None).title == "Ada's"


REFUSED = [
    ({"title": " "}, r"Give it a title in a few words\."),
    ({"body": " "}, r"Nothing is written here yet\."),
    ({"body": "a" * 20_001}, r"Shorten it to at most 20000\."),
    ({"body": "a\n" * 501}, r"A lesson has at most 500 lines\. Divide it in two\."),
    ({"minutes": 0}, r"Choose between 1 and 60 minutes\."),
    ({"minutes": 61}, r"Choose between 1 and 60 minutes\."),
    ({"level": "high"}, r"Choose for what it is learnt"),
    ({"language": "xx"}, r"“xx”"),
    ({"point": "9"}, r"The decision has no point 9\. It has 1, 2\."),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_a_lesson_that_cannot_be_read_is_refused(world: World, given, sentence: str) -> None:
    programme, decision = begun(world), conveyed(world)
    with pytest.raises(Refused, match=sentence):
        taught(world, programme, decision, **given)
    assert Lesson.objects.count() == 0


def test_a_programme_has_so_many_lessons_at_most(world: World, monkeypatch) -> None:
    programme, decision = begun(world), conveyed(world)
    monkeypatch.setattr(lessons, "LESSONS_MOST", 1)
    taught(world, programme, decision)
    with pytest.raises(Refused, match=r"A programme has at most 1 lessons\. Begin another one\."):
        taught(world, programme, decision)


@pytest.mark.parametrize("who", ["bo", "eve", "dee", "una", "stan"])
def test_only_those_who_write_there_write_lessons(world: World, who: str) -> None:
    programme = begun(world)
    lesson = taught(world, programme, conveyed(world))
    person = world.people[who]
    for act, given in (
        (
            write_lesson,
            {"programme_id": programme.pk, "decision_id": lesson.decision_id, **TEXT},
        ),
        (change_lesson, {"study_lesson_id": lesson.pk, "revision": 1, **TEXT}),
        (remove_lesson, {"study_lesson_id": lesson.pk}),
    ):
        with pytest.raises(Refused, match=r"There is no such (programme|lesson)\."):
            do(world, act, by=person, **given)
    assert Lesson.objects.count() == 1


def test_a_lesson_is_taken_out_and_offered_no_more(world: World) -> None:
    lesson = offered(world)
    changed(world, lesson, title="Another")
    do(world, remove_lesson, by=world.ada, study_lesson_id=lesson.pk)
    assert own_study(world.eve, at=world.at).lessons.offered == []
    assert [each.title for each in lesson.texts.all()] == ["Why we meet"]
    with pytest.raises(Refused, match=r"This lesson was taken out\. Write a new one\."):
        do(world, remove_lesson, by=world.ada, study_lesson_id=lesson.pk)
    with pytest.raises(Refused, match=r"Nothing waits to be published\."):
        published(world, lesson.programme)
    draft = taught(world, lesson.programme, lesson.decision)
    do(world, remove_lesson, by=world.ada, study_lesson_id=draft.pk)
    assert Lesson.objects.count() == 1
    do(world, end_programme, by=world.ada, programme_id=lesson.programme_id)
    with pytest.raises(Refused, match=r"This programme has ended, and stays as it is\."):
        taught(world, lesson.programme, lesson.decision)


def some(number: int, programme: int = 1, **given: Any) -> Offered:
    return Offered(UUID(int=number), UUID(int=programme), **{"level": "basic", "language": "en", **given})


NEXT = [
    ([], None),
    ([some(1, is_read=True)], None),
    ([some(1), some(2)], (1, Why.BEGINS)),
    ([some(1, level="working"), some(2)], (2, Why.BEGINS)),
    ([some(1, language="fr"), some(2, level="teaching")], (2, Why.BEGINS)),
    ([some(1), some(2, 2), some(3, 2, is_read=True)], (2, Why.GOES_ON)),
    ([some(1), some(2, 2, is_read=True, is_revised=True)], (2, Why.REVISED)),
]


@pytest.mark.parametrize(("given", "expected"), NEXT)
def test_what_fits_next_is_revised_readable_begun_and_basic_in_this_order(given, expected) -> None:
    found = next_lesson(given, ["en"])
    assert (found and (found[0].int, found[1])) == expected


def test_a_lesson_is_written_looked_at_published_and_read_in_the_browser(world: World, client) -> None:
    decision, programme = conveyed(world), begun(world)
    page = as_(client, world.ada).get(f"/study/programmes/{programme.pk}/")
    page = client.get(links(page)["Write a lesson"])
    given = {**fields(page), **TEXT, "decision_id": str(decision.pk)}
    assert client.post(page.request["PATH_INFO"], {**given, "minutes": "99"}).status_code == 422
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert "<strong>decides</strong>" in page.content.decode()
    assert "So it looks once it is published." in page.content.decode()
    assert "Every local meets once a month." in texts_of(page, "div.prose")
    lesson = Lesson.objects.get()
    page = client.get(f"/study/lessons/{lesson.pk}/changes/")
    change = {**TEXT, **fields(page), "title": "Why we meet at all"}
    client.post(page.request["PATH_INFO"], change)
    assert client.post(page.request["PATH_INFO"], change).status_code in (302, 422)
    page = as_(client, world.max).get(f"/study/programmes/{programme.pk}/")
    assert "Why we meet at all" in texts_of(page, "h3")
    client.post(f"/study/programmes/{programme.pk}/publication/", fields(page))
    page = as_(client, world.eve).get("/study/")
    assert "“Meeting” begins with it." in texts_of(page, "p")
    page = client.get(f"/study/lessons/{lesson.pk}/")
    assert "<strong>decides</strong>" in page.content.decode()
    page = client.post(f"/study/lessons/{lesson.pk}/read/", fields(page), follow=True)
    assert "begins with it" not in page.content.decode()
    assert "I have read it" not in client.get(f"/study/lessons/{lesson.pk}/").content.decode()


@pytest.mark.parametrize("who", ["dee", "stan"])
def test_lessons_for_others_are_not_there(world: World, client, who: str) -> None:
    lesson = offered(world)
    as_(client, world.people[who])
    for page in ("", "preview/", "changes/", "removal/"):
        assert client.get(f"/study/lessons/{lesson.pk}/{page}").status_code == 404


def test_members_find_no_page_of_those_who_write(world: World, client) -> None:
    lesson = offered(world)
    as_(client, world.eve)
    for page in ("preview/", "changes/", "removal/"):
        assert client.get(f"/study/lessons/{lesson.pk}/{page}").status_code == 404
    assert client.get(f"/study/programmes/{lesson.programme_id}/lessons/").status_code == 404


def test_pages_ask_as_much_of_one_lesson_as_of_many(world: World, client) -> None:
    lesson = offered(world)
    pages = {
        world.ada: [f"/study/programmes/{lesson.programme_id}/", f"/study/lessons/{lesson.pk}/preview/"],
        world.eve: ["/study/", f"/study/lessons/{lesson.pk}/"],
    }

    def costs() -> list[int]:
        return [cost(as_(client, who), page) for who, addresses in pages.items() for page in addresses]

    before = costs()
    for number in range(3):
        taught(world, lesson.programme, lesson.decision, title=f"And {number}")
    published(world, lesson.programme)
    assert costs() == before
    assert max(before) <= 12
