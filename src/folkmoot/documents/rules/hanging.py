"""Which files may hang on one draft together."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from folkmoot.documents.rules.merging import merged
from folkmoot.kernel.errors import Refused

MOST_FILES = 20


class Hung(Protocol):
    """A file that hangs somewhere or is about to: its name, and what its content is."""

    @property
    def name(self) -> str:
        """How it is called where it hangs."""

    @property
    def sha256(self) -> str:
        """What its content is called by."""

    @property
    def size(self) -> int:
        """How many bytes it has."""


File = TypeVar("File", bound=Hung)


def must_hang_beside(hanging: Sequence[Hung], new: Hung, *, most_mb: int) -> None:
    """Let a file hang beside those that hang on a draft already.

    :raises Refused: if it hangs there already, another has its name, there are too many, or they are too large together.
    """
    for each in hanging:
        if each.sha256 == new.sha256:
            raise Refused(
                _("This file hangs here already, as “%(name)s”.") % {"name": each.name}, field="file"
            )
        if each.name == new.name:
            raise Refused(
                _("Another file here is called “%(name)s”. Rename one of the two, or remove the other first.")
                % {"name": each.name},
                field="file",
            )
    if len(hanging) >= MOST_FILES:
        raise Refused(
            _("%(most)d files hang here, and no more can. Remove one first.") % {"most": MOST_FILES},
            field="file",
        )
    if _bytes([*hanging, new]) > most_mb << 20:
        raise Refused(
            _(
                "With this one, the files would be larger than %(most)d MB together. Make it smaller, or remove another."
            )
            % {"most": most_mb},
            field="file",
        )


def brought_together(
    own: Mapping[str, File], before: Mapping[str, File], after: Mapping[str, File], *, most_mb: int
) -> list[File]:
    """Return what hangs on a draft once it has what others did to the files on the way from `before` to `after`.

    Each is called by its digest. Of two that have one name, the draft's own stays.

    :raises Refused: if there would be too many, or they would be too large together.
    """
    result = merged(set(own), set(before), set(after))
    kept = [file for sha256, file in own.items() if sha256 in result]
    names = {file.name for file in kept}
    theirs = [file for sha256, file in after.items() if sha256 in result and sha256 not in own]
    together = [*kept, *(file for file in theirs if file.name not in names)]
    _must_fit(together, most_mb=most_mb)
    return together


def _must_fit(together: Collection[Hung], *, most_mb: int) -> None:
    if len(together) > MOST_FILES:
        raise Refused(
            _(
                "With those that others attached meanwhile, %(count)d files would hang here, and no more than %(most)d can. "
                "Remove some of yours first."
            )
            % {"count": len(together), "most": MOST_FILES}
        )
    if _bytes(together) > most_mb << 20:
        raise Refused(
            _(
                "With those that others attached meanwhile, the files would be larger than %(most)d MB together. "
                "Remove some of yours first."
            )
            % {"most": most_mb}
        )


def _bytes(files: Collection[Hung]) -> int:
    return sum(file.size for file in files)
