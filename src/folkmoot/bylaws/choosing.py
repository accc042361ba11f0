"""One text whose articles are given clauses, and the forms for it; every page of it begins here."""

from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import QueryDict

from folkmoot.bylaws.forms import ArticleForm, ClauseForm, RemarkForm
from folkmoot.bylaws.queries.pages import ClauseLine, line_called, lines_of
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.documents.queries.versions import labels_of_version, newest_version
from folkmoot.kernel.ids import as_id
from folkmoot.membership.queries.officers import office_choices
from folkmoot.units.models import Unit, UnitKind


class Entering:
    """What is asked for a text: the article and kind chosen in the address, and the form that was posted."""

    def __init__(
        self, decision_id: UUID, document_id: UUID, body: Unit, *, asked: QueryDict, at: datetime
    ) -> None:
        """Keep what was asked for."""
        self.decision_id, self.document_id, self.body = decision_id, document_id, body
        self.asked, self.today = asked, body.local(at).date()

    @cached_property
    def articles(self) -> list[str]:
        """The numbers of the articles of its newest wording."""
        return labels_of_version(newest_version(self.document_id).pk)

    @cached_property
    def lines(self) -> list[ClauseLine]:
        """What stands at its articles."""
        return lines_of(self.decision_id, self.today)

    @cached_property
    def former(self) -> ClauseLine | None:
        """The clause whose place the new one takes."""
        former_id = as_id(self.asked.get("former", ""))
        return line_called(former_id, self.decision_id, self.today) if former_id else None

    @property
    def article(self) -> str:
        """The article chosen."""
        return self.former.article if self.former else self.asked.get("article", "")

    @property
    def kind(self) -> Kind | None:
        """The kind of clause chosen, None if it is yet to be."""
        chosen = self.former.clause.get("kind", "") if self.former else self.asked.get("kind", "")
        return next((kind for kind in Kind if kind.value == chosen), None)

    @property
    def is_chosen(self) -> bool:
        """Whether both are chosen, so that the clause can be entered."""
        return self.kind is not None and self.article in self.articles

    def choice_form(self) -> ArticleForm:
        """Return the form that asks for article and kind."""
        return ArticleForm(initial=self.asked.dict(), articles=self.articles)

    def remark_form(self, posted: QueryDict | None) -> RemarkForm:
        """Return the form for what cannot be checked."""
        return RemarkForm(posted, initial=self.asked.dict(), articles=self.articles)

    def clause_form(self, posted: QueryDict | None) -> ClauseForm:
        """Return the form of the kind chosen, with what the former clause says."""
        former = self.former
        initial = {**former.clause, "unit_kinds": former.unit_kinds} if former else {}
        kinds = UnitKind.objects.filter(rank__gte=self.body.kind.rank).order_by("rank", "code")
        return ClauseForm(
            posted,
            kind=self.kind or Kind.NOTICE,
            offices=office_choices(),
            unit_kinds=[(kind.code, kind.plural) for kind in kinds],
            initial=initial,
        )
