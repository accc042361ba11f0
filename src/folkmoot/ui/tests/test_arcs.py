import re

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.ui.arcs import ROW, Arc, Arcs, Line
from folkmoot.ui.tables import Table

places = st.integers(0, 39)
arcs = st.lists(st.builds(Arc, places, places, st.just("amends")).filter(lambda arc: arc.start != arc.end))


def picture(*drawn: Arc) -> Arcs:
    lines = [Line(str(number)) for number in range(40)]
    return Arcs("", lines, drawn, {}, Table("", [], []))


@given(arcs)
def test_every_arc_begins_and_ends_at_its_own_lines_and_stays_inside(drawn: list[Arc]) -> None:
    shown = picture(*drawn)
    curves = re.findall(
        r'class="arc [^"]*" d="M([\d.]+) ([\d.]+)C([\d.]+) \S+ \S+ \S+ \S+ ([\d.]+)"', shown.drawing
    )
    found = sorted((int(float(start) // ROW), int(float(end) // ROW)) for _x, start, _bend, end in curves)
    assert found == sorted((arc.start, arc.end) for arc in drawn)
    assert all(0 <= float(bend) <= float(x) <= shown.width + 0.01 for x, _start, bend, _end in curves)
