from fractions import Fraction

import pytest
from django.utils import translation

from folkmoot.ui.icicle import Icicle, Node
from folkmoot.ui.picture import DESK, LETTER, PADDING, PHONE, draw
from folkmoot.ui.pseudo import speak

NODES = [
    Node(0, 1000, Fraction(1, 2), "Union", "/union/", "1000 members"),
    Node(1, 600, Fraction(2, 3), "North <&>", "/north/"),
    Node(1, 397, None, "South", "/south/"),
    *(Node(1, 1, Fraction(1), f"Islet {number}") for number in range(3)),
]


@pytest.fixture(autouse=True)
def _quiet_again():
    with translation.override(translation.get_language()):
        yield


def _drawn(nodes=NODES):
    return draw(Icicle("Reach", "Reached", nodes))


def test_each_cell_says_what_it_is_and_how_far_it_was_reached():
    titles = ["Union, 50%, 1000 members", "North <&>, 67%", "South, too few to show", "and 3 more"]
    assert [cell.title for cell in _drawn().drawn] == titles


def test_darkness_is_reach_and_silence_is_hatched():
    assert [cell.tone for cell in _drawn().drawn] == ["step-3", "step-4", "withheld", "merged"]
    assert _drawn().cells.count('fill="url(#hatch)"') == 1


def test_what_people_wrote_is_escaped_in_a_cell():
    cells = _drawn().cells
    assert (cells.count("North &lt;&amp;&gt;"), cells.count("<&>")) == (2, 0)


def test_a_cell_leads_to_its_unit_and_a_merged_one_nowhere():
    assert [part.split('"')[0] for part in _drawn().cells.split('<a href="')[1:]] == [
        "/union/",
        "/north/",
        "/south/",
    ]


@pytest.mark.parametrize(
    ("language", "places"), [("en-xa", ["0.000%", "60.000%"]), ("ar-xb", ["40.000%", "0.300%"])]
)
def test_the_picture_begins_where_reading_begins(language, places):
    speak(language)
    assert [cell.x for cell in _drawn().drawn[1:3]] == places


@pytest.mark.parametrize(
    ("weight", "fits"),
    [
        (500, "p-lie d-lie"),
        (120, "p-stand d-lie"),
        (100, "p-stand d-stand"),
        (30, "p-none d-stand"),
        (10, "p-none d-none"),
    ],
)
def test_a_label_lies_where_there_is_room_stands_where_there_is_less_and_goes(weight, fits):
    top, cell = _drawn([Node(0, 1000, None, "Union"), Node(1, weight, None, "Lighthouse")]).drawn
    assert (top.fits, cell.fits) == ("p-lie d-lie", fits)


def test_the_table_has_every_unit_also_the_merged():
    table = _drawn().table
    assert [line.count("<td") for line in table.lines] == [2] * len(NODES)


def test_the_table_has_a_column_of_notes_only_where_something_is_noted():
    plain = [Node(0, 80, None, "Union"), Node(1, 80, None, "Cell")]
    noted = [plain[0], Node(1, 80, None, "Cell", note="alone")]
    assert [len(_drawn(nodes).table.columns) for nodes in (plain, noted)] == [2, 3]


@pytest.mark.parametrize("weight", [20, 60, 120, 300, 600, 999])
def test_a_name_is_drawn_whole_or_not_at_all(weight):
    label = "Amalgamated Lighthouse Keepers"
    _top, cell = _drawn([Node(0, 1000, None, "Union"), Node(1, weight, None, label)]).drawn
    phone, desk = (width * weight / 1000 for width in (PHONE, DESK))
    needed = len(label) * LETTER + PADDING
    assert ("p-lie" in cell.fits, "d-lie" in cell.fits) == (phone >= needed, desk >= needed)
    # Standing, it would be longer than the row is high.
    assert "stand" not in cell.fits


def test_below_a_picture_without_room_for_every_name_a_phone_has_them_all_in_order():
    names = ["Hills and Valleys", "Lakeland", "The Long Northern Coast"]
    shares = [Fraction(1), None, Fraction(1, 2)]
    nodes = [
        Node(0, 30, None, "Union"),
        *(Node(1, 10, share, name) for name, share in zip(names, shares, strict=True)),
    ]
    assert [drawn.label for drawn in _drawn(nodes).unnamed] == names
    assert (
        _drawn([Node(0, 20, None, "Union"), Node(1, 10, None, "East"), Node(1, 10, None, "West")]).unnamed
        == []
    )
