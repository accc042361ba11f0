import re
from uuid import UUID

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import HALF, bylaws, entered
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.motions.actions.counting import enter_roll_call
from folkmoot.meetings.motions.actions.motions import second_motion
from folkmoot.meetings.motions.models import Amendment, Forwarding, Motion, Option, Voice, Vote
from folkmoot.meetings.motions.tests.motions import BLUE, BODY, amended, carried, counted, moved, put
from folkmoot.meetings.tests.held import going_on
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.structure.tests.pages import words_of

WORDS = {"title": "Paint the loft", "body": BODY}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def sent(client, page, **given):
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} if form else {}
    return client.post(page.request["PATH_INFO"], {**typed, **fields(page), **given}, follow=True)


def ticked(page) -> dict[str, str]:
    """What is ticked on a page, as a browser would send it."""
    boxes = re.findall(r'<input type="radio"[^>]*>', page.content.decode())
    return dict(
        re.findall(r'name="([^"]+)" value="([^"]+)"', "".join(each for each in boxes if "checked" in each))
    )


def pressed(client, page, label: str, **given):
    """Press a button that is a form of its own, found by where it leads."""
    address = next(each for each in addresses(page) if each.endswith(label))
    return client.post(address, given, follow=True)


def addresses(page) -> list[str]:
    return [part.split('"')[0] for part in page.content.decode().split('action="')[1:]]


def words(page) -> str:
    return " ".join(page.content.decode().split())


def test_a_member_moves_something_and_others_find_and_second_it(world: World, client) -> None:
    page = as_(client, world.eve).get(f"/units/{world.harbour.pk}/motions/")
    assert texts_of(page, "h2") == ["To be decided", "Nothing is moved"]
    page = client.get(links(page)["Move something"])
    page = sent(client, page, **WORDS, reason="It looks sad.", matter="money")
    assert texts_of(page, "p.meta") == ["open submitted on 2 March 2026"] or "submitted" in words(page)
    motion = Motion.objects.get()
    assert (motion.title, motion.matter, motion.language) == ("Paint the loft", "money", "en")
    page = as_(client, world.bo).get(f"/motions/{motion.pk}/")
    assert texts_of(page, "dd") == ["2 March 2026", "Eve", "spending money"]
    page = pressed(client, page, "/seconding/")
    assert "Bo" in texts_of(page, "dd")
    assert not [each for each in addresses(page) if each.endswith("/seconding/")]


def test_a_motion_that_cannot_be_adopted_is_refused_on_its_form(world: World, client) -> None:
    page = as_(client, world.eve).get(f"/units/{world.harbour.pk}/motions/new/")
    page = sent(client, page, title="Paint", body="# 1 One\n\nA\n\n# 1 Two\n\nB\n")
    assert (page.status_code, Motion.objects.count(), len(refusals(page))) == (422, 0, 1)


def test_strangers_find_no_motions_and_officers_above_no_names(world: World, client) -> None:
    motion = moved(world)
    for address in (f"/units/{world.harbour.pk}/motions/", f"/motions/{motion.pk}/"):
        assert as_(client, world.dee).get(address).status_code == 404
    page = as_(client, world.ada).get(f"/motions/{motion.pk}/")
    assert texts_of(page, "dd") == ["2 March 2026"]
    for address in ("amendments/new/", "forwarding/", "adoption/"):
        assert as_(client, world.dee).get(f"/motions/{motion.pk}/{address}").status_code == 404


def test_an_amendment_shows_its_differences_word_by_word_and_is_put_in_order(world: World, client) -> None:
    motion = moved(world)
    page = as_(client, world.eve).get(f"/motions/{motion.pk}/")
    page = client.get(links(page)["Propose an amendment"])
    assert page.context["form"]["body"].value() == BODY
    page = sent(client, page, body=BLUE, reason="The sky is.")
    assert "<del>" in words(page)
    assert "<ins>" in words(page)
    assert "1 word changes" in words(page)
    amended(world, motion, "1. Nothing is painted.")
    page = as_(client, world.bo).get(f"/motions/{motion.pk}/")
    assert texts_of(page, "h3")[:2] == ["Amendment 1", "Amendment 2"]
    small = Amendment.objects.get(reach=1)
    assert words(page).index(str(small.pk)) > words(page).index(
        str(Amendment.objects.exclude(pk=small.pk).get().pk)
    )
    order = [str(small.pk), str(Amendment.objects.exclude(pk=small.pk).get().pk)]
    client.post(f"/motions/{motion.pk}/order/", {"amendments": order})
    assert list(Amendment.objects.order_by("position")) == [
        small,
        Amendment.objects.exclude(pk=small.pk).get(),
    ]


def test_an_amendment_that_no_longer_fits_says_so_and_is_brought_up_to_date(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    one, two = amended(world, motion), amended(world, motion, "1. Nothing is painted.")
    counted(world, meeting, 2, 0, amendment_id=one.pk)
    page = as_(client, world.eve).get(f"/motions/{motion.pk}/")
    assert "this one no longer fits" in words(page)
    page = client.get(links(page)["Bring it up to date"])
    assert "The motion says now:" in words(page)
    assert sent(client, page).status_code == 200
    two.refresh_from_db()
    assert two.on_revision == 2
    assert as_(client, world.bo).get(f"/motions/{motion.pk}/amendments/{one.pk}/").status_code == 404


def test_a_meeting_votes_by_hands_and_the_rule_is_quoted(world: World, client) -> None:
    entered(world, bylaws(world), "2.2", HALF)
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    assert "Motion:" in words(page)
    page = client.get(f"/meetings/{meeting.pk}/votes/new/?motion={motion.pk}")
    assert "more than half of the votes cast, as no article says otherwise" in words(page)
    assert "quorum 1 of 2, article 2.2" in words(page)
    page = client.post(f"{page.request['PATH_INFO']}?motion={motion.pk}", fields(page), follow=True)
    page = sent(client, page, in_favour="3", against="0")
    assert page.status_code == 422
    assert "These are 3 votes, and 2 people with a vote are present" in refusals(page)[0]
    page = sent(client, page, in_favour="2", against="0")
    assert "2 for, 0 against, 0 abstained" in words(page)
    page = client.get(f"/meetings/{meeting.pk}/")
    assert "carried" in words(page)
    assert as_(client, world.dee).get(f"/votes/{Vote.objects.get().pk}/").status_code == 404


def test_a_meeting_votes_by_name_and_those_above_see_figures_alone(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?", method="roll_call")
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/")
    assert ("(optional)" in words(page), "Did not answer" in words(page)) == (False, False)
    sent(client, page, **{f"said_{world.eve.pk}": "against", f"said_{world.bo.pk}": "for"})
    assert Voice.objects.count() == 2
    page = as_(client, world.eve).get(f"/votes/{vote.pk}/")
    assert texts_of(page, "dd") == ["Bo", "Eve"]
    page = as_(client, world.ada).get(f"/votes/{vote.pk}/")
    assert (page.status_code, texts_of(page, "dd")) == (200, [])


def test_who_was_not_asked_is_named_before_and_after_the_roll_is_entered(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?", method="roll_call")
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/")
    page = sent(client, page, **{f"said_{world.bo.pk}": "for"})
    assert (page.status_code, Voice.objects.count()) == (422, 0)
    assert refusals(page) == ["Not asked: Eve. Ask them, or tick “Enter it all the same”."]
    page = sent(client, page, **{f"said_{world.bo.pk}": "for", "all_the_same": "on"})
    assert list(zip(texts_of(page, "dt"), texts_of(page, "dd"), strict=True)) == [
        ("For", "Bo"),
        ("Did not answer", "Eve"),
    ]


def test_whoever_stands_aside_in_a_roll_call_costs_nobody_their_answer(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?", method="roll_call")
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/")
    page = sent(client, page, **{f"said_{world.bo.pk}": "against", "aside": world.eve.pk})
    assert (page.status_code, ticked(page), refusals(page)) == (200, {f"said_{world.bo.pk}": "against"}, [])
    assert "Stood aside: Eve" in words_of(page)
    page = sent(client, page, **{f"said_{world.bo.pk}": "against", "aside": world.eve.pk})
    assert "They stand aside already. Go on with the vote." in words_of(page)
    assert ticked(page) == {f"said_{world.bo.pk}": "against"}
    page = sent(client, page, **ticked(page))
    assert "0 for, 1 against, 0 abstained" in words_of(page)


def test_hands_that_were_typed_stay_when_somebody_stands_aside(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?")
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/")
    assert "Invalid" not in words_of(page)
    page = sent(client, page, in_favour="1", aside=world.eve.pk)
    assert (page.context["form"]["in_favour"].value(), refusals(page)) == ("1", [])
    assert "1 person with a vote takes part." in words_of(page)


def test_answers_that_are_ticked_are_not_left_behind_without_a_word(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?", method="roll_call")
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/")
    assert sent(client, page, leave="yes").request["PATH_INFO"] == f"/meetings/{meeting.pk}/run/"
    page = sent(client, page, **{f"said_{world.bo.pk}": "for", "leave": "yes"})
    assert "1 answer is ticked below and not entered yet." in words_of(page)
    assert links(page)["Go back without them"] == f"/meetings/{meeting.pk}/run/"
    assert ticked(page) == {f"said_{world.bo.pk}": "for"}


def test_figures_below_nothing_are_refused_in_plain_words(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?")
    page = sent(client, as_(client, world.bo).get(f"/votes/{vote.pk}/"), in_favour="-1", against="0")
    assert refusals(page) == ["For – A figure is 0 or more. Count again."]


def test_nobody_is_proposed_as_mover_and_the_meeting_is_one_step_away(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo)
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/motions/new/?meeting={meeting.pk}")
    assert fields(page)["person_id"] == ""
    assert links(page)["Back to the meeting"] == f"/meetings/{meeting.pk}/run/"
    assert fields(client.get(f"/motions/{motion.pk}/amendments/new/"))["person_id"] == ""
    assert fields(client.get(f"/meetings/{meeting.pk}/votes/new/"))["matter"] == ""
    for who, address in ((world.bo, "run/"), (world.eve, "")):
        page = as_(client, who).get(f"/motions/{motion.pk}/")
        assert links(page)["Back to the meeting"] == f"/meetings/{meeting.pk}/{address}"


def test_whoever_is_there_stands_aside_and_the_vote_is_counted_again(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall Eve be paid?")
    page = as_(client, world.eve).get(f"/votes/{vote.pk}/")
    page = pressed(client, page, "/aside/")
    assert "1 person with a vote takes part." in words(page)
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/")
    page = sent(client, page, in_favour="1", against="0")
    page = client.get(links(page)["Count again"])
    assert "So far: 1 for, 0 against, 0 abstained." in words(page)
    assert Vote.objects.get().replaced_at is None
    page = pressed(client, page, "/recount/")
    assert "The first count, replaced by this one: 1 for" in words(page)
    assert as_(client, world.eve).post(f"/votes/{vote.pk}/recount/").status_code == 422


def test_acclamation_and_giving_a_vote_up_are_one_press_each(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve)
    vote = put(world, meeting, text="Shall we stop?", method="acclamation")
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/")
    assert "2 for" in words(pressed(client, page, "/acclamation/"))
    vote = put(world, meeting, text="Shall we go on?")
    pressed(client, client.get(f"/votes/{vote.pk}/"), "/giving-up/")
    assert Vote.objects.count() == 1


def test_a_secret_ballot_is_told_to_be_missing(world: World, client) -> None:
    entered(world, bylaws(world), "3", {"kind": "ballot", "matter": "money", "method": "secret"})
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, meeting_id=meeting.pk, by=world.bo, matter="money")
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/votes/new/?motion={motion.pk}")
    assert "Article 3 asks for a secret ballot here." in words(page)


def test_a_carried_motion_becomes_a_decision_that_stands_on_today(world: World, client) -> None:
    motion = carried(world, world.bo, world.eve)
    page = as_(client, world.bo).get(f"/motions/{motion.pk}/")
    page = client.get(links(page)["Make it a decision"])
    page = client.post(page.request["PATH_INFO"], fields(page), follow=True)
    assert "It is a decision, and members find it on Today." in words(page)
    assert Decision.objects.get().body == world.harbour
    page = as_(client, world.eve).get("/")
    assert "Paint the loft" in links(page)
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/motions/")
    assert texts_of(page, "h2")[-1] == "For information, from below"


def test_a_motion_is_sent_up_taken_up_answered_and_the_answer_is_read(world: World, client) -> None:
    motion = carried(world, world.bo, world.eve)
    page = as_(client, world.bo).get(f"/motions/{motion.pk}/")
    page = client.get(links(page)["Send it to a body above"])
    sent(client, page, unit_id=str(world.north.pk))
    called(world, unit=world.north, by=world.ada)
    page = as_(client, world.ada).get(f"/overview/{world.north.pk}/")
    assert "waits for an answer" in words(page)
    page = client.get(f"/units/{world.north.pk}/motions/")
    page = client.get(links(page)["Put it on an agenda"])
    assert "2 for, 0 against, 0 abstained; more than half" in words(page)
    sent(client, page)
    own = Motion.objects.get(unit=world.north)
    page = client.get(f"/motions/{own.pk}/")
    assert "sent by Harbour on 2 March 2026" in words(page)
    page = client.get(f"/units/{world.north.pk}/motions/")
    page = client.get(links(page)["Answer it"])
    page = sent(
        client, page, answer="passed_on", reasons="All lofts are the Union’s.", unit_id=str(world.union.pk)
    )
    assert "It is answered" in words(page)
    page = as_(client, world.eve).get(f"/motions/{motion.pk}/")
    assert "All lofts are the Union’s." in words(page)
    assert Forwarding.objects.filter(to_unit=world.union).get().is_waiting


def test_a_question_is_asked_and_its_hands_are_counted(world: World, client) -> None:
    meeting = going_on(world, world.bo, world.eve, kind="consultative")
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/questions/new/")
    page = sent(client, page, text="Which colour?", options="White\n\nBlue\n")
    page = client.get(links(page)["Which colour?"])
    page = sent(client, page, hands_0="1", hands_1="2")
    assert texts_of(page, "dd") == ["1", "2"]
    assert list(Option.objects.order_by("position").values_list("hands", flat=True)) == [1, 2]
    assert as_(client, world.eve).get(page.request["PATH_INFO"]).status_code == 200
    assert as_(client, world.eve).get(f"/meetings/{meeting.pk}/questions/new/").status_code == 404


def test_agendas_are_offered_what_was_moved(world: World, client) -> None:
    motion = moved(world)
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/meetings/new/")
    assert fields(page)["motions"] == str(motion.pk)
    meeting = called(world)
    page = client.get(f"/motions/{motion.pk}/")
    page = pressed(client, page, f"/agenda/{meeting.pk}/")
    page = client.get(f"/meetings/{meeting.pk}/agenda/")
    assert page.context["form"]["agenda"].value() == "Motion: Paint the loft"
    sent(client, page, agenda="Tea\nMotion: Paint the loft")
    assert list(meeting.items.order_by("position").values_list("motion", flat=True)) == [None, motion.pk]


def test_from_the_list_of_motions_whoever_runs_the_meeting_comes_back_to_it(world: World, client) -> None:
    address = f"/units/{world.harbour.pk}/motions/"
    assert "Back to the meeting" not in links(as_(client, world.bo).get(address))
    meeting = going_on(world, world.bo, world.eve)
    assert links(client.get(address))["Back to the meeting"] == f"/meetings/{meeting.pk}/run/"
    assert "Back to the meeting" not in links(as_(client, world.ada).get(address))


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_motions_cost_the_same_however_many_there_are(world: World, client, number: int) -> None:
    meeting = going_on(world, world.bo, world.eve)
    for _each in range(number):
        motion = moved(world, by=world.bo, meeting_id=meeting.pk)
        amendment: UUID = amended(world, motion).pk
        counted(world, meeting, 0, 2, amendment_id=amendment)
        amended(world, motion, "1. Nothing is painted.")
    for _each in range(number - 1):
        amended(world, motion, f"{BLUE} Twice.")
    vote = put(world, meeting, text="Stop?", method="roll_call")
    voices = [{"person_id": world.bo.pk, "choice": "for"}, {"person_id": world.eve.pk, "choice": "for"}]
    do(world, enter_roll_call, by=world.bo, vote_id=vote.pk, voices=voices[:number])
    as_(client, world.bo)
    asked = {
        name: cost(client, address)
        for name, address in (
            ("list", f"/units/{world.harbour.pk}/motions/"),
            ("motion", f"/motions/{motion.pk}/"),
            ("vote", f"/votes/{vote.pk}/"),
            ("meeting", f"/meetings/{meeting.pk}/"),
        )
    }
    assert asked == {"list": 7, "motion": 9, "vote": 5, "meeting": 9}


def test_whoever_is_named_by_another_finds_that_on_today_and_takes_it_back(world: World, client) -> None:
    own, written = moved(world, by=world.bo), moved(world, by=world.bo, title="Sell the boat")
    do(world, second_motion, by=world.eve, motion_id=own.pk)
    assert "written down for you" not in words_of(as_(client, world.eve).get("/"))
    do(world, second_motion, by=world.bo, motion_id=written.pk, person_id=world.eve.pk)
    page = client.get("/")
    assert "It was written down for you that you stand behind “Sell the boat”." in words_of(page)
    assert links(page)["Look at it, and take it back if that is not so"] == f"/motions/{written.pk}/"
    assert "wrote down that you stand behind this" in words_of(client.get(f"/motions/{written.pk}/"))
    client.post(f"/motions/{written.pk}/seconding/withdrawal/", follow=True)
    assert "written down for you" not in words_of(client.get("/"))
    amended(world, own, by=world.bo, person_id=world.eve.pk)
    assert links(client.get("/"))["Look at it, and take it back if that is not so"] == f"/motions/{own.pk}/"


def test_a_page_shows_the_points_that_amendments_change_and_of_long_ones_only_the_first(
    world: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = moved(world)
    first, second = amended(world, motion), amended(world, motion, BODY.replace("Bo", "Eve"))
    bo = as_(client, world.bo)

    def shown(*asked: object) -> list[bool]:
        page = bo.get(f"/motions/{motion.pk}/", *asked).content.decode()
        cards = {
            pk: page.partition(f'id="amendment-{pk}"')[2].partition("</article>")[0]
            for pk in (first.pk, second.pk)
        }
        assert ("Bo buys" in cards[first.pk], "The loft" in cards[second.pk]) == (False, False)
        return ["<ins>" in each for each in cards.values()]

    assert shown() == [True, True]
    monkeypatch.setattr("folkmoot.meetings.motions.queries.amendments._MOST_LETTERS", 60)
    assert shown() in ([True, False], [False, True])
    assert shown({"amendment": str(first.pk)}) == [True, False]
    assert shown({"amendment": str(second.pk)}) == [False, True]
