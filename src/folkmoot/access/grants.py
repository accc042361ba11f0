"""Who may do and see what: the one table of permissions.

Authority flows down the tree, belonging flows up, and privacy flows neither way: what concerns named members is
granted by lines of its own. A permission is called after the act it allows, or `noun.see_…` for a screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Grant:
    """A permission: which offices have it in their unit and all `below` it or only `here`, and whether every member has it.

    Members have it in their own line: in their cell and the units above it; what is given `in_circle`, whoever is at home in an
    affiliated organisation has in that alone, and not in what it is affiliated to. The offices in `own` have it here if they
    are members here: whoever holds an office from outside, as somebody above may have given it to themselves, has not.
    Nor has whoever put themselves there (`access.hands`), members or not; to them no office gives what is `by_others` here.
    """

    below: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    members: bool = False
    in_circle: bool = False
    by_others: bool = False
    # What it lets somebody do, said so that it follows "may".
    words: str | Promise = ""

    @property
    def offices(self) -> frozenset[str]:
        """All offices that give this permission somewhere."""
        return self.below | self.here | self.own


def _grant(
    words: Promise,
    *,
    below: str = "",
    here: str = "",
    own: str = "",
    members: bool = False,
    in_circle: bool = False,
    by_others: bool = False,
) -> Grant:
    under, there, theirs = (frozenset(each.split()) for each in (below, here, own))
    return Grant(under, there, theirs, members, in_circle, by_others, words)


OFFICES: Mapping[str, Promise] = {
    "chair": _("leads the unit and may do what its secretary may"),
    "secretary": _("keeps the unit's papers and conveys its decisions"),
    "registrar": _("keeps the rolls of units, members and offices"),
    "editor": _("drafts decisions and news"),
    "treasurer": _("keeps the money"),
    "integrity_officer": _("receives concerns about the acts of office-holders"),
}

GRANTS: Mapping[str, Grant] = {
    # Units
    "units.see_unit": _grant(
        _("see the pages of units"),
        below="chair secretary registrar editor treasurer integrity_officer",
        members=True,
    ),
    "structure.found_unit": _grant(_("found units"), below="chair secretary registrar"),
    "structure.rename_unit": _grant(
        _("change names and time zones of units"), below="chair secretary registrar"
    ),
    "structure.move_unit": _grant(_("move units to another place"), below="chair registrar"),
    "structure.close_unit": _grant(_("close units"), below="chair registrar"),
    "structure.refound_unit": _grant(_("found closed units again"), below="chair registrar"),
    # They transfer members and end offices, which chairs alone may not.
    "structure.merge_units": _grant(_("merge units"), below="registrar"),
    "structure.split_unit": _grant(_("split units"), below="registrar"),
    "structure.affiliate_unit": _grant(
        _("say that a unit is an affiliated organisation, and by which rule it admits members"),
        below="registrar",
    ),
    "structure.set_sectors": _grant(_("say in which sectors units work"), below="chair secretary registrar"),
    "structure.offer_twinning": _grant(
        _("twin the unit with another one that agrees"), below="registrar", here="chair secretary"
    ),
    "structure.see_visits": _grant(
        _("see which officers from above visited the unit, and what for"),
        below="chair secretary registrar editor treasurer integrity_officer",
        members=True,
        in_circle=True,
    ),
    # Not those to whom concerns are brought: that they came would say that there is one.
    "structure.enter_visit": _grant(
        _("enter that they visited a unit below theirs"), below="chair secretary registrar editor treasurer"
    ),
    "structure.answer_visit": _grant(
        _("say for the unit that a visit of an officer from above did not take place"), here="chair secretary"
    ),
    "structure.import_units": _grant(_("import units from a file"), below="registrar"),
    # Asked at the top, so an office further down never has them.
    "structure.add_kind": _grant(_("add kinds of unit, in the topmost unit"), here="chair registrar"),
    "structure.add_sector": _grant(_("add sectors, in the topmost unit"), here="chair registrar"),
    # People: reading named members has a line of its own.
    "people.see_members": _grant(_("see members by name"), below="registrar", own="chair secretary"),
    "people.see_officers": _grant(
        _("see who holds which office"),
        below="chair secretary registrar editor treasurer integrity_officer",
        members=True,
    ),
    "membership.admit_member": _grant(_("admit members"), below="registrar", here="chair secretary"),
    "membership.readmit_member": _grant(
        _("admit members who left again"), below="registrar", own="chair secretary"
    ),
    "membership.correct_person": _grant(
        _("correct names and languages of members"), below="registrar", own="chair secretary"
    ),
    "membership.transfer_member": _grant(_("transfer members to another cell"), below="registrar"),
    "membership.merge_persons": _grant(_("say that two entries are one person"), below="registrar"),
    "membership.end_membership": _grant(_("end memberships"), below="registrar", own="chair secretary"),
    "membership.appoint_officer": _grant(
        _("appoint officers other than registrars"), below="chair registrar"
    ),
    # Whoever reads the rolls of all below is not named by a chair, who could name themselves.
    "membership.appoint_registrar": _grant(_("appoint registrars"), below="registrar"),
    "membership.relieve_officer": _grant(_("end somebody’s time in office"), below="chair registrar"),
    "membership.import_members": _grant(_("import members from a file"), below="registrar"),
    "rights.erase_person": _grant(_("erase what is held about somebody who left"), below="registrar"),
    "accounts.change_contact": _grant(
        _("enter a new address for a member, who is told"), below="registrar", own="secretary"
    ),
    # A slip and a recovery take two officers each: neither can act as the member alone.
    "accounts.print_slip": _grant(
        _("print a slip with which a member signs in, together with another officer"),
        below="registrar",
        own="chair secretary",
    ),
    "accounts.confirm_slip": _grant(
        _("confirm a slip that another officer printed"), below="registrar", own="chair secretary treasurer"
    ),
    "accounts.ask_for_recovery": _grant(
        _("ask that a member who lost their ways in may sign in anew"),
        below="registrar",
        own="chair secretary",
    ),
    "accounts.confirm_recovery": _grant(
        _("confirm a recovery that another officer asked for"),
        below="registrar",
        own="chair secretary treasurer",
    ),
    # From whom mail comes back, so that somebody asks them for a new address.
    "notices.see_unreachable": _grant(_("see to whom mail does not come through"), own="secretary"),
    # Decisions
    "decisions.draft_decision": _grant(_("draft decisions"), here="chair secretary editor"),
    "decisions.adopt_decision": _grant(_("enter that a decision was adopted"), here="chair secretary"),
    "decisions.convey_decision": _grant(
        _("publish decisions: convey them to members"), here="chair secretary"
    ),
    "decisions.repeal_decision": _grant(_("repeal decisions"), here="chair secretary"),
    "decisions.read_decision": _grant(
        _("read decisions"),
        below="chair secretary registrar editor treasurer integrity_officer",
        members=True,
    ),
    "decisions.attest_reading": _grant(
        _("enter who was present when a decision was read aloud"), own="chair secretary"
    ),
    # Of what they entered themselves, and only while they are shown who is not reached.
    "decisions.withdraw_mark": _grant(_("take back a mark that they entered themselves"), own="secretary"),
    "decisions.confirm_conveyed": _grant(
        _("confirm that a decision reached the cell"), here="chair secretary"
    ),
    "decisions.see_reach": _grant(_("see how far decisions have come"), below="chair secretary"),
    # Bylaws
    "bylaws.enter_clause": _grant(
        _("enter what the articles of the bylaws ask, so that it can be checked"), here="chair secretary"
    ),
    # Meetings: where they are may be somebody's home, and a link lets in whoever has it.
    "bylaws.see_compliance": _grant(
        _("see which units keep to what the bylaws ask, and which are late"), below="chair secretary"
    ),
    "meetings.see_meeting": _grant(
        _("see when meetings are held, and what is on their agendas"), below="chair secretary", members=True
    ),
    "meetings.see_place": _grant(
        _("see where meetings are held, and the links to those online"),
        here="chair secretary",
        members=True,
        in_circle=True,
    ),
    "meetings.call_meeting": _grant(_("call, change, postpone and cancel meetings"), here="chair secretary"),
    "meetings.run_meeting": _grant(
        _("open meetings, keep what happens at them and close them"), own="chair secretary"
    ),
    # Of a draft, besides those who were at the meeting; of what was adopted, every member of the unit.
    "meetings.see_draft_minutes": _grant(_("read drafts of minutes"), own="chair secretary"),
    "meetings.see_minutes": _grant(
        _("read minutes that were adopted"), own="chair secretary", members=True, in_circle=True
    ),
    "meetings.see_attendance": _grant(_("see who was present at meetings"), own="chair secretary"),
    "meetings.submit_motion": _grant(
        _("move what a unit decides, second it, and propose amendments"),
        here="chair secretary",
        members=True,
        in_circle=True,
    ),
    "meetings.see_movers": _grant(
        _("see who moved what at meetings, and what each said when the roll was called"),
        own="chair secretary",
        members=True,
        in_circle=True,
    ),
    "meetings.forward_motion": _grant(
        _("send motions that were carried to bodies above"), here="chair secretary"
    ),
    "meetings.answer_motion": _grant(_("answer motions that came from below"), here="chair secretary"),
    # Work: who does it is seen by those alone who belong to the unit; those above see how much there is.
    "work.put_up_work": _grant(
        _("put up work, ask members whether they do it, and withdraw it"), own="chair secretary"
    ),
    "work.see_work": _grant(
        _("see the work of a unit and who does it"), own="chair secretary", members=True, in_circle=True
    ),
    "work.see_counts": _grant(_("see how much work units have and do"), below="chair secretary"),
    # A plan is the unit's: who may say that it decided, says what it wants to reach.
    "work.draft_plan": _grant(
        _("draft plans with targets, and say what was reached"), here="chair secretary editor"
    ),
    # A share binds whoever adopted it: no body above adopts its own for a unit by naming itself there.
    "work.adopt_plan": _grant(_("enter that a plan was adopted"), own="chair secretary"),
    "work.share_target": _grant(
        _("share targets out among the units right below, and answer them"), here="chair secretary"
    ),
    "work.mark_practice": _grant(_("mark what worked for other units, and end that"), here="chair secretary"),
    "work.see_plans": _grant(
        _("see the plans of units and what was reached"),
        below="chair secretary",
        members=True,
        in_circle=True,
    ),
    # Study: who learns what, and how well, is seen by nobody but themselves, so no permission shows it. Of a text it is shown
    # how well it is known, in units above cells.
    "study.see_known": _grant(
        _("see how well texts are known, in units that are large enough to be shown"), below="chair secretary"
    ),
    "study.draft_programme": _grant(
        _("write what members learn, from points of decisions"), below="chair secretary editor"
    ),
    "study.publish_programme": _grant(
        _("look over and publish what others wrote to be learnt"), below="chair secretary editor"
    ),
    # Asked in the unit that gives it, of what somebody sent there themselves.
    "study.confirm_learning": _grant(
        _("confirm that somebody learnt what a qualification asks"), below="chair secretary"
    ),
    # Only of those who show it themselves, and as long as they do.
    "study.see_qualifications": _grant(
        _("see the qualifications that members of the unit show them"), here="chair secretary"
    ),
    # Reports: what a unit is and did, never what its members read or felt.
    "reports.make_form": _grant(_("make the forms by which units below report"), here="chair secretary"),
    "reports.write_report": _grant(_("write the reports of the unit"), own="chair secretary"),
    "reports.send_report": _grant(
        _("send the reports of the unit, as it adopted them"), own="chair secretary"
    ),
    # Asked in the unit above, and of nobody who sends the unit's: nobody accepts what they sent themselves.
    "reports.accept_report": _grant(
        _("accept reports of units right below, or ask back"), below="chair secretary"
    ),
    "reports.import_reports": _grant(
        _("bring the reports of units in a file, for those who have them on paper"), below="chair secretary"
    ),
    "reports.answer_request": _grant(
        _("answer what units right below ask for in their reports"), below="chair secretary"
    ),
    "reports.see_report": _grant(
        _("read reports that were sent"), below="chair secretary", members=True, in_circle=True
    ),
    "reports.see_figures": _grant(
        _("see what reports add up to, and which are missing"), below="chair secretary"
    ),
    # Consultations: those who write the text hear what members think of it, and nobody else: a chair above would only
    # have to name themselves editor.
    "consultations.open_consultation": _grant(
        _("ask members what they think of a draft"), here="chair secretary"
    ),
    "consultations.see_comments": _grant(
        _("read what members say about drafts"), here="chair secretary editor", by_others=True
    ),
    "consultations.answer_comments": _grant(
        _("answer what members say about drafts, and write what becomes of it"),
        here="chair secretary editor",
        by_others=True,
    ),
    # News binds nobody; how many read it, nobody sees.
    "news.draft_item": _grant(_("write news"), here="chair secretary editor"),
    "news.publish_item": _grant(_("publish, correct and withdraw news"), here="chair secretary"),
    "news.edit_letters": _grant(
        _("publish, answer and decline letters to the editor"), here="chair secretary editor", by_others=True
    ),
    "news.publish_openly": _grant(
        _("publish decisions and news to everybody, also to non-members"), here="chair secretary"
    ),
    # Asked at the top: whether the organisation speaks to everybody is head office's to say.
    "news.open_public_edition": _grant(
        _("open and close the public edition, in the topmost unit"), here="chair secretary"
    ),
    # Circulars: which cells get paper is known to the cell itself and to those above who send it.
    "circulars.set_paper": _grant(
        _("say that a cell gets its decisions on paper"), below="chair secretary registrar"
    ),
    "circulars.print_batch": _grant(
        _("print decisions for all cells without a connection"), below="chair secretary"
    ),
    # The one exception to the rule on private figures: by name, in the first conveying, to the cell's own secretary.
    "decisions.see_members_not_reached": _grant(
        _("see who has yet to be reached by a new decision"), own="secretary"
    ),
    "decisions.see_quarters": _grant(
        _("see in quarters how many members acknowledged a decision"), own="secretary"
    ),
}
