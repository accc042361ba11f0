from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import Places, units_at, units_where
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.exports import member_rows
from folkmoot.membership.forms import AdmissionForm
from folkmoot.membership.listing import members_table
from folkmoot.membership.queries.alike import Alike, alike
from folkmoot.membership.queries.members import (
    Wanted,
    all_members,
    any_without_cells,
    members_at,
    places_narrowed,
    places_whose_members_show,
    roll_head,
    top_with,
)
from folkmoot.membership.rules.entries import telephone_of
from folkmoot.structure.queries.circles import is_any_circle
from folkmoot.ui.exports import as_file, links_to_files


@signed_in
def member_list(request: SignedInRequest) -> HttpResponse:
    wanted, (places, asked) = _wanted(request), _opened(request, What.LIST)
    page = members_at(asked, wanted)
    context = {
        "wanted": wanted,
        "code": _code(request),
        "head": roll_head(request.person, places, is_empty=not page.lines, at=request.at),
        "table": members_table(page.lines, sort=wanted.sort),
        "exports": links_to_files("membership:members_file", query=_query(request)),
        "following": _query(request, after=page.following) if page.following else "",
    }
    return render(request, "membership/members.html", context)


@signed_in
def member_export(request: SignedInRequest, form: str) -> HttpResponseBase:
    _places, asked = _opened(request, What.EXPORT)
    lines = all_members(units_at(asked), _wanted(request))
    return as_file(request, member_rows(lines), name="members", form=form)


@signed_in
def admission(request: SignedInRequest) -> HttpResponse:
    units = units_where(request.person, "membership.admit_member", at=request.at)
    form = AdmissionForm(request.POST or None, units=units.cells())
    if form.is_valid() and _is_admitted(request, form):
        return redirect("membership:admission")
    lacks_cell = not form.few and any_without_cells(units)
    context = {"form": form, "lacks_cell": lacks_cell, "has_circles": is_any_circle()}
    context["alike"] = _alike(request, form)
    return render(request, "membership/admission.html", context, status=status_of(form))


def _is_admitted(request: SignedInRequest, form: AdmissionForm) -> bool:
    given = dict(form.cleaned_data)
    unit = given.pop("unit")
    is_another = "is_another" in request.POST
    if not is_done(request, form, admit_member, **given, unit_id=unit.pk, is_another=is_another):
        return False
    said = _("%(name)s is a member of %(unit)s now.") % {"name": given["name"], "unit": unit.name}
    if given["email"]:
        told = _("No mail is sent to them: tell them to sign in at %(address)s.")
        said = f"{said} {told % {'address': settings.PUBLIC_URL}}"
    messages.success(request, said)
    return True


def _alike(request: SignedInRequest, form: AdmissionForm) -> Sequence[Alike]:
    # The act refuses who may be known at the top of the form; what is refused beside a field comes first.
    if not (form.is_bound and form.has_error(NON_FIELD_ERRORS)):
        return []
    asked = form.cleaned_data
    return alike(request.person, asked["name"], telephone_of(asked["phone"]), at=request.at)


def _opened(request: SignedInRequest, what: What) -> tuple[Places, Places]:
    """Tell that it was opened; return where the members whom the reader sees are, and those of them who are asked for."""
    code = _code(request)
    top = top_with(code)
    if top is not None or not code:
        tell_opened(Opening(request.person, what, "people.see_members", top=top), at=request.at)
    places = places_whose_members_show(request.person, at=request.at)
    return places, places_narrowed(places, top, code)


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET
    return Wanted(asked.get("q", ""), asked.get("sort", "name"), asked.get("after", ""))


def _code(request: HttpRequest) -> str:
    return request.GET.get("unit", "").strip()


def _query(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.update(changed)
    return query.urlencode()
