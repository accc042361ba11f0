from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.decisions.actions.amending import draft_amendment, revise_amendment
from folkmoot.decisions.actions.relating import set_relations
from folkmoot.decisions.amending import WordingEditor
from folkmoot.decisions.forms import STEP_NAMES, AmendmentForm, RelationsForm
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.calling import decisions_called
from folkmoot.decisions.queries.drafting import (
    Amendable,
    AmendedText,
    amendable,
    text_amended_by,
    text_to_amend,
)
from folkmoot.decisions.queries.papers import readable
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.decisions.queries.relations import relations_of_draft
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import UNPROCESSABLE

OK = 200
NAMED = ("repeals", "replaces", "implements")


@signed_in
def new_amendment(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    found = amendable(request.person, decision_id, at=request.at)
    if found is None:
        raise Http404
    target, text = found.target, text_to_amend(found.target)
    own = _own_words(request, found, text.number)
    editor = WordingEditor(request.POST or None, text=text, languages=request.person.languages, own=own)
    if editor.wants_saving:
        given = {"unit_id": own.cleaned_data["unit"], "target_id": target.pk, "texts": own.texts}
        if made := _saved(request, draft_amendment, editor, **given):
            return _onward(request, editor, made)
    return _editor(request, editor)


@signed_in
def wording(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    draft = _draft(request, decision_id)
    text = text_amended_by(draft)
    if text is None:
        raise Http404
    editor = _wording_editor(request, draft, text)
    given = {"decision_id": draft.pk, "revision": editor.revision}
    if editor.wants_saving and _saved(request, revise_amendment, editor, **given):
        return _onward(request, editor, draft.pk)
    return _editor(request, editor, draft=draft)


@signed_in
def draft_relations(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    draft = _draft(request, decision_id)
    relations = relations_of_draft(draft, request.person, at=request.at)
    named = {name: ", ".join(each.number for each in relations.lines if each.kind == name) for name in NAMED}
    form = RelationsForm(request.POST or None, initial=named)
    if form.is_valid() and _related(request, draft, form):
        return redirect("decisions:draft", draft.pk)
    context = {"decision": draft, "form": form, "relations": relations}
    return render(
        request, "decisions/draft_relations.html", context, status=_status(is_wrong=bool(form.errors))
    )


def _wording_editor(request: SignedInRequest, draft: Decision, text: AmendedText) -> WordingEditor:
    revision = writing_of(draft.document_id).revision
    languages = request.person.languages
    return WordingEditor(request.POST or None, text=text, languages=languages, revision=revision)


def _own_words(request: SignedInRequest, found: Amendable, version: int) -> AmendmentForm:
    target = found.target
    # The first version is nobody's amendment, and each later one is one's.
    said = {"number": target.number, "title": target.title, "count": version}
    first_title, later_title = _("Amendment of “%(title)s”"), _("Amendment %(count)d of “%(title)s”")
    initial = {
        "language": target.title_language,
        "title": (first_title if version == 1 else later_title) % said,
        "body": "1. " + _("The text of %(number)s, “%(title)s”, is changed as marked.") % said,
    }
    first = [target.title_language, *request.person.languages]
    return AmendmentForm(request.POST or None, bodies=found.bodies, first=first, initial=initial)


def _draft(request: SignedInRequest, decision_id: UUID) -> Decision:
    drafts = papers_of(request.person, "decisions.draft_decision", at=request.at).drafts()
    return get_object_or_404(drafts, pk=decision_id)


def _saved(
    request: SignedInRequest, function: Callable[..., UUID], editor: WordingEditor, **given: object
) -> UUID | None:
    try:
        return do(request, function, wording=editor.given, on_version=editor.on_version, **given)
    except Refused as refusal:
        editor.refuse(refusal)
        return None


def _onward(request: SignedInRequest, editor: WordingEditor, decision_id: UUID) -> HttpResponse:
    messages.success(request, _("The draft is saved."))
    return redirect("decisions:adoption" if editor.step == "continue" else "decisions:wording", decision_id)


def _editor(
    request: SignedInRequest, editor: WordingEditor, *, draft: Decision | None = None
) -> HttpResponse:
    context = {
        "editor": editor,
        "target": editor.text.target,
        "decision": draft,
        "shows_preview": editor.step == "preview",
        "step_names": STEP_NAMES,
    }
    return render(request, "decisions/wording.html", context, status=_status(is_wrong=editor.is_wrong))


def _related(request: SignedInRequest, draft: Decision, form: RelationsForm) -> bool:
    among = readable(request.person, at=request.at)
    try:
        chosen = {name: decisions_called(form.cleaned_data[name], among=among, field=name) for name in NAMED}
        do(request, set_relations, decision_id=draft.pk, **chosen)
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    messages.success(request, _("Saved. It happens on the day this decision is in force."))
    return True


def _status(*, is_wrong: bool) -> int:
    return UNPROCESSABLE if is_wrong else OK
