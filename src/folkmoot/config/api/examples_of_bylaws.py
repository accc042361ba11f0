"""One example of each act of bylaws."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_QUORUM = {
    "kind": "quorum",
    "meeting": "general",
    "present_as": "share",
    "present": "2/3",
    "second_after_days": 7,
    "second_as": "share",
    "second": "1/3",
}

BYLAWS: Mapping[str, Example] = {
    "bylaws.enter_clause": Example(
        "max",
        {"decision_id": "@decisions.adopt_decision", "article": "1", "clause": _QUORUM},
        on="union",
    ),
    "bylaws.remark_article": Example(
        "max",
        {
            "decision_id": "@decisions.adopt_decision",
            "article": "2",
            "remark": "Whether the secretary called the meeting well, the meeting judges.",
        },
        on="union",
    ),
    "bylaws.end_clause": Example("max", {"provision_id": "@bylaws.enter_clause"}, on="union"),
    "bylaws.confirm_clause": Example("max", {"provision_id": "@reworded_clause"}, on="union"),
}
