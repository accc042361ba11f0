import pytest

from folkmoot.access.grants import Grant
from folkmoot.rights.rules.sights import Held, sights_of_list, sights_of_page

GRANT = Grant(below=frozenset({"registrar"}), here=frozenset({"chair"}))
UNION, NORTH, HARBOUR, SOUTH = "0001", "00010001", "000100010001", "00010002"
REGISTRAR = Held("registrar", NORTH, is_cell=False)
CHAIR = Held("chair", HARBOUR, is_cell=True)
ABOVE = Held("chair", NORTH, is_cell=False)
EDITOR = Held("editor", HARBOUR, is_cell=True)


@pytest.mark.parametrize(
    ("held", "top", "seen"),
    [
        (REGISTRAR, "", [NORTH]),
        (REGISTRAR, UNION, [NORTH]),
        (REGISTRAR, NORTH, [NORTH]),
        (REGISTRAR, HARBOUR, [HARBOUR]),
        (REGISTRAR, SOUTH, []),
        (CHAIR, "", [HARBOUR]),
        (CHAIR, NORTH, [HARBOUR]),
        (CHAIR, SOUTH, []),
        (ABOVE, "", []),
        (ABOVE, HARBOUR, []),
        (EDITOR, "", []),
    ],
)
def test_a_list_is_noted_where_its_members_were_in_sight_and_nowhere_else(held, top, seen) -> None:
    assert [sight.path for sight in sights_of_list([held], GRANT, top=top)] == seen


@pytest.mark.parametrize(
    ("held", "place", "is_seen"),
    [
        (REGISTRAR, HARBOUR, True),
        (REGISTRAR, NORTH, True),
        (REGISTRAR, UNION, False),
        (CHAIR, HARBOUR, True),
        (CHAIR, NORTH, False),
        (ABOVE, HARBOUR, False),
        (EDITOR, HARBOUR, False),
    ],
)
def test_a_page_is_noted_by_the_offices_that_show_it(held, place, is_seen) -> None:
    sights = list(sights_of_page([held], GRANT, place=place))
    assert [sight.path for sight in sights] == [place] * is_seen
