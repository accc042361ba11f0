"""Two worlds that differ in one thing: in the second one member has acknowledged. Who can tell them apart?

Everything that each role can reach by links, and what the API answers them, is fetched in both, and must be the same to
the letter. Only two may see a difference: the member, and the secretary of their own cell while it is first conveyed.
"""

import contextlib
import difflib
import io
import re
import sqlite3
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.crawling import crawl
from tests.journeys.serving import Installation

# What is made anew for every answer, and stands in for nothing that is kept.
ANEW = (
    re.compile(r'(name="(?:csrfmiddlewaretoken|act_id|typed_by)" value=")[^"]*'),
    re.compile(r"(127\.0\.0\.1:)\d+"),
    re.compile(r'("exported_at":")[^"]*'),
    # Each installation has a key of its own for push services, and a link past what caches keep bears its moment.
    re.compile(r'(data-push-key=")[^"]*'),
    re.compile(r"(\?seen=)\d+"),
    # When a file for calendars was asked for, as RFC 5545 wants it.
    re.compile(r"(DTSTAMP:)\d{8}T\d{6}Z"),
)
# Each shows a secret that is made for it.
SECRETS = ("/account/passkeys/new/", "/account/second/app/")
WITHOUT, WITH = "without", "with"
CELL = "alderwick-bakers"
EVERYBODY_ELSE = (
    "office",
    "registrar",
    "chair federation",
    "chair northmark",
    "secretary northmark",
    "district",
    "secretary alderwick",
    "secretary alderwick-dairy",
    "another member",
)
API = (
    "decisions",
    "decisions/{decision}",
    "decisions/{decision}/reach?unit=federation",
    "decisions/{decision}/reach?unit=northmark",
    "decisions/{decision}/reach?unit=alderwick",
    "decisions/{decision}/reach?unit=alderwick-bakers",
    "decisions/{decision}/not-reached?unit=federation",
    "decisions/{decision}/not-reached?unit=alderwick-bakers",
    "inbox",
    "people",
    "units",
    "terms",
)


@pytest.fixture(scope="module")
def worlds(made, tmp_path_factory):
    """Serve both worlds, without a worker: nothing moves in either but by what each is asked."""
    folder = tmp_path_factory.mktemp("worlds")
    # On the next day, so that groups of every size publish.
    moment = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    with contextlib.ExitStack() as served:
        yield [
            served.enter_context(world(made, folder / name, moment).serving_pages_alone())
            for name in (WITHOUT, WITH)
        ]


def world(made, data, moment):
    """Return a copy of the small organisation in which, if it is the second, the receipt has been entered."""
    copied = Installation.copied(made, data, DEMO="1")
    whose = whose_receipt(copied) if data.name == WITH else ()
    copied.run("tests.journeys.entering_receipt", moment, *whose)
    return copied


def whose_receipt(world):
    """Return a member of the cell who holds no office and has not acknowledged the latest decision, and that decision."""
    with contextlib.closing(sqlite3.connect(world.data / "folkmoot.sqlite3")) as database:
        (decision,) = database.execute(
            "select id from decisions_decision order by conveyed_at desc limit 1"
        ).fetchone()
        (person,) = database.execute(
            "select person_id from people_membership join units_unit on units_unit.id = unit_id where code = ?"
            " and person_id not in (select person_id from people_term)"
            " and person_id not in (select person_id from decisions_receipt where decision_id = ?)"
            " order by person_id desc limit 1",
            (CELL, decision),
        ).fetchone()
    return person, decision


def path_of(world, role):
    members = world.people["members"]
    return {"another member": members["alderwick-weavers"][0]}.get(role) or world.path_of(role)


def all_that_is_told(browser, world, role):
    """Return every answer that a role gets, by address."""
    _person, decision = whose_receipt(world)
    with browser.new_context(base_url=world.url) as context:
        context.request.get(path_of(world, role))
        pages = crawl(context.request, "/", alike=6)
        told = {anew(path): written(answer) for path, answer in pages if not path.startswith(SECRETS)}
        for noun in API:
            path = f"/api/{noun.format(decision=as_uuid(decision))}"
            told[path] = written(context.request.get(path))
    return told


def written(answer):
    if answer.headers["content-type"] == "application/pdf":
        # It bears the moment it was set and, as squares, the port of its world: what names it may hold, the tests of
        # circulars say.
        return str(answer.status)
    if "spreadsheet" in answer.headers["content-type"]:
        # Packed, so that the port of its world in addresses would make all of it another.
        with zipfile.ZipFile(io.BytesIO(answer.body())) as book:
            return anew("\n".join(book.read(name).decode() for name in sorted(book.namelist())))
    return anew(f"{answer.status}\n{answer.text()}")


def anew(text):
    for pattern in ANEW:
        text = pattern.sub(r"\1…", text)
    return text


def told_apart(browser, worlds, role):
    """Return what a role is told differently in the two worlds, by address."""
    without, with_it = (all_that_is_told(browser, world, role) for world in worlds)
    assert without.keys() == with_it.keys()
    return {
        path: list(difflib.unified_diff(text.split("\n"), with_it[path].split("\n"), n=0))[2:]
        for path, text in without.items()
        if with_it[path] != text
    }


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_nobody_else_can_tell_whether_a_member_has_acknowledged(browser, worlds, role):
    assert told_apart(browser, worlds, role) == {}


def test_the_cells_own_secretary_sees_one_name_fewer_to_bring_the_paper_to(browser, worlds):
    _person, decision = whose_receipt(worlds[0])
    apart = told_apart(browser, worlds, "secretary")
    assert [path.split("/")[1:4] for path in apart] == [["decisions", as_uuid(decision), "readings"]]


def as_uuid(text):
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
