"""One example of each act of motions and votes."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_WORDS = {
    "title": "Paint the loft",
    "body": "1. The old net loft is painted white.\n2. Bo buys the paint.",
}
_BLUE = {"title": "Paint the loft", "body": "1. The old net loft is painted blue.\n2. Bo buys the paint."}
_MOTION, _VOTE = {"motion_id": "@meetings.submit_motion"}, {"vote_id": "@meetings.put_to_vote"}
# What others change is what they wrote down themselves.
_WRITTEN_AMENDMENT = {"amendment_id": "@written_amendment"}

MOTIONS: Mapping[str, Example] = {
    "meetings.submit_motion": Example(
        "eve",
        {"unit_id": "@harbour", "language": "en", **_WORDS, "reason": "It looks sad.", "matter": "money"},
        on="harbour",
    ),
    "meetings.second_motion": Example("bo", _MOTION, on="harbour"),
    "meetings.withdraw_backing": Example("bo", {"motion_id": "@seconded_motion"}),
    "meetings.withdraw_motion": Example("eve", {"motion_id": "@written_motion"}, on="harbour"),
    "meetings.put_motion_on_agenda": Example(
        "bo", _MOTION | {"meeting_id": "@meetings.open_meeting"}, on="harbour"
    ),
    "meetings.translate_motion": Example(
        "eve",
        _MOTION
        | {
            "on_revision": 1,
            "language": "fr",
            "title": "Peindre le grenier",
            "body": "1. Le vieux grenier est peint en blanc.\n2. Bo achète la peinture.",
        },
        on="harbour",
    ),
    "meetings.propose_amendment": Example(
        "eve", _MOTION | {"on_revision": 1, **_BLUE, "reason": "The sky is."}, on="harbour"
    ),
    "meetings.revise_amendment": Example(
        "eve", _WRITTEN_AMENDMENT | {"on_revision": 1, **_BLUE}, on="harbour"
    ),
    "meetings.withdraw_amendment": Example("eve", _WRITTEN_AMENDMENT, on="harbour"),
    "meetings.order_amendments": Example(
        "bo", _MOTION | {"amendments": ["@meetings.propose_amendment"]}, on="harbour"
    ),
    "meetings.put_to_vote": Example(
        "bo",
        {
            "meeting_id": "@meetings.open_meeting",
            "motion_id": "@meetings.put_motion_on_agenda",
            "method": "hands",
        },
        on="harbour",
    ),
    "meetings.stand_aside": Example("bo", _VOTE),
    "meetings.note_aside": Example("bo", _VOTE | {"person_id": "@bo"}, on="harbour"),
    "meetings.take_part_again": Example("bo", _VOTE, before=("meetings.stand_aside",)),
    "meetings.drop_vote": Example("bo", _VOTE, on="harbour"),
    "meetings.enter_count": Example("bo", _VOTE | {"in_favour": 1, "against": 0}, on="harbour"),
    "meetings.enter_acclamation": Example("bo", {"vote_id": "@vote_by_acclamation"}, on="harbour"),
    "meetings.enter_roll_call": Example(
        "bo",
        {"vote_id": "@vote_by_roll_call", "voices": [{"person_id": "@bo", "choice": "for"}]},
        on="harbour",
    ),
    "meetings.enter_paper_vote": Example(
        "bo",
        {
            "meeting_id": "@meetings.enter_held_meeting",
            "text": "We paint the loft",
            "in_favour": 1,
            "against": 0,
            "counted_by": ["@bo"],
        },
        on="harbour",
    ),
    "meetings.enter_paper_advice": Example(
        "bo",
        {
            "meeting_id": "@meetings.enter_held_meeting",
            "text": "Which colour?",
            "options": ["White", "Blue"],
            "hands": [1, 0],
        },
        on="harbour",
    ),
    "meetings.recount_vote": Example("bo", {"vote_id": "@meetings.enter_count"}, on="harbour"),
    "meetings.adopt_motion": Example("bo", {"motion_id": "@carried_motion", "revision": 1}, on="harbour"),
    "meetings.forward_motion": Example(
        "bo", {"motion_id": "@carried_motion", "unit_id": "@north"}, on="harbour"
    ),
    "meetings.take_up_motion": Example(
        "ada", {"forwarding_id": "@forwarded_motion", "meeting_id": "@meeting_in_north"}, on="north"
    ),
    "meetings.answer_motion": Example(
        "ada",
        {
            "forwarding_id": "@forwarded_motion",
            "answer": "passed_on",
            "reasons": "All lofts are the Union's.",
            "unit_id": "@union",
        },
        on="north",
    ),
    "meetings.ask_question": Example(
        "bo",
        {"meeting_id": "@meetings.open_meeting", "text": "Which colour?", "options": ["White", "Blue"]},
        on="harbour",
    ),
    "meetings.enter_tally": Example(
        "bo", {"question_id": "@meetings.ask_question", "hands": [1, 0]}, on="harbour"
    ),
}
