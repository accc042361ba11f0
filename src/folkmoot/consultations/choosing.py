"""Choosing whom to ask about a draft: as for a decision, with days and an introduction in place of deadlines."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from folkmoot.consultations.forms import OpeningForm
from folkmoot.consultations.rules.period import Period, period_between
from folkmoot.decisions.choosing import Choosing
from folkmoot.decisions.queries.drafting import audience_proposed
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal

# What is proposed: two weeks.
USUAL_DAYS = 14


class Asking(Choosing):
    """Who is to be asked about one draft, when and with which words."""

    form: OpeningForm
    sent = frozenset({"look", "open"})

    def __init__(self, decision: Any, *, posted: QueryDict | None, asked: QueryDict, at: datetime) -> None:  # noqa: ANN401  -- a draft, whose model is another feature's
        """Read what was chosen so far; two weeks from today are proposed."""
        proposed = audience_proposed(decision)
        super().__init__(decision.body, posted=posted, asked=asked, at=at, proposed=proposed)
        today = decision.body.local(at).date()
        days = {"opens_on": today, "last_on": today + timedelta(days=USUAL_DAYS)}
        self.form = OpeningForm(
            posted, initial={**self.narrowing_proposed, **days}, narrowings=self.narrowings
        )

    @cached_property
    def is_made(self) -> bool:
        """Whether it was sent to be looked over or opened, and these can be asked on these days; if not, the form says why."""
        if self.step not in self.sent or self.refusal is not None or not self.form.is_valid():
            return False
        try:
            return bool(self.addressees) and self.period is not None
        except Refused as refusal:
            show_refusal(self.form, refusal)
            return False

    @cached_property
    def period(self) -> Period:
        """From when to when people are asked, by the body's clocks."""
        days = (self.form.cleaned_data["opens_on"], self.form.cleaned_data["last_on"])
        return period_between(*days, at=self.at, zone=ZoneInfo(self.body.time_zone))

    @property
    def given(self) -> dict[str, object]:
        """The choice as `open_consultation` takes it."""
        words = {name: self.form.cleaned_data[name] for name in ("opens_on", "last_on", "introduction")}
        return {"unit_id": self.unit.pk, **self.form.narrowing, **words}
