"""The one way in which an act says no."""

from collections.abc import Sequence

from django.utils.functional import Promise


class Refused(Exception):
    """An act that may not happen; `sentence` tells a person what was wrong and what to do."""

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        """Keep the sentence and, where one input is to blame, that input's name."""
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        """Return the sentence in the language that is active now."""
        return str(self.sentence)


class SomeRefused(Refused):
    """A bulk act of which nothing happened, because some of what it was given may not; it can go on without those."""

    def __init__(self, sentences: Sequence[str]) -> None:
        """Keep for each of what was given, in order, the sentence that refuses it, or ""."""
        super().__init__(next(sentence for sentence in sentences if sentence))
        self.sentences = sentences
