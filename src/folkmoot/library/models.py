"""The library keeps one thing of its own: what people put on their reading lists."""

from typing import Self

from django.db import models

from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person


class ListedDocumentQuerySet(models.QuerySet["ListedDocument"]):
    """Selections of what is on reading lists."""

    def of(self, person: Person) -> Self:
        """Keep what is on the list of `person`."""
        return self.filter(person=person)

    def latest_first(self) -> Self:
        """Sort from what was put there last."""
        return self.order_by("-listed_at", "-pk")


class ListedDocument(models.Model):
    """A document on somebody's own reading list; nobody else sees it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    # Erased with the person: it is about nothing else.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Another feature's model, so by name.
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="+")
    listed_at = models.DateTimeField()

    objects = ListedDocumentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "document"], name="one_place_per_document_on_a_list"),
        )
