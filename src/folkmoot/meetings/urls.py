"""Where meetings are called and read."""

from django.urls import path

from folkmoot.meetings.minutes.views import minutes
from folkmoot.meetings.motions.views import forwarding, motions, paper, voting
from folkmoot.meetings.views import calling, changing, entering, naming, planning, reading, running, tapping

app_name = "meetings"
urlpatterns = [
    path("units/<uuid:unit_id>/meetings/", reading.meetings, name="meetings"),
    path("units/<uuid:unit_id>/meetings/new/", calling.calling, name="calling"),
    path("units/<uuid:unit_id>/meetings/held/", entering.held, name="held"),
    path("units/<uuid:unit_id>/meetings/plan/", planning.planning, name="planning"),
    path("meetings/<uuid:meeting_id>/", reading.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/meeting.ics", reading.file, name="file"),
    path("meetings/<uuid:meeting_id>/agenda/", changing.agenda, name="agenda"),
    path("meetings/<uuid:meeting_id>/place/", changing.place, name="place"),
    path("meetings/<uuid:meeting_id>/postponement/", changing.postponement, name="postponement"),
    path("meetings/<uuid:meeting_id>/cancellation/", changing.cancellation, name="cancellation"),
    path("meetings/<uuid:meeting_id>/run/", running.run, name="run"),
    path("meetings/<uuid:meeting_id>/run/parts/", running.parts, name="run_parts"),
    path("meetings/<uuid:meeting_id>/run/closing/", running.closing, name="closing"),
    path("meetings/<uuid:meeting_id>/run/items/new/", running.adding, name="adding"),
    path("meetings/<uuid:meeting_id>/run/adjourning/", running.adjourning, name="adjourning"),
    path("meetings/<uuid:meeting_id>/run/sheet/", entering.entering, name="entering"),
    path("meetings/<uuid:meeting_id>/run/again/", running.again, name="again"),
    path("meetings/<uuid:meeting_id>/run/items/<uuid:item_id>/heard/", running.heard, name="heard"),
    path("meetings/<uuid:meeting_id>/run/named/", naming.named, name="named"),
    path("meetings/<uuid:meeting_id>/run/<slug:name>/", tapping.tap, name="tap"),
    path("units/<uuid:unit_id>/motions/", motions.motions, name="motions"),
    path("units/<uuid:unit_id>/motions/new/", motions.submission, name="submission"),
    path("motions/<uuid:motion_id>/", motions.motion, name="motion"),
    path("motions/<uuid:motion_id>/translation/", motions.translation, name="translation"),
    path("motions/<uuid:motion_id>/seconding/", motions.seconding, name="seconding"),
    path("motions/<uuid:motion_id>/withdrawal/", motions.withdrawal, name="withdrawal"),
    path(
        "motions/<uuid:motion_id>/seconding/withdrawal/",
        motions.backing_withdrawal,
        name="backing_withdrawal",
    ),
    path("motions/<uuid:motion_id>/agenda/<uuid:meeting_id>/", motions.placing, name="placing"),
    path("motions/<uuid:motion_id>/order/", motions.order, name="order"),
    path("motions/<uuid:motion_id>/adoption/", motions.adoption, name="adoption"),
    path("motions/<uuid:motion_id>/forwarding/", forwarding.sending, name="sending"),
    path("motions/<uuid:motion_id>/amendments/new/", motions.amendment, name="amendment"),
    path("motions/<uuid:motion_id>/amendments/<uuid:amendment_id>/", motions.revision, name="revision"),
    path(
        "motions/<uuid:motion_id>/amendments/<uuid:amendment_id>/withdrawal/",
        motions.amendment_withdrawal,
        name="amendment_withdrawal",
    ),
    path("forwardings/<uuid:forwarding_id>/agenda/", forwarding.taking_up, name="taking_up"),
    path("forwardings/<uuid:forwarding_id>/answer/", forwarding.answering, name="answering"),
    path("meetings/<uuid:meeting_id>/votes/new/", voting.putting, name="putting"),
    path("meetings/<uuid:meeting_id>/votes/paper/", paper.paper_vote, name="paper_vote"),
    path("meetings/<uuid:meeting_id>/advice/paper/", paper.paper_advice, name="paper_advice"),
    path("meetings/<uuid:meeting_id>/questions/new/", voting.asking, name="asking"),
    path("votes/<uuid:vote_id>/", voting.vote, name="vote"),
    path("votes/<uuid:vote_id>/acclamation/", voting.acclamation, name="acclamation"),
    path("votes/<uuid:vote_id>/aside/", voting.standing_aside, name="standing_aside"),
    path("votes/<uuid:vote_id>/taking-part/", voting.taking_part, name="taking_part"),
    path("votes/<uuid:vote_id>/recount/", voting.recount, name="recount"),
    path("votes/<uuid:vote_id>/giving-up/", voting.dropping, name="dropping"),
    path("questions/<uuid:question_id>/", voting.question, name="question"),
]
urlpatterns += [
    path("meetings/<uuid:meeting_id>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes/writing/", minutes.writing, name="minutes_writing"),
    path("meetings/<uuid:meeting_id>/minutes/checking/", minutes.checking, name="minutes_checking"),
    path("meetings/<uuid:meeting_id>/minutes/adoption/", minutes.adoption, name="minutes_adoption"),
    path("meetings/<uuid:meeting_id>/entry/", minutes.entry, name="entry"),
    path("meetings/<uuid:meeting_id>/minutes/correction/", minutes.correction, name="minutes_correction"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/", minutes.version, name="minutes_version"),
    path("meetings/<uuid:meeting_id>/minutes/parts/<str:name>/", minutes.part, name="minutes_part"),
]
