from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.tests.papers import adopted, conveyed, do
from folkmoot.decisions.tests.papers import drafted as draft_of_decision
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.news.actions.openly import (
    close_public_edition,
    open_public_edition,
    publish_openly,
    take_back_paper,
)
from folkmoot.news.actions.publishing import withdraw_item
from folkmoot.news.models import PublicPaper
from folkmoot.news.queries.openly import is_edition_open, public_list
from folkmoot.news.tests.items import drafted, open_edition, openly, published


def last_event() -> str:
    return str(Entry.objects.latest("id").event)


def test_the_edition_is_closed_until_head_office_opens_it(world: World) -> None:
    item = published(world)
    assert not is_edition_open()
    with pytest.raises(Refused, match="has no public edition"):
        do(world, publish_openly, by=world.max, item_id=item.pk)
    open_edition(world)
    assert is_edition_open()
    assert last_event() == "PublicEditionOpened"
    with pytest.raises(Refused, match="is open"):
        do(world, open_public_edition, by=world.max)
    do(world, close_public_edition, by=world.max)
    assert not is_edition_open()
    assert last_event() == "PublicEditionClosed"
    with pytest.raises(Refused, match="has no public edition"):
        do(world, close_public_edition, by=world.max)


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "stan"])
def test_nobody_but_the_officers_of_the_topmost_unit_opens_it(world: World, who: str) -> None:
    with pytest.raises(Refused, match="You hold no office that may do this in Union"):
        do(world, open_public_edition, by=world.people[who])


def test_a_conveyed_decision_and_published_news_are_published_to_everybody(world: World) -> None:
    open_edition(world)
    decision, item = conveyed(world), published(world)
    papers = [openly(world, decision=decision), openly(world, item=item)]
    assert list(PublicPaper.objects.out().newest_first()) == [*reversed(papers)]
    assert last_event() == "PublishedOpenly"


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "stan"])
def test_only_officers_of_its_body_publish_openly_and_take_back(world: World, who: str) -> None:
    open_edition(world)
    paper = openly(world, decision=conveyed(world))
    other = conveyed(world, title="Another")
    with pytest.raises(
        Refused, match=r"You hold no office that may do this in Union|There is no such decision"
    ):
        do(world, publish_openly, by=world.people[who], decision_id=other.pk)
    with pytest.raises(Refused, match="There is nothing like this in the public edition"):
        do(world, take_back_paper, by=world.people[who], paper_id=paper.pk)
    assert list(PublicPaper.objects.out()) == [paper]


def test_what_members_do_not_have_is_not_published_to_everybody(world: World) -> None:
    open_edition(world)
    repealed = conveyed(world)
    do(world, repeal_decision, by=world.max, decision_id=repealed.pk)
    for which, sentence in (
        ({"decision_id": draft_of_decision(world).pk}, "was conveyed to nobody yet"),
        ({"decision_id": adopted(world).pk}, "was conveyed to nobody yet"),
        ({"decision_id": repealed.pk}, "was repealed"),
        ({"item_id": drafted(world).pk}, "was not published yet"),
        ({}, "only one of them"),
        ({"decision_id": repealed.pk, "item_id": drafted(world).pk}, "only one of them"),
    ):
        with pytest.raises(Refused, match=sentence):
            do(world, publish_openly, by=world.max, **which)
    assert PublicPaper.objects.count() == 0


def test_what_was_taken_back_is_published_again_at_the_same_address(world: World) -> None:
    open_edition(world)
    item = published(world)
    paper = openly(world, item=item)
    with pytest.raises(Refused, match="is in the public edition already"):
        openly(world, item=item)
    do(world, take_back_paper, by=world.max, paper_id=paper.pk)
    assert last_event() == "TakenBackFromPublic"
    with pytest.raises(Refused, match="was taken back"):
        do(world, take_back_paper, by=world.max, paper_id=paper.pk)
    world.at += timedelta(days=1)
    again = openly(world, item=item)
    assert (again.pk, again.published_at) == (paper.pk, world.at)


def test_withdrawn_news_leaves_the_public_edition(world: World) -> None:
    open_edition(world)
    item = published(world)
    openly(world, item=item)
    do(world, withdraw_item, by=world.max, item_id=item.pk)
    assert PublicPaper.objects.out().count() == 0


def test_a_page_of_the_edition_knows_when_anything_of_it_last_changed_up_to_what_was_taken_back(
    world: World,
) -> None:
    open_edition(world)
    assert PublicPaper.objects.all().last_changed() == []
    of_union, of_north = openly(world, item=published(world)), openly(world, item=published(world))
    days = [world.at + timedelta(days=each) for each in range(4)]
    PublicPaper.objects.filter(pk=of_union.pk).update(published_at=days[1], taken_back_at=days[3])
    PublicPaper.objects.filter(pk=of_north.pk).update(body=world.north, published_at=days[2])
    found = {
        body: public_list(body and body.pk, ["en"], at=days[3]) for body in (None, world.union, world.north)
    }
    assert [each and each.changed_at for each in found.values()] == [days[3], days[3], days[2]]
    assert [each and [body.name for body in each.bodies] for each in found.values()] == [["North"], [], []]
    assert public_list(world.south.pk, ["en"], at=days[3]) is None
    assert sorted(PublicPaper.objects.all().last_changed()) == [days[2], days[3]]
