"""How compliance is put on a screen: words, pictures and tables made from what the queries return."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from folkmoot.bylaws.queries.compliance import ArticleLine, CompliancePage, Counted, LateUnit, Wanted
from folkmoot.bylaws.rules.words import in_words
from folkmoot.ui.exports import links_to_files
from folkmoot.ui.icicle import Icicle, Node
from folkmoot.ui.links import Link
from folkmoot.ui.shares import percent
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class ComplianceScreen:
    """The parts of the page on compliance."""

    crumbs: Sequence[Link]
    words: str
    picture: Icicle | None
    articles: Table
    levels: Table
    late: Table
    chosen: str
    chosen_words: str
    all_url: str
    next_url: str
    export: Sequence[Link]


def screen_of(page: CompliancePage, wanted: Wanted) -> ComplianceScreen:
    """Return the parts of the page; the picture, the levels and the list are about the article that is wanted."""
    line = next((each for each in page.articles if each.provision.id == wanted.article), None)
    here, asked = _address(page.unit), _asked(wanted)
    following = f"?{urlencode({**asked, 'after': page.late.following})}" if page.late.following else ""
    return ComplianceScreen(
        crumbs=_crumbs(page, wanted),
        words=in_order_in_words(page.all_together),
        picture=_picture(page, wanted),
        articles=_articles(page),
        levels=_levels(page),
        late=_late(page.late.units, wanted),
        chosen=str(wanted.article or ""),
        chosen_words=_article_in_words(line) if line else "",
        all_url=here,
        next_url=following,
        export=links_to_files("bylaws:late_units", page.unit.pk, query=urlencode(asked)),
    )


def in_order_in_words(counted: Counted) -> str:
    """Return how many units are in order, as a person would say it."""
    return _("%(in_order)s of %(asked)s") % {
        "in_order": number_format(counted.in_order),
        "asked": number_format(counted.asked),
    }


def late_rows(units: Iterable[LateUnit]) -> Iterator[Sequence[object]]:
    """Yield the rows of the export of units out of order, after a row of headings."""
    yield (_("Code"), _("Name"), _("Kind"), _("Below"), _("Late since"), _("Articles"))
    for each in units:
        unit = each.unit
        above = unit.parent.code if unit.parent else ""
        yield (unit.code, unit.name, unit.kind.name, above, each.since, "; ".join(each.articles))


def _address(unit: Unit, article: UUID | str | None = None) -> str:
    address = reverse("bylaws:compliance_of", args=[unit.pk])
    return f"{address}?{urlencode({'article': article})}" if article else address


def _asked(wanted: Wanted) -> dict[str, str]:
    given = {"article": str(wanted.article or ""), "q": wanted.text}
    return {name: value for name, value in given.items() if value}


def _crumbs(page: CompliancePage, wanted: Wanted) -> list[Link]:
    line = [Link(unit.name, _address(unit, wanted.article)) for unit in page.above]
    return [*line, Link(page.unit.name, _address(page.unit, wanted.article), is_current=True)]


def _picture(page: CompliancePage, wanted: Wanted) -> Icicle | None:
    if len(page.drawn) <= 1:
        return None
    top = page.drawn[0][0].depth
    nodes = [
        Node(
            depth=unit.depth - top,
            weight=max(counted.asked, 1),
            share=counted.share,
            label=unit.name,
            url=_address(unit, wanted.article),
        )
        for unit, counted in page.drawn
    ]
    return Icicle(_("Units in order"), _("In order"), nodes)


def _articles(page: CompliancePage) -> Table:
    columns = [
        Column(_("Article")),
        Column(_("What it asks")),
        Column(_("In order"), is_number=True),
        Column(_("Share"), is_number=True),
        Column(_("Due now"), is_number=True),
        Column(_("Late"), is_number=True),
    ]
    rows = [
        [
            Cell(each.provision.article, url=_address(page.unit, each.provision.id)),
            in_words(each.provision.clause),
            in_order_in_words(each.counted),
            percent(each.counted.share).words,
            number_format(each.counted.due),
            number_format(each.counted.late),
        ]
        for each in page.articles
    ]
    return Table(_("By article"), columns, rows, empty=_("No article asks anything of all units here."))


def _levels(page: CompliancePage) -> Table:
    columns = [
        Column(_("Level")),
        Column(_("In order"), is_number=True),
        Column(_("Share"), is_number=True),
        Column(_("Due now"), is_number=True),
        Column(_("Late"), is_number=True),
    ]
    rows = [
        [
            kind.plural,
            in_order_in_words(counted),
            percent(counted.share).words,
            number_format(counted.due),
            number_format(counted.late),
        ]
        for kind, counted in page.levels
    ]
    return Table(_("By level"), columns, rows, empty=_("Nothing is asked of any unit here."))


def _late(units: Sequence[LateUnit], wanted: Wanted) -> Table:
    columns = [Column(_("Unit")), Column(_("Below")), Column(_("Late since")), Column(_("Articles"))]
    rows = [
        [
            Cell(each.unit.name, url=reverse("desk:unit_duties", args=[each.unit.pk])),
            each.unit.parent.name if each.unit.parent else "",
            date_format(each.since),
            ", ".join(each.articles),
        ]
        for each in units
    ]
    empty = _("No unit with these words is late.") if wanted.text else _("No unit is late.")
    return Table(_("Units out of order"), columns, rows, empty=empty)


def _article_in_words(line: ArticleLine) -> str:
    return _("Article %(article)s: %(clause)s") % {
        "article": line.provision.article,
        "clause": in_words(line.provision.clause),
    }
