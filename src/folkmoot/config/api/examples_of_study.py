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
    "study.publish_programme": Example(
        "max", _BEGUN | {"revision": 2}, on="north", before=("study.write_card",)
    ),
    "study.end_programme": Example("ada", {"programme_id": "@study.publish_programme"}, on="north"),
    "study.answer_card": Example(
        "eve",
        _WRITTEN | {"answers": 0, "given": ["Once a month"]},
        before=("study.publish_programme",),
    ),
    "study.set_pace": Example("eve", {"minutes": 5}),
    "study.forget_learning": Example("eve", {}),
}
