"""Where members, people and officers are found."""

from django.urls import path

from folkmoot.membership.views import (
    circles,
    handing_over,
    members,
    offers,
    officers,
    people,
    relieving,
    sameness,
)

app_name = "membership"
urlpatterns = [
    path("members/", members.member_list, name="members"),
    path("members.<file_form:form>", members.member_export, name="members_file"),
    path("members/new/", members.admission, name="admission"),
    path("members/known/", offers.known_admission, name="known_admission"),
    path("members/offers/<uuid:offer_id>/acceptance/", offers.acceptance, name="offer_acceptance"),
    path("members/offers/<uuid:offer_id>/declining/", offers.declining, name="offer_declining"),
    path("members/offers/<uuid:offer_id>/withdrawal/", offers.offer_withdrawal, name="offer_withdrawal"),
    path("members/offers/<uuid:offer_id>/paper/", offers.paper, name="paper"),
    path("members/offers/<uuid:offer_id>/paper/end/", offers.paper_withdrawal, name="paper_withdrawal"),
    path("units/<uuid:unit_id>/rule/", circles.rule_breaks_page, name="rule_breaks"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/correction/", people.correction, name="correction"),
    path("people/<uuid:person_id>/transfer/", people.transfer, name="transfer"),
    path("people/<uuid:person_id>/end/", people.ending, name="ending"),
    path("people/<uuid:person_id>/end/<uuid:unit_id>/", people.ending, name="ending_in"),
    path("people/<uuid:person_id>/readmission/", people.readmission, name="readmission"),
    path("people/<uuid:person_id>/appointment/", officers.person_appointment, name="person_appointment"),
    path("members/twice/", sameness.pairs, name="pairs"),
    path("people/<uuid:first_id>/apart/<uuid:second_id>/", sameness.apart, name="apart"),
    path("people/<uuid:person_id>/twice/", sameness.twice, name="twice"),
    path("people/<uuid:kept_id>/twice/<uuid:gone_id>/", sameness.joining, name="joining"),
    path("people/<uuid:person_id>/twice/<uuid:gone_id>/end/", sameness.parting, name="parting"),
    path("offices/offers/<uuid:offer_id>/acceptance/", officers.acceptance, name="office_acceptance"),
    path("offices/offers/<uuid:offer_id>/declining/", officers.declining, name="office_declining"),
    path("offices/offers/<uuid:offer_id>/withdrawal/", officers.withdrawal, name="office_withdrawal"),
    path("offices/", officers.offices, name="offices"),
    path("units/<uuid:unit_id>/officers/", officers.officers, name="officers"),
    path("units/<uuid:unit_id>/officers.<file_form:form>", officers.officer_export, name="officers_file"),
    path("units/<uuid:unit_id>/officers/appointment/", officers.appointment, name="appointment"),
    path("terms/<uuid:term_id>/successor/", handing_over.handing_over, name="handing_over"),
    path("terms/<uuid:term_id>/end/", relieving.relieving, name="relieving"),
]
