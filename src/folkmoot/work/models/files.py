"""Files that hang on work. Who brought one is shown to them alone: it goes with them."""

from django.db import models

from folkmoot.documents.hanging import HangingFile
from folkmoot.people.models import Person
from folkmoot.work.models.assignments import Assignment


class WorkFile(HangingFile):
    """A file that hangs on some work."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="files", db_index=False)
    # Of files that hung there before this was kept, nobody.
    brought_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assignment", "sha256"], name="work_has_a_content_once"),
            models.UniqueConstraint(fields=["assignment", "name"], name="work_has_a_name_of_a_file_once"),
        )
        indexes = (
            models.Index(
                fields=["brought_by"],
                condition=models.Q(brought_by__isnull=False),
                name="files_somebody_brought",
            ),
        )
