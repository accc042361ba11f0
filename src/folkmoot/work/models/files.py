"""Files that hang on work: of the work, and from nobody in particular."""

from django.db import models

from folkmoot.documents.hanging import HangingFile
from folkmoot.work.models.assignments import Assignment


class WorkFile(HangingFile):
    """A file that hangs on some work."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="files", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assignment", "sha256"], name="work_has_a_content_once"),
            models.UniqueConstraint(fields=["assignment", "name"], name="work_has_a_name_of_a_file_once"),
        )
