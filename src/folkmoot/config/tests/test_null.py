import pytest

from conftest import World
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.kernel.acts import act_of, check_input
from folkmoot.kernel.errors import Refused
from folkmoot.membership.tests.paging import as_
from folkmoot.structure.actions.renaming import rename_unit


@pytest.mark.parametrize(
    "address", ["/units/?q=%00", "/decisions/?q=a%00b", "/members/?q=%00", "/units/?after=%00"]
)
def test_a_null_character_in_an_address_is_refused(world: World, client, address: str) -> None:
    una = as_(client, world.una)
    assert (una.get(address.replace("%00", "x")).status_code, una.get(address).status_code) == (200, 400)


def test_a_null_character_in_a_cookie_is_refused(world: World, client) -> None:
    client.cookies["sessionid"] = "a\0b"
    assert client.get("/sign-in/").status_code == 400


def test_an_act_takes_no_null_character_however_deep_and_whatever_only_looks_like_one(world: World) -> None:
    given = {"unit_id": world.hill.pk, "name": r"Hill \u0000"}
    check_input(act_of(rename_unit), given)
    texts = [{"language": "en", "title": "Meet", "body": "1. Me\0et.\n"}]
    with pytest.raises(Refused, match=r"^The text holds a character that is none") as refusal:
        check_input(act_of(draft_decision), {"unit_id": world.union.pk, "texts": texts})
    assert refusal.value.field == "texts"
    with pytest.raises(Refused, match=r"^The text holds a character that is none"):
        check_input(act_of(rename_unit), given | {"name": "Hi\0ll"})
