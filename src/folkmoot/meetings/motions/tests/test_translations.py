import re
from html import unescape

import pytest

from conftest import World
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import do
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions.actions.adopting import adopt_motion
from folkmoot.meetings.motions.actions.motions import put_motion_on_agenda
from folkmoot.meetings.motions.actions.translating import translate_motion
from folkmoot.meetings.motions.models import Motion, MotionTranslation
from folkmoot.meetings.motions.queries.translations import languages_left
from folkmoot.meetings.motions.tests.motions import amended, carried, counted, looked_at, moved
from folkmoot.meetings.tests.held import going_on, joined
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.people.models import Person
from folkmoot.structure.tests.acting import events

FRENCH = "1. Le grenier est peint en blanc.\n2. Bo achète la peinture."


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def fields(page) -> dict[str, str]:
    """Return what the hidden fields of a page about words have."""
    found = re.findall(r'<input type="hidden" name="(revision|seen)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def translated(
    world: World, motion: Motion, language="fr", body=FRENCH, *, by=None, **given
) -> MotionTranslation:
    words = {"on_revision": motion.revision, "title": "Peindre le grenier", "body": body} | given
    do(world, translate_motion, by=by or world.eve, motion_id=motion.pk, language=language, **words)
    return MotionTranslation.objects.get(motion=motion, language=language)


def languages(world: World, motion: Motion) -> list[str]:
    pk = do(world, adopt_motion, by=world.bo, motion_id=motion.pk, **looked_at(motion))
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
    assert "Bo buys the paint." not in page.content.decode()
    assert "Bo buys the paint." in client.get(f"/motions/{motion.pk}/?language=en").content.decode()
    assert FRENCH.splitlines()[0] in client.get(f"{address}?language=fr").content.decode()
    assert cost(client, f"/motions/{motion.pk}/") <= 12
    assert client.get(address).status_code == 200
    assert as_(client, world.stan).get(address).status_code == 404


def _carried_of_a_member(world: World) -> tuple[Motion, Person]:
    (member,) = joined(world, 1)
    meeting = going_on(world, world.bo, world.eve, member)
    motion = moved(world, by=member)
    do(world, put_motion_on_agenda, by=world.bo, motion_id=motion.pk, meeting_id=meeting.pk)
    counted(world, meeting, 3, 0, motion_id=motion.pk)
    motion.refresh_from_db()
    return motion, member


def test_what_was_carried_is_put_into_other_languages_by_those_who_lead_and_not_by_the_mover(
    world: World, client
) -> None:
    motion, member = _carried_of_a_member(world)
    assert motion.state == "carried"
    with pytest.raises(Refused, match="You hold no office that may do this"):
        translated(world, motion, by=member)
    words = "Write it in another language as well"
    assert words not in links(as_(client, member).get(f"/motions/{motion.pk}/"))
    assert words in links(as_(client, world.bo).get(f"/motions/{motion.pk}/"))
    translated(world, motion, by=world.bo)
    assert languages(world, motion) == ["en", "fr"]


def test_a_motion_becomes_a_decision_only_with_the_words_that_were_looked_at(world: World, client) -> None:
    motion = carried(world, world.bo, world.eve)
    unseen = looked_at(motion)
    translated(world, motion, by=world.bo)
    page = as_(client, world.bo).get(f"/motions/{motion.pk}/adoption/")
    assert links(page)["Français"] == f"/motions/{motion.pk}/?language=fr"
    translated(world, motion, title="Sortir du syndicat", by=world.bo)
    refused = client.post(f"/motions/{motion.pk}/adoption/", fields(page))
    assert refusals(refused) == [
        "What stands in Français is not what you looked at. Read it as it is now, and make it a decision then."
    ]
    for given in (unseen, {"revision": 0}, looked_at(motion) | {"revision": 2}):
        with pytest.raises(Refused, match="is not what you looked at"):
            do(world, adopt_motion, by=world.bo, motion_id=motion.pk, **given)
    page = client.get(f"/motions/{motion.pk}/adoption/")
    client.post(f"/motions/{motion.pk}/adoption/", fields(page))
    motion.refresh_from_db()
    assert motion.decision_id is not None


def test_what_was_sent_otherwise_than_the_page_had_it_was_not_looked_at(world: World, client) -> None:
    motion = carried(world, world.bo, world.eve)
    for given in ({}, {"revision": "1", "seen": "fr"}, {"revision": "1", "seen": "[]"}, {"revision": "x"}):
        refused = as_(client, world.bo).post(f"/motions/{motion.pk}/adoption/", given)
        assert "is not what you looked at" in " ".join(refusals(refused))


def test_a_reader_finds_a_motion_in_their_language_and_the_others_one_at_a_time(world: World, client) -> None:
    motion = moved(world)
    translated(world, motion)
    translated(world, motion, "de", "1. Weiß.\n2. Bo kauft.")
    Person.objects.filter(pk=world.bo.pk).update(languages=["de", "fr"])

    def shown(query: str = "") -> list[str]:
        page = as_(client, world.bo).get(f"/motions/{motion.pk}/{query}").content.decode()
        return [
            each for each in ("Bo buys the paint.", "Bo achète la peinture.", "Bo kauft.") if each in page
        ]

    assert shown() == ["Bo kauft."]
    assert shown("?language=fr") == ["Bo achète la peinture."]
    assert shown("?language=en") == ["Bo buys the paint."]
    assert shown("?language=xx") == ["Bo kauft."]
    one_more = amended(world, motion)
    meeting = going_on(world, world.bo, world.eve)
    do(world, put_motion_on_agenda, by=world.bo, motion_id=motion.pk, meeting_id=meeting.pk)
    counted(world, meeting, 2, 0, amendment_id=one_more.pk)
    assert shown() == ["Bo buys the paint."]
    assert shown("?language=de") == ["Bo kauft."]


def test_a_motion_is_written_in_ten_languages_besides_its_own(world: World) -> None:
    motion = moved(world)
    codes = [code for code, _name in languages_left(motion)][:11]
    for code in codes[:10]:
        translated(world, motion, code)
    with pytest.raises(Refused, match="at most 10 languages besides its own"):
        translated(world, motion, codes[10])
    translated(world, motion, codes[9], title="Peindre encore")
    assert MotionTranslation.objects.count() == 10


def test_a_motion_an_amendment_and_a_translation_have_five_hundred_points_at_most(world: World) -> None:
    most = "\n".join(f"{number}. x" for number in range(1, 501))
    more = f"{most}\n501. x"
    with pytest.raises(Refused, match="This has 501 points, and a motion at most 500"):
        moved(world, body=more)
    motion = moved(world, body=most)
    with pytest.raises(Refused, match="This has 501 points"):
        amended(world, motion, more)
    with pytest.raises(Refused, match="This has 501 points"):
        translated(world, motion, body=more)
