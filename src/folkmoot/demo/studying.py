"""A programme of the demo organisation: what members are asked about how they meet, a few cards a day."""

from datetime import datetime
from typing import Any

from folkmoot.demo.organisation import Organisation
from folkmoot.study.actions.cards import write_card
from folkmoot.study.actions.programmes import draft_programme, publish_programme
from folkmoot.study.queries.material import programme_page

CARDS: tuple[dict[str, Any], ...] = (
    {
        "point": "1",
        "kind": "choice",
        "question": "How often does a co-operative meet at least?",
        "right": ["Once a month"],
        "wrong": ["Once a quarter", "Whenever its secretary calls"],
    },
    {
        "point": "2",
        "kind": "gap",
        "question": "A meeting is called ___ clear days before, with the agenda and the papers.",
        "right": ["ten", "10"],
    },
    {
        "point": "3",
        "kind": "explain",
        "question": "Too few of us came. What can we decide, and when?",
        "right": ["Nothing today: a second meeting decides, within two weeks"],
    },
)


def study(organisation: Organisation, *, now: datetime) -> None:
    """Let the federation's secretary write a few cards, and its chair publish them."""
    by, other = organisation.officers["secretary federation"], organisation.officers["chair federation"]
    given: dict[str, Any] = {"unit_id": organisation.top.pk, "title": "How we meet"}
    programme = organisation.do(draft_programme, by=by, at=now, **given)
    for card in CARDS:
        asked = {"programme_id": programme, "decision_id": organisation.papers["How we meet"], **card}
        organisation.do(write_card, by=by, at=now, **asked)
    page = programme_page(programme, other, at=now)
    seen = page.programme.revision if page else 0
    organisation.do(publish_programme, by=other, at=now, programme_id=programme, revision=seen)
