"""What becomes of a clause when an amendment changes the text in which its article stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from folkmoot.documents.rules.operations import Kind


class Done(Protocol):
    """What an amendment did to one article, by its numbers before and after."""

    @property
    def kind(self) -> Kind:
        """What was done."""
        ...

    @property
    def old(self) -> str | None:
        """Its number before."""
        ...

    @property
    def new(self) -> str | None:
        """Its number afterwards."""
        ...


@dataclass(frozen=True)
class Followed:
    """The number of the article now, None if it was struck, and whether its words are others."""

    article: str | None
    is_reworded: bool = False


def follow(article: str, operations: Iterable[Done]) -> Followed:
    """Return where an article stands after one amendment; of most of them nothing is said, and they stay as they are."""
    done = next((each for each in operations if each.old == article and each.kind is not Kind.INSERT), None)
    if done is None:
        return Followed(article)
    if done.kind is Kind.STRIKE:
        return Followed(None)
    return Followed(done.new or article, is_reworded=done.kind is Kind.REPLACE)
