import re
from itertools import pairwise

import pytest

from folkmoot.ui.tests.colours import (
    DARK_BY_CHOICE,
    DARK_BY_DEVICE,
    LIGHT,
    STYLESHEET,
    contrast,
    tokens,
)

TEXT = 4.5
CONTROL = 3.0
GROUNDS = ("paper", "sheet")
WASHES = ("act-wash", "good-wash", "due-wash", "bad-wash")
READ_ON = {
    "ink": (*GROUNDS, *WASHES),
    "soft": (*GROUNDS, *WASHES),
    "act": (*GROUNDS, "act-wash"),
    "act-strong": (*GROUNDS, "act-wash"),
    "good": (*GROUNDS, "good-wash", "act-wash"),
    "due": (*GROUNDS, "due-wash", "act-wash"),
    "bad": (*GROUNDS, "bad-wash", "act-wash"),
    "on-act": ("act", "act-strong"),
    "paper": ("bad",),
    "on-reach-light": ("reach-1", "reach-2", "reach-3"),
    "on-reach-dark": ("reach-4", "reach-5"),
}
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])


def _steps(theme):
    return [tokens(theme)[f"reach-{step}"] for step in range(1, 6)]


def test_contrast_is_computed_as_wcag_defines_it():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@THEMES
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme):
    colour = tokens(theme)
    pairs = [(text, ground) for text, grounds in READ_ON.items() for ground in grounds]
    assert [pair for pair in pairs if contrast(colour[pair[0]], colour[pair[1]]) < TEXT] == []


@THEMES
def test_the_edges_of_controls_can_be_seen(theme):
    colour = tokens(theme)
    assert [ground for ground in GROUNDS if contrast(colour["edge"], colour[ground]) < CONTROL] == []


@THEMES
def test_the_steps_of_reach_stand_further_from_the_paper_one_by_one(theme):
    paper = tokens(theme)["paper"]
    distances = [contrast(step, paper) for step in _steps(theme)]
    assert [nearer for nearer, further in pairwise(distances) if further < 1.2 * nearer] == []


def test_the_device_and_the_reader_choose_the_same_dark():
    assert tokens(DARK_BY_DEVICE) == tokens(DARK_BY_CHOICE)


def test_every_token_that_is_used_is_defined():
    css = STYLESHEET.read_text()
    assert set(re.findall(r"var\(--([\w-]+)\)", css)) - set(re.findall(r"--([\w-]+):", css)) == set()
