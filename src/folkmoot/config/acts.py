"""The list of acts: the modules whose import registers them, feature by feature."""

import importlib

ACT_MODULES = (
    "folkmoot.accounts.actions.changing",
    "folkmoot.accounts.actions.recovering",
    "folkmoot.accounts.actions.sessions",
    "folkmoot.accounts.actions.slips",
    "folkmoot.accounts.actions.tokens",
    "folkmoot.notices.actions.choosing",
    "folkmoot.notices.actions.refusals",
    "folkmoot.notices.actions.calendars",
    "folkmoot.structure.actions.organisation",
    "folkmoot.structure.actions.founding",
    "folkmoot.structure.actions.renaming",
    "folkmoot.structure.actions.moving",
    "folkmoot.structure.actions.closing",
    "folkmoot.structure.actions.refounding",
    "folkmoot.structure.actions.reorganising",
    "folkmoot.structure.actions.handing_over",
    "folkmoot.structure.actions.kinds",
    "folkmoot.structure.actions.twinning",
    "folkmoot.structure.actions.importing",
    "folkmoot.structure.actions.importing_units",
    "folkmoot.membership.actions.admitting",
    "folkmoot.membership.actions.transferring",
    "folkmoot.membership.actions.ending",
    "folkmoot.membership.actions.correcting",
    "folkmoot.membership.actions.offices",
    "folkmoot.membership.actions.first_officer",
    "folkmoot.membership.actions.importing",
    "folkmoot.membership.actions.merging",
    "folkmoot.membership.actions.seeking",
    "folkmoot.decisions.actions.drafting",
    "folkmoot.decisions.actions.attaching",
    "folkmoot.decisions.actions.relating",
    "folkmoot.decisions.actions.amending",
    "folkmoot.decisions.actions.adopting",
    "folkmoot.decisions.actions.conveying",
    "folkmoot.decisions.actions.receiving",
    "folkmoot.decisions.actions.attesting",
    "folkmoot.decisions.actions.recirculating",
    "folkmoot.decisions.actions.repealing",
    "folkmoot.decisions.actions.sealing",
    "folkmoot.consultations.actions.opening",
    "folkmoot.consultations.actions.ending",
    "folkmoot.consultations.actions.speaking",
    "folkmoot.consultations.actions.opining",
    "folkmoot.consultations.actions.counting",
    "folkmoot.consultations.actions.answering",
    "folkmoot.circulars.actions.marking",
    "folkmoot.circulars.actions.batching",
    "folkmoot.rights.actions.leaving",
    "folkmoot.rights.actions.erasing",
    "folkmoot.library.actions.listing",
)


def load_acts() -> None:
    """Import every module that holds acts, so that the API, the command line and the docs know them."""
    for module in ACT_MODULES:
        importlib.import_module(module)
