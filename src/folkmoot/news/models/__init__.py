"""The tables of news, by the name other modules know them."""

from folkmoot.news.models.items import Item, ItemQuerySet
from folkmoot.news.models.letters import Letter, LetterQuerySet, LetterState
from folkmoot.news.models.public import PublicEdition, PublicPaper, PublicPaperQuerySet

__all__ = [
    "Item",
    "ItemQuerySet",
    "Letter",
    "LetterQuerySet",
    "LetterState",
    "PublicEdition",
    "PublicPaper",
    "PublicPaperQuerySet",
]
