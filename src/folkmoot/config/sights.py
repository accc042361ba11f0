"""Of what people may know: which inputs of acts name a thing of which feature, and the feature's word on it."""

from folkmoot.accounts.known import changes_known, recoveries_known, slips_known, tokens_known
from folkmoot.bylaws.queries.known import provisions_known
from folkmoot.circulars.queries.known import batches_known
from folkmoot.config.api.wording import DECISION_FIELDS, PERSON_FIELDS, UNIT_FIELDS
from folkmoot.consultations.queries.known import comments_known, consultations_known
from folkmoot.decisions.queries.files import files_known
from folkmoot.decisions.queries.known import decisions_known
from folkmoot.kernel.sight import know
from folkmoot.library.queries.known import listed_known
from folkmoot.meetings.motions.queries.known import (
    amendments_known,
    forwardings_known,
    motions_known,
    questions_known,
    votes_known,
)
from folkmoot.meetings.queries.known import attenders_known, meetings_known, stays_known, taps_known
from folkmoot.meetings.queries.known import items_known as agenda_items_known
from folkmoot.membership.queries.known import (
    merged_known,
    offers_known,
    office_offers_known,
    people_known,
    terms_known,
)
from folkmoot.news.queries.known import items_known, letters_known, papers_known
from folkmoot.reports.queries.known import forms_known, reports_known, requests_known
from folkmoot.structure.queries.known import (
    imports_known,
    reorganisations_known,
    twins_known,
    units_known,
)
from folkmoot.structure.queries.visits import visits_known
from folkmoot.study.queries.lessons import lessons_known as study_lessons_known
from folkmoot.study.queries.material import cards_known, programmes_known
from folkmoot.study.queries.qualifications import learnings_known, qualifications_known
from folkmoot.work.queries.choosing import officers_known, present_known
from folkmoot.work.queries.files import work_files_known
from folkmoot.work.queries.known import assignments_known, lessons_known, steps_known
from folkmoot.work.queries.plans import plans_known, targets_known
from folkmoot.work.queries.practices import practices_known
from folkmoot.work.queries.sharing import share_outs_known


def connect_sights() -> None:
    """Register of what people may know, for every input of an act that is an id; bulk acts are not asked for."""
    know(UNIT_FIELDS, units_known)
    know(PERSON_FIELDS, people_known)
    know(DECISION_FIELDS, decisions_known)
    # Whatever one put aside can be taken off again; other inputs than this one ask it for nothing.
    know(["decision_id"], listed_known)
    # Whoever remains of two entries may say that the other one is somebody else; two units that are twinned see no more.
    know(["gone_id"], merged_known)
    know(["other_id"], twins_known)
    know(["attachment_id"], files_known)
    know(["consultation_id"], consultations_known)
    know(["comments"], comments_known)
    know(["item_id"], items_known)
    know(["letter_id"], letters_known)
    know(["paper_id"], papers_known)
    know(["term_id"], terms_known)
    know(["provision_id", "former_id"], provisions_known)
    know(["batch_id"], batches_known)
    know(["slip_id"], slips_known)
    know(["recovery_id"], recoveries_known)
    know(["change_id"], changes_known)
    know(["token_id"], tokens_known)
    _connect_offers()
    _connect_structure()
    _connect_meetings()
    _connect_work()
    _connect_reports()


def _connect_offers() -> None:
    know(["offer_id"], offers_known)
    know(["offer_id"], office_offers_known)


def _connect_structure() -> None:
    know(["job_id"], imports_known)
    know(["reorganisation_id"], reorganisations_known)
    know(["visit_id"], visits_known)


def _connect_meetings() -> None:
    know(["meeting_id"], meetings_known)
    know(["agenda_item_id", "instead_of_id"], agenda_items_known)
    # Besides those whom one sees anyway: whoever is named to chair a meeting sees who has a vote in it.
    know(["chair_id", "minute_taker_id", "people"], attenders_known)
    know(["stays", "stay_id"], stays_known)
    know(["tap_id"], taps_known)
    know(["motion_id"], motions_known)
    know(["amendment_id", "amendments"], amendments_known)
    know(["forwarding_id"], forwardings_known)
    know(["vote_id", "replaces_id"], votes_known)
    know(["question_id"], questions_known)


def _connect_work() -> None:
    know(["assignment_id"], assignments_known)
    know(["step_id"], steps_known)
    know(["plan_id"], plans_known)
    know(["plan_target_id"], targets_known)
    know(["share_out_id"], share_outs_known)
    know(["lesson_id"], lessons_known)
    know(["work_file_id"], work_files_known)
    know(["practice_id"], practices_known)
    # Work of a body is offered to its officers, whom everybody sees.
    know(["person_id"], officers_known)
    know(["person_id"], present_known)
    know(["programme_id"], programmes_known)
    know(["card_id"], cards_known)
    know(["study_lesson_id"], study_lessons_known)
    know(["qualification_id"], qualifications_known)
    know(["learning_id"], learnings_known)


def _connect_reports() -> None:
    know(["form_id"], forms_known)
    know(["report_id"], reports_known)
    know(["request_id"], requests_known)
