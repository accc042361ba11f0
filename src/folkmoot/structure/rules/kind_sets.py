"""The four sets of kinds that an organisation can begin with. It may add kinds of its own later."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.errors import Refused

# Kinds below one another make levels, and a path has room for twelve.
KINDS_MOST = 12


@dataclass(frozen=True)
class ReadyKind:
    """A kind of unit, as it will be called."""

    code: str
    name: Promise
    plural: Promise
    is_cell: bool = False


@dataclass(frozen=True)
class KindSet:
    """Kinds from the top down, and for whom they are meant."""

    name: Promise
    meant_for: Promise
    kinds: tuple[ReadyKind, ...]


KIND_SETS: Mapping[str, KindSet] = {
    "club": KindSet(
        _("Club"),
        _("One group of people who know each other; it may found sections later."),
        (
            ReadyKind("club", _("club"), _("clubs"), is_cell=True),
            ReadyKind("section", _("section"), _("sections"), is_cell=True),
        ),
    ),
    "union": KindSet(
        _("Union"),
        _("A union with regions, branches, and groups at the places of work."),
        (
            ReadyKind("union", _("union"), _("unions")),
            ReadyKind("region", _("region"), _("regions")),
            ReadyKind("branch", _("branch"), _("branches")),
            ReadyKind("workplace", _("workplace group"), _("workplace groups"), is_cell=True),
        ),
    ),
    "federation": KindSet(
        _("Co-operative federation"),
        _("Co-operatives in districts and regions, with one centre."),
        (
            ReadyKind("federation", _("federation"), _("federations")),
            ReadyKind("region", _("region"), _("regions")),
            ReadyKind("district", _("district"), _("districts")),
            ReadyKind("cooperative", _("co-operative"), _("co-operatives"), is_cell=True),
        ),
    ),
    "mass": KindSet(
        _("Mass organisation"),
        _("Seven levels, from the whole country down to the cell."),
        (
            ReadyKind("national", _("national organisation"), _("national organisations")),
            ReadyKind("region", _("region"), _("regions")),
            ReadyKind("province", _("province"), _("provinces")),
            ReadyKind("district", _("district"), _("districts")),
            ReadyKind("municipality", _("municipality"), _("municipalities")),
            ReadyKind("branch", _("branch"), _("branches")),
            ReadyKind("cell", _("cell"), _("cells"), is_cell=True),
        ),
    ),
}

OFFICE_NAMES: Mapping[str, Promise] = {
    "chair": _("chair"),
    "secretary": _("secretary"),
    "registrar": _("registrar"),
    "editor": _("editor"),
    "treasurer": _("treasurer"),
    "integrity_officer": _("integrity officer"),
}


def ready_set(code: str) -> KindSet:
    """Return the ready set of kinds with this code.

    :raises Refused: if there is none; the sentence lists those there are.
    """
    if code not in KIND_SETS:
        raise Refused(
            _now("There is no set of kinds called “%(given)s”. There are: %(known)s.")
            % {"given": code, "known": ", ".join(KIND_SETS)},
            field="kind_set",
        )
    return KIND_SETS[code]
