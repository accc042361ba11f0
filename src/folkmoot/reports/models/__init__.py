"""Reports: forms, what units reported by them, and the columns that figures are added up from."""

from folkmoot.reports.models.forms import Form, FormQuerySet, FormVersion
from folkmoot.reports.models.reports import Answer, Report, ReportQuerySet, Sent, State, Way
from folkmoot.reports.models.requests import Request, RequestQuerySet
from folkmoot.reports.models.rollup import ColumnPiece, RollUp, ToRollUp, Tree, TreePiece, TreePlaces

__all__ = [
    "Answer",
    "ColumnPiece",
    "Form",
    "FormQuerySet",
    "FormVersion",
    "Report",
    "ReportQuerySet",
    "Request",
    "RequestQuerySet",
    "RollUp",
    "Sent",
    "State",
    "ToRollUp",
    "Tree",
    "TreePiece",
    "TreePlaces",
    "Way",
]
