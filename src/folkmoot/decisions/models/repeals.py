"""What is kept of a repeal: why the body took a decision back, for those it was for."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

# So long first pages tell it; a cell that meets once a month has it on its desk until then.
TOLD_FOR, READ_ALOUD_FOR = timedelta(days=14), timedelta(days=31)


class RepealQuerySet(models.QuerySet["Repeal"]):
    """Selections of repeals."""

    def since(self, moment: datetime, *, at: datetime) -> Self:
        """Keep those after `moment` that had come by the moment `at`."""
        return self.filter(repealed_at__gt=moment, repealed_at__lte=at)


class Repeal(models.Model):
    """That a body repealed a decision by itself, not by another one, and why, in words for everybody it was for."""

    # Made with the repeal, so there is at most one.
    decision = models.OneToOneField(
        "decisions.Decision", primary_key=True, on_delete=models.PROTECT, related_name="repeal"
    )
    reason = models.CharField(max_length=500, blank=True)
    # First pages ask for the latest.
    repealed_at = models.DateTimeField(db_index=True)

    objects = RepealQuerySet.as_manager()
