from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel

from folkmoot.kernel.acts import ACTS, act
from folkmoot.kernel.input_ids import must_be_found


class Colour(StrEnum):
    RED = "red"


class Text(BaseModel):
    language: str
    written_on: date | None


class Naming(BaseModel):
    unit_id: UUID


class Wrapping(BaseModel):
    inner: list[Naming] | None


class Pairing(BaseModel):
    units: tuple[UUID, UUID]


@dataclass(frozen=True)
class Relation:
    decision_id: UUID


@pytest.mark.parametrize(
    "annotation",
    [
        UUID,
        UUID | None,
        list[UUID],
        list[UUID] | None,
        list[list[UUID]],
        str,
        int,
        Colour,
        list[Text],
        dict[str, int],
        Naming,
        list[Naming],
        Wrapping | None,
    ],
)
def test_ids_stand_by_themselves_in_lists_or_in_models_of_these(annotation: Any) -> None:
    must_be_found(annotation)


@pytest.mark.parametrize(
    "annotation",
    [
        Relation,
        Pairing,
        tuple[UUID, ...],
        frozenset[UUID],
        dict[str, UUID],
        Mapping[UUID, str],
    ],
)
def test_an_id_within_anything_else_is_refused_with_a_sentence(annotation: Any) -> None:
    with pytest.raises(TypeError, match="take it as an input of its own, or in a list"):
        must_be_found(annotation)


def test_an_act_with_a_hidden_id_is_not_registered_unless_it_asks_by_itself() -> None:
    def relate(*, relations: dict[str, UUID], by: Any, at: datetime) -> UUID:
        return relations["amends"]

    with pytest.raises(TypeError, match="would not be hidden"):
        act("kernel.relate")(relate)
    assert "kernel.relate" not in ACTS
    act("kernel.relate", bulk=True)(relate)
    del ACTS["kernel.relate"]
