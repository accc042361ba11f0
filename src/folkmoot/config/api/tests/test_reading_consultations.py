from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from conftest import World
from folkmoot.config.api.tests.calling import Story, post, rows, signed_in
from folkmoot.consultations.models import Comment, Consultation, OpinionFigure
from folkmoot.consultations.tests.asking import added_up, opened, said
from folkmoot.kernel.clock import now


@pytest.fixture
def asked(world: World) -> Consultation:
    return opened(world, last_on=(now() + timedelta(days=9)).date())


def status(client: Client, consultation: Consultation, what: str) -> int:
    return client.get(f"/api/consultations/{consultation.pk}/{what}").status_code


def listed(client: Client, consultation: Consultation, what: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows(client, f"consultations/{consultation.pk}/{what}")
    return found


def figure(world: World, consultation: Consultation, unit: str, point: str, **given: int) -> None:
    none = {"members": 40, "agree": 0, "with_changes": 0, "disagree": 0, "undecided": 0}
    row = {**none, **given}
    OpinionFigure.objects.create(consultation=consultation, unit=getattr(world, unit), point=point, **row)


def test_who_answers_reads_what_was_signed_and_nobody_else_reads_anything(world: World, asked) -> None:
    said(world, asked, world.cy, "Too often.", point="1", is_signed=True)
    said(world, asked, world.bo, "Not here.", point="1")
    line = Comment.objects.get(person=world.cy)
    assert listed(signed_in(world.max), asked, "comments") == [
        {"id": str(line.pk), "point": "1", "text": "Too often.", "name": "Cy", "answer": None}
    ]
    assert {status(signed_in(who), asked, "comments") for who in (world.cy, world.ada, world.una)} == {404}


def test_words_without_a_name_are_read_without_one_once_all_is_over(world: World, asked) -> None:
    said(world, asked, world.cy, "Too often.", point="1")
    assert listed(signed_in(world.max), asked, "comments") == []
    added_up(asked, now() - timedelta(minutes=1))
    assert [(row["text"], row["name"]) for row in listed(signed_in(world.max), asked, "comments")] == [
        ("Too often.", "")
    ]


def test_following_next_gives_every_comment_once_the_whole_first(world: World, asked) -> None:
    for who, point in ((world.cy, "1"), (world.bo, "1"), (world.eve, ""), (world.cy, "")):
        said(world, asked, who, f"{who.name} of {point}", point=point, is_signed=True)
    client = signed_in(world.max)
    found: list[Any] = []
    address = f"/api/consultations/{asked.pk}/comments?limit=1"
    while address and len(found) < 9:
        page = client.get(address).json()
        found += page["rows"]
        address = page["next"]
    assert found == listed(client, asked, "comments")
    assert [row["point"] for row in found] == ["", "", "1", "1"]


def test_answers_are_read_by_all_who_are_asked(world: World, asked) -> None:
    said(world, asked, world.cy, "Too often.", point="1", is_signed=True)
    given = {"consultation_id": str(asked.pk), "point": "1", "text": "We heard it."}
    assert post(signed_in(world.max), "consultations.answer_comments", given).status_code == 200
    assert listed(signed_in(world.bo), asked, "answers") == [{"point": "1", "text": "We heard it."}]
    assert status(signed_in(world.stan), asked, "answers") == 404


def test_what_becomes_of_it_is_the_bodys_alone_until_it_is_published(world: World) -> None:
    story = Story(world)
    asked = Consultation.objects.get(pk=str(story.found("counted_consultation", by="max")))
    becomes = [{"point": "1", "outcome": "partly", "reasons": "Small locals may meet every two months."}]
    seen = [listed(story.client(who), asked, "summaries") for who in ("max", "cy")]
    assert seen == [becomes, []]
    assert [status(story.client(who), asked, "opinions") for who in ("max", "cy")] == [200, 404]
    story.do("consultations.publish_summary")
    assert listed(story.client("cy"), asked, "summaries") == becomes
    assert status(story.client("cy"), asked, "opinions") == 200
    assert status(story.client("stan"), asked, "opinions") == 404


def test_opinions_are_the_figures_of_the_page_and_a_zero_is_none(world: World, asked) -> None:
    figure(world, asked, "north", "1", agree=5, members=40)
    figure(world, asked, "union", "1", agree=10, disagree=15, members=90)
    figure(world, asked, "union", "", undecided=5)
    client = signed_in(world.max)
    assert status(client, asked, "opinions") == 404
    added_up(asked, now() - timedelta(minutes=1))
    keys = ("unit_name", "point", "members", "agree", "with_changes", "disagree", "undecided")
    whole = listed(client, asked, "opinions")
    assert [tuple(row[key] for key in keys) for row in whole] == [
        ("Union", "1", 90, 10, None, 15, None),
        ("Union", "", 40, None, None, None, 5),
        ("North", "1", 40, 5, None, None, None),
    ]
    first = client.get(f"/api/consultations/{asked.pk}/opinions?limit=2").json()
    second = client.get(first["next"]).json()
    assert (first["rows"] + second["rows"], second["next"]) == (whole, None)
