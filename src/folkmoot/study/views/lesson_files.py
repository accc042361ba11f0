from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.documents.actions.taking_in import token_for
from folkmoot.documents.brought import taken_from
from folkmoot.documents.giving_out import given_out
from folkmoot.study.actions.lesson_files import attach_lesson_file, detach_lesson_file
from folkmoot.study.forms import LessonFileForm
from folkmoot.study.queries.lesson_files import files_shown, lesson_file
from folkmoot.study.views.lessons import line_of
from folkmoot.study.views.material import writable


@require_safe
@signed_in
def file(request: SignedInRequest, lesson_id: UUID, sha256: str) -> HttpResponseBase:
    found = lesson_file(lesson_id, sha256, request.person, at=request.at)
    if found is None:
        raise Http404
    return given_out(request, found)


@signed_in
def files(request: SignedInRequest, lesson_id: UUID) -> HttpResponse:
    line = line_of(request, lesson_id)
    writable(request, line.lesson.programme_id)
    form = LessonFileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_attached(request, form, lesson_id):
        return redirect("study:lesson_files", lesson_id)
    context = {"line": line, "form": form, "files": files_shown(line.text)}
    return render(request, "study/lesson_files.html", context, status=status_of(form))


@require_POST
@signed_in
def removal(request: SignedInRequest, lesson_id: UUID, sha256: str) -> HttpResponse:
    line_of(request, lesson_id)
    to, said = reverse("study:lesson_files", args=[lesson_id]), _("It is taken off.")
    return pressed(request, detach_lesson_file, to=to, said=said, study_lesson_id=lesson_id, sha256=sha256)


def _is_attached(request: SignedInRequest, form: LessonFileForm, lesson_id: UUID) -> bool:
    taken = taken_from(form, request.person.pk)
    if taken is None:
        return False
    upload = token_for(taken, request.person.pk)
    given = {"study_lesson_id": lesson_id, "upload": upload, "alt": form.cleaned_data["alt"]}
    return is_done(request, form, attach_lesson_file, **given)
