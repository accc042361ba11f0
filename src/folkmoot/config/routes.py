"""What may be said of a request in counts and logs: which page was asked for, where that tells of no private act."""

from django.http import HttpRequest

# Where members read, acknowledge, keep and choose for themselves, and all that nobody has thought about yet: how many
# requests came to one such page is how many read or acknowledged, to the second, which no frozen figure would tell.
OTHER = "other"
NOWHERE = "nowhere"
_NAMED_SPACES = {"structure", "membership", "ui"}
_NAMED = {
    "account_request_login_code",
    "account_confirm_login_code",
    "account_login",
    "account_logout",
    "desk:desk",
    "desk:overview",
    "desk:overview_unit",
    "decisions:reach",
    "decisions:not_reached",
    "decisions:publish",
    "decisions:publish_file",
    "decisions:new_draft",
    "decisions:import_draft",
    "decisions:draft",
    "decisions:discarding",
    "decisions:adoption",
    "decisions:conveyance",
    "decisions:repeal",
}
# What members answer for themselves, in a space that is otherwise of officers: who declined is not counted.
_OF_MEMBERS = {
    "membership:offer_acceptance",
    "membership:offer_declining",
    "membership:office_acceptance",
    "membership:office_declining",
    "membership:paper_withdrawal",
}
_SUCCESS, _REDIRECT = 2, 3


def route_of(request: HttpRequest) -> str:
    """Return the name of the page that was asked for, without its address; `other` for those that members use."""
    match = request.resolver_match
    if match is None:
        return NOWHERE
    is_named = match.namespace in _NAMED_SPACES or match.view_name in _NAMED
    return match.view_name if is_named and match.view_name not in _OF_MEMBERS else OTHER


def class_of(status: int, route: str) -> str:
    """Return the class of a status, such as 2xx; among `other`, an act that is done looks like a page that is shown."""
    first = status // 100
    return f"{_SUCCESS if route == OTHER and first == _REDIRECT else first}xx"
