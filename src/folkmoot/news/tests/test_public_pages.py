import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import World
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import adopted, amendment, conveyed, do
from folkmoot.decisions.tests.papers import drafted as draft_of_decision
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.news.actions.openly import close_public_edition, take_back_paper
from folkmoot.news.actions.publishing import correct_item
from folkmoot.news.models import Item, PublicPaper
from folkmoot.news.tests.items import drafted, of, openly, published, words

pytestmark = pytest.mark.usefixtures("edition")


def test_anybody_reads_a_decision_that_was_published_to_everybody(world: World, client) -> None:
    paper = openly(world, decision=conveyed(world))
    page = client.get("/public/")
    assert texts_of(page, "h2") == ["Meet monthly"]
    page = client.get(links(page)["Meet monthly"])
    assert page.request["PATH_INFO"] == of(paper)
    assert texts_of(page, "h1") == ["Meet monthly"]
    assert "Every local meets once a month." in " ".join(texts_of(page, "article"))
    assert "Adopted on 1 March 2026, in force from 1 March 2026" in texts_of(page, "p.meta")
    assert f'<link rel="canonical" href="https://union.example{of(paper)}">' in page.content.decode()


def test_anybody_reads_news_that_was_published_to_everybody(world: World, client) -> None:
    page = client.get(of(openly(world, item=published(world))))
    assert texts_of(page, "article p") == ["Come and see it on Sunday.", "There is tea."]
    assert texts_of(page, "h1") == ["The hall is painted"]
    assert "News from Union, 2 March 2026" in texts_of(page, "p")


def test_an_amended_decision_shows_todays_text_says_so_and_keeps_the_earlier_one(
    world: World, client
) -> None:
    decision = conveyed(world)
    paper = openly(world, decision=decision)
    world.at += timedelta(days=9)
    amendment(world, decision, "1. Every local meets once a week.\n", adopted_on=date(2026, 3, 5))
    page = client.get(of(paper))
    assert "meets once a week" in " ".join(texts_of(page, "article"))
    assert "As amended, from 11 March 2026 on." in " ".join(texts_of(page, "p.meta"))
    page = client.get(f"{of(paper)}1/")
    assert "meets once a month" in " ".join(texts_of(page, "article"))
    assert "This text was amended since. Read what holds now" in texts_of(page, "p")
    assert "as amended" in texts_of(client.get("/public/"), "p.meta")[0]
    assert client.get(f"{of(paper)}3/").status_code == 404


def test_an_amendment_that_is_not_in_force_yet_is_not_shown(world: World, client) -> None:
    decision = conveyed(world)
    paper = openly(world, decision=decision)
    amendment(world, decision, "1. SECRET\n", in_force_from=date(2026, 4, 1))
    assert "SECRET" not in client.get(of(paper)).content.decode()
    assert client.get(f"{of(paper)}2/").status_code == 404
    world.at += timedelta(days=40)
    assert "SECRET" in client.get(of(paper)).content.decode()


def test_a_repealed_decision_says_so(world: World, client) -> None:
    decision = conveyed(world)
    paper = openly(world, decision=decision)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    page = client.get(of(paper))
    assert "Repealed on 2 March 2026. It is in force for nobody." in texts_of(page, "p")
    assert texts_of(client.get("/public/"), "p.meta")[0].startswith("repealed")


def test_corrected_news_shows_the_new_words_and_keeps_the_old_ones(world: World, client) -> None:
    item = published(world)
    paper = openly(world, item=item)
    world.at += timedelta(days=1)
    do(world, correct_item, by=world.max, item_id=item.pk, version=1, texts=[words(body="On Monday.")])
    page = client.get(of(paper))
    assert texts_of(page, "article p") == ["On Monday."]
    assert texts_of(client.get(f"{of(paper)}1/"), "article p") == [
        "Come and see it on Sunday.",
        "There is tea.",
    ]


def test_what_was_taken_back_is_gone_and_nothing_else_is(world: World, client) -> None:
    paper, other = openly(world, decision=conveyed(world)), openly(world, item=published(world))
    do(world, take_back_paper, by=world.max, paper_id=paper.pk)
    page = client.get(of(paper))
    assert (page.status_code, texts_of(page, "h1")) == (410, ["This was taken back"])
    assert client.get(f"{of(paper)}1/").status_code == 410
    assert client.get(of(other)).status_code == 200
    assert client.get(reverse("public:paper", args=[world.union.pk])).status_code == 404


def test_a_closed_edition_shows_nothing_at_all(world: World, client) -> None:
    paper = openly(world, decision=conveyed(world))
    do(world, close_public_edition, by=world.max)
    body = reverse("public:body", args=[world.union.pk])
    for address in ("/public/", "/public/feed.atom", of(paper), f"{of(paper)}1/", body, f"{body}feed.atom"):
        page = client.get(address)
        assert page.status_code == 404
        assert "Meet monthly" not in page.content.decode()


def every_address(world: World) -> set[str]:
    """All that can be asked under /public/: each address with each id that there is, and all that is linked to."""
    ids = {paper.pk for paper in [*Decision.objects.all(), *Item.objects.all(), *world.units.values()]}
    ids |= {paper.pk for paper in PublicPaper.objects.all()}
    ids |= {decision.document_id for decision in Decision.objects.all()}
    found = {"/public/", "/public/feed.atom", "/public/?after=2030-01-01T00:00:00%2B00:00~0"}
    for pk in ids:
        found |= {reverse("public:body", args=[pk]), reverse("public:body_feed", args=[pk])}
        found |= {reverse("public:paper", args=[pk]), reverse("public:wording", args=[pk, 1])}
    waiting = set(found)
    while waiting:
        page = Client().get(waiting.pop())
        new = set(re.findall(r'href="(/public/[^"]*)"', page.content.decode())) - found
        found, waiting = found | new, waiting | new
    return found


def test_nothing_leaves_that_was_not_published_to_everybody(world: World) -> None:
    for number, person in enumerate(world.people.values()):
        person.name = f"SECRETPERSON{number}"
        person.save()
    shown = conveyed(world, title="Shown to all")
    openly(world, decision=shown)
    openly(world, item=published(world, title="News for all"))
    amendment(world, shown, "1. Today's.\n", adopted_on=date(2026, 3, 2), title="SECRETAMENDMENT")
    amendment(world, shown, "1. SECRETFUTURE\n", in_force_from=date(2026, 5, 1), to=world.union)
    draft_of_decision(world, title="SECRETDRAFT")
    adopted(world, title="SECRETADOPTED")
    conveyed(world, title="SECRETCONVEYED", body="1. SECRETBODY\n")
    drafted(world, title="SECRETNEWSDRAFT")
    published(world, title="SECRETNEWS", offices=["secretary"])
    taken = openly(world, item=published(world, title="SECRETTAKENBACK"))
    do(world, take_back_paper, by=world.max, paper_id=taken.pk)
    addresses = every_address(world)
    answers = {address: Client().get(address) for address in addresses}
    assert {address for address, page in answers.items() if b"News for all" in page.content} >= {
        "/public/",
        "/public/feed.atom",
    }
    leaking = {address for address, page in answers.items() if b"SECRET" in page.content}
    assert leaking == set()
    assert {page.status_code for page in answers.values()} <= {200, 404, 410}


def test_pages_for_everybody_set_no_cookie_and_are_the_same_for_members(
    world: World, client, settings
) -> None:
    paper = openly(world, decision=conveyed(world))
    as_(client, world.max).get("/me/")
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    client.cookies["django_language"] = "ar"
    client.cookies["theme"] = "dark"
    for address in (
        "/public/",
        "/public/feed.atom",
        of(paper),
        "/public/papers/" + str(world.union.pk) + "/",
    ):
        anybody, member = Client().get(address), client.get(address)
        assert not anybody.cookies
        assert not member.cookies
        assert anybody.content == member.content
        assert set(anybody.headers["Vary"].split(", ")) <= {"Accept-Language", "Accept-Encoding"}
        assert anybody.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("address", ["/public/", "/public/feed.atom", "paper"])
def test_what_has_not_changed_is_not_sent_again(world: World, client, address: str) -> None:
    item = published(world)
    paper = openly(world, item=item)
    address = of(paper) if address == "paper" else address
    page = client.get(address)
    assert page.headers["Last-Modified"] == "Mon, 02 Mar 2026 18:30:00 GMT"
    asked = {"If-None-Match": page.headers["ETag"]}
    assert client.get(address, headers=asked).status_code == 304
    assert (
        client.get(address, headers={"If-Modified-Since": page.headers["Last-Modified"]}).status_code == 304
    )
    world.at += timedelta(days=1)
    do(world, correct_item, by=world.max, item_id=item.pk, version=1, texts=[words("Other words")])
    page = client.get(address, headers=asked)
    assert (page.status_code, page.headers["Last-Modified"]) == (200, "Tue, 03 Mar 2026 18:30:00 GMT")


def test_the_list_goes_on_from_a_key(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.news.queries.openly.PAGE", 30)
    for number in range(31):
        world.at += timedelta(minutes=1)
        openly(world, item=published(world, title=f"Number {number}"))
    page = client.get("/public/")
    titles = texts_of(page, "h2")
    page = client.get("/public/" + next(url for url in links(page).values() if "after=" in url))
    assert [*titles, *texts_of(page, "h2")] == [f"Number {number}" for number in range(30, -1, -1)]


def test_a_text_is_read_in_the_language_that_is_asked_for(world: World, client) -> None:
    texts = [words(), words("La salle est peinte", "Venez *dimanche*.", "fr")]
    paper = openly(world, item=published(world, texts=texts))
    page = client.get(of(paper), headers={"Accept-Language": "fr-CH,fr;q=0.9"})
    assert texts_of(page, "article em") == ["dimanche"]
    page = client.get(f"{of(paper)}?language=en", headers={"Accept-Language": "fr"})
    assert texts_of(page, "article em") == ["Sunday"]
    assert f'hreflang="fr" href="https://union.example{of(paper)}?language=fr"' in page.content.decode()


def test_nothing_can_be_sent_to_a_page_for_everybody(world: World, client) -> None:
    assert client.post("/public/").status_code == 405
    assert client.head("/public/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_pages_for_everybody_cost_the_same_however_much_there_is(
    world: World, client, django_assert_num_queries, count: int
) -> None:
    for _number in range(count):
        paper = openly(world, decision=conveyed(world))
        openly(world, item=published(world))
    with django_assert_num_queries(8):
        client.get("/public/")
    with django_assert_num_queries(11):
        client.get("/public/feed.atom")
    client.get(of(paper))
    with django_assert_num_queries(6):
        client.get(of(paper))


def test_a_secretary_opens_the_edition_publishes_and_takes_back(world: World, client) -> None:
    do(world, close_public_edition, by=world.max)
    decision = conveyed(world)
    page = as_(client, world.max).get(f"/decisions/{decision.pk}/")
    page = client.get(links(page)["Publish it to everybody"])
    assert "There is no public edition" in texts_of(page, "h1")[0]
    page = client.get(links(page)["Public edition"])
    page = client.post(links(page)["Open a public edition"], follow=True)
    assert "It is open." in page.content.decode()
    address = f"/news/public/decisions/{decision.pk}/"
    assert "Publish it to everybody?" in texts_of(client.get(address), "h1")[0]
    page = client.post(address, follow=True)
    assert texts_of(page, "h3") == ["Meet monthly"]
    assert Client().get(links(page)["Meet monthly"]).status_code == 200
    page = client.get(address)
    assert "Everybody can read this" in texts_of(page, "h1")[0]
    paper = re.findall(r'action="(/news/public/papers/[^"]+)"', page.content.decode())[0]
    page = client.post(paper, follow=True)
    assert "It is taken back." in page.content.decode()
    assert texts_of(page, "h3") == []
    page = client.post(paper)
    assert (page.status_code, refusals(page)) == (422, ["This was taken back. Nothing is left to do."])


@pytest.mark.parametrize("who", ["una", "cy", "dee", "stan"])
def test_who_may_not_publish_openly_finds_no_page_for_it(world: World, client, who: str) -> None:
    decision, item = conveyed(world), published(world)
    as_(client, world.people[who])
    for address in (
        "/news/public/",
        "/news/public/switching/",
        f"/news/public/decisions/{decision.pk}/",
        f"/news/{item.pk}/public/",
    ):
        assert client.get(address).status_code == 404
    assert "Publish it to everybody" not in client.get(f"/decisions/{decision.pk}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_the_edition_costs_the_same_however_much_is_in_it(
    world: World, client, count: int
) -> None:
    for _number in range(count):
        openly(world, decision=conveyed(world))
        openly(world, item=published(world))
    assert cost(as_(client, world.max), "/news/public/") <= 12


def test_a_page_for_everybody_is_small(world: World, client) -> None:
    paper = openly(world, decision=conveyed(world, body="1. Words. \n" * 200))
    page = client.get(of(paper), headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < 20_000
    assert "<script" not in client.get(of(paper)).content.decode()


def test_an_officer_sees_what_everybody_does_as_it_is_now_and_is_told_what_others_see(
    world: World, client
) -> None:
    paper = openly(world, item=published(world))
    max_ = as_(client, world.max)
    page = max_.get(reverse("news:edition"))
    seen = [links(page)[name] for name in ("See it as everybody does", "The hall is painted")]
    assert [re.sub("[0-9]+$", "", each) for each in seen] == ["/public/?seen=", f"{of(paper)}?seen="]
    assert max_.get(seen[1]).status_code == 200
    page = max_.post(reverse("news:taking_back", args=[paper.pk]), follow=True)
    assert "may be shown it for five minutes more" in page.content.decode()


def test_where_nothing_is_published_no_link_leads_to_the_same_page(world: World, client) -> None:
    again = "Decisions and news for everybody"
    assert again in links(client.get(reverse("public:paper", args=[world.union.pk])))
    do(world, close_public_edition, by=world.max)
    assert again not in links(client.get("/public/"))


def offered(page) -> dict[str, str]:
    found = re.search(r'name="undo" value="([^"]+)"', page.content.decode())
    return {"undo": found[1]} if found else {}


def test_what_was_published_to_everybody_and_taken_back_is_undone_from_the_message_after_it(
    world: World, client
) -> None:
    decision = conveyed(world)
    page = as_(client, world.max).post(f"/news/public/decisions/{decision.pk}/", follow=True)
    paper = PublicPaper.objects.get(decision=decision)
    assert Client().get(of(paper)).status_code == 200
    client.post("/undo/", offered(page))
    assert Client().get(of(paper)).status_code == 410
    page = client.post(f"/news/public/decisions/{decision.pk}/", follow=True)
    page = client.post(f"/news/public/papers/{paper.pk}/taking-back/", follow=True)
    assert Client().get(of(paper)).status_code == 410
    client.post("/undo/", offered(page))
    assert Client().get(of(paper)).status_code == 200
