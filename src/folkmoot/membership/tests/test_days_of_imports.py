from datetime import date

import pytest

from conftest import World
from folkmoot.kernel.errors import Refused
from folkmoot.membership.tests.acting import do
from folkmoot.membership.tests.bringing import HEADER, problems, roll
from folkmoot.structure.actions.importing import choose_columns, start_import
from folkmoot.structure.tests.importing import advanced, staged
from folkmoot.structure.tests.pages import sign_in


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


TWO_WAYS = HEADER + "X-1;Kim;;;hill;;1/9/2025;\nX-2;Lou;;;hill;;28.2.2025;\n"


@pytest.mark.parametrize(("order", "month", "day"), [("day_first", 9, 1), ("month_first", 1, 9)])
def test_a_day_that_can_be_read_two_ways_is_wrong_until_somebody_says_which_comes_first(
    world: World, order: str, month: int, day: int
) -> None:
    said = (
        "“1/9/2025” can be 2025-09-01 or 2025-01-09. Write it like the one you mean, or say where the columns are chosen"
        " which comes first."
    )
    assert problems(world, TWO_WAYS) == [(2, "Joined on", said)]
    job_id = staged("members", TWO_WAYS, under=world.union, by=world.una, at=world.at)
    with pytest.raises(Refused, match="is no order of dates"):
        do(world, choose_columns, by="una", job_id=job_id, columns=[], day_order="year")
    do(world, choose_columns, by="una", job_id=job_id, columns=[], day_order=order)
    assert advanced(job_id, at=world.at).problem_count == 0
    do(world, start_import, by="una", job_id=job_id)
    advanced(job_id, at=world.at)
    [(_cell, began, _ended)] = roll()["X-1"][3]
    assert world.hill.local(began).date() == date(2025, month, day)


def test_the_page_of_columns_asks_which_comes_first_where_there_are_days(world: World, client) -> None:
    job_id = staged("members", TWO_WAYS, under=world.union, by=world.una, at=world.at)
    una = sign_in(client, world.una)
    form = una.get(f"/imports/{job_id}/columns/").context["form"]
    given = {name: field.initial for name, field in form.fields.items()} | {"day_order": "day_first"}
    assert una.post(f"/imports/{job_id}/columns/", given).url == f"/imports/{job_id}/"
    assert advanced(job_id, at=world.at).problem_count == 0
    again = una.get(f"/imports/{job_id}/columns/").context["form"]
    assert again.fields["day_order"].initial == "day_first"
