"""Devices notified of real decisions: who is, what it says, what is kept of it, and what ends it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connections
from django.forms import model_to_dict

from conftest import World
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.notices.actions.devices import subscribe_device
from folkmoot.notices.actions.pushing import BATCH, push_due
from folkmoot.notices.alone import alone
from folkmoot.notices.mail import NotSent
from folkmoot.notices.models import Subscription
from folkmoot.notices.pace import Pace
from folkmoot.notices.push import push
from folkmoot.notices.tests.pushes import Browser, PushService, push_service
from folkmoot.people.models import Person

UNHURRIED = Pace(0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Devices:
    """The world, a push service, and the browsers that people turned it on in."""

    world: World
    service: PushService
    browsers: dict[str, Browser] = field(default_factory=dict)

    def turn_on(self, person: Person, name: str, frequency: str = "daily") -> int:
        number = len(self.browsers)
        key = f"{number:040d}"
        Session.objects.create(session_key=key, session_data="", expire_date=self.world.at + 30 * DAY)
        # What is conveyed at the very moment was not conveyed after it.
        at = self.world.at - timedelta(minutes=1)
        listed = UserSession.objects.create(
            user=person.account, ip="::", session_key=key, created_at=at, last_seen_at=at
        )
        self.browsers[name] = Browser()
        given = {
            "session": listed.pk,
            "endpoint": self.service.endpoint(name),
            "frequency": frequency,
            **self.browsers[name].keys,
        }
        run(subscribe_device, given, act_id=new_id(), by=person, at=at, via=Via.WEB)
        return int(listed.pk)

    def look(self, at: datetime) -> None:
        self.world.at = at
        while push_due(at, pace=UNHURRIED):
            pass

    def a_day_of_looks(self) -> None:
        for _hour in range(24):
            self.look(self.world.at + HOUR)

    def said(self) -> list[tuple[str, str]]:
        return [
            (name, json.loads(self.browsers[name].read(body))["body"])
            for name, (_path, _headers, body) in zip(self.service.asked, self.service.arrived, strict=True)
        ]


@pytest.fixture
def devices(world: World, settings, tmp_path) -> Iterator[Devices]:
    settings.DATA = tmp_path
    with push_service() as service:
        settings.PUSH_INSIDE = frozenset({service.place})
        yield Devices(world, service)


def state(session: int) -> tuple[datetime, datetime]:
    row = Subscription.objects.get(pk=session)
    return row.since, row.next_at


def test_each_device_is_told_once_how_much_is_new(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "phone")
    devices.turn_on(world.cy, "desk")
    devices.turn_on(world.bo, "bo")
    devices.turn_on(world.dee, "dee")
    conveyed(world, to=world.north)
    conveyed(world, to=world.hill)
    devices.a_day_of_looks()
    one, two = "There is 1 new thing for you.", "There are 2 new things for you."
    assert sorted(devices.said()) == [("bo", one), ("desk", two), ("phone", two)]
    devices.a_day_of_looks()
    assert len(devices.said()) == 3
    assert mail.outbox == []


def test_devices_of_one_person_are_told_of_what_is_new_since_each_was_turned_on(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "phone")
    conveyed(world, to=world.hill)
    world.at += timedelta(minutes=2)
    devices.turn_on(world.cy, "desk")
    world.at += timedelta(minutes=2)
    conveyed(world, to=world.hill)
    devices.a_day_of_looks()
    assert sorted(devices.said()) == [
        ("desk", "There is 1 new thing for you."),
        ("phone", "There are 2 new things for you."),
    ]


def test_a_notification_names_nothing_and_is_always_as_long(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "cy")
    devices.turn_on(world.bo, "bo")
    conveyed(world, title="Strike on Monday", to=world.north)
    conveyed(world, title="Strike on Tuesday", to=world.hill)
    devices.a_day_of_looks()
    for name, (_path, headers, body) in zip(devices.service.asked, devices.service.arrived, strict=True):
        said = json.loads(devices.browsers[name].read(body))
        assert set(said) == {"title", "body", "language", "mark"}
        assert said["title"] == "Something new for you"
        assert "Strike" not in str(said)
        assert b"new thing" not in body
        assert (headers["Content-Encoding"], headers["Topic"], headers["TTL"]) == (
            "aes128gcm",
            "news",
            "86400",
        )
        assert headers["Authorization"].startswith("vapid t=ey")
    assert len({len(body) for _path, _headers, body in devices.service.arrived}) == 1


def test_nobody_is_woken_at_night(devices: Devices) -> None:
    world = devices.world
    session = devices.turn_on(world.cy, "cy", frequency="at_once")
    conveyed(world, to=world.hill)
    # 20:30 in UTC is 21:30 in Paris.
    night = world.at.replace(hour=20, minute=30)
    devices.look(night)
    assert devices.said() == []
    _since, next_at = state(session)
    devices.look(next_at)
    assert [name for name, _said in devices.said()] == ["cy"]
    assert 7 <= world.hill.local(next_at).hour <= 10


def test_what_is_kept_is_the_same_whether_or_not_there_was_something(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "cy")
    devices.turn_on(world.bo, "bo")
    conveyed(world, to=world.hill)
    Subscription.objects.update(next_at=world.at.replace(hour=12) + DAY)
    devices.look(world.at.replace(hour=12) + DAY)
    rows = [model_to_dict(row) for row in Subscription.objects.all()]
    same = ("frequency", "since", "made_on")
    assert devices.service.asked == ["cy"]
    assert [rows[0][name] for name in same] == [rows[1][name] for name in same]
    assert all(row.next_at > world.at for row in Subscription.objects.all())


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_listens_no_longer_is_forgotten_and_no_other(devices: Devices, status) -> None:
    world = devices.world
    devices.turn_on(world.cy, "gone")
    kept = devices.turn_on(world.bo, "bo")
    devices.service.statuses["gone"] = status
    conveyed(world, to=world.north)
    devices.a_day_of_looks()
    assert list(Subscription.objects.values_list("pk", flat=True)) == [kept]
    assert sorted(devices.service.asked) == ["bo", "gone"]


def test_what_is_not_taken_is_tried_again_in_an_hour_and_nobody_else_twice(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "cy")
    devices.turn_on(world.bo, "bo")
    devices.service.statuses["cy"] = 400
    conveyed(world, to=world.north)
    noon = world.at.replace(hour=12) + DAY
    devices.look(noon)
    assert sorted(devices.service.asked) == ["bo", "cy"]
    devices.look(noon + HOUR - timedelta(minutes=1))
    assert len(devices.service.asked) == 2
    devices.service.statuses.clear()
    devices.look(noon + HOUR)
    devices.look(noon + 2 * HOUR)
    assert sorted(devices.service.asked) == ["bo", "cy", "cy"]


def test_a_service_that_is_overloaded_is_left_alone_with_all_its_devices(devices: Devices) -> None:
    world = devices.world
    for person in (world.cy, world.bo, world.ada):
        devices.turn_on(person, person.name)
        devices.service.statuses[person.name] = 503
    conveyed(world, to=world.north)
    noon = world.at.replace(hour=12) + DAY
    devices.look(noon)
    assert len(devices.service.asked) == 1
    devices.service.statuses.clear()
    devices.look(noon + HOUR)
    assert sorted(devices.service.asked[1:]) == ["Ada", "Bo", "Cy"]


def test_a_service_that_is_overloaded_is_not_asked_for_another_device_of_the_same_person(
    devices: Devices,
) -> None:
    world = devices.world
    for name in ("phone", "tablet"):
        devices.turn_on(world.cy, name)
        devices.service.statuses[name] = 503
    conveyed(world, to=world.north)
    devices.look(world.at.replace(hour=12) + DAY)
    assert len(devices.service.asked) == 1


def test_after_two_devices_of_a_person_failed_the_others_wait_an_hour_and_nobody_else_does(
    devices: Devices,
) -> None:
    world = devices.world
    for number in range(4):
        devices.turn_on(world.cy, f"cy{number}")
        devices.service.statuses[f"cy{number}"] = 400
    devices.turn_on(world.bo, "bo")
    devices.turn_on(world.bo, "bo2")
    conveyed(world, to=world.north)
    noon = world.at.replace(hour=12) + DAY
    devices.look(noon)
    assert sorted(name[:2] for name in devices.service.asked) == ["bo", "bo", "cy", "cy"]
    devices.service.statuses.clear()
    devices.look(noon + HOUR)
    assert sorted(devices.service.asked[4:]) == ["cy0", "cy1", "cy2", "cy3"]


def test_a_silent_service_of_each_device_takes_the_time_of_two(devices: Devices, monkeypatch) -> None:
    world, asked = devices.world, []
    for number in range(4):
        devices.turn_on(world.cy, f"cy{number}")
    for number, row in enumerate(Subscription.objects.order_by("pk")):
        row.endpoint = f"https://{number}.example.org/push"
        row.save()

    def silent(each, *_said, **_at) -> None:
        asked.append(each.row.endpoint)
        raise NotSent("TimeoutError")

    monkeypatch.setattr("folkmoot.notices.actions.pushing.push_news", silent)
    conveyed(world, to=world.north)
    devices.look(world.at.replace(hour=12) + DAY)
    assert len(asked) == 2


def test_what_is_wrong_with_one_does_not_keep_the_others_from_being_told(devices: Devices) -> None:
    world = devices.world
    broken = devices.turn_on(world.cy, "cy")
    devices.turn_on(world.bo, "bo")
    Subscription.objects.filter(pk=broken).update(public_key="nothing", next_at=world.at)
    conveyed(world, to=world.north)
    noon = world.at.replace(hour=12) + DAY
    with pytest.raises(ValueError):  # noqa: PT011  -- whatever the library says of it
        push_due(noon, pace=UNHURRIED)
    devices.look(noon)
    assert devices.service.asked == ["bo"]


def test_a_device_whose_session_ran_out_is_not_notified_and_forgotten(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "cy")
    Session.objects.update(expire_date=world.at + HOUR)
    conveyed(world, to=world.hill)
    devices.a_day_of_looks()
    assert (devices.service.asked, Subscription.objects.count()) == ([], 0)


def test_a_device_that_was_turned_off_in_the_meantime_is_not_turned_on_again(devices: Devices) -> None:
    world = devices.world
    session = devices.turn_on(world.cy, "cy")
    devices.service.statuses["cy"] = 503
    conveyed(world, to=world.hill)
    Subscription.objects.filter(pk=session).delete()
    devices.look(world.at.replace(hour=12) + DAY)
    assert Subscription.objects.count() == 0


def test_a_killed_run_goes_on_with_those_who_were_not_told(devices: Devices, monkeypatch) -> None:
    world = devices.world
    for person in (world.cy, world.bo, world.ada):
        devices.turn_on(person, person.name)
    conveyed(world, to=world.north)
    noon = world.at.replace(hour=12) + DAY
    handed: list[object] = []

    def killed(*given):
        if len(handed) == 1:
            raise KeyboardInterrupt
        handed.append(given)
        push(*given)

    monkeypatch.setattr("folkmoot.notices.pushed.push", killed)
    with pytest.raises(KeyboardInterrupt):
        push_due(noon, pace=UNHURRIED)
    monkeypatch.setattr("folkmoot.notices.pushed.push", push)
    devices.look(noon)
    assert sorted(devices.service.asked) == ["Ada", "Bo", "Cy"]


def test_a_repeat_bears_the_same_mark_and_what_is_new_another(devices: Devices) -> None:
    world = devices.world
    session = devices.turn_on(world.cy, "cy")
    conveyed(world, to=world.hill)
    noon = world.at.replace(hour=12) + DAY
    before = Subscription.objects.values("since", "next_at").get(pk=session)
    devices.look(noon)
    Subscription.objects.filter(pk=session).update(**before)
    devices.look(noon)
    conveyed(world, to=world.hill)
    Subscription.objects.filter(pk=session).update(next_at=noon + HOUR)
    devices.look(noon + HOUR)
    browser = devices.browsers["cy"]
    marks = [json.loads(browser.read(body))["mark"] for _path, _headers, body in devices.service.arrived]
    assert marks[0] == marks[1] != marks[2]


def test_pushing_stops_when_it_is_asked_to(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "cy")
    conveyed(world, to=world.hill)
    stopped = Pace(0)
    stopped.stopping.set()
    push_due(world.at.replace(hour=12) + DAY, pace=stopped)
    assert devices.service.asked == []


def test_two_do_not_push_at_once_and_mail_does_not_wait(devices: Devices) -> None:
    world = devices.world
    devices.turn_on(world.cy, "cy")
    conveyed(world, to=world.hill)
    with alone("pushing") as is_alone, alone() as may_send:
        assert (is_alone, may_send) == (True, True)
    if connections["default"].vendor == "sqlite":
        with alone("pushing"):
            assert push_due(world.at.replace(hour=12) + DAY, pace=UNHURRIED) is False
        assert devices.service.asked == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_costs_the_same_however_many_are_looked_at(
    devices: Devices, count, django_assert_num_queries
) -> None:
    world = devices.world
    for number, person in enumerate([world.cy, world.bo, world.ada][:count]):
        devices.turn_on(person, str(number))
    noon = world.at.replace(hour=12) + DAY
    # PostgreSQL is asked for the lock, and told that it is free.
    with django_assert_num_queries(10 if connections["default"].vendor == "sqlite" else 12):
        push_due(noon, pace=UNHURRIED)
    assert count < BATCH
