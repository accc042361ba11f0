from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest


def asked(
    request: SignedInRequest, question: str, then: str, yes: str, back_url: str, *, kind: str = "danger"
) -> HttpResponse:
    context = {
        "question": question,
        "consequence": then,
        "yes": yes,
        "kind": kind,
        "back_url": back_url,
    }
    return render(request, "ui/confirm.html", context)


def answered(
    request: SignedInRequest, function: Callable[..., UUID], decision_id: UUID, said: str
) -> HttpResponse:
    to = reverse("decisions:publish")
    return pressed(request, function, decision_id=decision_id, said=said, to=to)
