"""One example of each act about visits."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

VISITS: Mapping[str, Example] = {
    "structure.enter_visit": Example(
        "ada",
        {"unit_id": "@harbour", "on": "@today", "purpose": "The plan for the spring"},
        on="harbour",
    ),
    "structure.withdraw_visit": Example(
        "ada", {"visit_id": "@structure.enter_visit"}, on="harbour", before=("structure.enter_visit",)
    ),
    "structure.answer_visit": Example(
        "bo",
        {"visit_id": "@structure.enter_visit", "took_place": False},
        on="harbour",
        before=("structure.enter_visit",),
    ),
}
