"""What a form can be made from."""

from folkmoot.units.models import Unit, UnitKind


def kinds_offered(unit: Unit) -> list[tuple[str, str]]:
    """Return the kinds of unit at and below `unit`, from the top down: code and plural."""
    below = UnitKind.objects.filter(rank__gte=unit.kind.rank).order_by("rank")
    return list(below.values_list("code", "plural"))


def kinds_in_words(codes: list[str]) -> list[str]:
    """Return what kinds of unit are called, several of each."""
    return list(UnitKind.objects.filter(code__in=codes).order_by("rank").values_list("plural", flat=True))
