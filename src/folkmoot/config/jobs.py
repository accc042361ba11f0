"""What the worker does again and again; each job looks at the rows for what is due, so none needs a queue."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings

from folkmoot.accounts import jobs as accounts
from folkmoot.bylaws import jobs as bylaws
from folkmoot.circulars import jobs as circulars
from folkmoot.config import heartbeat
from folkmoot.consultations import jobs as consultations
from folkmoot.decisions import jobs as decisions
from folkmoot.decisions.actions.sealing import seal_waiting
from folkmoot.documents.actions.indexing import index_held
from folkmoot.documents.actions.orphans import remove_orphans
from folkmoot.kernel.forgetting import forget_old_claims
from folkmoot.kernel.wiping import empty_log
from folkmoot.membership import jobs as membership
from folkmoot.notices.actions.pushing import push_due
from folkmoot.notices.actions.refusals import forget_refusals
from folkmoot.notices.actions.sending import send_due
from folkmoot.notices.jobs import Enrolment
from folkmoot.notices.pace import Pace
from folkmoot.reports import jobs as reports
from folkmoot.rights import jobs as rights
from folkmoot.structure.actions.handing_over import continue_reorganisations
from folkmoot.structure.actions.slices import continue_imports, forget_old_imports
from folkmoot.study import jobs as study
from folkmoot.work import jobs as work


@dataclass(frozen=True)
class Job:
    """A function that does what is due and says whether there is more to do at once."""

    name: str
    every_seconds: float
    work: Callable[[datetime], bool]


JOBS: Sequence[Job] = (
    Job("show that the worker is alive", heartbeat.EVERY_SECONDS, heartbeat.beat),
    Job("tell old addresses", 5, accounts.tell_old_addresses),
    Job("apply contact changes", 60, accounts.apply_contact_changes),
    Job("tell of new devices", 10, accounts.tell_of_devices),
    Job("tell of recoveries", 5, accounts.tell_of_recoveries),
    Job("tell of slips", 5, accounts.tell_of_slips),
    Job("apply recoveries", 60, accounts.apply_recoveries),
    Job("end expired slips", 600, accounts.end_slips),
    Job("forget expired sign-ins", 3600, accounts.forget_expired),
    Job("forget lost places in the list of sessions", 86400, accounts.forget_lost),
    Job("begin figures", 1, decisions.begin_reckoning_job),
    Job("freeze deadlines", 10, decisions.freeze_deadlines_job),
    Job("take figures", 2, decisions.take_figures_job),
    Job("index texts that hold from today on", 60, index_held),
    Job("remove files that hang nowhere", 3600, remove_orphans),
    Job("seal receipts", 60, seal_waiting),
    Job("finish erasures", 600, rights.finish_erasures_job),
    Job("forget what has served its time", 86400, rights.retain_job),
    Job("forget what was in mind", 3600, decisions.forget_what_was_in_mind_job),
    Job("let clauses follow amendments", 60, bylaws.follow_amendments_job),
    Job("tell where units stand", 1, bylaws.tell_standings_job),
    Job("add up where units stand", 2, bylaws.add_up_compliance_job),
    Job("begin the figures of a period", 60, reports.begin_roll_ups_job),
    Job("roll up reports", 1, reports.roll_up_waiting_job),
    Job("take figures of what is known", 60, study.take_known_job),
    Job("count opinions", 10, consultations.count_opinions_job),
    Job("forget old circulars", 60, circulars.forget_circulars_job),
    Job("tell of people who were merged", 10, membership.tell_of_merges),
    Job("look for people who were entered twice", 60, membership.seek_pairs_job),
    Job("add up members", 300, membership.add_up_members),
    Job("continue imports", 0.5, continue_imports),
    Job("continue merges and splits", 0.5, continue_reorganisations),
    Job("empty the log of the database", 3600, empty_log),
    Job("forget old claims", 3600, forget_old_claims),
    Job("forget returned mail", 3600, forget_refusals),
    Job("forget old imports", 3600, forget_old_imports),
    Job("forget shares that were never shared out", 3600, work.forget_unused_pieces_job),
)


# What takes a second at a time, of work that is done outside, is done beside all others.
SETTING_JOBS: Sequence[Job] = (Job("set circulars", 1, circulars.set_circulars_job),)


def sending_jobs(stopping: threading.Event) -> Sequence[Job]:
    """Return what waits for a mail server, and so is done beside all others; it ends early when asked to stop."""
    pace = Pace(settings.MAILS_PER_SECOND, stopping)
    return (
        Job("enrol recipients", 10, Enrolment().go_on),
        # Where the mail server cannot be reached, this is how long it is left alone.
        Job("send digests", 15, partial(send_due, pace=pace)),
    )


def pushing_jobs(stopping: threading.Event) -> Sequence[Job]:
    """Return what waits for push services: anybody may name one that never answers, and no mail shall wait for it."""
    pace = Pace(settings.MAILS_PER_SECOND, stopping)
    return (Job("notify devices", 15, partial(push_due, pace=pace)),)
