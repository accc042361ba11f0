from datetime import datetime, timedelta

import pytest

from conftest import START, World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.news.actions.letters import answer_letter, publish_letter, shorten_letter
from folkmoot.news.models import Letter
from folkmoot.news.tests.items import published
from folkmoot.news.tests.test_letters import WORDS, sent
from folkmoot.people.models import Office, Term


@pytest.fixture(autouse=True)
def clock(world: World, monkeypatch) -> list[datetime]:
    """The moment at which pages are asked for, to be put forward."""
    moments = [world.at]
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: moments[-1])
    return moments


def test_a_letter_is_written_offered_shortened_agreed_to_answered_and_withdrawn(
    world: World, client, clock
) -> None:
    item = published(world)
    page = as_(client, world.cy).get(f"/news/{item.pk}/")
    address = links(page)["Write a letter about this"]
    page = client.get(address)
    assert "whoever reads this news can read it" in " ".join(texts_of(page, "p"))
    page = client.post(address, {**fields(page), "text": WORDS, "is_named": "no"}, follow=True)
    assert "not decided on yet" in texts_of(page, "p.meta")[0]
    letter = Letter.objects.get()
    assert WORDS not in as_(client, world.max).get("/news/letters/waiting/").content.decode()
    clock.append(world.at + timedelta(days=7))
    page = client.get("/news/letters/waiting/")
    assert texts_of(page, "p.meta") == ["to be decided To Union, by a member, about “The hall is painted”"]
    address = links(page)[WORDS]
    client.post(address, {**fields(client.get(address)), "step": "shorten", "offered": "Why not green?"})
    client.post(address, {"step": "answer", "answer": "It was dearer."}, follow=True)
    assert "Why not green?" in texts_of(as_(client, world.cy).get("/news/letters/own/"), "p")
    client.post(f"/news/letters/{letter.pk}/agreement/")
    clock.append(world.at + timedelta(days=14))
    page = as_(client, world.bo).get(f"/news/{item.pk}/")
    assert texts_of(page, "article.card p") == [
        "Why not green?",
        "a member, 16 March 2026",
        "Union answers: It was dearer.",
    ]
    client.post(f"/news/letters/{letter.pk}/withdrawal/")
    assert Letter.objects.count() == 1
    page = as_(client, world.cy).post(f"/news/letters/{letter.pk}/withdrawal/", follow=True)
    assert "The letter is withdrawn, and nothing is left of it." in page.content.decode()
    assert Letter.objects.count() == 0


def test_editors_and_readers_see_on_monday_alone_that_a_writer_agreed(world: World, client, clock) -> None:
    # In a new organisation the first steps stand on the first page instead.
    conveyed(world)
    letter = sent(world)
    own, edited = "/news/letters/own/", f"/news/letters/{letter.pk}/"
    do(world, shorten_letter, by=world.max, letter_id=letter.pk, offered="Why not green?")
    before = texts_of(as_(client, world.max).get(edited), "main p")
    page = as_(client, world.cy).post(f"{edited}agreement/", follow=True)
    assert "you agreed, and it appears on 9 March 2026" in texts_of(page, "p.meta")[0]
    assert texts_of(page, "p.hint") == ["If you withdraw it, editors can see when it goes."]
    said = "Union publishes a letter of yours on 9 March 2026, shortened as you agreed"
    assert links(client.get("/"))[said] == own
    assert texts_of(as_(client, world.max).get(edited), "main p") == before
    assert "Why not green?" not in as_(client, world.bo).get("/news/letters/").content.decode()
    clock.append(world.at + timedelta(days=7))
    assert texts_of(as_(client, world.max).get(edited), "blockquote") == ["Why not green?"]
    assert "Why not green?" in texts_of(as_(client, world.bo).get("/news/letters/"), "article p")
    assert "Why not green?" in texts_of(as_(client, world.cy).get(own), "article p")


def test_an_empty_reason_is_refused_beside_its_field(world: World, client) -> None:
    letter = sent(world)
    page = as_(client, world.max).post(f"/news/letters/{letter.pk}/", {"step": "decline", "reason": " "})
    assert page.status_code == 422
    assert refusals(page) == ["Why you decline it – Nothing is written here yet."]


def test_who_reads_it_is_said_before_it_is_sent(world: World, client) -> None:
    page = as_(client, world.cy).get("/news/letters/new/")
    said = " ".join(texts_of(page, "p"))
    assert "The chair, the secretary and the editors of the body read it." in said
    assert "whoever operates the server could find it there" in page.content.decode()
    page = client.post("/news/letters/new/", {**fields(page), "text": " "})
    assert page.status_code == 422


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "stan"])
def test_who_edits_no_letters_there_finds_none(world: World, client, who: str) -> None:
    letter = sent(world)
    assert as_(client, world.people[who]).get(f"/news/letters/{letter.pk}/").status_code == 404
    assert WORDS not in client.get("/news/letters/").content.decode()


def test_a_letter_about_news_of_others_has_no_page(world: World, client) -> None:
    item = published(world, to=world.north)
    assert as_(client, world.dee).get(f"/news/letters/new/?about={item.pk}").status_code == 404
    assert client.get("/news/letters/new/?about=nothing").status_code == 404
    assert client.get("/news/letters/waiting/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_letters_cost_the_same_however_many_there_are(world: World, client, count: int) -> None:
    item = published(world)
    for writer in ("cy", "bo", "eve")[:count]:
        waiting = sent(world, by=world.people[writer])
    for _number in range(count):
        for given in ({"item_id": item.pk}, {"unit_id": world.union.pk}):
            letter = sent(world, is_named=True, at=world.at, **given)
            do(world, publish_letter, by=world.max, letter_id=letter.pk)
    as_(client, world.max)
    for address in (
        "/news/letters/",
        "/news/letters/waiting/",
        f"/news/letters/{waiting.pk}/",
        f"/news/{item.pk}/",
        "/news/letters/new/",
    ):
        assert (address, cost(client, address)) <= (address, 12)
    assert cost(as_(client, world.cy), "/news/letters/own/") <= 12


def test_the_id_of_a_letter_tells_nothing_of_when_it_was_written(world: World, client) -> None:
    as_(client, world.cy)
    form = fields(client.get("/news/letters/new/"))
    for _twice in range(2):
        client.post("/news/letters/new/", {**form, "unit_id": world.union.pk, "text": "Who decides?"})
    [letter] = Letter.objects.all()
    # The seventh version begins with the moment.
    assert (letter.pk.version, str(letter.pk) == form["act_id"]) == (4, False)


def test_an_answered_letter_shows_its_answer_to_its_editor_and_its_writer(world: World, client) -> None:
    item = published(world, title="The hall")
    letter = sent(world, item_id=item.pk, is_named=True, at=world.at)
    max_ = as_(client, world.max)
    do(world, answer_letter, by=world.max, letter_id=letter.pk, answer="It was dearer.")
    page = max_.get("/news/letters/waiting/")
    assert texts_of(page, "p.meta") == [
        "answered, still to be published or declined To Union, by Cy, 2 March 2026, about “The hall”"
    ]
    page = max_.get(f"/news/letters/{letter.pk}/")
    assert "You answered: It was dearer." in texts_of(page, "p")
    assert texts_of(page, "form textarea")[1] == "It was dearer."
    page = as_(client, world.cy).get("/news/letters/own/")
    meta = texts_of(page, "p.meta")[0]
    assert ("answered, not published yet" in meta, "about “The hall”" in meta) == (True, True)
    assert "not decided on yet" not in meta


def test_editors_are_told_how_many_letters_wait(world: World, client) -> None:
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(person=world.max, office=secretary, unit=world.hill, started_at=START)
    sent(world)
    sent(world, by=world.bo)
    max_ = as_(client, world.max)
    assert links(max_.get("/news/letters/"))["Letters that wait: 2"] == "/news/letters/waiting/"
    assert links(max_.get("/desk/"))["2 letters to the editor wait for you"] == "/news/letters/waiting/"
    assert cost(max_, "/desk/") <= 12
    conveyed(world)
    assert links(max_.get("/"))["2 letters to the editor wait for you"] == "/news/letters/waiting/"
    assert cost(max_, "/") <= 12
    cy = as_(client, world.cy)
    assert [name for name in links(cy.get("/news/letters/")) if "wait" in name] == []


def test_today_tells_a_writer_alone_what_became_of_a_letter(world: World, client) -> None:
    item = published(world)
    # In a new organisation the first steps stand there instead.
    conveyed(world)
    offered = sent(world, item_id=item.pk, is_named=True, at=world.at)
    other = sent(world, by=world.bo)
    own = "/news/letters/own/"
    assert own not in links(as_(client, world.cy).get("/")).values()
    do(world, shorten_letter, by=world.max, letter_id=offered.pk, offered="Why not green?")
    do(world, publish_letter, by=world.max, letter_id=other.pk)
    said = "Union offers to shorten a letter of yours: it is published only if you agree"
    assert links(as_(client, world.cy).get("/"))[said] == own
    assert links(as_(client, world.bo).get("/"))["Union has published a letter of yours"] == own
    assert own not in links(as_(client, world.eve).get("/")).values()


def test_a_letter_that_is_too_long_is_refused_and_kept_and_never_cut(world: World, client) -> None:
    cy = as_(client, world.cy)
    page = cy.get("/news/letters/new/")
    assert "maxlength" not in page.content.decode()
    long = "a" * 2_001
    page = cy.post("/news/letters/new/", {**fields(page), "text": long})
    assert (page.status_code, texts_of(page, "textarea")) == (422, [long])
    assert refusals(page) == ["Your letter – This has 2001 characters. Shorten it to at most 2000."]


def test_a_writer_without_a_name_is_told_on_which_day_it_comes_and_that_nobody_sees_it_before(
    world: World, client, clock
) -> None:
    page = as_(client, world.cy).get("/news/letters/new/")
    assert "Without your name it comes to them on 9 March 2026" in " ".join(texts_of(page, "p"))
    sent(world, at=world.at)
    said = "Nobody at Union has been shown it yet. It comes to its editors on 9 March 2026"
    assert said in " ".join(texts_of(client.get("/news/letters/own/"), "article p"))
    clock.append(world.at + timedelta(days=7))
    assert said not in client.get("/news/letters/own/").content.decode()


def test_what_is_written_beside_the_button_that_publishes_is_sent_with_it(world: World, client) -> None:
    letter = sent(world)
    client = as_(client, world.max)
    page = client.get(f"/news/letters/{letter.pk}/")
    client.post(
        f"/news/letters/{letter.pk}/", {**fields(page), "step": "publish", "answer": "It was dearer."}
    )
    letter.refresh_from_db()
    assert (letter.published_at, letter.answer) == (world.at, "It was dearer.")


@pytest.mark.parametrize(
    ("step", "written", "beside"),
    [
        ("publish", {"reason": "Too late."}, "Why you decline it"),
        ("publish", {"offered": "Why?"}, "Shortened"),
        ("answer", {"answer": "Yes.", "offered": "Why?"}, "Shortened"),
        ("decline", {"reason": "Too late.", "offered": "Why?"}, "Shortened"),
    ],
)
def test_a_button_that_does_not_send_what_is_written_does_nothing_and_says_so(
    world: World, client, step: str, written: dict[str, str], beside: str
) -> None:
    letter = sent(world)
    page = as_(client, world.max).post(f"/news/letters/{letter.pk}/", {"step": step, **written})
    assert (page.status_code, refusals(page)[0].split(" – ")[0]) == (422, beside)
    assert [text for text in written.values() if text not in texts_of(page, "textarea")] == []
    letter.refresh_from_db()
    assert (letter.published_at, letter.declined_at, letter.answer, letter.offered) == (None, None, "", "")


@pytest.mark.parametrize(("step", "field"), [("shorten", "offered"), ("decline", "reason")])
def test_an_answer_goes_with_an_offer_and_with_a_reason(world: World, client, step: str, field: str) -> None:
    letter = sent(world)
    written = {"step": step, field: "Why?", "answer": "It was dearer."}
    assert as_(client, world.max).post(f"/news/letters/{letter.pk}/", written).status_code == 302
    letter.refresh_from_db()
    assert (getattr(letter, field), letter.answer) == ("Why?", "It was dearer.")


def test_the_text_offered_at_first_is_nothing_written_whatever_its_line_ends(world: World, client) -> None:
    letter = sent(world, text="One\nTwo")
    page = as_(client, world.max).post(
        f"/news/letters/{letter.pk}/", {"step": "publish", "offered": "One\r\nTwo"}
    )
    assert page.status_code == 302


def test_that_letters_wait_is_not_said_beside_that_there_are_none(world: World, client) -> None:
    sent(world)
    said = texts_of(as_(client, world.max).get("/news/letters/"), "h2")
    assert (said, texts_of(as_(client, world.cy).get("/news/letters/"), "h2")) == (
        ["No letter is published yet"],
        ["No letters yet"],
    )


def test_an_address_in_a_published_letter_is_a_link_that_nobody_gains_by(world: World, client) -> None:
    letter = sent(
        world, text="See https://example.org <b>now</b>, bo@example.net and http://xn--pple-43d.com"
    )
    do(world, publish_letter, by=world.max, letter_id=letter.pk)
    page = as_(client, world.cy).get("/news/letters/").content.decode()
    link = '<a href="http{0}" rel="noopener nofollow">http{0}</a>'
    first, second = link.format("s://example.org"), link.format("://xn--pple-43d.com")
    assert f"See {first} &lt;b&gt;now&lt;/b&gt;, bo@example.net and {second}" in page
