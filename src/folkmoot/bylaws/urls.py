"""Where bylaws are read and given clauses."""

from django.urls import path

from folkmoot.bylaws.views import compliance, entering, reading

app_name = "bylaws"
urlpatterns = [
    path("units/bylaws/", reading.own, name="own"),
    path("bylaws/compliance/", compliance.compliance, name="compliance"),
    path("bylaws/compliance/<uuid:unit_id>/", compliance.compliance_of, name="compliance_of"),
    path(
        "bylaws/compliance/<uuid:unit_id>/out-of-order.<file_form:form>",
        compliance.late_units,
        name="late_units",
    ),
    path("units/<uuid:unit_id>/bylaws/", reading.bylaws, name="bylaws"),
    path("decisions/<uuid:decision_id>/clauses/", entering.clauses, name="clauses"),
    path("decisions/<uuid:decision_id>/clauses/new/", entering.new_clause, name="new_clause"),
    path("decisions/<uuid:decision_id>/clauses/remark/", entering.remark, name="remark"),
    path("decisions/<uuid:decision_id>/clauses/<uuid:provision_id>/ending/", entering.ending, name="ending"),
    path(
        "decisions/<uuid:decision_id>/clauses/<uuid:provision_id>/confirmation/",
        entering.confirmation,
        name="confirmation",
    ),
]
