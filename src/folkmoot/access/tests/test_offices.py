import pytest

from folkmoot.access.grants import GRANTS, OFFICES
from folkmoot.access.offices import in_words


@pytest.mark.parametrize("permission", sorted(GRANTS))
def test_each_permission_says_in_words_of_its_own_what_it_lets_do(permission: str) -> None:
    words = str(GRANTS[permission].words)
    assert words
    assert [str(grant.words) for grant in GRANTS.values()].count(words) == 1


@pytest.mark.parametrize("office", [*OFFICES, "archivist"])
def test_an_office_lets_do_what_the_table_gives_it_each_said_once(office: str) -> None:
    says = in_words(office)
    said = [*says.below, *says.here, *says.own]
    given = [grant.words for grant in GRANTS.values() if office in grant.offices]
    assert sorted(map(str, said)) == sorted(map(str, given))
    assert says.permits_anything == bool(given)


def test_an_office_says_how_far_it_reaches() -> None:
    says = in_words("chair")
    assert "appoint officers other than registrars" in [str(each) for each in says.below]
    assert "publish decisions: convey them to members" in [str(each) for each in says.here]
    assert "see members by name" in [str(each) for each in says.own]
