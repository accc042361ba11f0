from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import World
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.admitting import admit_member, readmit_member
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.tests.acting import counts, do, entries, homes, kept_apart
from folkmoot.people.models import ContactChannel, Membership, Person


def test_a_secretary_admits_a_new_member(world: World) -> None:
    pk = do(
        world,
        admit_member,
        "bo",
        unit_id=world.harbour.pk,
        name="  Zoë   Okafor ",
        email="Zoe@Example.org",
        phone="+33 1 23 45 67 89",
        languages=["French", "EN", "fr"],
        joined_on=date(2026, 2, 1),
    )
    zoe = Person.objects.get(pk=pk)
    assert (zoe.name, zoe.sort_name, zoe.search_name) == ("Zoë Okafor", "Okafor, Zoë", "okafor, zoe")
    assert (zoe.member_number, zoe.languages) == ("000001", ["fr", "en"])
    midnight = datetime(2026, 1, 31, 23, tzinfo=UTC)  # in Paris
    assert homes(zoe) == [("harbour", midnight, None)]
    channels = ContactChannel.objects.filter(person=zoe).order_by("kind")
    assert list(channels.values_list("kind", "value", "entered_by_other")) == [
        ("email", "zoe@example.org", True),
        ("phone", "+33123456789", True),
    ]
    assert counts() == {"harbour": 3, "hill": 4, "vale": 1}


def test_the_ledger_keeps_what_names_a_member_apart(world: World) -> None:
    pk = do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Zoë Okafor", email="zoe@example.org")
    said = {
        "person_id": str(pk),
        "started_at": "2026-03-02T18:30:00.000000+00:00",
        "unit_id": str(world.harbour.pk),
    }
    assert entries() == [
        ("AccountOpened", world.bo.pk, {"person_id": str(pk)}),
        ("MemberAdmitted", world.bo.pk, said),
    ]
    assert kept_apart() == [{"name": "Zoë Okafor", "member_number": "000001"}]


@pytest.mark.parametrize("who", ["ada", "cy", "eve", "dee", "max", "stan"])
def test_others_cannot_admit_a_member_there(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, admit_member, who, unit_id=world.harbour.pk, name="Zoë Okafor")
    assert Person.objects.count() == 8
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (
            {"unit": "north"},
            "unit",
            "North is a region, where nobody has their home. Choose one of the cells below it.",
        ),
        ({"name": "  "}, "name", "A member needs a name. Write it as they want to be called."),
        ({"name": "a" * 201}, "name", "This has 201 characters; at most 200 fit. Shorten it."),
        ({"name": "a\x07b"}, "name", "This holds a character that cannot be seen. Type the text again."),
        (
            {"member_number": "M 7"},
            "member_number",
            "“M 7” is not a member number: it has at most 40 characters and no spaces.",
        ),
        ({"email": "zoe@"}, "email", "“zoe@” is not an e-mail address."),
        (
            {"phone": "call me"},
            "phone",
            "“call me” is not a telephone number. Write it like +33 1 23 45 67 89.",
        ),
        (
            {"languages": ["double dutch"]},
            "languages",
            "“double dutch” is not a language known here. Write its code, such as fr or pt-BR.",
        ),
        (
            {"joined_on": date(1803, 3, 3)},
            "joined_on",
            "3 March 1803 is more than 120 years ago. Look at the year again.",
        ),
        (
            {"joined_on": date(2026, 3, 3)},
            "joined_on",
            "3 March 2026 has not come yet. Admit them on that day, or give the day they joined.",
        ),
        (
            {"member_number": "M-Cy"},
            "member_number",
            "The member number M-Cy is taken. It is that of Cy, a member of Hill. Transfer them instead.",
        ),
        (
            {"email": "CY@example.org"},
            "email",
            "The e-mail address cy@example.org is somebody’s already. It is that of Cy, a member of Hill. Transfer them instead.",
        ),
        (
            {"member_number": "M-Stan"},
            "member_number",
            "The member number M-Stan is taken. It is that of Stan, who is no member now. Admit them again on their page.",
        ),
    ],
)
def test_an_entry_that_is_wrong_is_refused_in_words(
    world: World, changed: dict[str, object], field: str, sentence: str
) -> None:
    unit = world.units[str(changed.pop("unit", "harbour"))]
    with pytest.raises(Refused) as refused:
        do(world, admit_member, "una", **{"unit_id": unit.pk, "name": "Zoë Okafor", **changed})
    assert (refused.value.field, str(refused.value)) == (field, sentence)
    assert Person.objects.count() == 8
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("taken", [{"member_number": "M-Cy"}, {"email": "cy@example.org"}])
def test_a_refusal_does_not_tell_of_members_whom_the_secretary_may_not_see(
    world: World, taken: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Zoë Okafor", **taken)
    _taken, advice = str(refused.value).split(". ", 1)
    assert (
        advice
        == "Check it, or leave it empty. If they are a member elsewhere, ask your registrar to transfer them."
    )


def test_the_series_of_numbers_goes_on_behind_a_number_that_was_brought(world: World) -> None:
    for name, number in (("Ann", ""), ("Ben", "000007"), ("Cleo", "")):
        do(world, admit_member, "bo", unit_id=world.harbour.pk, name=name, member_number=number)
    numbers = Person.objects.filter(name__in=["Ann", "Ben", "Cleo"]).order_by("name")
    assert list(numbers.values_list("member_number", flat=True)) == ["000001", "000007", "000008"]


def test_the_series_passes_over_numbers_that_are_taken(world: World) -> None:
    Person.objects.filter(pk=world.cy.pk).update(member_number="000001")
    pk = do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Zoë Okafor")
    assert Person.objects.get(pk=pk).member_number == "000002"


def test_a_former_member_is_admitted_again_under_the_same_number(world: World) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    later = world.at + timedelta(days=9)
    pk = do(world, readmit_member, "una", at=later, person_id=world.eve.pk, unit_id=world.hill.pk)
    assert pk == world.eve.pk
    assert homes(world.eve)[1:] == [("hill", later, None)]
    assert counts() == {"harbour": 1, "hill": 5, "vale": 1}
    assert [event for event, *_rest in entries()] == ["MembershipEnded", "MemberAdmitted"]


@pytest.mark.parametrize(
    ("cell", "advice"),
    [("hill", "who is a member here."), ("harbour", "a member of Hill. Transfer them instead.")],
)
def test_nobody_is_to_be_transferred_to_where_they_are(world: World, cell: str, advice: str) -> None:
    given = {"name": "Fay", "email": "cy@example.org", "unit_id": getattr(world, cell).pk}
    with pytest.raises(Refused) as refused:
        do(world, admit_member, "una", **given)
    assert str(refused.value).endswith(f"It is that of Cy, {advice}")
    with pytest.raises(Refused) as refused:
        do(world, readmit_member, "una", person_id=world.cy.pk, unit_id=getattr(world, cell).pk)
    assert str(refused.value).endswith("instead.") == (cell == "harbour")


def test_nobody_has_two_homes_at_once(world: World) -> None:
    with pytest.raises(Refused, match=r"^Eve is a member of Harbour already\. Transfer them instead\.$"):
        do(world, readmit_member, "una", person_id=world.eve.pk, unit_id=world.hill.pk)
    do(world, end_membership, "bo", person_id=world.eve.pk)
    with pytest.raises(Refused, match="They were a member until 2 March 2026"):
        do(
            world,
            readmit_member,
            "una",
            person_id=world.eve.pk,
            unit_id=world.hill.pk,
            joined_on=date(2026, 2, 1),
        )
    assert Membership.objects.filter(person=world.eve).count() == 1


def test_somebody_who_may_not_be_seen_cannot_be_admitted_again(world: World) -> None:
    with pytest.raises(Refused, match="There is no such member"):
        do(world, readmit_member, "bo", person_id=world.dee.pk, unit_id=world.harbour.pk)


def test_the_operator_cannot_admit_without_saying_who_does(world: World) -> None:
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, admit_member, "", Via.OPERATOR, unit_id=world.harbour.pk, name="Zoë Okafor")


@pytest.mark.parametrize("spelt", ["Zoë Okafor", "  zoe   okafor", "Okafor, Zoe"])
def test_a_namesake_whom_one_may_see_is_admitted_only_if_said_to_be_another(world: World, spelt: str) -> None:
    do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Zoë Okafor")
    given = {"unit_id": world.hill.pk, "name": spelt}
    with pytest.raises(Refused, match=r"Zoë Okafor, member number 000001, is a member of Harbour already\."):
        do(world, admit_member, "una", **given)
    assert Person.objects.count() == 9
    do(world, admit_member, "una", **given, is_another=True)
    assert Person.objects.count() == 10


def test_a_namesake_whom_one_may_not_see_is_not_spoken_of(world: World) -> None:
    do(world, admit_member, "una", unit_id=world.vale.pk, name="Zoë Okafor")
    pk = do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Zoë Okafor")
    assert homes(Person.objects.get(pk=pk))[0][0] == "harbour"
