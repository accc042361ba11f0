"""What is written of good practice: what was done, what came of it, and what to mind. Never of a person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import fold, one_line, tidy_text
from folkmoot.work.rules.words import STEP_LONGEST, STEPS_MOST

TITLE_LONGEST = 120
WORDS_LONGEST = 1_000


@dataclass(frozen=True)
class PracticeWords:
    """What a unit says of what worked."""

    title: str
    done: str
    result: str
    mind: str

    @property
    def searched(self) -> str:
        """All of it, as it is searched."""
        return fold(f"{self.title} {self.done} {self.result} {self.mind}")


def practice_words(title: str, done: str, result: str, mind: str) -> PracticeWords:
    """Return in words what worked: a title of one line, what was done, what came of it, and what to mind, which may be empty.

    :raises Refused: if one of the others is empty, or one of them is too long.
    """
    line = one_line(
        tidy_text(title, longest=TITLE_LONGEST, field="title"), longest=TITLE_LONGEST, field="title"
    )
    tidied = [
        tidy_text(given, longest=WORDS_LONGEST, field=field) if given.strip() or field != "mind" else ""
        for field, given in (("done", done), ("result", result), ("mind", mind))
    ]
    return PracticeWords(line, *tidied)


def steps_in(done: str) -> list[str]:
    """Return the lines of what was done as steps of work; none where they are too many or too long to be steps."""
    lines = [line.strip(" -•\t") for line in done.splitlines()]
    found = [line for line in lines if line]
    fits = 1 < len(found) <= STEPS_MOST and max(map(len, found)) <= STEP_LONGEST
    return found if fits else []


def must_be_others(*, is_own: bool) -> None:
    """Let a unit copy what others marked.

    :raises Refused: if it marked that itself.
    """
    if is_own:
        raise Refused(_("Your unit marked this itself. Put up work, or draft a plan, as you always do."))
