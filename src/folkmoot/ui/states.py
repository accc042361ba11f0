"""The few states that screens speak of: each has an icon, a word and a colour, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class State:
    icon: str
    tone: str
    word: str | Promise


STATES = {
    "done": State("check", "good", _("Done")),
    "open": State("circle", "plain", _("Open")),
    "due": State("clock", "due", _("Due soon")),
    "late": State("alert", "bad", _("Late")),
    "waiting": State("clock", "quiet", _("Waiting")),
    "draft": State("pencil", "quiet", _("Draft")),
    "closed": State("lock", "quiet", _("Closed")),
    "refused": State("cross", "bad", _("Refused")),
    "withheld": State("hidden", "quiet", _("Too few to show")),
}
