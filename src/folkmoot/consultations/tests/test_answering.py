from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from conftest import World
from folkmoot.consultations.actions.answering import answer_comments, publish_summary, summarise_point
from folkmoot.consultations.actions.ending import withdraw_consultation
from folkmoot.consultations.actions.speaking import withdraw_comment
from folkmoot.consultations.jobs import count_opinions_job
from folkmoot.consultations.models import Answer, Comment, Consultation, Summary
from folkmoot.consultations.queries.comments import all_comments, comments_page
from folkmoot.consultations.queries.reaching import first_screen_of
from folkmoot.consultations.tests.asking import added_up, later, opened, said
from folkmoot.decisions.queries.audiences import standings
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.structure.tests.acting import events

AFTER = datetime(2026, 3, 16, 23, tzinfo=UTC)


def answered(world: World, person: Person, at: datetime) -> list[bool]:
    stands = standings(person, at=at)
    return [each.is_answered for each in first_screen_of(person, standings=stands, at=at, most=20)]


def answer(world: World, consultation: Consultation, at: datetime, **given: object) -> UUID:
    return later(at, answer_comments, by=world.max, consultation_id=consultation.pk, **given)


def comment_of(person: Person) -> UUID:
    return Comment.objects.get(person=person).pk


def test_chosen_comments_are_answered_and_only_who_said_them_is_told(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Too often.", point="1", is_signed=True)
    said(world, consultation, world.bo, "Just right.", point="1", is_signed=True)
    answer(world, consultation, world.at, point="1", text="We see.", comments=[str(comment_of(world.cy))])
    assert answered(world, world.cy, world.at) == [True]
    assert answered(world, world.bo, world.at) == [False]
    assert events()[-1] == "CommentsAnswered"


def test_all_of_a_point_is_answered_at_once(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Too often.", point="1")
    said(world, consultation, world.bo, "Good.", point="2")
    answer(world, consultation, world.at, point="1", text="We see.")
    assert (answered(world, world.cy, world.at), answered(world, world.bo, world.at)) == ([True], [False])
    assert Answer.objects.get().is_for_all


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " "}, "Nothing is written here yet"),
        ({"text": "x", "point": "9"}, "no point 9"),
        ({"text": "x", "comments": []}, "No comment is chosen"),
        ({"text": "x", "comments": [str(UUID(int=each)) for each in range(31)]}, "At most 30"),
        ({"text": "x", "comments": [str(UUID(int=1))]}, "taken back meanwhile"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(world: World, given, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        answer(world, opened(world), world.at, **given)
    assert not Answer.objects.exists()


def test_what_is_not_there_to_be_read_cannot_be_answered_and_does_not_tell_that_it_is_there(
    world: World,
) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "A quiet word.", point="1")
    sentences = set()
    for comment in (comment_of(world.cy), UUID(int=1)):
        with pytest.raises(Refused) as refusal:
            answer(world, consultation, world.at, point="1", text="x", comments=[str(comment)])
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1
    added_up(consultation, AFTER)
    answer(world, consultation, AFTER, point="1", text="x", comments=[str(comment_of(world.cy))])


@pytest.mark.parametrize("who", ["ada", "bo", "cy", "una"])
def test_only_officers_of_the_body_answer_sum_up_and_publish(world: World, who: str) -> None:
    given = {"consultation_id": opened(world).pk}
    for act, more in (
        (answer_comments, {"text": "x"}),
        (summarise_point, {"outcome": "not", "reasons": "x"}),
        (publish_summary, {}),
    ):
        with pytest.raises(Refused, match="You hold no office"):
            later(AFTER, act, by=world.people[who], **given, **more)


def test_a_body_reads_an_unsigned_comment_without_whose_it_is(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Unsigned.", point="1")
    said(world, consultation, world.bo, "Signed.", point="1", is_signed=True)
    assert [(line.text, line.name) for line in all_comments(consultation, at=world.at)] == [("Signed.", "Bo")]
    added_up(consultation, AFTER)
    lines = {(line.text, line.name) for line in all_comments(consultation, at=AFTER)}
    assert lines == {("Unsigned.", ""), ("Signed.", "Bo")}


def test_comments_come_page_by_page_each_once_and_are_searched(world: World) -> None:
    consultation = opened(world)
    for person in (world.cy, world.bo, world.ada, world.max, world.dee):
        said(world, consultation, person, f"Word of {person.name}.", is_signed=True)
    seen, after = [], ""
    while True:
        page = comments_page(consultation, point="", after=after, at=world.at, size=2)
        seen += [line.name for line in page.lines]
        if not (after := page.following):
            break
    assert sorted(seen) == ["Ada", "Bo", "Cy", "Dee", "Max"]
    assert [
        each.name for each in comments_page(consultation, point="", words="word ADA", at=world.at).lines
    ] == ["Ada"]
    assert len(comments_page(consultation, point="", after="no key", at=world.at).lines) == 5
    assert comments_page(consultation, point="1", at=world.at).lines == []


def test_the_export_has_every_comment_once_the_whole_first_and_then_point_by_point(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.consultations.queries.comments.EXPORT_PAGE", 2)
    consultation = opened(world)
    for point in ("2", "1", ""):
        for name in ("cy", "bo", "dee") if point == "1" else ("eve",):
            said(world, consultation, world.people[name], name, point=point, is_signed=True)
    lines = list(all_comments(consultation, at=world.at))
    assert [line.point for line in lines] == ["", "1", "1", "1", "2"]
    assert sorted(line.name for line in lines) == ["Bo", "Cy", "Dee", "Eve", "Eve"]


def test_what_becomes_of_it_is_written_when_all_is_over_and_published_once(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Too often.", point="1")
    given = {"consultation_id": consultation.pk}
    written = {**given, "point": "1", "outcome": "partly", "reasons": "Small locals may meet less."}
    with pytest.raises(Refused, match="not over"):
        later(world.at, summarise_point, by=world.max, **written)
    with pytest.raises(Refused, match="three outcomes"):
        later(AFTER, summarise_point, by=world.max, **{**written, "outcome": "perhaps"})
    with pytest.raises(Refused, match="being added up"):
        later(AFTER, publish_summary, by=world.max, **given)
    assert count_opinions_job(AFTER + timedelta(minutes=1)) is True
    with pytest.raises(Refused, match="Nothing was summarised"):
        later(AFTER, publish_summary, by=world.max, **given)
    later(AFTER, summarise_point, by=world.max, **{**written, "outcome": "not"})
    later(AFTER, summarise_point, by=world.max, **written)
    assert list(Summary.objects.values_list("point", "outcome")) == [("1", "partly")]
    later(AFTER, publish_summary, by=world.max, **given)
    assert events()[-3:] == ["PointSummarised", "PointSummarised", "SummaryPublished"]
    for act, more in ((publish_summary, given), (summarise_point, written)):
        with pytest.raises(Refused, match="was published, and stays"):
            later(AFTER, act, by=world.max, **more)
    assert answered(world, world.cy, AFTER) == [True]
    assert answered(world, world.bo, AFTER) == answered(world, world.cy, AFTER + timedelta(days=14)) == []


def test_who_took_everything_back_is_told_nothing(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Too often.", point="1")
    answer(world, consultation, AFTER, point="1", text="We see.")
    later(AFTER, withdraw_comment, by=world.cy, consultation_id=consultation.pk, point="1")
    assert answered(world, world.cy, AFTER) == []


def test_what_was_withdrawn_is_not_answered(world: World) -> None:
    consultation = opened(world)
    do(world, withdraw_consultation, by=world.max, consultation_id=consultation.pk)
    with pytest.raises(Refused, match="withdrawn"):
        answer(world, consultation, AFTER, text="x")
