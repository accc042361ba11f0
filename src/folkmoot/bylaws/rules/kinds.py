"""The closed lists from which clauses choose. Kinds of unit and offices are data, and are checked where that is known."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Meeting(StrEnum):
    """What a meeting is for; a rule for ANY holds where none names the kind."""

    ANY = "any"
    GENERAL = "general"
    EXTRAORDINARY = "extraordinary"
    CONSULTATIVE = "consultative"
    REVIEW = "review"
    STUDY_CIRCLE = "study_circle"
    COMMITTEE = "committee"
    CONGRESS = "congress"


class Matter(StrEnum):
    """What is decided; a rule for ANY holds where none names the matter."""

    ANY = "any"
    BYLAWS = "bylaws"
    FOUNDING_TEXT = "founding_text"
    OVERRIDE = "override"
    ELECTION = "election"
    REMOVAL = "removal"
    ADMISSION = "admission"
    EXCLUSION = "exclusion"
    MONEY = "money"
    MERGER = "merger"
    DISSOLUTION = "dissolution"
    URGENT = "urgent"
    PROCEDURE = "procedure"


class Counted(StrEnum):
    """Who makes a quorum: those present, those who vote at all, or those who vote for what is put."""

    PRESENT = "present"
    VOTING = "voting"
    IN_FAVOUR = "in_favour"


class Base(StrEnum):
    """Of whom a majority is a share."""

    VOTES = "votes"
    PRESENT = "present"
    MEMBERS = "members"


class Method(StrEnum):
    """How people vote."""

    ACCLAMATION = "acclamation"
    HANDS = "hands"
    ROLL_CALL = "roll_call"
    SECRET = "secret"  # noqa: S105  -- a way to vote


class Every(StrEnum):
    """A span of the calendar; weeks begin on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Kind(StrEnum):
    """What a clause is about: the name of its type in data."""

    FREQUENCY = "frequency"
    NOTICE = "notice"
    CALL = "call"
    QUORUM = "quorum"
    MAJORITY = "majority"
    BALLOT = "ballot"
    TERM = "term"
    READING = "reading"
    REPORTING = "reporting"
    ANSWERING = "answering"
    DISCUSSION = "discussion"
    VOTING = "voting"
    PREPARATION = "preparation"
    SPONSORS = "sponsors"
    CONGRESS = "congress"
    VISITS = "visits"
    MINUTES = "minutes"


MEETINGS: dict[Meeting, str | Promise] = {
    Meeting.ANY: _("any meeting"),
    Meeting.GENERAL: _("general meeting"),
    Meeting.EXTRAORDINARY: _("extraordinary meeting"),
    Meeting.CONSULTATIVE: _("consultative meeting"),
    Meeting.REVIEW: _("review meeting"),
    Meeting.STUDY_CIRCLE: _("study circle"),
    Meeting.COMMITTEE: _("committee meeting"),
    Meeting.CONGRESS: _("congress"),
}

MATTERS: dict[Matter, str | Promise] = {
    Matter.ANY: _("any matter"),
    Matter.BYLAWS: _("changing the bylaws"),
    Matter.FOUNDING_TEXT: _("changing a founding text"),
    Matter.OVERRIDE: _("overruling another body"),
    Matter.ELECTION: _("an election"),
    Matter.REMOVAL: _("removing somebody from office"),
    Matter.ADMISSION: _("admitting a member"),
    Matter.EXCLUSION: _("excluding a member"),
    Matter.MONEY: _("spending money"),
    Matter.MERGER: _("merging or splitting units"),
    Matter.DISSOLUTION: _("dissolving the unit"),
    Matter.URGENT: _("taking up what was not on the agenda"),
    Matter.PROCEDURE: _("a point of order"),
}

COUNTED: dict[Counted, str | Promise] = {
    Counted.PRESENT: _("present"),
    Counted.VOTING: _("taking part in the vote"),
    Counted.IN_FAVOUR: _("voting in favour"),
}

BASES: dict[Base, str | Promise] = {
    Base.VOTES: _("the votes cast"),
    Base.PRESENT: _("those present"),
    Base.MEMBERS: _("all members"),
}

METHODS: dict[Method, str | Promise] = {
    Method.ACCLAMATION: _("by acclamation"),
    Method.HANDS: _("by a show of hands"),
    Method.ROLL_CALL: _("by roll call"),
    Method.SECRET: _("by secret ballot"),
}

SPANS: dict[Every, str | Promise] = {
    Every.WEEK: _("week"),
    Every.MONTH: _("month"),
    Every.QUARTER: _("quarter"),
    Every.HALF_YEAR: _("half-year"),
    Every.YEAR: _("year"),
}

KINDS: dict[Kind, str | Promise] = {
    Kind.FREQUENCY: _("How often a unit meets"),
    Kind.NOTICE: _("Notice of a meeting"),
    Kind.CALL: _("Who may demand a meeting"),
    Kind.QUORUM: _("Quorum"),
    Kind.MAJORITY: _("Majority"),
    Kind.BALLOT: _("How people vote"),
    Kind.TERM: _("Term of an office"),
    Kind.READING: _("By when decisions are read"),
    Kind.REPORTING: _("By when units report"),
    Kind.ANSWERING: _("By when is answered what units ask for"),
    Kind.DISCUSSION: _("Time for discussion"),
    Kind.VOTING: _("Time for voting"),
    Kind.PREPARATION: _("Preparation of candidates for membership"),
    Kind.SPONSORS: _("Sponsors"),
    Kind.CONGRESS: _("How often congress meets"),
    Kind.VISITS: _("How often a unit is visited"),
    Kind.MINUTES: _("Minutes are checked by a second person"),
}
