from datetime import date

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.membership.tests.paging import as_, cost, links, refusals, table_rows
from folkmoot.reports.models import Form, Report, Sent
from folkmoot.reports.rules.definition import Check, CheckKind, Sign, definition_from
from folkmoot.reports.tests.forms import (
    FEBRUARY,
    INDICATORS,
    accepted,
    asked_back,
    indicator,
    kept,
    made,
    opened,
    revised,
    sent,
)

AT_MOST_TEN = Check(code="few", kind=CheckKind.COMPARE, left="visits", sign=Sign.AT_MOST, number="10")


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def filling(form, unit, first=FEBRUARY) -> str:
    return f"/units/{unit.pk}/reports/{form.pk}/{first}/"


def test_a_secretary_fills_looks_over_and_sends_a_report_and_the_level_above_accepts_it(
    world: World, client
) -> None:
    opened(world)
    page = as_(client, world.bo).get(
        links(as_(client, world.bo).get(f"/units/{world.harbour.pk}/"))["Reports"]
    )
    assert texts_of(page, "h2") == ["To report"]
    assert texts_of(page, "p.meta") == [
        "not sent due 10 February 2026",
        "to be sent due 10 March 2026",
        "not over yet due 10 April 2026",
    ]
    page = client.get(links(page)["Monthly report, February 2026"])
    given = fields(page) | {
        "visits": "12", "dues": "1 234,50", "voted_part": "7", "voted_whole": "9", "has_room": "yes", "paper": "wall",
        "achieved": "We sang.",
    }  # fmt: skip
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert table_rows(page) == [
        ["Visits", "12"], ["Dues", "1,234.50 EUR"], ["Hours", "–"], ["Voted", "7 of 9"], ["Has room", "yes"],
        ["Paper", "On the wall"],
    ]  # fmt: skip
    report = Report.objects.get()
    assert (report.values["dues"], report.state) == (123450, "draft")
    page = client.post(f"/reports/{report.pk}/sending/", fields(page), follow=True)
    assert texts_of(page, "h2") == ["To report", "Sent"]
    page = as_(client, world.ada).get(f"/reports/{report.pk}/")
    page = client.post(f"/reports/{report.pk}/acceptance/", fields(page), follow=True)
    report.refresh_from_db()
    assert report.state == "accepted"
    assert "The level above accepted it." in " ".join(texts_of(page, "li"))


def test_numbers_are_asked_for_by_keyboards_of_digits(world: World, client) -> None:
    page = as_(client, world.bo).get(filling(opened(world), world.harbour)).content.decode()
    assert page.count('inputmode="numeric"') == 3
    assert page.count('inputmode="decimal"') == 2


def test_what_the_system_computes_stands_there_already(world: World, client) -> None:
    form = opened(world, indicators=[indicator("members", source="members")])
    page = as_(client, world.bo).get(filling(form, world.harbour))
    assert fields(page)["members"] == "2"
    assert texts_of(page, "form strong") == ["Members: 2"]
    assert "Correct it: Members" in texts_of(page, "details summary")
    assert '<details class="more">' in page.content.decode()
    page = client.post(page.request["PATH_INFO"], fields(page) | {"members": "3"}, follow=True)
    assert "“Members” is another figure than the system counts, and no reason stands beside it." in texts_of(
        page, "li"
    )
    page = client.get(links(page)["Change it"])
    page = client.post(
        page.request["PATH_INFO"], fields(page) | {"members-reason": "One is not entered."}, follow=True
    )
    assert table_rows(page) == [["Members", "3", "One is not entered."]]
    assert "Send it" in texts_of(page, "button.button")


def test_a_check_that_fails_is_shown_and_goes_with_its_reason(world: World, client) -> None:
    form = opened(world, checks=[AT_MOST_TEN])
    page = as_(client, world.bo).get(filling(form, world.harbour))
    page = client.post(page.request["PATH_INFO"], fields(page) | {"visits": "11"}, follow=True)
    wrong = "This does not fit, and no reason stands beside it: “Visits” is at most 10."
    assert wrong in texts_of(page, "li")
    assert "Send it" not in texts_of(page, "button.button")
    page = client.get(links(page)["Change it"])
    page = client.post(page.request["PATH_INFO"], fields(page) | {"few": "A feast."}, follow=True)
    assert table_rows(page)[0] == ["Visits", "11", "“Visits” is not at most 10. A feast."]
    client.post(f"/reports/{Report.objects.get().pk}/sending/", fields(page))
    assert Sent.objects.get().reasons == {"few": "A feast."}


def test_two_people_who_fill_at_once_lose_nothing(world: World, client) -> None:
    form = opened(world)
    page = as_(client, world.bo).get(filling(form, world.harbour))
    given = fields(page) | {"visits": "3", "achieved": "We sang."}
    kept(world, form, values={"visits": "5", "dues": "2"})
    page = client.post(page.request["PATH_INFO"], given)
    assert page.status_code == 422
    assert texts_of(page, "dt") == ["Visits", "Dues", "What went well?"]
    assert texts_of(page, "dd") == ["5", "2.00 EUR", "–"]
    assert (fields(page)["visits"], fields(page)["seen"]) == ("3", "1")
    assert Report.objects.get().values == {"visits": 5, "dues": 200}
    page = client.post(
        page.request["PATH_INFO"], fields(page) | {"dues": "2", "achieved": "We sang."}, follow=True
    )
    assert (Report.objects.get().values, Report.objects.get().texts) == (
        {"visits": 3, "dues": 200}, {"achieved": "We sang."},
    )  # fmt: skip


def test_what_cannot_be_read_is_said_beside_its_field(world: World, client) -> None:
    form = opened(world)
    page = as_(client, world.bo).get(filling(form, world.harbour))
    page = client.post(page.request["PATH_INFO"], fields(page) | {"visits": "many", "voted_part": "9"})
    assert (page.status_code, refusals(page)) == (
        422, ["Visits – Enter a number in digits, such as 1234.", "Voted – Enter both numbers, such as 12 of 15."],
    )  # fmt: skip
    assert Report.objects.count() == 0


@pytest.mark.parametrize("number", ["1" * 5000, "1" * 30, "²", "x"])
def test_a_number_that_no_page_gave_is_refused_as_an_old_one(world: World, client, number) -> None:
    report = sent(world, opened(world))
    page = as_(client, world.bo).post(f"/reports/{report.pk}/sending/", {"revision": number})
    assert page.status_code == 422
    page = as_(client, world.ada).post(f"/reports/{report.pk}/acceptance/", {"number": number})
    assert page.status_code == 422
    page = client.post(f"/reports/{report.pk}/asking-back/", {"number": number, "words": "And the boat?"})
    assert page.status_code == 422
    report.refresh_from_db()
    assert (report.state, report.sent_number) == ("sent", 1)


@pytest.mark.parametrize("first", ["0001-01-01", "1899-12-01", "3000-01-01", "9999-12-01", "2026-02-30"])
def test_there_is_no_page_on_a_period_that_nobody_can_count(world: World, client, first) -> None:
    page = as_(client, world.bo).get(filling(opened(world), world.harbour, first))
    assert page.status_code == 404


def test_the_level_above_asks_back_and_the_unit_reads_what(world: World, client) -> None:
    form = opened(world)
    report = sent(world, form)
    page = as_(client, world.ada).get(links(as_(client, world.ada).get(f"/reports/{report.pk}/"))["Ask back"])
    page = client.post(page.request["PATH_INFO"], fields(page) | {"words": " "})
    assert page.status_code == 422
    client.post(page.request["PATH_INFO"], fields(page) | {"words": "Is the boat in it?"})
    page = as_(client, world.bo).get(f"/reports/{report.pk}/")
    assert "Is the boat in it?" in texts_of(page, "p")
    page = client.get(f"/units/{world.harbour.pk}/reports/")
    assert "asked back" in page.content.decode()


def test_a_correction_says_what_was_wrong_and_the_trace_shows_it(world: World, client) -> None:
    form = opened(world)
    report = accepted(world, sent(world, form))
    kept(world, form, values={"visits": "5"})
    page = as_(client, world.bo).get(f"/reports/{report.pk}/")
    assert "This was changed since it was sent. Until it is sent again, what was sent counts." in texts_of(
        page, "p"
    )
    page = client.post(f"/reports/{report.pk}/sending/", fields(page))
    assert (page.status_code, refusals(page)[0][:25]) == (422, "What was wrong? – This wa")
    client.post(f"/reports/{report.pk}/sending/", fields(page) | {"why": "Two were forgotten."})
    page = as_(client, world.ada).get(f"/reports/{report.pk}/")
    assert next(words for words in texts_of(page, "li") if "became" in words).endswith(
        "Corrected: Two were forgotten.Visits: 3 became 5"
    )


def test_above_what_was_sent_is_read_and_not_what_is_being_changed(world: World, client) -> None:
    form = opened(world)
    report = asked_back(world, sent(world, form))
    kept(world, form, values={"visits": "5"})
    assert table_rows(as_(client, world.ada).get(f"/reports/{report.pk}/"))[0] == ["Visits", "3"]
    assert table_rows(as_(client, world.bo).get(f"/reports/{report.pk}/"))[0] == ["Visits", "5"]


READERS = [
    ("bo", 200),
    ("eve", 200),
    ("ada", 200),
    ("max", 200),
    ("una", 404),
    ("cy", 404),
    ("dee", 404),
    ("stan", 404),
]


@pytest.mark.parametrize(("who", "status"), READERS)
def test_who_belongs_and_who_chairs_above_reads_what_was_sent(world: World, client, who, status) -> None:
    report = sent(world, opened(world))
    as_(client, world.people[who])
    assert client.get(f"/reports/{report.pk}/").status_code == status
    assert client.get(f"/units/{world.harbour.pk}/reports/").status_code == status


@pytest.mark.parametrize(("who", "status"), [(who, 200 if who == "bo" else 404) for who, _status in READERS])
def test_a_draft_is_its_units_alone(world: World, client, who, status) -> None:
    form = opened(world)
    report = kept(world, form)
    as_(client, world.people[who])
    assert client.get(f"/reports/{report.pk}/").status_code == status
    assert client.get(filling(form, world.harbour)).status_code == status


def test_addresses_of_what_is_not_asked_are_not_there(world: World, client) -> None:
    form = opened(world)
    as_(client, world.bo)
    for address in (
        filling(form, world.harbour, "2026-02-09"),
        filling(form, world.harbour, "2026-02-31"),
        filling(made(world), world.harbour),
        f"/reports/{form.pk}/",
    ):
        assert client.get(address).status_code == 404
    report = sent(world, form)
    assert client.get(f"/reports/{report.pk}/asking-back/").status_code == 404


def test_the_list_costs_the_same_however_many_reports_and_forms(world: World, client) -> None:
    sent(world, opened(world))
    as_(client, world.bo)
    before = cost(client, f"/units/{world.harbour.pk}/reports/")
    form = opened(world)
    sent(world, form)
    sent(world, form, first=date(2026, 1, 1))
    assert cost(client, f"/units/{world.harbour.pk}/reports/") == before


def test_a_form_is_made_part_by_part_and_opened(world: World, client) -> None:
    page = as_(client, world.max).get(f"/units/{world.union.pk}/reports/")
    assert texts_of(page, "h2") == ["Nobody asks for reports here", "Forms of this unit"]
    page = client.get(links(page)["Make a form"])
    given = fields(page) | {"name-en": "Monthly report"}
    given.pop("is_standard")
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    page = client.get(links(page)["Add a figure"])
    money = {
        "name-en": "Dues",
        "code": "dues",
        "kind": "money",
        "declared": "organisational",
        "currency": "eur",
    }
    page = client.post(page.request["PATH_INFO"], fields(page) | money, follow=True)
    page = client.get(links(page)["Add a question"])
    page = client.post(
        page.request["PATH_INFO"], fields(page) | {"name-en": "Why?", "code": "cause"}, follow=True
    )
    page = client.get(links(page)["Add a check"])
    check = {"code": "some", "left": "dues", "sign": ">=", "number": "0"}
    page = client.post(page.request["PATH_INFO"], fields(page) | check, follow=True)
    form = Form.objects.get()
    definition = definition_from(form.versions.get().definition)
    assert [each.code for each in (*definition.indicators, *definition.questions, *definition.checks)] == [
        "dues", "cause", "some",
    ]  # fmt: skip
    assert "“Dues” is at least 0." in links(page)
    client.post(f"/reports/forms/{form.pk}/opening/", fields(page) | {"first": "2026-02-01"})
    form.refresh_from_db()
    assert form.since == FEBRUARY
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/reports/")
    assert "Monthly report, February 2026" in links(page)


def test_a_private_figure_is_refused_beside_the_form(world: World, client) -> None:
    form = made(world)
    address = f"/reports/forms/{form.pk}/indicators/new/"
    private = {"name-en": "Felt well", "code": "felt", "kind": "integer", "declared": "private"}
    page = as_(client, world.max).post(address, private)
    assert page.status_code == 422
    assert refusals(page)[0].startswith("“felt” is declared private: who read, felt or asked for something")


def test_a_part_is_changed_and_taken_off(world: World, client) -> None:
    form = revised(world, made(world), checks=[AT_MOST_TEN])
    address = f"/reports/forms/{form.pk}/indicators/paper/"
    page = as_(client, world.max).get(address)
    assert fields(page)["name-en"] == "Paper"
    client.post(
        address, fields(page) | {"name-en": "Is there paper?", "options": "wall: On the wall\nnone: None"}
    )
    client.post(f"/reports/forms/{form.pk}/checks/few/removal/")
    client.post(f"/reports/forms/{form.pk}/indicators/hours/removal/")
    definition = definition_from(form.versions.get().definition)
    assert definition.by_code["paper"].names == {"en": "Is there paper?"}
    assert (len(definition.indicators), len(definition.checks)) == (len(INDICATORS) - 1, 0)
    assert client.get(f"/reports/forms/{form.pk}/indicators/hours/").status_code == 404


def test_settings_are_changed_and_a_form_is_ended(world: World, client) -> None:
    form = opened(world)
    page = as_(client, world.max).get(f"/reports/forms/{form.pk}/settings/")
    client.post(page.request["PATH_INFO"], fields(page) | {"due_days": "20"})
    page = client.get(f"/reports/forms/{form.pk}/")
    client.post(f"/reports/forms/{form.pk}/ending/", fields(page) | {"first": "2026-04-01"})
    form.refresh_from_db()
    assert (form.due_days, form.until) == (20, date(2026, 4, 1))


@pytest.mark.parametrize("who", ["ada", "bo", "una", "cy", "eve", "dee", "stan"])
def test_forms_are_shown_to_those_who_make_them_alone(world: World, client, who) -> None:
    form = opened(world)
    as_(client, world.people[who])
    for address in (f"/reports/forms/{form.pk}/", f"/reports/forms/{form.pk}/questions/new/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/units/{world.union.pk}/reports/new/").status_code == 404


def test_a_report_on_a_period_that_goes_on_is_kept_and_not_sent(world: World, client) -> None:
    form = opened(world)
    page = as_(client, world.bo).get(filling(form, world.harbour, "2026-03-01"))
    page = client.post(page.request["PATH_INFO"], fields(page) | {"visits": "1"}, follow=True)
    assert "Send it" not in texts_of(page, "button.button")
    report = Report.objects.get()
    page = client.post(f"/reports/{report.pk}/sending/", {"revision": "1"})
    assert (page.status_code, Sent.objects.count()) == (422, 0)


def test_beside_each_field_stands_whether_it_can_be_left_out(world: World, client) -> None:
    page = as_(client, world.bo).get(filling(opened(world), world.harbour))
    assert texts_of(page, "span.optional") == ["(needed to send it)", *["(optional)"] * 6]


def test_opening_a_form_for_which_units_would_be_late_at_once_asks_first(
    world: World, client, monkeypatch
) -> None:
    form = revised(world, made(world))
    address = f"/reports/forms/{form.pk}/opening/"
    page = as_(client, world.max).get(f"/reports/forms/{form.pk}/")
    page = client.post(address, fields(page) | {"first": "2026-01-01"})
    form.refresh_from_db()
    assert (page.status_code, form.since) == (422, None)
    # January was due on 10 February, February is due on 10 March.
    assert "3 units would be late for January 2026 at once. Choose February 2026?" in texts_of(page, "p")
    assert texts_of(page, "main button.button") == [
        "Open it from February 2026", "Open it from January 2026 all the same",
    ]  # fmt: skip
    monkeypatch.setattr("folkmoot.reports.queries.opening.COUNTED", 2)
    monkeypatch.setattr("folkmoot.reports.screens.COUNTED", 2)
    page = client.get(f"/reports/forms/{form.pk}/")
    page = client.post(address, fields(page) | {"first": "2026-01-01"})
    assert "More than 2 units would be late for January 2026 at once. Choose February 2026?" in texts_of(
        page, "p"
    )
    client.post(address, fields(page) | {"first": "2026-01-01", "is_sure": "1"})
    form.refresh_from_db()
    assert form.since == date(2026, 1, 1)
