"""Which acts people and their programs may do."""

from collections.abc import Mapping

from folkmoot.accounts.scopes import doable
from folkmoot.kernel.acts import ACTS, Act

# Nobody in particular does these: the operator founds, the worker puts an address in use when its time has come.
BY_NOBODY = frozenset({
    "accounts.apply_contact_change",
    "membership.found_first_officer",
    "rights.repeat_erasure",
    "structure.found_organisation",
})  # fmt: skip


def offered() -> Mapping[str, Act]:
    """Return the acts of the API by name.

    Bulk acts are left out, because through them a member could enter receipts for others, and so are those that
    change how somebody signs in, because their pages ask first who is there.
    """
    return {name: ACTS[name] for name in doable(by_operator=False) if name not in BY_NOBODY}


def single() -> Mapping[str, Act]:
    """Return every act that takes one thing at a time: those of the command line and of the documentation."""
    return {name: act for name, act in sorted(ACTS.items()) if not act.is_bulk}
