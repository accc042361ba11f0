"""The lists: each is a page of a feature's own query, seen by whoever asks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import units_where
from folkmoot.bylaws.queries.pages import clause_lines
from folkmoot.config.api import nouns, nouns_of_minutes, nouns_of_reports
from folkmoot.config.api.answers import not_found
from folkmoot.config.api.asked import Asked
from folkmoot.consultations.queries.reaching import consultations_shown
from folkmoot.decisions.queries.inbox import found_by, titled
from folkmoot.decisions.queries.papers import decision_list, readable
from folkmoot.kernel.text import number_in
from folkmoot.meetings.minutes.queries.listing import minutes_listed, units_minuted, with_parts
from folkmoot.meetings.queries.listing import meetings_listed, with_agendas
from folkmoot.meetings.queries.meetings import units_seen
from folkmoot.membership.queries.members import MemberLine, Wanted, members_page, units_whose_members_show
from folkmoot.membership.queries.officers import office_choices, terms_page
from folkmoot.news.queries.items import for_reader, titled_in
from folkmoot.news.queries.items import found_by as news_found_by
from folkmoot.reports.queries.listing import (
    forms_listed,
    reports_listed,
    units_read,
    with_definitions,
    with_sendings,
)
from folkmoot.reports.queries.requests import lines_of_requests, requests_listed
from folkmoot.structure.queries.imports import imports_for
from folkmoot.structure.queries.units import Wanted as wanted_units  # noqa: N813  -- two lists ask by a class of this name
from folkmoot.structure.queries.units import units_page, units_shown
from folkmoot.structure.queries.visits import units_with_visits, visits_before, visits_to
from folkmoot.units.models import Sector, UnitKind

Row = TypeVar("Row", bound=nouns.Shown)


@dataclass(frozen=True)
class Rows:
    """A page of rows, and the key to ask for the next one with ("" at the end)."""

    rows: Sequence[nouns.Shown]
    following: str = ""


def kinds(asked: Asked) -> Rows:
    """Return the kinds of unit from the top down."""
    found = UnitKind.objects.filter(code__gt=asked.after).order_by("code")
    return _page(nouns.Kind, found, asked, lambda kind: str(kind.code))


def sectors(asked: Asked) -> Rows:
    """Return the sectors by code."""
    found = Sector.objects.filter(code__gt=asked.after).order_by("code")
    return _page(nouns.Sector, found, asked, lambda sector: str(sector.code))


def units(asked: Asked) -> Rows:
    """Return the open units in preorder: each stands after the one it hangs on."""
    seen = asked.narrowed(units_shown(asked.person, at=asked.at))
    page = units_page(seen, wanted_units(text=asked.words, after=asked.key()), size=asked.limit)
    return Rows(rows_shown(nouns.Unit, page.units), page.following)


def clauses(asked: Asked, unit_id: UUID) -> Rows:
    """Return what the bylaws of a unit and those above it ask there today, from the top down.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    seen = units_where(asked.person, "decisions.read_decision", at=asked.at)
    unit = seen.select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        raise not_found()
    after = number_in(asked.after)
    found = clause_lines(unit, unit.local(asked.at).date())[after:]
    following = str(after + asked.limit) if len(found) > asked.limit else ""
    return Rows(rows_shown(nouns.Clause, found[: asked.limit]), following)


def visits(asked: Asked, unit_id: UUID) -> Rows:
    """Return the visits of officers from above to a unit, the last one first.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    unit = units_with_visits(asked.person, at=asked.at).filter(pk=unit_id).first()
    if unit is None:
        raise not_found()
    found = visits_before(visits_to(unit), asked.after_id())
    return _page(nouns.Visit, found, asked, lambda visit: str(visit.pk))


def people(asked: Asked) -> Rows:
    """Return the members by name."""
    seen = asked.narrowed(units_whose_members_show(asked.person, at=asked.at))
    top = asked.top() if asked.unit else None
    if top is not None or not asked.unit:
        tell_opened(Opening(asked.person, What.LIST, "people.see_members", top=top), at=asked.at)
    page = members_page(seen, Wanted(asked.words, after=asked.key()), size=asked.limit)
    return Rows([person_shown(line) for line in page.lines], page.following)


def offices(asked: Asked) -> Rows:
    """Return the offices by code."""
    found = sorted(office for office in office_choices() if office[0] > asked.after)
    rows = [nouns.Office(code=code, name=name) for code, name in found[: asked.limit]]
    return Rows(rows, rows[-1].code if len(found) > asked.limit else "")


def terms(asked: Asked) -> Rows:
    """Return the terms of office that have not ended, in the order of the tree."""
    seen = asked.narrowed(units_where(asked.person, "people.see_officers", at=asked.at))
    page = terms_page(seen, after=asked.key(), size=asked.limit, at=asked.at)
    return Rows(rows_shown(nouns.Term, page.terms), page.following)


def decisions(asked: Asked) -> Rows:
    """Return the adopted decisions that are for whoever asks or for units they see, the latest made first."""
    found = found_by(
        titled(readable(asked.person, at=asked.at), asked.person.languages, at=asked.at), asked.words
    )
    if asked.unit:
        found = found.filter(body=asked.top())
    if after := asked.after_id():
        found = found.filter(pk__lt=after)
    return _page(nouns.Decision, found.order_by("-pk"), asked, lambda decision: str(decision.pk))


def news(asked: Asked) -> Rows:
    """Return the news that is for whoever asks and was not withdrawn, the latest made first."""
    standing = for_reader(asked.person, at=asked.at).standing(asked.at)
    if asked.unit:
        standing = standing.filter(body=asked.top())
    found = titled_in(news_found_by(standing, asked.words, None), asked.person.languages, at=asked.at)
    if after := asked.after_id():
        found = found.filter(pk__lt=after)
    return _page(nouns.NewsItem, found.order_by("-pk"), asked, lambda item: str(item.pk))


def inbox(asked: Asked) -> Rows:
    """Return what is addressed to whoever asks and stands, the latest conveyed first."""
    page = decision_list(asked.person, words=asked.words, after=asked.key(), at=asked.at, size=asked.limit)
    return Rows(rows_shown(nouns.Received, page.decisions), page.following)


def consultations(asked: Asked) -> Rows:
    """Return what whoever asks is or was asked, and what their bodies ask, the latest first."""
    found = consultations_shown(asked.person, at=asked.at)
    if asked.unit:
        found = found.filter(body=asked.top())
    if after := asked.after_id():
        found = found.filter(pk__lt=after)
    return _page(nouns.Consultation, found.order_by("-pk"), asked, lambda each: str(each.pk))


def meetings(asked: Asked) -> Rows:
    """Return the meetings of the units whose meetings whoever asks sees, the one called last first."""
    seen = asked.narrowed(units_seen(asked.person, at=asked.at))
    found = meetings_listed(asked.person, seen, at=asked.at)
    if after := asked.after_id():
        found = found.filter(pk__lt=after)
    rows = list(found[: asked.limit + 1])
    shown = with_agendas(rows[: asked.limit], asked.person, at=asked.at)
    return Rows(
        rows_shown(nouns.Meeting, shown), str(shown[-1].meeting.pk) if len(rows) > asked.limit else ""
    )


def minutes(asked: Asked) -> Rows:
    """Return the minutes, as they were adopted last, that whoever asks may read, the latest first."""
    rows = keyset_of(minutes_listed(asked.narrowed(units_minuted(asked.person, at=asked.at))), asked)
    shown = with_parts(rows[: asked.limit])
    return Rows(rows_shown(nouns_of_minutes.Minutes, shown), following_of(rows, asked))


def forms(asked: Asked) -> Rows:
    """Return the forms by which units report that whoever asks keeps, fills or sees filled, the one made last first."""
    found = forms_listed(asked.person, at=asked.at)
    if asked.unit:
        found = found.filter(unit=asked.top())
    rows = keyset_of(found, asked)
    shown = with_definitions(rows[: asked.limit])
    return Rows(rows_shown(nouns_of_reports.ReportForm, shown), following_of(rows, asked))


def reports(asked: Asked) -> Rows:
    """Return the reports that were sent by units whose reports whoever asks reads, the one begun last first."""
    rows = keyset_of(reports_listed(asked.narrowed(units_read(asked.person, at=asked.at))), asked)
    return Rows(
        rows_shown(nouns_of_reports.Report, with_sendings(rows[: asked.limit])), following_of(rows, asked)
    )


def requests(asked: Asked) -> Rows:
    """Return what units whose reports whoever asks reads asked of the level above, the latest first."""
    rows = keyset_of(requests_listed(asked.narrowed(units_read(asked.person, at=asked.at))), asked)
    shown = lines_of_requests(rows[: asked.limit], at=asked.at)
    return Rows(rows_shown(nouns_of_reports.Request, shown), following_of(rows, asked))


def imports(asked: Asked) -> Rows:
    """Return the imports where whoever asks may import, the newest first."""
    found = imports_for(asked.person, at=asked.at)
    if asked.unit:
        found = found.filter(under=asked.top())
    if after := asked.after_id():
        found = found.filter(pk__lt=after)
    return _page(nouns.Import, found, asked, lambda job: str(job.pk))


def person_shown(line: MemberLine) -> nouns.Person:
    """Return a member as the API shows them."""
    person, unit = line.person, line.unit
    return nouns.Person(
        id=person.pk,
        name=person.name,
        sort_name=person.sort_name,
        member_number=person.member_number,
        languages=person.languages,
        unit_id=unit.pk,
        unit_code=unit.code,
    )


def _page(model: type[Row], found: Any, asked: Asked, key: Callable[[Any], str]) -> Rows:  # noqa: ANN401  -- querysets of five models
    rows = list(found[: asked.limit + 1])
    shown = rows[: asked.limit]
    return Rows(rows_shown(model, shown), key(shown[-1]) if len(rows) > asked.limit else "")


def keyset_of(found: Any, asked: Asked) -> list[Any]:  # noqa: ANN401  -- querysets of several models
    """Return a page and the row after it, where keys are ids and the last is first."""
    after = asked.after_id()
    return list((found.filter(pk__lt=after) if after else found)[: asked.limit + 1])


def following_of(rows: Sequence[Any], asked: Asked) -> str:
    """Return the key to ask for the next page with, "" at the end, where keys are ids."""
    return str(rows[asked.limit - 1].pk) if len(rows) > asked.limit else ""


def rows_shown(model: type[Row], rows: Iterable[object]) -> list[Row]:
    """Return rows as the API shows them."""
    return [model.model_validate(row) for row in rows]
