"""Answering for oneself what one took along, once there is a connection again. Private, as answering is."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.actions.recirculating import keep_round
from folkmoot.kernel.acts import act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import derived_id
from folkmoot.meetings.rules.running import moment_tapped
from folkmoot.people.models import Person
from folkmoot.study.actions.learning import remember
from folkmoot.study.along import Given, given_by
from folkmoot.study.models import Answer, Memory
from folkmoot.study.queries.learning import CardAsked, card_asked
from folkmoot.study.rules.cards import grade_of


@act("study.answer_along", private=True)
def answer_along(
    *,
    along: str,
    given: list[str] | None = None,
    said: str = "",
    when: datetime | None = None,
    by: Person,
    at: datetime,
) -> UUID:
    """Answer for oneself a card that one took along, at the moment `when` by the phone: since it was given, and not after now.

    `along` is what the card said of itself. The act's own id is that of the answer: sent again it changes nothing. `given` and
    `said` are as of `study.answer_card`.

    :raises Refused: if one did not take this card along, is not asked it any more, or it was written anew or answered since,
        or nothing was answered.
    """
    taken = given_by(along, person=by.pk)
    # One answer after the other, as in `answer_card`.
    Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
    answer_id = derived_id(by.pk, str(running().act_id))
    if Answer.objects.filter(pk=answer_id).exists():
        return taken.card
    asked = _as_taken(card_asked(taken.card, by, at=at), taken)
    grade = grade_of(asked.wording.asked, given or [], said)
    memory = Memory.objects.filter(person=by, card=taken.card).first()
    moment = moment_tapped(when, since=taken.at, at=at)
    new = Memory(person=by, card=asked.card, answers=0)
    remember(memory or new, asked.wording, grade, answer_id=answer_id, at=moment)
    if asked.card.decision_id is not None:
        keep_round(asked.card.decision_id, asked.wording.point, by=by, at=at)
    return taken.card


def _as_taken(asked: CardAsked | None, taken: Given) -> CardAsked:
    if asked is None:
        raise Refused(_("This card is not asked any more, so your answer is left out."), field="along")
    if asked.wording.pk != taken.wording:
        raise Refused(
            _("This card was written anew since you took it along. It comes back to you in its new words."),
            field="along",
        )
    if asked.answers != taken.answers:
        raise Refused(
            _("You have answered this card elsewhere since you took it along. That answer counts."),
            field="along",
        )
    return asked
