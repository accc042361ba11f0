import asyncio
import errno
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import httpx
import pytest

from folkmoot.live import writer as writing
from folkmoot.live.doors import Door
from folkmoot.live.interfaces import Arrival, Finding
from folkmoot.live.server import live_application
from folkmoot.live.writer import BatchWriter

ADA, BO = UUID(int=1), UUID(int=2)
BELL, GONG = UUID(int=11), UUID(int=12)
SESSIONS = {"ada-session": ADA, "bo-session": BO}
ORIGIN = "http://127.0.0.1:8000"
WELL = Finding({"database": "answers"}, is_well=True)

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Bells:
    """An intake that refuses gongs and keeps what it was given."""

    batches: list[list[Arrival]] = field(default_factory=list)
    breaks: bool = False

    def enter(self, arrivals: Sequence[Arrival], _at: datetime) -> Sequence[str]:
        if self.breaks:
            raise OSError
        self.batches.append([arrival for arrival in arrivals if arrival.subject_id != GONG])
        return ["No gongs." if arrival.subject_id == GONG else "" for arrival in arrivals]


def people_of_sessions(keys: Sequence[str], _at: datetime) -> Mapping[str, UUID]:
    return {key: SESSIONS[key] for key in keys if key in SESSIONS}


def post(
    bells: Bells,
    *bodies: object,
    session: str = "ada-session",
    origin: str = ORIGIN,
    path: str = "/live/bells/",
) -> list[httpx.Response]:
    application = live_application(
        {"bells": BatchWriter(bells, people_of_sessions)}, Door(ORIGIN, "sessionid"), lambda: WELL
    )

    async def send() -> list[httpx.Response]:
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8001") as client:
            headers = {"origin": origin, "cookie": f"sessionid={session}"}
            sent: list[Coroutine[None, None, httpx.Response]] = [
                client.post(path, json=body, headers=headers) for body in bodies
            ]
            return await asyncio.gather(*sent)

    return asyncio.run(send())


def test_what_is_answered_was_entered() -> None:
    bells = Bells()
    (answer,) = post(bells, {"id": str(BELL)})
    assert (answer.status_code, answer.json()) == (200, {"entered": str(BELL)})
    assert bells.batches == [[Arrival(ADA, BELL)]]
    assert answer.headers["access-control-allow-origin"] == ORIGIN


def test_what_comes_in_together_is_written_in_few_batches() -> None:
    bells = Bells()
    answers = post(bells, *[{"id": str(BELL)}] * 200)
    assert [answer.status_code for answer in answers] == [200] * 200
    assert sum(map(len, bells.batches)) == 200
    assert len(bells.batches) < 20


def test_one_refusal_does_not_touch_the_others() -> None:
    bells = Bells()
    answers = post(bells, {"id": str(BELL)}, {"id": str(GONG)}, {"id": str(BELL)})
    assert [answer.status_code for answer in answers] == [200, 422, 200]
    assert answers[1].json() == {"refusal": "No gongs."}
    assert [arrival for batch in bells.batches for arrival in batch] == [Arrival(ADA, BELL)] * 2


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"session": "ended"}, 401),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
        ({"path": "/live/drums/"}, 404),
    ],
)
def test_strangers_are_sent_away(changed: dict[str, str], status: int) -> None:
    bells = Bells()
    (answer,) = post(bells, {"id": str(BELL)}, **changed)
    assert answer.status_code == status
    assert answer.json()["refusal"].endswith(".")
    assert [arrival for batch in bells.batches for arrival in batch] == []


@pytest.mark.parametrize("body", [{}, {"id": 5}, {"id": "no"}, ["id"], {"id": str(BELL), "pad": "x" * 2000}])
def test_a_malformed_body_is_answered_with_a_sentence(body: object) -> None:
    (answer,) = post(Bells(), body)
    assert (answer.status_code, answer.json()["refusal"][:11]) == (400, "Send the id")


def test_of_a_body_that_is_too_long_only_the_beginning_is_read() -> None:
    parts_read = 0

    async def receive() -> dict[str, object]:
        nonlocal parts_read
        parts_read += 1
        return {"type": "http.request", "body": b"x" * 900, "more_body": parts_read < 100}

    async def send(message: Mapping[str, object]) -> None:
        statuses.append(message.get("status"))

    statuses: list[object] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/live/bells/",
        "headers": [(b"origin", ORIGIN.encode())],
        "query_string": b"",
    }
    application = live_application(
        {"bells": BatchWriter(Bells(), people_of_sessions)}, Door(ORIGIN, "sessionid"), lambda: WELL
    )
    asyncio.run(application(scope, receive, send))
    assert (statuses[0], parts_read) == (400, 2)


def test_the_session_is_found_among_other_cookies_and_in_a_header_of_its_own() -> None:
    bells = Bells()
    application = live_application(
        {"bells": BatchWriter(bells, people_of_sessions)}, Door(ORIGIN, "sessionid"), lambda: WELL
    )

    async def send() -> list[int]:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8001") as client:
            content = f'{{"id": "{BELL}"}}'.encode()
            headers = (
                [("cookie", "language=de; sessionid=ada-session")],
                [("cookie", "language=de"), ("cookie", "sessionid=bo-session")],
            )
            asked = [
                client.post("/live/bells/", content=content, headers=[("origin", ORIGIN), *each])
                for each in headers
            ]
            return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert asyncio.run(send()) == [200, 200]
    assert {each.person_id for batch in bells.batches for each in batch} == {ADA, BO}


def test_a_failed_write_is_told_to_every_sender() -> None:
    answers = post(Bells(breaks=True), {"id": str(BELL)}, {"id": str(BELL)})
    assert [answer.status_code for answer in answers] == [500, 500]


def test_too_much_at_once_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "WAITING", 2)
    answers = post(Bells(), *[{"id": str(BELL)}] * 50)
    assert {answer.status_code for answer in answers} == {200, 503}


@dataclass
class FullDisk(Bells):
    """An intake whose disk is full."""

    def enter(self, _arrivals: Sequence[Arrival], _at: datetime) -> Sequence[str]:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_to_whoever_sent() -> None:
    (answer,) = post(FullDisk(), {"id": str(BELL)})
    assert (answer.status_code, answer.json()) == (
        503,
        {"refusal": "The server has no room left, and did not keep this. Try again later."},
    )


class Spoilt(Bells):
    """An intake in which one arrival spoils every batch that it comes in."""

    def enter(self, arrivals: Sequence[Arrival], at: datetime) -> Sequence[str]:
        if any(arrival.subject_id == GONG for arrival in arrivals):
            raise ValueError
        return super().enter(arrivals, at)


def test_what_spoils_a_batch_fails_alone() -> None:
    bells = Spoilt()
    subjects = [GONG if place == 33 else BELL for place in range(100)]
    answers = post(bells, *[{"id": str(subject)} for subject in subjects])
    assert [answer.status_code for answer in answers] == [
        500 if subject == GONG else 200 for subject in subjects
    ]
    assert sum(map(len, bells.batches)) == 99


def test_a_body_nested_without_end_is_refused_in_a_sentence() -> None:
    application = live_application(
        {"bells": BatchWriter(Bells(), people_of_sessions)}, Door(ORIGIN, "sessionid"), lambda: WELL
    )

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8001") as client:
            return await client.post("/live/bells/", content="[" * 990, headers={"origin": ORIGIN})

    assert asyncio.run(send()).status_code == 400


@pytest.mark.parametrize("path", ["/health", "/live/health/"])
@pytest.mark.parametrize(("is_well", "status"), [(True, 200), (False, 503)])
def test_health_is_told_without_signing_in_and_from_anywhere(path: str, is_well: bool, status: int) -> None:
    found = Finding({"database": "answers", "worker": "is silent"}, is_well=is_well)
    application = live_application({}, Door(ORIGIN, "sessionid"), lambda: found)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://elsewhere") as client:
            return await client.get(path)

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.json()) == (status, dict(found.words))
    assert answer.headers["cache-control"] == "no-store"
