from conftest import World
from folkmoot.meetings.motions.tests.motions import amended, moved
from folkmoot.meetings.motions.tests.test_motion_pages import now, pressed, words
from folkmoot.membership.tests.paging import as_, links

__all__ = ["now"]


def test_before_something_is_withdrawn_a_page_asks(world: World, client) -> None:
    motion = moved(world)
    amendment = amended(world, motion)
    page = as_(client, world.eve).get(f"/motions/{motion.pk}/")
    page = client.get(f"/motions/{motion.pk}/amendments/{amendment.pk}/withdrawal/")
    assert "Withdraw this amendment to “Paint the loft”?" in words(page)
    pressed(client, page, f"/amendments/{amendment.pk}/withdrawal/")
    page = client.get(links(client.get(f"/motions/{motion.pk}/"))["Withdraw it"])
    assert "Withdraw “Paint the loft”?" in words(page)
    motion.refresh_from_db()
    assert motion.state == "submitted"
    pressed(client, page, f"/motions/{motion.pk}/withdrawal/")
    motion.refresh_from_db()
    amendment.refresh_from_db()
    assert (motion.state, amendment.state) == ("withdrawn", "withdrawn")
    assert as_(client, world.stan).get(f"/motions/{motion.pk}/withdrawal/").status_code == 404
