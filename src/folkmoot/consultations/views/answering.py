from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.consultations.actions.answering import answer_comments, publish_summary, summarise_point
from folkmoot.consultations.forms import AnswerForm, SummaryForm
from folkmoot.consultations.queries.comments import all_comments, comments_page
from folkmoot.consultations.queries.figures import figures_by_unit
from folkmoot.consultations.queries.summary import summary_page
from folkmoot.consultations.queries.taking_part import ConsultationPage, consultation_page
from folkmoot.consultations.screens import comment_rows, figure_rows, figures_table, summary_kept
from folkmoot.decisions.views.asking import asked as asked_first
from folkmoot.ui.exports import as_file, links_to_files


@signed_in
def comments(request: SignedInRequest, consultation_id: UUID, place: int) -> HttpResponse:
    page = _page(request, consultation_id)
    asked = page.at_place(place)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    given = {"consultation_id": consultation_id, "point": asked.label, "comments": _chosen(request)}
    if form.is_valid() and is_done(request, form, answer_comments, **given, **form.cleaned_data):
        messages.success(request, _("Your answer is published to those who are asked."))
        return redirect("consultations:comments", consultation_id, place)
    context = {"page": page, "asked": asked, "form": form, **_listed(request, page, asked.label)}
    return render(request, "consultations/comments.html", context, status=status_of(form))


@signed_in
def comments_file(request: SignedInRequest, consultation_id: UUID, form: str) -> HttpResponseBase:
    consultation = _page(request, consultation_id).consultation
    rows = comment_rows(all_comments(consultation, at=request.at))
    return as_file(request, rows, name="comments", form=form)


@signed_in
def figures(request: SignedInRequest, consultation_id: UUID) -> HttpResponse:
    page = _ended(request, consultation_id)
    exports = links_to_files("consultations:figures_file", consultation_id)
    table = figures_table(figures_by_unit(consultation_id))
    context = {"page": page, "consultation": page.consultation, "table": table, "exports": exports}
    return render(request, "consultations/figures.html", context)


@signed_in
def figures_file(request: SignedInRequest, consultation_id: UUID, form: str) -> HttpResponseBase:
    _ended(request, consultation_id)
    return as_file(request, figure_rows(figures_by_unit(consultation_id)), name="opinions", form=form)


@signed_in
def summary(request: SignedInRequest, consultation_id: UUID) -> HttpResponse:
    page = _page(request, consultation_id)
    summed = summary_page(page.consultation, page.reading)
    context = {"page": page, "consultation": page.consultation, "summed": summed}
    return render(request, "consultations/summary.html", context)


@signed_in
def point_summary(request: SignedInRequest, consultation_id: UUID, place: int) -> HttpResponse:
    page = _page(request, consultation_id)
    asked = page.at_place(place)
    if asked is None:
        raise Http404
    form = SummaryForm(request.POST or None, initial=vars(asked.summary) if asked.summary else None)
    given = {"consultation_id": consultation_id, "point": asked.label}
    if form.is_valid() and is_done(request, form, summarise_point, **given, **form.cleaned_data):
        messages.success(request, summary_kept(asked.label))
        return redirect("consultations:summary", consultation_id)
    context = {"page": page, "consultation": page.consultation, "asked": asked, "form": form}
    return render(request, "consultations/point_summary.html", context, status=status_of(form))


@signed_in
def publication(request: SignedInRequest, consultation_id: UUID) -> HttpResponse:
    page, back_url = _page(request, consultation_id), reverse("consultations:summary", args=[consultation_id])
    if request.method == "POST":
        said, to = (
            _("The summary is published."),
            reverse("consultations:consultation", args=[consultation_id]),
        )
        return pressed(request, publish_summary, consultation_id=page.consultation.pk, said=said, to=to)
    consequence = _("Everybody who was asked reads it, with the figures. From then on it stays as it is.")
    return asked_first(
        request, _("Publish the summary?"), consequence, _("Publish it"), back_url, kind="primary"
    )


def _page(request: SignedInRequest, consultation_id: UUID) -> ConsultationPage:
    page = consultation_page(consultation_id, request.person, at=request.at)
    if page is None or not page.may_see_comments:
        raise Http404
    return page


def _ended(request: SignedInRequest, consultation_id: UUID) -> ConsultationPage:
    """Find the page of a consultation whose figures are there to be read: by the body, and by all once published."""
    page = consultation_page(consultation_id, request.person, at=request.at)
    if page is None or not page.shows_figures:
        raise Http404
    return page


def _listed(request: SignedInRequest, page: ConsultationPage, label: str) -> dict[str, object]:
    words, after = request.GET.get("q", ""), request.GET.get("after", "")
    consultation = page.consultation
    found = comments_page(consultation, point=label, words=words, after=after, at=request.at)
    older = f"?{_query(request, after=found.following)}" if found.following else ""
    exports = links_to_files("consultations:comments_file", consultation.pk)
    return {"consultation": consultation, "found": found, "words": words, "older": older, "exports": exports}


def _query(request: SignedInRequest, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return query.urlencode()


def _chosen(request: SignedInRequest) -> list[str] | None:
    return request.POST.getlist("comments") if request.POST.get("step") != "all" else None
