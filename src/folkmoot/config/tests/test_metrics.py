import inspect
import os
import re
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from folkmoot.config import counting
from folkmoot.config.counting import meters
from folkmoot.config.routes import OTHER, class_of, route_of
from folkmoot.config.worker import Worker
from folkmoot.decisions.models import Receipt
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.acts import ACTS, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Account
from folkmoot.structure.actions.founding import found_unit

TOKEN = "a-token-of-twenty-letters"


@pytest.fixture
def counted(settings):
    settings.METRICS = "local"
    meters.cache_clear()
    yield lambda name, **labels: meters().registry.get_sample_value(name, labels)
    meters.cache_clear()


def signed_in(person):
    browser = Client(raise_request_exception=False)
    browser.force_login(Account.objects.get(person=person))
    return browser


def test_requests_are_counted_by_page_and_class_and_timed(world, counted):
    una = signed_in(world.una)
    for _time in range(2):
        una.get(f"/units/{world.north.pk}/")
    una.get("/nowhere/")
    assert counted("folkmoot_requests_total", route="structure:unit", status="2xx") == 2
    assert counted("folkmoot_requests_total", route="nowhere", status="4xx") == 1
    assert counted("folkmoot_request_seconds_count", route="structure:unit") == 2


def test_a_private_act_is_told_by_no_figure(world, counted):
    decision = conveyed(world)
    meters.cache_clear()
    cy = signed_in(world.cy)
    for _time in range(3):
        cy.get(f"/decisions/{decision.pk}/")
    answer = cy.post(f"/decisions/{decision.pk}/acknowledgement/")
    assert answer.status_code == 302
    assert Receipt.objects.count() == 1
    # Four pages were asked for; which of them was an act is not to be seen.
    assert counted("folkmoot_requests_total", route=OTHER, status="2xx") == 4
    told = [sample for metric in meters().registry.collect() for sample in metric.samples]
    assert [sample.labels for sample in told if "act" in sample.labels] == []


def test_acts_are_counted_by_name_and_outcome(world, counted):
    given = {"parent_id": world.north.pk, "kind": "local", "name": "Port", "code": "port"}
    done = {"by": world.una, "at": world.at, "via": Via.WEB}
    run(found_unit, given, act_id=new_id(), **done)
    with pytest.raises(Refused):
        run(found_unit, given, act_id=new_id(), **done)
    with pytest.raises(AttributeError):
        run(found_unit, given, act_id=new_id(), **done | {"by": "nobody"})
    for outcome in ("done", "refused", "failed"):
        assert counted("folkmoot_acts_total", act="structure.found_unit", outcome=outcome) == 1


def test_tasks_are_counted_when_they_fail_and_dated_when_they_are_done(db, counted):
    worker = Worker(jobs=())
    worker._do("good", lambda: False)
    worker._do("bad", lambda: 1 // 0)
    assert counted("folkmoot_task_failures_total", task="bad") == 1
    assert counted("folkmoot_task_done_timestamp_seconds", task="good") > 1e9
    assert counted("folkmoot_task_failures_total", task="good") is None


def routes():
    def walk(resolver, spaces=()):
        for each in resolver.url_patterns:
            if hasattr(each, "url_patterns"):
                yield from walk(each, (*spaces, *filter(None, [each.namespace])))
            else:
                yield spaces, each

    return list(walk(get_resolver()))


# Where a page does a private act, its function is named in the module that shows it.
PRIVATE = {act.function.__name__ for act in ACTS.values() if act.is_private}


def test_no_page_that_does_a_private_act_is_named():
    assert {"acknowledge_decision", "keep_in_mind", "choose_frequency"} < PRIVATE
    offending = []
    for spaces, each in routes():
        view = each.callback
        names = set(getattr(getattr(inspect.unwrap(view), "__code__", None), "co_names", ()))
        match = type(
            "Match", (), {"namespace": ":".join(spaces), "view_name": ":".join([*spaces, each.name or ""])}
        )
        route = route_of(type("Request", (), {"resolver_match": match}))
        if names & PRIVATE and route != OTHER:
            offending.append(route)
    assert offending == []


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("desk:today", False),
        ("decisions:decisions", False),
        ("library:library", False),
        ("library:reading_list", False),
        ("notices:own", False),
        ("rights:own", False),
        ("accounts:sessions", False),
        ("structure:units", True),
        ("membership:members", True),
        ("decisions:publish", True),
    ],
)
def test_pages_of_members_are_one_and_pages_of_officers_are_named(address, named):
    match = get_resolver().resolve(reverse(address))
    route = route_of(type("Request", (), {"resolver_match": match}))
    assert route == (address if named else OTHER)


def test_of_a_status_the_class_is_kept_and_an_act_of_a_member_looks_like_a_page():
    assert [class_of(status, "structure:unit") for status in (200, 302, 404, 503)] == [
        "2xx",
        "3xx",
        "4xx",
        "5xx",
    ]
    assert [class_of(status, OTHER) for status in (200, 302, 422, 503)] == ["2xx", "2xx", "4xx", "5xx"]


def test_what_is_told_holds_no_person_and_no_unit(world, counted, client):
    una = signed_in(world.una)
    una.get(f"/people/{world.cy.pk}/")
    una.get(f"/units/{world.north.pk}/?q=Cy")
    run(
        found_unit,
        {"parent_id": world.north.pk, "kind": "local", "name": "Port", "code": "port"},
        act_id=new_id(),
        by=world.una,
        at=world.at,
        via=Via.WEB,
    )
    page = client.get("/metrics").content.decode()
    assert 'folkmoot_acts_total{act="structure.found_unit",outcome="done"} 1.0' in page
    for name in ("folkmoot_ledger_waiting_entries 1.0", "folkmoot_database_bytes ", "folkmoot_mail_due 0.0"):
        assert f"\n{name}" in page
    carried = [each.name for each in (*world.people.values(), *world.units.values())]
    values = set(re.findall(r'="(.*?)"', page))
    assert values & {*carried, *(name.lower() for name in carried)} == set()
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|@", page)


@pytest.mark.parametrize(
    ("setting", "asked", "status"),
    [
        ("", {}, 404),
        ("local", {}, 200),
        ("local", {"REMOTE_ADDR": "::1"}, 200),
        ("local", {"REMOTE_ADDR": "10.0.0.7"}, 404),
        ("local", {"REMOTE_ADDR": ""}, 404),
        ("local", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ("local", {"HTTP_X_FORWARDED_PROTO": "https"}, 404),
        (TOKEN, {}, 404),
        (TOKEN, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 200),
        (TOKEN, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, 404),
        (TOKEN, {"HTTP_AUTHORIZATION": "Bearer é"}, 404),
        (TOKEN, {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}", "REMOTE_ADDR": "10.0.0.7"}, 200),
    ],
)
@pytest.mark.django_db
def test_only_who_was_let_in_sees_metrics_and_others_find_no_page(settings, client, setting, asked, status):
    settings.METRICS = setting
    assert client.get("/metrics", **asked).status_code == status


def test_nothing_is_written_to_metrics(settings, client, db):
    settings.METRICS = "local"
    assert client.post("/metrics").status_code == 405


@pytest.mark.own_database
def test_where_nothing_is_counted_the_library_is_not_loaded():
    code = (
        "import django, sys; django.setup(); import folkmoot.config.wsgi; "
        "print([name for name in sys.modules if name.startswith('prometheus')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.own_database
def test_processes_share_what_they_count_through_files(tmp_path):
    count = "import django; django.setup(); from folkmoot.config.counting import count_request; "
    count += "count_request('structure:unit', 200, 0.1); "
    tell = count + "from folkmoot.config.gauges import *; from prometheus_client import *; "
    tell += (
        "from prometheus_client.multiprocess import *; r = CollectorRegistry(); MultiProcessCollector(r); "
    )
    tell += (
        "print(r.get_sample_value('folkmoot_requests_total', {'route': 'structure:unit', 'status': '2xx'}))"
    )
    environment = os.environ | {counting.SHARED: str(tmp_path), "FOLKMOOT_METRICS": "local"}
    for _process in range(2):
        subprocess.run([sys.executable, "-c", count], env=environment, check=True)
    done = subprocess.run(
        [sys.executable, "-c", tell], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "3.0"
