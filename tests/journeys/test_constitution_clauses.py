"""The Debian Constitution with its real clauses, entered at its real articles and applied to real numbers."""

import gzip
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from conftest import World
from folkmoot.bylaws.actions.entering import enter_clause, remark_article
from folkmoot.bylaws.queries.pages import lines_over
from folkmoot.bylaws.queries.provisions import clauses_in_force
from folkmoot.bylaws.rules.amounts import is_reached
from folkmoot.bylaws.rules.applying import Votes, majority_met, quorum_count, quorum_met, quorum_of
from folkmoot.bylaws.rules.clauses import Subject
from folkmoot.bylaws.rules.kinds import Kind, Matter
from folkmoot.bylaws.rules.resolving import resolved
from folkmoot.bylaws.rules.words import quorum_quoted
from folkmoot.bylaws.tests.debian import CLAUSES, REMARKS
from folkmoot.cli.testing.papers import constitution
from folkmoot.decisions.tests.papers import adopted, do
from folkmoot.documents.rules.plain_texts import outline_to_markdown, text_in
from folkmoot.people.models import Office
from folkmoot.units.models import UnitKind

RATIFIED = date(2022, 3, 26)


@pytest.fixture
def debian(world: World) -> World:
    """The project, its Technical Committee below it, and its constitution on the day after it came into force."""
    UnitKind.objects.filter(code="union").update(code="project")
    UnitKind.objects.filter(code="region").update(code="committee")
    for office in ("project_leader", "project_secretary"):
        Office.objects.create(code=office, name=office)
    world.at = datetime(2026, 3, 27, 12, tzinfo=UTC)
    read = outline_to_markdown(text_in(gzip.decompress(constitution().read_bytes())))
    decision = adopted(world, title=read.title, body=read.markdown, adopted_on=RATIFIED)
    for article, clause, unit_kinds in CLAUSES:
        given = {"decision_id": decision.pk, "article": article, "clause": clause, "unit_kinds": unit_kinds}
        do(world, enter_clause, by=world.max, **given)
    for article, remark in REMARKS.items():
        do(world, remark_article, by=world.max, decision_id=decision.pk, article=article, remark=remark)
    return world


def found(world, kind, matter=Matter.ANY, *, unit=None, office=""):
    unit = unit or world.union
    unit.refresh_from_db()
    known = clauses_in_force(unit, world.at.date())
    return resolved(known, Subject(kind, matter=matter, office=office), unit.kind.code)


def test_every_clause_stands_at_its_article_and_what_has_none_says_so(debian: World) -> None:
    lines = lines_over(debian.union, debian.at.date())
    assert [(each.article, each.provision is None) for each in lines if each.article[0] in "456"] == [
        ("4.1.2", False), ("4.1.4", False), ("4.1.5.3", False), ("4.2.1", False), ("4.2.2.2", True),
        ("4.2.2.4", True), ("4.2.3", False), ("4.2.3", False), ("4.2.4", False), ("4.2.4", True),
        ("5.2.2", True), ("5.2.4", False), ("5.2.5", False), ("5.2.8", False), ("6.1.4", False),
        ("6.2.7.1", True), ("6.3.2", False), ("6.3.2", True),
    ]  # fmt: skip
    assert len(lines) == len(CLAUSES) + len(REMARKS)


# A thousand developers: 3Q is 47.43, and nothing is rounded.
@pytest.mark.parametrize(("in_favour", "is_met"), [(47, False), (48, True)])
def test_the_quorum_of_a_general_resolution_is_of_votes_in_favour(debian: World, in_favour, is_met) -> None:
    quorum = found(debian, Kind.QUORUM)
    votes = Votes(in_favour, 300, present=900, members=1000)
    assert quorum_met(quorum.clause, quorum_count(quorum.clause, votes), 1000) is is_met
    assert quorum_of(quorum.clause, 1000) == 48
    assert quorum_quoted(quorum, 1000) == "Quorum 48 of 1000: article 4.2.4"


def test_the_committee_below_has_a_quorum_of_two_and_its_own_majority(debian: World) -> None:
    quorum = found(debian, Kind.QUORUM, unit=debian.north)
    assert (quorum.article, quorum_of(quorum.clause, 8)) == ("6.3.2", 2)
    articles = [
        found(debian, Kind.MAJORITY, Matter.OVERRIDE, unit=unit).article
        for unit in (debian.union, debian.north)
    ]
    assert articles == ["4.1.4", "6.1.4"]


@pytest.mark.parametrize(
    ("matter", "article", "votes", "is_carried"),
    [
        (Matter.BYLAWS, "4.1.2", Votes(300, 100), True),
        (Matter.BYLAWS, "4.1.2", Votes(299, 100), False),
        (Matter.FOUNDING_TEXT, "4.1.5.3", Votes(300, 100, 500), True),
        (Matter.OVERRIDE, "4.1.4", Votes(200, 100), True),
        (Matter.OVERRIDE, "4.1.4", Votes(199, 100), False),
        (Matter.MONEY, "A.4.1", Votes(101, 100), True),
        (Matter.MONEY, "A.4.1", Votes(100, 100), False),
    ],
)
def test_a_resolution_is_carried_by_the_majority_of_its_matter(
    debian: World, matter, article, votes, is_carried
) -> None:
    majority = found(debian, Kind.MAJORITY, matter)
    assert (majority.article, majority_met(majority.clause, votes)) == (article, is_carried)


# K is Q or 5, whichever is the smaller: of 64 developers Q is 4, of 81 it is 4.5, and from 100 on K is 5.
@pytest.mark.parametrize(("developers", "sponsors"), [(64, 4), (81, 5), (100, 5), (1000, 5)])
def test_a_resolution_needs_k_sponsors(debian: World, developers, sponsors) -> None:
    amount = found(debian, Kind.SPONSORS).clause.members
    assert [is_reached(amount, count, developers) for count in (sponsors - 1, sponsors)] == [False, True]
    assert amount.value == Fraction(1, 2)


def test_discussion_and_votes_last_two_weeks_and_are_varied_by_one(debian: World) -> None:
    discussion, voting = found(debian, Kind.DISCUSSION), found(debian, Kind.VOTING)
    assert [(each.article, each.clause.days, each.clause.vary_by) for each in (discussion, voting)] == [
        ("A.1.1", 14, 7),
        ("4.2.3", 14, 7),
    ]
    election = found(debian, Kind.VOTING, Matter.ELECTION)
    assert (election.article, election.clause.vary_by) == ("5.2.5", 0)


def test_the_leader_is_elected_for_a_year(debian: World) -> None:
    assert found(debian, Kind.TERM, office="project_leader").clause.months == 12
