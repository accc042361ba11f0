"""What structure keeps besides the tree itself: the imports under way."""

from folkmoot.structure.models.import_job import ImportJob, ImportJobQuerySet, State

__all__ = ["ImportJob", "ImportJobQuerySet", "State"]
