"""What becomes of all that belongs to a unit when it is merged into another or split: one rule, for every feature.

**What is still going on goes over to the unit that goes on with it; what has happened stays where it happened; offices
end with the body that gave them.** Every column of the database that refers to a unit has its fate here, and a test
holds the table against the schema, so that no feature can forget to say.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.structure.rules.placing import Place


class Fate(StrEnum):
    """What becomes of what refers to a unit."""

    # Whose time has not ended goes over, by the act that does it one by one: a transfer, a move.
    GOES = "goes over"
    ENDS = "ends"
    # It tells of something that happened there, or is counted there for ever.
    STAYS = "stays"


FATES: Mapping[str, Fate] = {
    "units.Unit.parent": Fate.GOES,
    "people.Membership.unit": Fate.GOES,
    # An affiliated organisation is neither merged nor split.
    "people.Membership.circle": Fate.STAYS,
    "people.Term.unit": Fate.ENDS,
    # Drafts go over, what was adopted stays under its number.
    "decisions.Decision.body": Fate.GOES,
    "decisions.Series.unit": Fate.STAYS,
    # A new audience would be new figures about what was conveyed before.
    "decisions.Audience.unit": Fate.STAYS,
    "decisions.Receipt.origin": Fate.STAYS,
    "decisions.ReachCount.unit": Fate.STAYS,
    "decisions.ErasedCount.unit": Fate.STAYS,
    "decisions.UnitReached.unit": Fate.STAYS,
    "decisions.Figure.unit": Fate.STAYS,
    "decisions.Figure.shown_at": Fate.STAYS,
    # Bylaws are adopted, and end with the body that gave them to itself.
    "bylaws.Provision.body": Fate.STAYS,
    # Told anew by the worker, from what each unit did.
    "bylaws.UnitStanding.unit": Fate.STAYS,
    "bylaws.Standing.unit": Fate.STAYS,
    "bylaws.Sweep.below": Fate.STAYS,
    "bylaws.Compliance.unit": Fate.STAYS,
    # Those that are to come go over, those that were held stay.
    "meetings.Meeting.unit": Fate.GOES,
    # A form ends with the body that gave it, and a report tells of what happened there, by the tree of its period.
    "reports.Form.unit": Fate.STAYS,
    "reports.Report.unit": Fate.STAYS,
    "reports.ToRollUp.unit": Fate.STAYS,
    # Whoever stands above what is left of a unit answers it.
    "reports.Request.unit": Fate.STAYS,
    # Those that were decided on stay what they were.
    "meetings.Motion.unit": Fate.GOES,
    "meetings.Forwarding.to_unit": Fate.GOES,
    # What is still to be done goes over, what was done stays.
    "work.Assignment.unit": Fate.GOES,
    # A plan was adopted by the unit that was. Whoever goes on adopts its own.
    "work.Plan.unit": Fate.STAYS,
    "work.ShareAnswer.unit": Fate.STAYS,
    # What worked, worked there, in the organisation that was.
    "work.Practice.unit": Fate.STAYS,
    "work.Practice.circle": Fate.STAYS,
    "work.PracticeCopy.unit": Fate.STAYS,
    # Those of the unit it is merged into, and of all above, are learnt there.
    "study.KnownFigure.unit": Fate.STAYS,
    "study.KnownWeek.unit": Fate.STAYS,
    "study.Programme.unit": Fate.STAYS,
    "study.Qualification.unit": Fate.STAYS,
    # Whoever goes on with the draft goes on with what people say of it.
    "consultations.Consultation.body": Fate.GOES,
    "consultations.OpinionFigure.unit": Fate.STAYS,
    # Paper was printed for the cell that was; whether the other one is on paper is its own to say.
    "circulars.Batch.unit": Fate.STAYS,
    "circulars.BatchPart.unit": Fate.STAYS,
    "circulars.PaperCell.unit": Fate.STAYS,
    # As with decisions: what is being written goes over, what was published stays.
    "news.Item.body": Fate.GOES,
    # A letter that waits is decided on by whoever goes on with the body.
    "news.Letter.body": Fate.GOES,
    "news.PublicPaper.body": Fate.STAYS,
    "membership.MemberCount.unit": Fate.GOES,
    # Added up anew by the worker.
    "membership.MemberTotal.unit": Fate.STAYS,
    # What a cell offered is not for another one: it waits in vain, and is forgotten.
    "membership.MembershipOffer.unit": Fate.STAYS,
    "membership.OfficeOffer.unit": Fate.STAYS,
    "rights.Opening.held_in": Fate.STAYS,
    "rights.Opening.unit": Fate.STAYS,
    "structure.ImportJob.under": Fate.STAYS,
    "structure.Reorganisation.from_unit": Fate.STAYS,
    "structure.Reorganisation.to_unit": Fate.STAYS,
    # It is neither merged nor split.
    "structure.Affiliation.unit": Fate.STAYS,
    # What two bodies agreed on is for no third one to take over. It rests while one of them is closed.
    "structure.Twinning.unit": Fate.STAYS,
    "structure.Twinning.other": Fate.STAYS,
    "structure.CodeMissed.unit": Fate.STAYS,
    # Whoever was visited was the unit that was.
    "structure.Visit.unit": Fate.STAYS,
    # A unit that is split off works in the same sectors; one that takes another in keeps its own.
    "units.Unit_sectors.unit": Fate.STAYS,
    "units.ParentEdge.unit": Fate.STAYS,
    "units.ParentEdge.parent": Fate.STAYS,
}
# As many as are read over on one page, and are transferred or noted in one transaction.
CHOSEN_MOST = 250


def must_be_two_of_a_kind(unit: Place, into: Place) -> None:
    """Let a unit be merged only into another one of its kind.

    :raises Refused: if it is the same unit, or one of another kind.
    """
    if unit.path == into.path:
        raise Refused(
            _("%(unit)s cannot be merged into itself. Choose another unit.") % {"unit": unit.name},
            field="into_unit_id",
        )
    if unit.kind.code != into.kind.code:
        raise Refused(
            _("%(unit)s is a %(kind)s and %(into)s a %(other)s. Choose another %(kind)s.")
            % {
                "unit": unit.name,
                "kind": unit.kind.name,
                "into": into.name,
                "other": into.kind.name,
            },
            field="into_unit_id",
        )


def must_choose_some(unit: Place, *, members: int, units: int) -> None:
    """Let a unit be split only if somebody or something goes to the new one, and no more than one page shows.

    :raises Refused: if nobody and nothing was chosen, or more than 250.
    """
    if not members and not units:
        raise Refused(
            _("Nobody and nothing would go from %(unit)s to the new unit. Choose who or what goes.")
            % {"unit": unit.name}
        )
    if max(members, units) > CHOSEN_MOST:
        raise Refused(
            _("At most %(most)d can be chosen at once. Split it, then transfer or move the others.")
            % {"most": CHOSEN_MOST}
        )


def must_leave_some(unit: Place, *, chosen: int, there: int) -> None:
    """Let a unit be split only if somebody or something is left in it.

    :raises Refused: if all that is in it was chosen.
    """
    if chosen >= there:
        raise Refused(
            _("Nothing would be left in %(unit)s. Leave some there, or change its name instead.")
            % {"unit": unit.name}
        )


def must_be_closed(unit: Place) -> None:
    """Let only a unit be founded again that was closed.

    :raises Refused: if it is open.
    """
    if unit.closed_at is None:
        raise Refused(_("%(unit)s is open. Nothing is left to do.") % {"unit": unit.name})
