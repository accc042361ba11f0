"""The report with which most begin: seven figures, six of which nobody has to enter, and four questions."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.reports.rules.definition import (
    Check,
    CheckKind,
    Declared,
    Definition,
    Indicator,
    Kind,
    Matter,
    Names,
    Question,
)

Said = Callable[[], str]
MEMBERS, ADMITTED, MEETINGS, ATTENDANCE, DUTIES = "members", "admitted", "meetings", "attendance", "duties"
ASSIGNMENTS, REVIEWED = "assignments", "assignments_reviewed"


def standard_form(languages: list[str]) -> Definition:
    """Return the standard report in words of each language; it can be changed like any other."""
    return Definition(
        _indicators(languages),
        [
            _question("achieved", lambda: _("What went well?"), Matter.ACHIEVEMENTS, languages),
            _question("fell_short", lambda: _("What fell short?"), Matter.SHORTCOMINGS, languages),
            _question("causes", lambda: _("What were the causes?"), Matter.CAUSES, languages),
            _question(
                "requests", lambda: _("What do you ask of the level above?"), Matter.REQUESTS, languages
            ),
        ],
        [Check(code="members_steady", kind=CheckKind.CHANGE, left=MEMBERS, percent=50)],
    )


def _indicators(languages: list[str]) -> list[Indicator]:
    return [
        _computed(
            MEMBERS, lambda: _("Members"), lambda: _("Members on the last day of the period."), languages
        ),
        _computed(
            ADMITTED, lambda: _("Admitted"), lambda: _("Memberships that began in the period."), languages
        ),
        _computed(
            MEETINGS, lambda: _("Meetings held"), lambda: _("Meetings that were held and closed."), languages
        ),
        _computed(
            ATTENDANCE,
            lambda: _("Attendance"),
            lambda: _("Members who came, of those who could have come, over all meetings held."),
            languages,
            kind=Kind.SHARE,
        ),
        _computed(
            DUTIES,
            lambda: _("Duties done"),
            lambda: _("What the bylaws asked for in the period and was done, of all they asked."),
            languages,
            kind=Kind.SHARE,
        ),
        _computed(
            ASSIGNMENTS,
            lambda: _("Assignments done"),
            lambda: _("Work of the unit that was reported done in the period."),
            languages,
        ),
        Indicator(
            code="reached",
            names=_names(lambda: _("People reached outside"), languages),
            means=_names(lambda: _("Non-members who came to something the unit held."), languages),
            kind=Kind.INTEGER,
            declared=Declared.ORGANISATIONAL,
            is_required=False,
        ),
    ]


def _computed(
    code: str, name: Said, means: Said, languages: list[str], kind: Kind = Kind.INTEGER
) -> Indicator:
    return Indicator(
        code=code,
        names=_names(name, languages),
        means=_names(means, languages),
        kind=kind,
        declared=Declared.ORGANISATIONAL,
        source=code,
        # A meeting that was not held has no attendance.
        is_required=kind is not Kind.SHARE,
    )


def _question(code: str, name: Said, matter: Matter, languages: list[str]) -> Question:
    return Question(code=code, names=_names(name, languages), matter=matter)


def _names(name: Said, languages: list[str]) -> Names:
    found: Names = {}
    for language in languages:
        with override(language):
            found[language] = name()
    return found
