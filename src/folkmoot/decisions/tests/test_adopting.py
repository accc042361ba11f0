import re
from contextlib import suppress
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.drafting import revise_draft
from folkmoot.decisions.models import Decision, Series, State
from folkmoot.decisions.tests.papers import adopted, do, drafted
from folkmoot.documents.models import Point, Version
from folkmoot.kernel.canonical import canonical_json
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Person

PARIS = ZoneInfo("Europe/Paris")


def test_adopting_numbers_the_decision_fixes_its_words_and_seals_them_in_the_ledger(world: World) -> None:
    decision = adopted(world, in_force_from=date(2026, 6, 1), in_force_to=date(2027, 1, 1))
    assert (decision.number, decision.state, decision.adopted_on) == (
        "2026/1",
        State.ADOPTED,
        date(2026, 3, 1),
    )
    assert decision.in_force_from == datetime(2026, 6, 1, tzinfo=PARIS)
    assert decision.in_force_to == datetime(2027, 1, 1, tzinfo=PARIS)
    assert (decision.in_force_from_on, decision.in_force_to_on) == (date(2026, 6, 1), date(2027, 1, 1))
    assert list(Point.objects.order_by("ordinal").values_list("label", flat=True)) == ["1", "2"]
    version = Version.objects.get(document=decision.document_id)
    assert version.fixed_at == world.at
    assert list(Entry.objects.filter(event="DecisionAdopted").values_list("by", "payload")) == [
        (
            world.max.pk,
            canonical_json(
                {
                    "decision_id": decision.pk,
                    "unit_id": world.union.pk,
                    "number": "2026/1",
                    "adopted_on": "2026-03-01",
                    "text_digest": version.digest,
                    "files": [],
                }
            ),
        )
    ]


def test_a_decision_is_in_force_from_the_day_it_was_adopted_unless_another_is_given(world: World) -> None:
    decision = adopted(world)
    assert (decision.in_force_from_on, decision.in_force_to) == (date(2026, 3, 1), None)


def test_each_body_has_a_series_of_its_own_for_each_year(world: World) -> None:
    numbers = [
        adopted(world).number,
        adopted(world).number,
        adopted(world, adopted_on=date(2025, 12, 31)).number,
        adopted(world, by=world.ada, unit=world.north).number,
    ]
    assert numbers == ["2026/1", "2026/2", "2025/1", "2026/1"]
    assert Series.objects.count() == 3


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "eve", "stan"])
def test_others_cannot_adopt_for_the_union(world: World, who: str) -> None:
    draft = drafted(world)
    with pytest.raises(Refused, match=r"can be done there by: chair, secretary|There is no such decision"):
        do(
            world,
            adopt_decision,
            by=getattr(world, who),
            decision_id=draft.pk,
            revision=1,
            adopted_on=date(2026, 3, 1),
        )
    draft.refresh_from_db()
    assert draft.state is State.DRAFT
    assert Point.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "sentence", "field"),
    [
        ({"adopted_on": date(2026, 3, 3)}, "still to come", "adopted_on"),
        ({"adopted_on": date(26, 3, 1)}, "four figures", "adopted_on"),
        ({"in_force_from": date(2026, 2, 28)}, "before it was adopted on 1 March 2026", "in_force_from"),
        ({"in_force_from": date(9999, 12, 31)}, "too far away", "in_force_from"),
        ({"in_force_to": date(9999, 12, 31)}, "too far away", "in_force_to"),
        ({"in_force_from": date(206, 3, 1)}, "four figures", "in_force_from"),
        ({"in_force_to": date(2026, 3, 1)}, "before it begins", "in_force_to"),
    ],
)
def test_days_that_do_not_fit_together_are_refused(
    world: World, days: dict[str, Any], sentence: str, field: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        adopted(world, **days)
    assert refusal.value.field == field
    assert Decision.objects.get().state is State.DRAFT


def test_the_day_of_adoption_is_the_body_s_own_day(world: World) -> None:
    world.at = datetime(2026, 3, 2, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert adopted(world, adopted_on=date(2026, 3, 3)).adopted_on == date(2026, 3, 3)


def test_only_the_text_that_was_seen_is_adopted(world: World) -> None:
    draft = drafted(world)
    texts = [{"language": "en", "title": "Other words", "body": "1. Other.\n"}]
    do(world, revise_draft, by=world.max, decision_id=draft.pk, revision=1, texts=texts)
    with pytest.raises(Refused, match="Somebody else saved this draft"):
        do(world, adopt_decision, by=world.max, decision_id=draft.pk, revision=1, adopted_on=date(2026, 3, 1))
    assert Series.objects.count() == 0


def test_a_decision_is_adopted_once(world: World) -> None:
    decision = adopted(world)
    with pytest.raises(Refused, match="Decision 2026/1 was adopted"):
        do(
            world,
            adopt_decision,
            by=world.max,
            decision_id=decision.pk,
            revision=2,
            adopted_on=date(2026, 3, 1),
        )
    assert Series.objects.get().last == 1


def steps_in(world: World, by: Person, **given: object) -> list[str]:
    """What the database is asked when somebody adopts, as far as it shows when the text is read."""
    with CaptureQueriesContext(connection) as asked, suppress(Refused):
        do(world, adopt_decision, by=by, **given)
    told = (re.match(r'INSERT INTO "kernel_actclaim"|SELECT "documents_text"', each["sql"]) for each in asked)
    return [step for step, _run in groupby(each.group().split('"')[1] for each in told if each)]


def test_a_text_is_read_before_the_transaction_begins_and_only_for_whoever_may_adopt_it(world: World) -> None:
    given = {"decision_id": drafted(world).pk, "revision": 1, "adopted_on": date(2026, 3, 1)}
    assert steps_in(world, world.dee, **given) == ["kernel_actclaim"]
    assert steps_in(world, world.max, **given) == ["documents_text", "kernel_actclaim", "documents_text"]
    assert steps_in(world, world.max, **given) == ["kernel_actclaim"]
