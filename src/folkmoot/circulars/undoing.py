"""How it is taken back that a cell gets its decisions on paper."""

from typing import Any
from uuid import UUID

from folkmoot.access.undoing import Input, WayBack
from folkmoot.circulars.models import PaperCell


def _state(unit_id: UUID) -> object:
    return [str(since) for since in PaperCell.objects.filter(unit=unit_id).values_list("since", flat=True)]


def _as_before(given: Input) -> tuple[str, dict[str, Any]] | None:
    return "circulars.set_paper", {"unit_id": str(given["unit_id"]), "is_on_paper": not given["is_on_paper"]}


WAYS_BACK = {"circulars.set_paper": WayBack(_as_before, _state)}
