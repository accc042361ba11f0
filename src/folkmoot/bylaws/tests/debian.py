"""What the Debian Constitution, version 1.9, asks: its clauses by article, and what of it no clause can express.

The Technical Committee stands in the same text; in a tree it is a unit of the kind `committee` below the project.
"""

from typing import Any

Q = {"present_as": "root", "counted": "in_favour"}
DISCUSSED = {"days": 14, "vary_by": 7}
OF_COMMITTEES = ["committee"]
OF_DEVELOPERS = ["project"]

# Each of its articles, the clause, and for which kinds of unit.
CLAUSES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("4.1.2", {"kind": "majority", "matter": "bylaws", "share": "3/4", "of": "votes"}, OF_DEVELOPERS),
    ("4.1.4", {"kind": "majority", "matter": "override", "share": "2/3", "of": "votes"}, OF_DEVELOPERS),
    ("4.1.5.3", {"kind": "majority", "matter": "founding_text", "share": "3/4", "of": "votes"}, OF_DEVELOPERS),
    (
        "4.2.1",
        {"kind": "sponsors", "members_as": "root", "members": "1/2", "members_at_most": 5},
        OF_DEVELOPERS,
    ),
    ("4.2.3", {"kind": "voting", **DISCUSSED}, OF_DEVELOPERS),
    ("4.2.3", {"kind": "ballot", "method": "secret"}, OF_DEVELOPERS),
    ("4.2.4", {"kind": "quorum", "present": "3/2", **Q}, OF_DEVELOPERS),
    ("5.2.4", {"kind": "discussion", "matter": "election", "days": 21}, OF_DEVELOPERS),
    ("5.2.5", {"kind": "voting", "matter": "election", "days": 14}, OF_DEVELOPERS),
    ("5.2.8", {"kind": "term", "office": "project_leader", "months": 12}, OF_DEVELOPERS),
    ("6.1.4", {"kind": "majority", "matter": "override", "share": "3/4", "of": "votes"}, OF_COMMITTEES),
    (
        "6.3.2",
        {"kind": "quorum", "present_as": "number", "present": "2", "counted": "in_favour"},
        OF_COMMITTEES,
    ),
    ("7.2", {"kind": "term", "office": "project_secretary", "months": 12}, OF_DEVELOPERS),
    ("A.1.1", {"kind": "discussion", **DISCUSSED}, OF_DEVELOPERS),
    ("A.4.1", {"kind": "majority", "share": "1/2", "more_than": True, "of": "votes"}, []),
]  # fmt: skip

REMARKS: dict[str, str] = {
    "4.2.2.2": "That 2K sponsors put a decision on hold is not checked: it is about a decision of somebody else.",
    "4.2.2.4": "That the vote on holding a decision up has no quorum is not checked: every vote here has one or none.",
    "4.2.4": "The casting vote of the Leader is not reckoned.",
    "5.2.2": "That the election begins six weeks before the post is vacant is not checked.",
    "6.2.7.1": "Terms here end by seniority and not after a fixed time; a term clause would say something else.",
    "6.3.2": "A vote may end after a week or once its outcome is no longer in doubt; only people see the latter.",
    "A.1.4": "A changed ballot makes the discussion longer, up to three weeks; only the shortest time is checked.",
    "A.5.6": "Ranked options are counted by the Schwartz set; the majorities here are those against the default option.",
}
