"""What is shown of opinions: once, when all is over, and only in sums over groups of members who are counted together.

Of each group every opinion shows a multiple of five, at least that many hold it, and at least five of its members are in
none of the numbers. So for any five people there is another course of events that shows the very same and in which none
of them said anything, on any point; and for any four there is one in which all of them held any one opinion.
`docs/decisions/0020-consultations.md` says why that is enough.
"""

import numpy as np

from folkmoot.decisions.rules.disclosure import CountedAll, ceilings_of
from folkmoot.decisions.rules.rollup import Ints
from folkmoot.decisions.rules.thresholds import SMALLEST


def shown_of_groups(held: Ints, counted: CountedAll) -> Ints:
    """Return what each group shows of each opinion, from how many of its members hold it: one row an opinion.

    What goes beyond the ceiling of a group is taken from the opinion that most hold, the first of these if several.
    """
    shown = held // SMALLEST * SMALLEST
    excess = np.maximum(0, shown.sum(axis=0) - ceilings_of(counted))
    groups = np.arange(shown.shape[1])
    while excess.any():
        most = shown.argmax(axis=0)
        taken = np.minimum(excess, SMALLEST)
        shown[most, groups] -= taken
        excess -= taken
    return shown
