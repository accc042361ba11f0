import re
from typing import cast
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.access.requests import FactsMiddleware, SignedInRequest, signed_in
from folkmoot.kernel.clock import now

PAGE = "/account/sessions/?x=1"


@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    return HttpResponse(f"{type(request.person).__name__} {request.person.pk} {request.act_id}")


def test_a_page_is_told_who_asks_and_the_act_its_form_carries(world: World, rf: RequestFactory) -> None:
    act_id = UUID("01900000-0000-7000-8000-000000000001")
    request = rf.post("/", {"act_id": str(act_id)})
    request.user = world.cy.account
    before = now()
    answer = FactsMiddleware(page)(request)  # type: ignore[arg-type]  # a view answers as what comes after it does
    assert answer.content.decode() == f"Person {world.cy.pk} {act_id}"
    assert before <= cast("SignedInRequest", request).at <= now()


def test_a_stranger_is_sent_to_sign_in_and_back_to_the_page(db: None, client: Client) -> None:
    answer = client.get(PAGE)
    assert answer.headers["Location"] == "/sign-in/?next=/account/sessions/%3Fx%3D1"


def test_who_sent_a_form_comes_back_to_the_page_it_stood_on(db: None, client: Client) -> None:
    form = "/account/sessions/others/end/"
    for referer, back in (
        (f"http://testserver{PAGE}#part", "/account/sessions/%3Fx%3D1"),
        ("https://evil.example/account/", "/"),
        ("http://testserver//evil.example/account/", "/evil.example/account/"),
        ("http://testserver/\\evil.example/account/", "/evil.example/account/"),
        ("http://testserver", "/"),
        ("", "/"),
    ):
        answer = client.post(form, headers={"Referer": referer})
        assert answer.headers["Location"] == f"/sign-in/?next={back}"


def test_a_fragment_makes_the_whole_page_go_to_sign_in(db: None, client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"}
    answer = client.get("/account/", headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=/account/sessions/%3Fx%3D1"


def main_table(sql: str) -> str:
    """The table that a question is of, and not those of the questions within it."""
    while sql != (without := re.sub(r"\([^()]*\)", "", sql)):
        sql = without
    # What asks no table, as a server is told its settings, has none.
    return next(iter(sql.partition(" FROM ")[2].split()), "").strip('"')


def test_who_asks_costs_one_query_for_the_session_with_account_and_person(
    world: World, client: Client
) -> None:
    client.force_login(world.cy.account)
    client.get("/account/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/account/").status_code == 200
    asked = [main_table(query["sql"]) for query in queries]
    tables = ("django_session", "people_account", "people_person")
    assert [asked.count(table) for table in tables] == [0, 1, 0]


def test_a_page_for_everybody_does_not_ask_who_asks(world: World, client: Client) -> None:
    client.force_login(world.cy.account)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/manifest.webmanifest").status_code == 200
    asked = "".join(query["sql"] for query in queries)
    assert ("django_session" in asked, "people_account" in asked) == (False, False)
