from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.applying import (
    earliest_meeting_date,
    majority_met,
    quorum_met,
)
from folkmoot.bylaws.rules.calendar import span_around
from folkmoot.bylaws.rules.clauses import Provision, Subject, subject_of
from folkmoot.bylaws.rules.kinds import Every, Kind, Matter, Meeting
from folkmoot.bylaws.rules.parsing import clause_from
from folkmoot.bylaws.rules.resolving import resolved, subjects
from folkmoot.bylaws.rules.tightening import contradicted, loosened, tightens
from folkmoot.bylaws.tests.clauses import OFFICES, WRITTEN, clauses
from folkmoot.bylaws.tests.test_applying import votes

SINCE = date(2026, 1, 1)
COUNTS = st.integers(1, 99)


def clause(**written):
    read = clause_from(written, offices=OFFICES)
    assert read.faults == ()
    return read.clause


def provision(depth=1, article="1", unit_kinds=(), **written):
    return Provision(article, clause(**written), depth, SINCE, unit_kinds=frozenset(unit_kinds))


def quorum(present, **more):
    measure = "number" if present.isdigit() else "share"
    return {"kind": "quorum", "present_as": measure, "present": present} | more


def majority(share, of="votes", **more):
    return {"kind": "majority", "share": share, "of": of} | more


HALF, THIRD = quorum("1/2"), quorum("1/3")
SECOND = {"second_after_days": 7, "second_as": "share", "second": "1/4"}


@pytest.mark.parametrize(
    ("local", "above", "is_so"),
    [
        (HALF, THIRD, True),
        (THIRD, HALF, False),
        (HALF, HALF, True),
        (HALF, HALF | SECOND, True),
        (HALF | SECOND, HALF, False),
        (HALF | SECOND | {"second_after_days": 9}, HALF | SECOND, True),
        (HALF | SECOND | {"second_after_days": 3}, HALF | SECOND, False),
        (HALF | SECOND, HALF | {"second_after_days": 7}, True),
        (HALF | {"second_after_days": 7}, HALF | SECOND, False),
        (HALF | SECOND | {"second": "1/5"}, HALF | SECOND, False),
        (HALF | {"counted": "in_favour"}, HALF | {"counted": "voting"}, True),
        (HALF, HALF | {"counted": "voting"}, False),
        ({"kind": "notice", "days": 8}, {"kind": "notice", "days": 7}, True),
        ({"kind": "notice", "days": 6}, {"kind": "notice", "days": 7}, False),
        (majority("2/3"), majority("1/2", more_than=True), True),
        (majority("1/2", more_than=True), majority("2/3"), False),
        (majority("2/3", more_than=True), majority("2/3"), True),
        (majority("2/3"), majority("2/3", more_than=True), False),
        (majority("2/3", "present"), majority("2/3", invalid_count=True), True),
        (majority("2/3", "members"), majority("2/3", "present"), True),
        (majority("2/3", "present"), majority("2/3", "members"), False),
        (majority("2/3"), majority("2/3", abstentions_count=True), False),
        (majority("2/3", abstentions_count=True), majority("2/3"), True),
        ({"kind": "ballot", "method": "secret"}, {"kind": "ballot", "method": "hands"}, True),
        ({"kind": "ballot", "method": "hands"}, {"kind": "ballot", "method": "secret"}, False),
        ({"kind": "ballot", "method": "roll_call"}, {"kind": "ballot", "method": "hands"}, False),
        (
            {"kind": "call", "members_as": "share", "members": "1/5"},
            {"kind": "call", "members_as": "share", "members": "1/3", "within_days": 30},
            False,
        ),
        (
            {"kind": "call", "members_as": "share", "members": "1/5", "within_days": 20},
            {"kind": "call", "members_as": "share", "members": "1/3", "within_days": 30},
            True,
        ),
        (
            {"kind": "call", "members_as": "share", "members": "1/2"},
            {"kind": "call", "members_as": "share", "members": "1/3"},
            False,
        ),
        (
            {"kind": "sponsors", "members_as": "number", "members": "5"},
            {"kind": "sponsors", "members_as": "root", "members": "1/2", "members_at_most": 5},
            True,
        ),
        (
            {"kind": "sponsors", "members_as": "number", "members": "4"},
            {"kind": "sponsors", "members_as": "root", "members": "1/2", "members_at_most": 5},
            False,
        ),
        (
            {"kind": "term", "office": "chair", "months": 12, "most_terms": 2},
            {"kind": "term", "office": "chair", "months": 24},
            True,
        ),
        (
            {"kind": "term", "office": "chair", "months": 12},
            {"kind": "term", "office": "chair", "months": 24, "most_terms": 2},
            False,
        ),
        (
            {"kind": "term", "office": "chair", "months": 25, "most_terms": 1},
            {"kind": "term", "office": "chair", "months": 24, "most_terms": 2},
            False,
        ),
        ({"kind": "reading", "days": 7}, {"kind": "reading", "days": 14}, True),
        ({"kind": "reading", "days": 15}, {"kind": "reading", "days": 14}, False),
        (
            {"kind": "reporting", "every": "month", "days": 7},
            {"kind": "reporting", "every": "month", "days": 5},
            False,
        ),
        (
            {"kind": "reporting", "every": "month", "days": 4},
            {"kind": "reporting", "every": "month", "days": 5},
            True,
        ),
        ({"kind": "answering", "days": 14}, {"kind": "answering", "days": 30}, True),
        ({"kind": "answering", "days": 31}, {"kind": "answering", "days": 30}, False),
        (
            {"kind": "discussion", "days": 15, "vary_by": 8},
            {"kind": "discussion", "days": 14, "vary_by": 6},
            False,
        ),
        (
            {"kind": "discussion", "days": 13},
            {"kind": "discussion", "days": 14, "vary_by": 6},
            False,
        ),
        ({"kind": "voting", "days": 14}, {"kind": "voting", "days": 14, "vary_by": 6}, True),
        ({"kind": "preparation", "months": 6}, {"kind": "preparation", "months": 6}, True),
        ({"kind": "preparation", "months": 5}, {"kind": "preparation", "months": 6}, False),
        ({"kind": "congress", "years": 4}, {"kind": "congress", "years": 5}, True),
        ({"kind": "congress", "years": 6}, {"kind": "congress", "years": 5}, False),
        ({"kind": "visits", "times": 1, "every": "quarter"}, {"kind": "visits", "times": 4, "every": "year"}, True),
        ({"kind": "visits", "times": 4, "every": "year"}, {"kind": "visits", "times": 1, "every": "quarter"}, False),
        ({"kind": "visits", "times": 1, "every": "week"}, {"kind": "visits", "times": 3, "every": "month"}, True),
        ({"kind": "visits", "times": 1, "every": "week"}, {"kind": "visits", "times": 4, "every": "month"}, False),
        ({"kind": "reading", "days": 1}, {"kind": "notice", "days": 1}, False),
    ],
)  # fmt: skip
def test_a_local_rule_tightens_or_loosens(local, above, is_so):
    assert tightens(clause(**local), clause(**above)) is is_so


@given(clauses())
def test_every_clause_is_as_tight_as_itself(each):
    assert tightens(each, each)


@given(clauses("majority"), clauses("majority"), votes())
def test_what_a_tighter_majority_carries_the_one_above_carries(local, above, count):
    assume(tightens(local, above))
    assert majority_met(local, count) <= majority_met(above, count)


@given(clauses("quorum"), clauses("quorum"), COUNTS, COUNTS, st.booleans())
def test_where_a_tighter_quorum_is_met_the_one_above_is(local, above, present, members, is_second):
    assume(tightens(local, above))
    # Without a second call a second meeting is another first one.
    is_called_again = is_second and local.second is not None
    assert quorum_met(local, present, members, is_second=is_called_again) <= quorum_met(
        above, present, members, is_second=is_called_again
    )


@given(clauses("notice"), clauses("notice"), st.dates(max_value=date(9000, 1, 1)))
def test_a_meeting_called_by_a_tighter_notice_is_not_sooner(local, above, day):
    assume(tightens(local, above))
    assert earliest_meeting_date(day, local) >= earliest_meeting_date(day, above)


@given(clauses("frequency"), clauses("frequency"), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_whoever_meets_as_often_as_a_tighter_rule_asks_meets_as_often_as_the_one_above(local, above, day):
    assume(tightens(local, above))
    span = span_around(day, above.every)
    inner, held = span_around(span.first, local.every), 0
    # The least that keeps the local rule: meetings only where the longer span does not reach.
    while inner.first < span.until:
        held += local.times if span.first <= inner.first and inner.until <= span.until else 0
        inner = span_around(inner.until, local.every)
    assert held >= above.times


@st.composite
def pairs(draw):
    kind = draw(st.sampled_from(sorted(WRITTEN)))
    depths = st.sampled_from([1, 2, 3])
    kinds = st.sampled_from([frozenset(), frozenset({"cell"}), frozenset({"region"})])
    each = st.builds(
        Provision, st.just("1"), clauses(kind), depths, st.just(SINCE), st.none(), kinds, st.builds(uuid4)
    )
    return draw(st.lists(each, min_size=1, max_size=5))


@given(pairs(), st.sampled_from(["cell", "region"]))
def test_no_local_rule_ever_loosens_one_above_it(provisions, unit_kind):
    for subject in subjects(provisions):
        found = resolved(provisions, subject, unit_kind)
        top = resolved([each for each in provisions if each.depth == 1], subject, unit_kind)
        assert top is None or (found is not None and tightens(found.clause, top.clause))


@given(pairs())
def test_a_provision_that_loosens_nothing_is_the_one_that_counts(provisions):
    local = provisions[0]
    above = [each for each in provisions[1:] if each.depth < local.depth and not each.unit_kinds]
    assume(not loosened(local, above) and local.is_for("cell"))
    assert resolved([local, *above], subject_of(local.clause), "cell") == local


def test_of_one_set_of_bylaws_the_closest_decides():
    general = provision(**quorum("1/3"))
    bylaws = provision(**quorum("2/3", matter="bylaws"))
    cells = provision(unit_kinds=["cell"], **quorum("1/4"))
    known = [general, bylaws, cells]
    at_large, on_bylaws = Subject(Kind.QUORUM), Subject(Kind.QUORUM, matter=Matter.BYLAWS)
    assert [resolved(known, at_large, kind) for kind in ("region", "cell")] == [general, cells]
    assert [resolved(known, on_bylaws, kind) for kind in ("region", "cell")] == [bylaws, bylaws]
    assert resolved(known, Subject(Kind.NOTICE), "cell") is None


def test_a_local_rule_that_became_looser_than_the_one_above_is_passed_over():
    above, local = provision(**quorum("2/3")), provision(depth=2, **quorum("1/2"))
    assert resolved([local, above], Subject(Kind.QUORUM), "cell") == above
    assert loosened(local, [above]) == [above]


def test_a_rule_for_any_meeting_loosens_one_for_general_meetings():
    above = provision(**quorum("1/2", meeting="general"))
    assert loosened(provision(depth=2, **quorum("1/3")), [above]) == [above]
    assert loosened(provision(depth=2, **quorum("1/3", meeting="review")), [above]) == []


def test_what_another_of_the_same_bylaws_says_more_closely_is_not_loosened():
    any_meeting = provision(**quorum("1/2"))
    general, of_cells = (
        provision(**quorum("1/3", meeting="general")),
        provision(unit_kinds=["cell"], **quorum("1/4")),
    )
    local = provision(depth=2, unit_kinds=["cell"], **quorum("1/3", meeting="general"))
    assert loosened(local, [any_meeting]) == [any_meeting]
    assert loosened(local, [any_meeting, general]) == []
    assert loosened(provision(depth=2, **quorum("1/3")), [any_meeting, general, of_cells]) == [any_meeting]
    assert loosened(provision(depth=2, unit_kinds=["cell"], **quorum("1/3")), [any_meeting, of_cells]) == []
    # Of two bodies above each has its say.
    below = provision(depth=3, **quorum("1/3", meeting="general"))
    closer = provision(depth=2, **quorum("1/3", meeting="general"))
    assert loosened(below, [any_meeting, closer]) == [any_meeting]


@given(pairs(), st.sampled_from(["cell", "region"]))
def test_where_nothing_is_loosened_no_rule_above_asks_more(provisions, unit_kind):
    local = provisions[0]
    above = [each for each in provisions[1:] if each.depth < local.depth]
    assume(local.is_for(unit_kind) and not loosened(local, above))
    asked = resolved(above, subject_of(local.clause), unit_kind)
    assert asked is None or tightens(local.clause, asked.clause)


def test_two_clauses_about_exactly_the_same_contradict_each_other():
    here = provision(article="7", **quorum("1/2"))
    assert contradicted(provision(article="9", **quorum("1/3")), [here]) == here
    assert contradicted(provision(article="9", **quorum("1/3", meeting="general")), [here]) is None
    assert contradicted(provision(article="9", unit_kinds=["cell"], **quorum("1/3")), [here]) is None
    cells = provision(unit_kinds=["cell", "district"], **quorum("1/2"))
    assert contradicted(provision(unit_kinds=["cell", "region"], **quorum("1/3")), [cells]) == cells


def test_subjects_are_named_once_and_in_order():
    known = [
        provision(**quorum("1/2")),
        provision(**quorum("1/3"), depth=2),
        provision(kind="notice", days=7),
    ]
    assert subjects(known) == [Subject(Kind.NOTICE), Subject(Kind.QUORUM)]
    frequency = provision(kind="frequency", meeting="general", times=1, every="month")
    assert subjects([frequency]) == [Subject(Kind.FREQUENCY, meeting=Meeting.GENERAL)]


@given(st.dates(date(1, 1, 15), date(9000, 1, 1)), st.sampled_from(Every))
def test_every_day_lies_in_exactly_one_span(day, every):
    span = span_around(day, every)
    assert span.has(day)
    assert span_around(span.first, every) == span_around(span.last, every) == span
    assert not span_around(span.until, every).has(day)
    assert span_around(span.first - timedelta(days=1), every).until == span.first
