"""What is kept of somebody who leaves, why, and until when: from what each feature says of its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from folkmoot.access.holdings import Text, holdings, tables_held
from folkmoot.kernel.keeping import Keeping, keepings
from folkmoot.membership.queries.places import homes_of
from folkmoot.people.models import Account, Person, Term
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Kept:
    """What one table holds about somebody, what for, and until when."""

    title: Text
    why: Text
    until: list[str]
    is_held: bool


@dataclass(frozen=True)
class LeavingPage:
    """What ends with the membership of somebody who leaves."""

    homes: Sequence[Unit]
    terms: list[Term]
    has_account: bool

    @property
    def home(self) -> Unit | None:
        """The cell that answers for them, if they are a member now."""
        return next(iter(self.homes), None)


def everything_kept(person: Person) -> Iterator[Kept]:
    """Yield what can be held about people, table by table, with every time after which it is forgotten.

    Each says whether it holds anything about `person`.
    """
    held = tables_held(person)
    for holding in holdings():
        until = [_said(each) for each in keepings() if holding.table in each.tables]
        yield Kept(holding.title, holding.why, until, is_held=holding.table in held)


def _said(keeping: Keeping) -> str:
    return f"{keeping.part}: {keeping.until}" if keeping.part else str(keeping.until)


def leaving_page(person: Person, *, at: datetime) -> LeavingPage:
    """Return what would end if `person` left at the moment `at`; three queries."""
    terms: Any = Term.objects.current(at).filter(person=person).select_related("office", "unit")
    has_account = Account.objects.filter(person=person).exists()
    return LeavingPage(homes_of(person.pk), list(terms.order_by("started_at", "pk")), has_account)
