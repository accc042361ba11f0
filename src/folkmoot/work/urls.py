"""Where work is put up, taken and reported."""

from django.urls import path

from folkmoot.work.views import (
    giving,
    holding,
    meeting,
    plans,
    practices,
    reading,
    reviewing,
    sharing,
    targets,
)

app_name = "work"
urlpatterns = [
    path("units/<uuid:unit_id>/work/", reading.unit_work, name="list"),
    path("units/<uuid:unit_id>/work/new/", giving.putting_up, name="putting_up"),
    path("work/", reading.own, name="own"),
    path("work/<uuid:assignment_id>/", reading.assignment, name="assignment"),
    path("work/<uuid:assignment_id>/offer/", giving.offering, name="offering"),
    path("work/<uuid:assignment_id>/withdrawal/", giving.withdrawal, name="withdrawal"),
    path("work/<uuid:assignment_id>/taking/", holding.taking, name="taking"),
    path("work/<uuid:assignment_id>/acceptance/", holding.acceptance, name="acceptance"),
    path("work/<uuid:assignment_id>/declining/", holding.declining, name="declining"),
    path("work/<uuid:assignment_id>/return/", holding.giving_back, name="giving_back"),
    path("work/<uuid:assignment_id>/help/", holding.helping, name="helping"),
    path("work/<uuid:assignment_id>/help/end/", holding.helping_no_more, name="helping_no_more"),
    path("work/<uuid:assignment_id>/steps/<uuid:step_id>/", holding.step, name="step"),
    path("work/<uuid:assignment_id>/review/", reviewing.review, name="review"),
    path("work/<uuid:assignment_id>/review/passing/", reviewing.passing, name="passing"),
    path("work/<uuid:assignment_id>/review/end/", reviewing.closing, name="closing"),
    path("work/<uuid:assignment_id>/lessons/<uuid:lesson_id>/striking/", reviewing.striking, name="striking"),
    path("meetings/<uuid:meeting_id>/work/", meeting.at_meeting, name="at_meeting"),
    path("work/<uuid:assignment_id>/report/", holding.report, name="report"),
    path("units/<uuid:unit_id>/plans/", plans.plans, name="plans"),
    path("units/<uuid:unit_id>/plans/new/", plans.drafting, name="plan_drafting"),
    path("plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path("plans/<uuid:plan_id>/changes/", plans.changing, name="plan_changing"),
    path("plans/<uuid:plan_id>/adoption/", plans.adoption, name="plan_adoption"),
    path("plans/<uuid:plan_id>/version/", plans.revision, name="plan_revision"),
    path("plans/<uuid:plan_id>/dropping/", plans.dropping, name="plan_dropping"),
    path("plans/<uuid:plan_id>/targets/", targets.adding, name="target_adding"),
    path("targets/<uuid:target_id>/changes/", targets.changing, name="target_changing"),
    path("targets/<uuid:target_id>/removal/", targets.removal, name="target_removal"),
    path("targets/<uuid:target_id>/reached/", targets.marking, name="target_marking"),
    path("targets/<uuid:target_id>/reached/no/", targets.unmarking, name="target_unmarking"),
    path("targets/<uuid:target_id>/shares/", sharing.shares, name="shares"),
    path("targets/<uuid:target_id>/shares/new/", sharing.making, name="share_making"),
    path("units/<uuid:unit_id>/practices/", practices.practices, name="practices"),
    path("units/<uuid:unit_id>/practices/new/", practices.marking, name="practice_marking"),
    path("units/<uuid:unit_id>/practices/<uuid:practice_id>/", practices.practice, name="practice"),
    path(
        "units/<uuid:unit_id>/practices/<uuid:practice_id>/copy/", practices.copying, name="practice_copying"
    ),
    path("units/<uuid:unit_id>/practices/<uuid:practice_id>/end/", practices.ending, name="practice_ending"),
    path("shares/<uuid:share_out_id>/units/<uuid:unit_id>/", sharing.share, name="share"),
    path(
        "shares/<uuid:share_out_id>/units/<uuid:unit_id>/adoption/",
        sharing.acceptance,
        name="share_acceptance",
    ),
    path("shares/<uuid:share_out_id>/units/<uuid:unit_id>/asking/", sharing.asking, name="share_asking"),
    path(
        "shares/<uuid:share_out_id>/units/<uuid:unit_id>/withdrawal/",
        sharing.withdrawal,
        name="share_withdrawal",
    ),
    path("shares/<uuid:share_out_id>/units/<uuid:unit_id>/answer/", sharing.settling, name="share_settling"),
]
