"""Choosing whom a decision is for: step by step, looked over before anything is sent."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import QueryDict

from folkmoot.decisions.forms import RHYTHMS, AudienceForm, NarrowingForm
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.addressees import (
    Addressees,
    Deadlines,
    find_addressees,
    find_deadlines,
    unit_below,
)
from folkmoot.decisions.queries.drafting import audience_proposed
from folkmoot.decisions.queries.publishing import (
    Size,
    narrowings_below,
    proposed_deadlines,
    size_of,
    units_to_choose,
)
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal
from folkmoot.units.models import Unit


class Choosing:
    """An audience being chosen for a paper of `body`: everybody below it, until something else is said."""

    form: NarrowingForm

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
        self.words = asked.get("q", "")
        self.step = posted.get("step", "look") if posted is not None else ""
        self.refusal: Refused | None = None
        self.proposed = proposed
        self.unit = self._unit((posted or asked).get("unit", ""))
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
    def narrows(self) -> bool:
        """Whether anything was chosen, or is proposed, that narrows it."""
        if not self.form.is_bound:
            return any(self.narrowing_proposed.values())
        return self.form.is_bound and self.form.is_valid() and any(self.form.narrowing.values())

    @property
    def narrowing_proposed(self) -> dict[str, list[str]]:
        """What narrows it as long as nobody said otherwise."""
        if self.proposed is None or self.unit != self.proposed.unit:
            return {}
        names = ("kinds", "sectors", "offices")
        return {name: [row.code for row in getattr(self.proposed, name)] for name in names}

    def _unit(self, given: str) -> Unit:
        proposed = self.proposed.unit.pk if self.proposed else self.body.pk
        try:
            return unit_below(self.body, UUID(given) if given else proposed)
        except (Refused, ValueError) as error:
            self.refusal = error if isinstance(error, Refused) else None
            return unit_below(self.body, self.body.pk)


class Choice(Choosing):
    """An audience being chosen for a decision, with a deadline for each level and how often it comes back."""

    form: AudienceForm

    def __init__(
        self, decision: Decision, *, posted: QueryDict | None, asked: QueryDict, at: datetime
    ) -> None:
        """Read what was chosen so far, with deadlines that are proposed."""
        self.decision, audience = decision, audience_proposed(decision)
        super().__init__(decision.body, posted=posted, asked=asked, at=at, proposed=audience)
        proposed = proposed_deadlines(decision, self.narrowings.kinds, at=at)
        self.form = AudienceForm(
            posted, initial=self.narrowing_proposed, narrowings=self.narrowings, proposed=proposed
        )

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
        if self.step not in {"look", "convey"} or self.refusal is not None or not self.form.is_valid():
            return False
        try:
            return bool(self.addressees) and self.limits is not None
        except Refused as refusal:
            show_refusal(self.form, refusal)
            return False

    @property
    def shown_form(self) -> AudienceForm:
        """The form, with its faults only if it was sent to be looked over or conveyed."""
        if self.step in {"look", "convey"}:
            return self.form
        typed = {name: self.form[name].value() for name in self.form.fields}
        return AudienceForm(None, initial=typed, narrowings=self.narrowings, proposed={})
