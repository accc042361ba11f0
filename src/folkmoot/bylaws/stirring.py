"""Which events of lower features, and of bylaws themselves, change where which units stand."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from folkmoot.bylaws.interfaces import Stirred, Where
from folkmoot.bylaws.models import Provision
from folkmoot.decisions.queries.concerned import units_concerned
from folkmoot.people.models import Term

Payload = Mapping[str, Any]


def _one_by_one(*names: str) -> Where:
    return lambda payload: Stirred(units=_ids(payload, names))


def _with_all_below(*names: str) -> Where:
    return lambda payload: Stirred(below=_ids(payload, names))


def _ids(payload: Payload, names: tuple[str, ...]) -> list[UUID]:
    found: list[UUID] = []
    for name in names:
        given = payload[name]
        found += [UUID(each) for each in ([given] if isinstance(given, str) else given or ())]
    return found


def _imported(payload: Payload) -> Stirred:
    return Stirred(_ids(payload, ("founded", "changed")), _ids(payload, ("moved",)))


def _with_offices(*names: str) -> Where:
    def where(payload: Payload) -> Stirred:
        """Where these people hold an office, or held one: it may have ended, or begun, with what happened."""
        terms = Term.objects.filter(person__in=_ids(payload, names)).order_by()
        return Stirred(units=set(terms.values_list("unit", flat=True)))

    return where


def _decision(payload: Payload) -> Stirred:
    """Where it is to be read, and where clauses hold that stand in it."""
    return Stirred(below=units_concerned(UUID(payload["decision_id"])))


def _provision(payload: Payload) -> Stirred:
    rows = Provision.objects.filter(pk=UUID(payload["provision_id"]))
    return Stirred(below=set(rows.values_list("body", flat=True)))


WHERE: Mapping[str, Callable[[Payload], Stirred]] = {
    "UnitFounded": _one_by_one("unit_id"),
    "UnitKindChanged": _one_by_one("unit_id"),
    "UnitTimeZoneSet": _with_all_below("unit_id"),
    "UnitSectorsSet": _with_all_below("unit_id"),
    "UnitMoved": _with_all_below("unit_id"),
    "UnitClosed": _one_by_one("unit_id"),
    "UnitRefounded": _one_by_one("unit_id"),
    "UnitsHandedOver": _with_all_below("units"),
    "UnitMerged": _one_by_one("unit_id", "into_unit_id"),
    "UnitSplit": _one_by_one("unit_id", "new_unit_id"),
    "UnitsImported": _imported,
    "VisitEntered": _one_by_one("unit_id"),
    "VisitAnswered": _one_by_one("unit_id"),
    "VisitWithdrawn": _one_by_one("unit_id"),
    "OfficerAppointed": _one_by_one("unit_id"),
    "OfficerRelieved": _one_by_one("unit_id"),
    "OfficeHandedOver": _one_by_one("unit_id"),
    "FirstOfficerFound": _one_by_one("unit_id"),
    "OfficesEnded": _one_by_one("unit_id"),
    "MemberTransferred": _with_offices("person_id"),
    "MembershipEnded": _with_offices("person_id"),
    "MembersImported": _with_offices("admitted", "transferred", "corrected", "appointed"),
    "MembersReturned": _with_offices("ended", "transferred", "corrected", "relieved"),
    "PersonsMerged": _with_offices("kept_id", "gone_id"),
    "MergeOfPersonsUndone": _with_offices("kept_id", "gone_id"),
    "DecisionConveyed": _decision,
    "DecisionRepealed": _decision,
    "DecisionEnded": _decision,
    "DecisionAmended": _decision,
    "ReadingAttested": _one_by_one("unit_id"),
    "ConveyingConfirmed": _one_by_one("unit_id"),
    "ConveyingWithdrawn": _one_by_one("unit_id"),
    "ClauseEntered": _provision,
    "ProvisionEnded": _provision,
    "ClausesFollowed": _decision,
}
