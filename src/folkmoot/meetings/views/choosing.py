"""Choosing who leads a meeting, in bodies with more people than a list can have: search, then choose, and search on.

The search is a button of the form itself, so that whoever was chosen before and what was filled in stay, without JavaScript.
"""

from collections.abc import Mapping
from datetime import datetime

from django.http import QueryDict

from folkmoot.access.requests import SignedInRequest
from folkmoot.kernel.ids import as_id
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.running import Choosable, people_to_choose

# Whoever signed a sheet, and what was read there, are chosen from lists of many.
_LISTS = frozenset({"people", "readings"})
_LEADERS = ("chair_id", "minute_taker_id")


def sent(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.POST and "find" not in request.POST else None


def filled_in(request: SignedInRequest) -> dict[str, object]:
    if "find" not in request.POST:
        return {}
    return {
        name: request.POST.getlist(name) if name in _LISTS else request.POST[name] for name in request.POST
    }


def to_choose(
    request: SignedInRequest, meeting: Meeting, initial: Mapping[str, object], *, at: datetime
) -> Choosable:
    leaders = [source.get(name) for source in (request.POST, initial) for name in _LEADERS]
    named = (as_id(str(each)) for each in [*request.POST.getlist("people"), *leaders] if each)
    chosen = {each for each in named if each is not None}
    words = request.POST.get("q", "")
    return people_to_choose(meeting, request.person, words=words, chosen=chosen, at=at, now=request.at)
