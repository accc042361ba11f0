"""What stands in the header: features contribute, `config` registers, the base page shows.

`ui` knows no feature. Each contributor is a function of the request that returns the links this
person may follow; it is asked only when a page with a header is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from folkmoot.ui.links import Link, in_order, with_current

Contributor = Callable[[HttpRequest], Iterable[Link]]
Naming = Callable[[HttpRequest], str]

_main: list[Contributor] = []
_account: list[Contributor] = []
_namings: dict[str, Naming] = {}


def contribute_main(contributor: Contributor) -> None:
    """Add links to the main navigation."""
    _add(_main, contributor)


def contribute_account(contributor: Contributor) -> None:
    """Add links to the account menu."""
    _add(_account, contributor)


def name_organisation(naming: Naming) -> None:
    """Say where the organisation's name in the header comes from."""
    _namings["organisation"] = naming


def name_person(naming: Naming) -> None:
    """Say where the name on the account menu comes from; an empty name hides the menu."""
    _namings["person"] = naming


def main_links(request: HttpRequest) -> list[Link]:
    return with_current(_gather(_main, request), path=request.path)


def account_links(request: HttpRequest) -> list[Link]:
    return with_current(_gather(_account, request), path=request.path)


def organisation_name(request: HttpRequest) -> str:
    return _name("organisation", request) or "Folkmoot"


def person_name(request: HttpRequest) -> str:
    return _name("person", request)


def _add(contributors: list[Contributor], contributor: Contributor) -> None:
    if contributor not in contributors:
        contributors.append(contributor)


def _gather(contributors: list[Contributor], request: HttpRequest) -> list[Link]:
    return in_order(link for contributor in contributors for link in contributor(request))


def _name(whose: str, request: HttpRequest) -> str:
    naming = _namings.get(whose)
    return naming(request) if naming else ""
