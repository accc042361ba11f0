from conftest import World
from folkmoot.circulars.queries.reports import report_form_of
from folkmoot.circulars.rules.report_form import ReportForm, Room
from folkmoot.circulars.typesetting import typeset_report_form
from folkmoot.membership.tests.paging import as_, links
from folkmoot.reports.actions.climbing import send_report
from folkmoot.reports.models import Sent
from folkmoot.reports.rules.definition import Kind
from folkmoot.reports.tests.forms import FEBRUARY, INDICATORS, do, indicator, kept, opened


def form_of(world: World, form, *, by=None, unit=None) -> ReportForm | None:
    unit = unit or world.harbour
    return report_form_of(unit.pk, form.pk, FEBRUARY, by or world.bo, organisation="Union", at=world.at)


def test_a_form_for_paper_has_room_for_each_answer_and_says_what_the_system_counts(world: World) -> None:
    counted = indicator("members", means={"en": "On the last day."}, source="members")
    paper = form_of(world, opened(world, indicators=[counted, *INDICATORS]))
    assert paper is not None
    assert (paper.title, paper.kicker) == ("Monthly report, February 2026", "Harbour")
    assert paper.lede == "Due on 10 March 2026. What is left empty counts as missing, never as nought."
    assert paper.rooms == [
        Room("Members", "line", "On the last day. The system counts 2."),
        Room("Visits", "line"),
        Room("Dues (EUR)", "line"),
        Room("Hours", "line"),
        Room("Voted", "share"),
        Room("Has room", "boxes", "", ("yes", "no")),
        Room("Paper", "boxes", "", ["On the wall", "None"]),
        Room("What went well?", "words", "About the work; name no member."),
    ]


def test_a_form_is_set_on_paper_and_its_page_leads_there(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    form = opened(world)
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/reports/{form.pk}/{FEBRUARY}/")
    answer = client.get(links(page)["Print it to fill by hand"])
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert as_(client, world.ada).get(links(page)["Print it to fill by hand"]).status_code == 404


def test_words_are_shown_and_never_evaluated_in_any_script(world: World) -> None:
    words = '#panic() $x$ "\\" استعراض 报告'
    rooms = [Room(words, kind, words, [words]) for kind in ("line", "share", "boxes", "words")]
    named = dict.fromkeys(("code", "of", "adopted", "then", "if_gaps"), words)
    form = ReportForm(words, words, words, "ar", "rtl", words, rooms, "https://folkmoot.example/x/", named)
    assert typeset_report_form(form, at=world.at).startswith(b"%PDF")


def test_those_who_do_not_write_the_report_print_no_form(world: World) -> None:
    form = opened(world, indicators=[indicator("visits", Kind.INTEGER)])
    told = {
        who: form_of(world, form, by=world.people[who]) is not None
        for who in ("bo", "ada", "eve", "una", "stan")
    }
    assert told == {"bo": True, "ada": False, "eve": False, "una": False, "stan": False}
    assert form_of(world, form, unit=world.north, by=world.ada) is None


def test_a_report_that_was_filled_on_paper_says_so(world: World) -> None:
    report = kept(world, opened(world))
    do(world, send_report, report_id=report.pk, revision=report.revision, was_on_paper=True)
    assert Sent.objects.get().way == "paper"
