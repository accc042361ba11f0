import json
from datetime import date, timedelta

import pytest

from conftest import World
from folkmoot.bylaws.actions.entering import confirm_clause, end_clause
from folkmoot.bylaws.jobs import follow_amendments_job
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.queries.provisions import clauses_in_force, provisions_over
from folkmoot.bylaws.rules.following import Followed, follow
from folkmoot.bylaws.tests.papers import HALF, MONTHLY, bylaws, entered
from folkmoot.decisions.tests.papers import amendment, do
from folkmoot.documents.queries.versions import OperationLine
from folkmoot.documents.rules.operations import Kind
from folkmoot.kernel.errors import Refused
from folkmoot.structure.tests.acting import entries

CHANGED = (
    "1. We are a union.\n"
    "2. Friends.\n"
    "3. Meetings.\n"
    "   1. Every local meets once a month.\n"
    "   2. Half of those who are members on the day of the call are a quorum, whatever else is said.\n"
)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ([], Followed("2")),
        ([OperationLine(Kind.RENUMBER, "1", "2")], Followed("2")),
        ([OperationLine(Kind.INSERT, "2", "3")], Followed("2")),
        ([OperationLine(Kind.RENUMBER, "2", "3")], Followed("3")),
        ([OperationLine(Kind.REPLACE, "2", "3")], Followed("3", is_reworded=True)),
        ([OperationLine(Kind.STRIKE, "2", None)], Followed(None)),
    ],
)
def test_an_article_stays_moves_is_reworded_or_struck(done, expected) -> None:
    assert follow("2", done) == expected


def shown():
    rows = Provision.objects.order_by("place", "kind")
    return [(row.article, row.place, row.until, row.is_to_check) for row in rows]


def test_clauses_follow_their_articles_once_the_amendment_is_in_force(world: World) -> None:
    decision = bylaws(world)
    entered(world, decision, "2.1", MONTHLY)
    entered(world, decision, "2.2", HALF)
    entered(world, decision, "3", {"kind": "notice", "days": 7})
    amendment(world, decision, CHANGED, in_force_from=date(2026, 4, 1))
    assert not follow_amendments_job(world.at)
    before = shown()
    assert before == [("2.1", 2, None, False), ("2.2", 3, None, False), ("3", 4, None, False)]
    world.at += timedelta(days=40)
    assert follow_amendments_job(world.at)
    ended_on = world.union.local(world.at).date()
    assert shown() == [("3.1", 3, None, False), ("3", 4, ended_on, False), ("3.2", 4, None, True)]
    assert not follow_amendments_job(world.at)
    event, payload = entries()[-1]
    told = json.loads(payload)
    assert (event, told["version"]) == ("ClausesFollowed", 2)
    assert [len(told[name]) for name in ("moved", "ended", "to_check")] == [1, 1, 1]
    # What moved holds without a break, so that no duty is lost on the way.
    assert [each.since for each in provisions_over(world.hill, since=date.min)] == [date(2026, 3, 2)] * 3
    assert [each.article for each in clauses_in_force(world.hill, ended_on)] == ["3.1", "3.2"]


def test_somebody_looks_whether_a_clause_still_says_what_its_article_says(world: World) -> None:
    decision = bylaws(world)
    pk = entered(world, decision)
    with pytest.raises(Refused, match="Nothing is left to do"):
        do(world, confirm_clause, by=world.max, provision_id=pk)
    amendment(world, decision, CHANGED)
    assert follow_amendments_job(world.at)
    do(world, confirm_clause, by=world.max, provision_id=pk)
    assert shown() == [("3.2", 4, None, False)]
    assert entries()[-1][0] == "ClauseConfirmed"


def test_clauses_follow_several_amendments_at_once(world: World) -> None:
    decision = bylaws(world)
    entered(world, decision, "2.1", MONTHLY)
    amendment(world, decision, CHANGED)
    amendment(world, decision, CHANGED.replace("2. Friends.\n3. Meetings", "2. Meetings"))
    assert follow_amendments_job(world.at)
    assert shown() == [("2.1", 2, None, False)]


def test_what_is_over_stays_where_it_was(world: World) -> None:
    decision = bylaws(world)
    pk = entered(world, decision)
    do(world, end_clause, by=world.max, provision_id=pk)
    amendment(world, decision, CHANGED)
    assert not follow_amendments_job(world.at)
    assert [row[0] for row in shown()] == ["2.2"]
