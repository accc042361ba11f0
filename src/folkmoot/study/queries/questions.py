"""What a member is asked when a decision comes back to them: a card on the point in focus, if one stands on it."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, Q
from django.urls import reverse

from folkmoot.decisions.interfaces import Question
from folkmoot.decisions.queries.audiences import Standings
from folkmoot.documents.queries.versions import has_later
from folkmoot.people.models import Person
from folkmoot.study.models import Card, Pace, Wording
from folkmoot.study.queries.amended import amended
from folkmoot.study.queries.learning import lines_of
from folkmoot.study.queries.material import source_of

# Of each point there are a few cards; more are not looked through.
_LOOKED_THROUGH = 50


def questions_on(
    points: Mapping[UUID, str], person: Person, standings: Standings, at: datetime
) -> Mapping[UUID, Question]:
    """Return what `person` is asked of these points of decisions: of several cards on one, that which they answered least lately.

    Whoever wants to be offered nothing to learn is asked nothing; a card whose point was amended rests.
    """
    on_points = reduce(or_, (Q(decision=pk, current__point=point) for pk, point in points.items()))
    said_no = Pace.objects.filter(person=person, minutes=0)
    own = FilteredRelation("memories", condition=Q(memories__person=person))
    cards = Card.objects.asked().for_lines(lines_of(standings)).filter(on_points, ~Exists(said_no))
    told = cards.annotate(known=own, has_later=has_later("current__version", at=at))
    longest_ago = F("known__answered_at").asc(nulls_first=True)
    rows = told.select_related("decision", "current", "programme").order_by(longest_ago, "pk")
    asked = [(each, each.current) for each in rows[:_LOOKED_THROUGH] if each.current]
    changed = amended({source_of(*each) for each in asked if vars(each[0])["has_later"]}, at=at)
    standing = [each for each in asked if source_of(*each) not in changed]
    # Of those on one decision, the first stays.
    found = {card.decision_id: _question(card, wording) for card, wording in reversed(standing)}
    return {pk: question for pk, question in found.items() if pk is not None}


def _question(card: Card, wording: Wording) -> Question:
    return Question(wording.question, card.programme.language, reverse("study:card", args=[card.pk]))
