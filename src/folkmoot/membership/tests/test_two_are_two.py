"""Two officers are two: each stood a month in an office that gives it, and neither is there by the other's hand."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import START, World, give_passkey
from folkmoot.accounts.actions.recovering import ask_for_recovery, confirm_recovery
from folkmoot.accounts.models import Recovery
from folkmoot.accounts.rules.two_officers import MONTH, Hands, Standing, stands_by
from folkmoot.accounts.tests.paper import do
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.offices import appoint_officer, relieve_officer
from folkmoot.people.models import Membership, Person, Term

TOO_NEW = "has not held an office that may do this for a month yet. Until then another officer does it"
ONE = "One of you two was entered or appointed by the other, so that you count as one. Ask an officer"


@pytest.fixture
def club(world: World) -> World:
    """Eve of Harbour lost her passkey; Una, the registrar whom the operator entered, and Bo, its secretary, are there."""
    give_passkey(world.eve)
    # Who has an office of a cell has it for their own.
    Membership.objects.filter(person__in=[world.cy, world.dee]).update(unit=world.harbour)
    world.at = START + timedelta(days=200)
    return world


def appoint(
    world: World, name: str, office: str, *, by: str = "una", via: Via = Via.WEB, **more: object
) -> UUID:
    given = {"office": office, "unit_id": world.harbour.pk, "person_id": world.people[name].pk, **more}
    return do(world, appoint_officer, by, via=via, **given)


def admit(world: World, name: str, *, by: str) -> None:
    person_id = do(world, admit_member, by, unit_id=world.harbour.pk, name=name.title())
    world.people[name] = Person.objects.get(pk=person_id)


def take_part(world: World, first: str, second: str) -> None:
    asked = do(world, ask_for_recovery, first, person_id=world.eve.pk)
    do(world, confirm_recovery, second, recovery_id=asked)


def confirmed() -> list[str]:
    return list(Recovery.objects.exclude(confirmed_by=None).values_list("confirmed_by__name", flat=True))


@pytest.mark.parametrize("days", [0, 29])
def test_an_officer_who_was_appointed_lately_neither_begins_nor_confirms(club: World, days: int) -> None:
    appoint(club, "cy", "chair")
    club.at += timedelta(days=days)
    with pytest.raises(Refused, match=f"Cy {TOO_NEW}"):
        take_part(club, "bo", "cy")
    with pytest.raises(Refused, match=f"Cy {TOO_NEW}"):
        take_part(club, "cy", "bo")
    assert confirmed() == []


def test_a_month_later_they_do_with_somebody_who_did_not_appoint_them(club: World) -> None:
    appoint(club, "cy", "chair")
    club.at += MONTH
    take_part(club, "bo", "cy")
    assert confirmed() == ["Cy"]


def test_a_day_that_lies_back_makes_no_appointment_older(club: World) -> None:
    appoint(club, "cy", "chair", from_on=(club.at - timedelta(days=90)).date())
    with pytest.raises(Refused, match=f"Cy {TOO_NEW}"):
        take_part(club, "bo", "cy")


@pytest.mark.parametrize("pair", [("una", "cy"), ("cy", "una")])
def test_whoever_appointed_the_other_is_no_second_officer_however_long_ago(
    club: World, pair: tuple[str, str]
) -> None:
    appoint(club, "cy", "chair")
    club.at += timedelta(days=900)
    with pytest.raises(Refused, match=ONE):
        take_part(club, *pair)
    assert confirmed() == []


def test_whoever_entered_the_other_as_a_person_is_none_either(club: World) -> None:
    admit(club, "flo", by="bo")
    appoint(club, "flo", "chair")
    club.at += MONTH
    with pytest.raises(Refused, match=ONE):
        take_part(club, "bo", "flo")
    with pytest.raises(Refused, match=ONE):
        take_part(club, "flo", "bo")


def test_two_whom_a_third_appointed_are_two(club: World) -> None:
    appoint(club, "cy", "chair")
    appoint(club, "dee", "treasurer")
    club.at += MONTH
    take_part(club, "cy", "dee")
    assert confirmed() == ["Dee"]


def test_whom_the_operator_appoints_counts_at_once_and_with_everybody(club: World) -> None:
    admit(club, "flo", by="bo")
    appoint(club, "flo", "chair", via=Via.OPERATOR)
    take_part(club, "bo", "flo")
    assert confirmed() == ["Flo"]


def test_in_the_first_month_of_an_organisation_nobody_has_to_have_stood_for_one(club: World) -> None:
    club.at = START + MONTH - timedelta(seconds=1)
    appoint(club, "cy", "chair")
    take_part(club, "bo", "cy")
    assert confirmed() == ["Cy"]
    with pytest.raises(Refused, match=ONE):
        take_part(club, "cy", "una")


def test_after_it_they_do(club: World) -> None:
    club.at = START + MONTH - timedelta(seconds=1)
    appoint(club, "cy", "chair")
    club.at += timedelta(seconds=1)
    with pytest.raises(Refused, match=f"Cy {TOO_NEW}"):
        take_part(club, "bo", "cy")


def test_whoever_is_elected_anew_has_stood_since_the_first_time(club: World) -> None:
    held = appoint(club, "cy", "chair")
    club.at += MONTH
    do(club, relieve_officer, "una", term_id=held)
    appoint(club, "cy", "treasurer")
    take_part(club, "bo", "cy")
    assert confirmed() == ["Cy"]


def test_the_first_one_must_still_stand_when_the_second_confirms(club: World) -> None:
    asked = do(club, ask_for_recovery, "bo", person_id=club.eve.pk)
    Term.objects.filter(person=club.bo).update(ended_at=START + timedelta(days=1))
    with pytest.raises(Refused, match=f"Bo {TOO_NEW}"):
        do(club, confirm_recovery, "una", recovery_id=asked)


def test_what_an_officer_enters_is_by_their_hand_and_what_the_operator_does_by_nobody_s(club: World) -> None:
    admit(club, "flo", by="bo")
    assert club.flo.entered_by == club.bo
    terms = [appoint(club, "flo", "chair"), appoint(club, "flo", "treasurer", via=Via.OPERATOR)]
    hands = [Term.objects.get(pk=term).entered_by for term in terms]
    assert hands == [club.una, None]
    assert Term.objects.get(pk=terms[0]).known_since == club.at


def test_nobody_becomes_a_second_officer_by_appointing_themselves(club: World) -> None:
    held = appoint(club, "cy", "chair")
    appoint(club, "cy", "secretary", by="cy")
    club.at += MONTH
    for pair in (("una", "cy"), ("cy", "una")):
        with pytest.raises(Refused, match=ONE):
            take_part(club, *pair)
    # Nor once the office is over by which they could: the other gives them nothing of the kind.
    do(club, relieve_officer, "una", term_id=held)
    club.at += MONTH
    with pytest.raises(Refused, match="This is over"):
        take_part(club, "una", "cy")
    assert confirmed() == []


@pytest.mark.parametrize("is_relieved", [False, True])
def test_nor_does_anybody_through_whom_they_put_there(club: World, is_relieved: bool) -> None:
    held = appoint(club, "cy", "chair")
    appoint(club, "dee", "secretary", by="cy")
    if is_relieved:
        do(club, relieve_officer, "una", term_id=held)
    club.at += MONTH
    with pytest.raises(Refused, match=ONE):
        take_part(club, "una", "dee")
    with pytest.raises(Refused, match=ONE):
        take_part(club, "dee", "una")
    assert confirmed() == []


def test_nor_whom_somebody_entered_as_a_person_whom_the_other_put_there(club: World) -> None:
    appoint(club, "cy", "chair")
    admit(club, "flo", by="cy")
    appoint(club, "flo", "secretary", by="ada")
    club.at += MONTH
    with pytest.raises(Refused, match=ONE):
        take_part(club, "una", "flo")
    take_part(club, "bo", "flo")
    assert confirmed() == ["Flo"]


def test_whom_an_officer_appointed_who_is_there_by_another_s_hand_is_a_second_one(club: World) -> None:
    appoint(club, "dee", "secretary", by="ada")
    club.at += MONTH
    take_part(club, "una", "dee")
    assert confirmed() == ["Dee"]


HANDS = st.sampled_from([None, *(UUID(int=number) for number in range(1, 4))])
ME, A, B, C = (UUID(int=number) for number in (9, 1, 2, 3))


@given(HANDS, st.lists(st.one_of(HANDS, st.just(ME)), min_size=1, max_size=3), st.sampled_from([A, B, C]))
def test_nobody_stands_by_the_hand_of_another_whom_the_operator_or_a_third_put_there(
    person_by: UUID | None, offices_by: list[UUID | None], other: UUID
) -> None:
    stands = stands_by(Standing(ME, person_by, offices_by), other)
    if None in offices_by:
        assert not stands
    elif person_by == other:
        assert stands
    else:
        assert stands == (set(offices_by) <= {other, ME})


@pytest.mark.parametrize(
    ("offices_by", "hands", "stands"),
    [
        ([ME], {}, True),
        ([A, ME], {}, True),
        ([B], {B: {A}}, True),
        ([B], {B: {A, B, ME}}, True),
        ([B, C], {B: {A}, C: {B}}, True),
        ([B], {B: {C}, C: {B, A}}, True),
        ([B, C], {B: {A}, C: {None}}, False),
        ([B], {B: {A, None}}, False),
        ([B], {B: {C}, C: {None}}, False),
        ([B], {B: {C}, C: set()}, False),
    ],
)
def test_through_hands_somebody_is_put_there_unless_one_leads_past_to_the_operator(
    offices_by: list[UUID | None], hands: Hands, stands: bool
) -> None:
    assert stands_by(Standing(ME, None, offices_by, hands), A) is stands


@given(
    st.lists(st.one_of(HANDS, st.just(ME)), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from([A, B, C]), st.sets(st.one_of(HANDS, st.just(ME)), min_size=1)),
)
def test_whoever_puts_themselves_there_once_more_stands_as_before(
    offices_by: list[UUID | None], hands: Hands
) -> None:
    before = stands_by(Standing(ME, None, offices_by, hands), A)
    assert stands_by(Standing(ME, None, [*offices_by, ME], hands), A) == before
