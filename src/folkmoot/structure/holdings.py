"""What is held about a person as one who brought a file in, merged or split units, or visited one."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, about, reading
from folkmoot.kernel.keeping import Aged, Keeping
from folkmoot.people.models import Person
from folkmoot.structure.models import ImportJob, Reorganisation, Visit

# What is asked of units goes back to the beginning of the last year, and a year's visits may be counted then.
VISITS_KEPT = timedelta(days=3 * 365)

_REORGANISERS = ("structure.merge_units", "structure.split_unit")
_IMPORTERS = ("structure.import_units", "membership.import_members")
_VISITS_SEEN = ("structure.see_visits",)


def visits_over(at: datetime) -> "QuerySet[Visit]":
    """Return the visits that were three years ago."""
    return Visit.objects.filter(on__lte=(at - VISITS_KEPT).date())


def _brought(person: Person) -> "QuerySet[ImportJob]":
    return ImportJob.objects.filter(Q(by=person) | Q(brought_by=person) | Q(chosen_by=person))


HOLDINGS = (
    Holding(
        "structure_importjob",
        _("Files I brought in"),
        _("to tell who brought which units and members"),
        (
            Field("by_id", _("Started by"), _IMPORTERS, shown="by__name"),
            Field("brought_by_id", _("Brought by"), shown="brought_by__name"),
            Field("chosen_by_id", _("Columns chosen by"), shown="chosen_by__name"),
            Field("file_name", _("File"), _IMPORTERS),
            Field("created_at", _("When")),
        ),
        reading(lambda person: _brought(person).order_by("created_at", "pk")),
        where=_("in the unit below which it was brought in"),
    ),
    Holding(
        "structure_reorganisation",
        _("Merges and splits of units that I began"),
        _("to tell who merged or split which units"),
        (
            Field("by_id", _("Begun by"), _REORGANISERS, shown="by__name"),
            Field("created_at", _("When")),
        ),
        reading(lambda person: Reorganisation.objects.filter(by=person).order_by("created_at", "pk")),
        where=_("in the unit above the one that was merged or split"),
    ),
    Holding(
        "structure_visit",
        _("Units that I visited as an officer from above"),
        _("to tell how often officers come to see a unit, as bylaws may ask"),
        (
            Field("unit_id", _("Unit"), _VISITS_SEEN, shown="unit__name"),
            Field("term_id", _("By which office"), _VISITS_SEEN, shown="term__office__name"),
            Field("on", _("Day"), _VISITS_SEEN),
            Field("purpose", _("What for"), _VISITS_SEEN),
            Field("entered_at", _("Entered"), _VISITS_SEEN),
            Field("objected_at", _("The unit said that it did not take place"), _VISITS_SEEN),
        ),
        about(Visit.objects.all(), "term__person", by=("on", "pk")),
        {"id": ONLY_REFERS},
        where=_("in the unit that was visited"),
    ),
)
KEEPINGS = (
    Keeping(_("for good"), frozenset({"structure_importjob", "structure_reorganisation"})),
    Keeping(_("three years after the visit"), frozenset({"structure_visit"}), Aged(visits_over)),
    Keeping(
        _("three years after the visit, or until the person is erased"),
        frozenset({"structure_visit"}),
        Aged(visits_over),
        ended_by=("rights.erase_person",),
        part=_("what it was for"),
    ),
)


def erase(person_id: UUID, limit: int) -> int:
    """Forget what up to `limit` visits of somebody who was erased were for, and return of how many.

    That somebody came is what the unit was asked for: it stays, under an office that names nobody.
    """
    theirs = Visit.objects.filter(term__person=person_id).exclude(purpose="").order_by("pk")
    ids = list(theirs.values_list("pk", flat=True)[:limit])
    return Visit.objects.filter(pk__in=ids).update(purpose="")
