"""Clauses in words, as a page shows them beside their article and as they are quoted wherever they are applied."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.bylaws.rules import clauses as types
from folkmoot.bylaws.rules.amounts import Amount, Measure
from folkmoot.bylaws.rules.applying import quorum_of
from folkmoot.bylaws.rules.clauses import Clause, Provision, Quorum
from folkmoot.bylaws.rules.kinds import BASES, COUNTED, MATTERS, MEETINGS, METHODS, SPANS, Base, Kind

_SHARES: Mapping[Fraction, str | Promise] = {
    Fraction(1, 4): gettext_lazy("a quarter"),
    Fraction(1, 3): gettext_lazy("a third"),
    Fraction(1, 2): gettext_lazy("half"),
    Fraction(2, 3): gettext_lazy("two thirds"),
    Fraction(3, 4): gettext_lazy("three quarters"),
}


def in_words(clause: Clause) -> str:
    """Return what a clause says, in one sentence or two."""
    return _WORDS[clause.kind](clause)


def quorum_quoted(provision: Provision, members: int, *, is_second: bool = False) -> str:
    """Return the quorum of a meeting with the article it stands in: "Quorum 9 of 17: article 14.2"."""
    clause = provision.clause
    asked = quorum_of(clause, members, is_second=is_second) if isinstance(clause, Quorum) else 0
    return _("Quorum %(asked)d of %(members)d: article %(article)s") % {
        "asked": asked,
        "members": members,
        "article": provision.article,
    }


def notice_quoted(provision: Provision) -> str:
    """Return the notice of a meeting with the article it stands in: "Notice 7 full days: article 14.3"."""
    clause = provision.clause
    days = clause.days if isinstance(clause, types.Notice) else 0
    return _("Notice %(days)s: article %(article)s") % {
        "days": _clear_days(days),
        "article": provision.article,
    }


def majority_asked(provision: Provision) -> str:
    """Return the majority on a matter with the article it stands in, before anybody has voted."""
    said = {"rule": in_words(provision.clause).rstrip("."), "article": provision.article}
    return _("%(rule)s: article %(article)s") % said


def checking_quoted(provision: Provision) -> str:
    """Return that minutes are checked, with the article it stands in: "Checked by a second person: article 4.1"."""
    return _("Checked by a second person: article %(article)s") % {"article": provision.article}


def amount_in_words(amount: Amount) -> str:
    """Return an amount of members, such as "more than 1/3 of the members, at least 5"."""
    value = _measured(amount)
    found = (_("more than %(amount)s") if amount.more_than else _("at least %(amount)s")) % {"amount": value}
    if amount.at_least is not None:
        found = _("%(amount)s, and never fewer than %(number)d") % {
            "amount": found,
            "number": amount.at_least,
        }
    if amount.at_most is not None:
        found = _("%(amount)s; %(number)d are always enough") % {"amount": found, "number": amount.at_most}
    return found


def share_in_words(share: Fraction) -> str:
    """Return a share as people say it: half, two thirds, 66 %."""
    if share in _SHARES:
        return str(_SHARES[share])
    percent = share * 100
    if percent.denominator == 1:
        return _("%(number)d %%") % {"number": percent.numerator}
    return str(share)


def _measured(amount: Amount) -> str:
    value = {"value": amount.value}
    if amount.measure is Measure.SHARE:
        return _("%(share)s of the members") % {"share": share_in_words(amount.value)}
    if amount.measure is Measure.NUMBER:
        return _("%(value)s members") % value
    return _("%(value)s × the square root of the number of members") % value


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


def _times(count: int) -> str:
    return ngettext("once", "%(count)d times", count) % {"count": count}


def _frequency(clause: types.MeetingFrequency) -> str:
    said = {"meeting": MEETINGS[clause.meeting], "times": _times(clause.times), "span": SPANS[clause.every]}
    return _("A %(meeting)s is held at least %(times)s every %(span)s.") % said


def _notice(clause: types.Notice) -> str:
    said = {"meeting": MEETINGS[clause.meeting], "days": _clear_days(clause.days)}
    return _("Notice, %(meeting)s: at least %(days)s between the call and the meeting.") % said


def _clear_days(count: int) -> str:
    return ngettext("%(count)d full day", "%(count)d full days", count) % {"count": count}


def _call(clause: types.ExtraordinaryCall) -> str:
    said = {"members": amount_in_words(clause.members)}
    if clause.within_days is None:
        return _("A meeting has to be called if %(members)s demand it.") % said
    said["days"] = _days(clause.within_days)
    return _("If %(members)s demand a meeting, it is held within %(days)s.") % said


def _quorum(clause: types.Quorum) -> str:
    said = {"what": _where_and_what(clause), "present": amount_in_words(clause.present)}
    said["counted"] = str(COUNTED[clause.counted])
    found = _("Quorum, %(what)s: %(present)s, %(counted)s.") % said
    return f"{found} {_second(clause.second)}" if clause.second else found


def _where_and_what(clause: types.Quorum) -> str:
    return _("%(meeting)s, %(matter)s") % {
        "meeting": MEETINGS[clause.meeting],
        "matter": MATTERS[clause.matter],
    }


def _second(second: types.SecondCall) -> str:
    said = {"days": _days(second.after_days)}
    if second.quorum is None:
        return _("If it fails, a second meeting at least %(days)s later is valid whoever comes.") % said
    said["quorum"] = amount_in_words(second.quorum)
    return _("If it fails, a second meeting at least %(days)s later needs %(quorum)s.") % said


def _majority(clause: types.Majority) -> str:
    said = {"matter": MATTERS[clause.matter], "share": share_in_words(clause.share), "of": BASES[clause.of]}
    found = (
        _("Majority, %(matter)s: more than %(share)s of %(of)s.")
        if clause.more_than
        else _("Majority, %(matter)s: at least %(share)s of %(of)s.")
    ) % said
    return f"{found} {_what_counts(clause)}" if clause.of is Base.VOTES else found


def _what_counts(clause: types.Majority) -> str:
    if clause.abstentions_count and clause.invalid_count:
        return _("Abstentions and invalid votes count among them.")
    if clause.abstentions_count:
        return _("Abstentions count among them, invalid votes do not.")
    if clause.invalid_count:
        return _("Invalid votes count among them, abstentions do not.")
    return _("Abstentions and invalid votes do not count.")


def _ballot(clause: types.BallotMethod) -> str:
    said = {"matter": MATTERS[clause.matter], "how": METHODS[clause.method]}
    return _("Votes, %(matter)s: %(how)s.") % said


def _term(clause: types.OfficeTerm) -> str:
    found = _("The office “%(office)s” is held for %(months)s.") % {
        "office": clause.office,
        "months": _months(clause.months),
    }
    if clause.most_terms is None:
        return found
    most = ngettext(
        "Nobody holds it more than %(count)d time without a break.",
        "Nobody holds it more than %(count)d times without a break.",
        clause.most_terms,
    ) % {"count": clause.most_terms}
    return f"{found} {most}"


def _reading(clause: types.ReadingDeadline) -> str:
    return _("A decision is read to members within %(days)s of its being conveyed.") % {
        "days": _days(clause.days)
    }


def _reporting(clause: types.ReportingDeadline) -> str:
    said = {"span": SPANS[clause.every], "days": _days(clause.days)}
    return _("A report on every %(span)s is made within %(days)s of its end.") % said


def _answering(clause: types.AnsweringDeadline) -> str:
    return _("What a unit asks for in a report is answered within %(days)s of its being sent.") % {
        "days": _days(clause.days)
    }


def _discussion(clause: types.Discussion) -> str:
    said = {"matter": MATTERS[clause.matter], "days": _days(clause.days)}
    return _varied(_("Time for discussion, %(matter)s: at least %(days)s.") % said, clause.vary_by)


def _voting(clause: types.VotingPeriod) -> str:
    said = {"matter": MATTERS[clause.matter], "days": _days(clause.days)}
    return _varied(_("Time for voting, %(matter)s: %(days)s.") % said, clause.vary_by)


def _varied(found: str, by: int) -> str:
    if not by:
        return found
    return _("%(rule)s It may be varied by up to %(days)s.") % {"rule": found, "days": _days(by)}


def _preparation(clause: types.Preparation) -> str:
    return _("A candidate is prepared for %(months)s before they are admitted.") % {
        "months": _months(clause.months)
    }


def _sponsors(clause: types.Sponsors) -> str:
    said = {"matter": MATTERS[clause.matter], "members": amount_in_words(clause.members)}
    return _("Sponsors, %(matter)s: %(members)s besides whoever brings it.") % said


def _congress(clause: types.CongressCycle) -> str:
    return ngettext(
        "Congress meets at most %(count)d year after the last one.",
        "Congress meets at most %(count)d years after the last one.",
        clause.years,
    ) % {"count": clause.years}


def _visits(clause: types.VisitFrequency) -> str:
    said = {"times": _times(clause.times), "span": SPANS[clause.every]}
    return _("The unit is visited by those above it at least %(times)s every %(span)s.") % said


def _minutes(clause: types.MinutesChecked) -> str:
    return _(
        "Minutes, %(meeting)s: somebody who was there and did not write them checks them before they are adopted."
    ) % {"meeting": MEETINGS[clause.meeting]}


_WORDS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.FREQUENCY: _frequency,
    Kind.NOTICE: _notice,
    Kind.CALL: _call,
    Kind.QUORUM: _quorum,
    Kind.MAJORITY: _majority,
    Kind.BALLOT: _ballot,
    Kind.TERM: _term,
    Kind.READING: _reading,
    Kind.REPORTING: _reporting,
    Kind.ANSWERING: _answering,
    Kind.DISCUSSION: _discussion,
    Kind.VOTING: _voting,
    Kind.PREPARATION: _preparation,
    Kind.SPONSORS: _sponsors,
    Kind.CONGRESS: _congress,
    Kind.VISITS: _visits,
    Kind.MINUTES: _minutes,
}
