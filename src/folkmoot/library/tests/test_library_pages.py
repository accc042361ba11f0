import csv
import io
from datetime import date

import pytest

from conftest import World
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.queries import searching
from folkmoot.decisions.tests.pages import MARKDOWN_ATTACK, texts_of
from folkmoot.decisions.tests.papers import adopted, amendment, conveyed, do, drafted
from folkmoot.decisions.tests.test_attaching_pages import with_file
from folkmoot.documents.collecting import readings_of
from folkmoot.documents.tests.samples import PDF
from folkmoot.library.actions.listing import put_on_reading_list
from folkmoot.library.models import ListedDocument
from folkmoot.membership.tests.paging import as_, cost, links

BODY = "1. Every local meets.\n   1. Its secretary calls.\n2. Members pay dues.\n"


def titles(page) -> list[str]:
    return texts_of(page, "ul.found h3")


def test_a_member_finds_points_by_their_words_and_goes_there(world: World, client) -> None:
    decision = conveyed(world, title="Meetings", body=BODY)
    page = as_(client, world.cy).get("/library/?q=SECRETAR")
    assert titles(page) == ["Meetings"]
    assert texts_of(page, "ul.found-points mark") == ["secretary"]
    assert links(page)["Point 1.1"] == f"/decisions/{decision.pk}/#point-1.1"
    assert (
        '<section class="point depth-2" id="point-1.1">'
        in client.get(f"/decisions/{decision.pk}/").content.decode()
    )


def test_words_found_in_another_language_lead_to_the_page_in_it(world: World, client) -> None:
    world.cy.languages = ["fr"]
    world.cy.save()
    decision = conveyed(world, title="Meetings", french="Réunions", body=BODY)
    page = as_(client, world.cy).get("/library/?q=meetings")
    assert titles(page) == ["Réunions"]
    page = client.get("/library/?q=secretary&language=en")
    assert links(page)["Point 1.1"] == f"/decisions/{decision.pk}/?language=en#point-1.1"


def test_the_library_opens_with_what_is_in_force(world: World, client) -> None:
    conveyed(world, title="In force")
    over = conveyed(world, title="Over")
    do(world, repeal_decision, by=world.max, decision_id=over.pk)
    drafted(world, title="Draft")
    cy = as_(client, world.cy)
    assert titles(cy.get("/library/")) == ["In force"]
    page = cy.get("/library/?which=over")
    assert titles(page) == ["Over"]
    assert "repealed" in texts_of(page, "ul.found p.meta")[0]
    assert titles(cy.get("/library/?which=all&year=2026")) == ["Over", "In force"]
    assert titles(cy.get(f"/library/?body={world.hill.pk}")) == []


def test_the_line_of_a_decision_says_when_it_was_last_amended(world: World, client) -> None:
    decision = conveyed(world, title="In force")
    cy = as_(client, world.cy)
    assert "last amended" not in texts_of(cy.get("/library/"), "ul.found p.meta")[0]
    amendment(world, decision, "1. Every local meets.\n", title="An amendment", adopted_on=date(2026, 3, 2))
    lines = dict(zip(titles(page := cy.get("/library/")), texts_of(page, "ul.found p.meta"), strict=False))
    assert lines["Meet monthly"].endswith("last amended on 2 March 2026")


def test_what_is_not_understood_narrows_nothing(world: World, client) -> None:
    conveyed(world, title="Meet")
    cy = as_(client, world.cy)
    for query in (
        "year=no",
        "body=none",
        "which=x",
        "after=x",
        "after=-1",
        "after=9" * 30,
        f"q={'x' * 999}",
    ):
        assert titles(cy.get(f"/library/?{query}")) == ["Meet"]


def test_an_empty_library_and_a_search_in_vain_say_what_to_do(world: World, client) -> None:
    cy = as_(client, world.cy)
    assert texts_of(cy.get("/library/"), "h2") == ["Nothing is in force yet"]
    assert texts_of(cy.get("/library/?q=zebra"), "h2") == ["Nothing has these words"]


def test_where_nothing_has_a_word_what_begins_alike_is_shown(world: World, client) -> None:
    conveyed(world, title="A meeting each month")
    page = as_(client, world.cy).get("/library/?q=meetings")
    assert (titles(page), texts_of(page, "h2")[0]) == (["A meeting each month"], "Words that begin alike")
    assert links(page)["Look for “meetin”"] == "?q=meetin"
    assert titles(client.get("/library/?q=zebras")) == []


def test_what_one_may_not_read_leaves_no_trace(world: World, client) -> None:
    conveyed(world, title="Zebra of North", by=world.ada, unit=world.north, to=world.north)
    adopted(world, title="Zebra to come")
    drafted(world, title="Zebra draft")
    dee = as_(client, world.dee)
    of_hidden, of_nothing = (
        texts_of(dee.get(f"/library/?q={word}&which=all"), "main")[0].replace(word, "…")
        for word in ("zebra", "okapi")
    )
    assert of_hidden == of_nothing
    assert b"North" not in dee.get("/library/").content
    assert titles(as_(client, world.max).get("/library/?q=zebra&which=all")) == [
        "Zebra to come",
        "Zebra of North",
    ]


@pytest.mark.parametrize("attack", MARKDOWN_ATTACK)
def test_words_with_scripts_are_shown_harmless(world: World, client, attack: str) -> None:
    conveyed(world, title=attack, body=f"{attack} zebra")
    cy = as_(client, world.cy)
    for address in ("/library/?q=zebra", "/library/print/?q=zebra", f"/library/?q={attack}"):
        main = cy.get(address).content.decode().partition("<main")[2]
        for harm in ("<script", "<img", "<iframe", "<svg onload", 'href="javascript'):
            assert harm not in main.lower()


def test_the_library_is_read_page_by_page(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr(searching.search_page, "__kwdefaults__", {"after": None, "size": 2})
    for number in range(5):
        conveyed(world, title=f"Decision {number}")
    cy, seen, address = as_(client, world.cy), [], "/library/?q=local"
    while address:
        page = cy.get(address)
        seen += titles(page)
        older = links(page).get("Older", "")
        address = f"/library/{older}" if older else ""
    assert seen == [f"Decision {number}" for number in (4, 3, 2, 1, 0)]


def test_what_was_found_is_exported(world: World, client) -> None:
    conveyed(world, title="=HYPERLINK(1)")
    conveyed(world, title="Other", body="1. Nothing.\n")
    answer = as_(client, world.cy).get("/library.csv?q=local")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[:2] for row in rows] == [["Number", "Title"], ["2026/1", "'=HYPERLINK(1)"]]


def test_a_collection_is_one_document_with_contents(world: World, client) -> None:
    first = conveyed(world, title="One", body=BODY)
    conveyed(world, title="Two")
    page = as_(client, world.cy).get("/library/print/?q=local")
    assert texts_of(page, "nav.contents a") == ["Two", "One"]
    assert links(page)["One"] == f"#decision-{first.pk}"
    assert texts_of(page, "article h2") == ["Two", "One"]
    assert texts_of(page, "article span.point-number") == [
        "Point 1",
        "Point 2",
        "Point 1",
        "Point 1.1",
        "Point 2",
    ]
    assert texts_of(as_(client, world.cy).get("/library/print/?q=zebra"), "h2") == [
        "There is nothing to print"
    ]


def test_a_collection_lists_the_files_of_each_decision(
    world: World, client, settings, tmp_path, django_assert_num_queries
) -> None:
    settings.DATA = tmp_path
    decision, _file = with_file(world)
    page = as_(client, world.cy).get("/library/print/?q=local")
    assert texts_of(page, "article bdi") == ["Budget.pdf"]
    (said,) = [words for words in texts_of(page, "article span.meta") if "SHA-256" in words]
    assert said.startswith(f"PDF, {len(PDF)} bytes, SHA-256 ")
    for count, each in ((3, decision), (2, conveyed(world))):
        with django_assert_num_queries(count):
            readings_of([each.document_id], ["en"], at=world.at)


def test_a_text_that_begins_with_its_only_heading_keeps_it_wherever_it_is_read(world: World, client) -> None:
    decision = conveyed(world, title="Meet monthly", body="# Why zebras\n\n1. One.\n")
    cy = as_(client, world.cy)
    assert texts_of(cy.get(f"/decisions/{decision.pk}/"), "article h2") == ["Why zebras"]
    printed = cy.get("/library/print/?q=zebras")
    assert texts_of(printed, "article h2") + texts_of(printed, "article h3") == ["Meet monthly", "Why zebras"]
    repeated = conveyed(world, title="Why zebras", body="# Why zebras\n\n1. One.\n")
    assert texts_of(cy.get(f"/decisions/{repeated.pk}/"), "article h2") == []


def test_a_collection_says_when_it_does_not_hold_all(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.library.views.searching.MOST_PRINTED", 1)
    conveyed(world, title="One")
    conveyed(world, title="Two")
    page = as_(client, world.cy).get("/library/print/")
    assert texts_of(page, "article h2") == ["Two"]
    assert "Only the first 1 are here" in " ".join(texts_of(page, "p"))


def test_a_reading_list_is_kept_read_printed_and_exported(world: World, client) -> None:
    decision = conveyed(world, title="Meetings", body=BODY)
    cy = as_(client, world.cy)
    assert texts_of(cy.get("/library/list/"), "h2") == ["Your reading list is empty"]
    button = f"/library/list/{decision.pk}/listing/?q=Meetings"
    assert f'action="{button}"' in cy.get("/library/?q=Meetings").content.decode()
    page = cy.post(button, follow=True)
    assert page.redirect_chain == [(f"/library/?q=Meetings#found-{decision.pk}", 302)]
    assert texts_of(cy.get("/library/list/"), "h3") == ["Meetings"]
    assert "on your reading list" in " ".join(texts_of(cy.get("/library/"), "ul.found p"))
    assert texts_of(cy.get("/library/list/print/"), "article h2") == ["Meetings"]
    assert b"Meetings" in b"".join(cy.get("/library/list.csv").streaming_content)
    page = cy.post(f"/library/list/{decision.pk}/removal/", follow=True)
    assert texts_of(page, "h2") == ["Your reading list is empty"]


def test_nobody_lists_what_they_may_not_read(world: World, client) -> None:
    decision = conveyed(world, by=world.ada, unit=world.north, to=world.north)
    page = as_(client, world.dee).post(f"/library/list/{decision.pk}/listing/")
    assert page.status_code == 422
    assert not ListedDocument.objects.exists()


def test_nobody_enters_without_signing_in(world: World, client) -> None:
    for address in ("/library/", "/library.csv", "/library/print/", "/library/list/", "/library/list.csv"):
        assert client.get(address).status_code == 302


def test_pages_cost_the_same_with_one_decision_and_with_three(world: World, client) -> None:
    costs = []
    for more in (1, 2):
        for _number in range(more):
            decision = conveyed(world)
            do(world, put_on_reading_list, by=world.cy, decision_id=decision.pk)
        cy = as_(client, world.cy)
        addresses = ("/library/?q=local", "/library/list/", "/library/print/?q=local", "/library/list/print/")
        costs.append([cost(cy, address) for address in addresses])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12


def test_whoever_looks_for_words_is_led_to_the_news_with_them(world: World, client) -> None:
    conveyed(world, title="Meetings", body=BODY)
    cy = as_(client, world.cy)
    for words in ("secretary", "nobody says this"):
        page = cy.get("/library/", {"q": words})
        told = f"Look for “{words}” in the titles of news"
        assert links(page)[told] == f"/news/?q={words.replace(' ', '%20')}"
    assert "titles of news" not in cy.get("/library/").content.decode()
