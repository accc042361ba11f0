"""Clauses whose text was amended since: an amendment has come into force, and they have yet to follow it."""

from datetime import datetime
from uuid import UUID

from folkmoot.bylaws.models import Provision, ProvisionQuerySet
from folkmoot.documents.queries.versions import has_later


def next_to_follow(at: datetime) -> UUID | None:
    """Return a decision whose clauses hang on a wording that holds no more, None if there is none."""
    return waiting(at).order_by("decision").values_list("decision", flat=True).first()


def waiting(at: datetime) -> ProvisionQuerySet:
    """Return what hangs on a wording after which another holds at the moment `at`; what is over stays where it was."""
    open_ones = Provision.objects.kept().filter(until=None)
    return open_ones.filter(has_later("version", at=at))
