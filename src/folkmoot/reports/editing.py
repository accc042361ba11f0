"""Changing a form part by part: each change gives the act the whole form, with one part other than before."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.reports.forms_making import CheckForm, IndicatorForm, QuestionForm
from folkmoot.reports.interfaces import sources
from folkmoot.reports.models import Form
from folkmoot.reports.queries.pages import newest_version
from folkmoot.reports.rules.definition import Definition, Indicator, Kind, definition_from, in_language
from folkmoot.reports.screens import languages_of

_FORMS: Mapping[str, type[Any]] = {
    "indicators": IndicatorForm,
    "questions": QuestionForm,
    "checks": CheckForm,
}
_NO_NUMBER = {Kind.YES_NO, Kind.CHOICE}


class Editing:
    """A form while its makers change it."""

    def __init__(self, form: Form, *, languages: Sequence[str]) -> None:
        """Take the form, and the languages in which its parts are shown."""
        self.form, self.languages = form, languages

    @cached_property
    def definition(self) -> Definition:
        """What it asks in its newest version."""
        return definition_from(newest_version(self.form).definition)

    def part(self, sort: str, code: str) -> Any | None:  # noqa: ANN401  -- one of three kinds of part
        """Return one of its parts, None if it has none of this code."""
        return next((each for each in getattr(self.definition, sort) if each.code == code), None)

    def asked(self, sort: str, code: str, posted: QueryDict | None) -> Any:  # noqa: ANN401  -- one of three forms
        """Return the form that asks for a part, filled with what it is."""
        part = self.part(sort, code)
        initial = _initial(part) if part else {}
        if sort == "checks":
            return CheckForm(posted, fields_there=self._numbers(), initial=initial)
        given: dict[str, Any] = {"languages": languages_of(self.form), "initial": initial}
        if sort == "indicators":
            given["sources"] = [(each.code, str(each.name)) for each in sources().values()]
        return _FORMS[sort](posted, **given)

    def heading(self, sort: str, code: str) -> str:
        """Return what the page of a part is called."""
        new = {"indicators": _("A new figure"), "questions": _("A new question"), "checks": _("A new check")}
        return _("Change “%(code)s”") % {"code": code} if code else new[sort]

    def removal_url(self, sort: str, code: str) -> str:
        """Return where a part is taken off, "" of a new one."""
        name = f"reports:{sort.removesuffix('s')}_removal"
        return reverse(name, args=[self.form.pk, code]) if code else ""

    def given(self, **other: object) -> dict[str, Any]:
        """Return the form as `reports.revise_form` takes it, with what is `other` than before."""
        same = {
            "form_id": self.form.pk,
            "revision": self.form.revision,
            "names": self.form.names,
            "unit_kinds": self.form.unit_kinds,
            "due_days": self.form.due_days,
            "answer_days": self.form.answer_days,
        }
        parts = {sort: list(getattr(self.definition, sort)) for sort in _FORMS}
        return {**same, **parts, **other}

    def with_part(self, sort: str, code: str, part: Any) -> dict[str, Any]:  # noqa: ANN401  -- as above
        """Return the form with one part in the place of the one called `code`, or behind all others."""
        there = list(getattr(self.definition, sort))
        changed = [part if each.code == code else each for each in there]
        return self.given(**{sort: changed if code else [*there, part]})

    def without_part(self, sort: str, code: str) -> dict[str, Any]:
        """Return the form without one of its parts."""
        return self.given(**{sort: [each for each in getattr(self.definition, sort) if each.code != code]})

    def _numbers(self) -> list[tuple[str, str]]:
        return [
            (each.code, in_language(each.names, self.languages))
            for each in self.definition.indicators
            if each.kind not in _NO_NUMBER
        ]


def _initial(part: Any) -> dict[str, object]:  # noqa: ANN401  -- as above
    found = dict(part.model_dump(mode="json"))
    for name in ("names", "means"):
        for language, text in found.pop(name, {}).items():
            found[f"{'name' if name == 'names' else name}-{language}"] = text
    if isinstance(part, Indicator):
        found["options"] = "\n".join(
            f"{each.code}: {next(iter(each.names.values()), '')}" for each in part.options
        )
    return found
