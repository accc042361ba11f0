"""What an operator calls by another name than its id."""

from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.accounts.commands import person_by
from folkmoot.config.api.wording import DECISION_FIELDS, PERSON_FIELDS, UNIT_FIELDS
from folkmoot.decisions.queries.calling import decision_called
from folkmoot.kernel.errors import Refused
from folkmoot.units.models import Unit


def called(field: str, words: str) -> UUID:
    """Return the id that `words` stand for in the input `field`: of a decision, a person, or else a unit.

    :raises Refused: if there is none, or more than one.
    """
    if field in DECISION_FIELDS:
        return decision_called(words, field=field)
    if field in PERSON_FIELDS:
        return person_by(words).pk
    unit = Unit.objects.filter(code=words).first() if field in UNIT_FIELDS else None
    if unit is None:
        raise Refused(
            _("%(field)s: nothing is called “%(words)s”. Give the code of a unit, or the id itself.")
            % {"field": field, "words": words},
            field=field,
        )
    return unit.pk
