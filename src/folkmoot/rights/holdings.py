"""What the ledger and this feature hold about a person, and for how long."""

from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import Field, Holding
from folkmoot.kernel.keeping import Aged, Keeping
from folkmoot.rights.actions.retaining import LongGone
from folkmoot.rights.queries import opened
from folkmoot.rights.queries.entries import entries_of, personal_parts_of

HOLDINGS = (
    Holding(
        "rights_opening",
        _("Who opened my record"),
        _("so that I know which office looked, and when; nobody else can read this"),
        (
            Field("day", _("Day")),
            Field("what", _("What")),
            Field("office_id", _("By"), shown="office__name"),
            Field("held_in_id", _("Of"), shown="held_in__name"),
            Field("unit_id", _("Members of"), shown="unit__name"),
        ),
        opened.read,
        {
            "id": _("made from the other columns"),
            "person_id": _("always me, or nobody where a list was opened"),
        },
    ),
    Holding(
        "kernel_entry",
        _("What the ledger says of me"),
        _("so that whatever was done in office can be accounted for"),
        (
            Field("at", _("When")),
            Field("event", _("What happened")),
            Field("by", _("Done by")),
            Field("payload", _("In ids and plain words")),
        ),
        entries_of,
    ),
    Holding(
        "kernel_personalpayload",
        _("What the ledger says of me by name"),
        _("to know later who was meant; it lies beside the ledger, so that it can be erased"),
        (
            Field("entry_id", _("What happened")),
            Field("payload", _("Names and numbers")),
        ),
        personal_parts_of,
        {"salt": _("a random number that keeps the hash in the ledger from being guessed")},
    ),
)
WITHHELD = {
    "rights_mention": _("only finds the entries of the ledger, which are shown"),
    "rights_erasure": _("holds nobody who could ask: they were erased"),
}
KEEPINGS = (
    Keeping(
        _("until erased, ten years after the last membership ended at the latest"),
        frozenset({"people_person"}),
        clock=LongGone(),
        ended_by=("rights.erase_person", "rights.repeat_erasure"),
    ),
    Keeping(_("180 days"), frozenset({"rights_opening"}), clock=Aged(opened.old_openings)),
    Keeping(_("until erased"), frozenset({"kernel_personalpayload"}), ended_by=("rights.erase_person",)),
    Keeping(
        _("for good"),
        frozenset({"people_person"}),
        part=_("the random number that then names nobody"),
    ),
    Keeping(_("for good"), frozenset({"kernel_entry", "rights_erasure", "rights_mention"})),
)
