from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.decisions.rules.audience import (
    Audience,
    Place,
    Standing,
    Stay,
    address_of,
    is_addressed,
    must_address_members,
    origin_of,
)
from folkmoot.kernel.errors import Refused

# A union; its regions North, which works in rail, and South; North's locals Harbour and Hill; South's local Vale, which
# works in health; and a committee beside the regions.
KINDS = {
    "0000": "union",
    "00000000": "region",
    "000000000000": "local",
    "000000000001": "local",
    "00000001": "region",
    "000000010000": "local",
    "00000002": "committee",
}
OWN_SECTORS = {"00000000": {"rail"}, "000000010000": {"health"}}
HARBOUR, HILL, VALE = "000000000000", "000000000001", "000000010000"
UNION, NORTH, SOUTH, COMMITTEE = "0000", "00000000", "00000001", "00000002"
LOCALS = (HARBOUR, HILL, VALE)
CONVEYED_AT = datetime(2026, 3, 2, 18, tzinfo=UTC)


def place(path: str) -> Place:
    above = [path[:end] for end in range(4, len(path) + 1, 4)]
    return Place(
        path, KINDS[path], frozenset(chain.from_iterable(OWN_SECTORS.get(unit, ()) for unit in above))
    )


def addressed_in_world(
    audience: Audience, homes: dict[str, str], terms: Iterable[tuple[str, str, str]]
) -> dict[str, str]:
    """Spell the rule out over a whole small world: the specification other ways of asking are held against."""
    below = {unit for unit in KINDS if unit[: len(audience.unit_path)] == audience.unit_path}
    fitting = {unit for unit in below if not audience.kinds or KINDS[unit] in audience.kinds}
    if audience.sectors:
        fitting = {unit for unit in fitting if place(unit).sectors & audience.sectors}
    pairs = [(who, unit) for who, office, unit in terms if office in audience.offices]
    last_first = sorted(pairs if audience.offices else homes.items(), key=lambda pair: pair[1], reverse=True)
    return {who: unit for who, unit in last_first if unit in fitting}


def some(items: Iterable[str]) -> list[frozenset[str]]:
    pool = sorted(items)
    return [frozenset(few) for size in range(3) for few in combinations(pool, size)]


EVERY_AUDIENCE = [
    Audience(*narrowing)
    for narrowing in product(
        KINDS, some({"union", "region", "local"}), some({"rail", "health"}), some({"chair", "secretary"})
    )
]


@pytest.mark.parametrize("home", [None, *LOCALS])
@pytest.mark.parametrize(
    "held", [(), (("chair", NORTH),), (("chair", SOUTH), ("secretary", VALE), ("chair", HILL))]
)
def test_every_audience_addresses_exactly_whom_the_specification_names(
    home: str | None, held: tuple[tuple[str, str], ...]
) -> None:
    homes = {} if home is None else {"cy": home}
    standing = Standing(
        None if home is None else place(home), frozenset((office, place(unit)) for office, unit in held)
    )
    for audience in EVERY_AUDIENCE:
        expected = addressed_in_world(audience, homes, [("cy", *term) for term in held])
        assert address_of(standing, audience) == expected.get("cy")
        assert is_addressed(standing, audience) == ("cy" in expected)


@pytest.mark.parametrize(
    ("audience", "at_home_in", "address"),
    [
        (Audience(UNION), HILL, HILL),
        (Audience(NORTH), HILL, HILL),
        (Audience(HILL), HILL, HILL),
        (Audience(SOUTH), HILL, None),
        (Audience(HARBOUR), HILL, None),
        (Audience(UNION, kinds=frozenset({"local"})), HILL, HILL),
        (Audience(UNION, kinds=frozenset({"guild"})), HILL, None),
        (Audience(UNION, sectors=frozenset({"rail"})), HILL, HILL),
        (Audience(UNION, sectors=frozenset({"rail"})), VALE, None),
        (Audience(UNION, sectors=frozenset({"health", "youth"})), VALE, VALE),
        (Audience(UNION, offices=frozenset({"chair"})), HILL, None),
    ],
)
def test_a_member_is_addressed_in_their_home(
    audience: Audience, at_home_in: str, address: str | None
) -> None:
    assert address_of(Standing(place(at_home_in)), audience) == address


def test_an_officer_of_several_units_counts_once_in_the_first() -> None:
    chair_of_two = Standing(place(VALE), frozenset({("chair", place(SOUTH)), ("chair", place(NORTH))}))
    chairs = Audience(UNION, offices=frozenset({"chair"}))
    assert address_of(chair_of_two, chairs) == NORTH
    assert address_of(chair_of_two, replace(chairs, unit_path=SOUTH)) == SOUTH


def test_an_officer_without_a_home_is_addressed_by_office_alone() -> None:
    clerk = Standing(None, frozenset({("secretary", place(COMMITTEE))}))
    assert address_of(clerk, Audience(UNION)) is None
    assert address_of(clerk, Audience(UNION, offices=frozenset({"secretary"}))) == COMMITTEE


def test_members_are_narrowed_to_kinds_that_are_homes_only() -> None:
    regions = Audience(UNION, kinds=frozenset({"region", "local", "committee"}))
    with pytest.raises(Refused) as refusal:
        must_address_members(regions, cell_kinds=frozenset({"local", "branch"}))
    assert str(refusal.value) == (
        "Members have no home in units of the kind committee, region. Choose from branch, local, or name offices."
    )
    assert refusal.value.field == "kinds"
    must_address_members(replace(regions, kinds=frozenset({"local"})), cell_kinds=frozenset({"local"}))
    must_address_members(replace(regions, offices=frozenset({"chair"})), cell_kinds=frozenset({"local"}))


def stay(home: str | None, since: int, until: int | None = None) -> Stay:
    def moment(days: int) -> datetime:
        return CONVEYED_AT + timedelta(days=days)

    return Stay(
        Standing(None if home is None else place(home)),
        moment(since),
        None if until is None else moment(until),
    )


@pytest.mark.parametrize(
    ("stays", "origin"),
    [
        ([stay(HILL, -9)], HILL),
        ([stay(HILL, -9, 3), stay(VALE, 3)], HILL),
        ([stay(HILL, -9, 0), stay(VALE, 0)], VALE),
        ([stay(HILL, -9, -2)], None),
        ([stay(HILL, -9, -2), stay(VALE, 4)], VALE),
        ([stay(HILL, 5)], HILL),
        ([stay(VALE, 5), stay(HILL, 2, 5)], HILL),
        ([stay(None, -9, 4), stay(VALE, 4)], VALE),
        ([stay(VALE, -9), stay(HILL, -3)], HILL),
        ([], None),
    ],
)
def test_a_person_is_counted_where_the_decision_first_reached_them(
    stays: list[Stay], origin: str | None
) -> None:
    assert origin_of(stays, Audience(UNION), conveyed_at=CONVEYED_AT) == origin


def test_who_comes_into_the_audience_later_is_counted_where_they_came_in() -> None:
    stays = [stay(VALE, -9, 3), stay(HARBOUR, 3, 6), stay(HILL, 6)]
    assert origin_of(stays, Audience(NORTH), conveyed_at=CONVEYED_AT) == HARBOUR


moves = st.lists(
    st.tuples(st.integers(-5, 5), st.sampled_from(LOCALS)), min_size=1, unique_by=lambda move: move[0]
)


@given(moves, moves)
def test_no_later_transfer_changes_where_a_person_is_counted(
    earlier: list[tuple[int, str]], later: list[tuple[int, str]]
) -> None:
    before = sorted(earlier)
    after = [(since + 20, home) for since, home in sorted(later)]
    origins = [
        origin_of(stays_of(history), Audience(UNION), conveyed_at=CONVEYED_AT)
        for history in (before, before + after)
    ]
    assert origins[0] == origins[1]


def stays_of(history: list[tuple[int, str]]) -> list[Stay]:
    ends: list[int | None] = [since for since, _ in history[1:]]
    return [stay(home, since, until) for (since, home), until in zip(history, [*ends, None], strict=True)]
