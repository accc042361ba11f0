"""What stands in the header: features contribute, `config` registers, the base page shows.

`ui` knows no feature. Each contributor is a function of the request that returns the links this
person may follow; it is asked only when a page with a header is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest

from folkmoot.ui.links import Link, in_order, with_current

# So many fit a phone of 360 pixels, the last giving way to “More” where there are others.
IN_A_ROW = 4
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


def name_person(naming: Naming, *, mark: Naming | None = None) -> None:
    """Say where the name on the account menu comes from; an empty name hides the menu.

    By the `mark` a device tells whose it is what waits on it.
    """
    _namings["person"] = naming
    if mark is not None:
        _namings["mark"] = mark


def main_links(request: HttpRequest) -> list[Link]:
    return _marked(_gather(_main, request), request)


def account_links(request: HttpRequest) -> list[Link]:
    return _marked(_gather(_account, request), request)


def _marked(links: list[Link], request: HttpRequest) -> list[Link]:
    return with_current(
        links, path=request.path, page=request.resolver_match.view_name if request.resolver_match else ""
    )


def on_a_phone(links: Sequence[Link]) -> tuple[Sequence[Link], Sequence[Link]]:
    """Return the links that one row of a phone has room for, and those behind “More”."""
    return (links, ()) if len(links) <= IN_A_ROW else (links[: IN_A_ROW - 1], links[IN_A_ROW - 1 :])


def organisation_name(request: HttpRequest) -> str:
    return _name("organisation", request) or "Folkmoot"


def is_founded(request: HttpRequest) -> bool:
    """Tell whether there is an organisation that has a name."""
    return bool(_name("organisation", request))


def person_name(request: HttpRequest) -> str:
    return _name("person", request)


def person_mark(request: HttpRequest) -> str:
    return _name("mark", request)


def _add(contributors: list[Contributor], contributor: Contributor) -> None:
    if contributor not in contributors:
        contributors.append(contributor)


def _gather(contributors: list[Contributor], request: HttpRequest) -> list[Link]:
    return in_order(link for contributor in contributors for link in contributor(request))


def _name(whose: str, request: HttpRequest) -> str:
    naming = _namings.get(whose)
    return naming(request) if naming else ""
