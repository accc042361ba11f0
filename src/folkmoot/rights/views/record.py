from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.rights.listing import part_table
from folkmoot.rights.queries.record import contact_of, json_of, parts_of
from folkmoot.rights.rules.vcard import vcard
from folkmoot.ui.links import Link
from folkmoot.ui.navigation import organisation_name


@signed_in
@never_cache
def record(request: SignedInRequest) -> HttpResponse:
    parts = list(parts_of(request.person))
    exports = [
        Link(_("JSON, with everything"), reverse("rights:record_json")),
        Link(_("vCard, for an address book"), reverse("rights:record_vcard")),
    ]
    held = [(part, part_table(part, own=request.person.name)) for part in parts if part.rows]
    nothing = [part for part in parts if not part.rows]
    return render(request, "rights/record.html", {"parts": held, "nothing": nothing, "exports": exports})


@signed_in
@never_cache
def record_json(request: SignedInRequest) -> StreamingHttpResponse:
    content = json_of(request.person, at=request.at)
    response = StreamingHttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="about-me.json"'
    return response


@signed_in
@never_cache
def record_vcard(request: SignedInRequest) -> HttpResponse:
    contact = contact_of(request.person, organisation=organisation_name(request), at=request.at)
    response = HttpResponse(vcard(contact), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="me.vcf"'
    return response
