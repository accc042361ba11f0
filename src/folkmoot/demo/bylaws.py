"""What the demo organisation's own bylaws ask of its meetings, entered from the article that says it."""

from datetime import datetime
from typing import Any

from folkmoot.bylaws.actions.entering import enter_clause
from folkmoot.demo.organisation import Organisation

ARTICLES: dict[str, dict[str, Any]] = {
    "2": {"kind": "notice", "meeting": "general", "days": 10},
    "3": {"kind": "quorum", "present_as": "share", "present": "1/2", "second_after_days": 14},
}


def enter(organisation: Organisation, *, now: datetime) -> None:
    """Say what “How we meet” asks of every co-operative: the notice of a meeting, and how many make a quorum."""
    by = organisation.officers["secretary federation"]
    for article, clause in ARTICLES.items():
        given = {
            "decision_id": organisation.papers["How we meet"],
            "article": article,
            "clause": clause,
            "unit_kinds": ["cooperative"],
        }
        organisation.do(enter_clause, by=by, at=now, **given)
