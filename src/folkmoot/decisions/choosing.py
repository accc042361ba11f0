"""Choosing whom a decision is for: step by step, looked over before anything is sent."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict

from folkmoot.decisions.forms import RHYTHMS, AudienceForm, NarrowingForm
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.addressees import (
    DEADLINE,
    Addressees,
    Deadlines,
    find_addressees,
    find_deadlines,
    unit_below,
)
from folkmoot.decisions.queries.drafting import audience_proposed
from folkmoot.decisions.queries.publishing import (
    Size,
    kinds_called,
    narrowings_below,
    proposed_deadlines,
    size_of,
    units_to_choose,
)
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal
from folkmoot.units.models import Unit

NARROWING = ("kinds", "sectors", "offices")


class Choosing:
    """An audience being chosen for a paper of `body`: everybody below it, until something else is said.

    Another unit is searched for and chosen by buttons of the same form, so that nothing that was typed is lost.
    """

    form: NarrowingForm
    # The steps at which all that was chosen is held against the rules; at others it is only carried along.
    sent: frozenset[str]

    def __init__(
        self,
        body: Unit,
        *,
        posted: QueryDict | None,
        asked: QueryDict,
        at: datetime,
        proposed: Addressees | None = None,
    ) -> None:
        """Read what was chosen so far: the unit from the address or the form, the rest from the form."""
        self.body = body
        self.at = at
        self.posted = posted
        self.step = _step_of(posted)
        self.words = (posted or asked).get("q", "") if self.step != "choose" else ""
        self.refusal: Refused | None = None
        self.proposed = proposed
        self.unit = self._unit((posted or asked).get("choose" if self.step == "choose" else "unit", ""))
        self.narrowings = narrowings_below(self.unit)

    @property
    def is_everybody(self) -> bool:
        """Whether it is for all of the body's own subtree."""
        return self.unit.pk == self.body.pk

    @cached_property
    def units(self) -> Sequence[Unit]:
        """The units to choose from: those that were searched for, or the nearest."""
        return units_to_choose(self.body, self.words)

    @cached_property
    def addressees(self) -> Addressees:
        """The audience that was chosen, with its words."""
        return find_addressees(self.body, self.unit.pk, **self.form.narrowing, at=self.at)

    @cached_property
    def size(self) -> Size:
        """How many units and people it reaches."""
        return size_of(self.addressees, at=self.at)

    @property
    def is_searching(self) -> bool:
        """Whether another unit is being looked for."""
        return self.step == "search" or bool(self.words)

    @property
    def narrows(self) -> bool:
        """Whether anything was chosen, or is proposed, that narrows it."""
        return any(self.shown_form[name].value() for name in NARROWING)

    @cached_property
    def left_out(self) -> Sequence[str]:
        """The levels of which something was said, and which the unit that was chosen instead has not."""
        here = {kind.code for kind in self.narrowings.kinds}
        gone = self.levels_said - here if self.step == "choose" else set()
        return [kind.plural for kind in kinds_called(gone)]

    @property
    def levels_said(self) -> set[str]:
        """The levels, by code, of which something was said."""
        return set(self.form["kinds"].value() or ())

    @cached_property
    def shown_form(self) -> Any:  # noqa: ANN401  -- what `form` is in each class of choosing
        """The form, with its faults only if it was sent to be looked over or done; else as it was filled in."""
        if self.step in self.sent or not self.form.is_bound:
            return self.form
        return type(self.form)(None, initial=self.typed, **self.offered)

    @property
    def typed(self) -> dict[str, Any]:
        """What was filled in so far, as far as the unit that is chosen has it."""
        typed = {name: self.form[name].value() for name in self.form.fields if self._is_typed(name)}
        here = {kind.code for kind in self.narrowings.kinds}
        return {**typed, "kinds": [code for code in typed["kinds"] or () if code in here]}

    def _is_typed(self, name: str) -> bool:
        # A level that the unit chosen before had not is proposed its day.
        is_new = name.startswith(DEADLINE) and self.posted is not None and name not in self.posted
        return not is_new

    @property
    def offered(self) -> dict[str, Any]:
        """What the form is made from, beside what was filled in."""
        return {"narrowings": self.narrowings}

    @property
    def narrowing_proposed(self) -> dict[str, list[str]]:
        """What narrows it as long as nobody said otherwise."""
        if self.proposed is None or self.unit != self.proposed.unit:
            return {}
        return {name: [row.code for row in getattr(self.proposed, name)] for name in NARROWING}

    def _unit(self, given: str) -> Unit:
        proposed = self.proposed.unit.pk if self.proposed else self.body.pk
        try:
            return unit_below(self.body, UUID(given) if given else proposed)
        except (Refused, ValueError) as error:
            self.refusal = error if isinstance(error, Refused) else None
            return unit_below(self.body, self.body.pk)


def _step_of(posted: QueryDict | None) -> str:
    if posted is None:
        return ""
    return "choose" if "choose" in posted else posted.get("step", "look")


class Choice(Choosing):
    """An audience being chosen for a decision, with a deadline for each level and how often it comes back."""

    form: AudienceForm
    sent = frozenset({"look", "convey"})

    def __init__(
        self, decision: Decision, *, posted: QueryDict | None, asked: QueryDict, at: datetime
    ) -> None:
        """Read what was chosen so far, with deadlines that are proposed."""
        self.decision, audience = decision, audience_proposed(decision)
        super().__init__(decision.body, posted=posted, asked=asked, at=at, proposed=audience)
        self.days = proposed_deadlines(decision, self.narrowings.kinds, at=at)
        self.form = AudienceForm(posted, initial=self.narrowing_proposed, **self.offered)

    @property
    def offered(self) -> dict[str, Any]:
        """What the form is made from: what it can be narrowed to, and the days that are proposed."""
        return {**super().offered, "proposed": self.days}

    @property
    def levels_said(self) -> set[str]:
        """The levels that were ticked, or given a day."""
        days = {name for name, day in (self.posted or {}).items() if name.startswith(DEADLINE) and day}
        return super().levels_said | {name.removeprefix(DEADLINE) for name in days}

    @cached_property
    def limits(self) -> Deadlines:
        """The deadlines that were set, each with its kind of unit."""
        return find_deadlines(self.decision, self.form.deadlines, at=self.at)

    @property
    def given(self) -> dict[str, object]:
        """The choice as `convey_decision` takes it."""
        deadlines = [{"kind": kind, "read_by": day} for kind, day in self.form.deadlines]
        rhythm = self.form.cleaned_data["rhythm"]
        return {"unit_id": self.unit.pk, **self.form.narrowing, "deadlines": deadlines, "rhythm": rhythm}

    @property
    def rhythm_in_words(self) -> str:
        """How often it will come back, as the form put it."""
        return str(dict(RHYTHMS)[self.form.cleaned_data["rhythm"]])

    @cached_property
    def is_made(self) -> bool:
        """Whether it was sent to be looked over or conveyed, and can be so; if not, the form says why."""
        if self.step not in self.sent or self.refusal is not None or not self.form.is_valid():
            return False
        try:
            return bool(self.addressees) and self.limits is not None
        except Refused as refusal:
            show_refusal(self.form, refusal)
            return False
