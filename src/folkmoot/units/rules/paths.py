"""The arithmetic of materialised paths: four base-36 characters a level, compared byte by byte."""

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

STEP = 4
DEEPEST = 12
ROOT = "0" * STEP
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CHILDREN_MOST = 36**STEP
# The first character after every base-36 digit in ASCII: closes a half-open range of descendants.
AFTER_ALL = "~"


def step_of(number: int) -> str:
    """Return the path step of a parent's child `number`, counted from 0.

    :raises Refused: if the parent has had 1,679,616 children, all that four characters can tell apart.
    """
    if not 0 <= number < _CHILDREN_MOST:
        raise Refused(
            _(
                "This unit has had as many units directly below it as it can. Found the new one below another unit."
            )
        )
    digits = []
    for _place in range(STEP):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def child_path(parent: str, number: int) -> str:
    """Return the path of child `number` below the path `parent` ("" for the root's own).

    :raises Refused: if the tree would become deeper than 12 levels.
    """
    must_not_be_too_deep(len(parent) + STEP)
    return parent + step_of(number)


def must_not_be_too_deep(length: int) -> None:
    """Let a path be so long.

    :raises Refused: if it has more than 12 levels.
    """
    if length > DEEPEST * STEP:
        raise Refused(
            _("Units can be at most %(most)d levels deep. Choose a higher unit to be above it.")
            % {"most": DEEPEST}
        )


def depth_of(path: str) -> int:
    """Return how many levels `path` has: 1 for the root."""
    return len(path) // STEP


def parent_of(path: str) -> str:
    """Return the path one level up, "" for the root's."""
    return path[:-STEP]


def ancestors_of(path: str) -> list[str]:
    """Return the paths above `path` and `path` itself, from the root down."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def above_both(one: str, other: str) -> str:
    """Return the lowest path that `one` and `other` both lie below, or are; "" if there is none."""
    shared = zip(ancestors_of(one), ancestors_of(other), strict=False)
    return max((mine for mine, theirs in shared if mine == theirs), default="", key=len)


def range_of(path: str) -> tuple[str, str]:
    """Return the half-open range [low, high) that holds `path` and all paths below it, and nothing else."""
    return path, path + AFTER_ALL


def is_within(path: str, above: str) -> bool:
    """Return whether `path` is `above` or lies below it."""
    return path.startswith(above)


def moved_path(path: str, *, old: str, new: str) -> str:
    """Return where `path`, in the subtree of `old`, lies after that subtree became `new`."""
    return new + path[len(old) :]
