"""What decisions are told of the public edition."""

from uuid import UUID

from django.urls import reverse

from folkmoot.news.queries.openly import is_edition_open, paper_of


def address_for_everybody(decision_id: UUID) -> str:
    """Return the address at which everybody reads a decision; empty if it is not published, or the edition is closed."""
    paper = paper_of(decision_id=decision_id)
    return reverse("public:paper", args=[paper.pk]) if paper and is_edition_open() else ""
