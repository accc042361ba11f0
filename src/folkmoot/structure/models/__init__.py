"""What structure keeps besides the tree itself: imports, merges, splits, twinnings and affiliated organisations."""

from folkmoot.structure.models.affiliation import AdmitsChoices, Affiliation, AffiliationQuerySet
from folkmoot.structure.models.import_job import ImportJob, ImportJobQuerySet, State
from folkmoot.structure.models.reorganisation import Reorganisation, ReorganisationQuerySet, Stage, Way
from folkmoot.structure.models.twinning import CodeMissed, Twinning, TwinningQuerySet

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
    "Way",
]
