"""How the pages of motions and votes put things: states, differences and answers in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.bylaws.rules.kinds import MATTERS, METHODS, Matter
from folkmoot.documents.languages import language_called
from folkmoot.documents.queries import drafts_in_one_language
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.motions.models import Amendment, Forwarding, Motion, Question, Vote
from folkmoot.meetings.motions.queries.above import units_above
from folkmoot.meetings.motions.queries.motions import (
    ForwardingLine,
    MotionList,
    MotionPage,
    motions_held,
)
from folkmoot.meetings.motions.queries.voting import VotePage
from folkmoot.meetings.motions.rules.forwarding import Answer
from folkmoot.meetings.motions.rules.permissions import ADOPTING, FORWARDING, SUBMITTING
from folkmoot.meetings.motions.rules.states import AmendmentState, MotionDeed, MotionState
from folkmoot.meetings.motions.rules.voting import CHOICES, OPEN_METHODS, Choice, Outcome
from folkmoot.meetings.rules.permissions import CALLING, RUNNING
from folkmoot.meetings.screens import moment_in_words
from folkmoot.ui.links import Link

_STATES = {
    MotionState.SUBMITTED: "open",
    MotionState.WITHDRAWN: "closed",
    MotionState.CARRIED: "done",
    MotionState.LOST: "refused",
    AmendmentState.PROPOSED: "open",
    AmendmentState.ADOPTED: "done",
}
_OUTCOMES = {Outcome.CARRIED: "done", Outcome.LOST: "refused", Outcome.INQUORATE: "closed"}


def list_of(page: MotionList, _at: object) -> dict[str, object]:
    """Return the lists of a unit's motions as its page shows them."""
    return {
        "waiting": [(each, *waiting_state(each), sent_in_words(each.forwarding)) for each in page.waiting],
        "standing": lines(page.standing),
        "decided": lines(page.decided),
    }


def lines(motions: Sequence[Motion]) -> list[tuple[Motion, str, str, str]]:
    """Return motions as a list shows them: each with its state, the word for that, and when it was submitted."""
    return [(each, *state_of(each), submitted_in_words(each)) for each in motions]


def state_of(thing: Motion | Amendment) -> tuple[str, str]:
    """Return the state of a motion or an amendment as a mark, and its word."""
    if isinstance(thing, Motion) and thing.decision_id is not None:
        return "done", _("adopted")
    return _STATES.get(thing.state, "closed"), thing.state_in_words  # type: ignore[call-overload]  # by value


def waiting_state(line: ForwardingLine) -> tuple[str, str]:
    """Return the state of a motion that came from below, and its word."""
    return ("late", _("waits too long")) if line.is_overdue else ("waiting", _("waits for an answer"))


def submitted_in_words(motion: Motion) -> str:
    """Return when a motion was submitted."""
    return _("submitted on %(day)s") % {"day": date_format(motion.unit.local(motion.submitted_at))}


def sent_in_words(forwarding: Forwarding) -> str:
    """Return who sent a motion, and when."""
    return _("sent by %(unit)s on %(day)s") % {
        "unit": forwarding.motion.unit.name,
        "day": date_format(forwarding.motion.unit.local(forwarding.forwarded_at)),
    }


def motion_of(page: MotionPage, _at: object) -> dict[str, object]:
    """Return what the page of a motion shows and offers."""
    motion = page.motion
    is_leading = RUNNING in page.may
    return {
        "state": state_of(motion),
        "facts": _facts(page),
        "amendments": [(each, *state_of(each.amendment)) for each in page.amendments],
        # Amendments are voted on before the motion, in their order.
        "next_amendment": next(
            (each.amendment.pk for each in page.amendments if each.amendment.is_standing), None
        ),
        "votes": votes_in_words(page.votes),
        "own_language": language_called(motion.language).name,
        "may_translate": may_translate(page),
        "may_amend": motion.can(MotionDeed.AMEND) and SUBMITTING in page.may,
        "may_second": motion.can(MotionDeed.SECOND) and SUBMITTING in page.may and not page.stands_behind,
        "may_withdraw": motion.can(MotionDeed.WITHDRAW)
        and (page.is_own or (is_leading and (page.sitting is not None or page.is_written_down))),
        "may_take_back": _may_take_back(page),
        "may_adopt": motion.can(MotionDeed.ADOPT)
        and motion.decision_id is None
        and set(ADOPTING) <= page.may,
        "must_be_published_by_others": motion.can(MotionDeed.ADOPT)
        and motion.decision_id is None
        and CALLING in page.may
        and not set(ADOPTING) <= page.may,
        "may_forward": motion.can(MotionDeed.FORWARD)
        and FORWARDING in page.may
        and page.came_by is None
        # Asked last, and only of what was carried.
        and bool(units_above(motion.unit)),
        "agendas": with_moments(page.agendas),
        "meetings": with_moments(page.meetings),
        "is_run_here": page.sitting is not None and is_leading,
        "forwardings": [(each, *_answer(each)) for each in page.forwardings],
    }


def may_translate(page: MotionPage) -> bool:
    """Return whether its reader writes a motion in other languages: whoever leads there, and moved it, until it is carried."""
    is_open = page.motion.can(MotionDeed.TRANSLATE) and page.motion.decision_id is None
    is_own = page.is_own and not page.motion.is_carried
    return is_open and SUBMITTING in page.may and (is_own or RUNNING in page.may)


def votes_in_words(votes: Sequence[Vote]) -> list[tuple[Vote, str, str]]:
    """Return votes, each with its state and the word for what came of it."""
    return [(each, *vote_state(each)) for each in votes]


def vote_state(vote: Vote) -> tuple[str, str]:
    """Return the state of a vote and its word."""
    if vote.goes_on:
        return "due", _("under way")
    if vote.replaced_at is not None:
        return "closed", _("replaced by a recount")
    return _OUTCOMES[Outcome(vote.outcome)], vote.outcome_in_words


def ways_on_paper(method: str, asked: QueryDict) -> list[Link]:
    """Return the ways to vote as tabs of the page on which a vote is entered from a sheet; what else was asked for stays."""
    found = []
    for each in OPEN_METHODS:
        query = asked.copy()
        query["method"] = str(each)
        words = capfirst(str(METHODS[each]))
        found.append(Link(words, f"?{query.urlencode()}", is_current=each == method))
    return found


def words_of(thing: Motion | Amendment) -> dict[str, object]:
    """Return the words of a motion or an amendment for a form, and on which wording they are written."""
    words = drafts_in_one_language([thing.document_id])[thing.document_id]
    found: dict[str, object] = {"title": words.title, "body": words.body}
    return found | ({"on_revision": thing.revision} if isinstance(thing, Motion) else {})


def subject_of(motion: Motion | None, amendment: Amendment | None) -> str:
    """Return what a vote would be about, "" if about neither."""
    return Vote(motion=motion, amendment=amendment).subject


def vote_of(page: VotePage) -> dict[str, object]:
    """Return what the page of a vote shows."""
    vote = page.vote
    motion = vote.motion or (vote.amendment.motion if vote.amendment else None)
    said = [(str(capfirst(str(CHOICES[Choice(choice)]))), names) for choice, names in page.said if names]
    said += [(_("Did not answer"), page.silent)] if page.silent else []
    return {
        "subject": vote.subject,
        "motion": motion,
        "state": vote_state(vote),
        "facts": [(term, ", ".join(names)) for term, names in said],
        "aside": ", ".join(page.aside),
        "counted_by": ", ".join(page.counted_by),
        "first": None if page.first is None else (page.first, vote_state(page.first)),
        "may_recount": page.may_run and not vote.goes_on and vote.replaced_at is None,
    }


def adoption_of(page: MotionPage) -> dict[str, object]:
    """Return the question that is asked before a motion becomes a decision."""
    motion = page.motion
    return {
        "question": _("Make it a decision and convey it?"),
        "consequence": _(
            "“%(title)s” becomes a decision of %(unit)s, adopted on the day of the vote. All its members, and those of the "
            "units below it, find it on Today. Its words are fixed from then on."
        )
        % {"title": motion.title, "unit": motion.unit.name},
        "yes": _("Adopt and convey it"),
        "action_url": reverse("meetings:adoption", args=[motion.pk]),
        "back_url": reverse("meetings:motion", args=[motion.pk]),
    }


def withdrawing(motion: Motion, address: str) -> dict[str, object]:
    """Return the question that is asked before a motion is withdrawn."""
    return {
        "question": _("Withdraw “%(title)s”?") % {"title": motion.title},
        "consequence": _("No meeting votes on it then. Whoever wants to move it again writes it anew."),
        "yes": _("Withdraw it"),
        "kind": "danger",
        "action_url": address,
        "back_url": reverse("meetings:motion", args=[motion.pk]),
    }


def withdrawing_amendment(motion: Motion, address: str) -> dict[str, object]:
    """Return the question that is asked before an amendment to a motion is withdrawn."""
    asked = withdrawing(motion, address)
    asked["question"] = _("Withdraw this amendment to “%(title)s”?") % {"title": motion.title}
    asked["consequence"] = _(
        "The meeting does not vote on it then. Whoever wants to propose it again writes it anew."
    )
    return asked


def counting_again(vote: Vote, address: str) -> dict[str, object]:
    """Return the question that is asked before a vote is counted again."""
    return {
        "question": _("Count the vote on “%(subject)s” again?") % {"subject": vote.subject},
        "consequence": _(
            "So far: %(count)s. What it decided is taken back until the next count is entered. It stays to be read, as replaced."
        )
        % {"count": vote.count_in_words},
        "yes": _("Count again"),
        "action_url": address,
        "back_url": reverse("meetings:vote", args=[vote.pk]),
    }


def with_moments(meetings: Sequence[Meeting]) -> list[tuple[Meeting, str]]:
    """Return meetings, each with when it begins."""
    return [(each, moment_in_words(each.begins)) for each in meetings]


def answer_proposed(line: ForwardingLine) -> dict[str, object]:
    """Return the answer that follows from what the body's meeting decided."""
    own = line.forwarding.taken_up
    if own is None or own.is_standing:
        return {}
    if not own.is_carried:
        return {"answer": Answer.REJECTED}
    return {"answer": Answer.IN_PART if own.revision > 1 else Answer.ADOPTED}


def forwarding_of(line: ForwardingLine) -> dict[str, object]:
    """Return the history of a motion that came from below: who sent it, with which figures it was carried, what became of it."""
    forwarding = line.forwarding
    votes = forwarding.motion.votes.decided().standing().select_related("meeting__unit").in_order()
    history = [
        (_("Sent"), sent_in_words(forwarding)),
        *((_("Voted on"), _voted_in_words(each)) for each in votes),
    ]
    if forwarding.taken_up is not None:
        history.append((_("Here"), forwarding.taken_up.state_in_words))
    return {"history": history}


@dataclass(frozen=True)
class Held:
    """What a page of a meeting shows of motions, votes and questions, and whether its reader runs the meeting."""

    motions: Sequence[tuple[Motion, str, str, str]]
    votes: Sequence[tuple[Vote, str, str]]
    going_on: Vote | None
    questions: Sequence[Question]
    may_run: bool


def held_of(meeting: Meeting, items: Sequence[AgendaItem], *, may_run: bool) -> Held | None:
    """Return what a page of a meeting with these items shows of motions and votes; None where there is nothing."""
    if meeting.opened is None:
        return None
    found = motions_held(meeting, items)
    if not may_run and not found.votes and not found.questions:
        return None
    motions = [
        (each, *state_of(each), _amendments_in_words(found.amendments.get(each.pk, 0)))
        for each in found.motions
    ]
    return Held(motions, votes_in_words(found.decided), found.going_on, found.questions, may_run)


def _amendments_in_words(standing: int) -> str:
    if not standing:
        return ""
    words = ngettext(
        "%(count)d amendment to vote on first", "%(count)d amendments to vote on first", standing
    )
    return words % {"count": standing}


def _may_take_back(page: MotionPage) -> bool:
    """Return whether its reader seconds a motion and may say that they do so no more."""
    if page.own is None or page.own.is_mover:
        return False
    return page.own.written_down_at is not None or page.motion.can(MotionDeed.SECOND)


def _facts(page: MotionPage) -> list[tuple[str, Any]]:
    motion = page.motion
    facts = [(_("Submitted"), date_format(motion.unit.local(motion.submitted_at)))]
    if page.movers:
        facts.append((_("Moved by"), page.movers))
    if page.seconders:
        facts.append((_("Seconded by"), page.seconders))
    if motion.matter != Matter.ANY:
        facts.append((_("About"), str(MATTERS[Matter(motion.matter)])))
    if page.came_by is not None:
        facts.append((_("Came from below"), sent_in_words(page.came_by)))
    return facts


def _voted_in_words(vote: Vote) -> str:
    return _("%(day)s: %(count)s; %(rule)s") % {
        "day": date_format(vote.meeting.begins),
        "count": vote.count_in_words,
        "rule": vote.rule_in_words,
    }


def _answer(line: ForwardingLine) -> tuple[str, str]:
    if line.forwarding.is_for_information:
        return "closed", _("told")
    if line.forwarding.is_waiting:
        return waiting_state(line)
    return ("refused" if line.forwarding.answer == Answer.REJECTED else "done"), line.answer_in_words
