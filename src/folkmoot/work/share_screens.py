"""How pages put shares of targets: sums and gaps as facts, and each unit's share as a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.ui.tables import Column, Table
from folkmoot.units.models import Unit
from folkmoot.work.interfaces import Countable
from folkmoot.work.models import ShareAnswer
from folkmoot.work.plan_screens import amount_of
from folkmoot.work.queries.share_pages import ShareLine, SharePage, SharesPage, Sums
from folkmoot.work.rules.amounts import amount_text
from folkmoot.work.rules.shares import IN_WORDS, RULES, Rule, ShareState

_MARKS = {
    ShareState.WAITING: "open",
    ShareState.ACCEPTED: "done",
    ShareState.ASKED: "waiting",
    ShareState.CHANGED: "open",
    ShareState.KEPT: "open",
    ShareState.FOLLOWED: "closed",
    ShareState.LEFT_OUT: "open",
}


@dataclass(frozen=True)
class Shown:
    """A unit's share as a line of a list."""

    line: ShareLine
    url: str
    state: str
    word: str
    meta: str


def shares_screen(page: SharesPage, words: str) -> dict[str, object]:
    """Return what the page of a target that was shared out shows."""
    target = page.target
    found: dict[str, object] = {
        "page": page,
        "target": target,
        "plan": target.plan,
        "words": words,
        "amount": "" if target.amount is None else amount_of(target.amount, page.countable),
    }
    if page.share_out is None or page.sums is None:
        return found
    further = {"after": page.further} | ({"q": words} if words else {})
    return found | {
        "facts": _facts(page.sums, page.countable) if target.is_counted else _facts_in_words(page.sums),
        "rule": RULES[Rule(page.share_out.rule)],
        "made_on": date_format(target.plan.unit.local(page.share_out.made_at)),
        "earlier": [_earlier(each.number, each.rule, page) for each in page.share_outs[1:]],
        "is_older": target.is_counted and page.share_out.amount != target.amount,
        "lines": [_line(each, page) for each in page.lines],
        "asking": [_asks(each, page) for each in page.asking],
        "further_url": f"?{urlencode(further)}" if page.further else "",
    }


def making_screen(page: SharesPage) -> dict[str, object]:
    """Return what the page shows on which a target is shared out."""
    return {**shares_screen(page, ""), "standing": standing_in_words(page)}


def foreseen_table(page: SharesPage, units: Sequence[Unit], shares: Mapping[UUID, int]) -> Table:
    """Return what each of the first units right below would get of a target, as a table."""
    target = page.target
    columns = [Column(_("Unit"))] + ([Column(_("Its share"), is_number=True)] if target.is_counted else [])
    rows = [
        [each.name, *([amount_of(shares.get(each.pk, 0), page.countable)] if target.is_counted else [])]
        for each in units
    ]
    return Table(caption=_("What each would get"), columns=columns, rows=rows)


def share_screen(page: SharePage) -> dict[str, object]:
    """Return what the page of one unit's share shows."""
    line, target = page.line, page.share_out.target
    facts = _proposed(page)
    facts.append((_("Shared out"), RULES[Rule(page.share_out.rule)]))
    facts.append((_("By when"), date_format(target.due_on)))
    if page.share_out.answer_by is not None:
        facts.append((_("Answer by"), date_format(page.share_out.answer_by)))
    if line.before is not None and target.is_counted:
        facts.append((_("Accepted before"), amount_of(line.before, page.countable)))
    return {
        "page": page,
        "target": target,
        "plan": target.plan,
        "unit": line.unit,
        "state": (_MARKS[line.state], str(IN_WORDS[line.state])),
        "facts": facts,
        "said": [
            (
                target.plan.unit.name if each.from_above else line.unit.name,
                "" if each.amount is None else amount_of(each.amount, page.countable),
                each.words,
                date_format(line.unit.local(each.said_at)),
            )
            for each in page.said
        ],
    }


def asked_before(page: SharePage) -> dict[str, str]:
    """Return what a unit asks for by now, as the form has it: it can ask for something else."""
    line, words = page.line, [each.words for each in page.said if not each.from_above]
    if line.state is not ShareState.ASKED:
        return {}
    found = {"words": words[-1] if words else "", "title": line.asked_title}
    if line.asked is not None:
        found["amount"] = amount_text(line.asked, page.countable.scale if page.countable else 0)
    return found


def standing_in_words(page: SharesPage) -> list[tuple[str, str]]:
    """Return what stands of a target that is to be shared out anew: what was accepted, and what units ask for."""
    sums = page.sums
    if sums is None:
        return []
    found = []
    if number := sums.accepted_by + sums.before_by:
        said = _by(sums.accepted, number, page.countable) if page.target.is_counted else _units(number)
        found.append((_("Accepted, and kept"), said.strip()))
    if sums.asked_by:
        said = _units(sums.asked_by).strip()
        found.append((_("Asked for, and still to be answered"), said))
    return found


def _proposed(page: SharePage) -> list[tuple[str, object]]:
    line, target = page.line, page.share_out.target
    if not target.is_counted:
        found: list[tuple[str, object]] = [(_("Proposed"), line.title or target.title)]
        return [*found, (_("Asked for"), line.asked_title)] if line.asked_title else found
    found = [(_("Proposed"), amount_of(line.share or 0, page.countable))]
    if line.asked is not None:
        found.append((_("Asked for"), amount_of(line.asked, page.countable)))
    return [*found, (_("Of"), amount_of(page.share_out.amount, page.countable))]


def _facts_in_words(sums: Sums) -> list[tuple[str, object]]:
    return [
        (_("Units"), sums.units),
        (_("Accepted"), sums.accepted_by),
        (_("Reached it"), sums.reached_by),
        (_("Asked for other words"), sums.asked_by),
        (_("Not answered"), sums.unanswered_by),
    ]


def _facts(sums: Sums, countable: Countable | None) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [
        (_("Target"), amount_of(sums.amount, countable)),
        (_("Shared out"), _by(sums.shared, sums.units, countable)),
        (_("Accepted"), _by(sums.accepted, sums.accepted_by + sums.before_by, countable)),
    ]
    if sums.before_by:
        found.append(
            (_("Of that before, until they answer this"), _by(sums.before, sums.before_by, countable))
        )
    if sums.asked_by:
        said = {"asked": amount_of(sums.asked, countable), "share": amount_of(sums.asked_for, countable)}
        found.append((_("Asked for"), _("%(asked)s instead of %(share)s") % said + _units(sums.asked_by)))
    found.append((_("Not answered"), sums.unanswered_by))
    if sums.shared != sums.amount:
        found.append((_("Not shared out"), amount_of(sums.amount - sums.shared, countable)))
    found.append((_("Nobody has accepted yet"), amount_of(max(sums.gap, 0), countable)))
    return found


def _by(amount: int, number: int, countable: Countable | None) -> str:
    return amount_of(amount, countable) + _units(number)


def _units(number: int) -> str:
    return " " + ngettext("(%(number)d unit)", "(%(number)d units)", number) % {"number": number}


def _earlier(number: int, rule: str, page: SharesPage) -> str:
    made = next(each for each in page.share_outs if each.number == number)
    said = {
        "day": date_format(page.target.plan.unit.local(made.made_at)),
        "rule": RULES[Rule(rule)],
        "amount": amount_of(made.amount, page.countable),
    }
    if not page.target.is_counted:
        return _("%(day)s: %(rule)s") % said
    return _("%(day)s: %(amount)s, %(rule)s") % said


def _line_in_words(line: ShareLine) -> str:
    said = [_("in its words: %(title)s") % {"title": line.title}] if line.title else []
    if line.asked_title:
        said.append(_("asks for: %(title)s") % {"title": line.asked_title})
    if line.reached:
        said.append(_("reached"))
    return ", ".join(said)


def _asks(answer: ShareAnswer, page: SharesPage) -> dict[str, object]:
    said = {
        "asked": amount_of(answer.asked or 0, page.countable),
        "share": amount_of(answer.share, page.countable),
    }
    where = [answer.share_out_id, answer.unit_id]
    return {
        "unit": answer.unit,
        "url": reverse("work:share", args=where),
        "settle_url": reverse("work:share_settling", args=where),
        "meta": answer.asked_title or _("%(asked)s instead of %(share)s") % said,
    }


def _line(line: ShareLine, page: SharesPage) -> Shown:
    assert page.share_out is not None  # noqa: S101  -- as whoever calls made sure
    if line.share is None:
        return Shown(line, "", "closed", _("was not here when it was shared out"), "")
    url = reverse("work:share", args=[page.share_out.pk, line.unit.pk])
    if not page.target.is_counted:
        return Shown(line, url, _MARKS[line.state], str(IN_WORDS[line.state]), _line_in_words(line))
    said = [amount_of(line.share, page.countable)]
    if line.asked is not None:
        said.append(_("asks for %(amount)s") % {"amount": amount_of(line.asked, page.countable)})
    if line.before is not None:
        said.append(_("accepted before: %(amount)s") % {"amount": amount_of(line.before, page.countable)})
    if line.reached is not None:
        said.append(_("%(amount)s reached") % {"amount": amount_of(line.reached, page.countable)})
    return Shown(line, url, _MARKS[line.state], str(IN_WORDS[line.state]), ", ".join(said))
