"""Who may do and see what: the one table of permissions.

Authority flows down the tree, belonging flows up, and privacy flows neither way: what concerns named members is
granted by lines of its own. A permission is called after the act it allows, or `noun.see_…` for a screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """A permission: which offices have it in their unit and all `below` it or only `here`, and whether every member has it.

    Members have it in their own line: in their cell and the units above it. The offices in `own` have it here if they
    are members here: whoever holds an office from outside, as somebody above may have given it to themselves, has not.
    """

    below: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    members: bool = False

    @property
    def offices(self) -> frozenset[str]:
        """All offices that give this permission somewhere."""
        return self.below | self.here | self.own


def _grant(*, below: str = "", here: str = "", own: str = "", members: bool = False) -> Grant:
    return Grant(frozenset(below.split()), frozenset(here.split()), frozenset(own.split()), members)


OFFICES: Mapping[str, str] = {
    "chair": "leads the unit and may do what its secretary may",
    "secretary": "keeps the unit's papers and conveys its decisions",
    "registrar": "keeps the rolls of units, members and offices",
    "editor": "drafts decisions",
    "treasurer": "keeps the money",
    "integrity_officer": "receives concerns about the acts of office-holders",
}

GRANTS: Mapping[str, Grant] = {
    # Units
    "units.see_unit": _grant(
        below="chair secretary registrar editor treasurer integrity_officer", members=True
    ),
    "structure.found_unit": _grant(below="chair secretary registrar"),
    "structure.rename_unit": _grant(below="chair secretary registrar"),
    "structure.move_unit": _grant(below="chair registrar"),
    "structure.close_unit": _grant(below="chair registrar"),
    "structure.set_sectors": _grant(below="chair secretary registrar"),
    "structure.import_units": _grant(below="registrar"),
    # Asked at the top, so an office further down never has them.
    "structure.add_kind": _grant(here="chair registrar"),
    "structure.add_sector": _grant(here="chair registrar"),
    # People: reading named members has a line of its own.
    "people.see_members": _grant(below="registrar", own="chair secretary"),
    "people.see_officers": _grant(
        below="chair secretary registrar editor treasurer integrity_officer", members=True
    ),
    "membership.admit_member": _grant(below="registrar", here="chair secretary"),
    "membership.readmit_member": _grant(below="registrar", own="chair secretary"),
    "membership.correct_person": _grant(below="registrar", own="chair secretary"),
    "membership.transfer_member": _grant(below="registrar"),
    "membership.end_membership": _grant(below="registrar", own="chair secretary"),
    "membership.appoint_officer": _grant(below="chair registrar"),
    # Whoever reads the rolls of all below is not named by a chair, who could name themselves.
    "membership.appoint_registrar": _grant(below="registrar"),
    "membership.relieve_officer": _grant(below="chair registrar"),
    "membership.import_members": _grant(below="registrar"),
    "rights.erase_person": _grant(below="registrar"),
    "accounts.change_contact": _grant(below="registrar", own="secretary"),
    # A slip and a recovery take two officers each: neither can act as the member alone.
    "accounts.print_slip": _grant(below="registrar", own="chair secretary"),
    "accounts.confirm_slip": _grant(below="registrar", own="chair secretary treasurer"),
    "accounts.ask_for_recovery": _grant(below="registrar", own="chair secretary"),
    "accounts.confirm_recovery": _grant(below="registrar", own="chair secretary treasurer"),
    # From whom mail comes back, so that somebody asks them for a new address.
    "notices.see_unreachable": _grant(own="secretary"),
    # Decisions
    "decisions.draft_decision": _grant(here="chair secretary editor"),
    "decisions.adopt_decision": _grant(here="chair secretary"),
    "decisions.convey_decision": _grant(here="chair secretary"),
    "decisions.repeal_decision": _grant(here="chair secretary"),
    "decisions.read_decision": _grant(
        below="chair secretary registrar editor treasurer integrity_officer", members=True
    ),
    "decisions.attest_reading": _grant(own="chair secretary"),
    # Of what they entered themselves, and only while they are shown who is not reached.
    "decisions.withdraw_mark": _grant(own="secretary"),
    "decisions.confirm_conveyed": _grant(here="chair secretary"),
    "decisions.see_reach": _grant(below="chair secretary"),
    # The one exception to the rule on private figures: by name, in the first conveying, to the cell's own secretary.
    "decisions.see_members_not_reached": _grant(own="secretary"),
    "decisions.see_quarters": _grant(own="secretary"),
}
