from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.notices.actions.choosing import choose_frequency
from folkmoot.notices.queries import person_of_token
from folkmoot.notices.rules.slots import Often
from folkmoot.notices.signing import person_id_in
from folkmoot.people.models import Person


# The token is what lets in, and a mail program that posts for its user has no page of ours to take another from.
@csrf_exempt
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    person = person_of_token(person_id_in(token))
    if person is None:
        raise Http404
    if request.method != "POST":
        return render(request, "notices/stop.html")
    _stop(person, act_id=new_id())
    return render(request, "notices/stopped.html")


def _stop(person: Person, *, act_id: UUID) -> None:
    given = {"frequency": Often.OFF}
    run(choose_frequency, given, act_id=act_id, by=person, at=now, via=Via.WEB)
