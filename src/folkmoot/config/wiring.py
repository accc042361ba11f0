"""Where a lower feature asks a higher one: the answers to the interfaces that features declare."""

from django.conf import settings

from folkmoot.access import openings
from folkmoot.access.holdings import excuse, hold
from folkmoot.access.resting import let_rest_unless
from folkmoot.access.undoing import register_way_back
from folkmoot.accounts import holdings as accounts
from folkmoot.accounts.actions.forgetting import forget_addresses, forget_recoveries, forget_slips
from folkmoot.accounts.interfaces import register_offers
from folkmoot.accounts.menu import account_links, person_mark, person_name
from folkmoot.accounts.queries.factors import NOT_AWAKE, awake, is_spared
from folkmoot.accounts.queries.sessions import listed_session
from folkmoot.accounts.scopes import offer_read
from folkmoot.bylaws import stirring as bylaws_stirring
from folkmoot.bylaws.interfaces import Source, register_source, register_stirring, register_way
from folkmoot.bylaws.menu import BYLAWS, way_to_election, way_to_reading, way_to_visits, what_articles_ask
from folkmoot.bylaws.queries.facts import (
    readings_known,
    readings_known_in,
    terms_known,
    terms_known_in,
    visits_known,
    visits_known_in,
)
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.circulars import holdings as circulars
from folkmoot.circulars import undoing as circulars_undoing
from folkmoot.circulars.menu import PAPER, paper_of
from folkmoot.config.api.catalogue import SCOPES
from folkmoot.config.counting import count_act
from folkmoot.config.sights import connect_sights
from folkmoot.consultations import holdings as consultations
from folkmoot.consultations.actions.going_over import CONSULTATIONS_GO
from folkmoot.consultations.queries.news import count_asked, last_days_of
from folkmoot.consultations.telling import what_hinders, what_prepared, what_went_before
from folkmoot.decisions import holdings as decisions
from folkmoot.decisions import undoing as decisions_undoing
from folkmoot.decisions.actions.going_over import DRAFTS_GO
from folkmoot.decisions.interfaces import (
    register_followers,
    register_forerunners,
    register_hindrance,
    register_open_address,
    register_preparation,
    register_questions,
)
from folkmoot.decisions.queries.days import days_of
from folkmoot.decisions.queries.news import count_new
from folkmoot.decisions.queries.searching import bodies_of_documents
from folkmoot.desk import menu as desk
from folkmoot.documents.interfaces import register_keepers
from folkmoot.kernel import outcomes
from folkmoot.kernel.keeping import erase_with, keep
from folkmoot.library import holdings as library
from folkmoot.library import menu as library_menu
from folkmoot.meetings import holdings as meetings
from folkmoot.meetings import stirring as meetings_stirring
from folkmoot.meetings.actions.going_over import MEETINGS_GO
from folkmoot.meetings.calendars import invitations_to, meetings_of
from folkmoot.meetings.interfaces import (
    register_minutes,
    register_motions,
    register_outcomes,
    register_page,
    register_planning,
    register_topics,
)
from folkmoot.meetings.menu import MEETINGS, MOTIONS, way_to_calling
from folkmoot.meetings.minutes import holdings as minutes
from folkmoot.meetings.minutes import undoing as minutes_undoing
from folkmoot.meetings.minutes.actions.adopting import forget_in_minutes
from folkmoot.meetings.minutes.at_meetings import MinutesAtMeetings
from folkmoot.meetings.motions import holdings as motions
from folkmoot.meetings.motions.actions.going_over import MOTIONS_GO
from folkmoot.meetings.motions.at_meetings import MotionsAtMeetings
from folkmoot.meetings.queries.duty_topics import duty_topics
from folkmoot.meetings.queries.facts import meetings_known, meetings_known_in
from folkmoot.meetings.queries.news import count_called
from folkmoot.membership import holdings as membership
from folkmoot.membership import undoing as membership_undoing
from folkmoot.membership.actions.going_over import MEMBERS_GO, OFFICES_END, CellMembers
from folkmoot.membership.actions.importing import MEMBERS
from folkmoot.membership.actions.offering import forget_offers
from folkmoot.membership.actions.offering_office import forget_office_offers
from folkmoot.membership.actions.seeking import forget_pairs
from folkmoot.membership.menu import RULE_BREAKS
from folkmoot.membership.queries.counts import members_below
from folkmoot.membership.queries.offers import (
    MEMBERSHIPS_OFFERED,
    OFFICES_OFFERED,
    offers_of_everybody,
    offices_offered_to_everybody,
)
from folkmoot.news import holdings as news
from folkmoot.news import menu as news_menu
from folkmoot.news import undoing as news_undoing
from folkmoot.news.actions.going_over import LETTERS_GO, NEWS_GO
from folkmoot.news.queries.counting import count_items
from folkmoot.news.telling import address_for_everybody
from folkmoot.notices import holdings as notices
from folkmoot.notices.interfaces import (
    register_appointments,
    register_aside,
    register_devices,
    register_invitations,
    register_news,
)
from folkmoot.notices.sms import Outbox, use_gateway
from folkmoot.reports import stirring as reports_stirring
from folkmoot.reports.actions.importing import REPORTS as REPORT_FILES
from folkmoot.reports.interfaces import register_source as register_figure
from folkmoot.reports.menu import REPORTS, way_to_report
from folkmoot.reports.queries.computing import COMPUTED
from folkmoot.reports.queries.facts import reports_known, reports_known_in
from folkmoot.reports.queries.planned import FiguresOfPlans
from folkmoot.rights import holdings as rights
from folkmoot.rights.actions.finishing import erase_from_ledger, forget_openings
from folkmoot.rights.actions.noting import note_opening
from folkmoot.rights.menu import account_links as rights_links
from folkmoot.structure import holdings as structure
from folkmoot.structure import undoing as structure_undoing
from folkmoot.structure.actions.handing_over import UNITS_BELOW
from folkmoot.structure.actions.importing_units import UNITS
from folkmoot.structure.interfaces import (
    register_importer,
    register_members_below,
    register_members_of_cells,
    register_part,
    register_unit_act,
    register_unit_facts,
)
from folkmoot.structure.menu import AFFILIATION, TWINS, VISITS
from folkmoot.structure.menu import main_links as structure_links
from folkmoot.structure.queries.circles import facts_of_circle
from folkmoot.structure.queries.twins import twins_of
from folkmoot.study import holdings as study
from folkmoot.study.actions.importing import CARDS
from folkmoot.study.menu import QUALIFICATIONS, STUDY, circle_at
from folkmoot.study.queries.circles import studied_at
from folkmoot.study.queries.questions import questions_on
from folkmoot.ui import navigation
from folkmoot.work import holdings as work
from folkmoot.work.actions.going_over import WORK_GOES
from folkmoot.work.calendars import work_days_of
from folkmoot.work.interfaces import register_figures
from folkmoot.work.menu import PLANS, WORK, page_at
from folkmoot.work.queries.at_meetings import given_out_at, work_topics
from folkmoot.work.queries.news import count_offers
from folkmoot.work.queries.plans_at_meetings import plan_topics, plans_adopted_at

# Each forgets what its feature holds of somebody who is erased.
ERASERS = (
    forget_addresses,
    forget_slips,
    forget_recoveries,
    forget_offers,
    forget_office_offers,
    forget_pairs,
    notices.erase,
    decisions.erase,
    consultations.erase,
    meetings.erase,
    library.erase,
    motions.erase,
    news.erase,
    forget_in_minutes,
    work.erase,
    structure.erase,
    study.erase,
    erase_from_ledger,
    forget_openings,
)

# What each holds about people is told in this order.
HOLDERS = (
    membership,
    accounts,
    notices,
    decisions,
    consultations,
    meetings,
    minutes,
    circulars,
    library,
    motions,
    work,
    study,
    news,
    structure,
)


def connect() -> None:
    """Register each feature's answer; called once, when Django is ready."""
    navigation.contribute_account(account_links)
    navigation.contribute_account(rights_links)
    for links in (desk.main_links, library_menu.main_links, news_menu.main_links, structure_links):
        navigation.contribute_main(links)
    navigation.name_person(person_name, mark=person_mark)
    navigation.name_organisation(desk.organisation_name)
    let_rest_unless(awake, NOT_AWAKE, is_spared=is_spared)
    register_members_below(lambda unit: members_below(unit).members)
    register_keepers(bodies_of_documents)
    register_hindrance(what_hinders)
    register_preparation(what_prepared)
    register_questions(questions_on)
    register_forerunners(what_went_before)
    register_open_address(address_for_everybody)
    connect_units()
    connect_bylaws()
    connect_meetings()
    connect_parts()
    connect_ways_back()
    connect_rights()
    connect_sights()
    connect_notices()
    outcomes.listen(count_act)
    use_gateway(Outbox(settings.DATA / "outbox"))
    for scope, label in SCOPES.items():
        offer_read(scope, label)


def connect_units() -> None:
    """Register what stands on the page of a unit, what its meetings deal with, and what can be imported below one."""
    for button in (
        BYLAWS,
        MEETINGS,
        MOTIONS,
        WORK,
        PLANS,
        STUDY,
        QUALIFICATIONS,
        REPORTS,
        VISITS,
        PAPER,
        TWINS,
        AFFILIATION,
        RULE_BREAKS,
    ):
        register_unit_act(button)
    _connect_meetings()
    for facts in (paper_of, twins_of, facts_of_circle):
        register_unit_facts(facts)
    for importer in (UNITS, MEMBERS, REPORT_FILES, CARDS):
        register_importer(importer)


def _connect_meetings() -> None:
    for topics in (duty_topics, work_topics, plan_topics):
        register_topics(topics)
    for page_of in (page_at, circle_at):
        register_page(page_of)
    register_planning(circle_at)
    for outcomes_at in (given_out_at, plans_adopted_at, studied_at):
        register_outcomes(outcomes_at)
    register_figures(FiguresOfPlans())


def connect_notices() -> None:
    """Register what digests count and calendars show, and in which session a device is."""
    register_devices(listed_session)
    for count in (count_new, count_asked, count_called, count_offers):
        register_news(count)
    register_aside(count_items)
    register_invitations(invitations_to)
    for appointments in (days_of, last_days_of, meetings_of, work_days_of):
        register_appointments(appointments)


def connect_bylaws() -> None:
    """Register who knows what the clauses of bylaws ask about, where that is done, and who computes what is reported of it."""
    register_followers(what_articles_ask)
    register_source(Source(frozenset({Kind.READING}), readings_known, readings_known_in))
    register_source(Source(frozenset({Kind.TERM}), terms_known, terms_known_in))
    register_source(Source(frozenset({Kind.VISITS}), visits_known, visits_known_in))
    held = frozenset({Kind.FREQUENCY, Kind.CONGRESS})
    register_source(Source(held, meetings_known, meetings_known_in))
    register_source(Source(frozenset({Kind.REPORTING}), reports_known, reports_known_in))
    register_way(Kind.READING, way_to_reading)
    register_way(Kind.TERM, way_to_election)
    register_way(Kind.VISITS, way_to_visits)
    register_way(Kind.FREQUENCY, way_to_calling)
    register_way(Kind.CONGRESS, way_to_calling)
    register_way(Kind.REPORTING, way_to_report)
    for event, where in {
        **bylaws_stirring.WHERE,
        **meetings_stirring.WHERE,
        **reports_stirring.WHERE,
    }.items():
        register_stirring(event, where)
    for figure in COMPUTED:
        register_figure(figure)


def connect_meetings() -> None:
    """Register who tells meetings of motions and of minutes."""
    register_motions(MotionsAtMeetings())
    register_minutes(MinutesAtMeetings())


def connect_parts() -> None:
    """Register what goes over when units are merged, in this order: a unit keeps its officers to the last."""
    register_members_of_cells(CellMembers())
    for part in (
        UNITS_BELOW,
        MEMBERS_GO,
        DRAFTS_GO,
        MEETINGS_GO,
        MOTIONS_GO,
        WORK_GOES,
        CONSULTATIONS_GO,
        NEWS_GO,
        LETTERS_GO,
        OFFICES_END,
    ):
        register_part(part)


def connect_ways_back() -> None:
    """Register how acts done in the browser are taken back."""
    for undoing in (
        structure_undoing,
        membership_undoing,
        circulars_undoing,
        news_undoing,
        decisions_undoing,
        minutes_undoing,
    ):
        for act_name, way in undoing.WAYS_BACK.items():
            register_way_back(act_name, way)


def connect_rights() -> None:
    """Register what each feature holds about a person, how long, and how it forgets somebody who is erased."""
    # Who is erased first has no membership left to name them when memberships are forgotten.
    for feature in (rights, *HOLDERS):
        keep(feature.KEEPINGS)
    for feature in (*HOLDERS, rights):
        hold(feature.HOLDINGS)
    excuse({**accounts.WITHHELD, **membership.WITHHELD, **rights.WITHHELD})
    register_offers(offers_of_everybody, said=MEMBERSHIPS_OFFERED)
    register_offers(offices_offered_to_everybody, said=OFFICES_OFFERED)
    for eraser in ERASERS:
        erase_with(eraser)
    openings.listen(note_opening)
