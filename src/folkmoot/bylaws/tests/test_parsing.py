from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.amounts import Amount, Measure
from folkmoot.bylaws.rules.clauses import Majority, Quorum, SecondCall
from folkmoot.bylaws.rules.kinds import Base, Kind, Matter, Meeting
from folkmoot.bylaws.rules.parsing import _READERS, clause_from, clause_kept, written_as
from folkmoot.bylaws.rules.words import _WORDS, in_words
from folkmoot.bylaws.tests.clauses import OFFICES, WRITTEN, clauses

QUORUM = {"kind": "quorum", "present_as": "share", "present": "1/2"}
MAJORITY = {"kind": "majority", "share": "2/3", "of": "votes"}
SPONSORS = {"kind": "sponsors", "members_as": "number", "members": "5"}


def faults(written):
    read = clause_from(written, offices=OFFICES)
    assert (read.clause is None) == bool(read.faults)
    return {fault.field: fault.sentence for fault in read.faults}


@given(clauses())
def test_what_a_clause_is_kept_as_is_read_back_as_the_same(clause):
    kept = written_as(clause)
    assert clause_from(kept, offices=OFFICES).clause == clause
    assert clause_kept(kept) == clause


@given(clauses())
def test_every_clause_is_said_in_a_sentence(clause):
    assert in_words(clause).endswith(".")
    assert "%(" not in in_words(clause)


def test_every_kind_is_read_said_and_drawn():
    assert {*_READERS, Kind.TERM} == set(Kind) == set(_WORDS)
    assert set(WRITTEN) == {kind.value for kind in Kind}


@given(st.dictionaries(st.sampled_from(["kind", "meeting", "days", "share", "of", "x"]), st.text(max_size=8)))
def test_whatever_is_written_is_read_or_refused_in_sentences(written):
    read = clause_from(written, offices=OFFICES)
    assert (read.clause is None) == bool(read.faults)
    assert all(fault.sentence.endswith(".") for fault in read.faults)


def test_a_quorum_with_a_second_call_is_read():
    written = QUORUM | {"meeting": "general", "second_after_days": 7, "second_as": "share", "second": "25 %"}
    half, quarter = Amount(Measure.SHARE, Fraction(1, 2)), Amount(Measure.SHARE, Fraction(1, 4))
    expected = Quorum(Meeting.GENERAL, Matter.ANY, half, SecondCall(7, quarter))
    assert clause_from(written, offices=OFFICES).clause == expected


def test_a_decimal_is_read_exactly():
    written = MAJORITY | {"share": "0.6", "abstentions_count": "on"}
    expected = Majority(Matter.ANY, Fraction(3, 5), more_than=False, of=Base.VOTES, abstentions_count=True)
    assert clause_from(written, offices=OFFICES).clause == expected


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({}, {"kind": r"“” is unknown here. Choose one of: frequency, notice,"}),
        ({"kind": "dance"}, {"kind": "“dance” is unknown here. Choose one of: frequency, notice,"}),
        (QUORUM | {"meeting": "party"}, {"meeting": "“party” is unknown here. Choose one of: any, general,"}),
        (QUORUM | {"present": "3/2"}, {"present": "3/2 is more than all of them. Enter a fraction up to 1."}),
        (QUORUM | {"present": "1", "present_more_than": "yes"}, {"present": "More than all of them cannot be."}),
        (QUORUM | {"present": "0"}, {"present": "“0” is no number above 0. Write it as 1/2, 2/3 or 9."}),
        (QUORUM | {"present": "1/0"}, {"present": "“1/0” is no number above 0."}),
        (QUORUM | {"present": "half"}, {"present": "“half” is no number above 0."}),
        (QUORUM | {"present": "-1/2"}, {"present": "“-1/2” is no number above 0."}),
        (QUORUM | {"present": "\u0661"}, {"present": "“\u0661” is no number above 0."}),
        (QUORUM | {"present_as": "number"}, {"present": "1/2 members cannot be. Enter a whole number."}),
        (
            QUORUM | {"present_at_least": 9, "present_at_most": 5},
            {"present_at_least": "At least 9 and at most 5 contradict each other."},
        ),
        (SPONSORS | {"members_at_most": 9}, {"members_at_most": "A number is the same however many members"}),
        (QUORUM | {"second": "1/4", "second_as": "share"}, {"second_after_days": "Say how many days after"}),
        (
            QUORUM | {"second": "2/3", "second_as": "share", "second_after_days": 7},
            {"second": "A second meeting cannot need more than the first one. Enter a lower quorum."},
        ),
        (MAJORITY | {"share": "1/2"}, {"share": "With no more than half, a motion and its opposite"}),
        (MAJORITY | {"share": "1/3", "more_than": True}, {"share": "With no more than half, a motion and"}),
        (MAJORITY | {"of": "members", "invalid_count": True}, {"invalid_count": "Among all who are present,"}),
        (MAJORITY | {"more_than": "perhaps"}, {"more_than": "“perhaps” is neither yes nor no."}),
        ({"kind": "notice"}, {"days": "A number is missing. Enter one from 0 to 3660."}),
        ({"kind": "notice", "days": "7.5"}, {"days": "“7.5” is no whole number from 0 to 3660."}),
        ({"kind": "notice", "days": 7, "office": "chair"}, {"office": "“office” has no place in this clause."}),
        ({"kind": "term", "office": "king", "months": 9}, {"office": "“king” is unknown here. Choose one from"}),
        ({"kind": "frequency", "meeting": "any", "times": 1, "every": "year"}, {"meeting": "Say which kind of"}),
        ({"kind": "discussion", "days": 7, "vary_by": 7}, {"vary_by": "Varied by that much, no day would be left."}),
        (
            {"kind": "frequency", "meeting": "x", "times": 0, "every": "y"},
            {"meeting": "“x” is unknown", "times": "“0” is no whole number from 1 to 366.", "every": "“y” is unknown"},
        ),
    ],
)  # fmt: skip
def test_each_wrong_entry_is_refused_in_a_sentence(written, wrong):
    found = faults(written)
    assert {name: found[name][: len(begin)] for name, begin in wrong.items()} == wrong
    assert set(found) == set(wrong)


def test_what_is_kept_and_cannot_be_read_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="a clause that is kept cannot be read"):
        clause_kept({"kind": "notice"})
