"""What those who answer find on their pages."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import World
from folkmoot.consultations.actions.ending import close_consultation, withdraw_consultation
from folkmoot.consultations.models import Consultation, OpinionFigure
from folkmoot.consultations.tests.asking import added_up, opened, said, signed_in
from folkmoot.decisions.tests.papers import do, drafted

NOTHING = {"members": 90, "agree": 0, "with_changes": 0, "disagree": 0, "undecided": 0}


@pytest.fixture(autouse=True)
def _now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def page_of(consultation: Consultation, name: str = "consultation", *args: object) -> str:
    return reverse(f"consultations:{name}", args=[consultation.pk, *args])


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def cells(page: str) -> Sequence[str]:
    return re.findall(r'<td role="cell"[^>]*>([^<]*)</td>', page)


def test_what_is_written_of_a_point_shows_at_once_and_is_published_when_opinions_are_added_up(
    world: World,
) -> None:
    consultation, client = opened(world), signed_in(world.max)
    do(world, close_consultation, by=world.max, consultation_id=consultation.pk, reason="All have answered.")
    written = {"outcome": "partly", "reasons": "Small locals may meet less."}
    page = client.post(page_of(consultation, "point_summary", 2), written, follow=True).content.decode()
    assert "What becomes of point 2 is kept." in page
    assert ("Accepted in part." in page, "Small locals may meet less." in page) == (True, True)
    assert ("still being added up" in page, "Publish the summary" in page) == (True, False)
    assert "Small locals may meet less." in read(client, page_of(consultation, "point_summary", 2))
    assert "Not published yet" in read(client, page_of(consultation))
    assert "Small locals" not in read(signed_in(world.cy), page_of(consultation))
    Consultation.objects.update(ends_at=world.at, counted_at=world.at)
    page = read(client, page_of(consultation, "summary"))
    assert ("still being added up" in page, "Publish the summary" in page) == (False, True)


def test_a_summary_of_nothing_is_not_offered_to_be_published(world: World) -> None:
    consultation = opened(world)
    added_up(consultation, world.at)
    assert "Publish the summary" not in read(signed_in(world.max), page_of(consultation, "summary"))


def test_figures_that_are_withheld_are_never_zeros(world: World) -> None:
    consultation, client = opened(world), signed_in(world.max)
    some = {**NOTHING, "agree": 25, "disagree": 105}
    OpinionFigure.objects.create(consultation=consultation, unit=world.union, point="1", **NOTHING)
    OpinionFigure.objects.create(consultation=consultation, unit=world.union, point="2", **some)
    added_up(consultation, world.at)
    few = "too few to show"
    page = read(client, page_of(consultation, "figures"))
    assert cells(page) == ["1", "90", few, few, few, few, "2", "90", "25", few, "105", few]
    answer: Any = client.get(page_of(consultation, "figures_file", "csv"))
    rows = b"".join(answer.streaming_content).decode().splitlines()[1:]
    assert rows == ["Union,1,90,,,,", "Union,2,90,25,,105,"]
    page = read(client, page_of(consultation))
    assert "Too few gave an opinion of this to show a number." in page
    assert "at least: 25 agree · agree with changes: too few to show · 105 disagree" in page


def test_who_answers_is_led_to_the_first_comment_and_sees_how_many_may_be_read_of_each_point(
    world: World,
) -> None:
    consultation, client = opened(world), signed_in(world.max)
    assert f'href="{page_of(consultation, "comments", 0)}"' in read(client, page_of(consultation))
    said(world, consultation, world.bo, "A quiet word.", point="1")
    said(world, consultation, world.cy, "A loud word.", point="2", is_signed=True)
    page = read(client, page_of(consultation))
    assert f'href="{page_of(consultation, "comments", 2)}">Read and answer' in page
    assert re.findall(r"Read the (?:comment|\d comments)\b", page) == ["Read the comment"]
    page = read(client, page_of(consultation, "comments", 2))
    assert re.findall(r"(Point \d|The whole)(?: \((\d))?", page)[:3] == [
        ("The whole", ""),
        ("Point 1", ""),
        ("Point 2", "1"),
    ]
    assert "to read" not in read(signed_in(world.cy), page_of(consultation))
    added_up(consultation, world.at)
    assert f'href="{page_of(consultation, "comments", 1)}">Read and answer' in read(
        client, page_of(consultation)
    )


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"opens_on": "2026-03-20", "last_on": "2026-03-10"}, "leaves people no day"),
        ({"opens_on": "2026-03-01", "last_on": "2026-03-10"}, "is past. Choose today or a later day."),
        ({"opens_on": "2026-03-02", "last_on": "2027-03-10"}, "lasts for a year at most"),
    ],
)
def test_days_that_do_not_fit_are_refused_before_they_are_looked_over(
    world: World, days: dict[str, str], sentence: str
) -> None:
    draft = drafted(world)
    given = {"unit": str(world.north.pk), **days, "introduction": "How often?", "step": "look"}
    answer = signed_in(world.max).post(reverse("consultations:opening", args=[draft.pk]), given)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "Ask them?" in page) == (422, True, False)
    assert "How often?" in page


def test_a_draft_about_which_people_are_asked_says_so_and_is_not_offered_to_be_adopted(world: World) -> None:
    draft, client = drafted(world, title="Asked about"), signed_in(world.max)
    drafted(world, title="Another")
    consultation = opened(world, draft)
    page = read(client, "/publish/")
    assert "people are asked until 16 March 2026" in page
    assert (page.count("Adopt it"), page_of(consultation) in page) == (1, True)
    assert reverse("decisions:adoption", args=[draft.pk]) not in page
    page = read(client, reverse("decisions:draft", args=[draft.pk]))
    assert ("People are asked until" in page, "Throw this draft away" in page) == (True, False)
    added_up(consultation, world.at)
    page = read(client, "/publish/")
    assert (page.count("Adopt it"), "people are asked" in page) == (2, False)


def test_a_draft_about_which_people_were_asked_says_until_when_in_the_list_and_on_its_pages(
    world: World,
) -> None:
    draft, client = drafted(world, title="Asked about"), signed_in(world.max)
    drafted(world, title="Another")
    consultation = opened(world, draft)
    added_up(consultation, world.at)
    said = "raft, consultation ended on 2 March 2026"
    assert [read(client, "/publish/").count(said), page_of(consultation) in read(client, "/publish/")] == [
        1,
        False,
    ]
    page = read(client, reverse("decisions:draft", args=[draft.pk]))
    assert (page.count(said), page_of(consultation) in page) == (1, True)


def test_a_draft_whose_consultation_was_withdrawn_is_a_draft_like_any_other(world: World) -> None:
    draft, client = drafted(world, title="Asked about"), signed_in(world.max)
    do(world, withdraw_consultation, by=world.max, consultation_id=opened(world, draft).pk)
    assert "consultation ended" not in read(client, "/publish/")
    assert "consultation ended" not in read(client, reverse("decisions:draft", args=[draft.pk]))


def test_a_list_of_drafts_asks_the_same_for_one_that_waits_and_for_three(world: World) -> None:
    client, costs = signed_in(world.max), []
    for title in ("First", "Second", "Third"):
        opened(world, drafted(world, title=title))
        client.get("/publish/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/publish/")
        costs.append(len(asked))
    assert costs[0] == costs[1] == costs[2]
