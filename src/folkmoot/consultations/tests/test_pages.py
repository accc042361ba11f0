import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import World
from folkmoot.consultations.actions.opining import give_opinion
from folkmoot.consultations.holdings import HOLDINGS
from folkmoot.consultations.models import Comment, Consultation, OpinionFigure
from folkmoot.consultations.tests.asking import added_up, opened, said, signed_in
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.attaching import detach_file
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import revise_draft
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import BODY, do, drafted
from folkmoot.decisions.tests.test_attaching import hung
from folkmoot.documents.tests.samples import PDF
from folkmoot.structure.tests.pages import words_of


@pytest.fixture(autouse=True)
def _now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def page_of(consultation: Consultation, name: str = "consultation", *args: object) -> str:
    return reverse(f"consultations:{name}", args=[consultation.pk, *args])


def test_a_member_finds_it_on_today_reads_it_and_says_what_they_think(world: World) -> None:
    consultation = opened(world, introduction="How often <b>can</b> you come?")
    client = signed_in(world.cy)
    today = client.get("/").content.decode()
    assert ("Your opinion is asked" in today, "Nothing new for you" in today) == (True, False)
    assert "The text is open for your opinion until 16 March 2026." in today
    page = client.get(page_of(consultation)).content.decode()
    assert "How often &lt;b&gt;can&lt;/b&gt; you come?" in page
    assert "Every local meets once a month." in page
    answer = client.post(
        page_of(consultation, "point", 1), {"text": "Every <i>second</i>.", "is_signed": "no"}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{page_of(consultation)}#place-1")
    page = client.get(page_of(consultation)).content.decode()
    assert "You said, without your name:" in page
    assert "Every &lt;i&gt;second&lt;/i&gt;." in page
    client.post(page_of(consultation, "comment_withdrawal", 1))
    assert not Comment.objects.exists()


def test_a_comment_that_is_refused_says_why_beside_its_field(world: World) -> None:
    consultation = opened(world)
    client = signed_in(world.cy)
    assert client.post(page_of(consultation, "point", 0), {"text": "", "is_signed": "no"}).status_code == 422
    world.at += timedelta(days=30)
    late = client.post(page_of(consultation, "point", 0), {"text": "Late.", "is_signed": "yes"})
    assert late.status_code == 422
    assert "This consultation is over" in late.content.decode()


def test_who_is_not_asked_finds_nothing(world: World) -> None:
    consultation = opened(world, to=world.north)
    client = signed_in(world.dee)
    assert "Your opinion is asked" not in client.get("/").content.decode()
    assert "Nothing is being asked" in client.get("/consultations/").content.decode()
    for name, rest in (
        ("consultation", ()),
        ("point", (1,)),
        ("extension", ()),
        ("closing", ()),
        ("withdrawal", ()),
    ):
        assert client.get(page_of(consultation, name, *rest)).status_code == 404
    assert signed_in(world.cy).get(page_of(consultation, "point", 3)).status_code == 404
    assert signed_in(world.cy).get(page_of(consultation, "extension")).status_code == 404


def test_an_officer_chooses_looks_over_and_asks(world: World) -> None:
    draft = drafted(world)
    address = reverse("consultations:opening", args=[draft.pk])
    client = signed_in(world.max)
    assert address in client.get(reverse("decisions:adoption", args=[draft.pk])).content.decode()
    assert client.get(address).status_code == 200
    given = {
        "unit": str(world.north.pk),
        "opens_on": "2026-03-02",
        "last_on": "2026-03-16",
        "introduction": "Why",
    }
    looked = client.post(address, {**given, "step": "look"})
    assert "The members of North" in looked.content.decode()
    assert not Consultation.objects.exists()
    changed = client.post(address, {**given, "step": "change"})
    assert "Choose another unit" in changed.content.decode()
    late = client.post(address, {**given, "last_on": "2026-03-01", "step": "open"})
    assert (late.status_code, "leaves people no day" in late.content.decode()) == (422, True)
    assert client.post(address, {**given, "step": "open"}).status_code == 302
    consultation = Consultation.objects.get()
    assert (consultation.audience.unit_id, consultation.introduction) == (world.north.pk, "Why")
    assert "What you ask" in client.get("/consultations/").content.decode()
    assert signed_in(world.cy).get(address).status_code == 404


def test_an_officer_makes_it_longer_closes_and_withdraws_it(world: World) -> None:
    consultation = opened(world)
    client = signed_in(world.max)
    assert client.post(page_of(consultation, "extension"), {"last_on": "2026-03-10"}).status_code == 422
    assert client.post(page_of(consultation, "extension"), {"last_on": "2026-03-20"}).status_code == 302
    assert client.post(page_of(consultation, "closing"), {"reason": ""}).status_code == 422
    assert client.get(page_of(consultation, "withdrawal")).status_code == 200
    other = opened(world, drafted(world, title="Another"))
    assert client.post(page_of(consultation, "closing"), {"reason": "All have answered."}).status_code == 302
    assert "All have answered." in signed_in(world.cy).get(page_of(consultation)).content.decode()
    assert client.post(page_of(other, "withdrawal")).status_code == 302
    assert signed_in(world.cy).get(page_of(other)).status_code == 404


def test_nobody_reads_what_another_said_without_a_name_while_it_is_open(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "A quiet word.", point="1")
    for person in (world.max, world.ada, world.bo, world.una, world.dee):
        client = signed_in(person)
        for address in ("/", "/consultations/", page_of(consultation), page_of(consultation, "point", 1)):
            assert "A quiet word." not in client.get(address).content.decode()
    assert "A quiet word." in signed_in(world.cy).get(page_of(consultation)).content.decode()


@pytest.mark.parametrize("who", ["cy", "max"])
@pytest.mark.parametrize("address", ["/", "/consultations/"])
def test_a_page_asks_the_same_for_one_and_for_three(world: World, who: str, address: str) -> None:
    client = signed_in(world.people[who])
    opened(world)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for title in ("Second", "Third"):
        opened(world, drafted(world, title=title))
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three) <= 12


def test_a_text_of_many_points_asks_no_more_than_one_of_two(world: World) -> None:
    client = signed_in(world.cy)
    costs = []
    for points in (1, 3):
        body = "".join(f"{number}. Point.\n" for number in range(1, points + 1))
        consultation = opened(world, drafted(world, body=body))
        client.get(page_of(consultation))
        with CaptureQueriesContext(connection) as asked:
            client.get(page_of(consultation))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 14


def test_figures_are_for_the_body_when_all_is_over(world: World) -> None:
    consultation = opened(world)
    OpinionFigure.objects.create(
        consultation=consultation,
        unit=world.union,
        point="1",
        members=90,
        agree=25,
        with_changes=5,
        disagree=10,
        undecided=0,
    )
    told = "at least: 25 agree · 5 agree with changes · 10 disagree · no opinion: too few to show"
    assert told not in signed_in(world.max).get(page_of(consultation)).content.decode()
    Consultation.objects.update(counted_at=world.at, ends_at=world.at)
    assert told in signed_in(world.max).get(page_of(consultation)).content.decode()
    assert told not in signed_in(world.cy).get(page_of(consultation)).content.decode()


def file_at(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    return b"".join(answer.streaming_content).decode()


def over(world: World, consultation: Consultation) -> None:
    added_up(consultation, world.at)


def test_an_officer_reads_searches_answers_and_takes_the_comments_away(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "A quiet word.", point="1")
    said(world, consultation, world.bo, "A loud <b>word</b>.", point="1", is_signed=True)
    client, address = signed_in(world.max), page_of(consultation, "comments", 1)
    shown = client.get(address)
    assert "A loud &lt;b&gt;word" in shown.content.decode()
    assert ("A quiet word." in words_of(shown), "Cy" in words_of(shown)) == (False, False)
    over(world, consultation)
    page = words_of(client.get(address))
    assert ("A quiet word." in page, "Without a name" in page, "Cy" in page) == (True, True, False)
    assert "A quiet word." not in client.get(address, {"q": "loud"}).content.decode()
    rows = file_at(client, page_of(consultation, "comments_file", "csv"))
    assert ("A quiet word." in rows, "Cy" in rows, "Bo" in rows) == (True, False, True)
    assert client.post(address, {"text": "We see.", "step": "chosen"}).status_code == 422
    pk = Comment.objects.get(person=world.cy).pk
    assert client.post(address, {"text": "We see.", "step": "chosen", "comments": [pk]}).status_code == 302
    assert client.post(address, {"text": "To all.", "step": "all"}).status_code == 302
    page = signed_in(world.cy).get(page_of(consultation)).content.decode()
    assert ("Union answers:" in page, "We see." in page, "To all." in page) == (True, True, True)
    today = signed_in(world.cy).get("/").content.decode()
    assert "Union has answered what you said. It stands here for 14 days, whether you read it or not" in today
    assert "Union has answered" not in signed_in(world.dee).get("/").content.decode()


@pytest.mark.parametrize("who", ["ada", "bo", "cy", "una", "dee"])
def test_what_a_body_reads_and_writes_is_nobody_elses(world: World, who: str) -> None:
    consultation = opened(world)
    said(world, consultation, world.max, "A loud word.", point="1", is_signed=True)
    over(world, consultation)
    client = signed_in(world.people[who])
    for name, rest in (
        ("comments", (1,)),
        ("comments_file", ("csv",)),
        ("figures", ()),
        ("figures_file", ("csv",)),
        ("summary", ()),
        ("point_summary", (1,)),
        ("publication", ()),
    ):
        assert client.get(page_of(consultation, name, *rest)).status_code == 404, name
    assert "A loud word." not in client.get(page_of(consultation)).content.decode()


def test_what_becomes_of_it_is_written_published_and_found_from_the_decision(world: World) -> None:
    draft = drafted(world)
    consultation = opened(world, draft)
    over(world, consultation)
    figure = {"members": 90, "agree": 25, "with_changes": 5, "disagree": 10, "undecided": 0}
    OpinionFigure.objects.create(consultation=consultation, unit=world.union, point="1", **figure)
    client = signed_in(world.max)
    texts = [
        {"language": "en", "title": "Meet monthly", "body": BODY.replace("once a month", "twice a month")}
    ]
    do(world, revise_draft, by=world.max, decision_id=draft.pk, revision=1, texts=texts)
    summary = client.get(page_of(consultation, "summary")).content.decode()
    assert ("twice" in summary, "Of 90 who were asked" in summary) == (True, True)
    empty = client.post(page_of(consultation, "point_summary", 1), {"outcome": "", "reasons": ""})
    assert empty.status_code == 422
    given = {"outcome": "partly", "reasons": "Small locals may meet less."}
    assert client.post(page_of(consultation, "point_summary", 1), given).status_code == 302
    member = signed_in(world.cy)
    assert "Small locals" not in member.get(page_of(consultation)).content.decode()
    assert client.get(page_of(consultation, "publication")).status_code == 200
    assert client.post(page_of(consultation, "publication")).status_code == 302
    page = member.get(page_of(consultation)).content.decode()
    assert ("Small locals may meet less." in page, "Of 90 who were asked" in page) == (True, True)
    assert member.get(page_of(consultation, "figures")).status_code == 200
    rows = file_at(member, page_of(consultation, "figures_file", "csv"))
    assert rows.splitlines()[1:] == ["Union,1,90,25,5,10,"]


def test_the_page_of_a_decision_leads_to_what_was_asked_before(world: World) -> None:
    draft = drafted(world)
    consultation = opened(world, draft)
    over(world, consultation)
    Consultation.objects.update(published_at=world.at)
    member = signed_in(world.cy)
    do(world, adopt_decision, by=world.max, decision_id=draft.pk, revision=1, adopted_on=world.at.date())
    do(world, convey_decision, by=world.max, decision_id=draft.pk, unit_id=world.union.pk)
    decision = member.get(reverse("decisions:decision", args=[draft.pk])).content.decode()
    assert "The consultation, and what became of it" in decision
    assert page_of(consultation) in decision


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_the_same_however_many(world: World, count: int, django_assert_max_num_queries) -> None:
    consultation = opened(world)
    for person in (world.cy, world.bo, world.dee)[:count]:
        said(world, consultation, person, "A word.", point="1", is_signed=True)
    client = signed_in(world.max)
    client.get(page_of(consultation, "comments", 1))
    with django_assert_max_num_queries(18):
        client.get(page_of(consultation, "comments", 1))


def test_where_fewer_than_five_are_asked_nobody_is_told_that_they_go_without_a_name(world: World) -> None:
    for unit, is_offered in ((world.harbour, False), (world.north, True)):
        consultation = opened(world, drafted(world, title=unit.name), to=unit)
        page = signed_in(world.bo).get(page_of(consultation, "point", 1)).content.decode()
        assert ("With my name, Bo." in page, "Without my name" in page) == (True, is_offered)


def test_programs_are_told_of_a_consultation_and_not_a_word_of_what_was_said(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "A quiet word.", point="1")
    do(world, give_opinion, by=world.cy, consultation_id=consultation.pk, point="1", opinion="disagree")
    over(world, consultation)
    for person in (world.max, world.una, world.cy):
        answer = signed_in(person).get("/api/consultations").json()
        assert [row["id"] for row in answer["rows"]] == [str(consultation.pk)]
        assert ("quiet" in str(answer), "disagree" in str(answer)) == (False, False)
    assert signed_in(world.stan).get("/api/consultations").json()["rows"] == []


def test_everybody_takes_their_own_words_along_and_nobody_elses(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "A quiet word.", point="1")
    do(world, give_opinion, by=world.cy, consultation_id=consultation.pk, point="1", opinion="disagree")
    kept = {
        person.name: [tuple(map(str, row)) for holding in HOLDINGS for row in holding.rows(person)]
        for person in (world.cy, world.max)
    }
    assert kept["Cy"] == [
        ("Cy", "Meet monthly", "Union", "1", "A quiet word.", "False", "None", "None"),
        ("Cy", "Meet monthly", "Union", "1", "disagree"),
    ]
    assert kept["Max"] == []
    client = signed_in(world.cy)
    assert "Meet monthly" in client.get(reverse("rights:record")).content.decode()


def test_the_files_of_the_draft_are_put_before_those_who_are_asked_and_nobody_else(world: World) -> None:
    draft = drafted(world)
    hung(world, draft)
    consultation = opened(world, draft, to=world.north)
    for person in (world.cy, world.max):
        client = signed_in(person)
        page = client.get(page_of(consultation))
        assert texts_of(page, "ul.files a") == ["Budget.pdf"]
        (address,) = re.findall(rf'href="({page_of(consultation)}files/[^"]+)"', page.content.decode())
        assert client.get(address).getvalue() == PDF
    for person in (world.dee, world.stan):
        assert signed_in(person).get(address).status_code == 404
    Consultation.objects.update(withdrawn_at=world.at)
    assert signed_in(world.cy).get(address).status_code == 404


def test_a_file_that_is_taken_off_the_draft_stays_with_what_people_were_asked(world: World) -> None:
    draft = drafted(world)
    found = hung(world, draft)
    consultation = opened(world, draft)
    do(world, detach_file, by=world.max, decision_id=draft.pk, attachment_id=found)
    hung(world, draft, name="Another.pdf")
    assert texts_of(signed_in(world.cy).get(page_of(consultation)), "ul.files a") == ["Budget.pdf"]
    assert signed_in(world.cy).get(page_of(consultation, "file", found)).status_code == 404


def test_while_people_are_asked_the_page_of_adoption_leads_there_and_offers_no_adoption(world: World) -> None:
    draft = drafted(world)
    client, address = signed_in(world.max), reverse("decisions:adoption", args=[draft.pk])
    offered = ("It was adopted in these words", "Not adopted yet?", "Open the consultation")
    page = client.get(address).content.decode()
    assert [words in page for words in offered] == [True, True, False]
    consultation = opened(world, draft)
    page = client.get(address).content.decode()
    assert [words in page for words in offered] == [False, False, True]
    assert page_of(consultation) in page
    over(world, consultation)
    assert "It was adopted in these words" in client.get(address).content.decode()


def test_a_member_finds_from_the_first_page_what_they_were_asked_before(world: World) -> None:
    consultation = opened(world)
    Consultation.objects.update(ends_at=world.at)
    client = signed_in(world.cy)
    assert reverse("consultations:consultations") in client.get("/").content.decode()
    assert page_of(consultation) in client.get(reverse("consultations:consultations")).content.decode()


def test_a_cell_is_asked_by_its_own_name_alone(world: World) -> None:
    consultation = opened(world, to=world.hill)
    page = signed_in(world.cy).get(page_of(consultation)).content.decode()
    assert ("The members of Hill" in page, "and the units below" in page) == (True, False)
