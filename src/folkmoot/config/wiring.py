"""Where a lower feature asks a higher one: the answers to the interfaces that features declare."""

from folkmoot.accounts.menu import account_links, person_name
from folkmoot.accounts.scopes import offer_read
from folkmoot.config.api.catalogue import SCOPES
from folkmoot.decisions.queries.searching import bodies_of_documents
from folkmoot.desk import menu as desk
from folkmoot.documents.interfaces import register_keepers
from folkmoot.library import menu as library
from folkmoot.membership import menu as membership
from folkmoot.membership.actions.importing import MEMBERS
from folkmoot.membership.queries.counts import members_below
from folkmoot.structure import menu as structure
from folkmoot.structure.actions.importing_units import UNITS
from folkmoot.structure.interfaces import register_importer, register_members_below
from folkmoot.ui import navigation


def connect() -> None:
    """Register each feature's answer; called once, when Django is ready."""
    navigation.contribute_account(account_links)
    navigation.contribute_account(membership.account_links)
    navigation.contribute_main(desk.main_links)
    navigation.name_person(person_name)
    navigation.name_organisation(desk.organisation_name)
    navigation.contribute_main(library.main_links)
    navigation.contribute_main(structure.main_links)
    register_members_below(lambda unit: members_below(unit).members)
    register_keepers(bodies_of_documents)
    register_importer(UNITS)
    register_importer(MEMBERS)
    for scope, label in SCOPES.items():
        offer_read(scope, label)
