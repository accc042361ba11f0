"""Every deed in every state: where it leads, or the sentence that refuses it."""

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions.rules.states import (
    AmendmentDeed,
    AmendmentState,
    MotionDeed,
    MotionState,
    amendment_after,
    amendment_can,
    motion_after,
    motion_can,
)

STAYS = "This motion is {}, so it stays as it is."
NO_DECISION = "This motion is {}. Only one that was carried becomes a decision."
NOT_SENT = "This motion is {}. Only one that was carried is forwarded."
RESTS = "Something was decided since that rests on this vote. Move anew what should be otherwise."
AMENDMENT_STAYS = "This amendment is {}, so it stays as it is."

# Of a motion that is submitted, withdrawn, carried, lost.
MOTIONS = {
    "second": ["submitted", STAYS, STAYS, STAYS],
    "amend": ["submitted", STAYS, STAYS, STAYS],
    "place": ["submitted", STAYS, STAYS, STAYS],
    "put": ["submitted", STAYS, STAYS, STAYS],
    "withdraw": ["withdrawn", STAYS, STAYS, STAYS],
    "carry": ["carried", STAYS, STAYS, STAYS],
    "lose": ["lost", STAYS, STAYS, STAYS],
    "take_back": ["submitted", RESTS, "submitted", "submitted"],
    "adopt": [NO_DECISION, NO_DECISION, "carried", NO_DECISION],
    "forward": [NOT_SENT, NOT_SENT, "carried", NOT_SENT],
    "translate": ["submitted", STAYS, "carried", STAYS],
}
# Of an amendment that is proposed, withdrawn, adopted, lost.
AMENDMENTS = {
    "revise": ["proposed", AMENDMENT_STAYS, AMENDMENT_STAYS, AMENDMENT_STAYS],
    "put": ["proposed", AMENDMENT_STAYS, AMENDMENT_STAYS, AMENDMENT_STAYS],
    "withdraw": ["withdrawn", AMENDMENT_STAYS, AMENDMENT_STAYS, AMENDMENT_STAYS],
    "adopt": ["adopted", AMENDMENT_STAYS, AMENDMENT_STAYS, AMENDMENT_STAYS],
    "lose": ["lost", AMENDMENT_STAYS, AMENDMENT_STAYS, AMENDMENT_STAYS],
    "take_back": ["proposed", RESTS, "proposed", "proposed"],
}
WORDS = {"lost": "not carried"}


def answer(after, state, deed):
    try:
        return str(after(state, deed))
    except Refused as refusal:
        return str(refusal)


def expected(table, states):
    return {
        (deed, str(state)): told.format(WORDS.get(state, state))
        for deed, row in table.items()
        for state, told in zip(states, row, strict=True)
    }


def test_each_deed_leads_a_motion_where_the_table_says_or_is_refused_with_its_sentence():
    found = {
        (str(deed), str(state)): answer(motion_after, state, deed)
        for deed in MotionDeed
        for state in MotionState
    }
    assert found == expected(MOTIONS, MotionState)


def test_each_deed_leads_an_amendment_where_the_table_says_or_is_refused_with_its_sentence():
    found = {
        (str(deed), str(state)): answer(amendment_after, state, deed)
        for deed in AmendmentDeed
        for state in AmendmentState
    }
    assert found == expected(AMENDMENTS, AmendmentState)


@pytest.mark.parametrize(
    ("states", "deeds", "can", "after"),
    [
        (MotionState, MotionDeed, motion_can, motion_after),
        (AmendmentState, AmendmentDeed, amendment_can, amendment_after),
    ],
)
def test_what_pages_offer_is_what_acts_let_through(states, deeds, can, after):
    for state in states:
        for deed in deeds:
            assert can(state, deed) == (answer(after, state, deed) in set(states))
