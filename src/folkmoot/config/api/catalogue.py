"""Every noun of the API: where it is, what it answers, and what it can be asked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.config.api import (
    compliance,
    consultations,
    known,
    listing,
    nouns,
    nouns_of_consultations,
    nouns_of_minutes,
    nouns_of_plans,
    nouns_of_reports,
    nouns_of_study,
    plans,
    single,
    study,
)

KEYSET = ("after", "limit")


@dataclass(frozen=True)
class Noun:
    """One address that is read: `scope` is what a token has to be made for."""

    path: str
    scope: str
    answer: Callable[..., nouns.Shown | listing.Rows]
    model: type[nouns.Shown]
    filters: tuple[str, ...] = ()
    is_private: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it answers pages of rows."""
        return "after" in self.filters

    @property
    def summary(self) -> str:
        """What it answers, in the words of its function."""
        return (self.answer.__doc__ or "").partition("\n")[0].removeprefix("Return ").rstrip(".")


PARAMETERS: dict[str, str | Promise] = {
    "after": _("Where the page before ended; follow its “next” rather than make one."),
    "limit": _("How many rows a page has: 1 to 500, 100 unless given."),
    "unit": _(
        "The id or code of a unit. Lists keep what is in it and below, decisions those of this body; "
        "reach is told of this unit, or else of the highest that you see."
    ),
    "on": _("A day: the decision is shown with the text it had then. Without it, today's."),
    "q": _("Words to search for, in names, titles, codes and numbers."),
}

NOUNS = (
    Noun("kinds", "units", listing.kinds, nouns.Kind, KEYSET),
    Noun("sectors", "units", listing.sectors, nouns.Sector, KEYSET),
    Noun("units", "units", listing.units, nouns.Unit, (*KEYSET, "unit", "q")),
    Noun("units/<uuid:unit_id>", "units", single.unit, nouns.Unit),
    Noun("units/<uuid:unit_id>/clauses", "decisions", listing.clauses, nouns.Clause, KEYSET),
    Noun("units/<uuid:unit_id>/compliance", "compliance", compliance.compliance, nouns.Compliance),
    Noun(
        "units/<uuid:unit_id>/compliance/late", "compliance", compliance.late, nouns.LateUnit, (*KEYSET, "q")
    ),
    Noun("units/<uuid:unit_id>/visits", "visits", listing.visits, nouns.Visit, KEYSET),
    Noun("people", "people", listing.people, nouns.Person, (*KEYSET, "unit", "q")),
    Noun("people/<uuid:person_id>", "people", single.person, nouns.Person),
    Noun("offices", "offices", listing.offices, nouns.Office, KEYSET),
    Noun("terms", "offices", listing.terms, nouns.Term, (*KEYSET, "unit")),
    Noun("decisions", "decisions", listing.decisions, nouns.Decision, (*KEYSET, "unit", "q")),
    Noun("decisions/<uuid:decision_id>", "decisions", single.decision, nouns.DecisionText, ("on",)),
    Noun("decisions/<uuid:decision_id>/versions", "decisions", single.versions, nouns.TextVersion, KEYSET),
    Noun("decisions/<uuid:decision_id>/reach", "reach", single.reach, nouns.Reach, ("unit",)),
    Noun(
        "decisions/<uuid:decision_id>/not-reached", "reach", single.not_reached, nouns.Unit, (*KEYSET, "unit")
    ),
    Noun("units/<uuid:unit_id>/known", "known", known.known, nouns_of_study.Known),
    Noun("consultations", "consultations", listing.consultations, nouns.Consultation, (*KEYSET, "unit")),
    Noun(
        "consultations/<uuid:consultation_id>/comments",
        "opinions",
        consultations.comments,
        nouns_of_consultations.Comment,
        KEYSET,
    ),
    Noun(
        "consultations/<uuid:consultation_id>/answers",
        "opinions",
        consultations.answers,
        nouns_of_consultations.Answer,
        KEYSET,
    ),
    Noun(
        "consultations/<uuid:consultation_id>/summaries",
        "opinions",
        consultations.summaries,
        nouns_of_consultations.Summary,
        KEYSET,
    ),
    Noun(
        "consultations/<uuid:consultation_id>/opinions",
        "opinions",
        consultations.opinions,
        nouns_of_consultations.OpinionFigure,
        KEYSET,
    ),
    Noun("inbox", "inbox", listing.inbox, nouns.Received, (*KEYSET, "q"), is_private=True),
    Noun("news", "news", listing.news, nouns.NewsItem, (*KEYSET, "unit", "q")),
    Noun("meetings", "meetings", listing.meetings, nouns.Meeting, (*KEYSET, "unit")),
    Noun("minutes", "minutes", listing.minutes, nouns_of_minutes.Minutes, (*KEYSET, "unit")),
    Noun("forms", "reports", listing.forms, nouns_of_reports.ReportForm, (*KEYSET, "unit")),
    Noun("reports", "reports", listing.reports, nouns_of_reports.Report, (*KEYSET, "unit")),
    Noun("requests", "reports", listing.requests, nouns_of_reports.Request, (*KEYSET, "unit")),
    Noun("programmes", "study", study.programmes, nouns_of_study.Programme, (*KEYSET, "unit")),
    Noun("lessons", "study", study.lessons, nouns_of_study.Lesson, (*KEYSET, "unit")),
    Noun("plans", "plans", plans.plans, nouns_of_plans.Plan, (*KEYSET, "unit")),
    Noun("targets", "plans", plans.targets, nouns_of_plans.Target, (*KEYSET, "unit")),
    Noun("share-outs", "plans", plans.share_outs, nouns_of_plans.ShareOut, (*KEYSET, "unit")),
    Noun("share-outs/<uuid:share_out_id>/shares", "plans", plans.shares, nouns_of_plans.Share, KEYSET),
    Noun("imports", "imports", listing.imports, nouns.Import, (*KEYSET, "unit")),
)

SCOPES: dict[str, str | Promise] = {
    "units": _("Units, their kinds and sectors"),
    "people": _("Members that you may see"),
    "offices": _("Offices and who holds them"),
    "decisions": _("Decisions that you may read"),
    "reach": _("How far decisions have come"),
    "known": _("How well texts are known"),
    "visits": _("Visits of officers from above to units"),
    "compliance": _("What units keep to of the bylaws"),
    "consultations": _("Drafts on which you are asked, or your bodies ask"),
    "opinions": _(
        "What was said of drafts that you answer, and what was answered and added up of those you read"
    ),
    "inbox": _("What is addressed to you, and what you acknowledged"),
    "news": _("News for you"),
    "meetings": _("Meetings of units whose meetings you see"),
    "minutes": _("Adopted minutes that you may read"),
    "reports": _("Forms, and reports of units whose reports you read"),
    "study": _("Programmes and lessons that you are offered or write; nothing of what you or others know"),
    "plans": _("Plans that you see, their targets, and how those are shared out"),
    "imports": _("Imports where you may import"),
}
