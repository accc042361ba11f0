"""What a form is called, how often it is filled, and how soon it is due."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.reports.rules.definition import NAME_LONGEST
from folkmoot.reports.rules.periods import DUE_MOST, EVERY

# A month, if whoever makes the form says nothing else.
ANSWER_DAYS = 30


def tidy_names(names: Mapping[str, str], *, languages: Collection[str]) -> dict[str, str]:
    """Return the names of a form, by language; `languages` are those there are.

    :raises Refused: if there is none, a language is unknown, or a name is empty or too long.
    """
    if not names:
        raise Refused(_("Give the form a name in one language at least."), field="names")
    tidy = {language: name.strip() for language, name in names.items()}
    for language, name in tidy.items():
        if language not in languages:
            raise Refused(
                _("There is no language “%(language)s” to choose. Choose one from the list.")
                % {"language": language},
                field="names",
            )
        if not name:
            raise Refused(_("Give the form a name in each of its languages."), field="names")
        if len(name) > NAME_LONGEST:
            raise Refused(
                _("This name is too long. Shorten it to %(most)d characters.") % {"most": NAME_LONGEST},
                field="names",
            )
    return tidy


def tidy_every(every: str) -> str:
    """Return how often a form is filled.

    :raises Refused: if it is no such pace.
    """
    if every not in EVERY:
        raise Refused(
            _("A form is filled every month, every quarter or every year. Choose one of them."), field="every"
        )
    return every


def must_be_answered_soon(days: int) -> None:
    """Let what is asked for in a report be answered on the day after it was sent, or up to half a year later.

    :raises Refused: if it is not.
    """
    if not 1 <= days <= DUE_MOST:
        raise Refused(
            _("What reports ask for is answered within 1 to %(most)d days. Enter how many.")
            % {"most": DUE_MOST},
            field="answer_days",
        )


def must_be_due_soon(days: int) -> None:
    """Let a report be due on the day after its period, or up to half a year later.

    :raises Refused: if it is not.
    """
    if not 1 <= days <= DUE_MOST:
        raise Refused(
            _("A report is due from 1 to %(most)d days after its period. Enter how many.")
            % {"most": DUE_MOST},
            field="due_days",
        )
