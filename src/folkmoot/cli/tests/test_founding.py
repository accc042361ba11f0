from io import StringIO

import pytest
from django.urls import reverse

from folkmoot.cli.founding import QUESTIONS, _piped, answers, next_step
from folkmoot.cli.working import UNFOUNDED, say_if_unfounded
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Term

GOOD = {
    "name": "Union",
    "code": "union",
    "kinds": "union",
    "time_zone": "",
    "officer_name": "Una",
    "officer_email": "una@example.org",
    "office": "",
}
NOTHING: dict[str, str | None] = dict.fromkeys(QUESTIONS)


def asking(*said: str):
    left = list(said)
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return left.pop(0)

    return ask, asked


def test_what_is_not_given_is_asked_for_and_an_empty_answer_means_the_usual() -> None:
    ask, asked = asking(*GOOD.values())
    assert answers(NOTHING, ask) == GOOD | {"time_zone": "UTC", "office": "registrar"}
    assert asked == [f"{question}{f' [{usual}]' * bool(usual)}: " for question, usual in QUESTIONS.values()]


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("name", "", "This is empty. Fill it in."),
        ("code", "a b", "“a b” is not a code. Use letters and digits"),
        (
            "kinds",
            "party",
            "There is no set of kinds called “party”. There are: club, union, federation, mass.",
        ),
        ("time_zone", "Mars/North", "“Mars/North” is not"),
        ("officer_name", "", "A member needs a name."),
        ("officer_email", "una", "“una” is not an e-mail address"),
        ("officer_email", "", "Without an address the first officer could not sign in."),
        ("office", "king", "There is no office “king”. There are: chair, editor,"),
    ],
)
def test_an_answer_is_checked_where_it_is_given_and_asked_for_again(capsys, name, wrong, sentence) -> None:
    place = list(QUESTIONS).index(name)
    said = list(GOOD.values())
    ask, asked = asking(*said[:place], wrong, *said[place:])
    assert answers(NOTHING, ask)["officer_email"] == "una@example.org"
    assert asked[place] == asked[place + 1]
    assert capsys.readouterr().out.startswith(sentence)


def test_answers_that_are_piped_in_are_taken_in_the_order_of_the_questions(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("\n".join(GOOD.values()) + "\n"))
    assert answers(NOTHING, _piped()) == GOOD | {"time_zone": "UTC", "office": "registrar"}
    assert capsys.readouterr().out.startswith("What is the organisation called: ")
    assert _piped() is None


def test_what_serves_an_empty_installation_says_what_comes_first(world, capsys) -> None:
    say_if_unfounded()
    assert capsys.readouterr().out == ""
    Term.objects.all().delete()
    say_if_unfounded()
    assert capsys.readouterr().out == f"{UNFOUNDED}\n"


def test_who_would_sign_in_to_an_empty_installation_is_told_what_comes_first(db, client, request) -> None:
    door, said = reverse("account_request_login_code"), "No organisation is founded here yet"
    assert said in client.get(door).content.decode()
    request.getfixturevalue("world")
    assert said not in client.get(door).content.decode()


def test_what_was_given_is_refused_before_anything_is_asked() -> None:
    ask, asked = asking()
    with pytest.raises(Refused, match="There is no set of kinds called “party”"):
        answers({**NOTHING, "kinds": "party"}, ask)
    assert asked == []


def test_the_next_step_is_a_command_to_copy(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("FOLKMOOT_EMAIL_URL", raising=False)
    monkeypatch.setenv("FOLKMOOT_DATA", str(tmp_path / "our union"))
    monkeypatch.setenv("FOLKMOOT_PORT", "8123")
    assert next_step("una@example.org") == (
        f"Now run `folkmoot --data '{tmp_path}/our union' serve`, open http://127.0.0.1:8123 and sign in as "
        "una@example.org.\n"
        f"No mail server is set: codes to sign in with lie as messages in {tmp_path}/our union/outbox."
    )
    monkeypatch.delenv("FOLKMOOT_DATA")
    monkeypatch.setenv("FOLKMOOT_EMAIL_URL", "smtp://localhost")
    said = next_step("una@example.org")
    assert said.startswith("Now run `folkmoot serve`, open http://127.0.0.1:8123 ")
    assert said.endswith("The code to sign in with comes by mail.")
