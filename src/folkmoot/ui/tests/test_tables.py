import pytest
from django.template import Context, Template
from django.test import RequestFactory

from folkmoot.ui.tables import Cell, Column, Table, sorted_by

COLUMNS = [Column("Name", "name"), Column("Members", "members", is_number=True)]


def _sort(column, sort, query=""):
    found = sorted_by(column, Table("Cells", COLUMNS, [], sort=sort), RequestFactory().get(f"/cells/{query}"))
    return found.direction, found.url


@pytest.mark.parametrize(
    ("sort", "direction", "url"),
    [
        ("", "", "?sort=name"),
        ("name", "ascending", "?sort=-name"),
        ("-name", "descending", "?sort=name"),
        ("members", "", "?sort=name"),
    ],
)
def test_a_header_sorts_by_its_column_and_then_the_other_way(sort, direction, url):
    assert _sort(COLUMNS[0], sort) == (direction, url)


def test_sorting_keeps_the_search_and_leaves_the_page():
    assert _sort(COLUMNS[0], "", "?q=hill&after=9&before=3") == ("", "?q=hill&sort=name")


def test_a_row_of_the_wrong_length_is_an_error():
    with pytest.raises(ValueError, match="argument"):
        list(Table("Cells", COLUMNS, [["Hill"]]).lines)


def test_what_people_wrote_is_escaped_in_every_cell():
    rows = [[Cell("<b>Hill</b>", url="/?a=1&b=2"), Cell("<i>", state="late")]]
    html = Template("{% load ui %}{% table table %}").render(Context({"table": Table("<u>", COLUMNS, rows)}))
    assert [tag for tag in ("<b>", "<i>", "<u>") if tag in html] == []
    assert html.count('<a href="/?a=1&amp;b=2">&lt;b&gt;Hill&lt;/b&gt;</a>') == 1


def test_an_empty_table_says_what_is_missing():
    table = Table("Cells", COLUMNS, [], empty="No cell has this name.")
    html = Template("{% load ui %}{% table table %}").render(Context({"table": table}))
    assert html.count("No cell has this name.") == 1
