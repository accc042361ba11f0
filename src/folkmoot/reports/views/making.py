from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import done, is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.documents.languages import language_called
from folkmoot.reports.actions.making import end_form, make_form, open_form, revise_form
from folkmoot.reports.editing import Editing
from folkmoot.reports.forms_making import FirstForm, FormForm, MakingForm
from folkmoot.reports.models import Form
from folkmoot.reports.queries.opening import late_at_once
from folkmoot.reports.queries.pages import forms_made_by, units_making_forms
from folkmoot.reports.queries.vocabulary import kinds_offered
from folkmoot.reports.rules.definition import in_language
from folkmoot.reports.rules.naming import ANSWER_DAYS
from folkmoot.reports.screens import (
    facts_of,
    languages_of,
    opening_screen,
    parts_of,
    periods_to_end,
    periods_to_open,
)

_ASKED = ("due_days", "answer_days", "unit_kinds")


@signed_in
def making(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_making_forms(request.person, at=request.at), pk=unit_id)
    languages = [(code, language_called(code).name) for code in request.person.languages[:1] or ["en"]]
    kinds = kinds_offered(unit)
    initial = {"due_days": 10, "answer_days": ANSWER_DAYS, "unit_kinds": [code for code, _name in kinds[-1:]]}
    form = MakingForm(request.POST or None, unit_kinds=kinds, languages=languages, initial=initial)
    given = _given(form, "every", "is_standard") if form.is_valid() else {}
    if given and (made := done(request, form, make_form, unit_id=unit.pk, **given)):
        messages.success(request, _("The form is begun. Nobody is asked before you open it."))
        return redirect("reports:form", made)
    return render(request, "reports/making.html", {"unit": unit, "form": form}, status=status_of(form))


@signed_in
def form(request: SignedInRequest, form_id: UUID) -> HttpResponse:
    editing = _editing(request, form_id)
    chosen, today = editing.form, editing.form.unit.local(request.at).date()
    to_open, to_end = (FirstForm(periods=each(chosen, today)) for each in (periods_to_open, periods_to_end))
    return render(
        request, "reports/form.html", _shown(request, editing) | {"to_open": to_open, "to_end": to_end}
    )


@require_POST
@signed_in
def opening(request: SignedInRequest, form_id: UUID) -> HttpResponse:
    editing = _editing(request, form_id)
    first = _first_asked(request, editing, periods_to_open)
    late = late_at_once(editing.form, editing.form.period_at(first), at=request.at)
    if late is not None and "is_sure" not in request.POST and editing.form.since is None:
        shown = {**_shown(request, editing), **opening_screen(editing.form, late)}
        return render(request, "reports/opening.html", shown, status=422)
    said = _("It is open: the units see it now.")
    return pressed(request, open_form, to=_address(editing.form), said=said, form_id=form_id, first=first)


@require_POST
@signed_in
def ending(request: SignedInRequest, form_id: UUID) -> HttpResponse:
    editing = _editing(request, form_id)
    first, said = _first_asked(request, editing, periods_to_end), _("It is ended. What was reported stays.")
    return pressed(request, end_form, to=_address(editing.form), said=said, form_id=form_id, first=first)


@signed_in
def settings(request: SignedInRequest, form_id: UUID) -> HttpResponse:
    editing = _editing(request, form_id)
    chosen = editing.form
    initial = {name: getattr(chosen, name) for name in _ASKED}
    initial |= {f"name-{code}": name for code, name in chosen.names.items()}
    kinds = kinds_offered(chosen.unit)
    asked = FormForm(request.POST or None, unit_kinds=kinds, languages=languages_of(chosen), initial=initial)
    given = editing.given() | _given(asked) if asked.is_valid() else {}
    if given and is_done(request, asked, revise_form, **given):
        return redirect("reports:form", form_id)
    context = _shown(request, editing) | {"asked": asked, "heading_words": _("Who fills it, and until when")}
    return render(request, "reports/part.html", context, status=status_of(asked))


@signed_in
def part(request: SignedInRequest, form_id: UUID, sort: str, code: str = "") -> HttpResponse:
    editing = _editing(request, form_id)
    if code and editing.part(sort, code) is None:
        raise Http404
    asked = editing.asked(sort, code, request.POST or None)
    given = editing.with_part(sort, code, asked.part) if asked.is_valid() else {}
    if given and is_done(request, asked, revise_form, **given):
        messages.success(request, _("The form is changed."))
        return redirect("reports:form", form_id)
    context = _shown(request, editing) | {"asked": asked, "heading_words": editing.heading(sort, code)}
    context |= {"code": code, "removal_url": editing.removal_url(sort, code)}
    return render(request, "reports/part.html", context, status=status_of(asked))


@require_POST
@signed_in
def removal(request: SignedInRequest, form_id: UUID, sort: str, code: str) -> HttpResponse:
    editing = _editing(request, form_id)
    given = editing.without_part(sort, code)
    said = _("It is taken off. What was reported by it stays.")
    return pressed(request, revise_form, to=_address(editing.form), said=said, **given)


def _editing(request: SignedInRequest, form_id: UUID) -> Editing:
    chosen = get_object_or_404(forms_made_by(request.person, at=request.at), pk=form_id)
    return Editing(chosen, languages=request.person.languages)


def _address(chosen: Form) -> str:
    return reverse("reports:form", args=[chosen.pk])


def _shown(request: SignedInRequest, editing: Editing) -> dict[str, object]:
    languages: Sequence[str] = request.person.languages
    return {
        "page": editing,
        "title": in_language(editing.form.names, languages),
        "facts": facts_of(editing.form),
        "parts": parts_of(editing.form, editing.definition, languages),
    }


def _first_asked(request: SignedInRequest, editing: Editing, periods: Callable[..., Any]) -> date:
    asked = FirstForm(request.POST, periods=periods(editing.form, editing.form.unit.local(request.at).date()))
    if not asked.is_valid():
        raise Http404
    return date.fromisoformat(asked.cleaned_data["first"])


def _given(asked: FormForm, *more: str) -> dict[str, Any]:
    return {
        "names": asked.names,
        **{name: asked.cleaned_data[name] for name in (*_ASKED, *more)},
    }
