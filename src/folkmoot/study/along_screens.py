"""How pages put what is taken along, on a phone or on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from folkmoot.study.forms import AnswerForm
from folkmoot.study.queries.along import CardAlong
from folkmoot.study.rules.cards import CHOSEN, Kind, shuffled

DAYS = (1, 3, 7)
A_WEEK = 7


@dataclass(frozen=True)
class CardShown:
    """A card with the form by which it is answered, and what is offered to choose from or to put in order."""

    of: CardAlong
    form: AnswerForm
    offered: Sequence[str]

    @property
    def explains(self) -> bool:
        """Whether one explains it to oneself, and looks then at what belongs to it."""
        return self.of.wording.kind == Kind.EXPLAIN

    @property
    def has_order(self) -> bool:
        """Whether what is right is right in this order."""
        return self.of.wording.kind == Kind.ORDER


def cards_shown(cards: Iterable[CardAlong]) -> list[CardShown]:
    """Return cards as they are answered from one page; each form has ids of its own."""
    return [
        CardShown(
            each,
            AnswerForm(
                each.wording,
                each.answers,
                initial={"answers": each.answers},
                auto_id=f"{each.card.pk}-%s",
            ),
            _offered(each),
        )
        for each in cards
    ]


def days_asked(given: str) -> int:
    """Return for how many days cards are taken along: as asked, or one."""
    return int(given) if given in {str(each) for each in DAYS} else DAYS[0]


def _offered(each: CardAlong) -> list[str]:
    asked = each.wording.asked
    is_offered = asked.kind in CHOSEN or asked.kind is Kind.ORDER
    return shuffled(asked, turn=f"{each.wording.pk} {each.answers}") if is_offered else []
