"""Bodies that come slowly: nobody acts in the past by them, and they do not hold up the pages."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test import client as testing

from conftest import World
from folkmoot.config.bodies import BodiesMiddleware
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.tests.held import joined, later
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.offices import relieve_officer
from folkmoot.membership.tests.paging import as_
from folkmoot.people.models import Membership, Term


class Held(io.BytesIO):
    """A body that comes only after something else was done."""

    def __init__(self, body: bytes, meanwhile: Callable[[], None]) -> None:
        super().__init__(body)
        self.meanwhile: Callable[[], None] | None = meanwhile

    def _come(self) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()

    def read(self, *size: int | None) -> bytes:
        self._come()
        return super().read(*size)

    def readline(self, *size: int | None) -> bytes:
        self._come()
        return super().readline(*size)


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def sent(client: Client, act: str, given: dict[str, str], meanwhile: Callable[[], None]) -> str:
    """Send an act of which the body comes after `meanwhile`, and return the status of the answer."""
    client.get("/account/")
    cookies = {name: each.value for name, each in client.cookies.items()}
    body = json.dumps(given).encode()
    environ = RequestFactory()._base_environ(  # type: ignore[attr-defined]  # all that a server hands over
        REQUEST_METHOD="POST",
        PATH_INFO=f"/api/acts/{act}",
        CONTENT_TYPE="application/json",
        CONTENT_LENGTH=str(len(body)),
        HTTP_COOKIE="; ".join(f"{name}={value}" for name, value in cookies.items()),
        HTTP_X_CSRFTOKEN=cookies.get("csrftoken", ""),
        HTTP_IDEMPOTENCY_KEY=str(uuid4()),
    )
    environ["wsgi.input"] = Held(body, meanwhile)
    statuses: list[str] = []
    # The handler would close the connection that holds the test's transaction; the client has connected it again.
    stilled = [vars(testing)[name] for name in ("request_started", "request_finished")]
    for signal in stilled:
        signal.disconnect(close_old_connections)
    b"".join(WSGIHandler()(environ, lambda status, *_headers: statuses.append(status)))  # type: ignore[arg-type]  # nothing is written to what it returns
    for signal in stilled:
        signal.connect(close_old_connections)
    return statuses[0]


def test_whoever_was_put_out_while_their_body_was_on_its_way_does_nothing_by_it(
    world: World, client: Client
) -> None:
    (one,) = joined(world, 1)
    term = Term.objects.get(person=world.bo, unit=world.harbour)
    bo = as_(client, world.bo)

    def meanwhile() -> None:
        do(world, relieve_officer, by=world.ada, term_id=term.pk)
        do(world, end_membership, by=world.una, person_id=world.bo.pk)
        later(world, 60 * 24)

    status = sent(bo, "membership.end_membership", {"person_id": str(one.pk)}, meanwhile)
    assert status == "422 Unprocessable Entity"
    assert Membership.objects.open().filter(person=one).exists()


def test_bodies_that_do_not_come_hold_up_half_of_the_threads_at_most(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.config.bodies._PATIENCE", 0.01)
    monkeypatch.setenv("FOLKMOOT_PAGE_THREADS", "4")
    bodies = BodiesMiddleware(lambda _request: HttpResponse("page"))
    answers: list[HttpResponse] = []

    def slow(behind: int) -> HttpRequest:
        """Make a request during the reading of which `behind` others come."""
        request = rf.post("/", b"{}", content_type="application/json")
        come = (lambda: answers.append(bodies(slow(behind - 1)))) if behind else (lambda: None)  # type: ignore[arg-type]  # it is a page
        request._stream = Held(b"{}", come)
        return request

    answers.append(bodies(slow(2)))  # type: ignore[arg-type]  # as above
    assert [each.status_code for each in answers] == [503, 200, 200]
    assert answers[0]["Retry-After"] == "60"
    assert bodies(rf.get("/")).status_code == 200
    assert bodies(slow(0)).status_code == 200


def test_the_act_is_told_that_too_much_comes_in_the_words_of_the_api(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.config.bodies._PATIENCE", 0.01)
    bodies = BodiesMiddleware(lambda _request: HttpResponse("page"))
    while bodies.places.acquire(blocking=False):
        pass
    answer = bodies(rf.post("/api/acts/x", b"{}", content_type="application/json"))
    assert "Send it again in a minute." in json.loads(answer.content)["refusal"]  # type: ignore[attr-defined]  # it is no stream


def test_an_act_asks_for_the_moment_when_its_turn_came(world: World) -> None:
    moments = iter([world.at, world.at + timedelta(days=1)])
    (one,) = joined(world, 1)
    given = {"person_id": one.pk}
    run(end_membership, given, act_id=new_id(), by=world.bo, at=lambda: next(moments), via=Via.WEB)
    assert Membership.objects.get(person=one).ended_at == world.at + timedelta(days=1)


def test_what_a_program_sends_is_read_by_its_bytes_whatever_it_is_called(
    world: World, client: Client
) -> None:
    address, key = "/api/acts/membership.end_membership", {"Idempotency-Key": str(new_id())}
    answer = as_(client, world.bo).post(address, {"person_id": str(world.eve.pk)}, headers=key)
    assert (answer.status_code, answer.json()["refusal"][:24]) == (400, "The body is not JSON. Se")
