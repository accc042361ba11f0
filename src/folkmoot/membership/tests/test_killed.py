import json
import random

import pytest

from folkmoot.membership.tests.interrupted_merge import MEMBERS
from folkmoot.structure.tests.killing import killed_again_and_again, rows_of


@pytest.mark.own_database
def test_a_merge_killed_at_any_moment_gives_everybody_one_home_and_is_told_once(tmp_path):
    rng = random.Random(11)  # noqa: S311  -- picks moments, guards nothing
    code, kills = killed_again_and_again(
        tmp_path, rng=rng, module="folkmoot.membership.tests.interrupted_merge"
    )
    assert (code, kills > 0) == (0, True)
    homes = """select unit.name, count(*), count(distinct person_id) from people_membership as home
    join units_unit as unit on unit.id = home.unit_id where ended_at is null group by unit.name order by unit.name"""
    assert rows_of(tmp_path, homes) == [("Hill", MEMBERS + 6, MEMBERS + 6), ("Vale", 1, 1)]
    counted = "select sum(members) from membership_membercount"
    assert rows_of(tmp_path, counted) == [(MEMBERS + 7,)]
    told = rows_of(tmp_path, "select payload from kernel_entry where event = 'MembersHandedOver'")
    people = [person for (payload,) in told for person in json.loads(payload)["people"]]
    assert len(people) == len(set(people)) == MEMBERS + 2
    assert rows_of(tmp_path, "select stage, done_count from structure_reorganisation") == [
        ("done", MEMBERS + 3)
    ]
