"""What one may not see is not there: every act answers for its id as for one that nothing has, at every door."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from conftest import START, World, give_passkey, make_person
from folkmoot.bylaws.actions.entering import end_clause
from folkmoot.bylaws.tests.papers import MONTHLY, bylaws, entered
from folkmoot.config.api.example import placed
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import BY_NOBODY, single
from folkmoot.config.api.tests.calling import Story
from folkmoot.config.api.tests.test_access import decided_by
from folkmoot.config.api.wording import DECISION_FIELDS, PERSON_FIELDS, UNIT_FIELDS
from folkmoot.consultations.models import Comment
from folkmoot.consultations.tests.asking import opened as asked_in
from folkmoot.consultations.tests.asking import said
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.tests.papers import adopted, drafted
from folkmoot.kernel.acts import ACTS, Act, Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.sight import inputs_known
from folkmoot.membership.models import MembershipOffer
from folkmoot.news.actions.publishing import withdraw_item
from folkmoot.news.tests.items import drafted as drafted_news
from folkmoot.news.tests.items import published as news
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.work.models import Practice

# What is made by an act of the examples, and hidden from whoever it does not concern.
MADE = {
    "attachment_id": "decisions.attach_file",
    "work_file_id": "work.attach_work_file",
    "slip_id": "accounts.print_slip",
    "recovery_id": "accounts.ask_for_recovery",
    "change_id": "accounts.change_contact",
    "token_id": "accounts.make_token",
    "letter_id": "news.send_letter",
    "offer_id": "membership.offer_membership",
    "paper_id": "news.publish_openly",
    "batch_id": "circulars.print_batch",
    "meeting_id": "meetings.call_meeting",
    "agenda_item_id": "meetings.add_item",
    "motion_id": "meetings.submit_motion",
    "amendment_id": "meetings.propose_amendment",
    "amendments": "meetings.propose_amendment",
    "vote_id": "meetings.put_to_vote",
    "replaces_id": "meetings.enter_paper_vote",
    "question_id": "meetings.ask_question",
    "instead_of_id": "meetings.add_item",
    "reorganisation_id": "structure.merge_units",
    "visit_id": "structure.enter_visit",
    "assignment_id": "work.put_up_work",
    "plan_id": "work.draft_plan",
    "programme_id": "study.draft_programme",
    "card_id": "study.write_card",
    "study_lesson_id": "study.write_lesson",
    "qualification_id": "study.set_up_qualification",
    "learning_id": "study.record_learning",
    "plan_target_id": "work.add_target",
    "share_out_id": "work.share_target",
    "report_id": "reports.write_report",
}

DAYS = {"today", "yesterday", "in_two_weeks", "in_a_month"}
OF_DRAFTS = {
    "consultations.open_consultation",
    "decisions.attach_file",
    "decisions.detach_file",
    "decisions.adopt_decision",
    "decisions.discard_draft",
    "decisions.revise_amendment",
    "decisions.revise_draft",
    "decisions.set_relations",
}


def ids_of(act: Act) -> list[str]:
    """The inputs of an act that are ids."""
    return [name for name, each in act.input_model.model_fields.items() if "UUID" in str(each.annotation)]


NAMING = sorted(name for name in set(single()) - BY_NOBODY if ids_of(ACTS[name]))


def far_officer(world: World) -> Person:
    """Somebody who holds every office of South and of Vale, belongs to Vale, and sees nothing of the North."""
    person = make_person("Wes")
    give_passkey(person)
    Membership.objects.create(person=person, unit=world.vale, started_at=START)
    for unit in (world.south, world.vale):
        for office in Office.objects.all():
            Term.objects.create(person=person, office=office, unit=unit, started_at=START)
    return person


def own_things(world: World, far: Person) -> dict[str, UUID]:
    """What the far officer may name, so that an act goes on to the one thing that is hidden."""
    draft = drafted(world, unit=world.vale, by=far).pk
    conveyed = decided_by(world, world.vale)
    own = dict.fromkeys(DECISION_FIELDS, conveyed) | dict.fromkeys(UNIT_FIELDS, world.vale.pk)
    return own | dict.fromkeys(PERSON_FIELDS, world.dee.pk) | {"draft": draft}


def hidden_things(world: World, story: Story, field: str) -> list[UUID]:
    """Things that an input of this name could be, of the North or of nobody in the South, in every state."""
    if field in UNIT_FIELDS:
        return [world.north.pk, world.harbour.pk, story.do("structure.close_unit")]
    if field in PERSON_FIELDS:
        return [world.eve.pk, world.una.pk, make_person("Nemo").pk]
    if field in DECISION_FIELDS:
        return hidden_decisions(world)
    return OTHER_THINGS[field](world, story) if field in OTHER_THINGS else [story.do(MADE[field])]


def hidden_decisions(world: World) -> list[UUID]:
    repealed, by = adopted(world).pk, world.max
    run(repeal_decision, {"decision_id": repealed}, act_id=new_id(), by=by, at=now(), via=Via.WEB)
    return [drafted(world).pk, adopted(world).pk, repealed, decided_by(world, world.harbour)]


def hidden_comments(world: World) -> list[UUID]:
    said(world, asked_in(world, to=world.north), world.cy, "Every two months.", is_signed=True)
    return list(Comment.objects.values_list("pk", flat=True))


def hidden_news(world: World) -> list[UUID]:
    gone = news(world, to=world.north).pk
    run(withdraw_item, {"item_id": gone}, act_id=new_id(), by=world.max, at=now(), via=Via.WEB)
    return [drafted_news(world).pk, news(world, to=world.north).pk, gone]


def hidden_practices(world: World, story: Story) -> list[UUID]:
    """What a unit of another organisation marked: that of one's own is for all its units."""
    pk = story.do("work.mark_practice")
    Practice.objects.filter(pk=pk).update(circle=world.harbour)
    return [pk]


def hidden_clauses(world: World) -> list[UUID]:
    """What a cell gave itself; the bylaws of all are known to everybody who belongs to it."""
    own = bylaws(world, unit=world.harbour, by=world.bo)
    ended = entered(world, own, "2.1", MONTHLY, by=world.bo)
    run(end_clause, {"provision_id": ended}, act_id=new_id(), by=world.bo, at=now(), via=Via.WEB)
    return [ended, entered(world, own, by=world.bo)]


def hidden_offer(world: World) -> UUID:
    """One that is made to somebody else than any who ask, in a cell of the North."""
    made = MembershipOffer.objects.create(person=world.una, unit=world.harbour, offered_at=now())
    return made.pk


def hidden_form(world: World) -> UUID:
    """One that the North makes; the forms of the union are known to all who report by them."""
    given = {**EXAMPLES["reports.make_form"].given, "unit_id": str(world.north.pk)}
    made: UUID = run(ACTS["reports.make_form"], given, act_id=new_id(), by=world.ada, at=now(), via=Via.WEB)
    return made


OTHER_THINGS: dict[str, Callable[[World, Story], list[UUID]]] = {
    "practice_id": hidden_practices,
    "offer_id": lambda world, _story: [hidden_offer(world)],
    "term_id": lambda world, _story: [Term.objects.get(person=world.bo).pk],
    "job_id": lambda _world, story: [UUID(str(story.found("checked_import", by="una")))],
    "form_id": lambda world, _story: [hidden_form(world)],
    "item_id": lambda world, _story: hidden_news(world),
    "provision_id": lambda world, _story: hidden_clauses(world),
    "former_id": lambda world, _story: hidden_clauses(world),
    "comments": lambda world, _story: hidden_comments(world),
    "stay_id": lambda _world, story: [UUID(str(story.found("bos_stay", by="bo")))],
    "stays": lambda _world, story: [UUID(str(story.found("bos_stay", by="bo")))],
    "forwarding_id": lambda _world, story: [UUID(str(story.found("forwarded_motion", by="bo")))],
    "request_id": lambda _world, story: [UUID(str(story.found("first_request", by="bo")))],
    "lesson_id": lambda _world, story: [UUID(str(story.found("first_lesson", by="eve")))],
    "step_id": lambda _world, story: [UUID(str(story.found("first_step", by="bo")))],
    "tap_id": lambda _world, story: [UUID(str(story.found("kept_tap", by="bo")))],
    "consultation_id": lambda world, story: [
        asked_in(world, to=world.north).pk,
        story.do("consultations.withdraw_consultation"),
    ],
}


def plausible(act: Act, own: dict[str, UUID]) -> dict[str, Any]:
    """The example of an act, with what the far officer may name in place of each id."""
    given: dict[str, Any] = placed(
        EXAMPLES[act.name].given, lambda word: str(now().date()) if word in DAYS else str(uuid4())
    )
    for field in set(ids_of(act)) & set(own):
        is_draft = field == "decision_id" and act.name in OF_DRAFTS
        given = with_id(act, given, field, own["draft" if is_draft else field])
    return given


def with_id(act: Act, given: dict[str, Any], field: str, each: UUID) -> dict[str, Any]:
    is_list = "list" in str(act.input_model.model_fields[field].annotation)
    return {**given, field: [str(each)] if is_list else str(each)}


def outcome(act: Act, given: dict[str, Any], *, by: Person, via: Via, named: UUID) -> tuple[str, str]:
    try:
        answer = run(act, given, act_id=new_id(), by=by, at=now(), via=via)
    except Refused as refusal:
        return str(refusal).replace(str(named), "what was named"), refusal.field
    return "done", "with what was named" if answer == named else ""


def kind_of(field: str) -> str:
    kinds = {"unit_id": UNIT_FIELDS, "person_id": PERSON_FIELDS, "decision_id": DECISION_FIELDS}
    return next((kind for kind, fields in kinds.items() if field in fields), field)


@pytest.mark.parametrize("kind", sorted({kind_of(field) for name in NAMING for field in ids_of(ACTS[name])}))
def test_every_act_answers_for_what_is_hidden_as_for_what_does_not_exist(world: World, kind: str) -> None:
    far, story = far_officer(world), Story(world)
    own, hidden = own_things(world, far), hidden_things(world, story, kind)
    asking = ((world.stan, Via.WEB), (world.dee, Via.OPERATOR), (far, Via.WEB))
    for act in (ACTS[name] for name in NAMING):
        given = plausible(act, own)
        for field in (each for each in ids_of(act) if kind_of(each) == kind):
            for by, via in asking:
                # A refusal changes nothing, so what is said of nothing is asked for once and holds for all that is hidden.
                of_nothing, *of_hidden = (
                    outcome(act, with_id(act, given, field, named), by=by, via=via, named=named)
                    for named in (uuid4(), *hidden)
                )
                assert (act.name, by.name, field, of_hidden) == (
                    act.name,
                    by.name,
                    field,
                    [of_nothing] * len(hidden),
                )


def test_every_input_that_is_an_id_has_somebody_who_says_who_may_know_of_it() -> None:
    named = {field for act in single().values() for field in ids_of(act)}
    assert named == inputs_known()


def test_a_code_that_is_taken_names_its_unit_only_to_those_who_see_it(world: World) -> None:
    far = far_officer(world)
    for unit, by, name in ((world.vale, far, ""), (world.harbour, world.ada, "Hill")):
        taken = outcome(
            ACTS["structure.rename_unit"],
            {"unit_id": str(unit.pk), "name": "Quay", "code": "hill"},
            by=by,
            via=Via.WEB,
            named=unit.pk,
        )
        said = f"belongs to {name}" if name else "is taken"
        assert taken == (f"The code hill {said}. Choose another.", "code")
