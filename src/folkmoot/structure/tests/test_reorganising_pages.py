import pytest
from django.urls import reverse

from folkmoot.kernel.ids import new_id
from folkmoot.structure.actions.handing_over import continue_reorganisations
from folkmoot.structure.models import Reorganisation, Stage
from folkmoot.structure.tests.pages import rows_of, sign_in, words_of
from folkmoot.units.models import ParentEdge, Unit


def page_of(name, thing):
    return reverse(f"structure:{name}", args=[thing.pk])


def post(client, address, **given):
    return client.post(address, {"act_id": str(new_id()), **given}, follow=True)


def test_a_registrar_reads_what_a_merge_does_confirms_it_and_sees_it_done(world, client):
    sign_in(client, world.una)
    assert page_of("merging", world.harbour) in client.get(page_of("unit", world.harbour)).content.decode()
    asked = post(client, page_of("merging", world.harbour), into_unit_id="hill")
    words = words_of(asked)
    assert "2 members will be at home in Hill." in words
    assert "1 time in office ends; Hill keeps its own officers." in words
    assert not Reorganisation.objects.exists()
    begun = post(client, page_of("merging", world.harbour), into_unit_id="hill", confirmed="yes")
    assert "Harbour is merged into Hill" in words_of(begun)
    assert "Under way" in words_of(begun)
    while continue_reorganisations(world.at.replace(year=2027)):
        pass
    held = Reorganisation.objects.get()
    assert held.stage == Stage.DONE
    done = words_of(client.get(page_of("reorganisation", held)))
    assert "All that was going on in Harbour went over, and it is closed." in done


def test_a_merge_of_another_kind_is_refused_beside_its_field(world, client):
    answer = post(sign_in(client, world.una), page_of("merging", world.harbour), into_unit_id="south")
    assert answer.status_code == 422
    assert "No unit that you can choose here has this code or name." in words_of(answer)


def test_a_split_offers_the_members_of_a_cell_by_name_and_does_it_at_once(world, client):
    address = page_of("splitting", world.harbour)
    assert "Eve" in words_of(sign_in(client, world.una).get(address))
    refused = post(client, address, name="Quay", code="quay")
    assert refused.status_code == 422
    assert "Nobody and nothing would go from Harbour" in words_of(refused)
    done = post(client, address, name="Quay", code="quay", members=str(world.eve.pk))
    assert "Quay has what was chosen for it." in words_of(done)
    assert list(Unit.objects.get(code="quay").memberships.values_list("person__name", flat=True)) == ["Eve"]


def test_a_split_of_a_region_offers_the_units_below_it(world, client):
    address = page_of("splitting", world.north)
    assert "Harbour" in words_of(sign_in(client, world.una).get(address))
    done = post(client, address, name="East", code="east", units=str(world.hill.pk))
    assert "Under way" in words_of(done)
    continue_reorganisations(world.at.replace(year=2027))
    assert Unit.objects.get(pk=world.hill.pk).parent.name == "East"


def test_a_closed_unit_is_found_in_the_list_and_founded_again(world, client):
    Unit.objects.filter(pk=world.vale.pk).update(closed_at=world.at)
    ParentEdge.objects.filter(unit=world.vale).update(ended_at=world.at)
    sign_in(client, world.una)
    listed = client.get(reverse("structure:units"), {"closed": "yes"})
    assert [row[0] for row in rows_of(listed)] == ["Vale"]
    assert page_of("refounding", world.vale) in client.get(page_of("unit", world.vale)).content.decode()
    assert "Found Vale again?" in words_of(client.get(page_of("refounding", world.vale)))
    assert "Vale is open again." in words_of(post(client, page_of("refounding", world.vale)))
    assert post(client, page_of("refounding", world.vale)).status_code == 422


@pytest.mark.parametrize("page", ["merging", "splitting"])
@pytest.mark.parametrize("who", ["bo", "cy", "dee", "max"])
def test_others_have_no_such_page(world, client, page, who):
    assert sign_in(client, getattr(world, who)).get(page_of(page, world.harbour)).status_code == 404


def test_a_stopped_merge_says_why_and_goes_on_by_a_button(world, client):
    held = Reorganisation.objects.create(
        way="merge",
        from_unit=world.harbour,
        to_unit=world.hill,
        by=world.una,
        via="web",
        stage=Stage.STOPPED,
        stopped_because="Hill was closed.",
        created_at=world.at,
    )
    page = sign_in(client, world.una).get(page_of("reorganisation", held))
    assert "Hill was closed." in words_of(page)
    assert "Under way" in words_of(post(client, page_of("resuming", held)))
    assert sign_in(client, world.dee).get(page_of("reorganisation", held)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_merges_asks_as_little_however_long(world, client, count, django_assert_max_num_queries):
    for _each in range(count):
        Reorganisation.objects.create(
            way="merge",
            from_unit=world.harbour,
            to_unit=world.hill,
            by=world.una,
            via="web",
            stage=Stage.DONE,
            created_at=world.at,
        )
    sign_in(client, world.una).get(reverse("structure:reorganisations"))
    with django_assert_max_num_queries(8):
        page = client.get(reverse("structure:reorganisations"))
    assert len(rows_of(page)) == count
    file = client.get(reverse("structure:reorganisations_file", args=["csv"]))
    assert b"".join(file.streaming_content).decode().count("harbour") == count
