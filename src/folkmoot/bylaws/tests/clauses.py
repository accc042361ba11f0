"""Clauses as hypothesis draws them, through the words they are kept as, so that none is drawn that could not be entered."""

from fractions import Fraction

from hypothesis import strategies as st

from folkmoot.bylaws.rules.amounts import Amount, Measure
from folkmoot.bylaws.rules.parsing import clause_from

OFFICES = {"chair", "secretary", "treasurer"}
MEETINGS = st.sampled_from(["any", "general", "review"])
MATTERS = st.sampled_from(["any", "bylaws", "election"])
SPANS = st.sampled_from(["week", "month", "quarter", "half_year", "year"])
SHARES = st.fractions(min_value=Fraction(1, 12), max_value=1, max_denominator=12)
FEW = st.integers(1, 12)
MAYBE = st.none() | FEW


@st.composite
def amounts(draw):
    measure = draw(st.sampled_from(Measure))
    if measure is Measure.NUMBER:
        return Amount(measure, Fraction(draw(FEW)), draw(st.booleans()))
    value = draw(SHARES) if measure is Measure.SHARE else draw(SHARES) * draw(FEW)
    bounds = sorted(number for number in (draw(MAYBE), draw(MAYBE)) if number is not None)
    least, most = [*bounds, None, None][:2] if draw(st.booleans()) else (None, bounds[0] if bounds else None)
    more_than = draw(st.booleans()) and (measure is Measure.ROOT or value < 1)
    return Amount(measure, value, more_than, most, least)


def written(name, amount):
    found = {
        f"{name}_as": amount.measure.value,
        name: str(amount.value),
        f"{name}_more_than": amount.more_than,
    }
    return found | {f"{name}_at_most": amount.at_most, f"{name}_at_least": amount.at_least}


@st.composite
def written_clauses(draw, kind=None):
    kind = kind or draw(st.sampled_from(sorted(WRITTEN)))
    return {"kind": kind} | draw(WRITTEN[kind])


def clauses(kind=None):
    """Draw clauses that can be entered; second calls that ask more than the first, and the like, are left out."""
    read = written_clauses(kind).map(lambda each: clause_from(each, offices=OFFICES).clause)
    return read.filter(lambda clause: clause is not None)


@st.composite
def _quorum(draw):
    counted = draw(st.sampled_from(["present", "voting", "in_favour"]))
    found = {"meeting": draw(MEETINGS), "matter": draw(MATTERS), "counted": counted} | written(
        "present", draw(amounts())
    )
    if draw(st.booleans()):
        return found
    found["second_after_days"] = draw(st.integers(0, 12))
    return found | (written("second", draw(amounts())) if draw(st.booleans()) else {})


@st.composite
def _majority(draw):
    of = draw(st.sampled_from(["votes", "present", "members"]))
    share = draw(SHARES.filter(lambda each: each >= Fraction(1, 2)))
    more_than = share == Fraction(1, 2) or (share < 1 and draw(st.booleans()))
    counts = {name: of == "votes" and draw(st.booleans()) for name in ("abstentions_count", "invalid_count")}
    return {"matter": draw(MATTERS), "share": str(share), "more_than": more_than, "of": of} | counts


@st.composite
def _with_amount(draw, /, **others):
    return {name: draw(strategy) for name, strategy in others.items()} | written("members", draw(amounts()))


@st.composite
def _varied(draw):
    days = draw(st.integers(2, 30))
    return {"matter": draw(MATTERS), "days": days, "vary_by": draw(st.integers(0, days - 1))}


_HELD = st.sampled_from(["general", "review", "congress"])
WRITTEN = {
    "frequency": st.fixed_dictionaries({"meeting": _HELD, "times": FEW, "every": SPANS}),
    "notice": st.fixed_dictionaries({"meeting": MEETINGS, "days": st.integers(0, 30)}),
    "call": _with_amount(within_days=MAYBE),
    "quorum": _quorum(),
    "majority": _majority(),
    "ballot": st.fixed_dictionaries(
        {"matter": MATTERS, "method": st.sampled_from(["acclamation", "hands", "roll_call", "secret"])}
    ),
    "term": st.fixed_dictionaries(
        {"office": st.sampled_from(sorted(OFFICES)), "months": FEW, "most_terms": MAYBE}
    ),
    "reading": st.fixed_dictionaries({"days": FEW}),
    "reporting": st.fixed_dictionaries({"every": SPANS, "days": FEW}),
    "answering": st.fixed_dictionaries({"days": FEW}),
    "discussion": _varied(),
    "voting": _varied(),
    "preparation": st.fixed_dictionaries({"months": FEW}),
    "sponsors": _with_amount(matter=MATTERS),
    "congress": st.fixed_dictionaries({"years": FEW}),
    "minutes": st.fixed_dictionaries({"meeting": MEETINGS}),
    "visits": st.fixed_dictionaries({"times": FEW, "every": SPANS}),
}
