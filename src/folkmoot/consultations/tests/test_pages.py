from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import World
from folkmoot.consultations.models import Comment, Consultation
from folkmoot.consultations.tests.asking import opened, said, signed_in
from folkmoot.decisions.tests.papers import drafted


@pytest.fixture(autouse=True)
def _now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def page_of(consultation: Consultation, name: str = "consultation", *args: object) -> str:
    return reverse(f"consultations:{name}", args=[consultation.pk, *args])


def test_a_member_finds_it_on_today_reads_it_and_says_what_they_think(world: World) -> None:
    consultation = opened(world, introduction="How often <b>can</b> you come?")
    client = signed_in(world.cy)
    today = client.get("/").content.decode()
    assert "Your opinion is asked" in today
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
