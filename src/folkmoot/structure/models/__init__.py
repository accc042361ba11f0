"""What structure keeps besides the tree itself: imports, merges, splits, twinnings, affiliated organisations and visits."""

from folkmoot.structure.models.affiliation import AdmitsChoices, Affiliation, AffiliationQuerySet
from folkmoot.structure.models.import_job import ImportJob, ImportJobQuerySet, State
from folkmoot.structure.models.reorganisation import Reorganisation, ReorganisationQuerySet, Stage, Way
from folkmoot.structure.models.twinning import CodeMissed, Twinning, TwinningQuerySet
from folkmoot.structure.models.visit import Visit, VisitQuerySet

__all__ = [
    "AdmitsChoices",
    "Affiliation",
    "AffiliationQuerySet",
    "CodeMissed",
    "ImportJob",
    "ImportJobQuerySet",
    "Reorganisation",
    "ReorganisationQuerySet",
    "Stage",
    "State",
    "Twinning",
    "TwinningQuerySet",
    "Visit",
    "VisitQuerySet",
    "Way",
]
