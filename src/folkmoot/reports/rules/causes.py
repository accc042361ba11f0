"""What a report says of why a figure is as it is."""

from collections.abc import Mapping

from folkmoot.reports.rules.definition import Definition, Matter

_OF_CAUSES = (Matter.SHORTCOMINGS, Matter.CAUSES)


def stated_causes(
    definition: Definition, *, texts: Mapping[str, str], reasons: Mapping[str, str], code: str
) -> list[str]:
    """Return the causes that a report gives, those beside the figure `code` first, then what it says of all it did."""
    own = [code, *(each.code for each in definition.checks if code in {each.left, each.right})]
    beside = [reasons[each] for each in own if reasons.get(each)]
    asked = [each.code for each in definition.questions if each.matter in _OF_CAUSES]
    return beside + [texts[each] for each in asked if texts.get(each)]
