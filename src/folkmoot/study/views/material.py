from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import done, is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.text import number_in
from folkmoot.study import lesson_screens, screens
from folkmoot.study.actions.cards import change_card, remove_card, write_card
from folkmoot.study.actions.programmes import (
    draft_programme,
    drop_programme,
    end_programme,
    publish_programme,
)
from folkmoot.study.forms import CardForm, ChangeForm, ProgrammeForm, wording_initial
from folkmoot.study.queries.material import (
    CardLine,
    ProgrammePage,
    card_line,
    programme_page,
    programmes_of,
    units_studying,
    units_writing,
)


@signed_in
def programmes(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_studying(request.person, at=request.at), pk=unit_id)
    rows = programmes_of(unit, request.person, at=request.at)
    return render(request, "study/programmes.html", {"unit": unit, "lines": screens.programme_lines(rows)})


@signed_in
def drafting(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_writing(request.person, at=request.at), pk=unit_id)
    form = ProgrammeForm(request.person.languages, request.POST or None)
    given = {"unit_id": unit.pk, **form.cleaned_data} if form.is_valid() else {}
    if given and (made := done(request, form, draft_programme, **given)):
        messages.success(request, _("It is begun. Write its first card."))
        return redirect("study:programme", made)
    context = {"unit": unit, "form": form}
    return render(request, "study/drafting.html", context, status=status_of(form))


@signed_in
def programme(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    page = page_of(request, programme_id)
    context = {
        "page": page,
        "programme": page.programme,
        "state": screens.state_of(page.programme),
        "facts": screens.facts_of(page.programme),
        "lines": screens.card_lines(page.cards),
        "lessons": lesson_screens.lesson_lines(page.lessons),
    }
    return render(request, "study/programme.html", context)


@signed_in
def writing(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    page = writable(request, programme_id)
    offered = screens.decisions_offered(page.programme.unit, request.person, request.at)
    form = CardForm(offered, request.POST or None)
    if form.is_valid() and is_done(request, form, write_card, programme_id=programme_id, **form.given):
        messages.success(request, _("It is written. It is asked once somebody else has published it."))
        return redirect("study:programme", programme_id)
    context = {"programme": page.programme, "form": form}
    return render(request, "study/writing.html", context, status=status_of(form))


@signed_in
def changing(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    line = line_of(request, card_id)
    form = ChangeForm(request.POST or None, initial=wording_initial(line))
    if form.is_valid() and is_done(request, form, change_card, card_id=card_id, **form.given):
        return redirect("study:programme", line.card.programme_id)
    context = {"programme": line.card.programme, "form": form}
    return render(request, "study/writing.html", context, status=status_of(form))


@signed_in
def removal(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    line = line_of(request, card_id)
    if request.method == "POST":
        to = reverse("study:programme", args=[line.card.programme_id])
        return pressed(request, remove_card, to=to, said=_("The card is taken out."), card_id=card_id)
    return render(request, "ui/confirm.html", screens.removing(line))


@require_POST
@signed_in
def publication(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    to, seen = reverse("study:programme", args=[programme_id]), request.POST.get("revision", "")
    said = _("It is published. Its members are asked these cards from now on.")
    revision = number_in(seen)
    given = {"programme_id": programme_id, "revision": revision}
    return pressed(request, publish_programme, to=to, said=said, **given)


@signed_in
def end(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    page = page_of(request, programme_id)
    if request.method == "POST":
        to = reverse("study:programme", args=[programme_id])
        said = _("It is ended. Nobody is asked its cards any more.")
        return pressed(request, end_programme, to=to, said=said, programme_id=programme_id)
    return render(request, "ui/confirm.html", screens.ending(page.programme))


@signed_in
def dropping(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    page = page_of(request, programme_id)
    if request.method == "POST":
        to = reverse("study:programmes", args=[page.programme.unit_id])
        return pressed(request, drop_programme, to=to, said=_("It is given up."), programme_id=programme_id)
    return render(request, "ui/confirm.html", screens.giving_up(page.programme))


def page_of(request: SignedInRequest, programme_id: UUID) -> ProgrammePage:
    page = programme_page(programme_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def writable(request: SignedInRequest, programme_id: UUID) -> ProgrammePage:
    page = page_of(request, programme_id)
    if not page.may_write:
        raise Http404
    return page


def line_of(request: SignedInRequest, card_id: UUID) -> CardLine:
    line = card_line(card_id, request.person, at=request.at)
    if line is None:
        raise Http404
    return line
