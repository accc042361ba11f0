"""Finding what a person typed: a unit by code or name, a member by number and name."""

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import fold
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit, UnitQuerySet

_NAMED_ALIKE_SHOWN = 5


def unit_called(text: str, *, among: UnitQuerySet) -> Unit:
    """Return the open unit among `among` with this code, or else with this name.

    :raises Refused: if there is none, or several have the name; the sentence lists their codes.
    """
    words = " ".join(text.split())
    units = among.open().select_related("kind")
    by_code = units.filter(code=words).first()
    if by_code is not None:
        return by_code
    named = list(units.filter(search_name=fold(words)).in_order()[:_NAMED_ALIKE_SHOWN])
    if not named:
        raise Refused(
            _("No unit that you can choose here has the code or name “%(text)s”.") % {"text": words},
            field="unit",
        )
    if len(named) > 1:
        codes = ", ".join(unit.code for unit in named)
        raise Refused(
            _("Several units are called “%(text)s”. Give the code of one: %(codes)s.")
            % {"text": words, "codes": codes},
            field="unit",
        )
    return named[0]


def member_called(number: str, name: str) -> Person | None:
    """Return the member with this number, if this is their name too: all the words of it, in any order; None if there is none.

    Both are asked for, so that nobody can read the roll by counting through the numbers; and no word alone is enough, for
    of common names nobody would need more than a list.
    """
    members = Membership.objects.open().order_by().values("person")
    person = Person.objects.filter(member_number=number.strip(), pk__in=members).first()
    if person is None or sorted(fold(name).split()) != sorted(fold(person.name).split()):
        return None
    return person


def nobody_called() -> Refused:
    """Return the refusal of a number and a name: the same whichever is wrong, and for all that is wrong with somebody unseen."""
    return Refused(
        _(
            "Nobody can be chosen here by this number and this name. Ask them for both, as they stand in the roll, and look at"
            " the rest again; if all is right, ask the registrar of the whole organisation."
        ),
        field="member_number",
    )
