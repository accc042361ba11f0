"""How pages put study material and what somebody has learnt, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.decisions.queries.binding import binding
from folkmoot.decisions.queries.inbox import titled
from folkmoot.people.models import Person
from folkmoot.study.models import Answer, Programme
from folkmoot.study.queries.learning import CardAnswered
from folkmoot.study.queries.material import CardLine
from folkmoot.study.queries.own import Own
from folkmoot.study.rules.cards import KINDS, Kind
from folkmoot.study.rules.programmes import LEVELS, Level
from folkmoot.study.rules.recall import Grade
from folkmoot.units.models import Unit

DECISIONS_OFFERED = 100
_WENT = {Grade.FORGOT: "refused", Grade.PARTLY: "open", Grade.KNEW: "done"}


@dataclass(frozen=True)
class Line:
    """A programme, a card or an answer as a line of a list."""

    of: object
    title: str
    meta: str
    state: str = ""
    word: str = ""


def programme_lines(programmes: Iterable[Programme]) -> list[Line]:
    """Return programmes as the list of a unit shows them."""
    return [Line(each, each.title, _cards(vars(each)["number"]), *state_of(each)) for each in programmes]


def state_of(programme: Programme) -> tuple[str, str]:
    """Return the state of a programme, and its word."""
    if programme.ended_at is not None:
        return "closed", _("ended")
    return ("draft", _("not published yet")) if programme.published_at is None else ("done", _("published"))


def facts_of(programme: Programme) -> list[tuple[str, object]]:
    """Return what a programme is for."""
    return [
        (_("For everybody in"), programme.unit.name),
        (_("For what it is learnt"), LEVELS[Level(programme.level)]),
    ]


def card_lines(cards: Iterable[CardLine]) -> list[Line]:
    """Return cards as the page of their programme shows them."""
    return [Line(each, each.wording.question, _source(each), *_state(each)) for each in cards]


def decisions_offered(unit: Unit, person: Person, at: datetime) -> list[tuple[UUID, str]]:
    """Return the decisions in force for a unit from which a card can be, the latest conveyed first; one question."""
    rows = titled(binding(unit, at=at), person.languages, at=at)[:DECISIONS_OFFERED]
    return [(each.pk, f"{each.body.name} {each.number}: {vars(each)['title']}") for each in rows]


def own_screen(own: Own) -> dict[str, object]:
    """Return what the page of whoever learns shows in words."""
    return {"answers": answer_lines(own.answers), "facts": own_facts(own)}


def own_facts(own: Own) -> list[tuple[str, object]]:
    """Return how much somebody learns and has in mind, as reckoned."""
    return [(_("Cards you learn"), own.learning), (_("You would recall now, about"), round(own.recalled))]


def answer_lines(answers: Sequence[Answer]) -> list[Line]:
    """Return answers as somebody's own history shows them."""
    return [
        Line(
            each,
            each.card.current.question if each.card.current else "",
            date_format(each.answered_at, "DATETIME_FORMAT"),
            *went(Grade(each.grade)),
        )
        for each in answers
    ]


def went(grade: Grade) -> tuple[str, str]:
    """Return how an answer went, as a state and its word."""
    words = {Grade.FORGOT: _("not yet"), Grade.PARTLY: _("partly"), Grade.KNEW: _("right")}
    return _WENT[grade], words[grade]


def comes_back(answered: CardAnswered) -> str:
    """Return in words when a card comes back."""
    return _("It comes back on %(day)s.") % {"day": date_format(answered.due_at)}


def forgetting() -> dict[str, object]:
    """Return what the page shows that asks before all is deleted."""
    question = _("Delete all that is kept of your learning?")
    said = _("Every card is new to you again. This cannot be taken back.")
    return asking(question, said, reverse("study:forgetting"), reverse("study:own"))


def removing(line: CardLine) -> dict[str, object]:
    """Return what the page shows that asks before a card is taken out."""
    question = line.wording.question
    said = _("%(question)s Nobody is asked it any more.") % {"question": question}
    back = reverse("study:programme", args=[line.card.programme_id])
    return asking(_("Take the card out?"), said, reverse("study:removal", args=[line.card.pk]), back)


def ending(programme: Programme) -> dict[str, object]:
    """Return what the page shows that asks before a programme ends."""
    question = _("End “%(title)s”?") % {"title": programme.title}
    said = _("Nobody is asked its cards any more. It cannot be begun again.")
    return asking(question, said, reverse("study:end", args=[programme.pk]), _back(programme))


def giving_up(programme: Programme) -> dict[str, object]:
    """Return what the page shows that asks before a programme is given up that was never published."""
    question = _("Give “%(title)s” up?") % {"title": programme.title}
    action = reverse("study:dropping", args=[programme.pk])
    return asking(question, _("Its cards are gone then."), action, _back(programme))


def _back(programme: Programme) -> str:
    return reverse("study:programme", args=[programme.pk])


def asking(question: str, consequence: str, action_url: str, back_url: str) -> dict[str, object]:
    """Return what a page shows that asks before something is done that cannot be taken back."""
    asked = {"question": question, "consequence": consequence, "action_url": action_url, "back_url": back_url}
    return {**asked, "yes": _("Yes, do it"), "kind": "danger"}


def _cards(number: int) -> str:
    return ngettext("%(count)d card", "%(count)d cards", number) % {"count": number}


def _source(line: CardLine) -> str:
    wording = line.wording
    if line.card.decision is None:
        return str(KINDS[Kind(wording.kind)])
    return _("%(kind)s, from point %(point)s of %(number)s") % {
        "kind": KINDS[Kind(wording.kind)],
        "point": wording.point,
        "number": line.card.decision.number,
    }


def state_of_written(*, is_draft: bool, is_new: bool, is_amended: bool) -> tuple[str, str] | None:
    """Return the state of a card or a lesson that waits for somebody, and its word; None if it waits for nobody."""
    if is_draft:
        return "draft", _("waits to be published") if is_new else _("new words wait")
    return ("late", _("its point was amended")) if is_amended else None


def _state(line: CardLine) -> tuple[str, str]:
    words = state_of_written(
        is_draft=line.draft is not None, is_new=line.asked is None, is_amended=line.is_amended
    )
    return words or ("done", _("asked"))
