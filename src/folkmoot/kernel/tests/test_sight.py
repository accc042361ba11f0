from collections.abc import Collection
from uuid import UUID

import pytest
from pydantic import BaseModel

from folkmoot.kernel import sight
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.sight import MOST_IDS, Asking, as_seen, inputs_known, know

SEEN, UNSEEN = new_id(), new_id()


@pytest.fixture(autouse=True)
def nothing_known_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "_known_by_input", {})


def test_what_is_said_twice_of_who_knows_something_is_asked_once() -> None:
    asked: list[Collection[UUID]] = []

    def known(asking: Asking) -> Collection[UUID]:
        asked.append(asking.ids)
        return {SEEN}

    for _ in range(2):
        know(["unit_id", "other_id"], known)
    seen = as_seen({"unit_id": SEEN, "other_id": UNSEEN, "name": "Quay"}, by=None, at=now())
    assert asked == [{SEEN, UNSEEN}]
    assert (seen.inputs["unit_id"], seen.inputs["name"], list(seen.hidden)) == (SEEN, "Quay", [UNSEEN])
    assert inputs_known() == {"unit_id", "other_id"}


def test_something_is_known_if_one_of_those_who_are_asked_says_so() -> None:
    know(["unit_id"], lambda _asking: set())
    know(["unit_id"], lambda asking: asking.ids)
    assert as_seen({"unit_id": SEEN}, by=None, at=now()).inputs == {"unit_id": SEEN}


def test_nobody_has_thousands_of_things_looked_up_at_once() -> None:
    asked: list[Collection[UUID]] = []

    def known(asking: Asking) -> Collection[UUID]:
        asked.append(asking.ids)
        return asking.ids

    know(["present"], known)
    many = [new_id() for _ in range(MOST_IDS)]
    assert as_seen({"present": many}, by=None, at=now()).inputs == {"present": many}
    with pytest.raises(Refused, match="This names more than 5000 at once"):
        as_seen({"present": [*many, new_id()]}, by=None, at=now())
    assert len(asked) == 1


def test_in_a_list_an_id_that_is_not_known_gives_place_to_one_of_nothing() -> None:
    know(["unit_ids"], lambda _asking: {SEEN})
    seen = as_seen({"unit_ids": [SEEN, UNSEEN, SEEN]}, by=None, at=now())
    assert seen.inputs["unit_ids"] == [SEEN, seen.hidden[UNSEEN], SEEN]
    assert (seen.hidden[UNSEEN] in {SEEN, UNSEEN}, list(seen.hidden)) == (False, [UNSEEN])


class Line(BaseModel):
    unit_id: UUID | None
    text: str = ""


class Sheet(BaseModel):
    lines: list[Line]


def test_in_a_model_an_id_is_what_an_input_of_its_name_would_be() -> None:
    know(["unit_id"], lambda _asking: {SEEN})
    lines = [Line(unit_id=SEEN, text="Quay"), Line(unit_id=UNSEEN), Line(unit_id=None)]
    for given in (Sheet(lines=lines), [Sheet(lines=lines)], lines):
        seen = as_seen({"given": given}, by=None, at=now())
        shown = str(seen.hidden[UNSEEN])
        assert str(seen.inputs["given"]) == str(given).replace(str(UNSEEN), shown)
