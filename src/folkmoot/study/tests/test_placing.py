from typing import Any
from uuid import UUID

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.study.actions.learning import forget_learning
from folkmoot.study.actions.lessons import write_lesson
from folkmoot.study.actions.placing import PlacingAnswer, choose_level, place_oneself
from folkmoot.study.holdings import HOLDINGS, erase
from folkmoot.study.models import Answer, Memory, Placement, Programme
from folkmoot.study.queries.own import own_study
from folkmoot.study.queries.placing import placing_page
from folkmoot.study.rules.lessons import Offered, Why, next_lesson
from folkmoot.study.rules.placing import few_of_each, level_found
from folkmoot.study.rules.programmes import Level
from folkmoot.study.tests.studying import begun, published, written
from folkmoot.study.tests.test_lessons import TEXT

BASIC, WORKING, TEACHING = Level
RIGHT = "Once a month"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def taught(world: World) -> Programme:
    """A programme whose first point is explained to know it, and the second to work with it; a card asks each of them."""
    decision, programme = conveyed(world), begun(world)
    for point, level in (("1", "basic"), ("2", "working")):
        given: dict[str, Any] = {**TEXT, "point": point, "level": level, "title": f"Point {point}"}
        do(world, write_lesson, by=world.ada, programme_id=programme.pk, decision_id=decision.pk, **given)
        written(world, programme, decision, point=point, question=f"What of {point}?")
    return published(world, programme)


def placed(world: World, programme: Programme, *right: bool) -> str:
    page = placing_page(programme.pk, world.eve, at=world.at)
    assert page
    answered = [
        PlacingAnswer(card_id=each.card.pk, given=[RIGHT] if knows else ["Never"])
        for each, knows in zip(page.asked, right, strict=False)
    ]
    do(world, place_oneself, by=world.eve, programme_id=programme.pk, answered=answered)
    return Placement.objects.get(person=world.eve).level


def following(world: World, who: Any) -> tuple[str, Why | None]:
    found = own_study(who, at=world.at).lessons
    return (found.next.text.title if found.next else "", found.why)


FOUND = [
    ([], BASIC),
    ([(BASIC, False), (BASIC, True)], BASIC),
    ([(BASIC, True), (BASIC, True)], WORKING),
    ([(BASIC, True), (WORKING, False)], WORKING),
    ([(BASIC, True), (TEACHING, False)], TEACHING),
    ([(BASIC, False), (WORKING, True)], BASIC),
    ([(WORKING, True), (TEACHING, True)], TEACHING),
]


@pytest.mark.parametrize(("answered", "level"), FOUND)
def test_somebody_begins_where_they_did_not_know_all(answered, level: Level) -> None:
    assert level_found(answered) is level


def test_two_of_each_level_are_asked_from_the_basic_one_on() -> None:
    cards = [(UUID(int=each), level) for each, level in enumerate([WORKING, BASIC, BASIC, BASIC, TEACHING])]
    assert [pk.int for pk in few_of_each(cards)] == [1, 2, 0, 4]


def test_answers_choose_the_level_and_the_lesson_that_is_next_and_why(world: World) -> None:
    programme = taught(world)
    assert following(world, world.eve) == ("Point 1", Why.BEGINS)
    assert placed(world, programme, True, False) == "working"
    assert following(world, world.eve) == ("Point 2", Why.PLACED)
    assert following(world, world.bo) == ("Point 1", Why.BEGINS)
    do(world, choose_level, by=world.eve, programme_id=programme.pk, level="basic")
    assert following(world, world.eve) == ("Point 1", Why.PLACED)
    assert [each.text.title for each in own_study(world.eve, at=world.at).lessons.offered] == [
        "Point 1",
        "Point 2",
    ]


def test_what_was_answered_is_not_kept_and_nothing_tells_of_it(world: World) -> None:
    programme = taught(world)
    before = Entry.objects.count(), ActClaim.objects.count()
    assert placed(world, programme, False) == "basic"
    assert (Entry.objects.count(), ActClaim.objects.count()) == before
    assert (Answer.objects.count(), Memory.objects.count()) == (0, 0)
    told = {each.table: list(each.rows(world.eve)) for each in HOLDINGS}
    assert told["study_placement"] == [("Eve", "Meeting", "basic")]
    do(world, choose_level, by=world.bo, programme_id=programme.pk, level="working")
    do(world, forget_learning, by=world.eve)
    assert list(Placement.objects.values_list("person__name", flat=True)) == ["Bo"]
    assert erase(world.bo.pk, 10) == 1


def test_what_is_below_where_somebody_begins_comes_last() -> None:
    low = Offered(UUID(int=1), UUID(int=9), "basic", "en", begins=WORKING)
    high = Offered(UUID(int=2), UUID(int=9), "working", "en", begins=WORKING)
    assert next_lesson([low, high], ["en"]) == (high.pk, Why.PLACED)
    assert next_lesson([low], ["en"]) == (low.pk, Why.BEGINS)


def test_nobody_begins_with_what_is_not_offered_to_them(world: World, client) -> None:
    programme = taught(world)
    for who in (world.dee, world.stan):
        for act, given in ((choose_level, {"level": "basic"}), (place_oneself, {"answered": []})):
            with pytest.raises(Refused, match=r"(is not offered any more|asks nothing to begin with)\."):
                do(world, act, by=who, programme_id=programme.pk, **given)
        assert as_(client, who).get(f"/study/programmes/{programme.pk}/level/").status_code == 404
    with pytest.raises(Refused, match=r"Choose for what it is learnt"):
        do(world, choose_level, by=world.eve, programme_id=programme.pk, level="high")


def test_what_is_judged_by_oneself_and_what_is_amended_asks_nobody_to_begin_with(world: World) -> None:
    programme = begun(world)
    written(world, programme, conveyed(world), kind="explain", wrong=[])
    published(world, programme)
    with pytest.raises(Refused, match=r"This programme asks nothing to begin with\."):
        placed(world, programme)


def test_a_member_finds_out_where_to_begin_or_skips_it_in_the_browser(world: World, client) -> None:
    programme = taught(world)
    address = f"/study/programmes/{programme.pk}/level/"
    assert address in links(as_(client, world.eve).get("/study/")).values()
    page = client.get(address)
    assert [each[1].fields["given"].label for each in page.context["questions"]] == [
        "What of 1?",
        "What of 2?",
    ]
    assert links(page)["Skip it"] == "/study/"
    first = next(each for each in page.context["questions"] if each[0].wording.point == "1")
    answered = {f"{first[0].card.pk.hex}-given": RIGHT}
    page = client.post(
        f"/study/programmes/{programme.pk}/placement/", {**fields(page), **answered}, follow=True
    )
    assert "You begin with what is learnt to work with it." in page.content.decode()
    page = client.post(address, {**fields(page), "level": "teaching"}, follow=True)
    assert Placement.objects.get().level == "teaching"
    assert client.post(address, {**fields(page), "level": "high"}).status_code == 422


def test_the_page_asks_as_much_of_one_card_as_of_many(world: World, client) -> None:
    programme = taught(world)
    address = f"/study/programmes/{programme.pk}/level/"
    before = cost(as_(client, world.eve), address)
    for number in range(3):
        written(world, programme, conveyed(world), question=f"And {number}?")
    published(world, programme)
    assert cost(as_(client, world.eve), address) == before <= 12
