import io
from datetime import timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.keeping import forget_among
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.study.actions.holding import (
    accept_qualification,
    hide_qualification,
    lay_down_qualification,
    record_learning,
    show_qualification,
)
from folkmoot.study.actions.qualifications import (
    answer_learning,
    confirm_learning,
    end_qualification,
    set_up_qualification,
)
from folkmoot.study.holdings import HOLDINGS, erase, learning_over
from folkmoot.study.models import Learning, LearningFile, Qualification
from folkmoot.study.queries.qualifications import own_qualifications, unit_qualifications
from folkmoot.study.rules.qualifications import Stage, is_renewable, months_after, valid_until
from folkmoot.study.tests.studying import begun


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def given(world: World, **said: Any) -> Qualification:
    asked = {"unit_id": world.north.pk, "title": "To chair", "words": "Has chaired.", "months": 12, **said}
    return Qualification.objects.get(pk=do(world, set_up_qualification, by=world.ada, **asked))


def asked(world: World, found: Qualification, *, by: Actor | None = None) -> Learning:
    pk = do(world, record_learning, by=by or world.eve, qualification_id=found.pk, words="I chaired.")
    return Learning.objects.get(pk=pk)


def held(world: World, found: Qualification, *, by: Actor | None = None) -> Learning:
    learning = asked(world, found, by=by)
    do(world, confirm_learning, by=world.ada, learning_id=learning.pk)
    do(world, accept_qualification, by=by or world.eve, qualification_id=found.pk)
    learning.refresh_from_db()
    return learning


def stages(world: World, who: Any) -> list[Stage]:
    return [each.stage for each in own_qualifications(who, at=world.at)]


def test_a_qualification_is_asked_for_confirmed_and_accepted_and_leaves_no_mark_of_whose_it_is(
    world: World,
) -> None:
    found = given(world)
    before = Entry.objects.count()
    learning = asked(world, found)
    assert stages(world, world.eve) == [Stage.ASKED]
    do(world, confirm_learning, by=world.ada, learning_id=learning.pk)
    assert stages(world, world.eve) == [Stage.CONFIRMED]
    do(world, accept_qualification, by=world.eve, qualification_id=found.pk)
    do(world, accept_qualification, by=world.eve, qualification_id=found.pk)
    learning.refresh_from_db()
    assert (stages(world, world.eve), learning.valid_until) == ([Stage.HELD], months_after(world.at, 12))
    told = list(Entry.objects.order_by("pk").values_list("event", "payload"))[before:]
    assert [event for event, _payload in told] == ["LearningConfirmed"]
    assert str(world.eve.pk) not in str(told)
    assert str(learning.pk) not in str(told)


def test_what_somebody_does_about_their_own_is_private(world: World) -> None:
    found = given(world)
    held(world, found)
    before = Entry.objects.count(), ActClaim.objects.count()
    for act in (show_qualification, hide_qualification, lay_down_qualification):
        do(world, act, by=world.eve, qualification_id=found.pk)
    asked(world, found)
    assert (Entry.objects.count(), ActClaim.objects.count()) == before


def test_what_is_declined_or_laid_down_leaves_nothing(world: World) -> None:
    found = given(world)
    learning = asked(world, found)
    do(world, confirm_learning, by=world.ada, learning_id=learning.pk)
    do(world, lay_down_qualification, by=world.eve, qualification_id=found.pk)
    assert (Learning.objects.count(), stages(world, world.eve)) == (0, [Stage.NONE])


def test_only_while_they_ask_do_those_who_confirm_read_it_and_nobody_else(world: World) -> None:
    found = given(world)
    learning = asked(world, found)

    def readers() -> dict[str, int]:
        pages = {
            who: unit_qualifications(world.north.pk, world.people[who], at=world.at) for who in world.people
        }
        return {who: len(page.asked) for who, page in pages.items() if page}

    assert readers() == {"ada": 1, "max": 1}
    do(world, confirm_learning, by=world.max, learning_id=learning.pk)
    assert readers() == {"ada": 0, "max": 0}


def test_nobody_confirms_their_own(world: World) -> None:
    learning = asked(world, given(world), by=world.ada)
    with pytest.raises(Refused, match=r"Nobody confirms their own learning\."):
        do(world, confirm_learning, by=world.ada, learning_id=learning.pk)
    do(world, confirm_learning, by=world.max, learning_id=learning.pk)


@pytest.mark.parametrize("who", ["bo", "dee", "una", "stan"])
def test_whoever_confirms_nothing_there_is_told_of_nothing(world: World, client, who: str) -> None:
    learning = asked(world, given(world))
    for act, said in ((confirm_learning, {}), (answer_learning, {"answer": "More."})):
        with pytest.raises(Refused, match=r"They do not ask for it any more\."):
            do(world, act, by=world.people[who], learning_id=learning.pk, **said)
    as_(client, world.people[who])
    for page in ("file/", "missing/"):
        assert client.get(f"/study/learning/{learning.pk}/{page}").status_code == 404
    assert client.post(f"/study/learning/{learning.pk}/confirmation/").status_code == 404


def test_only_those_at_home_there_ask_for_it(world: World) -> None:
    found = given(world)
    for who in (world.dee, world.stan):
        with pytest.raises(
            Refused, match=r"(There is no such qualification any more|not given where you are at home)"
        ):
            asked(world, found, by=who)
        assert stages(world, who) == []


def test_it_is_shown_to_the_officers_of_ones_own_unit_until_it_is_hidden_or_runs_out(world: World) -> None:
    found = given(world)
    held(world, found)

    def seen_by(who: Any) -> list[str]:
        page = unit_qualifications(world.harbour.pk, who, at=world.at)
        return [each.person.name for each in page.shown] if page else []

    assert seen_by(world.bo) == []
    do(world, show_qualification, by=world.eve, qualification_id=found.pk)
    assert (seen_by(world.bo), seen_by(world.ada), seen_by(world.dee)) == (["Eve"], [], [])
    do(world, hide_qualification, by=world.eve, qualification_id=found.pk)
    assert seen_by(world.bo) == []
    do(world, show_qualification, by=world.eve, qualification_id=found.pk)
    world.at = months_after(world.at, 12)
    assert (seen_by(world.bo), stages(world, world.eve)) == ([], [Stage.OVER])
    with pytest.raises(Refused, match=r"as long as it is valid\. Renew it first\."):
        do(world, show_qualification, by=world.eve, qualification_id=found.pk)


def test_it_is_renewed_from_three_months_before_it_runs_out_without_a_gap(world: World) -> None:
    found = given(world)
    first = held(world, found).valid_until
    with pytest.raises(Refused, match=r"It is renewed from three months before it runs out on\."):
        asked(world, found)
    world.at += timedelta(days=300)
    renewed = held(world, found)
    assert first
    assert (renewed.valid_until, renewed.held_at) == (months_after(first, 12), renewed.held_at)


def test_whoever_is_told_what_is_missing_asks_again_or_lets_it_be(world: World) -> None:
    found = given(world)
    learning = asked(world, found)
    do(world, answer_learning, by=world.ada, learning_id=learning.pk, answer="Chair one more.")
    (own,) = own_qualifications(world.eve, at=world.at)
    assert (own.stage, own.may_ask, own.learning and own.learning.answer) == (
        Stage.ANSWERED,
        True,
        "Chair one more.",
    )
    asked(world, found)
    assert stages(world, world.eve) == [Stage.ASKED]
    with pytest.raises(Refused, match=r"This was not confirmed yet\."):
        do(world, accept_qualification, by=world.eve, qualification_id=found.pk)


def test_what_is_ended_is_asked_for_no_more_and_stays_with_whoever_holds_it(world: World) -> None:
    found = given(world)
    held(world, found)
    asked(world, found, by=world.bo)
    do(world, end_qualification, by=world.ada, qualification_id=found.pk)
    assert [each.person for each in Learning.objects.all()] == [world.eve]
    assert (stages(world, world.eve), stages(world, world.bo)) == ([Stage.HELD], [])
    with pytest.raises(Refused, match=r"There is no such qualification any more\."):
        do(world, end_qualification, by=world.ada, qualification_id=found.pk)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, r"Give it a title in a few words\."),
    ({"words": " "}, r"Nothing is written here yet\."),
    ({"months": 0}, r"Choose between 1 and 120 months"),
    ({"months": 121}, r"Choose between 1 and 120 months"),
]


@pytest.mark.parametrize(("said", "sentence"), REFUSED)
def test_a_qualification_that_says_nothing_is_refused(world: World, said, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        given(world, **said)


def test_a_programme_of_the_same_unit_leads_to_it(world: World) -> None:
    programme, elsewhere = begun(world), begun(world, unit=world.harbour)
    assert given(world, programme_id=programme.pk).programme == programme
    with pytest.raises(Refused, match=r"Choose a programme of the same unit\."):
        given(world, programme_id=elsewhere.pk)


def test_months_end_where_a_month_is_shorter(world: World) -> None:
    moment = world.at.replace(month=1, day=31)
    assert (months_after(moment, 1).day, months_after(moment, 12)) == (
        28,
        moment.replace(year=moment.year + 1),
    )
    assert valid_until(None, None, at=moment) is None
    assert valid_until(moment - timedelta(days=1), 12, at=moment) == months_after(moment, 12)
    assert (is_renewable(None, at=moment), is_renewable(moment, at=moment)) == (False, True)


def test_it_is_taken_along_erased_and_forgotten_in_time(world: World) -> None:
    found = given(world)
    learning = held(world, found)
    LearningFile.objects.create(
        learning=learning, name="a.pdf", media_type="application/pdf", size=1, sha256="a" * 64
    )
    told = {each.table: list(each.rows(world.eve)) for each in HOLDINGS}
    assert [row[:3] for row in told["study_learning"]] == [("Eve", "To chair", "I chaired.")]
    assert [row[:2] for row in told["study_learningfile"]] == [("To chair", "a.pdf")]
    assert learning.valid_until
    assert list(learning_over(learning.valid_until + timedelta(days=729))) == []
    assert list(learning_over(learning.valid_until + timedelta(days=730))) == [learning]
    asked(world, found, by=world.bo)
    assert erase(world.eve.pk, 10) >= 1
    assert [each.person for each in Learning.objects.all()] == [world.bo]
    assert forget_among([learning_over(world.at + timedelta(days=730))], 10) == 1


def test_a_qualification_is_set_up_in_the_browser(world: World, client) -> None:
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/study/")
    page = client.get(links(page)["Qualifications"])
    page = client.get(links(page)["Set one up"])
    said = {"title": "To chair", "words": "Has chaired.", "months": "12", "programme_id": ""}
    answer = client.post(page.request["PATH_INFO"], {**fields(page), **said, "months": "200"})
    assert (answer.status_code, len(refusals(answer))) == (422, 1)
    client.post(page.request["PATH_INFO"], {**fields(page), **said})
    page = client.get(links(as_(client, world.eve).get("/study/"))["Qualifications"])
    assert links(page)["To chair"] == f"/study/qualifications/{Qualification.objects.get().pk}/"


def test_it_is_asked_for_with_a_file_and_confirmed_in_the_browser(world: World, client) -> None:
    found = given(world)
    page = as_(client, world.eve).get(f"/study/qualifications/{found.pk}/")
    page = client.get(links(page)["Ask for it"])
    proof = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    proof.name = "proof.pdf"
    said = {"words": "I chaired.", "file": proof}
    page = client.post(page.request["PATH_INFO"], {**fields(page), **said}, follow=True)
    assert "asked for" in page.content.decode()
    learning = Learning.objects.get()
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/qualifications/")
    assert "Eve" in texts_of(page, "h3")
    answer = client.get(f"/study/learning/{learning.pk}/file/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    page = client.post(f"/study/learning/{learning.pk}/confirmation/", fields(page), follow=True)
    assert "Eve" not in texts_of(page, "h3")
    assert client.get(f"/study/learning/{learning.pk}/file/").status_code == 404


def test_it_is_accepted_shown_hidden_and_laid_down_in_the_browser(world: World, client) -> None:
    found = given(world)
    do(world, confirm_learning, by=world.ada, learning_id=asked(world, found).pk)
    address = f"/study/qualifications/{found.pk}/"
    page = as_(client, world.eve).get(address)
    page = client.post(f"{address}acceptance/", fields(page), follow=True)
    assert "Nobody but you sees it." in page.content.decode()
    client.post(f"{address}showing/", fields(page))
    officers = f"/units/{world.harbour.pk}/qualifications/"
    assert "Eve" in texts_of(as_(client, world.bo).get(officers), "h3")
    page = as_(client, world.eve).get(address)
    client.post(f"{address}hiding/", fields(page))
    assert "Eve" not in texts_of(as_(client, world.bo).get(officers), "h3")
    page = as_(client, world.eve).get(f"{address}laying-down/")
    client.post(page.request["PATH_INFO"], fields(page))
    assert Learning.objects.count() == 0


def test_what_is_missing_is_told_in_the_browser(world: World, client) -> None:
    learning = asked(world, given(world))
    page = as_(client, world.ada).get(f"/study/learning/{learning.pk}/missing/")
    assert client.post(page.request["PATH_INFO"], {**fields(page), "answer": ""}).status_code == 422
    client.post(page.request["PATH_INFO"], {**fields(page), "answer": "Chair one more."})
    page = as_(client, world.eve).get(f"/study/qualifications/{learning.qualification_id}/")
    assert "Chair one more." in page.content.decode()


def test_an_editor_ends_one_in_the_browser_and_strangers_find_nothing(world: World, client) -> None:
    found = given(world)
    for who in (world.dee, world.stan):
        as_(client, who)
        assert client.get(f"/study/qualifications/{found.pk}/").status_code == 404
        for page in ("", "new/"):
            assert client.get(f"/units/{world.north.pk}/qualifications/{page}").status_code == 404
    page = as_(client, world.ada).get(f"/study/qualifications/{found.pk}/end/")
    client.post(page.request["PATH_INFO"], fields(page))
    assert Qualification.objects.standing().count() == 0


def test_pages_ask_as_much_of_one_qualification_as_of_many(world: World, client) -> None:
    held(world, given(world))
    asked(world, given(world, title="To take minutes"))

    def costs() -> list[int]:
        pages = {world.eve: "/study/qualifications/", world.ada: f"/units/{world.north.pk}/qualifications/"}
        return [cost(as_(client, who), page) for who, page in pages.items()]

    before = costs()
    for number in range(3):
        asked(world, given(world, title=f"And {number}"))
    assert costs() == before
    assert max(before) <= 12
