"""Votes in words: the majority with its article, the quorum, the count, and what came of it."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.kinds import BASES, Base

SHARES: Mapping[Fraction, Promise] = {
    Fraction(1, 2): gettext_lazy("half"),
    Fraction(1, 3): gettext_lazy("a third"),
    Fraction(2, 3): gettext_lazy("two thirds"),
    Fraction(1, 4): gettext_lazy("a quarter"),
    Fraction(3, 4): gettext_lazy("three quarters"),
    Fraction(1): gettext_lazy("all"),
}


def majority_in_words(share: Fraction, base: Base, article: str, *, more_than: bool) -> str:
    """Return what carries a vote, such as "two thirds of those present, article 18.1", or what is usual without an article."""
    said = {"share": SHARES.get(share, share), "of": BASES[base]}
    found = (_("more than %(share)s of %(of)s") if more_than else _("%(share)s of %(of)s")) % said
    if not article:
        return _("%(majority)s, as no article says otherwise") % {"majority": found}
    return _("%(majority)s, article %(article)s") % {"majority": found, "article": article}


def needed_in_words(majority: str, needed: int, of: int) -> str:
    """Return the majority with the votes it asks: "two thirds of those present, article 18.1: 8 of 11 needed"."""
    return _("%(majority)s: %(needed)d of %(of)d needed") % {"majority": majority, "needed": needed, "of": of}


def quorum_in_words(needed: int, members: int, article: str, reached: int | None) -> str:
    """Return the quorum of a vote with its article: "quorum 9 of 17, article 14.2: 11"."""
    said = {"needed": needed, "members": members, "article": article, "reached": reached}
    if reached is None:
        return _("quorum %(needed)d of %(members)d, article %(article)s") % said
    return _("quorum %(needed)d of %(members)d, article %(article)s: %(reached)d") % said


def count_in_words(in_favour: int, against: int, abstained: int, invalid: int) -> str:
    """Return a count: "9 for, 2 against, 1 abstained"; invalid votes where there are any."""
    parts = [
        _("%(count)d for") % {"count": in_favour},
        _("%(count)d against") % {"count": against},
        _("%(count)d abstained") % {"count": abstained},
    ]
    if invalid:
        parts.append(_("%(count)d invalid") % {"count": invalid})
    return ", ".join(parts)
