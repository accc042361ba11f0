"""Small trees of all shapes, as hypothesis draws them."""

from hypothesis import strategies as st

from folkmoot.units.rules.paths import DEEPEST, child_path, depth_of


@st.composite
def small_trees(draw: st.DrawFn) -> tuple[list[str], list[bool], list[int]]:
    """Draw sorted paths, which of them are cells, and how many members each addresses; even units below a cell."""
    paths = ["0000"]
    for number in range(draw(st.integers(0, 24))):
        above = draw(st.sampled_from(paths))
        paths.append(child_path(above if depth_of(above) < DEEPEST else "0000", number))
    paths.sort()
    cells = [draw(st.sampled_from([False, False, True])) for _ in paths]
    leaves = [not any(other.startswith(path) and other != path for other in paths) for path in paths]
    cells = [cell or leaf for cell, leaf in zip(cells, leaves, strict=True)]
    return paths, cells, [draw(st.sampled_from([0, 0, 1, 3, 7, 12, 19, 20, 30])) for _ in paths]
