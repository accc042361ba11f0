"""How pages put plans: their state in words, what was planned and reached, and of how many reports that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.decisions.queries.binding import binding
from folkmoot.decisions.queries.inbox import titled
from folkmoot.meetings.queries.listing import held_lately
from folkmoot.people.models import Person
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit
from folkmoot.work.interfaces import Actual, Countable
from folkmoot.work.models import Plan, PlanPoint
from folkmoot.work.queries.plans import PlanPage, TargetLine
from folkmoot.work.rules.amounts import amount_text
from folkmoot.work.rules.plans import COUNTED, KINDS, STATES, Counted, PlanKind, PlanState

_MARKS = {PlanState.DRAFT: "waiting", PlanState.ADOPTED: "done", PlanState.REPLACED: "closed"}
DECISIONS_OFFERED = 100
MEETINGS_OFFERED = 20
SHARES_SHOWN = 20
POINT_SHOWN = 200
_HUNDRED = 100


@dataclass(frozen=True)
class PlanLine:
    """A plan as a line of a list."""

    plan: Plan
    state: str
    word: str
    meta: str


@dataclass(frozen=True)
class Named:
    """A point of a decision: its number, where it is read, and what it says."""

    label: str
    url: str
    words: str


@dataclass(frozen=True)
class TargetShown:
    """A target as a plan shows it: what was planned and reached, and of which reports."""

    line: TargetLine
    planned: str
    actual: str
    counted_from: str
    share: int | None
    state: str = ""
    word: str = ""
    meta: str = ""
    # Of which target above it is a share, and whether it was shared out itself.
    share_of: Link | None = None
    is_shared_out: bool = False

    @property
    def key(self) -> str:
        """The id of the target, as addresses have it."""
        return str(self.line.target.pk)


def plan_lines(plans: Iterable[Plan]) -> list[PlanLine]:
    """Return plans as a list shows them."""
    return [PlanLine(each, *state_of(each), f"{days_of(each)}, {_targets(each)}") for each in plans]


def state_of(plan: Plan) -> tuple[str, str]:
    """Return the state of a plan, and its word."""
    state = PlanState(plan.state)
    return _MARKS[state], str(STATES[state])


def days_of(plan: Plan) -> str:
    """Return for which days a plan is: a year by its number, the others from when to when."""
    if plan.kind == PlanKind.YEAR:
        return str(plan.first.year)
    if plan.kind == PlanKind.MONTH:
        return date_format(plan.first, "YEAR_MONTH_FORMAT")
    return _("%(first)s to %(last)s") % {
        "first": date_format(plan.first),
        "last": date_format(plan.period.last),
    }


def plan_screen(page: PlanPage, at: datetime) -> dict[str, object]:
    """Return what the page of a plan shows."""
    plan = page.plan
    return {
        "page": page,
        "plan": plan,
        "state": state_of(plan),
        "facts": _facts(plan),
        "points": [_point(each, page.words) for each in page.points],
        "targets": [_linked(target_shown(each, at), page) for each in page.lines],
    }


def _linked(shown: TargetShown, page: PlanPage) -> TargetShown:
    # As the query of the plan has it.
    found = vars(shown.line.target)
    link = None
    if found["share_of"] is not None:
        address = reverse("work:share", args=[found["share_of"], page.plan.unit_id])
        link = Link(_("A share of what %(body)s wants to reach") % {"body": found["share_of_body"]}, address)
    return replace(shown, share_of=link, is_shared_out=found["is_shared_out"])


def target_shown(line: TargetLine, at: datetime) -> TargetShown:
    """Return a target as its plan shows it."""
    target = line.target
    due = _("by %(day)s") % {"day": date_format(target.due_on)}
    if target.amount is None:
        return TargetShown(line, "", target.done_words, "", None, *_in_words(line, at), due)
    planned, actual = amount_of(target.amount, line.countable), line.actual
    if actual is None or actual.amount is None:
        return TargetShown(line, planned, _("nothing reported yet"), _sources(actual), None, meta=due)
    share = min(actual.amount * _HUNDRED // target.amount, 999) if target.amount else None
    state, word = ("done", _("reached")) if actual.amount >= target.amount else ("", "")
    shown = _("%(amount)s reached") % {"amount": amount_of(actual.amount, line.countable)}
    return TargetShown(line, planned, shown, _sources(actual), share, state, word, due)


def amount_of(amount: int, countable: Countable | None) -> str:
    """Return an amount as it is read, with its currency."""
    scale = countable.scale if countable else 0
    shown = str(number_format(amount_text(amount, scale), use_l10n=True, force_grouping=True))
    return f"{shown} {countable.currency}" if countable and countable.currency else shown


def decisions_offered(unit: Unit, person: Person, at: datetime) -> list[tuple[UUID, str]]:
    """Return the decisions in force for a unit that a plan can implement, the latest conveyed first; one question."""
    rows = titled(binding(unit, at=at), person.languages, at=at)[:DECISIONS_OFFERED]
    return [(each.pk, f"{each.body.name} {each.number}: {each.title}") for each in rows]


def meetings_offered(unit: Unit, at: datetime) -> list[tuple[UUID, str]]:
    """Return the meetings that a unit held of late, at one of which a plan was adopted; one question."""
    words = _("%(title)s, %(day)s")
    return [
        (each.pk, words % {"title": each.title, "day": date_format(unit.local(each.begins_at))})
        for each in held_lately(unit, at=at)[:MEETINGS_OFFERED]
    ]


def on_this_day(unit: Unit, meetings: Sequence[object], at: datetime) -> dict[str, date]:
    """Return the day that is written down for an adoption where a unit held no meeting: today, which can be changed."""
    return {} if meetings else {"adopted_on": unit.local(at).date()}


def with_those_of(page: PlanPage, offered: Sequence[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """Return the decisions that are offered, and those that the plan implements and that are not, or no longer, among them."""
    own = {each.decision_id: each.decision.number for each in page.points}
    return [*offered, *((pk, number) for pk, number in own.items() if pk not in dict(offered))]


def points_initial(page: PlanPage) -> dict[str, object]:
    """Return the head of a plan as its form has it: a row for each decision, one of its own where the whole of it is meant."""
    found: dict[str, object] = {
        "revision": page.plan.revision,
        "title": page.plan.title,
        "why": page.plan.why,
    }
    chosen: dict[tuple[UUID, bool], list[str]] = {}
    for each in page.points:
        chosen.setdefault((each.decision_id, not each.point), []).append(each.point)
    for number, ((pk, _whole), points) in enumerate(chosen.items(), start=1):
        found |= {f"decision_{number}": str(pk), f"points_{number}": ", ".join(filter(None, points))}
    return found


def adoption_initial(page: PlanPage, meetings: Sequence[object], at: datetime) -> dict[str, object]:
    """Return what stands already where it is entered that a plan was adopted: what is looked at, and the day if it never met."""
    return {"revision": page.plan.revision, **on_this_day(page.plan.unit, meetings, at)}


def dropping(plan: Plan) -> dict[str, object]:
    """Return what is asked before the draft of a plan is given up."""
    return {
        "question": _("Give this draft up?"),
        "consequence": _("%(title)s goes, with its targets. What was adopted before stays in force.")
        % {"title": plan.title},
        "yes": _("Give it up"),
        "action_url": reverse("work:plan_dropping", args=[plan.pk]),
        "back_url": reverse("work:plan", args=[plan.pk]),
        "kind": "danger",
    }


def _facts(plan: Plan) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [(_("For"), days_of(plan)), (_("Kind"), KINDS[PlanKind(plan.kind)])]
    if plan.adopted_on is not None:
        day = date_format(plan.adopted_on)
        at_meeting = _("%(day)s, at the meeting “%(title)s”")
        title = plan.meeting.title if plan.meeting is not None else ""
        found.append((_("Adopted"), at_meeting % {"day": day, "title": title} if title else day))
    if plan.version > 1:
        found.append((_("Version"), plan.version))
    return found


def _point(each: PlanPoint, words: Mapping[tuple[UUID, str], str]) -> Named:
    named = _("%(number)s, point %(point)s") if each.point else _("%(number)s")
    anchor = f"#point-{each.point}" if each.point else ""
    address = reverse("decisions:decision", args=[each.decision_id]) + anchor
    said = words.get((each.decision_id, each.point), "")
    label = named % {"number": each.decision.number, "point": each.point}
    return Named(label, address, Truncator(said).chars(POINT_SHOWN))


def _targets(plan: Plan) -> str:
    number: int = plan.number  # type: ignore[attr-defined]  # counted by the query
    return ngettext("%(number)d target", "%(number)d targets", number) % {"number": number}


def _in_words(line: TargetLine, at: datetime) -> tuple[str, str]:
    target = line.target
    if target.done_at is not None:
        day = date_format(target.plan.unit.local(target.done_at))
        return "done", _("reached, as was said on %(day)s") % {"day": day}
    if target.plan.is_in_force and target.is_late(at):
        return "late", _("not reached")
    return "open", _("to be reached")


def _sources(actual: Actual | None) -> str:
    if actual is None or not actual.periods:
        return _("No period of the plan is over yet.")
    words = ngettext(
        "from %(sent)d of %(asked)d report; what is missing is not counted as zero",
        "from %(sent)d of %(asked)d reports; what is missing is not counted as zero",
        actual.asked,
    )
    if actual.sent >= actual.asked:
        words = ngettext("from %(asked)d report, none is missing", "from all %(asked)d reports", actual.asked)
    return words % {"sent": actual.sent, "asked": actual.asked}


def counted_words(counted: str) -> str:
    """Return how reports are counted, in words."""
    return str(COUNTED[Counted(counted)])
