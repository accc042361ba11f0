"""One example of each act of study."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_BEGUN = {"programme_id": "@study.draft_programme"}
_WORDS = {
    "point": "1",
    "kind": "choice",
    "question": "How often does a local meet?",
    "right": ["Once a month"],
    "wrong": ["Once a year"],
}
_WRITTEN = {"card_id": "@study.write_card"}
_LESSON = {
    "point": "1",
    "title": "Why we meet",
    "body": "Who meets, decides.\n\n1. Call it in time.\n2. Write down what was decided.",
    "minutes": 5,
    "level": "basic",
    "language": "en",
}
# At Harbour are two: one group.
_CIRCLE = {"meeting_id": "@study_circle"}
_TAUGHT = {"study_lesson_id": "@study.write_lesson"}
_GIVEN = {"qualification_id": "@study.set_up_qualification"}

STUDY: Mapping[str, Example] = {
    "study.draft_programme": Example(
        "ada", {"unit_id": "@north", "title": "How we meet", "language": "en", "level": "basic"}, on="north"
    ),
    "study.drop_programme": Example("ada", _BEGUN, on="north"),
    "study.write_card": Example(
        "ada", _BEGUN | _WORDS | {"decision_id": "@decisions.convey_decision"}, on="north"
    ),
    "study.change_card": Example("ada", _WRITTEN | {"revision": 1} | _WORDS, on="north"),
    "study.remove_card": Example("ada", _WRITTEN, on="north"),
    "study.write_lesson": Example(
        "ada", _BEGUN | _LESSON | {"decision_id": "@decisions.convey_decision"}, on="north"
    ),
    "study.change_lesson": Example("ada", _TAUGHT | {"revision": 1} | _LESSON, on="north"),
    "study.attach_lesson_file": Example(
        "ada",
        _TAUGHT | {"upload": "@brought_file", "alt": "How the motto is sung at the end of a meeting."},
        on="north",
    ),
    "study.detach_lesson_file": Example(
        "ada", _TAUGHT | {"sha256": "@hash_of_file"}, on="north", before=("study.attach_lesson_file",)
    ),
    "study.remove_lesson": Example("ada", _TAUGHT, on="north"),
    "study.publish_programme": Example(
        "max", _BEGUN | {"revision": 3}, on="north", before=("study.write_card", "study.write_lesson")
    ),
    "study.end_programme": Example("ada", {"programme_id": "@study.publish_programme"}, on="north"),
    "study.answer_card": Example(
        "eve",
        _WRITTEN | {"answers": 0, "given": ["Once a month"]},
        before=("study.publish_programme",),
    ),
    "study.read_lesson": Example("eve", _TAUGHT, before=("study.publish_programme",)),
    "study.plan_circle": Example(
        "bo", _CIRCLE | {"minutes": 45, "programme_id": "@study.publish_programme"}, on="harbour"
    ),
    "study.count_quiz": Example(
        "bo", {"meeting_id": "@study.plan_circle", **_WRITTEN, "groups": 1, "right": 1}, on="harbour"
    ),
    "study.answer_along": Example(
        "eve",
        {"along": "@taken_along", "given": ["Once a month"]},
    ),
    "study.set_pace": Example("eve", {"minutes": 5}),
    "study.place_oneself": Example(
        "eve",
        {
            "programme_id": "@study.publish_programme",
            "answered": [{"card_id": "@study.write_card", "given": ["Once a month"]}],
        },
        before=("study.publish_programme",),
    ),
    "study.choose_level": Example("eve", {"programme_id": "@study.publish_programme", "level": "working"}),
    "study.set_up_qualification": Example(
        "ada",
        {
            "unit_id": "@north",
            "title": "To chair a meeting",
            "words": "Has chaired three meetings and read the standing orders.",
            "months": 24,
        },
        on="north",
    ),
    "study.end_qualification": Example("ada", _GIVEN, on="north"),
    "study.record_learning": Example(
        "eve", _GIVEN | {"words": "I chaired three meetings of my local last year."}
    ),
    "study.confirm_learning": Example(
        "ada", {"learning_id": "@study.record_learning"}, on="north", before=("study.record_learning",)
    ),
    "study.answer_learning": Example(
        "ada",
        {"learning_id": "@study.record_learning", "answer": "Chair one more, and ask again."},
        on="north",
        before=("study.record_learning",),
    ),
    "study.accept_qualification": Example("eve", _GIVEN, before=("study.confirm_learning",)),
    "study.lay_down_qualification": Example("eve", _GIVEN),
    "study.show_qualification": Example("eve", _GIVEN, before=("study.accept_qualification",)),
    "study.hide_qualification": Example("eve", _GIVEN),
    "study.forget_learning": Example("eve", {}),
}
