import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import World
from folkmoot.decisions.actions.drafting import revise_draft
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries import publishing
from folkmoot.decisions.tests.pages import MARKDOWN_ATTACK, fields, texts_of
from folkmoot.decisions.tests.papers import adopted, conveyed, do, drafted
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.people.models import Office, Term

LANGUAGES = ["en", "fr", "es", "ar"]
STRANGERS = ["una", "ada", "bo", "cy", "dee", "eve", "stan"]


def editor(*texts: tuple[str, str, str], step: str = "save", **more: object) -> dict[str, object]:
    given: dict[str, object] = {
        "step": step,
        "texts-TOTAL_FORMS": len(texts),
        "texts-INITIAL_FORMS": len(texts),
    }
    for number, (language, title, body) in enumerate(texts):
        given |= {
            f"texts-{number}-language": language,
            f"texts-{number}-title": title,
            f"texts-{number}-body": body,
        }
    return given | more


def saved(decision: Decision) -> list[tuple[str, str, str]]:
    return [(text.language, text.title, text.body) for text in writing_of(decision.document_id).texts]


def test_the_first_page_of_a_head_office_says_what_to_do_first(world: World, client) -> None:
    page = as_(client, world.max).get("/publish/")
    assert texts_of(page, "h2") == ["Nothing here yet"]
    assert links(page)["Write a decision"] == "/publish/new/"
    assert page.content.count(b"button-primary") == 1


@pytest.mark.parametrize("initial", ["-1", "0"])
def test_a_form_that_counts_its_texts_wrongly_breaks_nothing(world: World, client, initial: str) -> None:
    page = as_(client, world.max).get("/publish/new/")
    sent = fields(page) | editor(("en", "Meet", "1. Monthly."), ("", "", ""))
    page = client.post("/publish/new/", sent | {"texts-INITIAL_FORMS": initial})
    assert (page.status_code, saved(Decision.objects.get())) == (302, [("en", "Meet", "1. Monthly.")])


def test_papers_are_listed_by_how_far_they_have_come(world: World, client) -> None:
    drafted(world, title="A draft")
    adopted(world, title="Adopted")
    conveyed(world, title="For a cell", to=world.vale)
    sent = conveyed(world, title="Conveyed")
    drafted(world, title="North's draft", by=world.ada, unit=world.north)
    page = as_(client, world.max).get("/publish/")
    assert texts_of(page, "h2") == ["Adopted, not yet conveyed", "Drafts", "Conveyed"]
    assert texts_of(page, "h3") == ["Adopted", "A draft", "Conveyed", "For a cell"]
    reaches = [address for label, address in links(page).items() if label == "See how far it came"]
    assert reaches == [f"/decisions/{sent.pk}/reach/{world.union.pk}/"]
    assert page.content.count(b"See how far it came") == 1
    assert client.get(reaches[0]).status_code == 200


@pytest.mark.parametrize("who", ["una", "cy", "dee", "eve", "stan"])
def test_who_writes_for_no_body_has_no_such_page(world: World, client, who: str) -> None:
    drafted(world)
    stranger = as_(client, world.people[who])
    for address in ("/publish/", "/publish/new/", "/publish/import/"):
        assert stranger.get(address).status_code == 404


def test_the_page_costs_the_same_however_many_papers_there_are(world: World, client) -> None:
    costs = set()
    for _number in range(2):
        drafted(world)
        adopted(world)
        conveyed(world)
        costs.add(cost(as_(client, world.max), "/publish/"))
        drafted(world)
        adopted(world)
        conveyed(world)
    assert len(costs) == 1
    assert costs.pop() <= 12


def test_what_was_conveyed_is_searched_read_page_by_page_and_exported(
    world: World, client, monkeypatch
) -> None:
    monkeypatch.setattr(publishing, "PAGE", 2)
    monkeypatch.setattr(publishing, "EXPORT_PAGE", 1)
    for number in range(3):
        conveyed(world, title=f"Decision {number}")
    conveyed(world, title="North's own", by=world.ada, unit=world.north, to=world.north)
    max_ = as_(client, world.max)
    page = max_.get("/publish/")
    assert texts_of(page, "h3") == ["Decision 2", "Decision 1"]
    assert texts_of(max_.get(f"/publish/{links(page)['Older']}"), "h3") == ["Decision 0"]
    assert texts_of(max_.get("/publish/?q=decision+1"), "h3") == ["Decision 1"]
    rows = b"".join(max_.get("/publish.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [
        ["2026/3", "Decision 2"],
        ["2026/2", "Decision 1"],
        ["2026/1", "Decision 0"],
    ]


def test_a_decision_is_written_saved_and_carried_on_to_its_adoption(world: World, client) -> None:
    max_ = as_(client, world.max)
    page = max_.get("/publish/new/")
    assert (fields(page)["texts-0-language"], fields(page)["unit"]) == ("en", str(world.union.pk))
    answer = max_.post(
        "/publish/new/", {**fields(page), **editor(("en", "Meet", "1. Now."), step="continue")}
    )
    decision = Decision.objects.get()
    assert answer.headers["Location"] == f"/publish/{decision.pk}/adoption/"
    assert saved(decision) == [("en", "Meet", "1. Now.")]
    assert (decision.body_id, decision.drafted_by_id) == (world.union.pk, world.max.pk)


@pytest.mark.parametrize("body", ["[" * 4000, "\n".join(f"a) {number}" for number in range(2500))])
def test_a_text_that_is_too_much_to_be_shown_can_still_be_looked_at(world: World, client, body: str) -> None:
    draft = drafted(world, body=body)
    page = as_(client, world.max).get(f"/publish/{draft.pk}/?preview=1")
    assert page.status_code == 200
    assert " ".join(texts_of(page, "li")).count("Part it with an empty line.") == 1


def test_who_writes_for_several_bodies_chooses_one(world: World, client) -> None:
    Term.objects.create(
        person=world.max, office=Office.objects.get(code="chair"), unit=world.vale, started_at=world.at
    )
    page = as_(client, world.max).get("/publish/new/")
    assert texts_of(page, "option")[:2] == ["Union", "Vale"]
    client.post("/publish/new/", editor(("en", "Meet", "1. Now."), unit=world.vale.pk))
    assert Decision.objects.get().body_id == world.vale.pk
    refused = client.post("/publish/new/", editor(("en", "Meet", "1. Now."), unit=world.north.pk))
    assert refused.status_code == 422
    assert Decision.objects.count() == 1


def test_a_click_sent_twice_makes_one_draft(world: World, client) -> None:
    max_ = as_(client, world.max)
    given = {**fields(max_.get("/publish/new/")), **editor(("en", "Meet", "1. Now."))}
    answers = {max_.post("/publish/new/", given).headers["Location"] for _click in range(2)}
    assert len(answers) == 1
    assert Decision.objects.count() == 1


def test_a_draft_without_a_title_is_kept_on_the_page_and_not_saved(world: World, client) -> None:
    max_ = as_(client, world.max)
    given = {**fields(max_.get("/publish/new/")), **editor(("en", "", "1. Typed already."))}
    page = max_.post("/publish/new/", given)
    assert page.status_code == 422
    assert refusals(page) == ["Title – This is empty. Fill it in."]
    assert texts_of(page, "textarea") == ["1. Typed already."]
    assert Decision.objects.count() == 0


def test_a_preview_shows_the_numbered_points_and_saves_nothing(world: World, client) -> None:
    text = ("en", "Meet", "1. Monthly.\n2. Or *weekly*.\n")
    page = as_(client, world.max).post("/publish/new/", editor(text, step="preview", unit=world.union.pk))
    assert page.status_code == 200
    assert texts_of(page, "article p") == ["Monthly.", "Or weekly."]
    assert "2 numbered points were found." in texts_of(page, "p")
    assert texts_of(page, "textarea") == [text[2].strip()]
    assert Decision.objects.count() == 0


# Too long, too many lines, and too long together.
@pytest.mark.parametrize(
    ("address", "texts", "refusal"),
    [
        (
            "/publish/new/",
            ["x " * 100_001],
            "The text has 200002 characters. Shorten it to at most 200000",
        ),
        (
            "/news/new/",
            ["x " * 100_001],
            "The text has 200002 characters. Shorten it to at most 200000",
        ),
        ("/news/new/", ["- a\r" * 10_001], "The text has 10002 lines. Bring it to at most 10000"),
        (
            "/publish/new/",
            ["x " * 75_001] * 4,
            "The texts in all languages have 600008 characters together.",
        ),
    ],
)
def test_what_is_too_much_is_refused_before_it_is_looked_at_or_saved(
    world: World, client, address: str, texts: list[str], refusal: str
) -> None:
    written = [(language, "Long", body) for language, body in zip(LANGUAGES, texts, strict=False)]
    for step in ("preview", "save"):
        page = as_(client, world.max).post(address, editor(*written, step=step, unit=world.union.pk))
        assert page.status_code == 422
        assert [each[: len(refusal)] for each in refusals(page)] == [refusal]
        assert (texts_of(page, "article"), len(texts_of(page, "textarea"))) == ([], len(texts))


def test_a_preview_says_what_hinders_adoption(world: World, client) -> None:
    page = as_(client, world.max).post(
        "/publish/new/",
        editor(
            ("en", "Meet", "1. One.\n2. Two."),
            ("fr", "Réunion", "1. Une."),
            step="preview",
            unit=world.union.pk,
        ),
    )
    assert "Point 2 of en is missing in fr." in texts_of(page, "li")


@pytest.mark.parametrize("attack", MARKDOWN_ATTACK)
def test_markdown_with_scripts_is_shown_harmless(world: World, client, attack: str) -> None:
    given = editor(("en", attack, attack), step="preview", unit=world.union.pk)
    page = as_(client, world.max).post("/publish/new/", given)
    assert page.status_code == 200
    main = page.content.decode().partition("<main")[2].partition("</main")[0]
    for harm in ("<script", "<img", "<iframe", "<svg onload", 'href="javascript', "href='javascript"):
        assert harm not in main.lower()


def test_another_language_can_be_added_and_taken_away_again(world: World, client) -> None:
    decision = drafted(world, title="Meet")
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/"
    given = {**fields(max_.get(address)), "step": "language"}
    page = max_.post(address, given)
    assert fields(page)["texts-TOTAL_FORMS"] == "2"
    assert page.content.count(b"field-error") == 0
    assert saved(decision) == [
        ("en", "Meet", "1. Every local meets once a month.\n2. The secretary calls the meeting.\n")
    ]
    both = editor(("en", "Meet", "1. A."), ("fr", "Réunir", "1. B."), revision=1)
    assert max_.post(address, both).status_code == 302
    assert saved(decision) == [("en", "Meet", "1. A."), ("fr", "Réunir", "1. B.")]
    one = editor(("en", "Meet", "1. A."), ("fr", "Réunir", "1. B."), revision=2) | {"texts-1-DELETE": "on"}
    assert max_.post(address, one).status_code == 302
    assert saved(decision) == [("en", "Meet", "1. A.")]


def test_of_two_officers_who_edit_one_draft_the_second_sees_both_texts_and_loses_nothing(
    world: World, client
) -> None:
    decision = drafted(world, title="Start", body="1. Start.")
    address = f"/publish/{decision.pk}/"
    max_ = as_(client, world.max)
    mine = {**fields(max_.get(address)), **editor(("en", "Mine", "1. Mine."), revision=1)}
    theirs = [{"language": "en", "title": "Theirs", "body": "1. Theirs."}]
    do(world, revise_draft, by=world.max, decision_id=decision.pk, revision=1, texts=theirs)
    page = max_.post(address, mine)
    assert page.status_code == 422
    assert [said.partition(".")[0] for said in refusals(page)] == [
        "Somebody else saved this draft while you were writing"
    ]
    assert texts_of(page, "textarea") == ["1. Theirs.", "1. Mine."]
    assert saved(decision) == [("en", "Theirs", "1. Theirs.")]
    together = {**fields(page), **editor(("en", "Both", "1. Both."))}
    assert max_.post(address, {**together, "revision": fields(page)["revision"]}).status_code == 302
    assert saved(decision) == [("en", "Both", "1. Both.")]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_draft_is_seen_by_nobody_who_may_not_write_for_its_body(world: World, client, who: str) -> None:
    decision = drafted(world)
    stranger = as_(client, world.people[who])
    for part in ("", "discarding/", "adoption/"):
        assert stranger.get(f"/publish/{decision.pk}/{part}").status_code == 404
        assert stranger.post(f"/publish/{decision.pk}/{part}", editor(("en", "X", "X"))).status_code == 404
    assert stranger.get(f"/decisions/{decision.pk}/").status_code == 404
    assert saved(decision) == saved(Decision.objects.get())
    assert Entry.objects.count() == 1


def test_an_adopted_decision_has_no_editor_any_more(world: World, client) -> None:
    decision = adopted(world)
    answer = as_(client, world.max).get(f"/publish/{decision.pk}/")
    assert answer.headers["Location"] == f"/publish/{decision.pk}/conveyance/"


def test_a_draft_is_thrown_away_only_after_a_question(world: World, client) -> None:
    decision = drafted(world, title="Meet")
    max_ = as_(client, world.max)
    page = max_.get(f"/publish/{decision.pk}/discarding/")
    assert texts_of(page, "h1") == ["Throw this draft away?"]
    assert Decision.objects.count() == 1
    assert max_.post(f"/publish/{decision.pk}/discarding/").headers["Location"] == "/publish/"
    assert Decision.objects.count() == 0


def test_a_plain_text_with_numbers_is_brought_as_a_draft(world: World, client) -> None:
    text = "Constitution\n\n1. Introduction\n\n1.1. Members decide.\n\n1.2. Officers serve.\n"
    max_ = as_(client, world.max)
    page = max_.get("/publish/import/")
    given = {**fields(page), "text": text, "manner": "outline"}
    answer = max_.post("/publish/import/", given)
    decision = Decision.objects.get()
    assert answer.headers["Location"] == f"/publish/{decision.pk}/?preview=1"
    assert [(text.language, text.title) for text in writing_of(decision.document_id).texts] == [
        ("en", "Constitution")
    ]
    shown = max_.get(answer.headers["Location"])
    assert [number.strip() for number in texts_of(shown, "a.point-number")] == [
        "Point 1",
        "Point 1.1",
        "Point 1.2",
    ]


def test_a_file_is_brought_as_it_is_and_a_wrong_one_refused(world: World, client) -> None:
    max_ = as_(client, world.max)
    given = {**fields(max_.get("/publish/import/")), "manner": "markdown", "text": ""}
    file = SimpleUploadedFile("bylaws.md", "# Règles\n\n1. Une.\n".encode())
    assert max_.post("/publish/import/", {**given, "file": file}).status_code == 302
    assert saved(Decision.objects.get()) == [("en", "Règles", "# Règles\n\n1. Une.\n")]
    page = max_.post("/publish/import/", {**given, "file": SimpleUploadedFile("a.pdf", b"%PDF\0\0")})
    assert page.status_code == 422
    assert refusals(page) == ["This is not a plain text. Save it as plain text in UTF-8 and bring that file."]
    page = max_.post("/publish/import/", given)
    assert refusals(page) == ["File – Choose a file, or paste the text below."]
    page = max_.post("/publish/import/", {**given, "file": SimpleUploadedFile("a.md", b"x" * 2_000_001)})
    assert refusals(page) == ["This text is longer than two million bytes. Bring it in parts."]
    page = max_.post("/publish/import/", {**given, "file": SimpleUploadedFile("a.md", b"No title here.\n")})
    assert refusals(page) == ["Title – The text does not begin with a title. Give it one."]
    assert Decision.objects.count() == 1


def test_a_number_that_became_no_point_is_named_before_anything_is_lost(world: World, client) -> None:
    chair = as_(client, world.max)
    lost = editor(("en", "Meet monthly", "1. One\n2. Two\n2.1. Under two\n"), step="preview")
    assert b"no point has them: 2.1." in chair.post("/publish/new/", lost).content
    kept = editor(("en", "Meet monthly", "1. One\n2. Two\n   1. Under two\n"), step="preview")
    assert b"no point has them" not in chair.post("/publish/new/", kept).content


def test_a_text_brought_under_another_title_keeps_the_one_it_began_with(world: World, client) -> None:
    max_ = as_(client, world.max)
    given = {
        **fields(max_.get("/publish/import/")),
        "text": "Our Statutes\n\nWe begin.\n",
        "manner": "outline",
    }
    shown = max_.post("/publish/import/", {**given, "title": "Rules"}, follow=True)
    assert texts_of(shown, "article h4") + texts_of(shown, "article h5") == ["Our Statutes"]
    again = {**given, **fields(max_.get("/publish/import/"))}
    shown = max_.post("/publish/import/", again, follow=True)
    assert "The title was taken from the text: “Our Statutes”." in shown.content.decode()
