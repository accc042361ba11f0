"""What both databases are asked of an index of words, said of one text."""

from collections.abc import Iterable, Sequence

from folkmoot.documents.rules.words import Wanted


def has_all(words: Iterable[str], wanted: Sequence[Wanted]) -> bool:
    """Return whether every wanted word is among `words`."""
    known = set(words)
    return all(
        any(word.startswith(each.word) for word in known) if each.is_beginning else each.word in known
        for each in wanted
    )
