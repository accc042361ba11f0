from datetime import date, timedelta

import pytest

from conftest import World
from folkmoot.decisions.models.audience import standings_of
from folkmoot.decisions.tests.papers import do
from folkmoot.documents.models import IndexedDocument
from folkmoot.documents.queries import prose_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.news.actions.drafting import discard_item, revise_item
from folkmoot.news.actions.publishing import correct_item, publish_item, withdraw_item
from folkmoot.news.models import Item
from folkmoot.news.queries.items import for_reader, item_page, on_today
from folkmoot.news.tests.items import BODY, drafted, published, words
from folkmoot.units.models import Unit


def events() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("event", flat=True))


def today(world: World, name: str) -> list[str]:
    person = world.people[name]
    return [line.title for line in on_today(person, standings_of(person, at=world.at), at=world.at)]


def test_published_news_is_found_by_everybody_it_is_for_and_nobody_else(world: World) -> None:
    item = published(world, to=world.north)
    readers = [name for name, person in world.people.items() if for_reader(person, at=world.at).exists()]
    # Max writes for the union, though his home is in the north as well.
    assert readers == ["una", "max", "ada", "bo", "cy", "eve"]
    assert item.published_at == world.at
    assert events() == ["NewsDrafted", "NewsPublished"]


def test_publishing_writes_the_same_rows_however_many_it_is_for(
    world: World, django_assert_num_queries
) -> None:
    few, many = drafted(world), drafted(world)
    with django_assert_num_queries(23) as first:
        do(world, publish_item, by=world.max, item_id=few.pk, revision=1, unit_id=world.vale.pk)
    with django_assert_num_queries(len(first)):
        do(world, publish_item, by=world.max, item_id=many.pk, revision=1, unit_id=world.union.pk)


def test_for_a_body_that_was_closed_nothing_is_written(world: World) -> None:
    Unit.objects.filter(pk=world.union.pk).update(closed_at=world.at)
    with pytest.raises(Refused, match="There is no such unit, or it was closed"):
        drafted(world)
    assert not Item.objects.exists()


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "stan"])
def test_only_those_who_write_for_a_body_may_publish_for_it(world: World, who: str) -> None:
    item = drafted(world)
    with pytest.raises(Refused, match="There is no such news"):
        do(world, publish_item, by=world.people[who], item_id=item.pk, revision=1, unit_id=world.union.pk)
    assert Item.objects.published().count() == 0


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee"])
def test_those_who_only_read_it_neither_correct_nor_withdraw_news(world: World, who: str) -> None:
    item = published(world)
    for function, more in ((correct_item, {"version": 1, "texts": [words(body="x")]}), (withdraw_item, {})):
        with pytest.raises(Refused, match="You hold no office that may do this in Union"):
            do(world, function, by=world.people[who], item_id=item.pk, **more)
    assert list(Item.objects.standing(world.at)) == [item]


def test_somebody_who_saved_since_hinders_publishing(world: World) -> None:
    item = drafted(world)
    do(world, revise_item, by=world.max, item_id=item.pk, revision=1, texts=[words("Another title")])
    with pytest.raises(Refused, match="Somebody else saved"):
        do(world, publish_item, by=world.max, item_id=item.pk, revision=1, unit_id=world.union.pk)


def test_an_empty_text_is_not_published(world: World) -> None:
    item = drafted(world, body="  \n")
    with pytest.raises(Refused, match=r"There is no text in en yet\."):
        do(world, publish_item, by=world.max, item_id=item.pk, revision=1, unit_id=world.union.pk)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"is_pinned": True}, r"needs a last day"),
        ({"until": date(2026, 3, 1)}, r"is past\."),
        ({"until": date(2027, 3, 4)}, r"for a year at the most\."),
    ],
)
def test_news_lasts_until_a_day_that_can_be(world: World, given, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        published(world, **given)
    assert Item.objects.published().count() == 0


def test_news_is_published_to_what_lies_below_its_body(world: World) -> None:
    item = drafted(world, unit=world.north, by=world.ada)
    for unit, sentence in (
        (world.union, "Union is not part of North"),
        (world.vale, "There is no such unit"),
    ):
        with pytest.raises(Refused, match=sentence):
            do(world, publish_item, by=world.ada, item_id=item.pk, revision=1, unit_id=unit.pk)


def test_news_narrowed_to_an_office_is_for_those_who_hold_it(world: World) -> None:
    published(world, offices=["secretary"])
    assert [name for name in world.people if today(world, name)] == ["max", "bo"]


def test_today_has_the_two_latest_and_what_is_pinned_first(world: World) -> None:
    published(world, title="Pinned", until=date(2026, 3, 2), is_pinned=True)
    for title in ("First", "Second", "Third"):
        world.at += timedelta(minutes=1)
        published(world, title=title)
    assert today(world, "cy") == ["Pinned", "Third"]
    world.at += timedelta(days=1)
    assert today(world, "cy") == ["Third", "Second"]


def test_news_without_a_last_day_leaves_today_after_two_weeks(world: World) -> None:
    item = published(world)
    world.at += timedelta(days=14) - timedelta(seconds=1)
    assert today(world, "cy") == ["The hall is painted"]
    world.at += timedelta(seconds=1)
    assert today(world, "cy") == []
    assert list(for_reader(world.cy, at=world.at)) == [item]


def test_news_until_a_day_stays_through_it_by_the_clocks_of_the_body(world: World) -> None:
    item = published(world, until=date(2026, 4, 2))
    assert item.last_on == date(2026, 4, 2)
    assert item.ends_at is not None
    world.at = item.ends_at - timedelta(seconds=1)
    assert today(world, "cy") == ["The hall is painted"]
    world.at = item.ends_at
    assert today(world, "cy") == []


def test_a_correction_keeps_the_old_words_and_both_can_be_read(world: World) -> None:
    item = published(world)
    before = world.at
    world.at += timedelta(hours=1)
    do(world, correct_item, by=world.max, item_id=item.pk, version=1, texts=[words(body="On Monday.\n")])
    item.refresh_from_db()
    assert item.corrected_at == world.at
    assert prose_of(item.document_id, ["en"], at=world.at).html == "<p>On Monday.</p>\n"
    assert "Sunday" in prose_of(item.document_id, ["en"], at=before).html
    page = item_page(item.pk, world.cy, version=1, at=world.at)
    assert page is not None
    assert "Sunday" in page.reading.html
    assert [(each.number, each.since) for each in page.wordings] == [(1, before), (2, world.at)]
    assert events()[-1] == "NewsCorrected"


@pytest.mark.parametrize(
    ("version", "text", "sentence"),
    [
        (1, words(body=BODY), "Nothing in it is changed"),
        (2, words(body="Other"), "Somebody else corrected this"),
        (1, words(language="fr"), "is missing in en"),
        (1, words(body=" "), "There is no text"),
    ],
)
def test_a_correction_changes_the_latest_words_in_all_their_languages(
    world: World, version: int, text, sentence: str
) -> None:
    item = published(world)
    with pytest.raises(Refused, match=sentence):
        do(world, correct_item, by=world.max, item_id=item.pk, version=version, texts=[text])
    item.refresh_from_db()
    assert item.corrected_at is None


def test_withdrawn_news_leaves_today_and_can_be_withdrawn_but_once(world: World) -> None:
    item = published(world)
    do(world, withdraw_item, by=world.max, item_id=item.pk)
    assert today(world, "cy") == []
    assert events()[-1] == "NewsWithdrawn"
    with pytest.raises(Refused, match="This was withdrawn"):
        do(world, withdraw_item, by=world.max, item_id=item.pk)
    with pytest.raises(Refused, match="This was withdrawn"):
        do(world, correct_item, by=world.max, item_id=item.pk, version=1, texts=[words(body="x")])


def test_a_draft_is_thrown_away_and_published_news_is_not(world: World) -> None:
    item, out = drafted(world), published(world)
    do(world, discard_item, by=world.max, item_id=item.pk)
    assert list(Item.objects.all()) == [out]
    with pytest.raises(Refused, match="This was published"):
        do(world, discard_item, by=world.max, item_id=out.pk)


def test_a_draft_can_neither_be_corrected_nor_withdrawn(world: World) -> None:
    item = drafted(world)
    with pytest.raises(Refused, match="not published yet"):
        do(world, withdraw_item, by=world.max, item_id=item.pk)
    with pytest.raises(Refused, match="There is no such news"):
        do(world, withdraw_item, by=world.max, item_id=world.union.pk)


def test_news_is_not_among_the_words_of_the_library(world: World) -> None:
    published(world)
    assert IndexedDocument.objects.count() == 0


def test_a_moment_later_nothing_says_who_has_read(world: World, client) -> None:
    item = published(world)
    client.force_login(world.cy.account)
    entries = Entry.objects.count()
    assert client.get(f"/news/{item.pk}/").status_code == 200
    assert Entry.objects.count() == entries
