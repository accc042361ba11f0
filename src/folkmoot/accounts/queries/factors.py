"""What somebody can show beside their mail, and whether their office rests without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.rules.second_factor import GRACE, rests_from
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Account, Person, Term

# Recovery codes stand in for one of these, and alone are none.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


NOT_AWAKE = _(
    "Your office rests until signing in takes you two steps: set up an app or a passkey under “How I sign in”."
)


@dataclass(frozen=True)
class Factors:
    """What a person can show when they sign in, beside their mail: an app, passkeys, and recovery codes that are left."""

    app: Authenticator | None
    passkeys: Sequence[Authenticator]
    codes_left: int

    @property
    def is_any(self) -> bool:
        """Whether there is a second factor."""
        return self.app is not None or bool(self.passkeys)


@dataclass(frozen=True)
class Rest:
    """That the offices of somebody without a second factor rest: from when, and whether they do already."""

    starts_at: datetime
    has_begun: bool


def factors_of(person: Person) -> Factors:
    """Return what `person` has set up for signing in, the oldest passkey first."""
    kept = list(Authenticator.objects.filter(user__person=person).order_by("created_at", "pk"))
    of_kind = {kind: [each for each in kept if each.type == kind] for kind in Authenticator.Type}
    return Factors(
        next(iter(of_kind[Authenticator.Type.TOTP]), None),
        of_kind[Authenticator.Type.WEBAUTHN],
        sum(len(each.wrap().get_unused_codes()) for each in of_kind[Authenticator.Type.RECOVERY_CODES]),
    )


def holds_office_above_cells(person: Person, *, at: datetime) -> bool:
    """Return whether `person` holds an office in a unit that is no cell, whose authority reaches many people."""
    return _above_cells(person, at=at).exists()


def rest_of(person: Person, *, at: datetime) -> Rest | None:
    """Return from when on an office of `person` rests for want of a second factor, or None if none will."""
    first = next(iter(_starts_without_factor(person=person.pk, at=at, spared=is_spared())), None)
    return rest_since(first, at=at)


def rest_since(started_at: datetime | None, *, at: datetime) -> Rest | None:
    """Return how the office that began at `started_at` rests at the moment `at`, or None without one."""
    if started_at is None:
        return None
    return Rest(rests_from(started_at), has_begun=rests_from(started_at) <= at)


@prepared
def _starts_without_factor(*, person: UUID, at: datetime, spared: bool) -> QuerySet[Any, Any]:  # noqa: ARG001  -- of its shape
    return office_starts(person, at)


def office_starts(person: UUID, at: datetime) -> QuerySet[Any, Any]:
    """Return, as one row at most, when the first office of `person` began that rests for want of a second factor."""
    terms = _without_factor(_above_cells(Person(pk=person), at=at))
    return terms.order_by("started_at").values_list("started_at", flat=True)[:1]


def awake(terms: QuerySet[Term], at: datetime) -> QuerySet[Term]:
    """Keep those of `terms` that give their holder anything at the moment `at`.

    These are the offices of cells, new ones, and those of people who have a second factor, or no account.
    """
    return terms.filter(Q(unit__kind__is_cell=True) | Q(started_at__gt=at - GRACE) | ~_lacks_factor())


def is_spared() -> bool:
    """Return whether no office rests: in the demo alone, whose officers sign in by a link."""
    return bool(settings.DEMO)


def _above_cells(person: Person, *, at: datetime) -> QuerySet[Term]:
    terms: QuerySet[Term] = Term.objects.none() if is_spared() else Term.objects.current(at)
    return terms.filter(person=person, unit__kind__is_cell=False)


def _without_factor(terms: QuerySet[Term]) -> QuerySet[Term]:
    return terms.filter(_lacks_factor())


def _lacks_factor() -> Exists:
    # Who has no account cannot sign in, so there is nothing of theirs to protect.
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=_FACTORS)
    return Exists(Account.objects.filter(~Exists(factors), person=OuterRef("person")))
