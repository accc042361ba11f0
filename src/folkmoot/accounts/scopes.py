"""What a token can be made for: acts, and lists to read."""

from collections.abc import Mapping

from django.utils.functional import Promise

from folkmoot.kernel.acts import ACTS

# With these, whoever finds a token could make themselves another way in.
_BY_HAND = frozenset({
    "accounts.apply_contact_change",
    "accounts.apply_recovery",
    "accounts.ask_for_recovery",
    "accounts.change_own_contact",
    "accounts.confirm_recovery",
    "accounts.confirm_slip",
    "accounts.end_other_sessions",
    "accounts.end_session",
    "accounts.end_slip",
    "accounts.make_token",
    "accounts.print_slip",
    "accounts.refuse_contact_change",
    "accounts.refuse_recovery",
    "accounts.refuse_slip",
    "accounts.use_slip",
    # Whom one belongs to, one says in person.
    "membership.accept_membership",
    "membership.accept_office",
    "membership.take_back_paper",
    # Nor shall they end what nobody can bring back.
    "rights.erase_person",
    "rights.leave_organisation",
    "notices.make_calendar_address",
    "notices.subscribe_device",
})  # fmt: skip
_reads: dict[str, str | Promise] = {}


def offer_read(name: str, label: str | Promise) -> None:
    """Let tokens be made that may read the list `name`; `label` says what it is. Called by `config`."""
    _reads[name] = label


def readable() -> Mapping[str, str]:
    """Return the lists that a token can be made for, with what they are."""
    return {name: str(label) for name, label in sorted(_reads.items())}


def doable(*, by_operator: bool) -> list[str]:
    """Return the acts that a token can be made for; an operator's token does no private ones."""
    return sorted(
        name
        for name, act in ACTS.items()
        if name not in _BY_HAND and not act.is_bulk and not (by_operator and act.is_private)
    )
