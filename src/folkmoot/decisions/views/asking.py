from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from folkmoot.access.requests import SignedInRequest, do
from folkmoot.kernel.errors import Refused
from folkmoot.ui.refusals import refused


def asked(request: SignedInRequest, question: str, consequence: str, yes: str, back_url: str) -> HttpResponse:
    context = {
        "question": question,
        "consequence": consequence,
        "yes": yes,
        "kind": "danger",
        "back_url": back_url,
    }
    return render(request, "ui/confirm.html", context)


def answered(
    request: SignedInRequest, function: Callable[..., UUID], decision_id: UUID, said: str
) -> HttpResponse:
    try:
        do(request, function, decision_id=decision_id)
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, said)
    return redirect("decisions:publish")
