import io
import zipfile

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from conftest import World
from folkmoot.kernel.tables.workbooks import MOST_ROWS
from folkmoot.membership.tests.paging import as_, refusals
from folkmoot.ui.exports import as_file, links_to_files

ADDRESSES = ("/members", "/units", "/decisions", "/publish")


def test_every_list_is_offered_in_both_forms_as_it_is_searched_now() -> None:
    links = links_to_files("membership:members_file", query="q=ada")
    assert [(link.label, link.url) for link in links] == [
        ("CSV", "/members.csv?q=ada"),
        ("Excel", "/members.xlsx?q=ada"),
    ]
    assert links_to_files("membership:members_file")[0].url == reverse(
        "membership:members_file", args=["csv"]
    )


def test_every_list_comes_as_a_workbook_of_its_own_name(world: World, client) -> None:
    max_ = as_(client, world.max)
    for address in ADDRESSES:
        answer = max_.get(f"{address}.xlsx")
        name = answer.headers["Content-Disposition"].partition("filename=")[2].strip('"')
        assert (answer.status_code, name.rpartition(".")[2]) == (200, "xlsx")
        with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as book:
            assert "xl/worksheets/sheet1.xml" in book.namelist()


def test_another_form_is_no_address(world: World, client) -> None:
    assert as_(client, world.max).get("/members.ods").status_code == 404


def test_a_list_too_long_for_a_workbook_is_refused_in_a_sentence_and_comes_as_csv(world: World) -> None:
    request = RequestFactory().get("/members.xlsx")
    request.user = AnonymousUser()
    rows = [("number",), *((number,) for number in range(MOST_ROWS + 1))]
    answer = as_file(request, rows, name="members", form="xlsx")
    assert answer.status_code == 422
    assert "Take it as CSV." in refusals(answer)[0]
    assert as_file(request, rows, name="members", form="csv").status_code == 200
