"""What is addressed to a person: found by looking up from where they belong, never written down for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from folkmoot.decisions.models import Audience, Decision, Receipt
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.amendments import to_read, with_opened, without_read_elsewhere
from folkmoot.documents.queries import documents_titled, language_of, title_of
from folkmoot.people.models import Person

# The model declares what is added, so that readers of a row know its type.
Additions = dict[str, Any]


def inbox(person: Person, *, at: datetime) -> DecisionQuerySet:
    """Return what is addressed to `person` now and still stands: first what they have not acknowledged, then what they did last.

    Each has `title`, `title_language` and `acknowledged_at`, which is None until they did. Amendments are read with the
    text they changed, `amends_id`, and the latest stands for all.
    """
    standing = to_read(Decision.objects.addressed_to(person, at).standing(at), person, at=at)
    return _in_order(shown_to(standing, person, at=at))


def beginning_of_inbox(
    person: Person, audiences: QuerySet[Audience], *, at: datetime, most: int
) -> DecisionQuerySet:
    """Return the first `most` of the inbox of `person`, whom `audiences` reach: for a page that asks for them once.

    They are chosen by their ids, and texts are looked up for those chosen alone, however many are addressed to them.
    """
    standing = without_read_elsewhere(
        Decision.objects.for_audiences(audiences, at).standing(at), person, at=at
    )
    chosen = _in_order(acknowledged_by(person, standing)).values("pk")[:most]
    return _in_order(shown_to(with_opened(Decision.objects.filter(pk__in=chosen), at=at), person, at=at))


def _in_order(decisions: DecisionQuerySet) -> DecisionQuerySet:
    return decisions.order_by(F("acknowledged_at").desc(nulls_first=True), "-conveyed_at", "-pk")


def in_force(person: Person, *, at: datetime) -> DecisionQuerySet:
    """Return what is addressed to `person` and binds now, the latest conveyed first, with the same additions."""
    return shown_to(Decision.objects.addressed_to(person, at).in_force(at), person, at=at).newest_first()


def shown_to(decisions: DecisionQuerySet, person: Person, *, at: datetime) -> DecisionQuerySet:
    """Return `decisions` with the body, the title as `person` reads it at the moment `at`, and when they acknowledged.

    `marked_by` is who entered that they were present at a reading, where that is all there is; None where it is their own word.
    """
    marked = Receipt.objects.of(person).marked_only().filter(decision=OuterRef("pk"))
    additions: Additions = {"marked_by": Subquery(marked.values("attested_by__name")[:1])}
    return acknowledged_by(person, titled(decisions, person.languages, at=at)).annotate(**additions)


def acknowledged_by(person: Person, decisions: DecisionQuerySet) -> DecisionQuerySet:
    """Return `decisions` with `acknowledged_at`: when `person` acknowledged each, None if they have not."""
    receipts = Receipt.objects.of(person).filter(decision=OuterRef("pk"))
    additions: Additions = {"acknowledged_at": Subquery(receipts.values("acknowledged_at")[:1])}
    return decisions.annotate(**additions)


def titled(decisions: DecisionQuerySet, languages: Sequence[str], *, at: datetime) -> DecisionQuerySet:
    """Return `decisions` with their bodies and, in the first of `languages` they have, `title` and `title_language` at `at`."""
    additions: Additions = {
        "title": title_of("document", languages, at=at),
        "title_language": language_of("document", languages, at=at),
    }
    return decisions.select_related("body").annotate(**additions)


def found_by(decisions: DecisionQuerySet, words: str) -> DecisionQuerySet:
    """Keep the decisions in whose number `words` occur, or in whose title all of them do."""
    if not words.strip():
        return decisions
    by_number = decisions.filter(number__contains=words.strip())
    return decisions.filter(document__in=documents_titled(words)) | by_number
