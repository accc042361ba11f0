"""Taking bylaws, and what stands in them, for the act that changes them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.bylaws.models import Provision
from folkmoot.decisions.actions.claiming import claim_decision, must_not_be_repealed
from folkmoot.documents.queries.versions import labels_of_version, newest_version
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class Decision(Protocol):
    """What is asked of a decision here; its table is another feature's."""

    @property
    def pk(self) -> UUID:
        """Its id."""
        ...

    @property
    def in_force_from_on(self) -> date | None:
        """The first day on which it binds."""
        ...


class Version(Protocol):
    """What is asked of a wording here; its table is another feature's."""

    @property
    def pk(self) -> UUID:
        """Its id."""
        ...

    @property
    def holds_from(self) -> datetime | None:
        """From when on it holds, None for the first."""
        ...


@dataclass(frozen=True)
class Bylaws:
    """An adopted decision whose articles are given clauses, its body, and the wording that clauses are entered on."""

    decision: Decision
    body: Unit
    version: Version
    today: date

    @property
    def since(self) -> date:
        """The first day on which what is entered now holds: never a day that is past."""
        begins = [self.today, self.decision.in_force_from_on]
        if self.version.holds_from is not None:
            begins.append(self.body.local(self.version.holds_from).date())
        return max(day for day in begins if day is not None)

    def place_of(self, article: str) -> int:
        """Return where an article stands in the text.

        :raises Refused: if it has no such article.
        """
        labels = labels_of_version(self.version.pk)
        if article not in labels:
            raise Refused(
                _("The text has no article %(article)s. Choose one of its numbers.") % {"article": article},
                field="article",
            )
        return labels.index(article)


def claim_bylaws(decision_id: UUID, *, by: Person | None, at: datetime) -> Bylaws:
    """Lock a decision and its body, so that nobody enters two clauses at once that contradict each other.

    :raises Refused: if there is none, `by` may not do this for the body, or it is a draft, repealed or over.
    """
    decision = claim_decision(decision_id)
    body = Unit.objects.select_for_update(of=("self",)).get(pk=decision.body_id)
    require(by, "bylaws.enter_clause", on=body, at=at)
    if decision.adopted_on is None:
        raise Refused(_("This is still a draft. Adopt it first; then its articles can be given clauses."))
    must_not_be_repealed(decision, at=at)
    if decision.in_force_to is not None and decision.in_force_to <= at:
        raise Refused(_("Decision %(number)s is no longer in force.") % {"number": decision.number})
    return Bylaws(decision, body, newest_version(decision.document_id), body.local(at).date())


def claim_provision(provision_id: UUID) -> Provision:
    """Lock what stands at an article for this transaction and return it with its body.

    :raises Refused: if there is none.
    """
    rows = Provision.objects.select_for_update(of=("self",)).select_related("body")
    provision = rows.filter(pk=provision_id).first()
    if provision is None:
        raise Refused(_("There is no such clause. Choose it from the page again."), field="provision_id")
    return provision
