"""Where a lower feature asks a higher one: the answers to the interfaces that features declare."""

from folkmoot.accounts.menu import account_links, person_name
from folkmoot.desk import menu as desk
from folkmoot.membership import menu as membership
from folkmoot.membership.actions.importing import MEMBERS
from folkmoot.structure.actions.importing_units import UNITS
from folkmoot.structure.interfaces import register_importer
from folkmoot.ui import navigation


def connect() -> None:
    """Register each feature's answer; called once, when Django is ready."""
    navigation.contribute_account(account_links)
    navigation.contribute_account(membership.account_links)
    navigation.contribute_main(membership.main_links)
    navigation.contribute_main(desk.main_links)
    navigation.name_person(person_name)
    navigation.name_organisation(desk.organisation_name)
    register_importer(UNITS)
    register_importer(MEMBERS)
