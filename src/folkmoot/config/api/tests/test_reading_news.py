from conftest import World
from folkmoot.config.api.tests.calling import rows, signed_in
from folkmoot.decisions.tests.papers import do
from folkmoot.news.actions.publishing import withdraw_item
from folkmoot.news.tests.items import drafted, published


def test_programs_read_the_news_that_is_for_whoever_asks(world: World) -> None:
    item = published(world, to=world.north)
    published(world, title="Of the north", unit=world.north, by=world.ada)
    drafted(world)
    gone = published(world, title="Gone")
    do(world, withdraw_item, by=world.max, item_id=gone.pk)
    assert [row["title"] for row in rows(signed_in(world.cy), "news")] == [
        "Of the north",
        "The hall is painted",
    ]
    assert rows(signed_in(world.cy), "news?unit=union&q=hall") == [
        {
            "id": str(item.pk),
            "title": "The hall is painted",
            "title_language": "en",
            "body_id": str(world.union.pk),
            "body_code": "union",
            "published_at": "2026-03-02T18:30:00Z",
            "corrected_at": None,
            "last_on": None,
            "is_pinned": False,
        }
    ]
    assert rows(signed_in(world.dee), "news") == []
