import pytest

from conftest import World
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import do
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions.actions.adopting import adopt_motion
from folkmoot.meetings.motions.actions.translating import translate_motion
from folkmoot.meetings.motions.models import Motion, MotionTranslation
from folkmoot.meetings.motions.tests.motions import amended, carried, counted, moved
from folkmoot.meetings.tests.held import going_on
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.structure.tests.acting import events

FRENCH = "1. Le grenier est peint en blanc.\n2. Bo achète la peinture."


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def translated(
    world: World, motion: Motion, language="fr", body=FRENCH, *, by=None, **given
) -> MotionTranslation:
    words = {"on_revision": motion.revision, "title": "Peindre le grenier", "body": body} | given
    do(world, translate_motion, by=by or world.eve, motion_id=motion.pk, language=language, **words)
    return MotionTranslation.objects.get(motion=motion, language=language)


def languages(world: World, motion: Motion) -> list[str]:
    pk = do(world, adopt_motion, by=world.bo, motion_id=motion.pk)
    document = Decision.objects.get(pk=pk).document_id
    return sorted(each.language for each in writing_of(document).texts)


def test_the_decision_carries_all_languages_of_the_motion(world: World) -> None:
    motion = carried(world, world.bo, world.eve)
    translated(world, motion, by=world.bo)
    assert events()[-1] == "MotionTranslated"
    assert languages(world, motion) == ["en", "fr"]


def test_a_translation_that_an_amendment_overtook_is_left_out_until_it_is_written_anew(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    translated(world, motion, by=world.bo)
    counted(world, meeting, 2, 0, amendment_id=amended(world, motion).pk)
    motion.refresh_from_db()
    counted(world, meeting, 2, 0, motion_id=motion.pk)
    assert MotionTranslation.objects.get().on_revision < motion.revision
    with pytest.raises(Refused, match="was changed since"):
        translated(world, motion, on_revision=1, by=world.bo)
    translated(world, motion, "de", "1. Blau.\n2. Bo kauft.", by=world.bo)
    assert languages(world, motion) == ["de", "en"]


def test_a_translation_is_of_the_same_points_by_whoever_moved_it_and_in_another_language(
    world: World,
) -> None:
    motion = moved(world)
    with pytest.raises(Refused, match="2"):
        translated(world, motion, body="1. Le grenier est peint en blanc.")
    with pytest.raises(Refused, match="The motion is in this language"):
        translated(world, motion, "en")
    with pytest.raises(Refused):
        translated(world, motion, by=world.max)
    assert MotionTranslation.objects.count() == 0


def test_the_page_shows_all_languages_and_offers_another_to_whoever_moved_it(world: World, client) -> None:
    motion = moved(world)
    page = as_(client, world.eve).get(f"/motions/{motion.pk}/")
    address = links(page)["Write it in another language as well"]
    given = {"language": "fr", "title": "Peindre", "body": "1. Un.", "on_revision": "1"}
    refused = client.post(address, given)
    assert (refused.status_code, len(refusals(refused)) > 0) == (422, True)
    page = client.post(address, given | {"body": FRENCH}, follow=True)
    assert "Bo achète la peinture." in page.content.decode()
    assert FRENCH.splitlines()[0] in client.get(f"{address}?language=fr").content.decode()
    assert cost(client, f"/motions/{motion.pk}/") <= 12
    assert client.get(address).status_code == 200
    assert as_(client, world.stan).get(address).status_code == 404
