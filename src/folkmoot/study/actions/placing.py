"""Finding out for oneself where to begin with a programme, or saying so. Private acts; what was answered is not kept at all."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.study.models import Placement
from folkmoot.study.queries.placing import CardPlacing, placing_page
from folkmoot.study.rules.cards import grade_of
from folkmoot.study.rules.placing import level_found
from folkmoot.study.rules.programmes import Level, level_called
from folkmoot.study.rules.recall import Grade


class PlacingAnswer(BaseModel):
    """What somebody answered to one card; nothing, if they do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    card_id: UUID
    given: list[str] = []


@act("study.place_oneself", private=True)
def place_oneself(*, programme_id: UUID, answered: list[PlacingAnswer], by: Person, at: datetime) -> UUID:
    """Find out for oneself where to begin with a programme by answering a few of its cards; what is left open is not known.

    No answer is kept, and no card counts as learnt by it.

    :raises Refused: if the programme is not offered to oneself, or has nothing to ask.
    """
    page = placing_page(programme_id, by, at=at)
    if page is None or not page.asked:
        raise Refused(
            _("This programme asks nothing to begin with. Choose where you begin."), field="programme_id"
        )
    given = {each.card_id: each.given for each in answered}
    found = level_found([(each.level, _is_right(each, given.get(each.card.pk, []))) for each in page.asked])
    return _place(programme_id, found, by)


@act("study.choose_level", private=True)
def choose_level(*, programme_id: UUID, level: str, by: Person, at: datetime) -> UUID:
    """Say for oneself with which lessons of a programme one begins: `basic`, `working` or `teaching` ones.

    :raises Refused: if the programme is not offered to oneself, or there is no such level.
    """
    chosen = level_called(level)
    if placing_page(programme_id, by, at=at) is None:
        raise Refused(_("This programme is not offered any more. Choose another one."), field="programme_id")
    return _place(programme_id, chosen, by)


def _place(programme_id: UUID, level: Level, by: Person) -> UUID:
    Placement.objects.update_or_create(person=by, programme_id=programme_id, defaults={"level": level})
    return programme_id


def _is_right(each: CardPlacing, given: list[str]) -> bool:
    return any(text.strip() for text in given) and grade_of(each.wording.asked, given, "") is Grade.KNEW
