from datetime import date, timedelta

import pytest
from django.conf import settings

from conftest import World
from folkmoot.decisions.tests.pages import MARKDOWN_ATTACK, fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.decisions.tests.test_drafting_pages import editor
from folkmoot.documents.queries import writing_of
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.news.actions.publishing import correct_item, withdraw_item
from folkmoot.news.models import Item
from folkmoot.news.queries import paging
from folkmoot.news.tests.items import BODY, drafted, published, words


@pytest.fixture(autouse=True)
def now(world: World, settings, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_news_is_written_looked_at_published_and_found_on_today(world: World, client) -> None:
    page = as_(client, world.max).get("/news/")
    assert links(page)["Write news"] == "/news/new/"
    page = client.get("/news/new/")
    given = {**fields(page), **editor(("en", "The hall is painted", BODY), step="continue")}
    page = client.post("/news/new/", given, follow=True)
    item = Item.objects.get()
    assert page.request["PATH_INFO"] == f"/news/{item.pk}/publishing/"
    page = client.post(page.request["PATH_INFO"], {**fields(page), "step": "look", "until": "2026-03-09"})
    assert texts_of(page, "h1")[0].endswith("Publish it?")
    assert "7 people will find it on their first page." in " ".join(texts_of(page, "p"))
    page = client.post(f"/news/{item.pk}/publishing/", {**fields(page), "step": "publish"}, follow=True)
    assert page.request["PATH_INFO"] == f"/news/{item.pk}/"
    page = as_(client, world.cy).get("/")
    assert (texts_of(page, "h2")[-1], texts_of(page, "li h3")) == ("News", ["The hall is painted"])
    assert "News from Union" in texts_of(page, "p.meta")
    page = client.get(links(page)["The hall is painted"])
    assert texts_of(page, "article p") == ["Come and see it on Sunday.", "There is tea."]


def test_what_cannot_be_published_says_why(world: World, client) -> None:
    item = drafted(world)
    address = f"/news/{item.pk}/publishing/"
    page = as_(client, world.max).get(address)
    page = client.post(address, {**fields(page), "step": "publish", "is_pinned": "on"})
    assert page.status_code == 422
    assert refusals(page) == ["News until – What stands first needs a last day, so that it goes again."]
    assert Item.objects.published().count() == 0


def test_a_correction_is_written_over_the_words_and_shown_openly(world: World, client) -> None:
    item = published(world)
    world.at += timedelta(hours=1)
    page = as_(client, world.max).get(f"/news/{item.pk}/correction/")
    given = {**fields(page), **editor(("en", "The hall is painted", "On Monday."))}
    page = client.post(f"/news/{item.pk}/correction/", given, follow=True)
    assert texts_of(page, "article p") == ["On Monday."]
    page = as_(client, world.cy).get(f"/news/{item.pk}/")
    assert texts_of(page, "h2") == ["Corrected"]
    page = client.get(f"/news/{item.pk}/?version=1")
    assert texts_of(page, "article p") == ["Come and see it on Sunday.", "There is tea."]
    assert "These words were corrected since. Read what holds now" in texts_of(page, "p")


def test_a_correction_that_changes_nothing_is_refused(world: World, client) -> None:
    item = published(world)
    page = as_(client, world.max).get(f"/news/{item.pk}/correction/")
    given = {**fields(page), **editor(("en", "The hall is painted", BODY))}
    page = client.post(f"/news/{item.pk}/correction/", given)
    assert page.status_code == 422
    assert "Nothing in it is changed" in page.content.decode()


def test_withdrawn_news_says_so_in_place_of_its_words(world: World, client) -> None:
    item = published(world)
    as_(client, world.max).post(f"/news/{item.pk}/withdrawal/")
    page = as_(client, world.cy).get(f"/news/{item.pk}/")
    assert texts_of(page, "article") == []
    assert "Union withdrew this on 2 March 2026." in texts_of(page, "p")
    assert texts_of(client.get("/news/"), "h2") == ["No news yet"]


@pytest.mark.parametrize("who", ["dee", "stan"])
def test_news_for_others_is_not_there(world: World, client, who: str) -> None:
    item = published(world, to=world.north)
    as_(client, world.people[who])
    assert client.get(f"/news/{item.pk}/").status_code == 404
    assert "The hall is painted" not in client.get("/news/").content.decode()
    assert "The hall is painted" not in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "stan"])
@pytest.mark.parametrize("place", ["draft", "discarding", "publishing", "correction", "withdrawal"])
def test_who_does_not_write_for_the_body_finds_no_page_to_do_so(
    world: World, client, who: str, place: str
) -> None:
    item = published(world) if place in {"correction", "withdrawal"} else drafted(world)
    assert as_(client, world.max).get(f"/news/{item.pk}/{place}/").status_code == 200
    assert as_(client, world.people[who]).get(f"/news/{item.pk}/{place}/").status_code == 404


def test_who_writes_for_no_body_is_offered_no_writing(world: World, client) -> None:
    assert "Write news" not in as_(client, world.cy).get("/news/").content.decode()
    assert client.get("/news/new/").status_code == 404


def test_an_unpublished_item_is_nobodys_to_read(world: World, client) -> None:
    item = drafted(world, title="Not yet")
    assert as_(client, world.cy).get(f"/news/{item.pk}/").status_code == 404
    assert "Not yet" not in client.get("/news/").content.decode()


def test_two_who_write_at_once_lose_nothing(world: World, client) -> None:
    item = drafted(world)
    address = f"/news/{item.pk}/draft/"
    given = fields(as_(client, world.max).get(address))
    client.post(address, {**given, **editor(("en", "First", BODY))})
    page = client.post(address, {**given, "act_id": "", **editor(("en", "Second", BODY))})
    assert page.status_code == 422
    assert "What was saved meanwhile" in texts_of(page, "h2")
    page = client.post(address, {**fields(page), **editor(("en", "Both", BODY))})
    assert [text.title for text in writing_of(item.document_id).texts] == ["Both"]


def test_a_draft_is_previewed_and_thrown_away(world: World, client) -> None:
    item = drafted(world)
    address = f"/news/{item.pk}/draft/"
    page = as_(client, world.max).get(f"{address}?preview=1")
    assert texts_of(page, "article em") == ["Sunday"]
    page = client.post(f"/news/{item.pk}/discarding/", follow=True)
    assert "The draft is gone." in page.content.decode()
    assert Item.objects.count() == 0


@pytest.mark.parametrize("attack", MARKDOWN_ATTACK)
def test_nothing_in_news_can_run_or_load(world: World, client, attack: str) -> None:
    item = published(world, body=attack)
    (article,) = as_(client, world.cy).get(f"/news/{item.pk}/").content.decode().split("<article")[1:]
    article = article.partition("</article>")[0]
    for bad in ("<script", "<img", "<iframe", "<svg", 'href="javascript'):
        assert bad not in article.replace("&lt;", "")


def test_news_is_found_by_words_of_its_title_and_by_its_body(world: World, client) -> None:
    published(world, title="Tea on Sunday")
    published(world, title="Boats", unit=world.north, by=world.ada)
    page = as_(client, world.cy).get("/news/", {"q": "sund"})
    assert texts_of(page, "h3") == ["Tea on Sunday"]
    page = client.get("/news/", {"body": str(world.north.pk)})
    assert texts_of(page, "h3") == ["Boats"]
    page = client.get("/news/", {"q": "nothing of this"})
    assert "No news has these words in its title. Try fewer letters." in texts_of(page, "p")


def test_the_list_goes_on_from_a_key(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {"size": 2})
    for number in range(3):
        world.at += timedelta(minutes=1)
        published(world, title=f"Number {number}")
    page = as_(client, world.cy).get("/news/")
    assert texts_of(page, "h3") == ["Number 2", "Number 1"]
    page = client.get("/news/" + next(url for url in links(page).values() if "after=" in url))
    assert texts_of(page, "h3") == ["Number 0"]


def test_what_is_pinned_stands_above_the_list(world: World, client) -> None:
    published(world, title="Pinned", until=date(2026, 3, 9), is_pinned=True)
    world.at += timedelta(minutes=1)
    published(world, title="Later")
    page = as_(client, world.cy).get("/news/")
    assert texts_of(page, "h2") == ["Not to be overlooked", "The latest first"]
    assert texts_of(page, "h3") == ["Pinned", "Later", "Pinned"]


def test_news_is_read_in_the_readers_language(world: World, client) -> None:
    texts = [words(), words("La salle est peinte", "Venez *dimanche*.", "fr")]
    item = published(world, texts=texts)
    world.cy.languages = ["fr"]
    world.cy.save()
    page = as_(client, world.cy).get(f"/news/{item.pk}/")
    assert texts_of(page, "h1")[0].endswith("La salle est peinte")
    page = client.get(f"/news/{item.pk}/?language=en")
    assert texts_of(page, "article em") == ["Sunday"]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_much_news_there_is(world: World, client, count: int) -> None:
    for number in range(count):
        world.at += timedelta(minutes=1)
        last = published(world, title=f"Number {number}")
        drafted(world)
    as_(client, world.max)
    assert cost(client, "/news/") <= 12
    assert cost(client, f"/news/{last.pk}/") <= 12
    assert cost(client, "/") <= 12


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_item_costs_the_same_however_often_it_was_corrected(
    world: World, client, count: int
) -> None:
    item = published(world)
    for number in range(1, count + 1):
        world.at += timedelta(minutes=1)
        do(
            world,
            correct_item,
            by=world.max,
            item_id=item.pk,
            version=number,
            texts=[words(body=f"On day {number}.")],
        )
    assert cost(as_(client, world.cy), f"/news/{item.pk}/") <= 12


def test_what_was_withdrawn_has_no_page_to_correct_it(world: World, client) -> None:
    item = published(world)
    do(world, withdraw_item, by=world.max, item_id=item.pk)
    assert as_(client, world.max).get(f"/news/{item.pk}/correction/").status_code == 404


def test_what_is_put_first_stands_first_among_the_news_and_the_form_says_so(world: World, client) -> None:
    published(world, title="Come on Sunday", until=date(2026, 4, 1), is_pinned=True)
    published(world, title="The hall is painted", until=date(2026, 4, 1))
    page = as_(client, world.cy).get("/")
    assert texts_of(page, "li h3") == ["Come on Sunday", "The hall is painted"]
    assert texts_of(page, "span.state") == ["Put first"]
    draft = drafted(world)
    page = as_(client, world.max).get(f"/news/{draft.pk}/publishing/")
    assert "Put it first among the news until then" in texts_of(page, "label")


def test_the_list_is_taken_away_as_it_is_searched(
    world: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.news.queries.items.IN_A_FILE", 1)
    items = [published(world, title=title) for title in ("The hall is painted", "Tea", "A hall burns")]
    page = as_(client, world.cy).get("/news/?q=hall")
    assert links(page)["CSV"] == "/news.csv?q=hall"
    file = b"".join(client.get("/news.csv?q=hall").streaming_content).decode("utf-8-sig")
    day = world.union.local(world.at).date().isoformat()
    assert file.splitlines() == [
        "published_on,corrected_on,body_code,body,title,language,address",
        *(
            f"{day},,union,Union,{title},en,{settings.PUBLIC_URL}/news/{items[place].pk}/"
            for place, title in ((2, "A hall burns"), (0, "The hall is painted"))
        ),
    ]
    # Whoever belongs nowhere takes an empty list away.
    empty = b"".join(as_(client, world.stan).get("/news.csv").streaming_content)
    assert len(empty.splitlines()) == 1
