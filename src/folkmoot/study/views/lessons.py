from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import done, is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.study import lesson_screens, screens
from folkmoot.study.actions.learning import read_lesson
from folkmoot.study.actions.lessons import change_lesson, remove_lesson, write_lesson
from folkmoot.study.forms import ChangedTextForm, LessonForm, text_initial
from folkmoot.study.queries.lesson_files import files_shown
from folkmoot.study.queries.lesson_lines import LessonLine
from folkmoot.study.queries.lessons import lesson_line, lesson_offered, point_behind
from folkmoot.study.views.material import writable


@signed_in
def writing(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    page = writable(request, programme_id)
    offered = screens.decisions_offered(page.programme.unit, request.person, request.at)
    form = LessonForm(offered, request.person.languages, request.POST or None)
    given = {"programme_id": programme_id, **form.cleaned_data} if form.is_valid() else {}
    if given and (made := done(request, form, write_lesson, **given)):
        return redirect("study:lesson_preview", made)
    context = {"programme": page.programme, "form": form, "offered": offered}
    return render(request, "study/lesson_writing.html", context, status=status_of(form))


@signed_in
def changing(request: SignedInRequest, lesson_id: UUID) -> HttpResponse:
    line = line_of(request, lesson_id)
    writable(request, line.lesson.programme_id)
    form = ChangedTextForm(request.person.languages, request.POST or None, initial=text_initial(line))
    given = {"study_lesson_id": lesson_id, **form.cleaned_data} if form.is_valid() else {}
    if given and is_done(request, form, change_lesson, **given):
        return redirect("study:lesson_preview", lesson_id)
    context = {"programme": line.lesson.programme, "form": form, "offered": True}
    return render(request, "study/lesson_writing.html", context, status=status_of(form))


@signed_in
def preview(request: SignedInRequest, lesson_id: UUID) -> HttpResponse:
    line = line_of(request, lesson_id)
    context = {
        "line": line,
        "shown": lesson_screens.shown(line.text),
        "meta": lesson_screens.told_of(line.text),
        "files": files_shown(line.text),
        "point": point_behind(line.lesson, line.text, request.person, at=request.at),
    }
    return render(request, "study/lesson_preview.html", context)


@signed_in
def removal(request: SignedInRequest, lesson_id: UUID) -> HttpResponse:
    line = line_of(request, lesson_id)
    if request.method == "POST":
        to = reverse("study:programme", args=[line.lesson.programme_id])
        said = _("The lesson is taken out.")
        return pressed(request, remove_lesson, to=to, said=said, study_lesson_id=lesson_id)
    return render(request, "ui/confirm.html", lesson_screens.removing(line))


@signed_in
def lesson(request: SignedInRequest, lesson_id: UUID) -> HttpResponse:
    found = lesson_offered(lesson_id, request.person, at=request.at)
    if found is None:
        raise Http404
    context = {
        "offered": found,
        "shown": lesson_screens.shown(found.text),
        "meta": lesson_screens.told_of(found.text),
        "files": files_shown(found.text),
        "point": point_behind(found.lesson, found.text, request.person, at=request.at),
    }
    return render(request, "study/lesson.html", context)


@require_POST
@signed_in
def reading(request: SignedInRequest, lesson_id: UUID) -> HttpResponse:
    said = _("Good. Nobody but you sees it.")
    return pressed(request, read_lesson, to=reverse("study:own"), said=said, study_lesson_id=lesson_id)


def line_of(request: SignedInRequest, lesson_id: UUID) -> LessonLine:
    line = lesson_line(lesson_id, request.person, at=request.at)
    if line is None:
        raise Http404
    return line
