from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import World
from folkmoot.consultations.models import Comment, Consultation, GivenOpinion
from folkmoot.consultations.tests.asking import opened, signed_in

BOTH = {"opinion": "disagree", "text": "Every second month.", "is_signed": "no"}


@pytest.fixture(autouse=True)
def _now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def point_of(consultation: Consultation) -> str:
    return reverse("consultations:point", args=[consultation.pk, 1])


def kept() -> tuple[list[tuple[str, bool]], list[str]]:
    comments = list(Comment.objects.values_list("text", "is_signed"))
    return comments, list(GivenOpinion.objects.values_list("opinion", flat=True))


def page_after(client: Client, address: str, **given: str) -> str:
    return client.post(address, given, follow=True).content.decode()


def test_one_button_keeps_the_opinion_and_the_comment(world: World) -> None:
    client, address = signed_in(world.cy), point_of(opened(world))
    page = client.get(address).content.decode()
    assert (page.count('<form method="post" novalidate'), page.count("Keep it")) == (1, 1)
    page = page_after(client, address, **BOTH)
    assert "Your opinion and your comment are kept." in page
    assert kept() == ([("Every second month.", False)], ["disagree"])
    page_after(client, address, **BOTH)
    assert kept() == ([("Every second month.", False)], ["disagree"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"opinion": "agree", "text": "", "is_signed": "no"}, ([], ["agree"])),
        ({"text": "Well.", "is_signed": "yes"}, ([("Well.", True)], [])),
    ],
)
def test_either_can_be_said_alone(world: World, given: dict[str, str], expected: object) -> None:
    assert signed_in(world.cy).post(point_of(opened(world)), given).status_code == 302
    assert kept() == expected


def test_who_says_nothing_is_told_so(world: World) -> None:
    answer = signed_in(world.cy).post(point_of(opened(world)), {"text": " ", "is_signed": "no"})
    assert (answer.status_code, kept()) == (422, ([], []))
    assert "Nothing is said yet." in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "days"),
    [({"opinion": "maybe"}, 0), ({"text": "x" * 2001}, 0), ({"is_signed": "perhaps"}, 0), ({}, 30)],
)
def test_a_refusal_keeps_nothing_and_shows_all_that_was_typed(world: World, wrong, days: int) -> None:
    client, address = signed_in(world.cy), point_of(opened(world))
    world.at += timedelta(days=days)
    given = {**BOTH, **wrong}
    answer = client.post(address, given)
    page = answer.content.decode()
    assert (answer.status_code, kept()) == (422, ([], []))
    assert given["text"] in page
    is_ticked = 'value="disagree" checked' in page or 'value="disagree" id="id_opinion_2" checked' in page
    assert is_ticked is (given["opinion"] == "disagree")


def test_a_comment_is_taken_back_by_who_empties_it_and_by_no_page_that_did_not_show_it(world: World) -> None:
    client, address = signed_in(world.cy), point_of(opened(world))
    client.post(address, BOTH)
    page = client.get(address).content.decode()
    assert 'name="initial-text" value="Every second month."' in page
    page_after(client, address, opinion="agree", text="", is_signed="no", **{"initial-text": ""})
    assert kept() == ([("Every second month.", False)], ["agree"])
    given = {"opinion": "agree", "text": "", "is_signed": "no", "initial-text": "Every second month."}
    assert "Your comment is taken back." in page_after(client, address, **given)
    assert kept() == ([], ["agree"])


def test_an_opinion_is_shown_to_its_owner_alone(world: World) -> None:
    consultation = opened(world)
    client = signed_in(world.cy)
    client.post(point_of(consultation), {"opinion": "disagree", "text": "", "is_signed": "no"})
    address = reverse("consultations:consultation", args=[consultation.pk])
    assert "You disagree." in client.get(address).content.decode()
    for person in (world.max, world.ada, world.bo):
        page = signed_in(person).get(address).content.decode()
        assert ("You disagree." in page, "at least" in page) == (False, False)
    client.post(reverse("consultations:opinion_withdrawal", args=[consultation.pk, 1]))
    assert "You disagree." not in client.get(address).content.decode()
