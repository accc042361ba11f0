from folkmoot.demo import making, organisation


def test_the_demo_says_each_step_before_it_is_made_and_how_far_that_is(monkeypatch) -> None:
    happened: list[str] = []
    steps = [(words, lambda words=words: happened.append(f"made {words}")) for words in ("units", "members")]
    monkeypatch.setattr(making, "_hurry", lambda: None)
    monkeypatch.setattr(organisation, "found", lambda *_given, **_named: None)
    monkeypatch.setattr(making, "_steps", lambda *_given, **_named: iter(steps))
    making.make(happened.append)
    assert happened == ["1 of 2: units", "made units", "2 of 2: members", "made members"]
