from datetime import UTC, date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import amendment, conveyed, do
from folkmoot.membership.tests.paging import links
from folkmoot.news.actions.openly import take_back_paper
from folkmoot.news.tests.items import of, openly, published, words
from folkmoot.structure.actions.renaming import rename_unit

pytestmark = pytest.mark.usefixtures("edition")
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_list_from_which_something_was_taken_back_has_changed(world: World, client) -> None:
    paper = openly(world, item=published(world))
    world.at += timedelta(days=1)
    do(world, take_back_paper, by=world.max, paper_id=paper.pk)
    page = client.get("/public/feed.atom", headers={"If-Modified-Since": "Mon, 02 Mar 2026 18:30:00 GMT"})
    assert page.status_code == 200
    assert entries(page) == []


def entries(page) -> list[dict[str, str]]:
    feed = ET.fromstring(page.content)  # noqa: S314  -- what was made a moment ago
    return [
        {child.tag.removeprefix(ATOM): (child.text or child.get("href") or "") for child in entry}
        for entry in feed.iter(f"{ATOM}entry")
    ]


def test_a_feed_has_what_is_new_under_ids_that_stay(world: World, client) -> None:
    title = "<b>Tea & cake</b> \u00ab\u2026\u00bb"
    decision = conveyed(world, title="Meet \u0007monthly")
    first = openly(world, decision=decision)
    world.at += timedelta(days=1)
    second = openly(world, item=published(world, title=title))
    page = client.get("/public/feed.atom")
    assert page.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(page.content)  # noqa: S314  -- what was made a moment ago
    assert [(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")] == [
        ("alternate", "https://union.example/public/"),
        ("self", "https://union.example/public/feed.atom"),
    ]
    assert feed.findtext(f"{ATOM}id") == "https://union.example/public/"
    found = entries(page)
    assert [each["title"] for each in found] == [title, "Meet \ufffdmonthly"]
    assert [each["id"] for each in found] == [f"urn:uuid:{second.pk}", f"urn:uuid:{first.pk}"]
    assert [each["link"] for each in found] == [
        f"https://union.example{of(second)}",
        f"https://union.example{of(first)}",
    ]
    assert found[1]["summary"] == "Decision 2026/1 of Union"
    stamp = world.at.astimezone(UTC).isoformat()
    assert (found[0]["published"], found[0]["updated"]) == (stamp, stamp)
    world.at += timedelta(days=9)
    amendment(world, decision, "1. Every local meets once a week.\n", adopted_on=date(2026, 3, 5))
    changed = entries(client.get("/public/feed.atom"))[1]
    assert (changed["id"], changed["summary"]) == (found[1]["id"], "Decision 2026/1 of Union, as amended")
    assert changed["updated"] == world.at.isoformat()


def contents(page) -> dict[str, ET.Element]:
    feed = ET.fromstring(page.content)  # noqa: S314  -- what was made a moment ago
    found = (
        (each.findtext(f"{ATOM}title"), each.find(f"{ATOM}content")) for each in feed.iter(f"{ATOM}entry")
    )
    return {str(title): content for title, content in found if content is not None}


def test_a_feed_carries_the_words_cleaned_in_the_language_that_is_asked_for(world: World, client) -> None:
    decision = conveyed(
        world, title="Meet monthly", body="1. Every *local* meets.\n\n2. <script>alert(1)</script>\n"
    )
    paper = openly(world, decision=decision)
    openly(world, item=published(world, texts=[words(), words("La salle", "Venez\u0007 *dimanche*.", "fr")]))
    found = contents(client.get("/public/feed.atom", headers={"Accept-Language": "fr"}))
    assert found["La salle"].text == '<div lang="fr" dir="ltr"><p>Venez\ufffd <em>dimanche</em>.</p>\n</div>'
    assert found["Meet monthly"].attrib == {
        "type": "html",
        "{http://www.w3.org/XML/1998/namespace}base": f"https://union.example{of(paper)}",
    }
    assert found["Meet monthly"].text == (
        '<div lang="en" dir="ltr"><p><strong>1</strong></p>\n<p>Every <em>local</em> meets.</p>\n\n'
        "<p><strong>2</strong></p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n</div>"
    )


def test_a_feed_carries_an_amended_text_as_amended(world: World, client) -> None:
    decision = conveyed(world)
    openly(world, decision=decision)
    world.at += timedelta(days=9)
    amendment(world, decision, "1. Every local meets once a week.\n", adopted_on=date(2026, 3, 5))
    (content,) = contents(client.get("/public/feed.atom")).values()
    assert "once a week" in str(content.text)
    assert "once a month" not in str(content.text)


def test_a_feed_leaves_long_words_to_their_page(world: World, client, monkeypatch) -> None:
    openly(world, item=published(world, title="Long", body="Tea. " * 30))
    openly(world, item=published(world, title="Short"))
    monkeypatch.setattr("folkmoot.news.queries.openly.WORDS_IN_A_FEED", 100)
    assert [*contents(client.get("/public/feed.atom"))] == ["Short"]


def test_the_summary_of_an_entry_is_words_and_no_markup(world: World, client) -> None:
    do(world, rename_unit, by=world.max, unit_id=world.union.pk, name="Bread <b>& Roses", code="union")
    openly(world, item=published(world))
    feed = ET.fromstring(client.get("/public/feed.atom").content)  # noqa: S314  -- what was made a moment ago
    (summary,) = feed.iter(f"{ATOM}summary")
    assert (summary.text, summary.attrib) == ("News from Bread <b>& Roses", {"type": "text"})


def test_each_body_has_its_list_and_its_feed(world: World, client) -> None:
    openly(world, item=published(world, title="Of the union"))
    openly(world, item=published(world, title="Of the north", unit=world.north, by=world.ada))
    body = reverse("public:body", args=[world.north.pk])
    page = client.get("/public/")
    assert texts_of(page, "h2") == ["Of the north", "Of the union", "Who publishes"]
    assert links(page)["North"] == body
    assert texts_of(client.get(body), "h2") == ["Of the north"]
    assert [each["title"] for each in entries(client.get(f"{body}feed.atom"))] == ["Of the north"]
    assert client.get(reverse("public:body", args=[world.hill.pk])).status_code == 404
