"""Two drafts of the demo organisation that members are asked about: one now, one long answered."""

from datetime import datetime, timedelta
from uuid import UUID

from folkmoot.consultations.actions.answering import answer_comments, publish_summary, summarise_point
from folkmoot.consultations.actions.counting import count_waiting
from folkmoot.consultations.actions.opening import open_consultation
from folkmoot.consultations.actions.opining import give_opinion
from folkmoot.consultations.actions.speaking import leave_comment
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.demo.organisation import Organisation
from folkmoot.people.models import Membership, Person

CHILDCARE = (
    "1. Every co-operative that meets in the evening pays for childcare during the meeting.\n"
    "2. The district finds the people, and shares the cost.\n"
)
HOLIDAYS = (
    "1. Every member has thirty days of holidays.\n"
    "2. Whoever has children at school chooses first.\n"
    "3. The co-operative tells its district in March when it is closed.\n"
)
SAID = (
    ("1", "Also for those who look after a parent.", False),
    ("1", "Our meetings are on Sunday mornings. Is that meant too?", True),
    ("2", "We would rather find the people ourselves.", False),
    ("", "At last.", True),
)
OPINIONS = ("agree", "agree", "agree", "changes", "disagree", "none")


def consult(organisation: Organisation, *, now: datetime) -> None:
    """Ask the whole federation about one draft some weeks ago, sum it up, and about another now."""
    _finished(organisation, now=now)
    running = _opened(organisation, "Holidays", HOLIDAYS, at=now - timedelta(days=4), days=14)
    people = _members(organisation, now - timedelta(days=3))
    _say(organisation, running, people, at=now - timedelta(days=3))


def _finished(organisation: Organisation, *, now: datetime) -> None:
    start, end = now - timedelta(days=40), now - timedelta(days=20)
    pk = _opened(organisation, "Childcare during meetings", CHILDCARE, at=start, days=14)
    _say(organisation, pk, _members(organisation, start), at=start + timedelta(days=2))
    count_waiting(end)
    by = organisation.officers["secretary federation"]
    answer = "Yes: whenever a meeting is, whoever looks after somebody is meant."
    organisation.do(answer_comments, by=by, at=end, consultation_id=pk, point="1", text=answer)
    for point, outcome, reasons in (
        ("1", "accepted", "Those who look after parents are taken in, and meetings at any hour."),
        ("2", "partly", "Co-operatives may find the people themselves; the cost is still shared."),
    ):
        given = {"consultation_id": pk, "point": point, "outcome": outcome, "reasons": reasons}
        organisation.do(summarise_point, by=by, at=end, **given)
    organisation.do(publish_summary, by=by, at=end, consultation_id=pk)


def _opened(organisation: Organisation, title: str, body: str, *, at: datetime, days: int) -> UUID:
    top = organisation.top
    by = organisation.officers[f"secretary {top.code}"]
    texts = [{"language": "en", "title": title, "body": body}]
    draft = organisation.do(draft_decision, by=by, at=at, unit_id=top.pk, texts=texts)
    last_on = top.local(at).date() + timedelta(days=days)
    given = {"decision_id": draft, "unit_id": top.pk, "last_on": last_on}
    introduction = "Tell us what we forgot before the congress decides."
    return organisation.do(open_consultation, by=by, at=at, introduction=introduction, **given)


def _say(organisation: Organisation, pk: UUID, people: list[Person], *, at: datetime) -> None:
    for person, (point, text, is_signed) in zip(people, SAID, strict=False):
        given = {"consultation_id": pk, "point": point, "text": text, "is_signed": is_signed}
        organisation.do(leave_comment, by=person, at=at, **given)
    for number, person in enumerate(people):
        opinion = OPINIONS[number % len(OPINIONS)]
        organisation.do(give_opinion, by=person, at=at, consultation_id=pk, point="1", opinion=opinion)


def _members(organisation: Organisation, at: datetime) -> list[Person]:
    """Return some members of every tenth cell, as they come."""
    cells = [cell.pk for cell in organisation.cells[::10]]
    rows = Membership.objects.current(at).filter(unit__in=cells).select_related("person")
    return [row.person for row in rows.order_by("person__sort_name", "pk")[:240]]
