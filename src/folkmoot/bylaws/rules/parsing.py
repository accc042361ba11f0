"""Clauses from what was written, with a sentence for each wrong entry, and back to what is kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.bylaws.rules import clauses as types
from folkmoot.bylaws.rules.amounts import Amount, Measure, is_never_less
from folkmoot.bylaws.rules.clauses import Clause
from folkmoot.bylaws.rules.kinds import Base, Counted, Every, Kind, Matter, Meeting, Method
from folkmoot.bylaws.rules.reading import Fault, Reader, Value, Written

MOST_DAYS = 3_660
MOST_MONTHS = 600
MOST_TIMES = 366
MOST_NUMBER = 100_000_000


@dataclass(frozen=True)
class Read:
    """A clause as it was read, or what is wrong with it: one of the two."""

    clause: Clause | None
    faults: tuple[Fault, ...] = ()


def clause_from(written: Written, *, offices: Collection[str]) -> Read:
    """Return the clause that was written, or a sentence for each wrong entry; `offices` are the codes that are known."""
    reader = Reader(written)
    kind = reader.choice("kind", Kind)
    if reader.faults:
        return Read(None, tuple(reader.faults))
    clause = _office_term(reader, offices) if kind is Kind.TERM else _READERS[kind](reader)
    reader.done()
    return Read(None, tuple(reader.faults)) if reader.faults else Read(clause)


def clause_kept(written: Written) -> Clause:
    """Return a clause that `written_as` wrote: it was checked then, and offices that are gone since stay named.

    :raises ValueError: if it was written by something else.
    """
    read = clause_from(written, offices={str(written.get("office", ""))})
    if read.clause is None:
        message = f"a clause that is kept cannot be read: {read.faults}"
        raise ValueError(message)
    return read.clause


def written_as(clause: Clause) -> dict[str, Value]:
    """Return what a clause is kept as: `clause_from` reads it back as the same."""
    written: dict[str, Value] = {"kind": clause.kind.value}
    for name, value in vars(clause).items():
        written.update(_written(name, value))
    return {name: value for name, value in written.items() if value is not None and value is not False}


def _written(name: str, value: Any) -> Mapping[str, Value]:  # noqa: ANN401  -- whatever clauses are made of
    if isinstance(value, Amount):
        return {
            f"{name}_as": value.measure.value,
            name: str(value.value),
            f"{name}_more_than": value.more_than,
            f"{name}_at_most": value.at_most,
            f"{name}_at_least": value.at_least,
        }
    if isinstance(value, types.SecondCall):
        second = {} if value.quorum is None else _written(name, value.quorum)
        return {f"{name}_after_days": value.after_days, **second}
    return {name: str(value) if isinstance(value, Fraction) else value}


def _amount(reader: Reader, name: str) -> Amount:
    measure = reader.choice(f"{name}_as", Measure)
    more_than = reader.flag(f"{name}_more_than")
    most = reader.whole_or_none(f"{name}_at_most", least=1, most=MOST_NUMBER)
    least = reader.whole_or_none(f"{name}_at_least", least=1, most=MOST_NUMBER)
    value = reader.share(name, more_than=more_than) if measure is Measure.SHARE else reader.fraction(name)
    if measure is Measure.NUMBER and value.denominator != 1:
        reader.refuse(name, _("%(given)s members cannot be. Enter a whole number.") % {"given": value})
    if most is not None and least is not None and least > most:
        sentence = _("At least %(least)d and at most %(most)d contradict each other.")
        reader.refuse(f"{name}_at_least", sentence % {"least": least, "most": most})
    if measure is Measure.NUMBER and (most is not None or least is not None):
        reader.refuse(
            f"{name}_at_most", _("A number is the same however many members there are. Enter it alone.")
        )
    return Amount(measure, value, more_than, most, least)


def _frequency(reader: Reader) -> Clause:
    meeting = reader.choice("meeting", Meeting)
    if meeting is Meeting.ANY:
        reader.refuse("meeting", _("Say which kind of meeting is held so often."))
    times = reader.whole("times", least=1, most=MOST_TIMES)
    return types.MeetingFrequency(meeting, times, reader.choice("every", Every))


def _notice(reader: Reader) -> Clause:
    meeting = reader.choice("meeting", Meeting, default=Meeting.ANY)
    return types.Notice(meeting, reader.whole("days", least=0, most=MOST_DAYS))


def _call(reader: Reader) -> Clause:
    within = reader.whole_or_none("within_days", least=1, most=MOST_DAYS)
    return types.ExtraordinaryCall(_amount(reader, "members"), within)


def _quorum(reader: Reader) -> Clause:
    meeting = reader.choice("meeting", Meeting, default=Meeting.ANY)
    matter = reader.choice("matter", Matter, default=Matter.ANY)
    present = _amount(reader, "present")
    counted = reader.choice("counted", Counted, default=Counted.PRESENT)
    return types.Quorum(meeting, matter, present, _second(reader, present), counted)


def _second(reader: Reader, first: Amount) -> types.SecondCall | None:
    after = reader.whole_or_none("second_after_days", least=0, most=MOST_DAYS)
    is_lower = any([reader.is_given("second_as"), reader.is_given("second")])
    if after is None:
        if is_lower:
            reader.refuse(
                "second_after_days", _("Say how many days after the first meeting the second one is.")
            )
        return None
    if not is_lower:
        return types.SecondCall(after, None)
    amount = _amount(reader, "second")
    if not reader.faults and not is_never_less(first, amount):
        reader.refuse(
            "second", _("A second meeting cannot need more than the first one. Enter a lower quorum.")
        )
    return types.SecondCall(after, amount)


def _majority(reader: Reader) -> Clause:
    matter = reader.choice("matter", Matter, default=Matter.ANY)
    more_than = reader.flag("more_than")
    share = reader.share("share", more_than=more_than)
    of = reader.choice("of", Base)
    counted = {name: reader.flag(name) for name in ("abstentions_count", "invalid_count")}
    for name in [name for name, is_so in counted.items() if is_so and of is not Base.VOTES]:
        reader.refuse(name, _("Among all who are present, or all members, these count anyhow. Leave it out."))
    # With half of the votes, or fewer, a motion and its contrary could both be carried.
    if share < Fraction(1, 2) or (share == Fraction(1, 2) and not more_than):
        reader.refuse(
            "share",
            _(
                "With no more than half, a motion and its opposite could both be carried. Say “more than 1/2”."
            ),
        )
    return types.Majority(
        matter, share, more_than, of, counted["abstentions_count"], counted["invalid_count"]
    )


def _ballot(reader: Reader) -> Clause:
    matter = reader.choice("matter", Matter, default=Matter.ANY)
    return types.BallotMethod(matter, reader.choice("method", Method))


def _office_term(reader: Reader, offices: Collection[str]) -> Clause:
    office = reader.word("office", offices.__contains__)
    months = reader.whole("months", least=1, most=MOST_MONTHS)
    return types.OfficeTerm(office, months, reader.whole_or_none("most_terms", least=1, most=100))


def _reading(reader: Reader) -> Clause:
    return types.ReadingDeadline(reader.whole("days", least=1, most=MOST_DAYS))


def _reporting(reader: Reader) -> Clause:
    return types.ReportingDeadline(
        reader.choice("every", Every), reader.whole("days", least=1, most=MOST_DAYS)
    )


def _answering(reader: Reader) -> Clause:
    return types.AnsweringDeadline(reader.whole("days", least=1, most=MOST_DAYS))


def _discussion(reader: Reader) -> Clause:
    return types.Discussion(*_days_on_a_matter(reader))


def _voting(reader: Reader) -> Clause:
    return types.VotingPeriod(*_days_on_a_matter(reader))


def _days_on_a_matter(reader: Reader) -> tuple[Matter, int, int]:
    matter = reader.choice("matter", Matter, default=Matter.ANY)
    days = reader.whole("days", least=1, most=MOST_DAYS)
    vary_by = reader.whole_or_none("vary_by", least=0, most=MOST_DAYS) or 0
    if vary_by >= days:
        reader.refuse("vary_by", _("Varied by that much, no day would be left. Enter fewer days."))
    return matter, days, vary_by


def _preparation(reader: Reader) -> Clause:
    return types.Preparation(reader.whole("months", least=1, most=MOST_MONTHS))


def _sponsors(reader: Reader) -> Clause:
    return types.Sponsors(reader.choice("matter", Matter, default=Matter.ANY), _amount(reader, "members"))


def _congress(reader: Reader) -> Clause:
    return types.CongressCycle(reader.whole("years", least=1, most=50))


def _visits(reader: Reader) -> Clause:
    return types.VisitFrequency(
        reader.whole("times", least=1, most=MOST_TIMES), reader.choice("every", Every)
    )


def _minutes(reader: Reader) -> Clause:
    return types.MinutesChecked(reader.choice("meeting", Meeting, default=Meeting.ANY))


_READERS: Mapping[Kind, Callable[[Reader], Clause]] = {
    Kind.FREQUENCY: _frequency,
    Kind.NOTICE: _notice,
    Kind.CALL: _call,
    Kind.QUORUM: _quorum,
    Kind.MAJORITY: _majority,
    Kind.BALLOT: _ballot,
    Kind.READING: _reading,
    Kind.REPORTING: _reporting,
    Kind.ANSWERING: _answering,
    Kind.DISCUSSION: _discussion,
    Kind.VOTING: _voting,
    Kind.PREPARATION: _preparation,
    Kind.SPONSORS: _sponsors,
    Kind.CONGRESS: _congress,
    Kind.VISITS: _visits,
    Kind.MINUTES: _minutes,
}
