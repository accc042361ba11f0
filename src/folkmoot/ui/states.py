"""The few states that screens speak of: each has an icon, a word and a colour, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from folkmoot.ui.icons import icon_markup

CHIP = '<span class="state state-{}">{}<span>{}</span></span>'


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


def state_chip(name: str, word: object = "") -> SafeString:
    known = STATES[name]
    return format_html(CHIP, known.tone, icon_markup(known.icon), word or known.word)
