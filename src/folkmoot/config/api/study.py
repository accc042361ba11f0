"""The lists of programmes and of their lessons, for whoever is offered them or writes them."""

from folkmoot.config.api import nouns_of_study as shown
from folkmoot.config.api.asked import Asked
from folkmoot.config.api.listing import Rows, following_of, keyset_of, rows_shown
from folkmoot.study.queries.listing import lessons_listed, programmes_listed
from folkmoot.units.models import Unit


def programmes(asked: Asked) -> Rows:
    """Return the programmes that whoever asks is offered or writes, the one begun last first."""
    found = programmes_listed(asked.person, at=asked.at)
    if asked.unit:
        found = found.filter(unit__in=asked.narrowed(Unit.objects.all()).order_by().values("pk"))
    rows = keyset_of(found, asked)
    return Rows(rows_shown(shown.Programme, rows[: asked.limit]), following_of(rows, asked))


def lessons(asked: Asked) -> Rows:
    """Return the published lessons of programmes that whoever asks is offered or writes, the last first."""
    found = lessons_listed(asked.person, at=asked.at)
    if asked.unit:
        found = found.filter(programme__unit__in=asked.narrowed(Unit.objects.all()).order_by().values("pk"))
    rows = keyset_of(found, asked)
    return Rows(rows_shown(shown.Lesson, rows[: asked.limit]), following_of(rows, asked))
