from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from conftest import World
from folkmoot.accounts.tests.apps import set_up_app
from folkmoot.accounts.tests.providing import CLIENT_ID, Provider, providing
from folkmoot.config.environment import Environment
from folkmoot.people.models import Account, Person

DOOR = "/sign-in/with/organisation/"
CY = {"sub": "u-17", "email": "cy@example.org", "email_verified": True, "name": "Cy of the Hill"}


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    with providing() as provider:
        monkeypatch.setenv("FOLKMOOT_OIDC_ISSUER", provider.issuer)
        monkeypatch.setenv("FOLKMOOT_OIDC_CLIENT_ID", CLIENT_ID)
        monkeypatch.setenv("FOLKMOOT_OIDC_NAME", "Union pass")
        apps = Environment.read().identity_providers
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps, "SCOPE": ["openid"]}}
        # As where an issuer is set before the start: then its app is installed, and found.
        monkeypatch.setitem(registry.provider_map, OpenIDConnectProvider.id, OpenIDConnectProvider)
        yield provider


def go(client: Client, provider: Provider, who: dict[str, object], **more: str):
    """Go to the provider and come back as `who`."""
    provider.claims = who
    there = client.post(DOOR, more)
    assert there.status_code == 302, there.content
    asked = parse_qs(urlsplit(there.headers["Location"]).query)
    assert there.headers["Location"].startswith(f"{provider.issuer}/authorize")
    assert (asked["scope"], asked["code_challenge_method"]) == (["openid"], ["S256"])
    return client.get(f"{DOOR}back/", {"code": "any", "state": asked["state"][0]})


def link(client: Client, provider: Provider, person: Person, who: dict[str, object] = CY) -> None:
    client.force_login(person.account)
    assert go(client, provider, who, process="connect").headers["Location"] == "/account/"


def who_is_signed_in(client: Client) -> Person | None:
    page = client.get("/account/")
    return page.context["account"].person if page.status_code == 200 else None


def test_a_member_links_the_provider_and_signs_in_with_it(
    world: World, client: Client, provider: Provider
) -> None:
    link(client, provider, world.cy)
    client.post("/sign-out/")
    assert go(client, provider, CY).headers["Location"] == "/"
    assert who_is_signed_in(client) == world.cy


def test_a_verified_address_alone_lets_nobody_in(world: World, client: Client, provider: Provider) -> None:
    page = go(client, provider, CY)
    assert "This identity is not linked" in page.content.decode()
    assert who_is_signed_in(client) is None
    assert (SocialAccount.objects.count(), Account.objects.count()) == (0, 8)


def test_the_same_page_whether_or_not_somebody_has_the_address(
    world: World, client: Client, provider: Provider
) -> None:
    said = [
        go(client, provider, CY | {"email": email})
        .content.decode()
        .partition("<main")[2]
        .partition("</main")[0]
        for email in ("cy@example.org", "nobody@example.org")
    ]
    assert said[0] == said[1] != ""


def test_an_identity_is_told_by_what_the_provider_calls_it_not_by_its_address(
    world: World, client: Client, provider: Provider
) -> None:
    link(client, provider, world.cy)
    client.post("/sign-out/")
    go(client, provider, CY | {"sub": "u-18"})
    assert who_is_signed_in(client) is None


def test_an_identity_that_is_linked_is_not_linked_to_another(
    world: World, client: Client, provider: Provider
) -> None:
    link(client, provider, world.cy)
    client.force_login(world.dee.account)
    go(client, provider, CY, process="connect")
    assert [linked.user for linked in SocialAccount.objects.all()] == [world.cy.account]


def test_nothing_is_kept_but_what_the_provider_calls_the_person(
    world: World, client: Client, provider: Provider
) -> None:
    link(client, provider, world.cy)
    client.post("/sign-out/")
    go(client, provider, CY)
    [kept] = SocialAccount.objects.all()
    assert (kept.provider, kept.uid, kept.extra_data) == ("organisation", "u-17", {})
    assert (kept.last_login.year, kept.date_joined.year) == (1970, 1970)
    assert SocialToken.objects.count() == 0


def test_the_member_is_told_of_a_link_and_of_its_end(
    world: World, client: Client, provider: Provider
) -> None:
    link(client, provider, world.cy)
    assert client.post("/account/identity/end/").status_code == 302
    assert [message.subject for message in mail.outbox] == ["A change to how you sign in"] * 2
    assert "The identity provider was linked" in str(mail.outbox[0].body)
    client.post("/sign-out/")
    go(client, provider, CY)
    assert who_is_signed_in(client) is None


def test_the_provider_does_not_go_round_the_second_step(
    world: World, client: Client, provider: Provider
) -> None:
    link(client, provider, world.cy)
    set_up_app(client)
    client.post("/sign-out/")
    assert go(client, provider, CY).headers["Location"] == "/sign-in/second/"
    assert who_is_signed_in(client) is None


@pytest.mark.parametrize("wrong", [{"aud": "another"}, {"exp": 1}, {"iss": "http://elsewhere.example"}])
def test_a_token_for_another_or_of_another_or_too_old_lets_nobody_in(
    world: World, client: Client, provider: Provider, wrong: dict[str, object]
) -> None:
    link(client, provider, world.cy)
    client.post("/sign-out/")
    page = go(client, provider, CY | wrong)
    assert "This did not work" in page.content.decode()
    assert who_is_signed_in(client) is None


def test_whoever_brings_an_answer_that_was_not_asked_for_gets_no_further(
    world: World, client: Client, provider: Provider
) -> None:
    link(client, provider, world.cy)
    client.post("/sign-out/")
    provider.claims = CY
    client.get(f"{DOOR}back/", {"code": "any", "state": "made up"})
    assert who_is_signed_in(client) is None


def test_without_a_provider_there_is_no_such_door(world: World, client: Client) -> None:
    assert client.get(DOOR).status_code == 404
    assert "Union pass" not in client.get("/sign-in/").content.decode()


def test_with_one_the_first_page_offers_it(world: World, client: Client, provider: Provider) -> None:
    assert "Use Union pass" in client.get("/sign-in/").content.decode()


def test_a_provider_across_a_network_has_to_be_asked_by_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLKMOOT_OIDC_ISSUER", "http://pass.example.org")
    with pytest.raises(ValueError, match="begins with https"):
        _ = Environment.read().identity_providers
