"""What is held about a person as one who brought a file in."""

from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import Field, Holding, reading
from folkmoot.kernel.keeping import Keeping
from folkmoot.structure.models import ImportJob, Reorganisation

_REORGANISERS = ("structure.merge_units", "structure.split_unit")
_IMPORTERS = ("structure.import_units", "membership.import_members")

HOLDINGS = (
    Holding(
        "structure_importjob",
        _("Files I brought in"),
        _("to tell who brought which units and members"),
        (
            Field("by_id", _("Brought by"), _IMPORTERS, shown="by__name"),
            Field("file_name", _("File"), _IMPORTERS),
            Field("created_at", _("When")),
        ),
        reading(lambda person: ImportJob.objects.filter(by=person).order_by("created_at", "pk")),
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
)
KEEPINGS = (Keeping(_("for good"), frozenset({"structure_importjob", "structure_reorganisation"})),)
