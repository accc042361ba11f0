from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import pressed, status_of
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import held_somewhere
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.membership.actions.merging import merge_persons, undo_merge_of_persons
from folkmoot.membership.actions.seeking import tell_persons_apart
from folkmoot.membership.forms import OtherEntryForm
from folkmoot.membership.listing import two_entries_table
from folkmoot.membership.queries.alike import alike
from folkmoot.membership.queries.pairs import pairs_page
from folkmoot.membership.queries.people import PersonPage
from folkmoot.membership.queries.sameness import OtherEntry, order_of
from folkmoot.membership.views.people import shown


@signed_in
def twice(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    page = _joinable(request, person_id)
    form = OtherEntryForm(request.POST or None, person=page.person, viewer=request.person, at=request.at)
    if form.is_valid():
        kept, gone = order_of(page.person, form.cleaned_data["member_number"])
        return redirect("membership:joining", kept.pk, gone.pk)
    found = alike(request.person, page.person.name, at=request.at)
    others = [each for each in found if each.person.pk != person_id]
    context = {"page": page, "form": form, "alike": others}
    return render(request, "membership/twice.html", context, status=status_of(form))


@signed_in
def joining(request: SignedInRequest, kept_id: UUID, gone_id: UUID) -> HttpResponse:
    kept, gone = _joinable(request, kept_id), _joinable(request, gone_id)
    if request.method == "POST":
        to, said = reverse("membership:person", args=[kept_id]), _("They are one person now.")
        return pressed(request, merge_persons, kept_id=kept_id, gone_id=gone_id, said=said, to=to)
    context = {"kept": kept, "gone": gone, "overlaps": kept.overlaps(gone)}
    table = two_entries_table(kept, gone)
    return render(request, "membership/joining.html", {**context, "table": table})


@signed_in
def parting(request: SignedInRequest, person_id: UUID, gone_id: UUID) -> HttpResponse:
    page = shown(request, person_id)
    other = _other(page, gone_id)
    to = reverse("membership:person", args=[person_id])
    if request.method == "POST":
        said = _("They are two people again.")
        return pressed(request, undo_merge_of_persons, gone_id=gone_id, said=said, to=to)
    return render(request, "ui/confirm.html", _asked(other, to))


@signed_in
def pairs(request: SignedInRequest) -> HttpResponse:
    if not held_somewhere(request.person, ["membership.merge_persons"], at=request.at):
        raise Http404
    tell_opened(Opening(request.person, What.LIST, "people.see_members"), at=request.at)
    page = pairs_page(request.person, after=as_id(request.GET.get("after", "")), at=request.at)
    return render(request, "membership/pairs.html", {"page": page})


@require_POST
@signed_in
def apart(request: SignedInRequest, first_id: UUID, second_id: UUID) -> HttpResponse:
    to, given = reverse("membership:pairs"), {"first_id": first_id, "second_id": second_id}
    return pressed(request, tell_persons_apart, to=to, said=_("They are two people, and stay two."), **given)


def _joinable(request: SignedInRequest, person_id: UUID) -> PersonPage:
    page = shown(request, person_id)
    if "merge_persons" not in page.allowed:
        raise Http404
    return page


def _other(page: PersonPage, gone_id: UUID) -> OtherEntry:
    found = (each for each in page.others if each.is_gone and each.merge.gone_id == gone_id)
    other = next(found, None)
    if other is None or not (page.is_own or "merge_persons" in page.allowed):
        raise Http404
    return other


def _asked(other: OtherEntry, back_url: str) -> dict[str, object]:
    return {
        "question": _("Is the entry %(number)s somebody else after all?") % {"number": other.number},
        "consequence": _(
            "It has its home again, without a gap. What was done meanwhile stays with the entry that remained."
        ),
        "yes": _("It is somebody else"),
        "back_url": back_url,
    }
