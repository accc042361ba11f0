import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from conftest import World

PASSWORD = "a long enough sentence"


def code_in_mail() -> str:
    [message] = mail.outbox
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(message.body), re.MULTILINE)
    assert found is not None, message.body
    return found.group()


def ask_for_code(client: Client, email: str) -> None:
    response = client.post(reverse("account_request_login_code"), {"email": email})
    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/code/")


def test_a_member_signs_in_by_a_code_from_their_mail(world: World, client: Client) -> None:
    ask_for_code(client, "cy@example.org")
    assert [message.to for message in mail.outbox] == [["cy@example.org"]]
    response = client.post("/sign-in/code/", {"code": code_in_mail()})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/account/").context["account"] == world.cy.account
