"""What structure keeps besides the tree itself: imports, merges and splits."""

from folkmoot.structure.models.import_job import ImportJob, ImportJobQuerySet, State
from folkmoot.structure.models.reorganisation import Reorganisation, ReorganisationQuerySet, Stage, Way

__all__ = [
    "ImportJob",
    "ImportJobQuerySet",
    "Reorganisation",
    "ReorganisationQuerySet",
    "Stage",
    "State",
    "Way",
]
