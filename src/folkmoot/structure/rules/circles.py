"""Affiliated organisations: units that are, with all below them, a circle of members of their own.

**A person has one home in the organisation itself, and one in each affiliated organisation that admits them. No unit, and no
member with it, crosses the border of a circle.** Units are moved, merged, split and imported within one; a member comes into
one by being admitted to it, and out of it by an end. An affiliated organisation itself may be moved, with all that is in it, but
not into another one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.structure.rules.placing import Place
from folkmoot.units.rules import paths

CONDITION_LONGEST = 120


class Admits(StrEnum):
    """Whom an affiliated organisation admits."""

    MEMBERS = "members"
    ANYBODY = "anybody"
    OTHERS = "others"


@dataclass(frozen=True)
class Circle:
    """An affiliated organisation, and whom it admits; `condition` is what else is asked of them, in words, or ""."""

    id: UUID
    code: str
    name: str
    path: str
    admits: Admits
    condition: str = ""


@dataclass(frozen=True)
class Circles:
    """The affiliated organisations in a part of the tree."""

    found: tuple[Circle, ...] = ()

    def around(self, path: str) -> Circle | None:
        """Return the one to which a unit with this path belongs; None if that is the organisation itself."""
        return next((each for each in self.found if paths.is_within(path, each.path)), None)

    def below(self, path: str) -> Circle | None:
        """Return one that is, or lies below, the unit with this path."""
        return next((each for each in self.found if paths.is_within(each.path, path)), None)


def rule_called(code: str) -> Admits:
    """Return the rule on whom an affiliated organisation admits that is called so.

    :raises Refused: if there is none.
    """
    try:
        return Admits(code)
    except ValueError:
        raise Refused(
            _("There is no rule “%(code)s” on who may belong. There are: %(known)s.")
            % {"code": code, "known": ", ".join(Admits)},
            field="admits",
        ) from None


def checked_condition(words: str) -> str:
    """Return the condition of an affiliated organisation on one line, "" if there is none.

    :raises Refused: if it is longer than 120 letters.
    """
    line = " ".join(words.split())
    if len(line) > CONDITION_LONGEST:
        raise Refused(
            _("The condition has more than %(most)d letters. Say it shorter, such as: aged 14 to 30.")
            % {"most": CONDITION_LONGEST},
            field="condition",
        )
    return line


def meets_rule(admits: Admits, *, is_member: bool) -> bool:
    """Return whether somebody may belong, who is a member of the organisation itself or is not."""
    return admits is Admits.ANYBODY or is_member is (admits is Admits.MEMBERS)


def must_meet_rule(circle: Circle | None, *, is_member: bool, is_confirmed: bool) -> None:
    """Let somebody be admitted to a circle only if its rule is met, and whoever admits confirms its condition.

    :raises Refused: if they may not belong, or its condition was not confirmed; never in the organisation itself.
    """
    if circle is None:
        return
    if not meets_rule(circle.admits, is_member=is_member):
        raise Refused(_why_not(circle) % {"circle": circle.name})
    must_be_confirmed(circle, is_confirmed=is_confirmed)


def must_be_confirmed(circle: Circle | None, *, is_confirmed: bool) -> None:
    """Let somebody be admitted or offered membership only if it is confirmed that they meet the condition of the circle.

    :raises Refused: if its condition was not confirmed; never in the organisation itself.
    """
    if circle is not None and circle.condition and not is_confirmed:
        raise Refused(
            _("Whoever belongs to %(circle)s has to be: %(condition)s. Confirm that they are.")
            % {"circle": circle.name, "condition": circle.condition},
            field="meets_condition",
        )


def must_stay_in_its_circle(unit: Place, parent: Place, circles: Circles) -> None:
    """Let a unit hang below `parent` only if all that is in it stays in its circle.

    :raises Refused: if it, or what is below it, would come into an affiliated organisation or out of one.
    """
    there, inside = circles.around(parent.path), circles.below(unit.path)
    if inside is not None and there is not None:
        raise Refused(
            _(
                "%(inside)s is an affiliated organisation, and so is %(there)s. One is not part of another: choose a unit"
                " outside of both."
            )
            % {"inside": inside.name, "there": there.name},
            field="to_parent_id",
        )
    here = circles.around(unit.path)
    if not (here and here.path == unit.path) and here != there:
        raise _crosses(unit, here or there)


def must_be_of_one_circle(unit: Place, into: Place, circles: Circles) -> None:
    """Let a unit be merged into another one only if both are in one circle, and neither is an affiliated organisation.

    :raises Refused: if not.
    """
    for place in (unit, into):
        must_not_be_affiliated(place, circles)
    here, there = circles.around(unit.path), circles.around(into.path)
    if here != there:
        raise _crosses(unit, here or there)


def must_not_be_affiliated(unit: Place, circles: Circles) -> None:
    """Let a unit be merged or split only if it is not itself an affiliated organisation.

    :raises Refused: if it is.
    """
    here = circles.around(unit.path)
    if here and here.path == unit.path:
        raise Refused(
            _(
                "%(unit)s is an affiliated organisation, which is neither merged nor split: its members would come under"
                " another rule. Merge or split the units below it."
            )
            % {"unit": unit.name}
        )


def must_be_fit_to_affiliate(unit: Place, circles: Circles, *, has_members: bool, is_changing: bool) -> None:
    """Let a unit become an affiliated organisation only while nobody is at home in it, outside of and above no other one.

    :raises Refused: if somebody is, something in it is being merged or split, it is the whole organisation, or it is, is part
        of or contains an affiliated organisation.
    """
    other = circles.around(unit.path) or circles.below(unit.path)
    if unit.path == paths.ROOT:
        raise Refused(
            _("%(unit)s is the organisation itself. Found a unit below it, and choose that.")
            % {"unit": unit.name}
        )
    if other is not None and other.path == unit.path:
        raise Refused(
            _("%(unit)s is an affiliated organisation already. Take that back first, then say it anew.")
            % {"unit": unit.name}
        )
    if other is not None:
        raise Refused(
            _(
                "%(unit)s and %(other)s are parts of each other, and %(other)s is an affiliated organisation already."
                " Choose a unit outside of it."
            )
            % {"unit": unit.name, "other": other.name}
        )
    must_be_empty(unit, has_members=has_members, is_changing=is_changing)


def must_be_empty(unit: Place, *, has_members: bool, is_changing: bool) -> None:
    """Let it be said, or taken back, that a unit is an affiliated organisation only while nobody is at home in it.

    :raises Refused: if somebody is, or something in it is being merged or split.
    """
    if is_changing:
        raise Refused(
            _("Something in %(unit)s is being merged or split. Wait until that is done.")
            % {"unit": unit.name}
        )
    if has_members:
        raise Refused(
            _(
                "%(unit)s has members, who were admitted under another rule. Found a new unit for those who are to come"
                " under this one, or end these memberships first."
            )
            % {"unit": unit.name}
        )


def circles_of(circles: Iterable[Circle]) -> Circles:
    """Return these affiliated organisations in the order of their paths."""
    return Circles(tuple(sorted(circles, key=lambda each: each.path)))


def _why_not(circle: Circle) -> str:
    if circle.admits is Admits.MEMBERS:
        return _(
            "Only members of the organisation itself belong to %(circle)s. Admit them there first; then admit them here"
            " by their member number."
        )
    return _(
        "Nobody who is a member of the organisation itself belongs to %(circle)s. They stay where they are."
    )


def _crosses(unit: Place, circle: Circle | None) -> Refused:
    return Refused(
        _(
            "%(circle)s is an affiliated organisation with members of its own, and no unit comes into it or out of it."
            " Found a unit on the other side instead of %(unit)s, and admit there whoever is to belong to it."
        )
        % {"unit": unit.name, "circle": circle.name if circle else ""},
        field="to_parent_id",
    )
