import pytest

from folkmoot.access.grants import GRANTS, OFFICES
from folkmoot.access.offices import PURPOSES, in_words


@pytest.mark.parametrize("permission", sorted(GRANTS))
def test_each_permission_says_in_words_of_its_own_what_it_lets_do(permission: str) -> None:
    words = str(GRANTS[permission].words)
    assert words
    assert [str(grant.words) for grant in GRANTS.values()].count(words) == 1


@pytest.mark.parametrize("office", [*OFFICES, "archivist"])
def test_an_office_lets_do_what_the_table_gives_it_each_said_once(office: str) -> None:
    says = in_words(office)
    said = [words for each in says.purposes for words in (*each.below, *each.here, *each.own)]
    given = [grant.words for grant in GRANTS.values() if office in grant.offices]
    assert sorted(map(str, said)) == sorted(map(str, given))
    assert says.permits_anything == bool(given)


def test_an_office_says_how_far_it_reaches() -> None:
    by_title = {str(each.title): each for each in in_words("chair").purposes}
    of_members, of_decisions = (
        by_title["Members and officers"],
        by_title["Decisions, and that they reach everybody"],
    )
    assert "appoint officers other than registrars" in [str(each) for each in of_members.below]
    assert "publish decisions: convey them to members" in [str(each) for each in of_decisions.here]
    assert "see members by name" in [str(each) for each in of_members.own]


def test_each_permission_has_one_purpose() -> None:
    features = [feature for features in PURPOSES for feature in features.split()]
    assert sorted(features) == sorted({name.partition(".")[0] for name in GRANTS})
