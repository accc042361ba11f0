"""What is written on top of earlier decisions: which may be amended, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists

from folkmoot.access.policy import units_where
from folkmoot.decisions.models import Audience, Decision, Relation
from folkmoot.decisions.queries.addressees import Addressees, addressees_of
from folkmoot.decisions.queries.inbox import titled
from folkmoot.documents.queries import Writing, writing_of
from folkmoot.documents.queries.reading import fixed_version
from folkmoot.documents.queries.versions import changes_between
from folkmoot.documents.rules.marked_points import MarkedPoint
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet


@dataclass(frozen=True)
class AmendedText:
    """The text that a draft amends: the decision, its newest wording, and the wording the draft was written on."""

    target: Decision
    newest_id: UUID
    number: int
    newest: Writing
    base_id: UUID
    base_number: int
    wording: Writing | None

    @property
    def is_outdated(self) -> bool:
        """Whether another amendment was adopted since this one was written."""
        return self.base_number != self.number

    def changed_meanwhile(self, language: str) -> Sequence[MarkedPoint]:
        """Return what the others have changed since, marked."""
        return changes_between(self.base_id, self.newest_id, language)


@dataclass(frozen=True)
class Amendable:
    """A decision to which somebody may write an amendment, and the bodies for which, its own or the nearest first."""

    target: Decision
    bodies: Sequence[Unit]


def amending_bodies(person: Person, decision: Decision, *, at: datetime) -> UnitQuerySet:
    """Return the open bodies for which `person` may write an amendment to `decision`: its own, or those above it."""
    units = units_where(person, "decisions.draft_decision", at=at)
    return units.above(decision.body).open().select_related("kind").order_by("-path")


def may_amend(person: Person, decision: Decision, *, at: datetime) -> bool:
    """Return whether `person` may write an amendment to an adopted decision that is none itself and still stands."""
    return is_amendable(decision, at=at) and amending_bodies(person, decision, at=at).exists()


def is_amendable(decision: Decision, *, at: datetime) -> bool:
    """Return whether an adopted decision still stands, without an end that was decided by another."""
    return decision.repealed_at is None and (decision.in_force_to is None or decision.in_force_to > at)


def amendable(person: Person, decision_id: UUID, *, at: datetime) -> Amendable | None:
    """Return the adopted decision to which `person` may write an amendment, None if there is none with this id."""
    amendments = Relation.objects.amending().filter(decision=decision_id)
    texts = Decision.objects.adopted().filter(~Exists(amendments), pk=decision_id)
    found = titled(texts, person.languages, at=at).first()
    if found is None or not is_amendable(found, at=at):
        return None
    bodies = list(amending_bodies(person, found, at=at))
    # What was conveyed to nobody is read by nobody but those who write for the body itself.
    may_be_read = found.conveyed_at is not None or found.body in bodies
    return Amendable(found, bodies) if bodies and may_be_read else None


def text_to_amend(target: Decision) -> AmendedText:
    """Return the text of a decision for an amendment that is still to be begun."""
    writing = writing_of(target.document_id)
    newest = fixed_version(writing)
    return AmendedText(target, newest.pk, newest.number, writing, newest.pk, newest.number, None)


def text_amended_by(draft: Decision) -> AmendedText | None:
    """Return the text that a draft amends, None if it amends none."""
    amends = draft.relations.amending().select_related("target__body", "base").first()
    if amends is None or amends.wording_id is None or amends.base is None:
        return None
    writing, base = writing_of(amends.target.document_id), amends.base
    newest = fixed_version(writing)
    return AmendedText(
        amends.target,
        newest.pk,
        newest.number,
        writing,
        base.pk,
        base.number,
        writing_of(amends.wording_id),
    )


def document_put_forward(draft: Decision) -> UUID:
    """Return the document with what a draft proposes: the text as it would be amended, or else its own words."""
    amends = draft.relations.amending().first()
    return draft.document_id if amends is None or amends.wording_id is None else amends.wording_id


def text_put_forward(draft: Decision) -> Writing:
    """Return what a draft proposes, as its writers see it."""
    return writing_of(document_put_forward(draft))


def wording_of_draft(decision_id: UUID) -> Writing | None:
    """Return what a draft proposes, None if it was adopted or there is none with this id."""
    draft = Decision.objects.drafts().filter(pk=decision_id).first()
    return text_put_forward(draft) if draft is not None else None


def audience_proposed(decision: Decision) -> Addressees | None:
    """Return whom an amendment is proposed to be for: those who have the text it changes, if it was conveyed to somebody."""
    audience = Audience.objects.filter(
        decision__relations_to_it__decision=decision, decision__relations_to_it__kind="amends"
    )
    found = audience.select_related("unit__kind").first()
    return addressees_of(found) if found is not None and found.unit.closed_at is None else None
