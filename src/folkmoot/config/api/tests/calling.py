"""How these tests speak to the API, and carry out the examples of acts."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.test import Client

from conftest import START, give_passkey
from folkmoot.accounts.actions.changing import prove
from folkmoot.accounts.actions.tokens import make_token, new_secret
from folkmoot.accounts.jobs import tell_of_recoveries, tell_old_addresses
from folkmoot.accounts.queries.tokens import secret_hash
from folkmoot.bylaws.actions.following import follow_next
from folkmoot.config.api.example import placed
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import offered
from folkmoot.consultations.actions.counting import count_waiting
from folkmoot.consultations.models import Answer, Comment, OpinionFigure
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import adopted
from folkmoot.documents.actions.taking_in import take_in, token_for
from folkmoot.documents.tests.samples import ogg
from folkmoot.kernel.acts import ACTS, Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.attendance import note_arrival
from folkmoot.meetings.actions.calling import call_meeting
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.models import LateTap, Meeting, Presence
from folkmoot.meetings.motions.models import Forwarding
from folkmoot.membership.tests.leagues import with_league
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Account, Membership, Person
from folkmoot.reports.models import Request
from folkmoot.structure.models import Reorganisation, Stage
from folkmoot.structure.tests.importing import checked_text, import_text, staged
from folkmoot.study.along import Given, token_of
from folkmoot.study.models import Card
from folkmoot.work.models import Lesson, Step, Target

MEMBERS_FILE = "Member number,Name,Cell code\nM-900,Zoë,harbour\n"
UNITS_FILE = "code,name,kind,parent\nlight,Lighthouse,local,north\n"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def token_client(person: Person, *, acts=(), reads=(), via: Via = Via.WEB) -> Client:
    secret = new_secret()
    given = {"name": "test", "acts": list(acts), "reads": list(reads), "days": 30}
    run(
        make_token,
        {**given, "secret_hash": secret_hash(secret)},
        act_id=new_id(),
        by=person,
        at=now(),
        via=via,
    )
    return Client(headers={"Authorization": f"Bearer {secret}"}, enforce_csrf_checks=True)


def post(client: Client, act: str, given: object, *, key: object = None) -> Any:
    headers = {"Idempotency-Key": str(key or uuid4())}
    return client.post(f"/api/acts/{act}", given, content_type="application/json", headers=headers)


def said(response: Any) -> tuple[int, Any]:
    return response.status_code, response.json()


def rows(client: Client, address: str) -> Any:
    response = client.get(f"/api/{address}")
    assert response.status_code == 200, response.content
    return response.json()["rows"]


def brought_by(person: Person) -> str:
    """What shows that this person brought a file: nobody hangs up another's."""
    return token_for(take_in([ogg()], "chant.ogg"), person.pk)


class Story:
    """Carries out examples in a world: those of the API over HTTP, the others as their own doors would."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.clients: dict[str, Client] = {}
        self.answers: dict[str, UUID] = {}

    def client(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = signed_in(getattr(self.world, name))
            # Once asked, the session stands on its owner's list.
            self.clients[name].get("/api/inbox")
        return self.clients[name]

    def prepare(self, name: str) -> Any:
        """Do what has to be done before, and return the input with real ids."""
        example = EXAMPLES[name]
        for each in example.before:
            self.do(each)
        return placed(example.given, lambda word: self.found(word, by=example.by))

    def do(self, name: str) -> UUID:
        """Carry out the example of an act, if it was not yet, and return its answer."""
        if name not in self.answers:
            self.answers[name] = self._done(name)
        return self.answers[name]

    def _done(self, name: str) -> UUID:
        example, given = EXAMPLES[name], self.prepare(name)
        if name not in offered():
            by = getattr(self.world, example.by) if example.by else None
            moment = now() + timedelta(days=example.days_later)
            return run(ACTS[name], given, act_id=new_id(), by=by, at=moment, via=example.via)
        response = post(self.client(example.by), name, given)
        assert response.status_code == 200, (name, response.json())
        return UUID(response.json()["id"])

    def found(self, word: str, *, by: str) -> object:
        if word in EXAMPLES:
            return str(self.do(word))
        special = getattr(self, f"_{word}", None)
        return special(by) if special else str(getattr(self.world, word).pk)

    def _today(self, _by: str) -> str:
        return _day_in(0)

    def _yesterday(self, _by: str) -> str:
        return _day_in(-1)

    def _in_two_weeks(self, _by: str) -> str:
        return _day_in(14)

    def _in_a_month(self, _by: str) -> str:
        return _day_in(30)

    def _counted_consultation(self, _by: str) -> str:
        consultation = self.do("consultations.summarise_point")
        count_waiting(now() + timedelta(hours=1))
        return str(consultation)

    def _first_step(self, _by: str) -> str:
        return str(Step.objects.get(assignment=self.do("work.put_up_work"), position=1).pk)

    def _first_request(self, _by: str) -> str:
        return str(Request.objects.get(report=self.do("reports.send_report")).pk)

    def _first_lesson(self, _by: str) -> str:
        return str(Lesson.objects.get(assignment=self.do("work.tell_of_work")).pk)

    def _target_in_words(self, _by: str) -> str:
        plan = self.do("work.adopt_plan")
        given = {"title": "Read the statutes", "due_on": date(2026, 12, 31), "position": 9}
        return str(Target.objects.create(plan_id=plan, **given).pk)

    def _staged_import(self, by: str) -> str:
        world = self.world
        return str(staged("units", UNITS_FILE, under=world.union, by=getattr(world, by), at=now()))

    def _checked_import(self, by: str) -> str:
        world = self.world
        return str(checked_text("units", UNITS_FILE, under=world.union, by=getattr(world, by), at=now()).pk)

    def _imported_members(self, by: str) -> str:
        world = self.world
        return str(
            import_text("members", MEMBERS_FILE, under=world.union, by=getattr(world, by), at=now()).pk
        )

    def _reworded_clause(self, _by: str) -> str:
        clause = self.do("bylaws.enter_clause")
        given = {"decision_id": self.do("decisions.draft_amendment"), "revision": 1, "adopted_on": _day_in(0)}
        run(adopt_decision, given, act_id=new_id(), by=self.world.max, at=now(), via=Via.WEB)
        follow_next(now())
        return str(clause)

    def _vote_put(self, method: str) -> str:
        given = {"meeting_id": str(self.do("meetings.open_meeting")), "text": "Shall we stop?"}
        answer = post(self.client("bo"), "meetings.put_to_vote", given | {"method": method})
        return str(answer.json()["id"])

    def _vote_by_acclamation(self, _by: str) -> str:
        return self._vote_put("acclamation")

    def _vote_by_roll_call(self, _by: str) -> str:
        return self._vote_put("roll_call")

    def _written_down(self, name: str) -> str:
        given = self.prepare(name) | {"person_id": str(self.world.eve.pk)}
        return str(post(self.client("bo"), name, given).json()["id"])

    def _written_motion(self, _by: str) -> str:
        return self._written_down("meetings.submit_motion")

    def _written_amendment(self, _by: str) -> str:
        return self._written_down("meetings.propose_amendment")

    def _seconded_motion(self, _by: str) -> str:
        self.do("meetings.second_motion")
        return str(self.do("meetings.submit_motion"))

    def _carried_motion(self, _by: str) -> str:
        self.do("meetings.enter_count")
        return str(self.do("meetings.put_motion_on_agenda"))

    def _forwarded_motion(self, _by: str) -> str:
        motion = self.do("meetings.forward_motion")
        return str(Forwarding.objects.get(motion=motion, is_for_information=False).pk)

    def _meeting_in_north(self, _by: str) -> str:
        given = {**EXAMPLES["meetings.call_meeting"].given, "unit_id": "@north", "agenda": []}
        called = placed(given, lambda word: self.found(word, by="ada"))
        return str(post(self.client("ada"), "meetings.call_meeting", called).json()["id"])

    def _earlier_decision(self, _by: str) -> str:
        return str(adopted(self.world, title="Meet when you can").pk)

    def _brought_file(self, by: str) -> str:
        return brought_by(getattr(self.world, by))

    def _hash_of_file(self, _by: str) -> str:
        return take_in([ogg()], "chant.ogg").sha256

    def _stopped_merge(self, _by: str) -> str:
        merge = self.do("structure.merge_units")
        Reorganisation.objects.filter(pk=merge).update(stage=Stage.STOPPED)
        return str(merge)

    def _told_change(self, _by: str) -> str:
        change = self.do("accounts.change_contact")
        tell_old_addresses(now())
        return str(change)

    def _meeting_of_this_hour(self, _by: str) -> str:
        meeting = self.do("meetings.call_meeting")
        Meeting.objects.filter(pk=meeting).update(begins_at=now())
        return str(meeting)

    def _study_circle(self, _by: str) -> str:
        """A study circle that goes on, with two people."""
        bo, given = self.world.bo, self.prepare("meetings.call_meeting") | {"kind": "study_circle"}
        made = run(call_meeting, given, act_id=new_id(), by=bo, at=now(), via=Via.WEB)
        opening = {"meeting_id": made, "chair_id": bo.pk, "minute_taker_id": bo.pk, "is_early": True}
        Meeting.objects.filter(pk=made).update(begins_at=now())
        run(open_meeting, opening, act_id=new_id(), by=bo, at=now(), via=Via.WEB)
        here = {"meeting_id": made, "people": [self.world.eve.pk]}
        run(note_arrival, here, act_id=new_id(), by=bo, at=now(), via=Via.WEB)
        return str(made)

    def _taken_along(self, by: str) -> str:
        card = Card.objects.get(pk=self.do("study.write_card"))
        self.do("study.publish_programme")
        card.refresh_from_db()
        assert card.current_id is not None
        return token_of(Given(self.world.people[by].pk, card.pk, card.current_id, 0, now()))

    def _held_yesterday(self, _by: str) -> str:
        meeting = self.do("meetings.call_meeting")
        yesterday = now() - timedelta(days=1)
        Meeting.objects.filter(pk=meeting).update(begins_at=yesterday, ends_at=yesterday + timedelta(hours=2))
        return str(meeting)

    def _bos_stay(self, _by: str) -> str:
        meeting = self.do("meetings.open_meeting")
        return str(Presence.objects.get(meeting=meeting, person=self.world.bo).pk)

    def _kept_tap(self, _by: str) -> str:
        return str(LateTap.objects.get(meeting=self.do("meetings.keep_tap")).pk)

    def _checked_minutes(self, _by: str) -> str:
        """Minutes that were checked, while the next meeting of their unit goes on, which can adopt them."""
        checked, bo = self.do("meetings.check_minutes"), self.world.bo
        made = run(
            call_meeting, self.prepare("meetings.call_meeting"), act_id=new_id(), by=bo, at=now(), via=Via.WEB
        )
        opening = {"meeting_id": made, "chair_id": bo.pk, "minute_taker_id": bo.pk, "is_early": True}
        run(open_meeting, opening, act_id=new_id(), by=bo, at=now(), via=Via.WEB)
        return str(checked)

    def _conveyed_a_month_ago(self, _by: str) -> str:
        decision = self.do("decisions.convey_decision")
        Decision.objects.filter(pk=decision).update(conveyed_at=now() - timedelta(days=31))
        return str(decision)

    def _told_recovery(self, _by: str) -> str:
        recovery = self.do("accounts.confirm_recovery")
        tell_of_recoveries(now())
        return str(recovery)

    def _in_the_league(self, _by: str) -> str:
        league = with_league(self.world)
        Membership.objects.create(
            person=league.stan, unit=league.young, circle=league.youth, started_at=START
        )
        recount_members()
        return str(league.stan.pk)

    def _offer_on_paper(self, _by: str) -> str:
        offer = self.do("membership.offer_membership")
        Account.objects.filter(person=self.world.stan).delete()
        return str(offer)

    def _without_mailbox(self, _by: str) -> str:
        Account.objects.filter(person=self.world.eve).update(email=None)
        return str(self.world.eve.pk)

    def _with_passkey(self, _by: str) -> str:
        give_passkey(self.world.eve)
        return str(self.world.eve.pk)

    def _proof(self, by: str) -> str:
        return prove(getattr(self.world, by), EXAMPLES["accounts.change_own_contact"].given["email"])

    def _own_session(self, by: str) -> Any:
        self.client(by)
        return UserSession.objects.get(user=getattr(self.world, by).account).pk

    def _session_key(self, by: str) -> str:
        return str(self.client(by).session.session_key)


def address_of(path: str, world: Any, story: Story) -> str:
    """Return the address of a noun, with ids of the world in it."""
    keys = {
        "unit_id": lambda: world.north.pk,
        "person_id": lambda: world.bo.pk,
        "consultation_id": lambda: _spoken_of(world),
        "decision_id": lambda: story.do("decisions.convey_decision"),
        "share_out_id": lambda: story.do("work.share_target"),
    }
    return re.sub(r"<uuid:(\w+)>", lambda match: str(keys[match[1]]()), path)


def _spoken_of(world: Any) -> str:
    """A consultation that is over, in which there is something to read of every kind."""
    pk = Story(world).found("counted_consultation", by="max")
    about = {"consultation_id": pk, "point": "1"}
    Comment.objects.create(person=world.cy, text="Too often.", is_signed=True, **about)
    Answer.objects.create(text="We heard it.", is_for_all=True, answered_at=now(), **about)
    figures = {"members": 40, "agree": 5, "with_changes": 0, "disagree": 0, "undecided": 0}
    OpinionFigure.objects.create(unit=world.north, **figures, **about)
    return str(pk)


def _day_in(days: int) -> str:
    return (now().astimezone(ZoneInfo("Europe/Paris")).date() + timedelta(days=days)).isoformat()
